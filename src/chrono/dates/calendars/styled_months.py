"""Months counted as another calendar counts them, in years that begin on other days and have other numbers.

Takes how the months beneath are counted and where the years begin; gives the counting of the calendar above.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from chrono.dates.calendars.calendar import Counting


@dataclass(frozen=True, slots=True)
class StyledMonths(Counting):
    """The months of a calendar `beneath`, and years of their own.

    `begins(year)` is the first day of a year, `year_in(day)` the year of a day, `numbered(year, month)` the number of a
    month as the calendar beneath counts it; a year can be `stray` days longer or shorter than a year beneath.
    """

    beneath: Counting
    begins: Callable[[int], int]
    year_in: Callable[[int], int]
    numbered: Callable[[int, int], int]
    stray: int = 0
    months_a_year: int = 12
    tolerance: int = 0

    def add(self, day: int, years: int, months: int) -> int:
        return self.beneath.add(day, years, months)

    def apart(self, years: int, months: int) -> tuple[int, int]:
        return self.beneath.apart(years, months)

    def turns(self, first: int, last: int) -> Iterable[int] | None:
        return self.beneath.turns(first, last)

    def year_of(self, day: int) -> int:
        return self.year_in(day)

    def year_start(self, year: int) -> int:
        return self.begins(year)

    def years_long(self, years: int) -> tuple[int, int]:
        least, most = self.beneath.apart(years, 0)
        return max(0, least - self.stray), most + self.stray

    def month_of(self, day: int) -> int:
        return self.beneath.month_of(day)

    def month_start(self, month: int) -> int:
        return self.beneath.month_start(month)

    def month_number(self, year: int, month: int) -> int:
        return self.numbered(year, month)
