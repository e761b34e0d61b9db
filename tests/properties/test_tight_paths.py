"""What an end rests on by its tight paths is the preferred set that asking of every set finds."""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import assume, event, given
from hypothesis import strategies as st

from chrono.answers.reasons import Origin, Premise
from chrono.arguments.explainer import Explainer, beyond
from chrono.arguments.ways import Ways
from chrono.dates import Scale
from chrono.engine.certificates import Sum, refutes
from chrono.engine.formulas import AllOf, Constraint, Formula, Linear, Network
from chrono.engine.outcomes import Answer, Distance
from chrono.engine.solver import Solver
from chrono.engine.tight_paths import _alone
from tests.properties.test_engine import SOME
from tests.quickxplain import preferred

IDS, POINTS = "abcdefg", "pqrs"


def _bound(sides: tuple[str, str], most: int) -> Linear:
    plus, minus = sides
    return Linear((plus,) if plus != "0" else (), (minus,) if minus != "0" else (), most)


sides = st.tuples(st.sampled_from("0" + POINTS), st.sampled_from("0" + POINTS)).filter(lambda s: s[0] != s[1])
bounds = st.builds(_bound, sides, st.integers(-1, 6))
formulas = st.one_of(bounds, st.builds(lambda a, b: AllOf((a, b)), bounds, bounds))
resting = st.lists(st.sampled_from(IDS), max_size=2, unique=True).map(lambda ids: tuple(sorted(ids)))
constraints = st.lists(st.builds(Constraint, formulas, resting), min_size=4, max_size=14)


@SOME
@given(constraints, st.permutations(IDS), st.lists(st.sampled_from(IDS), max_size=2), st.sampled_from("ab"))
def test_it_is_the_preferred_set(made: list[Constraint], order: list[str], barred: list[str], given_: str) -> None:
    network = Network(tuple(POINTS), tuple(made), {id: len(order) - n for n, id in enumerate(order)})
    solver = Solver(network)
    assume(solver.consistent() is Answer.YES)
    found = solver.resting()
    assert found is not None
    given_ids = {given_} - {*barred}
    left = [id for id in network.ids if id not in barred and id not in given_ids]
    for point in POINTS:
        window = solver.window(Distance(point))
        denials = [] if window.most is None else [Linear((), (point,), -window.most - 1)]
        denials += [] if window.least is None else [Linear((point,), (), window.least - 1)]
        for denial in denials:
            asked = [Constraint(denial)]
            place = found.place.__getitem__
            argument = found._by_paths([denial], barred, given_ids, place)
            enough = solver.refutes([*left, *given_ids], asked) is Answer.YES
            event(f"forced without those barred: {enough}")
            assert (argument is not None) is enough
            if argument is None:
                continue
            whole = preferred(
                left,
                lambda ids, asked=asked: solver.refutes([*given_ids, *ids], asked) is Answer.YES,  # type: ignore[misc]
            )
            assert argument.ids == tuple(sorted(whole))
            assert argument.core is not None
            assert isinstance(argument.core.tree, Sum)
            assert argument.core.ids <= {*argument.ids, *given_ids}
            used = [network.constraints[n].formula for n in argument.core.numbers]
            assert refutes(argument.core.tree, [*used, denial])


@SOME
@given(constraints, st.permutations(IDS), st.permutations(POINTS), st.sampled_from((2, 200)))
def test_ways_found_together_are_those_found_one_by_one(
    made: list[Constraint], order: list[str], points: list[str], most: int
) -> None:
    network = Network(tuple(POINTS), tuple(made), {id: len(order) - n for n, id in enumerate(order)})
    solver = Solver(network)
    assume(solver.consistent() is Answer.YES)
    found = solver.resting()
    assert found is not None
    place = found.place.__getitem__
    with patch("chrono.engine.tight_paths.LONG", most):
        for point in points:
            window = solver.window(Distance(point))
            denials = [] if window.most is None else [Linear((), (point,), -window.most - 1)]
            denials += [] if window.least is None else [Linear((point,), (), window.least - 1)]
            for denial in denials:
                together, alone = (found._by_paths([denial], (), (), by) for by in (None, place))
                assert together is not None
                assert alone is not None
                assert together.ids == alone.ids
                assert together.core is not None
                assert together.core.ids == {*together.ids}
                used = [network.constraints[n].formula for n in together.core.numbers]
                assert refutes(together.core.tree, [*used, denial])
    ways = found._best.values()
    for some in ways:
        for at, used in some._used.items():
            assert (at in some._alone) is _alone(some._steps, some._by, at, used)
    event(f"an id stands for several arcs: {any(w._several for w in ways)}; too long: {any(w._long for w in ways)}")


premises = st.builds(
    Premise, st.sampled_from(IDS), st.sampled_from(("so", "thus")), citation=st.sampled_from(("", "B"))
)


@SOME
@given(
    st.lists(st.tuples(formulas, resting, st.lists(premises, max_size=1), st.booleans()), min_size=4, max_size=14),
    st.permutations(IDS),
    st.sampled_from((2, 200)),
)
def test_arguments_along_a_path_are_those_put_together_at_once(
    made: list[tuple[Formula, tuple[str, ...], list[Premise], bool]], order: list[str], most: int
) -> None:
    told = [
        Constraint(f, ids, Origin((*(Premise(id, f"{id}: {n % 3}") for id in ids), *more * odd), f"bound {n}"))
        for n, (f, ids, more, odd) in enumerate(made)
    ]
    network = Network(tuple(POINTS), tuple(told), {id: len(order) - n for n, id in enumerate(order)})
    solver = Solver(network)
    assume(solver.consistent() is Answer.YES)
    alone = 0
    with patch("chrono.arguments.ways.LONG", most):
        kept = Explainer(solver, Scale("year"))
        for point in POINTS * 2:
            window = solver.window(Distance(point))
            for end in ({"least": window.least}, {"most": window.most}):
                if [*end.values()] == [None]:
                    continue
                with patch.object(Ways, "of", return_value=None):
                    at_once = Explainer(Solver(network), Scale("year")).bound(Distance(point), **end)
                reason = kept.bound(Distance(point), **end)
                assert reason == at_once
                assert reason is not None
                found = solver.argument([beyond(Distance(point), **end)])
                assert found is not None
                assert found.core is not None
                alone += bool(found.core.path)
                # None of its bounds can be spared, whatever else these ids say: it is the only contradiction.
                for number, _ in found.core.path:
                    left = [c for c in told if {*c.ids} <= {*found.ids} and c is not told[number]]
                    less = Network(network.points, tuple(left), network.ranks)
                    assert Solver(less).consistent(also=[beyond(Distance(point), **end)]) is Answer.YES
    event(f"the only contradiction: {min(alone, 3)}")
