"""Which windows stand when evidence is left out: those whose proof rests on nothing that goes.

Takes the constraints of a network and proven windows with their refutations; gives the windows of a network that lacks
some of the constraints, as far as they are the same. A history of the whole is one of what is left, so each value
stays attained; a refutation all of whose bounds and either/ors are left refutes what is left, so that nothing is added.
Every other window may be wider and has to be asked for.

It pays where much is asked again and again: without it `infer * --vary 5` of 600 acts (benchmarks/timeouts.py) takes
1.8 times as long. Few spans show nothing of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property

from chrono.engine.certificates import Refutation, conjuncts, rested_on
from chrono.engine.formulas import Constraint, Formula
from chrono.engine.intervals import Window
from chrono.engine.outcomes import Distance


class Standing:
    """The proven windows of one network in which everything is accepted."""

    def __init__(self, constraints: Sequence[Constraint]) -> None:
        self._constraints = constraints
        self._windows: dict[Distance, Window] = {}
        self._resting: dict[Formula, set[Distance]] = {}
        """The windows whose proofs use a bound or an either/or."""
        self._unread: list[tuple[Distance, tuple[Refutation, ...]]] = []
        """What was added since that was made: most networks are never asked for less."""

    def get(self, distance: Distance) -> Window | None:
        """The window of a distance, where it is known."""
        return self._windows.get(distance)

    def add(self, distance: Distance, window: Window, excluded: tuple[Refutation, ...]) -> None:
        """Keeps a window, proven and checked, and what its refutations rest on."""
        self._windows[distance] = window
        self._unread.append((distance, excluded))

    def without(self, lost: Iterable[str], left: Sequence[Constraint]) -> Standing:
        """The windows that stand where `left` are the constraints that do not rest on the lost ids."""
        for distance, excluded in self._unread:
            for tree in excluded:
                for formula in rested_on(tree):
                    self._resting.setdefault(formula, set()).add(distance)
        self._unread.clear()
        gone = frozenset(lost)
        dropped = _said(c for c in self._constraints if not gone.isdisjoint(c.ids))
        moving = [self._resting.get(f, ()) for f, times in dropped.items() if times == self._saying[f]]
        other = Standing(left)
        other._windows = {d: w for d, w in self._windows.items() if not any(d in distances for distances in moving)}
        other._resting = {f: kept for f, found in self._resting.items() if (kept := found & other._windows.keys())}
        return other

    @cached_property
    def _saying(self) -> Counter[Formula]:
        return _said(self._constraints)


def _said(constraints: Iterable[Constraint]) -> Counter[Formula]:
    """How many constraints say each bound and either/or."""
    return Counter(part for c in constraints for part in conjuncts(c.formula))
