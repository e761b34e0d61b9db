"""Histories as values to test with, and the strategy that draws them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hypothesis import strategies as st

from chrono import dates, questions
from chrono.api import Chronology
from chrono.engine.formulas import Point
from chrono.questions.base import Base
from chrono.testing.space import Space

REACH = {"day": 365_000, "month": 12_000, "year": 1_000}
"""A point that nothing bounds is drawn within a thousand years, in steps of each unit."""


class History(Mapping[Point, int]):
    """One way it can all have been: each point (`start(x)`, `end(x)`, `known(x)`) with its step of the unit.

    Printed as dates. `satisfies` says whether a claim is true in it.
    """

    __slots__ = ("_steps", "chronology")

    def __init__(self, chronology: Chronology, steps: Mapping[Point, int]) -> None:
        self.chronology, self._steps = chronology, dict(steps)

    def __getitem__(self, point: Point) -> int:
        return self._steps[point]

    def __iter__(self) -> Iterator[Point]:
        return iter(self._steps)

    def __len__(self) -> int:
        return len(self._steps)

    def date(self, point: Point) -> str:
        """The point's date, ISO 8601, cut to the unit."""
        return str(dates.iso(self[point], self.chronology.value.scale))

    def satisfies(self, claim: str) -> bool:
        """Whether a claim is true in this history. Raises `InvalidEvidence` for one that cannot be read, and
        `KeyError` for a point that was not drawn."""
        return questions.claims.true_in(self.chronology.value, self.chronology.read_claim(claim), self)

    def __repr__(self) -> str:
        return f"History({', '.join(f'{point} = {self.date(point)}' for point in self)})"


def histories(chronology: Chronology, points: Sequence[Point] | None = None) -> st.SearchStrategy[History]:
    """Histories that the evidence allows, of these points (default: all): every one can be drawn and none is rejected.

    Shrinks to the earliest dates. Raises `ValueError` when drawn from where the evidence contradicts itself.
    """
    return st.deferred(lambda: _histories(chronology, points))


def _histories(chronology: Chronology, points: Sequence[Point] | None) -> st.SearchStrategy[History]:
    space = space_of(chronology)
    wanted = space.network.points if points is None else tuple(points)
    if unknown := sorted(set(wanted) - set(space.network.points)):
        raise ValueError(f"there is no point {unknown[0]}: points are written start(id), end(id), known(id)")
    return within(space, chronology, wanted)


@st.composite
def within(draw: st.DrawFn, space: Space, chronology: Chronology, points: Sequence[Point]) -> History:
    """A history of a space that is known already."""
    return History(chronology, space.history(lambda count: draw(st.integers(0, count - 1)), points))


def space_of(chronology: Chronology) -> Space:
    """All histories of a chronology, as it is asked."""
    return Space(Base(chronology.value, chronology.options()).network, REACH[chronology.value.unit])
