"""What `chrono whatif` and `chrono diff` answer: windows and verdicts that are not as before, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chrono.answers.common import Asked, Repair, Shown
from chrono.answers.reasons import Reason
from chrono.core.diagnostics import Diagnostic
from chrono.dates import Scale
from chrono.engine.intervals import Window
from chrono.engine.outcomes import Status
from chrono.model.chronology import Verdict


@dataclass(frozen=True, slots=True)
class Shift:
    """A window that is another than before. None: the span, or any window, was or is not there.

    The reasons are of the sides that moved: `was_*` of where they were, `now_*` of where they are.
    """

    id: str
    kind: str
    name: str
    edge: Literal["start", "end"]
    before: Window | None
    after: Window | None
    was_earliest: Reason | None = None
    was_latest: Reason | None = None
    now_earliest: Reason | None = None
    now_latest: Reason | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """A verdict that is another than before; None where the hypothesis was or is not there."""

    id: str
    claim: str
    before: Verdict | None
    after: Verdict | None
    was: Reason | None = None
    now: Reason | None = None


@dataclass(frozen=True, slots=True)
class Difference(Shown):
    """The answer of `chrono whatif` and `chrono diff`: only what is not as before, and why."""

    before: str
    after: str
    scale: Scale
    status_before: Status
    status_after: Status
    windows: tuple[Shift, ...]
    verdicts: tuple[Turn, ...]
    asked: Asked | None = None
    """The question as changed; None of saved answers."""
    conflicts: tuple[Reason, ...] = ()
    repairs: tuple[Repair, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    question: Literal["whatif", "diff"] = "whatif"
    repaired_before: tuple[str, ...] = ()
    """What is given up of what contradicts itself, so that there is something to compare."""
    repaired_after: tuple[str, ...] = ()
