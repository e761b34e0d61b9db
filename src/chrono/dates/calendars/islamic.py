"""The Islamic calendar, by the tables of the civil epoch and as it was observed.

Takes and gives what `calendar` does. The arithmetic follows Reingold and Dershowitz, Calendrical Calculations (4th ed.,
2018). A month was begun at the sight of the moon, so that a day of the observed calendar is any of those around it.
"""

from __future__ import annotations

from chrono.dates.calendars.calendar import regular
from chrono.dates.calendars.own_months import OwnMonths, around, together
from chrono.dates.calendars.tolerant import tolerant

HIJRA = 1948440
"""16 July 622, Julian: the civil epoch."""
TOLERANCE = 2
"""Days by which a month that was begun at the sight of the moon may differ from the tables, either way."""
MONTHS = (
    "Muharram", "Safar", "Rabi I", "Rabi II", "Jumada I", "Jumada II", "Rajab",
    "Shaban", "Ramadan", "Shawwal", "Dhu al-Qada", "Dhu al-Hijja",
)  # fmt: skip


def _day(year: int, month: int, day: int) -> int:
    return HIJRA - 1 + 354 * (year - 1) + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2 + day


def _parts(jdn: int) -> tuple[int, int, int]:
    year = (30 * (jdn - HIJRA) + 10646) // 10631
    month = (11 * (jdn - _day(year, 1, 1)) + 330) // 325
    return year, month, jdn - _day(year, month, 1) + 1


def _length(year: int, month: int) -> int:
    return 30 if month % 2 or (month == 12 and (14 + 11 * year) % 30 < 11) else 29


def _counting(tolerance: int) -> OwnMonths:
    """Months off their mean by two days and by what either end may be off the tables."""

    def between(years: int, months: int) -> tuple[int, int]:
        return together(around(12 * years + months, 10631, 360, 2 + 2 * tolerance), (0, 0))

    return OwnMonths(_day, _parts, _length, between, range(1, 13), 12, tolerance=tolerance)


ISLAMIC_TABULAR = regular("islamic-tabular", _day, _parts, _length, _counting(0), months=MONTHS, era="AH")


ISLAMIC = tolerant("islamic", ISLAMIC_TABULAR, TOLERANCE, _counting(TOLERANCE))
