"""What a date means: stretches of days, the ways a span so dated can lie, and the error of a date that cannot be read.

Takes and gives integer Julian Day Numbers (JDN: the day that began at noon of 1 January 4713 BC, Julian, is 0),
closed at both ends; `None` is open. Never guesses a bound: what a notation leaves open stays `None`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MOST_RUNS = 10_000
"""Past this many stretches a date is read as its hull, and its note says so."""
MOST_CHOICES = 400
"""Past this many alternatives a span so dated is read as its hull, and its note says so."""
MOST_WORDS = 200
"""Characters: a longer text is not looked through for words."""


class DateError(ValueError):
    """A text that is no date, or no duration: what is wrong, where (0-based offset in the text), and how to mend it.

    `code` is that of its diagnostic (docs/diagnostics.md). `mends` are texts of which each may stand in place of what
    is wrong, from `column` on and `length` long.
    """

    def __init__(
        self,
        message: str,
        column: int = 0,
        length: int = 1,
        help: str = "",
        *,
        code: str = "date",
        mends: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.message, self.column, self.length, self.help, self.code = message, column, max(1, length), help, code
        self.mends = mends

    def moved(self, by: int) -> DateError:
        """This error for a text that begins `by` characters further on."""
        return DateError(self.message, self.column + by, self.length, self.help, code=self.code, mends=self.mends)


@dataclass(frozen=True, slots=True)
class Run:
    """A closed stretch of days (JDN), `first <= last`; `None` is open on that side."""

    first: int | None
    last: int | None


ALWAYS = Run(None, None)


@dataclass(frozen=True, slots=True)
class Choice:
    """One way a span so dated can lie: where its start and its end may fall, and whether both are one unknown step."""

    start: Run
    end: Run
    instant: bool = False


@dataclass(frozen=True, slots=True)
class Date:
    """A date as read.

    `runs` are the days it can mean, sorted, disjoint, never adjacent (of an interval: from its first day to its last).
    `choices` are the alternatives for a span dated so, of which one holds; they may overlap where a year style is
    unknown. `qualifier` is the strongest found at any component: `?` uncertain, `~` approximate, `%` both; it never
    moves a bound. `convention` names the convention by which a word or season was expanded; `note` says what else a
    reader must know, such as that only the hull was kept. `warning` is said where the text looks like something else
    than it is: it names both readings and how to write each.
    """

    text: str
    runs: tuple[Run, ...]
    choices: tuple[Choice, ...]
    precision: str
    calendar: str = "gregorian"
    qualifier: str = ""
    convention: str | None = None
    note: str = ""
    warning: str = ""

    @property
    def first(self) -> int | None:
        """The first day it can mean, `None` where it is open."""
        return self.runs[0].first

    @property
    def last(self) -> int | None:
        """The last day it can mean, `None` where it is open."""
        return self.runs[-1].last


@dataclass(slots=True)
class Part:
    """One date, or one end or member of a larger expression; never changed once it is made.

    Its days, how fine it is, its qualifiers joined, the convention it was expanded by and what must be said of it.
    `ways` are its alternatives where they overlap and so are not its `runs`; `instant` says that a run is one
    unknown day.
    """

    runs: tuple[Run, ...]
    precision: str
    qualifiers: str = ""
    convention: str | None = None
    note: str = ""
    ways: tuple[Run, ...] = ()
    instant: bool = False

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The alternatives for a span that lies within this date."""
        runs = self.ways or self.runs
        if len(runs) == 1 and not self.instant:
            return (Choice(runs[0], runs[0]),)
        return tuple(Choice(run, run, self.instant and run.first != run.last) for run in runs)


def dated(
    text: str,
    calendar: str,
    runs: tuple[Run, ...],
    choices: Iterable[Choice],
    precision: str,
    parts: Iterable[Part],
    note: str = "",
) -> Date:
    """The date made of some parts: alternatives capped, qualifiers and notes joined, the first convention named."""
    kept, cut = alternatives(choices)
    marks, convention, notes = "", None, [said for said in (note, cut) if said]
    for part in parts:
        marks += part.qualifiers
        convention = convention or part.convention
        if part.note and part.note not in notes:
            notes.append(part.note)
    qualifier = marks and ("%" if "%" in marks or ("?" in marks and "~" in marks) else marks[0])
    return Date(text, runs, kept, precision, calendar, qualifier, convention, "; ".join(notes))


def merged(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The days of all stretches as sorted, disjoint, non-adjacent stretches."""
    found = runs if isinstance(runs, tuple) else tuple(runs)
    if len(found) < 2:
        return found
    ordered = sorted(found, key=lambda run: (run.first is not None, run.first or 0))
    kept: list[Run] = []
    for run in ordered:
        if kept:
            before = kept[-1]
            if before.last is None:
                break
            if run.first is None or run.first <= before.last + 1:
                last = None if run.last is None else max(before.last, run.last)
                kept[-1] = Run(before.first, last)
                continue
        kept.append(run)
    return tuple(kept)


def hull(runs: Iterable[Run]) -> Run:
    """The one stretch from the first day of all to the last of all."""
    joined = merged(runs)
    if len(joined) == 1:
        return joined[0]
    return Run(joined[0].first, joined[-1].last)


def clipped(runs: Iterable[Run], first: int | None, last: int | None) -> tuple[Run, ...]:
    """What of some closed runs lies between two days; `None` does not limit."""
    kept = []
    for run in runs:
        assert run.first is not None
        assert run.last is not None
        low = run.first if first is None else max(run.first, first)
        high = run.last if last is None else min(run.last, last)
        if low <= high:
            kept.append(Run(low, high))
    return tuple(kept)


def within(run: Run) -> Choice:
    """A span that lies somewhere within one stretch."""
    return Choice(run, run)


def alternatives(choices: Iterable[Choice]) -> tuple[tuple[Choice, ...], str]:
    """The alternatives in order and without repetition, or their hull and a note where they are too many."""
    found = tuple(choices)
    if len(found) > 1:
        found = tuple(dict.fromkeys(found))
    if len(found) <= MOST_CHOICES:
        return found, ""
    whole = Choice(hull(choice.start for choice in found), hull(choice.end for choice in found))
    return (whole,), f"more than {MOST_CHOICES} alternatives: only the first and the last day are used"
