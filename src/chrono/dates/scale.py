"""What a chronology counts in: days, or the months or years of its calendar, as whole steps.

Takes days (JDN) and durations, gives steps. A step is a day's JDN; a month's number, counted on from year to year; or a
year, counted through 0. Months and years are those of the chronology's calendar, so that what is written in it falls on
whole steps. Everything is rounded outward: what a coarser step leaves open stays possible.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from chrono.dates.calendars.calendar import Calendar
from chrono.dates.calendars.registry import calendar_named
from chrono.dates.durations import Duration, days_long
from chrono.dates.runs import Run

Unit = Literal["day", "month", "year"]
UNITS: tuple[Unit, ...] = ("day", "month", "year")


@dataclass(frozen=True, slots=True)
class Scale:
    """What a step is, and the calendar that it is a month or year of and that dates are said in."""

    unit: Unit = "day"
    calendar: str = "gregorian"

    @property
    def own(self) -> Calendar:
        """The calendar that steps are counted and dates are said in.

        Where years begin within a month, months are counted and named as the calendar beneath does.
        """
        calendar = calendar_named(self.calendar)
        return calendar_named(calendar.by_month) if self.unit == "month" and calendar.by_month else calendar

    def step_of(self, day: int) -> int:
        """The step that a day lies in."""
        if self.unit == "day":
            return day
        counting = self.own.counting
        return counting.month_of(day) if self.unit == "month" else counting.year_of(day)

    def first_day(self, step: int) -> int:
        """The day that a step begins with."""
        if self.unit == "day":
            return step
        counting = self.own.counting
        return counting.month_start(step) if self.unit == "month" else counting.year_start(step)

    def last_day(self, step: int) -> int:
        """The day that a step ends with."""
        return step if self.unit == "day" else self.first_day(step + 1) - 1

    def within(self, run: Run, calendar: str) -> Run:
        """The days by which steps are found for a date of a calendar.

        What is written in an observed calendar is known to its own month and year, though not to the day by any other.
        """
        tolerance = self.own.counting.tolerance if self.unit != "day" else 0
        if not tolerance:
            return run
        same = calendar_named(calendar).counting.tolerance > 0
        off = tolerance if same else -tolerance
        first = None if run.first is None else run.first + off
        last = None if run.last is None else run.last - off
        return Run(first, last)

    def lasts(self, duration: Duration, calendar: str = "") -> tuple[int, int]:
        """The least and most steps that a duration can be between two unknown points.

        `calendar` is that of its months and years where it is not the chronology's own. In days it is what they can be;
        months and years of the scale are themselves, and what does not fit is rounded outward: 10 days in years are 0
        to 1, 18 months 1 to 2, 12 months exactly 1.
        """
        calendar = calendar or self.calendar
        if self.unit == "day":
            return days_long(duration, calendar)
        counting = self.own.counting
        if calendar != self.calendar and calendar_named(calendar).counting is not counting:
            least, most = days_long(duration, calendar)
            return self.days_apart(least)[0], self.days_apart(most)[1]
        years, months = duration.years, duration.own_months
        a_year = counting.months_a_year
        if self.unit == "year":
            if a_year:
                years, months = years + months // a_year, months % a_year
            least, most = counting.apart(0, months) if months else (0, 0)
            fewest, longest = self._years(years)
            return fewest + self.days_apart(least + duration.days)[0], longest + self.days_apart(most + duration.days)[
                1
            ]
        if a_year or not years:
            fewest = longest = years * a_year + months
        else:
            least, most = counting.apart(years, 0)
            fewest, longest = self.days_apart(least)[0] + months, self.days_apart(most)[1] + months
        least, most = self.days_apart(duration.days)
        return fewest + least, longest + most

    def _years(self, years: int) -> tuple[int, int]:
        """The least and most steps that so many years are: themselves, but where years are of very uneven length."""
        counting = self.own.counting
        long = counting.years_long(years)
        if long == counting.apart(years, 0):
            return years, years
        least, most = counting.apart(years, 0)
        return self.days_apart(least)[0], self.days_apart(most)[1]

    def days_apart(self, days: int) -> tuple[int, int]:
        """The least and most steps that lie between the steps of two days which are so many days apart (>= 0)."""
        if self.unit == "day" or not days:
            return days, days
        return _days_apart(self, days)

    def _long(self, steps: int) -> tuple[int, int]:
        """The least and most days of so many steps one after the other."""
        counting = self.own.counting
        return counting.years_long(steps) if self.unit == "year" else counting.apart(0, steps)


DAYS = Scale()
"""Days, said in the Gregorian calendar."""


@lru_cache(maxsize=4096)
def _days_apart(scale: Scale, days: int) -> tuple[int, int]:
    # From the first day of a step, n steps on, one comes at most as far as n + 1 of them are long, less a day; from the
    # last day, at least as far as the n - 1 between are long, and a day.
    least = _first_of(lambda steps: scale._long(steps + 1)[1] > days)
    most = _first_of(lambda steps: scale._long(steps)[0] + 1 > days)
    return least, most


def _first_of(holds: Callable[[int], bool]) -> int:
    """The first number from 0 on of which something holds that then holds of all."""
    past = 1
    while not holds(past):
        past *= 2
    low = 0
    while low < past:
        middle = (low + past) // 2
        if holds(middle):
            past = middle
        else:
            low = middle + 1
    return low
