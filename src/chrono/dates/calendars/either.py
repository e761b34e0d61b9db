"""Either/ors between calendars: a date is in one of them, nobody knows which.

Takes and gives what `calendar` does; an unknown year style is an either/or over all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chrono.dates.calendars import year_styles
from chrono.dates.calendars.calendar import Calendar, Counting
from chrono.dates.calendars.julian import JULIAN, JULIAN_MONTHS
from chrono.dates.runs import Run


@dataclass(frozen=True, slots=True)
class EitherMonths:
    """The months of one of several calendars: walked by the first one, between unknown days as long as by any."""

    of: tuple[Counting, ...]

    @property
    def solar(self) -> str:
        kinds = {counting.solar for counting in self.of}
        return "months" if kinds == {"months"} else "years" if "" not in kinds else ""

    def add(self, day: int, years: int, months: int) -> int:
        return self.of[0].add(day, years, months)

    def apart(self, years: int, months: int) -> tuple[int, int]:
        ranges = [counting.apart(years, months) for counting in self.of]
        return min(least for least, _ in ranges), max(most for _, most in ranges)

    def turns(self, first: int, last: int) -> Iterable[int] | None:
        return None


def either(name: str, calendars: tuple[Calendar, ...], counting: Counting | None = None) -> Calendar:
    """A calendar in which a date is one in any of some calendars. Its parts are the first one's."""

    def days(year: int, month: int, day: int) -> tuple[int, ...]:
        return tuple(sorted({jdn for calendar in calendars for jdn in calendar.days(year, month, day)}))

    def month(year: int, number: int) -> tuple[Run, ...]:
        return tuple(dict.fromkeys(run for calendar in calendars for run in calendar.month(year, number)))

    def whole(year: int) -> tuple[Run, ...]:
        return tuple(dict.fromkeys(run for calendar in calendars for run in calendar.year(year)))

    counting = counting or EitherMonths(tuple(calendar.counting for calendar in calendars))
    return Calendar(name, days, month, whole, calendars[0].parts, counting, calendars[0].months)


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
