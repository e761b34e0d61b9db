"""The plain networks that the either/ors leave: each a consistent choice of alternatives, with all its distances.

Takes a network, gives its worlds. In one world a point's values are every whole number between its bounds, and what
follows from one more date or order is read off the distances (Dechter, Meiri & Pearl, Artificial Intelligence 49,
1991), so questions about what would settle a date need no solver. Where there would be too many worlds, or bounds are
no differences, it says that they are not exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import prod

from chrono.core.limits import LimitReached
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
from chrono.engine.shortest_paths import ORIGIN, Distances

Range = tuple[int, int]
"""First and last value, both within."""


class World:
    """A consistent choice of alternatives. Distances are found from and to a point when they are first asked for."""

    def __init__(self, points: tuple[Point, ...], distances: Distances[None]) -> None:
        self.points, self._distances = points, distances
        self._ranges = distances.earliest(), distances.latest()
        self._from: dict[Point, dict[Point, int]] = {}
        self._to: dict[Point, dict[Point, int]] = {}

    def close(self, point: Point) -> None:
        """Makes ready all distances from and to a point."""
        if point not in self._from:
            self._from[point] = self._distances.latest(point)
            self._to[point] = self._distances.earliest(point)

    def most(self, one: Point, other: Point) -> int:
        """The most that `other` can exceed `one`."""
        if one not in self._from and other in self._to:
            return -self._to[other][one]
        self.close(one)
        return self._from[one][other]

    def range(self, point: Point) -> Range:
        """The first and the last value of a point."""
        return self._ranges[0][point], self._ranges[1][point]

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
    plain: list[Linear] = [b for p in network.points for b in (at_least(p, horizon[0]), at_most(p, horizon[1]))]
    open_: list[AnyOf] = []
    for constraint in network.constraints:
        _sort(constraint.formula, plain, open_)
    split: list[AnyOf] = []
    relaxed, count = False, 1
    for either_or in sorted(open_, key=_alternatives):
        if count * _alternatives(either_or) <= cap:
            count *= _alternatives(either_or)
            split.append(either_or)
        else:
            relaxed = True
            plain += _common(either_or)
    found = []
    exact = not relaxed
    for bounds in _choices(plain, split):
        exact = exact and all(bound.is_difference for bound in bounds)
        if ended():
            raise LimitReached
        found.append(World(network.points, _distances(bounds)))
    return found, exact


def settled(network: Network) -> tuple[Network, dict[Point, int]]:
    """The network without the points that have one value whatever the either/ors, their values put in their places;
    and these values. What contradicts itself is given back as it is."""
    plain: list[Linear] = []
    for constraint in network.constraints:
        _sort(constraint.formula, plain, [])
    distances = _distances(plain)
    if distances.cycle is not None:
        return network, {}
    first, last = distances.earliest(), distances.latest()
    values = {point: at for point, at in first.items() if point != ORIGIN and last.get(point) == at}
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


def _alternatives(formula: Formula) -> int:
    """How many plain alternatives a formula has at most."""
    match formula:
        case Linear():
            return 1
        case AllOf(parts):
            return prod(_alternatives(part) for part in parts)
        case AnyOf(parts):
            return sum(_alternatives(part) for part in parts)


def _common(either_or: AnyOf) -> list[Linear]:
    """The bounds that hold in every alternative, each as loose as the loosest of them."""
    ways: list[dict[tuple[tuple[Point, ...], tuple[Point, ...]], int]] = []
    for part in either_or.parts:
        bounds: list[Linear] = []
        _sort(part, bounds, [])
        tightest: dict[tuple[tuple[Point, ...], tuple[Point, ...]], int] = {}
        for bound in bounds:
            key = (bound.plus, bound.minus)
            tightest[key] = min(bound.most, tightest.get(key, bound.most))
        ways.append(tightest)
    shared = set.intersection(*(set(way) for way in ways)) if ways else set()
    return [Linear(plus, minus, max(way[plus, minus] for way in ways)) for plus, minus in sorted(shared)]


def _sort(formula: Formula, plain: list[Linear], open_: list[AnyOf]) -> None:
    match formula:
        case Linear():
            plain.append(formula)
        case AllOf(parts):
            for part in parts:
                _sort(part, plain, open_)
        case AnyOf():
            open_.append(formula)


def _choices(plain: list[Linear], open_: list[AnyOf]) -> Iterator[list[Linear]]:
    """Every consistent choice of one alternative from each either/or, as its bounds."""
    if _distances(plain).cycle is not None:
        return
    if not open_:
        yield plain
        return
    split, *rest = open_
    for part in split.parts:
        inner, further = list(plain), list(rest)
        _sort(part, inner, further)
        yield from _choices(inner, further)


def _distances(bounds: Sequence[Linear]) -> Distances[None]:
    return Distances((bound, None) for bound in bounds if bound.is_difference)
