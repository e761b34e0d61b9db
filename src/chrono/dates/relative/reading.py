"""Reads dates told by something else: `3 Darius`, `next easter after pact`, `2 years after pact`, `a Tuesday`.

Takes a text and what the chronology declares; gives a `Relative`, or `None` where the text has no such form; raises
`DateError` with the column.
"""

from __future__ import annotations

import re

from chrono.core.declared import SPANS, as_kinds, of_kinds
from chrono.core.diagnostics import did_you_mean, nearest
from chrono.dates.calendars.easter import WEEKDAYS
from chrono.dates.calendars.registry import calendar_named
from chrono.dates.durations import Duration, read_duration
from chrono.dates.feasts import named_feast
from chrono.dates.relative.counting import (
    FROM_FEAST,
    RECKONINGS,
    EitherYear,
    Nearest,
    Reckoning,
    Regnal,
    Shifted,
    Weekday,
)
from chrono.dates.relative.date import Declared, Relative
from chrono.dates.runs import MOST_WORDS, DateError

_FLAGS = re.ASCII | re.IGNORECASE
_AMOUNT = r"(?P<amount>[0-9].*?|(?:an?|one|the)\s+(?P<one>day|week|month|year))"
_SHIFTED = re.compile(rf"{_AMOUNT}\s+(?P<side>after|before)\s+(?P<of>.+)", re.IGNORECASE)
_NEAREST = re.compile(
    r"(?:the\s+)?(?:(?P<which>next|first|following|last|previous)\s+)?(?P<what>[a-z][a-z' -]*?)\s+"
    r"(?:next\s+)?(?P<side>after|before)\s+(?P<of>.+)",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(rf"(?:on\s+)?(?:an?\s+)?(?P<day>{'|'.join(WEEKDAYS)})", _FLAGS)
_REGNAL = re.compile(
    r"(?:year\s+(?P<plain>[0-9]{1,4})\s+of|(?P<ordinal>[0-9]{1,4})(?:st|nd|rd|th)\s+(?:year\s+)?of|(?P<bare>[0-9]{1,4}))"
    r"\s+(?:the\s+reign\s+of\s+)?(?P<of>[^\W\d_][^\[\]]*?)(?:\s*\[(?P<how>[^\[\]]*)\])?",
    re.IGNORECASE,
)


def read_relative(text: str, declared: Declared | None, calendar: str = "gregorian") -> Relative | None:
    """The date that a text counts from something declared; `None` where it has no such form; raises `DateError`."""
    if len(text) > MOST_WORDS:
        return None
    written = text.strip()
    if weekday := _WEEKDAY.fullmatch(written):
        day = [name.lower() for name in WEEKDAYS].index(weekday["day"].lower())
        if declared is not None and declared.unit != "day":
            help = f"the chronology counts in {declared.unit}s: leave the weekday to a note"
            raise DateError("a weekday alone says nothing here", text.find(written), len(written), help, code="unit")
        return Relative(text, Weekday(day))
    apart = split(text, calendar)
    if apart is not None and declared is None:
        help = "give it to an entry, or say it with start(x) + 2 years"
        raise DateError("a date counted from something else cannot stand here", 0, len(text), help)
    if apart is not None and declared is not None:
        counting, side, of, column = apart
        id = _entry(of, column, declared)
        return Relative(text, counting, id, "end" if side > 0 else "start")
    return None if declared is None else _regnal(text, declared, calendar)


def split(text: str, calendar: str) -> tuple[Shifted | Nearest, int, str, int] | None:
    """How `3 days before X` counts, its direction, X and X's column; `None` where a text has no such form."""
    if found := _SHIFTED.fullmatch(text):
        sign = 1 if found["side"].lower() == "after" else -1
        if found["one"]:
            amount = Duration(((1, found["one"].lower() + "s"),))
        else:
            try:
                amount = read_duration(found["amount"])
            except DateError as error:
                raise error.moved(found.start("amount")) from None
        return Shifted(amount, sign, calendar), sign, found["of"], found.start("of")
    found = _NEAREST.fullmatch(text)
    if found is None:
        return None
    sign = 1 if found["side"].lower() == "after" else -1
    what, which = " ".join(found["what"].lower().split()), (found["which"] or "").lower()
    if what not in (day.lower() for day in WEEKDAYS):
        feast = named_feast(what, calendar_named(calendar), found.start("what"))
        if feast is None:
            return None
        what = feast
    if which in (("last", "previous") if sign > 0 else ("next", "first", "following")):
        help = f"write the {'next' if sign > 0 else 'last'} {found['what']} {found['side']} ..."
        raise DateError(
            f"no {what} is the {which} {found['side'].lower()} a day", found.start("which"), len(which), help
        )
    return Nearest(what, sign, calendar), sign, found["of"], found.start("of")


def read_reckoning(text: str) -> Reckoning:
    """How years are counted, and by which calendar, as `accession-year egyptian` or `from ascension day julian` say
    it; raises `DateError`."""
    rule, _, calendar = " ".join(text.split()).partition(" ")
    if rule.lower() == FROM_FEAST:
        return _from_feast(text)
    if rule.lower() not in RECKONINGS:
        near = nearest(rule, RECKONINGS)
        help = f"did you mean {near}?" if near else "the reckonings are: " + ", ".join((*RECKONINGS, "from FEAST"))
        raise DateError(f"{rule!r} is no way to count the years of a reign", 0, len(rule), help, code="reckoning")
    if calendar:
        try:
            calendar_named(calendar)
        except DateError as error:
            raise DateError(error.message, text.find(calendar), len(calendar), error.help, code="calendar") from None
    return Reckoning(RECKONINGS[rule.lower()], calendar)


def _from_feast(text: str) -> Reckoning:
    """`from ascension day`, or with the calendar by which the feast is kept: `from ascension day julian`."""
    words = text.split()[1:]
    for count, calendar in ((len(words), ""), (len(words) - 1, words[-1] if words else "")):
        try:
            feast = named_feast(" ".join(words[:count]).lower(), calendar_named(calendar or "gregorian"))
        except DateError:
            continue
        if feast is not None:
            return Reckoning(FROM_FEAST, calendar, feast)
    at = text.find(words[0]) if words else 0
    help = "name the feast that each year begins with: from ascension day, from easter julian"
    raise DateError("no feast is named there", at, len(text) - at, help, code="reckoning")


def _regnal(text: str, declared: Declared, calendar: str) -> Relative | None:
    found = _REGNAL.fullmatch(text)
    if found is None:
        return None
    id = _reign(found["of"], found.start("of"), declared, certain=not found["bare"])
    if id is None:
        return None
    reckonings = declared.reckonings.get(id, (Reckoning(),))
    if found["how"] is not None:
        try:
            reckonings = (read_reckoning(found["how"]),)
        except DateError as error:
            raise error.moved(found.start("how")) from None
    year = int(found["plain"] or found["ordinal"] or found["bare"])
    if year == 0 and any(reckoning.rule != "accession-year" for reckoning in reckonings):
        help = "only where the accession year is not counted (accession-year) is there a year 0"
        raise DateError("a reign has no year 0", text.index("0"), 1, help, code="no-such-date")
    counted = tuple(dict.fromkeys(Regnal(year, r.rule, r.calendar or calendar, r.feast) for r in reckonings))
    counting = counted[0] if len(counted) == 1 else EitherYear(counted)
    return Relative(text, counting, declared.epochs.get(id, id), reign=id)


def _reign(word: str, column: int, declared: Declared, *, certain: bool) -> str | None:
    """The id of the period that a word names, by its id or its name; `None` where it may be something else."""
    wanted = " ".join(word.split()).casefold()
    ids = as_kinds(declared.kinds).folded.get(wanted, [])
    periods = [word] if declared.kinds.get(word) == "period" else [id for id in ids if declared.kinds[id] == "period"]
    named = periods or sorted(declared.reigns.get(wanted, ()))
    if len(named) == 1:
        return named[0]
    if named:
        help = "write the id of one: " + ", ".join(named)
        raise DateError(f"{len(named)} periods are called {word!r}", column, len(word), help, code="unknown-id")
    if ids:
        kind = declared.kinds[ids[0]]
        help = "declare the reign under periods, with its own start"
        message = f"years of a reign are counted from a period, and '{word}' is {_article(kind)}"
        raise DateError(message, column, len(word), help, code="wrong-kind")
    near = nearest(wanted, of_kinds(declared.kinds, ("period",))) or nearest(wanted, declared.reigns)
    if not (near or certain):
        return None
    help = f"did you mean '{near}'?" if near else "declare the reign under periods"
    raise DateError(f"no period is called '{word}'", column, len(word), help, code="unknown-id")


def _entry(word: str, column: int, declared: Declared) -> str:
    if word in declared.kinds:
        return word
    help = did_you_mean(word, of_kinds(declared.kinds, SPANS), "declare it under people, events, periods or documents")
    raise DateError(f"nothing dated is called '{word}'", column, len(word), help, code="unknown-id")


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
