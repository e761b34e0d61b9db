"""How a date is counted from something else, as values.

`reading` reads them, `days` works out which days they can be. Nothing here looks up a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from chrono.dates.durations import Duration

RECKONINGS = {
    "anniversary": "anniversary",
    "calendar-year": "calendar-year",
    "antedating": "calendar-year",
    "accession-year": "accession-year",
    "postdating": "accession-year",
}
"""The rules by which years of a reign are counted, and their other names. The first is that of a reign that names none.

Of `anniversary` a year runs from the day of the accession to the day before its return; of `calendar-year` (antedating)
the calendar year of the accession is year 1; of `accession-year` (postdating) it is year 0, and the next is year 1.
"""


FROM_FEAST = "from"
"""The rule of years that begin with a feast: year 1 with the accession, each later one with the feast's next return."""


@dataclass(frozen=True, slots=True)
class Reckoning:
    """How the years of a reign are counted, and by which calendar if not by the one in force.

    `feast` is the one that each year begins with, of the rule `from`.
    """

    rule: str = "anniversary"
    calendar: str = ""
    feast: str = ""


@dataclass(frozen=True, slots=True)
class Regnal:
    """A year of a reign, counted from its start."""

    year: int
    rule: str
    calendar: str
    feast: str = ""


@dataclass(frozen=True, slots=True)
class Years:
    """Years of a reign from one to another, counted alike: `3 & 4 Will. IV`."""

    first: Regnal
    last: Regnal

    @property
    def calendar(self) -> str:
        """The calendar by which they are counted."""
        return self.first.calendar


@dataclass(frozen=True, slots=True)
class EitherYear:
    """A year of a reign, or some, whose years were counted in one of several ways."""

    options: tuple[Regnal | Years, ...]


@dataclass(frozen=True, slots=True)
class InYear:
    """A day, month or feast of a year of a reign: `12 May 14 Henry II`, `Easter 14 Henry II`.

    `day` is what stands before the year, as words that are a date when a year stands behind them; "" is the whole year.
    `told` are the first and the last year of our era that stand in brackets behind it: `12 May 3 John (1201)`.
    """

    day: str
    year: Regnal | Years | EitherYear
    calendar: str
    told: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Shifted:
    """So much later (`sign` 1) or earlier (-1), by the calendar."""

    amount: Duration
    sign: int
    calendar: str


@dataclass(frozen=True, slots=True)
class Nearest:
    """The next feast or weekday (`sign` 1), or the last one before (-1); never the day itself."""

    what: str
    sign: int
    calendar: str


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week, Monday 0, whichever it was. It is counted from nothing."""

    day: int


@dataclass(frozen=True, slots=True)
class During:
    """Some time of the whole of what it is told by: `temp. Henry II`, `the reign of Henry II`."""


Counting: TypeAlias = Regnal | Years | EitherYear | InYear | Shifted | Nearest | Weekday | During
