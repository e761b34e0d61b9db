"""The calendar of the Society of Friends, whose months are numbered and not named.

Takes and gives what `calendar` does. Until 1751 First Month was March, and Eleventh and Twelfth Month were the January
and February of the next Julian year; from 1752 First Month is January, and 2 September was followed by the 14th. Of a
day from the 1st to the 24th of First Month before that, the year may be numbered as begun on 25 March or with the
month: it is read as both (Cheney, A Handbook of Dates, rev. M. Jones, 2000).
"""

from __future__ import annotations

from chrono.dates.calendars.calendar import Calendar
from chrono.dates.calendars.julian import julian_day
from chrono.dates.calendars.reform import switch
from chrono.dates.calendars.styled_months import StyledMonths
from chrono.dates.runs import Run, merged

MONTHS = tuple(
    f"{number} Month"
    for number in (
        "First", "Second", "Third", "Fourth", "Fifth", "Sixth",
        "Seventh", "Eighth", "Ninth", "Tenth", "Eleventh", "Twelfth",
    )
)  # fmt: skip
_LADY_DAY = 25
_ENGLISH = switch(1752, 9, 14)


def _english(year: int, month: int) -> tuple[int, int] | None:
    """The year and month of the English calendar, from January, that a month is; `None` where there was none."""
    if year >= 1752:
        return year, month
    if month <= 10:
        return year, month + 2
    return (year + 1, month - 10) if year < 1751 else None


def _days(year: int, month: int, day: int) -> tuple[int, ...]:
    english = _english(year, month) if 1 <= month <= 12 else None
    if english is None:
        return ()
    found = _ENGLISH.days(*english, day)
    if month == 1 and day < _LADY_DAY and year < 1751:
        found += _ENGLISH.days(year + 1, 3, day)
    return found


def _month(year: int, month: int) -> tuple[Run, ...]:
    return merged(Run(jdn, jdn) for day in range(1, 32) for jdn in _days(year, month, day))


def _begins(year: int) -> int:
    return julian_day(year, 3, 1) if year <= 1751 else julian_day(1752, 1, 1) if year == 1752 else _january(year)


def _january(year: int) -> int:
    return _ENGLISH.counting.year_start(year)


def _year(year: int) -> tuple[Run, ...]:
    # A year told by itself may have begun on 25 March, and then ended on the 24th of the next.
    return (Run(_begins(year), _begins(year + 1) - 1 + (_LADY_DAY - 1 if year < 1751 else 0)),)


def _parts(jdn: int) -> tuple[int, int, int]:
    year, month, day = _ENGLISH.parts(jdn)
    if year >= 1752:
        return year, month, day
    return (year, month - 2, day) if month > 2 else (year - 1, month + 10, day)


def _numbered(year: int, month: int) -> int:
    english = _english(year, month) or (1752, 1)
    return _ENGLISH.counting.month_number(*english)


# The year 1751 had ten months.
_COUNTING = StyledMonths(_ENGLISH.counting, _begins, lambda jdn: _parts(jdn)[0], _numbered, stray=59)
QUAKER = Calendar("quaker", _days, _month, _year, _parts, _COUNTING, MONTHS, told="switch:1752-09-14")
