"""A selection of alternatives: a plain network, its boxes, and histories that attain the ends of points and distances.

Takes the boxes of the plain part, what is selected and a history of both, gives witnesses; or goes through all
selections that leave a history (the component networks of Dechter, Meiri & Pearl, Artificial Intelligence 49, 1991).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import inf

from chrono.engine.bounds import Boxes
from chrono.engine.certificates import Moved, Span, Witness
from chrono.engine.intervals import Interval
from chrono.engine.rays import rates
from chrono.engine.shortest_paths import Adjacent, Extra, settle

FURTHER = 4
"""A history is lowered again until so many times as many points are lower as were at first."""


@dataclass
class Sinking:
    """A history that is lowered step by step: what is lower in it than at first, how many points were after the first
    step, and the last step as a witness."""

    values: list[int]
    lower: dict[int, int] = field(default_factory=dict)
    first: int = 0
    witness: Witness | None = None


@dataclass
class Taken:
    """A selection: its boxes (`low` is minus the least value), and two histories that attain them, all points at their
    latest and at their earliest."""

    boxes: Boxes
    high: Sequence[float]
    low: Sequence[float]
    latest: list[int]
    earliest: list[int]
    arcs: Sequence[int]
    lengths: dict[tuple[int, int], float] = field(default_factory=dict)
    """Of shortest paths that were asked for."""

    def attains(self, point: int, end: int, bound: int) -> bool:
        """Whether it attains an end of an interval: the least (0) or the most (1)."""
        return -self.low[point] == bound if end == 0 else self.high[point] == bound

    @cached_property
    def out(self) -> Extra:
        """What is selected, by the points that it leads from: only distances between two points ask for it."""
        graph = self.boxes.graph
        return _adjacent(self.arcs, graph.source, graph.target, graph.weight)

    @cached_property
    def into(self) -> Extra:
        """What is selected, by the points that it leads to."""
        graph = self.boxes.graph
        return _adjacent(self.arcs, graph.target, graph.source, graph.weight)

    @cached_property
    def span(self) -> Span:
        """Two histories, the first with the least value of every point, the second with the most: one where no point
        can move."""
        latest = self._witness(self.latest, [p for p, high in enumerate(self.high) if high == inf], 1)
        if self.latest == self.earliest and inf not in self.low and not latest.rates:
            return (latest, latest)
        return self._witness(self.earliest, [p for p, low in enumerate(self.low) if low == inf], -1), latest

    @cached_property
    def rates(self) -> list[int]:
        """By how much each point can move for ever, with all others: distances that are open to one side move there."""
        return rates(self.boxes.out, self.out)

    @cached_property
    def _sinking(self) -> Sinking:
        """The latest history, not lowered yet."""
        return Sinking([*self.latest])

    @cached_property
    def _parting(self) -> Witness:
        """The latest history, moved so."""
        named = zip(self.boxes.graph.points, self.rates, strict=True)
        return Witness(self.span[1].history, {name: by for name, by in named if by})

    def between(self, of: int, after: int, extent: Interval) -> Span:
        """Two histories, the first with the least value of a distance, the second with the most."""
        if not after:
            return self.span
        return (self._furthest(after, of, extent[0], -1), self._furthest(of, after, extent[1], 1))

    def _furthest(self, of: int, after: int, bound: int | None, side: int) -> Witness:
        """A history of a selection in which `of` lies after `after` by as much as it can: by `side` times the bound."""
        for witness, rising, values, rate in (
            (self.span[1], self.high, self.latest, 1),
            (self.span[0], self.low, self.earliest, -1),
        ):
            if bound is not None and values[of] - values[after] == side * bound:
                return witness
            if bound is None and rate * ((rising[of] == inf) - (rising[after] == inf)) > 0:
                return witness
        if bound is None:
            if self.rates[of] > self.rates[after]:
                return self._parting
            # Open to both sides.
            if self.high[of] == inf:
                return self._moving(self._reaching(of, self.boxes.into, self.into), 1)
            return self._moving(self._reaching(after, self.boxes.out, self.out), -1)
        values = self.latest
        down = values[of] - side * bound
        if self.low[after] < inf and down < -self.low[after]:
            # Points without a greatest value can be lifted together, until there is room below.
            lift = int(-self.low[after]) - down
            values = [v + lift if high == inf else v for v, high in zip(values, self.high, strict=True)]
            self._lower(values, after, down + lift)
            # What can be moved from the latest history can be moved from this one.
            return Witness(self._witness(values, (), 0).history, self.span[1].rates)
        return self._sunk(of, after, down)

    def _moving(self, points: Iterable[int], rate: int) -> Witness:
        """The latest history, and how points can be moved from it: the very same one, which is tried but once."""
        names = self.boxes.graph.points
        return Witness(self.span[1].history, {names[p]: rate for p in points})

    def _sunk(self, of: int, point: int, to: int) -> Witness:
        """The latest history with a point lowered that is higher in it, and whatever must go down with it, but not
        `of`. More may be lower: where it can be, it is the one before it lowered further, of which little is to be
        tried."""
        sinking = self._sinking
        lower, values = sinking.lower, sinking.values
        if of in lower or len(lower) > FURTHER * sinking.first:
            for at in lower:
                values[at] = self.latest[at]
            lower.clear()
        if sinking.witness is None or values[point] > to:
            lower |= (lowered := self._lower(values, point, to))
            if len(lower) == len(lowered):
                sinking.first = len(lowered)
            names = self.boxes.graph.points
            changes = {names[at]: value for at, value in lower.items()}
            # What can be moved from the latest history can be moved from this one.
            sinking.witness = Witness(Moved(self.span[1].history, changes), self.span[1].rates)
        return sinking.witness

    def _lower(self, values: list[int], point: int, to: int) -> dict[int, int]:
        """Lowers a point of a history, and whatever must go down with it; gives what is lower then.

        The lesser of two histories of differences is a history: of these values, and of the distances from the point.
        """
        reached: dict[int, float] = {point: to}
        settle(reached, values, self.boxes.out, values, extra=self.out)
        lower = {at: int(value) for at, value in reached.items()}
        for at, value in lower.items():
            values[at] = value
        return lower

    def _reaching(self, start: int, plain: Adjacent, extra: Extra) -> set[int]:
        reached = {start}
        waiting = [start]
        while waiting:
            point = waiting.pop()
            for beyond, _, _ in (*plain[point], *extra.get(point, ())):
                if beyond not in reached:
                    reached.add(beyond)
                    waiting.append(beyond)
        return reached

    def _witness(self, values: Sequence[int], moving: Iterable[int], rate: int) -> Witness:
        graph = self.boxes.graph
        return Witness(graph.named(values), {graph.points[p]: rate for p in moving})


def selections(boxes: Boxes, choices: Sequence[int]) -> Iterator[Boxes]:
    """The boxes of every consistent selection of these either/ors, in their order: all points have ends in the boxes,
    which are those of the plain part."""
    if not choices:
        yield boxes
        return
    for part in boxes.graph.choices[choices[0]]:
        further = boxes.copy()
        if further.add(part.arcs):
            yield from selections(further, (*choices[1:], *part.choices))


def taking(boxes: Boxes, arcs: Sequence[int], history: Sequence[int]) -> Taken:
    """The selection that puts these arcs in force besides the plain ones, all of which hold in the history."""
    graph = boxes.graph
    high, low = boxes.under(arcs, history) if arcs else (boxes.high, boxes.low)
    out = _adjacent(arcs, graph.source, graph.target, graph.weight) if inf in high else {}
    into = _adjacent(arcs, graph.target, graph.source, graph.weight) if inf in low else {}
    latest = lifted(high, history, boxes.out, out)
    earliest = [-v for v in lifted(low, [-v for v in history], boxes.into, into)]
    return Taken(boxes, high, low, latest, earliest, arcs)


def _adjacent(arcs: Iterable[int], source: Sequence[int], target: Sequence[int], weight: Sequence[int]) -> Extra:
    """What some arcs add to those that lead from each point."""
    found: dict[int, list[tuple[int, int, int]]] = {}
    for arc in arcs:
        found.setdefault(source[arc], []).append((target[arc], weight[arc], arc))
    return found


def lifted(ends: Sequence[float], history: Sequence[int], plain: Adjacent, extra: Extra) -> list[int]:
    """A history with every point at its end; those without one as in the given history, together lifted so far as the
    arcs from them to the others ask. No arc leads to them from the others."""
    lift = 0
    for point, end in enumerate(ends):
        if end == inf:
            for target, weight, _ in (*plain[point], *extra.get(point, ())):
                if ends[target] < inf:
                    lift = max(lift, int(ends[target]) - weight - history[point])
    return [int(end) if end < inf else value + lift for end, value in zip(ends, history, strict=True)]
