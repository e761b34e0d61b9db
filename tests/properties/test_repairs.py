"""Clusters and preferred repairs of random networks, against all sets of ids tried one by one."""

from __future__ import annotations

from itertools import chain, combinations

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from chrono.engine import repairs as repairs_of
from chrono.engine.formulas import AnyOf, Constraint, Linear, Network
from chrono.engine.hitting_sets import Caps, graded
from chrono.engine.incremental import Remaining
from chrono.engine.outcomes import Answer, FailedCheck
from chrono.engine.repairs import Cluster, Other, clusters
from chrono.engine.solver import Solver
from chrono.engine.ties import Ties

POINTS = ("a", "b", "c", "d")
EVERYTHING = Caps(losses=10_000, steps=100_000)


@st.composite
def linears(draw: st.DrawFn) -> Linear:
    plus, minus = draw(
        st.sampled_from([*combinations((*POINTS, ""), 2), *((b, a) for a, b in combinations(POINTS, 2))])
    )
    return Linear((plus,) if plus else (), (minus,) if minus else (), draw(st.integers(-3, 2)))


@st.composite
def networks(draw: st.DrawFn) -> Network:
    ids = [f"e{n}" for n in range(draw(st.integers(2, 8)))]
    made = []
    for id in ids:
        formula = draw(linears()) if draw(st.integers(0, 4)) else AnyOf((draw(linears()), draw(linears())))
        also = draw(st.sampled_from(ids)) if draw(st.integers(0, 3)) == 0 else id
        made.append(Constraint(formula, tuple(sorted({id, also}))))
    ranks = {id: draw(st.integers(1, 2)) for id in ids}
    weights = {id: 3 for id in ids if draw(st.integers(0, 4)) == 0}
    return Network(POINTS, tuple(made), ranks, weights)


def repairs(network: Network) -> list[frozenset[str]]:
    """Every smallest set of ids without which the others can all be true."""
    solver = Solver(network)
    found: list[frozenset[str]] = []
    for lost in map(frozenset, chain.from_iterable(combinations(network.ids, n) for n in range(len(network.ids) + 1))):
        left = [id for id in network.ids if id not in lost]
        if not any(one <= lost for one in found) and solver.consistent(left) is Answer.YES:
            found.append(lost)
    return found


@settings(max_examples=150, deadline=None)
@given(networks(), st.sampled_from([0, repairs_of.MOST_TOGETHER]))
def test_clusters_are_those_of_all_repairs(network: Network, together: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(repairs_of, "MOST_TOGETHER", together)
        patch.setattr(repairs_of, "SEVERAL", 2)
        compared(network)


@settings(max_examples=150, deadline=None)
@given(networks(), st.data())
def test_a_smallest_conflict_is_one_and_none_of_it_can_be_spared(network: Network, data: st.DataObject) -> None:
    ids = frozenset(data.draw(st.sets(st.sampled_from(network.ids), min_size=1)))
    solver, remaining = Solver(network), Remaining(Solver(network), {id: n for n, id in enumerate(network.ids)})
    if solver.consistent([*ids]) is Answer.YES:
        with pytest.raises(FailedCheck):
            remaining.smallest(ids)
        return
    found = remaining.smallest(ids)
    assert found <= ids
    assert solver.consistent([*found]) is Answer.NO
    assert all(solver.consistent([*(found - {id})]) is Answer.YES for id in found)


def compared(network: Network) -> None:
    all_repairs = repairs(network)
    costs = graded(network.ranks, network.ids, network.weights)
    place = {id: n for n, id in enumerate(sorted(network.ids, key=lambda id: (tuple(-c for c in costs[id]), id)))}
    found = clusters(Remaining(Solver(network), place), network.ranks, costs, EVERYTHING)
    preferred = frozenset(id for cluster in found for id in cluster.given_up)
    assert preferred in all_repairs
    # Level by level, the most certain first, nothing less is given up by any other that gives up the same before.
    for level in (2, 1):
        alike = [
            r
            for r in all_repairs
            if all((id in r) == (id in preferred) for id in network.ids if rank(network, id) > level)
        ]
        assert weight(network, preferred, level) == min(weight(network, r, level) for r in alike)
    for cluster in found:
        assert cluster.known
        own = frozenset(cluster.given_up)
        worst = max(rank(network, id) for id in own)
        told = {told_of(preferred, cluster, other) for other in cluster.others}
        assert told <= set(all_repairs)
        for other in cluster.others:
            assert other.dearer == any(rank(network, id) > worst for id in {*other.given_up} - preferred)
            # Where not all are looked for, of those that give up something more certain the ones that spare several.
            assert cluster.whole or not other.dearer or len(preferred - told_of(preferred, cluster, other)) > 1
        for conflict in cluster.conflicts:
            assert not own.isdisjoint(conflict)
            assert Solver(network).consistent(conflict) is Answer.NO
            assert all(Solver(network).consistent([o for o in conflict if o != id]) is Answer.YES for id in conflict)
    told = [told_of(preferred, c, o) for c in found for o in c.others]
    ties = Ties(network, network.ids)
    for cluster in found:
        if cluster.whole:
            # Of what is tied together each repair is told, and once.
            group = ties.of_ids(cluster.given_up)
            here = [id for id in network.ids if ties.of_ids([id]) == group]
            assert {r.intersection(here) for r in all_repairs} == {r.intersection(here) for r in (preferred, *told)}
            assert len(told) == len(set(told))
    if len(found) == 1 and not found[0].whole:
        # Of one cluster the others are all there are that give up none of the more certain things.
        worst = max(rank(network, id) for id in preferred)
        discussed = {id for o in found[0].others if not o.dearer for id in o.given_up} | preferred
        expected = {r for r in all_repairs if r <= discussed} - {preferred}
        assert {frozenset(o.given_up) for o in found[0].others if not o.dearer} == expected


@settings(max_examples=300, deadline=None)
@given(networks())
def test_all_that_are_as_cheap_are_told_where_the_others_are_too_many(network: Network) -> None:
    all_repairs = repairs(network)
    costs = graded(network.ranks, network.ids, network.weights)
    place = {id: n for n, id in enumerate(sorted(network.ids, key=lambda id: (tuple(-c for c in costs[id]), id)))}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(repairs_of, "MOST_TOGETHER", 0)
        patch.setattr(repairs_of, "MOST_DISCUSSED", 0)
        found = clusters(Remaining(Solver(network), place), network.ranks, costs, EVERYTHING)
    preferred = frozenset(id for cluster in found for id in cluster.given_up)
    for cluster in found:
        assert cluster.cheap
        assert not cluster.known
        own = frozenset(cluster.given_up)
        worst = max(rank(network, id) for id in own)
        as_cheap = {
            r
            for r in all_repairs
            if r != preferred
            and all(rank(network, id) <= worst for id in r - preferred)
            and weights(network, r - (preferred - own)) <= weights(network, own)
        }
        event(f"{min(2, len(as_cheap))} as cheap of one of {len(found)}")
        assert {told_of(preferred, cluster, other) for other in cluster.others if not other.dearer} == as_cheap


def weights(network: Network, ids: frozenset[str]) -> list[int]:
    """What some ids weigh, the most certain first."""
    return [weight(network, ids, level)[0] for level in (2, 1)]


def told_of(preferred: frozenset[str], cluster: Cluster, other: Other) -> frozenset[str]:
    """All that another repair gives up."""
    return preferred.difference(cluster.given_up, other.kept).union(other.given_up)


def rank(network: Network, id: str) -> int:
    return network.ranks[id]


def weight(network: Network, ids: frozenset[str], level: int) -> tuple[int, int]:
    of_level = [id for id in ids if network.ranks[id] == level]
    return sum(network.weights.get(id, 1) for id in of_level), len(of_level)
