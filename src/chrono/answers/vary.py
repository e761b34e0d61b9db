"""What `chrono infer --vary` answers: in how many runs, each with evidence left out at random, each bound holds."""

from __future__ import annotations

from dataclasses import dataclass

from chrono.answers.common import Asked, Repair, Shown, Weighing
from chrono.answers.reasons import Reason
from chrono.core.diagnostics import Diagnostic
from chrono.engine.intervals import Window
from chrono.engine.outcomes import Status
from chrono.model.chronology import Certainty


@dataclass(frozen=True, slots=True)
class Holds:
    """In how many runs a window is no wider on either side than told; None where it is open on that side anyway."""

    earliest: int | None
    latest: int | None


@dataclass(frozen=True, slots=True)
class Steadiness:
    """The windows of a span as the evidence stands, and in how many runs each of their bounds holds."""

    id: str
    kind: str
    name: str
    start: Window
    end: Window
    start_holds: Holds
    end_holds: Holds


@dataclass(frozen=True, slots=True)
class Chance:
    """With what chance in a hundred a piece of evidence or a date of this certainty is left out of a run."""

    certainty: Certainty
    percent: int


@dataclass(frozen=True, slots=True)
class Runs(Shown):
    """Exact counts over `runs` runs; of `done` the outcome is known, in `contradictory` of those nothing follows."""

    asked: Asked
    status: Status
    runs: int
    seed: int
    done: int
    contradictory: int
    varied: int
    """So many pieces of evidence and dates may be left out."""
    chances: tuple[Chance, ...]
    results: tuple[Steadiness, ...]
    """Empty where the evidence contradicts itself as it stands."""
    conflicts: tuple[Reason, ...]
    weighing: Weighing
    diagnostics: tuple[Diagnostic, ...] = ()
    repairs: tuple[Repair, ...] = ()
    """Of contradictory evidence the cheapest repairs, with what then follows."""
