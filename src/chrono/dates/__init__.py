"""Dates of the past: reading them, their exact days, calendar arithmetic, and how they are said.

Inside, a day is its Julian Day Number and an open bound is `None`; calendars, eras and words are dealt with at this
edge. Importing this package is cheap: it needs nothing but the standard library, and loads what reads words and
rarer calendars when a text first needs it.
"""

from typing import TYPE_CHECKING, Any

from chrono.dates.arithmetic import add_months, deciding_days, month_days
from chrono.dates.calendars.easter import WEEKDAYS, gregorian_easter, julian_easter, weekday, weekday_name, weekdays
from chrono.dates.calendars.registry import calendar_named, is_calendar
from chrono.dates.durations import Duration, Spell, days_long, read_duration, read_spell, shift
from chrono.dates.notations.reading import check_conventions, with_languages
from chrono.dates.reading import read
from chrono.dates.relative.date import Declared, Relative
from chrono.dates.runs import Choice, Date, DateError, Run
from chrono.dates.scale import DAYS, UNITS, Scale, Unit
from chrono.dates.stated import read_stated
from chrono.dates.wording import (
    beside,
    breadth,
    gap,
    iso,
    say,
    say_bounds,
    say_days,
    say_first,
    say_last,
    say_run,
    step_written,
)

if TYPE_CHECKING:
    from chrono.dates.describing import Reading, describe, write
    from chrono.dates.relative.reading import id_in

__all__ = [
    "DAYS",
    "UNITS",
    "WEEKDAYS",
    "Choice",
    "Date",
    "DateError",
    "Declared",
    "Duration",
    "Reading",
    "Relative",
    "Run",
    "Scale",
    "Spell",
    "Unit",
    "add_months",
    "beside",
    "breadth",
    "calendar_named",
    "check_conventions",
    "days_long",
    "deciding_days",
    "describe",
    "gap",
    "gregorian_easter",
    "id_in",
    "is_calendar",
    "iso",
    "julian_easter",
    "month_days",
    "read",
    "read_duration",
    "read_spell",
    "read_stated",
    "say",
    "say_bounds",
    "say_days",
    "say_first",
    "say_last",
    "say_run",
    "shift",
    "step_written",
    "weekday",
    "weekday_name",
    "weekdays",
    "with_languages",
    "write",
]


def __getattr__(name: str) -> Any:
    # What describes a date is loaded by the one command that does, what looks for ids in it by editors.
    if name == "id_in":
        from chrono.dates.relative.reading import id_in

        return id_in
    if name not in ("Reading", "describe", "write"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from chrono.dates import describing

    return getattr(describing, name)
