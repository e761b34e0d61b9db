"""Many spans in a table: their order, how wide each window is, what decides its ends.

Takes the results of `chrono infer`, with reasons or without, gives what a row says, for every form in which rows are
shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal, TypeVar

from chrono.answers.infer import SpanResult
from chrono.answers.reasons import Reason
from chrono.answers.windows import SpanWindows
from chrono.core.ids import is_rule
from chrono.engine.intervals import Interval, Window

Span = TypeVar("Span", bound=SpanResult | SpanWindows)
Order = Literal["start", "end", "width", "name", "file"]


def in_order(results: Iterable[Span], by: Order) -> tuple[Span, ...]:
    """The results sorted: what nothing bounds comes last, equals by their ids."""
    key: Callable[[Span], Any] = {
        "start": lambda r: tuple(step for window in windows(r) for step in _dated(window.hull)),
        "end": lambda r: tuple(step for window in reversed(windows(r)) for step in _dated(window.hull)),
        "width": lambda r: _or_last(width(r)),
        "name": lambda r: r.name.casefold(),
        "file": lambda r: r.place,
    }[by]
    return tuple(sorted(results, key=lambda r: (key(r), r.id)))


def _dated(hull: Interval) -> tuple[tuple[bool, int], ...]:
    return tuple(map(_or_last, hull))


def _or_last(step: int | None) -> tuple[bool, int]:
    return step is None, step or 0


def windows(result: SpanResult | SpanWindows) -> tuple[Window, Window]:
    """When a span can have begun, and when it can have ended."""
    if isinstance(result, SpanWindows):
        return result.start, result.end
    return result.start.window, result.end.window


def width(result: SpanResult | SpanWindows) -> int | None:
    """How many steps lie between the earliest and the latest end of a span; None where the end is open, or not all of
    its window is known."""
    end = windows(result)[1]
    least, most = end.hull
    return None if not end.proven or least is None or most is None else most - least


def has_one_date(result: SpanResult) -> bool:
    """Whether a span lasts no time, so that its two ends are one."""
    return result.duration.proven and result.duration.most == 0


def deciding(reason: Reason | None) -> tuple[str, ...]:
    """The evidence that forces a bound, without the rules by which it does."""
    return tuple(id for id in reason.ids if not is_rule(id)) if reason else ()


def certainty(result: SpanResult) -> str:
    """How certain the least certain thing is on which a window rests; "" where nothing bounds it."""
    reasons = (result.start.earliest, result.start.latest, result.end.earliest, result.end.latest)
    known = [p.certainty for reason in reasons if reason for p in reason.premises if p.certainty is not None]
    return str(min(known)) if known else ""
