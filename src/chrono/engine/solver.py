"""One network and what is asked of it: consistency, refutations, windows, histories and certificates.

Takes a `Network`, answers three ways (yes, no, unknown), never with a guess. What is to be told is `shown` or
`certified`: found by the search, which knows no backend, and checked by certificates.py. A backend (Z3) is asked for
what the search gives up, and whether anything lies beyond what was found, whoever asks and whatever for. Every kind of
question rests on what is kept of the one network, within the one limit: hence one module.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING, Any, TypeVar

from chrono.core.gc_pause import uncollected
from chrono.core.limits import Limit
from chrono.engine import plain
from chrono.engine.acceptance import Acceptance
from chrono.engine.backends import Backend, Told, by_z3, is_alone
from chrono.engine.certificates import Certificate, Refutation, Witness, satisfies
from chrono.engine.formulas import FURTHEST, Constraint, Formula, History, Linear, Network, Point, are_differences
from chrono.engine.graph import Encoded
from chrono.engine.intervals import Window
from chrono.engine.outcomes import Answer, Distance
from chrono.engine.preferred_cores import Argument, Resting
from chrono.engine.propagation import Group
from chrono.engine.provenance import Provenance
from chrono.engine.relevance import Bearing
from chrono.engine.shortest_paths import ORIGIN
from chrono.engine.windows import Decide

if TYPE_CHECKING:
    from chrono.engine.exchanges import Exchanges
    from chrono.engine.incremental import Kept
    from chrono.engine.leave_one_out import Loosening
    from chrono.engine.oracle import Oracle
    from chrono.engine.surroundings import Surroundings

KEPT = 8
"""Of how many sets of accepted ids the windows and proofs are kept: of more than there are levels of certainty."""

LARGE = 5_000
"""Of so many points a network has to be for it to pay not to look at most of it."""

Worth = TypeVar("Worth")


class Solver:
    """One network, many questions, all within one limit; once that is reached, every answer is unknown."""

    def __init__(
        self,
        network: Network,
        limit: Limit | None = None,
        backend: Backend = by_z3,
        learn: Callable[[Witness | Refutation], object] | None = None,
    ) -> None:
        """`learn` is told each history and refutation found for what is asked about, once it was checked."""
        self.network, self.limit, self.backend, self._learn = network, limit or Limit(), backend, learn
        self.differences = are_differences(c.formula for c in network.constraints)
        self._binding: dict[frozenset[str], frozenset[str]] = {}
        self._kept: dict[frozenset[str], Acceptance] = {}

    # -- three-valued questions

    def consistent(self, ids: Collection[str] | None = None, also: Sequence[Constraint] = ()) -> Answer:
        """Whether some history satisfies everything that binds when `ids` (default: all) are accepted, and `also`."""
        accepted = self._accepted(ids)
        answer = plain.consistent(self._formulas(accepted, also))
        if answer is Answer.NO or self.limit.ended():
            # What contradicts itself by plain paths does so though the time is up.
            return answer if answer is Answer.NO else Answer.UNKNOWN
        if answer is Answer.UNKNOWN:
            found = self.history(also, accepted)
            answer = Answer.UNKNOWN if found is None else Answer.NO if found is False else Answer.YES
        return answer

    def refutes(self, ids: Collection[str], also: Sequence[Constraint] = ()) -> Answer:
        """Whether accepting `ids` leaves no history in which `also` holds."""
        answer = Answer.UNKNOWN if self.limit.ended() else self.consistent(ids, also)
        return {Answer.YES: Answer.NO, Answer.NO: Answer.YES}.get(answer, Answer.UNKNOWN)

    # -- windows

    def window(self, distance: Distance, ids: Collection[str] | None = None) -> Window:
        """Every value the distance can have when `ids` are accepted: disjoint intervals, exact unless a limit was
        reached. The evidence must be consistent."""
        found = self._acceptance(ids).window(distance)
        if not found.proven:
            ends = (abs(end) for interval in found.intervals for end in interval if end is not None)
            self.limit.note("size" if FURTHEST in ends else "steps")
            self._left_open()
        return found

    def end(self, distance: Distance, upper: bool, ids: Collection[str] | None = None) -> float | None:
        """The most (`upper`) or the least value that the distance can have when `ids` are accepted, infinite where that
        is open; None where a limit was reached. Between two points it is told without the gaps of the window."""
        found = self._acceptance(ids).end(distance, upper)
        if found is not None:
            return found
        window = self.window(distance, ids)
        if not window.proven:
            return None
        value = window.most if upper else window.least
        return value if value is not None else inf if upper else -inf

    def windows(self, ids: Collection[str] | None = None) -> tuple[Answer, dict[Point, Window]]:
        """The windows of all points, as `window` gives them one by one, and whether the evidence is consistent (there
        are no windows where it is not, or where a limit kept that from being known)."""
        if self.limit.ended():
            return Answer.UNKNOWN, {}
        acceptance = self._acceptance(ids)
        if not acceptance.differences:
            answer = self.shown(ids=ids)
            each = self.network.points if answer is Answer.YES else ()
            return answer, {point: acceptance.window(Distance(point)) for point in each}
        with uncollected():
            found = acceptance.closing.windows()
        if isinstance(found, dict):
            return Answer.YES, found
        return (Answer.UNKNOWN if found is None else Answer.NO), {}

    def confirm(self, ids: Collection[str] | None = None) -> None:
        """Has the backend derive the windows found where either/ors tie points together; raises `FailedCheck` where it
        finds more."""
        acceptance = self._kept.get(self.binding(ids))
        if acceptance is not None and acceptance.differences and not is_alone():
            acceptance.confirm()

    def history(self, also: Sequence[Constraint] = (), ids: Collection[str] | None = None) -> History | bool | None:
        """The backend's history that satisfies `also` and what binds when `ids` (default: all) are accepted; False
        where there is none, None where a limit was reached.

        Which history it is may change with what was asked before: never print it.
        """
        return None if self.limit.ended() else self._told.history(also, self._accepted(ids), self.limit)

    @cached_property
    def _told(self) -> Told:
        """The network as the backend sees it: on large networks that costs more than most answers."""
        return self.backend(self.network)

    def _decider(self, group: Group) -> Decide:
        """The backend for a group that is too hard for the search: told apart from the rest, it is a network of its
        own."""
        told: list[Told] = []

        def decide(formulas: Sequence[Formula]) -> History | bool | None:
            if self.limit.ended():
                return None
            if not told:
                network = Network(group.points, tuple(Constraint(formula) for formula in group.formulas), {})
                told.append(self.backend(network))
            return told[0].history([Constraint(f) for f in formulas], (), self.limit)

        return decide

    # -- certificates

    def certificate(self, distance: Distance, window: Window, ids: Collection[str] | None = None) -> Certificate | None:
        """What proves a window, already checked; None where no proof was found in the steps allowed. Raises
        `FailedCheck` where the window is not so."""
        acceptance = self._acceptance(ids)
        if self.limit.ended() and not acceptance.answers_at_once(distance):
            return None
        return acceptance.certificate(distance, window.intervals)

    def prepare(self, points: Iterable[Point], ids: Collection[str] | None = None) -> None:
        """Makes ready for the windows of all these points, and for their certificates. The evidence must be
        consistent."""
        if self.differences:
            self._acceptance(ids).prepare(points)

    def proof(self, also: Sequence[Constraint] = (), ids: Collection[str] | None = None) -> Witness | Refutation | None:
        """A history in which `ids` (default: all) are accepted and `also` holds, or a refutation of that, already
        checked; None as for `certificate`. Raises `FailedCheck`."""
        if self.limit.ended():
            return None
        accepted = self._accepted(ids)
        return self._acceptance(accepted).proof([c.formula for c in also if accepted.issuperset(c.ids)])

    def shown(self, also: Sequence[Constraint] = (), ids: Collection[str] | None = None) -> Answer:
        """Whether there is a history in which `ids` (default: all) are accepted and `also` holds: yes and no only with
        a proof that was checked. Where the search has none a history of the backend's will do, or a plain
        contradiction."""
        accepted = self._accepted(ids)
        if also:
            answer = self.oracle.answer(also, accepted)
            if answer is not Answer.UNKNOWN or self.limit.ended():
                return answer
        found = self.proof(also, accepted)
        if found is not None:
            return Answer.YES if isinstance(found, Witness) else Answer.NO
        formulas = self._formulas(accepted, also)
        if plain.consistent(formulas) is Answer.NO:
            return Answer.NO
        history = self.history(also, accepted)
        if isinstance(history, bool) or history is None or not satisfies(Witness(history), formulas):
            self.limit.note("steps")
            self._left_open()
            return Answer.UNKNOWN
        return Answer.YES

    def _left_open(self) -> None:
        """Tells the limit which spans exclude each other: they are what most often takes so long."""
        if self.differences:
            self.limit.crowds = self._crowds

    @cached_property
    def _crowds(self) -> tuple[tuple[Point, ...], ...]:
        """The starts of spans that exclude each other, for each set of them."""
        from chrono.engine.exclusive_spans import (
            exclusive_spans,
            with_orders,
        )  # what only an answer that is not known needs

        graph = with_orders(self.encoded.graph)
        return tuple(tuple(graph.points[p] for p in crowd.starts) for crowd in exclusive_spans(graph))

    @cached_property
    def place(self) -> dict[str, int]:
        """The ids in their order of preference."""
        return {id: place for place, id in enumerate(self.network.ids)}

    @cached_property
    def said(self) -> Provenance:
        """The constraints by what they say and what they rest on."""
        constraints = self.network.constraints
        with uncollected():
            return Provenance([c.formula for c in constraints], [c.ids for c in constraints], self.place)

    @cached_property
    def kept(self) -> Kept:
        """What answers as one set of ids after another is given up. Only where all bounds are differences."""
        from chrono.engine.incremental import Kept  # which only some questions about parts of the evidence need

        return Kept(self, self.place)

    @cached_property
    def oracle(self) -> Oracle:
        """What remembers what was shown of parts of the evidence."""
        from chrono.engine.oracle import Oracle  # what only claims and reasons need

        return Oracle(self)

    def learn(self, found: Witness | Refutation) -> None:
        """Is told each history and refutation found for what is asked about, once it was checked."""
        if self._learn is not None:
            self._learn(found)

    def certified(self, distance: Distance, window: Window, ids: Collection[str] | None = None) -> Window:
        """The window, if a certificate was found for it; else only what is known without."""
        if not window.proven or self.certificate(distance, window, ids) is not None:
            return window
        self.limit.note("steps")
        self._left_open()
        return self._acceptance(ids).cut_short(distance, window.intervals)

    def excluding(self, distance: Distance, ids: Collection[str] | None = None) -> tuple[Refutation, ...]:
        """Why a window that was certified holds nothing more, already checked."""
        return self._acceptance(ids).certificates[distance].excluded

    @property
    def certificates(self) -> Mapping[Distance, Certificate]:
        """What proves the windows that were certified where everything is accepted."""
        return self._acceptance(None).certificates

    def suffices(self, ids: Collection[str], also: Sequence[Constraint] = ()) -> bool | None:
        """Whether few ids leave no history in which `also` holds, proven and checked; None as for `certificate`.

        What rests on no evidence is taken into it only so far as it bears on the points that these ids name.
        """
        if self.limit.ended():
            return None
        accepted = frozenset(ids)
        asked = [c.formula for c in also if accepted.issuperset(c.ids)]
        if self.oracle.known(accepted, also) is Answer.NO:
            return True
        small = self.bearing.on(accepted, also)
        found = Acceptance(small.points, small.constraints, self.ended, lambda _: None, self._decider).proof(asked)
        if isinstance(found, Witness):
            # Unless what does not bear on them contradicts itself.
            found = self.proof(also, accepted)
        return None if found is None else not isinstance(found, Witness)

    def preferred(self, also: Sequence[Constraint], ids: Collection[str] | None = None) -> tuple[str, ...] | None:
        """The preferred smallest set of ids that leaves no history in which the bounds `also` hold, the order of the
        network's ids being that of preference; None where the search has none."""
        found = self.argument(also, ids)
        return None if found is None else found.ids

    def argument(self, also: Sequence[Constraint], ids: Collection[str] | None = None) -> Argument | None:
        """The ids that `preferred` gives, with a refutation by them where there is one in hand, already checked."""
        bounds = [c.formula for c in also if isinstance(c.formula, Linear)]
        resting = None if self.limit.ended() or len(bounds) != len(also) else self.resting(ids)
        found = None if resting is None else resting.preferred(bounds)
        if resting is None or found is None:
            return None
        if found.core is not None:
            constraints = self._acceptance(ids).constraints
            self.oracle.learn(also, found.core.tree, [constraints[n] for n in sorted(found.core.numbers)])
        return found

    def needed(
        self, ids: Collection[str], also: Sequence[Constraint], place: Callable[[Constraint], Any]
    ) -> tuple[Constraint, ...] | None:
        """The preferred smallest set of the constraints that rest on few ids, those of the first place first, that
        leaves no history in which the bounds `also` hold; None where the search has none."""
        bounds = [c.formula for c in also if isinstance(c.formula, Linear)]
        plain_bounds = bool(bounds) and len(bounds) == len(also) and not any(c.ids for c in also)
        resting = self.resting(None) if plain_bounds and not self.limit.ended() else None
        if resting is None:
            return None
        constraints, accepted = self.network.constraints, frozenset(ids)
        several = {n for id in accepted for n in resting.resting.get(id, ()) if accepted.issuperset(constraints[n].ids)}
        found = resting.formulas(bounds, sorted(several, key=lambda n: (place(constraints[n]), n)))
        return None if found is None else tuple(constraints[number] for number in found)

    def resting(self, ids: Collection[str] | None = None) -> Resting | None:
        """What the windows of the accepted rest on; None where not every bound is a difference."""
        return self._acceptance(ids).resting(self.network.ids)

    def loosening(self, ids: Collection[str] | None = None) -> Loosening | None:
        """What moves of the windows of the accepted where one of them is left out; None where not every bound is a
        difference, and where nothing is known of the windows."""
        windows = self.windows(ids)[1] if self.differences else {}
        resting = self.resting(ids) if windows else None
        if resting is None:
            return None
        from chrono.engine.leave_one_out import Loosening  # what only few questions need

        return Loosening(resting, windows, self._decider, self.ended)

    def exchanges(self, ids: Collection[str], proven: Mapping[Distance, Certificate] | None = None) -> Exchanges | None:
        """What moves where others are given up than those that are not accepted; None where not every bound is a
        difference, and where what is accepted contradicts itself. `proven` is what proves windows where nothing else is
        given up, as far as that is known elsewhere."""
        if not self.differences or self.ended():
            return None
        from chrono.engine.exchanges import Exchanges  # what only contradictory evidence needs

        acceptance = self._acceptance(ids)
        shared = acceptance.shared
        witnessed = acceptance.proof()
        span = None if shared is None else shared.span()
        if shared is None or span is None or not isinstance(witnessed, Witness):
            return None
        lost = self.everything.difference(ids)
        if not self.encoded.graph.choices:
            return Exchanges(self, lost, shared, span)
        from chrono.engine.open_exchanges import OpenExchanges  # what either/ors need

        known = {**(proven or {}), **acceptance.certificates}
        return OpenExchanges(self, lost, shared, span, [c for c in known.values() if c.after == ORIGIN])

    # -- what is accepted

    @cached_property
    def bearing(self) -> Bearing:
        """What of the network bears on what."""
        return Bearing(self.network)

    def about(self, points: Collection[Point], ids: Collection[str] | None = None) -> Solver:
        """A solver of what can move these points where `ids` (default: all) are accepted, with all of it accepted; or
        this one, of which that is the most part. The evidence must be consistent: then both answer the same."""
        with uncollected():
            small = self.bearing.around(points, self.binding(ids), len(self.network.points) // 2)
        return self if small is None else Solver(small, self.limit, self.backend)

    @property
    def surroundings(self) -> Surroundings | None:
        """What answers about few points of a large network, by the numbers of its constraints, without a look at most
        of it; None where it is small, or has bounds that are no differences. The evidence must be consistent."""
        large = len(self.network.points) >= LARGE and self.differences and not self.limit.ended()
        return self._acceptance(None).surroundings if large else None

    def part(self, points: Collection[Point], ids: Collection[str] | None = None) -> Solver:
        """A solver of all that constraints tie to these points where `ids` (default: all) are accepted, with all of it
        accepted: what it shows of them is so if the rest can be true as well."""
        small = self.bearing.around(points, self.binding(ids), len(self.network.points))
        assert small is not None
        return Solver(small, self.limit, self.backend)

    def _acceptance(self, ids: Collection[str] | None) -> Acceptance:
        """What follows where these are accepted, kept for the next question."""
        accepted = self.binding(ids)
        if accepted not in self._kept:
            _make_room(self._kept, self.everything)
            constraints = self.network.constraints
            numbers: Sequence[int] = range(len(constraints))
            if accepted is not self.everything:
                numbers = [n for n in numbers if accepted.issuperset(constraints[n].ids)]

            def decide(formulas: Sequence[Formula]) -> History | bool | None:
                return self.history([Constraint(f) for f in formulas], accepted)

            self._kept[accepted] = Acceptance(
                self.network.points,
                [constraints[n] for n in numbers],
                self.ended,
                decide,
                self._decider,
                (lambda: self.encoded.only(numbers)) if self.differences else None,
            )
        return self._kept[accepted]

    @cached_property
    def encoded(self) -> Encoded:
        """All constraints as one graph, of which whatever is accepted takes its part."""
        formulas = [c.formula for c in self.network.constraints]
        return Encoded(self.network.points, formulas, totals=not self.differences)

    def _formulas(self, accepted: frozenset[str], also: Sequence[Constraint]) -> list[Formula]:
        return [c.formula for c in (*self.network.accepting(accepted), *also) if accepted.issuperset(c.ids)]

    def ended(self) -> bool:
        """Whether the time is up or somebody interrupted."""
        return self.limit.ended()

    def _accepted(self, ids: Collection[str] | None) -> frozenset[str]:
        return self.everything if ids is None else frozenset(ids)

    def binding(self, ids: Collection[str] | None = None) -> frozenset[str]:
        """Those of the ids with which something binds: the same set for all under which the same binds, so that what is
        kept by it serves them all."""
        accepted = self._accepted(ids)
        # Mostly it is the very same set, whose members are then not gone through.
        if accepted is self.everything or accepted == self.everything:
            return self.everything
        if any(accepted is binding for binding in self._binding.values()):
            return accepted
        if accepted not in self._binding:
            _make_room(self._binding, self.everything)
            bound = self.network.accepting(accepted)
            binding = frozenset(id for c in bound for id in c.ids)
            known = (self.everything, *self._binding.values(), accepted)
            if len(bound) == len(self.network.constraints):
                binding = self.everything
            # The very same one, so that it is found at once.
            self._binding[accepted] = next((other for other in known if other == binding), binding)
        return self._binding[accepted]

    @cached_property
    def everything(self) -> frozenset[str]:
        """All ids: the same set each time, so that what is kept by it is found at once."""
        return frozenset(self.network.ranks)


def _make_room(kept: dict[frozenset[str], Worth], everything: frozenset[str]) -> None:
    """For one more set of ids: what is kept of another is large, and most are asked about in one go."""
    if len(kept) >= KEPT:
        del kept[next(ids for ids in kept if ids is not everything)]
