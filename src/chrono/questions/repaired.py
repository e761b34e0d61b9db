"""Contradictory evidence as it stands under a repair: what is given up, and which windows hang on that choice.

Takes a base that contradicts itself, gives the clusters of its conflicts, the base without what a repair gives up, and
for each window what it is under the others. The preferred repair gives up, of every conflict, the least certain
members; of these the lightest, then those on which the fewest inferences rest, then by id. Rules are not given up as a
whole: of what they are applied to something is. The other repairs differ from it in one cluster each, and give up
nothing more certain. What is left is always what the files say without what is given up (`remainders.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from chrono.answers.common import Repair
from chrono.answers.contradictions import Cluster, OtherRepair, Stands, Under
from chrono.answers.infer import SpanResult
from chrono.answers.overview import windows
from chrono.answers.reasons import Premise, Reason, origin_of
from chrono.answers.windows import SpanWindows
from chrono.core.diagnostics import Diagnostic
from chrono.core.gc_pause import uncollected
from chrono.core.ids import is_rule
from chrono.core.limits import LimitReached
from chrono.core.points import end_of, start_of
from chrono.engine import repairs
from chrono.engine.formulas import Network
from chrono.engine.hitting_sets import Cost, graded
from chrono.engine.incremental import Remaining
from chrono.engine.intervals import Window
from chrono.engine.outcomes import Answer, Distance
from chrono.engine.solver import Solver
from chrono.model.chronology import Entry
from chrono.questions.base import Base
from chrono.questions.conflicts import first_repairs
from chrono.questions.options import Unanswerable

Told = TypeVar("Told", SpanResult, SpanWindows)
"""What is told of a span."""
ROUNDS = 10
"""So often what was kept down by what is given up may contradict the rest in its turn."""


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

    def others(self) -> Iterable[tuple[int, tuple[str, ...]]]:
        """The repairs that were not taken, by their numbers, and what each gives up."""
        return (one for one in numbered(self.clusters) if one[0] != self.number)

    def told(self, results: Sequence[Told]) -> tuple[Told, ...]:
        """The results, each with what it hangs on: what other repairs make of its windows."""
        points = [edge(r.id) for r in results for edge in (start_of, end_of)]
        under: dict[str, list[Under]] = {r.id: [] for r in results}
        known = all(cluster.known for cluster in self.clusters)
        unproven = set[str]()
        """Of what is not proven nobody knows whether it is the same under another repair."""
        for number, given_up in self.base.limit.counted("repairs", tuple(self.others())):
            other = self._under(given_up, points)
            if other is None:
                known = False
                continue
            for result in results:
                start, end = (other.window(edge(result.id)) for edge in (start_of, end_of))
                here: tuple[Window, Window] = windows(result)
                if not all(window.proven for window in (start, end, *here)):
                    unproven.add(result.id)
                elif (start, end) != here:
                    under[result.id].append(Under(number, *map(other.proven, (start_of(result.id), end_of(result.id)))))

        def stands(id: str) -> Stands:
            if under[id]:
                return "hangs"
            return "firm" if known and id not in unproven else "unknown"

        return tuple(replace(r, stands=stands(r.id), under=tuple(under[r.id])) for r in results)

    def _under(self, given_up: Sequence[str], points: Sequence[str]) -> _Under | None:
        """The windows of points under another repair; None where a limit came first."""
        try:
            rest = self.base.remainders.without(given_up)
        except LimitReached:
            return None
        solver = rest.explainer.solver
        if solver.differences:
            answer, windows = solver.windows(rest.ids)
        else:
            answer, windows = solver.shown(ids=rest.ids), {}
            if answer is Answer.YES:
                windows = {point: solver.window(Distance(point), rest.ids) for point in points}
        return _Under(solver, rest.ids, windows) if answer is Answer.YES else None


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
    try:
        with uncollected():
            found = tuple(_clusters(base))
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
        return None
    return answer if status == "consistent" else None


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


def without(base: Base, ids: Sequence[str]) -> Base:
    """The base without these as well; raises `LimitReached`."""
    return base.varied(replace(base.options, without=(*base.options.without, *ids)))


def _clusters(base: Base) -> Iterable[Cluster]:
    """The clusters with their reasons, the other repairs numbered from 2 on."""
    met = tuple(_met(base))
    said: dict[str, Premise] = {}
    for state, cluster in met:
        wanted = {id for ids in (cluster.given_up, *(o.given_up for o in cluster.others)) for id in ids}
        said |= _premises(state, wanted.difference(said))
    number = 1
    for state, cluster in met:
        others = []
        for other in cluster.others:
            number += 1
            premises = tuple(said[id] for id in other.given_up if id in said)
            others.append(OtherRepair(number, other.given_up, premises, other.kept))
        try:
            reason = state.explainer.reason(cluster.conflicts[0], ())
        except LimitReached:
            reason = None
        premises = tuple(said[id] for id in cluster.given_up if id in said)
        yield Cluster(cluster.given_up, premises, cluster.conflicts, reason, tuple(others), cluster.known)


def _met(base: Base) -> list[tuple[Base, repairs.Cluster]]:
    """The clusters, and in which state of the base they contradict themselves. What is given up may have kept down what
    contradicts the rest in its turn: then the repairs are looked for of all clusters together, and only where that
    cannot be done in time by giving up more."""
    met = [(base, cluster) for cluster in _conflicting(base)]
    if not met or base.remainders.plain:
        return met
    for round in range(ROUNDS):
        state = without(base, tuple(id for _, cluster in met for id in cluster.given_up))
        found = _conflicting(state)
        if not found:
            return met
        if round == 0 and (together := _together(base, [cluster for _, cluster in met])):
            return [(base, together)]
        met += ((state, cluster) for cluster in found)
    raise LimitReached


def _together(base: Base, found: Sequence[repairs.Cluster]) -> repairs.Cluster | None:
    """One cluster of several, repaired as the files say without what is given up; None where no repair is found in the
    steps allowed."""
    losses, complete = base.remainders.losses(lambda _: (), repairs.CAPS)
    evidence = [tuple(sorted(loss)) for loss in losses if not any(map(is_rule, loss))]
    if not evidence:
        return None
    # What is kept down has a certainty as well, though the network does not know it.
    ranks = {piece.id: int(piece.certainty) for piece in base.chronology.evidence} | dict(base.network.ranks)
    given_up, *others = evidence
    most = max(ranks.get(id, 0) for id in given_up)
    return repairs.Cluster(
        tuple(conflict for cluster in found for conflict in cluster.conflicts),
        given_up,
        tuple(repairs.Other(o, ()) for o in others if all(ranks.get(id, most + 1) <= most for id in o)),
        complete,
    )


def _conflicting(base: Base) -> tuple[repairs.Cluster, ...]:
    network = base.network
    resting = Counter(id for constraint in network.constraints for id in constraint.ids)
    alone = {id for c in network.constraints if all(map(is_rule, c.ids)) for id in c.ids}
    items = [id for id in network.ids if not is_rule(id) or id in alone]
    by_certainty = graded(network.ranks, items, network.weights)
    costs: dict[str, Cost] = {id: (*cost[:-1], resting[id]) for id, cost in by_certainty.items()}
    ranks = {id: network.ranks[id] for id in items}
    return repairs.clusters(Remaining(base.solver, _places(network, costs)), ranks, costs)


def _places(network: Network, costs: dict[str, Cost]) -> dict[str, int]:
    """What is given up last first: rules, then what costs most."""
    order = sorted(network.ids, key=lambda id: (id in costs, tuple(-part for part in costs.get(id, ())), id))
    return {id: place for place, id in enumerate(order)}


def _premises(base: Base, ids: Set[str]) -> dict[str, Premise]:
    """What each of some ids says, of several things the first by its words."""
    found: dict[str, Premise] = {}
    for constraint in base.network.constraints:
        if not ids.isdisjoint(constraint.ids):
            for premise in origin_of(constraint).premises:
                known = found.get(premise.id)
                if premise.id in ids and (known is None or premise.sentence < known.sentence):
                    found[premise.id] = premise
    return found
