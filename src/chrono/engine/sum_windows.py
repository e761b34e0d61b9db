"""The window of one distance where not every bound is a difference, as where one duration is set against another.

Takes a prover, gives every value that the distance has, gaps by parity included. From a history found the distance is
moved on by equal steps, for as long as its selection has room; what lies beyond what is attained so, or between, is
asked for until it is refuted. Where that would take too many questions, or the search gives up, the window says so.
"""

from __future__ import annotations

from functools import partial
from math import inf

from chrono.engine.closing import close_end, fill_gaps
from chrono.engine.formulas import FURTHEST, Point
from chrono.engine.graph import Part
from chrono.engine.intervals import Interval, Window, as_interval, merged
from chrono.engine.prover import Prover

MOST_TURNS = 100
"""How often the steps may change on the way from one history to one side."""
MOST_QUESTIONS = 64
"""How many questions may be asked beyond either end, and how many about gaps."""


def ranged(prover: Prover, of: Point, after: Point, limits: Interval) -> Window:
    """The window of `of` after `after`. `limits` are true and may be too wide."""
    return _Ranging(prover, of, after).window(limits)


class _Ranging:
    def __init__(self, prover: Prover, of: Point, after: Point) -> None:
        self.prover, self.of, self.after = prover, of, after
        self.spans: list[tuple[float, float]] = []

    def window(self, limits: Interval) -> Window:
        found = self._ask(None, None)
        if not isinstance(found, list):
            return Window((), False, limits)
        self._take(found)
        below, above = (
            close_end(partial(self._reached, side), inf, partial(self._further, side), MOST_QUESTIONS, leaping=True)
            for side in (-1, 1)
        )
        whole = fill_gaps(lambda: self.spans, self._between, MOST_QUESTIONS)
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

    def _reached(self, side: int) -> float:
        return self.spans[-1][1] if side > 0 else -self.spans[0][0]

    def _further(self, side: int, target: int) -> bool | None:
        """Whether the distance can be as much to one side, or more."""
        if self._reached(side) > FURTHEST:
            return None
        return self._taken(self._ask(target, None) if side > 0 else self._ask(None, -target))

    def _between(self, before: float, beyond: float) -> bool | None:
        return self._taken(self._ask(int(before) + 1, int(beyond) - 1))

    def _taken(self, found: list[int] | bool | None) -> bool | None:
        if isinstance(found, list):
            self._take(found)
            return True
        return found

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
                at = self.prover.graph.values(witness.history)
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
        answer = self.prover.settled(self.prover.within(self.of, self.after, least, most))
        value = self.prover.search.value
        return [at - value[0] for at in value] if answer else answer
