"""Hypotheses: what the evidence makes of a claim.

Takes a claim as constraints, with its denial, gives a verdict with its reason: entailed (true in every history the
evidence allows), refuted (in none), undetermined (in some), inconsistent (the evidence allows no history), unknown (a
limit was reached, which never counts as any of the others).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from chrono.answers.reasons import Reason
from chrono.arguments.explainer import Explainer
from chrono.engine.formulas import Constraint
from chrono.engine.outcomes import Answer
from chrono.model.chronology import Verdict


class Shown(Protocol):
    """A solver, or what answers as one does."""

    def shown(self, also: Sequence[Constraint] = (), ids: Collection[str] | None = None) -> Answer:
        """Whether there is a history in which `ids` (default: all) are accepted and `also` holds, as was proven."""


def judge(
    solver: Shown, explainer: Explainer, claim: Sequence[Constraint], denial: Sequence[Constraint]
) -> tuple[Verdict, Reason | None]:
    """The verdict on a claim, and why where it is entailed, refuted or inconsistent."""
    found = verdict(solver, claim, denial)
    match found:
        case "refuted":
            return found, explainer.refutation(claim)
        case "entailed":
            return found, explainer.refutation(denial)
        case "inconsistent":
            return found, explainer.conflict()
        case _:
            return found, None


def verdict(
    solver: Shown, claim: Sequence[Constraint], denial: Sequence[Constraint], ids: Collection[str] | None = None
) -> Verdict:
    """The verdict alone, where `ids` (default: all) are accepted: proven by histories and refutations that were
    checked, or unknown.

    A claim and its denial leave no history out between them, so where both are refuted there is none.
    """
    match solver.shown(claim, ids), solver.shown(denial, ids):
        case Answer.NO, Answer.NO:
            return "inconsistent"
        case Answer.NO, Answer.YES:
            return "refuted"
        case Answer.YES, Answer.NO:
            return "entailed"
        case Answer.YES, Answer.YES:
            return "undetermined"
        case _:
            return "unknown"
