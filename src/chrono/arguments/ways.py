"""Arguments along one path of bounds from the zero of the calendar: each is the one before it and a bound more.

Takes refutations that are the only path by which ids force a bound on one point, gives the argument: its steps,
premises and points. Bounds of many points come by the same path, which is told once for all that go on from it.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from chrono.answers.reasons import Premise, Step
from chrono.arguments.said import Said
from chrono.arguments.steps import reaching
from chrono.core.ids import in_premise_order
from chrono.core.points import Side
from chrono.dates import Scale
from chrono.engine.certificates import Sum
from chrono.engine.formulas import Constraint, Point
from chrono.engine.preferred_cores import Core
from chrono.engine.shortest_paths import Edge, edge

Place: TypeAlias = tuple[bool, str, str]
"""What sorts a premise among others."""
LONG = 200
"""Of a longer path nothing is kept: all that leads there would be too much."""
MOST = 20_000
"""Of so many paths nothing is kept any longer."""


@dataclass(slots=True)
class Way:
    """A path from the zero, the date that it comes to, and what the argument along it tells, as reasons tell it."""

    at: int = 0
    ids: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    places: tuple[Place, ...] = ()
    premises: tuple[Premise, ...] = ()
    points: tuple[Point, ...] = ()
    further: dict[tuple[int, int], Way | None] = field(default_factory=dict)
    """By what says the next bound; None where the argument is not put together piece by piece."""


class Ways:
    """All paths that arguments of one network went along."""

    def __init__(self, scale: Scale, constraints: Sequence[Constraint], said: Callable[[Constraint], Said]) -> None:
        self._scale, self._constraints, self._said = scale, constraints, said
        self._begin()

    def _begin(self) -> None:
        self._sides: dict[Side, Way] = {"earliest": Way(), "latest": Way()}
        self._known = 0

    def of(self, core: Core) -> Way | None:
        """The way by which a refutation contradicts the denial of a bound on one point, the first of its sum; None
        where it has to be put together at once."""
        if not isinstance(core.tree, Sum) or len(core.path) > LONG:
            return None
        if self._known > MOST:
            self._begin()
        denial, *bounds = core.tree.bounds
        side: Side = "earliest" if denial.plus else "latest"
        way: Way | None = self._sides[side]
        for key, bound in zip(core.path, bounds, strict=True):
            if way is None:
                break
            before = way
            if key in before.further:
                way = before.further[key]
            else:
                way = before.further[key] = self._further(before, side, edge(bound, self._constraints[key[0]]))
                self._known += 1
        return way

    def _further(self, way: Way, side: Side, e: Edge[Constraint]) -> Way | None:
        """A way and a bound more; None where what it rests on has to be told otherwise beside what is told already."""
        at = way.at + (e.weight if side == "latest" else -e.weight)
        steps = (*way.steps, reaching(e, side, at, self._scale))
        if not e.tag.ids:
            return Way(at, way.ids, steps, way.places, way.premises, way.points)
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
        return Way(at, tuple(ids), steps, tuple(places), tuple(premises), tuple(points))
