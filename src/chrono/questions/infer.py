"""`chrono infer`: the windows of spans, with reasons, levels of certainty and comparisons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from chrono import dates
from chrono.answers.common import Asked
from chrono.answers.infer import Bound, Comparison, Inference, Level, SpanResult
from chrono.core.points import end_of, point_of, start_of
from chrono.engine.formulas import Constraint, no_later
from chrono.engine.intervals import Window
from chrono.engine.outcomes import Answer, Distance, Status
from chrono.model.chronology import Certainty, Chronology, Entry
from chrono.questions.base import Base
from chrono.questions.choice import chosen, spans
from chrono.questions.options import AS_WRITTEN, Options
from chrono.questions.proven import proven_window
from chrono.questions.session import Session, opened
from chrono.questions.windows import taking
from chrono.questions.workers import LARGE, Jobs, Workers


def infer(
    of: Chronology | Session,
    ids: tuple[str, ...] = (),
    options: Options = AS_WRITTEN,
    repair: int | None = 1,
    jobs: Jobs = 1,
) -> Inference:
    """The windows of the named spans (default: every document), each bound with its reason, found in so many
    processes.

    Contradictory evidence is answered under a repair, by its number (1: the preferred one); None: with the
    contradictions alone. Raises `Unanswerable`.
    """
    options, known = options.begun(), None
    with opened(of, options) as session:
        if isinstance(of, Chronology) and len(of.entries) >= LARGE:
            from chrono.questions.parted import parted  # what only large chronologies need

            split, known = parted(of, ids, options)
            found = None if split is None else split.answers(_of_part, jobs)
            if split is not None and found is not None:
                answers, sure = found
                status: Status = "consistent" if sure and all(map(_known, answers)) else "unknown"
                answer = Inference(split.asked, status, tuple(answers), split.stood.weighing)
                return answer.asking(ids=ids, **taking(repair))
        with Workers(base := session.base(options, spans(ids), known), jobs) as workers:
            return inferred(base, ids, workers, repair).asking(ids=ids, **taking(repair))


def _of_part(base: Base, ids: Sequence[str]) -> Iterator[SpanResult]:
    """What is asked of each span of a part of the chronology."""
    return _results(base, ids, (base.consistency, tuple(ids)))


def inferred(base: Base, ids: tuple[str, ...], workers: Workers | None = None, repair: int | None = None) -> Inference:
    """What `infer` answers, from a base that is ready."""
    asked_of = chosen(base.chronology, ids)
    status = base.consistency
    named = [entry.id for entry in asked_of]
    if status != "inconsistent":
        spread = (workers or Workers(base)).spread
        answers = tuple(spread(_results, named, (status, ids), "spans"))
        if not all(_known(answer) for answer in answers):
            status = "unknown"
        return Inference(_asked(base, asked_of), status, answers, base.weighing)
    from chrono.questions import repaired  # what only a contradiction needs

    found = None if repair is None else repaired.repaired(base, repair)
    answer = Inference(_asked(base, asked_of), status, (), base.weighing)
    if found is not None:
        with Workers(found.left, 1 if workers is None else workers.jobs) as left:
            answer = replace(answer, results=found.told(left.spread(_results, named, ("consistent", ids), "spans")))
    return repaired.answered(base, answer, found, asked_of if ids else ())


def _results(base: Base, part: Sequence[str], given: tuple[Status, tuple[str, ...]]) -> Iterator[SpanResult]:
    """What is asked of each span of a part, given how the evidence stands and the words for all spans asked about: for
    those the base is made ready once, whoever is asked about which part."""
    status, words = given
    levels = tuple(_accepting(base))
    if status == "consistent" and part:
        spans = [id for entry in chosen(base.chronology, words) for id in (entry.id, *entry.compare)]
        if not base.look_near(len(spans)):
            for _, accepted in levels:
                base.narrow([point_of(edge, id) for id in spans for edge in ("start", "end")], accepted)
    entries = {entry.id: entry for entry in base.chronology.entries}
    for id in part:
        yield _span(base, entries[id], levels)
    for accepted in dict.fromkeys(ids for _, ids in levels):
        explainer, binding = base.about((), accepted)
        explainer.solver.confirm(binding)


def _asked(base: Base, asked_of: Sequence[Entry]) -> Asked:
    """What was asked, with the files laid over that change nothing of it."""
    if not base.given.overlays:
        return base.asked
    from chrono.questions.idle import noted, windows  # what only a file laid over needs

    return noted(base, windows(e.id for e in asked_of))


def _known(answer: SpanResult) -> bool:
    """Whether no limit kept anything about a span from being known."""
    windows = [answer.duration, *(window for level in answer.levels for window in (level.start, level.end))]
    known = all(w.proven for w in windows) and all(c.verdict != "unknown" for c in answer.comparisons)
    return known and answer.start.known and answer.end.known


def _accepting(base: Base) -> Iterator[tuple[Certainty, frozenset[str]]]:
    """The levels of certainty that are admitted, the highest first, with what is accepted at each."""
    for level in base.levels:
        yield level, base.solver.binding(base.network.at_least(level))


def _span(base: Base, entry: Entry, accepting: Sequence[tuple[Certainty, frozenset[str]]]) -> SpanResult:
    start, end = start_of(entry.id), end_of(entry.id)
    # Under many levels the same binds.
    binding = dict.fromkeys(ids for _, ids in accepting)
    windows = {ids: [proven_window(base, Distance(point), ids) for point in (start, end)] for ids in binding}
    levels = _levels(tuple((level, *windows[ids]) for level, ids in accepting))
    ended = _bound(base, end)
    return SpanResult(
        entry.id,
        entry.kind,
        entry.name,
        tuple(base.names.get(a, a) for a in entry.authors),
        _bound(base, start),
        ended,
        proven_window(base, Distance(end, start)),
        levels,
        tuple(compared(base, end, ended.window, to) for to in entry.compare),
        entry.refs,
        entry.place,
    )


@lru_cache(maxsize=1_000)
def _levels(told: tuple[tuple[Certainty, Window, Window], ...]) -> tuple[Level, ...]:
    """Both windows of a span at each level: the very same for many spans, of which few are dated by what is certain."""
    return tuple(Level(*each) for each in told)


def _bound(base: Base, point: str) -> Bound:
    distance = Distance(point)
    window = proven_window(base, distance)
    if not window.proven:
        return Bound(window)
    explainer = (base.near and base.near.explainer(point)) or base.about((point,))[0]
    earliest = None if window.least is None else explainer.bound(distance, least=window.least)
    latest = None if window.most is None else explainer.bound(distance, most=window.most)
    return Bound(window, earliest, latest)


def compared(base: Base, end: str, ended: Window, to: str) -> Comparison:
    """How far a reference lies from a document's latest possible end, and on which side of it."""
    first, last = start_of(to), end_of(to)
    scale = base.chronology.scale
    until = ended.most if ended.proven else None
    begins, ends = proven_window(base, Distance(first)), proven_window(base, Distance(last))
    from_day = begins.least if begins.proven else None
    to_day = ends.most if ends.proven else None
    least = None if until is None or from_day is None else from_day - until
    most = None if until is None or to_day is None else to_day - until

    def said(day: int | None) -> str:
        return "" if day is None or until is None else dates.gap(min(day, until), max(day, until), scale)

    name = base.names.get(to, to)
    return Comparison(to, name, _order(base, end, first, last), least, most, said(from_day), said(to_day))


def _order(base: Base, end: str, first: str, last: str) -> Literal["before", "after", "possible", "unknown"]:
    """How a document's end lies to a reference: before its start or after its end in every history, or in some only."""
    solver = base.about((end, first, last))[0].solver
    overlapping = solver.shown([Constraint(no_later(first, end))])
    if overlapping is Answer.NO:
        return "before"
    not_after = solver.shown([Constraint(no_later(end, last))])
    if not_after is Answer.NO:
        return "after"
    return "unknown" if Answer.UNKNOWN in (overlapping, not_after) else "possible"
