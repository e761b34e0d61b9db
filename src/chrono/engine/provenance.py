"""On what a refutation rests: the constraints that say what it uses, and the ids that these rest on (why-provenance;
Buneman, Khanna & Tan, ICDT 2001).

Takes formulas with the ids of each, and refutations of them. Of several formulas that say the same the most certain
counts. Knows no search, and checks nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from chrono.engine.certificates import Refutation, conjuncts, rested_on
from chrono.engine.formulas import Formula


class Provenance:
    """Formulas, by their numbers, the ids that each rests on, and the place of each id: the most certain first."""

    def __init__(
        self, formulas: Sequence[Formula], needed: Sequence[Collection[str]], place: Mapping[str, int]
    ) -> None:
        self.needed = needed
        self.best = by_certainty(needed, place)
        """The numbers, those that rest on the most certain first."""
        self.resting: dict[str, list[int]] = {}
        """The formulas that rest on each id."""
        self.saying: dict[Formula, list[int]] = {}
        """The formulas that say a bound or an either/or."""
        for number in self.best:
            for id in needed[number]:
                self.resting.setdefault(id, []).append(number)
            for part in conjuncts(formulas[number]):
                self.saying.setdefault(part, []).append(number)

    def used(self, tree: Refutation, counts: Callable[[int], bool] = lambda number: True) -> set[int]:
        """The formulas that a refutation rests on, of those that count. What none of them says it assumes itself, or
        was asked."""
        saying = (self.saying.get(formula, ()) for formula in rested_on(tree))
        said = (next(filter(counts, numbers), None) for numbers in saying)
        return {number for number in said if number is not None}

    def ids(self, numbers: Iterable[int]) -> set[str]:
        """What formulas rest on."""
        return {id for number in numbers for id in self.needed[number]}


def by_certainty(needed: Sequence[Collection[str]], place: Mapping[str, int]) -> list[int]:
    """The numbers of formulas with the ids that each rests on, those that rest on the most certain first."""
    worst = [max((place[id] for id in ids), default=-1) for ids in needed]
    return sorted(range(len(needed)), key=lambda n: (worst[n], n))
