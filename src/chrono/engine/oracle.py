"""Whether a network leaves room for something where all but a few of its ids are accepted: hundreds of such questions.

Takes a network and what its bounds rest on, gives yes or no, or unknown where the search of `bounding` ran out of steps
or the question is of another kind; and of a no the evidence. A history found once leaves room wherever nothing that it
breaks is accepted, and what was refuted once is wherever all that the refutation rests on is accepted, so that most
questions need no search. Each history is tried on the formulas, and each refutation checked, before it answers. No
answer depends on what was asked before, only its cost does.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from chrono.engine.certificates import Refutation, Witness, refutes
from chrono.engine.formulas import (
    Constraint,
    Formula,
    History,
    Network,
    Point,
    holds,
    is_conjunctive,
    linears,
    points_of,
)
from chrono.engine.outcomes import Answer, FailedCheck
from chrono.engine.preferred_cores import Core, Resting

LEFT_OUT = 64
"""Of how many ids at most that are not accepted this is the way to ask: of more the rest is a network of its own."""
REMEMBERED = 64
"""How many histories are kept, and of each question how many refutations."""
QUESTIONS = 1000
"""Of how many questions refutations are kept."""


@dataclass(frozen=True, slots=True)
class _Tried:
    """A history and, for each constraint that it breaks, the ids that this rests on."""

    history: History
    broken: tuple[frozenset[str], ...]


class Refutations:
    """What was refuted, checked and remembered: of each question the ids that leave no history."""

    def __init__(self, heard: Callable[[Refutation], object] | None = None) -> None:
        """`heard` is told each refutation."""
        self._heard = heard or (lambda found: None)
        self._refuted: dict[tuple[Formula, ...], deque[frozenset[str]]] = {}

    def learn(self, asked: tuple[Formula, ...], core: Core, formulas: Sequence[Formula]) -> None:
        """Remembers what a refutation of what was asked rests on, once that is checked; `formulas` are those that its
        numbers are of. Raises `FailedCheck` where it does not."""
        if not refutes(core.tree, (*(formulas[number] for number in sorted(core.numbers)), *asked)):
            raise FailedCheck("a refutation does not rest on what it names")
        self._heard(core.tree)
        if asked not in self._refuted and len(self._refuted) >= QUESTIONS:
            del self._refuted[next(iter(self._refuted))]
        self._refuted.setdefault(asked, deque(maxlen=REMEMBERED)).appendleft(frozenset(core.ids))

    def refuted(self, asked: tuple[Formula, ...], accepted: frozenset[str]) -> bool:
        """Whether it was shown before that these ids leave no history in which what is asked holds."""
        return any(core <= accepted for core in self._refuted.get(asked, ()))


class Showing:
    """One network, many questions."""

    def __init__(
        self,
        network: Network,
        resting: Resting | None,
        refutations: Refutations,
        heard: Callable[[Witness], object] | None = None,
    ) -> None:
        """Without `resting` (where not every bound is a difference) every answer is unknown. `heard` is told each
        history found."""
        self._refutations, self._heard = refutations, heard or (lambda found: None)
        self._constraints, self._ranks, self._resting = network.constraints, network.ranks, resting
        self._everything = frozenset(network.ids)
        self._naming: dict[Point, list[int]] = {}
        """Which constraints name a point."""
        for number, constraint in enumerate(network.constraints):
            for point in dict.fromkeys(points_of(constraint.formula)):
                self._naming.setdefault(point, []).append(number)
        first = resting.shared.first if resting else None
        names = resting.shared.graph.points if resting else ()
        ends = (first.latest, first.earliest) if first else ()
        self._whole = [_Tried(dict(zip(names, values, strict=True)), ()) for values in ends]
        """Histories in which everything holds."""
        if not all(holds(c.formula, whole.history) for whole in self._whole for c in network.constraints):
            raise FailedCheck("a history breaks what it was found for")
        for whole in self._whole:
            self._heard(Witness(whole.history))
        self._tried: deque[_Tried] = deque(maxlen=REMEMBERED)

    def answer(self, also: Sequence[Constraint], ids: Collection[str]) -> Answer:
        """Whether there is a history in which these ids are accepted and `also` holds; raises `FailedCheck`."""
        accepted = frozenset(ids)
        asked = tuple(c.formula for c in also if accepted.issuperset(c.ids))
        if self._refutations.refuted(asked, accepted):
            return Answer.NO
        strange = any(p not in whole.history for whole in self._whole[:1] for f in asked for p in points_of(f))
        if self._resting is None or not self._whole or strange:
            return Answer.UNKNOWN
        if any(_room(tried, asked, accepted) for tried in (*self._whole, *self._tried)):
            return Answer.YES
        barred = self._everything - accepted
        if len(barred) > LEFT_OUT or not all(is_conjunctive(formula) for formula in asked):
            return Answer.UNKNOWN
        found = self._resting.decided([bound for formula in asked for bound in linears(formula)], barred)
        if found is None:
            return Answer.UNKNOWN
        if isinstance(found, Mapping):
            tried = _Tried(found, tuple(self._broken(found)))
            if not _room(tried, asked, accepted):
                raise FailedCheck("a history breaks what it was found for")
            self._tried.appendleft(tried)
            self._heard(Witness(found))
            return Answer.YES
        if not found.ids <= accepted:
            raise FailedCheck("a refutation does not rest on what it names")
        self._refutations.learn(asked, found, self._resting.shared.formulas)
        return Answer.NO

    def argument(
        self,
        also: Sequence[Constraint],
        ids: Collection[str],
        given: Collection[str] = (),
        first: Collection[str] = (),
    ) -> tuple[str, ...] | None:
        """The preferred smallest set of these ids that leaves no history in which `also` holds where `given` and no
        others are accepted as well: the most certain, of these those of `first`, which are known to leave none, then
        by name. None where the search does not know, and where `also` is no list of bounds that rest on nothing."""
        if self._resting is None or not also or any(c.ids or not is_conjunctive(c.formula) for c in also):
            return None
        bounds = [bound for c in also for bound in linears(c.formula)]
        barred = self._everything.difference(ids, given)
        ranks = self._ranks
        found = self._resting.preferred(bounds, barred, given, lambda id: (-ranks[id], id not in first, id), first)
        if found is not None and found.core is not None:
            self._refutations.learn(tuple(c.formula for c in also), found.core, self._resting.shared.formulas)
        return None if found is None else found.ids

    def _broken(self, history: History) -> Iterator[frozenset[str]]:
        """The ids of each constraint that a history breaks. Only those can be broken that name a point which lies
        elsewhere than in a history in which everything holds."""
        wholes = (whole.history for whole in self._whole)
        elsewhere = min(([p for p, at in whole.items() if history[p] != at] for whole in wholes), key=len)
        for number in sorted({number for point in elsewhere for number in self._naming.get(point, ())}):
            constraint = self._constraints[number]
            if not holds(constraint.formula, history):
                yield frozenset(constraint.ids)


def _room(tried: _Tried, asked: Sequence[Formula], accepted: Collection[str]) -> bool:
    """Whether a history is one in which what is asked holds and these ids are accepted."""
    return all(holds(f, tried.history) for f in asked) and not any(ids.issubset(accepted) for ids in tried.broken)
