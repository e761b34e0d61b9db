"""Why: the evidence behind a bound, a verdict or a contradiction, minimal and always the same.

Takes a solver and what it found, gives `Reason` values. The preferred argument is QuickXplain's (Junker, AAAI 2004)
over the evidence ordered by certainty, then by name: unique, whatever the solver does. Each reason suffices, and none
of its members can be spared. A limit reached gives no reason rather than a doubtful one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from chrono import dates
from chrono.constraints import Constraint, Linear, Network, Premise, is_conjunctive, linears
from chrono.distances import ORIGIN, Distances, Edge
from chrono.model import Unit
from chrono.results import Reason
from chrono.solving import Answer, Distance, Solver

Item = TypeVar("Item")


class LimitReached(Exception):
    """A question came back unknown while a reason was being made minimal."""


def preferred(
    items: Sequence[Item], suffices: Callable[[Sequence[Item]], bool], background: Sequence[Item] = ()
) -> tuple[Item, ...]:
    """The preferred minimal subset of `items` (best first) that suffices together with the background; QuickXplain."""
    if suffices(background):
        return ()
    if not items:
        raise ValueError("the whole does not suffice")
    return tuple(_split(tuple(background), False, tuple(items), suffices))


def _split(
    background: tuple[Item, ...], grown: bool, items: tuple[Item, ...], suffices: Callable[[Sequence[Item]], bool]
) -> list[Item]:
    if grown and suffices(background):
        return []
    if len(items) == 1:
        return list(items)
    half = len(items) // 2
    better, worse = items[:half], items[half:]
    needed_worse = _split(background + better, True, worse, suffices)
    needed_better = _split(background + tuple(needed_worse), bool(needed_worse), better, suffices)
    return needed_better + needed_worse


class Explainer:
    """Reasons over one solver's network. `unit` is only for putting numbers into words."""

    def __init__(self, solver: Solver, unit: Unit) -> None:
        self.solver, self.network, self.unit = solver, solver.network, unit

    def bound(self, distance: Distance, most: int | None = None, least: int | None = None) -> Reason | None:
        """Why a distance is at most `most`, or at least `least`; None where a limit was reached."""
        if most is not None:
            beyond = Linear((), (distance.of,), -most - 1)
        else:
            assert least is not None
            beyond = Linear((distance.of,), (), least - 1)
        return self.refutation([Constraint(beyond)])

    def refutation(self, also: Sequence[Constraint]) -> Reason | None:
        """Why nothing accepted leaves room for `also`."""
        try:
            ids = preferred(self.network.ids, lambda ids: self._refuted(ids, also))
        except LimitReached:
            return None
        return self._reason(ids, also)

    def conflict(self) -> Reason | None:
        """One smallest set of evidence and rules that cannot all be true, of the most certain that clash."""
        return self.refutation(())

    def _refuted(self, ids: Collection[str], also: Sequence[Constraint]) -> bool:
        answer = self.solver.refutes(ids, also)
        if answer is Answer.UNKNOWN:
            raise LimitReached
        return answer is Answer.YES

    def _reason(self, ids: tuple[str, ...], also: Sequence[Constraint]) -> Reason:
        used = self._used(ids, also)
        said: dict[str, dict[str, Premise]] = {id: {} for id in ids}
        for constraint in used:
            for premise in constraint.premises:
                said[premise.id].setdefault(premise.sentence, premise)
        premises = [premise for id in ids for _, premise in sorted(said[id].items())]
        order = {id: i for i, id in enumerate(sorted(ids, key=lambda id: (id.startswith("rule:"), id)))}
        premises.sort(key=lambda p: order[p.id])
        return Reason(tuple(order), tuple(premises), self._steps(used, also))

    def _used(self, ids: Collection[str], also: Sequence[Constraint]) -> tuple[Constraint, ...]:
        """The constraints a reason really needs: one piece of evidence may yield many, of which one does the work."""
        available = [c for c in self.network.accepting(ids) if c.ids]
        free = [c for c in self.network.constraints if not c.ids]

        def refuted(constraints: Sequence[Constraint]) -> bool:
            kept = _unguarded([*free, *constraints, *also])
            answer = Solver(kept).refutes((), ()) if not _plain(kept) else _paths(kept)
            if answer is Answer.UNKNOWN:
                raise LimitReached
            return answer is Answer.YES

        try:
            return preferred(available, refuted)
        except LimitReached:
            return tuple(available)

    def _steps(self, used: Sequence[Constraint], also: Sequence[Constraint]) -> tuple[str, ...]:
        """The argument as a chain of bounds, each with the date it reaches; empty where it has cases."""
        free = [c for c in self.network.constraints if not c.ids]
        everything = [*used, *free, *also]
        if not _plain(_unguarded(everything)):
            return ()
        tagged = [(b, c) for c in everything for b in linears(c.formula)]
        cycle = Distances(tagged).cycle
        return () if cycle is None else tuple(_chain(cycle, self.unit))


def _plain(network: Network) -> bool:
    return all(
        is_conjunctive(c.formula) and all(b.is_difference for b in linears(c.formula)) for c in network.constraints
    )


def _paths(network: Network) -> Answer:
    bounds = [(b, 0) for c in network.constraints for b in linears(c.formula)]
    return Answer.NO if Distances(bounds).cycle is None else Answer.YES


def _unguarded(constraints: Sequence[Constraint]) -> Network:
    bare = tuple(Constraint(c.formula, (), (), c.sentence) for c in constraints)
    points = sorted({p for c in bare for b in linears(c.formula) for p in (*b.plus, *b.minus)})
    return Network(tuple(points), bare, {})


def _chain(cycle: Sequence[Edge[Constraint]], unit: Unit) -> list[str]:
    """The argument in the order of its dates: upward from the latest, or downward from the earliest, date it starts
    from.

    The cycle holds the denial of the conclusion (or none, in a contradiction); what is left is the argument. Where it
    rests on no date of its own, its steps say only what bounds what.
    """
    denial = next((i for i, e in enumerate(cycle) if not e.tag.ids and not e.tag.sentence), None)
    if denial is None:
        start = next((i for i, e in enumerate(cycle) if e.source == ORIGIN), 0)
        return _upward([*cycle[start:], *cycle[:start]], unit)
    rest = [*cycle[denial + 1 :], *cycle[:denial]]
    if cycle[denial].source == ORIGIN:
        return _downward(rest, unit)
    return _upward(rest, unit)


def _upward(path: Sequence[Edge[Constraint]], unit: Unit) -> list[str]:
    lines = []
    latest = 0 if path and path[0].source == ORIGIN else None
    for e in path:
        words = e.tag.sentence
        if e.target == ORIGIN:
            if latest is not None:
                words += f", so {e.source} is not earlier than {dates.say(-e.weight, unit)}: too late"
            latest = None
        elif latest is not None:
            latest += e.weight
            words += f", so {e.target} is not later than {dates.say(latest, unit)}"
        lines.append(words)
    return lines


def _downward(path: Sequence[Edge[Constraint]], unit: Unit) -> list[str]:
    lines = []
    earliest = 0 if path and path[-1].target == ORIGIN else None
    for e in reversed(path):
        words = e.tag.sentence
        if earliest is not None:
            earliest -= e.weight
            words += f", so {e.source} is not earlier than {dates.say(earliest, unit)}"
        lines.append(words)
    return lines
