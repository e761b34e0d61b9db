"""Contradictory evidence as it stands under a repair: what is given up, and which windows hang on that choice.

Takes a base that contradicts itself, gives the clusters of its conflicts, the base without what a repair gives up, and
for each window what it is under the others. The preferred repair gives up, of every conflict, the least certain
members; of these the lightest, then those on which the fewest inferences rest, then by id. Rules are not given up as a
whole: of what they are applied to something is. The other repairs differ from it in one cluster each. What is left is
always what the files say without what is given up (`remainders.py`). Windows, verdicts and how they stand are asked of
the same repairs, of which each is worked out once: hence one module.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from chrono.answers.check import Checked
from chrono.answers.common import Repair
from chrono.answers.contradictions import Answered, Cluster, Culprit, Judged, Stands, Under
from chrono.answers.infer import SpanResult
from chrono.answers.overview import windows
from chrono.answers.reasons import Reason
from chrono.answers.windows import SpanWindows
from chrono.arguments import judgement
from chrono.core.diagnostics import Diagnostic
from chrono.core.gc_pause import uncollected
from chrono.core.limits import LimitReached
from chrono.core.points import end_of, start_of
from chrono.engine import repairs
from chrono.engine.certificates import Certificate
from chrono.engine.exchanges import Exchanges, Moves
from chrono.engine.formulas import Constraint, Point, points_of
from chrono.engine.intervals import Window
from chrono.engine.mobility import Mobility
from chrono.engine.outcomes import Answer, Distance
from chrono.engine.room import Room
from chrono.engine.solver import Solver
from chrono.engine.ties import Ties
from chrono.model.chronology import Entry, Hypothesis, Verdict
from chrono.questions.base import Base
from chrono.questions.clusters import certainties, clusters_of, losable, premises_of, separable, without
from chrono.questions.conflicts import first_repairs
from chrono.questions.culprits import likely
from chrono.questions.options import Unanswerable
from chrono.questions.remainders import Remainder

Told = TypeVar("Told", SpanResult, SpanWindows)
"""What is told of a span."""
MOST_JUDGED = 2000
"""So many verdicts under other repairs are asked for."""


@dataclass(frozen=True)
class Repaired:
    """One contradictory base, its clusters, and the base under one of the repairs."""

    base: Base
    clusters: tuple[Cluster, ...]
    given_up: tuple[str, ...]
    """By the repair that was taken."""
    number: int

    @cached_property
    def left(self) -> Base:
        """The base without what is given up, which is consistent."""
        return without(self.base, self.given_up)

    @cached_property
    def others(self) -> tuple[tuple[int, tuple[str, ...], _Groups], ...]:
        """The repairs that were not taken: their numbers, what each gives up, and what that can move."""
        taken = frozenset(self.given_up)
        return tuple(
            (number, given_up, self._reached(taken.symmetric_difference(given_up)))
            for number, given_up in numbered(self.clusters)
            if number != self.number
        )

    def told(self, results: Sequence[Told]) -> tuple[Told, ...]:
        """The results, each with what it hangs on: what other repairs make of its windows."""
        under: dict[str, list[Under]] = {r.id: [] for r in results}
        groups = {r.id: self._of((start_of(r.id), end_of(r.id))) for r in results}
        known = [r for r in results if all(window.proven for window in windows(r))]
        proven = {r.id for r in known}
        unproven = set[str]()
        """Of what is not proven nobody knows whether it is the same under another repair."""
        there: dict[_Groups, tuple[list[str], dict[Point, Told]]] = {}
        """By what repairs reach, what of it is not proven, and the rest by its points: most reach the same."""
        if self._exchanges is not None and self.others:
            with uncollected():
                self._exchanges.prepare(edge(r.id) for r in known for edge in (start_of, end_of))
        for number, given_up, reached in self.base.limit.counted("repairs", self.others):
            if reached not in there:
                tied = [r for r in results if reached.meets(groups[r.id])]
                at = {edge(r.id): r for r in tied if r.id in proven for edge in (start_of, end_of)}
                there[reached] = [r.id for r in tied if r.id not in proven], at
            not_known, at = there[reached]
            unproven.update(not_known)
            with uncollected():
                for id, found in self._moved(given_up, at):
                    if found is None:
                        unproven.add(id)
                    else:
                        under[id].append(Under(number, *found))
        return tuple(
            replace(r, stands=self._stood(groups[r.id], under[r.id], r.id in unproven, r.id), under=tuple(under[r.id]))
            for r in results
        )

    def _moved(
        self, given_up: tuple[str, ...], results: Mapping[Point, Told]
    ) -> Iterator[tuple[str, tuple[Window, Window] | None]]:
        """Those of some spans, by their points, whose windows are others under another repair, and these, proven; None
        for those of which that is not known."""
        if not results:
            return
        moves = self._moves(given_up)
        open_ = results.keys() if moves is None else moves.untold(results.keys())
        left = {result.id: result for point, result in results.items() if point in open_} if open_ else {}
        if moves is not None:
            for id in sorted({results[point].id for point in moves.moved if point in results} - left.keys()):
                start, end = map(moves.proven, (start_of(id), end_of(id)))
                yield id, (start, end) if start is not None and end is not None else None
        other = self._under(given_up, [edge(id) for id in left for edge in (start_of, end_of)]) if left else None
        for result in left.values():
            ends = start_of(result.id), end_of(result.id)
            found = None if other is None else tuple(map(other.window, ends))
            if other is None or found is None or not all(window.proven for window in found):
                yield result.id, None
            elif found != windows(result):
                yield result.id, (other.proven(ends[0]), other.proven(ends[1]))

    def judged(self, results: Sequence[Checked]) -> tuple[Checked, ...]:
        """The verdicts, each with what other repairs make of it."""
        hypotheses = {h.id: h for h in self.base.chronology.hypotheses}
        under: dict[str, list[Judged]] = {r.id: [] for r in results}
        groups = {r.id: self._of(self._named(hypotheses[r.id])) for r in results}
        unproven, asked = set[str](), 0
        for number, given_up, reached in self.base.limit.counted("repairs", self.others):
            here = [r for r in results if reached.meets(groups[r.id])]
            room = self._room(given_up) if here else None
            if room is not None:
                here = [r for r in here if not self._rests_on(r, room)]
            rest: Remainder | None = None
            for result in here:
                hypothesis = hypotheses[result.id]
                verdict = self._verdict(hypothesis, room)
                if verdict == "unknown" and asked < MOST_JUDGED and not self.base.limit.ended():
                    asked += 1
                    with suppress(LimitReached):
                        rest = rest or self.base.remainders.without(given_up)
                        verdict = rest.verdict(hypothesis)
                if "unknown" in (verdict, result.verdict):
                    unproven.add(result.id)
                elif verdict != result.verdict:
                    under[result.id].append(Judged(number, verdict))
        return tuple(
            replace(r, stands=self._stood(groups[r.id], under[r.id], r.id in unproven), under=tuple(under[r.id]))
            for r in results
        )

    def _rests_on(self, result: Checked, room: Room) -> bool:
        """Whether all that a verdict rests on stands where other evidence is given up: what is entailed is so then, and
        what is refuted, since what is left can be true."""
        reason = result.reason
        if reason is None or result.verdict not in ("entailed", "refuted"):
            return False
        accepted = self.base.solver.everything
        stands = accepted.issuperset(reason.ids) and room.lost.isdisjoint(reason.ids)
        return stands and bool(room.histories())

    def _verdict(self, hypothesis: Hypothesis, room: Room | None) -> Verdict:
        """The verdict on a hypothesis where other evidence is given up, as far as that can be told by what there is
        room for."""
        if room is not None and not self.base.limit.ended():
            with suppress(LimitReached):
                return judgement.verdict(_Left(room), *self.base.claim(hypothesis.claim.claim))
        return "unknown"

    def as_good(self, given_up: tuple[str, ...]) -> int | None:
        """The number of a repair that gives up this and is as cheap as the one taken: nothing more certain, and no more
        by weight; None where there is none, or it is the one taken."""
        weights = self.base.network.weights

        def weight(ids: Iterable[str]) -> int:
            return sum(weights.get(id, 1) for id in ids)

        for number, other, _ in self.others:
            if other == given_up and number not in self._dearer and weight(other) == weight(self.given_up):
                return number
        return None

    def reaching(self, points: Iterable[str]) -> list[tuple[int, tuple[str, ...]]]:
        """The repairs that were not taken and can move what is tied to these points, by number."""
        groups = self._of(points)
        return [(number, given_up) for number, given_up, reached in self.others if reached.meets(groups)]

    def standing(self, points: Iterable[str], under: Sequence[int], *, unproven: bool) -> Stands:
        """How what is tied to these points stands, given the numbers of the repairs that make something else of it."""
        return self._stands(self._of(points), under, unproven)

    def _stood(self, groups: _Groups, under: Sequence[Under | Judged], unproven: bool, of: str = "") -> Stands:
        return self._stands(groups, [other.repair for other in under], unproven, of)

    def _stands(self, groups: _Groups, under: Sequence[int], unproven: bool, of: str = "") -> Stands:
        """How something stands, given the repairs that move it, of all that are told; `of` is the span whose windows
        these are."""
        if any(number not in self._dearer for number in under):
            return "hangs"
        if groups not in self._looked_through:
            reaching = [(cluster, reached) for cluster, reached in self._clusters_reaching if reached.meets(groups)]
            tied = [cluster for cluster, _ in reaching]
            # Repairs that mend otherwise what is tied to one thing are told, but not those that do so of several.
            apart = {reached for cluster, reached in reaching if cluster.others}
            whole = all(cluster.whole for cluster in tied) and len(apart) < 2
            self._looked_through[groups] = [cluster for cluster in tied if not cluster.known], whole
        open_, whole = self._looked_through[groups]
        moving = [] if unproven else [cluster for cluster in open_ if self._may_move(cluster, of)]
        if unproven or not all(cluster.cheap for cluster in moving):
            return "unknown"
        if moving:
            return "cheap"
        return "steady" if under or not whole else "firm"

    def _may_move(self, cluster: Cluster, id: str) -> bool:
        """Whether a repair that was not looked for may move the windows of a span; without one it may."""
        if not id or self._mobility is None or not self.base.remainders.plain:
            return True
        if cluster.given_up not in self._movable:
            self._movable[cluster.given_up] = self._mobility.points(cluster.given_up)
        return not self._movable[cluster.given_up].isdisjoint((start_of(id), end_of(id)))

    @cached_property
    def _clusters_reaching(self) -> list[tuple[Cluster, _Groups]]:
        """The clusters, and what is tied to each."""
        return [(cluster, self._reached(cluster.given_up)) for cluster in self.clusters]

    @cached_property
    def _looked_through(self) -> dict[_Groups, tuple[list[Cluster], bool]]:
        """By what something is tied to, the clusters tied to that of which there may be other repairs, and whether all
        are whole."""
        return {}

    @cached_property
    def _mobility(self) -> Mobility | None:
        """What repairs that were not looked for can move at most of the windows under the preferred one, whichever was
        taken: where that has other windows than this, they are told. None where paths do not tell."""
        exchanges = self._exchanges if self.number == 1 else self._exchanging(dict(numbered(self.clusters))[1])
        if exchanges is None or not exchanges.plain_only:
            return None
        items = frozenset(losable(self.base.network))
        return Mobility(exchanges, {id: rank for id, rank in self.base.network.ranks.items() if id in items})

    @cached_property
    def _movable(self) -> dict[tuple[str, ...], frozenset[str]]:
        """By what is given up of a cluster, the points that its other repairs can move at most."""
        return {}

    @cached_property
    def _dearer(self) -> frozenset[int]:
        return frozenset(other.number for cluster in self.clusters for other in cluster.others if other.dearer)

    def _named(self, hypothesis: Hypothesis) -> Iterable[str]:
        claim, denial = self.base.claim(hypothesis.claim.claim)
        return (point for constraint in (*claim, *denial) for point in points_of(constraint.formula))

    @cached_property
    def _ties(self) -> Ties | None:
        """What can move what; None where what is given up may bring anything back."""
        if not separable(self.base, self.clusters):
            return None
        return Ties(self.base.network, frozenset(losable(self.base.network)))

    def _of(self, points: Iterable[str]) -> _Groups:
        return _Groups(None if self._ties is None else self._ties.of_points(points))

    def _reached(self, ids: Iterable[str]) -> _Groups:
        return _Groups(None if self._ties is None else self._ties.of_ids(ids))

    @cached_property
    def _exchanges(self) -> Exchanges | None:
        """What moves where other evidence is given up; None where it takes a look at all to tell."""
        return self._exchanging(self.given_up)

    def _exchanging(self, given_up: Sequence[str]) -> Exchanges | None:
        base = self.base
        if base.limit.ended() or base.remainders.anew(given_up):
            return None
        lost = frozenset(given_up)
        return base.solver.exchanges([id for id in base.network.ids if id not in lost], self._proven(lost))

    def _proven(self, lost: frozenset[str]) -> Mapping[Distance, Certificate]:
        """What proves the windows where these are given up, as far as it is known."""
        if lost != frozenset(self.given_up):
            return {}
        solver = self.left.solver
        said = {c.formula for c in self.base.network.constraints if lost.isdisjoint(c.ids)}
        same = (
            said == {c.formula for c in solver.network.constraints}
            and solver.network.points == self.base.network.points
        )
        return solver.certificates if same else {}

    def _moves(self, given_up: Sequence[str]) -> Moves | None:
        """What moves under another repair; None where nobody can tell without a look at all."""
        return self._exchanges.instead(given_up) if self._exchanges and self._tells(given_up) else None

    def _room(self, given_up: Sequence[str]) -> Room | None:
        """Who is asked what there is room for under another repair; None where nobody can tell."""
        return self._exchanges.room(given_up) if self._exchanges and self._tells(given_up) else None

    def _tells(self, given_up: Sequence[str]) -> bool:
        """Whether it takes no more than accepting other ids to have another repair, and there is time."""
        return not self.base.limit.ended() and not self.base.remainders.anew(given_up)

    def _under(self, given_up: Sequence[str], points: Sequence[str]) -> _Under | None:
        """The windows of points under another repair; None where a limit came first."""
        try:
            rest = self.base.remainders.without(given_up)
        except LimitReached:
            return None
        solver, ids = rest.explainer.solver, rest.ids
        if self._ties is not None and (small := solver.about(points, ids)) is not solver:
            # Of what is not tied to it the same is given up as by the repair that was taken, and the rest can be true.
            solver, ids = small, small.network.ids
        if solver.differences:
            answer, windows = solver.windows(ids)
        else:
            answer, windows = solver.shown(ids=ids), {}
            if answer is Answer.YES:
                windows = {point: solver.window(Distance(point), ids) for point in points}
        return _Under(solver, tuple(ids), windows) if answer is Answer.YES else None


@dataclass(frozen=True, slots=True)
class _Groups:
    """What is tied together, by the names of the groups; None: anything."""

    names: frozenset[tuple[bool, str]] | None

    def meets(self, other: _Groups) -> bool:
        return self.names is None or other.names is None or not self.names.isdisjoint(other.names)


@dataclass(frozen=True, slots=True)
class _Left:
    """What is left where other evidence is given up, to be asked about claims."""

    room: Room

    def shown(self, also: Sequence[Constraint] = (), ids: Collection[str] | None = None) -> Answer:
        """Whether there is a history in which `also` holds, as was proven."""
        return self.room.leaves_room(also)


@dataclass(frozen=True)
class _Under:
    """The windows where some ids are accepted."""

    solver: Solver
    ids: tuple[str, ...]
    windows: dict[str, Window]

    def window(self, point: str) -> Window:
        return self.windows[point]

    def proven(self, point: str) -> Window:
        """As it is told: with a certificate that was checked, or as not known."""
        return self.solver.certified(Distance(point), self.windows[point], self.ids)


def numbered(clusters: Iterable[Cluster]) -> Iterable[tuple[int, tuple[str, ...]]]:
    """All repairs that are told, the preferred one first, by their numbers, and what each gives up."""
    everything = list(clusters)
    preferred = frozenset(id for cluster in everything for id in cluster.given_up)
    yield 1, tuple(sorted(preferred))
    for cluster in everything:
        for other in cluster.others:
            left = preferred.difference(cluster.given_up, other.kept)
            yield other.number, tuple(sorted(left.union(other.given_up)))


def repaired(base: Base, number: int = 1) -> Repaired | None:
    """A contradictory base under a repair, the preferred one or another by its number; None where a limit came first or
    nothing that contradicts itself may be given up. Raises `Unanswerable` for a number that no repair has."""
    base = base.unabridged
    if number not in base.repaired:
        base.repaired[number] = _repaired(base, number)
    found: Repaired | None = base.repaired[number]
    return found


def _repaired(base: Base, number: int) -> Repaired | None:
    try:
        with uncollected():
            known = next((other.clusters for other in base.repaired.values() if other is not None), None)
            found = known or tuple(clusters_of(base))
    except repairs.CutShort as cut:
        base.clashes = cut.met
        return None
    except (LimitReached, repairs.Unrepairable):
        return None
    by_number = dict(numbered(found))
    if number not in by_number:
        help = "`chrono infer` tells their numbers"
        raise Unanswerable(
            [Diagnostic("unknown-repair", f"there is no repair {number} of {len(by_number)}", help=help)]
        )
    answer = Repaired(base, found, by_number[number], number)
    try:
        status = answer.left.status()[0]
    except LimitReached:
        status = "unknown"
    if status == "consistent":
        return answer
    base.clashes = tuple(conflict for cluster in found for conflict in cluster.conflicts)
    return None


An = TypeVar("An", bound=Answered)
"""An answer that may be one under a repair."""


def answered(base: Base, answer: An, found: Repaired | None, asked_of: Sequence[Entry] = ()) -> An:
    """An answer from what a repair leaves, as one about the contradictory base: with what contradicts what, and what is
    given up."""
    conflicts, repairs = contradiction(base, found, asked_of)
    told = replace(answer, status="inconsistent", conflicts=conflicts, repairs=repairs)
    return told if found is None else replace(told, clusters=found.clusters, repaired=found.given_up)


def told_first(base: Base) -> tuple[tuple[Cluster, ...], tuple[str, ...], tuple[Culprit, ...]]:
    """Where evidence contradicts itself in several clusters: these, what the preferred repair gives up, and what to
    look at first; nothing of one cluster, or where a limit came first."""
    found = repaired(base)
    if found is None or len(found.clusters) < 2:
        return (), (), ()
    clusters = tuple(sorted(found.clusters, key=lambda cluster: len(cluster.conflicts)))
    resting = Counter(id for constraint in base.network.constraints for id in constraint.ids)
    suspected = likely(clusters, certainties(base), resting)
    said = premises_of(base, {id for id, _ in suspected})
    culprits = (Culprit(id, ids, (said[id],) if id in said else ()) for id, ids in suspected)
    return clusters, found.given_up, tuple(culprits)


def contradiction(
    base: Base, found: Repaired | None, asked_of: Sequence[Entry] = ()
) -> tuple[tuple[Reason, ...], tuple[Repair, ...]]:
    """What contradicts what, and the cheapest repairs with the windows that follow: of one cluster its sharpest
    conflict, of several one of each, which are too many for all repairs of the whole."""
    if found is None or len(found.clusters) < 2:
        return base.conflicts, first_repairs(base, base.conflicts, asked_of)
    preferred = tuple(sorted(id for cluster in found.clusters for id in cluster.given_up))
    premises = tuple(premise for cluster in found.clusters for premise in cluster.premises)
    weight = sum(base.network.weights.get(id, 1) for id in preferred)
    reasons = tuple(cluster.reason for cluster in found.clusters if cluster.reason is not None)
    return reasons, (Repair(preferred, tuple(sorted(premises, key=lambda p: p.id)), (), weight),)
