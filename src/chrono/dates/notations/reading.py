"""How a text is read as a date: by its calendar, as EDTF, or in words.

Takes a text, the calendar that was declared for it and the conventions in force; gives a `Date`, or raises
`DateError` with the column. Never guesses a calendar: it is declared, or named in the text (`julian:1917-10-25`,
`25 Oct 1917 [julian]`, `25 Oct 1917 O.S.`, `AH 495`, `9 Thermidor II`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from chrono.dates.calendars.calendar import MONTHS, Calendar
from chrono.dates.calendars.registry import calendar_named
from chrono.dates.notations.calendar_names import named_calendar
from chrono.dates.notations.edtf import read_edtf
from chrono.dates.runs import MOST_WORDS, Date, DateError

if TYPE_CHECKING:
    from chrono.dates.notations.moments import Phrase


def check_conventions(names: str) -> None:
    """Raises `DateError` at the first of some names, separated by spaces, that is no convention."""
    from chrono.dates.notations.conventions import convention_of

    convention_of(names)


def with_languages(names: str, codes: Iterable[str]) -> str:
    """Names of conventions joined with the codes of languages that are read; raises `DateError` at one unknown."""
    from chrono.dates.notations.conventions import with_languages

    return with_languages(names, codes)


def read(text: str, *, calendar: str = "gregorian", conventions: str = "wide") -> Date:
    """The date a text means; raises `DateError` where it is none.

    `calendar` is that of a text that names none; `conventions` are names separated by spaces, for example `bodleian
    northern`, and codes of languages (`de fr`): without one all languages are read.
    """
    return understood(text, calendar=calendar, conventions=conventions)[0]


def understood(text: str, *, calendar: str = "gregorian", conventions: str = "wide") -> tuple[Date, Phrase | None]:
    """The date a text means, and the phrase it was understood as where it is in words; raises `DateError`."""
    name, body, offset = named_calendar(text)
    try:
        found = calendar_named(name or calendar)
    except DateError as error:
        raise (error.moved(text.index(name)) if name else error) from None
    try:
        # Of a calendar with an era of its own every figure is a year; of ours 60 is none, whichever is declared.
        loose = name is not None or not found.christian or bool(found.era)
        date, phrase = _read(body, found, conventions, loose=loose, named=bool(name))
    except DateError as error:
        raise (error.moved(offset) if offset else error) from None
    return (date if date.text == text else replace(date, text=text)), phrase


def _read(text: str, calendar: Calendar, conventions: str, *, loose: bool, named: bool) -> tuple[Date, Phrase | None]:
    if (said := _blank(text)) and not named:
        with suppress(DateError):
            return _in_words(said, calendar, conventions, loose=loose, named=named)
    if (_SIGNS.search(text) or (not loose and _YEARS.match(text))) and text == text.strip() and _has_words(text):
        return _in_words(text, calendar, conventions, loose=loose, named=named)
    if open_first := _OPEN_FIRST.fullmatch(text):
        last, year = open_first[1], f"-{open_first[1]:0>4}"
        raise DateError(
            f"{text} can be an unknown beginning until {last}, or the perhaps year {year} of EDTF", 0, len(text),
            f"write until {last}, or {year}?", mends=(f"until {last}", f"{year}?"),
        )  # fmt: skip
    try:
        date = read_edtf(text, calendar, conventions, loose=loose)
    except DateError:
        if (bare := text.strip()) not in ("", text):
            at = 0 if text[:1].isspace() else len(bare)
            raise DateError("there is a space before or behind the date", at, help=f"write {bare}") from None
        if not _has_words(text):
            raise
        date, phrase = _in_words(text, calendar, conventions, loose=loose, named=named)
        if len(year := text.rstrip(".")) == 3 and year.isdigit() and calendar.name == "gregorian":
            date = replace(date, warning=f"{text} is read as the year AD {year}; for a decade write {year}X")
        return date, phrase
    if len(text) >= 7 and (warning := ambiguity(text)):
        date = replace(date, warning=warning)
    return date, None


def _blank(text: str) -> str:
    """In words what signs say: that there is no date (`-`, `n/a`), and how a window with an open side is told (`1040 –
    …`, `..1040`, `1040-05..`); empty of any other text."""
    if text.casefold() in _BLANKS:
        return "no date"
    if ("…" in text or ".." in text) and (found := _OPEN.fullmatch(text)):
        return f"not after {found[1]}" if found[1] else f"not before {found[2] or found[3]}"
    return ""


_BLANKS = frozenset(("-", "–", "—", "?", "??", "…", "n/a", "none", "б/г", "б/д"))
_OPEN = re.compile(
    r"(?:… ?[–-]|\.{2,3}) ?((?:(?! or | – |\.\.).)+)|"
    r"((?:(?! or | – ).)+?) ?[–-] ?…|([0-9]{4}-[0-9]{2}(?:-[0-9]{2})?) ?\.\."
)
_SIGNS = re.compile(r"[^-+0-9XYESTZ?~%/.,:\[\]{}]")
"""What stands in no date of EDTF: a text that has it is read as words first."""
_YEARS = re.compile(r"[0-9]{4}-(?:[0-9]{3}|1[3-9]|20|4[2-9]|[5-9][0-9])", re.ASCII)
"""A year, and behind its hyphen neither a month nor a part of the year: no date of EDTF begins so, `1450-1475` and
`1450-75` do."""

_OPEN_FIRST = re.compile(r"\?-([0-9]{3,4})", re.ASCII)


def _in_words(
    text: str, calendar: Calendar, conventions: str, *, loose: bool, named: bool
) -> tuple[Date, Phrase | None]:
    """A text that is no EDTF. Where it was meant as EDTF the error is EDTF's, unless it was understood in words."""
    # Most dates are EDTF; what reads words is loaded by those that are not.
    from chrono.dates.notations.words import heard

    try:
        found = heard(text, calendar, conventions, named=named)
    except DateError as error:
        from chrono.dates.notations.refusals import looks_like_edtf

        reversed_ = error.code == "interval-reversed" and ".." in text
        if looks_like_edtf(text) and not reversed_:
            read_edtf(text, calendar, conventions, loose=loose)
        raise
    return found.date, found.phrase


_SUB_YEAR = re.compile(r"(?<![-0-9])([0-9]{2})([0-9]{2})-(0[1-9]|1[0-2]|2[1-9]|3[0-9]|4[01])(?![-0-9])", re.ASCII)
_TWO_YEARS = re.compile(r"([0-9]{4})/([0-9]{4})", re.ASCII)


def ambiguity(text: str) -> str:
    """What must be said of a text in EDTF that looks like something else; empty where it does not.

    A code of a part of the year, or of a month, that looks like the end of a span of years (`1921-22`, `1610-11`),
    anywhere in the text; and two years that are one year by the eras of the Hijra and of Christ (`1236/1820`).
    """
    for found in _SUB_YEAR.finditer(text):
        code, end = int(found[3]), int(found[2])
        if (code > end) if code > 12 else (code == end + 1):
            return _looks_like_years(found)
    if (pair := _TWO_YEARS.fullmatch(text)) and abs(int(pair[2]) - 622 - int(pair[1]) * 97 // 100) <= 2:
        return (
            f"{text} is read as EDTF: a span from {pair[1]} to {pair[2]}; for one year of the Hijra and of Christ "
            f"write AH {pair[1]} / AD {pair[2]}, for the span {pair[1]}–{pair[2]}"
        )
    return ""


def _looks_like_years(found: re.Match[str]) -> str:
    year, last = found[1] + found[2], found[1] + found[3]
    code = int(found[3])
    meant = MONTHS[code - 1] if code <= 12 else SUB_YEARS[code]
    written = f"{meant} {year}" if code <= 12 else _written(code, year)
    of = "" if code <= 12 else "of "
    return (
        f"{found[0]} is read as EDTF: {meant} {of}{year}; for the years write {year}/{last} "
        f"or {year}–{found[3]}, for that part of the year {written}"
    )


SUB_YEARS = {
    21: "spring", 22: "summer", 23: "autumn", 24: "winter", 25: "the northern spring", 26: "the northern summer",
    27: "the northern autumn", 28: "the northern winter", 29: "the southern spring", 30: "the southern summer",
    31: "the southern autumn", 32: "the southern winter", 33: "the first quarter", 34: "the second quarter",
    35: "the third quarter", 36: "the fourth quarter", 37: "the first third", 38: "the second third",
    39: "the last third", 40: "the first half", 41: "the second half",
}  # fmt: skip
"""What the codes of EDTF are in words."""
_MONTHS_OF = {
    25: (3, 5), 26: (6, 8), 27: (9, 11), 29: (9, 11), 31: (3, 5), 33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12),
    37: (1, 4), 38: (5, 8), 39: (9, 12), 40: (1, 6), 41: (7, 12),
}  # fmt: skip


def _written(code: int, year: str) -> str:
    if code in _MONTHS_OF:
        first, last = _MONTHS_OF[code]
        return f"{year}-{first:02}/{year}-{last:02}"
    if code <= 24:
        return f"{SUB_YEARS[code]} {year}"
    return f"{year}-12/{int(year) + 1:04}-02"


def _has_words(text: str) -> bool:
    """Whether a text that is no EDTF could be words: it is not too long, and no set of EDTF."""
    if len(text) > MOST_WORDS or not text:
        return False
    if len(text) <= 7 and (_SHORT.fullmatch(text) or _RECENT.fullmatch(text) or _UNCLOSED.fullmatch(text)):
        return False
    if (
        text[0] in "[{"
        and not _SPELT.search(text)
        and (";" in text or ("," in text and not _ABBREVIATED.search(text)) or text[0] == "{" or ".." in text)
    ):
        return False
    return len(text) > 1


_RECENT = re.compile(r"20[0-9]{2}-(?:1[3-9]|2[0-9]|[3-9][0-9])", re.ASCII)
"""In these years a month or part of a year that EDTF lacks is as likely as the end of a span."""
_SHORT = re.compile(r"[0-9]{1,2}|[+-][0-9]{1,3}|0[0-9]{2}", re.ASCII)
_SPELT = re.compile(r"[^\W\d_]{3}")
"""A word: no set of EDTF has one."""
_UNCLOSED = re.compile(r"\[[0-9]{4}|[0-9]{4}\]", re.ASCII)
_ABBREVIATED = re.compile(r",\s*\[?[0-9]{1,2}(?![0-9])")
