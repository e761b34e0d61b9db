"""The window of one distance where not every bound is a difference, as where one duration is set against another.

Takes a prover, gives every value that the distance has, gaps by parity included. From a history found the distance is
moved on by equal steps, for as long as its selection has room; what lies beyond what is attained so, or between, is
asked for until it is refuted. Where that would take too many questions, or the search gives up, the window says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf

from chrono.engine.formulas import FURTHEST, Linear, Point
from chrono.engine.graph import Part
from chrono.engine.intervals import Interval, Window, as_interval, merged
from chrono.engine.prover import Prover
from chrono.engine.search import Refuted
from chrono.engine.windows import Decide

MOST_TURNS = 100
"""How often the steps may change on the way from one history to one side."""
MOST_QUESTIONS = 64
"""How many questions may be asked beyond either end, and how many about gaps."""


def ranged(prover: Prover, of: Point, after: Point, limits: Interval, decide: Decide) -> Window:
    """The window of `of` after `after`. `limits` are true and may be too wide; `decide` is for what the search gives
    up."""
    return _Ranging(prover, of, after, decide).window(limits)


class _Ranging:
    def __init__(self, prover: Prover, of: Point, after: Point, decide: Decide) -> None:
        self.prover, self.of, self.after, self.decide = prover, of, after, decide
        self.spans: list[tuple[float, float]] = []

    def window(self, limits: Interval) -> Window:
        found = self._ask(None, None)
        if not isinstance(found, list):
            return Window((), False, limits)
        self._take(found)
        below, above = self._close(-1), self._close(1)
        whole = self._fill()
        intervals = tuple(as_interval(*span) for span in self.spans)
        if below and above and whole:
            return Window(intervals)
        # What was attained only because numbers ran away is no date.
        intervals = tuple(
            (least if least is None else max(least, -FURTHEST), most if most is None else min(most, FURTHEST))
            for least, most in intervals
            if (least is None or least <= FURTHEST) and (most is None or most >= -FURTHEST)
        )
        if not intervals:
            return Window((), False, limits)
        return Window(
            intervals,
            False,
            (intervals[0][0] if below else limits[0], intervals[-1][1] if above else limits[1]),
        )

    def _close(self, side: int) -> bool:
        """Asks beyond what is attained on one side until nothing is: whether that was so in the end.

        Each history found makes the next question go twice as far; each refutation halves what is left.
        """
        jump, ends = 1, inf
        for _ in range(MOST_QUESTIONS):
            edge = self.spans[-1][1] if side > 0 else -self.spans[0][0]
            if edge in (inf, ends - 1):
                return True
            if edge > FURTHEST:
                return False
            target = int(min(edge + jump, ends - 1))
            found = self._ask(target, None) if side > 0 else self._ask(None, -target)
            if found is None:
                return False
            if isinstance(found, list):
                self._take(found)
                jump *= 2
            else:
                ends = target
                jump = max(1, int(ends - edge) // 2)
        return False

    def _fill(self) -> bool:
        """Asks for what lies between until every gap is refuted: whether that was so in the end."""
        refuted: set[tuple[float, float]] = set()
        for _ in range(MOST_QUESTIONS):
            gaps = [(before, beyond) for (_, before), (beyond, _) in pairwise(self.spans)]
            gap = next((g for g in gaps if g not in refuted), None)
            if gap is None:
                return True
            found = self._ask(int(gap[0]) + 1, int(gap[1]) - 1)
            if found is None:
                return False
            if isinstance(found, list):
                self._take(found)
            else:
                refuted.add(gap)
        return False

    def _take(self, found: list[int]) -> None:
        """What is attained from a history by the steps that its selection allows."""
        chosen = self.prover.search.selected()
        straight = self._straight(found, chosen)
        if straight is not None:
            self.spans = merged([*self.spans, straight])
            return
        ends: list[float] = []
        for side in (-1, 1):
            at = found
            end: float = self.prover.value(self.of, self.after, found)
            for _ in range(MOST_TURNS):
                along = self.prover.along(self.of, self.after, at, chosen, side, None)
                if along is None or along[1] == end:
                    break
                witness, reached = along
                if reached is None:
                    end = side * inf
                    break
                end = reached
                if abs(end) > FURTHEST:
                    break
                at = [0, *(witness.history[p] for p in self.prover.graph.points[1:])]
            ends.append(end)
        self.spans = merged([*self.spans, (ends[0], ends[1])])

    def _straight(self, found: list[int], chosen: Part) -> tuple[float, float] | None:
        """All that the selection's differences allow, where the rest allows it too and one straight way leads there."""
        if self.after:
            return None
        prover = self.prover
        high, low = prover.boxes.under(chosen.arcs, found)
        at = prover.index[self.of]
        if inf in (high[at], low[at]):
            return None
        first, last = (
            prover.ask(prover.within(self.of, self.after, end, end), chosen) for end in (-int(low[at]), int(high[at]))
        )
        if not isinstance(first, list) or not isinstance(last, list):
            return None
        return (-low[at], high[at]) if prover.even(self.of, self.after, first, last, chosen) else None

    def _ask(self, least: int | None, most: int | None) -> list[int] | bool | None:
        """A history in which the distance lies between these; False where there is none, None: given up."""
        bounds: Sequence[Linear] = self.prover.within(self.of, self.after, least, most)
        found = self.prover.ask(bounds)
        if isinstance(found, Refuted):
            return False
        if found is None:
            other = self.decide(bounds)
            if other is None or isinstance(other, bool):
                return None if other is None else False
            found = [0, *(other[p] for p in self.prover.graph.points[1:])]
            self.prover.search.adopt(found)
        return found
