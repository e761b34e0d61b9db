"""`chrono infer --sensitivity`: what each piece carries, and how much each answer can lose.

Leaving a piece out can move a bound only if the piece is in the argument printed for it, or if something else then says
something else: only those are tried, the latter by weighing and encoding anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from chrono.answers.infer import Inference, SpanResult
from chrono.answers.sensitivity import Leaving, Robustness, Sensitivity, Subject
from chrono.arguments import judgement
from chrono.arguments.explainer import beyond
from chrono.core.limits import LimitReached
from chrono.core.points import point_of
from chrono.engine.formulas import Constraint
from chrono.engine.leave_one_out import Loosening
from chrono.engine.outcomes import Answer, Distance
from chrono.model.chronology import Chronology
from chrono.questions.base import Base
from chrono.questions.choice import spans
from chrono.questions.infer import inferred
from chrono.questions.options import AS_WRITTEN, Options
from chrono.questions.proven import proven_window
from chrono.questions.remainders import Denied as Denial
from chrono.questions.robustness import robust
from chrono.questions.session import Session, opened
from chrono.questions.windows import taking
from chrono.questions.workers import Jobs, Workers

Denied = tuple[Subject, tuple[str, ...], Sequence[Constraint]]
"""A bound or verdict, the argument printed for it, and its denial."""


def sensitivity(
    of: Chronology | Session,
    ids: tuple[str, ...] = (),
    options: Options = AS_WRITTEN,
    repair: int | None = 1,
    jobs: Jobs = 1,
) -> Inference:
    """What `infer` answers, with what its bounds and every verdict rest on, found in so many processes; of
    contradictory evidence that is answered under no repair without that."""
    with opened(of, options) as session, Workers(base := session.base(options, spans(ids)).unabridged, jobs) as workers:
        return _sensitive(base, ids, workers, repair).asking(ids=ids, sensitivity=True, **taking(repair))


def _sensitive(base: Base, ids: tuple[str, ...], workers: Workers, repair: int | None) -> Inference:
    answer = inferred(base, ids, workers, repair)
    if answer.status == "inconsistent":
        return _under(base, answer, workers, repair)
    found = _surveyed(base, answer.results, workers)
    # What rests on a bound not known in time is not known either.
    if answer.status == "unknown" or base.limit.ended():
        found = replace(found, leaving_known=False)
    return replace(answer, sensitivity=found)


def _under(base: Base, answer: Inference, workers: Workers, repair: int | None) -> Inference:
    """An answer under a repair with what rests on what of that which is left."""
    if not answer.repaired or repair is None:
        return answer
    from chrono.questions import repaired  # what only a contradiction needs

    found = repaired.repaired(base, repair)
    assert found is not None, "it was answered under this repair"
    left = found.left.unabridged
    with Workers(left, workers.jobs) as others:
        survey = _surveyed(left, answer.results, others)
    known = survey.leaving_known and not base.limit.ended()
    return replace(answer, sensitivity=replace(survey, leaving_known=known))


def _surveyed(base: Base, spans: Sequence[SpanResult], workers: Workers) -> Sensitivity:
    subjects = [*_bounds(spans), *_verdicts(base)]
    carrying = sorted({id for _, ids, _ in subjects for id in ids})
    entangled = base.entanglement
    others = entangled.tightening.union(*(entangled.beyond(ids) for _, ids, _ in subjects))
    leaving = workers.spread(_leaving, sorted({*carrying, *others}), subjects, "things left out")
    ranked = sorted((found for found in leaving if found and (found.moved or found.contradiction)), key=_weight)
    tried = len({*base.network.ids, *entangled.ids})
    robustness = workers.spread(_lost, [subject for subject, _, _ in subjects], None, "what can be lost")
    return Sensitivity(tuple(ranked), tuple(robustness), tried, None not in leaving)


def _leaving(base: Base, part: Sequence[str], subjects: Sequence[Denied]) -> Iterator[Leaving | None]:
    """What moves without each id of a part; None where a limit came first."""
    loosening = base.solver.loosening()
    for id in part:
        try:
            if base.limit.ended():
                raise LimitReached
            anew = base.remainders.anew([id])
            yield _anew(base, subjects, id) if anew else _less(base, loosening, subjects, id)
        except LimitReached:
            yield None


def _lost(base: Base, part: Sequence[Subject], _: None) -> Iterator[Robustness]:
    """What each bound or verdict of a part can lose."""
    return robust(base, [(subject, denied_by(base, subject)) for subject in part])


def _bounds(spans: Sequence[SpanResult]) -> Iterator[Denied]:
    for span in spans:
        for edge, bound in (("end", span.end), ("start", span.start)):
            point = Distance(point_of(edge, span.id))
            least, most = bound.window.hull
            if bound.latest is not None and most is not None:
                subject = Subject(span.id, span.kind, edge, "latest", most)  # type: ignore[arg-type]
                yield subject, bound.latest.ids, [beyond(point, most=most)]
            if bound.earliest is not None and least is not None:
                subject = Subject(span.id, span.kind, edge, "earliest", least)  # type: ignore[arg-type]
                yield subject, bound.earliest.ids, [beyond(point, least=least)]


def _verdicts(base: Base) -> Iterator[Denied]:
    for hypothesis in base.chronology.hypotheses:
        claim, denial = base.claim(hypothesis.claim.claim)
        verdict, reason = judgement.judge(base.solver, base.explainer, claim, denial)
        if reason is not None:
            against = denial if verdict == "entailed" else claim
            yield Subject(hypothesis.id, "hypothesis", verdict=verdict), reason.ids, against


def denied_by(base: Base, subject: Subject) -> Denial:
    """The denial of a bound or verdict, in the terms of whatever base it is put to."""
    if subject.edge is None:
        claim = next(h for h in base.chronology.hypotheses if h.id == subject.id).claim.claim
        return lambda other: other.claim(claim)[subject.verdict == "entailed"]
    point = Distance(point_of(subject.edge, subject.id))
    bound = beyond(point, most=subject.at) if subject.side == "latest" else beyond(point, least=subject.at)
    return lambda _: [bound]


def _less(base: Base, loosening: Loosening | None, subjects: Sequence[Denied], id: str) -> Leaving:
    """What moves where the id is not accepted; raises `LimitReached`."""
    left = [other for other in base.network.ids if other != id]
    moved = None if loosening is None else loosening.without(id)
    # What does not move is not told, and only what is told is proven.
    asked = [
        subject
        for subject, ids, _ in subjects
        if id in ids and (subject.edge is None or moved is None or point_of(subject.edge, subject.id) in moved)
    ]
    nows = [(subject, _now(base, subject, left)) for subject in asked]
    return Leaving(id, tuple((subject, now) for subject, now in nows if now != subject))


def _now(base: Base, subject: Subject, ids: Sequence[str]) -> Subject:
    """The subject as it is where only these ids are accepted; raises `LimitReached`."""
    if base.limit.ended():
        raise LimitReached
    if subject.edge is not None:
        window = proven_window(base, Distance(point_of(subject.edge, subject.id)), ids)
        if not window.proven:
            raise LimitReached
        return replace(subject, at=window.least if subject.side == "earliest" else window.most)
    hypothesis = next(h for h in base.chronology.hypotheses if h.id == subject.id)
    claim, denial = base.claim(hypothesis.claim.claim)
    verdict = judgement.verdict(base.solver, claim, denial, ids)
    if verdict == "unknown":
        raise LimitReached
    return replace(subject, verdict=verdict)


def _anew(base: Base, subjects: Sequence[Denied], id: str) -> Leaving:
    """What moves where something is left out without which other evidence says something else. Raises
    `LimitReached`."""
    rest = base.remainders.without([id])
    other = rest.base
    consistent = other.solver.shown(ids=rest.ids)
    if consistent is Answer.UNKNOWN:
        raise LimitReached
    if consistent is Answer.NO:
        return Leaving(id, (), contradiction=True)
    known = {e.id for e in other.chronology.entries} | {h.id for h in other.chronology.hypotheses}
    moved = [
        (subject, now)
        for subject, _, _ in subjects
        if subject.id in known and (now := _now(other, subject, rest.ids)) != subject
    ]
    return Leaving(id, tuple(moved))


def _weight(found: Leaving) -> tuple[object, ...]:
    """What opens a bound first, then what overturns most verdicts, then what moves bounds furthest."""
    opened = sum(now.edge is not None and now.at is None for _, now in found.moved)
    turned = sum(now.edge is None for _, now in found.moved)
    steps = sum(abs(was.at - now.at) for was, now in found.moved if was.at is not None and now.at is not None)
    return not found.contradiction, -opened, -turned, -steps, found.id
