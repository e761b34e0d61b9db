"""Intervals of whole steps, and the window of a point as a list of them.

Takes and gives numbers: whole steps of a scale that the caller knows; `None` is an open bound.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from typing import TypeAlias

Interval: TypeAlias = tuple[int | None, int | None]
"""First and last value, both within."""


@dataclass(frozen=True, slots=True)
class Window:
    """The values a point or duration can have: disjoint intervals, ascending; the hull is `least`..`most`.

    `proven` is False where a limit was reached: the intervals are then attained, and `outer` is what is not excluded.
    """

    intervals: tuple[Interval, ...]
    proven: bool = True
    outer: Interval | None = None

    @property
    def least(self) -> int | None:
        """The first value; None where it is open, or there is none."""
        return self.intervals[0][0] if self.intervals else None

    @property
    def most(self) -> int | None:
        """The last value; None where it is open, or there is none."""
        return self.intervals[-1][1] if self.intervals else None

    @property
    def hull(self) -> Interval:
        """The first and the last value."""
        return (self.least, self.most)


window_of = lru_cache(maxsize=1_000)(Window)
"""A window by its intervals, the very same for the same ones: many points of a network may share theirs."""


def merged(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Spans of whole numbers (first and last, within; an open end is infinite), sorted, with what overlaps or touches
    joined."""
    found: list[tuple[float, float]] = []
    for least, most in sorted(spans):
        if found and least <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], most))
        else:
            found.append((least, most))
    return found


def union(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """All values of the intervals, as intervals that are sorted, disjoint and not even adjacent."""
    return tuple(as_interval(least, most) for least, most in merged(map(as_span, intervals)))


def as_interval(least: float, most: float) -> Interval:
    """A span as an interval."""
    return None if least == -inf else int(least), None if most == inf else int(most)


def as_span(interval: Interval) -> tuple[float, float]:
    """The first and the last value of an interval, infinite where it is open."""
    least, most = interval
    return -inf if least is None else least, inf if most is None else most


def size(ranges: Iterable[tuple[int, int]]) -> int:
    """How many values lie in any of the ranges (first and last, within)."""
    return sum(int(last - first) + 1 for first, last in merged(ranges))
