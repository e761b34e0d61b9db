"""Marks of one span: what is filled of its row, and the ends of its two windows.

Takes the window in which a span began and that in which it ended, gives marks in whole steps. Where the span was
certainly going on at some time the light stretch before it is the window of the beginning and the one behind it that of
the end, in one lane; where the two windows overlap each has a lane of its own. Nothing that is open or not proven gets
a mark narrower than what is not excluded.
"""

from __future__ import annotations

from chrono.answers.timeline import Lane, Limit, Mark, Shape
from chrono.answers.wording import bounds
from chrono.core.points import EDGES
from chrono.engine.intervals import Interval, Window


def stretches(window: Window) -> tuple[Interval, ...]:
    """The stretches of a window; of one that a limit cut short what is not excluded."""
    return window.intervals if window.proven else (bounds(window),)


def core(start: Window, end: Window) -> tuple[int, int] | None:
    """The steps on which a span was certainly going on, from the latest beginning to the earliest end; None where
    there is none."""
    begun, ended = bounds(start)[1], bounds(end)[0]
    return (begun, ended) if begun is not None and ended is not None and begun <= ended else None


def is_moment(start: Window, end: Window, duration: Window | None) -> bool:
    """Whether a span takes no time, as far as is known."""
    if duration is not None and duration.proven and duration.most == 0:
        return True
    first, last = bounds(start)[0], bounds(end)[1]
    return first is not None and first == last


def marks(start: Window, end: Window, moment: bool) -> tuple[Mark, ...]:
    """The marks of a row, from left to right, the upper lane before the lower."""
    if moment:
        return _lane("at", "whole", stretches(start))
    certain = core(start, end)
    if certain is None:
        return _lane("begun", "upper", stretches(start)) + _lane("ended", "lower", stretches(end))
    first, last = certain
    before = [(a, first - 1) for a, _ in stretches(start)[-1:] if a is None or a < first]
    after = [(last + 1, b) for _, b in stretches(end)[:1] if b is None or b > last]
    return (
        _lane("begun", "whole", (*stretches(start)[:-1], *before))
        + _lane("must", "whole", (certain,))
        + _lane("ended", "whole", (*after, *stretches(end)[1:]))
    )


def _lane(shape: Shape, lane: Lane, intervals: tuple[Interval, ...]) -> tuple[Mark, ...]:
    return tuple(Mark(shape, lane, first, last) for first, last in intervals)


def limits(start: Window, end: Window) -> tuple[Limit, ...]:
    """The four ends of the two windows, without what they rest on."""
    found = []
    for edge, window in zip(EDGES, (start, end), strict=True):
        least, most = bounds(window)
        found += [Limit(edge, "earliest", least, window.proven), Limit(edge, "latest", most, window.proven)]
    return tuple(found)
