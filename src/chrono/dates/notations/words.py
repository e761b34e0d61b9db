"""Dates in words, in any language: `25 October 1917`, `c. 1150`, `12 or 13 May 1123`, `2. Hälfte 15. Jh.`, `vers 1250`.

Takes a text, a calendar and the names of conventions and languages; gives a `Date`, or raises `DateError` with the
column, what was understood and how to write it. A text with a word that two languages understand differently is read
by each by itself, and refused where they come to different dates.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from chrono.dates.calendars.calendar import Calendar
from chrono.dates.calendars.gregorian import GREGORIAN, REFORM
from chrono.dates.calendars.julian import JULIAN
from chrono.dates.calendars.registry import calendar_named
from chrono.dates.notations.alphabets import check_alphabets
from chrono.dates.notations.assembling import assemble
from chrono.dates.notations.bounds import in_both
from chrono.dates.notations.conventions import languages_of
from chrono.dates.notations.expanding import Words
from chrono.dates.notations.grammar import Grammar
from chrono.dates.notations.lexicon import Lexicon, knows, lexicon
from chrono.dates.notations.moments import Moment, Phrase
from chrono.dates.notations.plain import plain
from chrono.dates.notations.sharing import lend_year, share
from chrono.dates.notations.tokens import Token, tokens_of
from chrono.dates.notations.two_styles import Style, blanked, check_styles, join_styles, styles_in, told_years
from chrono.dates.runs import Date, DateError, Run

_FLAGS = re.ASCII | re.IGNORECASE
_STYLE_FIRST = re.compile(r"[(\[]?[on]\.\s?s\.[)\]]?\s", _FLAGS)
_OF_FEASTS = frozenset(("day", "jour", "new", "giovedi", "jueves", "viernes", "venerdi", "sabato", "sabado"))
"""Words of dates that stand in a feast's name, all of whose words can have another meaning: May Day, jour de l'an."""
_HOUR = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?= [0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?$)", re.ASCII)
"""A day and the hour, as spreadsheets and databases write them: only the day is read."""
_DUAL_EDTF = re.compile(r"([0-9]{3,4})/([0-9]{1,4})-([0-9]{2})(?:-([0-9]{2}))?", re.ASCII)


_LAST_JULIAN = 1582
_JULIAN_ERAS = frozenset(("spanish-era", "auc-varronian", "byzantine-am", "seleucid-syrian"))


class Heard(NamedTuple):
    """A text as it was understood: its phrase, and its date."""

    phrase: Phrase
    date: Date


def heard(text: str, calendar: Calendar, conventions: str, *, named: bool = False) -> Heard:
    """The date that a text says in words, with what was understood; raises `DateError`. `named` says that it names its
    calendar itself."""
    return _heard(text, calendar.name, conventions, named)


@lru_cache(maxsize=4096)
def _heard(text: str, name: str, conventions: str, named: bool) -> Heard:
    """The readings of a text, kept for the texts met last: a catalogue says the same dates over and over."""
    calendar = calendar_named(name)
    if hour := _HOUR.match(text):
        text = hour[0]
    if style := _STYLE_FIRST.match(text):
        raise DateError(
            f"{style[0].strip()} stands behind a date, and not before it", 0, style.end(),
            f"write {text[style.end() :].strip()} {style[0].strip()}",
        )  # fmt: skip
    if styles := styles_in(text):
        return _of_styles(text, styles, name, conventions, named)
    words = Words(text, calendar, conventions, named)
    codes = languages_of(conventions)
    if not text.isascii():
        check_alphabets(text, codes)
    known = lexicon(codes)
    tokens = tokens_of(text, known)
    feasts = False
    for token in tokens:
        roles = token.roles
        if token.key[:1].isalpha() and (
            not roles or token.key in _OF_FEASTS or ("saint" in roles and "saeculum" not in roles)
        ):
            feasts = True
            known = lexicon(codes, True)
            tokens = tokens_of(text, known, feasts=True)
            break
    if not known.divided.isdisjoint([token.key for token in tokens]):
        return _by_language(words, codes, known, tokens, feasts)
    return _understood(words, tokens)


def _of_styles(text: str, styles: list[Style], name: str, conventions: str, named: bool) -> Heard:
    """A text that names styles: a day that is told in both, or what is told in one of them."""
    if years := told_years(text, styles):
        return _of_years(*years, conventions)
    bare, olds = blanked(text, styles), {style.old for style in styles}
    if not {"/", "(", "["}.isdisjoint(bare):
        try:
            found = _heard(bare, name, conventions, named)
        except DateError:
            if len(olds) > 1:
                raise
        else:
            if check_styles(bare, found.phrase, styles):
                return found
    if len(olds) > 1:
        first = styles[0]
        raise DateError(
            "old and new style are told of dates that are not the same day", first.start, first.end - first.start,
            "write one of them, and its style behind it",
        )  # fmt: skip
    if not text[styles[0].start : styles[0].end].isascii():
        # Whoever counts years of Christ in Russian begins them in January: the style speaks of the calendar alone.
        return _heard(bare, JULIAN.name if styles[0].old else GREGORIAN.name, conventions, True)
    return _of_style(bare, conventions, old=styles[0].old)


def _of_years(old: str, new: str, conventions: str) -> Heard:
    """`3 mars 1244 (1245 n. st.)`: a Julian day by the year as it was counted then and by ours; raises `DateError`."""
    found = _heard(new, JULIAN.name, conventions, True)
    counted = _heard(old, "julian-ladyday|julian-easter-style", conventions, True)
    runs = found.date.runs
    if found.date.last is None or found.date.last >= REFORM or in_both(runs, counted.date.runs) != runs:
        raise DateError(
            f"no style before 1582 counted {new} to the year before", 0, len(old), "write the year that is meant"
        )
    return _noted(found, "the year is counted from January here, and was from Lady Day or Easter; the day is Julian")


def _of_style(text: str, conventions: str, *, old: bool) -> Heard:
    """`10 Feb. 1682 O.S.`, `12 février 1450 (n. st.)`: the calendar that a style means, and the beginning of its years.

    Old Style is Julian, and the year that it was counted to then (from Lady Day, in France before 1567 from Easter) or
    the one we count it to: both are kept. New Style is Gregorian; before that calendar was made, it can only mean the
    year, from January, of a Julian day.
    """
    found = _heard(text, JULIAN.name if old else GREGORIAN.name, conventions, True)
    early = found.date.last is not None and found.date.last < REFORM
    if not old:
        if not early:
            return found
        found = _heard(text, JULIAN.name, conventions, True)
        return _noted(found, "before 15 October 1582 new style speaks of the year, from January: the day is Julian")
    names = ("julian", "julian-ladyday", "julian-easter-style") if early else ("julian", "julian-ladyday")
    both = _heard(text, "|".join(names), conventions, True)
    if both.date.runs == found.date.runs:
        return found
    begins = "on Lady Day or at Easter" if early else "on Lady Day"
    note = f"old style can speak of the year too, which began {begins}; write a dual year, or julian: before it"
    return _noted(both, note)


def _noted(found: Heard, note: str) -> Heard:
    said = f"{note}; {found.date.note}" if found.date.note else note
    return Heard(found.phrase, replace(found.date, note=said))


def _by_language(words: Words, codes: tuple[str, ...], known: Lexicon, tokens: list[Token], feasts: bool) -> Heard:
    """What each language that knows the words makes of them; one date, or a `DateError`."""
    spoken = {token.key for token in tokens if token.key[:1].isalpha() and token.roles and not _of_no_language(token)}
    found: dict[tuple[Run, ...], tuple[str, Heard]] = {}
    errors: list[DateError] = []
    asides: list[DateError] = []
    for code in codes:
        if not knows(code, spoken):
            continue
        alone = lexicon((code,), feasts)
        try:
            heard = _understood(words, tokens_of(words.text, alone, feasts=feasts))
        except DateError as error:
            (asides if "no part of a date" in error.message else errors).append(error)
            continue
        found.setdefault(heard.date.runs, (code, heard))
    if asides:
        raise asides[0]
    if len(found) == 1:
        return next(iter(found.values()))[1]
    if found:
        from chrono.dates.notations.understanding import in_languages

        raise in_languages(words.text, tokens, known, [(code, heard.date) for code, heard in found.values()])
    if errors:
        raise max(errors, key=lambda error: error.column)
    return _understood(words, tokens)


def _of_no_language(token: Token) -> bool:
    return (
        "feast" in token.roles
        or "saintly" in token.roles
        or token.roles.keys() <= {"roman", "flattened", "numeral", "ordinal"}
        or token.roles.keys() == {"roman", "pridie"}
    )


def _understood(words: Words, tokens: list[Token]) -> Heard:
    phrase = _phrase(words, tokens)
    return Heard(phrase, assemble(phrase, words))


def _phrase(words: Words, tokens: list[Token]) -> Phrase:
    dual = _DUAL_EDTF.fullmatch(words.text) if "/" in words.text else None
    if dual:
        moment = Moment(0, len(words.text), month=int(dual[3]), year=int(dual[1]), digits=len(dual[1]))
        moment.day = int(dual[4]) if dual[4] else None
        moment.following = int(dual[1]) + 1
        if str(moment.following).endswith(dual[2]):
            return Phrase([moment])
    western = words.calendar.months[0] == "January"
    phrase = (plain(tokens) if western else None) or Grammar(words.text, tokens, words.calendar).whole()
    if phrase.undated:
        return phrase
    if phrase.within is not None and any(moment.reckoning == "any" for moment in phrase.moments):
        # Indictione tertia, 1245.
        dated = phrase.within
        phrase.within, dated.within = dated.within, phrase
        phrase = dated
    part: Phrase | None = phrase
    while part is not None:
        share(part, western=western)
        if part.within is not None and lend_year(part.within, part) and part is phrase:
            phrase = part.within
        part = part.within
    if western and (phrase.links or phrase.within):
        join_styles(phrase, named=words.named)
        if not words.named and words.calendar is GREGORIAN:
            _beside_another(phrase)
    return phrase


def _beside_another(phrase: Phrase) -> None:
    """Lets a date of ours before 1582 be Julian where one of another calendar tells it again.

    An era that is counted in Julian years is the Julian year: `Era 1283 (1245)`. Of a day (`12 Ramadan 650 (16 November
    1252)`) both calendars are tried: they are more days apart than the two dates can be, and one agrees at most.
    """
    told = list(phrase.moments) if phrase.links in ([], ["/"]) else []
    inner = phrase.within
    while inner is not None:
        told.extend(inner.moments)
        inner = inner.within
    others = {moment.calendar for moment in told} - {"", "julian", "gregorian"}
    for moment in told if others else ():
        if moment.calendar or moment.year is None or (moment.following or moment.year) > _LAST_JULIAN:
            continue
        if not others.isdisjoint(_JULIAN_ERAS):
            moment.calendar = JULIAN.name
        elif moment.day is not None and moment.marker is None:
            moment.calendar = f"{JULIAN.name}|{GREGORIAN.name}"
