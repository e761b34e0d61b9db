"""What one constraint says, made out once for all arguments that rest on it."""

from __future__ import annotations

from operator import attrgetter

from chrono.answers.reasons import origin_of
from chrono.core.ids import in_premise_order
from chrono.engine.formulas import Constraint, is_conjunctive, linears
from chrono.engine.shortest_paths import edge

MOST_KNOWN = 20_000
"""Of so many constraints it is not kept any longer."""


class Said:
    """What a constraint says: its bounds, each as an edge (None where it has either/ors or sums), the points that it
    names, and the premises that it was made from, each by what puts it among others."""

    __slots__ = ("_saying", "constraint", "edges", "points", "premises")

    def __init__(self, constraint: Constraint) -> None:
        self.constraint = constraint
        bounds = [*linears(constraint.formula)]
        plain = is_conjunctive(constraint.formula) and all(bound.is_difference for bound in bounds)
        self.edges = [(bound, edge(bound, constraint)) for bound in bounds] if plain else None
        self.points = {point for bound in bounds for point in (*bound.plus, *bound.minus)}
        self.premises = [((*in_premise_order(p.id), p.sentence), p) for p in origin_of(constraint).premises]
        self._saying: tuple[object, ...] | None = None

    @property
    def saying(self) -> tuple[object, ...]:
        """What sorts it among others: only of what is told that is asked."""
        if self._saying is None:
            of = self.constraint
            self._saying = of.ids, origin_of(of).sentence, repr(of.formula)
        return self._saying


SAYING = attrgetter("saying")
