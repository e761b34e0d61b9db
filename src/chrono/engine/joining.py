"""What hangs together: things that are joined a few at a time, and the groups that this makes (disjoint sets; Tarjan,
Journal of the ACM 22, 1975).

Takes things that can be put in order, names each group by its least, so that the name does not depend on the order in
which they were joined.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

Thing = TypeVar("Thing", int, str, tuple[bool, str])


class Joined(Generic[Thing]):
    """Things in groups; at first each is one by itself."""

    def __init__(self) -> None:
        self._above: dict[Thing, Thing] = {}

    def group(self, thing: Thing) -> Thing:
        """The name of its group."""
        above = self._above
        while (further := above.get(thing, thing)) != thing:
            above[thing] = thing = above.get(further, further)
        return thing

    def join(self, things: Iterable[Thing]) -> None:
        """Makes one group of theirs."""
        groups = sorted({self.group(thing) for thing in things})
        for other in groups[1:]:
            self._above[other] = groups[0]
