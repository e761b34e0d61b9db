"""Months and years of calendars whose months are neither Gregorian nor Julian.

Takes days (JDN) and numbers of years and months; gives the day they lead to by walking the calendar's own months. How
many days they can be between two unknown days each calendar says of itself; for those with a mean length and a known
stray from it, `around` works it out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chrono.dates.calendars.calendar import Counting


@dataclass(frozen=True, slots=True)
class OwnMonths(Counting):
    """The months of a calendar, walked one year after the other.

    `to_day`, `parts` and `length` are its arithmetic, with a year 0 and without a first or last year; `length` is 0
    where a year has no such month. `between` gives the least and most days of so many years and months. `order` are the
    numbers of the months as the year has them; `every` so many months are `years` so many years, of which the year y is
    the first `(every * y + lead) // years` months on.
    """

    to_day: Callable[[int, int, int], int]
    parts: Callable[[int], tuple[int, int, int]]
    length: Callable[[int, int], int]
    between: Callable[[int, int], tuple[int, int]]
    order: Sequence[int]
    every: int
    years: int = 1
    lead: int = 0
    tolerance: int = 0

    @property
    def months_a_year(self) -> int:
        return self.every if self.years == 1 else 0

    def add(self, day: int, years: int, months: int) -> int:
        year, month, of_month = self.parts(day)
        whole, months = divmod(months, self.every)
        year += years + whole * self.years
        order = self._months(year)
        # A month that the year has not is the one before it.
        before = self.order[: self.order.index(month) + 1]
        at = sum(number in before for number in order) - 1 + months
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

    def year_of(self, day: int) -> int:
        return self.parts(day)[0]

    def year_start(self, year: int) -> int:
        return self.to_day(year, self.order[0], 1)

    def years_long(self, years: int) -> tuple[int, int]:
        return self.between(years, 0)

    def month_of(self, day: int) -> int:
        year, month, _ = self.parts(day)
        return self.month_number(year, month)

    def month_start(self, month: int) -> int:
        year = month * self.years // self.every
        while self._before(year + 1) <= month:
            year += 1
        while self._before(year) > month:
            year -= 1
        return self.to_day(year, self._months(year)[month - self._before(year)], 1)

    def month_number(self, year: int, month: int) -> int:
        return self._before(year) + self._months(year).index(month)

    def _before(self, year: int) -> int:
        """How many months there are before a year, from the first year on."""
        return (self.every * year + self.lead) // self.years


def around(count: int, numerator: int, denominator: int, slack: int) -> tuple[int, int]:
    """So many times a mean length in days, and as much either way as the calendar strays from it."""
    if not count:
        return 0, 0
    return count * numerator // denominator - slack, -(-count * numerator // denominator) + slack


def together(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    """The least and most days of two amounts one after the other; never less than none."""
    return max(0, one[0] + other[0]), one[1] + other[1]
