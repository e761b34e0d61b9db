"""Claims that stand in no file: read as a hypothesis's claim is, and put to the evidence or to a single history."""

from __future__ import annotations

from chrono.arguments import judgement
from chrono.core.diagnostics import Diagnostic, Place
from chrono.engine.formulas import History, holds
from chrono.grounding import encoding
from chrono.language.expressions import mistakes, parse
from chrono.model.chronology import Chronology, Verdict, Written
from chrono.questions.options import AS_WRITTEN, Options
from chrono.questions.session import Session, opened


def read_claim(chronology: Chronology, text: str) -> tuple[Written | None, tuple[Diagnostic, ...]]:
    """A claim over the chronology's ids, or what is wrong with it."""
    place = Place("claim", 1, 1)
    claim, failure = parse(text, place, calendar=chronology.calendar, conventions=chronology.conventions)
    if claim is None:
        return None, (failure,) if failure else ()
    kinds = {e.id: e.kind for e in chronology.entries}
    found = tuple(mistakes(claim, place, kinds=kinds, variables={}, settings=()))
    return (None if found else Written(claim, text, place)), found


def verdict(of: Chronology | Session, claim: Written, options: Options = AS_WRITTEN) -> Verdict:
    """What the evidence makes of a claim."""
    with opened(of, options) as session:
        base = session.base(options)
        return judgement.verdict(base.solver, *base.claim(claim.claim))


def true_in(chronology: Chronology, claim: Written, history: History) -> bool:
    """Whether a claim is true in one full history; where stated days make months exact, in the sharper reading."""
    asked, _ = encoding.claim_constraints(chronology, claim.claim, chronology.admit)
    return all(holds(constraint.formula, history) for constraint in asked)
