"""Certificates: what proves a window, found again from the formulas alone, apart from whatever found the window.

Takes the formulas of what is accepted, gives histories, refutations and certificates for certificates.py to check, or
nothing where the search ran out of steps. Every refutation is of the formulas as they are given.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chrono.bounding.graph import Encoder, graph_of
from chrono.bounding.searching import Refuted, Search
from chrono.certificates import Certificate, Refutation, Span, Witness, outside
from chrono.constraints import Formula, Linear, Point
from chrono.distances import ORIGIN

PATIENCE = 20_000
"""How many alternatives the search for one proof may try."""


class Disproved(Exception):
    """What was to be proven is not so."""


class Prover:
    """One set of formulas over named points, many proofs. Raises `NotDifferences` where a bound is no difference."""

    def __init__(self, points: Iterable[Point], formulas: Iterable[Formula], steps: int = PATIENCE) -> None:
        self.formulas = tuple(formulas)
        self.graph = graph_of(points, self.formulas)
        self.index = {point: i for i, point in enumerate(self.graph.points)}
        self.search = Search(self.graph, steps)
        self.horizon = sum(abs(w) for w in self.graph.weight) + 1
        """Further than any point can lie from another unless it can lie as far as one likes: paths sum up weights."""

    def prove(self, also: Sequence[Linear] = ()) -> Witness | Refutation | None:
        """A history in which the formulas and these bounds hold, or a refutation of them; None: the steps ran out."""
        found = self._ask(also)
        if isinstance(found, Refuted):
            return found.tree
        return None if found is None else self._witness(found)

    def certificate(
        self, of: Point, after: Point, intervals: tuple[tuple[int | None, int | None], ...]
    ) -> Certificate | None:
        """What proves that `of` lies after `after` by just these values; None where the steps ran out.

        Raises `Disproved` where it does not.
        """
        attained = []
        for interval in intervals:
            spans = self._spans(of, after, *interval)
            if spans is None:
                return None
            attained.append(spans)
        excluded = []
        for stretch in outside(of, after, intervals):
            found = self._ask(stretch)
            if found is None:
                return None
            if not isinstance(found, Refuted):
                raise Disproved(f"{of or after} can lie outside its window")
            excluded.append(found.tree)
        return Certificate(of, after, intervals, tuple(attained), tuple(excluded))

    def _spans(self, of: Point, after: Point, least: int | None, most: int | None) -> tuple[Span, ...] | None:
        """Histories that lead through an interval: from its one end as far as their selection goes, and on by
        another."""
        spans: list[Span] = []
        at = least
        while True:
            found = self._ask(self._within(of, after, at, at) if at is not None else self._beyond(of, after, -1))
            if isinstance(found, Refuted):
                raise Disproved(f"{of} does not take every value of its window")
            if found is None:
                return None
            chosen = self.search.selection()
            low = self._witness(found) if at is not None else self._moving(found, of, chosen)
            far = self._ask(
                self._within(of, after, most, most) if most is not None else self._beyond(of, after, 1), chosen
            )
            if isinstance(far, list):
                high = self._witness(far) if most is not None else self._moving(far, after, chosen)
                return (*spans, (low, high))
            if far is None:
                return None
            high, reached = self._furthest(of, after, found, chosen, most)
            spans.append((low, high))
            at = reached + 1

    def _furthest(
        self, of: Point, after: Point, found: list[int], chosen: Sequence[int], most: int | None
    ) -> tuple[Witness, int]:
        """How far a selection goes that is known not to go to `most`, by bisection."""
        reached = self._value(of, after, found)
        # A value not attained: what the selection cannot reach at all, it cannot reach by a horizon.
        beyond = max(reached, 0) + 2 * self.horizon if most is None else most
        while beyond - reached > 1:
            middle = (reached + beyond) // 2
            further = self._ask(self._within(of, after, middle, None), chosen)
            if isinstance(further, list):
                found, reached = further, self._value(of, after, further)
            else:
                beyond = middle
        return self._witness(found), reached

    def _value(self, of: Point, after: Point, found: list[int]) -> int:
        return found[self.index[of]] - found[self.index[after]]

    def _within(self, of: Point, after: Point, least: int | None, most: int | None) -> list[Linear]:
        plus, minus = (of,), (after,) if after else ()
        bounds = [] if least is None else [Linear(minus, plus, -least)]
        return bounds if most is None else [*bounds, Linear(plus, minus, most)]

    def _beyond(self, of: Point, after: Point, side: int) -> list[Linear]:
        """Further than any end could lie."""
        return self._within(of, after, self.horizon, None) if side > 0 else self._within(of, after, None, -self.horizon)

    def _moving(self, found: list[int], falling: Point, chosen: Sequence[int]) -> Witness:
        """All that a selection ties to `falling` from above can fall with it; where the zero is among it, all else can
        rise."""
        start = self.index[falling]
        out: dict[int, list[int]] = {}
        for arc in (*self.graph.base.arcs, *chosen):
            out.setdefault(self.graph.source[arc], []).append(self.graph.target[arc])
        reached = {start}
        waiting = [start]
        while waiting:
            new = set(out.get(waiting.pop(), ())) - reached
            reached |= new
            waiting.extend(new)
        names = self.graph.points
        if 0 not in reached:
            return self._witness(found, frozenset(names[i] for i in reached), -1)
        return self._witness(found, frozenset(p for i, p in enumerate(names) if i not in reached), 1)

    def _witness(self, found: list[int], moving: frozenset[Point] = frozenset(), step: int = 0) -> Witness:
        history = dict(zip(self.graph.points, found, strict=True))
        del history[ORIGIN]
        return Witness(history, moving, step)

    def _ask(self, bounds: Sequence[Linear], chosen: Sequence[int] = ()) -> list[int] | Refuted | None:
        """The search's answer under these bounds and the arcs chosen, the bounds' arcs being forgotten again."""
        graph = self.graph
        before = len(graph.weight)
        part = Encoder(graph, self.index).part(bounds)
        try:
            return self.search.ask((*part.arcs, *chosen))
        finally:
            for column in (graph.source, graph.target, graph.weight, graph.bound):
                del column[before:]
