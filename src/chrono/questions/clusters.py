"""The clusters of conflicts of contradictory evidence, and the repairs of each, as the files mean them.

Takes a base that contradicts itself, gives its clusters with their reasons, what the preferred repair gives up of each,
and the other repairs. Where giving up one piece lets another count, the repairs are those of all clusters together, or
are told as not known to be all. Knows nothing of windows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace

from chrono.answers.contradictions import Cluster, OtherRepair
from chrono.answers.reasons import Premise, origin_of
from chrono.core.ids import is_rule
from chrono.core.limits import LimitReached
from chrono.engine import repairs
from chrono.engine.cheapest_sets import Cost
from chrono.engine.formulas import Network
from chrono.engine.hitting_sets import Caps, graded
from chrono.engine.incremental import Remaining
from chrono.questions.base import Base

ANEW = Caps(losses=24, steps=300)
"""How many repairs are looked for that bring evidence back, and in how many steps: most have to be encoded anew."""
MOST_ANEW = 500
"""Of no more constraints than this."""
ROUNDS = 10
"""So often what was kept down by what is given up may contradict the rest in its turn."""


def without(base: Base, ids: Sequence[str]) -> Base:
    """The base without these as well; raises `LimitReached`."""
    return base.varied(replace(base.options, without=(*base.options.without, *ids)))


def clusters_of(base: Base) -> Iterable[Cluster]:
    """The clusters with their reasons, the other repairs numbered from 2 on."""
    met = tuple(_met(base))
    said: dict[str, Premise] = {}
    for state in dict.fromkeys(state for state, _ in met):
        there = [cluster for other, cluster in met if other is state]
        wanted = {id for c in there for ids in (c.given_up, *(o.given_up for o in c.others)) for id in ids}
        said |= premises_of(state, wanted.difference(said))
    number = 1
    for state, cluster in met:
        others = []
        for other in cluster.others:
            number += 1
            premises = tuple(said[id] for id in other.given_up if id in said)
            others.append(OtherRepair(number, other.given_up, premises, other.kept, other.dearer))
        try:
            reason = state.explainer.reason(cluster.conflicts[0], ())
        except LimitReached:
            reason = None
        premises = tuple(said[id] for id in cluster.given_up if id in said)
        yield Cluster(
            cluster.given_up,
            premises,
            cluster.conflicts,
            reason,
            tuple(others),
            cluster.known,
            cluster.cheap,
            cluster.whole,
        )


def _met(base: Base) -> list[tuple[Base, repairs.Cluster]]:
    """The clusters, and in which state of the base they contradict themselves. What is given up may have kept down what
    contradicts the rest in its turn: then the repairs are looked for of all clusters together, and only where that
    cannot be done in time by giving up more."""
    first = _conflicting(base)
    met = [(base, cluster) for cluster in first]
    if not met or base.remainders.plain:
        return met
    for round in range(ROUNDS):
        state = without(base, tuple(id for _, cluster in met for id in cluster.given_up))
        found = _conflicting(state)
        if not found:
            if round == 0:
                return [(base, cluster) for cluster in _by_meaning(base, first)]
            return [(state, _open(cluster)) for state, cluster in met]
        if round == 0 and (together := _together(base, [cluster for _, cluster in met])):
            return [(base, together)]
        met += ((state, cluster) for cluster in found)
    raise LimitReached


def _by_meaning(base: Base, found: Sequence[repairs.Cluster]) -> Sequence[repairs.Cluster]:
    """Clusters of evidence of which some brings other evidence back when it is given up: with all repairs where these
    can be looked for in a few steps, and otherwise not known to be all."""
    if separable(base, found):
        return found
    if len(found) <= repairs.MOST_TOGETHER and len(base.network.constraints) <= MOST_ANEW:
        preferred = [frozenset(cluster.given_up) for cluster in found]
        losses, complete = _by_files(base, ANEW)
        if complete and frozenset().union(*preferred) in losses:
            told = repairs.shared(preferred, losses, certainties(base))
            return [replace(c, others=others, whole=True) for c, others in zip(found, told, strict=True)]
        if complete and losses:
            # What is given up of one cluster lets something count that mends another.
            return [_one(base, found, losses, complete=True)]
    return [*map(_open, found)]


def _open(cluster: repairs.Cluster) -> repairs.Cluster:
    """A cluster of which there may be other repairs."""
    return replace(
        cluster, others=tuple(o for o in cluster.others if not o.dearer), known=False, cheap=False, whole=False
    )


def _together(base: Base, found: Sequence[repairs.Cluster]) -> repairs.Cluster | None:
    """One cluster of several, repaired as the files say without what is given up; None where no repair is found in the
    steps allowed."""
    evidence, complete = _by_files(base, repairs.CAPS)
    return _one(base, found, evidence, complete=complete) if evidence else None


def _one(
    base: Base, found: Sequence[repairs.Cluster], evidence: Sequence[frozenset[str]], *, complete: bool
) -> repairs.Cluster:
    """The conflicts of several clusters as one, mended by the first of these repairs."""
    given_up = evidence[0]
    conflicts = tuple(conflict for cluster in found for conflict in cluster.conflicts)
    (others,) = repairs.shared([given_up], evidence, certainties(base))
    return repairs.Cluster(conflicts, tuple(sorted(given_up)), others, complete, complete, complete)


def _by_files(base: Base, caps: Caps) -> tuple[list[frozenset[str]], bool]:
    """The repairs as the files say without what is given up, the cheapest first, and whether these are all; rules are
    not given up."""
    losses, complete = base.remainders.losses(lambda _: (), caps)
    return [frozenset(loss) for loss in losses if not any(map(is_rule, loss))], complete


def certainties(base: Base) -> dict[str, int]:
    """How certain everything is; what is kept down has a certainty as well, though the network does not know it."""
    return {piece.id: int(piece.certainty) for piece in base.chronology.evidence} | dict(base.network.ranks)


def separable(base: Base, clusters: Iterable[Cluster | repairs.Cluster]) -> bool:
    """Whether to give up any member of the conflicts brings nothing back, and nothing but their members mends them."""
    if base.abridged:
        return False
    if base.remainders.plain:
        return True
    members = {id for cluster in clusters for conflict in cluster.conflicts for id in conflict}
    # What others give up stands in conflicts that nobody meets who gives up what is preferred.
    members |= {id for cluster in clusters for other in cluster.others for id in other.given_up}
    entangled = base.entanglement
    return members.isdisjoint(entangled.ids) and entangled.beyond(members) <= members


def _conflicting(base: Base) -> tuple[repairs.Cluster, ...]:
    network = base.network
    resting = Counter(id for constraint in network.constraints for id in constraint.ids)
    items = losable(network)
    by_certainty = graded(network.ranks, items, network.weights)
    costs: dict[str, Cost] = {id: (*cost[:-1], resting[id]) for id, cost in by_certainty.items()}
    ranks = {id: network.ranks[id] for id in items}
    return repairs.clusters(Remaining(base.solver, _places(network, costs)), ranks, costs)


def losable(network: Network) -> list[str]:
    """What may be given up: evidence, and rules that say something alone."""
    alone = {id for c in network.constraints if all(map(is_rule, c.ids)) for id in c.ids}
    return [id for id in network.ids if not is_rule(id) or id in alone]


def _places(network: Network, costs: dict[str, Cost]) -> dict[str, int]:
    """What is given up last first: rules, then what costs most."""
    order = sorted(network.ids, key=lambda id: (id in costs, tuple(-part for part in costs.get(id, ())), id))
    return {id: place for place, id in enumerate(order)}


def premises_of(base: Base, ids: Set[str]) -> dict[str, Premise]:
    """What each of some ids says, of several things the first by its words."""
    found: dict[str, Premise] = {}
    for constraint in base.network.constraints:
        if not ids.isdisjoint(constraint.ids):
            for premise in origin_of(constraint).premises:
                known = found.get(premise.id)
                if premise.id in ids and (known is None or premise.sentence < known.sentence):
                    found[premise.id] = premise
    return found
