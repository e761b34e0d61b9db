"""What was shown of one network, tried on others like it before anything is searched for.

Takes networks of the same points that differ in a few constraints, as the variations of a question give them; answers
whether something is possible in one of them, by a history that was found for another, or a refutation with the numbers
of this one, wherever it holds here too; else by a solver of its own, which is made only then. Each is checked on the
formulas that it answers for, so that the answer is the one that asking anew gives.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Sequence
from functools import cached_property

from chrono.core.limits import Limit
from chrono.engine.certificates import Cases, Checker, Refutation, Sum, Witness, conjuncts, satisfies
from chrono.engine.formulas import Constraint, Formula, Linear, Network, Point
from chrono.engine.outcomes import Answer
from chrono.engine.solver import Solver

REMEMBERED = 32
"""How many histories are remembered, and how many refutations."""


class Precedents:
    """Histories and refutations that were found, the last first."""

    def __init__(self) -> None:
        self.histories: deque[Witness] = deque(maxlen=REMEMBERED)
        self.refutations: deque[Refutation] = deque(maxlen=REMEMBERED)

    def learn(self, found: Witness | Refutation) -> None:
        """Remembers what was found of some network, and checked."""
        if isinstance(found, Refutation):
            self.refutations.appendleft(found)
        else:
            self.histories.appendleft(found)


class Like:
    """One network of several that are much alike, and its solver."""

    def __init__(self, network: Network, limit: Limit, precedents: Precedents) -> None:
        self.network, self.limit, self.precedents = network, limit, precedents
        self._begun = False

    @cached_property
    def solver(self) -> Solver:
        """What answers all that precedents do not."""
        self._begun = True
        return Solver(self.network, self.limit, learn=self.precedents.learn)

    def shown(self, also: Sequence[Constraint] = (), ids: Collection[str] | None = None) -> Answer:
        """Whether there is a history in which `ids` (default: all) are accepted and `also` holds, as the solver shows
        it."""
        if not self._begun and ids is None and also:
            everything = frozenset(self.network.ranks)
            asked = [c.formula for c in also if everything.issuperset(c.ids)]
            refutations = (self._here(tree, frozenset(asked)) for tree in self.precedents.refutations)
            if any(self._checker.refuted(tree, asked) for tree in refutations):
                return Answer.NO
            for history in self.precedents.histories:
                if all(point in history.history for point in self.network.points) and satisfies(
                    history, (*asked, *self._checker.formulas)
                ):
                    return Answer.YES
        return self.solver.shown(also, ids)

    def _here(self, tree: Refutation, assumed: frozenset[Formula]) -> Refutation:
        """The tree with this network's numbers: each bound that is not assumed is the tightest there is on the same
        points."""
        if isinstance(tree, Sum):
            tightest = self._tightest
            return Sum(tuple(b if b in assumed else tightest.get((b.plus, b.minus), b) for b in tree.bounds))
        if not isinstance(tree, Cases):
            return tree
        parts = zip(tree.choice.parts, tree.refuted, strict=True)
        return Cases(tree.choice, tuple(self._here(inner, assumed.union(conjuncts(part))) for part, inner in parts))

    @cached_property
    def _tightest(self) -> dict[tuple[tuple[Point, ...], tuple[Point, ...]], Linear]:
        """By their points, the bounds that hold whatever is chosen."""
        found: dict[tuple[tuple[Point, ...], tuple[Point, ...]], Linear] = {}
        for formula in self._checker.formulas:
            for part in conjuncts(formula):
                if isinstance(part, Linear):
                    known = found.setdefault((part.plus, part.minus), part)
                    if part.most < known.most:
                        found[part.plus, part.minus] = part
        return found

    @cached_property
    def _checker(self) -> Checker:
        return Checker(c.formula for c in self.network.constraints)
