"""Shortest paths: windows and contradictions of plain networks against the oracle, and the chains behind them."""

from __future__ import annotations

from collections import deque
from itertools import pairwise

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from chrono.engine.formulas import Linear, at_least, at_most, no_later
from chrono.engine.shortest_paths import ORIGIN, SMALL, Distances, Edge, edge, sole_contradiction
from tests import oracle
from tests.small import difference

POINTS = ("a", "b", "c", "d")
sides = st.sampled_from(("", *POINTS))
bound = st.builds(
    lambda pair, most: Linear(tuple(filter(None, pair[:1])), tuple(filter(None, pair[1:])), most),
    st.tuples(sides, sides).filter(lambda pair: pair[0] != pair[1]),
    st.integers(-6, 9),
)
bounds = st.lists(bound, max_size=12)


@settings(max_examples=150, deadline=None)
@given(bounds)
def test_paths_find_what_floyd_and_warshall_find(network: list[Linear]) -> None:
    found = Distances((bound, number) for number, bound in enumerate(network))
    most = oracle.closure(POINTS, map(difference, network))
    assert (found.cycle is None) == (most is not None)
    if found.cycle is not None:
        # Each bound leads on to the next, back to the first, and together they leave less than nothing.
        assert all(one.target == two.source for one, two in pairwise([*found.cycle, found.cycle[0]]))
        assert sum(e.weight for e in found.cycle) < 0
        assert all(edge(network[e.tag], e.tag) == e for e in found.cycle)
        return
    assert most is not None
    for source in ("", *POINTS):
        latest, earliest = found.latest(source), found.earliest(source)
        for target in POINTS:
            least_upper = most[source or oracle.ORIGIN, target]
            greatest_lower = -most[target, source or oracle.ORIGIN]
            assert latest.get(target, float("inf")) == least_upper
            assert earliest.get(target, -float("inf")) == greatest_lower


def contradictions(edges: list[Edge[int]]) -> set[frozenset[int]]:
    """The tags of every cycle that passes no point twice and leaves less than nothing, each tried."""
    found = set()

    def go_on(path: list[Edge[int]]) -> None:
        if path[-1].target == path[0].source:
            if sum(e.weight for e in path) < 0:
                found.add(frozenset(e.tag for e in path))
        elif path[-1].target not in {e.source for e in path}:
            for e in edges:
                if e.source == path[-1].target:
                    go_on([*path, e])

    for e in edges:
        go_on([e])
    return found


@settings(max_examples=600, deadline=None)
@given(st.permutations(("", *POINTS)), st.integers(2, 5), st.integers(-3, 0), st.lists(bound, max_size=5), st.data())
def test_a_contradiction_is_the_only_one_where_that_is_found(
    order: list[str], count: int, lacking: int, others: list[Linear], data: st.DataObject
) -> None:
    ring = order[:count]
    weights = data.draw(st.lists(st.integers(-6, 9), min_size=count - 1, max_size=count - 1))
    weights.append(lacking - sum(weights))
    ends = pairwise([*ring, ring[0]])
    cycle = [Edge(*pair, weight, n) for n, (pair, weight) in enumerate(zip(ends, weights, strict=True))]
    beside = [edge(bound, count + number) for number, bound in enumerate(others)]
    known = data.draw(st.permutations(cycle))
    if not data.draw(st.integers(0, 9)):
        known = known[1:]
    found = sole_contradiction(known, [e for e in (*cycle, *beside) if e not in known])
    event(f"the only one: {found is not None}")
    several = contradictions([*cycle, *beside])
    event(f"contradictions: {min(len(several), 2)}")
    if found is not None:
        assert found == Distances(edges=[*beside, *cycle]).cycle
        assert {*found} == {*cycle}
        assert several == {frozenset(range(count))}


def test_beside_a_contradiction_there_may_be_cycles_that_contradict_nothing() -> None:
    ring = [no_later("a", "b"), no_later("b", "c"), Linear(("c",), ("a",), -1)]
    aside = [no_later("d", "a"), at_least("c", 5)]
    edges = [edge(b, None) for b in (*ring, *aside, no_later("b", "a"), no_later("a", "d"), at_most("c", 4))]
    sole = Distances((b, None) for b in ring).cycle
    assert sole_contradiction(edges[2::-1], []) == sole_contradiction(edges[:3], edges[3:5]) == sole
    assert sole_contradiction(edges[:2], edges[3:5]) is None, "they make no cycle"
    assert sole_contradiction(edges[:4], edges[4:5]) is None
    assert sole_contradiction([], []) is None
    assert sole_contradiction([edge(b, None) for b in (no_later("a", "b"), no_later("b", "a"))], []) is None
    assert sole_contradiction(edges[:3], edges[5:7]) == sole, "others that leave room"
    assert sole_contradiction(edges[:3], [edge(no_later("a", "c"), None)]) is None, "two ways round"
    assert sole_contradiction(edges[:3], [edge(Linear(("a",), ("c",), 1), None)]) == sole
    assert sole_contradiction(edges[:3], [edge(Linear(("c",), ("b",), -1), None)]) is None, "another contradiction"
    assert sole_contradiction(edges[:3], [edges[4], edges[7]]) is None
    assert sole_contradiction(edges[:3], [edge(b, None) for b in (at_least("d", 3), at_most("d", 2))]) is None


def test_a_date_to_the_day_is_no_second_contradiction() -> None:
    """What holds of both ends of a span, and that it starts before it ends, go round by what is asked about."""
    stated = [at_least("start", 9), at_most("start", 9), at_least("end", 9), at_most("end", 9)]
    denied, ordered = at_least("end", 10), no_later("start", "end")
    e = {bound: edge(bound, bound) for bound in (*stated, denied, ordered)}
    beside = [e[stated[0]], e[stated[1]], e[stated[2]], e[ordered]]
    assert sole_contradiction([e[stated[3]], e[denied]], beside) is not None
    # That the start is early enough follows in two ways.
    late = edge(at_least("start", 10), at_least("start", 10))
    assert sole_contradiction([e[stated[1]], late], [e[stated[0]], *map(e.__getitem__, stated[2:]), e[ordered]]) is None


@settings(max_examples=150, deadline=None)
@given(bounds, sides, st.sampled_from(POINTS))
def test_a_path_adds_up_to_its_distance(network: list[Linear], source: str, target: str) -> None:
    found = Distances((bound, number) for number, bound in enumerate(network))
    if found.cycle is not None or source == target:
        return
    path = found.path(source, target)
    latest = found.latest(source).get(target)
    assert bool(path) == (latest is not None)
    if path:
        assert (path[0].source, path[-1].target) == (source, target)
        assert all(one.target == two.source for one, two in pairwise(path))
        assert sum(e.weight for e in path) == latest


def test_a_point_against_itself() -> None:
    """`start(a) < start(a)` can never hold, `start(a) <= start(a)` always."""
    assert Distances([(Linear(("a",), ("a",), -1), "never")]).cycle is not None
    assert Distances([(Linear(("a",), ("a",), 0), "always")]).cycle is None


def test_points_without_bounds_have_none() -> None:
    found = Distances([(no_later("a", "b"), 1), (at_least("a", 5), 2)])
    assert found.latest() == {ORIGIN: 0}
    assert found.earliest() == {ORIGIN: 0, "a": 5, "b": 5}
    assert found.latest("nowhere") == {"nowhere": 0}
    assert Distances([]).cycle is None


def test_weights_of_any_size_are_exact() -> None:
    huge = 10**30
    found = Distances([(at_most("a", huge + 1), 1), (Linear(("b",), ("a",), -1), 2)])
    assert found.latest()["b"] == huge


@given(st.data())
def test_the_potentials_are_a_history(data: st.DataObject) -> None:
    names = ["a", "b", "c", ORIGIN]
    pair = st.tuples(st.sampled_from(names), st.sampled_from(names), st.integers(-4, 4)).filter(lambda d: d[0] != d[1])
    drawn = data.draw(st.lists(pair, max_size=10))
    bounds = [Linear((x,) if x else (), (y,) if y else (), most) for x, y, most in drawn]
    found = Distances([(b, None) for b in bounds])
    if found.cycle is None:
        values = {p: found.potential.get(p, 0) - found.potential[ORIGIN] for p in names}
        assert all(values[x] - values[y] <= most for x, y, most in drawn)


def test_a_contradiction_among_thousands_is_met_on_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """And not after as many rounds as there are points, each of which moves all that hangs on it."""
    count = 10 * SMALL
    network = [no_later(f"p{n + 1}", f"p{n}") for n in range(count)]
    network += [Linear(("p1",), ("p3",), 0), Linear(("p3",), ("p1",), -1)]
    looks = [0]

    class Counting(deque[int]):
        def popleft(self) -> int:
            looks[0] += 1
            return super().popleft()

    monkeypatch.setattr("chrono.engine.shortest_paths.deque", Counting)
    found = Distances((bound, number) for number, bound in enumerate(network))
    assert found.cycle is not None
    assert sum(e.weight for e in found.cycle) < 0
    assert looks[0] < 10 * count
