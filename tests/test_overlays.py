"""Files laid over a chronology that leave out, change, set and admit: what they do, and what is wrong with them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from chrono import Chronology
from chrono.frontends.cli import main
from chrono.loading import Loaded, Memory, load

BASE = """
events: {pact: {date: 1939-08-23, topics: [war]}, war: {date: 1939-09-01, topics: [war]}}
documents: {text: {topics: [war], start: 1938}}
evidence:
  silence: {says: text passes over $event, for: {event: {topic: war}}}
  limit: {holds: end(text) <= 1940-05}
  life: {holds: end(text) <= 1941, certainty: certain}
  table: {table: rows.csv, says: text passes over $event}
hypotheses:
  before: {claim: end(text) < start(war), under: {settings: {silence.delay: 0..8 days}}}
  by-june: {claim: end(text) < 1940-06}
"""
RULES = """
vocabulary: {silent: {says: "{text} passes over {event}", slots: {text: document, event: event}}}
rules: {silence: {when: $text passes over $event, then: end($text) <= known($event) + delay, settings: {delay: 0 days}}}
"""
FILES = {"events.yaml": BASE, "rules/silence.yaml": RULES, "rows.csv": "event\nwar\n"}


def laid(*texts: str) -> Loaded:
    names = [f"rivals/{number}.yaml" for number, _ in enumerate(texts)]
    return load(Memory(FILES | dict(zip(names, texts, strict=True))), tuple(Path(name) for name in names))


def last(*texts: str) -> str:
    """The last day on which the text can have been finished, under overlays."""
    names = [f"rivals/{number}.yaml" for number, _ in enumerate(texts)]
    chronology = Chronology.load(Memory(FILES | dict(zip(names, texts, strict=True))), names)
    (found,) = chronology.infer("text").document()["results"]
    latest = found["end"]["latest"]
    assert isinstance(latest, str)
    return latest


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ("{}", "1939-08-23"),
        ("without: silence", "1939-09-01"),
        ("without: [silence, table]", "1940-05-31"),
        ("without: [silence, 'rows.csv:2']", "1940-05-31"),
        ("without: rule:silence", "1940-05-31"),
        ("without: [pact]", "1939-09-01"),
        ("set: {delay: 9 days}", "1939-09-01"),
        ("set: {silence.delay: 1 day}", "1939-08-24"),
        ("at-least: certain", "1941-12-31"),
        ("changes: {pact: {date: 1939-08-21}}", "1939-08-21"),
        ("changes: {pact: {topics: null}}", "1939-09-01"),
        ("changes: {pact: {known: 1939-08-24}, war: {date: ~}}", "1939-08-24"),
        ("changes: {silence: {says: text passes over war, for: null}}", "1939-09-01"),
        ("changes: {silence: {certainty: weak}, 'rows.csv:2': {certainty: weak}}", "1940-05-31"),
        ("changes: {silence: {certainty: weak}, table: {certainty: weak}}", "1940-05-31"),
        ("changes: {text: {end: 1938}}", "1938-12-31"),
    ],
)
def test_what_an_overlay_does(over: str, expected: str) -> None:
    assert last(over) == expected


def test_two_overlays_do_what_both_say() -> None:
    assert last("without: silence", "changes: {table: {certainty: weak}}") == "1940-05-31"
    # One may change or leave out what another adds.
    assert last("evidence: {e: {holds: end(text) <= 1938-06}}", "without: e") == "1939-08-23"
    assert last("evidence: {e: {holds: end(text) <= 1938-06}}", "changes: {e: {certainty: weak}}") == "1939-08-23"


def test_the_questions_own_word_is_the_last() -> None:
    source = Memory(FILES | {"r.yaml": "set: {silence.delay: 9 days}\nat-least: certain\n"})
    chronology = Chronology.load(source, ["r.yaml"])
    (found,) = chronology.infer("text", at_least="moderate", settings={"delay": "2 days"}).results
    assert (
        found.end.window.most
        == Chronology.load(source).infer("text", settings={"delay": "2 days"}).results[0].end.window.most
    )


WRONG = [
    ("without: [silens]", "unknown-id", "1:11", "did you mean 'silence'?"),
    ("events: {e: {date: 1900}}\nwithout: e", "overlay", "2:10", "remove one of the two"),
    ("changes: {pakt: {date: 1900}}", "unknown-id", "1:11", "did you mean 'pact'?"),
    ("changes: {'rows.csv:3': {certainty: weak}}", "unknown-id", "1:12", "did you mean 'rows.csv:2'?"),
    ("changes: {pact: {dat: 1900}}", "unknown-key", "1:18", "did you mean 'date'?"),
    ("changes: {pact: {author: x}}", "unknown-key", "1:18", "the keys here are: "),
    ("changes: {silence: {date: 1900}}", "unknown-key", "1:21", "the keys here are: "),
    ("changes: {pact: {known: null}}", "overlay", "1:18", "leave the line out"),
    ("changes: {pact: {}}", "overlay", "1:11", "write for example pact: "),
    ("changes: {before: {certainty: weak}}", "wrong-kind", "1:11", "add one of another id"),
    ("changes: {'rule:silence': {certainty: weak}}", "wrong-kind", "1:12", "`set` changes its settings"),
    ("chnges: {pact: {date: 1900}}", "unknown-key", "1:1", "did you mean 'changes'?"),
    ("changes: {e: {date: 1900}}\nevents: {e: {}}", "overlay", "1:11", "write its fields where it is added"),
    ("changes: {pact: {date: 1939-13}}", "no-such-date", "1:29", ""),
    (
        "events: {pact: {date: 1900}}",
        "duplicate-id",
        "1:10",
        "write the fields that are other here as `changes: {pact: ",
    ),
    ("set: {delai: 9 days}", "unknown-setting", "1:7", "did you mean 'delay'?"),
    ("set: {delay: nine}", "duration", "1:14", "write for example"),
    ("at-least: wek", "unknown-word", "1:11", "did you mean 'weak'?"),
    ("hypotheses: {h: {claim: end(text) < 1900, under: {with: rivals/0.yaml}}}", "cycle", "1:57", "a file of the"),
    ("hypotheses: {h: {claim: end(text) < 1900, under: {with: rules/silence.yaml}}}", "cycle", "1:57", "a file of the"),
]


@pytest.mark.parametrize(("text", "code", "place", "help"), WRONG)
def test_each_mistake_has_its_place_and_its_mend(text: str, code: str, place: str, help: str) -> None:
    found = [d for d in laid(text).diagnostics if d.severity == "error"]
    assert [(d.code, f"{d.place.file}:{d.place.line}:{d.place.column}") for d in found] == [
        (code, f"rivals/0.yaml:{place}")
    ]
    assert help in found[0].help


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ("changes: {pact: {date: 1939}}", "changes: {pact: {date: 1938}}", "two files laid over change pact.date"),
        ("set: {delay: 1 day}", "set: {silence.delay: 2 days}", "two files laid over set silence.delay"),
        ("at-least: weak", "at-least: strong", "two files laid over say what counts"),
    ],
)
def test_what_two_overlays_both_say_is_refused(first: str, second: str, message: str) -> None:
    (found,) = laid(first, second).diagnostics
    assert (found.code, found.message, found.place.file) == ("overlay", message, "rivals/1.yaml")
    assert [place.file for place, _ in found.related] == ["rivals/0.yaml"]


@pytest.mark.parametrize(
    "line", ["without: [limit]", "changes: {pact: {date: 1938}}", "set: {delay: 1 day}", "at-least: weak"]
)
def test_the_chronology_itself_says_no_such_thing(line: str) -> None:
    (found,) = load(Memory(FILES | {"evidence/more.yaml": line})).diagnostics
    assert (found.code, found.place.file, found.severity) == ("overlay", "evidence/more.yaml", "error")
    assert "--with" in found.help


def test_a_span_that_an_overlay_dates_by_itself_is_told() -> None:
    found = laid("changes: {pact: {date: 1 day after pact}}").diagnostics
    assert [d.code for d in found if d.severity == "error"] == ["cycle"]


# -- as the commands show it


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = FILES | {
        "rivals/lag.yaml": "set: {silence.delay: 9 days}\n",
        "rivals/other.yaml": "changes: {pact: {name: a pact}}\nwithout: [limit]\n",
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def ask(folder: Path, *words: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, [words[0], "-C", str(folder), *words[1:]])
    assert result.exit_code == code, result.output
    return result.stdout


OTHER = "rivals/other.yaml changes nothing of what was asked"


def test_what_an_overlay_does_is_told(folder: Path) -> None:
    told = ask(folder, "infer", "text", "--with", "rivals/lag.yaml", "--with", "rivals/other.yaml")
    lines = " ".join(told.split())
    assert "Asked with: laid over rivals/lag.yaml, rivals/other.yaml; changed pact.name; left out limit; set" in lines
    assert OTHER in told
    assert "rivals/lag.yaml changes nothing" not in told


@pytest.mark.parametrize(
    ("words", "code"), [(("infer", "text"), 0), (("check", "before"), 0), (("explain", "text"), 0)]
)
def test_an_overlay_that_changes_nothing_says_so(folder: Path, words: tuple[str, ...], code: int) -> None:
    assert OTHER in ask(folder, *words, "--with", "rivals/other.yaml", code=code)
    assert "changes nothing" not in ask(folder, *words, "--with", "rivals/lag.yaml", code=int(words[0] == "check"))


def test_side_by_side_an_overlay_that_changes_nothing_says_so(folder: Path) -> None:
    told = ask(folder, "infer", "text", "--compare", "rivals/lag.yaml", "rivals/other.yaml")
    assert told.endswith(f"{OTHER}\n")
    assert told.count("changes nothing") == 1


@pytest.mark.parametrize(
    "words",
    [
        ("infer", "text", "--with", "rivals/other.yaml", "--with", "rivals/lag.yaml"),
        ("check", "--with", "rivals/other.yaml"),
        ("infer", "text", "--compare", "rivals/other.yaml", "rivals/lag.yaml"),
        ("explain", "text", "--with", "rivals/lag.yaml"),
        ("whatif", "--with", "rivals/lag.yaml"),
        ("check", "by-june", "before", "--without", "rule:silence"),
    ],
)
def test_answers_under_overlays_are_proven_again(folder: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    code = int("rule:silence" in words)
    answer = tmp_path / "answer.json"
    answer.write_text(ask(folder, *words, "--format", "json", code=code), encoding="utf-8")
    told = ask(folder, "verify", str(answer))
    claims, _, rest = told.strip().splitlines()[-1].partition(" of ")
    assert rest == f"{claims} claims proven again"


def test_a_hypothesis_is_put_under_an_overlay(folder: Path) -> None:
    hypothesis = "hypotheses: {h: {claim: end(text) < start(war), under: {with: [rivals/lag.yaml, rivals/other.yaml]}}}"
    (folder / "evidence").mkdir()
    (folder / "evidence" / "h.yaml").write_text(hypothesis, encoding="utf-8")
    (found,) = json.loads(ask(folder, "check", "h", "--format", "json", code=1))["results"]
    assert [(v["under"], v["verdict"]) for v in found["variations"]] == [
        ("rivals/lag.yaml laid over", "undetermined"),
        ("rivals/other.yaml laid over", "entailed"),
    ]


def test_only_what_is_asked_under_what_does_not_go_with_the_question_is_not_asked(folder: Path) -> None:
    hypothesis = "hypotheses: {h: {claim: end(text) < start(war), under: {with: rivals/lag.yaml}}}"
    (folder / "evidence").mkdir()
    (folder / "evidence" / "h.yaml").write_text(hypothesis, encoding="utf-8")
    (folder / "rivals" / "longer.yaml").write_text("set: {delay: 20 days}", encoding="utf-8")
    found = json.loads(ask(folder, "check", "--with", "rivals/longer.yaml", "--format", "json", code=1))["results"]
    assert {r["id"]: r["verdict"] for r in found} == {"before": "undetermined", "by-june": "entailed", "h": "unknown"}
    assert found[2]["unasked"] == (
        "it is asked with rivals/lag.yaml laid over, which does not go with rivals/longer.yaml: "
        "two files laid over set silence.delay"
    )


def test_only_what_varies_a_setting_of_a_rule_left_out_is_not_asked(folder: Path) -> None:
    found = json.loads(ask(folder, "check", "--without", "rule:silence", "--format", "json", code=1))
    told = {r["id"]: (r["verdict"], r.get("unasked")) for r in found["results"]}
    assert told == {
        "before": ("unknown", "it is asked with silence.delay varied, and rule silence is left out"),
        "by-june": ("entailed", None),
    }
    assert found["status"] == "consistent"
    assert ask(folder, "check", "by-june", "--without", "rule:silence")


def test_what_would_move_under_an_overlay(folder: Path) -> None:
    moved = Chronology.load(folder).whatif("text", overlays=[folder / "rivals/lag.yaml"])
    assert {(shift.id, shift.edge) for shift in moved.windows} == {("text", "end")}
    assert "with rivals/lag.yaml, silence.delay = 9 days" in moved.after
    assert not Chronology.load(folder).whatif("text", overlays=[folder / "rivals/other.yaml"]).windows
