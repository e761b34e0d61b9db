"""Conflicts of evidence of which one part after another is left out, against the preferred one by questions alone."""

from __future__ import annotations

from hypothesis import event, given, settings
from hypothesis import strategies as st

from chrono.engine.formulas import AllOf, AnyOf, Constraint, Network
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
