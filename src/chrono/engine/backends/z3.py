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

from chrono.core.limits import Limit
from chrono.engine.formulas import AllOf, AnyOf, Constraint, Formula, Linear, Network, Point
from chrono.engine.intervals import Interval
from chrono.engine.outcomes import Answer, Distance, FailedCheck
from chrono.engine.shortest_paths import Distances


def version_of_z3() -> str:
    """The version of the solver that answers, as printed with every answer."""
    return str(z3.get_version_string())


_CANCELLED = ("canceled", "interrupted", "interrupted from keyboard")
"""What Z3 says of a search that was ended from outside: by Ctrl-C, or by its own clock."""


@dataclass(slots=True)
class _Alternatives:
    """An either/or: one Boolean an alternative, each implying its part."""

    chosen: list[str]
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
        # Symbols by number: what is written for Z3 needs no quoting, whatever ids look like.
        self._points: dict[Point, str] = {}
        self._ids = {id: f"i{n}" for n, id in enumerate(network.ids)}
        self._literals = {id: z3.Bool(name, self._context) for id, name in self._ids.items()}
        self._choices = 0
        self._undeclared = [f"(declare-const {name} Bool)" for name in self._ids.values()]
        """Declarations not told yet. Z3 keeps them, also when it takes back what was asserted since."""
        self._model: z3.ModelRef | None = None
        self._encoded: list[tuple[Constraint, _Encoded]] = []
        self._tell(network.constraints)

    def check(self, ids: Collection[str], limit: Limit, extra: Sequence[z3.BoolRef] = ()) -> Answer:
        """Whether there is a history that accepts `ids` and satisfies all that is asserted, and the extra terms.

        Raises `KeyboardInterrupt` where it is interrupted and the limit keeps no answer.
        """
        milliseconds = limit.milliseconds()
        if milliseconds is not None:
            # A little late, so that what Z3's own clock ended is not taken to have been interrupted.
            self._solver.set("timeout", milliseconds + 20)
        assumed = [self._literals[id] for id in sorted(ids)]
        if extra:
            self._solver.push()
            self._solver.add(*extra)
        result = self._solver.check(*assumed)
        if result == z3.sat:
            # Read before the question is taken back.
            self._model = self._solver.model()
        cancelled = result == z3.unknown and self._solver.reason_unknown() in _CANCELLED
        if extra:
            self._solver.pop()
        if cancelled and not limit.ended():
            # While it searches, Z3 takes Ctrl-C itself, and Python never hears of it.
            limit.interrupt()
        return Answer.YES if result == z3.sat else Answer.NO if result == z3.unsat else Answer.UNKNOWN

    @contextmanager
    def supposing(self, constraints: Sequence[Constraint]) -> Iterator[None]:
        """With these constraints as well, for the while."""
        self._solver.push()
        encoded = len(self._encoded)
        try:
            self._tell(constraints)
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
            yield z3.Bool(literal, self._context)
            yield from self._chosen_literals(part)

    def _alternative(self, encoded: _Alternatives) -> tuple[str, _Encoded]:
        for literal, part in zip(encoded.chosen, encoded.parts, strict=True):
            if z3.is_true(self._last().eval(z3.Bool(literal, self._context))):
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

    def _point(self, point: Point) -> z3.ArithRef:
        return z3.Int(self._symbol(point), self._context)

    # -- what is written for Z3: SMT-LIB text, which it reads five times as fast as terms are built one by one

    def _tell(self, constraints: Sequence[Constraint]) -> None:
        asserted: list[str] = []
        for constraint in constraints:
            encoded, term = self._write(constraint.formula, asserted)
            self._encoded.append((constraint, encoded))
            denied = "".join(f" (not {self._ids[id]})" for id in constraint.ids)
            asserted.append(f"(or{denied} {term})" if denied else term)
        declared, self._undeclared = self._undeclared, []
        self._solver.from_string("\n".join([*declared, *(f"(assert {term})" for term in asserted)]))

    def _write(self, formula: Formula, asserted: list[str]) -> tuple[_Encoded, str]:
        """A formula as text; what its alternatives imply is added to what is asserted."""
        match formula:
            case Linear(plus, minus, most):
                return formula, f"(<= {self._difference(plus, minus)} {_number(most)})"
            case AllOf(parts):
                written = [self._write(p, asserted) for p in parts]
                return _All([e for e, _ in written]), f"(and true {' '.join(t for _, t in written)})"
            case AnyOf(parts):
                alternatives = _Alternatives([], [])
                for part in parts:
                    inner, term = self._write(part, asserted)
                    literal = f"c{self._choices}"
                    self._choices += 1
                    self._undeclared.append(f"(declare-const {literal} Bool)")
                    asserted.append(f"(=> {literal} {term})")
                    alternatives.chosen.append(literal)
                    alternatives.parts.append(inner)
                return alternatives, f"(or false {' '.join(alternatives.chosen)})"

    def _difference(self, plus: tuple[Point, ...], minus: tuple[Point, ...]) -> str:
        left, right = self._sum(plus), self._sum(minus)
        if left and right:
            return f"(- {left} {right})"
        return left or (f"(- {right})" if right else "0")

    def _sum(self, points: tuple[Point, ...]) -> str:
        symbols = [self._symbol(p) for p in points]
        return f"(+ {' '.join(symbols)})" if len(symbols) > 1 else "".join(symbols)

    def _symbol(self, point: Point) -> str:
        if point not in self._points:
            self._points[point] = f"p{len(self._points)}"
            self._undeclared.append(f"(declare-const {self._points[point]} Int)")
        return self._points[point]


def _number(value: int) -> str:
    return str(value) if value >= 0 else f"(- {-value})"
