"""The engine without files: points, bounds on their differences, either/ors, and the exact windows they leave.

Takes points and constraints made in Python, gives a checked `Network` and its `Solution`: whether it is consistent,
each point's exact values, what forces a bound, and certificates that `chrono.certificates.proves` checks without the
engine. Values are whole numbers in a unit of the caller's choosing. What cannot be asked is raised as `InvalidNetwork`
with every mistake. Reads no files and prints nothing. docs/library.md shows it at work.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from chrono.core.limits import Limit
from chrono.engine.certificates import Certificate, Refutation, conjuncts, rested_on
from chrono.engine.formulas import (
    FURTHEST,
    AnyOf,
    Constraint,
    Formula,
    Linear,
    Network,
    Point,
    at_least,
    at_most,
    both,
    either,
    linears,
    no_later,
)
from chrono.engine.intervals import Window
from chrono.engine.outcomes import Answer, Distance, Status
from chrono.engine.quickxplain import spared
from chrono.engine.solver import Solver


class InvalidNetwork(ValueError):
    """The network cannot be asked about: `mistakes` has one sentence for each thing that is wrong with it."""

    def __init__(self, mistakes: Iterable[str]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("; ".join(self.mistakes))


def apart(earlier: Point, later: Point, least: int | None = None, most: int | None = None) -> Formula:
    """`later` lies at least `least` and at most `most` after `earlier`; negative numbers are before it, None is no
    limit."""
    bounds: list[Formula] = []
    if least is not None:
        bounds.append(Linear((earlier,), (later,), -least))
    if most is not None:
        bounds.append(Linear((later,), (earlier,), most))
    return both(*bounds)


def because(formula: Formula, *ids: str, sentence: str = "") -> Constraint:
    """The formula as a constraint that rests on the evidence of these ids, and binds where all of them are accepted."""
    return Constraint(formula, tuple(sorted(set(ids))), sentence or None)


def network(
    points: Iterable[Point], constraints: Iterable[Constraint], ranks: Mapping[str, int] | None = None
) -> Network:
    """A network that can be solved. `ranks`: how certain each id is, higher is more (default: all alike).

    Raises `InvalidNetwork`: a point named twice or "", a constraint on a point that is not declared, a number that is
    no whole number or beyond 10^15, an either/or with no alternative, a rank for an id that nothing rests on.
    """
    points, constraints = tuple(points), tuple(constraints)
    mistakes: list[str] = []
    declared: set[Point] = set()
    for point in points:
        if not isinstance(point, str) or not point:
            mistakes.append(f"a point is named by a text that is not empty, not {point!r}")
        elif point in declared:
            mistakes.append(f"point {point!r} is declared twice")
        declared.add(point)
    for number, constraint in enumerate(constraints, start=1):
        resting = f" ({', '.join(constraint.ids)})" if constraint.ids else ""
        mistakes += [f"constraint {number}{resting} {wrong}" for wrong in _mistakes(constraint.formula, declared)]
    ids = {id for c in constraints for id in c.ids}
    mistakes += [f"nothing rests on {id!r}, which has a rank" for id in sorted(set(ranks or ()) - ids)]
    if mistakes:
        raise InvalidNetwork(mistakes)
    return Network(points, constraints, {id: (ranks or {}).get(id, 1) for id in sorted(ids)})


def _mistakes(formula: Formula, declared: Collection[Point]) -> Iterable[str]:
    if isinstance(formula, Linear):
        for point in (*formula.plus, *formula.minus):
            if point not in declared:
                yield f"names {point!r}, which is not declared"
        if not isinstance(formula.most, int) or isinstance(formula.most, bool):
            yield f"has the bound {formula.most!r}, which is no whole number"
        elif abs(formula.most) > FURTHEST:
            yield f"has the bound {formula.most}, which is beyond 10^15"
        return
    if isinstance(formula, AnyOf) and not formula.parts:
        yield "is an either/or with no alternative"
    for part in formula.parts:
        yield from _mistakes(part, declared)


def solve(network: Network, accepting: Collection[str] | None = None, timeout: float | None = None) -> Solution:
    """The windows of all points where `accepting` (default: every id) is accepted, within so many seconds.

    Exact; what a limit cut short says so: `status` is "unknown", or a window has `proven=False` and `outer`.
    """
    solver = Solver(network, Limit(timeout))
    ids = frozenset(network.ids if accepting is None else accepting)
    answer, windows = solver.windows(ids)
    status: Status = "consistent"
    if answer is Answer.NO:
        status = "inconsistent"
    elif answer is Answer.UNKNOWN or any(not w.proven for w in windows.values()):
        status = "unknown"
    # Proofs are asked for afterwards: the time is for the windows.
    return Solution(network, ids, status, windows, Solver(network))


@dataclass(frozen=True, slots=True)
class Solution:
    """What a network leaves: `windows` has every point's, and is empty where the network is inconsistent."""

    network: Network
    accepted: frozenset[str]
    status: Status
    windows: Mapping[Point, Window]
    _solver: Solver = field(repr=False, compare=False)

    def certificate(self, point: Point) -> Certificate | None:
        """What proves the window of a point, checked; None where no proof was found in the steps allowed."""
        return self._solver.certificate(Distance(point), self.windows[point], self.accepted)

    def why(self, point: Point, end: Literal["earliest", "latest"]) -> tuple[str, ...] | None:
        """The ids that force an end of a point's window, none of which can be spared, sorted; () where the end is open
        or rests on no evidence; None where no proof was found in the steps allowed."""
        window = self.windows[point]
        bound = window.most if end == "latest" else window.least
        if bound is None:
            return ()
        beyond = Linear((), (point,), -bound - 1) if end == "latest" else Linear((point,), (), bound - 1)
        also = [Constraint(beyond)]
        found = self._solver.preferred(also, self.accepted)
        if found is not None and self._solver.suffices(found, also):
            return found
        return self._shrunk([beyond])

    def conflict(self) -> tuple[str, ...] | None:
        """Ids that cannot all be accepted, of which none can be spared, sorted; () where the network is consistent."""
        return self._shrunk([]) if self.status == "inconsistent" else ()

    def leave_one_out(self, ids: Collection[str] | None = None) -> dict[str, Mapping[Point, Window]]:
        """For each of the ids (default: all accepted) that is worth anything, the windows that are others where it is
        not accepted, as they then are; an id that is not named moves none.

        Of an inconsistent network the ids are named without which it is consistent, each with all windows. Where bounds
        are no differences everything is solved anew. A window that a limit cut short has `proven=False`.
        """
        asked = sorted(self.accepted if ids is None else self.accepted.intersection(ids))
        if self.status == "inconsistent":
            asked = sorted(set(asked).intersection(self.conflict() or asked))
        loosening = self._solver.loosening(self.accepted) if self.windows else None
        moved = {}
        for id in asked:
            found = None if loosening is None else loosening.without(id)
            if found is None:
                others = self._solver.windows(self.accepted - {id})[1]
                found = {point: window for point, window in others.items() if window != self.windows.get(point)}
            if found:
                moved[id] = found
        return moved

    def _shrunk(self, beyond: Sequence[Linear]) -> tuple[str, ...] | None:
        """The ids that one refutation uses, less every one that is not needed: the least certain are tried first."""
        also = [Constraint(bound) for bound in beyond]
        tree = self._solver.proof(also, self.accepted)
        if not isinstance(tree, Refutation):
            return None
        used = set(rested_on(tree))
        resting = [c for c in self.network.accepting(self.accepted) if not used.isdisjoint(conjuncts(c.formula))]
        needed = {id for c in resting for id in c.ids}
        small = Network(
            self.network.points,
            tuple(c for c in self.network.constraints if needed.issuperset(c.ids)),
            {id: self.network.ranks[id] for id in needed},
        )
        solver = Solver(small)

        def core(ids: Sequence[str]) -> Sequence[str] | None:
            return ids if isinstance(solver.proof(also, ids), Refutation) else None

        found = spared(small.ids, core)
        return tuple(sorted(small.ids if found is None else found))


__all__ = [
    "InvalidNetwork",
    "Solution",
    "apart",
    "at_least",
    "at_most",
    "because",
    "both",
    "either",
    "linears",
    "network",
    "no_later",
    "solve",
]
