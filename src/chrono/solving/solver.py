"""One network and what is asked of it: consistency, refutations, windows, histories and certificates.

Takes a `Network`, answers three ways (yes, no, unknown), never with a guess. What is to be told is `shown` or
`certified`: found by `bounding`, whose search knows no Z3, and checked by certificates.py. On the way to an answer
shortest paths propose and Z3 decides: a satisfying choice of alternatives gives a plain network, whose windows are
attained and read off exactly; Z3 is asked only whether anything lies beyond, and what the search gives up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from chrono.bounding import NotDifferences
from chrono.bounding.filtering import Group
from chrono.bounding.ranging import ranged
from chrono.bounding.resting import Resting
from chrono.bounding.windows import Decide, windows
from chrono.certificates import Certificate, Refutation, Sum, Witness, outside, refutes, satisfies
from chrono.constraints import (
    AllOf,
    AnyOf,
    Constraint,
    Formula,
    History,
    Linear,
    Network,
    Point,
    holds,
    is_conjunctive,
    linears,
)
from chrono.distances import ORIGIN, Arc, Distances, arc, potentials
from chrono.limits import Limit
from chrono.results import Interval, Window
from chrono.solving.answers import Answer, Distance, FailedCheck
from chrono.solving.proofs import Proofs

if TYPE_CHECKING:
    from chrono.bounding.loosening import Loosening
    from chrono.solving.terms import Terms

_Arcs: TypeAlias = tuple[tuple[str, ...], Formula, list[Arc] | None]
"""A constraint's ids and formula; and its bounds as arcs, or None where it is no plain list of differences."""


def _arcs_of(constraint: Constraint) -> _Arcs:
    bounds = list(linears(constraint.formula))
    plain = is_conjunctive(constraint.formula) and all(b.is_difference for b in bounds)
    return constraint.ids, constraint.formula, [arc(b) for b in bounds] if plain else None


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
        self._told: Terms | None = None
        self._selections: dict[frozenset[str], list[Distances[int]]] = {}
        self._hulls: dict[frozenset[str], dict[Point, Interval]] = {}
        self._proofs: dict[frozenset[str], Proofs] = {}
        self._rested: dict[frozenset[str], Resting] = {}
        self._windows: dict[frozenset[str], dict[Point, Window]] = {}
        self._cores: dict[frozenset[str], dict[Group, dict[Point, Window]]] = {}

    # -- three-valued questions

    def consistent(self, ids: Collection[str] | None = None, also: Sequence[Constraint] = ()) -> Answer:
        """Whether some history satisfies everything that binds when `ids` (default: all) are accepted, and `also`."""
        ids = self.network.ids if ids is None else ids
        if self.plain and self.differences and not self.limit.ended():
            # Of bounds alone the paths decide, and Z3 need not be told of them.
            answer = self._paths_refute(ids, also)
            if answer is not Answer.UNKNOWN:
                return Answer.NO if answer is Answer.YES else Answer.YES
        if not also:
            answer = self._check(ids)
        elif self.limit.ended():
            return Answer.UNKNOWN
        else:
            with self._terms.supposing(also):
                answer = self._check(ids)
        if answer is Answer.UNKNOWN and self._paths_refute(ids, also) is Answer.YES:
            # What contradicts itself by plain paths does so whether or not Z3 had time to see it.
            return Answer.NO
        return answer

    def refutes(self, ids: Collection[str], also: Sequence[Constraint] = ()) -> Answer:
        """Whether accepting `ids` leaves no history in which `also` holds."""
        if self.limit.ended():
            return Answer.UNKNOWN
        answer = self._paths_refute(ids, also)
        if answer is Answer.UNKNOWN:
            answer = {Answer.YES: Answer.NO, Answer.NO: Answer.YES}.get(self.consistent(ids, also), Answer.UNKNOWN)
        return answer

    def _paths_refute(self, ids: Collection[str], also: Sequence[Constraint]) -> Answer:
        """The same by shortest paths, without Z3, as far as they go: what is plain may contradict itself already, or
        the history that it leaves may happen to suit every either/or."""
        accepted = frozenset(ids)
        arcs: list[Arc] = []
        rest: list[Formula] = []
        for needed, formula, its_arcs in [*self._arcs, *(_arcs_of(c) for c in also)]:
            if accepted.issuperset(needed):
                if its_arcs is None:
                    rest.append(formula)
                else:
                    arcs += its_arcs
        values = potentials(arcs)
        if values is None:
            return Answer.YES
        if not rest:
            return Answer.NO
        zero = values[ORIGIN]
        points = {p for formula in rest for b in linears(formula) for p in (*b.plus, *b.minus)}
        history = {p: values.get(p, zero) - zero for p in points}
        return Answer.NO if all(holds(formula, history) for formula in rest) else Answer.UNKNOWN

    @cached_property
    def _arcs(self) -> list[_Arcs]:
        return [_arcs_of(c) for c in self.network.constraints]

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
        found = _union(_span(distance, s) for s in selections)
        while True:
            answer = self._check(accepted, self._terms.outside(distance, found))
            if answer is Answer.NO:
                return Window(found)
            if answer is Answer.UNKNOWN:
                return self.cut_short(distance, found, accepted)
            selection = self._terms.selection(accepted)
            selections.append(selection)
            wider = _union([*found, _span(distance, selection)])
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
        known = self._at_once(accepted)
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
            found = windows(self.network.points, formulas, self._decider, self.limit.ended, closed=cores)
        except NotDifferences:
            answer = self.shown(ids=accepted)
            each = self.network.points if answer is Answer.YES else ()
            return answer, {point: self.window(Distance(point), accepted) for point in each}
        if isinstance(found, dict):
            return Answer.YES, found
        return (Answer.UNKNOWN if found is None else Answer.NO), {}

    def _at_once(self, accepted: frozenset[str]) -> dict[Point, Window]:
        """The windows of all points, kept for the next question, as is what proves them."""
        if accepted not in self._windows:
            _make_room(self._windows, self.everything)
            _make_room(self._cores, self.everything)
            cores: dict[Group, dict[Point, Window]] = {}
            self._windows[accepted] = self.windows(accepted, cores)[1]
            self._cores[accepted] = cores
            self.prepare(self._windows[accepted], accepted)
        return self._windows[accepted]

    def confirm(self, ids: Collection[str] | None = None) -> None:
        """Has Z3 derive what `values` told where either/ors tie points together; raises `FailedCheck` where it finds
        more."""
        for core, within in self._cores.get(self._accepted(ids), {}).items():
            self._confirm(core, within)

    def _confirm(self, core: Group, windows: Mapping[Point, Window]) -> None:
        """Asks Z3 whether any point of what either/ors tie together can lie outside its window; raises `FailedCheck`.

        One question for all of them. Of large cores Z3 is told only where the search gives up.
        """
        if len(core.points) > CORE:
            return
        beyond = [AllOf(stretch) for point, w in windows.items() for stretch in outside(point, ORIGIN, w.intervals)]
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
            self._hulls[accepted] = self._hulls_of(accepted)
        hulls = self._hulls[accepted]
        least, most = hulls.get(distance.of, (None, None))
        if distance.after != ORIGIN:
            first, last = hulls.get(distance.after, (None, None))
            least = None if least is None or last is None else least - last
            most = None if most is None or first is None else most - first
        return Window(found, proven=False, outer=(least, most))

    def _hulls_of(self, accepted: frozenset[str]) -> dict[Point, Interval]:
        """Between what the plain part of the evidence alone keeps each point. Quick: it is asked when time is up."""
        plain = [c for c in self.network.accepting(accepted) if is_conjunctive(c.formula)]
        distances = Distances((b, 0) for c in plain for b in linears(c.formula) if b.is_difference)
        if distances.cycle is not None:
            return {}
        earliest, latest = distances.earliest(), distances.latest()
        return {point: (earliest.get(point), latest.get(point)) for point in self.network.points}

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
        if also and self.limit.ended():
            return Answer.UNKNOWN
        found = self.proof(also, ids)
        if found is not None:
            return Answer.YES if isinstance(found, Witness) else Answer.NO
        accepted = self._accepted(ids)
        formulas = [c.formula for c in (*self.network.accepting(accepted), *also) if accepted.issuperset(c.ids)]
        bounds = [b for f in formulas if is_conjunctive(f) for b in linears(f) if b.is_difference]
        cycle = Distances((bound, bound) for bound in bounds).cycle
        if cycle is not None and refutes(Sum(tuple(edge.tag for edge in cycle)), formulas):
            return Answer.NO
        history = self.history(also, accepted)
        if isinstance(history, bool) or history is None or not satisfies(Witness(history), formulas):
            return Answer.UNKNOWN
        return Answer.YES

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
        small = self.bearing(accepted, also)
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
        shared = self._proofs_of(accepted).shared
        if shared is None:
            return None
        if accepted not in self._rested:
            _make_room(self._rested, self.everything)
            self._rested[accepted] = Resting(
                shared, [c.ids for c in self.network.accepting(accepted)], self.network.ids
            )
        return self._rested[accepted]

    def loosening(self, ids: Collection[str] | None = None) -> Loosening | None:
        """What moves of the windows of the accepted where one of them is left out; None where not every bound is a
        difference, and where nothing is known of the windows."""
        accepted = self._accepted(ids)
        windows = {} if self.limit.ended() or not self.differences else self._at_once(accepted)
        resting = self._resting(accepted) if windows else None
        if resting is None:
            return None
        from chrono.bounding.loosening import Loosening  # what only few questions need

        return Loosening(resting, self.network.points, windows, self._decider, self.limit.ended)

    def bearing(self, ids: Collection[str], also: Sequence[Constraint] = ()) -> Network:
        """The network of what rests on few ids alone. What rests on none is taken into it so far as it bears on points
        that these ids or `also` name."""
        accepted = frozenset(ids)
        constraints = self.network.constraints
        found = {n for id in accepted for n in self._by_id.get(id, ()) if accepted.issuperset(constraints[n].ids)}
        points: dict[Point, None] = {}
        waiting = [*(constraints[n].formula for n in sorted(found)), *(c.formula for c in also)]
        while waiting:
            for bound in linears(waiting.pop()):
                for point in (*bound.plus, *bound.minus):
                    if point not in points:
                        points[point] = None
                        free = [n for n in self._free.get(point, ()) if n not in found]
                        found.update(free)
                        waiting += (constraints[n].formula for n in free)
        return Network(
            tuple(sorted(points)),
            tuple(constraints[n] for n in sorted(found)),
            {id: self.network.ranks[id] for id in sorted(accepted) if id in self.network.ranks},
        )

    @cached_property
    def _by_id(self) -> dict[str, list[int]]:
        """The constraints by the one of their ids on which fewest rest, as places in the network."""
        many = Counter(id for c in self.network.constraints for id in c.ids)
        found: dict[str, list[int]] = {}
        for number, constraint in enumerate(self.network.constraints):
            if constraint.ids:
                found.setdefault(min(constraint.ids, key=lambda id: (many[id], id)), []).append(number)
        return found

    @cached_property
    def _free(self) -> dict[Point, list[int]]:
        """The constraints that rest on no evidence, by the points that they name."""
        found: dict[Point, list[int]] = {}
        for number, constraint in enumerate(self.network.constraints):
            if not constraint.ids:
                for point in dict.fromkeys(p for b in linears(constraint.formula) for p in (*b.plus, *b.minus)):
                    found.setdefault(point, []).append(number)
        return found

    def _proofs_of(self, accepted: frozenset[str]) -> Proofs:
        """What is proven where these are accepted, kept for the next question."""
        if accepted not in self._proofs:
            _make_room(self._proofs, self.everything)
            formulas = [c.formula for c in self.network.accepting(accepted)]
            self._proofs[accepted] = Proofs(self.network.points, formulas, self.limit.ended)
        return self._proofs[accepted]

    # -- Z3

    @property
    def _terms(self) -> Terms:
        """The network as Z3 sees it, made when it is first asked for: on large networks it costs more than the answer,
        and on small ones to load Z3 does."""
        if self._told is None:
            from chrono.solving.terms import Terms

            self._told = Terms(self.network, self.differences)
        return self._told

    def ended(self) -> bool:
        return self.limit.ended()

    def _check(self, ids: Collection[str], extra: Sequence[Any] = ()) -> Answer:
        return Answer.UNKNOWN if self.limit.ended() else self._terms.check(ids, self.limit, extra)

    def _accepted(self, ids: Collection[str] | None) -> frozenset[str]:
        return self.everything if ids is None else frozenset(ids)

    @cached_property
    def everything(self) -> frozenset[str]:
        """All ids: the same set each time, so that what is kept by it is found at once."""
        return frozenset(self.network.ranks)


def _make_room(kept: dict[frozenset[str], Any], everything: frozenset[str]) -> None:
    """For one more set of ids: what is kept of another is large, and most are asked about in one go."""
    if len(kept) >= KEPT:
        del kept[next(ids for ids in kept if ids is not everything)]


def _span(distance: Distance, selection: Distances[int]) -> Interval:
    most = selection.latest(distance.after).get(distance.of)
    least = selection.earliest(distance.after).get(distance.of)
    return (least, most)


def _union(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Sorted, disjoint and not even adjacent."""
    merged: list[Interval] = []
    for least, most in sorted(intervals, key=lambda i: (i[0] is not None, i[0] or 0)):
        if merged:
            low, high = merged[-1]
            if high is None or (least is None or least <= high + 1):
                merged[-1] = (low, None if high is None or most is None else max(high, most))
                continue
        merged.append((least, most))
    return tuple(merged)
