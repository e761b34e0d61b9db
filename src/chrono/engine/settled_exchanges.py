"""What moves where other evidence is given up than was, and either/ors bind: as far as the boxes settle these.

Takes a network with either/ors and the ids that are accepted; gives for other ids that are given up instead the windows
that are others then. What the boxes leave open of the either/ors falls into groups of points (`propagation.py`); where
the same groups are left under both, with the same bounds, the windows of their points stay, and any history of theirs
goes with any of the rest. Never guesses: None where other groups are left, or it contradicts itself.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from copy import copy
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING

from chrono.engine.bounds import history
from chrono.engine.certificates import Span, Witness
from chrono.engine.exchanges import Exchange, Exchanges
from chrono.engine.formulas import Point
from chrono.engine.graph import Part
from chrono.engine.propagation import Filter
from chrono.engine.room import Mended, Room
from chrono.engine.selections import lifted
from chrono.engine.shared_histories import Shared

if TYPE_CHECKING:
    from chrono.engine.solver import Solver


class SettledExchanges(Exchanges):
    """One network with either/ors and what is accepted of it; then other ids are given up, one set after another."""

    def __init__(self, solver: Solver, lost: frozenset[str], shared: Shared) -> None:
        """`lost` is what is not accepted, `shared` are the histories of what is. Its `span` is still to be checked."""
        assert shared.first is not None
        # What the boxes of the whole settle, with the histories and arcs of what is accepted.
        self.settled = Filter(shared.graph, shared.boxes.copy())
        self.groups = self.settled.groups()
        index, latest = solver.encoded.index, shared.first.latest
        self.open = {index[point]: latest[index[point]] for group in self.groups for point in group.points}
        """The points that either/ors still move, and where they lie in one history."""
        super().__init__(solver, lost, shared, span_of(self.settled, latest, self.open))
        self.plain = shared.graph.base

    def instead(self, lost: Collection[str]) -> Exchange | None:
        """What is accepted where these ids are given up and no others; None where that contradicts itself, and where
        either/ors keep it from being told."""
        return SettledExchange(self, frozenset(lost)).consistent()

    def room(self, lost: Collection[str]) -> Room | None:
        """As `Exchanges` says, without a look at what the boxes settle."""
        return Mended(self, frozenset(lost))

    @cached_property
    def alternative(self) -> frozenset[int]:
        """The arcs of alternatives of either/ors."""
        graph = self.graph
        return frozenset(arc for parts in graph.choices for part in parts for arc in graph.arcs_within(part))

    @cached_property
    def leaving(self) -> list[int]:
        """The points that arcs of alternatives lead from."""
        return sorted({self.graph.source[arc] for arc in self.alternative})

    @cached_property
    def arriving(self) -> list[int]:
        """The points that arcs of alternatives lead to."""
        return sorted({self.graph.target[arc] for arc in self.alternative})


class SettledExchange(Exchange):
    """One set of ids given up in place of another, where either/ors bind."""

    def __init__(self, exchanges: SettledExchanges, lost: frozenset[str]) -> None:
        super().__init__(exchanges, lost)
        self._open = exchanges.open
        self._alternative = exchanges.alternative
        self._settled: Filter | None = None
        if self._boxes.cycle is not None:
            return
        parts, plain = exchanges.parts, exchanges.plain
        gone = {arc for n in self.gone for arc in parts[n].arcs}
        no_more = {choice for n in self.gone for choice in parts[n].choices}
        graph = copy(exchanges.graph)
        graph.base = Part(
            (*(a for a in plain.arcs if a not in gone), *(a for n in self.come for a in parts[n].arcs)),
            (*(c for c in plain.choices if c not in no_more), *(c for n in self.come for c in parts[n].choices)),
        )
        # The filter puts arcs of alternatives in force: here, and not in the boxes that these were made of.
        for rows, points in ((self._boxes.out, exchanges.leaving), (self._boxes.into, exchanges.arriving)):
            for point in points:
                rows[point] = rows[point][:]
        settled = Filter(graph, self._boxes)
        if settled.consistent and settled.boxes.afar() and settled.groups() == exchanges.groups:
            self._settled = settled
            was = exchanges.settled.boxes
            both = ((was.high, self._boxes.high), (was.low, self._boxes.low))
            moved = {
                p for old, now in both for p, (before, at) in enumerate(zip(old, now, strict=True)) if before != at
            }
            self._moved = moved - self._open.keys()

    def consistent(self) -> Exchange | None:
        """This, unless it contradicts itself, or other either/ors are open."""
        return None if self._settled is None else self

    def provable(self, point: Point) -> bool:
        """Whether paths alone prove the window of a point: none leads by an alternative of an either/or."""
        number = self.exchanges.solver.encoded.index[point]
        return number not in self._open and self._alternative.isdisjoint(
            (*self._path(number, 1), *self._path(number, -1))
        )

    @cached_property
    def span(self) -> Span:
        """Two histories in which all is accepted, the first with the least value of every point that no open either/or
        moves, the second with the most."""
        assert self._settled is not None
        values = history(self._boxes)
        assert isinstance(values, list)
        return span_of(self._settled, values, self._open)


def span_of(settled: Filter, values: Sequence[int], open: dict[int, int]) -> Span:
    """Two histories with all points at their ends, but for those that are open, which lie the same in both. `values`
    are a history of the arcs in force."""
    boxes, names = settled.boxes, settled.graph.points
    latest = lifted(boxes.high, values, boxes.out, {})
    earliest = [-at for at in lifted(boxes.low, [-at for at in values], boxes.into, {})]

    def witness(history: Sequence[int], ends: Sequence[float], rate: int) -> Witness:
        said = {names[p]: open.get(p, at) for p, at in enumerate(history) if p}
        return Witness(said, {names[p]: rate for p, at in enumerate(ends) if at == inf and p not in open})

    return witness(earliest, boxes.low, -1), witness(latest, boxes.high, 1)
