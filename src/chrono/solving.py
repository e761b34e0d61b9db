"""Asking Z3: what is consistent, what is refuted, and the exact windows of points and durations.

Takes a `Network`, answers three ways (yes, no, unknown), never with a guess. One assumption stands for each id, so
that any part of the evidence can be accepted or left out. Shortest paths propose, Z3 proves: a satisfying choice of
alternatives gives a plain network, whose windows are attained and read off exactly; Z3 is asked only whether anything
lies beyond, until it refutes that. Its models choose alternatives and are never printed.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

import z3

from chrono.constraints import AllOf, AnyOf, Constraint, Formula, Linear, Network, Point, is_conjunctive, linears
from chrono.distances import ORIGIN, Distances
from chrono.results import Interval, Window


def version_of_z3() -> str:
    """The version of the solver that answers, as printed with every answer."""
    return str(z3.get_version_string())


class Answer(Enum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class FailedCheck(Exception):
    """Two independent ways to one answer disagree: the answer must not be printed."""


@dataclass(frozen=True, slots=True)
class Distance:
    """What a window is asked of: how far `of` lies after `after`; ORIGIN stands for the zero of the calendar."""

    of: Point
    after: Point = ORIGIN


@dataclass(slots=True)
class _Alternatives:
    """An either/or as Z3 sees it: one Boolean an alternative, each implying its part."""

    chosen: list[z3.BoolRef]
    parts: list[_Encoded]


@dataclass(slots=True)
class _All:
    parts: list[_Encoded]


_Encoded = Linear | _Alternatives | _All


class Solver:
    """One network, many questions. `timeout` is in seconds, over all questions together."""

    def __init__(self, network: Network, timeout: float | None = None) -> None:
        self.network = network
        self._until = None if timeout is None else time.monotonic() + timeout
        self.plain = all(is_conjunctive(c.formula) for c in network.constraints)
        self.differences = all(b.is_difference for c in network.constraints for b in linears(c.formula))
        self._context = z3.Context()
        self._solver = z3.SimpleSolver(ctx=self._context)
        if self.differences:
            # The difference-logic solver decides thousands of points where the general one does not finish; it answers
            # "unknown" on anything else (see docs/decisions/solver.md).
            self._solver.set("arith.solver", 1)
        self._points: dict[Point, z3.ArithRef] = {}
        self._literals = {id: z3.Bool(f"id:{id}", self._context) for id in network.ids}
        self._choices = 0
        self._model: z3.ModelRef | None = None
        self._encoded: list[tuple[Constraint, _Encoded]] = []
        self._selections: dict[frozenset[str], list[Distances[int]]] = {}
        for constraint in network.constraints:
            self._assert(constraint)

    # -- three-valued questions

    def consistent(self, ids: Collection[str] | None = None, also: Sequence[Constraint] = ()) -> Answer:
        """Whether some history satisfies everything that binds when `ids` (default: all) are accepted, and `also`."""
        ids = self.network.ids if ids is None else ids
        if not also:
            return self._check(ids)
        self._solver.push()
        encoded = len(self._encoded)
        try:
            for constraint in also:
                self._assert(constraint)
            return self._check(ids)
        finally:
            del self._encoded[encoded:]
            self._solver.pop()

    def refutes(self, ids: Collection[str], also: Sequence[Constraint] = ()) -> Answer:
        """Whether accepting `ids` leaves no history in which `also` holds."""
        answer = self._paths_refute(ids, also)
        if answer is Answer.UNKNOWN:
            answer = {Answer.YES: Answer.NO, Answer.NO: Answer.YES}.get(self.consistent(ids, also), Answer.UNKNOWN)
        return answer

    def _paths_refute(self, ids: Collection[str], also: Sequence[Constraint]) -> Answer:
        """The same by shortest paths alone where there is no either/or: a hundred times quicker than a fresh
        question."""
        accepted = frozenset(ids)
        bounds = []
        for constraint in (*self.network.constraints, *also):
            if accepted.issuperset(constraint.ids):
                if not is_conjunctive(constraint.formula):
                    return Answer.UNKNOWN
                bounds += [(b, 0) for b in linears(constraint.formula)]
        if not all(b.is_difference for b, _ in bounds):
            return Answer.UNKNOWN
        return Answer.NO if Distances(bounds).cycle is None else Answer.YES

    # -- windows

    def window(self, distance: Distance, ids: Collection[str] | None = None) -> Window:
        """Every value the distance can have when `ids` are accepted: disjoint intervals, exact unless a limit was
        reached. The evidence must be consistent."""
        accepted = frozenset(self.network.ids if ids is None else ids)
        selections = self._selections.setdefault(accepted, [])
        if self.plain and self.differences and not selections:
            bounds = [(b, 0) for c in self.network.accepting(accepted) for b in linears(c.formula)]
            selections.append(Distances(bounds))
        found = _union(self._span(distance, s) for s in selections)
        while True:
            answer = self._check(accepted, self._outside(distance, found))
            if answer is Answer.NO:
                return Window(found)
            if answer is Answer.UNKNOWN:
                return Window(found, proven=False, outer=self._outer(distance, accepted))
            selection = self._selection(accepted)
            if not self.differences:
                interval = self._search(distance, accepted, selection)
                if interval is None:
                    return Window(found, proven=False, outer=self._outer(distance, accepted))
            else:
                interval = self._span(distance, selection)
                selections.append(selection)
            wider = _union([*found, interval])
            if wider == found:
                raise FailedCheck(f"Z3 finds a value of {distance} outside {found} that shortest paths do not attain")
            found = wider

    def _span(self, distance: Distance, selection: Distances[int]) -> Interval:
        most = selection.latest(distance.after).get(distance.of)
        least = selection.earliest(distance.after).get(distance.of)
        return (least, most)

    def _outer(self, distance: Distance, accepted: frozenset[str]) -> Interval:
        """What the plain part of the evidence alone does not exclude."""
        bounds = [
            (b, 0)
            for c in self.network.accepting(accepted)
            if is_conjunctive(c.formula)
            for b in linears(c.formula)
            if b.is_difference
        ]
        return self._span(distance, Distances(bounds))

    def _selection(self, accepted: frozenset[str]) -> Distances[int]:
        """The plain network of the alternatives that the last model chooses."""
        model = self._last()
        bounds = [
            (bound, 0)
            for constraint, encoded in self._encoded
            if accepted.issuperset(constraint.ids)
            for bound in self._chosen(encoded, model)
            if bound.is_difference
        ]
        return Distances(bounds)

    def _chosen(self, encoded: _Encoded, model: z3.ModelRef) -> Iterator[Linear]:
        if isinstance(encoded, Linear):
            yield encoded
        elif isinstance(encoded, _All):
            for part in encoded.parts:
                yield from self._chosen(part, model)
        else:
            for literal, part in zip(encoded.chosen, encoded.parts, strict=True):
                if z3.is_true(model.eval(literal)):
                    yield from self._chosen(part, model)
                    return
            raise FailedCheck("Z3 chose no alternative of an either/or")

    # -- bounds that are no differences (one duration against another): by bisection

    def _search(self, distance: Distance, accepted: frozenset[str], selection: Distances[int]) -> Interval | None:
        """The hull of the distance under the last model's alternatives, its two ends found by bisection.

        Every value between is taken as possible: parity could make a gap that this does not look for.
        """
        model = self._last()
        term = self._distance(distance)
        at = model.eval(term, model_completion=True).as_long()
        fixed = [
            literal
            for constraint, encoded in self._encoded
            if accepted.issuperset(constraint.ids)
            for literal in self._chosen_literals(encoded, model)
        ]
        low, high = self._span(distance, selection)
        least = self._extreme(term, -1, at, low, accepted, fixed)
        most = self._extreme(term, 1, at, high, accepted, fixed)
        return None if least == "unknown" or most == "unknown" else (least, most)  # type: ignore[return-value]

    def _chosen_literals(self, encoded: _Encoded, model: z3.ModelRef) -> Iterator[z3.BoolRef]:
        if isinstance(encoded, _All):
            for part in encoded.parts:
                yield from self._chosen_literals(part, model)
        elif isinstance(encoded, _Alternatives):
            for literal, part in zip(encoded.chosen, encoded.parts, strict=True):
                if z3.is_true(model.eval(literal)):
                    yield literal
                    yield from self._chosen_literals(part, model)
                    return

    def _extreme(
        self,
        term: z3.ArithRef,
        sign: int,
        attained: int,
        limit: int | None,
        ids: frozenset[str],
        fixed: list[z3.BoolRef],
    ) -> int | str | None:
        """The furthest value in a direction: an int, None where it is open, "unknown" where a limit was reached.

        No finite bound of such a system lies beyond the sum of all weights, doubled for each bound that is no
        difference (each is a sum of two, so Cramer's determinants at most double).
        """
        if limit is None:
            bounds = [b for c in self.network.constraints for b in linears(c.formula)]
            odd = sum(not b.is_difference for b in bounds)
            horizon = (sum(abs(b.most) for b in bounds) + 1) * 2 ** (odd + 1)
            answer = self._check(ids, [*fixed, sign * term >= horizon])
            if answer is not Answer.NO:
                return None if answer is Answer.YES else "unknown"
            limit = sign * horizon
        low, high = sign * attained, sign * limit  # attained and not yet excluded, counted in the direction of search
        while low < high:
            middle = (low + high + 1) // 2
            answer = self._check(ids, [*fixed, sign * term >= middle])
            if answer is Answer.UNKNOWN:
                return "unknown"
            if answer is Answer.YES:
                low = sign * self._last().eval(term, model_completion=True).as_long()
            else:
                high = middle - 1
        return sign * low

    # -- Z3

    def _check(self, ids: Collection[str], extra: Sequence[z3.BoolRef] = ()) -> Answer:
        if self._until is not None:
            left = int((self._until - time.monotonic()) * 1000)
            if left <= 0:
                return Answer.UNKNOWN
            self._solver.set("timeout", left)
        assumed = [self._literals[id] for id in sorted(ids)]
        if extra:
            self._solver.push()
            self._solver.add(*extra)
        result = self._solver.check(*assumed)
        if result == z3.sat:
            # Read before the question is taken back; only choices of alternatives are ever looked at.
            self._model = self._solver.model()
        if extra:
            self._solver.pop()
        return Answer.YES if result == z3.sat else Answer.NO if result == z3.unsat else Answer.UNKNOWN

    def _last(self) -> z3.ModelRef:
        assert self._model is not None  # asked for only after a YES
        return self._model

    def _assert(self, constraint: Constraint) -> None:
        encoded, term = self._encode(constraint.formula)
        self._encoded.append((constraint, encoded))
        guards = [self._literals[id] for id in constraint.ids]
        self._solver.add(z3.Or(*(z3.Not(g) for g in guards), term) if guards else term)

    def _encode(self, formula: Formula) -> tuple[_Encoded, z3.BoolRef]:
        match formula:
            case Linear(plus, minus, most):
                left = z3.Sum(*(self._point(p) for p in plus)) if len(plus) > 1 else self._one(plus)
                right = z3.Sum(*(self._point(p) for p in minus)) if len(minus) > 1 else self._one(minus)
                return formula, self._at_most(left, right, most)
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

    def _one(self, points: tuple[Point, ...]) -> z3.ArithRef | None:
        return self._point(points[0]) if points else None

    def _point(self, point: Point) -> z3.ArithRef:
        if point not in self._points:
            self._points[point] = z3.Int(point, self._context)
        return self._points[point]

    def _distance(self, distance: Distance) -> z3.ArithRef:
        return self._point(distance.of) - self._point(distance.after) if distance.after else self._point(distance.of)

    def _outside(self, distance: Distance, found: tuple[Interval, ...]) -> list[z3.BoolRef]:
        """That the distance lies in none of the intervals: before the first, between two, or after the last."""
        if not found:
            return []
        term = self._distance(distance)
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


def _union(intervals: Iterator[Interval] | Sequence[Interval]) -> tuple[Interval, ...]:
    """Sorted, disjoint and not even adjacent."""
    merged: list[Interval] = []
    for least, most in sorted(intervals, key=lambda i: (i[0] is not None, i[0] or 0)):
        if merged:
            low, high = merged[-1]
            if high is None or (least is None or least <= high + 1):
                merged[-1] = (low, None if high is None or most is None else max(high, most))
                continue
        merged.append((least, most))
    return tuple(merged)
