"""Reads dates told by something else: `3 Darius`, `next easter after pact`, `2 years after pact`, `a Tuesday`.

Takes a text and what the chronology declares; gives a `Relative`, or `None` where the text has no such form; raises
`DateError` with the column.
"""

from __future__ import annotations

import re
from dataclasses import replace

from chrono.core.declared import SPANS, of_kinds
from chrono.core.diagnostics import nearest
from chrono.dates.calendars.easter import WEEKDAYS
from chrono.dates.calendars.registry import calendar_named
from chrono.dates.durations import Duration, read_duration
from chrono.dates.feasts import named_feast
from chrono.dates.notations.reading import read
from chrono.dates.relative.counting import (
    FROM_FEAST,
    RECKONINGS,
    During,
    EitherYear,
    InYear,
    Nearest,
    Reckoning,
    Regnal,
    Shifted,
    Weekday,
    Years,
)
from chrono.dates.relative.date import Declared, Relative
from chrono.dates.relative.reigns import (
    ADD,
    by_id,
    by_name,
    by_ruler,
    refuse_names,
    refuse_tenure,
    refuse_unknown,
    undeclared,
)
from chrono.dates.relative.rulers import Said, read_ruler, read_year
from chrono.dates.runs import MOST_WORDS, Date, DateError

_FLAGS = re.ASCII | re.IGNORECASE
_AMOUNT = r"(?P<amount>[0-9].*?|(?:an?|one|the)\s+(?P<one>day|week|month|year))"
_SHIFTED = re.compile(rf"{_AMOUNT}\s+(?P<side>after|before)\s+(?P<of>.+)", re.IGNORECASE)
_WHOLE = re.compile(r"the\s+(?P<unit>week|month|year)\s+(?P<side>after|before)\s+(?P<of>.+)", re.IGNORECASE)
_NEAREST = re.compile(
    r"(?:the\s+)?(?:(?P<which>next|first|following|last|previous)\s+)?(?P<what>[a-z][a-z' -]*?)\s+"
    r"(?:next\s+)?(?P<side>after|before)\s+(?P<of>.+)",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(rf"(?:on\s+)?(?:an?\s+)?(?P<day>{'|'.join(WEEKDAYS)})", _FLAGS)
_REGNAL = re.compile(
    r"(?:year\s+(?P<plain>[0-9]{1,4})\s+of|(?P<ordinal>[0-9]{1,4})(?:st|nd|rd|th)\s+(?:year\s+)?of|(?P<bare>[0-9]{1,4}))"
    r"\s+(?:the\s+reign\s+of\s+)?(?P<of>[^\W\d_].*)",
    re.IGNORECASE,
)
_DURING = re.compile(
    r"(?:in\s+|during\s+)?(?:the\s+)?(?:temp\.|temp\s|tempore\s|time\s+of\s|(?=(?:reign|pontificate|emperorship)\s+of\s))"
    r"\s*(?P<of>[^\W\d_].*)",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"(?P<date>[^()\[\]]*[^()\[\]\s])\s*[(\[](?P<first>[0-9]{3,4})(?:\s?[-–/]\s?(?P<last>[0-9]{1,4}))?[)\]]\s*"
)
"""A date and the year that it comes to, in brackets."""
_SEVERAL = re.compile(r"\s(?:or|to|-)\s|[–/]", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_YEAR_BEHIND = re.compile(r"(?:in\s|the\s|anno\s|a\.|year\s|[0-9])", re.IGNORECASE)
_TWO = re.compile(
    r"(?P<first>[0-9]{1,2})(?:st|nd|rd|th)?\s*(?:&|and|et|-|–|/)\s*(?P<rest>[0-9]{1,2}(?:st|nd|rd|th)?\s.*)",
    re.IGNORECASE,
)
_HOW = re.compile(r"(?P<date>[^\[\]]+?)(?:\s*\[(?P<how>[^\[\]]*)\])?\s*")


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
    told = _TOLD.fullmatch(text)
    if declared is not None and told and (found := _told(told, declared, calendar)) is not None:
        return found
    if declared is not None and (found := _in_year(text, declared, calendar)) is not None:
        return found
    apart = split(text, calendar)
    if apart is not None and declared is None:
        help = "give it to an entry, or say it with start(x) + 2 years"
        raise DateError("a date counted from something else cannot stand here", 0, len(text), help)
    if apart is not None and declared is not None:
        counting, side, of, column = apart
        if error := whole(text):
            raise error
        id = _entry(of, column, declared)
        return Relative(text, counting, id, "end" if side > 0 else "start")
    if declared is None:
        return None
    return _regnal(text, declared, calendar) or _during(text, declared)


def _told(told: re.Match[str], declared: Declared, calendar: str) -> Relative | None:
    """`6 Edward I (1278)`, `12 May 3 John [1201]`: a date by a reign's year, with the year that it comes to."""
    found = _in_year(told["date"], declared, calendar) or _regnal(told["date"], declared, calendar)
    if found is None:
        if _during(told["date"], declared) is not None:
            at = told.end("date") + told.string[told.end("date") :].index(told["first"])
            help = "leave it out, or give the year alone as the date"
            raise DateError("no year stands behind a whole reign", at, len(told["first"]), help)
        return None
    low, high = told["first"], told["last"] or ""
    years = int(low), int(low[: max(0, len(low) - len(high))] + high)
    if years[0] > years[1]:
        raise DateError("the second year is before the first", told.start("last"), len(high), "write it in full")
    match found.counting:
        case InYear():
            counting = replace(found.counting, told=years)
        case Regnal() | Years():
            counting = InYear("", found.counting, found.counting.calendar, years)
        case EitherYear(options):
            counting = InYear("", found.counting, options[0].calendar, years)
        case _:
            return None
    return replace(found, text=told.string, counting=counting)


def _during(text: str, declared: Declared) -> Relative | None:
    """`temp. Henry II`, `in the reign of Henry II`, or with the id or the name of any period."""
    found = _DURING.fullmatch(text.rstrip())
    if found is None:
        return None
    word, column = found["of"], found.start("of")
    id, ruler = by_id(word, declared), read_ruler(word)
    if id is not None:
        refuse_tenure(id, word, column, declared)
    elif ruler is not None:
        id = by_ruler(Said(0, ruler, column, len(word)), text, declared)
    if id is None and (id := by_name(word, declared)) is None:
        refuse_names(word, column, declared)
        if _SEVERAL.search(word):
            help = "say it as evidence, by their ids: holds: start(the first) <= start(x) and end(x) <= end(the last)"
            raise DateError(f"'{word}' is more than one reign", column, len(word), help)
        if ruler is not None and ruler.known:
            raise DateError(f"no reign of '{word}' is declared", column, len(word), ADD, code="unknown-id")
        refuse_unknown(word, column, declared, certain=True)
    return Relative(text, During(), id or "")


def _in_year(text: str, declared: Declared, calendar: str) -> Relative | None:
    """`12 May 14 Hen. II`, `the eve of St Andrew in the 14th year of Henry II`; `None` where it has no such form."""
    for space in _SPACES.finditer(text):
        day, rest = text[: space.start()].strip(" ,"), text[space.end() :]
        if not _YEAR_BEHIND.match(rest) or not _names_a_day(day, calendar):
            continue
        try:
            found = _regnal(rest, declared, calendar)
        except DateError as error:
            raise error.moved(space.end()) from None
        if found is None or not isinstance(found.counting, Regnal | Years | EitherYear):
            continue
        if declared.unit == "year":
            return Relative(text, found.counting, found.of, reign=found.reign)
        of = found.counting.options[0].calendar if isinstance(found.counting, EitherYear) else found.counting.calendar
        return Relative(text, InYear(day, found.counting, of), found.of, reign=found.reign)
    return None


def _names_a_day(words: str, calendar: str) -> bool:
    """Whether some words are a day or a month as soon as a year stands behind them, and no date without."""
    if not re.search(r"[^\W\d_]{3}", words) or re.search("[0-9]{3}", words):
        return False
    if _of_itself(words, calendar) is not None:
        return False
    # In one of twelve years every day falls on every weekday, and one has a leap day.
    for year in range(1201, 1213):
        if (date := _of_itself(f"{words} {year}", "julian")) is not None:
            first, last = date.first, date.last
            return first is not None and last is not None and last - first < 62 and date.convention is None
    return False


def _of_itself(words: str, calendar: str) -> Date | None:
    try:
        return read(words, calendar=calendar)
    except DateError:
        return None


def split(text: str, calendar: str) -> tuple[Shifted | Nearest, int, str, int] | None:
    """How `3 days before X` counts, its direction, X and X's column; `None` where a text has no such form.
    Raises `DateError`."""
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


def whole(text: str, precision: str = "") -> DateError | None:
    """The error of `the week after X`, which is all its days and none of them; `None` of any other text, and where X
    is of the same unit (a `precision`): the year after 1450 is 1451."""
    found = _WHOLE.fullmatch(text)
    if found is None or (unit := found["unit"].lower()) == precision:
        return None
    side, of = found["side"].lower(), found["of"]
    return DateError(
        f"the {unit} {side} a day is all of its days", 0, found.start("side"),
        f"write 1 {unit} {side} {of} for that day, or the first and the last day",
    )  # fmt: skip


def id_in(date: Relative) -> tuple[str, int] | None:
    """The word of a date that is the id of what it is counted from, and where it stands; `None` where it has none, or
    tells a reign by a name that somebody gave it."""
    if not date.reign:
        text = date.text.rstrip()
        return (date.of, len(text) - len(date.of)) if date.of and text.endswith(date.of) else None
    before = 0
    if isinstance(date.counting, InYear):
        before = date.text.index(date.counting.day) + len(date.counting.day)
        before += len(date.text[before:]) - len(date.text[before:].lstrip(" ,"))
    told = _TOLD.fullmatch(date.text)
    found = _HOW.fullmatch(date.text, before, told.end("date") if told else len(date.text))
    plain = _REGNAL.fullmatch(date.text, before, found.end("date")) if found else None
    if plain is None:
        return None
    word = plain["of"].rstrip()
    # A period without a name is called as its id is, with spaces.
    same = " ".join(word.split()).casefold() in (date.reign.casefold(), re.sub("[-_]", " ", date.reign.casefold()))
    return (word, plain.start("of")) if same else None


def read_reckoning(text: str) -> Reckoning:
    """How years are counted, and by which calendar, as `accession-year egyptian` or `from ascension day julian` say
    it; raises `DateError`."""
    rule, _, calendar = " ".join(text.split()).partition(" ")
    if rule.lower() == FROM_FEAST:
        return _from_feast(text)
    if rule.lower() not in RECKONINGS:
        near = nearest(rule, RECKONINGS)
        help = f"did you mean {near}?" if near else "the reckonings are: " + ", ".join((*RECKONINGS, "from FEAST"))
        message, mends = f"{rule!r} is no way to count the years of a reign", (near,) if near else ()
        raise DateError(message, text.find(rule), len(rule), help, code="reckoning", mends=mends)
    if calendar:
        try:
            calendar_named(calendar)
        except DateError as error:
            raise DateError(
                error.message, text.find(calendar), len(calendar), error.help, code="calendar", mends=error.mends
            ) from None
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
    """A date by a year of a reign: by its id or its name as declared, or by a ruler's name as sources have it."""
    found = _HOW.fullmatch(text)
    if found is None:
        return None
    written, how = found["date"], found["how"]
    year, id = 0, None
    plain = _REGNAL.fullmatch(written)
    if plain is not None:
        year, id = int(plain["plain"] or plain["ordinal"] or plain["bare"]), by_id(plain["of"], declared)
        if id is not None:
            refuse_tenure(id, plain["of"], plain.start("of"), declared)
    if id is None and (said := read_year(written)):
        year, id = said.year, by_ruler(said, written, declared)
    if id is None and plain is not None:
        year, id = int(plain["plain"] or plain["ordinal"] or plain["bare"]), by_name(plain["of"], declared)
        if id is None:
            refuse_names(plain["of"], plain.start("of"), declared)
    last = year
    if id is None and (two := _TWO.fullmatch(written)):
        year, last, id = _two_years(two, declared)
    if id is None:
        if said := undeclared(written):
            message = f"no reign of '{written[said.column : said.column + said.length]}' is declared"
            raise DateError(message, said.column, said.length, ADD, code="unknown-id")
        if plain is not None:
            refuse_unknown(plain["of"], plain.start("of"), declared, certain=not plain["bare"])
        return None
    reckonings = declared.reckonings.get(id, (Reckoning(),))
    if how is not None:
        try:
            reckonings = (read_reckoning(how),)
        except DateError as error:
            raise error.moved(found.start("how")) from None
    if year == 0 and any(reckoning.rule != "accession-year" for reckoning in reckonings):
        help = "only where the accession year is not counted (accession-year) is there a year 0"
        raise DateError("a reign has no year 0", text.index("0"), 1, help, code="no-such-date")
    counted = tuple(dict.fromkeys(_counted(year, last, reckoning, calendar) for reckoning in reckonings))
    counting = counted[0] if len(counted) == 1 else EitherYear(counted)
    return Relative(text, counting, declared.epochs.get(id, id), reign=id)


def _counted(first: int, last: int, reckoning: Reckoning, calendar: str) -> Regnal | Years:
    """A year of a reign, or the years from one to another, as they are counted."""
    one, other = (Regnal(n, reckoning.rule, reckoning.calendar or calendar, reckoning.feast) for n in (first, last))
    return one if one == other else Years(one, other)


def _two_years(two: re.Match[str], declared: Declared) -> tuple[int, int, str | None]:
    """The two years that `3 & 4 Will. IV` and `1 & 2 Ph. & M.` name, and the reign; no id where it is no such date.

    A session of Parliament has the two years in which it sat. Of Philip and Mary the years are his and hers, and hers
    is one or two ahead. Either way the date is within the reign's years from the first to the second.
    """
    rest = two["rest"]
    said = read_year(rest)
    if said is None:
        return 0, 0, None
    try:
        id = by_ruler(said, rest, declared)
    except DateError as error:
        raise error.moved(two.start("rest")) from None
    first, ahead = int(two["first"]), 2 if len(said.ruler.names) > 1 else 1
    if id is not None and not first < said.year <= first + ahead:
        message = f"{first} and {said.year} are no two years that one date has"
        help = "write the one year, or for what spans several `start` in the first and `end` in the last"
        raise DateError(message, 0, len(two[0]), help, code="no-such-date")
    return first, said.year, id


def by_a_reign(text: str) -> DateError | None:
    """Why a text that counts the years of a ruler, as `14 Henry II` does, or is within a reign, as `temp. Henry II`
    is, is no date by itself; `None` where it is wrong in another way."""
    if len(text) > MOST_WORDS:
        return None
    help = "give it to an entry of a chronology that has the reign; `chrono add` writes lists of reigns"
    if within := _DURING.fullmatch(text.rstrip()):
        word, column = within["of"], within.start("of")
        return DateError(f"the time of '{word}' is told by a reign", column, len(word), help)
    for at in (0, *(space.end() for space in _SPACES.finditer(text) if _YEAR_BEHIND.match(text, space.end()))):
        if said := undeclared(text[at:]):
            message = f"the years of '{text[at:][said.column : said.column + said.length]}' are counted from a reign"
            return DateError(message, at + said.column, said.length, help)
    return None


def _entry(word: str, column: int, declared: Declared) -> str:
    if word in declared.kinds:
        return word
    near = nearest(word, of_kinds(declared.kinds, SPANS))
    help = f"did you mean '{near}'?" if near else "declare it under people, events, periods or documents"
    message, mends = f"nothing dated is called '{word}'", (near,) if near else ()
    raise DateError(message, column, len(word), help, code="unknown-id", mends=mends)
