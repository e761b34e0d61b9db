"""Where a network lets the spans that exclude each other be, in whatever order they come.

Takes the sets of them and a trail that says where each lies, gives for bounds that some span is kept from every place
that it has in its row (rows.py), and orders by which points come by values that they miss. A row is worked out when it
is first asked for, and never beyond the time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping, Sequence
from math import inf
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from chrono.engine.certificates import is_circular
from chrono.engine.crowds import Crowds
from chrono.engine.rows import MOST_SETS, Row, Worth
from chrono.engine.trail import Literal, Trail

MOST_TOGETHER = 800_000
"""How many sets the rows of one network may have together: each its part of them."""
FEWEST = 2_000
"""How many each may have in any case."""

Stretches: TypeAlias = Sequence[tuple[float, float]]
"""First and last values, both within, in order."""


class Misplaced(NamedTuple):
    """That literals keep a span of a row from where it can start: by each of them how early, and how late; None where
    the other alone is enough."""

    row: int
    span: int
    after: Literal | None
    before: Literal | None

    def premises(self) -> tuple[Literal, ...]:
        """What it rests on besides the row."""
        return tuple(literal for literal in (self.after, self.before) if literal is not None)


class Rows:
    """The rows of a trail, one of each crowd, made when it is first asked for: only while nothing is assumed."""

    def __init__(self, crowds: Crowds, trail: Trail, ended: Callable[[], bool] = lambda: False) -> None:
        self.crowds = crowds.crowds
        self._crowds, self._trail, self._ended = crowds, trail, ended
        self._rows: dict[int, Row | None] = {}
        self._at: dict[int, list[tuple[int, int]]] = {}
        """By a point, the crowds and spans of which it is the start or end."""
        for number, crowd in enumerate(self.crowds):
            for k, ends in enumerate(zip(crowd.starts, crowd.ends, strict=True)):
                for point in ends:
                    self._at.setdefault(point, []).append((number, k))

    def row(self, number: int) -> Row | None:
        """The row of a crowd; None where its spans are not kept within bounds, there are too many sets, or the time
        ended."""
        if number not in self._rows:
            row = self._made(number)
            if row is None and self._ended():
                return None  # Of what a limit cut short nothing is kept.
            self._rows[number] = row
        return self._rows[number]

    def _made(self, number: int) -> Row | None:
        crowd, value = self.crowds[number], self._trail.value
        first, last = [value[2 * p] for p in crowd.starts], [-value[2 * p + 1] for p in crowd.ends]
        ahead = tuple(self._crowds.ahead[number])
        least = min(crowd.least) + crowd.between
        if least < 0 or (least == 0 and is_circular(ahead)) or -inf in first or inf in last:
            return None
        ints = [int(at) for at in first], [int(at) for at in last]
        after, most = len(self._trail.entries), min(MOST_SETS, max(FEWEST, MOST_TOGETHER // len(self.crowds)))
        row = Row(crowd.least, crowd.between, *ints, ahead, after, self._ended, most)
        return row if row.complete else None

    def misplaced(self, literals: Sequence[Literal], among: Collection[int] | None = None) -> Misplaced | None:
        """A span that the literals keep from every place that it has in its row. Where there are none, one that has no
        place at all, of the crowds that have points `among` these (default: of any)."""
        for number in () if literals else self._having(among):
            row = self.row(number)
            if row is not None and not row.possible:
                return Misplaced(number, 0, None, None)
        for number, k in self.about(literals):
            row = self.row(number)
            if row is None:
                continue
            if not row.possible:
                return Misplaced(number, 0, None, None)
            found, least, most = self.kept(number, k, literals)
            if not row.has_place(k, least, most):
                return found
        return None

    def _having(self, among: Collection[int] | None) -> list[int]:
        """The crowds that have points among these, or all."""
        if among is None:
            return list(range(len(self.crowds)))
        return sorted({number for point in among for number, _ in self._at.get(point, ())})

    def about(self, literals: Sequence[Literal]) -> list[tuple[int, int]]:
        """The rows, and the spans there, that literals are about."""
        return list(dict.fromkeys(at for place, _ in literals for at in self._at.get(place // 2, ())))

    def kept(self, number: int, k: int, literals: Sequence[Literal]) -> tuple[Misplaced, float, float]:
        """From when to when literals let a span have its place, and which do. Of where it ends a place says what it
        says of where it starts, for as long as the span lasts at least."""
        crowd = self.crowds[number]
        start, end = crowd.starts[k], crowd.ends[k]
        sides: list[Literal | None] = [None, None]
        least, most = -inf, inf
        for literal in literals:
            place, at = literal
            early = at if place == 2 * start else at - crowd.least[k] if place == 2 * end else -inf
            late = -at if place == 2 * start + 1 else -at - crowd.least[k] if place == 2 * end + 1 else inf
            if early > least:
                sides[0], least = literal, early
            if late < most:
                sides[1], most = literal, late
        return Misplaced(number, k, *sides), least, most

    def order(
        self,
        literals: Sequence[Literal],
        among: Collection[int],
        missing: Mapping[int, Stretches],
    ) -> list[tuple[int, int]] | None:
        """An order in which all spans of a row can come where these literals hold, each as its start and end, the one
        by which the points come by most of the values that they miss; None where no row with points `among` these says
        anything."""
        having = self._having(among)
        about = [at for at in self.about(literals) if at[0] in having]
        for number, k in about or [(n, -1) for n in having]:
            row, crowd = self.row(number), self.crowds[number]
            if row is None:
                continue
            _, least, most = self.kept(number, k, literals)
            order = row.order(self._worth(number, row, missing), k, least, most)
            if order is not None:
                return [(crowd.starts[span], crowd.ends[span]) for span in order]
        return None

    def _worth(self, number: int, row: Row, missing: Mapping[int, Stretches]) -> Worth:
        """How many values that the start and the end of a span miss its places have."""
        crowd = self.crowds[number]

        def worth(span: int, which: int) -> int:
            place, lasting = row.places[span][which], crowd.least[span]
            return _common(missing.get(crowd.starts[span], ()), place, 0) + _common(
                missing.get(crowd.ends[span], ()), place, lasting
            )

        return worth


def _common(stretches: Stretches, place: tuple[int, int], by: int) -> int:
    """How many values of a place, moved on by so much, lie in stretches."""
    first, last = place[0] + by, place[1] + by
    at, count = bisect_left(stretches, first, key=itemgetter(1)), 0
    while at < len(stretches) and stretches[at][0] <= last:
        count += int(min(stretches[at][1], last) - max(stretches[at][0], first)) + 1
        at += 1
    return count
