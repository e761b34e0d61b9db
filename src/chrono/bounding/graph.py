"""A network of differences as numbers: what the pure-Python engine works on.

Takes formulas over named points, gives arcs over their indices, plain ones and those of either/ors. An arc says
`target <= source + weight`; point 0 is the zero of the scale. Refuses what is no difference. Never solves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from chrono.constraints import AllOf, AnyOf, Formula, Linear, Point
from chrono.distances import ORIGIN


class NotDifferences(Exception):
    """A bound has two points on a side: shortest paths do not decide it."""


@dataclass(frozen=True, slots=True)
class Part:
    """What holds together: arcs, and either/ors by their number in the graph."""

    arcs: tuple[int, ...]
    choices: tuple[int, ...]


@dataclass(slots=True)
class Graph:
    """Arc i says `point target[i] <= point source[i] + weight[i]` and stands for `bound[i]`.

    `base` always holds; `choices[c]` are the alternatives of either/or c, of which `formula[c]` is the origin; those
    nested in an alternative follow their outer one.
    """

    points: list[Point] = field(default_factory=lambda: [ORIGIN])
    source: list[int] = field(default_factory=list)
    target: list[int] = field(default_factory=list)
    weight: list[int] = field(default_factory=list)
    bound: list[Linear] = field(default_factory=list)
    choices: list[tuple[Part, ...]] = field(default_factory=list)
    formula: list[AnyOf] = field(default_factory=list)
    base: Part = Part((), ())

    def arc(self, source: int, target: int, weight: int, bound: Linear) -> int:
        self.source.append(source)
        self.target.append(target)
        self.weight.append(weight)
        self.bound.append(bound)
        return len(self.weight) - 1

    def arcs_within(self, part: Part) -> Iterable[int]:
        """All arcs of a part, those of its either/ors' alternatives included."""
        yield from part.arcs
        for choice in part.choices:
            for alternative in self.choices[choice]:
                yield from self.arcs_within(alternative)


def graph_of(points: Iterable[Point], formulas: Iterable[Formula]) -> Graph:
    """The graph of all formulas together. Raises `NotDifferences`."""
    graph = Graph()
    graph.points.extend(points)
    index = {point: i for i, point in enumerate(graph.points)}
    graph.base = Encoder(graph, index).part(formulas)
    return graph


class Encoder:
    """Adds formulas to a graph; a point it has not met gets the next number."""

    def __init__(self, graph: Graph, index: dict[Point, int]) -> None:
        self.graph, self.index = graph, index

    def part(self, formulas: Iterable[Formula]) -> Part:
        """All formulas together, as arcs and either/ors of the graph."""
        arcs: list[int] = []
        choices: list[int] = []
        waiting = list(formulas)
        waiting.reverse()
        while waiting:
            formula = waiting.pop()
            if isinstance(formula, Linear):
                arcs.append(self._arc(formula))
            elif isinstance(formula, AllOf):
                waiting.extend(reversed(formula.parts))
            else:
                choices.append(self._choice(formula))
        return Part(tuple(arcs), tuple(choices))

    def _arc(self, bound: Linear) -> int:
        plus, minus = bound.plus, bound.minus
        if len(plus) > 1 or len(minus) > 1:
            raise NotDifferences(bound)
        index = self.index
        source = index[minus[0]] if minus and minus[0] in index else self._point(minus)
        target = index[plus[0]] if plus and plus[0] in index else self._point(plus)
        return self.graph.arc(source, target, bound.most, bound)

    def _point(self, side: Sequence[Point]) -> int:
        if not side:
            return 0
        self.graph.points.append(side[0])
        return self.index.setdefault(side[0], len(self.graph.points) - 1)

    def _choice(self, formula: AnyOf) -> int:
        number = len(self.graph.choices)
        self.graph.choices.append(())
        self.graph.formula.append(formula)
        self.graph.choices[number] = tuple(self.part([part]) for part in formula.parts)
        return number
