"""Shortest paths over difference constraints, each algorithm once: `correct` from scratch, `settle` where a history is
known, `Distances` for bounds by name.

Takes arcs `target <= source + weight` as lists of what is adjacent to each point, or bounds with a tag each; gives
values, predecessors, or a negative cycle: the arcs that cannot all hold. `correct` is label correcting after Bellman
(1958), Ford (1956) and Moore (1959), first in, first out; `settle` is Dijkstra's algorithm with a history as potentials
(Johnson, JACM 24, 1977). Because weights are whole numbers, every value between earliest and latest is attained
(Dechter, Meiri & Pearl, Artificial Intelligence 49, 1991). Pure Python; no solver.

Two searches elsewhere end before all points are settled: the mending of a history, at the zero or where it closes a
cycle (`search.py`), and the way to one goal, for speed (A*, `shared_histories.py`; benchmarks/paths.py says how much).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heapify, heappop, heappush
from math import inf
from typing import Generic, TypeAlias, TypeVar

from chrono.engine.formulas import Linear, Point

Tag = TypeVar("Tag")
ORIGIN: Point = ""
"""The point that absolute dates are measured from."""

Adjacent: TypeAlias = list[list[tuple[int, int, int]]]
"""For each point the arcs that leave it: the point they reach, their weight and their number."""

Extra: TypeAlias = Mapping[int, Sequence[tuple[int, int, int]]]
"""What more arcs add to those adjacent to points."""

NOTHING: Extra = {}
SMALL = 300
"""Of so many points, or fewer, the cycle is told that comes first: where there are thousands, to go round one so often
takes seconds."""


def correct(
    value: list[float] | list[int],
    came: list[int],
    out: Adjacent,
    origin: Sequence[int],
    waiting: deque[int],
    hops: list[int] | None = None,
) -> tuple[int, ...] | None:
    """Lowers values, beginning with what leaves the points waiting, until no arc is violated; or the arcs of a negative
    cycle. `came` gets the arc that lowered each point last, `origin` gives the point an arc leaves.

    A cycle is looked for among the predecessors after as many corrections as there are points (Cherkassky & Goldberg,
    Mathematical Programming 85, 1999); where hops are counted, as soon as there are as many to a point: on a small
    network that is the cycle which comes first.
    """
    queued = bytearray(len(value))
    for point in waiting:
        queued[point] = 1
    left = count = len(value)
    while waiting:
        point = waiting.popleft()
        queued[point] = 0
        base = value[point]
        for target, weight, arc in out[point]:
            if base + weight < value[target]:
                value[target] = base + weight  # type: ignore[assignment]
                came[target] = arc
                left -= 1
                if hops is not None:
                    hops[target] = hops[point] + 1
                    # So many hops prove a cycle, but its links may close only with a later step: look again then.
                    if (hops[target] >= count or target == point) and (cycle := _cycle(came, origin, [target])):
                        return cycle
                if not queued[target]:
                    queued[target] = 1
                    waiting.append(target)
        if left <= 0:
            if hops is None and (cycle := _cycle(came, origin, range(count))):
                return cycle
            left = count
    return None


def settle(
    reached: dict[int, float],
    value: Sequence[float],
    out: Adjacent,
    potential: Sequence[float],
    sign: int = 1,
    came: dict[int, int] | None = None,
    extra: Extra = NOTHING,
    gone: Collection[int] = (),
) -> None:
    """Lowers values from the points reached on, which already are lower than `value`: in `reached` is then every point
    that is, and what it is; in `came` by which arc.

    `sign` times the potential is a history of the arcs, those of `extra` among them, but not those that are `gone`:
    counted from it no arc leads down, so that each point, taken in order, is settled once. Of equals the first point.
    """
    heap = [(at - sign * potential[point], point) for point, at in reached.items() if at < inf]
    heapify(heap)
    done: set[int] = set()
    while heap:
        _, point = heappop(heap)
        if point in done:
            continue
        done.add(point)
        base = reached[point]
        for target, weight, arc in (*out[point], *extra[point]) if point in extra else out[point]:
            further = base + weight
            if further < reached.get(target, value[target]) and arc not in gone:
                reached[target] = further
                if came is not None:
                    came[target] = arc
                heappush(heap, (further - sign * potential[target], target))


def cut_off(
    came: Sequence[int], head: Sequence[int], out: Adjacent, gone: Iterable[int], extra: Extra = NOTHING
) -> set[int]:
    """The points whose shortest path comes by an arc that is gone; `came` is the last arc of each, which ends in the
    point `head` gives, and -1 of what has none."""
    cut = [head[arc] for arc in gone if came[head[arc]] == arc]
    found = set(cut)
    while cut:
        point = cut.pop()
        for other, _, arc in (*out[point], *extra[point]) if point in extra else out[point]:
            if came[other] == arc and other not in found:
                found.add(other)
                cut.append(other)
    return found


def farther(
    value: Sequence[float],
    came: Sequence[int],
    head: Sequence[int],
    out: Adjacent,
    into: Adjacent,
    gone: Collection[int],
    by: dict[int, int] | None = None,
) -> dict[int, float]:
    """The distances that are longer without the arcs that are gone; in `by` the last arcs of the paths to whatever hung
    on these (-1: none is left).

    `came` is the last arc of each shortest path, which ends in the point `head` gives.
    """
    found = cut_off(came, head, out, gone)
    last: dict[int, int] = {} if by is None else by
    best: dict[int, float] = {}
    for point in found:
        ways = ((value[s] + weight, arc) for s, weight, arc in into[point] if s not in found and arc not in gone)
        best[point], last[point] = min(ways, default=(inf, -1))
    # The old distances are a history, of fewer arcs now; what does not hang keeps them.
    settle(best, value, out, value, came=last, gone=gone)
    return {point: at for point, at in best.items() if at != value[point]}


def _cycle(came: Sequence[int], origin: Sequence[int], starts: Iterable[int]) -> tuple[int, ...] | None:
    """The arcs of a cycle among the predecessors of these points, if there is one."""
    seen = [0] * len(came)
    for turn, start in enumerate(starts, start=1):
        point = start
        while came[point] >= 0 and not seen[point]:
            seen[point] = turn
            point = origin[came[point]]
        if came[point] >= 0 and seen[point] == turn:
            arcs = [came[point]]
            while origin[arcs[-1]] != point:
                arcs.append(came[origin[arcs[-1]]])
            return tuple(reversed(arcs))
    return None


@dataclass(frozen=True, slots=True)
class Edge(Generic[Tag]):
    """target <= source + weight."""

    source: Point
    target: Point
    weight: int
    tag: Tag


def edge(bound: Linear, tag: Tag) -> Edge[Tag]:
    """A bound as an edge: its target lies at most its weight after its source."""
    return Edge(bound.minus[0] if bound.minus else ORIGIN, bound.plus[0] if bound.plus else ORIGIN, bound.most, tag)


class Distances(Generic[Tag]):
    """A network of tagged bounds with at most one point a side, and of edges that are made already. `cycle` is a
    contradiction if there is one; nothing else may then be asked."""

    def __init__(self, bounds: Iterable[tuple[Linear, Tag]] = (), edges: Iterable[Edge[Tag]] = ()) -> None:
        self.edges = [*edges, *(edge(bound, tag) for bound, tag in bounds)]
        met = dict.fromkeys((ORIGIN, *(point for e in self.edges for point in (e.source, e.target))))
        self._names = sorted(met)  # by number as by name, so that of equal ways the first by name is taken
        self._index = {point: number for number, point in enumerate(self._names)}
        self._out: Adjacent = [[] for _ in self._names]
        origin = [self._index[e.source] for e in self.edges]
        for number, (e, source) in enumerate(zip(self.edges, origin, strict=True)):
            self._out[source].append((self._index[e.target], e.weight, number))
        count = len(self._names)
        self._value = [0] * count
        waiting = deque(self._index[point] for point in met)
        hops = [0] * count if count <= SMALL else None
        cycle = correct(self._value, [-1] * count, self._out, origin, waiting, hops)
        self.cycle = None if cycle is None else _rotated([self.edges[number] for number in cycle])

    @property
    def potential(self) -> dict[Point, int]:
        """A value for every point under which all bounds hold."""
        return dict(zip(self._names, self._value, strict=True))

    @cached_property
    def _into(self) -> Adjacent:
        """For each point the edges that come to it."""
        into: Adjacent = [[] for _ in self._names]
        for number, e in enumerate(self.edges):
            into[self._index[e.target]].append((self._index[e.source], e.weight, number))
        return into

    def latest(self, source: Point = ORIGIN) -> dict[Point, int]:
        """point → the most it can exceed `source` by; points without a bound are absent."""
        return {point: at for point, (at, _) in self._reach(source, self._out, 1).items()}

    def earliest(self, source: Point = ORIGIN) -> dict[Point, int]:
        """point → the least it can exceed `source` by (negated distances towards the source)."""
        return {point: -at for point, (at, _) in self._reach(source, self._into, -1).items()}

    def path(self, source: Point, target: Point) -> tuple[Edge[Tag], ...]:
        """The chain of bounds that keeps `target` at most its distance above `source`; empty where nothing does."""
        reached = self._reach(source, self._out, 1)
        chain: list[Edge[Tag]] = []
        while target != source:
            last = reached[target][1] if target in reached else None
            if last is None:
                return ()
            chain.append(last)
            target = last.source
        return tuple(reversed(chain))

    def _reach(self, source: Point, out: Adjacent, sign: int) -> dict[Point, tuple[int, Edge[Tag] | None]]:
        """How far each point can be from the source, and the last bound of the way there."""
        if source not in self._index:
            return {source: (0, None)}
        start = self._index[source]
        reached: dict[int, float] = {start: 0}
        came: dict[int, int] = {}
        settle(reached, [inf] * len(self._names), out, self._value, sign, came)
        return {
            self._names[at]: (int(far), self.edges[came[at]] if at in came else None) for at, far in reached.items()
        }


def sole_contradiction(cycle: Sequence[Edge[Tag]], beside: Sequence[Edge[Tag]]) -> tuple[Edge[Tag], ...] | None:
    """Edges that make a contradiction, in whatever order, from its canonical point on as `Distances` gives it; None
    where they make none, and where it is not seen that with others beside them they make no other.

    Along the cycle only the last of the edges given lacks room. Another contradiction would have to go round by it as
    well, and to leave the cycle and come back by others which have less room together than it lacks.
    """
    ways = {e.source: e for e in cycle}
    if not cycle or len(ways) < len(cycle):
        return None
    last = cycle[-1]
    first = at = last.target
    value: dict[Point, int] = {}
    reached, path = 0, []
    while at in ways and at not in value:
        value[at] = reached
        path.append(e := ways[at])
        reached += e.weight
        at = e.target
    if at != first or len(path) < len(cycle) or reached >= 0:
        return None
    for _ in range(len(beside) + 1):
        lower = False
        for e in beside:
            if e.source not in value:
                continue
            further = value[e.source] + e.weight
            if e.target not in ways:
                if e.target not in value or further < value[e.target]:
                    value[e.target], lower = further, True
            # What comes to the first point, or leaves the last one, is on no way from that to this.
            elif further - value[e.target] < (0 if e.target == first or e.source == last.source else -reached):
                return None
        if not lower:
            break
    else:
        return None
    # What cannot be come to from here may contradict itself.
    apart = any(e.source not in value and e.target not in value for e in beside)
    return None if apart else _rotated(path)


def _rotated(cycle: Sequence[Edge[Tag]]) -> tuple[Edge[Tag], ...]:
    """The cycle from its canonical point on: the zero where it is in it, else the first by name."""
    start = min(range(len(cycle)), key=lambda i: cycle[i].source)  # ORIGIN is "", which comes before every name
    return (*cycle[start:], *cycle[:start])
