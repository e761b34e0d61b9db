"""What the boxes alone settle of the either/ors, and what is left: small groups of points that depend on each other.

Takes a graph, gives the boxes of its points, tightened by every either/or of which one alternative is left, and the
groups whose windows are still open. Exact: an alternative is dropped only where the boxes exclude it; an arc or
either/or is left out of a group only where the boxes entail it, and the boxes are put in its place.
"""

from __future__ import annotations

from dataclasses import dataclass

from chrono.engine.bounds import Boxes
from chrono.engine.formulas import AnyOf, Formula, Point, at_least, at_most
from chrono.engine.graph import Graph, Part
from chrono.engine.joining import Joined


@dataclass(frozen=True, slots=True)
class Group:
    """Points that either/ors tie together, and all that binds them: no history of the rest matters to them."""

    points: tuple[Point, ...]
    formulas: tuple[Formula, ...]


class Filter:
    """The boxes of a graph and its either/ors as far as the boxes settle them. `consistent` is False where they refute
    all."""

    def __init__(self, graph: Graph, boxes: Boxes) -> None:
        """The boxes are those of the graph's plain arcs; they are tightened."""
        self.graph, self.boxes = graph, boxes
        self.arcs = list(graph.base.arcs)
        self.left = {choice: tuple(range(len(graph.choices[choice]))) for choice in graph.base.choices}
        """The alternatives that remain of each either/or that is not settled."""
        self.consistent = self.boxes.cycle is None
        if self.consistent and self.left:
            while self.consistent and self._round():
                pass
            self.consistent = self.consistent and self.boxes.afar()

    def groups(self) -> list[Group]:
        """The groups with an unsettled either/or, in the order of their points."""
        if not self.left:
            return []
        joined = Joined[int]()
        source, target = self.graph.source, self.graph.target
        binding = [a for a in self.arcs if source[a] and target[a] and not self.boxes.entails(a)]
        for arc in binding:
            joined.join((source[arc], target[arc]))
        tied = {c: [p for p in self._points(c) if p] for c in self.left}
        for points in tied.values():
            joined.join(points)
        members: dict[int, list[int]] = {joined.group(points[0]): [] for points in tied.values() if points}
        formulas: dict[int, list[Formula]] = {root: [] for root in members}
        for point in range(1, len(self.graph.points)):
            root = joined.group(point)
            if root in members:
                members[root].append(point)
                formulas[root] += self._box(point)
        for arc in binding:
            root = joined.group(source[arc])
            if root in members:
                formulas[root].append(self.graph.bound[arc])
        for choice, points in tied.items():
            formulas[joined.group(points[0])].append(self._formula(choice))
        names = self.graph.points
        return [Group(tuple(names[p] for p in members[root]), tuple(formulas[root])) for root in sorted(members)]

    def _round(self) -> bool:
        """One look at every either/or; whether the boxes have changed."""
        changed = False
        for choice, left in list(self.left.items()):
            parts = self.graph.choices[choice]
            if any(self._entailed(parts[i]) for i in left):
                del self.left[choice]
                continue
            still = tuple(i for i in left if not self._excluded(parts[i]))
            self.left[choice] = still
            if not still:
                self.consistent = False
            elif len(still) == 1:
                del self.left[choice]
                self._commit(parts[still[0]])
                changed = True
            if not self.consistent:
                return False
        return changed

    def _commit(self, part: Part) -> None:
        self.arcs.extend(part.arcs)
        self.consistent = self.boxes.add(part.arcs)
        for choice in part.choices:
            self.left[choice] = tuple(range(len(self.graph.choices[choice])))

    def _excluded(self, part: Part) -> bool:
        return any(self.boxes.excludes(a) for a in part.arcs) or any(
            all(self._excluded(p) for p in self.graph.choices[c]) for c in part.choices
        )

    def _entailed(self, part: Part) -> bool:
        return all(self.boxes.entails(a) for a in part.arcs) and all(
            any(self._entailed(p) for p in self.graph.choices[c]) for c in part.choices
        )

    def _points(self, choice: int) -> list[int]:
        """The points that the alternatives left of an either/or bear on."""
        parts = self.graph.choices[choice]
        arcs = [a for i in self.left[choice] for a in self.graph.arcs_within(parts[i])]
        return sorted({p for a in arcs for p in (self.graph.source[a], self.graph.target[a])})

    def _formula(self, choice: int) -> Formula:
        whole = self.graph.formula[choice]
        return AnyOf(tuple(whole.parts[i] for i in self.left[choice]))

    def _box(self, point: int) -> list[Formula]:
        name, high, low = self.graph.points[point], self.boxes.high[point], self.boxes.low[point]
        found: list[Formula] = []
        if isinstance(high, int):
            found.append(at_most(name, high))
        if isinstance(low, int):
            found.append(at_least(name, -low))
        return found
