"""Inferences as bounds on single points and on pairs of them, for formats that can say no more.

Takes the constraints that bind, gives for each pair the tightest bound with the evidence it rests on, and those that
cannot be said so: sums, and either/ors, of which what all alternatives share is kept. When an event could be known of
is worked out of them, as no format has a word for it: by shortest paths through it, so that nothing else changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chrono.core.points import is_order
from chrono.engine.formulas import AllOf, AnyOf, Constraint, Formula, Linear, Point, linears, points_of

ZERO: Point = ""
"""Stands for the zero of the scale: a bound of a point to it is a date."""
Pair = tuple[Point, Point]
MOST_PATHS = 2_000_000
"""So many pairs may come of working points out."""


@dataclass(frozen=True, slots=True)
class Bound:
    """`later - earlier <= most`, in steps, with the ids that force it."""

    later: Point
    earlier: Point
    most: int
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bounds by their pair, sorted, and the constraints that they do not say in full."""

    by_pair: dict[Pair, Bound]
    sums: tuple[Constraint, ...]
    either_ors: tuple[Constraint, ...]


def bounds(binding: Iterable[Constraint], spoken_of: Iterable[Point]) -> Bounds:
    """The bounds on the points that a format can speak of; raises `OverflowError` where they would be too many."""
    found: dict[Pair, Bound] = {}
    sums, either_ors = [], []
    for constraint in binding:
        if all(is_order(point) for point in points_of(constraint.formula)):
            continue  # says nothing of dates where the evidence does not contradict itself
        if any(not linear.is_difference for linear in linears(constraint.formula)):
            sums.append(constraint)
        elif _has_choice(constraint.formula):
            either_ors.append(constraint)
        for (later, earlier), most in _shared(constraint.formula).items():
            _tighten(found, Bound(later, earlier, most, constraint.ids))
    wanted = {*spoken_of, ZERO}
    for point in sorted({p for pair in found for p in pair} - wanted):
        _work_out(found, point)
    return Bounds(dict(sorted(found.items())), tuple(sums), tuple(either_ors))


def _has_choice(formula: Formula) -> bool:
    return isinstance(formula, AnyOf) or (isinstance(formula, AllOf) and any(map(_has_choice, formula.parts)))


def _shared(formula: Formula) -> dict[Pair, int]:
    """The bounds on pairs that hold whichever alternative does."""
    match formula:
        case Linear(plus, minus, most):
            if not formula.is_difference or any(map(is_order, (*plus, *minus))):
                return {}
            return {(plus[0] if plus else ZERO, minus[0] if minus else ZERO): most}
        case AllOf(parts):
            found: dict[Pair, int] = {}
            for part in parts:
                for pair, most in _shared(part).items():
                    found[pair] = min(most, found.get(pair, most))
            return found
        case AnyOf(parts):
            alternatives = [_shared(part) for part in parts]
            if not alternatives:
                return {}
            pairs = set(alternatives[0]).intersection(*alternatives[1:])
            return {pair: max(one[pair] for one in alternatives) for pair in sorted(pairs)}


def _tighten(found: dict[Pair, Bound], bound: Bound) -> None:
    pair = bound.later, bound.earlier
    known = found.get(pair)
    if bound.later != bound.earlier and (known is None or (bound.most, bound.ids) < (known.most, known.ids)):
        found[pair] = bound


def _work_out(found: dict[Pair, Bound], point: Point) -> None:
    """Takes a point away and keeps what it says of the others (one step of Fourier and Motzkin's elimination, which on
    differences of whole numbers loses nothing)."""
    above = [bound for bound in found.values() if bound.earlier == point]
    below = [bound for bound in found.values() if bound.later == point]
    if len(above) * len(below) > MOST_PATHS:
        raise OverflowError(point)
    for bound in (*above, *below):
        del found[bound.later, bound.earlier]
    for upper in above:
        for lower in below:
            ids = tuple(sorted({*upper.ids, *lower.ids}))
            _tighten(found, Bound(upper.later, lower.earlier, upper.most + lower.most, ids))
