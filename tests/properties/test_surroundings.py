"""What is told of few points, the rest standing still, is what the whole tells: windows, distances and reasons."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import assume, event, given
from hypothesis import strategies as st

from chrono.arguments.explainer import Explainer
from chrono.dates import Scale
from chrono.engine import solver as solving
from chrono.engine.formulas import AnyOf, Constraint, Linear, Network, no_later
from chrono.engine.intervals import Window
from chrono.engine.outcomes import Answer, Distance
from chrono.engine.solver import Solver
from chrono.engine.surroundings import Surroundings
from tests.properties.test_bearing import mixed
from tests.properties.test_engine import IDS, POINTS, SOME


def around(solver: Solver) -> Surroundings:
    """What answers near a point of a small network, as it would in a large one."""
    found = solver._acceptance(None).surroundings
    assert found is not None
    return found


@SOME
@given(mixed, st.sets(st.sampled_from(IDS)), st.lists(st.sampled_from(POINTS), min_size=2, max_size=2, unique=True))
def test_it_tells_what_the_whole_tells(net: Network, ids: set[str], asked: list[str]) -> None:
    whole = Solver(net)
    assume(whole.consistent() is Answer.YES)
    near = around(Solver(net))
    of, after = asked
    for accepted in (frozenset(net.ranks), frozenset(ids)):
        for distance in (Distance(of), Distance(of, after)):
            found = near.certificate(
                distance.of, distance.after, lambda n, ids=accepted: ids.issuperset(net.constraints[n].ids)
            )
            event(f"told: {found is not None}")
            assert found is None or Window(found.intervals) == whole.window(distance, accepted)


@SOME
@given(mixed, st.sampled_from(POINTS))
def test_what_decides_an_end_gives_the_reasons_of_the_whole(net: Network, point: str) -> None:
    whole = Solver(net)
    assume(whole.consistent() is Answer.YES)
    solver = Solver(net)
    numbers = around(solver).deciding([point], lambda number: True)
    event(f"told: {numbers is not None}")
    if numbers is None:
        return
    small = Explainer(Solver(solver.bearing.of([point], numbers)), Scale("day"))
    distance = Distance(point)
    window = whole.window(distance)
    if window.least is not None:
        assert small.bound(distance, least=window.least) == Explainer(whole, Scale("day")).bound(
            distance, least=window.least
        )
    if window.most is not None:
        assert small.bound(distance, most=window.most) == Explainer(whole, Scale("day")).bound(
            distance, most=window.most
        )


def chain(length: int) -> Network:
    """Points in a row, the first and the last dated, and an either/or between the last two."""
    points = [f"p{n:05}" for n in range(length)]
    rows = [Constraint(no_later(one, other), (f"{one}-{other}",)) for one, other in pairwise(points)]
    rows += [
        Constraint(Linear((), (points[0],), -10), ("first",)),
        Constraint(Linear((points[-1],), (), 90), ("last",)),
        Constraint(AnyOf((Linear((points[-2],), (), 30), Linear((), (points[-2],), -60))), ("either",)),
    ]
    return Network(tuple(points), tuple(rows), {id: 1 for c in rows for id in c.ids})


def test_either_ors_in_the_way_are_left_to_the_whole() -> None:
    near = around(Solver(chain(6)))
    assert near.certificate("p00004", "", lambda number: True) is None
    without = near.certificate("p00004", "", lambda number: number != 7)
    assert without is not None
    assert without.intervals == ((10, 90),)
    # What binds the others behind an either/or that holds either way decides nothing.
    assert near.deciding(["p00004"], lambda number: number != 7) is not None


def test_only_large_networks_are_asked_that_way() -> None:
    assert Solver(chain(50)).surroundings is None
    assert Solver(chain(solving.LARGE)).surroundings is not None
