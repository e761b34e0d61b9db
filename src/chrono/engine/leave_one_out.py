"""Leave-one-out: which windows move where the evidence of one id is left out, for every id.

Takes formulas with the ids they rest on, and the windows that they leave; gives for an id the windows that
are others without it. Without either/ors only what hangs below a removed arc in the tree of shortest paths can move,
and the old distances are potentials under which the new ones are found by looking at those points alone. With them an
id that no refutation of what lies outside a window rests on moves nothing; for the others the boxes are worked out
anew, and of the groups that either/ors tie together only those closed that are not as they were.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from chrono.core.gc_pause import uncollected
from chrono.engine.bounds import Boxes
from chrono.engine.certificates import outside
from chrono.engine.formulas import Point
from chrono.engine.intervals import Window, as_interval
from chrono.engine.preferred_cores import Resting
from chrono.engine.propagation import Group
from chrono.engine.windows import Closing, Decider, Until

Loosened = Mapping[Point, Window] | None
"""The windows that move, or None where a limit kept that from being known."""


class Loosening:
    """A consistent set of formulas, the ids that each rests on, and its windows: asked of one id after another."""

    def __init__(
        self,
        resting: Resting,
        found: Mapping[Point, Window],
        decider: Decider,
        ended: Until,
    ) -> None:
        self.shared, self.resting, self.found = resting.shared, resting, found
        self.decider, self.ended = decider, ended
        self._closed: dict[Group, dict[Point, Window]] = {}

    def without(self, id: str) -> Loosened:
        """The windows that are others where nothing that rests on the id binds."""
        left_out = self.resting.resting.get(id, [])
        if not left_out:
            return {}
        if not self.shared.graph.base.choices:
            return self._by_paths({arc for number in left_out for arc in self.shared.encoded.parts[number].arcs})
        carrying = self._carrying
        if carrying is not None and id not in carrying:
            return {}
        gone = set(left_out)
        left = [n for n in range(len(self.shared.formulas)) if n not in gone]
        graph = self.shared.encoded.only(left).graph
        learned = self.shared.learned(left) if self.shared.crowded else None
        with uncollected():
            boxes = Boxes(graph, graph.base.arcs)
            other = Closing(graph, boxes, self.decider, self.ended, closed=self._closed, learned=learned).windows()
        if not isinstance(other, dict):
            return None
        return {point: window for point, window in other.items() if window != self.found[point]}

    def _by_paths(self, gone: set[int]) -> dict[Point, Window]:
        names, boxes = self.shared.graph.points, self.shared.boxes
        up, down = boxes.without(gone)
        moved = {}
        for point in sorted({*up, *down}):
            low, high = down.get(point, boxes.low[point]), up.get(point, boxes.high[point])
            moved[names[point]] = Window((as_interval(-low, high),))
        return moved

    @cached_property
    def _carrying(self) -> set[str] | None:
        """The ids of one refutation of each stretch outside a window: no other id moves any. None: they are not
        known."""
        ids: set[str] = set()
        for point, window in self.found.items():
            if not window.proven:
                return None
            for stretch in outside(point, "", window.intervals):
                tree = self.shared.refutation(stretch)
                if tree is None or self.ended():
                    return None
                ids |= self.resting.ids(tree)
        return ids
