"""A history that is found without a search: what moves together is put at the first place that is left for it, one
after another.

Takes a graph, the boxes of its plain arcs and a history of these, gives values under which all plain arcs hold, and of
the either/ors as many as find room (first fit). Many things that exclude each other are mostly loose: where nobody has
to give way, the first place that is free is good enough, and nothing has to be looked for. What is left unsettled is
for `search.py` to mend. Never says that something is impossible.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from math import inf

from chrono.engine.bounds import Boxes, history
from chrono.engine.graph import Graph
from chrono.engine.shortest_paths import settle


class Placing:
    """One graph whose points can be placed again and again, in one order or another."""

    def __init__(self, graph: Graph, boxes: Boxes) -> None:
        """Either/ors within either/ors, and sums, are passed over."""
        self._graph, self._boxes = graph, boxes
        self._root = list(range(len(graph.points)))
        self._offset = [0] * len(graph.points)
        """How far each point lies after its root: plain arcs keep it there."""
        self._tie()
        self._about: list[tuple[int, ...]] = []
        """Of each either/or the roots of what it is about."""
        self._of: dict[int, list[int]] = {}
        """The either/ors about each root."""
        for choice in graph.base.choices:
            parts = graph.choices[choice]
            if any(part.choices or part.totals for part in parts):
                self._about.append(())
                continue
            ends = {self._root[p] for part in parts for a in part.arcs for p in (graph.source[a], graph.target[a]) if p}
            self._about.append(tuple(sorted(ends)))
            for root in ends:
                self._of.setdefault(root, []).append(len(self._about) - 1)

    @cached_property
    def _plain(self) -> list[int]:
        found = history(self._boxes)
        assert isinstance(found, list)
        return found

    def place(self, early: Iterable[int] = (), late: Iterable[int] = ()) -> list[int]:
        """Values for all points, counted from any zero: these as early as they can be, in this order; then those as
        late; then the others as early, what has least room first."""
        boxes = self._boxes.copy()
        waiting = [len(about) for about in self._about]
        """Of how many things of each either/or it is open where they lie."""
        done: set[int] = set()
        high, low = boxes.high, boxes.low
        for root in self._of:
            if high[root] == -low[root]:
                self._count(root, waiting, done)
        for points, sign in ((early, 1), (late, -1)):
            for point in points:
                self._put(self._root[point], sign, boxes, waiting, done)
        for root in sorted(self._of, key=lambda root: (self._boxes.high[root] + self._boxes.low[root], root)):
            self._put(root, 1, boxes, waiting, done)
        found = history(boxes)
        assert isinstance(found, list)
        return found

    def _count(self, root: int, waiting: list[int], done: set[int]) -> None:
        done.add(root)
        for choice in self._of.get(root, ()):
            waiting[choice] -= 1

    def _put(self, root: int, sign: int, boxes: Boxes, waiting: list[int], done: set[int]) -> None:
        """Puts one thing at the first place that is left for it: of what has no end there, nowhere yet."""
        if root in done or root not in self._of:
            return
        high, low = boxes.high, boxes.low
        first = -low[root] if sign > 0 else -high[root]
        last = high[root] if sign > 0 else low[root]
        if first == -inf:
            return
        at = int(first)
        if first < last:
            at = self._first(root, sign, first, last, boxes, waiting)
        at *= sign
        for ends, adjacent, value, way in ((high, boxes.out, at, 1), (low, boxes.into, -at, -1)):
            if value < ends[root]:
                reached: dict[int, float] = {root: value}
                settle(reached, ends, adjacent, self._plain, way)
                for point, end in reached.items():
                    ends[point] = end
        self._count(root, waiting, done)

    def _first(self, root: int, sign: int, first: float, last: float, boxes: Boxes, waiting: Sequence[int]) -> int:
        """The first place between two that goes with all either/ors of which nothing else is open, or the first of all;
        where the sign is negative places count backwards."""
        barred: list[tuple[float, float]] = []
        for choice in self._of[root]:
            if waiting[choice] == 1:
                free = self._free(choice, root, boxes)
                if sign < 0:
                    free = [(-most, -least) for least, most in free]
                if len(free) > 1:
                    free.sort()
                before = -inf
                for least, most in free:
                    if least > before + 1:
                        barred.append((before + 1, least - 1))
                    before = max(before, most)
                if before < inf:
                    barred.append((before + 1, inf))
        barred.sort()
        at = first
        for least, most in barred:
            if least > at:
                break
            at = max(at, most + 1)
        return int(at if at <= last and at < inf else first)

    def _free(self, choice: int, root: int, boxes: Boxes) -> list[tuple[float, float]]:
        """Where a root may lie by each alternative of an either/or, all else having its place."""
        graph, high, roots, offset = self._graph, boxes.high, self._root, self._offset
        found = []
        for part in graph.choices[graph.base.choices[choice]]:
            least, most = -inf, inf
            for arc in part.arcs:
                s, t, w = graph.source[arc], graph.target[arc], graph.weight[arc]
                if roots[s] == root:
                    if roots[t] != root:
                        least = max(least, high[t] - w - offset[s])
                    elif offset[t] - offset[s] > w:
                        least = inf
                elif roots[t] == root:
                    most = min(most, high[s] + w - offset[t])
                elif high[t] > high[s] + w:
                    least = inf
            if least <= most:
                found.append((least, most))
        return found

    def _tie(self) -> None:
        """Finds what moves together: points that two plain arcs keep at one distance."""
        root, offset, boxes = self._root, self._offset, self._boxes
        members: dict[int, list[int]] = {}
        for source in range(1, len(root)):
            for target, weight, _ in boxes.out[source]:
                one, other = root[source], root[target]
                if target and one != other and any(t == source and w == -weight for t, w, _ in boxes.out[target]):
                    # `target` lies just `weight` after `source`.
                    if other < one:
                        one, other = other, one
                    by = offset[source] + weight - offset[target]
                    by = by if root[source] == one else -by
                    moved = members.pop(other, [other])
                    for point in moved:
                        root[point], offset[point] = one, offset[point] + by
                    members.setdefault(one, [one]).extend(moved)
