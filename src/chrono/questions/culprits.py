"""Likely culprits: what to look at first where evidence contradicts itself in many places.

Takes the clusters of conflicts and how certain everything is, gives ids with what is given up that each could go
instead of: whatever stands in all conflicts for which most is given up comes first, then what does so for most of the
rest (greedy set cover: Chvatal, Mathematics of Operations Research 4, 1979). How much that is, is counted by the share
that it is of all that rests on the id: a date typed wrong contradicts every witness of its act, and so comes before the
witnesses that a repair gives up for it, and before the reign that it is counted in, on which many others rest that
agree. A hint, never a proof.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import heapify, heappop, heappush

from chrono.answers.contradictions import Cluster
from chrono.core.ids import is_rule


def likely(
    clusters: Iterable[Cluster], ranks: Mapping[str, int], resting: Mapping[str, int]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Ids, each with what the preferred repair gives up (sorted) for conflicts in all of which it stands, and none of
    which one before it stands for; what stands for most first, times its share of the inferences that rest on the id,
    of as much what is given up itself, then that on which the fewest rest (the less agrees with it), then the least
    certain, then by id. Everything that is given up is stood for once."""
    several = tuple(clusters)
    given_up = {id for cluster in several for id in cluster.given_up}
    standing: dict[str, set[str]] = {}
    for id, everywhere in _common(several, given_up):
        for other in everywhere:
            standing.setdefault(other, set()).add(id)

    def weight(id: str, ids: set[str]) -> float:
        return len(ids) ** 2 / max(1, resting.get(id, 0))

    waiting = [
        (-weight(id, ids), (id not in given_up, resting.get(id, 0), ranks.get(id, 0)), id)
        for id, ids in standing.items()
    ]
    heapify(waiting)
    told, found = set[str](), list[tuple[str, tuple[str, ...]]]()
    while waiting:
        most, order, id = heappop(waiting)
        left = standing[id] - told
        if weight(id, left) == -most:
            found.append((id, tuple(sorted(left))))
            told |= left
        elif left:
            heappush(waiting, (-weight(id, left), order, id))
    return tuple(found)


def _common(clusters: Iterable[Cluster], given_up: set[str]) -> Iterable[tuple[str, set[str]]]:
    """Everything that is given up, with what stands in all conflicts that it alone mends, rules apart."""
    alone: dict[str, list[frozenset[str]]] = {}
    for conflict in {frozenset(conflict) for cluster in clusters for conflict in cluster.conflicts}:
        mending = [*given_up.intersection(conflict)]
        if len(mending) == 1:
            alone.setdefault(mending[0], []).append(conflict)
    for id in sorted(given_up):
        everywhere = frozenset.intersection(*alone[id]) if id in alone else frozenset[str]()
        yield id, {id, *(other for other in everywhere if not is_rule(other))}
