"""A fix, made as an editor makes it, removes the mistake it is offered for, in whatever way the text is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chrono.core.diagnostics import Diagnostic, Fix
from chrono.loading import Memory, load
from chrono.loading.nodes import BREAK
from tests.test_loading import TABLE, WHOLE

ROOT = Path(__file__).parents[2]
WITNESSES = "act,tenure,since\nc1,becket,1160\nc2,becket,1161\n"
FOUNDING = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (ROOT / "events.yaml", *sorted((ROOT / "rules").glob("*.yaml")))
}
CHRONOLOGIES = (FOUNDING, {"events.yaml": WHOLE}, {"events.yaml": TABLE, "tables/witnesses.csv": WITNESSES})
WORD = re.compile(r"[A-Za-z][A-Za-z-]{3,}")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def made(texts: dict[str, str], fix: Fix) -> dict[str, str]:
    """The files with a fix made: lines and columns from 1, the end before its column."""
    text = texts[fix.place.file]
    lines = [0, *(found.end() for found in BREAK.finditer(text))]
    began = lines[fix.place.line - 1] + fix.place.column - 1
    ended = lines[fix.place.end_line - 1] + fix.place.end_column - 1
    return {**texts, fix.place.file: text[:began] + fix.text + text[ended:]}


def mistakes(texts: dict[str, str]) -> tuple[Diagnostic, ...]:
    return load(Memory(texts)).diagnostics


def assert_mended(texts: dict[str, str], diagnostic: Diagnostic) -> None:
    """Each fix takes away its diagnostic, and makes no file unreadable."""
    for fix in diagnostic.fixes:
        left = mistakes(made(texts, fix))
        told = (diagnostic.code, diagnostic.message, diagnostic.place)
        assert told not in [(d.code, d.message, d.place) for d in left], fix
        assert not any(d.code in ("syntax", "unreadable", "wrong-type") for d in left), (fix, left)


@st.composite
def misspelt(draw: st.DrawFn) -> dict[str, str]:
    """A chronology with one word written with a slip of the pen."""
    texts = dict(draw(st.sampled_from(CHRONOLOGIES)))
    name = draw(st.sampled_from(sorted(texts)))
    text = texts[name]
    found = draw(st.sampled_from(list(WORD.finditer(text))))
    word, at = found[0], draw(st.integers(0, len(found[0]) - 2))
    slips = (word[:at] + word[at + 1 :], word[:at] + word[at + 1] + word[at] + word[at + 2 :])
    slip = draw(st.sampled_from((*slips, word[:at] + draw(st.sampled_from(LETTERS)) + word[at:])))
    return {**texts, name: text[: found.start()] + slip + text[found.end() :]}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(misspelt())
def test_a_fix_removes_what_it_is_offered_for(texts: dict[str, str]) -> None:
    for diagnostic in mistakes(texts):
        assert_mended(texts, diagnostic)


BEGUN = """
people: {otto: {born: 1023}}
events:
  pact: {date: 1939-08-23}
periods: {necho: {start: 0610}}
documents:
  writ: {author: otto}
sources: {riddell: {title: x}}
vocabulary:
  time: {says: "{document}'s time: before, {event}", slots: {document: document, event: event}}
  mention: {says: "{document} mentions {event}", slots: {document: document, event: event}}
  on: {says: "{event} is of {date}", slots: {event: event, date: date}}
"""
# What stands in a text, and the same with each fix that is offered for it.
OFFERED = {
    "evidence: {a: {says: wirt mentions pact}}": ["evidence: {a: {says: writ mentions pact}}"],
    "evidence: {a: {says: writ mentoins pact}}": ["evidence: {a: {says: writ mentions pact}}"],
    "evidence: {a: {says: pact is of 90}}": [
        "evidence: {a: {says: pact is of 0090}}",
        "evidence: {a: {says: pact is of AD 90}}",
    ],
    "evidence: {a: {says: pact is of 12 Agust 1123}}": ["evidence: {a: {says: pact is of 12 August 1123}}"],
    'evidence: {a: {says: "writ\'s time: befor, pact"}}': ['evidence: {a: {says: "writ\'s time: before, pact"}}'],
    "evidence: {a: {says: 'writ''s time: befor, pact'}}": ["evidence: {a: {says: 'writ''s time: before, pact'}}"],
    "evidence:\n  a:\n    says: writ's\n      time before pact\n": [
        "evidence:\n  a:\n    says: 'writ''s time: before, pact'\n"
    ],
    "evidence:\n  a:\n    says: >\n      writ's time:\n      befor, pact\n": [
        "evidence:\n  a:\n    says: >\n      writ's time: before, pact\n"
    ],
    'evidence: {a: {holds: "end(wr\\x69t\\x69) <= 1938"}}': ['evidence: {a: {holds: "end(writ) <= 1938"}}'],
    "evidence: {a: {holds: writ befor pact}}": ["evidence: {a: {holds: writ before pact}}"],
    "evidence: {a: {holds: end(writ) <= pact}}": [
        "evidence: {a: {holds: end(writ) <= start(pact)}}",
        "evidence: {a: {holds: end(writ) <= end(pact)}}",
    ],
    "evidence: {a: {holds: end(pact) < 1940, certainty: strng}}": [
        "evidence: {a: {holds: end(pact) < 1940, certainty: strong}}"
    ],
    "evidence: {a: {hold: end(pact) < 1940, certainty: strong}}": [
        "evidence: {a: {holds: end(pact) < 1940, certainty: strong}}"
    ],
    "evidence: {a: {holds: end(pact) < 1940, source: 'ridell, 12'}}": [
        "evidence: {a: {holds: end(pact) < 1940, source: 'riddell, 12'}}"
    ],
    "evidenc: {a: {holds: end(pact) < 1940}}": ["evidence: {a: {holds: end(pact) < 1940}}"],
    "evidence: {a: {says: writ mentions $evnt, for: {event: [pact]}}}": [
        "evidence: {a: {says: writ mentions $event, for: {event: [pact]}}}",
        "evidence: {a: {says: writ mentions $evnt, for: {evnt: [pact]}}}",
    ],
    "evidence: {a: {holds: duration(necho) < 3 years}, b: {against: aa, holds: end(pact) < 1940}}": [
        "evidence: {a: {holds: duration(necho) < 3 years}, b: {against: a, holds: end(pact) < 1940}}"
    ],
    "hypotheses: {h: {claim: end(pact) < 1940, under: {without: wit}}}": [
        "hypotheses: {h: {claim: end(pact) < 1940, under: {without: writ}}}"
    ],
    "chronology: {calendar: gregorain}": ["chronology: {calendar: gregorian}"],
}


@pytest.mark.parametrize("written", OFFERED)
def test_what_is_offered(written: str) -> None:
    texts = {"events.yaml": BEGUN + written}
    found = mistakes(texts)
    assert [made(texts, fix)["events.yaml"] for d in found for fix in d.fixes] == [
        BEGUN + mended for mended in OFFERED[written]
    ]
    for diagnostic in found:
        assert_mended(texts, diagnostic)


def test_a_cell_of_a_table_is_mended_where_it_stands_once() -> None:
    twice = "act,tenure,since\nbeckit,beckit,1160\n"
    once = "act,tenure,since\nc1,beckit,1160\n"
    fixes = [
        [fix for d in mistakes({**CHRONOLOGIES[2], "tables/witnesses.csv": t}) for fix in d.fixes]
        for t in (twice, once)
    ]
    assert not fixes[0]
    assert made({"tables/witnesses.csv": once}, fixes[1][0])["tables/witnesses.csv"] == once.replace("beckit", "becket")


def test_a_key_that_is_there_already_is_not_offered() -> None:
    (found,) = mistakes({"events.yaml": "events: {pact: {date: 1939, datee: 1940}}"})
    assert found.help == "did you mean 'date'?"
    assert not found.fixes
