"""Months of the Gregorian and the Julian calendar, counted exactly.

Takes days (JDN) and numbers of months; gives days. The pattern of months repeats after a cycle, so that the least and
the most days between two unknown days are found within one, for numbers of any size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from chrono.dates.calendars.calendar import Counting

LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class SolarMonths(Counting):
    """Twelve months a year, whose lengths repeat after `cycle` months, which are `days` days."""

    to_day: Callable[[int, int, int], int]
    parts: Callable[[int], tuple[int, int, int]]
    length: Callable[[int, int], int]
    cycle: int
    days: int

    @property
    def months_a_year(self) -> int:
        return 12

    @property
    def tolerance(self) -> int:
        return 0

    def add(self, day: int, years: int, months: int) -> int:
        year, month, of_month = self.parts(day)
        index = year * 12 + month - 1 + 12 * years + months
        year, month = index // 12, index % 12 + 1
        return self.to_day(year, month, min(of_month, self.length(year, month)))

    def apart(self, years: int, months: int) -> tuple[int, int]:
        return _apart(self, 12 * years + months)

    def turns(self, first: int, last: int) -> Iterable[int]:
        """Ends are clipped, so that what months come to only falls within a month."""
        year, month, _ = self.parts(first)
        until_year, until_month, _ = self.parts(last)
        starts = [self.month_start(index) for index in range(year * 12 + month, until_year * 12 + until_month)]
        return [first, *(day for start in starts for day in (start - 1, start)), last]

    def year_of(self, day: int) -> int:
        return self.parts(day)[0]

    def year_start(self, year: int) -> int:
        return self.to_day(year, 1, 1)

    def years_long(self, years: int) -> tuple[int, int]:
        return _apart(self, 12 * years)

    def month_of(self, day: int) -> int:
        year, month, _ = self.parts(day)
        return year * 12 + month - 1

    def month_start(self, month: int) -> int:
        return self.to_day(month // 12, month % 12 + 1, 1)

    def month_number(self, year: int, month: int) -> int:
        return year * 12 + month - 1


@lru_cache(maxsize=4)
def _starts(counting: SolarMonths) -> tuple[int, ...]:
    """The first days of all months of two cycles, counted from the first."""
    first = counting.month_start(0)
    return tuple(counting.month_start(index) - first for index in range(2 * counting.cycle + 1))


@lru_cache(maxsize=4096)
def _apart(counting: SolarMonths, months: int) -> tuple[int, int]:
    whole, rest = divmod(months, counting.cycle)
    starts = _starts(counting)
    # A day clipped at its month's end leads to where the next month begins from: first days are every case.
    between = [starts[month + rest] - starts[month] for month in range(counting.cycle)]
    return whole * counting.days + min(between), whole * counting.days + max(between)
