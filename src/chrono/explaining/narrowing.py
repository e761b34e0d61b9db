"""Less to argue from: only what can be part of an argument at all.

Takes a network and one bound that it refutes, gives the network of the constraints that stand in some negative cycle
with that bound, or None where this cannot be told by shortest paths. Exact: a refutation by differences is a negative
cycle, and one that passes each point once; so a constraint is out of the question where even the shortest way through
it closes no negative cycle. Whatever any subset of the ids refutes, it refutes within what is left.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from math import inf

from chrono.constraints import Constraint, Linear, Network, is_conjunctive, linears
from chrono.distances import Distances, edge


def narrowed(network: Network, ids: Collection[str], also: Sequence[Constraint]) -> Network | None:
    """The part of the network, with `ids` accepted, that can contradict `also`.

    None where `also` is more than one bound, where something is no difference or an either/or, and where the accepted
    ids contradict themselves without it.
    """
    if len(also) != 1 or not isinstance(also[0].formula, Linear) or not also[0].formula.is_difference:
        return None
    constraints = network.accepting({*ids, *also[0].ids})
    bounds = [(bound, place) for place, c in enumerate(constraints) for bound in linears(c.formula)]
    if not all(is_conjunctive(c.formula) for c in constraints) or not all(b.is_difference for b, _ in bounds):
        return None
    distances = Distances(bounds)
    if distances.cycle is not None:
        return None
    closing = edge(also[0].formula, 0)
    there = distances.latest(closing.target)
    back = distances.earliest(closing.source)
    kept = sorted(
        {
            e.tag
            for e in distances.edges
            if there.get(e.source, inf) + e.weight - back.get(e.target, -inf) + closing.weight < 0
        }
    )
    left = tuple(constraints[place] for place in kept)
    named = {id for c in left for id in c.ids} | set(also[0].ids)
    return replace(network, constraints=left, ranks={id: r for id, r in network.ranks.items() if id in named})
