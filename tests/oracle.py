"""What a network of differences allows, worked out the slow and obvious way, to judge the engine by.

Takes constraints in a plain form and gives exact value sets, verdicts and minimal conflicts by trying every selection
of alternatives and running Floyd–Warshall (R. W. Floyd, "Algorithm 97: Shortest Path", CACM 5, 1962) on Python's
integers. Shares nothing with the engine and never imports it.

- A *difference* `(x, y, w)` says `y - x <= w`; points are names, `ORIGIN` is the zero of the scale.
- An *either/or* is a list of alternatives, one of which holds; an *alternative* is a list of differences that all hold.
  A plain constraint is an either/or with one alternative; one without any can never hold.
- A *base* is a list of constraints with the ids each rests on: it binds where all of them are accepted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import combinations, product
from math import inf

ORIGIN = "0"
Difference = tuple[str, str, int]
EitherOr = list[list[Difference]]
Base = Collection[tuple[Collection[str], EitherOr]]
Interval = tuple[int | None, int | None]
Closure = dict[tuple[str, str], float]
"""The least `w` of every `y - x <= w`, keyed (x, y). Sums of integers stay integers; `inf` where nothing limits."""


def closure(points: Collection[str], differences: Iterable[Difference]) -> Closure | None:
    """All that follows from the differences, or None if they contradict each other (a negative cycle)."""
    nodes = sorted({ORIGIN, *points})
    most: Closure = {(x, y): 0 if x == y else inf for x in nodes for y in nodes}
    for x, y, w in differences:
        most[x, y] = min(most[x, y], w)
    for via, x, y in product(nodes, repeat=3):
        most[x, y] = min(most[x, y], most[x, via] + most[via, y])
    return None if any(most[x, x] < 0 for x in nodes) else most


def worlds(points: Collection[str], constraints: Iterable[EitherOr]) -> Iterator[Closure]:
    """The closure of every consistent selection of one alternative from each either/or."""
    for chosen in product(*constraints):
        most = closure(points, [difference for alternative in chosen for difference in alternative])
        if most is not None:
            yield most


def values(points: Collection[str], constraints: Iterable[EitherOr], after: str = ORIGIN) -> dict[str, list[Interval]]:
    """How far each point can lie after another: sorted, disjoint, non-adjacent intervals; [] where there is no history.

    In one world a difference takes every integer between its bounds, because the weights are integers.
    """
    found = list(worlds(points, constraints))
    return {p: union([(-most[p, after], most[after, p]) for most in found]) for p in points}


def union(intervals: Iterable[tuple[float, float]]) -> list[Interval]:
    """Sorted, with what overlaps or touches joined; infinite ends become None."""
    joined: list[tuple[float, float]] = []
    for first, last in sorted(intervals):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return [(None if first == -inf else int(first), None if last == inf else int(last)) for first, last in joined]


def consistent(points: Collection[str], constraints: Iterable[EitherOr]) -> bool:
    """Whether the constraints allow any history."""
    return next(worlds(points, constraints), None) is not None


def forces(points: Collection[str], constraints: Iterable[EitherOr], claim: Difference) -> bool:
    """Whether the difference holds in every history (so in none at all, too)."""
    x, y, w = claim
    return not consistent(points, [*constraints, [[(y, x, -w - 1)]]])


def accepting(base: Base, ids: Collection[str]) -> list[EitherOr]:
    """The constraints that bind when exactly these ids are accepted."""
    return [constraint for needed, constraint in base if set(needed) <= set(ids)]


def minimal_conflicts(points: Collection[str], base: Base) -> set[frozenset[str]]:
    """Every smallest-by-inclusion set of ids that cannot all be accepted."""
    every = sorted({id for needed, _ in base for id in needed})
    found: set[frozenset[str]] = set()
    for size in range(len(every) + 1):
        for ids in map(frozenset, combinations(every, size)):
            if not any(smaller <= ids for smaller in found) and not consistent(points, accepting(base, ids)):
                found.add(ids)
    return found
