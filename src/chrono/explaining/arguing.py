"""Why: the evidence behind a bound, a verdict or a contradiction, minimal and always the same.

Takes a solver and what it found, gives `Reason` values: the preferred argument over the evidence ordered by certainty,
then by what excludes most, then by name; every other line of argument; what an argument hinges on. Each reason
suffices, and none of its members can be spared. A limit reached gives no reason rather than a doubtful one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from chrono.constraints import Constraint, Linear, Network, Premise, is_conjunctive, linears
from chrono.distances import ORIGIN, Distances, arc, potentials
from chrono.explaining.hitting import Caps, Lines, graded, lines_and_losses
from chrono.explaining.narrowing import narrowed
from chrono.explaining.preferring import LimitReached, preferred
from chrono.explaining.telling import told
from chrono.model import Unit
from chrono.results import Reason
from chrono.solving import Answer, Distance, Solver


def beyond(distance: Distance, most: int | None = None, least: int | None = None) -> Constraint:
    """That a distance is more than `most`, or less than `least`: the denial of a bound."""
    if most is not None:
        return Constraint(Linear((), (distance.of,), -most - 1))
    assert least is not None
    return Constraint(Linear((distance.of,), (), least - 1))


class Explainer:
    """Reasons over one solver's network. `unit` is only for putting numbers into words."""

    def __init__(self, solver: Solver, unit: Unit) -> None:
        self.solver, self.network, self.unit = solver, solver.network, unit

    def bound(self, distance: Distance, most: int | None = None, least: int | None = None) -> Reason | None:
        """Why a distance is at most `most`, or at least `least`; None where a limit was reached."""
        try:
            return self._argue([beyond(distance, most, least)], frozenset())
        except LimitReached:
            return None

    def refutation(self, also: Sequence[Constraint]) -> Reason | None:
        """Why nothing accepted leaves room for `also`: of equally certain arguments, the one that excludes most."""
        try:
            return self._argue(also, self._strictest(also, self.network.ids))
        except LimitReached:
            return None

    def conflict(self) -> Reason | None:
        """One smallest set of evidence and rules that cannot all be true, of the most certain that clash.

        Of equally certain ones it is the sharpest: the least certain statement whose loss alone would mend everything
        is set against what excludes it by most (a late letter against the first event that the text passes over).
        """
        try:
            found = self._argue((), frozenset())
            ranks = self.network.ranks
            for id in sorted(found.ids, key=lambda id: (id.startswith("rule:"), ranks[id], id)):
                rest = [other for other in self.network.ids if other != id]
                if self.refuted(rest, ()):
                    continue
                for bound in _bounds_of(id, self._used(found.ids, ())):
                    against = self._strictest([Constraint(bound)], rest)
                    if against:
                        return self._argue((), against | {id})
            return found
        except LimitReached:
            return None

    def _argue(self, also: Sequence[Constraint], first: frozenset[str]) -> Reason:
        """The preferred argument: the most certain ids first, of these the given ones, then by name."""
        ranks = self.network.ranks
        order = sorted(self.network.ids, key=lambda id: (-ranks[id], id not in first, id))
        return self.reason(self._preferred(order, also), also)

    def _strictest(self, also: Sequence[Constraint], ids: Sequence[str]) -> frozenset[str]:
        """The members of the preferred reason for the exact bound that excludes `also`, where that is one bound on a
        distance; else nothing."""
        if len(also) != 1 or not isinstance(also[0].formula, Linear) or not also[0].formula.is_difference:
            return frozenset()
        plus, minus = also[0].formula.plus, also[0].formula.minus
        if plus:
            distance = Distance(plus[0], minus[0] if minus else ORIGIN)
            least = self.solver.window(distance, ids).least
            denial = None if least is None else Linear(plus, minus, least - 1)
        else:
            most = self.solver.window(Distance(minus[0]), ids).most
            denial = None if most is None else Linear((), minus, -most - 1)
        if denial is None:
            return frozenset()
        asked = [Constraint(denial)]
        if not self.refuted(ids, asked):
            return frozenset()
        return frozenset(self._preferred(ids, asked))

    def _preferred(self, order: Sequence[str], also: Sequence[Constraint]) -> tuple[str, ...]:
        """The preferred of the sets of ids that leave no room for `also`, sought only among what can be in one."""
        less = narrowed(self.network, order, also)
        if less is None:
            return preferred(order, lambda ids: self.refuted(ids, also))
        asking = Explainer(type(self.solver)(less), self.unit)
        return preferred([id for id in order if id in less.ranks], lambda ids: asking.refuted(ids, also))

    def lines(self, also: Sequence[Constraint], given: Collection[str] = (), caps: Caps | None = None) -> Lines:
        """Every smallest set of ids that leaves no room for `also`, and every smallest set that must be given up for
        there to be room; `given` is accepted throughout and no member of either."""
        items = [id for id in self.network.ids if id not in set(given)]
        costs = graded(self.network.ranks, items)
        return lines_and_losses(
            items,
            lambda ids: self.refuted([*given, *ids], also),
            costs,
            caps,
            lambda ids: self._hint(ids, given, also),
        )

    def _hint(self, ids: Sequence[str], given: Collection[str], also: Sequence[Constraint]) -> Sequence[str]:
        """Those of the ids that one negative cycle rests on, where what is plain has one; else all of them."""
        constraints = (*self.network.accepting([*given, *ids]), *also)
        plain = [(b, c.ids) for c in constraints if is_conjunctive(c.formula) for b in linears(c.formula)]
        cycle = Distances((bound, tag) for bound, tag in plain if bound.is_difference).cycle
        if cycle is None:
            return ids
        resting = {id for edge in cycle for id in edge.tag}
        return [id for id in ids if id in resting]

    def hinges(self, ids: Iterable[str], also: Sequence[Constraint]) -> tuple[str, ...]:
        """Those of a reason's ids without which nothing else leaves no room for `also`: members of every line.

        Raises `LimitReached`.
        """
        everything = self.network.ids
        return tuple(id for id in ids if not self.refuted([other for other in everything if other != id], also))

    def refuted(self, ids: Collection[str], also: Sequence[Constraint]) -> bool:
        """Whether accepting `ids` leaves no room for `also`; raises `LimitReached`."""
        answer = self.solver.refutes(ids, also)
        if answer is Answer.UNKNOWN:
            raise LimitReached
        return answer is Answer.YES

    def reason(self, ids: Collection[str], also: Sequence[Constraint]) -> Reason:
        """A set of ids that suffices, with what each says in it, step by step."""
        used = self._used(ids, also)
        said: dict[str, dict[str, Premise]] = {id: {} for id in ids}
        for constraint in used:
            for premise in constraint.premises:
                if premise.id in said:
                    said[premise.id].setdefault(premise.sentence, premise)
        ordered = sorted(ids, key=lambda id: (id.startswith("rule:"), id))
        premises = [premise for id in ordered for _, premise in sorted(said[id].items())]
        free = [c for c in self.network.constraints if not c.ids]
        steps, cases = told([*used, *free], also, self.unit)
        bounds = [bound for constraint in used for bound in linears(constraint.formula)]
        points = sorted({point for bound in bounds for point in (*bound.plus, *bound.minus)})
        return Reason(tuple(ordered), tuple(premises), steps, cases, tuple(points))

    def _used(self, ids: Collection[str], also: Sequence[Constraint]) -> tuple[Constraint, ...]:
        """The constraints a reason really needs: one piece of evidence may yield many, of which one does the work."""
        # Sorted, so that the constraints named depend on nothing but what they say.
        available = sorted(
            (c for c in self.network.accepting(ids) if c.ids), key=lambda c: (c.ids, c.sentence, repr(c.formula))
        )
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


def _bounds_of(id: str, used: Iterable[Constraint]) -> list[Linear]:
    """The plain bounds that a piece of evidence yields among the constraints of an argument."""
    return [
        b for c in used if id in c.ids and is_conjunctive(c.formula) for b in linears(c.formula) if b.plus or b.minus
    ]


def _plain(network: Network) -> bool:
    return all(
        is_conjunctive(c.formula) and all(b.is_difference for b in linears(c.formula)) for c in network.constraints
    )


def _paths(network: Network) -> Answer:
    arcs = [arc(b) for c in network.constraints for b in linears(c.formula)]
    return Answer.YES if potentials(arcs) is None else Answer.NO


def _unguarded(constraints: Sequence[Constraint]) -> Network:
    bare = tuple(Constraint(c.formula, (), (), c.sentence) for c in constraints)
    points = sorted({p for c in bare for b in linears(c.formula) for p in (*b.plus, *b.minus)})
    return Network(tuple(points), bare, {})
