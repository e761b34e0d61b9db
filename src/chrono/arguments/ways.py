"""Arguments along one path of bounds from the zero of the calendar: each is the one before it and a bound more.

Takes contradictions of bounds and the denial among them, gives the argument that is left: its steps, premises and
points. Bounds of many points come by the same path, so that each path is told once for all that go on from it.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from chrono.answers.reasons import Premise, Step
from chrono.arguments.said import Said
from chrono.arguments.steps import reaching
from chrono.core.ids import in_premise_order
from chrono.dates import Scale
from chrono.engine.formulas import Constraint, Point
from chrono.engine.shortest_paths import ORIGIN, Edge

Place: TypeAlias = tuple[bool, str, str]
"""What sorts a premise among others."""
LONG = 200
"""Of a longer path nothing is kept: all that leads there would be too much."""
MOST = 20_000
"""Of so many paths nothing is kept any longer."""


@dataclass(slots=True)
class Way:
    """A path from the zero, the date that it comes to, and what the argument along it tells, as reasons tell it."""

    edge: Edge[Constraint] | None = None
    """The last one, which is kept so that no other can have its identity."""
    at: int = 0
    ids: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    places: tuple[Place, ...] = ()
    premises: tuple[Premise, ...] = ()
    points: tuple[Point, ...] = ()
    further: dict[int, Way | None] = field(default_factory=dict)
    """By the identity of the next edge; None where the argument is not put together piece by piece."""


class Ways:
    """All paths that arguments of one network went along."""

    def __init__(self, scale: Scale, said: Callable[[Constraint], Said]) -> None:
        self._scale, self._said = scale, said
        self._begin()

    def _begin(self) -> None:
        self._earliest, self._latest, self._known = Way(), Way(), 0

    def along(self, cycle: Sequence[Edge[Constraint]], also: Sequence[Constraint]) -> Way | None:
        """The way that contradicts a denial, `also`, to which nothing else in the cycle belongs; None where that is no
        bound on one point, and where the argument has to be put together at once."""
        if len(also) != 1 or not 1 < len(cycle) <= LONG:
            return None
        (denial,) = also
        if cycle[0].tag is denial and cycle[0].source == ORIGIN:
            return self._found(self._earliest, "earliest", cycle[:0:-1])
        if cycle[-1].tag is denial and cycle[-1].target == ORIGIN:
            return self._found(self._latest, "latest", cycle[:-1])
        return None

    def _found(self, way: Way, side: Literal["earliest", "latest"], path: Iterable[Edge[Constraint]]) -> Way | None:
        if self._known > MOST:
            self._begin()
        found: Way | None = way
        for e in path:
            if found is None:
                break
            before, key = found, id(e)
            if key in before.further:
                found = before.further[key]
            else:
                found = before.further[key] = self._further(before, side, e)
                self._known += 1
        return found

    def _further(self, way: Way, side: Literal["earliest", "latest"], e: Edge[Constraint]) -> Way | None:
        """A way and an edge more; None where what it rests on has to be told otherwise beside what is told already."""
        at = way.at + (e.weight if side == "latest" else -e.weight)
        step = reaching(e, side, at, self._scale)
        if not e.tag.ids:
            return Way(e, at, way.ids, (*way.steps, step), way.places, way.premises, way.points)
        said = self._said(e.tag)
        ids, points, places, premises = [*way.ids], [*way.points], [*way.places], [*way.premises]
        for id in e.tag.ids:
            if id not in ids:
                insort(ids, id, key=in_premise_order)
        for point in said.points:
            if point not in points:
                insort(points, point)
        for place, premise in said.premises:
            number = bisect_left(places, place)
            if premise.id not in e.tag.ids:
                return None
            if places[number : number + 1] != [place]:
                places.insert(number, place)
                premises.insert(number, premise)
            elif premises[number] != premise:
                return None
        return Way(e, at, tuple(ids), (*way.steps, step), tuple(places), tuple(premises), tuple(points))
