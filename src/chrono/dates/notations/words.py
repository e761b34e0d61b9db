"""Dates in words: `25 October 1917`, `44 BC`, `c. 1150`, `early 12th century`, `1300 x 1310`, `before 1066`, `1648/9`.

Takes a text, a calendar and the names of conventions; gives a `Date`, or `None` where the text is none of these, or
raises `DateError` with the column where it is one gone wrong. `before` and `after` exclude the date, `not before`,
`not after` and `by` include it.
"""

from __future__ import annotations

import re

from chrono.dates.calendars.calendar import Calendar
from chrono.dates.calendars.gregorian import GREGORIAN
from chrono.dates.calendars.julian import JULIAN
from chrono.dates.calendars.registry import calendar_named
from chrono.dates.notations.edtf import read_edtf
from chrono.dates.notations.phrases import Words, needed, simple
from chrono.dates.runs import Choice, Date, DateError, Part, Run, dated, hull, merged

_FLAGS = re.ASCII | re.IGNORECASE
_BOUND = re.compile(
    r"(?P<word>before|ante|after|post|since|until|by|not\s+after|no\s+later\s+than|not\s+later\s+than|in\s+or\s+before"
    r"|on\s+or\s+before|not\s+before|no\s+earlier\s+than|not\s+earlier\s+than|in\s+or\s+after|on\s+or\s+after)\s+(?P<date>.+)",
    _FLAGS,
)
_UPWARD = {
    "before",
    "ante",
    "by",
    "until",
    "not after",
    "no later than",
    "not later than",
    "in or before",
    "on or before",
}
_OLD_STYLE = re.compile(r"\s+\(?(?:(o\.?\s?s\.?|old style)|n\.?\s?s\.?|new style)\)?$", re.ASCII | re.IGNORECASE)
_ERA = re.compile(r"(AH|AUC)\s+(?=[0-9])")
_REPUBLICAN = re.compile(
    r"\b(?:vend[eé]miaire|brumaire|frimaire|niv[oô]se|pluvi[oô]se|vent[oô]se|germinal|flor[eé]al|prairial|messidor"
    r"|thermidor|fructidor|sansculottides)\b",
    re.IGNORECASE,
)
_ERAS = {"AH": "islamic", "AUC": "auc-varronian"}
_BETWEEN = re.compile(r"between\s+(?P<one>.+?)\s+and\s+(?P<other>.+)", _FLAGS)
_FROM = re.compile(r"from\s+(?P<one>.+?)\s+(?:to|until|till)\s+(?P<other>.+)", _FLAGS)
_TIMES = re.compile(r"(?P<one>.*[^\s])(?:\s+[x×]\s+|(?<=[0-9])[x×](?=[0-9]))(?P<other>[^\s].*)", _FLAGS)
_DASH = re.compile(r"(?P<one>[^–]*[^\s–])\s*–\s*(?P<other>[^\s–][^–]*)", _FLAGS)
_OR = re.compile(r"(?P<one>.+?)\s+or\s+(?P<other>.+)", _FLAGS)


def read_words(text: str, calendar: Calendar, conventions: str) -> Date | None:
    """The date that a text says in words, `None` where it says none; raises `DateError`.

    What names its calendar by itself is read in that one: `25 Oct 1917 O.S.`, `AH 495`, `9 Thermidor II`.
    """
    style = _OLD_STYLE.search(text)
    if style:
        calendar, text = (JULIAN if style[1] else GREGORIAN), text[: style.start()]
    era = _ERA.match(text)
    if era:
        return read_edtf(text[era.end() :], calendar_named(_ERAS[era[1]]), conventions, loose=True)
    if calendar is GREGORIAN and _REPUBLICAN.search(text):
        calendar = calendar_named("french-republican")
    return _spoken(text, calendar, conventions)


def _spoken(text: str, calendar: Calendar, conventions: str) -> Date | None:
    words = Words(calendar, conventions)
    bound = _BOUND.fullmatch(text)
    if bound:
        part = needed(bound, "date", words)
        run = _bounded(" ".join(bound["word"].lower().split()), part)
        return dated(text, calendar.name, (run,), (Choice(run, run),), "interval", (part,))
    spoken = _FROM.fullmatch(text)
    if spoken:
        first, last = needed(spoken, "one", words), needed(spoken, "other", words)
        run = _ordered(spoken, first, last)
        choice = Choice(hull(first.runs), hull(last.runs))
        return dated(text, calendar.name, (run,), (choice,), "interval", (first, last))
    whole = simple(text, words)
    either = None if whole else _OR.fullmatch(text)
    if either:
        one, other = needed(either, "one", words), needed(either, "other", words)
        runs = merged((*one.runs, *other.runs))
        return dated(text, calendar.name, runs, (*one.choices, *other.choices), "set", (one, other))
    whole = whole or _stretch(text, words)
    if whole is None:
        return None
    return dated(text, calendar.name, whole.runs, whole.choices, whole.precision, (whole,))


def _bounded(word: str, part: Part) -> Run:
    """The days before or after a date; of an approximate one the farthest it can be counts, so that nothing is lost."""
    first, last = part.runs[0].first, part.runs[-1].last
    known = part.convention is None and len(part.runs) == 1
    if word in ("before", "ante") and known:
        return Run(None, None if first is None else first - 1)
    if word in ("after", "post") and known:
        return Run(None if last is None else last + 1, None)
    return Run(None, last) if word in _UPWARD else Run(first, None)


def _stretch(text: str, words: Words) -> Part | None:
    """`between a and b`, `a x b`, `a–b`: somewhere from the first day of one to the last of the other."""
    for pattern in (_BETWEEN, _TIMES, _DASH):
        found = pattern.fullmatch(text)
        if found is None or (pattern is _DASH and simple(text, words) is not None):
            continue
        first, last = needed(found, "one", words), needed(found, "other", words)
        notes = [part.note for part in (first, last) if part.note]
        return Part(
            (_ordered(found, first, last),),
            "interval",
            first.qualifiers + last.qualifiers,
            first.convention or last.convention,
            "; ".join(dict.fromkeys(notes)),
        )
    return None


def _ordered(found: re.Match[str], first: Part, last: Part) -> Run:
    run = Run(first.runs[0].first, last.runs[-1].last)
    if run.first is not None and run.last is not None and run.last < run.first:
        raise DateError(
            "the second date is before the first",
            found.start("other"),
            len(found["other"]),
            "write the earlier one first",
            code="interval-reversed",
        )
    return run
