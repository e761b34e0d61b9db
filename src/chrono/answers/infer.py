"""What `chrono infer` answers: windows with the reasons of their bounds, levels of certainty, comparisons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from chrono.answers.common import Weighing
from chrono.answers.contradictions import Answered, Stands, Under
from chrono.answers.reasons import Reason
from chrono.answers.sensitivity import Sensitivity
from chrono.core.diagnostics import NOWHERE, Place
from chrono.engine.intervals import Window
from chrono.model.chronology import Certainty


@dataclass(frozen=True, slots=True)
class Bound:
    """A window with the reasons of its two ends; a reason is None where the end is open, or where a limit came before
    it."""

    window: Window
    earliest: Reason | None = None
    latest: Reason | None = None

    @property
    def known(self) -> bool:
        """Whether no limit kept the window or a reason back."""
        least, most = self.window.hull
        said = (self.earliest is not None or least is None) and (self.latest is not None or most is None)
        return self.window.proven and said


@dataclass(frozen=True, slots=True)
class Level:
    """The windows that the evidence of at least one certainty alone forces."""

    at_least: Certainty
    start: Window
    end: Window


@dataclass(frozen=True, slots=True)
class Comparison:
    """A reference date set against the latest possible end of a document, in steps of the unit.

    `least`..`most` count from the end to the reference's first and last step; None where either is open or a limit kept
    it from being known. `possible` is an answer (neither is certain), `unknown` is none.
    """

    to: str
    name: str
    verdict: Literal["before", "after", "possible", "unknown"]
    least: int | None
    most: int | None
    least_said: str
    most_said: str


@dataclass(frozen=True, slots=True)
class SpanResult:
    """All that is asked of one span."""

    id: str
    kind: str
    name: str
    authors: tuple[str, ...]
    start: Bound
    end: Bound
    duration: Window
    levels: tuple[Level, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    refs: tuple[str, ...] = ()
    """URIs by which others know it."""
    place: Place = field(default=NOWHERE, compare=False)
    """Where it is declared; not kept in documents."""
    stands: Stands = ""
    """Of contradictory evidence whether another repair would move its windows; "" where nothing is given up."""
    under: tuple[Under, ...] = ()
    """Its windows under each repair that would."""


@dataclass(frozen=True, slots=True)
class Inference(Answered):
    """The answer of `chrono infer` and the ground of `chrono explain`."""

    results: tuple[SpanResult, ...]
    weighing: Weighing
    sensitivity: Sensitivity | None = None
    """What rests on what, where that was asked and the evidence does not contradict itself."""
