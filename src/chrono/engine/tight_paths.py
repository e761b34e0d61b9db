"""What a bound of one point rests on where there are no either/ors: by the paths that are just as long as it says.

Takes boxes, the end that is asked about, and for each arc the sets of ids by which it stands; gives the preferred
smallest set of ids that keeps the end where it is, and the arcs of one path that does. Without either/ors evidence
keeps an end as it is just where a path of that length is left, and such a path has tight arcs alone: those along which
the boxes fall by the whole weight (Dechter, Meiri & Pearl, Artificial Intelligence 49, 1991). So each question is one
walk over few arcs, and nothing has to be moved. Never searches for what is shorter or longer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from heapq import heapify, heappop, heappush
from typing import Any, NamedTuple

from chrono.engine.bounds import Boxes

Standing = Callable[[int], Sequence[tuple[str, ...]]]
"""For an arc the ids of each formula that says it, the most certain first."""


class Forced(NamedTuple):
    """The ids that force an end, the arcs of a path by which they do, from the zero on, and whether it is known that
    they do by no other, nor say any of its arcs twice."""

    ids: frozenset[str]
    arcs: tuple[int, ...]
    alone: bool = False


class Way(NamedTuple):
    """The arcs of a way from the zero on, the ids that it rests on, those of them of which it is sure that none can be
    spared once what is worse was left out, and whether the ids leave no other way, nor say any of its arcs twice."""

    arcs: tuple[int, ...]
    used: frozenset[str]
    sure: frozenset[str]
    alone: bool


LONG = 200
"""Ways that rest on more ids than this are looked for one by one: what is kept of each would be too much."""


class BestWays:
    """One end of all boxes: of each point that is asked about the best way of tight arcs from it to the zero, each
    found once for all points that come by it.

    Of two ways the better one is that whose worst id is better, or whose second worst is, and so on, as leaving out the
    worst ids one after the other comes to. That goes point by point (Dijkstra) as long as no id stands for several arcs
    of a way: below the worst that does, a way is one of several to be tried.
    """

    def __init__(self, boxes: Boxes, upper: bool, standing: Standing, place: Mapping[str, int]) -> None:
        self._boxes, self._upper, self._standing, self._place = boxes, upper, standing, place
        self._best: dict[int, tuple[tuple[int, ...], int, int]] = {0: ((), -1, 0)}
        """By point the places of the ids, the worst first, the first arc and where it leads."""
        self._used: dict[int, frozenset[str]] = {0: frozenset()}
        """By point the ids that the best way rests on, of those that a way which was asked for comes by."""
        self._alone = {0}
        """The points of which these leave no other way."""
        self._steps: dict[int, list[tuple[int, int]]] = {}
        """By point where the tight arcs lead, and these."""
        self._by: dict[int, Sequence[tuple[str, ...]]] = {}
        """By arc the sets of ids by which it stands."""
        self._resting: dict[int, tuple[int, ...]] = {}
        """By arc the places of the best one of them."""
        self._arc: dict[int, int] = {}
        self._several: set[int] = set()
        """Places of ids that stand for several arcs."""
        self._names = {number: id for id, number in place.items()}
        self._long = False

    def of(self, point: int) -> Way | None:
        """The best way to a point; None where it rests on too many ids."""
        if point not in self._best and not self._long:
            self._find(point)
        if point not in self._best:
            return None
        arcs, ahead, at = [], [], point
        while at:
            if at not in self._used:
                ahead.append(at)
            _, arc, at = self._best[at]
            arcs.append(arc)
        for at in reversed(ahead):
            self._go_on(at)
        places, used = self._best[point][0], self._used[point]
        sure = used
        if not self._several.isdisjoint(places):
            last = next(n for n, at in enumerate(places) if at in self._several)
            sure = frozenset(self._names[at] for at in places[: last + 1])
        return Way(tuple(arcs[::-1]), used, sure, point in self._alone)

    def _go_on(self, point: int) -> None:
        """Sees what ids the way to a point rests on, and whether they leave another, from where it goes on."""
        places, arc, to = self._best[point]
        used = self._used[to]
        if places != self._best[to][0]:
            used = frozenset(self._names[at] for at in places)
        self._used[point] = used
        if to not in self._alone or len(_left(self._steps[point], self._by, used)) > 1:
            return
        # More ids leave other arcs behind the point only where they stand for several.
        more = used is not self._used[to] and not self._several.isdisjoint(self._resting[arc])
        if not more or _alone(self._steps, self._by, to, used):
            self._alone.add(point)

    def _find(self, point: int) -> None:
        """Settles all points that the ways of one lead to, the one with the best way first."""
        before: dict[int, list[tuple[int, int]]] = {}
        heap: list[tuple[tuple[int, ...], int, int, int]] = []
        ways = _ways(self._boxes, point, self._upper, self._best)
        self._steps |= ways
        for at, steps in ways.items():
            for to, arc in steps:
                if arc not in self._resting:
                    self._resting[arc] = self._least(arc)
                if to in self._best:
                    heap.append((self._further(self._best[to][0], arc), at, arc, to))
                else:
                    before.setdefault(to, []).append((at, arc))
        heapify(heap)
        while heap and not self._long:
            places, at, arc, to = heappop(heap)
            if at in self._best:
                continue
            self._best[at] = places, arc, to
            for other, by in before.get(at, ()):
                if other not in self._best:
                    heappush(heap, (self._further(places, by), other, by, at))

    def _least(self, arc: int) -> tuple[int, ...]:
        self._by[arc] = standing = self._standing(arc)
        sets = [tuple(sorted((self._place[id] for id in ids), reverse=True)) for ids in standing]
        for at in {at for places in sets for at in places}:
            if self._arc.setdefault(at, arc) != arc:
                self._several.add(at)
        return min(sets)

    def _further(self, places: tuple[int, ...], arc: int) -> tuple[int, ...]:
        if len(places) > LONG:
            self._long = True
        more = self._resting[arc]
        return tuple(sorted({*places, *more}, reverse=True)) if more else places


def forced(
    boxes: Boxes,
    point: int,
    upper: bool,
    standing: Standing,
    place: Callable[[str], Any],
    barred: Collection[str] = (),
    given: Collection[str] = (),
    best: BestWays | None = None,
) -> Forced | None:
    """The ids without any of which a point's greatest (`upper`) or least value would be another, where those barred do
    not count and those given do anyway; None where it would be another without those barred.

    The higher its place, the sooner an id is spared. `best` are the ways that are best by the same places, where none
    are barred or given.
    """
    known = None if best is None else best.of(point)
    # Those that are sure are some of them.
    if known is not None and len(known.used) == len(known.sure):
        return Forced(known.used, known.arcs, known.alone)
    ways = _ways(boxes, point, upper)
    by = {arc: [frozenset(ids) for ids in standing(arc)] for steps in ways.values() for _, arc in steps}
    resting: dict[str, list[int]] = {}
    for arc, sets in by.items():
        for id in frozenset[str]().union(*sets):
            resting.setdefault(id, []).append(arc)
    gone = set(barred)

    def falling(id: str) -> list[int]:
        return [arc for arc in resting.get(id, ()) if arc not in fallen and not any(map(gone.isdisjoint, by[arc]))]

    fallen: set[int] = set()
    for id in barred:
        fallen.update(falling(id))
    arcs = _path(ways, point, fallen) if known is None else known.arcs
    if arcs is None:
        return None
    used, sure = (_used(arcs, by, gone), given) if known is None else (set(known.used), known.sure)
    for id in sorted(resting.keys() - gone.union(sure), key=place, reverse=True):
        gone.add(id)
        fell = falling(id)
        fallen.update(fell)
        # A path in hand spares the walk for every id that it does not rest on.
        if id not in used:
            continue
        other = arcs if fallen.isdisjoint(arcs) else _path(ways, point, fallen)
        if other is None:
            gone.remove(id)
            fallen.difference_update(fell)
        else:
            arcs, used = other, _used(other, by, gone)
    ids = frozenset(used.difference(given))
    return Forced(ids, tuple(arcs), known is not None and _alone(ways, by, point, ids))


def _ways(boxes: Boxes, point: int, upper: bool, known: Collection[int] = (0,)) -> dict[int, list[tuple[int, int]]]:
    """For each point from which a path of tight arcs leads on to what is known (the zero), where they lead, and the
    arcs."""
    value, adjacent = (boxes.high, boxes.into) if upper else (boxes.low, boxes.out)
    ways: dict[int, list[tuple[int, int]]] = {}
    waiting = [point]
    while waiting:
        at = waiting.pop()
        # From there on the way is done.
        if at not in known and at not in ways:
            ways[at] = [(to, arc) for to, weight, arc in adjacent[at] if value[to] + weight == value[at]]
            waiting += [to for to, _ in ways[at]]
    return ways


def _alone(
    ways: Mapping[int, Sequence[tuple[int, int]]],
    by: Mapping[int, Sequence[Collection[str]]],
    point: int,
    ids: frozenset[str],
) -> bool:
    """Whether ids by which there is a way from a point to the zero leave one arc at each of its points, said once."""
    while point:
        left = _left(ways[point], by, ids)
        if len(left) > 1:
            return False
        (point,) = left
    return True


def _left(
    steps: Sequence[tuple[int, int]], by: Mapping[int, Sequence[Collection[str]]], ids: frozenset[str]
) -> list[int]:
    """Where the arcs lead that ids leave of the tight ones at a point, once for each set of ids by which one stands."""
    return [to for to, arc in steps for some in by[arc] if ids.issuperset(some)]


def _path(ways: dict[int, list[tuple[int, int]]], point: int, fallen: set[int]) -> Sequence[int] | None:
    """The arcs of one way to the zero over those that have not fallen; None where there is none."""
    came: dict[int, tuple[int, int]] = {point: (point, -1)}
    waiting = [point]
    while waiting:
        at = waiting.pop()
        if not at:
            arcs = []
            while at != point:
                at, arc = came[at]
                arcs.append(arc)
            return arcs
        for to, arc in ways[at]:
            if to not in came and arc not in fallen:
                came[to] = at, arc
                waiting.append(to)
    return None


def _used(arcs: Sequence[int], by: dict[int, list[frozenset[str]]], gone: set[str]) -> set[str]:
    """The ids that a path rests on: of several sets by which an arc stands those of the first that is left."""
    return {id for arc in arcs for id in next(ids for ids in by[arc] if gone.isdisjoint(ids))}
