"""EDTF's seasons and other parts of a year, codes 21 to 41.

Takes a year, a code and the conventions in force; gives days. The standard gives codes 21 to 24 no months, so
without a declared hemisphere they are no more than the year; 25 to 32 name theirs and are read by whole months, as
meteorologists do; 33 to 41 are quarters, thirds and halves of a year.
"""

from __future__ import annotations

from chrono.dates.calendars.calendar import Calendar
from chrono.dates.runs import Run, hull

_NORTH = {1: 3, 2: 6, 3: 9, 4: 12}
_SOUTH = {1: 9, 2: 12, 3: 3, 4: 6}
"""The month in which spring, summer, autumn and winter (1 to 4) begin."""
_PARTS = {33: ("quarter", 3), 37: ("quadrimester", 4), 40: ("semester", 6)}
"""The first code of each way to divide a year, its name, and the months of a part."""


def is_season(code: int) -> bool:
    """Whether a number in the month's place is a season or another part of a year."""
    return 21 <= code <= 41


def season(calendar: Calendar, year: int, code: int, conventions: str) -> tuple[tuple[Run, ...], str, str | None, str]:
    """The days of a part of a year, its precision, the convention it was read by, and a note.

    A winter (a southern summer) that begins in December runs into the next year, and has its leap day there.
    """
    if code >= 33:
        first = max(start for start in _PARTS if start <= code)
        name, months = _PARTS[first]
        return _months(calendar, year, 1 + (code - first) * months, months), name, None, ""
    if code >= 29:
        return _months(calendar, year, _SOUTH[code - 28], 3), "season", "southern", ""
    if code >= 25:
        return _months(calendar, year, _NORTH[code - 24], 3), "season", "northern", ""
    number = code - 20
    asked = conventions.split()
    for convention, begins in (("northern", _NORTH), ("southern", _SOUTH)):
        if convention in asked:
            return _months(calendar, year, begins[number], 3), "season", convention, ""
    # The season that begins in December, in either hemisphere, ends in the next year.
    length = 14 if number in (2, 4) else 12
    note = "a season has no months of its own: read as its whole year; declare northern or southern to narrow it"
    return _months(calendar, year, 1, length), "season", None, note


def _months(calendar: Calendar, year: int, first: int, count: int) -> tuple[Run, ...]:
    index = year * 12 + first - 1
    ends = (index, index + count - 1)
    return (hull(run for end in ends for run in calendar.month(end // 12, end % 12 + 1)),)
