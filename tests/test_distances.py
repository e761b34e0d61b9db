"""Shortest paths: windows and contradictions of plain networks against the oracle, and the chains behind them."""

from __future__ import annotations

from collections import deque
from itertools import pairwise

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from chrono.engine.formulas import Linear, at_least, at_most, no_later
from chrono.engine.shortest_paths import ORIGIN, SMALL, Distances, closed, edge, sole_cycle
from tests import oracle
from tests.small import difference

POINTS = ("a", "b", "c", "d")
sides = st.sampled_from(("", *POINTS))
bounds = st.lists(
    st.builds(
        lambda pair, most: Linear(tuple(filter(None, pair[:1])), tuple(filter(None, pair[1:])), most),
        st.tuples(sides, sides).filter(lambda pair: pair[0] != pair[1]),
        st.integers(-6, 9),
    ),
    max_size=12,
)


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


@settings(max_examples=300, deadline=None)
@given(st.one_of(bounds, bounds.map(lambda many: many[:5])))
def test_the_only_cycle_is_the_contradiction_that_is_found(network: list[Linear]) -> None:
    tagged = list(zip(network, range(len(network)), strict=True))
    sole = sole_cycle(tagged)
    event(f"only one: {sole is not None}")
    if sole is not None:
        assert sole == Distances(tagged).cycle
        # Without any of its bounds there is no contradiction left.
        assert all(Distances(x for x in tagged if x[1] != e.tag).cycle is None for e in sole)


@settings(max_examples=300, deadline=None)
@given(st.one_of(bounds, bounds.map(lambda many: many[:5])), st.data())
def test_a_cycle_that_is_known_is_the_only_one_where_that_is_found(network: list[Linear], data: st.DataObject) -> None:
    edges = [edge(bound, number) for number, bound in enumerate(network)]
    cycle = Distances(zip(network, range(len(network)), strict=True)).cycle
    if cycle is None:
        known = data.draw(st.lists(st.sampled_from(edges), unique=True)) if edges else []
    else:
        known = data.draw(st.permutations(cycle))
        if data.draw(st.booleans()):
            known = known[1:]
    sole = sole_cycle(zip(network, range(len(network)), strict=True))
    found = closed(known, [e for e in edges if e not in known])
    event(f"closed: {found is not None}")
    # Of less than the cycle it is not seen that it is closed.
    assert found == (sole if sole is not None and {*known} == {*sole} else None)


def test_of_two_cycles_none_is_the_only_one() -> None:
    ring = [no_later("a", "b"), no_later("b", "c"), Linear(("c",), ("a",), -1)]
    aside = [no_later("d", "a"), at_least("c", 5)]
    assert sole_cycle((b, None) for b in [*ring, *aside]) == Distances((b, None) for b in ring).cycle
    assert sole_cycle((b, None) for b in [*ring, no_later("b", "a")]) is None
    assert sole_cycle((b, None) for b in [*ring, at_least("d", 3), at_most("d", 2)]) is None
    assert sole_cycle((b, None) for b in [no_later("a", "b"), no_later("b", "a")]) is None, "it contradicts nothing"
    assert sole_cycle([]) is None
    edges = [edge(b, None) for b in (*ring, *aside, no_later("b", "a"), no_later("a", "d"))]
    assert closed(edges[2::-1], edges[3:5]) == sole_cycle((b, None) for b in ring)
    assert closed(edges[:3], edges[3:6]) is None
    assert closed(edges[:3], [edges[3], edges[6]]) is None
    assert closed(edges[:2], edges[3:5]) is None
    assert closed(edges[:4], edges[4:5]) is None
    assert closed([], []) is None


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
