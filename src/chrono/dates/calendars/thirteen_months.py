"""Calendars of twelve months of 30 days and a short thirteenth, as the Egyptians made them.

Takes a name, the first day of the era (JDN) and the names of the months; gives a calendar whose year always has 365
days, or one with a leap day before every Julian leap year. Arithmetic after Reingold and Dershowitz, Calendrical
Calculations (4th ed., 2018). Years are counted on through 0 before the first of an era.
"""

from __future__ import annotations

from collections.abc import Callable

from chrono.dates.calendars.calendar import Calendar, regular
from chrono.dates.calendars.own_months import OwnMonths, together

Parts = tuple[int, int, int]


def wandering(name: str, epoch: int, months: tuple[str, ...], era: str = "year") -> Calendar:
    """Twelve months of 30 days and five days more, never a leap year."""

    def to_day(year: int, month: int, day: int) -> int:
        return epoch + 365 * (year - 1) + 30 * (month - 1) + day - 1

    def parts(jdn: int) -> Parts:
        year, rest = divmod(jdn - epoch, 365)
        return year + 1, rest // 30 + 1, rest % 30 + 1

    return thirteen(name, to_day, parts, lambda _, month: 5 if month == 13 else 30, months, era, leaps=False)


def alexandrian(name: str, epoch: int, months: tuple[str, ...], era: str = "year") -> Calendar:
    """Twelve months of 30 days and five days more, six in the year before a Julian leap year."""

    def to_day(year: int, month: int, day: int) -> int:
        return epoch - 1 + 365 * (year - 1) + year // 4 + 30 * (month - 1) + day

    def parts(jdn: int) -> Parts:
        year = (4 * (jdn - epoch) + 1463) // 1461
        rest = jdn - to_day(year, 1, 1)
        return year, rest // 30 + 1, rest % 30 + 1

    return thirteen(name, to_day, parts, leaping, months, era)


def leaping(year: int, month: int) -> int:
    """The length of a month where one year of four, the third, has a leap day."""
    return 30 if month < 13 else 6 if year % 4 == 3 else 5


def thirteen(
    name: str,
    to_day: Callable[[int, int, int], int],
    parts: Callable[[int], Parts],
    length: Callable[[int, int], int],
    months: tuple[str, ...],
    era: str = "year",
    *,
    years: tuple[int | None, int | None] = (None, None),
    leaps: bool = True,
) -> Calendar:
    """A calendar of thirteen months from its arithmetic; where it has a last year, time is counted on past it."""

    def between(years: int, months: int) -> tuple[int, int]:
        whole, rest = divmod(months, 13)
        total = years + whole
        leap_days = (-1, total // 4 + 1) if leaps and total else (0, 0)
        # Up to twelve months of 30 days, the thirteenth of five or six perhaps among them.
        few = (30 * rest - 25, 30 * rest) if rest else (0, 0)
        return together((365 * total + leap_days[0], 365 * total + leap_days[1]), few)

    counting = OwnMonths(to_day, parts, length, between, range(1, 14), 13)
    return regular(name, to_day, parts, length, counting, months=months, era=era, years=years)
