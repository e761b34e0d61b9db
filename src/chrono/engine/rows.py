"""Spans that exclude each other, in every order for which there is room: where each of them has its place.

Takes spans that exclude each other with where each lies at least and at most, gives which sets of them can come before
all others, and from when to when each span can then start (dynamic programming over sets; Held & Karp, Journal of SIAM
10, 1962); nothing where those are too many sets. Where spans leave no slack few sets are left, and the gaps in their
windows, which are sums of lengths that cannot be, are those between their places. Certificates show the sets, and
their checker steps through them itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from math import inf
from typing import TypeAlias

from chrono.core.limits import BETWEEN_LOOKS

MOST_SETS = 800_000
"""How many sets may come before all others."""
FORESEEN = 2_000_000
"""How many there may be if as many go before each span still to come as do so now: where there is slack they grow with
each span, and are given up before they are many."""

MOST_PLACES = 40_000
"""How many places its spans may have: what is asked of a span goes through all of its own."""


Worth: TypeAlias = Callable[[int, int], int]
"""Of a span, what one of its places is worth, which is told by its number among them."""


class Row:
    """The orders in which the spans of a set can come. Of spans that are alike in all that is said here, only those are
    gone through by which they come as they are numbered: the places of each are those of all."""

    def __init__(
        self,
        lasting: Sequence[int],
        between: int,
        first: Sequence[int],
        last: Sequence[int],
        ahead: Sequence[int],
        after: int,
        ended: Callable[[], bool] = lambda: False,
        most: int = MOST_SETS,
    ) -> None:
        """`first` and `last` say from when to when each span can lie; `ahead` has for each the spans that it is known
        to come behind, as bits; `after` says how many entries of a trail that rests on, `most` how many
        sets there may be."""
        self.ended, self._most = ended, most
        self.lasting, self.between, self.first, self.last, self.ahead = lasting, between, first, last, ahead
        self.after = after
        self.kinds = self._alike()
        """Spans of which one can stand where another does, in ascending order; every span is in one of them."""
        self._needs = list(ahead)
        """What each comes behind, those of its kind that are numbered lower among them."""
        for kind in self.kinds:
            for one, other in pairwise(kind):
                self._needs[other] |= 1 << one
        self.sets: dict[int, tuple[int, int]] = {}
        """For each set that can come before all others the earliest, and the latest, that what comes behind it can
        start."""
        self._blocked: set[int] = set()
        """Those that leave spans too little room, so that nothing comes behind them."""
        self.places: list[list[tuple[int, int]]] = [[] for _ in lasting]
        """For each span the stretches in one of which it starts."""
        self._steps: list[tuple[int, int, int]] = []
        """What can come next behind each set, those behind large sets first: the number of the set, that of the set
        with it, and that of its place."""
        self._place: list[tuple[int, int]] = []
        """The kind of each place, and which of those of its spans it is."""
        self._of_kind: list[list[int]] = [[] for _ in self.kinds]
        """The places of each kind."""
        self._having: list[list[int]] = []
        """The steps to each place."""
        self._back: list[list[int]] = []
        self._onwards: list[list[int]] = []
        """Of each set the steps by which it is done as early, and those by which it is gone on from as late, as can
        be."""
        self._asked = 0
        """How many orders were told: what leads to a place is taken in turn."""
        self.complete = self._forward()
        if self.complete:
            self._backward()
        self._blocked.clear()

    def _alike(self) -> tuple[tuple[int, ...], ...]:
        spans = range(len(self.lasting))
        found: dict[tuple[int, ...], list[int]] = {}
        for k in spans:
            behind = sum(1 << j for j in spans if self.ahead[j] >> k & 1)
            found.setdefault((self.lasting[k], self.first[k], self.last[k], self.ahead[k], behind), []).append(k)
        return tuple(tuple(kind) for kind in found.values())

    def _forward(self) -> bool:
        """Finds the sets and how early each can be done; False where they are too many, or the time ended."""
        # Those that must end first come first: what is left must have room one behind the other.
        spans = [
            (1 << k, self.lasting[k], self.first[k], self.last[k], self._needs[k])
            for k in sorted(range(len(self.lasting)), key=self.last.__getitem__)
        ]
        between = self.between
        layer = {0: min(self.first)}
        to_come = len(spans)
        while layer:
            if len(self.sets) + len(layer) * to_come > FORESEEN:
                return False
            to_come -= 1
            self.sets.update((done, (early, early - 1)) for done, early in layer.items())
            later: dict[int, int] = {}
            for number, (done, early) in enumerate(layer.items()):
                if len(self.sets) + len(later) > self._most or (number % BETWEEN_LOOKS == 0 and self.ended()):
                    return False
                following: list[tuple[int, int]] = []
                at = early
                for bit, length, begins, ends, needs in spans:
                    if done & bit:
                        continue
                    at += length
                    end = (early if early > begins else begins) + length
                    if at > ends or end > ends:
                        self._blocked.add(done)
                        break
                    at += between
                    if not needs & ~done:
                        following.append((done | bit, end + between))
                else:
                    for then, end in following:
                        if end < later.get(then, inf):
                            later[then] = end
            layer = later
        return True

    def _backward(self) -> None:
        """Finds how late what comes behind each set can start, and so the steps."""
        sets, between = self.sets, self.between
        everything = (1 << len(self.lasting)) - 1
        spans = [
            (k, 1 << k, *told)
            for k, told in enumerate(zip(self._needs, self.lasting, self.first, self.last, strict=True))
        ]
        found: list[tuple[int, int, int, tuple[int, int]]] = []
        # Few places, of many steps: each is one value.
        same: dict[tuple[int, int], tuple[int, int]] = {}
        for looked, done in enumerate(reversed(sets)):
            if done in self._blocked:
                continue
            if looked % BETWEEN_LOOKS == 0 and self.ended():
                self.complete = False
                return
            early, late = sets[done]
            for k, bit, needs, length, begins, ends in spans:
                if done & bit or needs & ~done or (with_it := sets.get(done | bit)) is None:
                    continue
                most = with_it[1] - between
                if most > ends or done | bit == everything:
                    most = ends
                most -= length
                least = early if early > begins else begins
                if least <= most:
                    place = least, most
                    found.append((done, done | bit, k, same.setdefault(place, place)))
                    if most > late:
                        late = most
            sets[done] = early, late
        self._number(found)

    def _number(self, found: Sequence[tuple[int, int, int, tuple[int, int]]]) -> None:
        """Gives sets and places numbers by which orders are looked for."""
        at = {k: number for number, kind in enumerate(self.kinds) for k in kind}
        places = sorted({(at[k], place) for _, _, k, place in found})
        if len(places) > MOST_PLACES:
            self.complete = False
            return
        numbers = {place: number for number, place in enumerate(places)}
        among: list[list[tuple[int, int]]] = [[] for _ in self.kinds]
        for kind, place in places:
            self._of_kind[kind].append(len(self._place))
            self._place.append((kind, len(among[kind])))
            among[kind].append(place)
        for members, stretches in zip(self.kinds, among, strict=True):
            for k in members:
                self.places[k] = stretches
        self._having = [[] for _ in places]
        live: dict[int, int] = {0: 0}
        late: list[int] = []
        early: list[int] = []
        for number, (done, then, k, place) in enumerate(found):
            if number % BETWEEN_LOOKS == 0 and self.ended():
                self.complete = False
                return
            where = numbers[at[k], place]
            self._steps.append((live.setdefault(done, len(live)), live.setdefault(then, len(live)), where))
            self._having[where].append(number)
            if place[1] == self.sets[done][1]:
                late.append(number)
            if place[0] + self.lasting[k] + self.between == self.sets[then][0]:
                early.append(number)
        self._onwards, self._back = [[] for _ in live], [[] for _ in live]
        for number in late:
            self._onwards[self._steps[number][0]].append(number)
        for number in early:
            self._back[self._steps[number][1]].append(number)

    @property
    def possible(self) -> bool:
        """Whether there is any order."""
        return bool(self._steps)

    def has_place(self, span: int, least: float, most: float) -> bool:
        """Whether a span can start from `least` to `most`, in some order."""
        return any(first <= most and last >= least for first, last in self.places[span])

    def order(self, worth: Worth, span: int, least: float, most: float) -> list[int] | None:
        """An order of all spans in which one starts from `least` to `most` (any, where that is -1), among those that
        leave most room; None where there is none. `worth` says of a span what one of its places, by its number, is
        worth: the best for that span is taken, and from there on and back each time the next best."""
        if not self._steps:
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
        done, then, _ = self._steps[middle]
        ahead = self._path(done, 0, gains)[::-1]
        return self._named([*ahead, middle, *self._path(then, 1, gains)], worth, span, len(ahead))

    def _path(self, at: int, side: int, gains: Mapping[int, int]) -> list[int]:
        """The steps that lead on from a set (1), or back (0), with most time left, each the one that is worth most."""
        found = []
        steps, near = self._steps, self._onwards if side else self._back
        while choices := near[at]:
            number = max(choices, key=lambda number: gains[steps[number][2]])
            found.append(number)
            at = steps[number][side]
        return found

    def _named(self, path: Sequence[int], worth: Worth, span: int, middle: int) -> list[int]:
        """Which span takes each step of an order: the one asked for the middle one, and of each kind those to which
        their steps are worth most first."""
        places = [self._place[self._steps[number][2]] for number in path]
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
        return taken


class _Gains(dict[int, int]):
    """What each place of a row is worth to the spans that can take it, worked out when it is first asked for."""

    def __init__(self, places: Sequence[tuple[int, int]], kinds: Sequence[Sequence[int]], worth: Worth) -> None:
        super().__init__()
        self._places, self._kinds, self._worth = places, kinds, worth

    def __missing__(self, place: int) -> int:
        kind, which = self._places[place]
        self[place] = gain = max(self._worth(k, which) for k in self._kinds[kind])
        return gain
