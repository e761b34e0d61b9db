"""What several answers have in common: what was asked, how the evidence was weighed, windows, repairs.

Numbers are whole steps of the chronology's unit (Julian Day Numbers, months, astronomical years); `None` is an open
bound. Values alone: nothing here solves or prints.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch
from typing import Literal

from chrono.answers.reasons import Premise
from chrono.core.diagnostics import NOWHERE, Place
from chrono.dates import Scale, Unit
from chrono.engine.intervals import Window
from chrono.model.chronology import Certainty


@singledispatch
def as_html(answer: object) -> str | None:
    """How a notebook shows an answer: nothing more than its text until somebody registers how it is drawn."""
    return None


class Shown:
    """An answer that a notebook shows."""

    __slots__ = ()

    def _repr_html_(self) -> str | None:
        return as_html(self)


@dataclass(frozen=True, slots=True)
class SetAside:
    """Evidence that was not used, or did not achieve what it was meant to, and why.

    `weak`: below the certainty admitted; `defeated` or `undecided`: attacked by `by`; `fails`: its own attack on `by`
    is weaker than what it attacks.
    """

    id: str
    why: Literal["weak", "defeated", "undecided", "fails"]
    by: tuple[str, ...]
    sentence: str
    place: Place


@dataclass(frozen=True, slots=True)
class Undercut:
    """A rule that would have applied, and the evidence that says it does not; or evidence too weak to say so."""

    rule: str
    premises: tuple[str, ...]
    by: tuple[str, ...]
    sentence: str
    held: bool
    """True where the undercutter prevailed, False where it was too weak."""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What is left open and could change an answer: a dormant condition, evidence whose standing is undecided."""

    sentence: str
    ids: tuple[str, ...]
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Weighing:
    """How the evidence was weighed before solving: what counted for how much, what fell, what is open."""

    set_aside: tuple[SetAside, ...] = ()
    undercut: tuple[Undercut, ...] = ()
    open_questions: tuple[OpenQuestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """The question as put: what the answer rests on besides the files."""

    chronology: str
    unit: Unit
    calendar: str
    inputs: str
    admitted: Certainty
    laid_over: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()
    events: int = 0
    evidence: int = 0

    @property
    def scale(self) -> Scale:
        """What a step is, and the calendar that dates are said in."""
        return Scale(self.unit, self.calendar)


@dataclass(frozen=True, slots=True)
class Standing:
    """A span's window under some supposition, without its reasons."""

    id: str
    kind: str
    name: str
    start: Window
    end: Window


@dataclass(frozen=True, slots=True)
class Repair:
    """A smallest set that, given up, leaves the rest consistent; and the windows that then follow."""

    given_up: tuple[str, ...]
    premises: tuple[Premise, ...]
    windows: tuple[Standing, ...] = ()
    weight: int = 0
    """Of what is given up, summed."""
