"""The plain networks that the either/ors leave, each with all its distances, for what would settle a date.

Takes a network, gives its worlds: the selections of alternatives that are consistent. In one world a point's values are
every whole number between its bounds, and what follows from one more date or order is read off the distances (Dechter,
Meiri & Pearl, Artificial Intelligence 49, 1991), so questions about what would settle a date need no solver. Where
there would be too many worlds, or bounds are no differences, it says that they are not exact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import inf, prod

from chrono.core.limits import LimitReached
from chrono.engine.bounds import Boxes
from chrono.engine.formulas import (
    FALSE,
    TRUE,
    AllOf,
    AnyOf,
    Formula,
    Linear,
    Network,
    Point,
    at_least,
    at_most,
    both,
    either,
)
from chrono.engine.graph import Encoded, Graph
from chrono.engine.selections import selections
from chrono.engine.shortest_paths import Adjacent, settle

Range = tuple[int, int]
"""First and last value, both within."""


class World:
    """A consistent choice of alternatives. Distances are found from and to a point when they are first asked for."""

    def __init__(self, boxes: Boxes, index: Mapping[Point, int]) -> None:
        self.points = tuple(boxes.graph.points[1:])
        self._boxes, self._index = boxes, index
        self._from: dict[Point, dict[int, float]] = {}
        self._to: dict[Point, dict[int, float]] = {}

    def close(self, point: Point) -> None:
        """Makes ready all distances from and to a point."""
        if point not in self._from:
            self._from[point] = self._reach(point, self._boxes.out, 1)
            self._to[point] = self._reach(point, self._boxes.into, -1)

    def _reach(self, point: Point, out: Adjacent, sign: int) -> dict[int, float]:
        reached: dict[int, float] = {self._index[point]: 0}
        settle(reached, [inf] * len(out), out, self._boxes.high, sign)
        return reached

    def most(self, one: Point, other: Point) -> int:
        """The most that `other` can exceed `one`."""
        if one not in self._from and other in self._to:
            return int(self._to[other][self._index[one]])
        self.close(one)
        return int(self._from[one][self._index[other]])

    def range(self, point: Point) -> Range:
        """The first and the last value of a point."""
        at = self._index[point]
        return -int(self._boxes.low[at]), int(self._boxes.high[at])

    def at(self, point: Point, other: Point, value: int) -> Range | None:
        """What is left of `point` where `other` is at a value; None where it cannot be."""
        first, last = self.range(other)
        if not first <= value <= last:
            return None
        least, most = self.range(point)
        return max(least, value - self.most(point, other)), min(most, value + self.most(other, point))

    def ordered(self, point: Point, one: Point, other: Point, least: int) -> Range | None:
        """What is left of `point` where `other` lies at least so far after `one`; None where it cannot."""
        first, last = self.range(point)
        low = self.range(one)[0] + least - self.most(point, other)
        high = self.range(other)[1] - least + self.most(one, point)
        return None if self.most(one, other) < least else (max(first, low), min(last, high))


def worlds(
    network: Network, horizon: Range, cap: int, ended: Callable[[], bool] = lambda: False
) -> tuple[list[World], bool]:
    """The worlds within a horizon, in a fixed order, at most `cap` of them; and whether they are exact.

    Where there would be more, the either/ors with the most alternatives are taken as no more than what all of their
    alternatives have in common: no history is lost, but some are let in. Raises `LimitReached`.
    """
    within = [b for p in network.points for b in (at_least(p, horizon[0]), at_most(p, horizon[1]))]
    encoded = Encoded(network.points, (*within, *(c.formula for c in network.constraints)), totals=True)
    graph = encoded.graph
    split: list[int] = []
    arcs = [*graph.base.arcs]
    count = 1
    for choice in sorted(graph.base.choices, key=lambda choice: _alternatives(graph, choice)):
        if count * _alternatives(graph, choice) <= cap:
            count *= _alternatives(graph, choice)
            split.append(choice)
        else:
            arcs += _common(graph, choice)
    exact = len(split) == len(graph.base.choices) and not graph.totals
    boxes = Boxes(graph, arcs)
    found = []
    for selected in selections(boxes, split) if boxes.cycle is None else ():
        if ended():
            raise LimitReached
        found.append(World(selected, encoded.index))
    return found, exact


def settled(network: Network) -> tuple[Network, dict[Point, int]]:
    """The network without the points that have one value whatever the either/ors, their values put in their places;
    and these values. What contradicts itself is given back as it is."""
    graph = Encoded(network.points, (c.formula for c in network.constraints), totals=True).graph
    boxes = Boxes(graph, graph.base.arcs)
    if boxes.cycle is not None:
        return network, {}
    ends = zip(graph.points[1:], boxes.low[1:], boxes.high[1:], strict=True)
    values = {point: int(high) for point, low, high in ends if -low == high}
    kept = [replace(c, formula=_put(c.formula, values)) for c in network.constraints]
    points = tuple(point for point in network.points if point not in values)
    return replace(network, points=points, constraints=tuple(c for c in kept if c.formula != TRUE)), values


def _put(formula: Formula, values: Mapping[Point, int]) -> Formula:
    match formula:
        case AllOf(parts):
            return both(*(_put(part, values) for part in parts))
        case AnyOf(parts):
            return either(*(_put(part, values) for part in parts))
        case Linear(plus, minus, most):
            if not any(point in values for point in (*plus, *minus)):
                return formula
            most -= sum(values[p] for p in plus if p in values) - sum(values[p] for p in minus if p in values)
            plus, minus = (tuple(p for p in side if p not in values) for side in (plus, minus))
            return Linear(plus, minus, most) if plus or minus else TRUE if most >= 0 else FALSE


def _alternatives(graph: Graph, choice: int) -> int:
    """How many plain alternatives an either/or has at most."""
    return sum(prod(_alternatives(graph, inner) for inner in part.choices) for part in graph.choices[choice])


def _common(graph: Graph, choice: int) -> list[int]:
    """Arcs of the bounds that all alternatives have, each as loose as the loosest of them."""
    ways: list[dict[tuple[int, int], int]] = []
    for part in graph.choices[choice]:
        tightest: dict[tuple[int, int], int] = {}
        for arc in sorted(part.arcs, key=lambda arc: -graph.weight[arc]):
            tightest[graph.source[arc], graph.target[arc]] = arc
        ways.append(tightest)
    shared = sorted(set.intersection(*map(set, ways))) if ways else []
    return [max((way[key] for way in ways), key=lambda arc: graph.weight[arc]) for key in shared]
