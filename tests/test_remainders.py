"""Cases in which leaving a piece out changes more than what rests on it."""

from __future__ import annotations

import pytest

from chrono.answers.conflicts import Conflicts
from chrono.engine.outcomes import Answer
from chrono.questions.base import Base
from chrono.questions.check import check
from chrono.questions.conflicts import conflicts
from chrono.questions.explain import explain
from chrono.questions.options import Options
from tests.small import read

KNOWN = """
events:
  e1: {date: 1150, known: 1160}
documents: {d0: {}}
sources: {s: {}}
vocabulary:
  silent: {says: "{document} is silent on {event}", slots: {document: document, event: event}}
rules:
  silence: {title: t, when: [$d is silent on $e], then: end($d) <= known($e), certainty: strong}
evidence:
  q: {says: d0 is silent on e1}
  w: {holds: end(d0) >= 1170}
"""
ATTACK = """
documents: {d: {}}
evidence:
  a: {holds: end(d) <= 1100, against: b}
  b: {holds: end(d) <= 1110}
  c: {holds: start(d) >= 1120}
"""
PARTS = """
documents: {x: {parts: [p], exhaustive: true}, p: {}}
evidence:
  early: {holds: start(p) <= 1100}
  late: {holds: start(x) >= 1110}
  later: {holds: start(p) >= 1120}
"""
SELECTED = """
chronology: {unit: year}
events: {war: {date: 1140}}
documents: {d: {topics: []}}
evidence:
  of-each: {holds: [start($e) >= end(d), end(d) <= 1130], for: {e: {after: 1139}}}
  late: {holds: end(d) >= 1141}
"""


def given_up(found: Conflicts) -> set[tuple[str, ...]]:
    assert found.known
    return {repair.given_up for repair in found.repairs}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Without `e1.known` news of it counts from its start, which is earlier still: only with its date it helps.
        (KNOWN, {("q",), ("w",), ("rule:silence",), ("e1.date", "e1.known")}),
        # Without a the piece that it answered counts again.
        (ATTACK, {("c",), ("a", "b")}),
        # Without its parts a document does not begin with one of them either.
        (PARTS, {("early",), ("later", "x.parts"), ("late", "later"), ("later", "x.exhaustive")}),
    ],
)
def test_every_repair_is_one_of_the_files_without_it(text: str, expected: set[tuple[str, ...]]) -> None:
    chronology = read(text)
    found = conflicts(chronology)
    for repair in found.repairs:
        assert Base(chronology, Options(without=repair.given_up)).solver.shown() is Answer.YES
    if text is not PARTS:
        assert given_up(found) == expected


def test_what_a_date_selects_rests_on_it() -> None:
    chronology = read(SELECTED)
    found = given_up(conflicts(chronology))
    assert ("war.date",) in found
    assert Base(chronology, Options(without=("war.date",))).solver.shown() is Answer.YES


def test_an_answer_hinges_on_what_keeps_its_defeater_down() -> None:
    """b defeats c, c defeats a: a stands because of b, though no argument for the bound needs b."""
    text = """
documents: {d: {}}
evidence:
  a: {holds: end(d) <= 1100}
  b: {holds: start(d) >= 1000, against: c}
  c: {holds: start(d) >= 1001, against: a}
"""
    (found,) = explain(read(text), "d", edges=("end",), sides=("latest",)).explanations
    assert found.reason is not None
    assert found.reason.ids == ("a",)
    assert set(found.hinges) == {"a", "b"}
    assert [fall.bound for fall in found.falls] == [None, None]
    assert set(found.overturned_by) == {("a",), ("b",)}


def test_what_is_said_of_nothing_denies_nothing() -> None:
    """Where `for` matches nothing a piece says, holds and denies nothing, also in lines without a variable."""
    text = """
events: {e: {date: 1150}}
documents: {d: {}}
vocabulary:
  silent: {says: "{document} is silent on {event}", slots: {document: document, event: event}}
rules:
  silence: {when: [$d is silent on $e], then: end($d) <= start($e), certainty: strong}
evidence:
  q: {says: d is silent on e}
  r: {says: d is silent on $x, denies: d is silent on e, for: {x: {topic: none}}}
"""
    assert not Base(read(text), Options()).weighing.set_aside


def test_a_source_is_left_out_with_the_rules_that_cite_it() -> None:
    chronology = read(KNOWN.replace("certainty: strong}", "certainty: strong, source: s}"))
    assert ("source:s",) in given_up(conflicts(chronology, grain="source"))
    assert Base(chronology, Options(without=("source:s",))).solver.shown() is Answer.YES


def test_verdicts_without_what_they_rest_on() -> None:
    text = KNOWN.replace(
        "  w: {holds: end(d0) >= 1170}", "hypotheses: {h: {claim: end(d0) <= 1160, under: {drop-any: 1}}}"
    )
    (answer,) = check(read(text)).results
    assert [v.said for v in answer.variations if not v.ok] == ["without q"]


VARIED = """
events: {e1: {date: 1150-01-01}}
documents: {d0: {}}
vocabulary:
  silent: {says: "{document} is silent on {event}", slots: {document: document, event: event}}
rules:
  silence:
    when: $d is silent on $e
    then: end($d) <= known($e) + delay
    settings: {delay: DELAY}
evidence: {q: {says: d0 is silent on e1}}
hypotheses:
  g: {claim: end(d0) <= 1150-04}
  h: {claim: end(d0) <= 1150-03, under: {settings: {silence.delay: 0..2 days}}}
"""


def test_a_hypothesis_that_varies_a_setting_of_a_rule_left_out_is_unknown_by_itself() -> None:
    g, h = check(read(VARIED.replace("DELAY", "1 month")), (), Options(without=("rule:silence",))).results
    assert (g.verdict, h.verdict, h.thresholds) == ("undetermined", "unknown", ())


def test_of_a_setting_in_several_units_no_threshold_is_told_and_all_is_checked() -> None:
    g, h = check(read(VARIED.replace("DELAY", "1 month 3 days"))).results
    assert (g.verdict, h.verdict, h.thresholds) == ("entailed", "entailed", ())
    assert [v.ok for v in h.variations] == [True, True, True]
