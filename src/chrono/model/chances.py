"""Chances that are stated beside the evidence: of a date before silence is weighed, and of silence.

They are no evidence: nothing is inferred from them, and no window or verdict depends on them. Only `chrono weigh` reads
them. Chances are exact fractions from 0 to 1, as ranges of which both ends may be the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from chrono.core.diagnostics import NOWHERE, Place

Range: TypeAlias = tuple[Fraction, Fraction]
"""The least and the greatest that a chance is held to be."""

Together: TypeAlias = Literal["unknown", "one-cause", "independent"]
"""How silences hang together: any way at all, by one cause that silences all alike, or each by itself."""


@dataclass(frozen=True, slots=True)
class Even:
    """Each day, month or year of a stretch is as likely as any other: its first and last day."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class After:
    """How likely it is that a point lies after another one, or after a day; of the rest nothing is said."""

    point: str
    """A point as expressions name it, "" for a day of its own."""
    day: int
    chance: Range


@dataclass(frozen=True, slots=True)
class Prior:
    """What is thought of a point before the silence is weighed, and by whom."""

    of: str
    """A point as expressions name it: `end(fragments)`."""
    spread: Even | After
    text: str
    source: str = ""
    note: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Silence:
    """What is thought of the silences that a rule argues from.

    `told`: the chance that such an event would have been told of, had work gone on after it. `all_silenced`: the chance
    that something silences all of them, though nobody says so.
    """

    rule: str
    told: Range
    together: Together
    all_silenced: Range
    source: str = ""
    note: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Chances:
    """All that is stated of chances; without priors nothing can be weighed."""

    priors: tuple[Prior, ...] = ()
    silences: tuple[Silence, ...] = ()
