"""The Julian calendar, carried back by rule.

Takes and gives what `calendar` does, exact for integers of any size (Richards, "Calendars", in Explanatory Supplement
to the Astronomical Almanac, 3rd ed., 2013, ch. 15, in his March-based form).
"""

from __future__ import annotations

from chrono.dates.calendars.calendar import regular
from chrono.dates.calendars.gregorian import from_march
from chrono.dates.calendars.solar_months import LENGTHS, SolarMonths


def julian_day(year: int, month: int, day: int) -> int:
    """The JDN of a day of the proleptic Julian calendar, astronomical year; nothing is checked."""
    a = (14 - month) // 12
    y = year - a
    return day + (153 * (month + 12 * a - 3) + 2) // 5 + 365 * y + y // 4 + 1721117


def julian_parts(jdn: int) -> tuple[int, int, int]:
    """Astronomical year, month and day of a JDN in the proleptic Julian calendar."""
    four, rest = divmod(jdn - 1721118, 1461)
    one = min(rest // 365, 3)
    return from_march(4 * four + one, rest - 365 * one)


def julian_length(year: int, month: int) -> int:
    """How many days a Julian month has."""
    return 29 if month == 2 and year % 4 == 0 else LENGTHS[month - 1]


JULIAN_MONTHS = SolarMonths(julian_day, julian_parts, julian_length, 48, 1461)
JULIAN = regular("julian", julian_day, julian_parts, julian_length, JULIAN_MONTHS)
