"""Where a network lets the spans that exclude each other be, in whatever order they come.

Takes the sets of them and a trail that says where each lies, gives for bounds that some span is kept from every place
that it has in its row (rows.py), and orders by which points come by values that they miss. A row is worked out when it
is first asked for, and never beyond the time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from math import inf
from operator import itemgetter
from typing import NamedTuple, TypeAlias, TypeVar

from chrono.engine.certificates import is_circular
from chrono.engine.crowds import Crowds
from chrono.engine.rows import Row, Worth
from chrono.engine.span_sets import MOST_SETS, SpanSets
from chrono.engine.tight_orders import TightOrders
from chrono.engine.trail import Literal, Trail

MOST_TOGETHER = 100_000
"""How many sets the rows of one network may have together: each its part of them."""
FEWEST = 2_000
"""How many each may have in any case."""
MOST_POOLED = 20_000
"""How many sets a row may have in which spans are pooled, and how much room these may take."""
WIDE = 8
"""Those are pooled that can move by more than the room of all, divided by this."""
DRAWN = 32
"""How many sets are drawn of those that are one set of such a row."""
DRAWN_CLOSELY = 2
"""How many where one span is kept from all places that are known."""
KEPT = 64
"""How many rows of a crowd, whose orders were drawn, are kept besides the first."""

Sets = TypeVar("Sets", bound=SpanSets)
Stretches: TypeAlias = Sequence[tuple[float, float]]
"""First and last values, both within, in order."""


class Misplaced(NamedTuple):
    """That literals keep a span of a row from where it can start: by each of them how early, and how late; None where
    the other alone is enough."""

    row: int
    span: int
    after: Literal | None
    before: Literal | None
    without: SpanSets | None = None
    """The sets of the spans where they hold, which leave nothing a place."""

    def premises(self) -> tuple[Literal, ...]:
        """What it rests on besides the row."""
        return tuple(literal for literal in (self.after, self.before) if literal is not None)


class Within(NamedTuple):
    """From when to when each span of a crowd can lie, and as bits which it is known to come behind."""

    first: Sequence[int]
    last: Sequence[int]
    ahead: Sequence[int]


class Known(NamedTuple):
    """What is known of where the spans of a crowd can be."""

    row: Row
    """Outside its places nothing is possible."""
    drawn: list[Row]
    """Rows whose orders are all possible; the same one, where all are known."""
    tight: TightOrders | None
    """Orders, where there is no room to spare."""

    def having(self, span: int, least: float, most: float) -> Row | TightOrders | None:
        """One of these by which a span can start from `least` to `most`; any, where that is -1."""
        orders = (self.tight,) if self.tight else self.drawn
        return next((known for known in orders if span < 0 or known.has_place(span, least, most)), None)


class Rows:
    """The rows of a trail, one of each crowd, made when it is first asked for: only while nothing is assumed."""

    def __init__(self, crowds: Crowds, trail: Trail, ended: Callable[[], bool] = lambda: False) -> None:
        self.crowds = crowds.crowds
        self._crowds, self._trail, self._ended = crowds, trail, ended
        self._rows: dict[int, Known | None] = {}
        self._closer: dict[tuple[int, int, int, int], SpanSets | None] = {}
        self._at: dict[int, list[tuple[int, int]]] = {}
        """By a point, the crowds and spans of which it is the start or end."""
        for number, crowd in enumerate(self.crowds):
            for k, ends in enumerate(zip(crowd.starts, crowd.ends, strict=True)):
                for point in ends:
                    self._at.setdefault(point, []).append((number, k))
        self.longest: dict[tuple[int, int], int] = {}
        """By start and end, the plain arc that says how long a span lasts at most."""
        for arc in sorted(trail.plain, key=lambda arc: (-trail.weight[arc], -arc)):
            self.longest[trail.source[arc], trail.target[arc]] = arc

    def row(self, number: int) -> Row | None:
        """The row of a crowd, outside whose places nothing is possible; None where its spans are not kept within
        bounds, there are too many sets, or the time ended."""
        known = self._known(number)
        return known.row if known else None

    def _known(self, number: int) -> Known | None:
        """What is known of a crowd."""
        if number not in self._rows:
            rows = self._made(number)
            if rows is None and self._ended():
                return None  # Of what a limit cut short nothing is kept.
            self._rows[number] = rows
        return self._rows[number]

    def _made(self, number: int) -> Known | None:
        crowd, value = self.crowds[number], self._trail.value
        starts, ends = [value[2 * p] for p in crowd.starts], [-value[2 * p + 1] for p in crowd.ends]
        least = min(crowd.least) + crowd.between
        if least < 0 or (least == 0 and is_circular(self._crowds.ahead[number])) or -inf in starts or inf in ends:
            return None
        within = Within([int(at) for at in starts], [int(at) for at in ends], tuple(self._crowds.ahead[number]))
        row = self._sets(Row, number, within, min(MOST_SETS, max(FEWEST, MOST_TOGETHER // len(self.crowds))))
        if row.complete:
            return Known(row, [row], TightOrders(row) if row.tight else None)
        outline = self._pooling(Row, number, within, self._wide(number, within))
        if outline is None:
            return None
        if outline.tight:
            return Known(outline, [], TightOrders(outline))
        drawn = self._drawn(number, outline, DRAWN)
        return Known(outline, [drawn], None) if drawn.complete else None

    def _sets(
        self,
        made: type[Sets],
        number: int,
        within: Within,
        most: int,
        pooled: int = 0,
        outline: SpanSets | None = None,
    ) -> Sets:
        """What is known of a crowd whose spans lie within these and come behind those."""
        crowd, after = self.crowds[number], len(self._trail.entries)
        return made(crowd.least, crowd.between, *within, after, self._ended, most, pooled, outline)

    def _pooling(self, made: type[Sets], number: int, within: Within, pooled: Sequence[int]) -> Sets | None:
        """What is known of it with spans pooled; None where some take no time, sets are too many, or the time ended."""
        crowd = self.crowds[number]
        room = [least + crowd.between for least in crowd.least]
        if min(room) < 1 or sum(room[k] for k in pooled) > MOST_POOLED:
            return None
        found = self._sets(made, number, within, MOST_POOLED, sum(1 << k for k in pooled))
        return found if found.complete else None

    def _drawn(self, number: int, outline: SpanSets, most: int) -> Row:
        """A row of which so many sets are drawn of each that is one set in an outline."""
        within = Within(outline.first, outline.last, outline.ahead)
        return self._sets(Row, number, within, most, outline=outline)

    def _wide(self, number: int, within: Within) -> list[int]:
        """The spans that can move far."""
        first, last, _ = within
        room = max(last) - min(first)
        return [k for k, least in enumerate(self.crowds[number].least) if WIDE * (last[k] - first[k] - least) > room]

    def _without(self, number: int, k: int, literals: Sequence[Literal]) -> SpanSets | None:
        """The sets of a crowd, which leave nothing a place, where literals hold that keep a span where the row of its
        crowd has places for it; None where it has one, or that is not known.

        Of the spans pooled one after the other is told by which an order is none (Righini & Salani, Networks 51, 2008),
        until there is no order, or one of the spans themselves, which is then known.
        """
        known = self._known(number)
        found, least, most = self.kept(number, k, literals)
        if known is None or known.having(k, least, most) is not None:
            return None
        first, last = list(known.row.first), list(known.row.last)
        start, end = self.crowds[number].starts[k], self.crowds[number].ends[k]
        arc = self.longest.get((start, end), -1)
        longest = self._trail.weight[arc] if arc >= 0 else inf
        for place, at in found.premises():
            early = at if place == 2 * start else at - longest if place == 2 * end else -inf
            late = -at if place == 2 * end + 1 else longest - at if place == 2 * start + 1 else inf
            first[k], last[k] = int(max(first[k], early)), int(min(last[k], late))
        if known.tight is not None and known.tight.order(lambda *_: 0, k, least, most) is not None:
            return None
        key = number, k, first[k], last[k]
        if key not in self._closer:
            row = self._closely(known, number, Within(first, last, known.row.ahead))
            if self._ended():
                return None  # Of what a limit cut short nothing is kept.
            self._closer[key] = row
        return self._closer[key]

    def _closely(self, known: Known, number: int, within: Within) -> SpanSets | None:
        pooled = self._wide(number, within)
        while (outline := self._pooling(SpanSets, number, within, pooled)) is not None and outline.possible:
            order, amiss = outline.order_told()
            if known.tight is None:
                drawn = self._drawn(number, outline, DRAWN_CLOSELY)
                if not drawn.complete:
                    return None
                if drawn.possible:
                    known.drawn.append(drawn)
                    del known.drawn[1:-KEPT]
                    return None
            elif not amiss:
                known.tight.note(order)
            if not amiss:
                return None
            pooled.remove(amiss[0])
        return outline

    def misplaced(
        self, literals: Sequence[Literal], among: Collection[int] | None = None, closely: bool = True
    ) -> Misplaced | None:
        """A span that the literals keep from every place that it has in its row. Where there are none, one that has no
        place at all, of the crowds that have points `among` these (default: of any). What the rows that are there leave
        open is only looked at `closely` by a row of its own."""
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
            none = self._without(number, k, literals) if closely else None
            if none is not None:
                return found._replace(without=none)
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
        return Misplaced(number, k, sides[0], sides[1]), least, most

    def covering(self, among: Collection[int]) -> Iterator[tuple[list[tuple[int, int]], dict[int, int]]]:
        """Orders, each span as its start and end, of a row without room to spare that has points `among` these, and
        where they lie then: in one or another of them each span is at each place that is found to be possible."""
        for number in self._having(among):
            known, crowd = self._known(number), self.crowds[number]
            if known is None or known.tight is None:
                continue
            for order in known.tight.covering():
                spans = [(crowd.starts[k], crowd.ends[k]) for k in order]
                at, values = min(known.row.first), {}
                for k, (start, end) in zip(order, spans, strict=True):
                    values[start], values[end] = at, at + crowd.least[k]
                    at = values[end] + crowd.between
                yield spans, values

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
            known, crowd = self._known(number), self.crowds[number]
            if known is None:
                continue
            _, least, most = self.kept(number, k, literals)
            row = known.having(k, least, most)
            if row is None:
                continue
            order = row.order(self._worth(number, row, missing), k, least, most)
            if order is not None:
                return [(crowd.starts[span], crowd.ends[span]) for span in order]
        return None

    def _worth(self, number: int, row: Row | TightOrders, missing: Mapping[int, Stretches]) -> Worth:
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
