"""What `chrono timeline` answers: spans as marks on the steps of the chronology's own calendar, and how they are cut.

Numbers are whole steps of the chronology's unit, both ends of a stretch within; `None` is an open end. Values alone:
nothing here lays out or draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chrono.answers.contradictions import Answered, Stands
from chrono.answers.reasons import Premise
from chrono.core.points import Edge, Side
from chrono.engine.intervals import Interval, Window
from chrono.model.chronology import Certainty

Shape = Literal["at", "begun", "must", "ended"]
"""A moment; when a span may have begun; when it was certainly going on; when it may have ended."""
Lane = Literal["whole", "upper", "lower"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One stretch of a row, filled in one colour."""

    shape: Shape
    lane: Lane
    first: int | None
    last: int | None

    @property
    def stretch(self) -> Interval:
        """The steps it covers."""
        return self.first, self.last


@dataclass(frozen=True, slots=True)
class Limit:
    """One end of one of a span's two windows: where it lies, whether it is proven, and what it rests on."""

    edge: Edge
    side: Side
    at: int | None
    proven: bool = True
    because: tuple[str, ...] = ()
    number: int | None = None
    """That of the reason in the legend; None where none is told."""


@dataclass(frozen=True, slots=True)
class Row:
    """A span as it is drawn. `said` has its windows in words: one line of a moment, else when it began and ended."""

    id: str
    kind: str
    name: str
    said: tuple[str, ...]
    start: Window
    end: Window
    marks: tuple[Mark, ...]
    limits: tuple[Limit, ...]
    group: str = ""
    asked: bool = True
    """False where it is shown only because a reason speaks of it."""
    under: tuple[str, ...] = ()
    """What is given up for these windows to hold, where the evidence contradicts itself and each repair is drawn."""
    stands: Stands = ""
    """Of contradictory evidence whether another repair would move them, where they are drawn under one."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on the axis; `major` ones have their label in full."""

    at: int
    label: str
    major: bool = True


@dataclass(frozen=True, slots=True)
class Note:
    """A set of premises that one or several limits rest on, with its number; as certain as its weakest premise."""

    number: int
    premises: tuple[Premise, ...]
    certainty: Certainty | None


@dataclass(frozen=True, slots=True)
class Reference:
    """A date that the rows are set against."""

    label: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Count:
    """From this step on, up to the next count: in how many spans it may lie, and in how many it must."""

    at: int
    may: int
    must: int


@dataclass(frozen=True, slots=True)
class Timeline(Answered):
    """The answer of `chrono timeline`. Rows stand in the order in which they are drawn; where the evidence contradicts
    itself they are the windows under a repair, or, where it is asked strictly, after each of the cheapest repairs."""

    first: int
    last: int
    """The steps that the picture reaches over, both within."""
    ticks: tuple[Tick, ...]
    rows: tuple[Row, ...]
    notes: tuple[Note, ...] = ()
    references: tuple[Reference, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    """Spans that were declared to follow each other, the earlier first."""
    counts: tuple[Count, ...] = ()
    compact: bool = False
