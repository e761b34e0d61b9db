"""The days of centuries, decades and millennia, and of their parts, by a convention that is named.

Takes a completed moment with what it is read with; gives its days, and a note that says the years.
"""

from __future__ import annotations

from dataclasses import dataclass

from chrono.dates.calendars.calendar import Calendar, years
from chrono.dates.notations.conventions import convention_of
from chrono.dates.notations.moments import Moment
from chrono.dates.notations.reach import of_century, of_decade, of_hundred, rank_of
from chrono.dates.runs import DateError, Part


@dataclass(slots=True)
class Words:
    """What a text is read with, never changed once it is made. `named` says that the text itself names the calendar."""

    text: str
    calendar: Calendar
    conventions: str
    named: bool = False


def decade(moment: Moment, words: Words, calendar: Calendar) -> Part:
    """`1930s`, `late 1930s`, `1900s`."""
    before = moment.era == "BC"
    convention = convention_of(words.conventions)
    base = moment.base
    assert base is not None
    if base and base % 100 == 0:
        low, high = of_hundred(base, before, convention, moment.parts)
        return expanded(moment, low, high, "century", words, calendar)
    low, high = of_decade(base, before, convention, moment.parts, moment.start)
    return expanded(moment, low, high, "decade", words, calendar)


def century(moment: Moment, words: Words, calendar: Calendar) -> Part:
    """A century, or a hundred of years, with what is said of a part of it; raises `DateError`."""
    convention = convention_of(words.conventions)
    number, before = moment.ordinal, moment.era == "BC"
    assert number is not None
    if number < 1:
        raise DateError(f"there is no {moment.scale} 0", moment.start, max(1, moment.end - moment.start))
    if moment.scale == "hundreds":
        low, high = of_hundred(100 * (number - 1), False, convention, moment.parts)
        return expanded(moment, low, high, "century", words, calendar)
    if moment.scale == "millennium":
        low, high = (1 - 1000 * number, -1000 * (number - 1)) if before else (1000 * (number - 1) + 1, 1000 * number)
        if not before and convention.century["whole"][0] == 0:
            low = max(1, low - 1)
        spans = [_of_millennium(part, before) for part in moment.parts]
        if spans:
            low, high = low + min(a for a, _ in spans), low + max(b for _, b in spans)
        return expanded(moment, low, high, "millennium", words, calendar)
    if not moment.era and not moment.calendar and not moment.named and number > 21:
        raise DateError(
            f"the {number}. century is yet to come", moment.start, max(1, moment.end - moment.start),
            f"write {number}th century BC, or the century that is meant",
        )  # fmt: skip
    low, high = of_century(number, before, convention, moment.parts)
    return expanded(moment, low, high, "century", words, calendar)


def _of_millennium(part: str, before: bool) -> tuple[int, int]:
    """The years of a part of a millennium, counted from its first."""
    if part in ("early", "mid", "late"):
        return {"early": (0, 500), "mid": (250, 750), "late": (500, 999)}[part]
    rank, count = rank_of(part)
    return (rank - 1) * 1000 // count, min(999, rank * 1000 // count)


def written(moment: Moment, words: Words) -> str:
    """The words of a date that a convention expands, as they stand in the text."""
    return words.text[moment.told if moment.told >= 0 else moment.start : moment.end]


def expanded(moment: Moment, low: int, high: int, precision: str, words: Words, calendar: Calendar) -> Part:
    """The years that a convention makes of words, with a note that says which."""
    run = years(calendar, low, high)
    note = f"{written(moment, words)}: {_span(low, high)}"
    if moment.scale == "century" and written(moment, words)[:2] == f"C{moment.ordinal}"[:2]:
        note += f"; C{moment.ordinal} is read as a century"
    return Part((run,), precision, convention=convention_of(words.conventions).name, note=note)


def _span(low: int, high: int) -> str:
    if high < 1:
        return f"{1 - low} to {1 - high} BC"
    return f"{1 - low} BC to AD {high}" if low < 1 else f"{low} to {high}"
