"""Whether parts of the evidence leave room for something: one network, hundreds of questions that are much alike.

For what no kept search answers (`Solver.showing`): contradictions, either/ors that are asked about, and sums. Takes a
solver, answers yes, no or `LimitReached`, and of a yes gives few ids that suffice for it. What suffices once suffices
in whatever holds it, and a history found once leaves room wherever nothing that it breaks is accepted, so that most
questions need no search. The others are put to the search of `bounding`, whose refutations name what they rest on and
are checked; to Z3 goes what the search gives up. No answer depends on what was asked before, only its cost does.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from chrono.core.limits import LimitReached
from chrono.engine.certificates import Refutation, conjuncts, refutes, rested_on
from chrono.engine.formulas import Constraint, Formula, are_differences, holds, points_of
from chrono.engine.graph import graph_of
from chrono.engine.outcomes import Answer, FailedCheck
from chrono.engine.quickxplain import preferred
from chrono.engine.search import Refuted, Search
from chrono.engine.solver import Solver

PATIENCE = 400
"""How many alternatives the search may try at first; half as many after each question that it gives up."""
REMEMBERED = 200
"""Of how many answers each way it is remembered why."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is known of one denial: the constraints it is put to, itself among them, and why it had room or not."""

    constraints: tuple[Constraint, ...]
    needed: tuple[frozenset[str], ...]
    """The ids of each constraint."""
    points: tuple[str, ...]
    differences: bool
    cores: deque[frozenset[str]] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    broken: deque[tuple[frozenset[str], ...]] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    """Of each history found the ids of the constraints that it breaks."""


class Refuter:
    """One solver's network, many questions of what leaves no room for what. Every method raises `LimitReached`."""

    def __init__(self, solver: Solver) -> None:
        self.solver = solver
        place = {id: number for number, id in enumerate(solver.network.ids)}
        # Where several constraints say the same, the most certain is the one that a refutation rests on.
        self._constraints = tuple(
            sorted(solver.network.constraints, key=lambda c: max((place[id] for id in c.ids), default=-1))
        )
        self._needed = tuple(frozenset(c.ids) for c in self._constraints)
        self._points = _points(self._constraints)
        self._said = _saying(self._constraints)
        self._patience = PATIENCE
        self._asked: dict[tuple[Constraint, ...], _Asked] = {}

    def refuted(self, ids: Collection[str], also: Sequence[Constraint]) -> bool:
        """Whether accepting `ids` leaves no room for `also`."""
        if self.solver.ended():
            raise LimitReached
        known = self.known(ids, also)
        if known is not None:
            return known
        asked, accepted = self._about(also), frozenset(ids)
        found = self._search(asked, accepted)
        if found is None:
            answer = self.solver.refutes(ids, also)
            if answer is Answer.UNKNOWN:
                raise LimitReached
            return answer is Answer.YES
        if isinstance(found, Refuted):
            asked.cores.appendleft(self._core(asked, accepted, found.tree))
            return True
        broken = tuple(
            needed
            for constraint, needed in zip(asked.constraints, asked.needed, strict=True)
            if not holds(constraint.formula, found)
        )
        if any(needed <= accepted for needed in broken):
            raise FailedCheck("a history breaks what it was found for")
        asked.broken.appendleft(broken)
        return False

    def known(self, ids: Collection[str], also: Sequence[Constraint]) -> bool | None:
        """Whether it is refuted, as far as a history or a refutation that was met and checked before says so: also when
        the time is up."""
        asked, accepted = self._about(also), frozenset(ids)
        if any(core <= accepted for core in asked.cores):
            return True
        return None if all(any(ids <= accepted for ids in broken) for broken in asked.broken) else False

    def core(self, ids: Sequence[str], also: Sequence[Constraint]) -> frozenset[str] | None:
        """Few of the ids that leave no room for `also`, not always a smallest set; None where all of them leave
        some."""
        if not self.refuted(ids, also):
            return None
        accepted = frozenset(ids)
        known = next((core for core in self._about(also).cores if core <= accepted), None)
        return known if known is not None else frozenset(preferred(ids, lambda some: self.refuted(some, also)))

    def _about(self, also: Sequence[Constraint]) -> _Asked:
        key = tuple(also)
        if key not in self._asked:
            needed = tuple(frozenset(c.ids) for c in key)
            points = tuple(sorted(self._points | _points(key)))
            differences = self.solver.differences and are_differences(c.formula for c in key)
            self._asked[key] = _Asked((*self._constraints, *key), (*self._needed, *needed), points, differences)
        return self._asked[key]

    def _search(self, asked: _Asked, accepted: frozenset[str]) -> Refuted | dict[str, int] | None:
        """A refutation, or a history; None where the search gave up or cannot begin."""
        if not self._patience or self.solver.limit.ended():
            return None
        formulas = [c.formula for c, needed in zip(asked.constraints, asked.needed, strict=True) if needed <= accepted]
        graph = graph_of(asked.points, formulas, totals=not asked.differences)
        found = Search(graph, self._patience).ask()
        if found is None:
            self._patience //= 2
            return None
        return dict(zip(graph.points, found, strict=True)) if isinstance(found, list) else found

    def _core(self, asked: _Asked, accepted: frozenset[str], tree: Refutation) -> frozenset[str]:
        """The ids that a refutation rests on, as checked."""
        of_also = _saying(asked.constraints[len(self._constraints) :])
        used: set[str] = set()
        for formula in rested_on(tree):
            for needed in (*self._said.get(formula, ()), *of_also.get(formula, ())):
                if needed <= accepted:
                    used |= needed
                    break
        core = frozenset(used)
        resting = [c.formula for c, needed in zip(asked.constraints, asked.needed, strict=True) if needed <= core]
        if not refutes(tree, resting):
            raise FailedCheck("a refutation does not rest on what it names")
        return core


def _saying(constraints: Iterable[Constraint]) -> dict[Formula, list[frozenset[str]]]:
    """For each formula the ids of each constraint that says it."""
    said: dict[Formula, list[frozenset[str]]] = {}
    for constraint in constraints:
        for part in conjuncts(constraint.formula):
            said.setdefault(part, []).append(frozenset(constraint.ids))
    return said


def _points(constraints: Iterable[Constraint]) -> set[str]:
    return {point for c in constraints for point in points_of(c.formula)}
