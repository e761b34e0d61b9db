"""Whole numbers for the points of bounds that are no differences, as where one duration is set against another.

Takes the totals in force and a history of the arcs in force, gives values for the points of the totals that leave all
other arcs room, or a refutation that certificates.py can check. Shortest paths say all that the arcs demand of these
few points. Of them fractions are found first, or multiples of the bounds that add up to a contradiction (Farkas), by
the simplex method for bounds that come one by one (Dutertre & de Moura, CAV 2006), in exact fractions; two points that
lie a fraction apart are split into the cases of no more and no less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor, inf, lcm

from chrono.core.limits import LimitReached
from chrono.engine.certificates import Cases, Refutation, Sum
from chrono.engine.formulas import AnyOf, Linear
from chrono.engine.graph import Graph
from chrono.engine.shortest_paths import Adjacent, settle

PATIENCE = 500
"""How often fractions may be looked for to answer one question."""
DEEPEST = 30
"""How many cuts may be supposed at once: beyond, cases only count through the numbers one by one."""
LONGEST = 50_000
"""How many bounds one sum may add up."""


@dataclass(frozen=True, slots=True)
class Row:
    """A sum of points, each times its factor, that is at most `most`: what follows from the bounds named."""

    factors: Mapping[int, int]
    most: int
    bounds: tuple[Linear, ...]
    arcs: frozenset[int] = frozenset()
    total: int = -1
    cut: int = -1


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Why there are no such numbers, and the arcs, totals and cuts that it rests on."""

    tree: Refutation
    arcs: frozenset[int]
    totals: frozenset[int]
    cuts: frozenset[int]


def balanced(
    graph: Graph,
    value: Sequence[int],
    out: Adjacent,
    totals: Iterable[int],
    ended: Callable[[], bool] = lambda: False,
) -> dict[int, int] | Contradiction | None:
    """Each point of the totals → its value, counted from the zero; None: the patience ran out, or the time `ended`.

    `value` is a history that satisfies the arcs of `out`.
    """
    return _Balancing(graph, value, out, sorted(totals), ended).answer()


class _Balancing:
    def __init__(
        self, graph: Graph, value: Sequence[int], out: Adjacent, totals: Sequence[int], ended: Callable[[], bool]
    ) -> None:
        self.graph, self.ended = graph, ended
        self.rows = [
            Row(
                {p: f for p, f in graph.totals[t].factors if f}, graph.totals[t].most, (graph.totals[t].bound,), total=t
            )
            for t in totals
        ]
        """The totals, and of what the arcs demand what was needed so far."""
        self.points = sorted({p for row in self.rows for p in row.factors})
        self.start = {p: value[p] - value[0] for p in self.points}
        self.most: dict[tuple[int, int], int] = {}
        """(from, to) → the most that the one point can lie after the other."""
        self.came: dict[int, dict[int, int]] = {}
        for point in (0, *self.points):
            self._reach(point, value, out)
        self.left = PATIENCE
        self.cuts = 0

    def answer(self) -> dict[int, int] | Contradiction | None:
        whole = _Solved(_Simplex(self.start, self.ended), {}, 0, {})
        return self._explore(self._fractions(whole), 0)

    def _explore(self, solved: _Solved | Contradiction | None, deep: int) -> dict[int, int] | Contradiction | None:
        """The numbers where so many cuts are supposed, under which fractions were found."""
        if not isinstance(solved, _Solved):
            return solved
        splits = self._splits(solved.found)
        if not splits:
            return _whole(solved.found)
        if deep == DEEPEST:
            return None
        best: tuple[Row, Row] | None = None
        for split in splits:
            cases = [self._fractions(solved, row) for row in split]
            if None in cases:
                return None
            for case in cases:
                if isinstance(case, _Solved) and not self._splits(case.found):
                    return _whole(case.found)
            refuted = [case for case in cases if isinstance(case, Contradiction)]
            if len(refuted) == len(cases):
                return _cases(split, refuted)
            if refuted and best is None:
                best = split
        best, refuted = best or splits[0], []
        for row in best:
            answer = self._explore(self._fractions(solved, row), deep + 1)
            if not isinstance(answer, Contradiction) or row.cut not in answer.cuts:
                return answer
            refuted.append(answer)
        return _cases(best, refuted)

    def _fractions(self, above: _Solved, *cuts: Row) -> _Solved | Contradiction | None:
        """The numbers under one cut more, from those without it: they need not be moved far."""
        if not self.left:
            return None
        self.left -= 1
        simplex = above.simplex.copy()
        new = {simplex.add(row.factors, row.most): row for row in (*self.rows[above.known :], *cuts)}
        rows = above.rows | new
        while True:
            try:
                multiples = simplex.contradiction()
            except LimitReached:
                return None
            if multiples is not None:
                return self._sum([(rows[r], n) for r, n in sorted(multiples.items())])
            found = {p: simplex.value[p] for p in self.points}
            missed = [self._row(*pair) for pair in self._missed(found)]
            if not missed:
                return _Solved(simplex, rows, len(self.rows), found)
            self.rows += missed
            rows |= {simplex.add(row.factors, row.most): row for row in missed}

    def _missed(self, found: Mapping[int, Fraction]) -> list[tuple[int, int]]:
        """The pairs of points that lie further apart than the arcs allow, counted in parts of a step."""
        parts = lcm(*(v.denominator for v in found.values()))
        at = {0: 0, **{p: int(v * parts) for p, v in found.items()}}
        return [(one, other) for (one, other), most in self.most.items() if at[other] - at[one] > most * parts]

    def _sum(self, used: Sequence[tuple[Row, Fraction]]) -> Contradiction | None:
        whole = lcm(*(n.denominator for _, n in used))
        times = [(row, int(n * whole)) for row, n in used]
        if sum(len(row.bounds) * n for row, n in times) > LONGEST:
            return None
        return Contradiction(
            Sum(tuple(b for row, n in times for _ in range(n) for b in row.bounds)),
            frozenset().union(*(row.arcs for row, _ in times)),
            frozenset(row.total for row, _ in times if row.total >= 0),
            frozenset(row.cut for row, _ in times if row.cut >= 0),
        )

    def _splits(self, found: Mapping[int, Fraction]) -> list[tuple[Row, Row]]:
        """Whatever must be whole and is not, as the cases that it is no more and no less: how far two points lie apart,
        those with least room between first, and the totals."""
        apart = sorted(
            (*self._room(one, other), one, other)
            for one in (0, *self.points)
            for other in self.points
            if one < other and _apart(found, one, other).denominator > 1
        )
        sums: list[Mapping[int, int]] = [{other: 1, **({one: -1} if one else {})} for _, _, one, other in apart]
        sums += [row.factors for row in self.rows if row.total >= 0]
        splits = []
        for factors in sums:
            at = sum((f * found[p] for p, f in factors.items()), Fraction(0))
            if at.denominator > 1:
                self.cuts += 1
                names = self.graph.points
                plus = tuple(names[p] for p, f in sorted(factors.items()) for _ in range(f))
                minus = tuple(names[p] for p, f in sorted(factors.items()) for _ in range(-f))
                low = Linear(plus, minus, floor(at))
                high = low.negated()
                splits.append(
                    (
                        Row(factors, low.most, (low,), cut=self.cuts),
                        Row({p: -f for p, f in factors.items()}, high.most, (high,), cut=self.cuts),
                    )
                )
        return splits

    def _room(self, one: int, other: int) -> tuple[bool, int]:
        """How far two points can lie apart, less how near: whether that is without end, and how much it is else.

        Never a float: numbers without end to their size do not fit one.
        """
        most, least = self.most.get((one, other)), self.most.get((other, one))
        return (True, 0) if most is None or least is None else (False, most + least)

    def _row(self, source: int, target: int) -> Row:
        """What the arcs demand of two points, as the path that demands it."""
        path = []
        at = target
        while at != source:
            path.append(self.came[source][at])
            at = self.graph.source[path[-1]]
        factors = {p: f for p, f in ((target, 1), (source, -1)) if p}
        return Row(factors, self.most[source, target], tuple(self.graph.bound[a] for a in path), frozenset(path))

    def _reach(self, source: int, value: Sequence[int], out: Adjacent) -> None:
        """Shortest paths from a point: the history makes no arc negative."""
        reached: dict[int, float] = {source: 0}
        settle(reached, [inf] * len(value), out, value, came=self.came.setdefault(source, {}))
        for point in (0, *self.points):
            if point in reached and point != source:
                self.most[source, point] = int(reached[point])


def _whole(found: Mapping[int, Fraction]) -> dict[int, int]:
    return {p: int(v) for p, v in found.items()}


def _cases(split: Sequence[Row], refuted: Sequence[Contradiction]) -> Contradiction:
    """Both cases of a cut refuted."""
    return Contradiction(
        Cases(AnyOf(tuple(row.bounds[0] for row in split)), tuple(r.tree for r in refuted)),
        frozenset().union(*(r.arcs for r in refuted)),
        frozenset().union(*(r.totals for r in refuted)),
        frozenset().union(*(r.cuts for r in refuted)) - {split[0].cut},
    )


def _apart(found: Mapping[int, Fraction], source: int, target: int) -> Fraction:
    return (found[target] if target else Fraction(0)) - (found[source] if source else Fraction(0))


@dataclass(frozen=True, slots=True)
class _Solved:
    """Fractions that were found, with the rows that they satisfy by their numbers, of which so many hold without any
    cut."""

    simplex: _Simplex
    rows: dict[int, Row]
    known: int
    found: dict[int, Fraction]


class _Simplex:
    """Rows that come one by one; the numbers move no more than they must. Row numbers are negative."""

    def __init__(self, start: Mapping[int, int], ended: Callable[[], bool]) -> None:
        self.ended = ended
        self.value: dict[int, Fraction] = {p: Fraction(v) for p, v in start.items()}
        self.most: dict[int, int] = {}
        self.basic: dict[int, dict[int, Fraction]] = {}
        """Each that depends on others, as the sum that it is of those."""

    def copy(self) -> _Simplex:
        """One that can be given other rows."""
        other = _Simplex({}, self.ended)
        other.value, other.most = self.value.copy(), self.most.copy()
        other.basic = {row: sums.copy() for row, sums in self.basic.items()}
        return other

    def add(self, factors: Mapping[int, int], most: int) -> int:
        row = -len(self.most) - 1
        self.most[row] = most
        self.value[row] = sum((f * self.value[p] for p, f in factors.items()), Fraction(0))
        self.basic[row] = {}
        for point, factor in factors.items():
            for at, times in self.basic.get(point, {point: Fraction(1)}).items():
                _add(self.basic[row], at, factor * times)
        return row

    def contradiction(self) -> dict[int, Fraction] | None:
        """Row → how often it must be added for a contradiction; None: the numbers now satisfy every row.

        Always the first of those that could be taken, so that it ends (Bland). Raises `LimitReached`.
        """
        while True:
            if self.ended():
                raise LimitReached
            missed = [r for r in self.basic if r in self.most and self.value[r] > self.most[r]]
            if not missed:
                return None
            row = max(missed)
            # Free numbers first, then rows in their order.
            for at in sorted(self.basic[row], key=lambda n: (n < 0, -n)):
                if self.basic[row][at] > 0 or at not in self.most or self.value[at] < self.most[at]:
                    self._exchange(row, at)
                    break
            else:
                return {row: Fraction(1), **{at: -times for at, times in self.basic[row].items()}}

    def _exchange(self, row: int, at: int) -> None:
        """Puts a row exactly at its bound by moving what it depends on, which from now on depends on it."""
        by = (self.most[row] - self.value[row]) / self.basic[row][at]
        for other, sums in self.basic.items():
            if at in sums:
                self.value[other] += by * sums[at]
        self.value[at] += by
        sums = self.basic.pop(row)
        factor = sums.pop(at)
        self.basic[at] = {row: 1 / factor, **{n: -times / factor for n, times in sums.items()}}
        for other, into in self.basic.items():
            if other != at and at in into:
                times = into.pop(at)
                for n, more in self.basic[at].items():
                    _add(into, n, times * more)


def _add(sums: dict[int, Fraction], at: int, times: Fraction) -> None:
    sums[at] = sums.get(at, Fraction(0)) + times
    if not sums[at]:
        del sums[at]
