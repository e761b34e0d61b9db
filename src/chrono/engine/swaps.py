"""More histories from one: spans that exclude each other change places, two at a time, wherever the history stays one.

Takes the history that a search holds, and values that points miss; moves it to where more points lie at such a value.
It climbs and never searches: what it cannot attain has to be asked for. No step is taken before all that binds the
points moved was tried.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from math import inf
from typing import TypeAlias

from chrono.engine.exclusive_spans import Exclusive
from chrono.engine.graph import Graph
from chrono.engine.search import Search
from chrono.engine.shortest_paths import Adjacent

Missing: TypeAlias = Mapping[int, Sequence[tuple[float, float]]]
"""Points, each with the stretches of values that it misses, counted from the zero."""


class Swaps:
    """One search of a graph without sums, and without either/ors within others; many histories of it."""

    def __init__(self, search: Search, crowds: Sequence[Exclusive]) -> None:
        """`crowds` are the sets of spans of the search's graph that exclude each other."""
        self._search, self._crowds = search, crowds
        self._value: list[int] = []
        self._movable = [_movable(crowd) for crowd in crowds]
        self._settled = [_settled(crowd, search.graph) for crowd in crowds]
        self._lasting = [_lasting(crowd, search.out) for crowd in crowds]

    def gain(self, missing: Missing) -> int:
        """Moves the history; how many more points lie at a value that they miss."""
        self._value = self._search.value[:]
        gained = sum(self._climb(number, missing) for number in range(len(self._crowds)))
        if gained:
            self._search.adopt(self._value)
        return gained

    def _climb(self, crowd: int, missing: Missing) -> int:
        value, settled, movable = self._value, self._settled[crowd], self._movable[crowd]
        spans = [(self._crowds[crowd].starts[k], self._crowds[crowd].ends[k]) for k in movable]
        lasting = [self._lasting[crowd][k] for k in movable]
        holder = sorted(range(len(spans)), key=lambda k: value[spans[k][0]])
        """Who has each place; `place` has the place of each."""
        place = [0] * len(spans)
        for number, k in enumerate(holder):
            place[k] = number
        starts, ends = ([value[spans[k][side]] - value[0] for k in holder] for side in (0, 1))
        lengths = [last - first for first, last in zip(starts, ends, strict=True)]
        wanted: list[dict[int, int]] = []
        for (start, end), (least, most) in zip(spans, lasting, strict=True):
            wants = _wanted(starts, missing.get(start, ()), ends, missing.get(end, ()))
            wanted.append({number: got for number, got in wants.items() if least <= lengths[number] <= most})
        gained, climbing = 0, True
        while climbing:
            climbing = False
            for k, wants in enumerate(wanted):
                for number, got in wants.items():
                    other = holder[number]
                    own, theirs = place[k], wanted[other]
                    gain = got + theirs.get(own, 0) - wants.get(own, 0) - theirs.get(number, 0)
                    if gain > 0 and self._swap(spans[k], spans[other], settled):
                        holder[own], holder[number], place[k], place[other] = other, k, number, own
                        gained += gain
                        climbing = True
        return gained

    def _swap(self, one: tuple[int, int], other: tuple[int, int], settled: frozenset[int]) -> bool:
        """Puts each of two spans where the other is, where all holds then that is not settled; whether it did."""
        value, points = self._value, (*one, *other)
        before = value[one[0]], value[one[1]], value[other[0]], value[other[1]]
        value[other[0]], value[other[1]], value[one[0]], value[one[1]] = before
        if all(map(self._arcs_hold, points)) and all(
            self._choice_holds(choice)
            for point in points
            for choice in self._search.touching.get(point, ())
            if choice not in settled
        ):
            return True
        value[one[0]], value[one[1]], value[other[0]], value[other[1]] = before
        return False

    def _arcs_hold(self, point: int) -> bool:
        """Whether the arcs in force at a point hold."""
        value = self._value
        at = value[point]
        for target, weight, _ in self._search.out[point]:
            if value[target] - weight > at:
                return False
        return all(at <= value[source] + weight for source, weight, _ in self._search.into[point])

    def _choice_holds(self, choice: int) -> bool:
        """Whether an alternative of an either/or holds."""
        graph, value = self._search.graph, self._value
        return any(
            all(value[graph.target[arc]] <= value[graph.source[arc]] + graph.weight[arc] for arc in part.arcs)
            for part in graph.choices[choice]
        )


def _wanted(
    starts: Sequence[int],
    start_missing: Sequence[tuple[float, float]],
    ends: Sequence[int],
    end_missing: Sequence[tuple[float, float]],
) -> dict[int, int]:
    """The places, in order, in which a span's points would lie at values that they miss, and how many of the two."""
    found: dict[int, int] = {}
    for at, missing in ((starts, start_missing), (ends, end_missing)):
        if len(missing) <= len(at):
            numbers: Iterable[int] = chain.from_iterable(
                range(bisect_left(at, first), bisect_right(at, last)) for first, last in missing
            )
        else:
            before = ((number, bisect_right(missing, (value, inf)) - 1) for number, value in enumerate(at))
            numbers = (number for number, last in before if last >= 0 and missing[last][1] >= at[number])
        for number in numbers:
            found[number] = found.get(number, 0) + 1
    return found


def _lasting(crowd: Exclusive, out: Adjacent) -> list[tuple[int, float]]:
    """How long each span lasts at least and at most, by the bounds of its own."""
    return [
        (least, min((weight for target, weight, _ in out[start] if target == end), default=inf))
        for start, end, least in zip(crowd.starts, crowd.ends, crowd.least, strict=True)
    ]


def _movable(crowd: Exclusive) -> list[int]:
    """The spans whose points are theirs alone: where such a span goes no other goes along."""
    named = Counter((*crowd.starts, *crowd.ends))
    ends = enumerate(zip(crowd.starts, crowd.ends, strict=True))
    return [k for k, (start, end) in ends if named[start] == named[end] == 1]


def _settled(crowd: Exclusive, graph: Graph) -> frozenset[int]:
    """The either/ors that hold whoever has which place, since any two of the spans have as much between them. What
    follows from one in more words is none of the graph's own: that one is tried itself."""
    choices = {choice for row in crowd.choice for choice in row if 0 <= choice < len(graph.choices)}
    return frozenset(
        choice
        for choice in choices
        if all(graph.weight[arc] == -crowd.between for part in graph.choices[choice] for arc in part.arcs)
    )
