"""From files to values: every mistake with its code and exact place, and everything else read as written."""

from __future__ import annotations

import dataclasses
import gc
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from chrono.core.diagnostics import Place
from chrono.language.expressions import Comparison, Literally, Point
from chrono.language.sentences import Sentence, Variable
from chrono.loading import Loaded, files, json_schema, load
from chrono.model.chronology import Certainty, Chronology, Citation, Entry, Evidence, Selector, SettingRange

ROOT = Path(__file__).parents[1]
BAD = Path(__file__).parent / "cases" / "bad"

# The code and the place (file:line:column) of every diagnostic that a case of tests/cases/bad gives, in their order.
PLACES = {
    "all-at-once": [
        "no-such-date events.yaml:2:24",
        "unknown-key events.yaml:2:28",
        "unknown-id events.yaml:8:37",
        "slot rules/silence.yaml:2:91",
    ],
    "ambiguous-sentence": ["ambiguous-sentence events.yaml:4:16"],
    "ambiguous-wording": ["ambiguous-wording events.yaml:5:18"],
    "anchor-and-alias": ["anchor events.yaml:2:9", "alias events.yaml:4:11"],
    "calendar": ["calendar events.yaml:1:24", "conventions events.yaml:1:48"],
    "chronology-twice": ["duplicate-key rules/more.yaml:1:32"],
    "cycle": ["cycle events.yaml:3:17", "cycle events.yaml:5:18", "cycle events.yaml:7:47"],
    "date-that-does-not-exist": [
        "no-such-date events.yaml:2:50",
        "no-such-date events.yaml:4:26",
        "no-such-date events.yaml:6:38",
        "no-such-date events.yaml:7:41",
    ],
    "date-unread": ["date events.yaml:2:16", "date events.yaml:3:21", "date events.yaml:4:28"],
    "different": ["different events.yaml:4:81", "different events.yaml:5:81", "unbound-variable events.yaml:6:90"],
    "dimension": ["dimension events.yaml:4:37", "dimension events.yaml:5:17"],
    "duplicate-id": ["duplicate-id events.yaml:4:3", "duplicate-id evidence/silences.yaml:2:3"],
    "duplicate-key": ["duplicate-key events.yaml:6:5", "duplicate-key events.yaml:7:3"],
    "duration-unread": ["duration events.yaml:2:28", "duration events.yaml:3:22"],
    "empty-value": ["empty-value events.yaml:3:10"],
    "expression": [
        "expression events.yaml:4:35",
        "expression events.yaml:5:31",
        "expression events.yaml:6:26",
        "expression events.yaml:8:35",
    ],
    "id": ["id events.yaml:2:4", "id events.yaml:3:3", "id events.yaml:4:3", "id events.yaml:5:3"],
    "include": ["include events.yaml:1:25", "include more/a.yaml:1:14"],
    "include-outside": [
        "include-outside events.yaml:1:25",
        "include-outside events.yaml:1:37",
        "include-outside events.yaml:1:51",
    ],
    "interval-reversed": ["interval-reversed events.yaml:3:22"],
    "lines-of-unless": [
        "unknown-sentence events.yaml:9:9",
        "expression events.yaml:10:53",
        "unbound-variable events.yaml:11:13",
        "expression events.yaml:13:44",
        "id events.yaml:14:16",
        "duration events.yaml:14:36",
    ],
    "merge-key": ["merge-key events.yaml:3:5"],
    "missing-key": ["missing-key events.yaml:2:3", "missing-key events.yaml:4:3", "missing-key events.yaml:7:3"],
    "nothing-said": ["nothing-said events.yaml:4:3"],
    "number": ["number events.yaml:13:23", "duration events.yaml:13:55", "duration events.yaml:16:39"],
    "second-document": ["second-document events.yaml:3:1"],
    "sequence": ["sequence events.yaml:4:5", "unknown-id events.yaml:5:20"],
    "sequence-in-unknown-order": ["sequence events.yaml:3:32"],
    "slot": ["slot events.yaml:5:32", "slot events.yaml:6:23", "slot events.yaml:6:33"],
    "syntax": ["syntax events.yaml:4:17"],
    "tab": ["tab events.yaml:3:1"],
    "tag": ["tag events.yaml:3:11", "tag events.yaml:4:11"],
    "too-deep": ["too-deep events.yaml:4:71"],
    "unbound-variable": [
        "unbound-variable events.yaml:10:17",
        "unbound-variable events.yaml:11:35",
        "unbound-variable events.yaml:12:38",
        "unbound-variable events.yaml:15:32",
        "unused-variable events.yaml:16:11",
    ],
    "unknown-id": [
        "unknown-id events.yaml:6:18",
        "unknown-id events.yaml:6:35",
        "unknown-id events.yaml:6:55",
        "unknown-id events.yaml:8:31",
        "unknown-id events.yaml:10:31",
        "unknown-id events.yaml:11:48",
    ],
    "unknown-key": [
        "unknown-key events.yaml:1:14",
        "unknown-key events.yaml:2:1",
        "unknown-key events.yaml:5:10",
        "unknown-word events.yaml:7:49",
    ],
    "unknown-sentence": ["unknown-sentence events.yaml:7:11"],
    "unknown-setting": [
        "unknown-setting events.yaml:10:45",
        "unknown-setting events.yaml:15:16",
        "unknown-setting events.yaml:19:24",
    ],
    "variables-of-two-kinds": ["wrong-kind events.yaml:17:34", "wrong-kind events.yaml:22:11"],
    "wrong-kind": ["wrong-kind events.yaml:4:32", "wrong-kind events.yaml:6:31", "wrong-kind events.yaml:7:36"],
    "wrong-type": [
        "wrong-type events.yaml:2:9",
        "wrong-type events.yaml:3:15",
        "wrong-type events.yaml:4:12",
        "wrong-type events.yaml:5:12",
        "wrong-type events.yaml:7:18",
    ],
}


def write(folder: Path, texts: Mapping[str, str | bytes]) -> Path:
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def places(loaded: Loaded) -> list[str]:
    """Code and place of each diagnostic, in their order."""
    return [f"{d.code} {d.place.file}:{d.place.line}:{d.place.column}" for d in loaded.diagnostics]


def chronology(loaded: Loaded) -> Chronology:
    assert loaded.chronology is not None, "\n".join(map(str, loaded.diagnostics))
    return loaded.chronology


def one(folder: Path, text: str) -> Chronology:
    return chronology(load(write(folder, {"events.yaml": text})))


def unplaced(value: Any) -> Any:
    """The value as plain tuples, without its places."""
    if isinstance(value, Place):
        return None
    if dataclasses.is_dataclass(value):
        return (
            type(value).__name__,
            *(unplaced(getattr(value, f.name)) for f in dataclasses.fields(value) if f.compare),
        )
    return tuple(map(unplaced, value)) if isinstance(value, tuple) else value


# ------------------------------------------------------------------------------------------------------------ mistakes


@pytest.mark.parametrize("case", sorted(path.stem for path in BAD.glob("*.yaml")))
def test_bad_input_is_reported_where_it_stands(case: str, tmp_path: Path) -> None:
    texts = yaml.safe_load((BAD / f"{case}.yaml").read_text(encoding="utf-8"))["files"]
    loaded = load(write(tmp_path, texts))
    assert places(loaded) == PLACES[case]
    assert loaded.chronology is None
    for diagnostic in loaded.diagnostics:
        assert diagnostic.snippet == texts[diagnostic.place.file].split("\n")[diagnostic.place.line - 1].replace(
            "\t", " "
        )


def test_every_bad_case_is_listed() -> None:
    assert sorted(PLACES) == sorted(path.stem for path in BAD.glob("*.yaml"))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"events:\n  pact: {name: caf\xe9}\n", "not-utf8 events.yaml:2:19"),
        (b"\xff\xfee\x00", "not-utf8 events.yaml:1:1"),
        (b"events:\n  a: {name: x\x00y}\n", "control-character events.yaml:2:14"),
        ("events:\n  a: {name: é𝔊\x1b[2J}\n".encode(), "control-character events.yaml:2:15"),
        (b"- a list\n", "wrong-type events.yaml:1:1"),
        (b"just words", "wrong-type events.yaml:1:1"),
        (b"events: {a: {name: 'x}}\n", "syntax events.yaml:1:20"),
        (b"a: @x", "syntax events.yaml:1:4"),
        (b"events:\n  a: {}\n b: {}\n", "syntax events.yaml:3:2"),
        (b"events: {a: [1}\n", "syntax events.yaml:1:15"),
        (b'events: {a: {name: "\\q"}}\n', "syntax events.yaml:1:21"),
        (b"events:\n  a: !x!y {}\n", "tag events.yaml:2:6"),
        (b"? [a, b]\n: c\n", "wrong-type events.yaml:1:3"),
        (b"%YAML 3.0\n---\nevents: {a: {}}\n", "syntax events.yaml:1:1"),
    ],
)
def test_what_is_no_yaml_of_ours(data: bytes, expected: str, tmp_path: Path) -> None:
    assert places(load(write(tmp_path, {"events.yaml": data}))) == [expected]


def test_a_file_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"events.yaml": "events: {a: {}}", "rules/a.yaml": "x" * 100})
    monkeypatch.setattr(files, "MOST_BYTES", 99)
    assert places(load(tmp_path)) == ["too-large rules/a.yaml:0:0"]
    monkeypatch.setattr(files, "MOST_BYTES", 100)
    assert places(load(tmp_path)) == ["wrong-type rules/a.yaml:1:1"]


def test_a_file_that_cannot_be_read_hides_no_other_mistake(tmp_path: Path) -> None:
    """... but what it may have declared is not missed."""
    write(
        tmp_path,
        {
            "events.yaml": "evidence: {a: {holds: end(text) < 1940-13}, b: {says: text ends}}",
            "rules/a.yaml": "documents: {text: {name: 'x}}",
        },
    )
    assert places(load(tmp_path)) == ["no-such-date events.yaml:1:40", "syntax rules/a.yaml:1:26"]


def test_no_chronology_is_something_else_than_a_wrong_one(tmp_path: Path) -> None:
    assert [d.code for d in load(tmp_path / "nowhere").diagnostics] == ["no-chronology"]
    assert [d.code for d in load(tmp_path).diagnostics] == ["no-chronology"]
    assert load(tmp_path).missing
    write(tmp_path, {"events.yml": "events: {a: {}}"})
    assert load(tmp_path).diagnostics[0].help == "rename events.yml to events.yaml"
    for text in ("", "# nothing yet\n", "chronology: {title: t}\nevents:\n", "---\n"):
        loaded = load(write(tmp_path, {"events.yaml": text}))
        assert loaded.missing
        assert loaded.chronology is None
        assert [d.code for d in loaded.diagnostics] == ["empty"]
    assert not load(write(tmp_path, {"events.yaml": "evnts: {a: {}}"})).missing


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("evidence:\n  a:\n    holds: end(x) < 1900", 3, 16),
        ("evidence:\n  a:\n    holds: 'end(x) < 1900'", 3, 17),
        ("evidence:\n  a:\n    holds:\n      - 1900 < 1901\n      - end(x) < 1900", 5, 13),
        ("evidence: {a: {holds: [1900 < 1901, end(x) < 1900]}}", 1, 41),
        ("evidence:\n  a:\n    holds: |\n      end(x) < 1900", 4, 11),
        ("evidence:\n  a:\n    holds: >-\n\n        1900 <\n        end(x)\n", 6, 13),
        ("evidence:\n  a:\n    holds: 1900 <\n     end(x)\n", 4, 10),
        ('evidence:\n  a:\n    holds: "1900 <\n\n     end(x)"\n', 5, 10),
        ("évidence𝔊: &\nevidence: {𝔊: 1}", 0, 0),
        ("evidence: {a: {note: é𝔊é, holds: end(x) < 1900}}", 1, 38),
        ("\ufeffevidence: {a: {holds: end(x) < 1900}}", 1, 27),
        ("evidence:\r\n  a:\r\n    holds: end(x) < 1900\r\n", 3, 16),
        # Characters that are written otherwise than they read.
        (r'evidence: {a: {note: "\x41", holds: "\x65nd(x) < 1900"}}', 1, 45),
        (r'evidence: {a: {holds: "1900\x20<\u0020end(x)"}}', 1, 43),
        (r'evidence: {a: {holds: "1900 <\t\u202e\U0001F4dc end(x)"}}', 0, 0),
        (r'evidence: {a: {holds: "1900 <\t\u202e end(x)"}}', 1, 43),
        ("evidence: {a: {note: 'it''s', holds: '1900 < end(x)'}}", 1, 50),
        ('evidence:\n  a:\n    holds: "1900 < \\\n     end(x)"\n', 4, 10),
        ("evidence: {a: {holds: 1900 \u200e< end(x)}}", 1, 35),
    ],
)
def test_a_place_is_where_the_word_stands(text: str, line: int, column: int, tmp_path: Path) -> None:
    found = places(load(write(tmp_path, {"events.yaml": text})))
    if line:
        assert found == [f"unknown-id events.yaml:{line}:{column}"]
    else:
        assert all(place.startswith(("syntax", "expression")) for place in found)


def test_a_warning_leaves_a_chronology(tmp_path: Path) -> None:
    text = (
        "sources: {riddell-2017: {title: t}}\n"
        "events: {a: {topics: war}}\n"
        "documents: {text: {source: 'ridell-2017, p. 3', note: n}, other: {source: a letter of 1938}}\n"
        "vocabulary: {m: {says: '{d} mentions {e}', slots: {d: document, e: event}}}\n"
        "evidence: {says-it: {says: text mentions $e, for: {e: {topic: wra}}}}\n"
    )
    loaded = load(write(tmp_path, {"events.yaml": text}))
    assert places(loaded) == ["unknown-source events.yaml:3:29", "empty-selection events.yaml:5:52"]
    assert {d.severity for d in loaded.diagnostics} == {"warning"}
    assert all("did you mean" in d.help for d in loaded.diagnostics)
    assert chronology(loaded)


def test_what_no_date_lets_through_is_an_empty_selection_too(tmp_path: Path) -> None:
    held = "evidence: {e: {holds: start($x) < 2000, for: {x: {topic: war, after: 1950}}}}\n"
    loaded = load(write(tmp_path, {"events.yaml": "events: {a: {date: 1940, topics: war}}\n" + held}))
    assert places(loaded) == ["empty-selection events.yaml:2:47"]
    assert loaded.diagnostics[0].help == "this evidence then says nothing"


def test_what_would_be_combined_without_end_is_refused(tmp_path: Path) -> None:
    events = "events: {" + ", ".join(f"a{n}: {{}}" for n in range(101)) + "}\n"
    held = "evidence: {e: {holds: start($x) <= start($y) or end($z) < 1900, for: {x: {}, y: {}, z: {}}}}\n"
    assert places(load(write(tmp_path, {"events.yaml": events + held}))) == ["too-large events.yaml:2:70"]
    listed = ", ".join(f"a{n}" for n in range(301))
    periods = "periods: {" + ", ".join(f"a{n}: {{}}" for n in range(301)) + "}\n"
    unordered = f"sequences: [{{order: unknown, gaps: allowed, of: [{listed}]}}]\n"
    assert places(load(write(tmp_path, {"events.yaml": periods + unordered}))) == ["too-large events.yaml:2:21"]


def test_a_long_text_is_not_quoted_whole(tmp_path: Path) -> None:
    said = "evidence: {e: {says: " + "a belongs to nobody " * 50_000 + "}}\n"
    (found,) = load(write(tmp_path, {"events.yaml": "events: {a: {}}\n" + said})).diagnostics
    assert found.code == "unknown-sentence"
    assert len(str(found)) < 2_000


def test_texts_cannot_steer_a_terminal(tmp_path: Path) -> None:
    text = 'events: {a: {name: "one\\e[2J\\u202Etwo\\nthree"}}\nevidence: {b: {holds: "\\u202Eend(x) < 1900"}}'
    loaded = load(write(tmp_path, {"events.yaml": text}))
    assert [d.message for d in loaded.diagnostics] == ["nothing dated is called 'x'"]
    assert one(tmp_path, text.split("\n")[0]).entries[0].name == "one[2Jtwo three"


def test_a_built_in_sentence_keeps_its_id(tmp_path: Path) -> None:
    text = "documents: {d: {}}\npeople: {p: {}}\nvocabulary: {author: {says: %s, slots: {x: person, y: document}}}\n"
    same = text % "'{x} wrote {y}'" + "evidence: {e: {says: p wrote d}}"
    assert [s.wording for s in one(tmp_path, same).evidence[0].says] == ["author"]
    other = text % "'{x} penned {y}'" + "evidence: {e: {says: p penned d}}"
    assert places(load(write(tmp_path, {"events.yaml": other}))) == ["duplicate-id events.yaml:3:14"]


# --------------------------------------------------------------------------------------------------------------- files


def test_includes_stay_below_the_folder(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"outside.yaml": "events: {x: {}}", "c/events.yaml": "events: {a: {}}", "c/rules/b.yaml": "events: {b: {}}"},
    )
    os.symlink(tmp_path / "outside.yaml", tmp_path / "c/rules/link.yaml")
    assert places(load(tmp_path / "c")) == ["include-outside rules/link.yaml:0:0"]
    os.unlink(tmp_path / "c/rules/link.yaml")
    os.symlink(tmp_path, tmp_path / "c/up")
    asked = "chronology: {include: 'up/*.yaml'}\nevents: {a: {}}"
    assert places(load(write(tmp_path / "c", {"events.yaml": asked}).resolve())) == ["include-outside events.yaml:1:24"]
    os.symlink(tmp_path / "c/rules/b.yaml", tmp_path / "c/rules/alias.yaml")
    inside = write(tmp_path / "c", {"events.yaml": "events: {a: {}}"})
    assert [d.code for d in load(inside).diagnostics] == ["duplicate-id"]


def test_the_first_file_too_is_below_the_folder(tmp_path: Path) -> None:
    write(tmp_path, {"outside.yaml": "events: {x: {}}", "c/inside.yaml": "events: {a: {}}"})
    os.symlink(tmp_path / "outside.yaml", tmp_path / "c/events.yaml")
    assert places(load(tmp_path / "c")) == ["include-outside events.yaml:0:0"]
    os.unlink(tmp_path / "c/events.yaml")
    os.symlink(tmp_path / "c/inside.yaml", tmp_path / "c/events.yaml")
    os.symlink(tmp_path / "c", tmp_path / "link")
    assert [e.id for e in chronology(load(tmp_path / "link")).entries] == ["a"]


def test_rows_are_read_in_the_calendar_of_the_file_that_names_the_table(tmp_path: Path) -> None:
    files = {
        "events.yaml": "events: {x: {}}",
        "evidence/a.yaml": """
            calendar: julian
            sources: {prints: {calendar: gregorian}}
            evidence: {rows: {table: rows.csv, holds: start(x) <= $day}}
        """,
        "rows.csv": "day,source\n1917-10-25,\n1917-10-25,prints\n",
    }
    made = chronology(load(write(tmp_path, files)))
    calendars = []
    for piece in made.evidence:
        claim = piece.holds[0].claim
        assert isinstance(claim, Comparison)
        _, point = claim.terms[1].parts[0]
        assert isinstance(point, Point)
        assert isinstance(point.of, Literally)
        calendars.append(point.of.date.calendar)  # type: ignore[union-attr]
    assert calendars == ["julian", "gregorian"]


def test_default_files_may_be_missing_and_hidden_ones_are_left_alone(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"events.yaml": "events: {a: {}}", "rules/.#a.yaml": "no: yaml: here", "other/b.yaml": "events: {b: {}}"},
    )
    assert [e.id for e in chronology(load(tmp_path)).entries] == ["a"]
    write(tmp_path, {"evidence/b.yaml": "events: {b: {}}", "hypotheses/c.yaml": "events: {c: {}}"})
    assert [e.id for e in chronology(load(tmp_path)).entries] == ["a", "b", "c"]
    write(tmp_path, {"events.yaml": "chronology: {include: [other/*.yaml, events.yaml]}\nevents: {a: {}}"})
    assert [(e.id, e.place.file) for e in chronology(load(tmp_path)).entries] == [
        ("a", "events.yaml"),
        ("b", "other/b.yaml"),
    ]


def test_overlays_are_laid_over(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "c/events.yaml": "events: {a: {}}",
            "c/rules/r.yaml": "events: {r: {}}",
            "one.yaml": "events: {b: {date: 1938}}\nevidence: {e: {holds: start(b) > start(a)}}",
            "two.yaml": "events: {a: {}}",
        },
    )
    overlay = tmp_path / "one.yaml"
    loaded = load(tmp_path / "c", (overlay, overlay, tmp_path / "c/rules/r.yaml"))
    assert [e.id for e in chronology(loaded).entries] == ["a", "b", "r"]
    assert [(d.code, d.severity, d.place.file) for d in loaded.diagnostics] == [
        ("overlay", "warning", overlay.as_posix()),
        ("overlay", "warning", "rules/r.yaml"),
    ]
    assert chronology(loaded).evidence[0].place == Place(overlay.as_posix(), 2, 12, 1)
    (twice,) = load(tmp_path / "c", (tmp_path / "two.yaml",)).diagnostics
    assert twice.code == "duplicate-id"
    assert {twice.place.file, twice.related[0][0].file} == {(tmp_path / "two.yaml").as_posix(), "events.yaml"}
    assert [d.code for d in load(tmp_path / "c", (tmp_path / "three.yaml",)).diagnostics] == ["unreadable"]


def test_inputs_stand_for_what_was_read(tmp_path: Path) -> None:
    texts = {"events.yaml": "events: {a: {}}", "rules/a.yaml": "events: {b: {}}"}
    first = chronology(load(write(tmp_path / "1", texts))).inputs
    assert chronology(load(write(tmp_path / "2", texts))).inputs == first
    assert len(first) == 64
    others = [
        {**texts, "rules/a.yaml": "events: {b: {} }"},
        {"events.yaml": texts["events.yaml"], "rules/b.yaml": texts["rules/a.yaml"]},
    ]
    assert len({first, *(chronology(load(write(tmp_path / f"o{i}", o))).inputs for i, o in enumerate(others))}) == 3


def test_the_garbage_collector_is_left_as_it_was(tmp_path: Path) -> None:
    assert gc.isenabled()
    one(tmp_path, "events: {a: {}}")
    assert gc.isenabled()


# -------------------------------------------------------------------------------------------------------------- values

WHOLE = """
chronology: {title: The date of a text, unit: month, calendar: julian, admit: strong, conventions: bodleian}
sources:
  riddell-2017: {author: [{given: John, family: Riddell}, {literal: a friend}], issued: 2017-11-15}
people:
  trotsky: {name: Leon Trotsky, born: 1879-11-07, died: 1940-08-21, source: "riddell-2017, ¶12"}
events:
  pact: {name: the pact, date: 1939-08-23, known: 1939-08-24, topics: [ussr, war], tags: x, certainty: strong}
  debate: {start: 1939-09, end: "1940", topics: ussr}
periods:
  set: {date: [1667,1668, 1670..1672]}
  all: {date: {1960,1961-12}, duration: 1 year}
  reign: {duration: ">= 15 years", source: [a letter, "riddell-2017, p. 3"], note: "a\\n  note"}
sequences:
  - [set, reign]
  - {of: [all, set, reign], gaps: allowed, certainty: weak, tags: layers, source: riddell-2017}
documents:
  text:
    author: trotsky
    topics: ussr
    parts: [part, piece]
    exhaustive: yes
    compare: [pact, reign]
  part:
  piece: {}
evidence:
  silence:
    says: text is silent about $event
    for: {event: {topic: ussr, after: 1938}}
    settings: {silence.delay: 10 days}
  listed:
    says: [text is silent about $event, text is finished by 1939]
    for: {event: [pact, debate]}
    certainty: weak
    against: silence
    denies: part is silent about $event
  limit: {holds: [end(text) <= 1940-05, start(text) > 1938], tags: [a, b], note: n}
vocabulary:
  silent: {says: "{document} is silent about {event}", slots: {document: document, event: event}}
  finished: {says: "{document} is finished by {date}", slots: {document: document, date: date}}
rules:
  silence:
    title: A title
    when: [$document is silent about $event, $event belongs to the subject of $document]
    unless:
      - $document is finished by $date
      - end($document) < start($event)
      - [$other is silent about $event, start($other) < 1930]
    then: end($document) <= known($event) + delay
    settings: {delay: 0 days}
    certainty: moderate
    because: "{document} never refers to {event} in {delay}"
hypotheses:
  early:
    claim: end(text) < start(pact)
    expect: refuted
    why: because
    under: {drop-any: 1, settings: {silence.delay: 0..8 days}, at-least: strong}
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Chronology:
    return one(tmp_path_factory.mktemp("whole"), WHOLE)


def test_the_head(whole: Chronology) -> None:
    assert (whole.title, whole.unit, whole.calendar) == ("The date of a text", "month", "julian")
    assert (whole.admit, whole.conventions) == (Certainty.STRONG, "bodleian")
    assert whole.sources == (("riddell-2017", (("author", "John Riddell; a friend"), ("issued", "2017-11-15"))),)


def entry(whole: Chronology, id: str) -> Entry:
    return next(e for e in whole.entries if e.id == id)


def test_spans(whole: Chronology) -> None:
    assert [e.id for e in whole.entries] == sorted(e.id for e in whole.entries)
    trotsky = entry(whole, "trotsky")
    assert [(s.id, s.key, s.text) for s in trotsky.stated] == [
        ("trotsky.born", "start", "1879-11-07"),
        ("trotsky.died", "end", "1940-08-21"),
    ]
    assert trotsky.citation == Citation("riddell-2017, ¶12", "riddell-2017")
    assert trotsky.stated[0].place == Place("events.yaml", 6, 39, 10)
    assert trotsky.place == Place("events.yaml", 6, 3, 7)
    pact = entry(whole, "pact")
    assert (pact.name, pact.kind, pact.topics, pact.tags) == ("the pact", "event", {"ussr", "war"}, {"x"})
    assert {s.certainty for s in pact.stated} == {Certainty.STRONG}
    assert [s.key for s in pact.stated] == ["date", "known"]
    assert {s.value.calendar for e in whole.entries for s in e.stated if s.key != "duration"} == {"julian"}
    assert [(s.key, s.text) for s in entry(whole, "debate").stated] == [("start", "1939-09"), ("end", "1940")]
    assert entry(whole, "debate").name == "debate"


def test_sets_in_brackets_are_read_as_written(whole: Chronology) -> None:
    """To YAML they are lists and mappings."""
    assert entry(whole, "set").stated[0].text == "[1667,1668, 1670..1672]"
    assert len(entry(whole, "set").stated[0].value.runs) == 2
    assert entry(whole, "all").stated[0].text == "{1960,1961-12}"


def test_documents_and_sources(whole: Chronology) -> None:
    text = entry(whole, "text")
    assert (text.authors, text.parts, text.exhaustive, text.compare) == (
        ("trotsky",),
        ("part", "piece"),
        True,
        ("pact", "reign"),
    )
    assert entry(whole, "part").kind == "document"
    reign = entry(whole, "reign")
    assert reign.citation == Citation("a letter; riddell-2017, p. 3", "riddell-2017")
    assert reign.note == "a note"


def test_sequences_are_links(whole: Chronology) -> None:
    found = [(s.links, s.gaps, s.certainty, s.citation.source, s.tags) for s in whole.sequences]
    assert found == [
        ((("all", "set"), ("set", "reign")), True, Certainty.WEAK, "riddell-2017", {"layers"}),
        ((("set", "reign"),), False, Certainty.CERTAIN, None, frozenset()),
    ]


def test_evidence(whole: Chronology) -> None:
    limit, listed, silence = whole.evidence
    assert [e.id for e in whole.evidence] == ["limit", "listed", "silence"]
    assert [w.text for w in limit.holds] == ["end(text) <= 1940-05", "start(text) > 1938"]
    assert (limit.certainty, limit.tags, limit.note) == (Certainty.MODERATE, {"a", "b"}, "n")
    assert listed.says[0].values == ("text", Variable("event"))
    assert listed.groups == (("event", Selector(ids=("pact", "debate"))),)
    assert (listed.certainty, listed.against, [s.text for s in listed.denies]) == (
        Certainty.WEAK,
        ("silence",),
        ["part is silent about $event"],
    )
    ((_, selector),) = silence.groups
    assert (selector.ids, selector.topics, selector.after and selector.after.text) == (None, {"ussr"}, "1938")
    assert [(name, str(value)) for name, value in silence.settings] == [("silence.delay", "10 days")]


def test_selection_by_tags(tmp_path: Path) -> None:
    text = (
        "events: {a: {tags: x}, b: {}}\n"
        "evidence: {e: {holds: start($e) > 1900, for: {$e: {tag: [x, y], before: 1950}}}}\n"
    )
    ((name, selector),) = one(tmp_path, text).evidence[0].groups
    assert (name, selector.tags, selector.topics, selector.ids) == ("e", {"x", "y"}, frozenset(), None)
    assert selector.before is not None
    other = load(write(tmp_path, {"events.yaml": text.replace("[x, y]", "z")}))
    assert [d.code for d in other.diagnostics] == ["empty-selection"]


def test_rules(whole: Chronology) -> None:
    (rule,) = whole.rules
    assert (rule.id, rule.title, rule.certainty) == ("silence", "A title", Certainty.MODERATE)
    assert [s.wording for s in rule.when] == ["silent", "subject"]
    assert [[type(line).__name__ for line in lines] for lines in rule.unless] == [
        ["Sentence"],
        ["Written"],
        ["Sentence", "Written"],
    ]
    assert [w.text for w in rule.then] == ["end($document) <= known($event) + delay"]
    assert [(name, str(value)) for name, value in rule.settings] == [("delay", "0 days")]
    assert {"silent", "finished", "subject", "author"} == {w.id for w in whole.wordings}


def test_hypotheses(whole: Chronology) -> None:
    (early,) = whole.hypotheses
    assert (early.claim.text, early.expect, early.why) == ("end(text) < start(pact)", "refuted", "because")
    assert (early.under.drop_any, early.under.at_least) == (1, (Certainty.STRONG,))
    (setting,) = early.under.settings
    assert isinstance(setting, SettingRange)
    assert (setting.setting, str(setting.least), str(setting.most)) == ("silence.delay", "0 days", "8 days")


def test_defaults(tmp_path: Path) -> None:
    made = one(
        tmp_path, "documents: {t: {}}\nevidence: {e: {holds: end(t) < 1900}}\nhypotheses: {h: {claim: end(t) < 1900}}"
    )
    assert (made.title, made.unit, made.calendar, made.admit) == ("", "day", "gregorian", Certainty.MODERATE)
    assert made.evidence[0].certainty == Certainty.MODERATE
    assert made.hypotheses[0].expect == "entailed"
    assert entry(made, "t").certainty == Certainty.CERTAIN


def test_order_and_layout_change_nothing(whole: Chronology, tmp_path: Path) -> None:
    sections = yaml.load(WHOLE, yaml.BaseLoader)
    # Sets in brackets are lists to this loader.
    sections["periods"]["set"]["date"] = "[1667,1668, 1670..1672]"
    sections["periods"]["all"]["date"] = "{1960,1961-12}"
    sections["documents"]["part"] = {}
    backwards = {
        name: dict(reversed(part.items())) if isinstance(part, dict) else part[::-1]
        for name, part in reversed(sections.items())
    }
    texts = {f"evidence/{i}.yaml": json.dumps({name: part}) for i, (name, part) in enumerate(backwards.items())}
    again = chronology(load(write(tmp_path, {"events.yaml": "# everything is elsewhere\n", **texts})))
    assert unplaced(again) == unplaced(whole)


def test_the_founding_case_and_its_rivals_load() -> None:
    base = chronology(load(ROOT))
    assert entry(base, "manuscript").authors == ("trotsky",)
    assert {"silence", "mention", "authorship"} <= {rule.id for rule in base.rules}
    rivals = sorted((ROOT / "rivals").glob("*.yaml"))
    assert rivals
    for rival in rivals:
        laid_over = chronology(load(ROOT, (rival,)))
        # A rival reading adds evidence, or takes back or changes what the base says.
        assert len(laid_over.evidence) > len(base.evidence) or laid_over.laid != base.laid
    assert load(ROOT).diagnostics == ()


# -------------------------------------------------------------------------------------------------------------- tables

TABLE = """
periods: {becket: {date: 1162/1170}, foliot: {date: 1163/1187}}
documents: {c1: {}, c2: {}}
vocabulary: {witnessed: {says: "{act} was witnessed by {tenure}", slots: {act: document, tenure: period}}}
evidence:
  witnesses:
    table: tables/witnesses.csv
    says: $act was witnessed by $tenure
    holds: start($act) >= $since
    certainty: strong
    tags: charters
  forged: {holds: start(c1) > 1160, against: [witnesses]}
"""


def evidence(made: Chronology, id: str) -> Evidence:
    return next(e for e in made.evidence if e.id == id)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_each_row_of_a_table_is_a_piece_of_evidence(separator: str, tmp_path: Path) -> None:
    rows = [
        "act,tenure,since,note,certainty,tags,folio",
        "c1,becket,1160,'in\na box',weak,'x; y',3",
        "",
        "c2,foliot,1163,,,,",
    ]
    csv = "\n".join(rows).replace(",", separator).replace("'", '"')
    made = chronology(load(write(tmp_path, {"events.yaml": TABLE, "tables/witnesses.csv": "\ufeff" + csv})))
    first, second = evidence(made, "tables/witnesses.csv:2"), evidence(made, "tables/witnesses.csv:5")
    (said,) = first.says
    assert isinstance(said, Sentence)
    assert (said.values, first.holds[0].text) == (("c1", "becket"), "start(c1) >= 1160")
    assert (first.certainty, first.note, first.tags) == (
        Certainty.WEAK,
        "in a box",
        {"charters", "witnesses", "x", "y"},
    )
    assert (second.certainty, second.note, second.place.line) == (Certainty.STRONG, "", 5)
    assert evidence(made, "forged").against == (first.id, second.id)
    assert len(made.evidence) == 3


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("act,tenure,since\nc1,beckett,1160\nc1,becket,1160-13\n", ["unknown-id :2:4", "no-such-date :3:1"]),
        ("act,tenure,since\nc1,becket\n", []),  # spreadsheets leave out empty cells at the end of a row
        ("act,tenure,since\nc1\n", ["table :2:3"]),
        ("act,tenure,since\nc1,becket,1160,1161\n", ["table :2:16"]),
        ("act,tenure,since,certainty\nc1,becket,1160,strng\n", ["unknown-word :2:16"]),
        ('act,tenure,since\nc1,"becket,1160\n', ["table :2:1"]),
        ("act,tenure,act\n", ["table :1:12"]),
        (f"act,tenure,since\nc1,becket,{'9' * 131_073}\n", ["table :2:1"]),
    ],
)
def test_mistakes_in_a_table(table: str, expected: list[str], tmp_path: Path) -> None:
    found = places(load(write(tmp_path, {"events.yaml": TABLE, "tables/witnesses.csv": table})))
    assert [place.replace("tables/witnesses.csv", "") for place in found] == expected


def test_a_table_is_read_by_one_entry(tmp_path: Path) -> None:
    twice = TABLE.replace(
        "  forged:", "  again: {table: tables/witnesses.csv, says: $act was witnessed by becket}\n  forged:"
    )
    write(tmp_path, {"events.yaml": twice, "tables/witnesses.csv": "act,tenure,since\nc1,becket,1160\n"})
    assert places(load(tmp_path)) == ["duplicate-id events.yaml:7:12"]


def test_a_mistake_in_every_row_is_not_repeated_without_end(tmp_path: Path) -> None:
    write(tmp_path, {"events.yaml": TABLE, "tables/witnesses.csv": "act,tenure,since\n" + "c1,beckett,1160\n" * 500})
    found = load(tmp_path).diagnostics
    assert [d.stands_for for d in found] == [1, 1, 1, 497]
    assert found[-1].message == f"497 more like it: {found[0].message}"
    assert found[-1].help.startswith("lines 5, 6, 7, ")
    assert found[-1].help.endswith(", 33, 34 and 467 more")
    assert found[-1].place.line == 5


def test_mistakes_of_many_rows_are_told_as_a_few_with_their_lines(tmp_path: Path) -> None:
    rows = "".join(f"c1,becket-{n % 60},1160\n" for n in range(240))
    write(tmp_path, {"events.yaml": TABLE, "tables/witnesses.csv": f"act,tenure,since\n{rows}"})
    found = load(tmp_path).diagnostics
    assert sum(d.stands_for for d in found) == 240
    # Of 60 words each 4 times over: the first 20, what else says the same, and the other 40.
    assert [d.stands_for for d in found if d.stands_for > 1] == [160, *[3] * 20]
    assert [d.help for d in found][-1] == "lines 81, 141, 201"


def test_rows_that_say_nothing_are_not_reported_without_end(tmp_path: Path) -> None:
    write(tmp_path, {"events.yaml": TABLE, "tables/witnesses.csv": "act,tenure,since\n" + "c1\n" * 1500})
    found = load(tmp_path).diagnostics
    assert len(found) == 5
    assert "the rest of tables/witnesses.csv is not read" in {d.message for d in found}


def test_mistakes_about_a_table(tmp_path: Path) -> None:
    write(tmp_path, {"events.yaml": TABLE, "tables/witnesses.csv": "deed,tenure,since\nc1,becket,1160\n"})
    assert places(load(tmp_path)) == ["unbound-variable events.yaml:8:11", "unbound-variable events.yaml:9:18"]
    write(tmp_path, {"tables/witnesses.csv": "act,tenure,since\n"})
    assert places(load(tmp_path)) == ["table events.yaml:7:12"]
    (tmp_path / "tables/witnesses.csv").unlink()
    assert places(load(tmp_path)) == ["table events.yaml:7:12"]
    write(tmp_path, {"events.yaml": TABLE.replace("tables/", "../")})
    assert places(load(tmp_path)) == ["include-outside events.yaml:7:12"]


# -------------------------------------------------------------------------------------------------------------- schema


def fits(value: Any, schema: Any) -> bool:
    """Whether a value is valid under the keywords that our schema uses."""
    types: dict[str, Any] = {
        "string": str,
        "number": (int, float),
        "integer": int,
        "boolean": bool,
        "array": list,
        "object": dict,
        "null": type(None),
    }
    assert set(schema) <= {
        "$schema",
        "title",
        "description",
        "type",
        "enum",
        "anyOf",
        "items",
        "properties",
        "additionalProperties",
        "required",
        "definitions",
        "allOf",
        "if",
        "else",
        "pattern",
        "minimum",
        "maximum",
    }
    asked = schema.get("type", list(types))
    if "integer" in asked and isinstance(value, bool) and "boolean" not in asked:
        return False  # to Python True is a number
    if isinstance(value, int) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        return False
    if not any(isinstance(value, types[name]) for name in ([asked] if isinstance(asked, str) else asked)):
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if "anyOf" in schema and not any(fits(value, each) for each in schema["anyOf"]):
        return False
    if not all(fits(value, each) for each in schema.get("allOf", ())):
        return False
    if "if" in schema and not fits(value, schema["if"]) and not fits(value, schema["else"]):
        return False
    if isinstance(value, str):
        return re.search(schema.get("pattern", ""), value) is not None
    if isinstance(value, list):
        return all(fits(item, schema.get("items", {})) for item in value)
    if isinstance(value, dict):
        rest = schema.get("additionalProperties", {})
        known = schema.get("properties", {})
        parts = ((known.get(key, rest), part) for key, part in value.items())
        return set(schema.get("required", ())) <= set(value) and all(
            s is not False and fits(part, s) for s, part in parts
        )
    return True


def as_an_editor_sees(text: str) -> Any:
    """YAML with numbers and booleans, but no dates, as in JSON."""
    return json.loads(json.dumps(yaml.safe_load(text), default=str))


def test_the_schema_accepts_what_loads() -> None:
    schema = json_schema()
    texts = [path.read_text(encoding="utf-8") for path in [ROOT / "events.yaml", *ROOT.glob("r*/*.yaml")]]
    assert len(texts) > 5
    for text in [*texts, WHOLE, TABLE]:
        assert fits(as_an_editor_sees(text), schema)


@pytest.mark.parametrize("case", ["unknown-key", "wrong-type"])
def test_the_schema_refuses_what_is_refused_for_its_form(case: str) -> None:
    texts = yaml.safe_load((BAD / f"{case}.yaml").read_text(encoding="utf-8"))["files"]
    assert not fits(as_an_editor_sees(texts["events.yaml"]), json_schema())


def test_every_key_a_tooltip_speaks_of_exists() -> None:
    from chrono.loading import schema

    assert all(f'"{key}"' in json.dumps(json_schema()) for key in schema._ABOUT)


def test_an_expression_is_not_read_past_its_limit(tmp_path: Path) -> None:
    most = "end(e) < 1940" + " or end(e) < 1940" * 2_900
    assert chronology(
        load(write(tmp_path, {"events.yaml": f"events: {{e: {{}}}}\nevidence: {{a: {{holds: {most}}}}}"}))
    )
    over = most + " or end(e) < 1940" * 60
    loaded = load(write(tmp_path, {"events.yaml": f"events: {{e: {{}}}}\nevidence: {{a: {{holds: {over}}}}}"}))
    assert places(loaded) == ["too-large events.yaml:2:23"]
    assert "50,333 characters" in loaded.diagnostics[0].message
