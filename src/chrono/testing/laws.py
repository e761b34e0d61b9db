"""The laws of the reasoning, put to one chronology.

Takes a chronology, raises `AssertionError` with the law and the example where one is broken. The laws: more evidence
never widens a window, and what undercuts never narrows one; the order of things changes nothing; a reason suffices and
none of it can be spared; what is left out moves a bound only where every argument for it needs that; both ends of each
window are attained by whole histories, and nothing beyond them by any; what is certain enough holds at every lower
level; a claim is entailed where its denial is refuted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from chrono import encoding, hypotheses
from chrono.chronology import Chronology
from chrono.constraints import AllOf, Constraint, Linear, Point, holds
from chrono.explaining import beyond
from chrono.expressions import Not
from chrono.model import Certainty, Verdict
from chrono.project import additive
from chrono.project.base import Base
from chrono.results import Reason, Window
from chrono.solving import Answer, Distance
from chrono.testing.histories import REACH
from chrono.testing.space import Space

_OPPOSITE: dict[Verdict, Verdict] = {"entailed": "refuted", "refuted": "entailed"}


def assert_laws(chronology: Chronology, *points: Point) -> None:
    """Puts a chronology to every law, for these points (default: the starts and ends of its documents)."""
    base = _base(chronology)
    if base.solver.consistent() is not Answer.YES:
        conflict = base.explainer.conflict()
        assert conflict is not None, "the evidence allows no history, and no conflict is given"
        _assert_suffices(base, conflict, [], "the conflict")
        return
    asked = points or tuple(
        f"{edge}({e.id})" for e in base.chronology.entries if e.kind == "document" for edge in ("start", "end")
    )
    windows = {point: base.solver.window(Distance(point)) for point in asked}
    for point, window in windows.items():
        assert window.intervals, f"{point} has no window though the evidence is consistent"
        _assert_attained(base, chronology, point, window)
        _assert_argued(base, point, window)
        _assert_levels(base, point)
    _assert_less_evidence_widens(chronology, base, windows)
    _assert_order_is_nothing(chronology, windows)
    _assert_denials(base)


def _base(chronology: Chronology) -> Base:
    return Base(chronology.value, chronology.options())


def _ends(point: Point, window: Window) -> Iterator[tuple[int, Constraint, str]]:
    """The bounds of a window, each with what lies beyond it and how it is said."""
    if window.least is not None:
        yield window.least, beyond(Distance(point), least=window.least), f"{point} >= {window.least}"
    if window.most is not None:
        yield window.most, beyond(Distance(point), most=window.most), f"{point} <= {window.most}"


def _assert_attained(base: Base, chronology: Chronology, point: Point, window: Window) -> None:
    for value, outside, said in _ends(point, window):
        at = Constraint(AllOf((Linear((point,), (), value), Linear((), (point,), -value))))
        network = replace(base.network, constraints=(*base.network.constraints, at))
        try:
            history = Space(network, REACH[chronology.value.unit]).history(lambda count: 0, network.points)
        except ValueError:
            raise AssertionError(f"{said} is a bound that no history attains") from None
        broken = [c.sentence for c in network.constraints if not holds(c.formula, history)]
        assert not broken, f"{said} is attained by a history in which {broken[0]} does not hold"
        beyond_it = base.solver.consistent(also=[outside])
        assert beyond_it is Answer.NO, f"{said} is a bound, and what lies beyond it is not refuted"


def _assert_argued(base: Base, point: Point, window: Window) -> None:
    for value, outside, said in _ends(point, window):
        later = said == f"{point} <= {value}"
        explain = base.explainer.bound
        reason = explain(Distance(point), most=value) if later else explain(Distance(point), least=value)
        assert reason is not None, f"no reason is given for {said}"
        _assert_suffices(base, reason, [outside], said)
        for id in base.network.ids:
            left = [other for other in base.network.ids if other != id]
            moved = base.solver.window(Distance(point), left)
            stands = (moved.most if later else moved.least) == value
            assert stands or id in reason.ids, f"without {id} {said} falls, and its reason does not name {id}"
            held = base.solver.refutes(left, [outside]) is Answer.YES
            assert stands is held, f"without {id} the window of {point} and the argument for {said} disagree"


def _assert_suffices(base: Base, reason: Reason, against: list[Constraint], said: str) -> None:
    assert base.solver.refutes(reason.ids, against) is Answer.YES, (
        f"the reason for {said} does not suffice: {reason.ids}"
    )
    for id in reason.ids:
        fewer = [other for other in reason.ids if other != id]
        spared = base.solver.refutes(fewer, against) is Answer.YES
        assert not spared, f"the reason for {said} does not need {id}: {reason.ids}"


def _assert_levels(base: Base, point: Point) -> None:
    levels = [base.solver.window(Distance(point), base.network.at_least(level)) for level in sorted(Certainty)]
    for lower, higher in pairwise(levels):
        assert _within(lower, higher), f"{point}: less certain evidence widens {higher.hull} to {lower.hull}"


def _assert_less_evidence_widens(chronology: Chronology, base: Base, windows: dict[Point, Window]) -> None:
    adding = additive(base.chronology)
    for evidence in base.chronology.evidence:
        only_undercuts = not evidence.holds and not evidence.against and not evidence.denies
        only_undercuts = only_undercuts and not any(
            line.wording in {s.wording for s in evidence.says} for rule in base.chronology.rules for line in rule.when
        )
        if evidence.id not in adding and not only_undercuts:
            continue
        without = _base(chronology.varied(without=evidence.id))
        if without.solver.consistent() is not Answer.YES:
            assert evidence.id not in adding, f"the evidence contradicts itself only without {evidence.id}"
            continue
        for point, window in windows.items():
            left = without.solver.window(Distance(point))
            if evidence.id in adding:
                assert _within(window, left), f"{evidence.id} widens {point} from {left.hull} to {window.hull}"
            else:
                assert _within(left, window), f"{evidence.id} undercuts, and narrows {point} to {window.hull}"


def _assert_order_is_nothing(chronology: Chronology, windows: dict[Point, Window]) -> None:
    value = chronology.value
    turned = replace(
        value,
        entries=value.entries[::-1],
        evidence=value.evidence[::-1],
        rules=value.rules[::-1],
        sequences=value.sequences[::-1],
    )
    other = _base(replace(chronology, value=turned))
    for point, window in windows.items():
        assert other.solver.window(Distance(point)) == window, f"{point}: the order of the files changes its window"


def _assert_denials(base: Base) -> None:
    for hypothesis in base.chronology.hypotheses:
        claim, verdicts = hypothesis.claim.claim, []
        for asked in (claim, Not(claim)):
            constraints = encoding.claim_constraints(base.chronology, asked, base.admitted)
            verdicts.append(hypotheses.verdict(base.solver, *constraints))
        expected = _OPPOSITE.get(verdicts[0], verdicts[0])
        assert verdicts[1] == expected, f"{hypothesis.id} is {verdicts[0]} and its denial {verdicts[1]}"


def _within(inner: Window, outer: Window) -> bool:
    """Whether every value of one window is a value of the other."""
    return all(
        any(
            (a is None or (first is not None and first >= a)) and (b is None or (last is not None and last <= b))
            for a, b in outer.intervals
        )
        for first, last in inner.intervals
    )
