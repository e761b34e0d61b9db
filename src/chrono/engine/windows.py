"""The windows of all points of a network of differences at once: hulls, gaps, and what a limit leaves open.

Takes points and formulas, gives a `Window` for each point, exact, or none where they contradict each other. Shortest
paths give what is conjunctive. For a group of points tied by either/ors, histories found by the search each choose a
*selection*, one alternative of every either/or: a plain network, whose boxes are attained by all points at once, every
whole number between included. What no selection has attained yet, but the boxes of the plain part allow, is asked for:
a history gives a new selection, a refutation makes the bound exact and tightens the boxes that are left. Selections are
finite, so it ends. Each way to find histories adds to what the others need not ask for: hence one module.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from itertools import chain, zip_longest
from math import inf
from typing import TYPE_CHECKING, Literal, TypeAlias

from chrono.engine.bounds import Boxes
from chrono.engine.closing import close_end, fill_gaps
from chrono.engine.formulas import Formula, History, Linear, Point
from chrono.engine.graph import Encoded, Graph
from chrono.engine.intervals import Interval, Window, as_interval, merged, window_of
from chrono.engine.propagation import Filter, Group
from chrono.engine.search import MANY, STEPS, Refuted, Search, begun
from chrono.engine.selection_boxes import SelectionBoxes
from chrono.engine.swaps import Swaps

if TYPE_CHECKING:
    from chrono.engine.learned import Learned

Decide: TypeAlias = Callable[[Sequence[Formula]], History | bool | None]
"""For what is too hard for the search: a history in which more holds, False where there is none, None where a limit was
reached."""

SWAPPED = 5
"""How many histories by which spans changed places cost as much as one that is asked for."""

RESTARTS = 6
"""From how many histories in hand the search begins again where it gave up a gap."""

Decider: TypeAlias = Callable[[Group], Decide]

Until: TypeAlias = Callable[[], bool]
"""Whether there is no time left."""


class Closing:
    """The windows of one graph, each group of points that either/ors tie together closed when it is first asked for.

    A window that a limit cut short has `proven=False`: its intervals are attained, and nothing outside its `outer` is
    possible.
    """

    def __init__(
        self,
        graph: Graph,
        boxes: Boxes,
        decider: Decider,
        ended: Until = lambda: False,
        steps: int = STEPS,
        closed: dict[Group, dict[Point, Window]] | None = None,
        learned: Learned | None = None,
    ) -> None:
        """`boxes` are those of the graph's plain arcs; they are tightened. Groups that are `closed` already, of another
        graph, are looked up there, and others added, but none that a limit cut short. What crowds together, or is too
        hard for the search, goes to the one that learns before it goes to the decider."""
        self._learned = learned
        self._histories: list[list[History]] = []
        """The histories that were found of each group whose either/ors crowd together, or are many, and that nobody
        asked for yet."""
        self.boxes, self.decider, self.ended, self.steps, self._closed = boxes, decider, ended, steps, closed
        self._known: dict[int, dict[Point, Window]] = {}
        self._filter = Filter(graph, self.boxes)
        self._index = {point: number for number, point in enumerate(graph.points) if number}

    def windows(self) -> dict[Point, Window] | bool | None:
        """Every point's window; False where there is no history, None where a limit kept even that from being known."""
        if not self._filter.consistent:
            return False
        found = {point: Window((self.boxes.interval(at),)) for point, at in self._index.items()}
        for number in range(len(self._groups)):
            within = self._within(number)
            if not isinstance(within, dict):
                return within
            found |= within
        return found

    def is_plain(self, point: Point) -> bool:
        """Whether no either/or that is still open moves the point: its box is its window."""
        return point not in self._tied

    def window(self, point: Point) -> Window | None:
        """The window of one point, where the whole is known to be consistent: only its group is closed. None where a
        limit came first."""
        if point not in self._tied:
            return window_of((self.boxes.interval(self._index[point]),))
        within = self._within(self._tied[point])
        return within[point] if isinstance(within, dict) else None

    def _within(self, number: int) -> dict[Point, Window] | bool | None:
        """The windows of a group, kept unless the time was up before they were all found; None where it is now."""
        if number in self._known:
            return self._known[number]
        group = self._groups[number]
        known = None if self._closed is None else self._closed.get(group)
        within: dict[Point, Window] | bool | None = known
        if within is None and self.ended():
            return None
        if within is None:
            closing = _GroupClosing(group, self.decider, self.ended, self.steps, self._learned)
            within = closing.windows()
            if closing.histories:
                self._histories.append([closing.graph.named(history) for history in closing.histories])
        if isinstance(within, dict):
            proven = all(window.proven for window in within.values())
            if proven or not self.ended():
                # What the search and the solver left open they leave open again.
                self._known[number] = within
            if proven and self._closed is not None:
                self._closed[group] = within
        return within

    def new_histories(self) -> list[History]:
        """The histories by which windows of groups were found that crowd, or have many either/ors, since this was asked
        last: one of each group together, so that they are as many as of the group that has most."""
        found, self._histories = self._histories, []
        return [dict(chain.from_iterable(h.items() for h in some if h)) for some in zip_longest(*found)]

    def closed(self) -> Iterator[tuple[Group, dict[Point, Window]]]:
        """The groups whose windows are known, with these."""
        for number, windows in self._known.items():
            yield self._groups[number], windows

    @cached_property
    def _groups(self) -> list[Group]:
        return self._filter.groups()

    @cached_property
    def _tied(self) -> dict[Point, int]:
        """The group of each point that is in one, by its number."""
        return {point: number for number, group in enumerate(self._groups) for point in group.points}


class _GroupClosing:
    """The windows of one group. `high` and `low` count as in `Boxes`: `low` is minus the least value."""

    def __init__(
        self, group: Group, decider: Decider, ended: Until, steps: int, learned: Learned | None = None
    ) -> None:
        self.group, self.decider, self.ended = group, decider, ended
        self.encoded = Encoded(group.points, group.formulas)
        self.graph = self.encoded.graph
        self.outer = Boxes(self.graph, self.graph.base.arcs)
        self.learned = learned
        crowds = learned.crowds_of(self.graph, self.outer) if learned is not None else []
        self.crowded = bool(crowds)
        self.histories: list[list[int]] = []
        """Those found of what crowds, or has many either/ors; in the end, of what crowds, the few that are needed."""
        patience = learned.patience(self.graph, crowds) if learned is not None and crowds else steps
        self.search = begun(Search(self.graph, patience, ended, self.outer), self.outer)
        self.swaps = Swaps(self.search, crowds)
        self.idle, self.rest = 0, 1
        """How many questions are still answered before spans change places again, and how many next time."""
        self.decide: Decide | None = None
        self.attained: dict[int, list[tuple[float, float]]] = {p: [] for p in range(1, len(self.graph.points))}
        """What selections attained of each point that none has left its whole box: stretches of values, in order."""
        self.empty: set[tuple[int, float, float]] = set()
        """Stretches between what is attained of a point that are known to be impossible."""
        self.missed: dict[int, list[tuple[float, float]]] = {}
        """What each point misses, as long as nothing changes it."""
        self.selected = SelectionBoxes(self.outer)
        self.lows: Sequence[float] = ()
        self.highs: Sequence[float] = ()
        """The boxes under the selection that was taken last."""
        self.extents: list[tuple[Sequence[float], Sequence[float]]] = []
        """Of each of the histories the boxes of its selection, as `low` and `high`."""
        self.taken = False
        """Whether the boxes of some selection were worked out."""
        self.unproven: set[int] = set()

    def windows(self) -> dict[Point, Window] | bool | None:
        first = self._ask(())
        if first is not True:
            return first
        self._place()
        self._cover()
        count = len(self.graph.points)
        tied = {p for parts in self.graph.choices for part in parts for a in part.arcs for p in self._ends(a)}
        for point in sorted(self.attained, key=lambda p: (p not in tied, p)):
            self._close(point)
        spans = [self._spans(point) for point in range(1, count)]
        if self.crowded:
            self.histories = self._leading()
        return {
            self.graph.points[point]: self._window(point, intervals) for point, intervals in enumerate(spans, start=1)
        }

    def _place(self) -> None:
        """Has points at the ends of their boxes by histories that are placed, those that lack an end first or last, for
        as long as that shows something new: where many things exclude each other loosely that is all there is."""
        if self.crowded or len(self.graph.base.choices) < MANY:
            return
        from chrono.engine.placing import Placing  # what only many either/ors need

        placing = Placing(self.graph, self.outer)
        self._found()
        below, above = self._lacking()
        most = len(below) + len(above)
        while most and (left := len(below) + len(above)) and not self.ended():
            # Where there is little room not all that lack an end can come first, or last: then half as many.
            early = [*sorted(below - above), *sorted(below & above)][:most]
            self.search.begin(placing.place(early, sorted(above - below)[:most]))
            if self.search.find(steps=MANY) is True:
                self._take()
                self._found()
                below, above = self._lacking()
            if len(below) + len(above) == left:
                most //= 2

    def _cover(self) -> None:
        """Has spans that exclude each other and have no room to spare come in many orders: each is one history, and
        what is in none of them has to be asked for."""
        if not self.crowded or self.learned is None:
            return
        for history, order in self.learned.covering(self.group.points):
            if self.ended():
                break
            if self._come(history, order):
                zero = self.search.value[0]
                self.highs = [at - zero for at in self.search.value]
                self.lows = [-at for at in self.highs]
                self._found()
        for point, values in enumerate(zip(*(highs for _, highs in self.extents), strict=True)):
            if point in self.attained:
                self.attained[point] = merged([*self.attained[point], *((at, at) for at in set(values))])
        self.missed.clear()

    def _come(self, history: History, order: Sequence[Linear]) -> bool:
        """Has spans come in an order, by which they have these values: whether there is such a history."""
        values = self.graph.values(history) if len(history) == len(self.group.points) else None
        if values is not None and self.search.allows(values):
            self.search.begin(values)
            return self.search.find() is True
        with self.encoded.also(order) as part:
            return self.search.find(part) is True

    def _lacking(self) -> tuple[set[int], set[int]]:
        """The points that no selection has attained the least of their box, and those that none has the most."""
        low, high = self.outer.low, self.outer.high
        below = {p for p, spans in self.attained.items() if -inf < -low[p] < spans[0][0]}
        return below, {p for p, spans in self.attained.items() if spans[-1][1] < high[p] < inf}

    def _found(self) -> None:
        """Notes the history that the search holds, for whoever needs it as a witness."""
        zero = self.search.value[0]
        self.histories.append([at - zero for at in self.search.value])
        if self.crowded:
            self.extents.append((self.lows[:], self.highs[:]))

    def _reached(self, point: int, side: int) -> float:
        """The furthest that is attained: `low` (0) or `high` (1)."""
        if point not in self.attained:
            return (self.outer.low, self.outer.high)[side][point]
        attained = self.attained[point]
        return attained[-1][1] if side else -attained[0][0]

    def _close(self, point: int) -> None:
        """Asks for more on either side of what is attained, until that is refuted."""
        for side in (1, 0):
            bound = (self.outer.low, self.outer.high)[side][point]
            if not close_end(partial(self._reached, point, side), bound, partial(self._further, point, side)):
                self.unproven.add(point)

    def _further(self, point: int, side: int, target: int) -> bool | None:
        """Whether a point can lie as far as that, or further; from then on it cannot, where it is refuted."""
        name = self.graph.points[point]
        found = self._ask([Linear((), (name,), -target) if side else Linear((name,), (), -target)])
        if found is False and side:
            self._lemma(Linear((name,), (), target - 1), 0, point, target - 1)
        elif found is False:
            self._lemma(Linear((), (name,), target - 1), point, 0, target - 1)
        return found

    def _spans(self, point: int) -> tuple[Interval, ...]:
        """The intervals attained, every gap between them refuted (or the point left unproven)."""
        name = self.graph.points[point]

        def attained() -> list[tuple[float, float]]:
            return self.attained.get(point, [])

        def ask(before: float, beyond: float) -> bool:
            found = self._ask([Linear((), (name,), -int(before) - 1), Linear((name,), (), int(beyond) - 1)])
            if found is None:
                self.unproven.add(point)
            elif not found:
                self.empty.add((point, before + 1, beyond - 1))
                self.missed.pop(point, None)
            return bool(found)

        fill_gaps(attained, ask)
        if point not in self.attained:
            return (self.outer.interval(point),)
        return tuple(as_interval(*span) for span in attained())

    def _window(self, point: int, intervals: tuple[Interval, ...]) -> Window:
        if point not in self.unproven:
            return Window(intervals)
        return Window(intervals, False, self.outer.interval(point))

    def _ask(self, bounds: Sequence[Linear]) -> bool | None:
        """Whether there is a history under these bounds; what its selection attains is recorded."""
        if self.ended():
            return None
        learned = self.learned
        if self.crowded and learned is not None and learned.refutes(bounds, self.group.points):
            return False
        found: Refuted | Literal[True] | None = self._in_order(bounds)
        if found is None:
            found = self._near(bounds)
        if isinstance(found, Refuted):
            return False
        if found is None:
            other = None
            if learned is not None:
                other = learned.history(bounds, self.group.points, self._wishes() if self.crowded else ())
            if other is None:
                self.decide = self.decide or self.decider(self.group)
                other = self.decide(bounds)
            if other is None or isinstance(other, bool):
                return other
            self.search.adopt(self.graph.values(other))
        gained = self._take()
        if self.crowded:
            self._found()
            self._swap(gained)
        return True

    def _near(self, bounds: Sequence[Linear]) -> Refuted | Literal[True] | None:
        """What the search finds near the history that it holds; or, of a gap among crowded spans, near others, found
        long after each other: what takes too long from one of them mostly does not from the next."""
        again = self.histories[:: -(-len(self.histories) // RESTARTS)] if self.crowded and len(bounds) > 1 else []
        with self.encoded.also(bounds) as part:
            found = self.search.find(part)
            for history in again:
                if found is not None:
                    break
                self.search.adopt(history)
                found = self.search.find(part)
        return found

    def _swap(self, gained: float) -> None:
        """Makes more histories of the one found, while each brings enough beside what the question `gained`."""
        self.idle -= 1
        more: float = inf
        while self.idle < 0 and not self.ended():
            found = self.swaps.gain({p: self._missing(p) for p in self.attained})
            if found:
                more = self._take()
                self._found()
                self.rest = 1
            if not found or more * SWAPPED < gained:
                # Where nothing is brought it is tried again ever more seldom.
                self.idle, self.rest = self.rest - 1, self.rest * 2

    def _take(self) -> float:
        """Notes what the selection of the search's history attains; how many values that no other did."""
        outer = self.outer
        arcs, value = self.search.selected().arcs, self.search.value
        changed: Iterable[int] = self.attained
        if self.crowded and outer.fixed(arcs, value):
            self.lows, self.highs = [value[0] - at for at in value], [at - value[0] for at in value]
        else:
            others = self.selected.take(arcs, value)
            self.lows, self.highs = self.selected.low, self.selected.high
            # The first is told against the plain boxes, which no selection may have attained yet.
            changed, self.taken = others if self.taken else self.attained, True
        gained = 0.0
        for point in self.attained.keys() & changed:
            low, high, attained = self.lows[point], self.highs[point], self.attained[point]
            last = bisect(attained, (-low, inf)) - 1
            if last >= 0 and attained[last][1] >= high:
                continue
            lacked = _size(self._missing(point)) if self.crowded else 0
            self.missed.pop(point, None)
            if low == outer.low[point] and high == outer.high[point]:
                del self.attained[point]
                gained += lacked
            else:
                self.attained[point] = merged([*attained, (-low, high)])
                gained += lacked - _size(self._missing(point)) if self.crowded else 0
        return gained

    def _leading(self) -> list[list[int]]:
        """Few of the histories that lead through all that is attained, each from where another ended: what they are
        needed for as witnesses costs as much for each as finding it did."""
        chosen: set[int] = set()
        low, high = self.outer.low, self.outer.high
        for point in range(len(self.graph.points) - 1, 0, -1):
            extents = sorted((-lows[point], highs[point], n) for n, (lows, highs) in enumerate(self.extents))
            begin = 0
            for least, most in self.attained.get(point, [(-low[point], high[point])]):
                leading: list[tuple[float, float, int]] = []
                reached = least - 1
                while reached < most:
                    # The first begins where what is attained does.
                    end = bisect(extents, (max(least, reached + 1), inf, inf), begin)
                    leading = [e for e in (*leading, *extents[begin:end]) if e[1] > reached]
                    reached, number = max(leading, key=lambda e: (e[2] in chosen, e[1], e[2]))[1:]
                    chosen.add(number)
                    begin = end
        return [self.histories[number] for number in sorted(chosen)]

    def _missing(self, point: int) -> list[tuple[float, float]]:
        """The stretches of values that no selection has attained yet, and that are not known to be impossible."""
        if point in self.missed:
            return self.missed[point]
        self.missed[point] = found = []
        at = -self.outer.low[point]
        for least, most in self.attained[point]:
            if at < least and (point, at, least - 1) not in self.empty:
                found.append((at, least - 1))
            at = most + 1
        if at <= self.outer.high[point] and at < inf:
            found.append((at, self.outer.high[point]))
        return found

    def _in_order(self, bounds: Sequence[Linear]) -> Literal[True] | None:
        """Finds a history in which spans that exclude each other come in an order that brings much that is new. None
        where nothing is known of their orders, or something else stands against this one."""
        if not self.crowded or self.learned is None:
            return None
        missing = {self.graph.points[point]: self._missing(point) for point in self.attained}
        orders = self.learned.order(bounds, self.group.points, missing)
        if not orders:
            return None
        with self.encoded.also([*bounds, *orders]) as part:
            found = self.search.find(part)
        return found if found is True else None

    def _wishes(self) -> list[tuple[Point, list[tuple[float, float]]]]:
        """What every point lacks, those that lack most first."""
        lacking = [(_size(missing), point, missing) for point in self.attained if (missing := self._missing(point))]
        lacking.sort(key=lambda lack: (-lack[0], lack[1]))
        return [(self.graph.points[point], missing) for _, point, missing in lacking]

    def _lemma(self, bound: Linear, source: int, target: int, weight: int) -> None:
        arc = self.graph.arc(source, target, weight, bound)
        self.outer.add([arc])
        self.missed.clear()
        self.search.keep(arc)

    def _ends(self, arc: int) -> tuple[int, int]:
        return self.graph.source[arc], self.graph.target[arc]


def _size(stretches: Iterable[tuple[float, float]]) -> float:
    """How many values there are in stretches; one without an end counts as one."""
    return sum(last - first + 1 if first > -inf and last < inf else 1 for first, last in stretches)
