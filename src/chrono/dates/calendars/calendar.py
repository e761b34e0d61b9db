"""What a calendar is: its years, months and days in Julian Day Numbers, and how its months and years are counted.

Takes a calendar's own year (astronomical where it has a year 0), month and day; gives days (JDN) and stretches of
days. Never decides which calendar a date is in: that is declared. Each calendar is a value in a file of its own; a
calendar that is added needs its file and its line in `registry`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from chrono.dates.runs import DateError, Run, hull

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


class Counting(Protocol):
    """How the months and years of a calendar are counted, without a first or last year and with a year 0.

    Where a month or a day does not exist, the one before it is taken, as a person counts: 31 January and one month is
    28 or 29 February. Hence months do not associate. Months are numbered on from year to year, so that each is one more
    than the month before it.
    """

    @property
    def months_a_year(self) -> int:
        """How many months each year has; 0 where that changes."""

    @property
    def tolerance(self) -> int:
        """Days by which the calendar as it was observed may differ from its rule, either way."""

    def add(self, day: int, years: int, months: int) -> int:
        """The day (JDN) so many years and months later; earlier, if they are negative."""

    def apart(self, years: int, months: int) -> tuple[int, int]:
        """The least and most days that so many years and months (none negative) can be between two unknown days,
        rounded outward so that no true history is lost."""

    def turns(self, first: int, last: int) -> Iterable[int] | None:
        """Those of some days from which months can be the least and the most days; `None` where it can be any."""

    def year_of(self, day: int) -> int:
        """The year a day lies in."""

    def year_start(self, year: int) -> int:
        """The first day (JDN) of a year."""

    def years_long(self, years: int) -> tuple[int, int]:
        """The least and most days of so many calendar years one after the other, rounded outward."""

    def month_of(self, day: int) -> int:
        """The number of the month a day lies in."""

    def month_start(self, month: int) -> int:
        """The first day (JDN) of a month, by its number."""

    def month_number(self, year: int, month: int) -> int:
        """The number, counted on from year to year, of a month of a year."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar as three questions and their inverse, the names of its months, and how they are counted.

    `days(year, month, day)` gives every day so called: none where there is no such day, two where a year style
    calls two days the same. `month(year, month)` and `year(year)` give stretches of days, none where there is no
    such month or year; `month` may give two where a style cuts a month. `parts(jdn)` gives year, month, day.
    `months` are the months' names, number 1 first. `era` stands before a year's number where it is not counted from
    Christ; `year_0` is whether there is one; `by_month` names the calendar in which its months are counted where its
    own years begin within one; `told` names the one in which people are told days of which this one has not a name
    for each.
    """

    name: str
    days: Callable[[int, int, int], tuple[int, ...]]
    month: Callable[[int, int], tuple[Run, ...]]
    year: Callable[[int], tuple[Run, ...]]
    parts: Callable[[int], tuple[int, int, int]]
    counting: Counting
    months: tuple[str, ...] = MONTHS
    era: str = ""
    year_0: bool = True
    by_month: str = ""
    told: str = ""

    @property
    def christian(self) -> bool:
        """Whether its months are those of the Julian and Gregorian calendars, and feasts of the church fall in them."""
        return self.months is MONTHS

    def counted(self, year: int) -> int:
        """The number that a year has where a year 0 is counted."""
        return year if self.year_0 or year > 0 else year + 1

    def written(self, year: int) -> int:
        """The number that is written for a year counted through 0."""
        return year if self.year_0 or year > 0 else year - 1


def regular(
    name: str,
    to_day: Callable[[int, int, int], int],
    parts: Callable[[int], tuple[int, int, int]],
    length: Callable[[int, int], int],
    counting: Counting,
    *,
    months: tuple[str, ...] = MONTHS,
    era: str = "",
    first_month: int = 1,
    years: tuple[int | None, int | None] = (None, None),
) -> Calendar:
    """A calendar in which every day has one name, from its arithmetic.

    `length(year, month)` is 0 where the year has no such month; `first_month` is the one the year begins with;
    `years` are the first and last that the calendar has.
    """
    count = len(months)

    def exists(year: int) -> bool:
        return (years[0] is None or years[0] <= year) and (years[1] is None or year <= years[1])

    def days(year: int, month: int, day: int) -> tuple[int, ...]:
        if 1 <= month <= count and 1 <= day <= length(year, month) and exists(year):
            return (to_day(year, month, day),)
        return ()

    def whole_month(year: int, month: int) -> tuple[Run, ...]:
        if not (1 <= month <= count and exists(year)):
            return ()
        size = length(year, month)
        if size == 0:
            return ()
        first = to_day(year, month, 1)
        return (Run(first, first + size - 1),)

    bounded = years != (None, None)

    @lru_cache(maxsize=4096)
    def whole_year(year: int) -> tuple[Run, ...]:
        # The dates of a chronology or a catalogue lie in few years.
        if bounded and not exists(year):
            return ()
        return (Run(to_day(year, first_month, 1), to_day(year + 1, first_month, 1) - 1),)

    return Calendar(name, days, whole_month, whole_year, parts, counting, months, era)


def years(calendar: Calendar, low: int, high: int) -> Run:
    """The days from the beginning of one year to the end of another; raises `DateError` where there is none."""
    first, last = calendar.year(low), calendar.year(high)
    if not (first and last):
        raise DateError(f"the {calendar.name} calendar has no year {high if first else low}", code="no-such-date")
    if len(first) == len(last) == 1:
        return Run(first[0].first, last[0].last)
    return hull((*first, *last))
