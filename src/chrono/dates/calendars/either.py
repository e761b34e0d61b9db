"""Either/ors between calendars: a date is in one of them, nobody knows which.

Takes and gives what `calendar` does; an unknown year style is an either/or over all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from chrono.dates.calendars import year_styles
from chrono.dates.calendars.calendar import Calendar, Counting
from chrono.dates.calendars.julian import JULIAN, JULIAN_MONTHS
from chrono.dates.runs import Run


@dataclass(frozen=True, slots=True)
class EitherMonths(Counting):
    """The months of one of several calendars: told by the first one, between unknown days as long as by any."""

    of: tuple[Counting, ...]

    @property
    def months_a_year(self) -> int:
        return self.of[0].months_a_year

    @property
    def tolerance(self) -> int:
        return min(counting.tolerance for counting in self.of)

    def add(self, day: int, years: int, months: int) -> int:
        return self.of[0].add(day, years, months)

    def apart(self, years: int, months: int) -> tuple[int, int]:
        ranges = [counting.apart(years, months) for counting in self.of]
        return min(least for least, _ in ranges), max(most for _, most in ranges)

    def turns(self, first: int, last: int) -> Iterable[int] | None:
        return None

    def year_of(self, day: int) -> int:
        return self.of[0].year_of(day)

    def year_start(self, year: int) -> int:
        return self.of[0].year_start(year)

    def years_long(self, years: int) -> tuple[int, int]:
        return self.of[0].years_long(years)

    def month_of(self, day: int) -> int:
        return self.of[0].month_of(day)

    def month_start(self, month: int) -> int:
        return self.of[0].month_start(month)

    def month_number(self, year: int, month: int) -> int:
        return self.of[0].month_number(year, month)


def either(name: str, calendars: tuple[Calendar, ...], counting: Counting | None = None) -> Calendar:
    """A calendar in which a date is one in any of some calendars.

    Its parts are the first one's; days are told in that where the name alone could mean others.
    """

    def days(year: int, month: int, day: int) -> tuple[int, ...]:
        return tuple(sorted({jdn for calendar in calendars for jdn in calendar.days(year, month, day)}))

    def month(year: int, number: int) -> tuple[Run, ...]:
        return tuple(dict.fromkeys(run for calendar in calendars for run in calendar.month(year, number)))

    def whole(year: int) -> tuple[Run, ...]:
        return tuple(dict.fromkeys(run for calendar in calendars for run in calendar.year(year)))

    counting = counting or EitherMonths(tuple(calendar.counting for calendar in calendars))
    first = calendars[0]
    return replace(
        first, name=name, days=days, month=month, year=whole, counting=counting, told=first.told or first.name
    )


UNKNOWN_STYLE = either(
    "julian-unknown",
    (
        JULIAN,
        year_styles.FLORENTINE,
        year_styles.PISAN,
        year_styles.MARCH,
        year_styles.SEPTEMBER,
        year_styles.NATIVITY,
        year_styles.EASTER_STYLE,
    ),
    JULIAN_MONTHS,
)
"""A year of the Julian calendar whose beginning nobody knows; its months are known all the same."""
