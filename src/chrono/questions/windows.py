"""`chrono infer --windows`: the windows of spans before their reasons, what a reader waits for first.

Takes a chronology or a session, gives the windows alone. On the same session reasons are then asked of what was found
here, and nothing is worked out twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chrono.answers.windows import SpanWindows, Windows
from chrono.core.points import end_of, start_of
from chrono.engine.outcomes import Distance, Status
from chrono.model.chronology import Chronology, Entry
from chrono.questions.base import Base
from chrono.questions.choice import chosen, spans
from chrono.questions.options import AS_WRITTEN, Options
from chrono.questions.proven import proven_window
from chrono.questions.session import Session, opened
from chrono.questions.workers import LARGE, Jobs


def windows(
    of: Chronology | Session,
    ids: tuple[str, ...] = (),
    options: Options = AS_WRITTEN,
    repair: int | None = 1,
    jobs: Jobs = 1,
) -> Windows:
    """The windows of the named spans (default: every document; `*` names every span), in steps of the unit. Of a large
    chronology that falls into parts they are found in so many processes.

    Contradictory evidence is answered under a repair, by its number (1: the preferred one); None: with the
    contradictions alone. Raises `Unanswerable` for words that stand for no span and a number that no repair has.
    """
    options, known = options.begun(), None
    with opened(of, options) as session:
        if isinstance(of, Chronology) and len(of.entries) >= LARGE:
            from chrono.questions.parted import parted  # what only large chronologies need

            split, known = parted(of, ids, options)
            found = None if split is None else split.answers(_of_part, jobs)
            if split is not None and found is not None:
                answers, sure = found
                status = _status(answers) if sure else "unknown"
                answer = Windows(split.asked, status, tuple(answers), split.stood.weighing)
                return answer.asking(ids=ids, **taking(repair))
        return told(session.base(options, spans(ids, 1 / 2), known), ids, repair).asking(ids=ids, **taking(repair))


def _of_part(base: Base, ids: Sequence[str]) -> tuple[SpanWindows, ...]:
    """The windows of some spans of a part of the chronology."""
    if base.consistency == "consistent":
        base.whole_at_once()
    return _windows(base, chosen(base.chronology, tuple(ids)))


def _status(answers: Sequence[SpanWindows]) -> Status:
    """How evidence that does not contradict itself stands by what is known of the windows."""
    return "consistent" if all(found.start.proven and found.end.proven for found in answers) else "unknown"


def taking(repair: int | None) -> dict[str, Any]:
    """What `Asked` says of how contradictory evidence is answered."""
    return {"strict": True} if repair is None else {"repair": repair} if repair != 1 else {}


def told(base: Base, ids: tuple[str, ...], repair: int | None) -> Windows:
    """What `windows` answers, from a base that is ready."""
    entries = chosen(base.chronology, ids)
    status = base.consistency
    if status == "inconsistent":
        from chrono.questions import repaired  # what only a contradiction needs

        found = None if repair is None else repaired.repaired(base, repair)
        results = () if found is None else found.told(_windows(found.left, entries))
        answer = Windows(base.asked, status, results, base.weighing)
        return repaired.answered(base, answer, found, entries if ids else ())
    if status == "consistent":
        base.whole_at_once()
    results = _windows(base, entries)
    status = "unknown" if status == "unknown" else _status(results)
    return Windows(base.asked, status, results, base.weighing)


def _windows(base: Base, entries: Sequence[Entry]) -> tuple[SpanWindows, ...]:
    found = []
    for entry in base.limit.counted("spans", entries):
        start, end = (proven_window(base, Distance(point)) for point in (start_of(entry.id), end_of(entry.id)))
        authors = tuple(base.names.get(author, author) for author in entry.authors)
        found.append(SpanWindows(entry.id, entry.kind, entry.name, authors, start, end, entry.refs, entry.place))
    return tuple(found)
