"""A backend that answers nothing: the search is left to itself.

Takes every question of a solver that is told one network, says that it does not know. What then is told was found and
proven without any solver.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from chrono.core.limits import Limit
from chrono.engine.backends import Alone
from chrono.engine.formulas import Constraint
from chrono.engine.intervals import Interval
from chrono.engine.outcomes import Answer, Distance


class Silent:
    """One network, of which nothing is said. It never has a model, so that nobody reads one."""

    def __init__(self, alone: Alone) -> None:
        self._alone = alone

    def check(self, ids: Collection[str], limit: Limit, extra: Sequence[Any] = ()) -> Answer:
        """Unknown, whatever is asked."""
        self._alone.left_open = True
        return Answer.UNKNOWN

    @contextmanager
    def supposing(self, constraints: Sequence[Constraint]) -> Iterator[None]:
        """With these constraints as well, of which as little is said."""
        yield

    def outside(self, distance: Distance, found: Sequence[Interval]) -> Sequence[Any]:
        """No terms."""
        return ()
