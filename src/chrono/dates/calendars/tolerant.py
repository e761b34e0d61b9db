"""Calendars that were observed and not reckoned: a day is known only to within a few days.

Takes the calendar that the rule gives and how far the observed one strays from it; gives one in which a day is any of
those around it.
"""

from __future__ import annotations

from dataclasses import replace

from chrono.dates.calendars.calendar import Calendar, Counting
from chrono.dates.runs import Run, merged


def tolerant(name: str, calendar: Calendar, tolerance: int, counting: Counting) -> Calendar:
    """A calendar whose days are known only to within a tolerance, either way."""

    def wider(runs: tuple[Run, ...]) -> tuple[Run, ...]:
        return merged(
            Run(run.first - tolerance, run.last + tolerance)
            for run in runs
            if run.first is not None and run.last is not None
        )

    def days(year: int, month: int, day: int) -> tuple[int, ...]:
        return tuple(
            around for jdn in calendar.days(year, month, day) for around in range(jdn - tolerance, jdn + tolerance + 1)
        )

    return replace(
        calendar,
        name=name,
        days=days,
        month=lambda year, month: wider(calendar.month(year, month)),
        year=lambda year: wider(calendar.year(year)),
        counting=counting,
    )
