"""What `chrono explain FILE:LINE` answers: what a line of the files says, what follows from it, what moves without."""

from __future__ import annotations

from dataclasses import dataclass

from chrono.answers.common import Asked, SetAside, Undercut
from chrono.answers.difference import Difference
from chrono.core.diagnostics import Place
from chrono.engine.outcomes import Status


@dataclass(frozen=True, slots=True)
class Effect:
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
