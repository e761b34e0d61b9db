"""Calendars: what years, months and days of each are in Julian Day Numbers.

Takes a calendar's own year (astronomical where it has a year 0), month and day; gives days (JDN) and stretches of
days. Never decides which calendar a date is in: that is declared. Gregorian and Julian are proleptic and exact for
integers of any size (Richards, "Calendars", in Explanatory Supplement to the Astronomical Almanac, 3rd ed., 2013,
ch. 15, in his March-based form).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chrono.dates.runs import DateError, Run, hull

LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar as three questions and their inverse.

    `days(year, month, day)` gives every day so called: none where there is no such day, two where a year style
    calls two days the same. `month(year, month)` and `year(year)` give stretches of days, none where there is no
    such month or year; `month` may give two where a style cuts a month. `parts(jdn)` gives year, month, day.
    `months` are the months' names, number 1 first.
    """

    name: str
    days: Callable[[int, int, int], tuple[int, ...]]
    month: Callable[[int, int], tuple[Run, ...]]
    year: Callable[[int], tuple[Run, ...]]
    parts: Callable[[int], tuple[int, int, int]]
    months: tuple[str, ...] = MONTHS


def gregorian_day(year: int, month: int, day: int) -> int:
    """The JDN of a day of the proleptic Gregorian calendar, astronomical year; nothing is checked."""
    a = (14 - month) // 12
    y = year - a
    return day + (153 * (month + 12 * a - 3) + 2) // 5 + 365 * y + y // 4 - y // 100 + y // 400 + 1721119


def julian_day(year: int, month: int, day: int) -> int:
    """The JDN of a day of the proleptic Julian calendar, astronomical year; nothing is checked."""
    a = (14 - month) // 12
    y = year - a
    return day + (153 * (month + 12 * a - 3) + 2) // 5 + 365 * y + y // 4 + 1721117


def _from_march(year: int, day_of_year: int) -> tuple[int, int, int]:
    """Year, month, day of a 0-based day of a year that begins on 1 March, as both calendars' arithmetic counts."""
    month = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * month + 2) // 5 + 1
    return year + month // 10, (month + 2) % 12 + 1, day


def gregorian_parts(jdn: int) -> tuple[int, int, int]:
    """Astronomical year, month and day of a JDN in the proleptic Gregorian calendar."""
    cycle, rest = divmod(jdn - 1721120, 146097)
    century = min(rest // 36524, 3)
    rest -= century * 36524
    four = rest // 1461
    rest -= four * 1461
    one = min(rest // 365, 3)
    return _from_march(400 * cycle + 100 * century + 4 * four + one, rest - 365 * one)


def julian_parts(jdn: int) -> tuple[int, int, int]:
    """Astronomical year, month and day of a JDN in the proleptic Julian calendar."""
    four, rest = divmod(jdn - 1721118, 1461)
    one = min(rest // 365, 3)
    return _from_march(4 * four + one, rest - 365 * one)


def gregorian_length(year: int, month: int) -> int:
    """How many days a Gregorian month has."""
    return 29 if month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else LENGTHS[month - 1]


def julian_length(year: int, month: int) -> int:
    """How many days a Julian month has."""
    return 29 if month == 2 and year % 4 == 0 else LENGTHS[month - 1]


def regular(
    name: str,
    to_day: Callable[[int, int, int], int],
    parts: Callable[[int], tuple[int, int, int]],
    length: Callable[[int, int], int],
    *,
    months: tuple[str, ...] = MONTHS,
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

    def whole_year(year: int) -> tuple[Run, ...]:
        if not exists(year):
            return ()
        return (Run(to_day(year, first_month, 1), to_day(year + 1, first_month, 1) - 1),)

    return Calendar(name, days, whole_month, whole_year, parts, months)


GREGORIAN = regular("gregorian", gregorian_day, gregorian_parts, gregorian_length)
JULIAN = regular("julian", julian_day, julian_parts, julian_length)


def years(calendar: Calendar, low: int, high: int) -> Run:
    """The days from the beginning of one year to the end of another; raises `DateError` where there is none."""
    for year in (low, high):
        if not calendar.year(year):
            raise DateError(f"the {calendar.name} calendar has no year {year}", code="no-such-date")
    return hull((*calendar.year(low), *calendar.year(high)))
