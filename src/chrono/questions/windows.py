"""The windows of spans before their reasons: what a reader waits for first.

Takes a chronology or a session, gives the windows alone. On the same session reasons are then asked of what was found
here, and nothing is worked out twice.
"""

from __future__ import annotations

from chrono.answers.common import Standing
from chrono.answers.windows import Windows
from chrono.core.points import end_of, start_of
from chrono.engine.outcomes import Distance
from chrono.model.chronology import Chronology
from chrono.questions.base import Base
from chrono.questions.choice import chosen
from chrono.questions.options import AS_WRITTEN, Options
from chrono.questions.proven import proven_window
from chrono.questions.session import Session, opened


def windows(of: Chronology | Session, ids: tuple[str, ...] = (), options: Options = AS_WRITTEN) -> Windows:
    """The windows of the named spans (default: every span there is); raises `Unanswerable` for ids that are none."""
    with opened(of, options) as session:
        return _told(session.base(options), ids)


def _told(base: Base, ids: tuple[str, ...]) -> Windows:
    entries = chosen(base.chronology, ids) if ids else base.chronology.entries
    status, conflicts = base.status()
    if status != "consistent":
        return Windows(base.asked, status, (), conflicts, base.weighing)
    base.whole_at_once()
    told = []
    for entry in base.limit.counted("spans", entries):
        start, end = (proven_window(base, Distance(point)) for point in (start_of(entry.id), end_of(entry.id)))
        told.append(Standing(entry.id, entry.kind, entry.name, start, end))
    known = all(w.start.proven and w.end.proven for w in told)
    return Windows(base.asked, "consistent" if known else "unknown", tuple(told), (), base.weighing)
