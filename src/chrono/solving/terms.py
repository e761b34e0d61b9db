"""A network as Z3 sees it. The only module that knows Z3.

Takes a network and more constraints or bounds, gives answers, and of the last model which alternatives it chooses; its
numbers are read only to bisect. One assumption stands for each id, so that any part of the evidence can be accepted or
left out; one Boolean for each alternative of an either/or.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise

import z3

from chrono.constraints import AllOf, AnyOf, Constraint, Formula, Linear, Network, Point
from chrono.distances import Distances
from chrono.results import Interval
from chrono.solving.answers import Answer, Distance, FailedCheck


def version_of_z3() -> str:
    """The version of the solver that answers, as printed with every answer."""
    return str(z3.get_version_string())


@dataclass(slots=True)
class _Alternatives:
    """An either/or: one Boolean an alternative, each implying its part."""

    chosen: list[z3.BoolRef]
    parts: list[_Encoded]


@dataclass(slots=True)
class _All:
    parts: list[_Encoded]


_Encoded = Linear | _Alternatives | _All


class Terms:
    """One network told to Z3. `differences`: whether every bound is a difference."""

    def __init__(self, network: Network, differences: bool) -> None:
        self._context = z3.Context()
        self._solver = z3.SimpleSolver(ctx=self._context)
        if differences:
            # The difference-logic solver decides thousands of points where the general one does not finish; it answers
            # "unknown" on anything else (see docs/decisions/solver.md).
            self._solver.set("arith.solver", 1)
        self._points: dict[Point, z3.ArithRef] = {}
        self._literals = {id: z3.Bool(f"id:{id}", self._context) for id in network.ids}
        self._choices = 0
        self._model: z3.ModelRef | None = None
        self._encoded: list[tuple[Constraint, _Encoded]] = []
        for constraint in network.constraints:
            self._assert(constraint)

    def check(self, ids: Collection[str], extra: Sequence[z3.BoolRef] = (), milliseconds: int | None = None) -> Answer:
        """Whether there is a history that accepts `ids` and satisfies all that is asserted, and the extra terms."""
        if milliseconds is not None:
            self._solver.set("timeout", milliseconds)
        assumed = [self._literals[id] for id in sorted(ids)]
        if extra:
            self._solver.push()
            self._solver.add(*extra)
        result = self._solver.check(*assumed)
        if result == z3.sat:
            # Read before the question is taken back.
            self._model = self._solver.model()
        if extra:
            self._solver.pop()
        return Answer.YES if result == z3.sat else Answer.NO if result == z3.unsat else Answer.UNKNOWN

    @contextmanager
    def supposing(self, constraints: Sequence[Constraint]) -> Iterator[None]:
        """With these constraints as well, for the while."""
        self._solver.push()
        encoded = len(self._encoded)
        try:
            for constraint in constraints:
                self._assert(constraint)
            yield
        finally:
            del self._encoded[encoded:]
            self._solver.pop()

    # -- the last model, after a YES

    def selection(self, accepted: frozenset[str]) -> Distances[int]:
        """The plain network of the alternatives that the last model chooses."""
        bounds = [
            (bound, 0)
            for constraint, encoded in self._encoded
            if accepted.issuperset(constraint.ids)
            for bound in self._chosen(encoded)
            if bound.is_difference
        ]
        return Distances(bounds)

    def choices(self, accepted: frozenset[str]) -> list[z3.BoolRef]:
        """The Booleans of the alternatives that the last model chooses."""
        return [
            literal
            for constraint, encoded in self._encoded
            if accepted.issuperset(constraint.ids)
            for literal in self._chosen_literals(encoded)
        ]

    def value(self, term: z3.ArithRef) -> int:
        return int(self._last().eval(term, model_completion=True).as_long())

    def _last(self) -> z3.ModelRef:
        assert self._model is not None
        return self._model

    def _chosen(self, encoded: _Encoded) -> Iterator[Linear]:
        if isinstance(encoded, Linear):
            yield encoded
        elif isinstance(encoded, _All):
            for part in encoded.parts:
                yield from self._chosen(part)
        else:
            yield from self._chosen(self._alternative(encoded)[1])

    def _chosen_literals(self, encoded: _Encoded) -> Iterator[z3.BoolRef]:
        if isinstance(encoded, _All):
            for part in encoded.parts:
                yield from self._chosen_literals(part)
        elif isinstance(encoded, _Alternatives):
            literal, part = self._alternative(encoded)
            yield literal
            yield from self._chosen_literals(part)

    def _alternative(self, encoded: _Alternatives) -> tuple[z3.BoolRef, _Encoded]:
        for literal, part in zip(encoded.chosen, encoded.parts, strict=True):
            if z3.is_true(self._last().eval(literal)):
                return literal, part
        raise FailedCheck("Z3 chose no alternative of an either/or")

    # -- terms

    def distance(self, distance: Distance) -> z3.ArithRef:
        return self._point(distance.of) - self._point(distance.after) if distance.after else self._point(distance.of)

    def outside(self, distance: Distance, found: tuple[Interval, ...]) -> list[z3.BoolRef]:
        """That the distance lies in none of the intervals: before the first, between two, or after the last."""
        if not found:
            return []
        term = self.distance(distance)
        gaps = []
        if found[0][0] is not None:
            gaps.append(term <= found[0][0] - 1)
        for (_, before), (after, _) in pairwise(found):
            assert before is not None  # only the first and last intervals are open
            assert after is not None
            gaps.append(z3.And(term >= before + 1, term <= after - 1))
        if found[-1][1] is not None:
            gaps.append(term >= found[-1][1] + 1)
        return [z3.Or(*gaps)] if gaps else [z3.BoolVal(False, self._context)]

    def _assert(self, constraint: Constraint) -> None:
        encoded, term = self._encode(constraint.formula)
        self._encoded.append((constraint, encoded))
        guards = [self._literals[id] for id in constraint.ids]
        self._solver.add(z3.Or(*(z3.Not(g) for g in guards), term) if guards else term)

    def _encode(self, formula: Formula) -> tuple[_Encoded, z3.BoolRef]:
        match formula:
            case Linear(plus, minus, most):
                return formula, self._at_most(self._sum(plus), self._sum(minus), most)
            case AllOf(parts):
                encoded = [self._encode(p) for p in parts]
                return _All([e for e, _ in encoded]), z3.And(*(t for _, t in encoded), z3.BoolVal(True, self._context))
            case AnyOf(parts):
                alternatives = _Alternatives([], [])
                for part in parts:
                    inner, term = self._encode(part)
                    self._choices += 1
                    literal = z3.Bool(f"choice:{self._choices}", self._context)
                    self._solver.add(z3.Implies(literal, term))
                    alternatives.chosen.append(literal)
                    alternatives.parts.append(inner)
                return alternatives, z3.Or(*alternatives.chosen, z3.BoolVal(False, self._context))

    def _at_most(self, left: z3.ArithRef | None, right: z3.ArithRef | None, most: int) -> z3.BoolRef:
        if left is not None and right is not None:
            return left - right <= most
        if left is not None:
            return left <= most
        if right is not None:
            return right >= -most
        return z3.BoolVal(most >= 0, self._context)

    def _sum(self, points: tuple[Point, ...]) -> z3.ArithRef | None:
        if not points:
            return None
        return self._point(points[0]) if len(points) == 1 else z3.Sum(*(self._point(p) for p in points))

    def _point(self, point: Point) -> z3.ArithRef:
        if point not in self._points:
            self._points[point] = z3.Int(point, self._context)
        return self._points[point]
