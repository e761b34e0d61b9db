"""Spans that exclude each other, in every order for which there is room: where each of them has its place.

Takes spans that exclude each other with where each lies at least and at most, gives which sets of them can come before
all others, and from when to when each span can then start (dynamic programming over sets; Held & Karp, Journal of SIAM
10, 1962); nothing where those are too many sets. Where spans leave no slack few sets are left, and the gaps in their
windows, which are sums of lengths that cannot be, are those between their places. Certificates show the sets, and
their checker steps through them itself.

Where there are many sets, spans can be *pooled*: of these a set says only how long those in it take together. Then no
place is missed, and few that are none are told. And of the sets that are left some can be drawn: then none of the
places told is none, and few are missed (relaxed and restricted; Bergman, Cire, van Hoeve & Hooker, Decision Diagrams
for Optimization, 2016).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from itertools import accumulate, pairwise
from math import inf
from operator import add, or_
from random import Random
from typing import TypeAlias

from chrono.core.limits import BETWEEN_LOOKS

MOST_SETS = 100_000
"""How many sets may come before all others."""
FORESEEN = 2_000_000
"""How many there may be if as many go before each span still to come as do so now: where there is slack they grow with
each span, and are given up before they are many."""

MOST_PLACES = 40_000
"""How many places its spans may have: what is asked of a span goes through all of its own."""

LOOKED_AHEAD = 100
"""For so many orders it is looked ahead but once to how many places an order can lead."""

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
        pooled: int = 0,
        outline: Row | None = None,
        turned: bool = False,
    ) -> None:
        """`first` and `last` say from when to when each span can lie; `ahead` has for each the spans that it is known
        to come behind, as bits; `after` says how many entries of a trail that rests on, `most` how many
        sets there may be. Of those `pooled`, as bits, a set tells only how much room they take, beyond the bits of all
        spans. Where there is an `outline`, a row of the same spans, some of them pooled, no more than `most` sets are
        drawn of those that are one set there, and what is missing says nothing. Where it is `turned` the sets are
        those that can come behind all others: whatever is asked of it has time the right way round."""
        if turned:
            first, last = [-at for at in last], [-at for at in first]
            ahead = [sum(1 << j for j, those in enumerate(ahead) if those >> k & 1) for k in range(len(ahead))]
        self._turned = turned
        self.ended, self._most, self._outline, self._random = ended, most, outline, Random(0)
        self.lasting, self.between, self.first, self.last, self.ahead = lasting, between, first, last, ahead
        self.after, self.pooled = after, pooled
        self.kinds = self._alike()
        """Spans of which one can stand where another does, in ascending order; every span is in one of them."""
        self.needs = list(ahead)
        """What each comes behind, those of its kind that are numbered lower among them."""
        for kind in self.kinds:
            for one, other in pairwise(kind):
                self.needs[other] |= 1 << one
        count = len(lasting)
        summed = pooled if outline is None else outline.pooled
        self._adds = [(summed >> k & 1) * (lasting[k] + between << count) | (~pooled & 1 << k) for k in range(count)]
        """What each span adds to a set: its bit, and how much room it takes."""
        self.everything = sum(self._adds)
        self.sets: dict[int, tuple[int, int]] = {}
        """For each set that can come before all others the earliest, and the latest, that what comes behind it can
        start."""
        self._next: dict[int, Sequence[int]] = {}
        """For each set that leaves the others room, those that can come next."""
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
        self._next.clear()
        if outline is not None:
            self.sets.clear()

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
            (k, 1 << k, self.lasting[k], self.first[k], self.last[k], self.needs[k] & ~self.pooled)
            for k in sorted(range(len(self.lasting)), key=self.last.__getitem__)
        ]
        told = [span for span in spans if not span[1] & self.pooled]
        others = [span for span in spans if span[1] & self.pooled]
        pool = Pool(self) if others else None
        between, adds = self.between, self._adds
        # By how many spans, or how much room, is in them: what is in a set comes before it.
        layers = {0: {0: min(self.first)}}
        # With room to spare there are many more sets, and mostly others stand for one.
        various = self._outline is not None and self.tight
        came: dict[int, int] = {}
        """By which spans each set is reached, as bits, of those that are drawn from."""
        waiting = [0]
        ahead = 1
        while waiting:
            size = heappop(waiting)
            layer = layers.pop(size)
            ahead -= len(layer)
            if pool is None and not various and len(self.sets) + len(layer) * (len(spans) - size) > FORESEEN:
                return False
            if self._outline is not None:
                layer = self._drawn(self._outline, layer, came)
            self.sets.update((done, (early, early - 1)) for done, early in layer.items())
            for number, (done, early) in enumerate(layer.items()):
                if self._outline is None and len(self.sets) + ahead > self._most:
                    return False
                if number % BETWEEN_LOOKS == 0 and self.ended():
                    return False
                come = pool.come(done, early) if pool is not None else (0, 0)
                if come is None:
                    continue
                following: list[tuple[int, int]] = []
                at = early
                for k, bit, length, begins, ends, needs in told:
                    if done & bit:
                        continue
                    at += length
                    end = (early if early > begins else begins) + length
                    if at > ends or end > ends:
                        break
                    at += between
                    if not needs & ~done and (pool is None or pool.leads(k, done, come)):
                        following.append((k, end + between))
                else:
                    for k, _, length, begins, ends, needs in others:
                        end = (early if early > begins else begins) + length
                        if end <= ends and not needs & ~done and pool is not None and pool.leads(k, done, come):
                            following.append((k, end + between))
                    self._next[done] = [k for k, _ in following]
                    for k, end in following:
                        larger = size + (1 if pool is None else self.lasting[k] + between)
                        if larger not in layers:
                            layers[larger] = {}
                            heappush(waiting, larger)
                        later, then = layers[larger], done + adds[k]
                        if then not in later:
                            ahead += 1
                            later[then] = end
                        elif end < later[then]:
                            later[then] = end
                        if various:
                            came[then] = came.get(then, 0) | 1 << k
        return True

    def _drawn(self, outline: Row, layer: Mapping[int, int], came: Mapping[int, int]) -> dict[int, int]:
        """Some of sets, each with how early it can be done: none that leads nowhere in the outline."""
        same: dict[int, list[int]] = {}
        for done, early in layer.items():
            outlined = done & ~outline.pooled
            if outlined == outline.everything or outline.sets.get(outlined, (inf, -inf))[1] >= early:
                same.setdefault(outlined, []).append(done)
        drawn: dict[int, int] = {}
        for found in same.values():
            if len(found) > self._most:
                found = self._random.sample(found, len(found) if came else self._most)
                found = self._various(found, came, outline.pooled) if came else found
            drawn.update((done, layer[done]) for done in found)
        return drawn

    def _various(self, found: Sequence[int], came: Mapping[int, int], pooled: int) -> list[int]:
        """Few of some sets, first those in which others are missing, or came last, than in those before."""
        first: list[int] = []
        rest: list[int] = []
        last = missing = 0
        for done in found:
            if len(first) == self._most:
                break
            if came[done] & ~last or pooled & ~done & ~missing:
                last |= came[done]
                missing |= pooled & ~done
                first.append(done)
            else:
                rest.append(done)
        return first + rest[: self._most - len(first)]

    def _backward(self) -> None:
        """Finds how late what comes behind each set can start, and so the steps."""
        sets, between, adds, everything = self.sets, self.between, self._adds, self.everything
        spans = list(zip(self.lasting, self.first, self.last, strict=True))
        found: list[tuple[int, int, int, tuple[int, int]]] = []
        # Few places, of many steps: each is one value.
        same: dict[tuple[int, int], tuple[int, int]] = {}
        for looked, (done, following) in enumerate(reversed(self._next.items())):
            if looked % BETWEEN_LOOKS == 0 and self.ended():
                self.complete = False
                return
            early, late = sets[done]
            for k in following:
                then = done + adds[k]
                if then not in sets:
                    continue
                length, begins, ends = spans[k]
                most = sets[then][1] - between
                if most > ends or then == everything:
                    most = ends
                most -= length
                least = early if early > begins else begins
                if least <= most:
                    place = least, most
                    found.append((done, then, k, same.setdefault(place, place)))
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
            length = self.lasting[self.kinds[kind][0]]
            among[kind].append((-place[1] - length, -place[0] - length) if self._turned else place)
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

    def too_often(self) -> list[int]:
        """The pooled spans that come in some order more often than they are, by kinds, those first that come most."""
        counts = Counter(self._place[self._steps[number][2]][0] for number in self._path(0, 1, Counter()))
        often = [(len(self.kinds[kind]) - count, kind) for kind, count in counts.items()]
        return [k for over, kind in sorted(often) if over < 0 for k in self.kinds[kind] if self.pooled >> k & 1]

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

    @property
    def tight(self) -> bool:
        """Whether its spans leave no room, so that each place is one value, and each order one history."""
        room = sum(self.lasting) + (len(self.lasting) - 1) * self.between
        return max(self.last, default=0) - min(self.first, default=0) == room

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
                done, then, _ = self._steps[middle]
                path = [*self._through(done, 0, left, back), *self._through(then, 1, left, onwards)]
                yield self._lead([middle, *path], left, had)

    def _first(self, place: int) -> int:
        """The first start of a place."""
        kind, which = self._place[place]
        return self.places[self.kinds[kind][0]][which][0]

    def _ways(self, side: int) -> list[tuple[int, list[int], list[int]]]:
        """For each set, those from which more lies ahead last (1), or behind (0), to which it leads on, or back, and by
        which places."""
        steps, near = self._steps, self._onwards if side else self._back
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
        steps, near = self._steps, self._onwards if side else self._back
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
                place = self._steps[number][2]
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


class Pool:
    """What is known of the pooled spans of a set by how long those in it take together."""

    def __init__(self, row: Row) -> None:
        lasting, between, first, last = row.lasting, row.between, row.first, row.last
        needs, pooled, spans = row.needs, row.pooled, range(len(row.lasting))
        self._count, self._told = len(lasting), (1 << len(lasting)) - 1 & ~pooled
        self._room = [length + between for length in lasting]
        self._pooled = [k for k in spans if pooled >> k & 1]
        self._behind = [(needs[k] & ~pooled, 1 << k) for k in self._pooled if needs[k] & ~pooled]
        self._with = [needs[k] & pooled for k in spans]
        """Which of them have come where a span comes next; and which have not."""
        self._without = [sum(1 << j for j in self._pooled if needs[j] >> k & 1) | (1 << k & pooled) for k in spans]
        late = sorted((last[k] - lasting[k], 1 << k) for k in self._pooled)
        self._late = [at for at, _ in late]
        self._by_late = [0, *accumulate((bit for _, bit in late), or_)]
        early = sorted(((first[k] + self._room[k], 1 << k) for k in self._pooled), reverse=True)
        self._early = [-at for at, _ in early]
        self._by_early = [0, *accumulate((bit for _, bit in early), or_)]
        self._latest = max(last) + between - sum(self._room)
        self._of_told: dict[int, tuple[int, int]] = {}
        """By the spans of a set that are no pooled ones, how much room they take, and which pooled ones have not come
        for they come behind others."""
        self._sums: dict[tuple[int, int], int] = {}

    def come(self, done: int, early: int) -> tuple[int, int] | None:
        """Which pooled spans have come where a set is done so early, and which have not, whatever others have; None
        where there is no such set, or none that others have room behind."""
        total, told = done >> self._count, done & self._told
        if told not in self._of_told:
            room = sum(room for k, room in enumerate(self._room) if told >> k & 1)
            self._of_told[told] = room, sum(bit for needs, bit in self._behind if needs & ~told)
        room, without = self._of_told[told]
        latest = self._latest + room + total
        if early > latest:
            return None
        # Behind it they would end too late; before it they would end later than all others still have room.
        within = self._by_late[bisect_left(self._late, early)]
        without |= self._by_early[bisect_left(self._early, -latest)]
        return (within, without) if self._adds_up(total, within, without) else None

    def leads(self, span: int, done: int, come: tuple[int, int]) -> bool:
        """Whether a span can come next behind a set of which that is known."""
        within, without = come
        return self._adds_up(done >> self._count, within | self._with[span], without | self._without[span])

    def _adds_up(self, total: int, within: int, without: int) -> bool:
        """Whether pooled spans can take so much room, those within among them and those without not."""
        if (within, without) not in self._sums:
            sums = 0 if within & without else 1
            for k in self._pooled:
                if within >> k & 1:
                    sums <<= self._room[k]
                elif not without >> k & 1:
                    sums |= sums << self._room[k]
            self._sums[within, without] = sums
        return bool(self._sums[within, without] >> total & 1)
