"""The windows of few points of a large network, and what decides them, while nearly all else stands still.

Takes the graph of a whole network of differences and a history in which all of it holds; gives for a distance a
certificate, and for its ends the formulas that can keep it from going further, or nothing where either/ors are in the
way. From the history a point is pushed to one side, and what it pushes before it moves with it, until the zero or the
point that it is counted from would have to move: the way there is a shortest path (Dijkstra 1959, with the history as
potentials: Johnson, JACM 24, 1977), which shows that it goes no further. Of each either/or the alternative that holds
in the history by most is kept, and where one of these is on the way nothing is told.

What decides an end is what lies on any of the shortest paths. With the alternatives that are kept the evidence can be
true, so that whatever keeps the end where it is still does with these in force, by a path just as long; where none of
them lies on one, such a path is of plain bounds, and no either/or is of any use to a smallest set of reasons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from chrono.engine.bounds import Boxes
from chrono.engine.certificates import (
    Certificate,
    Moved,
    Refutation,
    Span,
    Sum,
    Witness,
    outside,
    refutes,
    rested_on,
    satisfies,
    shows,
)
from chrono.engine.formulas import Constraint, Formula, Linear, Point, points_of
from chrono.engine.graph import Encoded, Part
from chrono.engine.outcomes import FailedCheck

Counts = Callable[[int], bool]
"""Whether a formula counts, by its number."""


class _Pushed(NamedTuple):
    """How far a point goes to one side: until `goal` would have to move (None: without end), `length` away from it."""

    goal: int | None
    length: int
    away: dict[int, int]
    """How far each point that is reached lies from the one that is pushed."""
    path: tuple[int, ...]
    """The arcs of a shortest path between the two."""


class Surroundings:
    """One network, and a history of it that was checked; asked about few of its points."""

    def __init__(
        self, encoded: Encoded, boxes: Boxes, history: Sequence[int], constraints: Sequence[Constraint]
    ) -> None:
        """The boxes are those of the graph's plain arcs. The constraints are those of the formulas, in their order."""
        self.encoded, self.graph, self.constraints = encoded, encoded.graph, constraints
        self._adjacent = boxes.into, boxes.out
        self._value = history
        self._history = self.graph.named(history)
        self._saying, choosing = encoded.saying
        self._kept: tuple[dict[int, list[tuple[int, int, int]]], dict[int, list[tuple[int, int, int]]]] = ({}, {})
        """What the alternatives that are kept add to what is adjacent."""
        self._choosing: dict[int, list[int]] = {}
        """The formulas with an either/or that names a point."""
        for choice in self.graph.base.choices:
            self._choose(choice)
            for name in points_of(self.graph.formula[choice]):
                self._choosing.setdefault(encoded.index[name], []).append(choosing[choice])

    # -- windows

    def certificate(self, of: Point, after: Point, counts: Counts) -> Certificate | None:
        """What proves which values the distance has where only some formulas count, already checked; None where
        either/ors are in the way."""
        index = self.encoded.index
        lower, upper = (self._end(index[of], index[after], side, counts) for side in (-1, 1))
        if lower is None or upper is None:
            return None
        (least, low, below), (most, high, above) = lower, upper
        stretches = outside(of, after, ((least, most),))
        paths = [path for bound, path in ((least, below), (most, above)) if bound is not None]
        excluded = tuple(Sum((*stretch, *path)) for stretch, path in zip(stretches, paths, strict=True))
        found = Certificate(of, after, ((least, most),), (((low, high),),), excluded)
        if not shows(found, lambda span, steps: self._satisfied(span, steps, counts), self._refuted(counts)):
            raise FailedCheck(f"the window of {of} is not what its certificate proves")
        return found

    def _end(
        self, of: int, after: int, side: int, counts: Counts
    ) -> tuple[int | None, Witness, tuple[Linear, ...]] | None:
        """The last value of a distance to one side (None: it has none), a history with it, and the bounds of the path
        that keeps it from going further."""
        changes: dict[int, int] = {}
        path: tuple[int, ...] = ()
        steps = [(of, side, (0, after))] + ([(after, -side, (0, of))] if after else [])
        for point, way, goals in steps:
            pushed = self._push(point, way, goals, changes, counts)
            path += pushed.path
            if any(self._is_alternative(arc) for arc in pushed.path):
                return None
            if pushed.goal is None:
                rates = {self.graph.points[p]: way for p in pushed.away}
                return None, Witness(self._moved(changes), rates), ()
            at = self._at(pushed.goal, changes)
            for passed, away in pushed.away.items():
                value = at + way * (pushed.length - away)
                if way * (value - self._at(passed, changes)) > 0:
                    changes[passed] = value
            if pushed.goal:
                # It is the other end of the distance itself.
                path = pushed.path
                break
        value = self._at(of, changes) - (self._at(after, changes) if after else 0)
        return value, Witness(self._moved(changes)), tuple(self.graph.bound[arc] for arc in path)

    def _at(self, point: int, changes: Mapping[int, int]) -> int:
        return changes[point] if point in changes else self._value[point]

    def _moved(self, changes: Mapping[int, int]) -> Moved:
        return Moved(self._history, {self.graph.points[p]: at for p, at in changes.items()})

    def _push(self, point: int, way: int, goals: Sequence[int], changes: Mapping[int, int], counts: Counts) -> _Pushed:
        """Pushes a point up (1) or down (-1), from where the history with changes has it, until one of the goals would
        have to move. What is reached are all points that move, and those on any path as short as that to the goal."""
        start = self._at(point, changes)
        away: dict[int, int] = {}
        reached, came = {point: 0}, dict[int, int]()
        heap = [(0, point)]
        goal, last = None, 0
        while heap:
            by, at = heappop(heap)
            if goal is not None and by > last:
                break
            if at in away:
                continue
            away[at] = reached[at]
            if at in goals:
                if goal is None:
                    goal, last = at, by
                continue
            for other, weight, arc in self._arcs(at, way, counts):
                further = reached[at] + weight
                if other not in away and (other not in reached or further < reached[other]):
                    reached[other], came[other] = further, arc
                    heappush(heap, (further + way * (self._at(other, changes) - start), other))
        path: list[int] = []
        if goal is not None:
            ends = self.graph.target if way > 0 else self.graph.source
            at = goal
            while at != point:
                path.append(came[at])
                at = ends[came[at]]
        return _Pushed(goal, 0 if goal is None else away[goal], away, tuple(path))

    def _arcs(self, point: int, way: int, counts: Counts) -> Iterator[tuple[int, int, int]]:
        """The arcs that a point pushes against, those of kept alternatives after the plain ones."""
        side = 0 if way > 0 else 1
        saying = self._saying
        for adjacent in (self._adjacent[side][point], self._kept[side].get(point, ())):
            for other, weight, arc in adjacent:
                if counts(saying[arc]):
                    yield other, weight, arc

    # -- what decides

    def deciding(self, points: Iterable[Point], counts: Counts) -> list[int] | None:
        """The numbers of the formulas that decide the ends of the windows of these points: those on any shortest path
        from and to the zero, and what rests on no evidence and names the same points. None where either/ors are in the
        way."""
        found: set[int] = set()
        named = {self.encoded.index[point] for point in points}
        for point in sorted(named):
            for way in (1, -1):
                pushed = self._push(point, way, (0,), {}, counts)
                arcs = [] if pushed.goal is None else self._on_shortest(pushed.away, way, counts)
                if any(map(self._is_alternative, arcs)):
                    return None
                found.update(self._saying[arc] for arc in arcs)
        for number in sorted(found):
            named.update(self._points(number))
        for point in sorted(named - {0}):
            found.update(n for n in self._naming(point) if not self.constraints[n].ids and counts(n))
        return sorted(found)

    def _on_shortest(self, away: Mapping[int, int], way: int, counts: Counts) -> list[int]:
        """The arcs on any of the shortest paths between the zero and the point from which it and others are so far
        away."""
        leading: dict[int, list[tuple[int, int]]] = {}
        for point, far in away.items():
            # Of the zero there are too many, and from it on nothing leads further.
            for other, weight, arc in self._arcs(point, way, counts) if point else ():
                if away.get(other) == far + weight:
                    leading.setdefault(other, []).append((point, arc))
        arcs: list[int] = []
        waiting, met = [0], {0}
        while waiting:
            for point, arc in leading.get(waiting.pop(), ()):
                arcs.append(arc)
                if point not in met:
                    met.add(point)
                    waiting.append(point)
        return arcs

    # -- checks

    def _satisfied(self, span: Span, steps: int, counts: Counts) -> bool:
        """Whether a span satisfies the formulas that count: those that name no point that it moves hold as they do in
        the history."""
        names: set[Point] = set()
        for witness in span:
            if not isinstance(witness.history, Moved) or witness.history.other is not self._history:
                return False
            names.update(witness.history.changes, witness.rates)
        return satisfies(span, self._formulas(names, counts), steps)

    def _refuted(self, counts: Counts) -> Callable[[Refutation, Iterable[Formula]], bool]:
        def refuted(tree: Refutation, also: Iterable[Formula]) -> bool:
            names = {p for f in rested_on(tree) for p in points_of(f)}
            return refutes(tree, (*self._formulas(names, counts), *also))

        return refuted

    def _formulas(self, names: Iterable[Point], counts: Counts) -> list[Formula]:
        """The formulas that count and name any of these points."""
        numbers = {n for name in names for n in self._naming(self.encoded.index[name])}
        return [self.constraints[n].formula for n in sorted(numbers) if counts(n)]

    def _naming(self, point: int) -> Iterator[int]:
        for adjacent in self._adjacent:
            yield from (self._saying[arc] for _, _, arc in adjacent[point])
        yield from self._choosing.get(point, ())

    def _points(self, number: int) -> Iterator[int]:
        for point in points_of(self.constraints[number].formula):
            yield self.encoded.index[point]

    # -- either/ors

    def _choose(self, choice: int) -> None:
        """Keeps, of an either/or, the alternative that holds in the history by most."""
        part = max(self.graph.choices[choice], key=self._room)
        if self._room(part) < 0:
            raise FailedCheck("an either/or does not hold in a history that was checked")
        for arc in part.arcs:
            source, target, weight = self.graph.source[arc], self.graph.target[arc], self.graph.weight[arc]
            self._kept[0].setdefault(target, []).append((source, weight, arc))
            self._kept[1].setdefault(source, []).append((target, weight, arc))
        for inner in part.choices:
            self._choose(inner)

    def _room(self, part: Part) -> float:
        """By how much every arc of a part holds in the history, at least; negative where one does not."""
        graph, value = self.graph, self._value
        rooms: list[float] = [value[graph.source[a]] + graph.weight[a] - value[graph.target[a]] for a in part.arcs]
        rooms += [max(map(self._room, graph.choices[inner]), default=-1) for inner in part.choices]
        return min(rooms, default=0)

    def _is_alternative(self, arc: int) -> bool:
        """Whether an arc is of an alternative that is kept."""
        return any(arc == other for _, _, other in self._kept[0].get(self.graph.target[arc], ()))
