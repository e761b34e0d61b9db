"""Months and years of calendars whose months are neither Gregorian nor Julian.

Takes days (JDN) and numbers of years and months; gives the day they lead to by walking the calendar's own months. How
many days they can be between two unknown days each calendar says of itself; for those with a mean length and a known
stray from it, `around` works it out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OwnMonths:
    """The months of a calendar, walked one year after the other.

    `to_day`, `parts` and `length` are its arithmetic, with a year 0 and without a first or last year; `length` is 0
    where a year has no such month. `between` gives the least and most days of so many years and months. `order` are the
    numbers of the months as the year has them; `every` so many months are `years` so many years.
    """

    to_day: Callable[[int, int, int], int]
    parts: Callable[[int], tuple[int, int, int]]
    length: Callable[[int, int], int]
    between: Callable[[int, int], tuple[int, int]]
    order: Sequence[int]
    every: int
    years: int = 1
    solar: str = ""

    def add(self, day: int, years: int, months: int) -> int:
        year, month, of_month = self.parts(day)
        whole, months = divmod(months, self.every)
        year += years + whole * self.years
        order = self._months(year)
        at = (order.index(month) if month in order else order.index(month - 1)) + months
        while at >= len(order):
            at -= len(order)
            year += 1
            order = self._months(year)
        return self.to_day(year, order[at], min(of_month, self.length(year, order[at])))

    def _months(self, year: int) -> list[int]:
        return [number for number in self.order if self.length(year, number)]

    def apart(self, years: int, months: int) -> tuple[int, int]:
        return self.between(years, months)

    def turns(self, first: int, last: int) -> None:
        return None


def around(count: int, numerator: int, denominator: int, slack: int) -> tuple[int, int]:
    """So many times a mean length in days, and as much either way as the calendar strays from it."""
    if not count:
        return 0, 0
    return count * numerator // denominator - slack, -(-count * numerator // denominator) + slack


def together(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    """The least and most days of two amounts one after the other; never less than none."""
    return max(0, one[0] + other[0]), one[1] + other[1]
