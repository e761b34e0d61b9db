"""What of a network bears on a question: so much of it that the answer is the same, and no more.

Takes a network, gives smaller ones: of what rests on few ids, and of what can move given points. Never solves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

from chrono.core.gc_pause import uncollected
from chrono.engine.formulas import Constraint, Network, Point, naming, points_of
from chrono.engine.joining import Joined


class Bearing:
    """One network, many questions."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def on(self, ids: Collection[str], also: Sequence[Constraint] = ()) -> Network:
        """The network of what rests on few ids alone. What rests on none is taken into it so far as it bears on points
        that these ids or `also` name."""
        numbers, tied, asked = self._on(frozenset(ids), also)
        points = asked.union(*[self._bundles[bundle][0] for bundle in tied])
        return self._of(sorted(points), (self.network.constraints[n] for n in numbers), ids)

    def constraints_on(self, ids: Collection[str], also: Sequence[Constraint] = ()) -> list[Constraint]:
        """The constraints of the same network, in their order."""
        return [self.network.constraints[n] for n in self._on(frozenset(ids), also)[0]]

    def _on(self, accepted: frozenset[str], also: Sequence[Constraint]) -> tuple[list[int], set[Point], set[Point]]:
        """The constraints, the bundles that bear on them, and the points that `also` names."""
        by_id, beside = self._by_id, self._beside
        # Most rest on one id alone: these are not looked at once more.
        found = {n for id in accepted for n, ids in by_id.get(id, ()) if len(ids) == 1 or accepted.issuperset(ids)}
        asked = {point for c in also for point in points_of(c.formula)}
        tied = {self._tied.group(point) for point in asked if point in self.naming}
        tied.update(*[beside[n] for n in found])
        return sorted(found.union(*[self._bundles[bundle][1] for bundle in tied])), tied, asked

    def around(self, points: Iterable[Point], accepted: frozenset[str], most: int) -> Network | None:
        """The network of all that constraints tie to these points where `accepted` binds, step by step; what ties them
        to nothing but the zero ends there. None where that is more than `most` points.

        Exact: no constraint names a point of it and one of the rest, so that any history of it and any of the rest are
        together one of the whole. Where the whole is consistent, what can be asked of these points has the same answer,
        and the same smallest sets of ids that force it.
        """
        constraints = self.network.constraints
        reached = set(points)
        waiting = list(reached)
        found: set[int] = set()
        while waiting:
            for number in self.naming.get(waiting.pop(), ()):
                if number not in found and accepted.issuperset(constraints[number].ids):
                    found.add(number)
                    new = [p for p in self._named[number] if p not in reached]
                    reached.update(new)
                    waiting += new
                    if len(reached) > most:
                        return None
        within = [constraints[n] for n in sorted(found)]
        return self._of((p for p in self.network.points if p in reached), within, {id for c in within for id in c.ids})

    def of(self, points: Iterable[Point], numbers: Iterable[int]) -> Network:
        """The network of these points and of some of its constraints, by their numbers in order."""
        within = [self.network.constraints[n] for n in numbers]
        named = {*points, *(p for c in within for p in points_of(c.formula))}
        return self._of(sorted(named), within, {id for c in within for id in c.ids})

    def _of(self, points: Iterable[Point], constraints: Iterable[Constraint], ids: Collection[str]) -> Network:
        ranks, weights = self.network.ranks, self.network.weights
        return Network(
            tuple(points),
            tuple(constraints),
            {id: ranks[id] for id in sorted(ids) if id in ranks},
            {id: weights[id] for id in sorted(ids) if id in weights},
        )

    @cached_property
    def _by_id(self) -> dict[str, list[tuple[int, tuple[str, ...]]]]:
        """The constraints by the one of their ids on which fewest rest, as places in the network, with all their
        ids."""
        many = Counter(id for c in self.network.constraints for id in c.ids)
        found: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
        with uncollected():
            for number, constraint in enumerate(self.network.constraints):
                if constraint.ids:
                    least = min(constraint.ids, key=lambda id: (many[id], id))
                    found.setdefault(least, []).append((number, constraint.ids))
        return found

    @cached_property
    def _named(self) -> list[tuple[Point, ...]]:
        """The points that each constraint names, each once."""
        return [tuple(dict.fromkeys(points_of(constraint.formula))) for constraint in self.network.constraints]

    @cached_property
    def naming(self) -> dict[Point, list[int]]:
        """The constraints by the points that they name."""
        return naming(constraint.formula for constraint in self.network.constraints)

    @cached_property
    def _tied(self) -> Joined[Point]:
        """Points in bundles: those that constraints which rest on no evidence tie together, step by step."""
        joined = Joined[Point]()
        for constraint, points in zip(self.network.constraints, self._named, strict=True):
            if not constraint.ids:
                joined.join(points)
        return joined

    @cached_property
    def _bundles(self) -> dict[Point, tuple[list[Point], list[int]]]:
        """By bundle its points, and the constraints that tie them."""
        group = self._tied.group
        found: dict[Point, tuple[list[Point], list[int]]] = {}
        for point in self.naming:
            found.setdefault(group(point), ([], []))[0].append(point)
        for number, points in enumerate(self._named):
            if points and not self.network.constraints[number].ids:
                found[group(points[0])][1].append(number)
        return found

    @cached_property
    def _beside(self) -> list[set[Point]]:
        """The bundles in which the points of each constraint are."""
        return [{self._tied.group(point) for point in points} for points in self._named]
