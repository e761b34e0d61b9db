"""Centuries and decades in words, and the palaeographers' `s. xi in.`

Takes a text, a calendar and a convention; gives the years as a `Part`, or `None` where the text is none of these.
`1300s` is 1300 to 1399, which holds the decade too. `s. xii/xiii` is the turn of the two, `s. xii-xiii` the whole of
both.
"""

from __future__ import annotations

import re

from chrono.dates.calendars.calendar import Calendar, years
from chrono.dates.notations.conventions import Convention, Positions
from chrono.dates.runs import DateError, Part, Run

_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth", "twenty-first",
)  # fmt: skip
_PARTS = {
    "early": "early", "beginning": "early", "start": "early", "mid": "mid", "middle": "mid",
    "late": "late", "end": "late",
}  # fmt: skip
_RANKS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 0}
_SHARES = {"half": 2, "third": 3, "quarter": 4}
_ERA = r"(?:\s*\b(bce?|b\.c\.(?:e\.)?|ad|a\.d\.|ce|c\.e\.))?"
_PART = (
    r"(?:(?P<part>early|mid|late|(?:beginning|start|middle|end)\s+of)[\s-]+(?:the\s+)?"
    r"|(?P<rank>first|second|third|fourth|last|1st|2nd|3rd|4th)\s+(?P<share>half|third|quarter)(?:\s+of)?\s+(?:the\s+)?|the\s+)?"
)
_ORDINAL = r"[0-9]{1,2}(?:st|nd|rd|th)|" + "|".join(reversed(_ORDINALS))
_CENTURY = re.compile(
    _PART
    + rf"(?P<number>{_ORDINAL})(?:\s*(?P<to>/|–|-|\bto\b|\bor\b)\s*(?P<other>{_ORDINAL}))?[\s-]*"
    + r"(?:century|centuries|cent\.?|c\.?)"
    + _ERA,
    re.ASCII | re.IGNORECASE,
)
_DECADE = re.compile(_PART + r"(?P<years>[0-9]{1,3}0)s" + _ERA, re.ASCII | re.IGNORECASE)
_TWO = re.compile(
    r"(?P<first>(?:early|mid|late)[\s-]+\S+)\s*(?:/|–|-|\bto\b|\bor\b)\s*"
    r"(?P<second>(?:early|mid|late)[\s-]+\S+\s+(?:century|cent\.?|c\.?)(?P<era>\s+\S+)?)",
    re.ASCII | re.IGNORECASE,
)
_HAND = r"([ivx]+)(?:\s*(in|med|ex)(?:\.|eunte|io|iente)?|\s*([1-4])/([234])|\s*\^?([12¹²]))?"
_SAECULO = re.compile(rf"(?:s\.?|saec\.?|saeculo)\s*{_HAND}(?:\s*(/|–|-)\s*{_HAND})?", re.ASCII | re.IGNORECASE)
_HANDS = {"in": "early", "med": "mid", "ex": "late", "1": "1/2", "2": "2/2", "¹": "1/2", "²": "2/2"}
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def roman(text: str) -> int | None:
    """The number a Roman numeral writes, up to 399; `None` where it is not in its usual form."""
    total = 0
    for letter, after in zip(text.lower(), [*text.lower()[1:], ""], strict=True):
        value = _ROMAN.get(letter, 0)
        total += -value if value < _ROMAN.get(after, 0) else value
    return total if total and as_roman(total) == text.lower() else None


def as_roman(number: int) -> str:
    """A number from 1 to 399 in Roman numerals, small letters."""
    signs = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    written = ""
    for value, sign in signs:
        count, number = divmod(number, value)
        written += sign * count
    return written


def read_century(text: str, calendar: Calendar, convention: Convention) -> Part | None:
    """The years of a century or decade, or of a part of one; `None` where the text names neither."""
    found = _SAECULO.fullmatch(text)
    if found:
        return _saeculo(found, calendar, convention)
    found = _CENTURY.fullmatch(text)
    if found:
        first = _ordinal(found["number"])
        second = first if found["other"] is None else _ordinal(found["other"])
        part = _part(found, "century")
        ends = ("late", "early") if found["to"] == "/" and part == "whole" else (part, part)
        return _centuries((first, ends[0]), (second, ends[1]), _before_christ(found), calendar, convention, found)
    found = _DECADE.fullmatch(text)
    if found:
        return _decade(found, calendar, convention)
    found = _TWO.fullmatch(text)
    return _two(found, calendar, convention) if found else None


def _two(found: re.Match[str], calendar: Calendar, convention: Convention) -> Part | None:
    """`late 12th or early 13th century`: from the beginning of the one to the end of the other."""
    first = read_century(f"{found['first']} century{found['era'] or ''}", calendar, convention)
    second = read_century(found["second"], calendar, convention)
    if first is None or second is None:
        return None
    low, high = first.runs[0].first, second.runs[-1].last
    if low is None or high is None or high < low:
        raise DateError(
            "the second century is before the first",
            0,
            len(found[0]),
            "write the earlier one first",
            code="interval-reversed",
        )
    return Part((Run(low, high),), "century", convention=convention.name, note=f"{first.note}; {second.note}")


def _ordinal(text: str) -> int:
    return int(re.match("[0-9]+", text)[0]) if text[0].isdigit() else _ORDINALS.index(text.lower()) + 1  # type: ignore[index]


def _before_christ(found: re.Match[str]) -> bool:
    era = found.groups()[-1]
    return era is not None and era.lower().startswith("b")


def _part(found: re.Match[str], of: str) -> str:
    if found["part"]:
        return _PARTS[found["part"].split()[0].lower()]
    if not found["rank"]:
        return "whole"
    rank, count = _RANKS[found["rank"].lower()], _SHARES[found["share"].lower()]
    if rank > count:
        raise DateError(f"a {of} has no {found['rank']} {found['share']}", found.start("rank"), len(found["rank"]))
    return f"{rank or count}/{count}"


def _saeculo(found: re.Match[str], calendar: Calendar, convention: Convention) -> Part:
    def side(at: int) -> tuple[int, str]:
        number = roman(found[at])
        if number is None or number > 21:
            raise DateError(f"{found[at]!r} is no century", found.start(at), len(found[at]), "write for example s. xii")
        if found[at + 2]:
            if found[at + 2] > found[at + 3]:
                raise DateError(f"there is no {found[at + 2]}/{found[at + 3]}", found.start(at + 2), 3)
            return number, f"{found[at + 2]}/{found[at + 3]}"
        mark = found[at + 1] or found[at + 4]
        return number, _HANDS[mark.lower()] if mark else "whole"

    first = side(1)
    if not found[6]:
        return _centuries(first, first, False, calendar, convention, found)
    second = side(7)
    if found[6] == "/":
        first = (first[0], "late") if first[1] == "whole" else first
        second = (second[0], "early") if second[1] == "whole" else second
    return _centuries(first, second, False, calendar, convention, found)


def _centuries(
    first: tuple[int, str],
    second: tuple[int, str],
    before: bool,
    calendar: Calendar,
    convention: Convention,
    found: re.Match[str],
) -> Part:
    if not (first[0] and second[0]):
        raise DateError("there is no century 0", 0, len(found[0]))
    low = _years(first[0], before, convention, first[1])[0]
    high = _years(second[0], before, convention, second[1])[1]
    if low > high or (second[0] > first[0] if before else second[0] < first[0]):
        raise DateError(
            "the second century is before the first",
            0,
            len(found[0]),
            "write the earlier one first",
            code="interval-reversed",
        )
    return _expanded(found[0], low, high, "century", calendar, convention)


def _years(number: int, before: bool, convention: Convention, part: str) -> Positions:
    """The astronomical years of a part of a century, which never reach over the turn of the eras."""
    low, high = convention.century[part]
    if before:
        # Backwards the round year comes last: 500 to 401, or 499 to 400 by those whose 14th century begins with 1300.
        late = 1 if convention.century["whole"][0] == 0 else 0
        return max(low, 1) - 100 * number, min(high + late - 100 * number, 0)
    return max(low + 100 * (number - 1), 1), high + 100 * (number - 1)


def _decade(found: re.Match[str], calendar: Calendar, convention: Convention) -> Part:
    start = int(found["years"])
    before = _before_christ(found)
    if start and start % 100 == 0:
        first, last = convention.century[_part(found, "century")]
        # The 1300s begin with 1300 and end with 1399 whatever a century is taken to be: parts are rounded outward.
        base = -98 - start if before else start
        low, high = base + max(first - 1, 0), base + min(last, 99)
        return _expanded(found[0], low, high, "century", calendar, convention)
    name = _part(found, "decade")
    if name not in convention.decade:
        raise DateError("a decade is divided into early, mid and late only", 0, found.start("years"))
    first, last = convention.decade[name]
    low, high = (start + first, start + last) if not before else (1 - start - 9 + first, 1 - start - 9 + last)
    low, high = (low, min(high, 0)) if before else (max(low, 1), high)
    return _expanded(found[0], low, high, "decade", calendar, convention)


def _expanded(text: str, low: int, high: int, precision: str, calendar: Calendar, convention: Convention) -> Part:
    said = f"{1 - low} to {1 - high} BC" if high < 1 else f"{low} to {high}"
    run = years(calendar, low, high)
    return Part((run,), precision, convention=convention.name, note=f"{text}: {said}")
