"""From evidence to constraints: what each statement of an entry becomes, and on what each constraint rests."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from chrono.answers.reasons import origin_of
from chrono.engine.formulas import AllOf, Formula, Linear, Network, holds
from chrono.grounding.anchors import closed, stated_points
from chrono.model.chronology import Certainty
from chrono.questions.options import Options
from tests.small import base, read


def jdn(text: str) -> int:
    return date.fromisoformat(text).toordinal() + 1_721_425


def iso(jdn: int) -> str:
    return date.fromordinal(jdn - 1_721_425).isoformat()


def network(text: str, options: Options | None = None) -> Network:
    return base(text, options).network


def of(found: Network, *ids: str) -> list[Formula]:
    """The formulas that rest on exactly these ids."""
    return [c.formula for c in found.constraints if c.ids == tuple(sorted(ids))]


def spans(formula: Formula, first: str, last: str) -> set[tuple[int, int]]:
    """Every start and end of `e` within some days that a formula allows, counted from the first of them."""
    days = range(jdn(first), jdn(last) + 1)
    return {
        (s - days[0], e - days[0])
        for s, e in product(days, repeat=2)
        if s <= e and holds(formula, {"start(e)": s, "end(e)": e})
    }


@pytest.mark.parametrize(
    ("stated", "allowed"),
    [
        ("date: 1939-08-23", lambda s, e: s == e == 2),
        # Somewhere within, as long as it likes.
        ("date: 1939-08", lambda s, e: True),
        # From the first to the second.
        ("date: 1939-08-22/1939-08-24", lambda s, e: (s, e) == (1, 3)),
        # One unknown day of these.
        ('date: "[1939-08-22..1939-08-24]"', lambda s, e: s == e and s in (1, 2, 3)),
        # Either of two days, not from one to the other.
        ('date: "[1939-08-22,1939-08-24]"', lambda s, e: s == e and s in (1, 3)),
        ("start: 1939-08-23", lambda s, e: s == 2),
        ("end: 1939-08-23", lambda s, e: e == 2),
        ('end: "[1939-08-22,1939-08-24]"', lambda s, e: e in (1, 3)),
        ("duration: 2 days", lambda s, e: e - s == 2),
        ('duration: ">= 3 days"', lambda s, e: e - s >= 3),
        ('duration: "<= 1 day"', lambda s, e: e - s <= 1),
        ("duration: 1..2 days", lambda s, e: 1 <= e - s <= 2),
        ("duration: 0 days", lambda s, e: s == e),
        ("date: 1939-08-23/..", lambda s, e: s == 2),
        ("date: ../1939-08-23", lambda s, e: e == 2),
    ],
)
def test_what_an_entry_states(stated: str, allowed: object) -> None:
    key = stated.split(":")[0]
    (formula,) = of(network(f"events: {{e: {{{stated}}}}}"), f"e.{key}")
    every = [(s, e) for s, e in product(range(5), repeat=2) if s <= e]
    assert spans(formula, "1939-08-21", "1939-08-25") == {pair for pair in every if allowed(*pair)}  # type: ignore[operator]


def test_a_span_begins_before_it_ends_and_that_alone_is_free() -> None:
    found = network("events: {e: {}, f: {date: 1939}}\ndocuments: {d: {parts: [p], exhaustive: true}, p: {}}")
    free = [c.formula for c in found.constraints if not c.ids]
    assert free == [Linear((f"start({id})",), (f"end({id})",), 0) for id in ("d", "e", "f", "p")]
    assert all(c.ids and origin_of(c).premises for c in found.constraints if c.formula not in free)


def test_news_is_a_point_of_its_own_only_where_it_is_stated() -> None:
    found = network("events: {e: {date: 1939-08-23, known: 1939-08-24}, f: {date: 1939}}")
    assert set(found.points) == {"start(e)", "end(e)", "known(e)", "start(f)", "end(f)"}
    (formula,) = of(found, "e.known")
    assert [d for d in range(4) if holds(formula, {"known(e)": jdn("1939-08-22") + d})] == [2]


def test_stated_points_are_those_whose_day_is_known_within_limits() -> None:
    text = """
events:
  whole: {date: 1939-08-22/1939-08-24, known: 1939-08-25}
  coarse: {date: 1939-08}
  either: {start: "[1939-08-21,1939-08-23]", end: "1939-08-25/.."}
  open: {date: "../1939-08-23"}
  doubtful: {date: 1939-08-23, certainty: weak}
  lasting: {duration: 3 days}
"""

    def found(admitted: Certainty) -> dict[str, tuple[str, str, tuple[str, ...]]]:
        points = stated_points(read(text), admitted)
        known = {p: days for p in points if (days := closed(points, p))}
        return {p: (iso(first), iso(last), ids) for p, (first, last, ids) in known.items()}

    assert found(Certainty.MODERATE) == {
        "start(whole)": ("1939-08-22", "1939-08-22", ("whole.date",)),
        "end(whole)": ("1939-08-24", "1939-08-24", ("whole.date",)),
        "start(coarse)": ("1939-08-01", "1939-08-31", ("coarse.date",)),
        "end(coarse)": ("1939-08-01", "1939-08-31", ("coarse.date",)),
        "start(either)": ("1939-08-21", "1939-08-23", ("either.start",)),
        "end(open)": ("1939-08-23", "1939-08-23", ("open.date",)),
    }
    assert found(Certainty.WEAK)["start(doubtful)"] == ("1939-08-23", "1939-08-23", ("doubtful.date",))


def test_news_as_certain_as_is_admitted_counts() -> None:
    text = "events: {e: {known: 1939, certainty: moderate}, f: {known: 1939, certainty: weak}}"
    assert {p for p in network(text).points if p.startswith("known")} == {"known(e)"}


def test_a_whole_encloses_its_parts() -> None:
    found = network("documents: {d: {parts: [p, q]}, p: {}, q: {}}")
    said = of(found, "d.parts")
    assert len(said) == 2
    for part in "pq":
        inside = AllOf(
            (Linear(("start(d)",), (f"start({part})",), 0), Linear((f"end({part})",), ("end(d)",), 0)),
        )
        assert inside in said
    assert of(found, "d.exhaustive") == []


def test_exhaustive_parts_begin_and_end_the_whole() -> None:
    found = network("documents: {d: {parts: [p, q], exhaustive: true}, p: {}, q: {}}")
    begins, ends = of(found, "d.exhaustive")
    history = {"start(d)": 0, "end(d)": 9, "start(p)": 0, "end(p)": 4, "start(q)": 3, "end(q)": 9}
    assert holds(AllOf((begins, ends)), history)
    assert not holds(AllOf((begins, ends)), history | {"start(p)": 1})
    assert not holds(AllOf((begins, ends)), history | {"end(q)": 8})


@pytest.mark.parametrize(("gaps", "between"), [("", {0}), ("gaps: allowed, ", {0, 1, 2})])
def test_sequences(gaps: str, between: set[int]) -> None:
    found = network(f"periods: {{a: {{}}, b: {{}}, c: {{}}}}\nsequences: [{{{gaps}of: [a, b, c]}}]")
    for one, next_ in (("a", "b"), ("b", "c")):
        (formula,) = of(found, f"sequence:{one},{next_}")
        allowed = {gap for gap in range(-2, 3) if holds(formula, {f"end({one})": 0, f"start({next_})": gap})}
        assert allowed == between


def test_the_same_step_said_twice_is_one_id_with_both_constraints() -> None:
    text = "periods: {a: {}, b: {}}\nsequences: [{gaps: allowed, of: [a, b], certainty: weak}, [a, b]]"
    found = network(text)
    assert len(of(found, "sequence:a,b")) == 1  # the weak one is not admitted
    found = network(text, Options(at_least=Certainty.WEAK))
    assert len(of(found, "sequence:a,b")) == 2


def test_what_is_not_admitted_is_not_there() -> None:
    text = "events: {e: {date: 1939, certainty: weak}}\ndocuments: {d: {parts: [p], certainty: weak}, p: {}}"
    assert network(text).ranks == {}
    admitted = network(text, Options(at_least=Certainty.WEAK))
    assert admitted.ranks == {"e.date": Certainty.WEAK, "d.parts": Certainty.WEAK}


def test_a_rule_instance_rests_on_its_rule_and_its_evidence() -> None:
    found = network(
        """
documents: {d: {name: Stalin}}
events: {e: {name: the pact, date: 1939-08-23}}
vocabulary: {mentions: {says: "{document} mentions {event}", slots: {document: document, event: event}}}
rules:
  mention:
    title: What is told of has begun
    when: [$e mentions $event]
    then: end($e) >= start($event) - lead
    settings: {lead: 3 days}
    certainty: certain
evidence: {a: {says: d mentions e, certainty: strong, source: "p. 3"}}
"""
    )
    (instance,) = (c for c in found.constraints if "a" in c.ids)
    assert instance.ids == ("a", "rule:mention")
    assert instance.formula == Linear(("start(e)",), ("end(d)",), 3)
    assert [(p.id, p.sentence, p.citation) for p in origin_of(instance).premises] == [
        ("a", "Stalin mentions the pact", "p. 3"),
        ("rule:mention", "What is told of has begun", ""),
    ]
    assert origin_of(instance).sentence == "end(d) >= start(e) - 3 days"
    assert found.ranks == {"a": Certainty.STRONG, "e.date": Certainty.CERTAIN, "rule:mention": Certainty.CERTAIN}
    assert found.ids == ("e.date", "rule:mention", "a")


def test_every_point_a_constraint_names_is_declared_and_the_order_is_fixed() -> None:
    text = """
events: {e: {date: 1939}, f: {date: 1940}}
evidence: {b: {holds: [e before f, end(e) < 1940]}, a: {holds: start(f) > end(e)}}
"""
    found = network(text)
    assert list(found.points) == sorted(found.points)
    assert [c.ids for c in found.constraints] == sorted(c.ids for c in found.constraints)
    assert len({(c.ids, origin_of(c).sentence) for c in found.constraints}) == len(found.constraints)


@pytest.mark.parametrize(("unit", "first", "last"), [("month", 1938 * 12 + 2, 1938 * 12 + 4), ("year", 1938, 1938)])
def test_dates_are_cut_to_the_unit(unit: str, first: int, last: int) -> None:
    (formula,) = of(network(f"chronology: {{unit: {unit}}}\nevents: {{e: {{date: 1938-03-15/1938-05-02}}}}"), "e.date")
    assert holds(formula, {"start(e)": first, "end(e)": last})
    assert not holds(formula, {"start(e)": first - 1, "end(e)": last})
    assert not holds(formula, {"start(e)": first, "end(e)": last + 1})
