"""What bears on a question is enough for it: the same windows and reasons as on the whole network."""

from __future__ import annotations

from hypothesis import assume, example, given
from hypothesis import strategies as st

from chrono.arguments.explainer import Explainer, beyond
from chrono.dates import Scale
from chrono.engine.formulas import AllOf, AnyOf, Constraint, Formula, Linear, Network, no_later
from chrono.engine.intervals import Window
from chrono.engine.outcomes import Answer, Distance
from chrono.engine.solver import Solver
from tests.properties.test_engine import IDS, POINTS, SOME, bounds, dates, either_ors, resting

FAR = {point: point.replace("(", "(far-") for point in POINTS}
"""The points of evidence about other things."""


def far(constraint: Constraint) -> Constraint:
    def told(formula: Formula) -> Formula:
        if isinstance(formula, Linear):
            return Linear(tuple(FAR[p] for p in formula.plus), tuple(FAR[p] for p in formula.minus), formula.most)
        return type(formula)(tuple(told(part) for part in formula.parts))

    return Constraint(told(constraint.formula), constraint.ids)


def network(near: list[Constraint], others: list[Constraint]) -> Network:
    points = (*POINTS, *FAR.values())
    free = [Constraint(no_later(f"start({x})", f"end({x})")) for x in ("a", "b", "c", "far-a", "far-b", "far-c")]
    constraints = (*free, *near, *(far(c) for c in others))
    return Network(tuple(sorted(points)), constraints, {id: 1 + (id == "e3") for id in IDS})


mixed = st.builds(
    network,
    resting(st.one_of(bounds, dates, either_ors), 0, 6),
    resting(st.one_of(bounds, dates, either_ors), 0, 6),
)


def at(point: str, value: int) -> AllOf:
    return AllOf((Linear((), (point,), -value), Linear((point,), (), value)))


def resting_on_e1(*formulas: Formula) -> list[Constraint]:
    return [Constraint(formula, ("e1",)) for formula in formulas]


APART = AnyOf((no_later("end(a)", "start(c)"), no_later("end(c)", "start(a)")))
ONE_OR_TWO, NONE_OR_TWO = (AnyOf((at("start(b)", 1), at("start(b)", 2))), AnyOf((at("end(b)", 0), at("end(b)", 2))))
UNTIED = network(resting_on_e1(no_later("start(c)", "end(c)"), ONE_OR_TWO, NONE_OR_TWO), [])
"""An argument met by another chain where points that it does not name are looked at."""
ROUND = network(resting_on_e1(Linear(("start(c)",), ("start(a)",), -1), Linear((), ("end(c)",), 0), APART), [])
"""A cycle without the zero."""


@SOME
@example(UNTIED, {"e1"}, {"start(a)", "end(b)"})
@example(ROUND, {"e1"}, {"start(a)"})
@example(ROUND, {"e1"}, {"end(a)"})
@given(mixed, st.sets(st.sampled_from(IDS)), st.sets(st.sampled_from(POINTS), min_size=1, max_size=2))
def test_what_bears_on_points_tells_their_windows_and_reasons(net: Network, ids: set[str], asked: set[str]) -> None:
    whole = Solver(net)
    assume(whole.consistent(ids) is Answer.YES)
    asking = Solver(net)
    about = asking.about(asked, ids)
    accepted = asking.binding(ids) if about is asking else about.everything
    all_ids = Solver(Network(net.points, net.accepting(ids), {id: net.ranks[id] for id in ids}))
    for of in sorted(asked):
        for distance in (Distance(of), *(Distance(of, after) for after in sorted(asked - {of}))):
            window = about.window(distance, accepted)
            assert window == whole.window(distance, ids)
            assert about.certificate(distance, window, accepted) is not None
        for also in denials(of, about.window(Distance(of), accepted)):
            here = about if about is not asking else all_ids
            assert Explainer(here, Scale("day")).refutation(also) == Explainer(all_ids, Scale("day")).refutation(also)
    # Asked of another point after all, it answers as well.
    for point in net.points:
        if about is asking or point in about.network.points:
            assert about.window(Distance(point), accepted) == whole.window(Distance(point), ids)


def denials(point: str, window: Window) -> list[list[Constraint]]:
    found = [] if window.least is None else [[beyond(Distance(point), least=window.least)]]
    return found if window.most is None else [*found, [beyond(Distance(point), most=window.most)]]


def test_what_is_tied_by_nothing_but_the_zero_is_left_out() -> None:
    tied = AnyOf((AllOf((no_later("a", "b"), no_later("b", "c"))), Linear(("b",), (), 3)))
    bounds = (tied, Linear(("d",), ("e",), 0), Linear(("a",), (), 9), Linear(("e",), (), 9))
    net = Network(
        tuple("abcdefgh"),
        tuple(Constraint(b, (f"e{n}",)) for n, b in enumerate(bounds)),
        {f"e{n}": 1 for n in range(4)},
    )
    small = Solver(net).about(["a"]).network
    assert small.points == ("a", "b", "c")
    assert small.ids == ("e0", "e2")
    # What ties them is not accepted.
    assert Solver(net).about(["a"], ["e1", "e2"]).network.points == ("a",)
