"""The box of every point: its least and most value, by shortest paths from and to the zero of the scale.

Takes a graph and the arcs in force, gives for every point the most it can be (`high`) and minus the least (`low`), or
the arcs of a negative cycle. Arcs can be added; only what they reach is worked out anew. Label correcting after Bellman
and Ford, first in, first out; a negative cycle shows in the tree of predecessors, which is searched for one after as
many corrections as there are points (Cherkassky & Goldberg, Mathematical Programming 85, 1999). Whole numbers stay
whole; only an open end is the float infinity.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from copy import copy
from heapq import heapify, heappop, heappush
from math import inf

from chrono.engine.graph import Graph

Adjacent = list[list[tuple[int, int, int]]]
"""For each point the arcs that leave it: the point they reach, their weight and their number."""


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
        """The same, to which arcs can be added without these being changed."""
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
            or _correct(self.high, self.above, self.out, graph.source, up)
            or _correct(self.low, self.below, self.into, graph.target, down)
        )
        return self.cycle is None

    def under(self, arcs: Sequence[int], history: Sequence[int]) -> tuple[list[float], list[float]]:
        """`high` and `low` as they would be with more arcs in force, all of which hold in the history."""
        high, low = self.high[:], self.low[:]
        for ends, changed in zip((high, low), self.tightened(arcs, history), strict=True):
            for point, at in changed.items():
                ends[point] = at
        return high, low

    def tightened(self, arcs: Sequence[int], history: Sequence[int]) -> tuple[dict[int, float], dict[int, float]]:
        """The same of those points alone whose `high`, and whose `low`, would be others."""
        source, target, weight = self.graph.source, self.graph.target, self.graph.weight
        for arc in arcs:
            self.out[source[arc]].append((target[arc], weight[arc], arc))
            self.into[target[arc]].append((source[arc], weight[arc], arc))
        high, low = self.high, self.low
        higher = _settled(high, self.out, [(high[source[a]] + weight[a], target[a]) for a in arcs], history, 1)
        lower = _settled(low, self.into, [(low[target[a]] + weight[a], source[a]) for a in arcs], history, -1)
        for arc in reversed(arcs):
            self.out[source[arc]].pop()
            self.into[target[arc]].pop()
        return higher, lower

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
            self.cycle = _correct(self.level, [-1] * len(self.level), self.out, self.graph.source, endless)
        return self.cycle is None

    def _begin(self) -> tuple[int, ...] | None:
        self.high[0] = self.low[0] = 0
        return _correct(self.high, self.above, self.out, self.graph.source, deque([0])) or _correct(
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


def _correct(
    value: list[float] | list[int], came: list[int], out: Adjacent, origin: Sequence[int], waiting: deque[int]
) -> tuple[int, ...] | None:
    """Lowers values until no arc is violated; or the arcs of a negative cycle. `origin` gives the point an arc
    leaves."""
    queued = bytearray(len(value))
    for point in waiting:
        queued[point] = 1
    left = len(value)
    while waiting:
        point = waiting.popleft()
        queued[point] = 0
        base = value[point]
        for target, weight, arc in out[point]:
            if base + weight < value[target]:
                value[target] = base + weight  # type: ignore[assignment]
                came[target] = arc
                left -= 1
                if not queued[target]:
                    queued[target] = 1
                    waiting.append(target)
        if left <= 0:
            cycle = _cycle(came, origin)
            if cycle:
                return cycle
            left = len(value)
    return None


def _settled(
    value: Sequence[float], out: Adjacent, reached: Iterable[tuple[float, int]], history: Sequence[int], sign: int
) -> dict[int, float]:
    """The values that are lower once what is reached anew is so.

    In a history no arc is violated: counted from it, none leads down, so
    points taken in order are each lowered once (Dijkstra with Johnson's potentials, JACM 24, 1977)."""
    now = list(value)
    lowered: set[int] = set()
    heap: list[tuple[float, int, float]] = []
    for at, point in reached:
        if at < now[point]:
            now[point] = at
            heap.append((at - sign * history[point], point, at))
    heapify(heap)
    while heap:
        _, point, at = heappop(heap)
        if at > now[point]:
            continue
        lowered.add(point)
        for target, weight, _ in out[point]:
            beyond = at + weight
            if beyond < now[target]:
                now[target] = beyond
                heappush(heap, (beyond - sign * history[target], target, beyond))
    return {point: now[point] for point in lowered}


def _cycle(came: Sequence[int], origin: Sequence[int]) -> tuple[int, ...] | None:
    """The arcs of a cycle among the predecessors, if there is one."""
    seen = [0] * len(came)
    for start in range(len(came)):
        point = start
        while came[point] >= 0 and not seen[point]:
            seen[point] = start + 1
            point = origin[came[point]]
        if came[point] >= 0 and seen[point] == start + 1:
            arcs = [came[point]]
            while origin[arcs[-1]] != point:
                arcs.append(came[origin[arcs[-1]]])
            return tuple(reversed(arcs))
    return None
