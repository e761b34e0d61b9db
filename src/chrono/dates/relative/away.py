"""Dates counted from a date that is written beside: `3 days after 1123-04-15`, `next easter after 1120`.

Takes a text, gives a `Date`, or `None` where it has no such form or no date to count from; raises `DateError` with the
column. From an unknown day it is counted from each that it can be.
"""

from __future__ import annotations

from chrono.dates.notations.calendar_names import named_calendar
from chrono.dates.notations.reading import read
from chrono.dates.relative.days import image
from chrono.dates.relative.reading import split, whole
from chrono.dates.runs import Date, DateError, Part, Run, dated, merged


def read_away(text: str, calendar: str, conventions: str) -> Date | None:
    """The date that is so much before or after another; `None` where a text has no such form. Raises `DateError`."""
    name, body, offset = named_calendar(text)
    try:
        apart = split(body, name or calendar)
        if apart is None:
            return None
        counting, _, of, column = apart
        base = read(
            f"{name}:{of}" if name and named_calendar(of)[0] is None else of, calendar=calendar, conventions=conventions
        )
    except DateError:
        return None
    if error := whole(body, base.precision):
        raise error.moved(offset)
    found: list[Run] = []
    for run in base.runs:
        days = None if run.first is None or run.last is None else image(counting, run.first, run.last)
        if days is None:
            raise DateError("what is counted from needs a closed and shorter date", column + offset, len(of))
        found.extend(days)
    runs = merged(found)
    precision = "day" if all(run.first == run.last for run in runs) else base.precision
    part = Part(runs, precision, base.qualifier, base.convention, base.note)
    return dated(text, name or calendar, part.runs, part.choices, part.precision, (part,))
