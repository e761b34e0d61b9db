"""Whether parts of the evidence leave room for something: one network, hundreds of questions that are much alike.

Takes a solver, answers yes, no or `LimitReached`, and of a no gives few ids that suffice for it. What was refuted once
is wherever all that the refutation rests on is accepted, and a history found once leaves room wherever nothing that it
breaks is accepted, so that most questions need no search (the map of MARCO; Liffiton, Previti, Malik & Marques-Silva,
Constraints 21, 2016). The others go to the search that is kept for the whole network, as far as that takes them; then
to one of their own; what both give up to the backend. Each history is tried on the formulas, and each refutation
checked, before it answers. No answer depends on what was asked before, only its cost does.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from chrono.core.gc_pause import free_what_is_over
from chrono.core.limits import LimitReached
from chrono.engine.certificates import Refutation, Witness, refutes
from chrono.engine.formulas import (
    Constraint,
    Formula,
    History,
    are_differences,
    holds,
    is_conjunctive,
    linears,
    points_of,
)
from chrono.engine.graph import Encoded
from chrono.engine.outcomes import Answer, FailedCheck, Unsettled
from chrono.engine.prover import Prover, learned_of
from chrono.engine.quickxplain import spared

if TYPE_CHECKING:
    from chrono.engine.incremental import Kept
    from chrono.engine.preferred_cores import Resting
    from chrono.engine.solver import Solver

PATIENCE = 400
"""How many alternatives a search of its own may try at first; half as many after each question that it gives up."""
REMEMBERED = 200
"""How many histories are kept, and of each question how many refutations."""
UNSETTLED = 3
"""So often at most it is asked in vain whether evidence contradicts itself as one piece after another is left out."""
QUESTIONS = 1000
"""Of how many questions refutations are kept."""

Asked: TypeAlias = tuple[Constraint, ...]
"""What is to hold besides, and rests on nothing that is not accepted."""


@dataclass(frozen=True, slots=True)
class _Tried:
    """A history and, for each constraint of the network that it breaks, the ids that this rests on."""

    history: History
    broken: tuple[frozenset[str], ...]


class Oracle:
    """One solver's network, many questions of what leaves no room for what."""

    def __init__(self, solver: Solver) -> None:
        self.solver, self.network = solver, solver.network
        self._everything = frozenset(self.network.ids)
        self._kept: Resting | None = None
        self._whole: tuple[_Tried, ...] = ()
        """Histories in which everything holds, once there is a kept search."""
        self._refuted: dict[Asked, deque[frozenset[str]]] = {}
        self._tried: deque[_Tried] = deque(maxlen=REMEMBERED)
        self._patience = PATIENCE
        self._unsettled = 0
        """How often what tells of conflicts could not tell."""

    # -- what is known

    def known(self, ids: Collection[str], also: Sequence[Constraint]) -> Answer:
        """Whether there is a history in which these ids are accepted and `also` holds, as far as a history or a
        refutation that was met and checked before says so: also when the time is up."""
        asked, accepted = _asked(also, ids)
        if any(core <= accepted for core in self._refuted.get(asked, ())):
            return Answer.NO
        formulas = [c.formula for c in asked]
        points = {point for formula in formulas for point in points_of(formula)}
        for tried in (*self._whole, *self._tried):
            if points <= tried.history.keys() and _room(tried, formulas, accepted):
                return Answer.YES
        return Answer.UNKNOWN

    def learn(self, also: Sequence[Constraint], tree: Refutation, used: Sequence[Constraint]) -> frozenset[str]:
        """Remembers what a refutation of `also` rests on, once that is checked, and gives it. Raises `FailedCheck`
        where it rests on more."""
        constraints = (*used, *also)
        if not refutes(tree, [c.formula for c in constraints]):
            raise FailedCheck("a refutation does not rest on what it names")
        self.solver.learn(tree)
        asked = tuple(also)
        if asked not in self._refuted and len(self._refuted) >= QUESTIONS:
            del self._refuted[next(iter(self._refuted))]
        core = frozenset[str]().union(*[constraint.ids for constraint in constraints])
        self._refuted.setdefault(asked, deque(maxlen=REMEMBERED)).appendleft(core)
        return core

    def _remember(self, history: History, asked: Asked, accepted: frozenset[str]) -> None:
        tried = _Tried(history, tuple(self._broken(history)))
        if not _room(tried, [c.formula for c in asked], accepted):
            raise FailedCheck("a history breaks what it was found for")
        self._tried.appendleft(tried)
        self.solver.learn(Witness(history))

    def _broken(self, history: History) -> Iterator[frozenset[str]]:
        """The ids of each constraint that a history breaks. Only those can be broken that name a point which lies
        elsewhere than in a history in which everything holds."""
        constraints = self.network.constraints
        numbers: Collection[int] = range(len(constraints))
        if self._whole:
            naming = self.solver.bearing.naming
            wholes = (whole.history for whole in self._whole)
            elsewhere = min(([p for p, at in whole.items() if history[p] != at] for whole in wholes), key=len)
            numbers = sorted({number for point in elsewhere for number in naming.get(point, ())})
        for number in numbers:
            if not holds(constraints[number].formula, history):
                yield self._needed[number]

    @cached_property
    def _needed(self) -> list[frozenset[str]]:
        return [frozenset(c.ids) for c in self.network.constraints]

    def _keep(self) -> None:
        """Has one search kept for the whole network, if that has a history."""
        resting = self.solver.resting()
        first = None if resting is None else resting.shared.first
        if resting is None or first is None:
            return
        whole = [resting.shared.graph.named(values) for values in (first.latest, first.earliest)]
        if not all(holds(c.formula, history) for history in whole for c in self.network.constraints):
            raise FailedCheck("a history breaks what it was found for")
        self._kept, self._whole = resting, tuple(_Tried(history, ()) for history in whole)
        for history in whole:
            self.solver.learn(Witness(history))

    # -- what is asked

    def answer(self, also: Sequence[Constraint], ids: Collection[str]) -> Answer:
        """Whether there is a history in which these ids are accepted and `also` holds, by what is known or the kept
        search; raises `FailedCheck`."""
        asked, accepted = _asked(also, ids)
        if also and self._kept is None and not self.solver.ended():
            self._keep()
        known = self.known(accepted, asked)
        conjunctive = all(is_conjunctive(c.formula) for c in asked)
        if known is not Answer.UNKNOWN or self._kept is None or not conjunctive or self.solver.ended():
            return known
        found = self._kept.decided([bound for c in asked for bound in linears(c.formula)], self._everything - accepted)
        if found is None:
            return Answer.UNKNOWN
        if isinstance(found, Mapping):
            self._remember(found, asked, accepted)
            return Answer.YES
        if not self.learn(asked, found.tree, self._constraints(found.numbers)) <= accepted:
            raise FailedCheck("a refutation does not rest on what it names")
        return Answer.NO

    def refuted(self, ids: Collection[str], also: Sequence[Constraint]) -> bool:
        """Whether accepting `ids` leaves no room for `also`. Raises `LimitReached`."""
        answer = self.answer(also, ids)
        if answer is Answer.UNKNOWN:
            if self.solver.ended():
                raise LimitReached
            if not also and self._conflicting is not None:
                try:
                    core = self._conflicting.clash(self._everything.difference(ids))
                except Unsettled:
                    self._unsettled += 1
                else:
                    if core is not None:
                        self.learn((), core.tree, core.used)
                    return core is not None
            answer = self._anew(*_asked(also, ids))
            if answer is Answer.UNKNOWN:
                answer = self.solver.consistent(ids, also)
            if answer is Answer.UNKNOWN:
                raise LimitReached
        return answer is Answer.NO

    def _anew(self, asked: Asked, accepted: frozenset[str]) -> Answer:
        """What a search of its own says of a question; of what crowds together the one that learns."""
        if not self._patience:
            return Answer.UNKNOWN
        free_what_is_over()
        needed = self._needed
        binding = [n for n in self.solver.said.best if accepted.issuperset(needed[n])]
        formulas = [c.formula for c in asked]
        if self.solver.differences and not are_differences(formulas):
            encoded = Encoded(self.network.points, [*(c.formula for c in self._constraints(binding)), *formulas], True)
        else:
            encoded = self.solver.encoded.only(binding, formulas)
        learned = learned_of(encoded, self.solver.ended)
        if learned is not None and not learned.crowds:
            learned = None
        found = Prover(encoded, self.solver.ended, learned=learned).proof(steps=self._patience)
        if found is None:
            self._patience //= 2
            return Answer.UNKNOWN
        if isinstance(found, Witness):
            self._remember(found.history, asked, accepted)
            return Answer.YES
        self.learn(asked, found, self._constraints(self.solver.said.used(found, frozenset(binding).__contains__)))
        return Answer.NO

    @property
    def _conflicting(self) -> Kept | None:
        """What tells whether evidence contradicts itself, as one piece after another is left out: where nothing but
        differences binds, and either/ors do not keep it from telling again and again."""
        return self.solver.kept if self.solver.differences and self._unsettled < UNSETTLED else None

    def _conflict(self, ids: Collection[str], given: Collection[str], first: Collection[str]) -> tuple[str, ...] | None:
        """The preferred conflict of these ids where `given` are accepted as well, as `argument` tells."""
        assert self._conflicting is not None
        place: Mapping[str, int] = self.solver.place
        if first:
            ahead = sorted(place, key=lambda id: (-self.network.ranks[id], id not in first, place[id]))
            place = {id: number for number, id in enumerate(ahead)}
        core = self._conflicting.preferred(self._everything.difference(ids, given), place, given)
        if core is None:
            return None
        self.learn((), core.tree, core.used)
        return tuple(sorted(core.ids.difference(given), key=place.__getitem__))

    def _constraints(self, numbers: Iterable[int]) -> list[Constraint]:
        return [self.network.constraints[number] for number in sorted(numbers)]

    def core(self, ids: Sequence[str], also: Sequence[Constraint]) -> frozenset[str] | None:
        """Few of the ids that leave no room for `also`, as far as a refutation tells which, and not always a smallest
        set; None where all of them leave some. Raises `LimitReached`."""
        if not self.refuted(ids, also):
            return None
        asked, accepted = _asked(also, ids)
        return next((core for core in self._refuted.get(asked, ()) if core <= accepted), accepted)

    def argument(
        self,
        also: Sequence[Constraint],
        ids: Sequence[str],
        given: Collection[str] = (),
        first: Collection[str] = (),
    ) -> tuple[str, ...] | None:
        """The preferred smallest set of these ids that leaves no history in which `also` holds where `given` are
        accepted as well: the most certain, of these those of `first`, which are known to leave none, then by name. None
        where all of them leave one. Raises `LimitReached`."""
        if not also and self._conflicting is not None:
            try:
                return self._conflict(ids, given, first)
            except Unsettled:
                self._unsettled += 1
        ranks = self.network.ranks
        answer = self.answer(also, [*given, *ids]) if also else Answer.UNKNOWN
        if answer is Answer.YES:
            return None
        if (
            answer is Answer.NO
            and self._kept is not None
            and all(not c.ids and is_conjunctive(c.formula) for c in also)
        ):
            bounds = [bound for c in also for bound in linears(c.formula)]
            barred = self._everything.difference(ids, given)
            found = self._kept.preferred(bounds, barred, given, lambda id: (-ranks[id], id not in first, id), first)
            if found is not None:
                if found.core is not None:
                    self.learn(also, found.core.tree, self._constraints(found.core.numbers))
                return found.ids
        order = sorted(ids, key=lambda id: (-ranks[id], id not in first, id))
        return spared(order, lambda some: self.core([*given, *some], also))


def _asked(also: Iterable[Constraint], ids: Collection[str]) -> tuple[Asked, frozenset[str]]:
    """What is asked where these ids are accepted, and these."""
    accepted = frozenset(ids)
    return tuple(c for c in also if accepted.issuperset(c.ids)), accepted


def _room(tried: _Tried, formulas: Sequence[Formula], accepted: Collection[str]) -> bool:
    """Whether a history is one in which these formulas hold and these ids are accepted."""
    return all(holds(f, tried.history) for f in formulas) and not any(ids.issubset(accepted) for ids in tried.broken)
