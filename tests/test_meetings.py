"""Rules that put two things one after the other: of which pairs they are made, and what is passed over."""

from __future__ import annotations

import pytest

from chrono.questions.base import Base
from chrono.questions.options import Options
from tests.small import base, read

ITINERARY = """
chronology: {{unit: day}}
vocabulary:
  issued: {{says: "{{act}} was issued at {{place}}", slots: {{act: document, place: text}}}}
documents:
{documents}
rules:
  r:
    when: [$act was issued at $here, $other was issued at $there]
    different: [$here, $there]
    then: {then}
    settings: {{apart: 1 day}}
evidence:
{evidence}
"""
APART = "end($other) >= end($act) + apart or end($act) >= end($other) + apart"


def itinerary(ends: list[str], then: str = APART, more: str = "") -> str:
    documents = "\n".join(f"  act-{n}: {{{end}}}" for n, end in enumerate(ends))
    evidence = "\n".join(f"  at-{n}: {{says: act-{n} was issued at P{n}{more}}}" for n in range(len(ends)))
    return ITINERARY.format(documents=documents, evidence=evidence, then=then)


def pairs(asked: Base) -> set[tuple[str, ...]]:
    return {tuple(sorted(str(v) for n, v in i.bindings if n in ("act", "other"))) for i in asked.instances}


def test_only_what_can_meet_is_compared_and_without_a_date_the_rest_as_well() -> None:
    text = itinerary(["end: 1170-01", "end: 1170-01-31", "end: 1171", ""])
    asked = base(text)
    undated = {("act-0", "act-3"), ("act-1", "act-3"), ("act-2", "act-3")}
    assert pairs(asked) == {("act-0", "act-1"), *undated}
    assert asked.abridged
    assert len(pairs(asked.unabridged)) == 6
    left = Base(read(text), Options(without=("act-2.end",)))
    assert pairs(left) == {("act-0", "act-1"), ("act-0", "act-2"), ("act-1", "act-2"), *undated}


@pytest.mark.parametrize(
    ("then", "met"),
    [
        (APART, False),
        ("end($other) > end($act) or end($act) > end($other)", False),
        ("end($act) + 40 days <= end($other) or end($other) + 40 days <= end($act)", True),
        ("end($act) + 1 month <= end($other) or end($other) + 1 month <= end($act)", True),
        ("end($other) >= end($act) or start($act) >= end($other)", True),
        # What is no such rule is made of all pairs.
        ("end($other) >= end($act) or end($other) >= start($act)", True),
        ("end($other) >= end($act) + 1 day", True),
        ("not end($other) = end($act)", True),
    ],
)
def test_the_distance_that_a_rule_asks_for_counts(then: str, met: bool) -> None:
    assert bool(pairs(base(itinerary(["end: 1170-01-31", "end: 1170-02-20"], then)))) is met


def test_dates_no_more_certain_than_what_the_conclusion_rests_on_do_not_count() -> None:
    ends = ["end: 1170, certainty: moderate", "end: 1180"]
    assert pairs(base(itinerary(ends))) == {("act-0", "act-1")}
    assert not pairs(base(itinerary(ends, more=", certainty: weak").replace("unit: day", "unit: day, admit: weak")))


def test_a_setting_asked_for_from_outside_counts() -> None:
    text = itinerary(["end: 1170-01-31", "end: 1170-02-20"])
    assert not pairs(base(text))
    assert pairs(base(text, Options(settings=(("r.apart", "30 days"),)))) == {("act-0", "act-1")}


def test_three_thousand_acts_are_not_refused() -> None:
    asked = base(itinerary([f"end: {1000 + n // 12}-{n % 12 + 1:02}" for n in range(3000)]))
    assert not asked.instances
    assert asked.abridged
    # Too many are never compared.
    assert asked.unabridged is asked
