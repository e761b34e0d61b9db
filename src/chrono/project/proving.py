"""Every bound, gap, reason and verdict proven again before it is told, apart from whatever found it.

Takes a base and an answer, gives nothing, or raises `FailedCheck`: then the answer must not be printed. The proofs are
found by the search of `bounding` and checked by certificates.py; neither knows Z3. What is told as open or unknown
claims nothing, and where no proof is found within the steps allowed, or a bound is no difference, Z3's answer stands
alone.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from chrono.certificates import Witness
from chrono.constraints import Constraint, Linear
from chrono.model import Verdict
from chrono.project.base import Base
from chrono.results import Reason, Window
from chrono.solving import Distance, FailedCheck


def proven_window(base: Base, distance: Distance, ids: Collection[str] | None = None) -> Window:
    """The solver's window of a distance, its certificate checked; asked again, the same answer."""
    accepted = frozenset(base.network.ids if ids is None else ids)
    known = base.windows.get((distance, accepted))
    if known is not None:
        return known
    window = base.solver.window(distance, accepted)
    if window.proven:
        base.solver.certificate(distance, window, accepted)
        base.windows[distance, accepted] = window
    return window


def check_bound(base: Base, distance: Distance, window: Window, earliest: Reason | None, latest: Reason | None) -> None:
    """That the ids of each reason alone leave nothing beyond the bound it is given for."""
    plus, minus = (distance.of,), (distance.after,) if distance.after else ()
    if earliest is not None and window.least is not None:
        _check_reason(base, earliest, [Constraint(Linear(plus, minus, window.least - 1))])
    if latest is not None and window.most is not None:
        _check_reason(base, latest, [Constraint(Linear(minus, plus, -window.most - 1))])


def check_conflict(base: Base, conflict: Reason) -> None:
    """That the ids of a conflict cannot all be accepted."""
    _check_reason(base, conflict, [])


def check_verdict(
    base: Base, verdict: Verdict, reason: Reason | None, claim: Sequence[Constraint], denial: Sequence[Constraint]
) -> None:
    """That a verdict is so, and that its reason suffices for it."""
    possible = {"entailed": (True, False), "refuted": (False, True), "undetermined": (True, True)}.get(verdict)
    if verdict == "inconsistent":
        possible = (False, False)
    if possible is None:
        return
    for also, expected in ((claim, possible[0]), (denial, possible[1])):
        found = base.solver.proof(also)
        if found is not None and isinstance(found, Witness) is not expected:
            raise FailedCheck(f"the verdict '{verdict}' does not follow from the evidence")
    if reason is not None:
        _check_reason(base, reason, {"entailed": denial, "refuted": claim}.get(verdict, ()))


def _check_reason(base: Base, reason: Reason, also: Sequence[Constraint]) -> None:
    if isinstance(base.solver.proof(also, reason.ids), Witness):
        raise FailedCheck(f"the reason {', '.join(reason.ids)} does not suffice")
