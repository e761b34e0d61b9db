"""What the bounds of formulas show without their either/ors, by shortest paths alone.

Takes formulas, answers in time that hardly grows with the question, so that it can be asked when time is up. Where the
paths do not decide, the answer is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable

from chrono.engine.certificates import Sum, refutes
from chrono.engine.formulas import Formula, Linear, holds, is_conjunctive, linears, points_of
from chrono.engine.outcomes import Answer, FailedCheck
from chrono.engine.shortest_paths import ORIGIN, Distances


def consistent(formulas: Iterable[Formula]) -> Answer:
    """Whether the formulas leave a history, as far as paths go: what is plain may contradict itself already, which is
    checked, or the history that it leaves may happen to suit the rest."""
    bounds: list[Linear] = []
    rest: list[Formula] = []
    for formula in formulas:
        if is_conjunctive(formula) and all(b.is_difference for b in linears(formula)):
            bounds += linears(formula)
        else:
            rest.append(formula)
    distances = Distances((bound, bound) for bound in bounds)
    if distances.cycle is not None:
        if not refutes(Sum(tuple(edge.tag for edge in distances.cycle)), bounds):
            raise FailedCheck("a cycle of bounds does not contradict itself")
        return Answer.NO
    at = distances.potential
    zero = at[ORIGIN]
    history = {p: at.get(p, zero) - zero for formula in rest for p in points_of(formula)}
    return Answer.YES if all(holds(formula, history) for formula in rest) else Answer.UNKNOWN
