"""What `chrono infer --windows` answers: when spans can have begun and ended, before any reason is looked for."""

from __future__ import annotations

from dataclasses import dataclass

from chrono.answers.common import Asked, Repair, Shown, Weighing
from chrono.answers.reasons import Reason
from chrono.core.diagnostics import NOWHERE, Diagnostic, Place
from chrono.engine.intervals import Window
from chrono.engine.outcomes import Status


@dataclass(frozen=True, slots=True)
class SpanWindows:
    """The two windows of one span, and where it is declared."""

    id: str
    kind: str
    name: str
    authors: tuple[str, ...]
    start: Window
    end: Window
    refs: tuple[str, ...] = ()
    """URIs by which others know it."""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Windows(Shown):
    """The windows of spans as `chrono infer` tells them, proven, for whoever asks for reasons later."""

    asked: Asked
    status: Status
    results: tuple[SpanWindows, ...]
    """Empty where the evidence contradicts itself."""
    conflicts: tuple[Reason, ...]
    weighing: Weighing
    diagnostics: tuple[Diagnostic, ...] = ()
    repairs: tuple[Repair, ...] = ()
    """Of contradictory evidence the cheapest repairs, with what then follows."""
