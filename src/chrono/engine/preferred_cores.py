"""What a bound rests on: of all smallest sets of evidence that suffice for it the preferred one, by one kept search.

Takes shared histories and the ids that each formula rests on, gives ids, refutations or histories, or nothing where the
search ran out of steps. From the least preferred on an id is left out where the rest suffices (the set that QuickXplain
finds; Junker, AAAI 2004). A refutation in hand spares asking for every id that it does not rest on, so that only those
few are asked about that stand in one; for each the search forgets what it tried to use of it, and finds another
refutation near the same points, or a history. Ids that are not accepted are left out in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from chrono.core.gc_pause import free_what_is_over
from chrono.core.limits import LimitReached
from chrono.engine.certificates import Refutation, Sum, Witness
from chrono.engine.formulas import History, Linear
from chrono.engine.provenance import Provenance
from chrono.engine.quickxplain import spared
from chrono.engine.search import Refuted
from chrono.engine.shared_histories import Shared
from chrono.engine.tight_paths import BestWays, forced

if TYPE_CHECKING:
    from chrono.engine.rotations import Rotations

FEW = 8
"""How many formulas may rest on an id for the search to forget all of them when it is left out."""

Found = TypeVar("Found")
"""What the search answers where it has no refutation."""


class Core(NamedTuple):
    """A refutation, the formulas that it rests on by their numbers, and the ids that these rest on."""

    ids: set[str]
    tree: Refutation
    numbers: set[int]
    path: tuple[tuple[int, int], ...] = ()
    """Where the tree is a path, the only one that ids leave, the formula and the arc of each of its bounds but the
    first, which is what it contradicts, from the zero on."""


class Argument(NamedTuple):
    """Ids, sorted, that leave no history under some bounds, and the refutation in hand that shows it, if any."""

    ids: tuple[str, ...]
    core: Core | None


class Resting:
    """The formulas of shared histories with the ids that each rests on, and `best`: the ids, the most preferred
    first."""

    def __init__(self, shared: Shared, needed: Sequence[tuple[str, ...]], best: Sequence[str]) -> None:
        self.shared, self.needed = shared, needed
        self.place: Mapping[str, int] = {id: place for place, id in enumerate(best)}
        self._said = Provenance(shared.formulas, needed, self.place)
        self.resting = self._said.resting
        self._saying: dict[int, list[int]] = {}
        """By plain arc, the formulas that say its bound."""
        self._best: dict[bool, BestWays] = {}
        """By whether it is the greatest or the least value that ways force."""
        self._hard = False
        """Whether the search that is kept gave up where spans exclude each other: the one that learns is soon asked
        then."""
        self._barred: set[str] = set()
        """Ids that are left out for now."""
        self._forgotten: set[int] = set()
        """Formulas that the search was told to forget for now: of what rests on a barred id, what it tried to use."""

    def preferred(
        self,
        bounds: Sequence[Linear],
        barred: Collection[str] = (),
        given: Collection[str] = (),
        place: Callable[[str], Any] | None = None,
        known: Collection[str] = (),
    ) -> Argument | None:
        """The ids that leave no history under the bounds where those barred are not accepted, and `given` are anyway,
        none of which can be spared; None where there are none such, the steps ran out, or it cannot be asked.

        The higher its place (default: as in `best`), the sooner an id is spared. `known`, if any, are known to leave
        none.
        """
        start = self._start(bounds)
        if start is None:
            return None
        plain = self._by_paths(bounds, barred, given, place)
        if plain is not None:
            return plain
        self._barred = set(barred)
        self.shared.search.adopt(start)
        try:
            return self._spared(bounds, start, set(known), set(given), place or self.place.__getitem__)
        finally:
            self._admit(tuple(self._barred), start)

    def decided(self, bounds: Sequence[Linear], barred: Collection[str]) -> Core | History | None:
        """A history under the bounds where these ids are not accepted, or a refutation; None as for `preferred`."""
        start = self._start(bounds)
        if start is None:
            return None
        self._barred = set(barred)
        self.shared.search.adopt(start)
        try:
            found = self._answer(lambda: self.shared.ask(bounds, steps=self._steps))
            if found is None:
                return self._learned(bounds, self._accepted)
        finally:
            self._admit(tuple(self._barred), start)
        return dict(zip(self.shared.graph.points, found, strict=True)) if isinstance(found, list) else found

    def _start(self, bounds: Sequence[Linear]) -> Sequence[int] | None:
        """A history near what the bounds ask for; None where they cannot be asked about."""
        first = self.shared.first
        if first is None or not all(b.is_difference and self.shared.knows(b) for b in bounds):
            return None
        # From here most bounds on a point are one step away.
        return first.latest if bounds and bounds[0].minus else first.earliest

    def _by_paths(
        self,
        bounds: Sequence[Linear],
        barred: Collection[str],
        given: Collection[str],
        place: Callable[[str], Any] | None,
    ) -> Argument | None:
        """What a bound on one point that is the very next beyond its box rests on, without any search; None where it is
        another, there are either/ors, or there is room without those barred."""
        graph, boxes = self.shared.graph, self.shared.boxes
        if graph.base.choices or len(bounds) != 1 or len(bounds[0].plus) + len(bounds[0].minus) != 1:
            return None
        (bound,) = bounds
        (name,) = (*bound.plus, *bound.minus)
        point, upper = self.shared.point(name), not bound.plus
        if (boxes.high if upper else boxes.low)[point] + bound.most != -1:
            return None

        def said(arc: int) -> list[int]:
            if arc not in self._saying:
                self._saying[arc] = self._said.saying[graph.bound[arc]]
            return self._saying[arc]

        def standing(arc: int) -> list[tuple[str, ...]]:
            return [self.needed[number] for number in said(arc)]

        best = None
        if place is None and not barred and not given:
            if upper not in self._best:
                self._best[upper] = BestWays(boxes, upper, standing, self.place)
            best = self._best[upper]
        found = forced(boxes, point, upper, standing, place or self.place.__getitem__, barred, given, best)
        if found is None:
            return None
        ids = found.ids.union(given)
        # Most bounds are said once.
        saying = self._saying
        several = [saying[arc] if arc in saying else said(arc) for arc in found.arcs]
        order = [s[0] if len(s) == 1 else next(n for n in s if ids.issuperset(self.needed[n])) for s in several]
        tree = Sum((bound, *[graph.bound[arc] for arc in found.arcs]))
        path = tuple(zip(order, found.arcs, strict=True)) if found.alone else ()
        core = Core(set[str]().union(*[self.needed[number] for number in order]), tree, {*order}, path)
        return Argument(tuple(sorted(found.ids)), core)

    def _spared(
        self,
        bounds: Sequence[Linear],
        start: Sequence[int],
        used: set[str],
        given: set[str],
        place: Callable[[str], Any],
    ) -> Argument | None:
        core: Core | None = None
        if not used:
            first = self._asked(bounds)
            if not isinstance(first, Core):
                return None
            core, used = first, first.ids
        kept = set(given)
        while open_ := used - kept:
            id = max(open_, key=place)
            if self._hard and id in self._rotations.shown(bounds, self._gone(id, kept, place)):
                kept.add(id)
                continue
            self._bar((id,))
            other = self._asked(bounds)
            # What is less preferred than the id could be spared before it, by the refutation in hand.
            while isinstance(other, Core) and (worse := {o for o in other.ids - kept if place(o) > place(id)}):
                self._bar(worse)
                other = self._asked(bounds)
            if other is None:
                return None
            if isinstance(other, Core):
                core, used = other, other.ids
                continue
            values = self._values(other) if self._hard else []
            self._admit((id,), start)
            kept.add(id)
            if values:
                gone = self._gone(id, kept, place)
                shown = self._rotations.shown(bounds, gone)
                self._rotations.spread(values, bounds, gone, used - kept - shown)
        return Argument(tuple(sorted(used - given)), core)

    def _values(self, found: History | bool) -> list[int]:
        """A history that was found, or that the search holds, as values of the graph's points."""
        if isinstance(found, Mapping):
            return [0, *(found[point] for point in self.shared.graph.points[1:])]
        return [at - self.shared.search.value[0] for at in self.shared.search.value]

    @property
    def _steps(self) -> int:
        """How many alternatives the search that is kept may try; 0: as many as it is set."""
        if not self._hard:
            return 0
        from chrono.engine.learned import CROWDED

        return CROWDED

    def _gone(self, id: str, kept: Collection[str], place: Callable[[str], Any]) -> set[str]:
        """The ids that do not count any more once an id is asked about: those barred, and what is spared before it."""
        worst = place(id)
        return {o for o in self.place if o in self._barred or (o not in kept and place(o) > worst)}

    @cached_property
    def _rotations(self) -> Rotations:
        """Histories that break little, for what the search that is kept gives up."""
        from chrono.engine.rotations import Rotations  # what only hard reasons need

        return Rotations(self.shared.encoded, self.needed)

    def _asked(self, bounds: Sequence[Linear]) -> Core | bool | History | None:
        """A refutation without what is barred; where there is a history that, or True; None: the steps ran out."""
        found = self._answer(lambda: self.shared.found(bounds, self._steps))
        return self._learned(bounds, self._accepted) if found is None else found

    def _accepted(self, number: int) -> bool:
        return self._barred.isdisjoint(self.needed[number])

    def _learned(self, bounds: Sequence[Linear], counts: Callable[[int], bool]) -> Core | History | None:
        """What the search that learns says where only some formulas count, once the other one gave up."""
        if not self.shared.crowded:
            return None
        self._hard = True
        free_what_is_over()
        found = self.shared.learned([n for n in range(len(self.needed)) if counts(n)]).proof(bounds)
        if isinstance(found, Witness):
            return found.history
        if found is None:
            return None
        used = self._said.used(found, counts)
        return Core(self._said.ids(used), found, used)

    def _answer(self, ask: Callable[[], Refuted | Found]) -> Core | Found:
        """The search's answer without those barred."""
        return self._without(ask, lambda number: not self._accepted(number))

    def _without(self, ask: Callable[[], Refuted | Found], barred: Callable[[int], bool]) -> Core | Found:
        """The search's answer without the formulas that are barred, which are forgotten as a refutation meets them."""
        while True:
            found = ask()
            if not isinstance(found, Refuted):
                return found
            used = self._formulas(found.tree)
            met = [number for number in used if barred(number)]
            if not met:
                return Core(self._said.ids(used), found.tree, used)
            self._forget(met)

    def formulas(self, bounds: Sequence[Linear], several: Sequence[int]) -> tuple[int, ...] | None:
        """The preferred smallest set of several formulas, the best first, that leaves no history under the bounds
        together with what rests on no id; None as for `preferred`."""
        start = self._start(bounds)
        if start is None:
            return None

        def core(left: Sequence[int]) -> set[int] | None:
            given = frozenset(left)
            self._recall([number for number in self._forgotten if number in given], start)

            def counts(number: int) -> bool:
                return not self.needed[number] or number in given

            found: Core | History | bool | None
            found = self._without(lambda: self.shared.found(bounds, self._steps), lambda number: not counts(number))
            if found is None:
                found = self._learned(bounds, counts)
            if found is None:
                raise LimitReached
            return found.numbers if isinstance(found, Core) else None

        self.shared.search.adopt(start)
        try:
            return spared(several, core)
        except LimitReached:
            return None
        finally:
            self._recall(self._forgotten, start)

    def _bar(self, ids: Collection[str]) -> None:
        """Leaves ids out. Of those that little rests on the search forgets it at once."""
        self._barred.update(ids)
        for id in ids:
            resting = self.resting.get(id, ())
            if len(resting) <= FEW:
                self._forget(resting)

    def _forget(self, numbers: Iterable[int]) -> None:
        for number in sorted(set(numbers) - self._forgotten):
            self.shared.search.forget(self.shared.encoded.parts[number])
            self._forgotten.add(number)

    def _admit(self, ids: Sequence[str], start: Sequence[int]) -> None:
        """Lets ids count again, from a history in which everything holds."""
        self._barred.difference_update(ids)
        self._recall([n for n in self._forgotten if self._barred.isdisjoint(self.needed[n])], start)

    def _recall(self, numbers: Iterable[int], start: Sequence[int]) -> None:
        """Has the search take formulas again that it was told to forget."""
        again = sorted(numbers)
        for number in again:
            self.shared.search.remember(self.shared.encoded.parts[number])
        self._forgotten.difference_update(again)
        self.shared.search.adopt(start)

    def ids(self, tree: Refutation) -> set[str]:
        """The ids that a refutation rests on."""
        return self._said.ids(self._formulas(tree))

    def _formulas(self, tree: Refutation) -> set[int]:
        """The formulas that a refutation rests on, of those not forgotten."""
        return self._said.used(tree, lambda number: number not in self._forgotten)
