"""The laws of the reasoning, put to one chronology.

Takes a chronology, raises `AssertionError` with the law and the example where one is broken. The laws: more evidence
never widens a window, and what undercuts never narrows one; the order of things and their ids change nothing, and all
dates moved by some days move the windows by as many; a reason suffices and none of it can be spared; what is left out
moves a bound only where every argument for it needs that; both ends of each window are attained by whole histories, and
nothing beyond them by any; what is certain enough holds at every lower level; a claim is entailed where its denial is
refuted; the certificate of a window checks, and with a number changed by one it fails or is still a proof.

Dates are moved only where the unit is the day, every date is fixed and every duration is in days or weeks: months
counted from a stated day, feasts and reigns rightly change with the time of the year, so elsewhere that law is skipped.
Certificates are checked where there are any: not where a proof takes too many steps or a bound is no difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from chrono import dates
from chrono.answers.reasons import Reason, origin_of
from chrono.api import Chronology
from chrono.arguments import judgement
from chrono.arguments.explainer import beyond
from chrono.core.points import point_of
from chrono.dates import Run
from chrono.engine import certificates
from chrono.engine.certificates import (
    Cases,
    Certificate,
    Chain,
    NoPlace,
    Packed,
    Packing,
    Refutation,
    Row,
    Sum,
    Witness,
)
from chrono.engine.formulas import AllOf, Constraint, Linear, Point, holds, linears, negated
from chrono.engine.intervals import Window
from chrono.engine.outcomes import Answer, Distance, FailedCheck
from chrono.grounding import encoding
from chrono.grounding.remaining import additive
from chrono.language.expressions import Not
from chrono.model.chronology import Certainty, Verdict
from chrono.questions.base import Base
from chrono.testing.histories import REACH
from chrono.testing.restating import new_names, renamed, renamed_point, shiftable, shifted, shifted_run
from chrono.testing.space import Space

T = TypeVar("T")
_OPPOSITE: dict[Verdict, Verdict] = {"entailed": "refuted", "refuted": "entailed"}
_DAYS = 1_001
"""How far all dates are moved: into another year, and another time of the year."""


def assert_laws(chronology: Chronology, *points: Point) -> None:
    """Puts a chronology to every law, for these points (default: the starts and ends of its documents)."""
    base = _base(chronology)
    if base.solver.consistent() is not Answer.YES:
        conflict = base.explainer.conflict()
        assert conflict is not None, "the evidence allows no history, and no conflict is given"
        _assert_suffices(base, conflict, [], "the conflict")
        return
    asked = points or tuple(
        point_of(edge, e.id) for e in base.chronology.entries if e.kind == "document" for edge in ("start", "end")
    )
    windows = {point: base.solver.window(Distance(point)) for point in asked}
    for point, window in windows.items():
        assert window.intervals, f"{point} has no window though the evidence is consistent"
        _assert_attained(base, chronology, point, window)
        _assert_argued(base, point, window)
        _assert_levels(base, point)
        _assert_certified(base, point, window)
    _assert_less_evidence_widens(chronology, base, windows)
    _assert_order_is_nothing(chronology, windows)
    _assert_ids_are_nothing(chronology, base, windows)
    _assert_time_is_nothing(chronology, base, windows)
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
        broken = [origin_of(c).sentence for c in network.constraints if not holds(c.formula, history)]
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


def _assert_ids_are_nothing(chronology: Chronology, base: Base, windows: dict[Point, Window]) -> None:
    # What is left out has been: its ids need no new names.
    left, to = replace(base.chronology, hypotheses=()), new_names(base.chronology)
    other = _base(replace(chronology, value=renamed(left, to), without=()))
    for point, window in windows.items():
        found = other.solver.window(Distance(renamed_point(point, to)))
        assert found == window, f"{point}: other ids change its window from {window.hull} to {found.hull}"


def _assert_time_is_nothing(chronology: Chronology, base: Base, windows: dict[Point, Window]) -> None:
    left = replace(base.chronology, hypotheses=())
    if not shiftable(left) or any(dates.read_duration(text).months for _, text in chronology.settings):
        return
    other = _base(replace(chronology, value=shifted(left, _DAYS), without=()))
    for point, window in windows.items():
        moved = [shifted_run(Run(*interval), _DAYS) for interval in window.intervals]
        found = other.solver.window(Distance(point))
        same = found.intervals == tuple((run.first, run.last) for run in moved)
        assert same, f"{point}: all dates {_DAYS} days later move its window from {window.hull} to {found.hull}"


def _assert_certified(base: Base, point: Point, window: Window) -> None:
    try:
        certificate = base.solver.certificate(Distance(point), window)
    except FailedCheck as error:
        raise AssertionError(f"{point}: {error}") from None
    if certificate is None:
        return
    formulas = [c.formula for c in base.network.constraints]
    assert certificates.proves(certificate, formulas), f"the certificate of {point} does not check"
    stated = {bound for f in formulas for bound in linears(f)}
    stated.update(b for bounds in certificates.outside(point, "", window.intervals) for b in bounds)
    stated.update(b for tree in certificate.excluded for b in _supposed(tree))
    for changed, history, bound in _changed(certificate):
        still = changed.intervals == window.intervals
        still = still and (history is None or all(holds(f, history.history) for f in formulas))
        still = still and (bound is None or bound in stated)
        assert still or not certificates.proves(changed, formulas), (
            f"{point}: a certificate that proves nothing checks: {history or bound or changed.intervals}"
        )


def _changed(certificate: Certificate) -> Iterator[tuple[Certificate, Witness | None, Linear | None]]:
    """The certificate with one number one more or less: an end of an interval, a day of a history (which is given too),
    or a bound of a sum (likewise)."""
    for by in (-1, 1):
        for i, (first, last) in enumerate(certificate.intervals):
            for ends in ((first if first is None else first + by, last), (first, last if last is None else last + by)):
                if ends != (first, last):
                    yield replace(certificate, intervals=_put(certificate.intervals, i, ends)), None, None
        for i, spans in enumerate(certificate.attained):
            for j, (low, high) in enumerate(spans):
                for side, witness in enumerate((low, high)):
                    for p, value in witness.history.items():
                        other = replace(witness, history={**witness.history, p: value + by})
                        span = (low, other) if side else (other, high)
                        attained = _put(certificate.attained, i, _put(spans, j, span))
                        yield replace(certificate, attained=attained), other, None
        for i, tree in enumerate(certificate.excluded):
            for changed, bound in _changed_sums(tree, by):
                yield replace(certificate, excluded=_put(certificate.excluded, i, changed)), None, bound


def _changed_sums(tree: Refutation, by: int) -> Iterator[tuple[Refutation, Linear]]:
    if isinstance(tree, Sum):
        for i, bound in enumerate(tree.bounds):
            other = replace(bound, most=bound.most + by)
            yield Sum(_put(tree.bounds, i, other)), other
    elif isinstance(tree, Packing):
        for i, span in enumerate(tree.spans):
            sides = (span.lasting, span.after, span.before)
            for side, bounds in enumerate(sides):
                for j, bound in enumerate(bounds):
                    other = replace(bound, most=bound.most + by)
                    put = Packed(span.start, span.end, *_put(sides, side, _put(bounds, j, other)))
                    yield replace(tree, spans=_put(tree.spans, i, put)), other
    elif isinstance(tree, NoPlace):
        for i, bound in enumerate(tree.after):
            other = replace(bound, most=bound.most + by)
            yield replace(tree, after=_put(tree.after, i, other)), other
        for i, bound in enumerate(tree.before):
            other = replace(bound, most=bound.most + by)
            yield replace(tree, before=_put(tree.before, i, other)), other
    elif isinstance(tree, Cases):
        for i, part in enumerate(tree.refuted):
            for changed, bound in _changed_sums(part, by):
                yield replace(tree, refuted=_put(tree.refuted, i, changed)), bound
    else:
        for i, lemma in enumerate(tree.lemmas):
            for changed, bound in _changed_sums(lemma.spans if isinstance(lemma, Row) else lemma.because, by):
                if isinstance(lemma, Row):
                    assert isinstance(changed, Packing)
                    row = replace(lemma, spans=changed)
                    yield _of_row(replace(tree, lemmas=_put(tree.lemmas, i, row)), lemma, row), bound
                else:
                    yield replace(tree, lemmas=_put(tree.lemmas, i, replace(lemma, because=changed))), bound
        for changed, bound in _changed_sums(tree.last, by):
            yield replace(tree, last=changed), bound


def _of_row(tree: Refutation, was: Row, now: Row) -> Refutation:
    """The tree, which speaks of a row where it spoke of another."""
    if isinstance(tree, NoPlace):
        return replace(tree, row=now) if tree.row is was else tree
    if isinstance(tree, Cases):
        return replace(tree, refuted=tuple(_of_row(part, was, now) for part in tree.refuted))
    if not isinstance(tree, Chain):
        return tree
    lemmas = tuple(
        lemma if isinstance(lemma, Row) else replace(lemma, because=_of_row(lemma.because, was, now))
        for lemma in tree.lemmas
    )
    return replace(tree, lemmas=lemmas, last=_of_row(tree.last, was, now))


def _supposed(tree: Refutation) -> Iterator[Linear]:
    """The bounds of the cases that a refutation tells apart, and those of its lemmas and of their opposites."""
    if isinstance(tree, Cases):
        yield from linears(tree.choice)
        for part in tree.refuted:
            yield from _supposed(part)
    elif isinstance(tree, Chain):
        for lemma in tree.lemmas:
            if not isinstance(lemma, Row):
                yield from linears(lemma.formula)
                yield from linears(negated(lemma.formula))
                yield from _supposed(lemma.because)
        yield from _supposed(tree.last)


def _put(items: tuple[T, ...], at: int, item: T) -> tuple[T, ...]:
    return (*items[:at], item, *items[at + 1 :])


def _assert_denials(base: Base) -> None:
    for hypothesis in base.chronology.hypotheses:
        claim, verdicts = hypothesis.claim.claim, []
        for asked in (claim, Not(claim)):
            constraints = encoding.claim_constraints(base.chronology, asked, base.admitted)
            verdicts.append(judgement.verdict(base.solver, *constraints))
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
