"""What `chrono infer --compare` answers: rival readings of the evidence side by side."""

from __future__ import annotations

from dataclasses import dataclass

from chrono.answers.common import Asked, Shown, Standing
from chrono.core.diagnostics import Diagnostic
from chrono.engine.outcomes import Status
from chrono.model.chronology import Certainty, Verdict


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of the evidence among several: the windows and verdicts it gives, or what it contradicts."""

    label: str
    status: Status
    windows: tuple[Standing, ...]
    verdicts: tuple[tuple[str, Verdict], ...]
    conflict: tuple[str, ...] = ()
    admitted: Certainty | None = None
    """What counts under this reading, where its file says so."""
    repaired: tuple[str, ...] = ()
    """What is given up of a contradictory reading, so that the rest has windows and verdicts."""


@dataclass(frozen=True, slots=True)
class Rivals(Shown):
    """The answer of `chrono infer --compare`: the evidence as it stands, and with each rival laid over by itself."""

    asked: Asked
    readings: tuple[Reading, ...]
    """The first is the evidence as it stands."""
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def status(self) -> Status:
        """Whether the evidence as it stands can all be true."""
        return self.readings[0].status
