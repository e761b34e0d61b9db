"""What a bound rests on: of all smallest sets of evidence that suffice for it the preferred one, by one kept search.

Takes shared histories and the ids that each formula rests on, gives ids, or nothing where the search ran out of steps
or the evidence does not suffice. From the least preferred on an id is left out where the rest suffices (the set that
QuickXplain finds; Junker, AAAI 2004). A refutation in hand spares asking for every id that it does not rest on, so
that only those few are asked about that stand in one; for each the search forgets what it tried to use of it, and
finds another refutation near the same points, or a history.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from chrono.bounding.searching import Refuted
from chrono.bounding.sharing import Shared
from chrono.certificates import Refutation, Sum
from chrono.constraints import AllOf, Formula, Linear


class Resting:
    """The formulas of shared histories with the ids that each rests on, and `best`: the ids, the most preferred
    first."""

    def __init__(self, shared: Shared, needed: Sequence[tuple[str, ...]], best: Sequence[str]) -> None:
        self.shared, self.needed = shared, needed
        self.place: Mapping[str, int] = {id: place for place, id in enumerate(best)}
        self.resting: dict[str, list[int]] = {}
        """The formulas that rest on each id."""
        self.saying: dict[Formula, list[int]] = {}
        """The formulas that say a bound or an either/or, the most certain first."""
        worst = [max((self.place[id] for id in ids), default=-1) for ids in needed]
        for number in sorted(range(len(needed)), key=lambda n: (worst[n], n)):
            for id in needed[number]:
                self.resting.setdefault(id, []).append(number)
            for part in _conjuncts(shared.formulas[number]):
                self.saying.setdefault(part, []).append(number)
        self._barred: set[str] = set()
        """Ids that are left out for now."""
        self._forgotten: set[int] = set()
        """Formulas that the search was told to forget for now: of what rests on a barred id, what it tried to use."""

    def preferred(self, bounds: Sequence[Linear]) -> tuple[str, ...] | None:
        """The ids that leave no history under the bounds, none of which can be spared, sorted; None where there are
        none such, or the steps ran out."""
        first = self.shared.first
        if first is None or any(not b.is_difference for b in bounds):
            return None
        # From here most bounds on a point are one step away.
        start = first.latest if bounds and bounds[0].minus else first.earliest
        self.shared.search.adopt(start)
        try:
            return self._spared(bounds, start)
        finally:
            self._admit(tuple(self._barred), start)

    def _spared(self, bounds: Sequence[Linear], start: Sequence[int]) -> tuple[str, ...] | None:
        used = self._asked(bounds)
        if not isinstance(used, set):
            return None
        kept: set[str] = set()
        while open_ := used - kept:
            id = max(open_, key=self.place.__getitem__)
            self._barred.add(id)
            other = self._asked(bounds)
            # What is less preferred than the id could be spared before it, by the refutation in hand.
            while isinstance(other, set) and (worse := {o for o in other - kept if self.place[o] > self.place[id]}):
                self._barred |= worse
                other = self._asked(bounds)
            if other is None:
                return None
            if isinstance(other, set):
                used = other
            else:
                self._admit((id,), start)
                kept.add(id)
        return tuple(sorted(used))

    def _asked(self, bounds: Sequence[Linear]) -> set[str] | bool | None:
        """The ids that a refutation without those barred rests on; True where there is a history, None: the steps ran
        out."""
        while True:
            found = self.shared.refuted(bounds)
            if not isinstance(found, Refuted):
                return None if found is None else True
            used = self._formulas(found.tree)
            barred = {number for number in used if not self._barred.isdisjoint(self.needed[number])}
            if not barred:
                return {id for number in used for id in self.needed[number]}
            for number in sorted(barred):
                self.shared.search.forget(self.shared.parts[number])
            self._forgotten |= barred

    def _admit(self, ids: Sequence[str], start: Sequence[int]) -> None:
        """Lets ids count again, from a history in which everything holds."""
        self._barred.difference_update(ids)
        again = sorted(n for n in self._forgotten if self._barred.isdisjoint(self.needed[n]))
        for number in again:
            self.shared.search.remember(self.shared.parts[number])
        self._forgotten.difference_update(again)
        self.shared.search.adopt(start)

    def ids(self, tree: Refutation) -> set[str]:
        """The ids that a refutation rests on."""
        return {id for number in self._formulas(tree) for id in self.needed[number]}

    def _formulas(self, tree: Refutation) -> set[int]:
        """The formulas that a refutation rests on, of several that say the same the most certain."""
        numbers: set[int] = set()
        waiting = [tree]
        while waiting:
            at = waiting.pop()
            named: Iterable[Formula] = at.bounds if isinstance(at, Sum) else (at.choice,)
            if not isinstance(at, Sum):
                waiting += at.refuted
            for formula in named:
                number = next((n for n in self.saying.get(formula, ()) if n not in self._forgotten), None)
                if number is not None:
                    numbers.add(number)
        return numbers


def _conjuncts(formula: Formula) -> Iterable[Formula]:
    if isinstance(formula, AllOf):
        for part in formula.parts:
            yield from _conjuncts(part)
    else:
        yield formula
