"""What counts as one thing that can be accepted or given up: four partitions of the same inferences.

Takes a network guarded by evidence and rules, gives the same constraints guarded by other ids: single inferences, rules
alone, or sources alone. So one algorithm answers at every grain. What is not in the chosen partition (a date, where
rules are asked about) holds throughout. Never changes what a constraint says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Literal, TypeAlias, get_args

from chrono.answers.reasons import Origin, origin_of
from chrono.core.ids import is_rule, rule_of, source_id
from chrono.engine.formulas import Constraint, Network

Grain: TypeAlias = Literal["evidence", "inference", "rule", "source"]
GRAINS: tuple[Grain, ...] = get_args(Grain)


def regrained(network: Network, grain: Grain, sources: Mapping[str, str], stated: Collection[str]) -> Network:
    """The network at a grain. `sources` gives the declared source of an id that has one; `stated` are the ids of dates
    and durations given on entries, each an inference of its own wherever it is used.

    A single inference is as certain and as heavy as the weakest thing it rests on, a source as its most certain
    statement, and of these the heaviest.
    """
    if grain == "evidence":
        return network
    alone = Counter(c.ids[0] for c in network.constraints if len(c.ids) == 1)
    renamed: list[Constraint] = []
    standing: dict[str, tuple[int, int]] = {}
    for constraint in network.constraints:
        items = _items(constraint, grain, sources, frozenset(stated), alone)
        for id, item in items.items():
            own = network.ranks[id], network.weights.get(id, 1)
            known = standing.setdefault(item, own)
            standing[item] = max(known, own) if grain == "source" else min(known, own)
        premises = tuple(replace(p, id=items[p.id]) for p in origin_of(constraint).premises if p.id in items)
        renamed.append(
            replace(
                constraint,
                ids=tuple(sorted(set(items.values()))),
                origin=Origin(premises, origin_of(constraint).sentence),
            )
        )
    ranks = {id: rank for id, (rank, _) in sorted(standing.items())}
    weights = {id: weight for id, (_, weight) in sorted(standing.items()) if weight > 1}
    return Network(network.points, tuple(renamed), ranks, weights)


def _items(
    constraint: Constraint, grain: Grain, sources: Mapping[str, str], stated: frozenset[str], alone: Mapping[str, int]
) -> dict[str, str]:
    """The new id of each of a constraint's ids that is in the partition."""
    ids = constraint.ids
    if grain == "rule":
        return {id: id for id in ids if is_rule(id)}
    if grain == "source":
        return {id: source_id(sources[id]) for id in ids if id in sources}
    rules = [id for id in ids if is_rule(id)]
    if not rules:
        # An id with several constraints is several inferences: an enclosed part each, a claim each.
        return {
            id: f"{id}: {origin_of(constraint).sentence}" if alone[id] > 1 and id not in stated else id for id in ids
        }
    facts = [id for id in ids if id not in stated and id not in rules]
    name = f"{rule_of(rules[0])}({', '.join(facts)}): {origin_of(constraint).sentence}"
    return {id: id if id in stated else name for id in ids}
