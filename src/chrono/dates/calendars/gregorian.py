"""The Gregorian calendar, carried back before 1582 by rule.

Takes and gives what `calendar` does, exact for integers of any size (Richards, "Calendars", in Explanatory Supplement
to the Astronomical Almanac, 3rd ed., 2013, ch. 15, in his March-based form).
"""

from __future__ import annotations

from chrono.dates.calendars.calendar import regular
from chrono.dates.calendars.solar_months import LENGTHS, SolarMonths


def gregorian_day(year: int, month: int, day: int) -> int:
    """The JDN of a day of the proleptic Gregorian calendar, astronomical year; nothing is checked."""
    a = (14 - month) // 12
    y = year - a
    return day + (153 * (month + 12 * a - 3) + 2) // 5 + 365 * y + y // 4 - y // 100 + y // 400 + 1721119


def gregorian_parts(jdn: int) -> tuple[int, int, int]:
    """Astronomical year, month and day of a JDN in the proleptic Gregorian calendar."""
    cycle, rest = divmod(jdn - 1721120, 146097)
    century = min(rest // 36524, 3)
    rest -= century * 36524
    four = rest // 1461
    rest -= four * 1461
    one = min(rest // 365, 3)
    return from_march(400 * cycle + 100 * century + 4 * four + one, rest - 365 * one)


def from_march(year: int, day_of_year: int) -> tuple[int, int, int]:
    """Year, month, day of a 0-based day of a year that begins on 1 March, as this arithmetic counts."""
    month = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * month + 2) // 5 + 1
    return year + month // 10, (month + 2) % 12 + 1, day


def gregorian_length(year: int, month: int) -> int:
    """How many days a Gregorian month has."""
    return 29 if month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else LENGTHS[month - 1]


GREGORIAN_MONTHS = SolarMonths(gregorian_day, gregorian_parts, gregorian_length, 4800, 146097)
GREGORIAN = regular("gregorian", gregorian_day, gregorian_parts, gregorian_length, GREGORIAN_MONTHS)
REFORM = gregorian_day(1582, 10, 15)
"""The day on which this calendar came into use (JDN)."""
