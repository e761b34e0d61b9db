"""Windows and losses proven again before they are told, apart from whatever found them.

Takes a base or a solver and what is to be told, gives it back as far as it is proven. The proofs are found by the
search of `bounding` and checked by certificates.py; neither knows Z3. Verdicts, comparisons and reasons are proven
where they are found (`Solver.shown`, `Explainer.reason`). What no proof was found for is told as unknown; what a proof
contradicts raises `FailedCheck`: then the answer must not be printed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from chrono.constraints import Constraint
from chrono.project.base import Base
from chrono.results import Window
from chrono.solving import Answer, Distance, FailedCheck, Solver


def proven_window(base: Base, distance: Distance, ids: Collection[str] | None = None) -> Window:
    """The solver's window of a distance, its certificate checked; asked again, the same answer."""
    accepted = base.solver.everything if ids is None else frozenset(ids)
    known = base.windows.get((distance, accepted))
    if known is not None:
        return known
    window = base.solver.certified(distance, base.solver.values(distance, accepted), accepted)
    if window.proven:
        base.windows[distance, accepted] = window
    return window


def check_loss(solver: Solver, left: Collection[str], also: Sequence[Constraint]) -> None:
    """That what is left of the evidence leaves a history in which `also` holds, as was found."""
    if solver.shown(also, left) is Answer.NO:
        raise FailedCheck(f"without the others {', '.join(sorted(left))} leave no history")


def check_reason(solver: Solver, ids: Collection[str], also: Sequence[Constraint]) -> None:
    """That these ids leave no history in which `also` holds, as was found."""
    if solver.suffices(ids, also) is False:
        raise FailedCheck(f"the reason {', '.join(sorted(ids))} does not suffice")
