"""How a text is read as a date: by its calendar, as EDTF, or in words.

Takes a text, the calendar that was declared for it and the conventions in force; gives a `Date`, or raises
`DateError` with the column. Never guesses a calendar: it is declared, or named in the text (`julian:1917-10-25`,
`25 Oct 1917 [julian]`, `25 Oct 1917 O.S.`, `AH 495`, `9 Thermidor II`).
"""

from __future__ import annotations

from dataclasses import replace

from chrono.dates.calendars.calendar import Calendar
from chrono.dates.calendars.registry import calendar_named
from chrono.dates.notations.calendar_names import named_calendar
from chrono.dates.notations.edtf import read_edtf
from chrono.dates.runs import MOST_WORDS, Date, DateError


def check_conventions(names: str) -> None:
    """Raises `DateError` at the first of some names, separated by spaces, that is no convention."""
    from chrono.dates.notations.conventions import convention_of

    convention_of(names)


def read(text: str, *, calendar: str = "gregorian", conventions: str = "wide") -> Date:
    """The date a text means; raises `DateError` where it is none.

    `calendar` is that of a text that names none; `conventions` are names separated by spaces, for example `bodleian
    northern`.
    """
    name, body, offset = named_calendar(text)
    try:
        found = calendar_named(name or calendar)
    except DateError as error:
        raise (error.moved(text.index(name)) if name else error) from None
    try:
        date = _read(body, found, conventions, loose=name is not None or calendar != "gregorian")
    except DateError as error:
        raise (error.moved(offset) if offset else error) from None
    return date if date.text == text else replace(date, text=text)


def _read(text: str, calendar: Calendar, conventions: str, *, loose: bool) -> Date:
    try:
        return read_edtf(text, calendar, conventions, loose=loose)
    except DateError as error:
        if text != text.strip() or not _has_words(text):
            raise
        # Most dates are EDTF; what reads words is loaded by those that are not.
        from chrono.dates.notations.spelling import not_understood
        from chrono.dates.notations.words import read_words

        date = read_words(text, calendar, conventions)
        if date is not None:
            return date
        if " " not in text and not text[0].isalpha():
            raise
        raise not_understood(text, error) from None


def _has_words(text: str) -> bool:
    """Whether a text that is no EDTF could be words: it is short, and has a letter, a space, a dash or a dual year."""
    return (
        len(text) <= MOST_WORDS
        and text[:1] not in ("[", "{")
        and any(char in " /–×" or char.isalpha() for char in text)
    )
