"""Calendar arithmetic on days, and the scale of the solver: days, months or years.

Takes and gives JDN and steps (a day's JDN; `year * 12 + month - 1`; an astronomical year; all proleptic Gregorian).
Month ends are clipped, as a person counts: 31 January and one month is 28 or 29 February. Hence months do not
associate, and n months between two unknown days are a set of day counts, which is given exactly.
"""

from __future__ import annotations

from collections.abc import Iterable

from chrono.dates.calendars.gregorian import GREGORIAN_MONTHS, gregorian_day, gregorian_parts
from chrono.dates.calendars.registry import calendar_named
from chrono.dates.runs import Run

UNITS = ("day", "month", "year")


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
        return Run(GREGORIAN_MONTHS.start(step), GREGORIAN_MONTHS.start(step + 1) - 1)
    return Run(gregorian_day(step, 1, 1), gregorian_day(step, 12, 31))


def add_months(day: int, months: int, calendar: str = "gregorian") -> int:
    """The day so many months later (earlier, if negative), clipped to the end of a shorter month."""
    return calendar_named(calendar).counting.add(day, 0, months)


def deciding_days(first: int, last: int, calendar: str) -> Iterable[int]:
    """Those of some days from which months can be the least and the most days: ends are clipped, so that what months
    come to only falls within a month."""
    turns = calendar_named(calendar).counting.turns(first, last)
    return range(first, last + 1) if turns is None else turns


def month_days(months: int, calendar: str = "gregorian") -> tuple[int, int]:
    """The least and most days from a day to the one n months later (n >= 0), month ends clipped: 8 are 242 to 245."""
    return calendar_named(calendar).counting.apart(0, months)


def months_between(first: int, last: int) -> tuple[int, int]:
    """Whole months from one day to a later one, and the days left over, as `dateutil.relativedelta` counts."""
    months = step_of(last, "month") - step_of(first, "month")
    reached = add_months(first, months)
    if reached > last:
        months -= 1
        reached = add_months(first, months)
    return months, last - reached
