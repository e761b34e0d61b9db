"""What `chrono infer --windows` answers: when spans can have begun and ended, before any reason is looked for."""

from __future__ import annotations

from dataclasses import dataclass

from chrono.answers.common import Asked, Repair, Shown, Weighing
from chrono.answers.contradictions import Cluster, Stands, Under
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
    stands: Stands = ""
    """Of contradictory evidence whether another repair would move its windows; "" where nothing is given up."""
    under: tuple[Under, ...] = ()
    """Its windows under each repair that would."""


@dataclass(frozen=True, slots=True)
class Windows(Shown):
    """The windows of spans as `chrono infer` tells them, proven, for whoever asks for reasons later."""

    asked: Asked
    status: Status
    results: tuple[SpanWindows, ...]
    """Of contradictory evidence what follows without what is given up; nothing where that is not known."""
    conflicts: tuple[Reason, ...]
    weighing: Weighing
    diagnostics: tuple[Diagnostic, ...] = ()
    repairs: tuple[Repair, ...] = ()
    """Of contradictory evidence the cheapest repairs, with what then follows."""
    clusters: tuple[Cluster, ...] = ()
    """Of contradictory evidence the conflicts that share members, and what is given up for each."""
    repaired: tuple[str, ...] = ()
    """What is given up, so that the results are what the rest forces; nothing where there are none."""
