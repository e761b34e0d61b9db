"""Few spans of a large chronology: their windows and arguments, from what lies around them.

Takes a base whose evidence is consistent; gives windows with the refutations of what lies outside, proven and checked,
and who argues about the ends of a point, the same as the whole gives; or nothing where either/ors are in the way, so
that the whole has to be asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from chrono.arguments.explainer import Explainer
from chrono.engine.certificates import Refutation
from chrono.engine.formulas import Point
from chrono.engine.intervals import Window
from chrono.engine.outcomes import Distance
from chrono.engine.solver import Solver
from chrono.engine.surroundings import Surroundings

if TYPE_CHECKING:
    from chrono.questions.base import Base


class Near:
    """What was found around few spans of one base."""

    def __init__(self, base: Base, surroundings: Surroundings) -> None:
        self._base, self._surroundings = base, surroundings
        self._windows: dict[tuple[Distance, frozenset[str]], tuple[Window, tuple[Refutation, ...]] | None] = {}
        self._explainers: dict[Point, Explainer | None] = {}

    def window(self, distance: Distance, ids: Collection[str] | None) -> tuple[Window, tuple[Refutation, ...]] | None:
        """The window of a distance where some ids (None: all) are accepted, and why it holds nothing more."""
        accepted = self._base.solver.binding(ids)
        key = distance, accepted
        if key not in self._windows:
            if self._base.limit.ended():
                return None
            found = self._surroundings.certificate(distance.of, distance.after, self._counts(accepted))
            self._windows[key] = None if found is None else (Window(found.intervals), found.excluded)
        return self._windows[key]

    def explainer(self, point: Point) -> Explainer | None:
        """Who argues about the ends of a point's window where everything is accepted."""
        if point not in self._explainers:
            if self._base.limit.ended():
                return None
            solver = self._base.solver
            numbers = self._surroundings.deciding([point], self._counts(solver.everything))
            self._explainers[point] = None
            if numbers is not None:
                small = Solver(solver.bearing.of([point], numbers), solver.limit, solver.backend)
                self._explainers[point] = self._base.arguing(small)
        return self._explainers[point]

    def _counts(self, accepted: frozenset[str]) -> Callable[[int], bool]:
        constraints = self._base.network.constraints
        if accepted is self._base.solver.everything:
            return lambda number: True
        return lambda number: accepted.issuperset(constraints[number].ids)
