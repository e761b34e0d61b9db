"""Dates for people and for machines.

Takes days (JDN) or steps of a unit, gives text. BCE and CE appear here only; machines get ISO 8601, proleptic
Gregorian, astronomical years. What is said is never finer than what is known: a whole year is said as a year.
"""

from __future__ import annotations

from chrono.dates.arithmetic import days_of, months_between
from chrono.dates.calendars.calendar import Calendar
from chrono.dates.calendars.gregorian import GREGORIAN, gregorian_day, gregorian_parts

SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def iso_year(year: int) -> str:
    """An astronomical year by ISO 8601: four digits, with a sign before more and before less than zero."""
    if 0 <= year <= 9999:
        return f"{year:04}"
    return f"{'-' if year < 0 else '+'}{abs(year):04}"


def iso(step: int | None, unit: str = "day") -> str | None:
    """`1939-08-23`, `1939-08`, `-0663`, `+12345-01-01`; an open bound stays `None`."""
    if step is None:
        return None
    if unit == "year":
        return iso_year(step)
    if unit == "month":
        return f"{iso_year(step // 12)}-{step % 12 + 1:02}"
    return iso_parts(gregorian_parts(step))


def iso_parts(parts: tuple[int, int, int]) -> str:
    """Year, month and day of any calendar, joined as ISO 8601 joins them."""
    year, month, day = parts
    return f"{iso_year(year)}-{month:02}-{day:02}"


def say_year(year: int) -> str:
    """`1939`, `79 CE`, `664 BCE`: the era only where the number alone would mislead."""
    if year < 1:
        return f"{1 - year} BCE"
    return f"{year} CE" if year < 100 else str(year)


def say(step: int, unit: str = "day") -> str:
    """A step for people: `23 Aug 1939`, `Aug 1939`, `1939`, `15 Mar 44 BCE`."""
    if unit == "year":
        return say_year(step)
    if unit == "month":
        return f"{SHORT[step % 12]} {say_year(step // 12)}"
    return say_in(step, GREGORIAN)


def say_in(day: int, calendar: Calendar) -> str:
    """A day in a calendar's own year and month: `23 Aug 1939`, `10 Av 3174`; eras are said of Christian years only."""
    year, month, of_month = calendar.parts(day)
    if calendar.months[0] == "January":
        return f"{of_month} {SHORT[month - 1]} {say_year(year)}"
    return f"{of_month} {calendar.months[month - 1]} {year}"


def _scale(day: int, calendar: Calendar, *, first: bool) -> str:
    """The coarsest unit that begins (ends) with a day: a year, a month, or the day itself."""
    _, month, of_month = calendar.parts(day if first else day + 1)
    return "day" if of_month != 1 else "year" if month == 1 else "month"


def _coarse(day: int, unit: str, calendar: Calendar) -> str:
    if unit == "day":
        return say_in(day, calendar)
    year, month, _ = calendar.parts(day)
    return say(year * 12 + month - 1 if unit == "month" else year, unit)


def _first(step: int, unit: str) -> int:
    day = days_of(step, unit).first
    assert day is not None
    return day


def _last(step: int, unit: str) -> int:
    day = days_of(step, unit).last
    assert day is not None
    return day


def say_first(step: int, unit: str = "day") -> str:
    """A bound from below, to stand after "not earlier than": `1938` where it is the first day of that year."""
    day = _first(step, unit)
    return _coarse(day, _scale(day, GREGORIAN, first=True), GREGORIAN)


def say_last(step: int, unit: str = "day") -> str:
    """A bound from above, to stand after "not later than": `May 1940` where it is the last day of that month."""
    day = _last(step, unit)
    return _coarse(day, _scale(day, GREGORIAN, first=False), GREGORIAN)


def say_run(first: int | None, last: int | None, unit: str = "day") -> str:
    """A stretch for people: `1939`, `23 Aug 1939 – 1 Sep 1939`, `not later than May 1940`, and `…` for any time."""
    return say_days(
        None if first is None else _first(first, unit), None if last is None else _last(last, unit), GREGORIAN
    )


def say_days(first: int | None, last: int | None, calendar: Calendar) -> str:
    """A stretch of days, never finer than it is: by years and months in Christian calendars, by days in others."""
    if first == last and first is not None:
        return say_in(first, calendar)
    months = calendar.months[0] == "January"
    begins = "day" if first is None or not months else _scale(first, calendar, first=True)
    ends = "day" if last is None or not months else _scale(last, calendar, first=False)
    if first is None:
        return "…" if last is None else f"not later than {_coarse(last, ends, calendar)}"
    if last is None:
        return f"not earlier than {_coarse(first, begins, calendar)}"
    scale = "day" if "day" in (begins, ends) else "month" if "month" in (begins, ends) else "year"
    one, other = _coarse(first, scale, calendar), _coarse(last, scale, calendar)
    return one if one == other else f"{one} – {other}"


_DATEUTIL = (gregorian_day(1, 1, 1), gregorian_day(9999, 12, 31))
"""The first and the last day of the standard library's calendar, to which dateutil's is bound."""


def _apart(first: int, last: int) -> tuple[int, int, int]:
    """Years, months and days from a day to a later one, as dateutil counts them."""
    # Only what says gaps loads it: no date is read with it.
    from datetime import date

    from dateutil.relativedelta import relativedelta

    one, other = (date.fromordinal(day - _DATEUTIL[0] + 1) for day in (first, last))
    between = relativedelta(other, one)
    return between.years, between.months, between.days


def gap(first: int, last: int, unit: str = "day") -> str:
    """How far apart two steps are, in calendar time: `8 months 8 days`, `1 year 2 months`, `0 days`; in either order.

    Days within years 1 to 9999 are counted by `dateutil.relativedelta`, others by the project's own arithmetic, to the
    same effect.
    """
    if last < first:
        first, last = last, first
    if unit == "year":
        years, months, days = last - first, 0, 0
    elif unit == "month":
        (years, months), days = divmod(last - first, 12), 0
    elif _DATEUTIL[0] <= first and last <= _DATEUTIL[1]:
        years, months, days = _apart(first, last)
    else:
        months, days = months_between(first, last)
        years, months = divmod(months, 12)
    parts = [(years, "year"), (months, "month"), (days, "day")]
    said = [f"{n} {name if n == 1 else name + 's'}" for n, name in parts if n]
    return " ".join(said) or f"0 {unit}s"
