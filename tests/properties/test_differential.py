"""The engine, its certificates and its use of Z3 against two judges, on some thousands of random networks.

tests/oracle.py tries every selection of alternatives; OR-tools CP-SAT (tests/cpsat.py) also takes sums of points, and
weights of any size. CHRONO_FUZZ multiplies the number of networks (`make fuzz`).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono.engine.bounds import Boxes
from chrono.engine.certificates import Witness, proves, refutes, satisfies
from chrono.engine.formulas import AllOf, AnyOf, Constraint, Formula, Linear, Network, at_least, at_most, holds, negated
from chrono.engine.graph import Encoded, graph_of
from chrono.engine.intervals import Interval, Window
from chrono.engine.outcomes import Answer, Distance, FailedCheck
from chrono.engine.prover import Prover
from chrono.engine.solver import Solver
from chrono.engine.windows import Closing, Decider
from tests import cpsat, oracle
from tests.oracle import ORIGIN, EitherOr
from tests.small import as_oracle

POINTS = ("a", "b", "c", "d")
MORE = int(os.environ.get("CHRONO_FUZZ", "1"))
SOME = settings(max_examples=500 * MORE, deadline=None)
FEWER = settings(SOME, max_examples=250 * MORE)

pairs = [(x, y) for x, y in product((ORIGIN, *POINTS), repeat=2) if x != y]
bounds = st.builds(
    lambda pair, most: Linear((pair[1],) if pair[1] != ORIGIN else (), (pair[0],) if pair[0] != ORIGIN else (), most),
    st.sampled_from(pairs),
    st.integers(-8, 8),
)
conjunctions = st.lists(bounds, min_size=2, max_size=3).map(lambda parts: AllOf(tuple(parts)))
dates = st.builds(
    lambda point, first, days: AllOf((at_least(point, first), at_most(point, first + days))),
    st.sampled_from(POINTS),
    st.integers(0, 30),
    st.integers(0, 3),
)
either_ors = st.recursive(
    st.one_of(bounds, dates, conjunctions),
    lambda inner: st.lists(inner, min_size=2, max_size=3).flatmap(
        lambda parts: st.sampled_from([AnyOf(tuple(parts)), AnyOf(tuple(parts)), AllOf(tuple(parts))])
    ),
    max_leaves=5,
)
boxed = [f for point in POINTS for f in (at_least(point, -40), at_most(point, 60))]
networks = st.tuples(
    st.lists(st.one_of(bounds, dates), max_size=4),
    st.lists(either_ors, min_size=1, max_size=3),
    st.sampled_from([[], boxed[:2], boxed[:5], boxed]),
).map(lambda drawn: [f for part in drawn for f in part])


def expected(formulas: list[Formula]) -> dict[str, Window] | None:
    """The oracle's windows; None where there is no history."""
    values = oracle.values(POINTS, [plain for f in formulas for plain in both(f)])
    return None if values["a"] == [] else {p: Window(tuple(found)) for p, found in values.items()}


def both(formula: Formula) -> list[EitherOr]:
    """A formula for the oracle, what holds together put apart."""
    if isinstance(formula, AllOf):
        return [plain for part in formula.parts for plain in both(part)]
    return [as_oracle(formula)]


def network(formulas: list[Formula]) -> Network:
    return Network(POINTS, tuple(Constraint(f) for f in formulas), {})


def closed(
    formulas: list[Formula], decider: Decider, steps: int, ended: Callable[[], bool] = lambda: False
) -> dict[str, Window] | bool | None:
    """The windows where the search gives a question up after so many steps."""
    graph = graph_of(POINTS, formulas)
    return Closing(graph, Boxes(graph, graph.base.arcs), decider, ended, steps).windows()


@settings(SOME, max_examples=1000 * MORE)
@given(networks)
def test_all_windows_at_once_are_the_oracles(formulas: list[Formula]) -> None:
    truth = expected(formulas)
    answer, found = Solver(network(formulas)).windows()
    assert answer is (Answer.NO if truth is None else Answer.YES)
    assert found == (truth or {})


@FEWER
@given(networks)
def test_they_are_the_same_where_the_search_gives_up_at_once_and_z3_decides(formulas: list[Formula]) -> None:
    solver = Solver(network(formulas))
    found = closed(formulas, solver._decider, 1)
    assert found == (expected(formulas) or False)


@FEWER
@given(networks)
def test_they_are_the_same_where_another_backend_decides(formulas: list[Formula]) -> None:
    """CP-SAT in the place of Z3, by the same protocol."""
    solver = Solver(network(formulas), backend=cpsat.Backend)
    assert closed(formulas, solver._decider, 1) == (expected(formulas) or False)
    history = solver.history()
    assert (history is False) == (expected(formulas) is None)
    assert isinstance(history, bool) or all(holds(f, history) for f in formulas)  # type: ignore[arg-type]


@FEWER
@given(networks, st.integers(0, 3))
def test_a_limit_moves_no_bound(formulas: list[Formula], answered: int) -> None:
    """Nothing decides after so many questions: what is proven is right, and what is not says what it may be."""
    left = [answered]

    def ended() -> bool:
        left[0] -= 1
        return left[0] < 0

    truth = expected(formulas)
    found = closed(formulas, lambda group: lambda bounds: None, 3, ended)
    if not isinstance(found, dict):
        assert found is None or truth is None
        return
    assert truth is not None
    for point, window in found.items():
        if window.proven:
            assert window == truth[point]
        else:
            assert window.outer is not None
            assert all(within(i, truth[point].intervals) for i in window.intervals)
            assert within(truth[point].hull, (window.outer,))


def within(inner: tuple[int | None, int | None], outer: tuple[tuple[int | None, int | None], ...]) -> bool:
    least, most = inner
    return any(
        (first is None or (least is not None and first <= least))
        and (last is None or (most is not None and most <= last))
        for first, last in outer
    )


@SOME
@given(networks, st.data())
def test_true_windows_have_certificates_and_others_are_disproved(formulas: list[Formula], data: st.DataObject) -> None:
    truth = expected(formulas)
    prover = Prover(Encoded(POINTS, formulas, totals=True))
    whole = prover.proof()
    if truth is None:
        assert whole is not None
        assert not isinstance(whole, Witness)
        assert refutes(whole, formulas)
        return
    assert isinstance(whole, Witness)
    assert satisfies(whole, formulas)
    solver = Solver(network(formulas))
    for point, window in truth.items():
        certificate = solver.certificate(Distance(point), window)
        assert certificate is not None
        assert proves(certificate, formulas)
    point = data.draw(st.sampled_from(POINTS))
    other = data.draw(st.sampled_from(list(changed(truth[point].intervals))))
    with pytest.raises(FailedCheck):
        solver.certificate(Distance(point), Window(other))


def changed(intervals: tuple[tuple[int | None, int | None], ...]) -> list[tuple[tuple[int | None, int | None], ...]]:
    """Windows that are wrong at one end, or in a gap, or by being open or closed."""
    (first, _), (_, last) = intervals[0], intervals[-1]
    below, above = None if first is not None else -1000, None if last is not None else 1000
    found = [((below, intervals[0][1]), *intervals[1:]), (*intervals[:-1], (intervals[-1][0], above))]
    if first is not None:
        found.append(((first - 1, intervals[0][1]), *intervals[1:]))
    if last is not None:
        found.append((*intervals[:-1], (intervals[-1][0], last + 1)))
    for n, ((_, before), _) in enumerate(pairwise(intervals)):
        assert before is not None
        found.append((*intervals[:n], (intervals[n][0], before + 1), *intervals[n + 1 :]))
        found.append((*intervals[:n], (intervals[n][0], intervals[n + 1][1]), *intervals[n + 2 :]))
    return found


@FEWER
@given(networks, st.sampled_from([("a", "b"), ("d", "c"), ("b", "d")]))
def test_windows_of_durations_have_certificates(formulas: list[Formula], pair: tuple[str, str]) -> None:
    solver = Solver(network(formulas))
    if solver.consistent() is Answer.YES:
        distance = Distance(*pair)
        certificate = solver.certificate(distance, solver.window(distance))
        assert certificate is not None
        assert proves(certificate, formulas)


# -- against CP-SAT

UNITS = (1, 123_456_789_012_347)
sides = st.lists(st.sampled_from(POINTS), max_size=2).map(lambda points: tuple(sorted(points)))
sums = st.builds(Linear, sides, sides, st.integers(-8, 20))


def nested(plain: st.SearchStrategy[Formula]) -> st.SearchStrategy[list[Formula]]:
    """From nothing at all to a few constraints, each up to three levels of `and`, `or`, `not` and `if`."""
    formula = st.recursive(
        plain,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
            st.lists(inner, max_size=3).map(lambda parts: AllOf(tuple(parts))),
            inner.map(negated),
            st.builds(lambda condition, then: AnyOf((negated(condition), then)), inner, inner),
        ),
        max_leaves=5,
    )
    return st.lists(formula, max_size=6)


def scaled(formula: Formula, unit: int) -> Formula:
    if isinstance(formula, Linear):
        return Linear(formula.plus, formula.minus, formula.most * unit)
    return type(formula)(tuple(scaled(part, unit) for part in formula.parts))


@FEWER
@given(nested(bounds), st.sampled_from(UNITS), st.data())
def test_windows_are_those_of_cp_sat(formulas: list[Formula], unit: int, data: st.DataObject) -> None:
    """Open networks and empty ones, points that nothing reaches, and bounds of some 10^15."""
    formulas = [scaled(formula, unit) for formula in formulas]
    judge, solver = cpsat.Judge(POINTS, formulas, 1000 * unit), Solver(network(formulas))
    answer, found = solver.windows()
    assert answer is (Answer.YES if judge.consistent() else Answer.NO)
    for point, window in found.items():
        assert window.proven
        assert not judge.can_be(point, *outside(window.intervals))
        for first, last in window.intervals:
            low, high = -200 * unit if first is None else first, 200 * unit if last is None else last
            for value in {low, high, data.draw(st.integers(low, high))}:
                assert judge.can_be(point, (value, value))


def outside(intervals: tuple[Interval, ...]) -> list[Interval]:
    """What the intervals leave out."""
    (first, _), (_, last) = intervals[0], intervals[-1]
    ends = [(None, first - 1)] if first is not None else []
    ends += [(last + 1, None)] if last is not None else []
    return ends + [(a[1] + 1, b[0] - 1) for a, b in pairwise(intervals) if a[1] is not None and b[0] is not None]


@FEWER
@given(nested(st.one_of(bounds, sums)))
def test_hulls_with_sums_of_points_are_those_of_cp_sat(formulas: list[Formula]) -> None:
    formulas = [*boxed, *formulas]
    judge, solver = cpsat.Judge(POINTS, formulas), Solver(network(formulas))
    answer, found = solver.windows()
    assert answer is (Answer.YES if judge.consistent() else Answer.NO)
    for point, window in found.items():
        assert window.proven
        assert not judge.can_be(point, *outside((window.hull,)))
        assert all(judge.can_be(point, (end, end)) for interval in window.intervals for end in interval)
