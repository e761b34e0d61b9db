"""Dates for people and for machines: the one place where a step, a stretch or a bound gets its words.

Takes steps of a scale or days (JDN), gives text. People are told dates in the chronology's calendar, with the Gregorian
day beside a day of another; machines get ISO 8601, proleptic Gregorian days, or months and years of the scale. BCE and
CE appear here only. What is said is never finer than what is known: a whole year is said as a year.
"""

from __future__ import annotations

import re
from functools import lru_cache

from chrono.dates.arithmetic import apart
from chrono.dates.calendars.calendar import Calendar
from chrono.dates.calendars.gregorian import GREGORIAN, gregorian_day, gregorian_parts
from chrono.dates.calendars.registry import calendar_named
from chrono.dates.runs import Run
from chrono.dates.scale import DAYS, Scale

SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ISO = re.compile(r"([+-]?[0-9]{4,9})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)


# -- for machines


def iso_year(year: int) -> str:
    """An astronomical year by ISO 8601: four digits, with a sign before more and before less than zero."""
    if 0 <= year <= 9999:
        return f"{year:04}"
    return f"{'-' if year < 0 else '+'}{abs(year):04}"


def iso(step: int | None, scale: Scale = DAYS) -> str | None:
    """`1939-08-23`, `1939-08`, `-0663`, `+12345-01-01`; an open bound stays `None`.

    A day is told in the proleptic Gregorian calendar, a month and a year by the numbers they have in the scale's.
    """
    if step is None:
        return None
    if scale.unit == "day":
        return iso_parts(gregorian_parts(step))
    year, month = _numbers(step, scale)
    return iso_year(year) if scale.unit == "year" else f"{iso_year(year)}-{month:02}"


def step_written(text: str, scale: Scale = DAYS) -> int:
    """The step that `iso` writes so; raises `ValueError`."""
    found = _ISO.fullmatch(text)
    if found is None:
        raise ValueError(text)
    year, month, day = (int(part or 1) for part in found.groups())
    if scale.unit == "day":
        return gregorian_day(year, month, day)
    own = scale.own
    return own.counted(year) if scale.unit == "year" else own.counting.month_number(own.counted(year), month)


def _numbers(step: int, scale: Scale) -> tuple[int, int]:
    """The year and the month of it that a step of months or years is called by."""
    own = scale.own
    if scale.unit == "year":
        return own.written(step), 1
    year, month, _ = own.parts(own.counting.month_start(step))
    return year, month


def iso_parts(parts: tuple[int, int, int]) -> str:
    """Year, month and day of any calendar, joined as ISO 8601 joins them."""
    year, month, day = parts
    return f"{iso_year(year)}-{month:02}-{day:02}"


# -- for people


def say_year(year: int, calendar: Calendar = GREGORIAN) -> str:
    """`1939`, `79 CE`, `664 BCE`: the era only where the number alone would mislead; `AH 495` in another era."""
    if calendar.era:
        return f"{calendar.era} {year}"
    if year < 1:
        return f"{1 - year} BCE"
    return f"{year} CE" if year < 100 else str(year)


def say_in(day: int, calendar: Calendar) -> str:
    """A day in a calendar's own year and month: `23 Aug 1939`, `10 Av 3174`."""
    year, month, of_month = calendar.parts(day)
    return f"{of_month} {_month(year, month, calendar)}"


def _month(year: int, month: int, calendar: Calendar) -> str:
    """`Aug 1939`, `Sep AM 6601`, `Av 3174`: months of its own tell the era."""
    if calendar.christian:
        return f"{SHORT[month - 1]} {say_year(year, calendar)}"
    name = calendar.months[month - 1]
    if name == "Adar" and calendar.month(year, month + 1):
        # In a leap year the bare name can be either month; the Babylonian Addaru is the first.
        name += " I"
    return f"{name} {year}"


def say(step: int, scale: Scale = DAYS) -> str:
    """A step for people: `23 Aug 1939`, `Aug 1939`, `1939`, `15 Mar 44 BCE`; `15 Apr 1123 (22 Apr 1123 Gregorian)`."""
    if scale.unit == "day":
        return _said(step, step, scale)
    year, month = _numbers(step, scale)
    return say_year(year, scale.own) if scale.unit == "year" else _month(year, month, scale.own)


def say_first(step: int, scale: Scale = DAYS) -> str:
    """A bound from below, to stand after "not earlier than": `1938` where it is the first day of that year."""
    return _said(scale.first_day(step), None, scale)


def say_last(step: int, scale: Scale = DAYS) -> str:
    """A bound from above, to stand after "not later than": `May 1940` where it is the last day of that month."""
    return _said(None, scale.last_day(step), scale)


def say_run(first: int | None, last: int | None, scale: Scale = DAYS) -> str:
    """A stretch of steps: `1939`, `23 Aug 1939 – 1 Sep 1939`, `not later than May 1940`, `…` for any time."""
    begins = None if first is None else scale.first_day(first)
    ends = None if last is None else scale.last_day(last)
    return _side(begins, ends) + _said(begins, ends, scale)


def say_bounds(first: int | None, last: int | None, scale: Scale = DAYS, *, alone: bool = False) -> str:
    """A stretch of steps as a table has it, an open side as dots: `… – May 1940`, `1938 – …`, `…` for any time.

    `alone` leaves out the Gregorian days beside those of another calendar.
    """
    begins = None if first is None else scale.first_day(first)
    ends = None if last is None else scale.last_day(last)
    said = _stretch(begins, ends, scale.own, days=scale.unit == "day") if alone else _said(begins, ends, scale)
    if first is None:
        return "…" if last is None else f"… – {said}"
    return f"{said} – …" if last is None else said


def say_days(first: int | None, last: int | None, calendar: Calendar) -> str:
    """A stretch of days in a calendar, never finer than it is: by its years and months where it is whole ones."""
    return _side(first, last) + _stretch(first, last, calendar)


def beside(first: int | None, last: int | None, scale: Scale) -> str:
    """The Gregorian days of a stretch that is told to the day in another calendar: `22 Apr 1123 Gregorian`; "" where
    no day is told, or both call it the same."""
    own = scale.own
    if scale.unit != "day" or own is GREGORIAN:
        return ""
    teller = _teller(first, last, own)
    begins, ends, unit = _told(first, last, teller, days=True)
    if unit != "day":
        return ""
    said, gregorian = (
        " – ".join(dict.fromkeys(say_in(day, calendar) for day in told if day is not None))
        for calendar, told in ((teller, (begins, ends)), (GREGORIAN, (first, last)))
    )
    return "" if gregorian == said else f"{gregorian} Gregorian"


@lru_cache(maxsize=10_000)  # arguments come to the same days again and again
def _said(first: int | None, last: int | None, scale: Scale) -> str:
    """Days in the calendar of a scale, the Gregorian ones in brackets where they are known and called otherwise."""
    said, gregorian = _stretch(first, last, scale.own, days=scale.unit == "day"), beside(first, last, scale)
    return f"{said} ({gregorian})" if gregorian else said


def _side(first: int | None, last: int | None) -> str:
    if first is None:
        return "" if last is None else "not later than "
    return "not earlier than " if last is None else ""


def _stretch(first: int | None, last: int | None, calendar: Calendar, *, days: bool = True) -> str:
    """The two ends, or the one that is not open, or the one day, month or year that it is.

    Where another calendar has to tell them it is named, as `read` understands it: `15 Apr 1123 [julian]`.
    """
    teller = _teller(first, last, calendar) if days else calendar
    first, last, unit = _told(first, last, teller, days=days)
    said = [_coarse(day, unit, teller) for day in (first, last) if day is not None]
    named = f" [{teller.name}]" if said and teller is not calendar else ""
    return (" – ".join(dict.fromkeys(said)) or "…") + named


def _teller(first: int | None, last: int | None, calendar: Calendar) -> Calendar:
    """The calendar in which days are told: another where what this one calls them is more than they, the Gregorian
    where it was not yet or no longer in use."""
    ends = [calendar.parts(day) for day in (first, last) if day is not None]
    if not all(calendar.year(year) for year, _, _ in ends):
        return GREGORIAN
    if not calendar.told:
        return calendar
    unit = _finest(first, last, calendar)
    return calendar if all(_only(parts, unit, calendar) for parts in ends) else calendar_named(calendar.told)


def _only(parts: tuple[int, int, int], unit: str, calendar: Calendar) -> bool:
    """Whether the day, month or year of these parts is all that is called by its name."""
    year, month, _ = parts
    if unit == "day":
        return len(calendar.days(*parts)) == 1
    if unit == "month":
        return len(calendar.month(year, month)) == 1
    begins = calendar.counting.year_start
    return calendar.year(year) == (Run(begins(year), begins(year + 1) - 1),)


def _told(first: int | None, last: int | None, calendar: Calendar, *, days: bool) -> tuple[int | None, int | None, str]:
    """The days by which a stretch is told, and the unit.

    In an observed calendar a date may be some days off the tables, and a stretch of `days` is wider by these than the
    year, month or day that it is: it is told as that. Any other is told to the day, by the tables.
    """
    tolerance = calendar.counting.tolerance if days else 0
    if not tolerance:
        return first, last, _finest(first, last, calendar)
    low, high = None if first is None else first + tolerance, None if last is None else last - tolerance
    if low is None or high is None or low <= high:
        unit = _finest(low, high, calendar)
        if unit != "day" or low == high:
            return low, high, unit
    return first, last, "day"


def _finest(first: int | None, last: int | None, calendar: Calendar) -> str:
    """The unit that a stretch of days is told in: the finest that one of its ends needs."""
    if first == last and first is not None:
        return "day"
    # What begins on the day after is what ends.
    units = {_beginning(day + after, day, calendar) for day, after in ((first, 0), (last, 1)) if day is not None}
    return "day" if "day" in units else "month" if "month" in units else "year"


def _beginning(day: int, within: int, calendar: Calendar) -> str:
    """The coarsest unit that begins with a day, a year, a month, or the day itself; a month only where the one that
    has the day `within` it is whole."""
    counting = calendar.counting
    if counting.year_start(counting.year_of(day)) == day:
        return "year"
    if counting.month_start(counting.month_of(day)) != day:
        return "day"
    if calendar.by_month:
        # A month in which a year begins is called by two years.
        month = counting.month_of(within)
        begins, ends = counting.month_start(month), counting.month_start(month + 1) - 1
        if counting.year_of(begins) != counting.year_of(ends):
            return "day"
    return "month"


def _coarse(day: int, unit: str, calendar: Calendar) -> str:
    year, month, _ = calendar.parts(day)
    if unit == "day":
        return say_in(day, calendar)
    return say_year(year, calendar) if unit == "year" else _month(year, month, calendar)


_DATEUTIL = (gregorian_day(1, 1, 1), gregorian_day(9999, 12, 31))
"""The first and the last day of the standard library's calendar, to which dateutil's is bound."""


def _apart(first: int, last: int, calendar: str) -> tuple[int, int, int]:
    """Years, months and days from a day to a later one."""
    if calendar != "gregorian" or first < _DATEUTIL[0] or last > _DATEUTIL[1]:
        return apart(first, last, calendar)
    # Only what says gaps loads it: no date is read with it.
    from datetime import date

    from dateutil.relativedelta import relativedelta

    one, other = (date.fromordinal(day - _DATEUTIL[0] + 1) for day in (first, last))
    between = relativedelta(other, one)
    return between.years, between.months, between.days


def gap(first: int, last: int, scale: Scale = DAYS) -> str:
    """How far apart two steps are, in time of the scale's calendar: `8 months 8 days`, `1 year 2 months`, `0 days`; in
    either order.

    Gregorian days within years 1 to 9999 are counted by `dateutil.relativedelta`, others by the project's own
    arithmetic, to the same effect.
    """
    if last < first:
        first, last = last, first
    a_year = scale.own.counting.months_a_year
    if scale.unit == "year":
        years, months, days = last - first, 0, 0
    elif scale.unit == "month":
        (years, months), days = divmod(last - first, a_year) if a_year else (0, last - first), 0
    else:
        years, months, days = _apart(first, last, scale.calendar)
    parts = [(years, "year"), (months, "month"), (days, "day")]
    said = [f"{n} {name if n == 1 else name + 's'}" for n, name in parts if n]
    return " ".join(said) or f"0 {scale.unit}s"


def breadth(first: int, last: int, scale: Scale = DAYS) -> str:
    """How wide a stretch of steps is: `20 years` from the first day of a year to the last of the nineteenth after it,
    `2 months` of whole months, all by the scale's calendar; of others how far apart its ends are."""
    own = scale.own
    if scale.unit == "day" and _teller(first, last, own) is own:
        begins, ends, unit = _told(first, last, own, days=True)
        if unit != "day" and begins is not None and ends is not None:
            return gap(begins, ends + 1, scale)
    return gap(first, last, scale)
