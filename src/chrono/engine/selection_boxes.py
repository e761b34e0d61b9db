"""The boxes of one selection after another: what changes from each to the next is worked out, and nothing else.

Takes the boxes of the plain part, and selections, each as the arcs of its alternatives with a history in which they
hold; gives the box of every point under the last selection, and which points have another box than before. Histories
that follow each other choose much the same alternatives, so that few boxes change in a large network (dynamic shortest
paths; Ramalingam & Reps, Journal of Algorithms 21, 1996).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chrono.engine.bounds import Boxes
from chrono.engine.shortest_paths import Adjacent, cut_off, settle


class SelectionBoxes:
    """The box of every point under the selection that was taken last: `high`, and `low`, which is minus the least.

    Arcs that follow from every selection may be added to the plain boxes meanwhile: they change no selection's.
    """

    def __init__(self, outer: Boxes) -> None:
        graph = outer.graph
        self._arcs: frozenset[int] = frozenset()
        self._up = _Ends(outer.high, outer.out, outer.into, graph.source, graph.target, graph.weight, 1)
        self._down = _Ends(outer.low, outer.into, outer.out, graph.target, graph.source, graph.weight, -1)
        self.high, self.low = self._up.ends, self._down.ends

    def take(self, arcs: Iterable[int], history: Sequence[int]) -> set[int]:
        """Makes it the boxes of another selection; gives the points whose box is another now."""
        new = frozenset(arcs)
        gone, come = self._arcs - new, new - self._arcs
        self._arcs = new
        return self._up.change(gone, come, history) | self._down.change(gone, come, history)


class _Ends:
    """One end of every box: how far the arcs in force let each point lie from the zero, in one direction."""

    def __init__(
        self,
        plain: Sequence[float],
        out: Adjacent,
        into: Adjacent,
        source: Sequence[int],
        target: Sequence[int],
        weight: Sequence[int],
        sign: int,
    ) -> None:
        self.plain, self.ends = plain, list(plain)
        self.out, self.into = out, into
        self.source, self.target, self.weight, self.sign = source, target, weight, sign
        self.came = [-1] * len(self.ends)
        """The last arc of the path to each point that is nearer than the plain arcs bring it; -1 of others."""
        self.more_out: dict[int, list[tuple[int, int, int]]] = {}
        self.more_into: dict[int, list[tuple[int, int, int]]] = {}
        """The arcs of the selection, by what they lead from and to."""

    def change(self, gone: Iterable[int], come: Iterable[int], history: Sequence[int]) -> set[int]:
        """Takes arcs out of force and others in, which hold in the history; gives the points whose end is another."""
        cut = cut_off(self.came, self.target, self.out, gone, self.more_out)
        before = {point: self.ends[point] for point in cut}
        source, target, weight = self.source, self.target, self.weight
        for arc in gone:
            self._forget(self.more_out, source[arc], arc)
            self._forget(self.more_into, target[arc], arc)
        ends, came = self.ends, self.came
        for point in before:
            ends[point], came[point] = self.plain[point], -1
        reached: dict[int, float] = {}
        by: dict[int, int] = {}

        def reach(point: int, at: float, arc: int) -> None:
            if at < reached.get(point, ends[point]):
                reached[point], by[point] = at, arc

        for arc in come:
            s, t, w = source[arc], target[arc], weight[arc]
            self.more_out.setdefault(s, []).append((t, w, arc))
            self.more_into.setdefault(t, []).append((s, w, arc))
            reach(t, ends[s] + w, arc)
        for point in before:
            for other, w, arc in (*self.into[point], *self.more_into.get(point, ())):
                reach(point, ends[other] + w, arc)
        settle(reached, ends, self.out, history, self.sign, by, self.more_out)
        changed = set()
        for point, at in reached.items():
            if before.get(point, ends[point]) != at:
                changed.add(point)
            ends[point], came[point] = at, by[point]
        changed.update(point for point, at in before.items() if point not in reached and ends[point] != at)
        return changed

    def _forget(self, adjacent: dict[int, list[tuple[int, int, int]]], point: int, arc: int) -> None:
        adjacent[point] = [entry for entry in adjacent[point] if entry[2] != arc]
