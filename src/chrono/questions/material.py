"""What `chrono export` writes: windows, with their reasons where a format tells them, and the inferences as they bind.

Takes a chronology or a session, gives a value; how it is written in a format is no concern of this question.
"""

from __future__ import annotations

from dataclasses import replace

from chrono.answers.infer import Bound, SpanResult
from chrono.answers.material import Material
from chrono.answers.windows import SpanWindows
from chrono.engine.intervals import Window
from chrono.engine.outcomes import Status
from chrono.model.chronology import Chronology
from chrono.questions.choice import all_of, chosen
from chrono.questions.infer import infer
from chrono.questions.options import AS_WRITTEN, Options
from chrono.questions.session import Session, opened
from chrono.questions.windows import windows

ANY_TIME = Window(((0, None),))
"""The duration of a span of which no more was asked than that it does not end before it begins."""


def material(
    of: Chronology | Session, ids: tuple[str, ...] = (), options: Options = AS_WRITTEN, *, reasons: bool = False
) -> Material:
    """What is known of the named spans (default: every span); raises `Unanswerable` for ids that are none.

    `reasons`: with the evidence behind each bound and with durations, which takes longer.
    """
    with opened(of, options) as session:
        base = session.base(options, all_of(ids))
        entries = chosen(base.chronology, ids) if ids else base.chronology.entries
        named = tuple(entry.id for entry in entries)
        status: Status = base.status()[0]
        results: tuple[SpanResult, ...] = ()
        if entries and reasons:
            answer = infer(session, named, options)
            status, results = answer.status, answer.results
        elif entries:
            found = windows(session, named, options)
            status, results = found.status, tuple(map(_alone, found.results))
        asked = replace(base.asked, ids=ids)
        if status == "inconsistent":
            results = ()
        return Material(base.chronology, asked, status, results, base.network.constraints)


def _alone(of: SpanWindows) -> SpanResult:
    start, end = Bound(of.start), Bound(of.end)
    return SpanResult(of.id, of.kind, of.name, of.authors, start, end, ANY_TIME, refs=of.refs, place=of.place)
