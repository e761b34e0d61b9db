"""Dates of ISO 8601 and XML Schema 1.1 as EDTF: years are astronomical, `-0043` for 44 BCE.

Takes a text, gives EDTF; a time of day and its zone are left out. What is no date is refused with the reason.
"""

from __future__ import annotations

import re

from chrono import dates

_DATE = re.compile(
    r"([+-]?)([0-9]{4,9})(-[0-9]{2}(?:-[0-9]{2})?)?"
    r"(?:(?<=-[0-9]{2}-[0-9]{2})T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?",
    re.ASCII,
)


def as_edtf(text: str) -> str:
    """A day, month or year as EDTF; raises `ValueError` with what is wrong of it."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text[:30]!r} is no date")
    year = int(match[2])
    sign = "-" if match[1] == "-" and year else ""
    said = f"{sign}{year:04}{match[3] or ''}" if year <= 9999 else f"Y{sign}{year}"
    try:
        dates.read(said)
    except dates.DateError as error:
        raise ValueError(f"{text[:30]!r}: {error.message}") from None
    return said
