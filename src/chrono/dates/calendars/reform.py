"""Calendars that were reformed: each day is called by the calendar then in force, and days left out never were.

Takes and gives what `calendar` does. `switch` is the Julian calendar until a reform and the Gregorian from the day on
which it took effect; Sweden came to it by way of a calendar of its own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from chrono.dates.calendars.calendar import Calendar, Counting
from chrono.dates.calendars.gregorian import GREGORIAN_MONTHS, gregorian_day, gregorian_length, gregorian_parts
from chrono.dates.calendars.julian import JULIAN_MONTHS, julian_day, julian_length, julian_parts
from chrono.dates.runs import Run, merged

Parts = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A calendar from a day (JDN) on, until the next piece begins."""

    first: int
    to_day: Callable[[int, int, int], int]
    parts: Callable[[int], Parts]
    length: Callable[[int, int], int]


@dataclass(frozen=True, slots=True)
class ReformedMonths(Counting):
    """Months of which some have lost days, or have some more; `lost` is how many the reforms left out together."""

    pieces: tuple[Piece, ...]
    lost: int
    months_a_year: int = 12
    tolerance: int = 0

    def add(self, day: int, years: int, months: int) -> int:
        year, month, of_month = self.parts(day)
        index = year * 12 + month - 1 + 12 * years + months
        year, month = index // 12, index % 12 + 1
        for number in range(of_month, 0, -1):
            if found := self.days(year, month, number):
                return found[0]
        # A late reform leaves out more than a month.
        return self.month_start(index)

    def apart(self, years: int, months: int) -> tuple[int, int]:
        if not (years or months):
            return 0, 0
        julian, gregorian = JULIAN_MONTHS.apart(years, months), GREGORIAN_MONTHS.apart(years, months)
        return max(0, min(julian[0], gregorian[0]) - self.lost), max(julian[1], gregorian[1])

    def turns(self, first: int, last: int) -> None:
        return None

    def days(self, year: int, month: int, day: int) -> tuple[int, ...]:
        """Every day so called."""
        if not 1 <= month <= 12:
            return ()
        return tuple(
            found
            for number, piece in enumerate(self.pieces)
            if 1 <= day <= piece.length(year, month)
            and piece.first <= (found := piece.to_day(year, month, day)) < self._next(number)
        )

    def month(self, year: int, month: int) -> tuple[Run, ...]:
        """The stretches of days of a month."""
        found = (jdn for day in range(1, 32) for jdn in self.days(year, month, day))
        return merged(Run(jdn, jdn) for jdn in found)

    def parts(self, day: int) -> Parts:
        """Year, month and day, as they were then called."""
        at = bisect_right(self.pieces, day, key=lambda piece: piece.first)
        return self.pieces[max(0, at - 1)].parts(day)

    def _next(self, number: int) -> int:
        return self.pieces[number + 1].first if number + 1 < len(self.pieces) else _NEVER

    def year_of(self, day: int) -> int:
        return self.parts(day)[0]

    def year_start(self, year: int) -> int:
        return self.month_start(12 * year)

    def years_long(self, years: int) -> tuple[int, int]:
        return self.apart(years, 0)

    def month_of(self, day: int) -> int:
        year, month, _ = self.parts(day)
        return 12 * year + month - 1

    def month_start(self, month: int) -> int:
        # A month that was left out altogether begins with the one after it.
        while not (found := self.month(month // 12, month % 12 + 1)):
            month += 1
        first = found[0].first
        assert first is not None
        return first

    def month_number(self, year: int, month: int) -> int:
        return 12 * year + month - 1


_ALWAYS, _NEVER = -(10**12), 10**12
"""Before the first day and after the last that anybody asks about (JDN)."""


def julian_from(first: int) -> Piece:
    """The Julian calendar from a day on."""
    return Piece(first, julian_day, julian_parts, julian_length)


def gregorian_from(first: int) -> Piece:
    """The Gregorian calendar from a day on."""
    return Piece(first, gregorian_day, gregorian_parts, gregorian_length)


def reformed(name: str, counting: ReformedMonths) -> Calendar:
    """The calendar of some pieces."""

    def whole_year(year: int) -> tuple[Run, ...]:
        return merged(run for month in range(1, 13) for run in counting.month(year, month))

    return Calendar(name, counting.days, counting.month, whole_year, counting.parts, counting)


def switch(year: int, month: int, day: int) -> Calendar:
    """The calendar of a reform whose first Gregorian day is given."""
    reform = gregorian_day(year, month, day)
    lost = julian_day(year, month, day) - reform
    pieces = (julian_from(_ALWAYS), gregorian_from(reform))
    return reformed(f"switch:{year:04}-{month:02}-{day:02}", ReformedMonths(pieces, lost))


def _swedish() -> Calendar:
    own, extra, last = julian_day(1700, 2, 29), julian_day(1712, 2, 29), gregorian_day(1753, 3, 1)
    pieces = (
        julian_from(_ALWAYS),
        # Without the leap day of 1700 every day was one ahead of the Julian.
        Piece(own, lambda y, m, d: julian_day(y, m, d) - 1, lambda jdn: julian_parts(jdn + 1), julian_length),
        Piece(extra, lambda y, m, d: extra + 10 * (d - 30), lambda _: (1712, 2, 30), _only_february_1712),
        julian_from(extra + 1),
        gregorian_from(last),
    )
    return reformed("swedish", ReformedMonths(pieces, 12))


def _only_february_1712(year: int, month: int) -> int:
    return 30 if (year, month) == (1712, 2) else 0


SWEDISH = _swedish()
"""Sweden's: without 29 February 1700, with 30 February 1712, Gregorian from 1 March 1753."""
