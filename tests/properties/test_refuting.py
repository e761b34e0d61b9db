"""What is remembered of one question never changes the answer to another, nor which argument is preferred."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

from hypothesis import assume, given
from hypothesis import strategies as st

from chrono.arguments.explainer import Explainer
from chrono.dates import Scale
from chrono.engine import oracle
from chrono.engine.formulas import Constraint, Linear, is_conjunctive
from chrono.engine.outcomes import Answer, Distance
from chrono.engine.solver import Solver
from tests.properties.test_engine import IDS, POINTS, RESTING_ON, SOME, bounds, either_ors, networks
from tests.quickxplain import preferred

denials = st.builds(Constraint, st.one_of(bounds, either_ors), st.sampled_from([*RESTING_ON, (), (), ()]))
questions = st.lists(st.tuples(st.sets(st.sampled_from(IDS)), st.integers(0, 2)), min_size=1, max_size=12)


@SOME
@given(networks, denials, denials, questions, st.sampled_from([0, 1, 400]))
def test_every_question_is_answered_as_by_the_solver(made, one, other, asked, patience) -> None:  # type: ignore[no-untyped-def]
    with patch.object(oracle, "PATIENCE", patience):
        asking = Solver(made).oracle
    for ids, also in ((ids, ([], [one], [one, other])[number]) for ids, number in asked):
        plainly = Solver(made).refutes(ids, also) is Answer.YES
        assert asking.refuted(ids, also) is plainly
        core = asking.core(sorted(ids), also)
        assert (core is not None) is plainly
        if core is not None:
            assert core <= ids
            assert Solver(made).refutes(core, also) is Answer.YES


@SOME
@given(networks, denials, denials, questions)
def test_every_question_has_its_answer_from_one_kept_search(made, one, other, asked) -> None:  # type: ignore[no-untyped-def]
    """Whether it was met before or not, and however many ids are left out."""
    solver = Solver(made)
    consistent = solver.consistent() is Answer.YES
    for ids, number in asked:
        also = ([one], [other], [one, other])[number]
        plainly = Solver(made).refutes(ids, also)
        said = solver.oracle.answer(also, ids)
        binding = [c.formula for c in also if ids.issuperset(c.ids)]
        if consistent and all(is_conjunctive(formula) for formula in binding):
            assert said is not Answer.UNKNOWN
        assert said is {Answer.YES: Answer.NO, Answer.NO: Answer.YES}[plainly] or said is Answer.UNKNOWN
        assert solver.oracle.answer(also, ids) is said


@SOME
@given(networks, bounds, st.sets(st.sampled_from(IDS)), st.sets(st.sampled_from(IDS)), st.data())
def test_an_argument_of_some_ids_is_the_preferred_one(made, bound, accepted, given, data) -> None:  # type: ignore[no-untyped-def]
    """Of equally certain ids those that are to come first do."""
    made = replace(made, ranks={id: data.draw(st.integers(1, 2)) for id in IDS})
    solver, asked = Solver(made), [Constraint(bound)]
    ids = [id for id in made.ids if id in accepted - given]
    explainer = Explainer(solver, Scale("year"))

    def quickxplain(order: list[str]) -> tuple[str, ...] | None:
        if solver.refutes([*given, *order], asked) is not Answer.YES:
            return None
        return tuple(sorted(preferred(order, lambda some: solver.refutes([*given, *some], asked) is Answer.YES)))

    known = explainer.argument(ids, asked, given)
    assert known == quickxplain(ids)
    if known is not None:
        # Those of another order suffice as well, and need not be the preferred ones.
        first = quickxplain(ids[::-1])
        assert first is not None
        order = sorted(ids, key=lambda id: (-made.ranks[id], id not in first, id))
        assert explainer.argument(ids, asked, given, first) == quickxplain(order)


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
            with patch.object(oracle, "PATIENCE", patience):
                reason = Explainer(solver, Scale("year")).refutation(asked)
            assert reason is not None
            whole = preferred(made.ids, lambda ids, asked=asked: solver.refutes(ids, asked) is Answer.YES)  # type: ignore[misc]
            # Each id has a rank of its own here, so that certainty alone decides which argument is preferred.
            assert sorted(reason.ids) == sorted(whole)
