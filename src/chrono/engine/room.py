"""Whether there is room for more where other evidence is given up than was: asked from a history of what is then left.

Takes exchanges (`exchanges.py`) and ids that are given up instead; tells of a claim whether some history of what is
left has it. What leaves no room for it under one set of ids given up leaves none wherever all of that is accepted, and
a history found for one is one wherever what comes back holds in it: the rest is looked for, and proven or checked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from chrono.core.limits import LimitReached
from chrono.engine.certificates import Refutation, Span, changed, refutes, rested_on, satisfies
from chrono.engine.formulas import AllOf, Constraint, Formula, History, Linear, Point, holds
from chrono.engine.incremental import Core
from chrono.engine.outcomes import Answer

if TYPE_CHECKING:
    from chrono.engine.exchanges import Exchanges

MOST_WAYS = 64
"""In so many ways a claim may hold that each is asked about by itself."""


class Room:
    """One set of ids given up in place of another, which leaves the evidence consistent."""

    def __init__(self, exchanges: Exchanges, lost: frozenset[str]) -> None:
        self.exchanges, self.lost = exchanges, lost
        self.gone = {n for id in lost - exchanges.lost for n in exchanges.in_force(id)}
        self.come = [n for n in exchanges.returning(exchanges.lost - lost) if self._binds(n)]
        self._known: list[History] = []

    def _binds(self, number: int) -> bool:
        return self.lost.isdisjoint(self.exchanges.constraints[number].ids)

    def histories(self) -> Sequence[History]:
        """Histories of what is left, which were checked: one near the latest one before; none where none is known."""
        if not self._known:
            found = self.mended(self.exchanges.span[1].history)
            self._known = [] if found is None else [found]
        return self._known

    def mended(self, near: History) -> History | None:
        """A history of what is left near one of what was before; None where there is none, or it is not known."""
        try:
            return self.exchanges.solver.kept.history(self.lost, self.exchanges.lost, near)
        except LimitReached:
            return None

    def leaves_room(self, also: Sequence[Constraint]) -> Answer:
        """Whether there is a history of what is left in which `also` holds, proven either way: by what was refuted or
        found where yet other ids were given up, by a history in hand, else by a search that begins with the last of
        these; unknown where it cannot tell, or `also` has too many ways."""
        asked = [c.formula for c in also if self.lost.isdisjoint(c.ids)]
        ways, known = _ways(asked), self.histories()
        if ways is None or not known:
            return Answer.UNKNOWN
        if any(all(holds(f, history) for f in asked) for history in known):
            return Answer.YES
        answer = Answer.NO
        for bounds in ways:
            found = self.found(bounds, known[-1])
            if found is None:
                answer = Answer.UNKNOWN
            elif not isinstance(found, Core):
                return Answer.YES
        return answer

    def found(self, bounds: tuple[Linear, ...], near: History) -> History | Core | None:
        """A history of what is left in which some bounds hold, or why there is none; None where the search, which
        begins with a history of what is left, cannot tell, or a limit was reached."""
        exchanges = self.exchanges
        cores, histories = exchanges.shown.setdefault(bounds, ([], []))
        core = next((core for core in cores if core.ids.isdisjoint(self.lost)), None)
        if core is not None:
            return core
        constraints, resting = exchanges.constraints, exchanges.said.resting
        for lost, history in histories:
            come = {n for id in lost - self.lost for n in resting.get(id, ()) if self._binds(n)}
            if all(holds(constraints[n].formula, history) for n in come):
                return history
        try:
            found = exchanges.solver.kept.room(self.lost, near, bounds)
        except LimitReached:
            return None
        if isinstance(found, Core):
            cores.append(found)
        elif found is not None:
            histories.append((self.lost, found))
        return found

    def _refuted(self, tree: Refutation, also: Iterable[Formula]) -> bool:
        """Whether a tree refutes what is accepted, of which it is tried on what it names, together with `also`."""
        saying = self.exchanges.said.saying
        used = (f for f in rested_on(tree) if any(map(self._binds, saying.get(f, ()))))
        return refutes(tree, (*used, *also))

    def _satisfies(self, span: Span, steps: int) -> bool:
        """Whether everything that is accepted holds in both histories: tried where they are not as those before, which
        were tried on the rest."""
        touched = [changed(before, now) for before, now in zip(self.exchanges.span, span, strict=True)]
        return satisfies(span, self._naming({point for points in touched for point in chain(*points)}), steps)

    def _naming(self, points: Collection[Point]) -> list[Formula]:
        """What is accepted and has to be tried where points lie elsewhere: what names one, and what comes back."""
        naming = self.exchanges.solver.bearing.naming
        tried = {n for point in points for n in naming.get(point, ()) if self._binds(n)}
        return [self.exchanges.constraints[n].formula for n in sorted(tried.union(self.come))]


def _ways(formulas: Iterable[Formula]) -> list[tuple[Linear, ...]] | None:
    """The bounds of each way in which all formulas can hold; None where there are too many."""
    ways: list[tuple[Linear, ...]] = [()]
    for formula in formulas:
        if isinstance(formula, Linear):
            further: list[tuple[Linear, ...]] | None = [(formula,)]
        elif isinstance(formula, AllOf):
            further = _ways(formula.parts)
        else:
            each = [_ways((part,)) for part in formula.parts]
            further = None if None in each else [way for found in each for way in found or ()]
        if further is None or len(ways) * len(further) > MOST_WAYS:
            return None
        ways = [(*one, *other) for one in ways for other in further]
    return ways
