"""Dates of the past: reading them, their exact days, calendar arithmetic, and how they are said.

Inside, a day is its Julian Day Number and an open bound is `None`; calendars, eras and words are dealt with at this
edge. Importing this package is cheap: it needs nothing but the standard library, and loads what reads words and
rarer calendars when a text first needs it.
"""

from chrono.dates.arithmetic import UNITS, add_months, days_of, deciding_days, month_days, step_of
from chrono.dates.calendars.easter import WEEKDAYS, gregorian_easter, julian_easter, weekday, weekday_name, weekdays
from chrono.dates.describing import Reading, describe, write
from chrono.dates.durations import Duration, Spell, read_duration, read_spell, shift, steps
from chrono.dates.notations.reading import calendar_named, check_conventions, read
from chrono.dates.relative.relative import Declared, Relative, read_stated
from chrono.dates.runs import Choice, Date, DateError, Run
from chrono.dates.wording import gap, iso, say, say_first, say_last, say_run

__all__ = [
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
    "Spell",
    "add_months",
    "calendar_named",
    "check_conventions",
    "days_of",
    "deciding_days",
    "describe",
    "gap",
    "gregorian_easter",
    "iso",
    "julian_easter",
    "month_days",
    "read",
    "read_duration",
    "read_spell",
    "read_stated",
    "say",
    "say_first",
    "say_last",
    "say_run",
    "shift",
    "step_of",
    "steps",
    "weekday",
    "weekday_name",
    "weekdays",
    "write",
]
