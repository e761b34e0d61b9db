"""What of a network can move what: points and ids that constraints tie to each other, step by step.

Takes a network and the ids that may be given up, tells groups. No constraint names a point of one group and a point or
id of another, so that the histories of the whole are those of the groups put together, whatever is given up: what is
given up of one group moves nothing of another, and each smallest contradiction lies within one. The zero ties nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from chrono.engine.formulas import Network, Point, points_of


class Ties:
    """The groups of one network, each named by one of its members."""

    def __init__(self, network: Network, items: Collection[str]) -> None:
        self._root: dict[tuple[bool, str], tuple[bool, str]] = {}
        free = frozenset(items)
        for constraint in network.constraints:
            members = [(True, point) for point in points_of(constraint.formula)]
            members += [(False, id) for id in constraint.ids if id in free]
            for other in members[1:]:
                self._join(members[0], other)

    def of_points(self, points: Iterable[Point]) -> frozenset[tuple[bool, str]]:
        """The groups of some points."""
        return frozenset(self._find((True, point)) for point in points)

    def of_ids(self, ids: Iterable[str]) -> frozenset[tuple[bool, str]]:
        """The groups of some ids that may be given up."""
        return frozenset(self._find((False, id)) for id in ids)

    def _find(self, member: tuple[bool, str]) -> tuple[bool, str]:
        root, trail = self._root, []
        while (above := root.get(member, member)) != member:
            trail.append(member)
            member = above
        for passed in trail:
            root[passed] = member
        return member

    def _join(self, one: tuple[bool, str], other: tuple[bool, str]) -> None:
        first, second = self._find(one), self._find(other)
        if first != second:
            # The smaller name stands for both, so that a group has one name whatever the order.
            self._root[max(first, second)] = min(first, second)
