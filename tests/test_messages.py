"""Messages that once misled: each names what is wrong where it is wrong, and a mend that mends."""

from __future__ import annotations

import pytest

from chrono.answers.wording import duration
from chrono.core.diagnostics import Diagnostic, Place, nearest
from chrono.dates import Scale
from chrono.engine.intervals import Window
from chrono.loading import Memory, load

BASE = """
people: {author: {}}
events: {pact: {date: 1150}, one: {}, two: {}}
documents: {writ: {}, codex: {}, play: {}}
vocabulary:
  foretells: {says: "{document} foretells {event}", slots: {document: document, event: event}}
  wrote: {says: "{person} wrote {document}", slots: {person: person, document: document}}
"""


def found(text: str, **files: str) -> tuple[Diagnostic, ...]:
    """Every mistake in a text."""
    return load(
        Memory({"events.yaml": text} | {name.replace("_", "."): more for name, more in files.items()})
    ).diagnostics


QUOTED = {
    "events: {a: {name: the pact: a note}}": ("a colon stands within a text", ": a note"),
    "events: {a: {topics: [x: y: z, b]}}": ("a colon stands within a text", ": z"),
    "evidence: {x: {says: pact is dated 2 jehoram [accession-year], certainty: weak}}": (
        "'[' stands within a text",
        "[accession",
    ),
    "events: {a: {name: the {great} one}}": ("'{' stands within a text", "{great"),
    "events: {a: {name: 'Henry's writ'}}": ("the text in quotes ends before this", "s writ"),
    "events: {a: {topics: ['Henry's', b]}}": ("the text in quotes ends before this", "s',"),
    "events:\n  a:\n    name: 'Henry's writ'": ("the text in quotes ends before this", "s writ"),
    'events:\n  a:\n    name: "the "great" council"': ("the text in quotes ends before this", 'great"'),
    "events:\n  a:\n    name: [x] and more": ("the list ends before this", "and more"),
    "events:\n  a:\n    name: the pact: a note": ("a second ': ' stands in this line", ": a note"),
}


@pytest.mark.parametrize("text", QUOTED)
def test_what_breaks_a_text_is_named(text: str) -> None:
    message, there = QUOTED[text]
    (wrong,) = found(f"{text}\n")
    assert (wrong.code, wrong.message) == ("syntax", message)
    line = text.split("\n")[wrong.place.line - 1]
    assert line[wrong.place.column - 1 :].startswith(there)
    assert "quotes" in wrong.help


@pytest.mark.parametrize(
    "text",
    [
        "events:\n  pact:\n    date:1150\n    name: x\n",
        "events:\n  pact:\n    name: x\n    date:1150\n",
        "events:\n  pact:\n    date:1150\n",
        "events: {pact: {date:1150, name: x}}\n",
    ],
)
def test_a_colon_without_a_blank_is_found_where_it_stands(text: str) -> None:
    mistakes = [d for d in found(text) if d.help == "write `date: 1150`"]
    assert len(mistakes) == 1
    assert "date:1150" in text.split("\n")[mistakes[0].place.line - 1]


def test_a_slot_is_mended_to_yaml_that_loads() -> None:
    text = 'vocabulary: {lists: {says: "{catalogue: document} lists {document}"}}\ndocuments: {a: {}}\n'
    helps = [d.help for d in found(text)]
    assert helps == [
        "write {catalogue} in the sentence, and below it slots: {catalogue: document}",
        "add it to slots: {document: document}",
    ]
    slots = "slots: {catalogue: document, document: document}"
    mended = f'vocabulary: {{lists: {{says: "{{catalogue}} lists {{document}}", {slots}}}}}\n'
    assert found(f"{mended}documents: {{a: {{}}}}\n") == ()


@pytest.mark.parametrize(
    ("said", "help"),
    [
        ("writ befor pact", "did you mean `holds: writ before pact`?"),
        ("one before two", "what relates two dates is a constraint: `holds: one before two`"),
        ("one met by two", "what relates two dates is a constraint: `holds: one met by two`"),
        ("codex foretels pact", "did you mean '{document} foretells {event}'?"),
    ],
)
def test_a_relation_is_sent_to_where_it_is_said(said: str, help: str) -> None:
    (wrong,) = found(f"{BASE}evidence: {{x: {{says: {said}}}}}\n")
    assert (wrong.code, wrong.help) == ("unknown-sentence", help)
    if "holds" in help:
        assert found(f"{BASE}evidence: {{x: {{{help[help.index('holds') : help.rindex('`')]}}}}}\n") == ()


@pytest.mark.parametrize(
    "line",
    [
        "{holds: end(writ 1) <= 1100}",
        "{holds: writ 1 before codex}",
        "{says: writ 1 foretells pact}",
        "{says: author wrote writ 1}",
    ],
)
def test_an_id_that_cannot_be_one_is_one_mistake(line: str) -> None:
    text = BASE.replace("{writ: {}", "{writ 1: {}") + f"evidence: {{x: {line}}}\n"
    assert [d.code for d in found(text)] == ["id"]


def test_an_id_that_cannot_be_one_is_never_offered() -> None:
    text = BASE.replace("{writ: {}", "{writ 1: {}") + "evidence: {x: {holds: end(writ1) <= 1100}}\n"
    assert not any("writ 1" in d.help for d in found(text))


def test_what_a_spreadsheet_adds_is_no_column_and_what_a_row_lacks_is_named() -> None:
    text = "chronology: {unit: year}\nevents: {pact: {}, one: {}}\n"
    text += "rules: {r: {title: t, when: $event is dated $date, then: start($event) = $date}}\n"
    text += 'vocabulary: {dated: {says: "{event} is dated {date}", slots: {event: event, date: date}}}\n'
    text += "evidence: {t: {table: a.csv, says: $event is dated $date}}\n"
    assert found(text, a_csv="event,date,,,\npact,1150,,,\n") == ()
    (short,) = found(text, a_csv="event,date,,,\npact\n")
    assert short.message == "this row says nothing, as it has 1 cell, and none for 'date'"
    (empty,) = found(text, a_csv="event,date\npact,\n")
    assert empty.message == "this row says nothing, as its cell of 'date' is empty"
    (long,) = found(text, a_csv="event,date\npact,1150,x\n")
    assert "or name the column" in long.help


@pytest.mark.parametrize(
    "text",
    [
        "events: {a: {start: 1123-02-28..1123-04-15}}\n",
        f"{BASE}evidence: {{x: {{holds: codex within 18th century}}}}\n",
        f"{BASE}evidence: {{x: {{holds: end(play) within 1599}}}}\n",
    ],
)
def test_what_is_meant_without_doubt_is_read(text: str) -> None:
    assert found(text) == ()


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (500, "500 days"),
        (554, "554 days (some 1.5 years)"),
        (730, "730 days (some 2 years)"),
        (913, "913 days (some 2.5 years)"),
        (3653, "3653 days (some 10 years)"),
        (20000, "20000 days (some 55 years)"),
        (10**9, "1000000000 days (some 2737907 years)"),
    ],
)
def test_days_are_rounded_to_half_years_at_most(days: int, said: str) -> None:
    assert duration(Window(((days, days),)), Scale()) == said


def test_of_long_ids_that_begin_alike_the_nearest_is_the_one_whose_rest_is() -> None:
    deans = ["Adam", "Martin", "Ralph-of-Thirsk", "William-Trussebut"]
    known = [f"dean-of-York-{name}" for name in deans]
    meant = {"Wiliam": deans[3], "Ralf-of-Thirsk": deans[2], "Marten": deans[1], "Adams": deans[0]}
    for said, name in meant.items():
        assert nearest(f"dean-of-York-{said}", known) == f"dean-of-York-{name}"
    assert nearest("dean-of-Yrok-Adam", known) == known[0]


@pytest.mark.parametrize("column", [1, 72, 73, 500, 1_999])
def test_of_a_long_line_the_stretch_is_shown_that_the_mistake_stands_in(column: int) -> None:
    line = "x" * (column - 1) + "y" + "x" * (2_000 - column)
    _, _, shown, below = str(Diagnostic("date", "no date", Place("a.csv", 17, column), snippet=line)).splitlines()
    assert len(shown) == len("17 | ") + 72
    assert shown[below.index("^")] == "y"
    whole = Diagnostic("table", "no row", Place("a.csv", 17, 1, 2_000), snippet=line)
    assert str(whole).splitlines()[-1] == f"   | {'^' * 73}"
