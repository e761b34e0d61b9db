"""What `chrono conflicts` answers: smallest sets that cannot all be true, and smallest repairs."""

from __future__ import annotations

from dataclasses import dataclass

from chrono.answers.common import Asked, Repair, Shown, Weighing
from chrono.answers.contradictions import Cluster, Culprit
from chrono.answers.reasons import Reason
from chrono.core.diagnostics import Diagnostic
from chrono.engine.outcomes import Status
from chrono.model.chronology import Certainty


@dataclass(frozen=True, slots=True)
class Conflicts(Shown):
    """The answer of `chrono conflicts`: smallest sets that cannot all be true, and smallest repairs.

    `known`: these are all of them, both kinds; otherwise there may be more of each, and `repairs` are the cheapest.
    `disjoint` conflicts share no member, so at least as many things must be given up.
    """

    asked: Asked
    status: Status
    grain: str
    conflicts: tuple[Reason, ...]
    repairs: tuple[Repair, ...]
    known: bool
    disjoint: int
    consistent_at: Certainty | None
    """The least certainty at which the evidence is consistent; None where it never is."""
    consistent_at_known: bool
    """False where a limit came before `consistent_at` was known."""
    weighing: Weighing
    clusters: tuple[Cluster, ...] = ()
    """Where they are several: the conflicts that share members, with what the preferred repair gives up of each. It
    gives up no rules, but what they are applied to."""
    repaired: tuple[str, ...] = ()
    """What the preferred repair gives up of all of them."""
    culprits: tuple[Culprit, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
