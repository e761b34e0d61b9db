"""What the other repairs of some conflicts can move at most, where there are too many to look for all of them.

Takes exchanges and what a repair gives up for some conflicts; gives the points that may have other windows under a
repair that gives up other things for these conflicts, nothing more certain, and the same elsewhere, but for what it
then need not. Such a repair gives up nothing but members of the conflicts that come back with what it does not give up:
each is a negative cycle through a bound that comes back, and what stands on none is never given up. So no distance gets
longer than where all that stands on one is given up, and none shorter than by what comes back with everything else in
force; what neither moves keeps its window, whichever repair it is. Never solves, and knows no repair.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from heapq import heappop, heappush
from math import inf

from chrono.engine.exchanges import Exchanges
from chrono.engine.formulas import Point
from chrono.engine.shortest_paths import Adjacent, settle


class Mobility:
    """One set of exchanges and the certainty of each id that may be given up."""

    def __init__(self, exchanges: Exchanges, ranks: Mapping[str, int]) -> None:
        self.exchanges, self.ranks = exchanges, ranks
        self.graph, self.boxes = exchanges.graph, exchanges.boxes
        self.history: Sequence[int] = exchanges.first.latest
        """Counted from it, no bound in force leads down."""

    def points(self, own: Collection[str]) -> frozenset[Point]:
        """The points that other repairs than one that gives up these ids can move at most."""
        back = frozenset(own)
        worst = max(self.ranks[id] for id in back)
        standing = self._on_cycles(self._returning(back)).union(self.exchanges.returning(back))
        members = {id for n in standing for id in self.exchanges.constraints[n].ids}
        gone = {
            arc
            for id in members
            if self.ranks.get(id, inf) <= worst
            for n in self.exchanges.in_force(id)
            for arc in self.exchanges.parts[n].arcs
        }
        higher, lower = self.boxes.without(gone)
        high, low = self.boxes.high, self.boxes.low
        source, target, weight = self.graph.source, self.graph.target, self.graph.weight

        def excluded(arc: int) -> bool:
            s, t = source[arc], target[arc]
            return -lower.get(t, low[t]) > higher.get(s, high[s]) + weight[arc]

        # What is given up elsewhere may come back as well where what it contradicts is given up here.
        kept = (id for id in self.exchanges.lost - back if not any(map(excluded, self._returning(frozenset({id})))))
        moved = {*higher, *lower, *self._nearer(self._returning(back.union(kept)), higher, lower)}
        return frozenset(self.graph.points[point] for point in moved)

    def _returning(self, back: frozenset[str]) -> list[int]:
        """The arcs that come back with some ids."""
        parts = self.exchanges.parts
        return [arc for n in self.exchanges.returning(back) for arc in parts[n].arcs]

    def _by(self, arc: int) -> int:
        """By how much the history misses an arc; negative: so much room it leaves."""
        graph, history = self.graph, self.history
        return history[graph.target[arc]] - history[graph.source[arc]] - graph.weight[arc]

    def _missed(self, arcs: Iterable[int]) -> int:
        """The most by which the history misses the arcs of one path together: it comes to no point twice."""
        by_source: dict[int, int] = {}
        by_target: dict[int, int] = {}
        for arc in arcs:
            for by, point in ((by_source, self.graph.source[arc]), (by_target, self.graph.target[arc])):
                by[point] = max(by.get(point, 0), self._by(arc))
        return min(sum(by_source.values()), sum(by_target.values()))

    def _on_cycles(self, arcs: Sequence[int]) -> frozenset[int]:
        """The constraints in force, and perhaps more, that stand on a negative cycle with some of these arcs."""
        graph, boxes = self.graph, self.boxes
        missed = self._missed(arcs)
        if not missed:
            return frozenset()
        # Along a negative cycle the ways between what comes back are together shorter than what is missed, and one of
        # them at most goes through the zero.
        ahead, past = self._ways([graph.target[arc] for arc in arcs], boxes.out, 1, missed)
        behind, before = self._ways([graph.source[arc] for arc in arcs], boxes.into, -1, missed)
        saying, _ = self.exchanges.solver.encoded.saying
        return frozenset(
            saying[arc]
            for there, thence in ((ahead, behind), (past, behind), (ahead, before))
            for point, at in there.items()
            for other, weight, arc in boxes.out[point]
            if other in thence and at + weight + thence[other] < missed
        )

    def _ways(
        self, starts: Iterable[int], rows: Adjacent, sign: int, most: int
    ) -> tuple[dict[int, float], dict[int, float]]:
        """The points less than so far from some others, counted from the history, and how far: without the zero, and
        through it."""
        within = [sign * at + most for at in self.history]
        ahead: dict[int, float] = {point: sign * self.history[point] for point in starts}
        settle(ahead, within, [[], *rows[1:]], self.history, sign)
        past = {0: ahead.pop(0)} if 0 in ahead else {}
        settle(past, within, rows, self.history, sign)
        return ahead, past

    def _nearer(self, arcs: Sequence[int], higher: Mapping[int, float], lower: Mapping[int, float]) -> set[int]:
        """The points that can lie less far than they could, if some arcs come back, whatever else goes; no nearer than
        their other end, as far as that can be."""
        boxes = self.boxes
        return {
            *self._shorter(arcs, 1, boxes.high, boxes.out, lambda point: -lower.get(point, boxes.low[point])),
            *self._shorter(arcs, -1, boxes.low, boxes.into, lambda point: -higher.get(point, boxes.high[point])),
        }

    def _shorter(
        self,
        arcs: Sequence[int],
        sign: int,
        ends: Sequence[float],
        rows: Adjacent,
        nearest: Callable[[int], float],
    ) -> dict[int, float]:
        """The points whose greatest (1) or least (-1) value comes nearer by some arcs, and by how much at most."""
        graph, history = self.graph, self.history
        first, last = (graph.source, graph.target) if sign > 0 else (graph.target, graph.source)
        # No shortest path from the zero comes back to it.
        waiting = [arc for arc in arcs if last[arc]]
        missed = self._missed(waiting)
        reached: dict[int, float] = {}
        heap: list[tuple[float, int]] = []

        def reach(point: int, at: float) -> None:
            at = max(at, nearest(point))
            if point and at < reached.get(point, ends[point]):
                reached[point] = at
                heappush(heap, (at - sign * history[point], point))

        # What no path leads to brings nothing nearer.
        while used := [arc for arc in waiting if ends[first[arc]] < inf or first[arc] in reached]:
            waiting = [arc for arc in waiting if arc not in used]
            for arc in used:
                by = self._by(arc)
                reach(last[arc], sign * (history[last[arc]] - history[0]) - by - (missed - max(by, 0)))
            while heap:
                key, point = heappop(heap)
                if key == reached[point] - sign * history[point]:
                    for target, weight, _ in rows[point]:
                        reach(target, reached[point] + weight)
        return reached
