"""Dates of GEDCOM: `2 OCT 1822`, `BET 1700 AND 1710`, `@#DJULIAN@ 3 MAR 1751/52`, `44 B.C.`, `FRENCH_R 3 VEND 11`.

Takes the text of a DATE, gives a `Dating`, or None for a phrase in which no date stands. Years have no year 0. The
second of a dual year, 1751/52, is the one that begins in January. GEDCOM 5.5.1, 5.5.5 and FamilySearch GEDCOM 7.0.
"""

from __future__ import annotations

import re

from chrono import dates
from chrono.dates.describing import write as written
from chrono.exchange.datable import Dating

_CALENDAR = re.compile(r"@#D([A-Z ]+)@\s*|(GREGORIAN|JULIAN|FRENCH_R|HEBREW)\s+", re.IGNORECASE)
_CALENDARS = {
    "GREGORIAN": "gregorian",
    "JULIAN": "julian",
    "FRENCH R": "french-republican",
    "FRENCH_R": "french-republican",
    "HEBREW": "hebrew",
}
_CHRISTIAN = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_MONTHS = {
    "gregorian": {name: number for number, name in enumerate(_CHRISTIAN, 1)},
    "julian": {name: number for number, name in enumerate(_CHRISTIAN, 1)},
    "french-republican": {
        name: number
        for number, name in enumerate(
            ("VEND", "BRUM", "FRIM", "NIVO", "PLUV", "VENT", "GERM", "FLOR", "PRAI", "MESS", "THER", "FRUC", "COMP"), 1
        )
    },
    # chrono numbers the Hebrew months from Nisan.
    "hebrew": dict(
        **{"NSN": 1, "IYR": 2, "SVN": 3, "TMZ": 4, "AAV": 5, "ELL": 6, "TSH": 7, "CSH": 8, "KSL": 9, "TVT": 10},
        **{"SHV": 11, "ADR": 12, "ADS": 13},
    ),
}
_DATE = re.compile(
    r"(?:(?:([0-9]{1,2})\s+)?([A-Z]{3,4})\s+)?([0-9]{1,4})(?:/([0-9]{2}))?(\s*(?:B\.?\s*C\.?(?:\s*E\.?)?))?",
    re.IGNORECASE,
)
_ABOUT = ("ABT", "CAL", "EST")


class Unread(ValueError):
    """A text that is no date of GEDCOM."""


def dating(text: str, *, inclusive: bool) -> Dating | None:
    """What a DATE says; raises `Unread`. `inclusive`: whether BEF and AFT have the date itself in them."""
    plain = " ".join(text.split())
    if not plain or plain.startswith("("):
        return None
    word, _, rest = plain.partition(" ")
    word = word.upper()
    if word == "INT":
        return _single(rest.partition("(")[0].strip())
    if word in _ABOUT:
        calendar, date = _date(rest)
        # How far "about" reaches is for the conventions of the chronology, which expand words and not signs.
        return Dating(when=f"c. {date if calendar == 'gregorian' else _beside(calendar, date, before=None)}")
    if word in ("BEF", "AFT"):
        calendar, date = _date(rest)
        if not inclusive:
            calendar, date = "gregorian", _beside(calendar, date, before=word == "BEF")
        return Dating(calendar, not_after=date) if word == "BEF" else Dating(calendar, not_before=date)
    if word == "BET":
        return _range(rest, " AND ", lasted=False)
    if word == "FROM":
        return _range(rest, " TO ", lasted=True)
    if word == "TO":
        calendar, date = _date(rest)
        return Dating(calendar, lasted_to=date)
    return _single(plain)


def _single(text: str) -> Dating:
    calendar, date = _date(text)
    return Dating(calendar, when=date)


def _range(text: str, between: str, *, lasted: bool) -> Dating:
    first, found, last = (
        (part.strip() for part in re.split(f"({between})", text, maxsplit=1, flags=re.IGNORECASE))
        if (re.search(between, text, re.IGNORECASE))
        else (text.strip(), "", "")
    )
    calendar, begins = _date(first)
    if not found:
        if not lasted:
            raise Unread("BET needs two dates with AND between them")
        return Dating(calendar, lasted_from=begins)
    other, ends = _date(last)
    if other != calendar:
        # Both in days, which every calendar has.
        begins, ends = (
            _beside(*pair, before=None, last=n == 1) for n, pair in enumerate(((calendar, begins), (other, ends)))
        )
        calendar = "gregorian"
    made = (
        Dating(calendar, lasted_from=begins, lasted_to=ends)
        if lasted
        else Dating(calendar, not_before=begins, not_after=ends)
    )
    least, most = (_read(calendar, date) for date in (begins, ends))
    if least.first is not None and most.last is not None and least.first > most.last:
        raise Unread("the range ends before it begins")
    return made


def _date(text: str) -> tuple[str, str]:
    """The calendar of a single date and its EDTF; raises `Unread`."""
    calendar, rest = "gregorian", text
    if named := _CALENDAR.match(text):
        word = (named[1] or named[2]).strip().upper()
        if word not in _CALENDARS:
            raise Unread(f"the calendar {word} is not known here")
        calendar, rest = _CALENDARS[word], text[named.end() :]
    match = _DATE.fullmatch(rest.strip())
    if match is None:
        raise Unread(f"'{rest}' is no date")
    day, month, year, dual, before = match.groups()
    months = _MONTHS[calendar]
    if month and month.upper() not in months:
        raise Unread(f"'{month}' is no month of the {calendar} calendar")
    number = int(year)
    if not number:
        raise Unread("there is no year 0")
    if dual:
        if calendar not in ("gregorian", "julian") or (number + 1) % 100 != int(dual):
            raise Unread(f"{year}/{dual} is no dual year")
        if month and (months[month.upper()], int(day or 1)) >= (3, 25):
            raise Unread(f"a year is dual before 25 March, and no more in {month}")
        if not month:
            raise Unread("a dual year needs its month")
        number += 1
    if before:
        number = 1 - number
    said = f"-{-number:04}" if number < 0 else f"{number:04}"
    if month:
        said += f"-{months[month.upper()]:02}"
    if day:
        said += f"-{int(day):02}"
    _read(calendar, said)
    return calendar, said


def _read(calendar: str, date: str) -> dates.Date:
    try:
        return dates.read(date if calendar == "gregorian" else f"{calendar}:{date}")
    except dates.DateError as error:
        raise Unread(error.message) from None


def _beside(calendar: str, date: str, *, before: bool | None, last: bool = False) -> str:
    """The day before or after a date, or its first or last one, in the Gregorian calendar."""
    read = _read(calendar, date)
    assert read.first is not None
    assert read.last is not None
    if before is None:
        return written(read.last if last else read.first)
    return written(read.first - 1 if before else read.last + 1)
