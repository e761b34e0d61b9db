"""Why a text in words is no date: what was understood up to where, why it stops, and the nearest right way to write it.

Takes a text, its tokens and the place where the grammar stopped; gives the `DateError`. Only reached when reading has
failed.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache
from unicodedata import category

from chrono.dates.letters import fold
from chrono.dates.notations.tokens import Token
from chrono.dates.runs import DateError

_EDTF = re.compile(r"[Yy]-?[0-9]|.*\b(?:unknown|open)\b|[0-9]{1,3}[ux]+$|[-0-9X?~%.,/TZYESW:+]+$", re.ASCII)
_YEARS = re.compile(
    r"[0-9]{1,2}$|[0-9]{3}[-?]$|[0-9]{3,4}[–/x×,](?:[0-9]{1,2}|[0-9]{4})$|[0-9]{4}-[0-9]{4}$"
    r"|[0-9]{3,4}/[0-9]{4}[-–][0-9]{1,4}$|[0-9]{1,2}([-/])[0-9]{1,2}\1[0-9]{4}$"
)
"""What is meant as years, or as a day in figures, and not as EDTF, so that the error is the grammar's."""
_HELP = "write EDTF (1938-05, 1939-11-30/1940-03-13) or words listed in docs/dates.md (25 October 1917, c. 1150)"
_RADIOCARBON = (
    "a radiocarbon age is a distribution, and no date: give the laboratory's calibrated range, as evidence "
    "(holds: 1150 <= start(x) <= 1210) or as a date (cal AD 1150–1210), or calibrate it with OxCal (chrono export)"
)


def stopped(text: str, tokens: list[Token], at: int, why: str = "") -> DateError:
    """The error of a text that is understood up to a token, or not at all."""
    token = tokens[at] if at < len(tokens) else None
    understood = text[: token.start if token else len(text)].rstrip(" ,;(-–")
    for each in tokens[at:]:
        if "role" in each.roles:
            return DateError(
                f"{each.text!r} says what happened then ({each.roles['role']}), and is no part of a date",
                each.start, each.end - each.start,
                "leave it out, and date what it speaks of in an entry of its own",
            )  # fmt: skip
        if each.roles.get("era") == "BP":
            return radiocarbon(text, each)
        if each.key in ("term", "terms"):
            return DateError(
                "a term has other days in each court, university and century", each.start, each.end - each.start,
                "write its first and its last day: 6 October – 28 November 1278",
            )  # fmt: skip
        if each.key == "week" and any(earlier.key == "easter" for earlier in tokens[: tokens.index(each)]):
            return DateError(
                "Easter week can be the week before the day or the one after it", each.start, each.end - each.start,
                "write which: Holy Week 1245, or octave of Easter 1245 for the eighth day",
            )  # fmt: skip
        if each.key == "±" and not any(later.roles.get("era") == "BP" for later in tokens):
            return DateError("a span either way of a year is not read", each.start, 1, _either_way(tokens, each))
    if token is None:
        column = max(0, len(text) - 1)
        said = why or f"the date is not complete: “{text.strip()}” wants what follows"
        return DateError(said, column, 1, _HELP)
    near = _of_a_calendar(text, tokens) or _meant(tokens, at)
    if near is not None:
        return near
    word = text[token.start : token.end]
    if category(word[:1] or " ") == "Cf":
        said = f"a character that nobody sees stands here, U+{ord(word[0]):04X}"
        return DateError(said, token.start, 1, "remove it: it came along with what was copied")
    if why:
        return DateError(why, token.start, token.end - token.start, _HELP)
    if understood and at > 0:
        return DateError(
            f"understood up to “{understood}”; “{word}” cannot follow there",
            token.start, token.end - token.start, _suggestion(tokens, at),
        )  # fmt: skip
    return DateError(f"{text.strip()!r} is not read as a date", 0, len(text), _HELP)


_NAMED = ("alexandrian", "egyptian", "coptic", "ethiopic", "armenian", "persian", "rumi")
"""Calendars whose months are read only where the calendar is named: several have some of the names."""


def _of_a_calendar(text: str, tokens: list[Token]) -> DateError | None:
    """The error of a month that calendars have which the text does not name: `15 Thoth 20`."""
    from chrono.dates.calendars.registry import calendar_named

    months = {name: [fold(month) for month in calendar_named(name).months] for name in _NAMED}
    for token in tokens:
        of = [name for name, each in months.items() if token.key in each and len(token.key) > 2]
        if of and not token.roles:
            return DateError(
                f"“{token.text}” is a month of the {' and the '.join(of)} calendar, and none is named",
                token.start, token.end - token.start,
                f"write {of[0]}:{text.strip()} if its years are counted; years of a ruler are counted from a reign",
            )  # fmt: skip
    return None


def _either_way(tokens: list[Token], sign: Token) -> str:
    """How to write `1450 ± 10`."""
    at = tokens.index(sign)
    year, width = (tokens[place].number if 0 <= place < len(tokens) else -1 for place in (at - 1, at + 1))
    if not year > width > 0:
        return "write the first and the last year"
    first, last = year - width, year + width
    if any(token.roles.get("era") == "BC" for token in tokens):
        return f"write the first and the last year: {last}–{first} BC"
    return f"write the first and the last year: {first}–{last}"


def _meant(tokens: list[Token], at: int) -> DateError | None:
    """The first word from a place on that is nearly one that is known, and known to none."""
    for token in (*tokens[max(0, at - 1) :], *tokens[: max(0, at - 1)]):
        if token.roles or token.number >= 0 or len(token.key) < 4 or not token.key.isalpha():
            continue
        near = nearest_word(token.key)
        if near:
            return DateError(
                f"“{token.text}” is not understood", token.start, token.end - token.start, f"did you mean {near}?",
                mends=(near,),
            )  # fmt: skip
    return None


@lru_cache(maxsize=4096)
def nearest_word(key: str) -> str:
    """The word of a date that a word nearly is, in any language; English first."""
    from chrono.dates.calendars.calendar import MONTHS
    from chrono.dates.notations.lexicon import LANGUAGES

    months = {month.lower(): month for month in MONTHS}
    for words in (_beginning_of(tuple(months)), *map(_beginnings, (("en",), tuple(LANGUAGES)))):
        alike = [word for size in range(len(key) - 1, len(key) + 2) for word in words.get((key[0], size), ())]
        near = get_close_matches(key, alike, 1, 0.8)
        if near:
            return months.get(near[0], near[0])
    return ""


_Beginnings = dict[tuple[str, int], list[str]]


@lru_cache(maxsize=16)
def _beginnings(codes: tuple[str, ...]) -> _Beginnings:
    """The words of some languages by their first letter and length, without abbreviated months of other calendars."""
    from chrono.dates.notations.lexicon import lexicon

    found = lexicon(codes, True).words.items()
    return _beginning_of(tuple(word for word, roles in found if len(word) > 4 or "foreign" not in roles))


def _beginning_of(words: tuple[str, ...]) -> _Beginnings:
    found: _Beginnings = {}
    for word in words:
        if len(word) > 3:
            found.setdefault((word[0], len(word)), []).append(word)
    return found


def _suggestion(tokens: list[Token], at: int) -> str:
    token = tokens[at]
    if token.number >= 0:
        return "write or, – or to between two dates"
    if token.key == "/":
        return "for a span write two years with – between them"
    if token.key in ("-", "–"):
        return "a span has two ends: write its first and its last date; a day in figures is written 1450-01-05"
    return "leave it out, or give it as a note"


def radiocarbon(text: str, token: Token) -> DateError:
    """The error of an age before present; of a calibrated one with its years, counted back from 1950."""
    calibrated = re.search(r"\bcal(?:\b|bp)", text, re.IGNORECASE)
    ages = [int(found) for found in re.findall(r"[0-9]{3,5}", text)] if calibrated else []
    if not ages or "±" in text:
        return DateError("an age BP is no date", token.start, token.end - token.start, _RADIOCARBON)
    years = [f"{age - 1949} BC" if age > 1949 else f"AD {1950 - age}" for age in sorted(ages, reverse=True)]
    return DateError(
        "years cal BP are counted back from 1950, and are no years of an era", token.start, token.end - token.start,
        f"write {'–'.join(years)}, where the laboratory counts so",
    )  # fmt: skip


def looks_like_edtf(text: str) -> bool:
    """Whether a text was meant as EDTF, so that its error is EDTF's."""
    return bool(_EDTF.match(text)) and not _YEARS.match(text)
