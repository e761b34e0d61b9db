"""Reasons: sufficient, minimal, the preferred ones, and the same in whatever order the evidence is read.

What is sufficient is decided here by the oracle, which knows nothing of the engine; what is preferred by the plain
definition: leave out from the least preferred on whatever can be spared.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono.answers.reasons import Origin, Premise, origin_of
from chrono.arguments.explainer import Explainer
from chrono.core.limits import Limit
from chrono.dates import Scale
from chrono.engine.formulas import Constraint, Formula, Linear, Network, at_least, at_most, both, either
from chrono.engine.outcomes import Answer, Distance
from chrono.engine.shortest_paths import ORIGIN
from chrono.engine.solver import Solver
from tests import oracle
from tests.quickxplain import preferred
from tests.small import base, base_of

# -- the preferred argument


def plainly(items: Sequence[int], enough: list[frozenset[int]]) -> tuple[int, ...]:
    """From the least preferred on, leave out whatever can be spared."""
    kept = list(items)
    for item in reversed(items):
        rest = [i for i in kept if i != item]
        if any(family <= set(rest) for family in enough):
            kept = rest
    return tuple(kept)


families = st.lists(st.frozensets(st.integers(0, 7), max_size=4), min_size=1, max_size=5)


@settings(max_examples=200, deadline=None)
@given(families, st.permutations(range(8)))
def test_the_preferred_argument_is_the_one_that_spares_the_least_preferred(
    enough: list[frozenset[int]], order: list[int]
) -> None:
    def suffices(chosen: Sequence[int]) -> bool:
        return any(family <= set(chosen) for family in enough)

    found = preferred(order, suffices)
    assert set(found) == set(plainly(order, enough))
    assert suffices(found)
    assert not any(suffices([i for i in found if i != item]) for item in found)


def test_what_suffices_by_itself_needs_nothing() -> None:
    assert preferred([1, 2], lambda chosen: True) == ()
    assert preferred([1, 2], lambda chosen: 2 in chosen and 9 in chosen, [9]) == (2,)


def test_a_whole_that_does_not_suffice_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="does not suffice"):
        preferred([], lambda chosen: False)


def test_few_questions_are_asked_where_the_argument_is_short() -> None:
    asked = 0

    def suffices(chosen: Sequence[int]) -> bool:
        nonlocal asked
        asked += 1
        return 700 in chosen

    assert preferred(range(1024), suffices) == (700,)
    assert asked < 40  # not one a piece


# -- reasons of bounds, on random networks

POINTS = ("start(a)", "end(a)", "start(b)", "end(b)")


def linear(plus: str, minus: str, most: int) -> Linear:
    return Linear(tuple(p for p in (plus,) if p), tuple(p for p in (minus,) if p), most)


pairs = st.tuples(st.sampled_from((ORIGIN, *POINTS)), st.sampled_from((ORIGIN, *POINTS))).filter(lambda p: p[0] != p[1])
bounds = st.builds(lambda pair, most: linear(pair[0], pair[1], most), pairs, st.integers(-4, 6))
formulas: st.SearchStrategy[Formula] = st.one_of(
    bounds,
    bounds,
    st.builds(both, bounds, bounds),
    st.builds(either, bounds, bounds),
    st.builds(either, bounds, st.builds(both, bounds, bounds)),
)
IDS = ("e1", "e2", "e3", "e4", "rule:r1", "rule:r2")


@st.composite
def networks(draw: st.DrawFn) -> Network:
    constraints = [
        Constraint(linear(f"start({s})", f"end({s})", 0), origin=Origin((), f"start({s}) <= end({s})")) for s in "ab"
    ]
    for number in range(draw(st.integers(1, 7))):
        ids = tuple(sorted(draw(st.sets(st.sampled_from(IDS), min_size=1, max_size=2))))
        said = f"constraint {number}"
        premises = tuple(Premise(id, f"{id} says {number}") for id in ids)
        constraints.append(Constraint(draw(formulas), ids, Origin(premises, said)))
    used = {id for c in constraints for id in c.ids}
    ranks = {id: draw(st.integers(1, 4)) for id in IDS if id in used}
    ordered = tuple(sorted(constraints, key=lambda c: (c.ids, origin_of(c).sentence, repr(c.formula))))
    return Network(POINTS, ordered, ranks)


def shuffled(network: Network, seed: int) -> Network:
    """The same with its constraints and ids in another order."""
    shuffle = random.Random(seed)
    constraints, ranks, points = list(network.constraints), list(network.ranks.items()), list(network.points)
    for listed in (constraints, ranks, points):
        shuffle.shuffle(listed)
    return Network(tuple(points), tuple(constraints), dict(ranks))


def refuted(network: Network, ids: Sequence[str], beyond: oracle.Difference | None) -> bool:
    """Whether the oracle finds no history for what these ids say, and the difference."""
    said = oracle.accepting(base_of(network), ids)
    return not oracle.consistent(network.points, said if beyond is None else [*said, [[beyond]]])


def check(network: Network, ids: Sequence[str], beyond: oracle.Difference | None) -> None:
    """That a reason suffices, that none of its members can be spared, and that it is the preferred one.

    Of conflicts that are equally certain the sharpest is given, which need not be the first by name.
    """
    assert refuted(network, ids, beyond)
    assert not any(refuted(network, [i for i in ids if i != id], beyond) for id in ids)
    if beyond is None:
        return
    kept = list(network.ids)
    for id in reversed(network.ids):
        rest = [i for i in kept if i != id]
        if refuted(network, rest, beyond):
            kept = rest
    assert set(ids) == set(kept)


@settings(max_examples=60, deadline=None)
@given(networks(), st.integers(0, 99))
def test_the_reason_of_every_bound_suffices_and_is_minimal(network: Network, seed: int) -> None:
    solver = Solver(network)
    explainer = Explainer(solver, Scale("day"))
    other = Explainer(Solver(shuffled(network, seed)), Scale("day"))
    if solver.consistent() is Answer.NO:
        conflict = explainer.conflict()
        assert conflict is not None
        check(network, conflict.ids, None)
        turned = other.conflict()
        assert turned is not None
        assert turned.ids == conflict.ids
        return
    assert solver.consistent() is Answer.YES
    for point in POINTS:
        window = solver.window(Distance(point))
        for bound, beyond in (
            ({"most": window.most}, (point, oracle.ORIGIN, -(window.most or 0) - 1)),
            ({"least": window.least}, (oracle.ORIGIN, point, (window.least or 0) - 1)),
        ):
            if None in bound.values():
                continue
            reason = explainer.bound(Distance(point), **bound)
            turned = other.bound(Distance(point), **bound)
            assert reason is not None
            assert turned is not None
            check(network, reason.ids, beyond)
            assert turned.ids == reason.ids
            # Every member says something, and nothing is said by what is no member.
            assert {p.id for p in reason.premises} == set(reason.ids)


# -- as a reader meets them

TWO_WAYS = """
documents: {stalin: {author: trotsky}}
people: {trotsky: {born: 1879-11-07, died: 1940-08-21}}
events: {pact: {date: 1939-08-23}, war: {date: 1939-09-01}}
evidence:
  by-pact: {holds: end(stalin) <= start(pact), certainty: %s}
  by-war: {holds: end(stalin) <= start(war), certainty: %s}
  after: {holds: start(stalin) >= 1938-02-15}
"""


def test_the_more_certain_evidence_is_preferred_where_either_suffices() -> None:
    before_october = Constraint(Linear((), ("end(stalin)",), -2_429_905))
    for one, other, chosen in (("strong", "moderate", "by-pact"), ("moderate", "strong", "by-war")):
        reason = base(TWO_WAYS % (one, other)).explainer.refutation([before_october])
        assert reason is not None
        assert set(reason.ids) == {chosen, chosen.replace("by-", "") + ".date"}
    # As certain, the first by name.
    reason = base(TWO_WAYS % ("strong", "strong")).explainer.refutation([before_october])
    assert reason is not None
    assert set(reason.ids) == {"by-pact", "pact.date"}


def test_an_argument_is_told_as_a_chain_of_dates() -> None:
    asked = base(TWO_WAYS % ("strong", "strong"))
    window = asked.solver.window(Distance("end(stalin)"))
    latest = asked.explainer.bound(Distance("end(stalin)"), most=window.most)
    earliest = asked.explainer.bound(Distance("end(stalin)"), least=window.least)
    assert latest is not None
    assert earliest is not None
    assert [step[-11:] for step in latest.steps] == ["23 Aug 1939", "23 Aug 1939"]
    assert "end(stalin) is not later than" in latest.steps[-1]
    assert "end(stalin) is not earlier than 15 Feb 1938" in earliest.steps[-1]


ROOMS = Network(
    ("end(a)",),
    tuple(
        Constraint(bound, (id,))
        for id, bound in {"e1": at_most("end(a)", 5), "e2": at_most("end(a)", 7), "e3": at_least("end(a)", 0)}.items()
    ),
    {"e1": 1, "e2": 1, "e3": 1},
)


def test_what_one_question_taught_answers_another_only_where_it_holds() -> None:
    """Each after each other, with fewer ids and with more."""
    denials = {least: [Constraint(at_least("end(a)", least))] for least in (5, 6, 8)}
    sets = [frozenset(ids) for n in range(4) for ids in combinations(ROOMS.ids, n)]
    questions = [(ids, least) for ids in sets for least in denials]
    for order in (questions, questions[::-1], random.Random(1).sample(questions, len(questions))):
        solver = Solver(ROOMS)
        for ids, least in order:
            room = not ("e1" in ids and least > 5) and not ("e2" in ids and least > 7)
            assert solver.oracle.answer(denials[least], ids) is (Answer.YES if room else Answer.NO), (ids, least)


def test_of_equally_certain_arguments_the_first_is_the_one_that_is_to_come_first() -> None:
    explainer, beyond = Explainer(Solver(ROOMS), Scale("day")), [Constraint(at_least("end(a)", 8))]
    assert explainer.argument(ROOMS.ids, beyond) == ("e1",)
    assert explainer.argument(ROOMS.ids, beyond, first=("e2",)) == ("e2",)
    assert explainer.argument(["e2", "e3"], beyond) == ("e2",)
    assert explainer.argument(["e2", "e3"], beyond, given=["e1"]) == ()
    assert explainer.argument(["e1", "e3"], beyond, given=["e2"]) == ()
    assert explainer.argument(["e3"], beyond) is None


def test_a_conflict_is_explained_with_both_its_sides() -> None:
    asked = base(TWO_WAYS.replace("after:", "after: {holds: start(stalin) >= 1940}\n  early:") % ("strong", "strong"))
    conflict = asked.explainer.conflict()
    assert conflict is not None
    assert set(conflict.ids) == {"after", "by-pact", "pact.date"}
    assert conflict.steps


def test_a_limit_reached_gives_no_reason_rather_than_a_doubtful_one() -> None:
    asked = base(TWO_WAYS % ("strong", "strong"))
    assert asked.explainer.bound(Distance("end(stalin)"), most=2_429_499) is not None
    tired = Explainer(Solver(asked.network, Limit(0)), Scale("day"))
    assert tired.bound(Distance("end(stalin)"), most=2_429_499) is None
