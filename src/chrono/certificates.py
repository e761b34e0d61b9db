"""Proofs of answers, and their check: it trusts nothing that the solver or the shortest paths did.

Takes formulas and what is claimed about them, gives whether the proof holds, by addition and comparison alone. Shares
only the constraint type with whatever found the proof, and knows no solver. A bound is proven by a history in which it
is attained and by a refutation of anything beyond it: a tree that splits either/ors into their cases and ends in sums
of bounds that say 0 <= a negative number (Farkas; for differences such a sum is a negative cycle).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from chrono.constraints import FALSE, AllOf, AnyOf, Formula, History, Linear, Point


@dataclass(frozen=True, slots=True)
class Sum:
    """Bounds that cannot all hold: added up, their points cancel and 0 <= a negative number is left."""

    bounds: tuple[Linear, ...]


@dataclass(frozen=True, slots=True)
class Cases:
    """An either/or of which every alternative is refuted in its turn."""

    choice: AnyOf
    refuted: tuple[Refutation, ...]


Refutation: TypeAlias = Sum | Cases


@dataclass(frozen=True, slots=True)
class Witness:
    """A full history, and for an open bound the points that can all be moved from it, as far as one likes, by
    `step`."""

    history: History
    moving: frozenset[Point] = frozenset()
    step: int = 0


Span: TypeAlias = tuple[Witness, Witness]
"""Two histories that take the same alternatives. Where all bounds are differences, every value between theirs is
attained: such systems are totally unimodular, so where a number of years is possible in fractions it is possible in
whole years."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """That `of` lies after `after` (the zero of the calendar where that is "") by the values of `intervals` and no
    others.

    `attained` has for each interval the spans that lead from its one end to the other without leaving out a value;
    `excluded` a refutation for what lies before the first interval (unless that is open), between each two, and after
    the last (unless open).
    """

    of: Point
    after: Point
    intervals: tuple[tuple[int | None, int | None], ...]
    attained: tuple[tuple[Span, ...], ...]
    excluded: tuple[Refutation, ...]


def satisfies(witnesses: Witness | Span, formulas: Iterable[Formula]) -> bool:
    """Whether the histories, moved as far as one likes, satisfy every formula, all by the same alternatives."""
    together = (witnesses,) if isinstance(witnesses, Witness) else witnesses

    def holds(formula: Formula) -> bool:
        match formula:
            case Linear(plus, minus, most):
                for w in together:
                    at, moved = w.history, sum(p in w.moving for p in plus) - sum(p in w.moving for p in minus)
                    if sum(at[p] for p in plus) - sum(at[p] for p in minus) > most or w.step * moved > 0:
                        return False
                return True
            case AllOf(parts):
                return all(holds(p) for p in parts)
            case AnyOf(parts):
                return any(holds(p) for p in parts)

    return all(holds(f) for f in formulas)


def refutes(tree: Refutation, formulas: Iterable[Formula]) -> bool:
    """Whether the tree shows that no history satisfies all the formulas. It may use only them, and a bound or its
    opposite."""
    pending = [(tree, frozenset(part for f in formulas for part in _conjuncts(f)))]
    while pending:
        at, given = pending.pop()
        if isinstance(at, Sum):
            left = Counter(p for b in at.bounds for p in b.plus)
            left.subtract(p for b in at.bounds for p in b.minus)
            if any(left.values()) or sum(b.most for b in at.bounds) >= 0 or not given.issuperset(at.bounds):
                return False
            continue
        parts = at.choice.parts
        if at.choice not in given and not (len(parts) == 2 and _opposite(*parts)):
            return False
        if len(at.refuted) != len(parts):
            return False
        pending += [(t, given.union(_conjuncts(p))) for t, p in zip(at.refuted, parts, strict=True)]
    return True


def proves(certificate: Certificate, formulas: Iterable[Formula]) -> bool:
    """Whether the certificate shows that its intervals are what the formulas leave, neither more nor less.

    The formulas' bounds must be differences, or what is said of spans does not hold.
    """
    formulas = tuple(formulas)
    of, after, intervals = certificate.of, certificate.after, certificate.intervals
    if not intervals or len(certificate.attained) != len(intervals):
        return False

    def value(witness: Witness) -> int:
        return witness.history[of] - (witness.history[after] if after else 0)

    def attains(witness: Witness, bound: int | None, side: int) -> bool:
        if bound is not None:
            return value(witness) == bound
        return side * witness.step * ((of in witness.moving) - (after in witness.moving)) > 0

    for (least, most), spans in zip(intervals, certificate.attained, strict=True):
        if not spans or not attains(spans[0][0], least, -1) or not attains(spans[-1][1], most, 1):
            return False
        if any(value(low) > value(high) + 1 for (_, high), (low, _) in pairwise(spans)):
            return False
        if not all(satisfies(span, formulas) for span in spans):
            return False
    beyond = outside(of, after, intervals)
    return len(beyond) == len(certificate.excluded) and all(
        refutes(tree, (*formulas, *bounds)) for tree, bounds in zip(certificate.excluded, beyond, strict=True)
    )


def outside(of: Point, after: Point, intervals: tuple[tuple[int | None, int | None], ...]) -> list[tuple[Linear, ...]]:
    """What must be refuted: the bounds of each stretch that the intervals leave out, in ascending order."""
    plus, minus = (of,), (after,) if after else ()
    stretches: list[tuple[Linear, ...]] = []
    if intervals and intervals[0][0] is not None:
        stretches.append((Linear(plus, minus, intervals[0][0] - 1),))
    for (_, before), (first, _) in pairwise(intervals):
        if before is not None and first is not None:
            stretches.append((Linear(minus, plus, -before - 1), Linear(plus, minus, first - 1)))
    if intervals and intervals[-1][1] is not None:
        stretches.append((Linear(minus, plus, -intervals[-1][1] - 1),))
    return stretches


def _conjuncts(formula: Formula) -> Iterable[Formula]:
    """The formula's own parts that all hold. An either/or without alternatives counts as 0 <= -1."""
    if isinstance(formula, AllOf):
        for part in formula.parts:
            yield from _conjuncts(part)
    else:
        yield formula
        if formula == FALSE:
            yield Linear((), (), -1)


def _opposite(one: Formula, other: Formula) -> bool:
    return isinstance(one, Linear) and isinstance(other, Linear) and one.negated() == other
