"""Intervals of whole steps, and the window of a point as a list of them.

Takes and gives numbers: whole steps of a scale that the caller knows; `None` is an open bound.
"""

from __future__ import annotations

from dataclasses import dataclass
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
        return self.intervals[0][0] if self.intervals else None

    @property
    def most(self) -> int | None:
        return self.intervals[-1][1] if self.intervals else None

    @property
    def hull(self) -> Interval:
        return (self.least, self.most)
