"""Hypotheses: what the evidence makes of a claim.

Takes a claim as constraints, with its denial, gives a verdict with its reason: entailed (true in every history the
evidence allows), refuted (in none), undetermined (in some), inconsistent (the evidence allows no history), unknown (a
limit was reached, which never counts as any of the others).
"""

from __future__ import annotations

from collections.abc import Sequence

from chrono.constraints import Constraint
from chrono.explaining import Explainer
from chrono.model import Verdict
from chrono.results import Reason
from chrono.solving import Answer, Solver


def judge(
    solver: Solver, explainer: Explainer, claim: Sequence[Constraint], denial: Sequence[Constraint]
) -> tuple[Verdict, Reason | None]:
    """The verdict on a claim, and why where it is entailed, refuted or inconsistent."""
    consistent = solver.consistent()
    if consistent is Answer.UNKNOWN:
        return "unknown", None
    if consistent is Answer.NO:
        return "inconsistent", explainer.conflict()
    possible = solver.consistent(also=claim)
    if possible is Answer.NO:
        return "refuted", explainer.refutation(claim)
    deniable = solver.consistent(also=denial)
    if deniable is Answer.NO:
        return "entailed", explainer.refutation(denial)
    if Answer.UNKNOWN in (possible, deniable):
        return "unknown", None
    return "undetermined", None


def verdict(solver: Solver, claim: Sequence[Constraint], denial: Sequence[Constraint]) -> Verdict:
    """The verdict alone."""
    answers = (solver.consistent(), solver.consistent(also=claim), solver.consistent(also=denial))
    consistent, possible, deniable = answers
    if consistent is Answer.NO:
        return "inconsistent"
    if consistent is Answer.UNKNOWN:
        return "unknown"
    if possible is Answer.NO:
        return "refuted"
    if deniable is Answer.NO:
        return "entailed"
    return "unknown" if Answer.UNKNOWN in answers else "undetermined"
