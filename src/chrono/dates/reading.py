"""Reads a text as a date: one that stands for itself, or one counted from another that does.

Takes a text, the calendar that was declared for it and the conventions in force; gives a `Date`, or raises
`DateError` with the column. `notations` has the forms of dates, `relative` what is counted from something else; a date
counted from an entry of a chronology is read in `stated`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chrono.dates.notations import reading
from chrono.dates.runs import MOST_WORDS, Date

if TYPE_CHECKING:
    from chrono.dates.notations.moments import Phrase


def read(text: str, *, calendar: str = "gregorian", conventions: str = "wide") -> Date:
    """The date a text means; raises `DateError` where it is none.

    `calendar` is that of a text that names none; `conventions` are names separated by spaces, for example `bodleian
    northern`, and codes of languages (`de fr`): without one all languages are read.
    """
    return understood(text, calendar=calendar, conventions=conventions)[0]


def understood(text: str, *, calendar: str = "gregorian", conventions: str = "wide") -> tuple[Date, Phrase | None]:
    """The date a text means, and the phrase it was understood as where it is in words; raises `DateError`."""
    if len(text) <= MOST_WORDS and " " in text:
        lowered = text.lower()
        if " after " in lowered or " before " in lowered:
            # 3 days after 1123-04-15
            from chrono.dates.relative.away import read_away

            if (found := read_away(text, calendar, conventions)) is not None:
                return found, None
    return reading.understood(text, calendar=calendar, conventions=conventions)
