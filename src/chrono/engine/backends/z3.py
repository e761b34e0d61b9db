"""A network as Z3 sees it. The only module that knows Z3.

Takes a network and more constraints, gives histories. Where all bounds are differences only the alternatives that a
model chooses are read, and shortest paths say the values. One assumption stands for each id, so that any part of the
evidence can be accepted or left out; one Boolean for each alternative of an either/or.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import z3

from chrono.core.limits import Limit
from chrono.engine.formulas import AllOf, AnyOf, Constraint, Formula, History, Linear, Network, Point, linears
from chrono.engine.outcomes import Answer, FailedCheck
from chrono.engine.shortest_paths import ORIGIN, Distances


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
    """One network told to Z3."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._differences = all(b.is_difference for c in network.constraints for b in linears(c.formula))
        self._context = z3.Context()
        self._solver = z3.SimpleSolver(ctx=self._context)
        if self._differences:
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

    def history(self, also: Sequence[Constraint], accepted: Collection[str], limit: Limit) -> History | bool | None:
        """A history that satisfies `also` and what binds where these ids are accepted; False where there is none.

        Raises `KeyboardInterrupt` where it is interrupted and the limit keeps no answer.
        """
        encoded = len(self._encoded)
        self._solver.push()
        try:
            self._tell(also)
            answer = self._check(accepted, limit)
            if answer is not Answer.YES:
                return None if answer is Answer.UNKNOWN else False
            return self._read(frozenset(accepted))
        finally:
            del self._encoded[encoded:]
            self._solver.pop()

    def _check(self, ids: Collection[str], limit: Limit) -> Answer:
        """Whether there is a history that accepts `ids` and satisfies all that is asserted."""
        if limit.ended():
            # While it was told what is asked: of an interrupt before it searches Z3 hears nothing.
            return Answer.UNKNOWN
        milliseconds = limit.milliseconds()
        if milliseconds is not None:
            # A little late, so that what Z3's own clock ended is not taken to have been interrupted.
            self._solver.set("timeout", milliseconds + 20)
        result = self._solver.check(*(self._literals[id] for id in sorted(ids)))
        if result == z3.sat:
            # Read before the question is taken back.
            self._model = self._solver.model()
        cancelled = result == z3.unknown and self._solver.reason_unknown() in _CANCELLED
        if cancelled and not limit.ended():
            # While it searches, Z3 takes Ctrl-C itself, and Python never hears of it.
            limit.interrupt()
        return Answer.YES if result == z3.sat else Answer.NO if result == z3.unsat else Answer.UNKNOWN

    # -- the last model, after a YES

    def _read(self, accepted: frozenset[str]) -> History:
        """Its history, every point of the network named."""
        if not self._differences:
            return {
                p: int(self._last().eval(self._point(p), model_completion=True).as_long()) for p in self._network.points
            }
        chosen = Distances(
            (bound, None)
            for constraint, encoded in self._encoded
            if accepted.issuperset(constraint.ids)
            for bound in self._chosen(encoded)
        )
        if chosen.cycle is not None:
            raise FailedCheck("Z3 chose alternatives that contradict each other")
        at = chosen.potential
        return {p: at.get(p, at[ORIGIN]) - at[ORIGIN] for p in self._network.points}

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
            yield from self._chosen(self._alternative(encoded))

    def _alternative(self, encoded: _Alternatives) -> _Encoded:
        for literal, part in zip(encoded.chosen, encoded.parts, strict=True):
            if z3.is_true(self._last().eval(z3.Bool(literal, self._context))):
                return part
        raise FailedCheck("Z3 chose no alternative of an either/or")

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
