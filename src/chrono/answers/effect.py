"""What `chrono explain FILE:LINE` answers: what a line of the files says, what follows from it, what moves without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chrono.answers.common import Asked, SetAside, Shown, Undercut
from chrono.answers.difference import Difference
from chrono.core.diagnostics import Diagnostic, Place
from chrono.engine.outcomes import Status
from chrono.model.chronology import Certainty


@dataclass(frozen=True, slots=True)
class Effect(Shown):
    """The answer of `chrono explain FILE:LINE`: what stands there, what it yields, and what would move without it."""

    asked: Asked
    status: Status
    place: Place
    what: str
    """`evidence`, `rule`, `event`, `date of pact` and the like."""
    ids: tuple[str, ...]
    says: tuple[str, ...]
    yields: tuple[str, ...]
    """The constraints that rest on it, in words."""
    set_aside: tuple[SetAside, ...]
    undercut: tuple[Undercut, ...]
    """What it keeps from applying."""
    difference: Difference | None
    """None where it has no part in anything."""
    certainty: Certainty | None = None
    """Of what stands there; None where nothing is graded, or not all alike."""
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def moves(self) -> Literal["nothing", "something", "unknown"]:
        """What becomes of windows and verdicts without it: all are the same, and proven so; some are not; or a limit
        came first."""
        moved = self.difference
        if moved is None:
            return "nothing"
        if "unknown" in (moved.status_before, moved.status_after):
            return "unknown"
        if moved.status_before != moved.status_after:
            return "something"
        # Two contradictory states have no windows to compare.
        same = moved.status_after == "consistent" and not moved.windows and not moved.verdicts
        return "nothing" if same else "something"
