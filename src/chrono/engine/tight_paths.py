"""What a bound of one point rests on where there are no either/ors: by the paths that are just as long as it says.

Takes boxes, the end that is asked about, and for each arc the sets of ids by which it stands; gives the preferred
smallest set of ids that keeps the end where it is, and the arcs of one path that does. Without either/ors evidence
keeps an end as it is just where a path of that length is left, and such a path has tight arcs alone: those along which
the boxes fall by the whole weight (Dechter, Meiri & Pearl, Artificial Intelligence 49, 1991). So each question is one
walk over few arcs, and nothing has to be moved. Never searches for what is shorter or longer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple

from chrono.engine.bounds import Boxes

Standing = Callable[[int], Sequence[tuple[str, ...]]]
"""For an arc the ids of each formula that says it, the most certain first."""


class Forced(NamedTuple):
    """The ids that force an end, and the arcs of a path by which they do."""

    ids: frozenset[str]
    arcs: tuple[int, ...]


def forced(
    boxes: Boxes,
    point: int,
    upper: bool,
    standing: Standing,
    place: Callable[[str], Any],
    barred: Collection[str] = (),
    given: Collection[str] = (),
) -> Forced | None:
    """The ids without any of which a point's greatest (`upper`) or least value would be another, where those barred do
    not count and those given do anyway; None where it would be another without those barred.

    The higher its place, the sooner an id is spared.
    """
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
    arcs = _path(ways, point, fallen)
    if arcs is None:
        return None
    used = _used(arcs, by, gone)
    for id in sorted(resting.keys() - gone.union(given), key=place, reverse=True):
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
    return Forced(frozenset(used.difference(given)), tuple(arcs))


def _ways(boxes: Boxes, point: int, upper: bool) -> dict[int, list[tuple[int, int]]]:
    """For each point from which a path of tight arcs leads on to the zero, where they lead, and the arcs."""
    value, adjacent = (boxes.high, boxes.into) if upper else (boxes.low, boxes.out)
    ways: dict[int, list[tuple[int, int]]] = {}
    waiting = [point]
    while waiting:
        at = waiting.pop()
        # From the zero on the way is done.
        if at and at not in ways:
            ways[at] = [(to, arc) for to, weight, arc in adjacent[at] if value[to] + weight == value[at]]
            waiting += [to for to, _ in ways[at]]
    return ways


def _path(ways: dict[int, list[tuple[int, int]]], point: int, fallen: set[int]) -> list[int] | None:
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
