"""Conflicts of evidence of which one part after another is left out, against the preferred one by questions alone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from hypothesis import event, given, settings
from hypothesis import strategies as st

from chrono.engine.formulas import AllOf, AnyOf, Constraint, Linear, Network
from chrono.engine.outcomes import Answer
from chrono.engine.solver import Solver
from tests.properties.test_exchanges import IDS, POINTS, bounds, formulas
from tests.quickxplain import preferred

constraints = st.builds(
    lambda formula, ids: Constraint(formula, tuple(sorted(ids))),
    formulas,
    st.one_of(st.sets(st.sampled_from(IDS), min_size=1, max_size=3), st.just(set())),
)
networks = st.builds(
    lambda made, ranks: Network(POINTS, tuple(made), dict(zip(IDS, ranks, strict=True))),
    st.lists(constraints, min_size=6, max_size=20),
    st.lists(st.integers(1, 3), min_size=len(IDS), max_size=len(IDS)),
)
some_ids = st.sets(st.sampled_from(IDS), max_size=2)
asked = st.tuples(some_ids, some_ids, some_ids)
ways = st.one_of(bounds, st.builds(lambda *parts: AllOf(parts), bounds, st.one_of(bounds, formulas)))
either_ors = st.builds(
    lambda parts, ids: Constraint(AnyOf(tuple(parts)), tuple(sorted(ids))),
    st.lists(ways, min_size=2, max_size=3),
    st.one_of(st.sets(st.sampled_from(IDS), min_size=1, max_size=2), st.just(set())),
)


@settings(max_examples=250, deadline=None)
@given(networks, st.lists(either_ors, max_size=5), st.lists(asked, min_size=1, max_size=5))
def test_the_preferred_conflict_is_the_one_that_questions_find(
    network: Network, more: list[Constraint], questions: list[tuple[set[str], set[str], set[str]]]
) -> None:
    network = Network(POINTS, (*network.constraints, *more), network.ranks)
    kept = Solver(network).oracle
    for lost, held, first in questions:
        ids = [id for id in IDS if id not in lost and id not in held]
        order = sorted(ids, key=lambda id: (-network.ranks[id], id not in first, id))

        def clash(some: object, held: set[str] = held) -> bool:
            return Solver(network).consistent([*held, *some]) is Answer.NO  # type: ignore[misc]

        wanted = preferred(order, clash) if clash(order) else None
        event("none" if wanted is None else f"{len(wanted)} of a conflict")
        assert kept.argument((), ids, held, first) == wanted
        assert kept.refuted([*ids, *held], ()) == clash(order)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(bounds, st.sampled_from(IDS)), min_size=8, max_size=16), bounds, st.sets(st.sampled_from(IDS))
)
def test_what_is_known_to_leave_no_room_may_name_what_nothing_rests_on(
    made: list[tuple[Linear, str]], bound: Linear, more: set[str]
) -> None:
    """An id that says nothing is spared, also where it is among those asked about first."""
    idle = "says-nothing"
    # All points may lie at the zero, and the bound asks for more than most leave room for.
    constraints = tuple(Constraint(replace(one, most=abs(one.most)), (id,)) for one, id in made)
    network = Network(POINTS, constraints, {**dict.fromkeys(IDS, 2), idle: 3})
    also = [Constraint(replace(bound, most=-20))]

    def clash(some: Collection[str]) -> bool:
        return Solver(network).consistent(some, also) is Answer.NO

    if not clash(network.ids):
        event("there is room")
        return
    first = {*preferred(network.ids, clash), *more, idle}
    order = sorted(network.ids, key=lambda id: (-network.ranks[id], id not in first, id))
    found = Solver(network).oracle.argument(also, network.ids, (), first)
    assert found is not None
    assert {*found} == {*preferred(order, clash)}
