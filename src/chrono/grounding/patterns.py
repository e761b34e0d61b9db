"""A claim with its variables left open: read once, and its points renamed for each instance of a rule.

Takes a way to read the claim where variables are bound to ids, gives the formula for one binding after another: the
same that reading the claim anew gives, or None where that has to be done. What the claim says may depend on which ids
are bound only by points that are added up, of which two may be one; such claims are read anew each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from chrono.core.points import edge_and_span, point_of
from chrono.engine.formulas import AllOf, AnyOf, Formula, Linear, Point, are_differences, points_of
from chrono.language.expressions import Claim, names


@dataclass(frozen=True, slots=True)
class Pattern:
    """A formula over points of which some stand for those of bound ids."""

    formula: Formula
    points: tuple[tuple[Point, str, str], ...]
    """Each point that stands for another, with its edge and the variable that it is of."""
    sides: dict[tuple[str, str], tuple[Point]] = field(default_factory=dict, compare=False)
    """Of each edge and span that was filled in, the side of a bound that has it alone."""

    def filled(self, bindings: Mapping[str, str]) -> Formula | None:
        """The formula where these ids are bound; None where two points of a bound are then one."""
        return _renamed(self.formula, {point: self._named(edge, bindings[of]) for point, edge, of in self.points})

    def _named(self, edge: str, span: str) -> tuple[Point]:
        """A point as a side of a bound: the same one each time, since many instances are about it."""
        found = self.sides.get((edge, span))
        if found is None:
            found = self.sides[edge, span] = (point_of(edge, span),)
        return found


def pattern(claim: Claim, variables: Iterable[str], read: Callable[[Mapping[str, str]], Formula]) -> Pattern | None:
    """The claim as a pattern over its variables; None where it has to be read anew for each binding. `read` gives the
    formula where the variables are bound to ids."""
    bound = {name: f"${name}" for name in variables}
    for name, use in names(claim):
        if use == "known" or (use in ("relation", "amount") and name.variable in bound):
            return None
    formula = read(bound)
    if not are_differences([formula]):
        return None
    found = []
    for point in dict.fromkeys(points_of(formula)):
        edge, id = edge_and_span(point)
        if id[:1] == "$" and id[1:] in bound:
            found.append((point, edge, id[1:]))
    return Pattern(formula, tuple(found))


def _renamed(formula: Formula, points: Mapping[Point, tuple[Point]]) -> Formula | None:
    if isinstance(formula, Linear):
        # It is a difference, with a point a side at most.
        plus = points.get(formula.plus[0], formula.plus) if formula.plus else ()
        minus = points.get(formula.minus[0], formula.minus) if formula.minus else ()
        # Two points that are one cancel each other.
        return None if plus == minus else Linear(plus, minus, formula.most)
    parts = [_renamed(part, points) for part in formula.parts]
    whole = tuple(part for part in parts if part is not None)
    if len(whole) < len(parts):
        return None
    return AllOf(whole) if isinstance(formula, AllOf) else AnyOf(whole)
