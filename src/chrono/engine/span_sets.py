"""Which sets of spans that exclude each other can come before all others: in every order for which there is room.

Takes spans that exclude each other with where each lies at least and at most, gives these sets, and how early and how
late what comes behind each can start (dynamic programming over sets; Held & Karp, Journal of SIAM 10, 1962); nothing
where they are too many. Certificates show the sets, and their checker steps through them itself.

Where there are many, spans can be *pooled*: of these a set says only how long those in it take together. Then none is
missed, and few that are none are told. And of the sets that are left some can be drawn: then none of those told is
none, and some are missed (relaxed and restricted; Bergman, Cire, van Hoeve & Hooker, Decision Diagrams for
Optimization, 2016).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from heapq import heappop, heappush
from itertools import accumulate, pairwise
from math import inf
from operator import or_
from random import Random

from chrono.core.limits import BETWEEN_LOOKS

MOST_SETS = 100_000
"""How many sets may come before all others."""
FORESEEN = 2_000_000
"""How many there may be if as many go before each span still to come as do so now: where there is slack they grow with
each span, and are given up before they are many."""


class SpanSets:
    """The sets of some spans that can come before all others. Of spans that are alike in all that is said here, only
    those are gone through by which they come as they are numbered."""

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
        outline: SpanSets | None = None,
    ) -> None:
        """`first` and `last` say from when to when each span can lie; `ahead` has for each the spans that it is known
        to come behind, as bits; `after` says how many entries of a trail that rests on, `most` how many sets there may
        be. Of those `pooled`, as bits, a set tells only how much room they take, beyond the bits of all spans. Where
        there is an `outline`, the sets of the same spans, some of them pooled, no more than `most` sets are drawn of
        those that are one set there, and what is missing says nothing."""
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
        self._latest: dict[int, int] = {}
        """For each of these the span that can come next at the latest."""
        self.steps: list[tuple[int, int, int, tuple[int, int]]] = []
        """What can come next behind each set, those behind large sets first: the set, the set with it, the span, and
        from when to when it can start."""
        self.complete = self._forward() and self._backward()
        self._next.clear()

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
        waiting = [0]
        ahead = 1
        while waiting:
            size = heappop(waiting)
            layer = layers.pop(size)
            ahead -= len(layer)
            if pool is None and len(self.sets) + len(layer) * (len(spans) - size) > FORESEEN:
                return False
            if self._outline is not None:
                layer = self._drawn(self._outline, layer)
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
        return True

    def _drawn(self, outline: SpanSets, layer: Mapping[int, int]) -> dict[int, int]:
        """Some of sets, each with how early it can be done: none that leads nowhere in the outline."""
        same: dict[int, list[int]] = {}
        for done, early in layer.items():
            outlined = done & ~outline.pooled
            if outline.sets.get(outlined, (inf, -inf))[1] >= early or outlined in (0, outline.everything):
                same.setdefault(outlined, []).append(done)
        drawn = (d if len(d) <= self._most else self._random.sample(d, self._most) for d in same.values())
        return {done: layer[done] for found in drawn for done in found}

    def _backward(self) -> bool:
        """Finds how late what comes behind each set can start, and so the steps; False where the time ended."""
        sets, between, adds, everything = self.sets, self.between, self._adds, self.everything
        spans = list(zip(self.lasting, self.first, self.last, strict=True))
        # Few places, of many steps: each is one value.
        same: dict[tuple[int, int], tuple[int, int]] = {}
        for looked, (done, following) in enumerate(reversed(self._next.items())):
            if looked % BETWEEN_LOOKS == 0 and self.ended():
                return False
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
                    self.steps.append((done, then, k, same.setdefault(place, place)))
                    if most > late:
                        late = most
                        self._latest[done] = k
            sets[done] = early, late
        return True

    @property
    def possible(self) -> bool:
        """Whether there is any order."""
        return 0 in self._latest

    @property
    def tight(self) -> bool:
        """Whether the spans leave no room, so that each place is one value, and each order one history."""
        room = sum(self.lasting) + (len(self.lasting) - 1) * self.between
        return max(self.last, default=0) - min(self.first, default=0) == room

    def order_told(self) -> tuple[list[int], list[int]]:
        """Some order that the sets tell; and the pooled spans by which it is none: those that come more often than they
        are, first those that come most, or else those that come behind what has to wait for them."""
        kind_of = {k: kind for kind in self.kinds for k in kind}
        counts: Counter[tuple[int, ...]] = Counter()
        order: list[int] = []
        done = come = waited = 0
        while done in self._latest:
            k = self._latest[done]
            kind = kind_of[k]
            order.append(kind[counts[kind] % len(kind)])
            counts[kind] += 1
            waited |= self.needs[order[-1]] & ~come
            come |= 1 << order[-1]
            done += self._adds[k]
        often = sorted((len(kind) - count, kind) for kind, count in counts.items() if count > len(kind))
        amiss = [k for _, kind in often for k in kind] or [k for k in kind_of if waited >> k & 1]
        return order, [k for k in amiss if self.pooled >> k & 1]


class Pool:
    """What is known of the pooled spans of a set by how long those in it take together."""

    def __init__(self, sets: SpanSets) -> None:
        lasting, between, first, last = sets.lasting, sets.between, sets.first, sets.last
        needs, pooled, spans = sets.needs, sets.pooled, range(len(sets.lasting))
        self._count, self._told = len(lasting), (1 << len(lasting)) - 1 & ~pooled
        self._room = [length + between for length in lasting]
        self.spans = [k for k in spans if pooled >> k & 1]
        self._behind = [(needs[k] & ~pooled, 1 << k) for k in self.spans if needs[k] & ~pooled]
        self._with = [needs[k] & pooled for k in spans]
        """Which of them have come where a span comes next; and which have not."""
        self._without = [sum(1 << j for j in self.spans if needs[j] >> k & 1) | (1 << k & pooled) for k in spans]
        late = sorted((last[k] - lasting[k], 1 << k) for k in self.spans)
        self._late = [at for at, _ in late]
        self._by_late = [0, *accumulate((bit for _, bit in late), or_)]
        early = sorted(((first[k] + self._room[k], 1 << k) for k in self.spans), reverse=True)
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
            self._sums[within, without] = self.sums(within, without)
        return bool(self._sums[within, without] >> total & 1)

    def sums(self, within: int, without: int) -> int:
        """How much room pooled spans can take, as bits, those within among them and those without not."""
        sums = 0 if within & without else 1
        for k in self.spans:
            if within >> k & 1:
                sums <<= self._room[k]
            elif not without >> k & 1:
                sums |= sums << self._room[k]
        return sums
