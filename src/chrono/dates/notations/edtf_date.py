"""One EDTF date, levels 0, 1 and 2: years, months, days, seasons, masks, significant digits, qualifiers, times of day.

Takes a piece of a text; gives its days as a `Part`, or raises `DateError` with the column of the offence in the
whole text. Intervals and sets, which are made of such pieces, are in `edtf`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from chrono.dates.calendars.calendar import Calendar, years
from chrono.dates.calendars.gregorian import GREGORIAN
from chrono.dates.notations.masks import month_numbers, stretches, year_ranges
from chrono.dates.notations.offences import offence
from chrono.dates.notations.seasons import is_season, season
from chrono.dates.runs import DateError, Part, Run, merged

_REST = r"([?~%]?)(?:-([?~%]?)([0-9X]{2})([?~%]?)(?:-([?~%]?)([0-9X]{2})([?~%]?))?)?"
_STRICT = re.compile(r"([?~%]?)(-?[0-9X]{4})(?:S([0-9]+))?" + _REST)
_LOOSE = re.compile(r"([?~%]?)([+-]?[0-9X]+)(?:S([0-9]+))?" + _REST)
_LONG = re.compile(r"([?~%]?)Y(-?)([0-9]+)(?:E([0-9]+))?(?:S([0-9]+))?([?~%]?)")
_TIME = re.compile(
    r"(-?[0-9]{4}-[0-9]{2}-[0-9]{2})T(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]|24:00:00|23:59:60)"
    r"(?:Z|(?!-00(?::00)?$)[+-](?:[01][0-9]|2[0-3])(?::[0-5][0-9])?)?"
)
_COARSE = {0: "year", 1: "decade", 2: "century", 3: "millennium"}
_MOST_DIGITS = 30
"""A year of more digits than this is refused: nobody dates with it, and it would only cost memory."""


@dataclass(frozen=True, slots=True)
class Reader:
    """The text and how it is read, so that every piece can name its place in it."""

    text: str
    calendar: Calendar
    conventions: str
    loose: bool


def moment(reader: Reader) -> Part:
    """A date with a time of day: the calendar day as written, never shifted to another zone; raises
    `DateError`."""
    found = _TIME.fullmatch(reader.text)
    if found is None:
        at = reader.text.index("T")
        one_date(reader, 0, at)
        raise DateError(
            "the time of day is not of the form hh:mm:ss, with Z or a shift such as -04:00 or nothing after it",
            at,
            len(reader.text) - at,
        )
    return one_date(reader, 0, found.end(1))


def one_date(reader: Reader, start: int, end: int) -> Part:
    """One date without time of day, from column `start` to `end` of the text; raises `DateError`."""
    text, calendar = reader.text, reader.calendar
    found = (_LOOSE if reader.loose else _STRICT).fullmatch(text, start, end)
    if found is None:
        long = _LONG.fullmatch(text, start, end)
        if long is None:
            raise offence(text, start, end, loose=reader.loose)
        return _long_year(reader, long)
    q1, year, digits, q2, q3, month, q4, q5, day, q6 = found.groups()
    qualifiers = q1 + q2 if month is None else q1 + q2 + q3 + q4 if day is None else q1 + q2 + q3 + q4 + q5 + q6
    if year[0] == "-" and not year.strip("-0"):
        raise DateError("there is no year -0000", found.start(2), len(year), "the year before 1 is 0000, 1 BCE")
    if digits is not None:
        if month is not None:
            raise DateError("significant digits are of a year alone", found.start(3) - 1, len(digits) + 1)
        return _significant(reader, year, digits, found.start(3), qualifiers)
    if "X" in year or (month is not None and "X" in month) or (day is not None and "X" in day):
        return _masked(reader, found, qualifiers)
    if len(year) > _MOST_DIGITS:
        raise DateError(f"a year of more than {_MOST_DIGITS} digits is not read", found.start(2), len(year))
    number = int(year)
    if month is None:
        runs = calendar.year(number)
        if not runs:
            raise DateError(
                f"the {calendar.name} calendar has no year {number}", found.start(2), len(year), code="no-such-date"
            )
        return Part(runs if len(runs) == 1 else merged(runs), "year", qualifiers, ways=runs)
    code = int(month)
    if is_season(code) and code > len(calendar.months):
        if day is not None:
            raise DateError(f"{month} is a season or part of a year: no day can follow", found.start(9), 2)
        return _season(reader, number, code, found.start(6), qualifiers)
    runs = calendar.month(number, code)
    if not runs:
        raise _no_month(calendar, number, code, found.start(6))
    if day is None:
        return Part(runs, "month", qualifiers)
    jdns = calendar.days(number, code, int(day))
    if not jdns:
        raise no_day(calendar, number, code, int(day), found.start(9))
    if len(jdns) == 1:
        return Part((Run(jdns[0], jdns[0]),), "day", qualifiers)
    return Part(merged(Run(jdn, jdn) for jdn in jdns), "day", qualifiers, instant=True)


def _no_month(calendar: Calendar, year: int, month: int, column: int) -> DateError:
    if calendar.year(year):
        help = "months are 01 to 12, seasons and parts of a year 21 to 41" if len(calendar.months) == 12 else ""
        return DateError(f"there is no month {month:02} in year {year}", column, 2, help, code="no-such-date")
    return DateError(f"the {calendar.name} calendar has no year {year}", max(0, column - 2), 1, code="no-such-date")


def no_day(calendar: Calendar, year: int, month: int, day: int, column: int) -> DateError:
    """That a month has no such day, or that a reform of the calendar left it out."""
    if not 1 <= month <= len(calendar.months):
        return DateError(f"there is no month {month} in {year}", column, 2, code="no-such-date")
    said = f"{day} {calendar.months[month - 1]} {year}"
    if calendar.name.startswith("switch:") and GREGORIAN.days(year, month, day):
        return DateError(
            f"{said} never was: the reform left it out",
            column,
            2,
            f"the calendar is {calendar.name}",
            code="no-such-date",
        )
    size = sum(1 for of_month in range(1, 32) if calendar.days(year, month, of_month))
    return DateError(
        f"there is no {said} in the {calendar.name} calendar",
        column,
        2,
        f"that month has {size} days",
        code="no-such-date",
    )


def _season(reader: Reader, year: int, code: int, column: int, qualifiers: str) -> Part:
    if reader.calendar.months[0] != "January":
        raise DateError(f"{code} is no month of the {reader.calendar.name} calendar, which has no seasons", column, 2)
    runs, precision, convention, note = season(reader.calendar, year, code, reader.conventions)
    return Part(runs, precision, qualifiers, convention, note)


def _masked(reader: Reader, found: re.Match[str], qualifiers: str) -> Part:
    """A date with unspecified digits: every day that some completion of the digits gives."""
    calendar = reader.calendar
    year, month, day = found[2], found[6], found[9]
    ranges = year_ranges(year)
    if ranges is None:
        raise DateError("too many unspecified digits", found.start(2), len(year), "at most four digits may hold an X")
    if month is None:
        tail = len(year) - len(year.rstrip("X"))
        precision = "year" if "X" in year[: len(year) - tail] else _COARSE.get(tail, "unknown")
    else:
        precision = "month" if day is None else "day"
    if month is not None and month.isdigit() and is_season(int(month)) and int(month) > len(calendar.months):
        if day is not None:
            raise DateError(f"{month} is a season or part of a year: no day can follow", found.start(9), 2)
        return _masked_season(reader, ranges, int(month), found.start(6), qualifiers)
    months = None if month is None else month_numbers(month, len(calendar.months))
    if months == ():
        if month.isdigit():
            raise _no_month(calendar, ranges[0][0], int(month), found.start(6))
        raise DateError(f"no month can be {month}", found.start(6), 2, code="no-such-date")
    days = None if day is None else month_numbers(day, 31)
    if days == ():
        raise DateError(f"no day can be {day}", found.start(9), 2, code="no-such-date")
    runs, cut = stretches(calendar, ranges, months, days)
    if not runs:
        at = 2 if day is None and month is None else 6 if day is None else 9
        raise DateError("no date completes these digits", found.start(at), len(found[at]), code="no-such-date")
    return Part(runs, precision, qualifiers, note=cut)


def _masked_season(
    reader: Reader, ranges: tuple[tuple[int, int], ...], code: int, column: int, qualifiers: str
) -> Part:
    parts = [_season(reader, year, code, column, qualifiers) for low, high in ranges for year in range(low, high + 1)]
    runs = merged(run for part in parts for run in part.runs)
    return Part(runs, parts[0].precision, qualifiers, parts[0].convention, parts[0].note)


def _long_year(reader: Reader, found: re.Match[str]) -> Part:
    """A year with the prefix Y: beyond four digits, or with an exponent."""
    before, sign, digits, exponent, significant, after = found.groups()
    column = found.start(3)
    if len(exponent or "") > 2 or len(digits) + int(exponent or 0) > _MOST_DIGITS:
        raise DateError(f"a year of more than {_MOST_DIGITS} digits is not read", column, len(digits))
    if digits[0] == "0":
        raise DateError("a year with the prefix Y begins with a digit from 1 to 9", column, 1)
    if exponent is None and significant is None and len(digits) <= 4:
        raise DateError(
            "the prefix Y is for years of more than four digits", column - 1 - len(sign), 1, f"write {sign}{digits:0>4}"
        )
    year = sign + digits + "0" * int(exponent or 0)
    if significant is not None:
        return _significant(reader, year, significant, found.start(5), before + after)
    runs = reader.calendar.year(int(year))
    if not runs:
        raise DateError(
            f"the {reader.calendar.name} calendar has no year {year}", column, len(digits), code="no-such-date"
        )
    return Part(runs, "year", before + after)


def _significant(reader: Reader, year: str, digits: str, column: int, qualifiers: str) -> Part:
    """A year of which only the first digits count: every year that agrees in them."""
    written = year.lstrip("+-")
    if "X" in year:
        raise DateError("a year with unspecified digits has no significant ones", column - 1, len(digits) + 1)
    if digits[0] == "0" or len(digits) > 2 or int(digits) > len(written):
        raise DateError(f"the number of significant digits must be from 1 to {len(written)}", column, len(digits))
    loose = len(written) - int(digits)
    low = int(written) // 10**loose * 10**loose
    high = low + 10**loose - 1
    if year[0] == "-":
        # There is no year -0000: the least of a mask that reaches zero is -0001.
        low, high = -high, -max(low, 1)
    return Part((years(reader.calendar, low, high),), _COARSE.get(loose, "year"), qualifiers)
