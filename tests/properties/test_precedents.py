"""What is known of one network answers for others like it just as a solver of their own does."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, event, given
from hypothesis import strategies as st

from chrono.core.limits import Limit
from chrono.engine.formulas import Constraint, Formula, Linear, Network, linears
from chrono.engine.outcomes import Answer
from chrono.engine.precedents import Like, Precedents
from chrono.engine.quickxplain import spared
from chrono.engine.solver import Solver
from tests.properties.test_engine import IDS, POINTS, SOME, bounds, networks
from tests.properties.test_refuting import denials

shifts = st.lists(st.tuples(st.integers(0, 20), st.integers(-4, 4)), max_size=2)


def shifted(network: Network, changes: list[tuple[int, int]]) -> Network:
    """The network with other numbers in some of its plain bounds."""
    constraints = list(network.constraints)
    for place, by in changes:
        if constraints and isinstance(bound := constraints[place % len(constraints)].formula, Linear):
            other = Linear(bound.plus, bound.minus, bound.most + by)
            constraints[place % len(constraints)] = replace(constraints[place % len(constraints)], formula=other)
    return Network(network.points, tuple(constraints), network.ranks)


@SOME
@given(networks, st.lists(shifts, min_size=1, max_size=4), st.lists(denials, min_size=1, max_size=3))
def test_a_precedent_answers_as_a_solver_does(made: Network, changes: list[list[tuple[int, int]]], asked: list) -> None:  # type: ignore[type-arg]
    precedents = Precedents()
    for network in (made, *(shifted(made, change) for change in changes)):
        like = Like(network, Limit(), precedents)
        for constraint in asked:
            answer = like.shown([constraint])
            assert answer is Solver(network).shown([constraint])
            event(f"{answer.value}, {'asked' if like._begun else 'known'}")


def test_the_same_argument_holds_with_other_numbers() -> None:
    def between(days: int) -> Network:
        later = Linear(("start(a)",), ("start(b)",), -days)
        return Network(POINTS, (Constraint(later, ("e1",)), Constraint(Linear(("start(b)",), (), 10), ("e2",))), RANKS)

    precedents, beyond = Precedents(), [Constraint(Linear((), ("start(a)",), -8))]
    assert Like(between(3), Limit(), precedents).shown(beyond) is Answer.NO
    other = Like(between(5), Limit(), precedents)
    assert other.shown(beyond) is Answer.NO
    assert not other._begun
    assert Like(between(1), Limit(), precedents).shown(beyond) is Answer.YES


RANKS = dict.fromkeys(IDS, 1)


@SOME
@given(networks, bounds, st.sets(st.sampled_from(IDS)))
def test_the_constraints_that_do_the_work_are_the_preferred_ones(made: Network, bound: Formula, ids: set[str]) -> None:
    """As leaving out one after another gives them, the last first, every one asked anew."""
    also = [Constraint(each) for each in linears(bound)]
    solver = Solver(made)
    assume(solver.consistent() is Answer.YES)
    resting = [c for c in made.constraints if c.ids and ids.issuperset(c.ids)]
    free = tuple(c for c in made.constraints if not c.ids)
    order = sorted(range(len(resting)), key=lambda n: (resting[n].ids, repr(resting[n].formula), n))

    def core(some: object) -> object:
        few = Network(POINTS, (*free, *(Constraint(resting[n].formula) for n in some)), {})  # type: ignore[attr-defined]
        return some if Solver(few).consistent(also=also) is Answer.NO else None

    expected = spared(order, core)  # type: ignore[arg-type]
    found = solver.needed(sorted(ids), also, lambda c: (c.ids, repr(c.formula)))
    assert found == (None if expected is None else tuple(resting[n] for n in expected))
