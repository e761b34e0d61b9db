"""Amounts of time: reading them, what they can mean in steps of the solver, and counting them from a fixed day.

Takes texts such as `8 months 8 days`, `>= 15 years`, `20..100 years`; gives `Duration` and `Spell`, and exact
ranges of steps. Rounding is always outward, so that no true history is lost. Errors are `DateError` with the
column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from chrono.dates.calendars.calendar import Counting
from chrono.dates.calendars.gregorian import GREGORIAN_MONTHS
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
        raise DateError(f"{text[column]!r} alone is not read", column, 1, "write >= or <=")
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
    if steps(least, "day")[0] > steps(most, "day")[1]:
        raise DateError(f"{least} is more than {most}", 0, len(text), "write the smaller amount first")
    return Spell(least, most)


def steps(duration: Duration, unit: str, calendar: str = "gregorian") -> tuple[int, int]:
    """The least and most steps of a unit that a duration can be between two unknown points.

    In days the months are the exact set of `month_days`, or an outer bound of it in calendars with months of their own;
    in months and years a part that does not fit the scale is rounded outward: 10 days in years are 0 to 1, 18 months 1
    to 2, 12 months exactly 1. Months and years of calendars that are not those of the scale go by their days.
    """
    months, days = duration.months, duration.days
    counting = calendar_named(calendar).counting
    if unit == "day":
        least, most = _between(duration, counting) if months else (0, 0)
        return least + days, most + days
    fits = counting.solar == "months" or (
        counting.solar == "years" and unit == "year" and months == 12 * duration.years
    )
    if months and not fits:
        least, most = _between(duration, counting)
        fewest, most = GREGORIAN_MONTHS.months_of(least + days)[0], GREGORIAN_MONTHS.months_of(most + days)[1]
    else:
        fewest, most = GREGORIAN_MONTHS.months_of(days) if days else (0, 0)
        fewest, most = months + fewest, months + most
    return (fewest, most) if unit == "month" else (fewest // 12, -(-most // 12))


def _between(duration: Duration, counting: Counting) -> tuple[int, int]:
    # A year of some calendars is not twelve of their months.
    return counting.apart(duration.years, duration.months - 12 * duration.years)


def shift(day: int, duration: Duration, sign: int, calendar: str = "gregorian") -> int:
    """The day a duration after (`sign` 1) or before (-1) a fixed day: first months, their ends clipped, then days."""
    if duration.months:
        years, months = duration.years, duration.months - 12 * duration.years
        day = calendar_named(calendar).counting.add(day, sign * years, sign * months)
    return day + sign * duration.days
