"""How a text in words was understood, said again in plain English: `2nd half of the 15th century`.

Takes phrases and dates, gives text; looks up nothing. What a convention made of the words is added where the reading
is shown (`describing`).
"""

from __future__ import annotations

from chrono.dates.calendars.calendar import MONTHS
from chrono.dates.calendars.easter import WEEKDAYS
from chrono.dates.calendars.gregorian import gregorian_parts
from chrono.dates.calendars.registry import calendar_named
from chrono.dates.notations.lexicon import LANGUAGES, Lexicon
from chrono.dates.notations.moments import Moment, Phrase
from chrono.dates.notations.reach import rank_of
from chrono.dates.notations.tokens import Token
from chrono.dates.notations.two_styles import how_told
from chrono.dates.runs import Date, DateError

_SHARES = {2: "half", 3: "third", 4: "quarter", 10: "decade"}
_PARTS = {"early": "early", "mid": "middle of", "late": "late"}
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_LINKS = {"or": "or", "and": "and", ",": "and", "to": "to", "-": "to", "x": "to", "/": "to"}
_BOUNDS = {"before": "before", "after": "after", "not-before": "not before", "not-after": "not after"}
_MARKERS = {1: "kalends", 2: "nones", 3: "ides"}
_AROUND = {-1: "eve of ", 1: "morrow of ", 7: "octave of ", 14: "quindene of "}


def ordinal(number: int) -> str:
    """`1st`, `12th`, `22nd`."""
    tail = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{tail}"


def said(phrase: Phrase) -> str:
    """A phrase in words."""
    if phrase.undated:
        return "no date"
    moments = phrase.moments
    text = _moment(moments[0])
    for moment, link in zip(moments[1:], phrase.links, strict=True):
        text += f" {_LINKS.get(link, link)} {_moment(moment)}" if not moment.open else " until now, or with no end said"
    if phrase.mode == "between":
        text = f"between {_moment(moments[0])} and {_moment(moments[1])}"
    elif phrase.mode == "from":
        text = f"from {text}"
    if phrase.turn:
        text = f"the turn from {text}"
    if phrase.calibrated:
        text = f"{text}, calibrated"
    return f"{text}, and in it {said(phrase.within)}" if phrase.within else text


def _moment(moment: Moment) -> str:
    text = _said(moment)
    if moment.weekday is not None:
        joint = f" {moment.side} " if moment.side else ", " if moment.day is not None else " in "
        rank = "" if moment.nth is None else f"{ordinal(moment.nth)} " if moment.nth else "last "
        text = f"{rank}{WEEKDAYS[moment.weekday]}{joint}{text}"
    elif moment.nth == 0:
        text = f"last day of {text}"
    if moment.circa:
        text = f"about {text}"
    if moment.bound:
        text = f"{_BOUNDS[moment.bound]} {text}"
    return f"perhaps {text}" if moment.unsure else text


def _said(moment: Moment) -> str:
    if moment.open:
        return "an open end"
    if moment.twice is not None:
        return how_told(moment)
    if moment.edtf:
        return moment.edtf
    if moment.indiction:
        number, first, last = moment.indiction
        kind = "Egyptian indiction" if moment.reckoning else "indiction"
        return f"{kind} {number} in {first}" + ("" if first == last else f" to {last}")
    era = f" {moment.era}" if moment.era == "BC" or (moment.era and (moment.year or 1000) < 1000) else ""
    if moment.scale:
        scale = "century" if moment.scale == "hundreds" else moment.scale
        return _parted(moment, f"{ordinal(moment.ordinal or 0)} {scale}{era}", ordinal=True)
    if moment.base is not None:
        return _parted(moment, f"{moment.base}s{era}", ordinal=True)
    year = f"{moment.year}{era}" if moment.following is None else f"{moment.year}/{moment.following}{era}"
    if moment.calendar and moment.calendar not in ("julian", "gregorian"):
        year = f"{moment.year} ({moment.calendar})"
    if moment.feast:
        around = "within the octave of " if moment.through else _AROUND.get(moment.offset, "")
        return f"{around}{moment.feast.title()} {year} {moment.amount}".rstrip()
    if moment.season is not None:
        return f"{_SEASONS[moment.season]} {year}"
    month = _month(moment)
    if moment.marker is not None:
        before = "" if moment.day == 1 else f"day {moment.day} before the "
        return f"{before}{_MARKERS[moment.marker]} of {month} {year}"
    if moment.month is None:
        if moment.following is not None:
            return f"the years {moment.year} and {moment.following}{era}"
        return _parted(moment, year) if moment.parts else f"the year {year}"
    if moment.swapped and moment.day is not None:
        other = MONTHS[moment.swapped[1] - 1]
        return f"{moment.day} {month} or {moment.swapped[0]} {other} {year}"
    return _parted(moment, f"{moment.day} {month} {year}" if moment.day is not None else f"{month} {year}")


def _month(moment: Moment) -> str:
    if moment.month is None:
        return ""
    if moment.counted and not moment.calendar:
        return f"{ordinal(moment.month)} month"
    months = calendar_named(moment.calendar).months if moment.calendar else MONTHS
    return months[moment.month - 1] if moment.month <= len(months) else f"month {moment.month}"


def _parted(moment: Moment, text: str, *, ordinal: bool = False) -> str:
    article = "the " if ordinal else ""
    if not moment.parts:
        return f"{article}{text}"
    named = [_part(part) for part in moment.parts]
    return f"{' to '.join(named)} of {article}{text}"


def _part(part: str) -> str:
    if part in _PARTS:
        return {"early": "early part", "mid": "middle", "late": "late part"}[part]
    rank, count = rank_of(part)
    return f"{ordinal(rank)} {_SHARES[count]}"


def in_languages(text: str, tokens: list[Token], known: Lexicon, found: list[tuple[str, Date]]) -> DateError:
    """The error of a text that two languages read as different dates."""
    at = next((token for token in tokens if token.key in known.divided), tokens[0])
    ways = "; ".join(f"in {LANGUAGES[code].capitalize()} {_span(date)}" for code, date in found)
    return DateError(
        f"“{at.text}” means one thing in one language and another in another: {ways}",
        at.start, at.end - at.start, "write the word that is meant, or name the languages (languages: [de, fr])",
    )  # fmt: skip


def _span(date: Date) -> str:
    """The first and last day of a date, Gregorian, astronomical years."""
    ends = []
    for day in (date.first, date.last):
        year, month, of_month = gregorian_parts(day) if day is not None else (0, 0, 0)
        ends.append(".." if day is None else f"{year:04}-{month:02}-{of_month:02}")
    return f"{ends[0]} to {ends[1]}" if ends[0] != ends[1] else ends[0]
