"""What `chrono conflicts` answers: smallest sets that cannot all be true, and smallest repairs."""

from __future__ import annotations

from dataclasses import dataclass

from chrono.answers.common import Weighing
from chrono.answers.contradictions import Answered, Culprit
from chrono.model.chronology import Certainty


@dataclass(frozen=True, slots=True)
class Conflicts(Answered):
    """The answer of `chrono conflicts`: smallest sets that cannot all be true, and smallest repairs.

    `known`: these are all of them, both kinds; otherwise there may be more of each, and `repairs` are the cheapest.
    `disjoint` conflicts share no member, so at least as many things must be given up.
    """

    grain: str
    known: bool
    disjoint: int
    consistent_at: Certainty | None
    """The least certainty at which the evidence is consistent; None where it never is."""
    consistent_at_known: bool
    """False where a limit came before `consistent_at` was known."""
    weighing: Weighing
    culprits: tuple[Culprit, ...] = ()
