"""One network and what is asked of it: consistency, refutations, windows, histories and certificates.

Takes a `Network`, answers three ways (yes, no, unknown), never with a guess. Shortest paths propose, Z3 proves: a
satisfying choice of alternatives gives a plain network, whose windows are attained and read off exactly; Z3 is asked
only whether anything lies beyond, until it refutes that. All points at once, and proofs, are the business of
`bounding`, where Z3 is asked only what its search gives up.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import Any, TypeAlias

from chrono.bounding import NotDifferences
from chrono.bounding.filtering import Group
from chrono.bounding.proving import Disproved, Prover
from chrono.bounding.windows import Decide, windows
from chrono.certificates import Certificate, Refutation, Witness, proves, refutes, satisfies
from chrono.constraints import Constraint, Formula, History, Linear, Network, Point, holds, is_conjunctive, linears
from chrono.distances import ORIGIN, Arc, Distances, arc, potentials
from chrono.results import Interval, Window
from chrono.solving import bisecting
from chrono.solving.answers import Answer, Distance, FailedCheck
from chrono.solving.terms import Terms

_Arcs: TypeAlias = tuple[tuple[str, ...], Formula, list[Arc] | None]
"""A constraint's ids and formula; and its bounds as arcs, or None where it is no plain list of differences."""


def _arcs_of(constraint: Constraint) -> _Arcs:
    bounds = list(linears(constraint.formula))
    plain = is_conjunctive(constraint.formula) and all(b.is_difference for b in bounds)
    return constraint.ids, constraint.formula, [arc(b) for b in bounds] if plain else None


class Solver:
    """One network, many questions. `timeout` is in seconds, over all questions together."""

    def __init__(self, network: Network, timeout: float | None = None) -> None:
        self.network = network
        self._until = None if timeout is None else time.monotonic() + timeout
        self.plain = all(is_conjunctive(c.formula) for c in network.constraints)
        self.differences = all(b.is_difference for c in network.constraints for b in linears(c.formula))
        self._told: Terms | None = None
        self._selections: dict[frozenset[str], list[Distances[int]]] = {}
        self._provers: dict[frozenset[str], Prover] = {}

    # -- three-valued questions

    def consistent(self, ids: Collection[str] | None = None, also: Sequence[Constraint] = ()) -> Answer:
        """Whether some history satisfies everything that binds when `ids` (default: all) are accepted, and `also`."""
        ids = self.network.ids if ids is None else ids
        if not also:
            answer = self._check(ids)
        else:
            with self._terms.supposing(also):
                answer = self._check(ids)
        if answer is Answer.UNKNOWN and self._paths_refute(ids, also) is Answer.YES:
            # What contradicts itself by plain paths does so whether or not Z3 had time to see it.
            return Answer.NO
        return answer

    def refutes(self, ids: Collection[str], also: Sequence[Constraint] = ()) -> Answer:
        """Whether accepting `ids` leaves no history in which `also` holds."""
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
        selections = self._selections.setdefault(accepted, [])
        if self.plain and self.differences and not selections:
            bounds = [(b, 0) for c in self.network.accepting(accepted) for b in linears(c.formula)]
            selections.append(Distances(bounds))
        found = _union(_span(distance, s) for s in selections)
        while True:
            answer = self._check(accepted, self._terms.outside(distance, found))
            if answer is Answer.NO:
                return Window(found)
            if answer is Answer.UNKNOWN:
                return Window(found, proven=False, outer=self._outer(distance, accepted))
            selection = self._terms.selection(accepted)
            interval: Interval | None = _span(distance, selection)
            if self.differences:
                selections.append(selection)
            else:
                limits = _span(distance, selection)
                interval = bisecting.hull(
                    self.network, self._terms, distance, accepted, limits, lambda more: self._check(accepted, more)
                )
            if interval is None:
                return Window(found, proven=False, outer=self._outer(distance, accepted))
            wider = _union([*found, interval])
            if wider == found:
                raise FailedCheck(f"Z3 finds a value of {distance} outside {found} that shortest paths do not attain")
            found = wider

    def windows(self, ids: Collection[str] | None = None) -> tuple[Answer, dict[Point, Window]]:
        """The windows of all points at once, as `window` gives them one by one, and whether the evidence is consistent
        (there are no windows where it is not, or where a limit kept that from being known)."""
        accepted = self._accepted(ids)
        formulas = [c.formula for c in self.network.accepting(accepted)]
        try:
            found = windows(self.network.points, formulas, self._decider, self._ended)
        except NotDifferences:
            answer = self._check(accepted)
            each = self.network.points if answer is Answer.YES else ()
            return answer, {point: self.window(Distance(point), accepted) for point in each}
        if isinstance(found, dict):
            return Answer.YES, found
        return (Answer.UNKNOWN if found is None else Answer.NO), {}

    def history(self, also: Sequence[Constraint] = ()) -> History | bool | None:
        """A history that satisfies everything, and `also`; False where there is none, None where a limit was reached.

        For networks of differences only. Which history it is may change with what was asked before: never print it.
        """
        with self._terms.supposing(also):
            answer = self._check(self.network.ids)
            if answer is not Answer.YES:
                return None if answer is Answer.UNKNOWN else False
            at = self._terms.selection(frozenset(self.network.ids)).potential
        return {p: at.get(p, at[ORIGIN]) - at[ORIGIN] for p in self.network.points}

    def _decider(self, group: Group) -> Decide:
        """Z3 for a group that is too hard for the search: told apart from the rest, it is a network of its own."""
        constraints = tuple(Constraint(formula) for formula in group.formulas)
        solver = Solver(Network(group.points, constraints, {}))
        solver._until = self._until

        def decide(bounds: Sequence[Linear]) -> History | bool | None:
            return solver.history([Constraint(bound) for bound in bounds])

        return decide

    def _outer(self, distance: Distance, accepted: frozenset[str]) -> Interval:
        """What the plain part of the evidence alone does not exclude."""
        bounds = [
            (b, 0)
            for c in self.network.accepting(accepted)
            if is_conjunctive(c.formula)
            for b in linears(c.formula)
            if b.is_difference
        ]
        return _span(distance, Distances(bounds))

    # -- certificates

    def certificate(self, distance: Distance, window: Window, ids: Collection[str] | None = None) -> Certificate | None:
        """What proves a window, already checked; None where no proof was found in the steps allowed, or a bound is no
        difference. Raises `FailedCheck` where the window is not so."""
        prover = self._prover(self._accepted(ids))
        if prover is None:
            return None
        try:
            certificate = prover.certificate(distance.of, distance.after, window.intervals)
        except Disproved as error:
            raise FailedCheck(str(error)) from error
        if certificate and not proves(certificate, prover.formulas):
            raise FailedCheck(f"the window of {distance} is not what its certificate proves")
        return certificate

    def proof(self, also: Sequence[Constraint] = (), ids: Collection[str] | None = None) -> Witness | Refutation | None:
        """A history in which `ids` (default: all) are accepted and `also` holds, or a refutation of that, already
        checked; None as for `certificate`. Raises `FailedCheck`."""
        accepted = self._accepted(ids)
        asked = [c.formula for c in also if accepted.issuperset(c.ids)]
        if not all(b.is_difference for f in asked for b in linears(f)):
            return None
        plain = all(is_conjunctive(f) for f in asked)
        prover = self._prover(accepted, () if plain else tuple(asked))
        if prover is None:
            return None
        found = prover.prove([b for f in asked for b in linears(f)] if plain else ())
        formulas = (*prover.formulas, *asked)
        holds = satisfies(found, formulas) if isinstance(found, Witness) else found is None or refutes(found, formulas)
        if not holds:
            raise FailedCheck("a proof does not prove what it was found for")
        return found

    def _prover(self, accepted: frozenset[str], also: tuple[Formula, ...] = ()) -> Prover | None:
        """A prover for what binds when `accepted` are accepted; kept for the next question unless there is more to
        it."""
        if not self.differences:
            return None
        if not also and accepted in self._provers:
            return self._provers[accepted]
        prover = Prover(self.network.points, [*(c.formula for c in self.network.accepting(accepted)), *also])
        if not also:
            self._provers[accepted] = prover
        return prover

    # -- Z3

    @property
    def _terms(self) -> Terms:
        """The network as Z3 sees it, made when it is first asked for: on large networks it costs more than the
        answer."""
        if self._told is None:
            self._told = Terms(self.network, self.differences)
        return self._told

    def _check(self, ids: Collection[str], extra: Sequence[Any] = ()) -> Answer:
        if self._until is None:
            return self._terms.check(ids, extra)
        left = int((self._until - time.monotonic()) * 1000)
        return Answer.UNKNOWN if left <= 0 else self._terms.check(ids, extra, left)

    def _ended(self) -> bool:
        return self._until is not None and time.monotonic() > self._until

    def _accepted(self, ids: Collection[str] | None) -> frozenset[str]:
        return frozenset(self.network.ids if ids is None else ids)


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
