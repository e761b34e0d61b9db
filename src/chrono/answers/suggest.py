"""What `chrono suggest` answers: which date or order, if it were known, would shorten a window, and by how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chrono.answers.contradictions import Answered, Stands, Under
from chrono.engine.intervals import Window


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something unknown, and by how many steps knowing it would shorten a window: at least, and on average."""

    sentence: str
    points: tuple[str, ...]
    """One point: its date; two: whether the first comes no later than the second."""
    certain: int
    average: int
    stands: Stands = ""
    """Of contradictory evidence whether knowing it could shorten the window under other repairs as well."""
    under: tuple[int, ...] = ()
    """The repairs, by number, under which no answer to it would shorten the window."""


@dataclass(frozen=True, slots=True)
class Suggestions(Answered):
    """The answer of `chrono suggest`: what would settle a date, the best first.

    Cuts are counted against `size` values in all. Averages are over `histories` drawn from those the evidence allows,
    varied but not uniform where there are either/ors.
    """

    id: str
    kind: str
    edge: Literal["start", "end"]
    window: Window | None
    size: int
    suggestions: tuple[Suggestion, ...]
    histories: int
    exact: bool
    """False where the either/ors were too many to go through, so that the cuts are only close."""
    horizon: tuple[int, int] | None
    """Where open bounds were taken to end, so that there is something to count."""
    stands: Stands = ""
    under: tuple[Under, ...] = ()
    """How the windows of the span stand, and what they are under the repairs that move them."""
