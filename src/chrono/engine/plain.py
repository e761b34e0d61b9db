"""What the bounds of a network show without its either/ors, by shortest paths alone: refutations, and outer bounds.

Takes a network and what is accepted of it, answers in time that hardly grows with the question, so that it can be asked
when time is up. Where the paths do not decide, the answer is unknown.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from chrono.engine.certificates import Sum, refutes
from chrono.engine.formulas import (
    Constraint,
    Formula,
    Linear,
    Network,
    Point,
    holds,
    is_conjunctive,
    linears,
    points_of,
)
from chrono.engine.intervals import Interval
from chrono.engine.outcomes import Answer, Distance
from chrono.engine.shortest_paths import ORIGIN, Distances


class Plain:
    """One network, many questions about different parts of it."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def refutes(self, ids: Collection[str], also: Sequence[Constraint]) -> Answer:
        """Whether accepting `ids` leaves no history in which `also` holds, as far as paths go: what is plain may
        contradict itself already, or the history that it leaves may happen to suit every either/or."""
        accepted = frozenset(ids)
        bounds: list[Linear] = []
        rest: list[Formula] = []
        for formula in [c.formula for c in (*self.network.constraints, *also) if accepted.issuperset(c.ids)]:
            if is_conjunctive(formula) and all(b.is_difference for b in linears(formula)):
                bounds += linears(formula)
            else:
                rest.append(formula)
        distances = Distances((bound, None) for bound in bounds)
        if distances.cycle is not None:
            return Answer.YES
        if not rest:
            return Answer.NO
        values = distances.potential
        zero = values[ORIGIN]
        points = {point for formula in rest for point in points_of(formula)}
        history = {p: values.get(p, zero) - zero for p in points}
        return Answer.NO if all(holds(formula, history) for formula in rest) else Answer.UNKNOWN

    def hulls(self, accepted: frozenset[str]) -> dict[Point, Interval]:
        """Between what the plain part of what is accepted keeps each point; empty where it contradicts itself."""
        plain = [c for c in self.network.accepting(accepted) if is_conjunctive(c.formula)]
        distances = Distances((b, 0) for c in plain for b in linears(c.formula) if b.is_difference)
        if distances.cycle is not None:
            return {}
        earliest, latest = distances.earliest(), distances.latest()
        return {point: (earliest.get(point), latest.get(point)) for point in self.network.points}


def contradictory(formulas: Sequence[Formula]) -> bool:
    """Whether the plain ones contradict each other along a path, which is checked."""
    bounds = [b for f in formulas if is_conjunctive(f) for b in linears(f) if b.is_difference]
    cycle = Distances((bound, bound) for bound in bounds).cycle
    return cycle is not None and refutes(Sum(tuple(edge.tag for edge in cycle)), formulas)


def between(distance: Distance, hulls: dict[Point, Interval]) -> Interval:
    """Between what a distance is kept where each point is kept between these."""
    least, most = hulls.get(distance.of, (None, None))
    if distance.after != ORIGIN:
        first, last = hulls.get(distance.after, (None, None))
        least = None if least is None or last is None else least - last
        most = None if most is None or first is None else most - first
    return least, most


def span_in(distance: Distance, selection: Distances[int]) -> Interval:
    """Between what a plain network keeps a distance."""
    most = selection.latest(distance.after).get(distance.of)
    least = selection.earliest(distance.after).get(distance.of)
    return (least, most)
