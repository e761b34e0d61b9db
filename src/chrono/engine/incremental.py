"""Whether what is left of a network contradicts itself, asked for one set of ids after another that is given up.

Takes a network, gives for ids that are given up a few of the others that cannot all be true, or nothing where they can.
Differences are put in force and taken out one constraint at a time, and a history is mended and kept meanwhile
(`search.py`), so that a question costs what it changes and not what the network is large. What is in force has a
history, so any part of it has: whether a part contradicts itself with what is not in force takes no more than to mend
that history among the arcs of the part. Networks with sums are asked as a whole. Every refutation is checked. Raises
`LimitReached`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import cast

from chrono.core.limits import LimitReached
from chrono.engine.certificates import Moved, Refutation, refutes
from chrono.engine.formulas import (
    Constraint,
    Formula,
    History,
    Linear,
    Point,
    holds,
    is_conjunctive,
    linears,
    naming,
)
from chrono.engine.graph import Encoded, Part
from chrono.engine.outcomes import FailedCheck, Unsettled
from chrono.engine.provenance import Provenance, by_certainty
from chrono.engine.quickxplain import spared
from chrono.engine.search import STEPS, Refuted, Search
from chrono.engine.shortest_paths import Adjacent, Distances, edge
from chrono.engine.solver import Solver


class Remaining:
    """One network, and what is left of it. `place` says of each id how soon it is given up: of two constraints that
    clash the one with the greater place is the one that is left out first."""

    def __init__(self, solver: Solver, place: Mapping[str, int]) -> None:
        self.solver, self.place = solver, place
        self._kept: Kept | None = None
        if solver.differences:
            self._kept = Kept(solver, place)

    def clashes(self) -> Iterator[frozenset[str]]:
        """Smallest sets of ids that cannot all be true, as they are met when one constraint after another is added and
        each that clashes with those before is left out: not all there are, and of those that either/ors hide none."""
        if self._kept is None:
            return
        for clash in self._kept.everything():
            yield self.smallest(clash)

    def clash(self, lost: Collection[str]) -> frozenset[str] | None:
        """A smallest set of the ids that cannot all be true where `lost` are given up; None where they all can be."""
        gone = frozenset(lost)
        try:
            if self._kept is not None:
                core = self._kept.clash(gone)
                return None if core is None else self.smallest(core.ids)
        except Unsettled:
            pass
        found = self.solver.oracle.core([id for id in self.solver.network.ids if id not in gone], ())
        return None if found is None else self.smallest(found)

    def smallest(self, clash: Collection[str]) -> frozenset[str]:
        """The preferred smallest part of ids that cannot all be true: what is given up last stays."""
        said = self.solver.bearing.constraints_on(clash)
        if self._kept is not None and all(is_conjunctive(c.formula) for c in said):
            # Mostly none can be spared: together they contradict each other, and what is left whichever goes does not.
            edges = [edge(bound, c.ids) for c in said for bound in linears(c.formula)]
            without = ([e for e in edges if id not in e.tag] for id in clash)
            if Distances(edges=edges).cycle and all(Distances(edges=some).cycle is None for some in without):
                return frozenset(clash)
        small = Solver(self.solver.bearing.on(clash), self.solver.limit).oracle
        order = sorted(clash, key=lambda id: (self.place[id], id))
        found = spared(order, lambda some: small.core(some, ()))
        if found is None:
            raise FailedCheck(f"{', '.join(order)} were said to contradict each other")
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Core:
    """Ids that cannot all be true, why, and the constraints that this rests on."""

    ids: frozenset[str]
    tree: Refutation
    used: tuple[Constraint, ...]


class Kept:
    """Constraints of differences in one search that is kept."""

    def __init__(self, solver: Solver, place: Mapping[str, int]) -> None:
        self.solver = solver
        constraints = solver.network.constraints
        # In the order in which they are put in force, which the search needs to be that of their arcs.
        self.constraints = [constraints[n] for n in by_certainty([c.ids for c in constraints], place)]
        self.said = Provenance([c.formula for c in self.constraints], [c.ids for c in self.constraints], place)
        self.encoded = Encoded(solver.network.points, [c.formula for c in self.constraints])
        self.parts = self.encoded.parts
        graph = copy(self.encoded.graph)
        graph.base = Part((), ())
        self.search = Search(graph, STEPS, solver.ended)
        self.force: set[int] = set()
        self.missing: set[int] = set(range(len(self.constraints)))
        """What is not in force though nothing that it rests on is given up."""
        self.lost: frozenset[str] = frozenset()
        self._near: tuple[History, list[int]] = {}, []
        """The history that was begun with last, and its values by the points' numbers."""

    def everything(self) -> Iterator[frozenset[str]]:
        """Puts all in force that does not clash with what is; gives what cannot all be true for each that does."""
        for number in sorted(self.missing):
            if (refuted := self._put(number)) is not None:
                yield self._core(refuted.tree, number).ids

    def clash(self, lost: frozenset[str]) -> Core | None:
        """What cannot all be true where these ids are given up; None where all can. Raises `Unsettled`."""
        self._give_up(lost)
        for number in sorted(self.missing):
            if (refuted := self._put(number)) is not None:
                return self._core(refuted.tree, number)
        if not self.search.force:
            return None
        found = self.search.find()
        if found is None:
            raise Unsettled
        return self._core(found.tree) if isinstance(found, Refuted) else None

    def preferred(self, lost: frozenset[str], place: Mapping[str, int], given: Collection[str] = ()) -> Core | None:
        """The smallest set of ids that cannot all be true where `lost` are given up and those `given` are true, of
        which the least preferred is as much preferred as can be, then the next one, and so on; None where all can be.
        `place` is the order of preference of the others, the best first. Raises `Unsettled`."""
        self._give_up(lost)
        held = set(given)

        def last(ids: Collection[str]) -> str:
            return max(ids, key=lambda id: (place[id], id))

        def worst(core: Core) -> int:
            return max((place[id] for id in core.ids - held), default=-1)

        met = [self._core(refuted.tree, n) for n in sorted(self.missing) if (refuted := self._put(n)) is not None]
        met += self._settled()
        if not met:
            return None
        core = min(met, key=worst)
        while rest := core.ids - held:
            id = last(rest)
            further = self._core_of(held, place, place[id])
            if further is None:
                held.add(id)
            else:
                core = further
        return core

    def room(self, lost: frozenset[str], near: History, bounds: Sequence[Linear]) -> Core | Moved | None:
        """A history in which some bounds hold where these ids are given up and all others are true, of which `near` is
        a history; or why there is none; None where the search cannot tell, and of points that are not in the network.
        What is not as in `near` is tried on the formulas."""
        index = self.encoded.index
        if not all(point in index for bound in bounds for point in (*bound.plus, *bound.minus)):
            return None
        self._give_up(lost)
        if not self._put_back():
            raise FailedCheck("what is left of the evidence was said to leave a history")
        self._begin(near)
        with self.encoded.also(bounds) as part:
            found = self.search.find(part)
        if found is None:
            return None
        if isinstance(found, Refuted):
            return self._core_from(found.tree, self.force.__contains__, bounds)
        return self._history(near, self.search.moved(), bounds)

    def history(self, lost: frozenset[str], before: frozenset[str], near: History) -> Moved | None:
        """A history where these ids are given up and all others are true, of which `near` is one where those `before`
        are given up; None where there is none, or the search cannot tell. What is not as in `near`, or comes back, is
        tried on the formulas."""
        self._give_up(lost | before)
        if not self._put_back():
            return None
        self._begin(near)
        self._give_up(lost)
        back = [self.constraints[n].formula for n in sorted(self.missing)]
        if not self._put_back() or self.search.find() is not True:
            return None
        return self._history(near, range(len(self._near[1])), back)

    def _put_back(self) -> bool:
        """Puts all in force that nothing keeps out; whether that can be."""
        return all(self._put(number) is None for number in sorted(self.missing))

    def _begin(self, near: History) -> None:
        """Goes on from a history of what is in force."""
        if near is not self._near[0]:
            self._near = near, self.search.graph.values(near)
        self.search.adopt(self._near[1])

    def _history(self, near: History, elsewhere: Iterable[int], also: Iterable[Formula]) -> Moved:
        """The history that the search holds, found from one of what else is in force: tried where it says something
        else, of no points but some, and on what `also` holds in it."""
        names, was = self.search.graph.points, self._near[1]
        zero = self.search.value[0]
        if zero:
            elsewhere = range(len(names))
        history = Moved(near, {names[p]: at for p in elsewhere if (at := self.search.value[p] - zero) != was[p] and p})
        touched = {n for point in history.changes for n in self._naming.get(point, ())} & self.force
        if not all(holds(formula, history) for formula in (*(self.constraints[n].formula for n in touched), *also)):
            raise FailedCheck("a history breaks what it was found for")
        return history

    @cached_property
    def _naming(self) -> dict[Point, list[int]]:
        """The constraints by the points that they name."""
        return naming(constraint.formula for constraint in self.constraints)

    def _settled(self) -> Iterator[Core]:
        """Holds a history in which all that is in force holds, after it has taken out what cannot be true by either/ors
        beside what is more certain; gives why each time."""
        while self.search.open:
            found = self.search.find()
            if found is None:
                raise Unsettled
            if not isinstance(found, Refuted):
                return
            used = self.said.used(found.tree, self.force.__contains__)
            yield self._core(found.tree)
            number = max(used)
            self.search.forget(self.parts[number])
            self.force.discard(number)
            self.missing.add(number)

    def _core_of(self, held: Collection[str], place: Mapping[str, int], before: int) -> Core | None:
        """What cannot all be true of what rests on ids that are held and on those before a place; None where all can.
        For what is in force a history is held, which holds for any part of it. Raises `Unsettled`."""
        counting: dict[int, bool] = {}

        def counts(number: int) -> bool:
            if number not in counting:
                ids = self.constraints[number].ids
                counting[number] = all(id in held or place.get(id, inf) < before for id in ids)
            return counting[number]

        tried = [number for number in sorted(self.missing) if counts(number)]
        if not tried:
            return None
        owner, chooser = self.encoded.saying
        part = copy(self.search)
        part.value, part.moves, part.open, part.assumed = self.search.value[:], [], set(), set()
        part.out, part.into = (
            cast("Adjacent", _Rows(rows, lambda arc: counts(owner[arc]))) for rows in (part.out, part.into)
        )
        part.force = _Some(self.search.force, lambda choice: counts(chooser[choice]))
        moved: set[int] = set()
        choices = {choice for number in tried for choice in self.parts[number].choices}

        def core_of(refuted: Refuted) -> Core:
            return self._core_from(refuted.tree, lambda n: (n in self.force or n in tried) and counts(n))

        for number in tried:
            if self.solver.ended():
                raise LimitReached
            if (refuted := part.put(self.parts[number])) is not None:
                return core_of(refuted)
            moved |= part.moved()
        if part.open:
            found = part.find()
            if found is None:
                raise Unsettled
            if isinstance(found, Refuted):
                return core_of(found)
            moved |= part.moved()
        choices.update(choice for point in moved for choice in part.touching.get(point, ()))
        for point in moved:
            at = part.value[point]
            if any(part.value[target] > at + weight for target, weight, _ in part.out[point]) or any(
                at > part.value[source] + weight for source, weight, _ in part.into[point]
            ):
                raise FailedCheck("a history breaks what it was found for")
        if any(all(map(part.misses, part.graph.choices[choice])) for choice in choices if choice in part.force):
            raise FailedCheck("a history breaks what it was found for")
        return None

    def _give_up(self, lost: frozenset[str]) -> None:
        """Takes out of force what rests on ids that are given up; what rests on none any more is missing until it is
        put in force."""
        constraints = self.constraints
        for id in sorted(lost - self.lost):
            for number in self.said.resting.get(id, ()):
                if number in self.force:
                    self.search.forget(self.parts[number])
                    self.force.discard(number)
                self.missing.discard(number)
        for id in sorted(self.lost - lost):
            self.missing.update(n for n in self.said.resting.get(id, ()) if lost.isdisjoint(constraints[n].ids))
        self.missing.difference_update(self.force)
        self.lost = lost

    def _put(self, number: int) -> Refuted | None:
        """Puts a constraint in force; or why it cannot be."""
        if self.solver.ended():
            raise LimitReached
        refuted = self.search.put(self.parts[number])
        if refuted is None:
            self.force.add(number)
            self.missing.discard(number)
        return refuted

    def _core(self, tree: Refutation, also: int = -1) -> Core:
        """What a refutation rests on, of what is in force and one more."""
        return self._core_from(tree, lambda number: number in self.force or number == also)

    def _core_from(self, tree: Refutation, counts: Callable[[int], bool], also: Sequence[Linear] = ()) -> Core:
        """What a refutation of some bounds rests on, of the constraints that count, checked."""
        used = self.said.used(tree, counts)
        constraints = tuple(self.constraints[n] for n in sorted(used))
        if not refutes(tree, [*(c.formula for c in constraints), *also]):
            raise FailedCheck("a refutation does not rest on what it names")
        return Core(frozenset(self.said.ids(used)), tree, constraints)


class _Some(set[int]):
    """Those of some either/ors that count, looked up as they are asked for, and what is added to them."""

    def __init__(self, of: Container[int], counts: Callable[[int], bool]) -> None:
        super().__init__()
        self._of, self._counts = of, counts

    def __contains__(self, choice: object) -> bool:
        return super().__contains__(choice) or (choice in self._of and self._counts(cast("int", choice)))


class _Rows(dict[int, list[tuple[int, int, int]]]):
    """What is adjacent to each point by those arcs that count, looked up when it is first asked for."""

    def __init__(self, rows: Adjacent, counts: Callable[[int], bool]) -> None:
        super().__init__()
        self._rows, self._counts = rows, counts

    def __missing__(self, point: int) -> list[tuple[int, int, int]]:
        self[point] = row = [other for other in self._rows[point] if self._counts(other[2])]
        return row
