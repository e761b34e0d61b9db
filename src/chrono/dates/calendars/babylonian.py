"""The Babylonian calendar with the years of the Seleucid era as Babylon counted them, from the spring of 311 BC.

Takes and gives what `calendar` does. Months were begun at the sight of the moon: here they follow the mean moon from 1
Nisannu of the year 1, 3 April 311 BC, so that a day is any of those around it. Of nineteen years those of the cycle of
the fourth century BC and after have a thirteenth month, the eighteenth a second Ululu, the others a second Addaru
(Parker and Dubberstein, Babylonian Chronology 626 B.C. – A.D. 75, 1956; Reingold and Dershowitz, Calendrical
Calculations, 4th ed., 2018). Before about 380 BC months were added by decree: the cycle carried back is then no more
than a rule.
"""

from __future__ import annotations

from chrono.dates.calendars.calendar import regular
from chrono.dates.calendars.own_months import OwnMonths, around, together
from chrono.dates.calendars.tolerant import tolerant

SPRING_311_BC = 1607923
"""3 April 311 BC, Julian: 1 Nisannu of the year 1."""
TOLERANCE = 2
"""Days by which a month that was begun at the sight of the moon may differ from the mean moon, either way."""
MONTHS = (
    "Nisannu", "Ayyaru", "Simanu", "Duzu", "Abu", "Ululu", "Tashritu", "Arahsamnu", "Kislimu", "Tebetu",
    "Shabatu", "Addaru", "Addaru II", "Ululu II",
)  # fmt: skip
ORDER = (1, 2, 3, 4, 5, 6, 14, 7, 8, 9, 10, 11, 12, 13)
_PARTS, _OF_MONTH = 25920, 765433
"""Parts of a day, and those of a mean month: 29 days, 12 hours and 793 parts of an hour's 1080."""
_LEAD = 6
_FIRST = (235 + _LEAD) // 19
"""How many months there are before the year 1, as they are counted on."""


def _leap(year: int) -> bool:
    return (7 * year + 13) % 19 < 7


def _months(year: int) -> list[int]:
    extra = () if not _leap(year) else (14,) if year % 19 == 18 else (13,)
    return [month for month in ORDER if month <= 12 or month in extra]


def _start(number: int) -> int:
    """The first day of a month, by its number."""
    return SPRING_311_BC + ((number - _FIRST) * _OF_MONTH + _PARTS // 2) // _PARTS


def _number(year: int, month: int) -> int:
    return (235 * year + _LEAD) // 19 + _months(year).index(month)


def _day(year: int, month: int, day: int) -> int:
    return _start(_number(year, month)) + day - 1


def _length(year: int, month: int) -> int:
    if month not in _months(year):
        return 0
    number = _number(year, month)
    return _start(number + 1) - _start(number)


def _parts(jdn: int) -> tuple[int, int, int]:
    number = (jdn - SPRING_311_BC) * _PARTS // _OF_MONTH + _FIRST
    while _start(number + 1) <= jdn:
        number += 1
    while _start(number) > jdn:
        number -= 1
    year = number * 19 // 235
    while (235 * (year + 1) + _LEAD) // 19 <= number:
        year += 1
    while (235 * year + _LEAD) // 19 > number:
        year -= 1
    return year, _months(year)[number - (235 * year + _LEAD) // 19], jdn - _start(number) + 1


def _between(years: int, months: int) -> tuple[int, int]:
    # A year is off its mean by a thirteenth month; either end by the days that the moon was seen sooner or later.
    off = 2 * TOLERANCE if years or months else 0
    least, most = together(around(years, _OF_MONTH * 235, _PARTS * 19, 31), around(months, _OF_MONTH, _PARTS, 2))
    return max(0, least - off), most + off


_COUNTING = OwnMonths(_day, _parts, _length, _between, ORDER, 235, 19, _LEAD, TOLERANCE)
_MEAN = regular("seleucid-babylonian", _day, _parts, _length, _COUNTING, months=MONTHS, era="SE")
SELEUCID_BABYLONIAN = tolerant("seleucid-babylonian", _MEAN, TOLERANCE, _COUNTING)
