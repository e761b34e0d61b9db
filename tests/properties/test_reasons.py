"""Lines, losses, conflicts and repairs against every subset tried in turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain, combinations
from unittest.mock import patch

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from chrono.answers.reasons import Origin, Premise, Reason
from chrono.answers.sensitivity import Lost
from chrono.arguments.explainer import Explainer
from chrono.dates import Scale
from chrono.engine.formulas import AllOf, Constraint, Formula, Linear, Network, either
from chrono.engine.hitting_sets import Caps, disjoint, graded, lines_and_losses
from chrono.engine.intervals import size
from chrono.engine.outcomes import Answer, Distance
from chrono.engine.solver import Solver
from chrono.engine.worlds import worlds
from chrono.questions.robustness import _lost
from tests.oracle import minimal_conflicts
from tests.quickxplain import preferred
from tests.small import base_of

IDS = "abcdefg"
POINTS = ("p", "q", "r")


def subsets(items: str) -> list[frozenset[str]]:
    return [frozenset(s) for s in chain.from_iterable(combinations(items, n) for n in range(len(items) + 1))]


def smallest(family: list[frozenset[str]]) -> set[frozenset[str]]:
    return {s for s in family if not any(other < s for other in family)}


families = st.lists(st.frozensets(st.sampled_from(IDS), min_size=1, max_size=4), max_size=5)
ranks = st.fixed_dictionaries({id: st.integers(1, 4) for id in IDS})


def asking(suffices: Callable[[Sequence[str]], bool]) -> Callable[[Sequence[str]], Sequence[str] | None]:
    """Argues by a question whether some items suffice."""
    return lambda items: preferred(items, suffices) if suffices(items) else None


@given(families, ranks, st.dictionaries(st.sampled_from(IDS), st.integers(2, 4)))
@settings(max_examples=200, deadline=None)
def test_lines_and_losses_are_those_of_every_subset(
    lines: list[frozenset[str]], certain: dict[str, int], weights: dict[str, int]
) -> None:
    def suffices(ids: object) -> bool:
        held = frozenset(ids)  # type: ignore[call-overload]
        return any(line <= held for line in lines)

    found = lines_and_losses(sorted(IDS), asking(suffices), graded(certain, IDS, weights))
    assert found.complete
    assert {frozenset(line) for line in found.lines} == smallest(lines)
    assert {frozenset(loss) for loss in found.losses} == smallest(
        [s for s in subsets(IDS) if not suffices(frozenset(IDS) - s)]
    )

    def cost(loss: tuple[str, ...]) -> tuple[int, ...]:
        by_level = (sum(weights.get(id, 1) for id in loss if certain[id] == level) for level in (4, 3, 2, 1))
        return (*by_level, len(loss))

    assert [cost(loss) for loss in found.losses] == sorted(cost(loss) for loss in found.losses), "the cheapest first"


@given(families, ranks, st.integers(1, 3))
@settings(max_examples=100, deadline=None)
def test_a_capped_search_gives_true_lines_and_the_cheapest_losses(
    lines: list[frozenset[str]], certain: dict[str, int], most: int
) -> None:
    def suffices(ids: object) -> bool:
        held = frozenset(ids)  # type: ignore[call-overload]
        return any(line <= held for line in lines)

    whole = lines_and_losses(sorted(IDS), asking(suffices), graded(certain, IDS))
    part = lines_and_losses(sorted(IDS), asking(suffices), graded(certain, IDS), Caps(losses=most))
    assert part.losses == whole.losses[:most] or len(part.losses) == len(whole.losses)
    assert set(part.lines) <= set(whole.lines)
    assert part.complete <= (len(part.losses) == len(whole.losses))
    apart = disjoint(sorted(IDS), asking(suffices))
    assert sum(map(len, apart)) == len({id for line in apart for id in line})
    assert all(any(frozenset(line) & frozenset(other) for other in apart) for line in whole.lines)


bounds = st.one_of(
    st.builds(
        lambda pair, most: Linear((pair[0],), (pair[1],), most), st.permutations(POINTS).map(tuple), st.integers(-3, 2)
    ),
    st.builds(lambda p, most: Linear((p,), (), most), st.sampled_from(POINTS), st.integers(-2, 4)),
    st.builds(lambda p, most: Linear((), (p,), most), st.sampled_from(POINTS), st.integers(-4, 2)),
)
formulas = st.one_of(bounds, st.lists(bounds, min_size=2, max_size=2).map(lambda two: either(*two)))
constraints = st.builds(
    lambda formula, ids: Constraint(formula, tuple(sorted(ids))),
    formulas,
    st.frozensets(st.sampled_from(IDS[:5]), min_size=1, max_size=2),
)


@given(st.lists(constraints, min_size=1, max_size=7))
@settings(max_examples=60, deadline=None)
def test_conflicts_and_repairs_of_random_evidence(evidence: list[Constraint]) -> None:
    network = Network(POINTS, tuple(evidence), {id: 2 for c in evidence for id in c.ids})
    explainer = Explainer(Solver(network), Scale("day"))
    found = explainer.lines(())
    assert found.complete
    base = base_of(network)
    conflicts = minimal_conflicts(POINTS, base)
    assert {frozenset(line) for line in found.lines} == conflicts
    everything = frozenset(network.ids)
    hitting = [s for s in subsets("".join(network.ids)) if all(s & c for c in conflicts)]
    assert {frozenset(loss) for loss in found.losses} == smallest(hitting)
    for loss in found.losses:
        assert explainer.solver.consistent(everything - set(loss)) is Answer.YES


dated = st.builds(
    lambda p, first, days: AllOf((Linear((), (p,), -first), Linear((p,), (), first + days))),
    st.sampled_from(POINTS),
    st.integers(0, 6),
    st.integers(0, 6),
)


@given(st.lists(dated, max_size=3), st.lists(bounds, max_size=6), st.lists(bounds, max_size=3), st.data())
@settings(max_examples=150, deadline=None)
def test_a_reason_is_the_same_where_the_only_contradiction_is_not_seen_to_be_the_only_one(
    dates: list[Formula], rest: list[Formula], free: list[Formula], data: st.DataObject
) -> None:
    several = st.lists(st.sampled_from(IDS), min_size=1, max_size=2, unique=True).map(sorted).map(tuple)
    evidence = [
        Constraint(formula, ids, Origin(tuple(Premise(id, f"{id} {number % 2}") for id in ids), f"{number}"))
        for number, formula in enumerate((*dates, *rest))
        for ids in (data.draw(several),)
    ]
    network = Network(POINTS, (*map(Constraint, free), *evidence), {id: 2 for c in evidence for id in c.ids})

    def reasons() -> list[Reason | None]:
        solver = Solver(network)
        explainer = Explainer(solver, Scale("day"))
        if solver.consistent() is not Answer.YES:
            return [explainer.conflict()]
        at = {point: (Distance(point), solver.window(Distance(point))) for point in POINTS}
        return [
            *(explainer.bound(distance, least=w.least) for distance, w in at.values() if w.least is not None),
            *(explainer.bound(distance, most=w.most) for distance, w in at.values() if w.most is not None),
        ]

    found = reasons()
    with patch("chrono.arguments.explainer.sole_contradiction", return_value=None):
        assert reasons() == found


@given(st.lists(dated, max_size=3), st.lists(formulas, max_size=4))
@settings(max_examples=60, deadline=None)
def test_what_a_date_or_an_order_would_leave_is_what_the_solver_finds(
    dates: list[Formula], rest: list[Formula]
) -> None:
    inside = [AllOf((Linear((), (p,), 4), Linear((p,), (), 12))) for p in POINTS]
    network = Network(POINTS, tuple(Constraint(f) for f in (*inside, *dates, *rest)), {})
    found, exact = worlds(network, (-20, 20), 1000)
    assert exact
    assume(Solver(network).consistent() is Answer.YES)

    def left(*more: Formula) -> int:
        solver = Solver(Network(POINTS, (*network.constraints, *(Constraint(f) for f in more)), {}))
        if solver.consistent() is not Answer.YES:
            return 0
        window = solver.window(Distance("p"))
        return sum(most - least + 1 for least, most in window.intervals)  # type: ignore[operator]

    assert size([w.range("p") for w in found]) == left()
    for value in range(-5, 14):
        dated_so = [r for w in found if (r := w.at("p", "q", value)) is not None]
        assert size(dated_so) == left(Linear(("q",), (), value), Linear((), ("q",), -value))
    for one, other, least in (("q", "r", 0), ("r", "q", 1), ("p", "r", 0), ("r", "p", 1)):
        ordered = [r for w in found if (r := w.ordered("p", one, other, least)) is not None]
        assert size(ordered) == left(Linear((one,), (other,), -least))


class Plain:
    """What is left of a network made in Python, where leaving out is to take acceptance away."""

    plain, grain, base = True, "evidence", None

    def __init__(self, explainer: Explainer) -> None:
        self.explainer = explainer

    def standing(self, id: str) -> tuple[int, int]:
        return self.explainer.network.ranks[id], self.explainer.network.weights.get(id, 1)


@given(
    st.lists(constraints, min_size=1, max_size=6),
    bounds,
    st.dictionaries(st.sampled_from(IDS[:5]), st.integers(2, 5)),
    st.sets(st.sampled_from(IDS[:5]), max_size=2),
)
@settings(max_examples=60, deadline=None)
def test_the_fewest_and_the_lightest_that_must_go_against_every_subset(
    evidence: list[Constraint], denied: Linear, weights: dict[str, int], kept: set[str]
) -> None:
    ids = {id for c in evidence for id in c.ids}
    network = Network(POINTS, tuple(evidence), dict.fromkeys(sorted(ids), 2), {i: weights[i] for i in ids & {*weights}})
    explainer, denial = Explainer(Solver(network), Scale("day")), [Constraint(denied)]
    given_ids = sorted(kept & ids)
    losing = [
        s
        for s in subsets("".join(sorted(ids - kept)))
        if explainer.solver.refutes(sorted(ids - s), denial) is Answer.NO
    ]
    lost, known = _lost(Plain(explainer), lambda base: denial, given_ids)  # type: ignore[arg-type]
    assert known
    if not losing:
        assert lost == Lost(None, None, None)
        return
    assert lost.fewest is not None
    assert lost.lightest is not None
    assert len(lost.fewest) == min(map(len, losing))
    assert lost.weight == min(sum(weights.get(id, 1) for id in s) for s in losing)
    assert lost.weight == sum(weights.get(id, 1) for id in lost.lightest)
    assert {frozenset(lost.fewest), frozenset(lost.lightest)} <= set(losing)
