"""Amounts of time: reading them, how many days they can be, and counting them from a fixed day.

Takes texts such as `8 months 8 days`, `>= 15 years`, `20..100 years`; gives `Duration` and `Spell`, and
ranges of days. Rounding is always outward, so that no true history is lost. Errors are `DateError` with the
column.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from chrono.dates.calendars.registry import calendar_named
from chrono.dates.runs import DateError

_PART = re.compile(r"\s*(?:(?:,|and\b)\s*)?([0-9]+)\s*([A-Za-z]+)\s*", re.ASCII)
_SPELL = re.compile(r"\s*(>=|<=|at least\b|at most\b)\s*")
_UNITS = ("days", "weeks", "months", "years")
_HELP = "write for example 30 days, 8 months, or 1 year 2 months"


@dataclass(frozen=True, slots=True)
class Duration:
    """An amount of calendar time, in the parts it was written in, for example `((8, "months"), (8, "days"))`."""

    parts: tuple[tuple[int, str], ...]

    @property
    def years(self) -> int:
        """Its years alone."""
        return sum(n for n, unit in self.parts if unit == "years")

    @property
    def months(self) -> int:
        """Its years and months, in months."""
        return sum(n * {"years": 12, "months": 1}.get(unit, 0) for n, unit in self.parts)

    @property
    def own_months(self) -> int:
        """Its months alone."""
        return sum(n for n, unit in self.parts if unit == "months")

    @property
    def days(self) -> int:
        """Its weeks and days, in days."""
        return sum(n * {"weeks": 7, "days": 1}.get(unit, 0) for n, unit in self.parts)

    def __str__(self) -> str:
        return " ".join(f"{n} {unit[:-1] if n == 1 else unit}" for n, unit in self.parts)


@dataclass(frozen=True, slots=True)
class Spell:
    """How long a span lasts: at least and at most; `None` where nothing is said."""

    least: Duration | None
    most: Duration | None


def _unit(word: str, column: int) -> str:
    plural = word.lower() if word.lower().endswith("s") else word.lower() + "s"
    if plural in _UNITS:
        return plural
    raise DateError(f"{word!r} is no unit of time", column, len(word), "the units are days, weeks, months and years")


def read_duration(text: str) -> Duration:
    """The duration that a text such as `30 days` or `1 year 2 months` says; raises `DateError`."""
    parts: list[tuple[int, str]] = []
    at = 0
    while at < len(text) or not parts:
        found = _PART.match(text, at)
        if found is None or (not parts and found.start(1) != len(text) - len(text.lstrip())):
            raise DateError(f"{text!r} is no duration", min(at, max(0, len(text) - 1)), len(text) - at, _HELP)
        unit = _unit(found[2], found.start(2))
        if len(found[1]) > 12:
            raise DateError("the number is too large", found.start(1), len(found[1]))
        if any(unit == other for _, other in parts):
            raise DateError(f"{unit} are given twice", found.start(2), len(found[2]), _HELP)
        parts.append((int(found[1]), unit))
        at = found.end()
    return Duration(tuple(parts))


def read_spell(text: str) -> Spell:
    """What a `duration` says: `15 years`, `>= 15 years`, `<= 3 days`, `20..100 years`, `0 days`; raises `DateError`."""
    bound = _SPELL.match(text)
    if bound:
        try:
            amount = read_duration(text[bound.end() :])
        except DateError as error:
            raise error.moved(bound.end()) from None
        return Spell(amount, None) if bound[1] in (">=", "at least") else Spell(None, amount)
    if text.lstrip()[:1] in ("<", ">"):
        column = len(text) - len(text.lstrip())
        sign = text[column]
        raise DateError(f"{sign!r} alone is not read", column, 1, "write >= or <=", mends=(f"{sign}=",))
    if ".." not in text:
        amount = read_duration(text)
        return Spell(amount, amount)
    return _range(text)


def _range(text: str) -> Spell:
    """`20..100 years`, `6 months..2 years`."""
    at = text.index("..")
    try:
        most = read_duration(text[at + 2 :])
    except DateError as error:
        raise error.moved(at + 2) from None
    low = text[:at].strip()
    if low.isascii() and low.isdigit():
        if len(most.parts) != 1:
            raise DateError("the first number needs its unit", 0, at, "write for example 6 months..1 year 2 months")
        low = f"{low} {most.parts[0][1]}"
    least = read_duration(low)
    if days_long(least)[0] > days_long(most)[1]:
        raise DateError(f"{least} is more than {most}", 0, len(text), "write the smaller amount first")
    return Spell(least, most)


def days_long(duration: Duration, calendar: str = "gregorian") -> tuple[int, int]:
    """The least and most days that a duration can be between two unknown days.

    Its months are the exact set of `month_days`, or an outer bound of it in calendars with months of their own.
    """
    days = duration.days
    if not duration.months:
        return days, days
    # A year of some calendars is not twelve of their months.
    least, most = calendar_named(calendar).counting.apart(duration.years, duration.own_months)
    return least + days, most + days


def shift(day: int, duration: Duration, sign: int, calendar: str = "gregorian") -> int:
    """The day a duration after (`sign` 1) or before (-1) a fixed day: first months, their ends clipped, then days."""
    return shifting(duration, sign, calendar)(day)


def shifting(duration: Duration, sign: int, calendar: str = "gregorian") -> Callable[[int], int]:
    """What `shift` gives of one day after another."""
    beside = sign * duration.days
    if not duration.months:
        return lambda day: day + beside
    years, months = sign * duration.years, sign * duration.own_months
    add = calendar_named(calendar).counting.add
    return lambda day: add(day, years, months) + beside
