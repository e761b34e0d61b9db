"""The Hebrew calendar, with the years since the creation, and with those of the Seleucid era of contracts.

Takes and gives what `calendar` does. The arithmetic follows Reingold and Dershowitz, Calendrical Calculations (4th ed.,
2018). Months are numbered from Nisan and the year turns at the seventh, Tishri.
"""

from __future__ import annotations

from functools import lru_cache

from chrono.dates.calendars.calendar import Calendar, regular
from chrono.dates.calendars.own_months import OwnMonths, around, together

CREATION = 347998
"""7 October 3761 BC, Julian: 1 Tishri of the year 1."""
MONTHS = (
    "Nisan", "Iyyar", "Sivan", "Tammuz", "Av", "Elul", "Tishri",
    "Marheshvan", "Kislev", "Tevet", "Shevat", "Adar", "Adar II",
)  # fmt: skip
ORDER = (*range(7, 14), *range(1, 7))
"""The months as the year has them, from Tishri."""


def _leap(year: int) -> bool:
    return (7 * year + 1) % 19 < 7


def _elapsed(year: int) -> int:
    """Days from the epoch's Sunday to the mean new year of a year, put off where the new year may not fall."""
    months = (235 * year - 234) // 19
    parts = 12084 + 13753 * months
    day = 29 * months + parts // 25920
    return day + 1 if (3 * (day + 1)) % 7 < 3 else day


@lru_cache(maxsize=1024)
def _new_year(year: int) -> int:
    """The JDN of 1 Tishri."""
    before, this, after = _elapsed(year - 1), _elapsed(year), _elapsed(year + 1)
    # A year may not have 356 days, nor follow one of 382.
    delay = 2 if after - this == 356 else 1 if this - before == 382 else 0
    return CREATION + this + delay


def _length(year: int, month: int) -> int:
    if month == 13:
        return 29 if _leap(year) else 0
    if month in (2, 4, 6, 10) or (month == 12 and not _leap(year)):
        return 29
    if month in (8, 9):
        days = _new_year(year + 1) - _new_year(year)
        return 30 if (days % 10 == 5 if month == 8 else days % 10 != 3) else 29
    return 30


def _day(year: int, month: int, day: int) -> int:
    before = ORDER[: ORDER.index(month)]
    return _new_year(year) + sum(_length(year, earlier) for earlier in before) + day - 1


def _parts(jdn: int) -> tuple[int, int, int]:
    year = (jdn - CREATION) * 98496 // 35975351 + 2
    while _new_year(year) > jdn:
        year -= 1
    rest = jdn - _new_year(year)
    for month in ORDER:
        size = _length(year, month)
        if rest < size:
            return year, month, rest + 1
        rest -= size
    raise AssertionError("a day lies in no month of its year")


def _between(years: int, months: int) -> tuple[int, int]:
    # A year is off its mean by a leap month, a month by the days that the new year is put off.
    return together(around(years, 35975351, 98496, 33), around(months, 765433, 25920, 4))


def _from(name: str, era: str, later: int) -> Calendar:
    """The calendar with years counted from one so many years later than the creation."""

    def to_day(year: int, month: int, day: int) -> int:
        return _day(year + later, month, day)

    def parts(jdn: int) -> tuple[int, int, int]:
        year, month, day = _parts(jdn)
        return year - later, month, day

    def length(year: int, month: int) -> int:
        return _length(year + later, month)

    # Nineteen years have 235 months.
    counting = OwnMonths(to_day, parts, length, _between, ORDER, 235, 19, 235 * later - 234)
    return regular(name, to_day, parts, length, counting, months=MONTHS, era=era, first_month=7)


HEBREW = _from("hebrew", "AM", 0)
SELEUCID_JEWISH = _from("seleucid-jewish", "SE", 3449)
"""The era of contracts: the year 1 began in autumn 312 BC."""
