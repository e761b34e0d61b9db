"""The box of every point: its least and most value, by shortest paths from and to the zero of the scale.

Takes a graph and the arcs in force, gives for every point the most it can be (`high`) and minus the least (`low`), or
the arcs of a negative cycle. Arcs can be added; only what they reach is worked out anew (`shortest_paths`). Whole
numbers stay whole; only an open end is the float infinity.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from copy import copy
from math import inf

from chrono.engine.graph import Graph
from chrono.engine.intervals import Interval, as_interval
from chrono.engine.shortest_paths import Adjacent, correct, farther, settle


class Boxes:
    """Where each point can lie under the arcs in force; `cycle` is a contradiction if there is one.

    The two ends are attained at once by all points that have them: `high` is a history (the latest), and so is `low`.
    """

    def __init__(self, graph: Graph, arcs: Iterable[int]) -> None:
        self.graph = graph
        count = len(graph.points)
        self.out: Adjacent = [[] for _ in range(count)]
        self.into: Adjacent = [[] for _ in range(count)]
        source, target, weight = graph.source, graph.target, graph.weight
        for arc in arcs:
            s, t, w = source[arc], target[arc], weight[arc]
            self.out[s].append((t, w, arc))
            self.into[t].append((s, w, arc))
        self.high: list[float] = [inf] * count
        self.low: list[float] = [inf] * count
        self.above = [-1] * count
        """The last arc of the path that makes each point's `high`; -1 where it has none."""
        self.below = [-1] * count
        self.cycle = self._begin()
        self.afar()

    def copy(self) -> Boxes:
        """A copy, to which arcs can be added without these being changed."""
        other = copy(self)
        other.out, other.into = [leaving[:] for leaving in self.out], [arriving[:] for arriving in self.into]
        other.high, other.low, other.above, other.below = self.high[:], self.low[:], self.above[:], self.below[:]
        return other

    def add(self, arcs: Sequence[int]) -> bool:
        """Puts more arcs in force; False where they contradict the others (and `cycle` says why).

        A contradiction among points that have no end at all is left to `afar`.
        """
        graph = self.graph
        up: deque[int] = deque()
        down: deque[int] = deque()
        for arc in arcs:
            s, t, w = graph.source[arc], graph.target[arc], graph.weight[arc]
            self.out[s].append((t, w, arc))
            self.into[t].append((s, w, arc))
            if self.high[s] + w < self.high[t]:
                up.append(s)
            if self.low[t] + w < self.low[s]:
                down.append(t)
        self.cycle = (
            self.cycle
            or correct(self.high, self.above, self.out, graph.source, up)
            or correct(self.low, self.below, self.into, graph.target, down)
        )
        return self.cycle is None

    def interval(self, point: int) -> Interval:
        """The first and the last value of a point."""
        return as_interval(-self.low[point], self.high[point])

    def path(self, point: int, *, upper: bool) -> Iterator[int]:
        """The arcs of the path that keeps a point at its most (`upper`) or its least, from the point on; none where
        nothing does."""
        came, head = (self.above, self.graph.source) if upper else (self.below, self.graph.target)
        while point and came[point] >= 0:
            yield came[point]
            point = head[came[point]]

    def under(self, arcs: Sequence[int], history: Sequence[int]) -> tuple[list[float], list[float]]:
        """`high` and `low` as they would be with more arcs in force, all of which hold in the history."""
        if self.fixed(arcs, history):
            return [at - history[0] for at in history], [history[0] - at for at in history]
        high, low = self.high[:], self.low[:]
        for ends, changed in zip((high, low), self.tightened(arcs, history), strict=True):
            for point, at in changed.items():
                ends[point] = at
        return high, low

    def fixed(self, arcs: Iterable[int], history: Sequence[int]) -> bool:
        """Whether more arcs, all of which hold in the history, leave every point no other place than there."""
        source, target, weight = self.graph.source, self.graph.target, self.graph.weight
        close = [arc for arc in arcs if history[target[arc]] - history[source[arc]] == weight[arc]]
        for adjacent, one, other, sign in ((self.out, source, target, 1), (self.into, target, source, -1)):
            more: dict[int, list[int]] = {}
            for arc in close:
                more.setdefault(one[arc], []).append(other[arc])
            reached, waiting = {0}, [0]
            while waiting:
                point = waiting.pop()
                at = history[point]
                further = [p for p, w, _ in adjacent[point] if sign * (history[p] - at) == w] + more.get(point, [])
                waiting += (new := set(further) - reached)
                reached |= new
            if len(reached) < len(history):
                return False
        return True

    def tightened(self, arcs: Sequence[int], history: Sequence[int]) -> tuple[dict[int, float], dict[int, float]]:
        """What would become tighter with more arcs: the points whose `high`, and those whose `low`, would be others."""
        source, target, weight = self.graph.source, self.graph.target, self.graph.weight
        high, low = self.high, self.low
        higher: dict[int, float] = {}
        lower: dict[int, float] = {}
        out: dict[int, list[tuple[int, int, int]]] = {}
        into: dict[int, list[tuple[int, int, int]]] = {}
        for arc in arcs:
            s, t, w = source[arc], target[arc], weight[arc]
            out.setdefault(s, []).append((t, w, arc))
            into.setdefault(t, []).append((s, w, arc))
            if high[s] + w < higher.get(t, high[t]):
                higher[t] = high[s] + w
            if low[t] + w < lower.get(s, low[s]):
                lower[s] = low[t] + w
        settle(higher, high, self.out, history, extra=out)
        settle(lower, low, self.into, history, -1, extra=into)
        return higher, lower

    def without(
        self, gone: Collection[int], above: dict[int, int] | None = None, below: dict[int, int] | None = None
    ) -> tuple[dict[int, float], dict[int, float]]:
        """The ends that are farther without some arcs: the points' `high`, and their `low`. In `above` and `below` are
        then the last arcs of the paths to whatever came by these arcs."""
        graph = self.graph
        return (
            farther(self.high, self.above, graph.target, self.out, self.into, gone, above),
            farther(self.low, self.below, graph.source, self.into, self.out, gone, below),
        )

    def exchanged(self, gone: Collection[int], come: Sequence[int]) -> Boxes:
        """The boxes without some arcs and with others, of which `cycle` is a contradiction if there is one."""
        graph, other = self.graph, copy(self)
        other.out, other.into, other.high, other.low = self.out[:], self.into[:], self.high[:], self.low[:]
        other.above, other.below = self.above[:], self.below[:]
        for rows, side in ((other.out, graph.source), (other.into, graph.target)):
            for point in {side[arc] for arc in come}:
                rows[point] = rows[point][:]
            for point in {side[arc] for arc in gone}:
                rows[point] = [row for row in rows[point] if row[2] not in gone]
        by: tuple[dict[int, int], dict[int, int]] = {}, {}
        ends = zip((other.high, other.low), (other.above, other.below), self.without(gone, *by), by, strict=True)
        for end, came, further, last in ends:
            for point, at in further.items():
                end[point] = at
            for point, arc in last.items():
                came[point] = arc
        if other.add(come) and any(
            other.high[graph.source[arc]] == other.low[graph.source[arc]] == inf for arc in come
        ):
            # Among points without any end there is no other cycle than one through what comes.
            other.afar()
        return other

    def excludes(self, arc: int) -> bool:
        """Whether no values in the boxes of its two points satisfy the arc."""
        s, t, w = self.graph.source[arc], self.graph.target[arc], self.graph.weight[arc]
        return -self.low[t] > self.high[s] + w if s != t else w < 0

    def entails(self, arc: int) -> bool:
        """Whether all values in the boxes of its two points satisfy the arc."""
        s, t, w = self.graph.source[arc], self.graph.target[arc], self.graph.weight[arc]
        return self.high[t] + self.low[s] <= w if s != t else w >= 0

    def afar(self) -> bool:
        """Looks for a cycle among the points that have no end: on no other could one be missed. False where there is
        one.

        `level` are then values for those points under which the arcs between them hold.
        """
        if self.cycle is None:
            ends = zip(self.high, self.low, strict=True)
            self.level: list[float] = [0 if high == low == inf else -inf for high, low in ends]
            endless = deque(p for p, value in enumerate(self.level) if value == 0)
            self.cycle = correct(self.level, [-1] * len(self.level), self.out, self.graph.source, endless)
        return self.cycle is None

    def _begin(self) -> tuple[int, ...] | None:
        self.high[0] = self.low[0] = 0
        return correct(self.high, self.above, self.out, self.graph.source, deque([0])) or correct(
            self.low, self.below, self.into, self.graph.target, deque([0])
        )


def history(boxes: Boxes) -> list[int] | tuple[int, ...]:
    """A value for every point under which all arcs in force hold (a list), or the arcs of a negative cycle (a tuple).

    Points with a greatest value take it. Of the others no arc comes from those, so they can be lifted together, as far
    as the arcs from them ask: first those without any end, then those with a least value, from which arcs may come to
    them.
    """
    if boxes.cycle:
        return boxes.cycle
    ends = list(zip(boxes.high, boxes.low, boxes.level, strict=True))
    value = [int(high) if high < inf else -int(low) if low < inf else int(level) for high, low, level in ends]
    kind = [0 if high < inf else 2 if low < inf else 1 for high, low, _ in ends]
    for lifted in (1, 2):
        lift = 0
        for source, leaving in enumerate(boxes.out):
            if kind[source] == lifted:
                for target, weight, _ in leaving:
                    if kind[target] < lifted:
                        lift = max(lift, value[target] - weight - value[source])
        if lift:
            value = [v + lift if k == lifted else v for v, k in zip(value, kind, strict=True)]
    return value
