"""The values and proofs of many points and distances of one network, from few histories that all of them share.

Takes points and formulas that are differences, gives values of distances and certificates, or nothing where the
search ran out of steps. A selection of alternatives is a plain network: its latest history attains the most of every
point at once, its earliest the least, open ends included, so without either/ors two histories prove all windows.
Distances between two points are shortest paths, sought towards their goal with both histories as potentials (Goldberg
& Harrelson, SODA 2005): only what could lie on a shorter way than that through the zero is looked at.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from heapq import heappop, heappush
from math import inf
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

from chrono.engine.bounds import Boxes
from chrono.engine.certificates import Certificate, Refutation, Span, Sum
from chrono.engine.closing import close_end, fill_gaps
from chrono.engine.formulas import History, Linear, Point, at_least, at_most
from chrono.engine.graph import Encoded, Part
from chrono.engine.intervals import Interval, Window, as_interval, as_span, merged
from chrono.engine.outcomes import FailedCheck
from chrono.engine.prover import Prover
from chrono.engine.selections import Taken, taking
from chrono.engine.windows import Decide

if TYPE_CHECKING:
    from chrono.engine.learned import Learned

Ask: TypeAlias = Callable[[int | None, int | None], bool | None]
"""Whether a distance has a value from one to another (None: without end); None where the steps ran out."""
FAILURES = 8
"""How many ends in a row may not go with the others before another history is begun."""


class Shared(Prover):
    """One set of formulas, the values and certificates of many distances."""

    def __init__(
        self,
        encoded: Encoded,
        ended: Callable[[], bool] = lambda: False,
        boxes: Boxes | None = None,
        decide: Decide | None = None,
        learned: Learned | None = None,
    ) -> None:
        super().__init__(encoded, ended, boxes, learned, decide)
        self.taken: dict[tuple[int, ...], Taken] = {}
        self._numbered: list[Taken] = []
        self._ordered: tuple[tuple[Point, Point, int], list[tuple[float, float, int]]] = ("", "", 0), []
        """What every selection leaves of the distance that was asked about last."""

    @cached_property
    def first(self) -> Taken | None:
        """The first selection found; None where there is none, or the steps ran out."""
        first = None if self.boxes.cycle else self._ask(())
        return first if isinstance(first, Taken) else None

    @cached_property
    def _settled(self) -> frozenset[int]:
        """The either/ors of which one alternative holds wherever the plain bounds let the points lie: whatever a
        history chooses there binds nothing."""
        graph, boxes = self.graph, self.boxes
        return frozenset(
            choice
            for choice in graph.base.choices
            if any(
                not part.choices and not part.totals and all(boxes.entails(a) for a in part.arcs)
                for part in graph.choices[choice]
            )
        )

    # -- values

    def values(self, of: Point, after: Point) -> tuple[Interval, ...] | None:
        """The values by which `of` can lie after `after`, as disjoint intervals; None where the steps ran out, or
        the formulas contradict each other."""
        if self.first is None:
            return None
        found, ask = self._asking(self.first, of, after)
        whole = (
            self._closed(found, ask, of, after, upper=False)
            and self._closed(found, ask, of, after, upper=True)
            and fill_gaps(lambda: found, lambda before, beyond: ask(int(before) + 1, int(beyond) - 1))
        )
        return tuple(as_interval(*extent) for extent in found) if whole else None

    def end(self, of: Point, after: Point, upper: bool) -> float | None:
        """The most, or the least, by which `of` can lie after `after`, without a look at what lies between; None as for
        `values`."""
        if self.first is None:
            return None
        found, ask = self._asking(self.first, of, after)
        if not self._closed(found, ask, of, after, upper):
            return None
        return found[-1][1] if upper else found[0][0]

    def _closed(self, found: list[tuple[float, float]], ask: Ask, of: Point, after: Point, upper: bool) -> bool:
        """Whether one end of what was found is known to be all."""
        least, most = self._extent(None, of, after) if self.graph.base.choices else found[0]
        if upper:
            return close_end(lambda: found[-1][1], most, lambda target: ask(target, None))
        return close_end(lambda: -found[0][0], -least, lambda target: ask(None, -target))

    def _asking(self, first: Taken, of: Point, after: Point) -> tuple[list[tuple[float, float]], Ask]:
        """The values that a first selection leaves, and a question whether there are any from one to another, to which
        those are added that the selection found leaves."""
        found = [self._extent(first, of, after)]

        def ask(least: int | None, most: int | None) -> bool | None:
            answer = self._ask(self.within(of, after, least, most))
            if not isinstance(answer, Taken):
                return answer
            found[:] = merged([*found, self._extent(answer, of, after)])
            return True

        return found, ask

    def _extent(self, taken: Taken | None, of: Point, after: Point) -> tuple[float, float]:
        """Least and most under a selection, or as far as the plain part bounds them."""
        at, start = self.index[of], self.index[after]
        return -self._length(taken, at, start), self._length(taken, start, at)

    def _length(self, taken: Taken | None, start: int, goal: int) -> float:
        """The length of the shortest path: the most by which `goal` can exceed `start`."""
        if taken is None:
            return self._shortest(None, start, goal, {})
        if (start, goal) not in taken.lengths:
            taken.lengths[start, goal] = self._shortest(taken, start, goal, {})
        return taken.lengths[start, goal]

    def _shortest(self, taken: Taken | None, start: int, goal: int, came: dict[int, int]) -> float:
        """The length of the shortest path, and in `came` the last arcs of the paths that were tried: none for the goal
        where the way through the zero is as short."""
        high, low = (taken.high, taken.low) if taken else (self.boxes.high, self.boxes.low)
        if start == 0 or goal == 0:
            return high[goal] if start == 0 else low[start]
        shortest = low[start] + high[goal]
        guide = taken or self.first
        assert guide is not None
        if shortest == inf and guide.rates[goal] > guide.rates[start]:
            return inf
        latest, earliest = guide.latest, guide.earliest
        late, early = latest[goal], earliest[goal]
        barred_above, barred_below = high[goal] == inf, low[goal] < inf
        extra = taken.out if taken else {}
        reached: dict[int, int] = {start: 0}
        done: set[int] = set()
        heap = [(max(late - latest[start], early - earliest[start]), start)]
        while heap:
            least, point = heappop(heap)
            if least >= shortest:
                break
            if point == goal:
                return reached[point]
            if point in done:
                continue
            done.add(point)
            base = reached[point]
            for target, weight, arc in (*self.boxes.out[point], *extra.get(point, ())):
                further = base + weight
                if target in done or further >= reached.get(target, inf):
                    continue
                # From what has a greatest value no path leads to what has none, nor to what has a least one from what
                # has none.
                if (barred_above and high[target] < inf) or (barred_below and low[target] == inf):
                    continue
                beyond = further + max(late - latest[target], early - earliest[target])
                if beyond < shortest:
                    reached[target] = further
                    came[target] = arc
                    heappush(heap, (beyond, target))
        came.pop(goal, None)
        return shortest

    # -- certificates

    def span(self) -> Span | None:
        """Two histories in which everything holds, of the first selection found; None where there is none."""
        return None if self.first is None else self.first.span

    def prepare(self, windows: Mapping[Point, Window]) -> None:
        """Looks for few selections that attain both ends of every interval of these windows."""
        if self.first is None or not self.graph.base.choices:
            return
        wanted = [
            (self.index[point], end, bound)
            for point, window in windows.items()
            for interval in window.intervals
            for end, bound in enumerate(interval)
            if bound is not None
        ]
        for taken in self.taken.values():
            wanted = [want for want in wanted if not taken.attains(*want)]
        # Where either/ors crowd together few ends go together, and looking for those is what takes long.
        while wanted and not self.crowded:
            together = self._together(wanted)
            left = [want for want in wanted if not (together and together.attains(*want))]
            # Each of what is left is asked for by itself when its turn comes.
            if len(left) == len(wanted):
                return
            wanted = left

    def _together(self, wanted: Sequence[tuple[int, int, int]]) -> Taken | None:
        """A selection with as many of the ends as go together when tried in this order."""
        graph, search = self.graph, self.search
        before = len(graph.weight)
        assumed: list[Part] = []
        failures = 0
        for point, end, bound in wanted:
            name = graph.points[point]
            arc = (
                graph.arc(point, 0, -bound, at_least(name, bound))
                if end
                else graph.arc(0, point, bound, at_most(name, bound))
            )
            part = Part((arc,), ())
            if search.find(part) is True:
                search._push(part, -1)
                assumed.append(part)
                failures = 0
            else:
                graph.forget(arc)
                failures += 1
                if failures > FAILURES:
                    break
        for part in reversed(assumed):
            search._pop(part)
        graph.forget(before)
        return self._take() if assumed else None

    def certificate(self, of: Point, after: Point, intervals: tuple[Interval, ...]) -> Certificate | None:
        """As `Prover` says; None too where nothing is known of the formulas."""
        return None if self.first is None else super().certificate(of, after, intervals)

    def _spans(self, of: Point, after: Point, interval: Interval) -> tuple[Span, ...] | None:
        """Selections that lead through an interval, each from where the one before it ended, or from further down."""
        spans: list[Span] = []
        start, end = as_span(interval)
        if len(self.taken) == 1:
            # Without either/ors there is no other.
            (only,) = self.taken.values()
            if self._extent(only, of, after) == (start, end):
                return (only.between(self.index[of], self.index[after], interval),)
        reached, known = start - 1, 0
        while not spans or reached < end:
            if known < len(self.taken):
                extents, known, best = self._extents(of, after), len(self.taken), None
                next_ = bisect_left(extents, start, key=itemgetter(0))
            while next_ < known and extents[next_][0] <= reached + 1:
                if best is None or (extents[next_][1], -extents[next_][2]) > (best[1], -best[2]):
                    best = extents[next_]
                next_ += 1
            if best is None or best[1] <= reached:
                at = start if not spans else reached + 1
                asked = (None, -self.horizon - 1) if at == -inf else (int(at), int(at))
                found = self._ask(self.within(of, after, *asked))
                if found is None:
                    return None
                if not isinstance(found, Taken) or not self._begins(of, after, at, start, bool(spans)):
                    raise FailedCheck(f"{of} does not take the values of its window, or more")
                continue
            least, most, number = best
            if least == start:
                # It leads through all that those before it led through.
                spans.clear()
            spans.append(self._numbered[number].between(self.index[of], self.index[after], as_interval(least, most)))
            reached = most
        if reached != end:
            raise FailedCheck(f"{of} can lie outside its window")
        return tuple(spans)

    def _extents(self, of: Point, after: Point) -> list[tuple[float, float, int]]:
        """Least and most under each selection that was found, with its number, ascending."""
        key = of, after, len(self.taken)
        if self._ordered[0] != key:
            self._numbered = [*self.taken.values()]
            told = ((*self._extent(taken, of, after), number) for number, taken in enumerate(self._numbered))
            self._ordered = key, sorted(told)
        return self._ordered[1]

    def _begins(self, of: Point, after: Point, at: float, start: float, going_on: bool) -> bool:
        """Whether some selection now leads on from `at`."""
        extents = (self._extent(taken, of, after) for taken in self.taken.values())
        return any(most >= at and (least <= at if going_on else least == start) for least, most in extents)

    def refutation(self, stretch: Sequence[Linear]) -> Refutation | None:
        """Why no history lies in a stretch: by the shortest path where that is enough, else as `Prover` says."""
        if len(stretch) == 1:
            (bound,) = stretch
            # What the bound says closes the path to a cycle.
            start, goal = (self.index[side[0]] if side else 0 for side in (bound.plus, bound.minus))
            came: dict[int, int] = {}
            if self._shortest(None, start, goal, came) + bound.most < 0:
                return Sum((bound, *(self.graph.bound[arc] for arc in self._path(start, goal, came))))
        return super().refutation(stretch)

    def learned(self, numbers: Sequence[int]) -> Learned:
        """The search that learns, over some of the formulas. Only for what is crowded."""
        assert self._learned is not None
        encoded = self.encoded.only(numbers)
        return self._learned if encoded is self.encoded else type(self._learned)(encoded, self.ended)

    def _path(self, start: int, goal: int, came: Mapping[int, int]) -> Iterator[int]:
        """The arcs of a shortest path as `_shortest` found it, in no order."""
        if goal in came:
            while goal != start:
                yield came[goal]
                goal = self.graph.source[came[goal]]
            return
        yield from self.boxes.path(start, upper=False)
        yield from self.boxes.path(goal, upper=True)

    # -- the search

    def _ask(self, bounds: Sequence[Linear]) -> Taken | bool | None:
        """A selection that leaves a history under these bounds; False where there is none, None: the steps ran out."""
        if not self.graph.base.choices and not bounds:
            return self._take()
        return self._take() if (answer := self.settled(bounds)) else answer

    def adopt(self, history: History) -> None:
        """Takes over a history that was found of some points, which what binds the others leaves as they are."""
        if self.first is not None:
            self.search.adopt(self.graph.values({**self.graph.named(self.first.latest), **history}))
            self._take()

    def knows(self, bound: Linear) -> bool:
        """Whether the bound's points are among those that the formulas are about."""
        return all(point in self.index for point in (*bound.plus, *bound.minus))

    def point(self, name: Point) -> int:
        """The number of a point in the graph and its boxes."""
        return self.index[name]

    def _take(self) -> Taken:
        """The selection of the history that the search holds."""
        arcs = self.search.selected(self._settled).arcs if self.graph.base.choices else ()
        if arcs not in self.taken:
            boxes = self.boxes
            value = [0] * len(boxes.high)
            if arcs or inf in boxes.high or inf in boxes.low:
                value = [v - self.search.value[0] for v in self.search.value]
            self.taken[arcs] = taking(boxes, arcs, value)
        return self.taken[arcs]
