"""Whether there is room for more where other evidence is given up than was: asked from a history of what is then left.

Takes exchanges (`exchanges.py`) and ids that are given up instead; tells of a claim whether some history of what is
left has it. What leaves no room for it under one set of ids given up leaves none wherever all of that is accepted, and
a history found for one is one wherever what comes back holds in it: the rest is looked for, and proven or checked.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from chrono.engine.certificates import Moved
from chrono.engine.formulas import AllOf, Constraint, Formula, History, Linear, holds
from chrono.engine.outcomes import Answer

if TYPE_CHECKING:
    from chrono.engine.exchanges import Exchanges

MOST_WAYS = 64
"""In so many ways a claim may hold that each is asked about by itself."""


class Room(ABC):
    """One set of ids given up in place of another, which leaves the evidence consistent."""

    def __init__(self, exchanges: Exchanges, lost: frozenset[str]) -> None:
        self.exchanges, self.lost = exchanges, lost
        self.come = [n for n in exchanges.returning(exchanges.lost - lost) if self._binds(n)]

    def _binds(self, number: int) -> bool:
        return self.lost.isdisjoint(self.exchanges.constraints[number].ids)

    @abstractmethod
    def histories(self) -> Sequence[History]:
        """Histories of what is left, which were checked; none where none is known."""

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
            match self._way(bounds, known[-1]):
                case Answer.YES:
                    return Answer.YES
                case Answer.UNKNOWN:
                    answer = Answer.UNKNOWN
        return answer

    def _way(self, bounds: tuple[Linear, ...], near: History) -> Answer:
        """Whether some bounds leave a history."""
        exchanges = self.exchanges
        cores, histories = exchanges.shown.setdefault(bounds, ([], []))
        if any(core.isdisjoint(self.lost) for core in cores):
            return Answer.NO
        constraints, resting = exchanges.constraints, exchanges.said.resting
        for lost, history in histories:
            come = {n for id in lost - self.lost for n in resting.get(id, ()) if self._binds(n)}
            if all(holds(constraints[n].formula, history) for n in come):
                return Answer.YES
        found = exchanges.solver.kept.room(self.lost, near, bounds)
        if isinstance(found, Moved):
            histories.append((self.lost, found))
            return Answer.YES
        if found is not None:
            cores.append(found.ids)
        return Answer.UNKNOWN if found is None else Answer.NO


class Mended(Room):
    """One whose histories are those that were before, mended: where either/ors keep boxes from telling what moves."""

    def __init__(self, exchanges: Exchanges, lost: frozenset[str]) -> None:
        super().__init__(exchanges, lost)
        self._known: list[History] | None = None

    def histories(self) -> Sequence[History]:
        """The history that is nearest to the latest one before."""
        if self._known is None:
            exchanges = self.exchanges
            found = exchanges.solver.kept.history(self.lost, exchanges.lost, exchanges.span[1].history)
            self._known = [] if found is None else [found]
        return self._known


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
