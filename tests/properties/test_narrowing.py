"""What is left out before an argument is sought is nothing that could be part of one."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from chrono.constraints import Constraint, Linear
from chrono.explaining import Explainer, preferred
from chrono.explaining.narrowing import narrowed
from chrono.solving import Answer, Distance, Solver
from tests.properties.test_engine import IDS, POINTS, RESTING_ON, SOME, bounds, dates, network, resting

networks = st.tuples(resting(dates, 0, 3), resting(bounds, 2, 9)).map(lambda drawn: network([*drawn[0], *drawn[1]]))
denials = st.builds(Constraint, bounds, st.sampled_from([*RESTING_ON, (), (), ()]))


@SOME
@given(networks, denials, st.sets(st.sampled_from(IDS)))
def test_every_subset_refutes_the_same(made, denial, some) -> None:  # type: ignore[no-untyped-def]
    less = narrowed(made, IDS, [denial])
    assume(less is not None)
    assert Solver(less).refutes(some, [denial]) is Solver(made).refutes(some, [denial])


@SOME
@given(networks, st.integers(0, 3))
def test_the_preferred_argument_is_the_same(made, further) -> None:  # type: ignore[no-untyped-def]
    """For each bound of each point, and for what lies some steps beyond it."""
    solver = Solver(made)
    assume(solver.consistent() is Answer.YES)
    order = sorted(made.ids, key=lambda id: (-made.ranks[id], id))
    for point in POINTS:
        window = solver.window(Distance(point))
        for bound, denial in ((window.most, Linear((), (point,), 0)), (window.least, Linear((point,), (), 0))):
            if bound is None:
                continue
            most = -bound - 1 - further if denial.minus else bound - 1 - further
            asked = [Constraint(Linear(denial.plus, denial.minus, most))]
            reason = Explainer(solver, "year").refutation(asked)
            assert reason is not None
            whole = preferred(order, lambda ids, asked=asked: solver.refutes(ids, asked) is Answer.YES)  # type: ignore[misc]
            # Each id has a rank of its own here, so that certainty alone decides which argument is preferred.
            assert sorted(reason.ids) == sorted(whole)
