"""The date of Easter Sunday, and weekdays.

Takes astronomical years; gives Julian Day Numbers. The Julian reckoning is the one in use from the fourth century,
in the East to this day; the Gregorian one is that of 1582 (Meeus, Astronomical Algorithms, 2nd ed., 1998, ch. 8).
Both are carried back by rule.
"""

from __future__ import annotations

from chrono.dates.calendars.gregorian import gregorian_day
from chrono.dates.calendars.julian import julian_day

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def julian_easter(year: int) -> int:
    """Easter Sunday of a Julian year, by the Julian reckoning."""
    moon = (19 * (year % 19) + 15) % 30
    sunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + sunday + 114, 31)
    return julian_day(year, month, day + 1)


def gregorian_easter(year: int) -> int:
    """Easter Sunday of a Gregorian year, by the Gregorian reckoning."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - century // 4 - correction + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return gregorian_day(year, month, day + 1)


def weekday(day: int) -> int:
    """The day of the week, Monday 0 to Sunday 6."""
    return day % 7


def weekday_name(day: int) -> str:
    """The English name of the day of the week."""
    return WEEKDAYS[day % 7]


def on_or_after(day: int, weekday: int) -> int:
    """The first day of a weekday (Monday 0) that is not before a day."""
    return day + (weekday - day) % 7


def weekdays(first: int, last: int, weekday: int) -> tuple[int, ...]:
    """Every day of a weekday (Monday 0) from one day to another."""
    return tuple(range(on_or_after(first, weekday), last + 1, 7))
