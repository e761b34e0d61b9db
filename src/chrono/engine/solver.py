"""One network and what is asked of it: consistency, refutations, windows, histories and certificates.

Takes a `Network`, answers three ways (yes, no, unknown), never with a guess. What is to be told is `shown` or
`certified`: found by `bounding`, whose search knows no Z3, and checked by certificates.py. On the way to an answer
shortest paths propose and Z3 decides: a satisfying choice of alternatives gives a plain network, whose windows are
attained and read off exactly; Z3 is asked only whether anything lies beyond, and what the search gives up.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from chrono.core.gc_pause import uncollected
from chrono.core.limits import Limit
from chrono.engine.backends import is_alone, terms
from chrono.engine.certificates import Certificate, Refutation, Witness, outside, satisfies
from chrono.engine.formulas import AllOf, AnyOf, Constraint, History, Linear, Network, Point, is_conjunctive, linears
from chrono.engine.graph import Encoded, NotDifferences
from chrono.engine.intervals import Interval, Window, union
from chrono.engine.outcomes import Answer, Distance, FailedCheck
from chrono.engine.plain import Plain, between, contradictory, span_in
from chrono.engine.preferred_cores import Resting
from chrono.engine.proofs import Proofs
from chrono.engine.propagation import Group
from chrono.engine.relevance import Bearing
from chrono.engine.shortest_paths import ORIGIN, Distances
from chrono.engine.sum_windows import ranged
from chrono.engine.windows import Decide, closing, windows

if TYPE_CHECKING:
    from chrono.engine.backends.z3 import Terms
    from chrono.engine.leave_one_out import Loosening
    from chrono.engine.oracle import Showing

KEPT = 8
"""Of how many sets of accepted ids the windows and proofs are kept: of more than there are levels of certainty."""


CORE = 300
"""How many points may depend on each other by either/ors for Z3 to be asked about all of them."""


class Solver:
    """One network, many questions, all within one limit; once that is reached, every answer is unknown."""

    def __init__(self, network: Network, limit: Limit | None = None) -> None:
        self.network, self.limit = network, limit or Limit()
        self.plain = all(is_conjunctive(c.formula) for c in network.constraints)
        self.differences = all(b.is_difference for c in network.constraints for b in linears(c.formula))
        self.alone = is_alone()
        """Whether the search is left to itself: then `window` knows little, and `values` what there is to know."""
        self._told: Terms | None = None
        self._selections: dict[frozenset[str], list[Distances[int]]] = {}
        self._binding: dict[frozenset[str], frozenset[str]] = {}
        self._hulls: dict[frozenset[str], dict[Point, Interval]] = {}
        self._proofs: dict[frozenset[str], Proofs] = {}
        self._rested: dict[frozenset[str], Resting] = {}
        self._windows: dict[frozenset[str], tuple[frozenset[Point] | None, dict[Point, Window]]] = {}
        """With the points that were wanted."""
        self._wanted: frozenset[Point] | None = None
        """The points whose windows are asked for, where it is known of which."""
        self._cores: dict[frozenset[str], dict[Group, dict[Point, Window]]] = {}

    # -- three-valued questions

    def consistent(self, ids: Collection[str] | None = None, also: Sequence[Constraint] = ()) -> Answer:
        """Whether some history satisfies everything that binds when `ids` (default: all) are accepted, and `also`."""
        ids = self.network.ids if ids is None else ids
        if self.plain and self.differences and not self.limit.ended():
            # Of bounds alone the paths decide, and Z3 need not be told of them.
            answer = self._bare.refutes(ids, also)
            if answer is not Answer.UNKNOWN:
                return Answer.NO if answer is Answer.YES else Answer.YES
        if not also:
            answer = self._check(ids)
        elif self.limit.ended():
            return Answer.UNKNOWN
        else:
            with self._terms.supposing(also):
                answer = self._check(ids)
        if answer is Answer.UNKNOWN and self._bare.refutes(ids, also) is Answer.YES:
            # What contradicts itself by plain paths does so whether or not Z3 had time to see it.
            return Answer.NO
        return answer

    def refutes(self, ids: Collection[str], also: Sequence[Constraint] = ()) -> Answer:
        """Whether accepting `ids` leaves no history in which `also` holds."""
        if self.limit.ended():
            return Answer.UNKNOWN
        answer = self._bare.refutes(ids, also)
        if answer is Answer.UNKNOWN:
            answer = {Answer.YES: Answer.NO, Answer.NO: Answer.YES}.get(self.consistent(ids, also), Answer.UNKNOWN)
        return answer

    # -- windows

    def window(self, distance: Distance, ids: Collection[str] | None = None) -> Window:
        """Every value the distance can have when `ids` are accepted: disjoint intervals, exact unless a limit was
        reached. The evidence must be consistent."""
        accepted = self._accepted(ids)
        if self.limit.ended():
            return self.cut_short(distance, (), accepted)
        if not self.differences:
            return self._ranged(distance, accepted)
        selections = self._selections.setdefault(accepted, [])
        if self.plain and not selections:
            bounds = [(b, 0) for c in self.network.accepting(accepted) for b in linears(c.formula)]
            selections.append(Distances(bounds))
        found = union(span_in(distance, s) for s in selections)
        while True:
            answer = self._check(accepted, self._terms.outside(distance, found))
            if answer is Answer.NO:
                # Without any value the evidence contradicts itself, which nobody has proven.
                return Window(found) if found else self.cut_short(distance, found, accepted)
            if answer is Answer.UNKNOWN:
                return self.cut_short(distance, found, accepted)
            selection = self._terms.selection(accepted)
            selections.append(selection)
            wider = union([*found, span_in(distance, selection)])
            if wider == found:
                raise FailedCheck(f"Z3 finds a value of {distance} outside {found} that shortest paths do not attain")
            found = wider

    def _ranged(self, distance: Distance, accepted: frozenset[str]) -> Window:
        """The same where not every bound is a difference: what shortest paths do not decide, the search does."""

        def decide(bounds: Sequence[Linear]) -> History | bool | None:
            return self.history([Constraint(bound) for bound in bounds], accepted)

        limits = self.cut_short(distance, (), accepted).outer or (None, None)
        return ranged(self._proofs_of(accepted).prover, distance.of, distance.after, limits, decide)

    def values(self, distance: Distance, ids: Collection[str] | None = None) -> Window:
        """The same as `window`, from what is found for all points at once, and for distances by the paths and the
        search: for many questions about the same ids. What these leave open `window` is asked."""
        accepted = self._accepted(ids)
        if not self.differences or self.limit.ended():
            return self.window(distance, accepted)
        wanted = self._wanted
        if distance.after == ORIGIN and wanted is not None and distance.of not in wanted:
            wanted = self._wanted = None
        known = self._at_once(accepted, wanted)
        if distance.after == ORIGIN:
            return known[distance.of] if distance.of in known else self.window(distance, accepted)
        shared = self._proofs_of(accepted).shared
        intervals = None if shared is None else shared.values(distance.of, distance.after)
        return self.window(distance, accepted) if intervals is None else Window(intervals)

    def windows(
        self, ids: Collection[str] | None = None, cores: dict[Group, dict[Point, Window]] | None = None
    ) -> tuple[Answer, dict[Point, Window]]:
        """The windows of all points at once, as `window` gives them one by one, and whether the evidence is consistent
        (there are no windows where it is not, or where a limit kept that from being known).

        `cores` is given what either/ors tie together.
        """
        accepted = self._accepted(ids)
        if self.limit.ended():
            return Answer.UNKNOWN, {}
        formulas = [c.formula for c in self.network.accepting(accepted)]
        try:
            with uncollected():
                found = windows(self.network.points, formulas, self._decider, self.limit.ended, closed=cores)
        except NotDifferences:
            answer = self.shown(ids=accepted)
            each = self.network.points if answer is Answer.YES else ()
            return answer, {point: self.window(Distance(point), accepted) for point in each}
        if isinstance(found, dict):
            return Answer.YES, found
        return (Answer.UNKNOWN if found is None else Answer.NO), {}

    def _at_once(self, accepted: frozenset[str], wanted: frozenset[Point] | None = None) -> dict[Point, Window]:
        """The windows of the wanted points (default: all), kept for the next question, as is what proves them."""
        accepted = self.binding(accepted)
        if accepted not in self._windows or self._windows[accepted][0] not in (None, wanted):
            _make_room(self._windows, self.everything)
            _make_room(self._cores, self.everything)
            cores: dict[Group, dict[Point, Window]] = {}
            with uncollected():
                shared, ended = self._proofs_of(accepted).shared, self.limit.ended
                found = shared and closing(
                    shared.graph, shared.boxes.copy(), self._decider, ended, closed=cores, wanted=wanted
                )
                self._windows[accepted] = wanted, found if isinstance(found, dict) else {}
                self._cores[accepted] = cores
                self.prepare(self._windows[accepted][1], accepted)
        return self._windows[accepted][1]

    def confirm(self, ids: Collection[str] | None = None) -> None:
        """Has Z3 derive what `values` told where either/ors tie points together, once; raises `FailedCheck` where it
        finds more."""
        for core, within in self._cores.pop(self.binding(ids), {}).items():
            self._confirm(core, within)

    def _confirm(self, core: Group, windows: Mapping[Point, Window]) -> None:
        """Asks Z3 whether any point of what either/ors tie together can lie outside its window; raises `FailedCheck`.

        One question for all points whose window is proven: of the others more is possible than was found. Of large
        cores Z3 is told only where the search gives up.
        """
        if len(core.points) > CORE or self.alone:
            return
        beyond = [
            AllOf(stretch)
            for point, w in windows.items()
            if w.proven
            for stretch in outside(point, ORIGIN, w.intervals)
        ]
        solver = Solver(Network(core.points, tuple(Constraint(formula) for formula in core.formulas), {}), self.limit)
        if beyond and solver.consistent(also=[Constraint(AnyOf(tuple(beyond)))]) is Answer.YES:
            raise FailedCheck("Z3 finds a history in which a point lies outside its window")

    def history(self, also: Sequence[Constraint] = (), ids: Collection[str] | None = None) -> History | bool | None:
        """A history that satisfies `also` and what binds when `ids` (default: all) are accepted; False where there is
        none, None where a limit was reached.

        Which history it is may change with what was asked before: never print it.
        """
        if self.limit.ended():
            return None
        accepted = self._accepted(ids)
        with self._terms.supposing(also):
            answer = self._check(accepted)
            if answer is not Answer.YES:
                return None if answer is Answer.UNKNOWN else False
            if not self.differences:
                return {p: self._terms.value(self._terms.distance(Distance(p))) for p in self.network.points}
            at = self._terms.selection(accepted).potential
        return {p: at.get(p, at[ORIGIN]) - at[ORIGIN] for p in self.network.points}

    def _decider(self, group: Group) -> Decide:
        """Z3 for a group that is too hard for the search: told apart from the rest, it is a network of its own."""
        constraints = tuple(Constraint(formula) for formula in group.formulas)
        solver = Solver(Network(group.points, constraints, {}), self.limit)

        def decide(bounds: Sequence[Linear]) -> History | bool | None:
            return solver.history([Constraint(bound) for bound in bounds])

        return decide

    def cut_short(self, distance: Distance, found: tuple[Interval, ...], ids: Collection[str] | None = None) -> Window:
        """A window of which only `found` is known to be possible: whatever is, lies in what the plain part of the
        evidence does not exclude."""
        accepted = self._accepted(ids)
        if accepted not in self._hulls:
            self._hulls[accepted] = self._bare.hulls(accepted)
        return Window(found, proven=False, outer=between(distance, self._hulls[accepted]))

    @cached_property
    def _bare(self) -> Plain:
        """What paths alone show."""
        return Plain(self.network)

    # -- certificates

    def certificate(self, distance: Distance, window: Window, ids: Collection[str] | None = None) -> Certificate | None:
        """What proves a window, already checked; None where no proof was found in the steps allowed. Raises
        `FailedCheck` where the window is not so."""
        if self.limit.ended():
            return None
        return self._proofs_of(self._accepted(ids)).certificate(distance, window.intervals)

    def prepare(self, windows: Mapping[Point, Window], ids: Collection[str] | None = None) -> None:
        """Makes ready for the certificates of all these windows: the histories that they share."""
        if not self.limit.ended():
            self._proofs_of(self._accepted(ids)).prepare({p: w for p, w in windows.items() if w.proven})

    def proof(self, also: Sequence[Constraint] = (), ids: Collection[str] | None = None) -> Witness | Refutation | None:
        """A history in which `ids` (default: all) are accepted and `also` holds, or a refutation of that, already
        checked; None as for `certificate`. Raises `FailedCheck`."""
        if self.limit.ended():
            return None
        accepted = self._accepted(ids)
        asked = [c.formula for c in also if accepted.issuperset(c.ids)]
        return self._proofs_of(accepted).proof(asked)

    def shown(self, also: Sequence[Constraint] = (), ids: Collection[str] | None = None) -> Answer:
        """Whether there is a history in which `ids` (default: all) are accepted and `also` holds: yes and no only with
        a proof that was checked. Where the search has none a history of Z3's will do, or a plain contradiction."""
        if also:
            answer = self.showing.answer(also, self._accepted(ids))
            if answer is not Answer.UNKNOWN or self.limit.ended():
                return answer
        found = self.proof(also, ids)
        if found is not None:
            return Answer.YES if isinstance(found, Witness) else Answer.NO
        accepted = self._accepted(ids)
        formulas = [c.formula for c in (*self.network.accepting(accepted), *also) if accepted.issuperset(c.ids)]
        if contradictory(formulas):
            return Answer.NO
        history = self.history(also, accepted)
        if isinstance(history, bool) or history is None or not satisfies(Witness(history), formulas):
            return Answer.UNKNOWN
        return Answer.YES

    @cached_property
    def showing(self) -> Showing:
        """What is answered by one kept search, or by what was found before: though the time is up."""
        from chrono.engine.oracle import Showing  # what only claims need

        return Showing(self.network, None if self.limit.ended() else self._resting(self.everything))

    def certified(self, distance: Distance, window: Window, ids: Collection[str] | None = None) -> Window:
        """The window, if a certificate was found for it; else only what is known without."""
        if not window.proven or self.certificate(distance, window, ids) is not None:
            return window
        return self.cut_short(distance, window.intervals, ids)

    def suffices(self, ids: Collection[str], also: Sequence[Constraint] = ()) -> bool | None:
        """Whether few ids leave no history in which `also` holds, proven and checked; None as for `certificate`.

        What rests on no evidence is taken into it only so far as it bears on the points that these ids name.
        """
        if self.limit.ended():
            return None
        accepted = frozenset(ids)
        asked = [c.formula for c in also if accepted.issuperset(c.ids)]
        small = self.bearing.on(accepted, also)
        found = Proofs(small.points, [c.formula for c in small.constraints], self.limit.ended).proof(asked)
        if isinstance(found, Witness):
            # Unless what does not bear on them contradicts itself.
            found = self.proof(also, accepted)
        return None if found is None else not isinstance(found, Witness)

    def preferred(self, also: Sequence[Constraint], ids: Collection[str] | None = None) -> tuple[str, ...] | None:
        """The preferred smallest set of ids that leaves no history in which the bounds `also` hold, the order of the
        network's ids being that of preference; None where the search has none."""
        bounds = [c.formula for c in also if isinstance(c.formula, Linear)]
        resting = None if self.limit.ended() or len(bounds) != len(also) else self._resting(self._accepted(ids))
        return None if resting is None else resting.preferred(bounds)

    def _resting(self, accepted: frozenset[str]) -> Resting | None:
        """What the windows of the accepted rest on; None where not every bound is a difference."""
        accepted = self.binding(accepted)
        shared = self._proofs_of(accepted).shared
        if shared is None:
            return None
        if accepted not in self._rested:
            _make_room(self._rested, self.everything)
            with uncollected():
                needed = [c.ids for c in self.network.accepting(accepted)]
                self._rested[accepted] = Resting(shared, needed, self.network.ids)
        return self._rested[accepted]

    def loosening(self, ids: Collection[str] | None = None) -> Loosening | None:
        """What moves of the windows of the accepted where one of them is left out; None where not every bound is a
        difference, and where nothing is known of the windows."""
        accepted = self._accepted(ids)
        windows = {} if self.limit.ended() or not self.differences else self._at_once(accepted)
        resting = self._resting(accepted) if windows else None
        if resting is None:
            return None
        from chrono.engine.leave_one_out import Loosening  # what only few questions need

        return Loosening(resting, windows, self._decider, self.limit.ended)

    @cached_property
    def bearing(self) -> Bearing:
        """What of the network bears on what."""
        return Bearing(self.network)

    def about(self, points: Collection[Point], ids: Collection[str] | None = None) -> Solver:
        """A solver of what can move these points where `ids` (default: all) are accepted, with all of it accepted; or
        this one, of which that is the most part, and which then does not go on to others. The evidence must be
        consistent: then both answer the same."""
        with uncollected():
            small = self.bearing.around(points, self.binding(ids), len(self.network.points) // 2)
        if small is not None:
            return Solver(small, self.limit)
        self._wanted = frozenset(points)
        return self

    def _proofs_of(self, accepted: frozenset[str]) -> Proofs:
        """What is proven where these are accepted, kept for the next question."""
        accepted = self.binding(accepted)
        if accepted not in self._proofs:
            _make_room(self._proofs, self.everything)
            constraints = self.network.constraints
            numbers = [n for n, c in enumerate(constraints) if accepted.issuperset(c.ids)]
            formulas = [constraints[n].formula for n in numbers]
            encoded = partial(self._encoded.only, numbers) if self.differences else None
            self._proofs[accepted] = Proofs(self.network.points, formulas, self.limit.ended, encoded)
        return self._proofs[accepted]

    @cached_property
    def _encoded(self) -> Encoded:
        """All constraints as one graph, of which whatever is accepted takes its part."""
        return Encoded(self.network.points, [c.formula for c in self.network.constraints])

    # -- Z3

    @property
    def _terms(self) -> Terms:
        """The network as Z3 sees it, made when it is first asked for: on large networks it costs more than the answer,
        and on small ones to load Z3 does."""
        if self._told is None:
            self._told = terms(self.network, differences=self.differences)
        return self._told

    def ended(self) -> bool:
        return self.limit.ended()

    def _check(self, ids: Collection[str], extra: Sequence[Any] = ()) -> Answer:
        return Answer.UNKNOWN if self.limit.ended() else self._terms.check(ids, self.limit, extra)

    def _accepted(self, ids: Collection[str] | None) -> frozenset[str]:
        return self.everything if ids is None else frozenset(ids)

    def binding(self, ids: Collection[str] | None = None) -> frozenset[str]:
        """Of the ids those with which something binds: the same set for all under which the same binds, so that what is
        kept by it serves them all."""
        accepted = self._accepted(ids)
        if accepted is self.everything:
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


def _make_room(kept: dict[frozenset[str], Any], everything: frozenset[str]) -> None:
    """For one more set of ids: what is kept of another is large, and most are asked about in one go."""
    if len(kept) >= KEPT:
        del kept[next(ids for ids in kept if ids is not everything)]
