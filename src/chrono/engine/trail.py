"""What the search that learns assumed and what followed, in order and with reasons, so that it can be taken back.

Takes a graph, keeps for every point the least and the most that it can be, and which arcs are in force; follows both
along the arcs (bounds propagation), says why something holds, and of what is asked how little is needed. Knows neither
either/ors nor what was learned, and assumes nothing by itself.

A *literal* is what can hold or not: that the value of a place is at least so much (place 2p has the least value of
point p, place 2p + 1 minus its most), or that an arc is in force, written (-1 - arc, 1).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from math import inf
from typing import Any, NamedTuple, TypeAlias

from chrono.engine.formulas import Linear
from chrono.engine.graph import Graph, NotDifferences

Literal: TypeAlias = tuple[int, int]
"""What can be assumed, found and learned: see above."""


class Reason(NamedTuple):
    """Why a literal holds, or why there is a contradiction: `kind`, what it is about, and the literals it rests on."""

    kind: str
    about: Any
    premises: tuple[Literal, ...]


Why: TypeAlias = Reason | tuple[int, int] | None
"""A reason; or, of most, the arc and the place from which it follows; nothing, of what is assumed."""


class Trail:
    """One graph; its plain arcs are in force from the beginning."""

    def __init__(self, graph: Graph) -> None:
        points = len(graph.points)
        self.source, self.target, self.weight = graph.source[:], graph.target[:], graph.weight[:]
        """Of the graph's arcs, and of those that are made as their opposites."""
        self.given = len(self.weight)
        self._index = {point: number for number, point in enumerate(graph.points)}
        self._made: dict[tuple[int, int, int], int] = {}
        self.opposite: dict[int, int] = {}
        """For an arc, the one that holds where it does not."""
        self.value: list[float] = [-inf] * (2 * points)
        self.value[0] = self.value[1] = 0
        self._follows: list[list[tuple[int, int, int]]] = [[] for _ in self.value]
        """From each place: the place, how much more, and the arc in force by which its value follows."""
        self.entry = [-1] * (2 * points)
        """The last entry for each place."""
        self.active: dict[int, int] = {}
        """The entry of each arc in force that is not plain."""
        self.entries: list[tuple[int, int, int, Why]] = []
        """Literal by its place and value, the entry of the place before it, and why."""
        self.level: list[int] = []
        """What was assumed before each entry, counted."""
        self.begun: list[int] = []
        """Where each level begins."""
        self.plain = frozenset(graph.base.arcs)
        self.changed: deque[int] = deque([0, 1])
        """What has changed and was not followed yet: places, and arcs by their literals."""
        self.turned: Callable[[int, bool], object] = lambda arc, holds: None
        """Is told of each arc that comes into force, and of each that goes out of it again."""
        for arc in graph.base.arcs:
            self._connect(arc)

    def literal(self, bound: Linear) -> Literal:
        """What a bound says. Raises `NotDifferences`."""
        if not bound.is_difference:
            raise NotDifferences(bound)
        index = self._index
        source = index[bound.minus[0]] if bound.minus else 0
        target = index[bound.plus[0]] if bound.plus else 0
        if source == 0:
            return 2 * target + 1, -bound.most
        if target == 0:
            return 2 * source, -bound.most
        return -1 - self._arc(source, target, bound.most), 1

    def _arc(self, source: int, target: int, weight: int) -> int:
        """The number of an arc that is not the graph's."""
        key = source, target, weight
        if key not in self._made:
            self.source.append(source)
            self.target.append(target)
            self.weight.append(weight)
            self._made[key] = len(self.weight) - 1
        return self._made[key]

    def denied(self, literal: Literal) -> Literal:
        """The literal that holds where this one does not."""
        place, value = literal
        if place >= 0:
            return place ^ 1, 1 - value
        arc = -1 - place
        if arc not in self.opposite:
            other = self._arc(self.target[arc], self.source[arc], -self.weight[arc] - 1)
            self.opposite[arc], self.opposite[other] = other, arc
        return -1 - self.opposite[arc], 1

    def holds(self, literal: Literal) -> bool:
        """Whether it is known to hold now."""
        place, value = literal
        return self.value[place] >= value if place >= 0 else -1 - place in self.active

    # -- there

    def begin(self) -> None:
        """Begins a level: what is put now is taken back together."""
        self.begun.append(len(self.entries))

    def put(self, literal: Literal, reason: Why) -> Reason | None:
        """Takes a literal to hold; gives a contradiction that this is at once."""
        place, value = literal
        if place < 0:
            return self.activate(-1 - place, reason)
        if self.value[place] >= value:
            return None
        self.level.append(len(self.begun))
        self.entries.append((place, value, self.entry[place], reason))
        self.entry[place] = len(self.entries) - 1
        self.value[place] = value
        self.changed.append(place)
        if self.value[place ^ 1] + value > 0:
            return Reason("clash", (), relevant(((place, value), (place ^ 1, 1 - value))))
        return None

    def activate(self, arc: int, reason: Why) -> Reason | None:
        """Puts an arc in force; gives a contradiction that this is at once."""
        if arc in self.active or arc in self.plain:
            return None
        self.level.append(len(self.begun))
        self.entries.append((-1 - arc, 1, -1, reason))
        self.active[arc] = len(self.entries) - 1
        self._connect(arc)
        self.turned(arc, True)
        s, t = self.source[arc], self.target[arc]
        self.changed.append(2 * s + 1)
        self.changed.append(2 * t)
        self.changed.append(-1 - arc)
        around = (arc,) if s == t and self.weight[arc] < 0 else (arc, self.opposite.get(arc, -1))
        if around[-1] == arc or around[-1] in self.active:
            return Reason("cycle", around, tuple((-1 - a, 1) for a in around))
        return None

    def _connect(self, arc: int) -> None:
        s, t, w = self.source[arc], self.target[arc], self.weight[arc]
        self._follows[2 * s + 1].append((2 * t + 1, -w, arc))
        self._follows[2 * t].append((2 * s, -w, arc))

    def follow(self, began: int, touched: list[int]) -> Reason | None:
        """Follows what has changed along the arcs in force, and adds all that changes to what is touched; gives a
        contradiction. `began` is the entry from which on a value that keeps growing is looked at for a cycle."""
        value, changed = self.value, self.changed
        while changed:
            place = changed.popleft()
            if place < 0:
                touched.append(place)
                continue
            at = value[place]
            if at == -inf:
                continue
            touched.append(place)
            for beyond, more, arc in self._follows[place]:
                if at + more > value[beyond]:
                    conflict = self.put((beyond, int(at) + more), (arc, place))
                    if conflict is not None:
                        return conflict
                    if len(self.entries) - began > 4 * len(value):
                        cycle = self._cycle(beyond)
                        if cycle is not None:
                            return cycle
        return None

    def _cycle(self, place: int) -> Reason | None:
        """Whether the last value of a place follows from an earlier one of its own, by arcs alone."""
        arcs: list[int] = []
        entry = self.entry[place]
        while entry >= 0:
            reason = self.entries[entry][3]
            if reason is None or isinstance(reason, Reason):
                return None
            arc, before = reason
            arcs.append(arc)
            if before == place:
                return Reason("cycle", tuple(arcs), tuple((-1 - a, 1) for a in arcs if a not in self.plain))
            if before < 2:
                return None
            entry = self.held_since((before, self.entries[entry][1] + self.weight[arc]), entry)
        return None

    # -- and back

    def held_since(self, literal: Literal, before: int | None = None) -> int:
        """The first entry by which a literal holds (looked for from the one before `before` on)."""
        place, value = literal
        if place < 0:
            return self.active[-1 - place]
        entry = self.entry[place]
        if before is not None:
            while entry >= before:
                entry = self.entries[entry][2]
        while True:
            earlier = self.entries[entry][2]
            if earlier < 0 or self.entries[earlier][1] < value:
                return entry
            entry = earlier

    def why(self, literal: Literal, why: Reason | tuple[int, int]) -> Reason:
        """Why a literal holds, and of what an arc says no more than is needed."""
        if isinstance(why, Reason):
            return why
        arc, before = why
        premises: tuple[Literal, ...] = () if before < 2 else ((before, literal[1] + self.weight[arc]),)
        return Reason("arc", arc, premises if arc in self.plain else (*premises, (-1 - arc, 1)))

    def back(self, level: int) -> int:
        """Takes back what was assumed since a level, and all that followed; gives the entry from which on."""
        down = self.begun[level]
        for place, _, before, _ in reversed(self.entries[down:]):
            if place >= 0:
                self.entry[place] = before
                self.value[place] = self.entries[before][1] if before >= 0 else (-inf if place > 1 else 0)
            else:
                arc = -1 - place
                del self.active[arc]
                self.turned(arc, False)
                self._follows[2 * self.source[arc] + 1].pop()
                self._follows[2 * self.target[arc]].pop()
        del self.entries[down:]
        del self.level[down:]
        del self.begun[level:]
        self.changed.clear()
        return down


def relevant(literals: Iterable[Literal]) -> tuple[Literal, ...]:
    """Those that say more than that the zero is at zero."""
    return tuple(literal for literal in literals if literal[0] > 1 or literal[1] > 0)
