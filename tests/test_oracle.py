"""The oracle against something slower still: every assignment of small integers, one by one."""

from __future__ import annotations

from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle import ORIGIN, Difference, EitherOr, consistent, forces, minimal_conflicts, values

POINTS = ("a", "b", "c")


def networks(points: tuple[str, ...], reach: int, most: int = 4) -> st.SearchStrategy[list[EitherOr]]:
    """Lists of either/ors with at most three alternatives of at most two differences each."""
    pairs = [(x, y) for x, y in product((ORIGIN, *points), repeat=2) if x != y]
    difference = st.tuples(st.sampled_from(pairs), st.integers(-reach, reach)).map(lambda d: (*d[0], d[1]))
    alternative = st.lists(difference, min_size=1, max_size=2)
    return st.lists(st.lists(alternative, min_size=1, max_size=3), max_size=most)


def boxed(points: tuple[str, ...], first: int, last: int) -> list[EitherOr]:
    return [[[(ORIGIN, p, last), (p, ORIGIN, -first)]] for p in points]


def histories(points: tuple[str, ...], constraints: list[EitherOr], first: int, last: int) -> list[tuple[int, ...]]:
    """Every assignment within first..last under which one alternative of each either/or holds."""

    def holds(at: dict[str, int], difference: Difference) -> bool:
        x, y, w = difference
        return at[y] - at[x] <= w

    found = []
    for chosen in product(range(first, last + 1), repeat=len(points)):
        at = {ORIGIN: 0, **dict(zip(points, chosen, strict=True))}
        if all(any(all(holds(at, d) for d in way) for way in ways) for ways in constraints):
            found.append(chosen)
    return found


@settings(max_examples=150, deadline=None)
@given(networks(POINTS, reach=4))
def test_values_are_those_of_every_history_on_a_grid(network: list[EitherOr]) -> None:
    grid = histories(POINTS, network, 0, 4)
    allowed = values(POINTS, [*boxed(POINTS, 0, 4), *network])
    for place, point in enumerate(POINTS):
        listed = {v for first, last in allowed[point] for v in range(first, last + 1)}
        assert listed == {chosen[place] for chosen in grid}
        assert all(last + 1 < first for (_, last), (first, _) in zip(allowed[point], allowed[point][1:], strict=False))


@settings(max_examples=60, deadline=None)
@given(networks(("a", "b"), reach=2, most=3))
def test_open_ends_are_open_and_others_are_not(network: list[EitherOr]) -> None:
    """With two points and weights within ±2 no finite bound lies beyond ±4, so a grid to ±10 shows what is open."""
    grid = histories(("a", "b"), network, -10, 10)
    for place, intervals in enumerate(values(("a", "b"), network).values()):
        inside = {
            v
            for v in range(-6, 7)
            for first, last in intervals
            if (first is None or first <= v) and (last is None or v <= last)
        }
        assert inside == {chosen[place] for chosen in grid if -6 <= chosen[place] <= 6}
        bounds = [bound for interval in intervals for bound in interval if bound is not None]
        assert all(-4 <= bound <= 4 for bound in bounds)


@settings(max_examples=60, deadline=None)
@given(
    networks(POINTS, reach=3, most=6), st.lists(st.sets(st.sampled_from("uvwx"), max_size=2), min_size=6, max_size=6)
)
def test_minimal_conflicts_are_those_of_the_grid(network: list[EitherOr], resting_on: list[set[str]]) -> None:
    """Constraints resting on one, two or none of four ids, in a box that always holds."""
    base = [(set[str](), c) for c in boxed(POINTS, 0, 3)] + list(zip(resting_on, network, strict=False))

    def contradicts(ids: set[str]) -> bool:
        return not histories(POINTS, [c for needed, c in base if needed <= ids], 0, 3)

    used = {id for needed, _ in base for id in needed}
    bad = [set(ids) for size in range(5) for ids in combinations(sorted(used), size) if contradicts(set(ids))]
    smallest = {frozenset(ids) for ids in bad if not any(other < ids for other in bad)}
    assert minimal_conflicts(POINTS, base) == smallest


@settings(max_examples=60, deadline=None)
@given(networks(POINTS, reach=3), st.sampled_from([(ORIGIN, "a"), ("a", "b"), ("c", "a")]), st.integers(-3, 3))
def test_a_difference_is_forced_if_no_history_breaks_it(
    network: list[EitherOr], pair: tuple[str, str], most: int
) -> None:
    x, y = pair
    at = {ORIGIN: lambda _: 0, **{p: lambda chosen, i=i: chosen[i] for i, p in enumerate(POINTS)}}
    broken = any(at[y](h) - at[x](h) > most for h in histories(POINTS, network, 0, 3))
    assert forces(POINTS, [*boxed(POINTS, 0, 3), *network], (x, y, most)) is not broken


def test_an_either_or_leaves_a_gap_and_touching_stretches_join() -> None:
    apart: list[EitherOr] = [[[(ORIGIN, "a", 2), ("a", ORIGIN, -1)], [(ORIGIN, "a", 9), ("a", ORIGIN, -5)]]]
    touching: list[EitherOr] = [[[(ORIGIN, "a", 2), ("a", ORIGIN, -1)], [("a", ORIGIN, -3)]]]
    assert values(["a"], apart) == {"a": [(1, 2), (5, 9)]}
    assert values(["a"], touching) == {"a": [(1, None)]}


def test_no_alternative_at_all_is_a_contradiction_by_itself() -> None:
    assert not consistent(["a"], [[]])
    assert consistent(["a"], [])
    assert values(["a"], [[]]) == {"a": []}
    assert minimal_conflicts(["a"], [(["never"], [])]) == {frozenset({"never"})}
