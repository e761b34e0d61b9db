"""What the search that learns says of one set of formulas: histories, and refutations that can be checked.

Takes formulas as a graph, answers questions about bounds, each with what it learned from all before. The search is made
when it is first asked: most networks are never in need of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

from chrono.engine.bounds import Boxes
from chrono.engine.certificates import Chain, Refutation, Witness
from chrono.engine.clauses import Clause
from chrono.engine.derivations import Derivations
from chrono.engine.exclusive_spans import Exclusive, exclusive_spans, with_orders
from chrono.engine.formulas import History, Linear, Point
from chrono.engine.graph import Encoded, Graph
from chrono.engine.learning import Learner
from chrono.engine.search import STEPS

CROWDED = 200
"""How many alternatives the search that does not learn tries where either/ors crowd together, before this one is
asked."""

Wishes: TypeAlias = Sequence[tuple[Point, Sequence[tuple[float, float]]]]
"""Points, each with stretches of values in one of which it would best lie."""


def takes(graph: Graph) -> bool:
    """Whether the search that learns is for such a graph: one with either/ors, none within another, and no sums."""
    return bool(graph.base.choices) and not graph.totals and not any(p.choices for ps in graph.choices for p in ps)


class Learned:
    """One set of formulas, many questions. Every answer may be None: a limit was reached."""

    def __init__(self, encoded: Encoded, ended: Callable[[], bool] = lambda: False) -> None:
        self._encoded, self._ended = encoded, ended
        self.graph = encoded.graph
        self._told: dict[frozenset[Point], list[int]] = {}

    @cached_property
    def crowds(self) -> list[Exclusive]:
        """The spans that exclude each other."""
        return self.crowds_of(self.graph)

    def crowds_of(self, graph: Graph, boxes: Boxes | None = None) -> list[Exclusive]:
        """Those of some part of the formulas."""
        return exclusive_spans(with_orders(graph), boxes)

    def patience(self, graph: Graph, crowds: Sequence[Exclusive]) -> int:
        """How many alternatives a search that does not learn should try of a part, in which these spans exclude each
        other, before this one is asked.

        That it looks at each either/or once is no search: of a large network without conflicts it is all there is.
        """
        crowding = {choice for crowd in crowds for row in crowd.choice for choice in row if choice >= 0}
        return (CROWDED if crowds else STEPS) + len(graph.base.choices) - len(crowding)

    @cached_property
    def learner(self) -> Learner:
        """The search, which keeps what it learns."""
        return Learner(self.graph, ended=self._ended)

    @cached_property
    def _derivations(self) -> Derivations:
        return Derivations(self.learner)

    def refutes(self, bounds: Sequence[Linear], among: Collection[Point]) -> bool:
        """Whether the bounds, which are about points `among` these, are refuted by what follows at once."""
        found = self.learner.refute(bounds, [self._encoded.index[point] for point in among])
        if found is not None:
            self.learner.keep(found)
        return found is not None

    def history(self, bounds: Sequence[Linear], among: Collection[Point], wishes: Wishes = ()) -> History | bool | None:
        """A history under these bounds, of points that share no either/or with others and that no plain arc ties to
        others more than their boxes do; False where there is none."""
        key = frozenset(among)
        if key not in self._told:
            self._told[key] = [c for c in self.learner.graph.base.choices if not key.isdisjoint(self._points(c))]
        index = self._encoded.index
        found = self.learner.ask(bounds, self._told[key], [(index[p], stretches) for p, stretches in wishes])
        if isinstance(found, Clause):
            self.learner.keep(found)
            return False
        return None if found is None else self.graph.named(found)

    def order(
        self,
        bounds: Sequence[Linear],
        among: Collection[Point],
        missing: Mapping[Point, Sequence[tuple[float, float]]],
    ) -> list[Linear]:
        """Bounds by which spans that exclude each other come in an order for which there is room under these bounds,
        the one by which their points come by most of the values that they miss; none where nothing is known of that.
        Only those `among` these points are told."""
        learner, index = self.learner, self._encoded.index
        literals = [learner.trail.literal(bound) for bound in bounds]
        lacking = {index[p]: stretches for p, stretches in missing.items()}
        found = learner.rows.order(literals, [index[p] for p in among], lacking)
        return [] if found is None else self._following(found, among)

    def covering(self, among: Collection[Point]) -> Iterator[tuple[History, list[Linear]]]:
        """Where spans that exclude each other lie, and bounds by which they do, in one order after another, where they
        have no room to spare: in one or another each has each place that is easily found to be possible."""
        names = self.graph.points
        for order, values in self.learner.rows.covering([self._encoded.index[p] for p in among]):
            yield {names[p]: at for p, at in values.items() if names[p] in among}, self._following(order, among)

    def _following(self, order: Sequence[tuple[int, int]], among: Collection[Point]) -> list[Linear]:
        """Bounds that say in which order spans come, of those `among` some points."""
        names = self.graph.points
        told = [(names[start], names[end]) for start, end in order if names[start] in among and names[end] in among]
        return [Linear((end,), (start,), 0) for (_, end), (start, _) in pairwise(told)]

    def _points(self, choice: int) -> set[Point]:
        graph = self.learner.graph
        arcs = [a for part in graph.choices[choice] for a in part.arcs]
        return {graph.points[p] for a in arcs for p in (graph.source[a], graph.target[a])}

    def proof(self, bounds: Sequence[Linear]) -> Witness | Refutation | None:
        """A history under these bounds, or a refutation."""
        found: Clause | list[int] | None = self.learner.refute(bounds) or self.learner.ask(bounds)
        if isinstance(found, Clause):
            self.learner.keep(found)
            tree, lemmas = self._derivations.refutation(found, bounds)
            return Chain(lemmas, tree)
        return None if found is None else Witness(self.graph.named(found))
