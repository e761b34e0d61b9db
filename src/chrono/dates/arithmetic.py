"""Calendar arithmetic on days, and the scale of the solver: days, months or years.

Takes and gives JDN and steps (a day's JDN; `year * 12 + month - 1`; an astronomical year; all proleptic Gregorian).
Month ends are clipped, as a person counts: 31 January and one month is 28 or 29 February. Hence months do not
associate, and n months between two unknown days are a set of day counts, which is given exactly.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache

from chrono.dates.calendars.western import (
    gregorian_day,
    gregorian_length,
    gregorian_parts,
    julian_day,
    julian_length,
    julian_parts,
)
from chrono.dates.runs import Run

UNITS = ("day", "month", "year")

_SOLAR = {
    "gregorian": (gregorian_day, gregorian_parts, gregorian_length, 4800, 146097),
    "julian": (julian_day, julian_parts, julian_length, 48, 1461),
}
"""Arithmetic of a calendar, and how many months and days its pattern of months repeats after."""


def step_of(day: int, unit: str) -> int:
    """The step of a unit that a day lies in."""
    if unit == "day":
        return day
    year, month, _ = gregorian_parts(day)
    return year * 12 + month - 1 if unit == "month" else year


def days_of(step: int, unit: str) -> Run:
    """The days of one step of a unit."""
    if unit == "day":
        return Run(step, step)
    if unit == "month":
        return Run(_month_start(step, "gregorian"), _month_start(step + 1, "gregorian") - 1)
    return Run(gregorian_day(step, 1, 1), gregorian_day(step, 12, 31))


def _month_start(index: int, calendar: str) -> int:
    return _SOLAR[calendar][0](index // 12, index % 12 + 1, 1)


def add_months(day: int, months: int, calendar: str = "gregorian") -> int:
    """The day so many months later (earlier, if negative), clipped to the end of a shorter month."""
    if calendar not in _SOLAR:
        # Other calendars are loaded by the few chronologies that name one.
        from chrono.dates.calendars import counting

        return counting.shifted(day, 0, months, calendar)
    to_day, parts, length, _, _ = _SOLAR[calendar]
    year, month, of_month = parts(day)
    index = year * 12 + month - 1 + months
    year, month = index // 12, index % 12 + 1
    return to_day(year, month, min(of_month, length(year, month)))


def deciding_days(first: int, last: int, calendar: str) -> Iterable[int]:
    """Those of some days from which months can be the least and the most days: ends are clipped, so that what months
    come to only falls within a month."""
    if calendar not in _SOLAR:
        return range(first, last + 1)
    year, month, _ = _SOLAR[calendar][1](first)
    until_year, until_month, _ = _SOLAR[calendar][1](last)
    turns = range(year * 12 + month, until_year * 12 + until_month)
    starts = [_month_start(index, calendar) for index in turns]
    return [first, *(day for start in starts for day in (start - 1, start)), last]


@lru_cache(maxsize=2)
def _starts(calendar: str) -> tuple[int, ...]:
    """The first days of all months of two cycles, counted from the first."""
    cycle = _SOLAR[calendar][3]
    first = _month_start(0, calendar)
    return tuple(_month_start(index, calendar) - first for index in range(2 * cycle + 1))


@lru_cache(maxsize=4096)
def month_days(months: int, calendar: str = "gregorian") -> tuple[int, int]:
    """The least and most days from a day to the one n months later (n >= 0), month ends clipped: 8 are 242 to 245."""
    if calendar not in _SOLAR:
        from chrono.dates.calendars import counting

        return counting.between(0, months, calendar)
    cycle, days = _SOLAR[calendar][3:]
    whole, rest = divmod(months, cycle)
    starts = _starts(calendar)
    # A day clipped at its month's end leads to where the next month begins from: first days are every case.
    between = [starts[month + rest] - starts[month] for month in range(cycle)]
    return whole * days + min(between), whole * days + max(between)


@lru_cache(maxsize=4096)
def day_months(days: int) -> tuple[int, int]:
    """The least and most months apart that the months of two days can be which lie so many days apart (n >= 0)."""
    cycle, length = _SOLAR["gregorian"][3:]
    whole, rest = divmod(days, length)
    starts = _starts("gregorian")
    least = min(bisect_right(starts, starts[month] + rest) - 1 - month for month in range(cycle))
    most = max(bisect_right(starts, starts[month + 1] - 1 + rest) - 1 - month for month in range(cycle))
    return whole * cycle + least, whole * cycle + most


def months_between(first: int, last: int) -> tuple[int, int]:
    """Whole months from one day to a later one, and the days left over, as `dateutil.relativedelta` counts."""
    months = step_of(last, "month") - step_of(first, "month")
    reached = add_months(first, months)
    if reached > last:
        months -= 1
        reached = add_months(first, months)
    return months, last - reached
