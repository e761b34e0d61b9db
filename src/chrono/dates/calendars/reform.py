"""The Julian calendar until a reform, and the Gregorian from the day on which it took effect.

Takes and gives what `calendar` does. The days that a reform left out never were.
"""

from __future__ import annotations

from dataclasses import dataclass

from chrono.dates.calendars.calendar import Calendar
from chrono.dates.calendars.gregorian import (
    GREGORIAN,
    GREGORIAN_MONTHS,
    gregorian_day,
    gregorian_length,
    gregorian_parts,
)
from chrono.dates.calendars.julian import JULIAN, JULIAN_MONTHS, julian_day, julian_length, julian_parts
from chrono.dates.runs import Run, clipped, merged


def switch(year: int, month: int, day: int) -> Calendar:
    """The calendar of a reform whose first Gregorian day is given."""
    reform = gregorian_day(year, month, day)

    def days(year: int, month: int, day: int) -> tuple[int, ...]:
        old = (jdn for jdn in JULIAN.days(year, month, day) if jdn < reform)
        return (*old, *(jdn for jdn in GREGORIAN.days(year, month, day) if jdn >= reform))

    def whole_month(year: int, number: int) -> tuple[Run, ...]:
        old = clipped(JULIAN.month(year, number), None, reform - 1)
        return merged((*old, *clipped(GREGORIAN.month(year, number), reform, None)))

    def whole_year(year: int) -> tuple[Run, ...]:
        old = clipped(JULIAN.year(year), None, reform - 1)
        return merged((*old, *clipped(GREGORIAN.year(year), reform, None)))

    def parts(jdn: int) -> tuple[int, int, int]:
        return julian_parts(jdn) if jdn < reform else gregorian_parts(jdn)

    return Calendar(
        f"switch:{year:04}-{month:02}-{day:02}", days, whole_month, whole_year, parts, ReformedMonths(reform)
    )


@dataclass(frozen=True, slots=True)
class ReformedMonths:
    """Months of which some may have lost the days that a reform left out; `reform` is its first day (JDN)."""

    reform: int

    months_a_year: int = 12
    tolerance: int = 0

    def add(self, day: int, years: int, months: int) -> int:
        year, month, of_month = self._parts(day)
        index = year * 12 + month - 1 + 12 * years + months
        year, month = index // 12, index % 12 + 1
        for number in range(of_month, 0, -1):
            old, new = julian_day(year, month, number), gregorian_day(year, month, number)
            if number <= julian_length(year, month) and old < self.reform:
                return old
            if number <= gregorian_length(year, month) and new >= self.reform:
                return new
        # A late reform leaves out more than a month.
        return self.reform - 1

    def apart(self, years: int, months: int) -> tuple[int, int]:
        if not (years or months):
            return 0, 0
        lost = julian_day(*gregorian_parts(self.reform)) - self.reform
        julian, gregorian = JULIAN_MONTHS.apart(years, months), GREGORIAN_MONTHS.apart(years, months)
        return max(0, min(julian[0], gregorian[0]) - lost), max(julian[1], gregorian[1])

    def turns(self, first: int, last: int) -> None:
        return None

    def _parts(self, day: int) -> tuple[int, int, int]:
        return (julian_parts if day < self.reform else gregorian_parts)(day)

    def year_of(self, day: int) -> int:
        return self._parts(day)[0]

    def year_start(self, year: int) -> int:
        return self.month_start(12 * year)

    def years_long(self, years: int) -> tuple[int, int]:
        return self.apart(years, 0)

    def month_of(self, day: int) -> int:
        year, month, _ = self._parts(day)
        return 12 * year + month - 1

    def month_start(self, month: int) -> int:
        old = JULIAN_MONTHS.month_start(month)
        # A month whose first days were left out begins with the reform.
        return old if old < self.reform else max(self.reform, GREGORIAN_MONTHS.month_start(month))

    def month_number(self, year: int, month: int) -> int:
        return 12 * year + month - 1
