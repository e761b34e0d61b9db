"""The error of a text that is a date in no way known, with the word that was perhaps meant.

Takes the text and the error that EDTF gave; gives the `DateError` to show. Only reached when reading has failed.
"""

from __future__ import annotations

import re
from difflib import get_close_matches

from chrono.dates.calendars.calendar import MONTHS
from chrono.dates.runs import DateError

_EDTF = re.compile(r"[Yy]-?[0-9]|.*\b(?:unknown|open)\b|[-0-9X?~%.,/TZYES:+]+$", re.ASCII)
_WORDS = (
    *(month.lower() for month in MONTHS),
    "century", "early", "late", "middle", "beginning", "first", "second", "third", "fourth", "last", "half", "quarter",
    "before", "after", "between", "circa", "until", "from", "spring", "summer", "autumn", "winter", "easter",
    "pentecost", "christmas", "michaelmas", "indiction",
)  # fmt: skip
_HELP = "write EDTF (1938-05, 1939-11-30/1940-03-13) or words listed in docs/dates.md (25 October 1917, c. 1150)"


def not_understood(text: str, error: DateError) -> DateError:
    """The error to show: EDTF's where that was meant, else a misspelt word, else that nothing was understood."""
    if _EDTF.match(text):
        return error
    for word in re.finditer(r"[A-Za-z]{4,}", text):
        if word[0].lower() in _WORDS:
            continue
        near = get_close_matches(word[0].lower(), _WORDS, 1, 0.75)
        if near:
            return DateError(f"{word[0]!r} is not understood", word.start(), len(word[0]), f"did you mean {near[0]}?")
    return DateError(f"{text!r} is not read as a date", 0, len(text), _HELP)
