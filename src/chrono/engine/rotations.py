"""Histories that break what rests on one id, from histories that break what rests on another.

Takes formulas as a graph with the ids that each rests on, and a history that breaks what rests on one id alone; gives
such histories for other ids, none of which can then be spared. What is broken is put in force again along the
alternatives that the history takes: shortest paths then close a negative cycle, and where they leave a history without
what rests on an id of it, that breaks nothing else (recursive model rotation; Belov & Marques-Silva, FMCAD 2011). It
never searches, so it finds some of them, not all.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, islice, product
from typing import NamedTuple, TypeAlias

from chrono.engine.formulas import Linear
from chrono.engine.graph import Encoded
from chrono.engine.outcomes import FailedCheck
from chrono.engine.shortest_paths import Adjacent, settle

MOST_WAYS = 4
"""In so many ways at most what is broken is put in force again."""
VALUES = 200_000
"""As many histories are kept as have so many values of points together."""

Arc: TypeAlias = tuple[int, int, int, int]
"""Where it leads from and to, its weight, and its number."""
Demand: TypeAlias = tuple[int, Sequence[Sequence[Arc]]]
"""A plain arc or an either/or: the number of the formula that it belongs to (-1: it is asked), and the ways in which it
can be kept."""


class Near(NamedTuple):
    """A history: of each point of the graph its value, counted from the zero; and the numbers of the formulas that it
    breaks."""

    values: Sequence[int]
    broken: frozenset[int]


class _Held(NamedTuple):
    """A history, what it keeps, each in one way, and what it breaks."""

    values: Sequence[int]
    kept: list[tuple[int, Sequence[Arc]]]
    broken: list[Demand]


class Rotations:
    """One set of formulas, many histories. Only for a graph without sums, and without either/ors within others."""

    def __init__(self, encoded: Encoded, needed: Iterable[Collection[str]]) -> None:
        self._encoded, self._graph, self._needed = encoded, encoded.graph, [frozenset(ids) for ids in needed]
        self._met: deque[Near] = deque(maxlen=VALUES // len(self._graph.points))
        self._demands: list[Demand] = []
        for number, part in enumerate(encoded.parts):
            self._demands += [(number, (self._arcs((arc,)),)) for arc in part.arcs]
            for choice in part.choices:
                ways = (self._arcs(alternative.arcs) for alternative in self._graph.choices[choice])
                self._demands.append((number, tuple(ways)))

    def _arcs(self, arcs: Iterable[int]) -> tuple[Arc, ...]:
        graph = self._graph
        return tuple((graph.source[arc], graph.target[arc], graph.weight[arc], arc) for arc in arcs)

    def shown(self, bounds: Sequence[Linear], gone: Collection[str]) -> set[str]:
        """Ids for each of which a history is known that keeps the bounds and breaks, of all that rests on nothing that
        is gone, only what rests on it."""
        found: set[str] = set()
        with self._encoded.also(bounds) as part:
            asked = self._arcs(part.arcs)
        for values, broken in self._met:
            if all(values[target] - values[source] <= weight for source, target, weight, _ in asked):
                resting = [ids for number in broken if (ids := self._needed[number]).isdisjoint(gone)]
                found.update(*resting[:1] and [resting[0].intersection(*resting)])
        return found

    def _held(self, values: Sequence[int], demands: Iterable[Demand]) -> _Held:
        held = _Held(values, [], [])
        for number, ways in demands:
            for way in ways:
                for source, target, weight, _ in way:
                    if values[target] - values[source] > weight:
                        break
                else:
                    held.kept.append((number, way))
                    break
            else:
                held.broken.append((number, ways))
        return held

    def spread(
        self, first: Sequence[int], bounds: Sequence[Linear], gone: Collection[str], wanted: Collection[str]
    ) -> None:
        """Remembers a history and others like it under the same bounds: each breaks, of all that rests on nothing that
        is gone, only what rests on one of the ids wanted, and no two the same.

        The first breaks, of all that, what rests on one id or is asked. Raises `FailedCheck` where nothing need be
        broken: all that is not gone is said to leave no history.
        """
        left = set(wanted)
        demands = [demand for demand in self._demands if self._needed[demand[0]].isdisjoint(gone)]
        with self._encoded.also(bounds) as part:
            demands += [(-1, (self._arcs((arc,)),)) for arc in part.arcs]
            pending = [first]
            self._remember(first)
            while pending and left:
                for id, found in self._rotated(self._held(pending.pop(), demands), left):
                    left.remove(id)
                    self._remember(found)
                    pending.append(found)

    def _remember(self, values: Sequence[int]) -> None:
        broken = self._held(values, self._demands).broken
        self._met.appendleft(Near(values, frozenset(number for number, _ in broken)))

    def _rotated(self, held: _Held, wanted: Collection[str]) -> Iterator[tuple[str, list[int]]]:
        """Ids of those wanted, each with a history that breaks what rests on it in place of what one breaks."""
        out: Adjacent = [[] for _ in held.values]
        for _, way in held.kept:
            for source, target, weight, arc in way:
                out[source].append((target, weight, arc))
        owners: dict[int, set[str]] = {}
        resting: dict[str, set[int]] = {id: set() for id in wanted}
        for number, way in chain(held.kept, ((number, way) for number, ways in held.broken for way in ways)):
            own = resting.keys() & self._needed[number] if number >= 0 else set()
            for *_, arc in way:
                owners[arc] = own
                for id in own:
                    resting[id].add(arc)
        told: set[str] = set()
        for ways in islice(product(*(ways for _, ways in held.broken)), MOST_WAYS):
            back = [*chain(*ways)]
            found = self._mended(held.values, out, back)
            if isinstance(found, list):
                raise FailedCheck("a history is left where there is a refutation")
            # What is to go alone stands on every cycle.
            critical = set().union(*(owners[arc] for arc in found)) - told
            while critical:
                id = min(critical)
                critical.remove(id)
                found = self._mended(held.values, out, back, resting[id])
                if isinstance(found, list):
                    told.add(id)
                    yield id, found
                else:
                    critical &= set().union(*(owners[arc] for arc in found))

    def _mended(
        self, values: Sequence[int], out: Adjacent, back: Iterable[Arc], gone: Collection[int] = ()
    ) -> list[int] | tuple[int, ...]:
        """A history in which more arcs hold than those of `out`, but for those that are gone; or the arcs of a negative
        cycle."""
        moved, extra = [*values], dict[int, list[tuple[int, int, int]]]()
        for source, target, weight, arc in back:
            if arc in gone:
                continue
            if moved[target] - moved[source] > weight:
                reached: dict[int, float] = {target: moved[source] + weight}
                came = {target: arc}
                settle(reached, moved, out, moved, came=came, extra=extra, gone=gone)
                if source in reached:
                    cycle = [came[source]]
                    while cycle[-1] != arc:
                        cycle.append(came[self._graph.source[cycle[-1]]])
                    return tuple(cycle)
                for point, at in reached.items():
                    moved[point] = int(at)
            extra.setdefault(source, []).append((target, weight, arc))
        return [at - moved[0] for at in moved]
