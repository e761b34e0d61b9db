"""What `chrono infer --windows` answers: when spans can have begun and ended, before any reason is looked for."""

from __future__ import annotations

from dataclasses import dataclass

from chrono.answers.common import Weighing
from chrono.answers.contradictions import Answered, Stands, Under
from chrono.core.diagnostics import NOWHERE, Place
from chrono.engine.intervals import Window


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
class Windows(Answered):
    """The windows of spans as `chrono infer` tells them, proven, for whoever asks for reasons later."""

    results: tuple[SpanWindows, ...]
    """Of contradictory evidence what follows without what is given up; nothing where that is not known."""
    weighing: Weighing
