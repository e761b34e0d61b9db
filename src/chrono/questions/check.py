"""`chrono check`: every hypothesis against what its author expects, also under the variations it must survive.

All hypotheses share one base, and those of one part what their variations have in common. No verdict or reason depends
on what else was asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from chrono.answers.check import Check, Checked
from chrono.answers.reasons import Reason
from chrono.answers.thresholds import Threshold
from chrono.arguments import judgement
from chrono.core.diagnostics import Diagnostic
from chrono.core.points import in_span_order, point_of
from chrono.engine.intervals import Window
from chrono.engine.outcomes import Distance, Status
from chrono.language.expressions import Claim, names
from chrono.model.chronology import Chronology, Hypothesis, Verdict
from chrono.questions.base import Base
from chrono.questions.conflicts import first_repairs
from chrono.questions.options import AS_WRITTEN, Options, Unanswerable, unknown
from chrono.questions.proven import proven_window
from chrono.questions.session import Session, opened
from chrono.questions.thresholds import of_verdict, tried
from chrono.questions.variations import unasked, vary
from chrono.questions.windows import taking
from chrono.questions.workers import Jobs, Workers


def check(
    of: Chronology | Session,
    ids: tuple[str, ...] = (),
    options: Options = AS_WRITTEN,
    jobs: Jobs = 1,
    repair: int | None = 1,
) -> Check:
    """Every named hypothesis (default: all) against what its author expects of it, in so many processes.

    Contradictory evidence is answered under a repair, by its number (1: the preferred one); None: with the
    contradictions alone, as are hypotheses that expect just that. Raises `Unanswerable` for ids that are no hypotheses,
    and where there is none at all and no contradiction to tell.
    """
    options = options.begun()
    with opened(of, options) as session:
        base = session.base(options, lambda chronology, _: _hypotheses(chronology, ids))
        return _checked(base, ids, jobs, repair).asking(ids=ids, **taking(repair))


def _checked(base: Base, ids: tuple[str, ...], jobs: Jobs, repair: int | None) -> Check:
    asked = tuple(h.id for h in _hypotheses(base.chronology, ids))
    if not asked and base.status()[0] == "consistent":
        raise Unanswerable([Diagnostic("empty", "there is no hypothesis to check", help="add one under hypotheses:")])
    return noting_idle(base, tested(base, asked, jobs, repair))


def noting_idle(base: Base, answer: Check) -> Check:
    """The answer with the files laid over that change no verdict."""
    if not base.given.overlays:
        return answer
    from chrono.questions.idle import noted, verdicts  # what only a file laid over needs

    return replace(answer, asked=noted(base, verdicts(c.id for c in answer.results)))


def _hypotheses(chronology: Chronology, ids: tuple[str, ...]) -> tuple[Hypothesis, ...]:
    by_id = {h.id: h for h in chronology.hypotheses}
    wrong = [unknown(id, by_id, "hypothesis") for id in ids if id not in by_id]
    if wrong:
        raise Unanswerable(wrong)
    return tuple(by_id[id] for id in sorted(set(ids))) if ids else chronology.hypotheses


def tested(base: Base, ids: tuple[str, ...], jobs: Jobs, repair: int | None) -> Check:
    """What `check` answers, from a base that is ready, of hypotheses that there are."""
    status = base.consistency
    if status == "inconsistent" and repair is not None:
        return _under(base, ids, jobs, repair)
    conflicts = base.conflicts
    with Workers(base, jobs) as workers:
        answers = tuple(workers.spread(_tested, ids, None, "hypotheses"))
    if not all(c.known for c in answers):
        status = "unknown"
    return Check(
        base.asked, status, answers, base.weighing, conflicts=conflicts, repairs=first_repairs(base, conflicts)
    )


def _under(base: Base, ids: tuple[str, ...], jobs: Jobs, repair: int) -> Check:
    """What `check` answers of contradictory evidence under a repair; of what expects a contradiction, without one."""
    expected = {h.id for h in base.chronology.hypotheses if h.expect == "inconsistent"}
    strict, others = ([id for id in ids if (id in expected) == meant] for meant in (True, False))
    if strict and not others:
        return tested(base, ids, jobs, None)
    from chrono.questions import repaired  # what only a contradiction needs

    found = repaired.repaired(base, repair)
    if found is None and not base.limit.ended():
        return tested(base, ids, jobs, None)
    if found is None:
        # There was no time for a repair: what follows under one is not known.
        by_id = {h.id: h for h in base.chronology.hypotheses}
        told = {id: _judged(base, by_id[id], "unknown", (), lambda claim: ()) for id in others}
    else:
        told = {c.id: c for c in found.judged(tested(found.left, tuple(others), jobs, None).results)}
    with base.limit.hushed():
        told |= {c.id: c for c in _tested(base, strict, None)}
    answer = Check(base.asked, "inconsistent", tuple(told[id] for id in ids), base.weighing)
    return replace(answer, conflicts=base.conflicts) if found is None else repaired.answered(base, answer, found)


def _tested(base: Base, ids: Sequence[str], _: None) -> Iterator[Checked]:
    """Each hypothesis of a part, as the evidence is and under its variations."""
    status, conflicts = base.status()
    by_id = {h.id: h for h in base.chronology.hypotheses}
    looking = _looking(base) if status == "consistent" else lambda claim: ()
    checked = {id: _judged(base, by_id[id], status, conflicts, looking) for id in base.limit.counted("hypotheses", ids)}
    varying = {id: found for id, found in checked.items() if not found.unasked}
    thresholds = {id: _thresholds(base, by_id[id], status) for id in varying}
    variations = vary(base, varying, thresholds)
    for id in ids:
        known = id in variations
        yield (replace(checked[id], variations=variations[id], thresholds=thresholds[id]) if known else checked[id])


def _thresholds(base: Base, hypothesis: Hypothesis, status: Status) -> tuple[Threshold, ...]:
    """At which values of the settings that the variations try the verdict is which."""
    if status != "consistent":
        return ()
    return tuple(of_verdict(base, hypothesis, setting) for setting in tried(base, hypothesis))


_Windows = tuple[tuple[str, Window], ...]


def _judged(
    base: Base,
    hypothesis: Hypothesis,
    status: Status,
    conflicts: tuple[Reason, ...],
    looking: Callable[[Claim], _Windows],
) -> Checked:
    """A hypothesis on the evidence as it is. What contradicts itself has one conflict, for all of them."""
    claim, denial = base.claim(hypothesis.claim.claim)
    verdict: Verdict = "inconsistent" if status == "inconsistent" else "unknown"
    reason = next(iter(conflicts), None)
    why_not = unasked(base, hypothesis) if status == "consistent" else ""
    if status == "consistent" and not why_not:
        verdict, reason = judgement.judge(base.solver, base.explainer, claim, denial)
    windows = looking(hypothesis.claim.claim)
    return Checked(
        hypothesis.id,
        hypothesis.claim.text,
        hypothesis.expect,
        verdict,
        reason,
        hypothesis.why,
        place=hypothesis.place,
        severity=hypothesis.severity,
        tags=tuple(sorted(hypothesis.tags)),
        windows=windows,
        sharper=_sharper(base, hypothesis, windows) if verdict == "entailed" else (),
        unasked=why_not,
    )


def _looking(base: Base) -> Callable[[Claim], _Windows]:
    """What looks up the windows of the points a claim names, each worked out once."""
    known: dict[str, Window] = {}

    def windows(claim: Claim) -> _Windows:
        points = {point_of(edge, name.id) for name, use in names(claim) for edge in _EDGES.get(use, (use,))}
        for point in sorted(points & set(base.network.points) - known.keys()):
            known[point] = proven_window(base, Distance(point))
        return tuple((point, known[point]) for point in sorted(points, key=in_span_order) if point in known)

    return windows


_EDGES = {"span": ("start", "end"), "duration": ("start", "end")}


def _sharper(base: Base, hypothesis: Hypothesis, windows: _Windows) -> tuple[str, ...]:
    """The recorded sides of which the evidence now says more than the record."""
    found = []
    for recorded in hypothesis.recorded:
        window = dict(windows).get(recorded.point)
        if window is None or not window.proven:
            continue
        first, last = (
            None if day is None else base.chronology.scale.step_of(day) for day in (recorded.first, recorded.last)
        )
        later = window.least is not None and (first is None or window.least > first)
        earlier = window.most is not None and (last is None or window.most < last)
        if later or earlier:
            found.append(recorded.point)
    return tuple(found)
