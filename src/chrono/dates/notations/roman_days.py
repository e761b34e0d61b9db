"""Roman days: kalends, nones and ides, counted backwards, both ends included.

Takes the marker, how many days before it and the month; gives the day of the month before which it stands as year
offset, month and day. 24 February of a leap year is VI Kal. Mart. twice over: the counting is that of the Middle Ages,
by which the doubled day is the 24th, so that VI Kal. Mart. is 24 or 25 February.
"""

from __future__ import annotations

from chrono.dates.calendars.calendar import Calendar
from chrono.dates.runs import DateError

KALENDS, NONES, IDES = 1, 2, 3
_NAMES = {KALENDS: "kalends", NONES: "nones", IDES: "ides"}
_LATE = (3, 5, 7, 10)
"""The months whose nones are the 7th and ides the 15th."""


def marked_day(marker: int, month: int) -> int:
    """The day of the month that a marker is."""
    return 1 if marker == KALENDS else (7 if month in _LATE else 5) + (8 if marker == IDES else 0)


def roman_days(calendar: Calendar, year: int, month: int, marker: int, number: int, column: int) -> tuple[int, ...]:
    """The days (JDN) that are `number` days before a marker, both counted; raises `DateError` where there is none."""
    most = {KALENDS: 19, NONES: 6 if month in _LATE else 4, IDES: 8}[marker]
    if not 1 <= number <= most:
        raise DateError(
            f"there is no day {number} before the {_NAMES[marker]} of this month: they are counted up to {most}",
            column, 1, "both days are counted: the day before the ides is pridie, II",
        )  # fmt: skip
    found: list[int] = []
    for base in calendar.days(year, month, marked_day(marker, month)):
        day = base - number + 1
        if marker == KALENDS and month == 3 and number >= 6 and calendar.parts(base - 1)[2] == 29:
            # In a leap year 24 February is counted twice: VI Kal. is the 24th and the 25th.
            found.extend((day - 1, day) if number == 6 else (day - 1,))
            continue
        found.append(day)
    if marker == KALENDS and found and number > 1:
        middle = 15 if (month - 2) % 12 + 1 in _LATE else 13
        of_month = calendar.parts(found[0])[2]
        if of_month <= middle and of_month != 1:
            raise DateError(
                "that day is before the ides of the month before, and is counted from them",
                column, 1, f"the kalends of this month are counted up to {number - (middle - of_month) - 1}",
            )  # fmt: skip
    return tuple(found)
