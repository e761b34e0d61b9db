"""Shortest paths over plain difference constraints: exact windows where there is no either/or, and chains of reasons.

Takes bounds `sum(plus) - sum(minus) <= most` with at most one point a side, each with a tag; gives earliest and latest
values of every point, or a negative cycle: the bounds that cannot all hold. Because weights are whole numbers, every
value between earliest and latest is attained (Dechter, Meiri & Pearl, Artificial Intelligence 49, 1991). Pure Python;
no solver.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Generic, TypeAlias, TypeVar

from chrono.engine.formulas import Linear, Point

Tag = TypeVar("Tag")
ORIGIN: Point = ""
"""The point that absolute dates are measured from."""


@dataclass(frozen=True, slots=True)
class Edge(Generic[Tag]):
    """target <= source + weight."""

    source: Point
    target: Point
    weight: int
    tag: Tag


def edge(bound: Linear, tag: Tag) -> Edge[Tag]:
    return Edge(bound.minus[0] if bound.minus else ORIGIN, bound.plus[0] if bound.plus else ORIGIN, bound.most, tag)


class Distances(Generic[Tag]):
    """A network of tagged bounds. `cycle` is a contradiction if there is one; nothing else may then be asked."""

    def __init__(self, bounds: Iterable[tuple[Linear, Tag]]) -> None:
        self.edges = [edge(bound, tag) for bound, tag in bounds]
        self.out: dict[Point, list[Edge[Tag]]] = {ORIGIN: []}
        self.into: dict[Point, list[Edge[Tag]]] = {ORIGIN: []}
        for e in self.edges:
            for point in (e.source, e.target):
                self.out.setdefault(point, [])
                self.into.setdefault(point, [])
            self.out[e.source].append(e)
            self.into[e.target].append(e)
        self.potential: dict[Point, int] = {}
        cycle = self._feasible()
        self.cycle: tuple[Edge[Tag], ...] | None = cycle and _rotated(cycle)

    def latest(self, source: Point = ORIGIN) -> dict[Point, int]:
        """point → the most it can exceed `source` by; points without a bound are absent."""
        return self._reach(source, self.out, 1)[0]

    def earliest(self, source: Point = ORIGIN) -> dict[Point, int]:
        """point → the least it can exceed `source` by (negated distances towards the source)."""
        return {point: -d for point, d in self._reach(source, self.into, -1)[0].items()}

    def path(self, source: Point, target: Point) -> tuple[Edge[Tag], ...]:
        """The chain of bounds that keeps `target` at most its distance above `source`; empty where nothing does."""
        came = self._reach(source, self.out, 1)[1]
        chain: list[Edge[Tag]] = []
        while target != source:
            if target not in came:
                return ()
            chain.append(came[target])
            target = came[target].source
        return tuple(reversed(chain))

    def _feasible(self) -> tuple[Edge[Tag], ...] | None:
        """Potentials under which no edge is violated, or a negative cycle (label correcting from everywhere)."""
        value = dict.fromkeys(self.out, 0)
        came: dict[Point, Edge[Tag]] = {}
        hops = dict.fromkeys(self.out, 0)
        waiting = deque(self.out)
        queued = set(self.out)
        while waiting:
            point = waiting.popleft()
            queued.discard(point)
            for e in self.out[point]:
                reached = value[point] + e.weight
                if reached >= value[e.target]:
                    continue
                value[e.target] = reached
                came[e.target] = e
                hops[e.target] = hops[point] + 1
                # So many hops prove a cycle, but its links may close only with a later step: look again then.
                if (hops[e.target] >= len(value) or e.target == point) and (cycle := _cycle(came, e.target)):
                    return cycle
                if e.target not in queued:
                    queued.add(e.target)
                    waiting.append(e.target)
        self.potential = value
        return None

    def _reach(
        self, source: Point, edges: dict[Point, list[Edge[Tag]]], direction: int
    ) -> tuple[dict[Point, int], dict[Point, Edge[Tag]]]:
        """Dijkstra on edges made non-negative by the potentials; ties fall by name, so paths are always the same."""
        if source not in edges:
            return {source: 0}, {}
        h = self.potential
        best = {source: 0}
        came: dict[Point, Edge[Tag]] = {}
        done: set[Point] = set()
        heap = [(0, source)]
        while heap:
            reached, point = heappop(heap)
            if point in done:
                continue
            done.add(point)
            for e in edges[point]:
                beyond = e.target if direction > 0 else e.source
                cost = reached + e.weight + (h[e.source] - h[e.target])
                if beyond not in done and (beyond not in best or cost < best[beyond]):
                    best[beyond] = cost
                    came[beyond] = e
                    heappush(heap, (cost, beyond))
        # Undo the potentials: real distance = reduced - h(source) + h(target).
        return {p: best[p] + direction * (h[p] - h[source]) for p in done}, came


Arc: TypeAlias = tuple[Point, Point, int]
"""An edge without its reason: (source, target, weight), target <= source + weight."""


def arc(bound: Linear) -> Arc:
    return (bound.minus[0] if bound.minus else ORIGIN, bound.plus[0] if bound.plus else ORIGIN, bound.most)


def potentials(arcs: Sequence[Arc]) -> dict[Point, int] | None:
    """A value for every point under which all bounds hold, or None where they contradict each other.

    The bare question of `Distances`, asked hundreds of times while a reason is made minimal.
    """
    out: dict[Point, list[tuple[Point, int]]] = {ORIGIN: []}
    for source, target, weight in arcs:
        out.setdefault(target, [])
        out.setdefault(source, []).append((target, weight))
    value = dict.fromkeys(out, 0)
    hops = dict.fromkeys(out, 0)
    waiting = deque(out)
    queued = set(out)
    most = len(out)
    while waiting:
        point = waiting.popleft()
        queued.discard(point)
        at, steps = value[point], hops[point] + 1
        for target, weight in out[point]:
            if at + weight < value[target]:
                if steps >= most or target == point:
                    return None
                value[target] = at + weight
                hops[target] = steps
                if target not in queued:
                    queued.add(target)
                    waiting.append(target)
    return value


def _rotated(cycle: tuple[Edge[Tag], ...]) -> tuple[Edge[Tag], ...]:
    """The cycle from its canonical point on: the zero where it is in it, else the first by name."""
    start = min(range(len(cycle)), key=lambda i: cycle[i].source)  # ORIGIN is "", which comes before every name
    return (*cycle[start:], *cycle[:start])


def _cycle(came: dict[Point, Edge[Tag]], at: Point) -> tuple[Edge[Tag], ...] | None:
    """The cycle that the links backwards from a point run into, or None where they end."""
    seen: dict[Point, int] = {}
    chain: list[Edge[Tag]] = []
    while at not in seen:
        if at not in came:
            return None
        seen[at] = len(chain)
        chain.append(came[at])
        at = came[at].source
    return tuple(reversed(chain[seen[at] :]))
