"""What the solver is asked about: points, bounds on their differences, either/ors, and the evidence they rest on.

A constraint is a formula over integer points guarded by the ids of the evidence and rules that force it: it binds where
all of them are accepted. The formulas are in negation normal form (no negation: the opposite of a bound is a bound).
This module knows neither files nor solvers; whatever checks an answer shares nothing else with whatever found it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Point: TypeAlias = str
"""A point in time, in whole steps of the chronology's unit: `start(x)`, `end(x)` or `known(x)`."""

FURTHEST = 10**15
"""The largest number a bound may have, and the furthest from the zero that a value is told: beyond all of history in
seconds, and far from where sums could go wrong. What lies further is refused, or unknown."""

History: TypeAlias = Mapping[Point, int]


@dataclass(frozen=True, slots=True)
class Linear:
    """sum(plus) - sum(minus) <= most. With one point a side it is a difference, with one point in all a date."""

    plus: tuple[Point, ...]
    minus: tuple[Point, ...]
    most: int

    @property
    def is_difference(self) -> bool:
        """Whether it has at most one point a side."""
        return len(self.plus) <= 1 and len(self.minus) <= 1

    def negated(self) -> Linear:
        """The bound that holds exactly where this one does not."""
        return Linear(self.minus, self.plus, -self.most - 1)


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds; with no parts it is true."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; with no parts it is false."""

    parts: tuple[Formula, ...]


Formula: TypeAlias = Linear | AllOf | AnyOf
TRUE = AllOf(())
FALSE = AnyOf(())


def both(*parts: Formula) -> Formula:
    """All of the parts, flattened."""
    flat = [q for p in parts for q in (p.parts if isinstance(p, AllOf) else (p,))]
    if FALSE in flat:
        return FALSE
    return flat[0] if len(flat) == 1 else AllOf(tuple(flat))


def either(*parts: Formula) -> Formula:
    """Any of the parts, flattened."""
    flat = [q for p in parts for q in (p.parts if isinstance(p, AnyOf) else (p,))]
    if TRUE in flat:
        return TRUE
    return flat[0] if len(flat) == 1 else AnyOf(tuple(flat))


def negated(formula: Formula) -> Formula:
    """The formula that holds exactly where this one does not."""
    match formula:
        case Linear():
            return formula.negated()
        case AllOf(parts):
            return AnyOf(tuple(negated(p) for p in parts))
        case AnyOf(parts):
            return AllOf(tuple(negated(p) for p in parts))


def at_most(point: Point, value: int) -> Linear:
    """point <= value."""
    return Linear((point,), (), value)


def at_least(point: Point, value: int) -> Linear:
    """point >= value."""
    return Linear((), (point,), -value)


def no_later(first: Point, second: Point) -> Linear:
    """first <= second."""
    return Linear((first,), (second,), 0)


def linears(formula: Formula) -> Iterator[Linear]:
    """Every bound in a formula, in its order."""
    if isinstance(formula, Linear):
        yield formula
    else:
        for part in formula.parts:
            yield from linears(part)


def are_differences(formulas: Iterable[Formula]) -> bool:
    """Whether every bound in the formulas names at most one point a side: the question every network begins with."""
    waiting = [*formulas]
    while waiting:
        formula = waiting.pop()
        if not isinstance(formula, Linear):
            waiting += formula.parts
        elif not formula.is_difference:
            return False
    return True


def points_of(formula: Formula) -> Iterator[Point]:
    """The points that a formula names, as often as it does."""
    for bound in linears(formula):
        yield from (*bound.plus, *bound.minus)


def naming(formulas: Iterable[Formula]) -> dict[Point, list[int]]:
    """The formulas, by their numbers, that name each point."""
    found: dict[Point, list[int]] = {}
    for number, formula in enumerate(formulas):
        for point in dict.fromkeys(points_of(formula)):
            found.setdefault(point, []).append(number)
    return found


def is_conjunctive(formula: Formula) -> bool:
    """Whether a formula is a plain list of bounds, with no either/or."""
    if isinstance(formula, AnyOf):
        return False
    return isinstance(formula, Linear) or all(is_conjunctive(p) for p in formula.parts)


def holds(formula: Formula, history: History) -> bool:
    """Whether a full history satisfies a formula: plain arithmetic, the check of any answer."""
    match formula:
        case Linear(plus, minus, most):
            return sum(history[p] for p in plus) - sum(history[p] for p in minus) <= most
        case AllOf(parts):
            return all(holds(p, history) for p in parts)
        case AnyOf(parts):
            return any(holds(p, history) for p in parts)


@dataclass(frozen=True, slots=True)
class Constraint:
    """A formula that binds where every one of `ids` is accepted; with no ids it binds always (start <= end)."""

    formula: Formula
    ids: tuple[str, ...] = ()
    origin: object = None
    """Whatever its maker wants to find again beside a proof: nothing here looks inside."""


@dataclass(frozen=True, slots=True)
class Network:
    """All constraints over all points, with the rank of each id (higher is more certain), and the weight of those that
    weigh more than 1. Sorted, so order is fixed."""

    points: tuple[Point, ...]
    constraints: tuple[Constraint, ...]
    ranks: Mapping[str, int]
    weights: Mapping[str, int] = field(default_factory=dict)
    ids: tuple[str, ...] = field(init=False, compare=False, repr=False)
    """All ids, the most certain first, then by name: the order in which arguments are preferred."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "ids", tuple(sorted(self.ranks, key=lambda id: (-self.ranks[id], id))))

    def at_least(self, rank: int) -> frozenset[str]:
        """The ids of at least a rank."""
        return frozenset(id for id, r in self.ranks.items() if r >= rank)

    def accepting(self, ids: Collection[str]) -> tuple[Constraint, ...]:
        """The constraints that bind when exactly these ids are accepted."""
        accepted = frozenset(ids)
        return tuple(c for c in self.constraints if accepted.issuperset(c.ids))
