"""The orders in which spans that exclude each other can come where they have no room to spare: each is one history.

Takes a row (rows.py), gives orders through its places, one after another. Of pooled spans a row says only how much room
those take that came: which these are is chosen by sums of their lengths, and both sides are then put in order depth
first, for as long as what is left has room, that first which must come first (Jackson 1955). What is not found so may
be there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf
from random import Random

from chrono.engine.rows import Row, Worth
from chrono.engine.span_sets import Pool

TRIES = 8
"""How often an order through a place is looked for before something else is tried."""
STEPS = 200
"""How many steps may be tried for one side of an order."""


class TightOrders:
    """The orders of one row that is tight, of whose kinds each is pooled or not, and the places to which they lead."""

    def __init__(self, row: Row) -> None:
        self._row, self._pool, self._random = row, Pool(row), Random(0)
        self.places = row.places
        spans = range(len(row.lasting))
        before = list(row.needs)
        for j in spans:
            for k in spans:
                before[k] |= before[j] if before[k] >> j & 1 else 0
        behind = [sum(1 << j for j in spans if before[j] >> k & 1) for k in spans]
        self._before, self._behind = before, behind
        early = sorted(spans, key=lambda k: -row.first[k])
        self._sides = (early, behind), (sorted(spans, key=row.last.__getitem__), before)
        """For the ways back (0) and on (1), the spans, those first that have least time, and which each has to wait
        for."""
        self._at = [row.sets[done][0] for done in row.live]
        """When what comes behind each set starts."""
        self._found: dict[tuple[int, int], list[int]] = {}
        """By span and start, an order that leads there."""

    def has_place(self, span: int, least: float, most: float) -> bool:
        """Whether an order is known in which a span starts from `least` to `most`."""
        row = self._row
        if not row.pooled:
            return row.has_place(span, least, most)
        return any(least <= at <= most and (span, at) in self._found for at, _ in row.places[span])

    def order(self, worth: Worth, span: int, least: float, most: float) -> list[int] | None:
        """An order as `Row.order` tells; of pooled spans one that need not be the best."""
        row = self._row
        if not row.pooled:
            return row.order(worth, span, least, most)
        left = [0] * len(row.place)
        for number in self._random.sample(range(len(left)), len(left)) if span < 0 else self._places(span, least, most):
            path = self._through(number, left)
            if path:
                return self.note(self._named(path, left, span))
        known = (self._found.get((span, at)) for at, _ in row.places[span] if least <= at <= most)
        return next(filter(None, known), None)

    def note(self, order: list[int]) -> list[int]:
        """Keeps an order, and gives it."""
        at = min(self._row.first)
        for k in order:
            self._found.setdefault((k, at), order)
            at += self._row.lasting[k] + self._row.between
        return order

    def covering(self) -> Iterator[list[int]]:
        """Orders by which each span is led to each start that it has, as far as they are easily found."""
        row = self._row
        left = [
            sum(1 << k for k in row.kinds[kind] if (k, self._first(number)) not in self._found)
            for number, (kind, _) in enumerate(row.place)
        ]
        for number in self._random.sample(range(len(left)), len(left)):
            while left[number] and (path := self._through(number, left)):
                yield self.note(self._named(path, left))

    def _places(self, span: int, least: float, most: float) -> list[int]:
        """The places of a span that start between these, by their numbers."""
        row = self._row
        kind = next(number for number, kind in enumerate(row.kinds) if span in kind)
        return [n for n, place in enumerate(row.place) if place[0] == kind and least <= self._first(n) <= most]

    def _first(self, number: int) -> int:
        """The first start of a place."""
        kind, which = self._row.place[number]
        return self._row.places[self._row.kinds[kind][0]][which][0]

    def _through(self, place: int, left: Sequence[int]) -> list[int] | None:
        """The steps of an order through a place, that one first, by others that spans are `left` to have."""
        row, random = self._row, self._random
        everyone = (1 << len(row.lasting)) - 1
        steps, kind = row.having[place], row.kinds[row.place[place][0]]
        for _ in range(TRIES if row.pooled else 1):
            middle = random.choice(steps)
            at, then, _ = row.numbered[middle]
            done = row.live[at]
            told = done & everyone & ~row.pooled
            # Those of a kind come as they are numbered.
            own = [k for k in kind if not told >> k & 1]
            k = random.choice(own) if row.pooled >> own[0] & 1 else own[0]
            chosen = self._chosen(at, k)
            if chosen is None:
                continue
            ahead = self._path(at, 0, told | chosen, left)
            onwards = None if ahead is None else self._path(then, 1, everyone & ~(told | chosen | 1 << k), left)
            if ahead is not None and onwards is not None:
                return [middle, *ahead, *onwards]
        return None

    def _chosen(self, at: int, span: int) -> int | None:
        """Pooled spans, as bits, that can be those of a set behind which a span comes; None where none were found."""
        row, pool = self._row, self._pool
        pooled, done = row.pooled, row.live[at]
        come = pool.come(done, row.sets[done][0])
        if come is None:
            return None
        total, within, without = done >> len(row.lasting), self._before[span], self._behind[span] | 1 << span
        known = done & ~pooled | come[0], (1 << len(row.lasting)) - 1 & ~pooled & ~done | come[1]
        for k in range(len(row.lasting)):
            within |= self._before[k] | 1 << k if known[0] >> k & 1 else 0
            without |= self._behind[k] | 1 << k if known[1] >> k & 1 else 0
        within, without = within & pooled, without & pooled
        if not pool.sums(within, without) >> total & 1:
            return None
        for k in self._random.sample(pool.spans, len(pool.spans)):
            if (within | without) >> k & 1:
                continue
            ways = [
                (within | (self._before[k] | 1 << k) & pooled, without),
                (within, without | (self._behind[k] | 1 << k) & pooled),
            ]
            if self._random.random() < 1 / 2:
                ways.reverse()
            found = next((way for way in ways if pool.sums(*way) >> total & 1), None)
            if found is None:
                return None
            within, without = found
        return within

    def _path(self, at: int, side: int, rest: int, left: Sequence[int]) -> list[int] | None:
        """The steps by which all spans of a `rest` come behind (1), or before (0), a set; None where that is hard."""
        steps = self._row.numbered
        path: list[int] = []
        open_ = [(rest, self._next(at, side, rest, left))]
        for _ in range(STEPS):
            rest, waiting = open_[-1]
            if not rest:
                return path
            if waiting:
                number, k = waiting.pop()
                path.append(number)
                rest &= ~(1 << k)
                open_.append((rest, self._next(steps[number][side], side, rest, left)))
            elif not path:
                return None
            else:
                open_.pop()
                path.pop()
        return None

    def _next(self, at: int, side: int, rest: int, left: Sequence[int]) -> list[tuple[int, int]]:
        """The steps, with their spans, by which one of a rest can come next, the best last: none that leaves others of
        them no room."""
        row, between = self._row, self._row.between
        order, waits = self._sides[side]
        begun, taken, least = self._at[at] - (0 if side else between), 0, inf
        before: dict[int, float] = {}
        """How much room those leave that have less time."""
        for k in order if row.pooled else ():
            if rest >> k & 1:
                before[k] = least
                taken += row.lasting[k]
                room = row.last[k] - begun - taken if side else begun - taken - row.first[k]
                if room < 0:
                    return []
                least = min(least, room)
                taken += between
        found = []
        for number in row.near[side][at]:
            place = row.numbered[number][2]
            kind = row.kinds[row.place[place][0]]
            k = next((k for k in (kind if side else reversed(kind)) if rest >> k & 1), -1)
            if k >= 0 and row.lasting[k] + between <= before.get(k, inf) and not waits[k] & rest:
                found.append((left[place] > 0, self._random.random(), number, k))
        return [(number, k) for _, _, number, k in sorted(found)]

    def _named(self, path: Sequence[int], left: list[int], span: int = -1) -> list[int]:
        """The spans that take the steps of a path, in the order in which they come: as many as can, that of its first
        step at least, are at a place that they are left to have, and now have; or a span there that is told."""
        row, taken = self._row, 0
        spans: dict[int, int] = {}
        if span >= 0:
            spans[path[0]], taken = span, 1 << span
        for wanted in (True, False):
            for number in path:
                place = row.numbered[number][2]
                free = (left[place] if wanted else sum(1 << k for k in row.kinds[row.place[place][0]])) & ~taken
                if number in spans or not free:
                    continue
                spans[number] = k = (free & -free).bit_length() - 1
                taken |= 1 << k
                left[place] &= ~(1 << k)
        # Those behind large sets are numbered first.
        return [spans[number] for number in sorted(spans, reverse=True)]
