"""`chrono timeline`: spans laid out on the axis of the chronology's own calendar, with what their reasons speak of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from chrono.answers.infer import Bound, SpanResult
from chrono.answers.reasons import Case, Reason, Step
from chrono.answers.timeline import Reference, Timeline
from chrono.answers.wanted import PLAIN, Wanted
from chrono.answers.windows import SpanWindows
from chrono.core.diagnostics import Diagnostic
from chrono.core.limits import LimitReached
from chrono.core.points import end_of, is_order, span_of, start_of
from chrono.dates import DateError, read
from chrono.drawing import layout
from chrono.drawing.layout import MOST_ROWS, NothingToDraw, Span, View
from chrono.engine.outcomes import Distance, Status
from chrono.model.chronology import Chronology, Entry
from chrono.questions.base import Base
from chrono.questions.choice import chosen, spans
from chrono.questions.infer import inferred
from chrono.questions.options import AS_WRITTEN, Options, Unanswerable
from chrono.questions.proven import proven_window
from chrono.questions.session import Session, opened
from chrono.questions.windows import taking
from chrono.questions.workers import Jobs, Workers

__all__ = ["PLAIN", "Wanted", "timeline"]

_KINDS = {"person": "People", "event": "Events", "period": "Periods", "document": "Documents"}


def timeline(
    of: Chronology | Session,
    ids: tuple[str, ...] = (),
    options: Options = AS_WRITTEN,
    wanted: Wanted = PLAIN,
    repair: int | None = 1,
    jobs: Jobs = 1,
) -> Timeline:
    """The named spans (default: every document) and what their reasons speak of, worked out in so many processes and
    laid out; raises `Unanswerable`.

    Of more spans than are drawn in full the windows alone, without reasons. Contradictory evidence is drawn under a
    repair, by its number (1: the preferred one); None: as it is after each of the cheapest repairs.
    """
    with opened(of, options) as session:
        told = _told(session.base(options, spans(ids, 1.5)), ids, wanted, repair, jobs)
        return told.asking(ids=ids, drawn=None if wanted == PLAIN else wanted, **taking(repair))


def _told(base: Base, ids: tuple[str, ...], wanted: Wanted, repair: int | None, jobs: Jobs) -> Timeline:
    if base.consistency != "inconsistent" or repair is None:
        return _laid_out(base, ids, wanted, jobs)
    from chrono.questions import repaired  # what only a contradiction needs

    asked_of, found = chosen(base.chronology, ids), repaired.repaired(base, repair)
    if found is None:
        return _laid_out(base, ids, wanted, jobs)
    drawn = _laid_out(found.left, ids, wanted, jobs)
    entries = {entry.id: entry for entry in base.chronology.entries}
    stands = {
        told.id: told.stands for told in found.told([_standing(found.left, entries[row.id]) for row in drawn.rows])
    }
    rows = tuple(replace(row, stands=stands[row.id]) for row in drawn.rows)
    return repaired.answered(base, replace(drawn, asked=base.asked, rows=rows), found, asked_of if ids else ())


def _laid_out(base: Base, ids: tuple[str, ...], wanted: Wanted, jobs: Jobs) -> Timeline:
    view = _view(wanted, base.chronology)
    asked_of = chosen(base.chronology, ids)
    try:
        if wanted.windows or (len(asked_of) > MOST_ROWS and not wanted.every):
            return _windows(base, asked_of, view, wanted)
        with Workers(base, jobs) as workers:
            return _reasoned(base, asked_of, view, wanted, workers)
    except NothingToDraw as nothing:
        if base.limit.ended():
            # It may only not be known.
            raise LimitReached from None
        raise Unanswerable([Diagnostic("nothing-to-draw", nothing.message, help=nothing.help)]) from None


def _reasoned(
    base: Base, asked_of: tuple[Entry, ...], view: View, wanted: Wanted, workers: Workers | None = None
) -> Timeline:
    answer = inferred(base, tuple(entry.id for entry in asked_of), workers)
    entries = {entry.id: entry for entry in base.chronology.entries}
    references = _references(base, wanted, asked_of if answer.status != "inconsistent" else ())
    if answer.status == "inconsistent":
        drawn = layout.laid_out(base.asked, layout.of_repairs(answer.repairs), replace(view, order="file"), references)
        return replace(drawn, status=answer.status, conflicts=answer.conflicts, repairs=answer.repairs)
    spans = [_placed(layout.span_of(result), entries[result.id], base, wanted) for result in answer.results]
    named = {result.id for result in answer.results}
    spoken = sorted(_spoken_of(answer.results, entries) - named)
    if wanted.numbers == "all" and spoken:
        more: Iterable[SpanResult | SpanWindows] = inferred(base, tuple(spoken), workers).results
    else:
        more = [_standing(base, entries[id]) for id in spoken]
    for found in more:
        duration = proven_window(base, Distance(end_of(found.id), start_of(found.id)))
        span = replace(layout.span_of(found), duration=duration, asked=False)
        spans.append(_placed(span, entries[found.id], base, wanted))
    drawn = layout.laid_out(base.asked, spans, view, references, _links(base, wanted))
    return replace(drawn, status=_status(answer.status, drawn))


def _windows(base: Base, asked_of: tuple[Entry, ...], view: View, wanted: Wanted) -> Timeline:
    """Windows without reasons, of many spans; where the evidence contradicts itself, after each repair."""
    status, _ = base.status()
    if status == "inconsistent":
        return _reasoned(base, asked_of, view, wanted)
    spans = [
        _placed(layout.span_of(_standing(base, entry)), entry, base, wanted)
        for entry in base.limit.counted("spans", asked_of)
    ]
    drawn = layout.laid_out(base.asked, spans, view, _references(base, wanted, ()))
    return replace(drawn, status=_status(status, drawn))


def _status(found: Status, drawn: Timeline) -> Status:
    """That of the answer, unknown where a limit kept a window back."""
    proven = all(row.start.proven and row.end.proven for row in drawn.rows)
    return found if proven or found == "inconsistent" else "unknown"


def _standing(base: Base, entry: Entry) -> SpanWindows:
    start, end = (proven_window(base, Distance(point)) for point in (start_of(entry.id), end_of(entry.id)))
    return SpanWindows(entry.id, entry.kind, entry.name, (), start, end)


def _placed(span: Span, entry: Entry, base: Base, wanted: Wanted) -> Span:
    """A span in its group and at its place among the files."""
    if wanted.group == "kind":
        group = _KINDS[entry.kind]
    elif wanted.group == "tag":
        group = min(entry.tags, default="without a tag")
    elif wanted.group == "author":
        group = ", ".join(base.names.get(a, a) for a in entry.authors) or "without an author"
    else:
        group = ""
    return replace(span, group=group, place=(entry.place.file, entry.place.line))


# -- what reasons speak of


def _spoken_of(results: Iterable[SpanResult], entries: dict[str, Entry]) -> set[str]:
    """The spans that the reasons of others speak of: by their points, and by what is stated of them."""
    found: set[str] = set()
    for result in results:
        for bound in (result.start, result.end):
            for reason in _reasons(bound):
                found |= {span_of(point) for point in _points(reason)}
                found |= {id.partition(".")[0] for id in reason.ids if "." in id}
    return {id for id in found if id in entries}


def _reasons(bound: Bound) -> Iterator[Reason]:
    yield from (reason for reason in (bound.earliest, bound.latest) if reason is not None)


def _points(reason: Reason) -> Iterator[str]:
    yield from (point for point in reason.points if not is_order(point))
    pending: list[Reason | Case] = [reason]
    while pending:
        one = pending.pop()
        yield from (step.point for step in _chain(one) if step.point is not None and not is_order(step.point))
        pending += one.cases


def _chain(one: Reason | Case) -> tuple[Step, ...]:
    return one.chain


# -- dates to set them against, and how far


def _view(wanted: Wanted, chronology: Chronology) -> View:
    first = _date(wanted.first, "--from", chronology)[0] if wanted.first else None
    last = _date(wanted.last, "--to", chronology)[1] if wanted.last else None
    return View(first, last, wanted.width, wanted.order, wanted.every, wanted.numbers)


def _date(text: str, option: str, chronology: Chronology) -> tuple[int, int]:
    """The first and the last step of a date as a person writes it; raises `Unanswerable`."""
    try:
        found = read(text, calendar=chronology.calendar, conventions=chronology.conventions)
    except DateError as error:
        raise Unanswerable([Diagnostic("date", f"{option}: {error.message}", help=error.help)]) from None
    if found.first is None or found.last is None:
        help = "give a date that has a first and a last day, such as 1938 or 44 BCE"
        raise Unanswerable([Diagnostic("date", f"{option}: '{text}' is open on one side", help=help)])
    scale = chronology.scale
    return scale.step_of(found.first), scale.step_of(found.last)


def _references(base: Base, wanted: Wanted, asked_of: Iterable[Entry]) -> tuple[Reference, ...]:
    """The dates that documents are compared with, and those that were asked for."""
    found = []
    for id in sorted({to for entry in asked_of for to in entry.compare}):
        first = proven_window(base, Distance(start_of(id))).least
        last = proven_window(base, Distance(end_of(id))).most
        if first is not None and last is not None:
            found.append(Reference(base.names.get(id, id), first, last))
    found += [Reference(text, *_date(text, "--at", base.chronology)) for text in wanted.at]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.first, one.last, one.label)))


def _links(base: Base, wanted: Wanted) -> tuple[tuple[str, str], ...]:
    if not wanted.links:
        return ()
    return tuple(
        sorted({link for sequence in base.chronology.sequences if sequence.ordered for link in sequence.links})
    )
