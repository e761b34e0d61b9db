"""What moves where other evidence is given up than was: windows and proofs of what moves, and of nothing else.

Takes a network without either/ors and the ids that are accepted, whose histories and boxes are known; gives for other
ids that are given up instead the windows that are others then. A distance that rests on a bound which goes is sought
anew from what stays (dynamic shortest paths; Ramalingam & Reps, Journal of Algorithms 21, 1996), a bound that comes
back can only shorten distances, and all others stay, with the paths that prove them. The two histories that attain
every window are mended where they must be, and tried on each constraint that comes back or names a point that moved:
all others were tried before and say the same. Each refutation is checked against what is accepted. Never guesses: None
where the ids cannot be accepted together. Where either/ors bind, `open_exchanges.py` tells what moves.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from itertools import compress, count
from math import inf
from operator import ne
from typing import TYPE_CHECKING

from chrono.engine.certificates import (
    Certificate,
    Moved,
    Refutation,
    Span,
    Sum,
    Witness,
    outside,
    shows,
)
from chrono.engine.formulas import History, Linear, Point
from chrono.engine.incremental import Core
from chrono.engine.intervals import Window
from chrono.engine.outcomes import FailedCheck
from chrono.engine.room import Room
from chrono.engine.shared_histories import Shared
from chrono.engine.shortest_paths import ORIGIN, Adjacent

if TYPE_CHECKING:
    from chrono.engine.solver import Solver


class Exchanges:
    """One network and what is accepted of it; then other ids are given up, one set after another."""

    def __init__(self, solver: Solver, lost: frozenset[str], shared: Shared, span: Span) -> None:
        """`lost` is what is not accepted, `shared` are the histories of what is, `span` its earliest and latest one,
        which were checked."""
        assert shared.first is not None
        self.solver, self.lost, self.span, self.first = solver, lost, span, shared.first
        self.boxes, self.graph, self.parts = shared.boxes, shared.graph, solver.encoded.parts
        self.constraints, self.said = solver.network.constraints, solver.said
        self.shown: dict[tuple[Linear, ...], tuple[list[Core], list[tuple[frozenset[str], History]]]] = {}
        """Of bounds that were asked about: why they leave no history; and what was given up where a history was found,
        and this."""

    def prepare(self, points: Iterable[Point]) -> None:
        """Makes ready for what moves of these points."""

    def room(self, lost: Collection[str]) -> Room | None:
        """Whether there is room for more where these ids are given up and no others; None where they cannot be, and
        where that cannot be told."""
        return self.instead(lost)

    @property
    def plain_only(self) -> bool:
        """Whether no either/or is in the network."""
        return not self.graph.choices

    def instead(self, lost: Collection[str]) -> Moves | None:
        """What moves where these ids are given up and no others; None where that contradicts itself."""
        return Exchange(self, frozenset(lost)).consistent()

    def in_force(self, id: str) -> list[int]:
        """The constraints in force that rest on an id."""
        return [n for n in self.said.resting.get(id, ()) if self.lost.isdisjoint(self.constraints[n].ids)]

    def returning(self, back: Iterable[str]) -> list[int]:
        """The constraints that come in force where some of the ids that are lost are accepted again."""
        ids = frozenset(back)
        gone = self.lost - ids
        found = {n for id in ids for n in self.said.resting.get(id, ()) if gone.isdisjoint(self.constraints[n].ids)}
        return sorted(found)


class Moves(Room, ABC):
    """The windows that are others where other ids are given up."""

    def __init__(self, exchanges: Exchanges, lost: frozenset[str]) -> None:
        super().__init__(exchanges, lost)
        self._holding: dict[tuple[int, int], tuple[Span, bool]] = {}
        """By the identities of their histories, which are kept, whether all that is accepted holds in some spans."""

    @cached_property
    @abstractmethod
    def moved(self) -> dict[Point, Window]:
        """The points whose windows are others, and these, as far as it tells."""

    @abstractmethod
    def untold(self, points: Collection[Point]) -> Collection[Point]:
        """Those of some points of which it is not known how their windows move."""

    def tells(self, point: Point) -> bool:
        """Whether it is known how the window of a point moves."""
        return not self.untold((point,))

    @abstractmethod
    def proven(self, point: Point) -> Window | None:
        """The window of a point that it tells of, its certificate checked; None where no proof was found. Raises
        `FailedCheck`."""

    def _check(self, certificate: Certificate) -> None:
        """Raises `FailedCheck` where a certificate does not prove the window that is told."""
        if not shows(certificate, self._holds, self._refuted):
            raise FailedCheck(f"the window of {certificate.of} is not what its certificate proves")

    def _holds(self, span: Span, steps: int) -> bool:
        """Whether everything that is accepted holds in both histories of a span."""
        key = id(span[0].history), id(span[1].history)
        if key not in self._holding:
            self._holding[key] = span, self._satisfies(span, steps)
        return self._holding[key][1]


class Exchange(Moves):
    """One set of ids given up in place of another."""

    def __init__(self, exchanges: Exchanges, lost: frozenset[str]) -> None:
        super().__init__(exchanges, lost)
        parts, old = exchanges.parts, exchanges.boxes
        self._boxes = old.exchanged(
            {arc for n in self.gone for arc in parts[n].arcs}, [arc for n in self.come for arc in parts[n].arcs]
        )
        ends = (old.high, self._boxes.high), (old.low, self._boxes.low)
        self._moved = {point for was, now in ends for point in compress(count(), map(ne, was, now))}

    def consistent(self) -> Exchange | None:
        """This, unless it contradicts itself."""
        return self if self._boxes.cycle is None else None

    def histories(self) -> Sequence[History]:
        """The two that attain all windows."""
        return [witness.history for witness in self.span] if self._holds(self.span, 1) else []

    # -- windows

    @cached_property
    def moved(self) -> dict[Point, Window]:
        """The points whose windows are others, and these."""
        names = self.exchanges.graph.points
        return {names[point]: self._window(point) for point in sorted(self._moved)}

    def _window(self, point: int) -> Window:
        return Window((self._boxes.interval(point),))

    # -- proofs

    def proven(self, point: Point) -> Window:
        """The window of a point, its certificate checked; raises `FailedCheck`."""
        number = self.exchanges.solver.encoded.index[point]
        window = self._window(number)
        excluded = tuple(self._refutation(stretch) for stretch in outside(point, ORIGIN, window.intervals))
        self._check(Certificate(point, ORIGIN, window.intervals, ((self.span,),), excluded))
        return window

    def _refutation(self, stretch: Sequence[Linear]) -> Refutation:
        """Why no history lies beyond the box of a point: the path that keeps it there."""
        (bound,) = stretch
        index = self.exchanges.solver.encoded.index
        # A bound from below (`plus`) asks for less than the least, one from above for more than the most.
        (point,) = bound.plus or bound.minus
        way = self._boxes.path(index[point], upper=not bound.plus)
        return Sum((bound, *(self.exchanges.graph.bound[arc] for arc in way)))

    def untold(self, points: Collection[Point]) -> Collection[Point]:
        """Those of some points of which it is not known how their windows move: none."""
        return ()

    @cached_property
    def span(self) -> Span:
        """Two histories in which all is accepted, the first with the least value of every point, the second with the
        most."""
        first, boxes, old = self.exchanges.first, self._boxes, self.exchanges.boxes
        latest = self._mended(old.high, boxes.high, first.latest, boxes.into)
        earliest = self._mended(old.low, boxes.low, [-at for at in first.earliest], boxes.out)
        was = self.exchanges.span
        return (
            self._witness(was[0], {point: -at for point, at in earliest.items()}, old.low, boxes.low, -1),
            self._witness(was[1], latest, old.high, boxes.high, 1),
        )

    def _mended(
        self, was: Sequence[float], now: Sequence[float], values: Sequence[int], into: Adjacent
    ) -> dict[int, int]:
        """The points that lie elsewhere than in a history with every point at its end, for one in which they have other
        ends. What has none is lifted as far as the arcs from it to others ask; no arc leads to it from what has one."""
        graph = self.exchanges.graph
        found = {p: int(now[p]) for p in sorted(self._moved) if was[p] != now[p] and now[p] < inf}
        arcs = [arc for n in self.come for arc in self.exchanges.parts[n].arcs]
        waiting = deque((*found, *sorted({end for a in arcs for end in (graph.source[a], graph.target[a])})))
        while waiting:
            point = waiting.popleft()
            at = found.get(point, values[point])
            for other, weight, _ in into[point]:
                if now[other] == inf and at - weight > found.get(other, values[other]):
                    found[other] = at - weight
                    waiting.append(other)
        return found

    def _witness(
        self, was: Witness, values: dict[int, int], old: Sequence[float], now: Sequence[float], rate: int
    ) -> Witness:
        names = self.exchanges.graph.points
        rates = was.rates
        if endless := [p for p in sorted(self._moved) if (old[p] == inf) != (now[p] == inf)]:
            rates = dict(rates)
            for point in endless:
                if now[point] == inf:
                    rates[names[point]] = rate
                else:
                    del rates[names[point]]
        return Witness(Moved(was.history, {names[p]: at for p, at in values.items() if p}), rates)
