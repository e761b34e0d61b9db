"""The engine against the oracle: windows, reasons and conflicts of random networks with either/ors."""

from __future__ import annotations

from itertools import product
from typing import Any

from benchmarks.networks import network as made
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from chrono.answers.reasons import Reason
from chrono.arguments.explainer import Explainer
from chrono.dates import Scale
from chrono.engine.certificates import Checker
from chrono.engine.formulas import AllOf, AnyOf, Constraint, Formula, Linear, Network, at_least, at_most, no_later
from chrono.engine.graph import Encoded
from chrono.engine.outcomes import Answer, Distance
from chrono.engine.shared_histories import Shared
from chrono.engine.shortest_paths import Distances
from chrono.engine.solver import Solver
from chrono.networks import solve
from tests import oracle
from tests.oracle import ORIGIN, Difference
from tests.small import base_of

POINTS = ("start(a)", "end(a)", "start(b)", "end(b)", "start(c)", "end(c)")
IDS = ("e1", "e2", "e3", "rule:r")
RESTING_ON = [("e1",), ("e2",), ("e3",), ("e1", "rule:r"), ("e2", "rule:r"), ()]
SOME = settings(max_examples=80, deadline=None)

differences = st.tuples(
    st.sampled_from([(x, y) for x, y in product((ORIGIN, *POINTS), repeat=2) if x != y]), st.integers(-5, 9)
).map(lambda drawn: (*drawn[0], drawn[1]))


def bound(difference: Difference) -> Linear:
    x, y, most = difference
    return Linear((y,) if y != ORIGIN else (), (x,) if x != ORIGIN else (), most)


def dated(point: str, first: int, days: int) -> Formula:
    return AllOf((at_least(point, first), at_most(point, first + days)))


bounds = differences.map(bound)


def dates_of(points: st.SearchStrategy[str]) -> st.SearchStrategy[Formula]:
    return st.builds(dated, points, st.integers(0, 25), st.integers(0, 3))


dates = dates_of(st.sampled_from(POINTS))
either_ors = st.one_of(
    # One of several dates of one point: what leaves gaps.
    st.sampled_from(POINTS)
    .flatmap(lambda point: st.lists(dates_of(st.just(point)), min_size=2, max_size=4))
    .map(lambda parts: AnyOf(tuple(parts))),
    # Two spans in unknown order.
    st.permutations("abc").map(
        lambda x: AnyOf((no_later(f"end({x[0]})", f"start({x[1]})"), no_later(f"end({x[1]})", f"start({x[0]})")))
    ),
    # Anything, nested, with no alternative at all among it.
    st.recursive(
        bounds,
        lambda inner: st.lists(inner, max_size=3).map(tuple).flatmap(lambda p: st.sampled_from([AllOf(p), AnyOf(p)])),
        max_leaves=4,
    ),
)


def resting(formulas: st.SearchStrategy[Any], least: int, most: int) -> st.SearchStrategy[list[Constraint]]:
    """Constraints, each resting on up to two of the ids."""
    return st.lists(st.builds(Constraint, formulas, st.sampled_from(RESTING_ON)), min_size=least, max_size=most)


def network(constraints: list[Constraint]) -> Network:
    """With start <= end always, as the encoding gives it, and the later ids less certain."""
    always = [Constraint(no_later(f"start({x})", f"end({x})")) for x in "abc"]
    return Network(POINTS, (*always, *constraints), {id: -place for place, id in enumerate(IDS)})


networks = st.tuples(resting(dates, 0, 2), resting(bounds, 1, 5), resting(either_ors, 0, 3)).map(
    lambda drawn: network([c for constraints in drawn for c in constraints])
)


def windows(network: Network) -> dict[str, tuple[Any, ...]]:
    solver = Solver(network)
    return {p: solver.window(Distance(p)).intervals for p in POINTS}


def reasons(network: Network) -> list[tuple[Difference, Reason | None]]:
    """Each bound of each point (as a difference) with the reason given for it."""
    solver = Solver(network)
    explainer = Explainer(solver, Scale("year"))
    given = []
    for point in POINTS:
        window = solver.window(Distance(point))
        if window.most is not None:
            given.append(((ORIGIN, point, window.most), explainer.bound(Distance(point), most=window.most)))
        if window.least is not None:
            given.append(((point, ORIGIN, -window.least), explainer.bound(Distance(point), least=window.least)))
    return given


def consistent(network: Network) -> bool:
    return oracle.consistent(POINTS, oracle.accepting(base_of(network), IDS))


@SOME
@given(networks, st.sets(st.sampled_from(IDS)), st.sampled_from((ORIGIN, *POINTS)))
def test_windows_are_exact_whatever_is_accepted(network: Network, ids: set[str], after: str) -> None:
    """Of points and of differences between them, gaps included."""
    allowed = oracle.values(POINTS, oracle.accepting(base_of(network), ids), after)
    solver = Solver(network)
    assert solver.consistent(ids) is (Answer.YES if allowed["end(a)"] else Answer.NO)
    for point in POINTS if allowed["end(a)"] else ():
        distance = Distance(point) if after == ORIGIN else Distance(point, after)
        if point != after:
            assert list(solver.window(distance, ids).intervals) == allowed[point]


@SOME
@given(networks, st.sets(st.sampled_from(IDS)))
def test_windows_of_all_points_at_once_are_those_of_each(network: Network, ids: set[str]) -> None:
    allowed = oracle.values(POINTS, oracle.accepting(base_of(network), ids))
    answer, found = Solver(network).windows(ids)
    assert answer is (Answer.YES if allowed["end(a)"] else Answer.NO)
    if answer is Answer.YES:
        assert {point: list(window.intervals) for point, window in found.items()} == allowed
        assert all(window.proven for window in found.values())


@SOME
@given(networks, st.sets(st.sampled_from(IDS)), st.sampled_from(POINTS))
def test_distances_read_off_shared_histories_are_those_of_each(network: Network, ids: set[str], after: str) -> None:
    """And their certificates, which the same histories give, hold."""
    allowed = oracle.values(POINTS, oracle.accepting(base_of(network), ids), after)
    assume(allowed["end(a)"])
    solver = Solver(network)
    formulas = [c.formula for c in network.accepting(ids)]
    shared = Shared(Encoded(POINTS, formulas))
    shared.prepare(solver.windows(ids)[1])
    checker = Checker(formulas)
    for point in POINTS:
        for distance in (Distance(point), Distance(point, after)):
            if point == distance.after:
                continue
            window = solver.window(distance, ids)
            if distance.after:
                assert list(window.intervals) == allowed[point]
            certificate = shared.certificate(point, distance.after, window.intervals)
            assert certificate is not None
            assert checker.proves(certificate)
            assert Checker(formulas).proves(certificate)


@SOME
@given(networks)
def test_a_reason_is_the_preferred_one(network: Network) -> None:
    """Found with one refutation at hand after another, it is what leaving out the worst id first leaves."""
    assume(consistent(network))
    solver = Solver(network)
    for claim, reason in reasons(network):
        kept = list(network.ids)
        for id in reversed(network.ids):
            fewer = [other for other in kept if other != id]
            if oracle.forces(POINTS, oracle.accepting(base_of(network), fewer), claim):
                kept = fewer
        x, y, most = claim
        denial = Linear((x,) if x != ORIGIN else (), (y,) if y != ORIGIN else (), -most - 1)
        assert solver.preferred([Constraint(denial)]) == tuple(sorted(kept))
        assert reason is not None
        assert sorted(reason.ids) == sorted(kept)


@SOME
@given(networks)
def test_leave_one_out_is_what_solving_anew_gives(network: Network) -> None:
    solution = solve(network)
    moved = solution.leave_one_out()
    for id in IDS:
        anew = solve(network, [other for other in IDS if other != id]).windows
        assert moved.get(id, {}) == {p: w for p, w in anew.items() if w != solution.windows.get(p)}
    assert set(moved) <= set(IDS)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([0, 4]))
def test_leave_one_out_of_many_points(seed: int, choices: int) -> None:
    """Where several constraints rest on one id."""
    drawn = made(150, choices, seed)
    shared = tuple(Constraint(c.formula, (f"e{number % 60}",)) for number, c in enumerate(drawn.constraints))
    network = Network(drawn.points, shared, {f"e{number}": 1 for number in range(60)})
    solution = solve(network)
    moved = solution.leave_one_out()
    for id in network.ids:
        anew = solve(network, set(network.ids) - {id}).windows
        assert moved.get(id, {}) == {p: w for p, w in anew.items() if w != solution.windows[p]}


@SOME
@given(networks)
def test_a_reason_suffices_and_none_of_it_can_be_spared(network: Network) -> None:
    assume(consistent(network))
    for claim, reason in reasons(network):
        assert reason is not None
        assert oracle.forces(POINTS, oracle.accepting(base_of(network), reason.ids), claim)
        for spared in reason.ids:
            fewer = [id for id in reason.ids if id != spared]
            assert not oracle.forces(POINTS, oracle.accepting(base_of(network), fewer), claim)


@SOME
@given(networks, resting(dates, 2, 4))
def test_a_reported_conflict_is_a_minimal_one(network: Network, more: list[Constraint]) -> None:
    """And there is none exactly where nothing conflicts."""
    clashing = Network(network.points, (*network.constraints, *more), network.ranks)
    conflicts = oracle.minimal_conflicts(POINTS, base_of(clashing))
    solver = Solver(clashing)
    if conflicts:
        reason = Explainer(solver, Scale("year")).conflict()
        assert reason is not None
        assert frozenset(reason.ids) in conflicts
    else:
        assert solver.consistent() is Answer.YES


@SOME
@given(networks, st.randoms(use_true_random=False))
def test_the_order_of_constraints_and_points_changes_nothing(network: Network, random: Any) -> None:
    points, constraints, ids = list(network.points), list(network.constraints), list(network.ranks)
    for several in (points, constraints, ids):
        random.shuffle(several)
    shuffled = Network(tuple(points), tuple(constraints), {id: network.ranks[id] for id in ids})
    if not consistent(network):
        conflicts = [Explainer(Solver(n), Scale("year")).conflict() for n in (network, shuffled)]
        assert conflicts[0] is not None
        assert conflicts[1] is not None
        assert conflicts[0].ids == conflicts[1].ids
        return
    assert windows(shuffled) == windows(network)
    assert [(claim, reason and reason.ids) for claim, reason in reasons(shuffled)] == [
        (claim, reason and reason.ids) for claim, reason in reasons(network)
    ]


def shifted(formula: Formula, by: int) -> Formula:
    match formula:
        case Linear(plus, minus, most):
            return Linear(plus, minus, most + by * (len(plus) - len(minus)))
        case AnyOf(parts):
            return AnyOf(tuple(shifted(part, by) for part in parts))
        case AllOf(parts):
            return AllOf(tuple(shifted(part, by) for part in parts))


@SOME
@given(networks, st.integers(-10_000_000, 10_000_000))
def test_a_shift_of_all_dates_shifts_every_window(network: Network, by: int) -> None:
    assume(consistent(network))
    later = Network(
        network.points, tuple(Constraint(shifted(c.formula, by), c.ids) for c in network.constraints), network.ranks
    )
    expected = {
        point: tuple(tuple(None if edge is None else edge + by for edge in interval) for interval in intervals)
        for point, intervals in windows(network).items()
    }
    assert windows(later) == expected
    assert [reason and reason.ids for _, reason in reasons(later)] == [
        reason and reason.ids for _, reason in reasons(network)
    ]


@SOME
@given(networks, resting(either_ors, 1, 1))
def test_more_evidence_never_widens_a_window(fewer: Network, added: list[Constraint]) -> None:
    more = Network(fewer.points, (*fewer.constraints, *added), fewer.ranks)
    assume(consistent(more))
    wide = windows(fewer)
    for point, intervals in windows(more).items():
        for least, most in intervals:
            assert any(
                (low is None or (least is not None and low <= least))
                and (high is None or (most is not None and most <= high))
                for low, high in wide[point]
            )


FEW = POINTS[:4]
sums = st.builds(
    Linear,
    st.lists(st.sampled_from(FEW), min_size=1, max_size=2).map(tuple),
    st.lists(st.sampled_from(FEW), max_size=2).map(tuple),
    st.integers(-4, 5),
)


@SOME
@given(st.lists(st.one_of(sums, st.tuples(sums, sums).map(AnyOf)), min_size=1, max_size=3))
def test_bounds_that_are_no_differences_give_the_hull_of_all_histories(formulas: list[Formula]) -> None:
    """As when one duration is set against another. Judged by trying every history within 0..4."""
    network = Network(FEW, tuple(Constraint(f) for f in (*(dated(p, 0, 4) for p in FEW), *formulas)), {})
    histories = [
        at
        for at in (dict(zip(FEW, chosen, strict=True)) for chosen in product(range(5), repeat=len(FEW)))
        if all(true_of(formula, at) for formula in formulas)
    ]
    solver = Solver(network)
    assert solver.consistent() is (Answer.YES if histories else Answer.NO)
    for point in FEW if histories else ():
        attained = [at[point] for at in histories]
        assert solver.window(Distance(point)).hull == (min(attained), max(attained))


def true_of(formula: Formula, at: dict[str, int]) -> bool:
    match formula:
        case Linear(plus, minus, most):
            return sum(at[p] for p in plus) - sum(at[p] for p in minus) <= most
        case AnyOf(parts):
            return any(true_of(part, at) for part in parts)
        case AllOf(parts):
            return all(true_of(part, at) for part in parts)


def test_a_reason_is_for_the_very_bound_and_not_for_one_beyond_it() -> None:
    """`e1` says 5, the more certain `e2` 6 (and -5, -6 the other way)."""
    limits = [Constraint(dated("end(a)", -limit, 2 * limit), (id,)) for limit, id in ((5, "e1"), (6, "e2"))]
    explainer = Explainer(Solver(Network(POINTS, tuple(limits), {"e1": 1, "e2": 2})), Scale("year"))
    for limit, id in ((5, "e1"), (6, "e2")):
        above, below = (
            explainer.bound(Distance("end(a)"), most=limit),
            explainer.bound(Distance("end(a)"), least=-limit),
        )
        assert above is not None
        assert below is not None
        assert above.ids == below.ids == (id,)


def test_stretches_that_touch_are_one() -> None:
    touching = AnyOf((dated("end(a)", 0, 3), dated("end(a)", 8, 1), dated("end(a)", 4, 2)))
    solver = Solver(Network(POINTS, (Constraint(touching),), {}))
    assert solver.window(Distance("end(a)")).intervals == ((0, 6), (8, 9))


def test_every_one_of_many_gaps_is_found() -> None:
    """One of eight years apart: nothing between them, and none of them left out."""
    years = [10 * ten for ten in (3, 0, 7, 4, 1, 6, 2, 5)]
    of_many = Constraint(AnyOf(tuple(dated("end(a)", year, 0) for year in years)))
    solver = Solver(Network(POINTS, (of_many, Constraint(dated("start(a)", 0, 0))), {}))
    each = tuple((year, year) for year in sorted(years))
    assert solver.window(Distance("end(a)")).intervals == each
    assert solver.window(Distance("end(a)", "start(a)")).intervals == each


def test_one_duration_bounds_another_that_nothing_else_bounds() -> None:
    shorter = Constraint(Linear(("end(b)", "start(a)"), ("start(b)", "end(a)"), 0))
    given = [
        shorter,
        *(Constraint(dated(point, at, 0)) for point, at in (("start(a)", 0), ("end(a)", 10), ("start(b)", 3))),
    ]
    bounded = Solver(Network(POINTS, tuple(given), {}))
    assert bounded.window(Distance("end(b)")).hull == (None, 13)
    assert bounded.window(Distance("end(b)", "start(b)")).hull == (None, 10)
    unbounded = Solver(Network(POINTS, (shorter,), {}))
    assert unbounded.window(Distance("end(b)")).hull == (None, None)


def test_a_negative_cycle_is_read_off_where_the_last_step_taken_is_not_on_it() -> None:
    """Found by trying random networks: the search notices that there is a cycle before its links have closed."""
    drawn = [no_later("b", "a"), Linear(("b",), ("c",), -2), at_least("b", 0), at_most("a", -1)]
    paths = Distances([(bound, None) for bound in drawn])
    assert paths.cycle is not None
    assert sum(edge.weight for edge in paths.cycle) < 0
