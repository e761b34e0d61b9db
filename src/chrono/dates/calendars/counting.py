"""Months and years of calendars whose months are neither Gregorian nor Julian, or both.

Takes days (JDN) and signed numbers of years and months; gives the day they lead to, and between two unknown days
the least and most days they can be, rounded outward so that no true history is lost. Where a month or day does not
exist the one before it is taken, as at the end of a shorter month.
"""

from __future__ import annotations

from chrono.dates.arithmetic import add_months, month_days
from chrono.dates.calendars.eastern import ISLAMIC_TOLERANCE
from chrono.dates.calendars.persian import COUNTED, CYCLE, DAYS_OF_CYCLE
from chrono.dates.calendars.registry import calendar_of
from chrono.dates.calendars.republican import ENDLESS
from chrono.dates.calendars.western import Calendar, gregorian_parts, julian_day

JULIAN_MONTHS = ("byzantine-am", "auc-varronian", "seleucid-syrian")
"""Eras whose months are the Julian calendar's."""
_SOLAR_YEARS = ("coptic", "ethiopic", "french-republican", "persian")
"""Calendars with months of their own, but leap years as the sun has them."""
_HEBREW = ("hebrew", "seleucid-jewish")
_ISLAMIC = ("islamic", "islamic-tabular")
_FOR_COUNTING = {calendar.name: calendar for calendar in (ENDLESS, COUNTED)}
"""Calendars that lack years which are counted on through."""


def _counted(name: str) -> Calendar:
    """The calendar whose months are walked: of an either/or the first; the Republic's goes on."""
    calendar = calendar_of(name.split("|")[0])
    return _FOR_COUNTING.get(calendar.name, calendar)


def _solar(calendar: Calendar) -> str | None:
    if calendar.name == "gregorian":
        return "gregorian"
    return "julian" if calendar.name.startswith("julian") or calendar.name in JULIAN_MONTHS else None


def shifted(day: int, years: int, months: int, name: str) -> int:
    """The day so many years and months of a calendar after a day (before it, if negative)."""
    calendar = _counted(name)
    solar = _solar(calendar)
    if solar:
        return add_months(day, 12 * years + months, solar)
    year, month, of_month = calendar.parts(day)
    # Nineteen Hebrew years have 235 months; no other calendar here has leap months.
    every, cycle = (235, 19) if calendar.name in _HEBREW else (len(calendar.months), 1)
    whole, months = divmod(months, every)
    year += years + whole * cycle
    order = _months(calendar, year)
    at = (order.index(month) if month in order else order.index(month - 1)) + months
    while at >= len(order):
        at -= len(order)
        year += 1
        order = _months(calendar, year)
    while not (found := calendar.days(year, order[at], of_month)):
        of_month -= 1
    return found[len(found) // 2]


def _months(calendar: Calendar, year: int) -> list[int]:
    """The numbers of the months of a year, in their order in it."""
    starts = [(runs[0].first or 0, number) for number in range(1, 14) if (runs := calendar.month(year, number))]
    return [number for _, number in sorted(starts)]


def off_scale(name: str, *, years_alone: bool) -> bool:
    """Whether a calendar's months, or its years alone, are no months and years of the scale, which is the sun's."""
    if "|" in name:
        return any(off_scale(part, years_alone=years_alone) for part in name.split("|"))
    calendar = calendar_of(name)
    if _solar(calendar) or calendar.name.startswith("switch:"):
        return False
    return not (years_alone and calendar.name in _SOLAR_YEARS)


def between(years: int, months: int, name: str) -> tuple[int, int]:
    """The least and most days that so many years and months of a calendar can be between two unknown days."""
    if "|" in name:
        ranges = [between(years, months, part) for part in name.split("|")]
        return min(least for least, _ in ranges), max(most for _, most in ranges)
    calendar = calendar_of(name)
    solar = _solar(calendar)
    if solar:
        return month_days(12 * years + months, solar)
    if calendar.name.startswith("switch:"):
        return _over_reform(12 * years + months, calendar.name)
    if calendar.name in _HEBREW:
        # A year is off its mean by a leap month, a month by the days that the new year is put off.
        around = _around(years, 35975351, 98496, 33), _around(months, 765433, 25920, 4)
    elif calendar.name in _ISLAMIC:
        tolerance = 2 * ISLAMIC_TOLERANCE if calendar.name == "islamic" else 0
        around = _around(12 * years + months, 10631, 360, 2 + tolerance), (0, 0)
    elif calendar.name == COUNTED.name:
        whole, rest = divmod(months, 12)
        # Months have 31 days, then 30, the last of them 29 or 30.
        around = _around(years + whole, DAYS_OF_CYCLE, CYCLE, 3), (30 * rest - 2, 31 * rest) if rest else (0, 0)
    else:
        whole, rest = divmod(months, 13)
        total = years + whole
        around = (365 * total - 1, 365 * total + total // 4 + 1) if total else (0, 0), _short(rest)
    return max(0, around[0][0] + around[1][0]), around[0][1] + around[1][1]


def _around(count: int, numerator: int, denominator: int, slack: int) -> tuple[int, int]:
    """So many times a mean length in days, and as much either way as the calendar strays from it."""
    if not count:
        return 0, 0
    return count * numerator // denominator - slack, -(-count * numerator // denominator) + slack


def _short(months: int) -> tuple[int, int]:
    """Up to twelve months of 30 days, the thirteenth of five or six perhaps among them."""
    return (30 * months - 25, 30 * months) if months else (0, 0)


def _over_reform(months: int, name: str) -> tuple[int, int]:
    """Months of which some may have lost the days that a reform left out."""
    if not months:
        return 0, 0
    reform = calendar_of(name).days(*(int(part) for part in name[7:].split("-")))[0]
    lost = julian_day(*gregorian_parts(reform)) - reform
    julian, gregorian = month_days(months, "julian"), month_days(months)
    return max(0, min(julian[0], gregorian[0]) - lost), max(julian[1], gregorian[1])
