"""What the bounds of a network show without its either/ors, by shortest paths alone: refutations, and outer bounds.

Takes a network and what is accepted of it, answers in time that hardly grows with the question, so that it can be asked
when time is up. Where the paths do not decide, the answer is unknown.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import TypeAlias

from chrono.engine.certificates import Sum, refutes
from chrono.engine.formulas import Constraint, Formula, Network, Point, holds, is_conjunctive, linears, points_of
from chrono.engine.intervals import Interval
from chrono.engine.outcomes import Answer, Distance
from chrono.engine.shortest_paths import ORIGIN, Arc, Distances, arc, potentials

_Arcs: TypeAlias = tuple[tuple[str, ...], Formula, list[Arc] | None]
"""A constraint's ids and formula; and its bounds as arcs, or None where it is no plain list of differences."""


class Plain:
    """One network, many questions about different parts of it."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def refutes(self, ids: Collection[str], also: Sequence[Constraint]) -> Answer:
        """Whether accepting `ids` leaves no history in which `also` holds, as far as paths go: what is plain may
        contradict itself already, or the history that it leaves may happen to suit every either/or."""
        accepted = frozenset(ids)
        arcs: list[Arc] = []
        rest: list[Formula] = []
        for needed, formula, its_arcs in [*self._arcs, *(_arcs_of(c) for c in also)]:
            if accepted.issuperset(needed):
                if its_arcs is None:
                    rest.append(formula)
                else:
                    arcs += its_arcs
        values = potentials(arcs)
        if values is None:
            return Answer.YES
        if not rest:
            return Answer.NO
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

    @cached_property
    def _arcs(self) -> list[_Arcs]:
        return [_arcs_of(c) for c in self.network.constraints]


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


def _arcs_of(constraint: Constraint) -> _Arcs:
    bounds = list(linears(constraint.formula))
    plain = is_conjunctive(constraint.formula) and all(b.is_difference for b in bounds)
    return constraint.ids, constraint.formula, [arc(b) for b in bounds] if plain else None
