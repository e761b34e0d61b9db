"""What `chrono infer --vary` answers: in how many runs, each with evidence varied at random, each bound holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chrono.answers.common import Weighing
from chrono.answers.contradictions import Answered
from chrono.engine.intervals import Window
from chrono.model.chronology import Certainty

Way = Literal["leaving-out", "perturbing", "swapping", "together"]
WAYS: tuple[Way, ...] = ("leaving-out", "perturbing", "swapping")
"""How evidence can be varied; `together` each piece in one of the ways that are asked for."""


@dataclass(frozen=True, slots=True)
class Holds:
    """What runs of one way make of a bound: in how many it is no wider than told, and where it then lies.

    The least, the median (of an even number the lower one) and the greatest over all runs that do not contradict
    themselves, in steps; None where it is open there, as it is in `open` of them, or where there is no such run.
    """

    by: Way
    held: int
    least: int | None
    median: int | None
    most: int | None
    open: int


@dataclass(frozen=True, slots=True)
class Steadiness:
    """The windows of a span as the evidence stands, and what runs make of each bound, one entry a way; none where it
    is open anyway."""

    id: str
    kind: str
    name: str
    start: Window
    end: Window
    start_earliest: tuple[Holds, ...]
    start_latest: tuple[Holds, ...]
    end_earliest: tuple[Holds, ...]
    end_latest: tuple[Holds, ...]


@dataclass(frozen=True, slots=True)
class Varied:
    """The runs of one way: of how many pieces of evidence and dates they draw, how many runs are done; how often in all
    of them a piece was left out that cannot be true as it was varied; and in how many runs the evidence contradicts
    itself all the same, so that nothing is counted."""

    by: Way
    pieces: int
    done: int
    excluded: int
    contradictory: int


@dataclass(frozen=True, slots=True)
class Chance:
    """With what chance in a hundred a piece of evidence or a date of this certainty is varied in a run."""

    certainty: Certainty
    percent: int


@dataclass(frozen=True, slots=True)
class Runs(Answered):
    """Exact counts over `runs` runs of each way."""

    runs: int
    seed: int
    vary_by: tuple[Way, ...]
    """The ways that were asked for."""
    varied: tuple[Varied, ...]
    """What came of the runs of each way, where there are several after all of them together; of none where the evidence
    contradicts itself and is answered under no repair."""
    chances: tuple[Chance, ...]
    results: tuple[Steadiness, ...]
    """Likewise empty there."""
    weighing: Weighing
