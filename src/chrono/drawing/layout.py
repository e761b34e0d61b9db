"""The layout of a timeline: which rows in which order, how far the picture reaches, which reason has which number.

Takes answers (spans with their two windows and the reasons of the ends), gives a `Timeline` in steps of the
chronology's calendar. Pure: the same answers give the same layout, in whatever order they come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Any

from chrono.answers.common import Asked, Repair, Standing
from chrono.answers.infer import Bound, Inference, SpanResult
from chrono.answers.reasons import Reason
from chrono.answers.timeline import Limit, Note, Reference, Row, Timeline
from chrono.answers.wanted import Numbers, Order
from chrono.answers.windows import SpanWindows
from chrono.answers.wording import bounds, one_date, points, short
from chrono.dates import Scale, Unit
from chrono.drawing import marks
from chrono.drawing.axis import ticks
from chrono.drawing.counts import counts
from chrono.engine.intervals import Window

MOST_ROWS = 200
"""How many rows are drawn in full, unless all are asked for."""
PIXELS_A_LABEL = 76


class NothingToDraw(Exception):
    """No picture can be made of it; the message says why, `help` what to do."""

    def __init__(self, message: str, help: str) -> None:
        self.message, self.help = message, help
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Span:
    """What is known of a span, as far as it is drawn; `place` sorts the rows as the files have them."""

    id: str
    kind: str
    name: str
    start: Bound
    end: Bound
    duration: Window | None = None
    group: str = ""
    asked: bool = True
    under: tuple[str, ...] = ()
    place: tuple[str, int] = ("", 0)


@dataclass(frozen=True, slots=True)
class View:
    """How a timeline is cut and ordered. `first` and `last` are steps, None where the rows say how far it reaches."""

    first: int | None = None
    last: int | None = None
    width: int = 1120
    """Of the whole picture, in pixels."""
    order: Order = "start"
    every: bool = False
    """Whether each row is drawn in full, however many there are."""
    numbered: Numbers = "documents"
    """Of which rows the reasons have numbers: of the documents asked about, of all, of none."""


AS_IT_COMES = View()


def span_of(found: SpanResult | SpanWindows | Standing, **more: Any) -> Span:
    """What an answer says of a span, to be drawn."""
    if isinstance(found, SpanResult):
        return Span(found.id, found.kind, found.name, found.start, found.end, found.duration, **more)
    return Span(found.id, found.kind, found.name, Bound(found.start), Bound(found.end), **more)


def of_inference(answer: Inference, view: View = AS_IT_COMES) -> Timeline:
    """The timeline of the answer of `chrono infer`, from the answer alone; raises `NothingToDraw`."""
    spans = [span_of(result, place=("", n)) for n, result in enumerate(answer.results)]
    references = dict.fromkeys(
        Reference(found.name, until + found.least, until + found.most)
        for result in answer.results
        for found in result.comparisons
        if (until := bounds(result.end.window)[1]) is not None and found.least is not None and found.most is not None
    )
    if answer.status == "inconsistent" and not answer.repaired:
        spans = of_repairs(answer.repairs)
    timeline = laid_out(answer.asked, spans, view, tuple(references))
    return replace(
        timeline,
        status=answer.status,
        conflicts=answer.conflicts,
        repairs=answer.repairs,
        clusters=answer.clusters,
        repaired=answer.repaired,
        diagnostics=answer.diagnostics,
    )


def of_repairs(repairs: Iterable[Repair]) -> list[Span]:
    """The windows after each repair of contradictory evidence, one group a repair."""
    return [
        span_of(window, under=repair.given_up, group=f"if {_listed(repair.given_up)} is given up", place=("", n))
        for n, (repair, window) in enumerate((repair, window) for repair in repairs for window in repair.windows)
    ]


def _listed(ids: Sequence[str]) -> str:
    from chrono.answers.wording import listed, named

    return listed([named(id) for id in ids]) if ids else "nothing"


def laid_out(
    asked: Asked,
    spans: Iterable[Span],
    view: View = AS_IT_COMES,
    references: Sequence[Reference] = (),
    links: Iterable[tuple[str, str]] = (),
) -> Timeline:
    """A timeline of spans whose evidence does not contradict itself; raises `NothingToDraw`."""
    scale = asked.scale
    ordered = sorted(spans, key=_ORDERS[view.order])
    # Groups stand in the order of their first rows where they have none of their own.
    groups = {name: n for n, name in enumerate(dict.fromkeys(span.group for span in ordered))}
    ordered.sort(key=lambda span: groups[span.group])
    first, last = _frame(ordered, references, view, scale)
    compact = len(ordered) > MOST_ROWS and not view.every
    notes: dict[frozenset[str], Note] = {}
    rows = tuple(_row(span, scale, notes if _is_numbered(span, view, compact) else None) for span in ordered)
    shown = {row.id for row in rows}
    return Timeline(
        asked,
        "consistent",
        first,
        last,
        ticks(first, last, scale, room(view.width, compact)),
        rows,
        tuple(notes.values()),
        tuple(references),
        tuple(link for link in links if shown.issuperset(link)),
        counts(((span.start.window, span.end.window) for span in ordered), first, last) if compact else (),
        compact,
    )


def _is_numbered(span: Span, view: View, compact: bool) -> bool:
    if compact or view.numbered == "none":
        return False
    return view.numbered == "all" or (span.asked and span.kind == "document")


def room(width: int, compact: bool) -> int:
    """How many labels there is room for on the axis of a picture so many pixels wide."""
    return int(width * (0.9 if compact else 0.5)) // PIXELS_A_LABEL


# -- how far


def _frame(spans: Sequence[Span], references: Sequence[Reference], view: View, scale: Scale) -> tuple[int, int]:
    """The first and the last step of the picture: what was asked for, else all that is bounded, and some room."""
    ends = [step for span in spans for bound in (span.start, span.end) for step in bounds(bound.window)]
    found = [step for step in ends if step is not None]
    found += [step for one in references for step in (one.first, one.last)]
    if not spans:
        raise NothingToDraw("there is nothing to draw: no spans", "name some, or declare documents")
    if not found and (view.first is None or view.last is None):
        help = "date something they are told by, or say from when to when with --from and --to"
        raise NothingToDraw("there is nothing to draw: no window has an end", help)
    low, high = (min(found), max(found)) if found else (0, 0)
    # What nothing bounds is to be seen running on; of a single date nothing else says how far.
    least = _RUNNING_ON[scale.unit] if None in ends and low == high else 1
    margin = max(least, (high - low) // (10 if None in ends else 30))
    first = low - margin if view.first is None else view.first
    last = high + margin if view.last is None else view.last
    if first > last:
        raise NothingToDraw(
            f"the picture would end before it begins: from {_said(first, scale)} to {_said(last, scale)}",
            "give --from the earlier date and --to the later one",
        )
    if not any(_meets(span, first, last) for span in spans):
        reach = f"they lie between {_said(low, scale)} and {_said(high, scale)}" if found else "no window has an end"
        raise NothingToDraw(
            f"there is nothing to draw between {_said(first, scale)} and {_said(last, scale)}",
            f"{reach}: widen --from and --to",
        )
    return first, last


_RUNNING_ON: dict[Unit, int] = {"day": 1000, "month": 36, "year": 10}
"""Steps on both sides of a date that is the only one in a picture and open on a side."""


def _said(step: int, scale: Scale) -> str:
    from chrono.dates import say

    return say(step, scale)


def _meets(span: Span, first: int, last: int) -> bool:
    least, most = bounds(span.start.window)[0], bounds(span.end.window)[1]
    return (least is None or least <= last) and (most is None or most >= first)


# -- rows


def _row(span: Span, scale: Scale, notes: dict[frozenset[str], Note] | None) -> Row:
    start, end = span.start.window, span.end.window
    moment = marks.is_moment(start, end, span.duration)
    reasons = (span.start.earliest, span.start.latest, span.end.earliest, span.end.latest)
    limits = tuple(
        _reasoned(limit, reason, span, notes) for limit, reason in zip(marks.limits(start, end), reasons, strict=True)
    )
    return Row(
        span.id,
        span.kind,
        span.name,
        _words(span, moment, scale),
        start,
        end,
        marks.marks(start, end, moment),
        limits,
        span.group,
        span.asked,
        span.under,
    )


def _words(span: Span, moment: bool, scale: Scale) -> tuple[str, ...]:
    start, end = span.start.window, span.end.window
    if moment:
        return (short(start, scale, alone=True),)
    if start == end and one_date(bounds(start), scale):
        return (short(start, scale, alone=True),)
    began, ended = points(span.kind)
    return f"{began} {short(start, scale, alone=True)}", f"{ended} {short(end, scale, alone=True)}"


def _reasoned(limit: Limit, reason: Reason | None, span: Span, notes: dict[frozenset[str], Note] | None) -> Limit:
    """A limit with what it rests on, numbered where that is more than what the span says of itself."""
    if reason is None or not reason.ids:
        return limit
    limit = replace(limit, because=reason.ids)
    if notes is None or all(id.partition(".")[0] == span.id for id in reason.ids):
        return limit
    key = frozenset(reason.ids)
    if key not in notes:
        graded = [premise.certainty for premise in reason.premises if premise.certainty is not None]
        notes[key] = Note(len(notes) + 1, reason.premises, min(graded, default=None))
    return replace(limit, number=notes[key].number)


def _by_start(span: Span) -> tuple[Any, ...]:
    start, end = bounds(span.start.window), bounds(span.end.window)
    return (_low(start[0]), _high(end[1]), _high(start[1]), _low(end[0]), span.id, span.under)


def _by_end(span: Span) -> tuple[Any, ...]:
    start, end = bounds(span.start.window), bounds(span.end.window)
    return (_high(end[1]), _low(start[0]), _low(end[0]), _high(start[1]), span.id, span.under)


def _low(step: int | None) -> float:
    return -inf if step is None else step


def _high(step: int | None) -> float:
    return inf if step is None else step


_ORDERS: dict[str, Callable[[Span], tuple[Any, ...]]] = {
    "start": _by_start,
    "end": _by_end,
    "name": lambda span: (span.name.casefold(), span.id, span.under),
    "file": lambda span: (*span.place, span.id, span.under),
}
