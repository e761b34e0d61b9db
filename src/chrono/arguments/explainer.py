"""Why: the evidence behind a bound, a verdict or a contradiction, minimal and always the same.

Takes a solver and what it found, gives `Reason` values: the preferred argument over the evidence ordered by certainty,
then by what excludes most, then by name; every other line of argument; what an argument hinges on. Each reason
suffices, and none of its members can be spared. A limit reached gives no reason rather than a doubtful one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from math import isinf
from operator import itemgetter

from chrono.answers.reasons import Case, Reason
from chrono.arguments.said import MOST_KNOWN, SAYING, Said
from chrono.arguments.steps import chain, told
from chrono.arguments.ways import Ways
from chrono.core.ids import in_premise_order, is_rule
from chrono.core.limits import LimitReached
from chrono.dates import Scale
from chrono.engine.certificates import Sum
from chrono.engine.cheapest_sets import Cost
from chrono.engine.formulas import Constraint, Linear, Network, Point, is_conjunctive, linears
from chrono.engine.hitting_sets import Caps, Lines, disjoint, graded, lines_and_losses
from chrono.engine.outcomes import Answer, Distance, FailedCheck
from chrono.engine.preferred_cores import Core
from chrono.engine.quickxplain import spared
from chrono.engine.shortest_paths import ORIGIN, Distances, Edge, sole_contradiction
from chrono.engine.solver import Solver


def beyond(distance: Distance, most: int | None = None, least: int | None = None) -> Constraint:
    """That a distance is more than `most`, or less than `least`: the denial of a bound."""
    if most is not None:
        return Constraint(Linear((), (distance.of,), -most - 1))
    assert least is not None
    return Constraint(Linear((distance.of,), (), least - 1))


class Explainer:
    """Reasons over one solver's network. `scale` is only for putting numbers into words; `wider` gives for the ids of
    an argument who is to be asked instead, where the network has not all that might count in it."""

    def __init__(
        self, solver: Solver, scale: Scale, wider: Callable[[Collection[str]], Explainer | None] = lambda _: None
    ) -> None:
        self.solver, self.network, self.scale, self._wider = solver, solver.network, scale, wider
        self._known: dict[int, Said] = {}
        """By the identity of the constraint, which is kept so that no other can have it."""
        self._ways = Ways(scale, self.network.constraints, lambda constraint: self._said((constraint,))[0])

    def bound(self, distance: Distance, most: int | None = None, least: int | None = None) -> Reason | None:
        """Why a distance is at most `most`, or at least `least`; None where a limit was reached."""
        also = [beyond(distance, most, least)]
        found = self.solver.argument(also)
        try:
            if found is None:
                return self._argue(also, frozenset())
            if (other := self._wider(found.ids)) is not None:
                return other.bound(distance, most, least)
            return self.reason(found.ids, also, found.core)
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
        Where a limit was reached it is the first that is met, if any.
        """
        found = None
        try:
            found = self._argue((), frozenset())
            ranks = self.network.ranks
            for id in sorted(found.ids, key=lambda id: (is_rule(id), ranks[id], id)):
                rest = [other for other in self.network.ids if other != id]
                if self.refuted(rest, ()):
                    continue
                resting = self._said(self.solver.bearing.constraints_on(found.ids))
                for bound in _bounds_of(id, self._used(resting, found.ids, ())):
                    against = self._strictest([Constraint(bound)], rest)
                    if against:
                        return self._argue((), against | {id})
        except LimitReached:
            return found or self._plain_conflict()
        return found

    def _plain_conflict(self) -> Reason | None:
        """A conflict of plain bounds, as shortest paths meet it: that takes next to no time."""
        plain = [(b, c) for c in self.network.constraints if is_conjunctive(c.formula) for b in linears(c.formula)]
        cycle = Distances((bound, constraint) for bound, constraint in plain if bound.is_difference).cycle
        if cycle is None:
            return None
        ids = sorted({id for edge in cycle for id in edge.tag.ids})
        few = replace(self.network, constraints=tuple(self.network.accepting(ids)))
        # Of so few nothing takes long, so it is proven though the time is up.
        solver = Solver(few, self.solver.limit.late())
        try:
            known = spared(ids, lambda some: solver.oracle.core(some, ())) or ids
            return Explainer(solver, self.scale).reason(known, ())
        except LimitReached:
            return None

    def late(self, several: Iterable[Collection[str]]) -> Iterator[Reason]:
        """Why the ids of each of several smallest conflicts cannot all be true, each from what rests on these alone: of
        so few nothing takes long, so it is proven though the time is up."""
        for ids in several:
            with suppress(LimitReached):
                solver = Solver(self.solver.bearing.on(ids), self.solver.limit.late())
                yield Explainer(solver, self.scale).reason(ids, ())

    def _argue(self, also: Sequence[Constraint], first: frozenset[str]) -> Reason:
        """The preferred argument: the most certain ids first, of these the given ones, then by name."""
        found = self.argument(self.network.ids, also, first=first)
        if found is None:
            raise ValueError("the evidence leaves room for what is to be refuted")
        if (other := self._wider({*found, *first})) is not None:
            return other._argue(also, other._strictest(also, other.network.ids) if first else first)
        return self.reason(found, also)

    def _strictest(self, also: Sequence[Constraint], ids: Sequence[str]) -> frozenset[str]:
        """The members of the preferred reason for the exact bound that excludes `also`, where that is one bound on a
        distance; else nothing. Raises `LimitReached`."""
        if len(also) != 1 or not isinstance(also[0].formula, Linear) or not also[0].formula.is_difference:
            return frozenset()
        plus, minus = also[0].formula.plus, also[0].formula.minus
        if not plus and not minus:
            return frozenset()
        distance = Distance(plus[0], minus[0] if minus else ORIGIN) if plus else Distance(minus[0])
        bound = self.solver.end(distance, not plus, ids)
        if bound is None:
            raise LimitReached
        if isinf(bound):
            return frozenset()
        exact = Linear(plus, minus, int(bound) - 1) if plus else Linear((), minus, -int(bound) - 1)
        return frozenset(self.argument(ids, [Constraint(exact)]) or ())

    def argument(
        self,
        ids: Sequence[str],
        also: Sequence[Constraint],
        given: Collection[str] = (),
        first: Collection[str] = frozenset(),
    ) -> tuple[str, ...] | None:
        """The preferred of the smallest sets of these ids that leave no room for `also` where `given` is accepted as
        well, sorted: the most certain, of these those of `first`, then by name. None where all of them leave some.
        Raises `LimitReached`."""
        if self.solver.ended():
            raise LimitReached
        found = self.solver.oracle.argument(also, ids, given, first)
        return None if found is None else tuple(sorted(found))

    def suffices(self, ids: Collection[str], also: Sequence[Constraint]) -> bool:
        """Whether it is proven that these ids leave no room for `also`; raises `FailedCheck` where they leave some."""
        proven = self.solver.suffices(ids, also)
        if proven is False:
            raise FailedCheck(f"the reason {', '.join(sorted(ids))} does not suffice")
        return proven is True or self.solver.oracle.known(ids, also) is Answer.NO

    def overturns(self, lost: Collection[str], also: Sequence[Constraint]) -> bool:
        """Whether it is proven that there is room for `also` without these; raises `FailedCheck` where there is not."""
        left = [id for id in self.network.ids if id not in lost]
        shown = self.solver.shown(also, left)
        if shown is Answer.NO:
            raise FailedCheck(f"without {', '.join(sorted(lost))} the others leave no history")
        return shown is Answer.YES or self.solver.oracle.known(left, also) is Answer.YES

    def reasons(self, several: Iterable[Collection[str]], also: Sequence[Constraint]) -> tuple[Reason, ...]:
        """Those of several sets that suffice of which that is proven in time."""
        found = []
        for ids in several:
            try:
                found.append(self.reason(ids, also))
            except LimitReached:
                if self.solver.limit.ended():
                    break
        return tuple(found)

    def lines(
        self,
        also: Sequence[Constraint],
        given: Collection[str] = (),
        caps: Caps | None = None,
        cost: Callable[[str, Cost], Cost] = lambda id, graded: graded,
    ) -> Lines:
        """Every smallest set of ids that leaves no room for `also`, and every smallest set that must be given up for
        there to be room; `given` is accepted throughout and no member of either. `cost` says what it costs to give up
        an id, from what it costs by certainty and weight."""
        held = set(given)
        items = [id for id in self.network.ids if id not in held]
        costs = {id: cost(id, by) for id, by in graded(self.network.ranks, items, self.network.weights).items()}

        def heard(losses: int) -> None:
            self.solver.limit.tell("what would overturn it" if also else "repairs", losses)
            if self.solver.limit.ended():
                raise LimitReached

        found = lines_and_losses(items, lambda ids: self.argument(ids, also, [*given]), costs, caps, heard)
        if found.limit is not None:
            self.solver.limit.note(found.limit)
        return found

    def disjoint(self, also: Sequence[Constraint], given: Collection[str] = ()) -> list[tuple[str, ...]]:
        """Sets of ids that share nothing, each of which leaves no room for `also` where `given` is accepted as well.

        Raises `LimitReached`.
        """
        held = set(given)
        items = [id for id in self.network.ids if id not in held]
        return disjoint(items, lambda ids: self.argument(ids, also, [*given]))

    def hinges(self, ids: Iterable[str], also: Sequence[Constraint]) -> tuple[str, ...]:
        """Those of a reason's ids without which nothing else leaves no room for `also`: members of every line.

        Raises `LimitReached`.
        """
        everything = self.network.ids
        return tuple(id for id in ids if not self.refuted([other for other in everything if other != id], also))

    def refuted(self, ids: Collection[str], also: Sequence[Constraint]) -> bool:
        """Whether accepting `ids` leaves no room for `also`; raises `LimitReached`."""
        return self.solver.oracle.refuted(ids, also)

    def reason(self, ids: Collection[str], also: Sequence[Constraint], core: Core | None = None) -> Reason:
        """A set of ids that suffices, which is proven here, with what each says in it, step by step; `core` is a
        refutation by it, where one is known.

        Raises `LimitReached` where no proof was found in time.
        """
        if not self.suffices(ids, also):
            raise LimitReached
        if core is not None and core.path and (way := self._ways.of(core)) is not None:
            return Reason(way.ids, way.premises, way.steps, (), way.points)
        # From what it rests on alone: the rest of a large network says nothing to it.
        resting = self._said(self.solver.bearing.constraints_on(ids, also))
        asked = [*map(Said, also)]
        cycle = _only_contradiction(
            ids, [*resting, *asked], core.tree.bounds if core is not None and isinstance(core.tree, Sum) else ()
        )
        cases: tuple[Case, ...] = ()
        if cycle is not None:
            used = sorted(self._said({id(e.tag): e.tag for e in cycle if e.tag.ids}.values()), key=SAYING)
        else:
            used = self._used(resting, ids, also)
            # What is not bound to what is told stays out: how a contradiction is met depends on all that is looked at.
            free = _bearing([one for one in resting if not one.constraint.ids], [*used, *asked])
            told_of = [*used, *free, *asked]
            if all(one.edges is not None for one in told_of):
                cycle = Distances(edges=[e for one in told_of for _, e in one.edges or ()]).cycle
        if cycle is not None:
            steps = tuple(chain(cycle, also, self.scale))
        else:
            steps, cases = told([one.constraint for one in (*used, *free)], also, self.scale, self.solver.ended)
        # Of two that say the same the first counts.
        said = {place: premise for one in reversed(used) for place, premise in one.premises}
        named = {*ids}
        premises = [premise for _, premise in sorted(said.items(), key=itemgetter(0)) if premise.id in named]
        points = sorted(set[Point]().union(*[one.points for one in used]))
        return Reason(tuple(sorted(ids, key=in_premise_order)), tuple(premises), steps, cases, tuple(points))

    def _said(self, constraints: Collection[Constraint]) -> list[Said]:
        """What constraints say, each made out once for all arguments by it."""
        known = self._known
        try:
            return [known[id(constraint)] for constraint in constraints]
        except KeyError:
            if len(known) > MOST_KNOWN:
                known.clear()
            for constraint in constraints:
                known[id(constraint)] = known.get(id(constraint)) or Said(constraint)
            return [known[id(constraint)] for constraint in constraints]

    def _used(self, resting: Sequence[Said], ids: Collection[str], also: Sequence[Constraint]) -> list[Said]:
        """What a reason really needs of all that rests on its ids: one piece of evidence may yield many constraints, of
        which one does the work."""
        # Sorted, so that the constraints named depend on nothing but what they say.
        available = sorted((one for one in resting if one.constraint.ids), key=SAYING)
        count = Counter(id for one in available for id in one.constraint.ids)
        if all(any(count[id] == 1 for id in one.constraint.ids) for one in available):
            # No id can be spared, so no constraint that is the only one to rest on one.
            return available
        needed = self.solver.needed(ids, also, lambda constraint: self._said((constraint,))[0].saying)
        if needed is not None:
            return self._said(needed)
        free = [Constraint(one.constraint.formula) for one in resting if not one.constraint.ids]
        numbered = {f"{number:06}": one for number, one in enumerate(available)}
        guarded = [Constraint(one.constraint.formula, (number,)) for number, one in numbered.items()]
        asked = [Constraint(c.formula) for c in also]
        ranks = dict.fromkeys(numbered, 0)
        points = self.solver.bearing.on(ids, also).points
        oracle = Solver(Network(points, (*free, *guarded), ranks), self.solver.limit).oracle
        try:
            found = spared([*numbered], lambda some: oracle.core(some, asked))
        except LimitReached:
            found = None
        return available if found is None else [numbered[number] for number in found]


def _only_contradiction(
    ids: Collection[str], several: Sequence[Said], known: Sequence[Linear]
) -> tuple[Edge[Constraint], ...] | None:
    """The one contradiction that bounds make, what is denied being the last of them, where it rests on every one of the
    ids: then no other constraint is needed, and it is not met in another way. `known` are bounds that contradict each
    other, if any are."""
    met = {*map(id, known)}
    bounds: list[tuple[Linear, Edge[Constraint]]] = []
    for one in several:
        if one.edges is None:
            return None
        bounds += one.edges
    cycle = [e for bound, e in bounds if id(bound) in met]
    found = sole_contradiction(cycle, [e for bound, e in bounds if id(bound) not in met])
    return found if found and set[str]().union(*[e.tag.ids for e in found]) == {*ids} else None


def _bearing(free: Sequence[Said], told: Iterable[Said]) -> list[Said]:
    """As much of what rests on no evidence as is tied to the points of what is told."""
    naming: dict[Point, list[int]] = {}
    for number, one in enumerate(free):
        for point in one.points:
            naming.setdefault(point, []).append(number)
    waiting = [*set[Point]().union(*[one.points for one in told])]
    points, found = set(waiting), set[int]()
    while waiting:
        for number in naming.get(waiting.pop(), ()):
            if number not in found:
                found.add(number)
                new = free[number].points - points
                points |= new
                waiting += new
    return [free[number] for number in sorted(found)]


def _bounds_of(id: str, used: Iterable[Said]) -> list[Linear]:
    """The plain bounds that a piece of evidence yields among the constraints of an argument."""
    several = [one.constraint.formula for one in used if id in one.constraint.ids]
    return [b for formula in several if is_conjunctive(formula) for b in linears(formula) if b.plus or b.minus]
