"""`chrono infer --windows`: the windows of spans before their reasons, what a reader waits for first.

Takes a chronology or a session, gives the windows alone. On the same session reasons are then asked of what was found
here, and nothing is worked out twice.
"""

from __future__ import annotations

from chrono.answers.windows import SpanWindows, Windows
from chrono.core.points import end_of, start_of
from chrono.engine.outcomes import Distance
from chrono.model.chronology import Chronology
from chrono.questions.base import Base
from chrono.questions.choice import chosen
from chrono.questions.options import AS_WRITTEN, Options
from chrono.questions.proven import proven_window
from chrono.questions.session import Session, opened


def windows(of: Chronology | Session, ids: tuple[str, ...] = (), options: Options = AS_WRITTEN) -> Windows:
    """The windows of the named spans (default: every document; `*` names every span), in steps of the unit.

    Raises `Unanswerable` for words that stand for no span.
    """
    with opened(of, options) as session:
        return _told(session.base(options), ids).asking(ids=ids)


def _told(base: Base, ids: tuple[str, ...]) -> Windows:
    entries = chosen(base.chronology, ids)
    status, conflicts = base.status()
    if conflicts or status == "inconsistent":
        from chrono.questions.conflicts import first_repairs  # what only a contradiction needs

        repairs = first_repairs(base, conflicts, entries if ids else ())
        return Windows(base.asked, status, (), conflicts, base.weighing, repairs=repairs)
    if status == "consistent":
        base.whole_at_once()
    told = []
    for entry in base.limit.counted("spans", entries):
        start, end = (proven_window(base, Distance(point)) for point in (start_of(entry.id), end_of(entry.id)))
        authors = tuple(base.names.get(author, author) for author in entry.authors)
        told.append(SpanWindows(entry.id, entry.kind, entry.name, authors, start, end, entry.refs, entry.place))
    if not all(found.start.proven and found.end.proven for found in told):
        status = "unknown"
    return Windows(base.asked, status, tuple(told), (), base.weighing)
