"""What of a network can move what: points and ids that constraints tie to each other, step by step.

Takes a network and the ids that may be given up, tells groups. No constraint names a point of one group and a point or
id of another, so that the histories of the whole are those of the groups put together, whatever is given up: what is
given up of one group moves nothing of another, and each smallest contradiction lies within one. The zero ties nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from chrono.engine.formulas import Network, Point, points_of
from chrono.engine.joining import Joined


class Ties:
    """The groups of one network, each named by one of its members."""

    def __init__(self, network: Network, items: Collection[str]) -> None:
        self._joined = Joined[tuple[bool, str]]()
        free = frozenset(items)
        for constraint in network.constraints:
            members = [(True, point) for point in points_of(constraint.formula)]
            self._joined.join(members + [(False, id) for id in constraint.ids if id in free])

    def of_points(self, points: Iterable[Point]) -> frozenset[tuple[bool, str]]:
        """The groups of some points."""
        return frozenset(self._joined.group((True, point)) for point in points)

    def of_ids(self, ids: Iterable[str]) -> frozenset[tuple[bool, str]]:
        """The groups of some ids that may be given up."""
        return frozenset(self._joined.group((False, id)) for id in ids)
