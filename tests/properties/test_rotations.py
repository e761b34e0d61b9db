"""What histories that break little say need not be asked: the preferred arguments among spans that crowd together."""

from __future__ import annotations

from itertools import permutations
from math import inf
from random import Random

import pytest
from benchmarks import crowded

from chrono.arguments.explainer import beyond
from chrono.engine.formulas import Constraint, Linear, Network
from chrono.engine.outcomes import Answer, Distance, FailedCheck
from chrono.engine.solver import Solver
from tests.quickxplain import preferred


def crowd(random: Random) -> Network:
    """A few spans that exclude each other; some of what is said rests on two ids, some on the same, some on none."""
    count, seed = random.randint(3, 6), random.randrange(1_000)
    made = [crowded.reigns(count, 0.02, seed), crowded.eponyms(count, count, seed), crowded.itinerary(count, seed)]
    network = random.choice(made)
    ids = [*network.ranks]

    def resting(own: str) -> tuple[str, ...]:
        other = random.choice(ids)
        return random.choice([(), (other,), tuple(sorted({own, other})), *[(own,)] * 12])

    constraints = tuple(Constraint(c.formula, resting(*c.ids)) for c in network.constraints)
    named = {id for c in constraints for id in c.ids}
    return Network(network.points, constraints, {id: random.randint(1, 2) for id in ids if id in named})


@pytest.mark.parametrize("seed", range(12))
def test_preferred_arguments_are_those_of_quickxplain(seed: int) -> None:
    network = crowd(Random(seed))
    solver, judge = Solver(network), Solver(network)
    answer, windows = solver.windows()
    assert answer is Answer.YES
    resting = solver.resting()
    assert resting is not None
    met = 0
    for point, window in sorted(windows.items())[:8]:
        for bound in ({"most": window.most}, {"least": window.least}):
            denied = [beyond(Distance(point), **bound)]
            # As where the search that is kept gave up.
            resting._hard = True
            found = solver.argument(denied)
            assert found is not None
            meant = preferred(network.ids, lambda ids, also=denied: judge.refutes(ids, also) is Answer.YES)
            assert found.ids == tuple(sorted(meant))
            met = max(met, len(resting._rotations._met))
    assert met > 0


def test_where_nothing_need_be_broken_it_says_so() -> None:
    solver = Solver(crowded.eponyms(4, 6))
    answer, windows = solver.windows()
    assert answer is Answer.YES
    resting = solver.resting()
    assert resting is not None
    latest = resting.shared.first.latest
    point, least = next((p, w.least) for p, w in sorted(windows.items()) if w.least is not None and w.most != w.least)
    late = latest[resting.shared.index[point]]
    with pytest.raises(FailedCheck):
        resting._rotations.spread(latest, [Linear((point,), (), late - 1)], (), solver.network.ids)
    assert least < late


@pytest.mark.parametrize("seed", range(4))
def test_an_end_of_a_distance_is_that_of_its_window(seed: int) -> None:
    network = crowd(Random(seed))
    whole, ends = Solver(network), Solver(network)
    for of, after in list(permutations(network.points[:6], 2))[:12]:
        distance = Distance(of, after)
        window = whole.window(distance)
        assert window.proven
        least, most = (ends.end(distance, upper) for upper in (False, True))
        assert least == (-inf if window.least is None else window.least)
        assert most == (inf if window.most is None else window.most)
