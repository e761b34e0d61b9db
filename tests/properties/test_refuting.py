"""What is remembered of one question never changes the answer to another, nor which argument is preferred."""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import assume, given
from hypothesis import strategies as st

from chrono.constraints import Constraint, Linear
from chrono.explaining import Explainer, preferred
from chrono.explaining import refuting as engine
from chrono.explaining.refuting import Refuter
from chrono.solving import Answer, Distance, Solver
from tests.properties.test_engine import IDS, POINTS, RESTING_ON, SOME, bounds, either_ors, networks

denials = st.builds(Constraint, st.one_of(bounds, either_ors), st.sampled_from([*RESTING_ON, (), (), ()]))
questions = st.lists(st.tuples(st.sets(st.sampled_from(IDS)), st.integers(0, 2)), min_size=1, max_size=12)


@SOME
@given(networks, denials, denials, questions, st.sampled_from([0, 1, 400]))
def test_every_question_is_answered_as_by_the_solver(made, one, other, asked, patience) -> None:  # type: ignore[no-untyped-def]
    with patch.object(engine, "PATIENCE", patience):
        refuter = Refuter(Solver(made))
    for ids, also in ((ids, ([], [one], [one, other])[number]) for ids, number in asked):
        plainly = Solver(made).refutes(ids, also) is Answer.YES
        assert refuter.refuted(ids, also) is plainly
        core = refuter.core(sorted(ids), also)
        assert (core is not None) is plainly
        if core is not None:
            assert core <= ids
            assert Solver(made).refutes(core, also) is Answer.YES


@SOME
@given(networks, st.integers(0, 3), st.sampled_from([0, 1, 400]))
def test_the_preferred_argument_is_the_same(made, further, patience) -> None:  # type: ignore[no-untyped-def]
    """For each bound of each point, and for what lies some steps beyond it."""
    solver = Solver(made)
    assume(solver.consistent() is Answer.YES)
    for point in POINTS:
        window = solver.window(Distance(point))
        for bound, denial in ((window.most, Linear((), (point,), 0)), (window.least, Linear((point,), (), 0))):
            if bound is None:
                continue
            most = -bound - 1 - further if denial.minus else bound - 1 - further
            asked = [Constraint(Linear(denial.plus, denial.minus, most))]
            with patch.object(engine, "PATIENCE", patience):
                reason = Explainer(solver, "year").refutation(asked)
            assert reason is not None
            whole = preferred(made.ids, lambda ids, asked=asked: solver.refutes(ids, asked) is Answer.YES)  # type: ignore[misc]
            # Each id has a rank of its own here, so that certainty alone decides which argument is preferred.
            assert sorted(reason.ids) == sorted(whole)
