"""Whether what is left of a network contradicts itself, asked for one set of ids after another that is given up.

Takes a network, gives for ids that are given up a few of the others that cannot all be true, or nothing where they can.
Differences are put in force and taken out one constraint at a time, and a history is mended and kept meanwhile
(`search.py`), so that a question costs what it changes and not what the network is large. Networks with sums are asked
as a whole. Every refutation is checked. Raises `LimitReached`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from copy import copy

from chrono.core.limits import LimitReached
from chrono.engine.certificates import Refutation, refutes
from chrono.engine.graph import Encoded, Part
from chrono.engine.outcomes import FailedCheck
from chrono.engine.provenance import Provenance, by_certainty
from chrono.engine.quickxplain import spared
from chrono.engine.search import STEPS, Refuted, Search
from chrono.engine.solver import Solver


class Remaining:
    """One network, and what is left of it. `place` says of each id how soon it is given up: of two constraints that
    clash the one with the greater place is the one that is left out first."""

    def __init__(self, solver: Solver, place: Mapping[str, int]) -> None:
        self.solver, self.place = solver, place
        self._kept: _Kept | None = None
        if solver.differences:
            self._kept = _Kept(solver, place)

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
            found = None if self._kept is None else self._kept.clash(gone)
            told = self._kept is not None
        except _Unsettled:
            told = False
        if not told:
            found = self.solver.oracle.core([id for id in self.solver.network.ids if id not in gone], ())
        return None if found is None else self.smallest(found)

    def smallest(self, clash: Collection[str]) -> frozenset[str]:
        """The preferred smallest part of ids that cannot all be true: what is given up last stays."""
        small = Solver(self.solver.bearing.on(clash), self.solver.limit).oracle
        order = sorted(clash, key=lambda id: (self.place[id], id))
        found = spared(order, lambda some: small.core(some, ()))
        if found is None:
            raise FailedCheck(f"{', '.join(order)} were said to contradict each other")
        return frozenset(found)


class _Unsettled(Exception):
    """The search could not tell within its steps."""


class _Kept:
    """Constraints of differences in one search that is kept."""

    def __init__(self, solver: Solver, place: Mapping[str, int]) -> None:
        self.solver = solver
        constraints = solver.network.constraints
        # In the order in which they are put in force, which the search needs to be that of their arcs.
        self.constraints = [constraints[n] for n in by_certainty([c.ids for c in constraints], place)]
        self.said = Provenance([c.formula for c in self.constraints], [c.ids for c in self.constraints], place)
        encoded = Encoded(solver.network.points, [c.formula for c in self.constraints])
        self.parts = encoded.parts
        graph = copy(encoded.graph)
        graph.base = Part((), ())
        self.search = Search(graph, STEPS, solver.ended)
        self.force: set[int] = set()
        self.missing: set[int] = set(range(len(self.constraints)))
        """What is not in force though nothing that it rests on is given up."""
        self.lost: frozenset[str] = frozenset()

    def everything(self) -> Iterator[frozenset[str]]:
        """Puts all in force that does not clash with what is; gives what cannot all be true for each that does."""
        for number in sorted(self.missing):
            if (refuted := self._put(number)) is not None:
                yield self._ids(refuted.tree, number)

    def clash(self, lost: frozenset[str]) -> frozenset[str] | None:
        """Ids that cannot all be true where these are given up; None where they can. Raises `_Unsettled`."""
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
        for number in sorted(self.missing):
            if (refuted := self._put(number)) is not None:
                return self._ids(refuted.tree, number)
        if not self.search.force:
            return None
        found = self.search.find()
        if found is None:
            raise _Unsettled
        return self._ids(found.tree) if isinstance(found, Refuted) else None

    def _put(self, number: int) -> Refuted | None:
        """Puts a constraint in force; or why it cannot be."""
        if self.solver.ended():
            raise LimitReached
        refuted = self.search.put(self.parts[number])
        if refuted is None:
            self.force.add(number)
            self.missing.discard(number)
        return refuted

    def _ids(self, tree: Refutation, also: int = -1) -> frozenset[str]:
        """What a refutation rests on, checked."""
        used = self.said.used(tree, lambda number: number in self.force or number == also)
        if not refutes(tree, [self.constraints[n].formula for n in sorted(used)]):
            raise FailedCheck("a refutation does not rest on what it names")
        return frozenset(self.said.ids(used))
