"""Proofs from the formulas alone: histories, refutations, and certificates.

Takes the formulas of what is accepted, gives what certificates.py can check, or nothing where the searches ran out of
steps. Every refutation is of the formulas as they are given. Here are the values of an interval proven one way after
another, whatever the bounds; of differences alone `shared_histories.py` has certificates that cost less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING, Literal

from chrono.engine.bounds import Boxes
from chrono.engine.certificates import Certificate, Refutation, Span, Witness, outside, satisfies
from chrono.engine.formulas import History, Linear, Point
from chrono.engine.graph import Encoded, Part
from chrono.engine.intervals import Interval
from chrono.engine.outcomes import FailedCheck
from chrono.engine.search import NOTHING, PATIENCE, STEPS, Refuted, Search, begun

if TYPE_CHECKING:
    from chrono.engine.learned import Learned
    from chrono.engine.windows import Decide

MOST_SPANS = 100
"""How many spans may lead through one interval."""


def learned_of(encoded: Encoded, ended: Callable[[], bool]) -> Learned | None:
    """The search that learns; None where that is not for these formulas, or not needed."""
    if not encoded.graph.base.choices:
        return None
    from chrono.engine.learned import Learned, takes  # what only either/ors need

    return Learned(encoded, ended) if takes(encoded.graph) else None


class Prover:
    """One set of formulas over named points, many proofs."""

    def __init__(
        self,
        encoded: Encoded,
        ended: Callable[[], bool] = lambda: False,
        boxes: Boxes | None = None,
        learned: Learned | None = None,
        decide: Decide | None = None,
    ) -> None:
        """`boxes` are those of the plain arcs: where they keep each point. What the search gives up goes to the one
        that learns, if that takes it, and then, where no proof is asked for, to `decide`."""
        self.encoded, self.ended, self._learned, self._decide = encoded, ended, learned, decide
        self.formulas, self.graph, self.index = encoded.formulas, encoded.graph, encoded.index
        self.boxes = boxes or Boxes(self.graph, self.graph.base.arcs)
        self._brief = PATIENCE if learned is None else learned.patience(self.graph, learned.crowds)
        """How many alternatives the search tries before the one that learns is asked."""
        self._rays: dict[tuple[Point, Point, int, Part], dict[Point, int] | None] = {}

    @cached_property
    def search(self) -> Search:
        """The search over the graph, which keeps its history from one question to the next."""
        return begun(Search(self.graph, STEPS if self.crowded else PATIENCE, self.ended, self.boxes), self.boxes)

    @property
    def crowded(self) -> bool:
        """Whether spans exclude each other, so that the search that learns answers."""
        return self._learned is not None and bool(self._learned.crowds)

    @cached_property
    def horizon(self) -> int:
        """Further than any point can lie from another unless it can lie as far as one likes: paths sum up weights, and
        a total, which is a sum of so many differences, multiplies Cramer's determinants by no more than those."""
        weights = sum(abs(w) for w in self.graph.weight) + sum(abs(t.most) for t in self.graph.totals) + 1
        return weights * prod(sum(abs(f) for _, f in t.factors) or 1 for t in self.graph.totals)

    def proof(self, bounds: Sequence[Linear] = (), steps: int = PATIENCE) -> Witness | Refutation | None:
        """A history under these bounds, or a refutation of them; None where the steps ran out. Where spans crowd
        together the search that learns is asked alone, else where the other one gives up."""
        found = None if self.crowded else self.ask(bounds, steps=min(steps, self._brief))
        if found is None:
            return None if self._learned is None or self.ended() else self._learned.proof(bounds)
        return found.tree if isinstance(found, Refuted) else self._witness(found)

    def refutation(self, stretch: Sequence[Linear]) -> Refutation | None:
        """Why no history lies in a stretch; None where the steps ran out. Raises `FailedCheck` where one does."""
        found = self.proof(stretch)
        if isinstance(found, Witness):
            raise FailedCheck("a history lies outside a window")
        return found

    def certificate(self, of: Point, after: Point, intervals: tuple[Interval, ...]) -> Certificate | None:
        """What proves that `of` lies after `after` by just these values; None where the steps ran out.

        Raises `FailedCheck` where it does not.
        """
        attained = []
        for interval in intervals:
            spans = self._spans(of, after, interval)
            if spans is None:
                return None
            attained.append(spans)
        excluded = []
        for stretch in outside(of, after, intervals):
            tree = self.refutation(stretch)
            if tree is None:
                return None
            excluded.append(tree)
        return Certificate(of, after, intervals, tuple(attained), tuple(excluded))

    def _spans(self, of: Point, after: Point, interval: Interval) -> tuple[Span, ...] | None:
        """Histories that lead through an interval: from its one end as far as their selection goes, and on by
        another."""
        least, most = interval
        if least is None and most is not None:
            # Mostly what its last value allows comes down for ever, by steps that leave no value out.
            found = self.ask(self.within(of, after, most, most))
            if isinstance(found, list) and (ray := self._ray(of, after, -1, self.search.selected())):
                return ((self._witness(found, ray), self._witness(found)),)
        spans: list[Span] = []
        at = least
        while True:
            found = self.ask(self.within(of, after, at, at) if at is not None else self._beyond(of, after, -1))
            if isinstance(found, Refuted):
                raise FailedCheck(f"{of} does not take every value of its window")
            if found is None:
                return None
            chosen = self.search.selected()
            low = self._witness(found) if at is not None else self._moving(found, of, after, -1, chosen)
            far = self.ask(
                self.within(of, after, most, most) if most is not None else self._beyond(of, after, 1), chosen
            )
            if far is None or low is None:
                return None
            if isinstance(far, list):
                last = self._witness(far) if most is not None else self._moving(far, of, after, 1, chosen)
                if last is not None and self.even(of, after, found, far, chosen):
                    return (*spans, (low, last))
            along = self.along(of, after, found, chosen, 1, most)
            if along is None or len(spans) == MOST_SPANS:
                return None
            high, end = along
            spans.append((low, high))
            if end is None or end == most:
                return tuple(spans)
            at = end + 1

    def even(self, of: Point, after: Point, low: list[int], high: list[int], chosen: Part) -> bool:
        """Whether every value between those of two histories of a selection is attained on the way."""
        steps = abs(self.value(of, after, high) - self.value(of, after, low))
        graph = self.graph
        bounds = [graph.totals[t].bound for t in (*graph.base.totals, *chosen.totals)]
        return not bounds or satisfies((self._witness(low), self._witness(high)), bounds, steps)

    def along(
        self, of: Point, after: Point, found: list[int], chosen: Part, side: int, limit: int | None
    ) -> tuple[Witness, int | None] | None:
        """How far a history goes to one side by equal steps of its selection, each of which brings `of` one further,
        but no further than `limit`: where that ends, and its value (None: it does not end). At its own value where
        there is no such step; None where the search gave up."""
        at = self.value(of, after, found)
        if at == limit:
            return self._witness(found), at
        if limit is None and (ray := self._ray(of, after, side, chosen)):
            return self._witness(found, ray), None
        self.search.adopt(found)
        near = self.ask(self.within(of, after, at + side, at + side), chosen)
        if near is None:
            return None
        if isinstance(near, Refuted):
            return self._witness(found), at
        step = [b - a for a, b in zip(found, near, strict=True)]
        room = [
            (most - sum(f * found[p] for p, f in factors)) // by
            for factors, most in self._bounds(chosen)
            if (by := sum(f * step[p] for p, f in factors)) > 0
        ]
        if limit is not None:
            room.append(abs(limit - at))
        if not room:
            return self._witness(found, self.graph.named(step)), None
        far = [a + min(room) * by for a, by in zip(found, step, strict=True)]
        return self._witness(far), self.value(of, after, far)

    def _bounds(self, chosen: Part) -> Iterable[tuple[Sequence[tuple[int, int]], int]]:
        """What a selection demands: sums of points, each times its factor, and the most that they can be."""
        graph = self.graph
        for arc in (*graph.base.arcs, *chosen.arcs):
            yield ((graph.target[arc], 1), (graph.source[arc], -1)), graph.weight[arc]
        for total in (*graph.base.totals, *chosen.totals):
            yield graph.totals[total].factors, graph.totals[total].most

    def value(self, of: Point, after: Point, found: list[int]) -> int:
        """How far one point lies after another in a history that was found."""
        return found[self.index[of]] - found[self.index[after]]

    def within(self, of: Point, after: Point, least: int | None, most: int | None) -> list[Linear]:
        """The bounds that keep one point within so much of another."""
        plus, minus = (of,), (after,) if after else ()
        bounds = [] if least is None else [Linear(minus, plus, -least)]
        return bounds if most is None else [*bounds, Linear(plus, minus, most)]

    def _beyond(self, of: Point, after: Point, side: int) -> list[Linear]:
        """Further than any end could lie."""
        return self.within(of, after, self.horizon, None) if side > 0 else self.within(of, after, None, -self.horizon)

    def _moving(self, found: list[int], of: Point, after: Point, side: int, chosen: Part) -> Witness | None:
        """The history, and how a selection can be moved from it so that `of` goes to one side without end."""
        ray = self._ray(of, after, side, chosen)
        return None if ray is None else self._witness(found, ray)

    def _ray(self, of: Point, after: Point, side: int, chosen: Part) -> dict[Point, int] | None:
        """By how much each point can move, again and again, so that `of` moves by one step to a side: what solves the
        bounds of a selection with every one at 0; None where nothing does, or the steps ran out."""
        key = of, after, side, chosen
        if key not in self._rays:
            graph = self.graph
            level = [graph.bound[a] for a in (*graph.base.arcs, *chosen.arcs)]
            level += [graph.totals[t].bound for t in (*graph.base.totals, *chosen.totals)]
            levelled = [Linear(b.plus, b.minus, 0) for b in level]
            still = Prover(Encoded(graph.points[1:], levelled, totals=True), self.ended)
            rates = still.ask(self.within(of, after, side, side))
            if rates is None and self.ended():
                return None  # Of what a limit cut short nothing is kept.
            self._rays[key] = graph.named(rates) if isinstance(rates, list) else None
        return self._rays[key]

    def _witness(self, found: list[int], rates: dict[Point, int] | None = None) -> Witness:
        return Witness(self.graph.named(found), {p: by for p, by in (rates or {}).items() if by})

    def settled(self, bounds: Sequence[Linear]) -> bool | None:
        """Whether there is a history under these bounds, by whatever knows it: the search then holds one."""
        answer = self.found(bounds, self._brief)
        if answer is True:
            return True
        if answer is None:
            other: Witness | Refutation | History | bool | None = None
            if self._learned is not None and not self.ended():
                other = self._learned.proof(bounds)
            if other is None and self._decide is not None:
                other = self._decide(bounds)
            if other is None:
                return None
            history = other.history if isinstance(other, Witness) else other
            if isinstance(history, Mapping):
                self.search.adopt(self.graph.values(history))
                return True
        return False

    def found(self, bounds: Sequence[Linear], steps: int = 0) -> Refuted | Literal[True] | None:
        """Whether some history keeps the bounds, which stays with the search; or why none does. None: not known."""
        with self.encoded.also(bounds) as part:
            return self.search.find(part, steps)

    def ask(self, bounds: Sequence[Linear], chosen: Part = NOTHING, steps: int = 0) -> list[int] | Refuted | None:
        """The search's answer under these bounds and the selection, the bounds being forgotten again."""
        with self.encoded.also(bounds) as part:
            return self.search.ask(Part((*part.arcs, *chosen.arcs), (), (*part.totals, *chosen.totals)), steps)
