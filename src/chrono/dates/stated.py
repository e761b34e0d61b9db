"""What an entry states as its date: a date that stands for itself, or one told by something else.

Takes a text and what the chronology declares; gives a `Date` or a `Relative`, or raises `DateError` with the column.
"""

from __future__ import annotations

from chrono.dates.reading import read
from chrono.dates.relative.date import Declared, Relative
from chrono.dates.runs import Date, DateError


def read_stated(
    text: str, declared: Declared | None, *, calendar: str = "gregorian", conventions: str = "wide"
) -> Date | Relative:
    """The date a text means, counted from something declared or not; raises `DateError` where it is neither.

    Where nothing can be counted from (`declared` is None), a weekday alone is read all the same.
    """
    try:
        return read(text, calendar=calendar, conventions=conventions)
    except DateError as error:
        # Few dates are told by something else; what reads them is loaded by the first.
        from chrono.dates.relative.reading import read_relative

        found = read_relative(text, declared, calendar)
        if found is None:
            raise error from None
        return found
