"""The orders in which spans that exclude each other can come: where each of them has its place.

Takes the sets of them that can come before all others, gives from when to when each span can start. Where spans leave
no slack few sets are left, and the gaps in their windows, which are sums of lengths that cannot be, are those between
their places. Where spans are pooled no place is missed, and few that are none are told; where sets are drawn none of
the places told is none, and few are missed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import add
from typing import TypeAlias

from chrono.core.limits import BETWEEN_LOOKS
from chrono.engine.span_sets import SpanSets

MOST_PLACES = 40_000
"""How many places the spans may have: what is asked of a span goes through all of its own."""

LOOKED_AHEAD = 100
"""For so many orders it is looked ahead but once to how many places an order can lead."""

Worth: TypeAlias = Callable[[int, int], int]
"""Of a span, what one of its places is worth, which is told by its number among them."""


class Row(SpanSets):
    """The orders in which the spans of a set can come. Of spans that are alike only those are gone through by which
    they come as they are numbered: the places of each are those of all."""

    places: list[list[tuple[int, int]]]
    """For each span the stretches in one of which it starts."""
    _numbered: list[tuple[int, int, int]]
    """What can come next behind each set, those behind large sets first: the number of the set, that of the set with
    it, and that of its place."""
    _place: list[tuple[int, int]]
    """The kind of each place, and which of those of its spans it is."""
    _of_kind: list[list[int]]
    """The places of each kind."""
    _having: list[list[int]]
    """The steps to each place."""
    _back: list[list[int]]
    _onwards: list[list[int]]
    """Of each set the steps by which it is done as early, and those by which it is gone on from as late, as can be."""
    _asked = 0
    """How many orders were told: what leads to a place is taken in turn."""

    def _backward(self) -> bool:
        return super()._backward() and self._number()

    def _number(self) -> bool:
        """Gives sets and places numbers by which orders are looked for; False where these are too many, or the time
        ended."""
        at = {k: number for number, kind in enumerate(self.kinds) for k in kind}
        places = sorted({(at[k], place) for _, _, k, place in self.steps})
        if len(places) > MOST_PLACES:
            return False
        numbers = {place: number for number, place in enumerate(places)}
        among: list[list[tuple[int, int]]] = [[] for _ in self.kinds]
        self.places, self._place, self._of_kind = [[] for _ in self.lasting], [], [[] for _ in self.kinds]
        for kind, place in places:
            self._of_kind[kind].append(len(self._place))
            self._place.append((kind, len(among[kind])))
            length = self.lasting[self.kinds[kind][0]]
            among[kind].append((-place[1] - length, -place[0] - length) if self._turned else place)
        for members, stretches in zip(self.kinds, among, strict=True):
            for k in members:
                self.places[k] = stretches
        self._having, self._numbered = [[] for _ in places], []
        live: dict[int, int] = {0: 0}
        late: list[int] = []
        early: list[int] = []
        for number, (done, then, k, place) in enumerate(self.steps):
            if number % BETWEEN_LOOKS == 0 and self.ended():
                return False
            where = numbers[at[k], place]
            self._numbered.append((live.setdefault(done, len(live)), live.setdefault(then, len(live)), where))
            self._having[where].append(number)
            if place[1] == self.sets[done][1]:
                late.append(number)
            if place[0] + self.lasting[k] + self.between == self.sets[then][0]:
                early.append(number)
        self._onwards, self._back = [[] for _ in live], [[] for _ in live]
        for number in late:
            self._onwards[self._numbered[number][0]].append(number)
        for number in early:
            self._back[self._numbered[number][1]].append(number)
        self.steps.clear()
        if self._outline is not None:
            self.sets.clear()
        return True

    def has_place(self, span: int, least: float, most: float) -> bool:
        """Whether a span can start from `least` to `most`, in some order."""
        return any(first <= most and last >= least for first, last in self.places[span])

    def order(self, worth: Worth, span: int, least: float, most: float) -> list[int] | None:
        """An order of all spans in which one starts from `least` to `most` (any, where that is -1), among those that
        leave most room; None where there is none. `worth` says of a span what one of its places, by its number, is
        worth: the best for that span is taken, and from there on and back each time the next best."""
        if not self._numbered:
            return None
        gains = _Gains(self._place, self.kinds, worth)
        if span < 0:
            return self._named(self._path(0, 1, gains), worth, -1, -1)
        kind = next(number for number, kind in enumerate(self.kinds) if span in kind)
        fitting = [
            place
            for place, (first, last) in zip(self._of_kind[kind], self.places[span], strict=True)
            if first <= most and last >= least
        ]
        if not fitting:
            return None
        steps = self._having[max(fitting, key=gains.__getitem__)]
        middle = steps[self._asked % len(steps)]
        self._asked += 1
        done, then, _ = self._numbered[middle]
        ahead = self._path(done, 0, gains)[::-1]
        return self._named([*ahead, middle, *self._path(then, 1, gains)], worth, span, len(ahead))

    def covering(self, had: set[tuple[int, int]]) -> Iterator[list[int]]:
        """Orders that together lead every span to every start that it has in a row that is tight, other than those that
        it had: by each order as many others as the next steps, and a look ahead that is not always new, let see."""
        left = [
            sum(1 << k for k in self.kinds[kind] if (k, self._first(place)) not in had)
            for place, (kind, _) in enumerate(self._place)
        ]
        ways = (self._ways(0), self._ways(1)) if self.possible else ()
        for number, place in enumerate(self._random.sample(range(len(left)), len(left))):
            while left[place]:
                if self._asked % LOOKED_AHEAD == 0 or not number:
                    back, onwards = (self._further(left, way) for way in ways)
                steps = self._having[place]
                middle = steps[self._asked % len(steps)]
                self._asked += 1
                done, then, _ = self._numbered[middle]
                path = [*self._through(done, 0, left, back), *self._through(then, 1, left, onwards)]
                yield self._lead([middle, *path], left, had)

    def _first(self, place: int) -> int:
        """The first start of a place."""
        kind, which = self._place[place]
        return self.places[self.kinds[kind][0]][which][0]

    def _ways(self, side: int) -> list[tuple[int, list[int], list[int]]]:
        """For each set, those from which more lies ahead last (1), or behind (0), to which it leads on, or back, and by
        which places."""
        steps, near = self._numbered, self._onwards if side else self._back
        sets = list(dict.fromkeys(done for done, _, _ in steps))
        order = sets if side else [*sets[-2::-1], steps[0][1]]
        return [(at, [steps[n][side] for n in near[at]], [steps[n][2] for n in near[at]]) for at in order]

    def _further(self, left: Sequence[int], ways: Sequence[tuple[int, list[int], list[int]]]) -> list[int]:
        """To how many places that spans are left to have an order can lead on from each set, these ways."""
        new = [spans > 0 for spans in left]
        further = [0] * len(self._back)
        for at, sets, places in ways:
            further[at] = max(map(add, map(further.__getitem__, sets), map(new.__getitem__, places)))
        return further

    def _through(self, at: int, side: int, left: Sequence[int], further: Sequence[int]) -> list[int]:
        """The steps that lead on from a set (1), or back (0), to many such places."""
        found = []
        steps, near = self._numbered, self._onwards if side else self._back
        while choices := near[at]:
            number = max(choices, key=lambda number: further[steps[number][side]] + (left[steps[number][2]] > 0))
            found.append(number)
            at = steps[number][side]
        return found

    def _lead(self, path: Sequence[int], left: list[int], had: set[tuple[int, int]]) -> list[int]:
        """The spans that take the steps of a path, in the order in which they come: as many as can, that of its first
        step at least, are at a place that they are left to have, and now had."""
        taken = 0
        spans: dict[int, int] = {}
        for wanted in (True, False):
            for number in path:
                place = self._numbered[number][2]
                free = (left[place] if wanted else sum(1 << k for k in self.kinds[self._place[place][0]])) & ~taken
                if number in spans or not free:
                    continue
                spans[number] = k = (free & -free).bit_length() - 1
                taken |= 1 << k
                left[place] &= ~(1 << k)
                had.add((k, self._first(place)))
        # Those behind large sets were found first.
        return [spans[number] for number in sorted(spans, reverse=not self._turned)]

    def _path(self, at: int, side: int, gains: Mapping[int, int]) -> list[int]:
        """The steps that lead on from a set (1), or back (0), with most time left, each the one that is worth most."""
        found = []
        steps, near = self._numbered, self._onwards if side else self._back
        while choices := near[at]:
            number = max(choices, key=lambda number: gains[steps[number][2]])
            found.append(number)
            at = steps[number][side]
        return found

    def _named(self, path: Sequence[int], worth: Worth, span: int, middle: int) -> list[int]:
        """Which span takes each step of an order: the one asked for the middle one, and of each kind those to which
        their steps are worth most first."""
        places = [self._place[self._numbered[number][2]] for number in path]
        taken = [self.kinds[kind][0] for kind, _ in places]
        for number, kind in enumerate(self.kinds):
            if len(kind) < 2:
                continue
            left, spans = [n for n, (of, _) in enumerate(places) if of == number], list(kind)
            if span in kind:
                left.remove(middle)
                spans.remove(span)
                taken[middle] = span
            pairs = sorted((-worth(k, places[n][1]), n, k) for n in left for k in spans)
            for _, n, k in pairs:
                if n in left and k in spans:
                    left.remove(n)
                    spans.remove(k)
                    taken[n] = k
        return taken[::-1] if self._turned else taken


class _Gains(dict[int, int]):
    """What each place of a row is worth to the spans that can take it, worked out when it is first asked for."""

    def __init__(self, places: Sequence[tuple[int, int]], kinds: Sequence[Sequence[int]], worth: Worth) -> None:
        super().__init__()
        self._places, self._kinds, self._worth = places, kinds, worth

    def __missing__(self, place: int) -> int:
        kind, which = self._places[place]
        self[place] = gain = max(self._worth(k, which) for k in self._kinds[kind])
        return gain
