"""The Persian solar calendar, by arithmetic.

Takes and gives what `calendar` does. Leap years follow the cycle of 2820 years, as Reingold and Dershowitz give it
(Calendrical Calculations, 4th ed., 2018, ch. 15.3); the calendar as observed can differ by a day. The era begins with
the year of the Hijra, AD 622, and has no year 0; durations are counted over it.
"""

from __future__ import annotations

from dataclasses import replace

from chrono.dates.calendars.calendar import Calendar, regular
from chrono.dates.calendars.own_months import OwnMonths, around, together

EPOCH = 1948321
"""19 March 622, Julian."""
CYCLE = 2820
DAYS_OF_CYCLE = 1029983
MONTHS = (
    "Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar",
    "Mehr", "Aban", "Azar", "Dey", "Bahman", "Esfand",
)  # fmt: skip


def _day(year: int, month: int, day: int) -> int:
    cycles, rest = divmod(year - 474, CYCLE)
    of_cycle = rest + 474
    before = 31 * (month - 1) if month <= 7 else 30 * (month - 1) + 6
    days = 365 * (of_cycle - 1) + (31 * of_cycle - 5) // 128
    return EPOCH - 1 + DAYS_OF_CYCLE * cycles + days + before + day


def _parts(jdn: int) -> tuple[int, int, int]:
    cycles, rest = divmod(jdn - _day(475, 1, 1), DAYS_OF_CYCLE)
    of_cycle = CYCLE if rest == DAYS_OF_CYCLE - 1 else (128 * rest + 46878) // 46751
    year = 474 + CYCLE * cycles + of_cycle
    of_year = jdn - _day(year, 1, 1)
    month = of_year // 31 + 1 if of_year < 186 else (of_year - 6) // 30 + 1
    return year, month, jdn - _day(year, month, 1) + 1


def _length(year: int, month: int) -> int:
    return 31 if month <= 6 else 30 if month <= 11 else _day(year + 1, 1, 1) - _day(year, 12, 1)


def _between(years: int, months: int) -> tuple[int, int]:
    whole, rest = divmod(months, 12)
    # Months have 31 days, then 30, the last of them 29 or 30.
    return together(around(years + whole, DAYS_OF_CYCLE, CYCLE, 3), (30 * rest - 2, 31 * rest) if rest else (0, 0))


def _written(jdn: int) -> tuple[int, int, int]:
    year, month, day = _parts(jdn)
    return (year if year > 0 else year - 1), month, day


_WITH_A_YEAR_0 = regular(
    "persian",
    _day,
    _parts,
    _length,
    OwnMonths(_day, _parts, _length, _between, range(1, 13), 12),
    months=MONTHS,
    era="year",
)
PERSIAN: Calendar = replace(
    _WITH_A_YEAR_0,
    days=lambda year, month, day: _WITH_A_YEAR_0.days(PERSIAN.counted(year), month, day) if year else (),
    month=lambda year, month: _WITH_A_YEAR_0.month(PERSIAN.counted(year), month) if year else (),
    year=lambda year: _WITH_A_YEAR_0.year(PERSIAN.counted(year)) if year else (),
    parts=_written,
    year_0=False,
)
