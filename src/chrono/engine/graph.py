"""A network of differences as numbers: what the pure-Python engine works on.

Takes formulas over named points, gives arcs over their indices, plain ones and those of either/ors. An arc says
`target <= source + weight`; point 0 is the zero of the scale. What is no difference is kept apart as a sum of points,
or refused. Never solves.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from chrono.engine.formulas import AllOf, AnyOf, Formula, Linear, Point
from chrono.engine.shortest_paths import ORIGIN


class NotDifferences(Exception):
    """A bound has two points on a side: shortest paths do not decide it."""


@dataclass(frozen=True, slots=True)
class Total:
    """A bound that is no difference: the sum of each point times its factor is at most `most`."""

    factors: tuple[tuple[int, int], ...]
    most: int
    bound: Linear

    def excess(self, value: Sequence[int], zero: int) -> int:
        """By how much values, counted from that of the zero, miss it: not positive where it holds."""
        return sum(factor * (value[point] - zero) for point, factor in self.factors) - self.most


@dataclass(frozen=True, slots=True)
class Part:
    """What holds together: arcs, and either/ors and totals by their number in the graph."""

    arcs: tuple[int, ...]
    choices: tuple[int, ...]
    totals: tuple[int, ...] = ()


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
    totals: list[Total] = field(default_factory=list)
    base: Part = Part((), ())

    def arc(self, source: int, target: int, weight: int, bound: Linear) -> int:
        """Adds an arc for a bound; gives its number."""
        self.source.append(source)
        self.target.append(target)
        self.weight.append(weight)
        self.bound.append(bound)
        return len(self.weight) - 1

    def named(self, values: Sequence[int]) -> dict[Point, int]:
        """The values of all points but the zero, counted from it, by name."""
        return dict(zip(self.points[1:], values[1:], strict=True))

    def values(self, history: Mapping[Point, int]) -> list[int]:
        """The values of the points in a history, counted from the zero."""
        return [0, *(history[point] for point in self.points[1:])]

    def forget(self, arcs: int, totals: int | None = None) -> None:
        """Drops the arcs, and the totals, from these numbers on."""
        for column in (self.source, self.target, self.weight, self.bound):
            del column[arcs:]
        if totals is not None:
            del self.totals[totals:]

    def arcs_within(self, part: Part) -> Iterable[int]:
        """All arcs of a part, those of its either/ors' alternatives included."""
        for inner in self.parts_within(part):
            yield from inner.arcs

    def parts_within(self, part: Part) -> Iterable[Part]:
        """The part and every alternative of its either/ors, and of theirs."""
        yield part
        for choice in part.choices:
            for alternative in self.choices[choice]:
                yield from self.parts_within(alternative)


def graph_of(points: Iterable[Point], formulas: Iterable[Formula], totals: bool = False) -> Graph:
    """The graph of all formulas together. Raises `NotDifferences` unless it may have totals."""
    return Encoded(points, formulas, totals).graph


class Encoded:
    """Formulas in one graph, each turned into arcs once, of which any can be asked about. Raises `NotDifferences`
    unless it may have totals."""

    def __init__(self, points: Iterable[Point], formulas: Iterable[Formula], totals: bool = False) -> None:
        self.formulas = tuple(formulas)
        self.graph = Graph()
        self.graph.points.extend(points)
        self.index = {point: i for i, point in enumerate(self.graph.points)}
        self._totals = totals
        arcs: list[int] = []
        choices: list[int] = []
        sums: list[int] = []
        graph = self.graph
        self._ends = array("l", [0]), array("l", [0]), array("l", [0])
        """How many arcs, either/ors and totals of the graph come before each formula, and how many there are in all."""
        for formula in self.formulas:
            self._add(formula, arcs, choices, sums)
            counts = len(graph.weight), len(graph.choices), len(graph.totals)
            for ends, count in zip(self._ends, counts, strict=True):
                ends.append(count)
        self.graph.base = Part(tuple(arcs), tuple(choices), tuple(sums))

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """What each formula says, in the graph."""
        base = self.graph.base
        columns = zip((base.arcs, base.choices, base.totals), self._ends, strict=True)
        said = ([of[a:b] for a, b in pairwise(bisect_left(of, end) for end in ends)] for of, ends in columns)
        return tuple(map(Part, *said))

    @cached_property
    def saying(self) -> tuple[Sequence[int], Sequence[int]]:
        """The formula that says each arc, and each either/or, those within either/ors as well: by its number among all
        formulas, of which `only` takes some."""
        arcs, choices, _ = (
            array("l", (n for n, (a, b) in enumerate(pairwise(ends)) for _ in range(a, b))) for ends in self._ends
        )
        return arcs, choices

    def only(self, numbers: Sequence[int], also: Iterable[Formula] = ()) -> Encoded:
        """Some of the formulas, by their numbers in order, and others besides, in a graph to which anything can be
        added: all of them and no others in this one, which needs no copy as long as whoever adds to it takes that
        back."""
        also = tuple(also)
        if len(numbers) == len(self.formulas) and not also:
            return self
        other, graph = copy(self), copy(self.graph)
        other.graph, other.index = graph, dict(self.index)
        graph.points, graph.source, graph.target = graph.points[:], graph.source[:], graph.target[:]
        graph.weight, graph.bound, graph.totals = graph.weight[:], graph.bound[:], graph.totals[:]
        graph.choices, graph.formula = graph.choices[:], graph.formula[:]
        parts = (*(self.parts[n] for n in numbers), *(other._part((formula,)) for formula in also))
        other.formulas, other.parts = (*(self.formulas[n] for n in numbers), *also), parts
        graph.base = Part(
            tuple(arc for part in parts for arc in part.arcs),
            tuple(c for part in parts for c in part.choices),
            tuple(t for part in parts for t in part.totals),
        )
        return other

    @contextmanager
    def also(self, bounds: Iterable[Linear]) -> Iterator[Part]:
        """Bounds as a part of the graph, which is forgotten again."""
        before = len(self.graph.weight), len(self.graph.totals)
        try:
            yield self._part(bounds)
        finally:
            self.graph.forget(*before)

    def _part(self, formulas: Iterable[Formula]) -> Part:
        """All formulas together, as arcs and either/ors of the graph."""
        arcs: list[int] = []
        choices: list[int] = []
        totals: list[int] = []
        for formula in formulas:
            self._add(formula, arcs, choices, totals)
        return Part(tuple(arcs), tuple(choices), tuple(totals))

    def _add(self, formula: Formula, arcs: list[int], choices: list[int], totals: list[int]) -> None:
        """Adds a formula to the graph, and the numbers of what it says to the lists."""
        if isinstance(formula, Linear):
            if self._totals and not formula.is_difference:
                totals.append(self._total(formula))
            else:
                arcs.append(self._arc(formula))
        elif isinstance(formula, AllOf):
            for part in formula.parts:
                self._add(part, arcs, choices, totals)
        else:
            choices.append(self._choice(formula))

    def _arc(self, bound: Linear) -> int:
        plus, minus = bound.plus, bound.minus
        if len(plus) > 1 or len(minus) > 1:
            raise NotDifferences(bound)
        # Every bound of every network comes by here, once for the whole and once for its group.
        index, graph = self.index, self.graph
        source = index.get(minus[0], -1) if minus else 0
        target = index.get(plus[0], -1) if plus else 0
        graph.source.append(source if source >= 0 else self._point(minus[0]))
        graph.target.append(target if target >= 0 else self._point(plus[0]))
        graph.weight.append(bound.most)
        graph.bound.append(bound)
        return len(graph.weight) - 1

    def _total(self, bound: Linear) -> int:
        factors: dict[int, int] = {}
        for points, factor in ((bound.plus, 1), (bound.minus, -1)):
            for point in points:
                at = self._point(point)
                factors[at] = factors.get(at, 0) + factor
        self.graph.totals.append(Total(tuple(sorted(factors.items())), bound.most, bound))
        return len(self.graph.totals) - 1

    def _point(self, point: Point) -> int:
        """The number of a point, a new one where it has none."""
        if point not in self.index:
            self.graph.points.append(point)
            self.index[point] = len(self.graph.points) - 1
        return self.index[point]

    def _choice(self, formula: AnyOf) -> int:
        number = len(self.graph.choices)
        self.graph.choices.append(())
        self.graph.formula.append(formula)
        self.graph.choices[number] = tuple(self._part([part]) for part in formula.parts)
        return number
