"""All windows at once: open ends, contradictions, limits, and what shortest paths do not decide."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from benchmarks.networks import network as made

from chrono.core.limits import Limit
from chrono.engine.bounds import Boxes, history
from chrono.engine.certificates import Moved, outside, proves
from chrono.engine.formulas import AnyOf, Constraint, Formula, Linear, Network, at_least, at_most, holds, no_later
from chrono.engine.graph import graph_of
from chrono.engine.intervals import Window
from chrono.engine.outcomes import Answer, Distance, FailedCheck
from chrono.engine.solver import Solver


def network(*formulas: Formula) -> Network:
    points = {"a", "b", "c"}
    return Network(tuple(sorted(points)), tuple(Constraint(f) for f in formulas), {})


def windows(*formulas: Formula) -> dict[str, Window]:
    answer, found = Solver(network(*formulas)).windows()
    assert answer is Answer.YES
    return found


def test_an_open_end_with_a_negative_weight_is_still_open() -> None:
    found = windows(Linear(("a",), ("b",), -5), Linear(("b",), ("c",), -7), at_least("a", 0))
    assert found == {"a": Window(((0, None),)), "b": Window(((5, None),)), "c": Window(((12, None),))}


def test_an_open_end_in_one_alternative_only_is_open() -> None:
    found = windows(AnyOf((at_most("a", 3), no_later("b", "a"))), at_least("a", 0), at_least("b", 10))
    assert found["a"] == Window(((0, 3), (10, None)))


def test_a_contradiction_among_points_without_dates_is_found() -> None:
    ring = (Linear(("a",), ("b",), -1), Linear(("b",), ("c",), -1), Linear(("c",), ("a",), -1))
    assert Solver(network(*ring)).windows() == (Answer.NO, {})
    # ... and where only an either/or of which one alternative is left closes the ring.
    closing = AnyOf((ring[2], Linear((), (), -1)))
    assert Solver(network(*ring[:2], closing)).windows() == (Answer.NO, {})


def test_either_ors_are_worked_out_together() -> None:
    """Each excludes nothing by itself: together they leave a no year before 4."""
    early, late = at_most("b", 2), at_least("b", 3)
    found = windows(
        AnyOf((late, at_least("a", 4))), AnyOf((early, at_least("a", 5))), at_least("a", 0), at_most("a", 9)
    )
    assert found["a"] == Window(((4, 9),))
    assert found["b"] == Window(((None, None),))


def test_bounds_that_are_no_differences_are_asked_one_by_one() -> None:
    longer = Linear(("a", "a"), ("b",), 0)  # 2a <= b
    assert windows(longer, at_least("a", 2), at_most("b", 9))["b"] == Window(((4, 9),))


def test_numbers_stay_exact_whatever_their_size() -> None:
    far = 10**15
    found = windows(at_most("a", far), at_least("a", far - 1), Linear(("b",), ("a",), 9 * far + 1))
    assert found["b"] == Window(((None, 10 * far + 1),))


def test_without_time_nothing_is_claimed_that_is_not_known() -> None:
    choice = AnyOf((at_most("a", 3), at_least("a", 7)))
    answer, found = Solver(network(choice, at_least("a", 0), at_most("a", 9)), Limit(0)).windows()
    assert (answer, found) == (Answer.UNKNOWN, {})


def test_only_what_is_accepted_binds() -> None:
    constraints = (Constraint(at_most("a", 5), ("x",)), Constraint(at_most("a", 3), ("y",)))
    solver = Solver(Network(("a",), constraints, {"x": 2, "y": 1}))
    tops = [solver.windows(ids)[1]["a"].most for ids in (None, {"x"}, {"y"}, set())]
    assert tops == [3, 5, 3, None]


@pytest.mark.parametrize("seed", range(3))
def test_all_at_once_are_as_one_by_one_and_as_z3_has_them_and_have_certificates(seed: int) -> None:
    net = made(70, 12, seed)
    solver = Solver(net)
    answer, found = solver.windows()
    assert answer is Answer.YES
    assert len(found) == len(net.points)
    asked = Random(seed).sample(net.points, 12)
    assert {p: found[p] for p in asked} == {p: Solver(net).window(Distance(p)) for p in asked}
    for point in asked:
        for stretch in outside(point, "", found[point].intervals):
            assert solver.history([Constraint(bound) for bound in stretch]) is False
        for end in {end for interval in found[point].intervals for end in interval if end is not None}:
            assert solver.history([Constraint(at_most(point, end)), Constraint(at_least(point, end))]) is not False
    formulas = [c.formula for c in net.constraints]
    for point in asked:
        certificate = solver.certificate(Distance(point), found[point])
        assert certificate is not None
        assert proves(certificate, formulas)


def stratified(layers: int, seed: int) -> Network:
    """Points each of which comes after one or two of those before it, in a stretch that is dated."""
    drawn = Random(seed)
    points = [f"p{number:02}" for number in range(layers)]
    bounds = [at_least(points[0], 0), at_most(points[-1], 900)]
    for number, point in enumerate(points[1:], 1):
        below = drawn.sample(points[max(0, number - 6) : number], min(number, drawn.choice((1, 2))))
        bounds += [Linear((one,), (point,), drawn.choice((0, 0, -3, 2))) for one in below]
    return Network(tuple(points), tuple(Constraint(bound) for bound in bounds), {})


@pytest.mark.parametrize("net", [made(40, 6, 1), made(60, 0, 2), *(stratified(40, seed) for seed in range(4))])
@pytest.mark.parametrize("drawn", [None, Random(1)])
def test_distances_asked_one_after_another_are_as_one_by_one_and_have_certificates(
    net: Network, drawn: Random | None
) -> None:
    """Histories in which points are lowered are those before them lowered further, where that goes."""
    solver, formulas = Solver(net), [c.formula for c in net.constraints]
    pairs = [*pairwise(net.points), *zip(net.points[4:], net.points, strict=False)]
    if drawn is not None:
        pairs = drawn.sample(pairs, len(pairs))
    for pair in pairs:
        for distance in (Distance(*pair), Distance(*reversed(pair))):
            found = solver.window(distance)
            assert found == Solver(net).window(distance)
            certificate = solver.certificate(distance, found)
            assert certificate is not None
            assert proves(certificate, formulas)


def test_a_history_is_lowered_further_where_the_other_end_stays() -> None:
    net = stratified(40, 1)
    solver, further = Solver(net), 0
    for before, point in pairwise(net.points):
        lower = []
        for one in (solver, Solver(net)):
            window = one.window(Distance(point, before))
            certificate = one.certificate(Distance(point, before), window)
            assert certificate is not None
            history = certificate.attained[-1][-1][1].history
            lower.append({*history.changes.items()} if isinstance(history, Moved) else set())
        further += lower[0] > lower[1]
    assert further


def test_a_wrong_window_fails_its_check() -> None:
    solver = Solver(network(at_least("a", 0), at_most("a", 9)))
    for wrong in (Window(((0, 8),)), Window(((0, 10),)), Window(((0, 3), (5, 9))), Window(((None, 9),))):
        with pytest.raises(FailedCheck):
            solver.certificate(Distance("a"), wrong)


@pytest.mark.parametrize("seed", range(3))
def test_the_boxes_of_a_plain_network_are_two_histories_of_it(seed: int) -> None:
    net = made(300, 0, seed)
    formulas = [c.formula for c in net.constraints]
    graph = graph_of(net.points, formulas)
    boxes = Boxes(graph, graph.base.arcs)
    for value in (boxes.high, [-low for low in boxes.low]):
        assert all(value[t] <= value[s] + w for s, t, w in zip(graph.source, graph.target, graph.weight, strict=True))
    found = history(boxes)
    assert isinstance(found, list)
    assert all(holds(f, dict(zip(graph.points, found, strict=True))) for f in formulas if found[0] == 0)
    assert found[0] == 0


@pytest.mark.parametrize("proven", [False, True])
def test_z3_contradicts_only_what_is_told_as_proven(proven: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    solver = Solver(network(at_least("a", 0), at_most("a", 9), AnyOf((at_most("a", 2), at_least("a", 7)))))
    assert solver.window(Distance("a")).intervals == ((0, 2), (7, 9))
    closing = solver._acceptance(None).closing
    ((group, known),) = closing.closed()
    cut = {p: Window(w.intervals[:1], proven, w.hull) for p, w in known.items()}
    monkeypatch.setattr(closing, "closed", lambda: [(group, cut)])
    if proven:
        with pytest.raises(FailedCheck):
            solver.confirm()
    else:
        solver.confirm()
