"""The cheapest of the smallest sets that hit every one of some given sets, in one total order.

Takes sets and what each member costs, gives their smallest hitting sets one after another: by cost, and of those that
cost the same by the ids, so that which come first depends on nothing but the sets and the costs. Best first over the
sets not hit yet, each member of a branch keeping one that only it hits (Murakami & Uno, Discrete Applied Mathematics
170, 2014); the bound shares out what a member costs among the sets that it hits (dual ascent for set covering: Balas &
Ho, Mathematical Programming Studies 12, 1980). What shares no member is looked for apart and put together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from math import gcd
from typing import NamedTuple, Protocol, TypeAlias

from chrono.engine.joining import Joined

Cost: TypeAlias = tuple[int, ...]
"""Compared part by part, the first weighing more than all the others; added part by part; not all are zero."""

_SHARES = 720_720
"""What a cost is multiplied by before it is shared out, so that few shares are cut short."""
_ROOM = 4
"""Bits left free above each part of a cost, so that a bound between two values of a part can be told from both."""
_HEARD = 64
"""So many branches are looked at before it is heard whether there is time left."""


class StepsSpent(Exception):
    """More branches would have to be looked at than is allowed."""


@dataclass(slots=True)
class Steps:
    """How many branches may still be looked at. `heard` is called now and then, and may raise."""

    left: int
    heard: Callable[[], None] = lambda: None

    def take(self) -> None:
        """Counts one; raises `StepsSpent`."""
        if not self.left:
            raise StepsSpent
        self.left -= 1
        if not self.left % _HEARD:
            self.heard()


class _Found(NamedTuple):
    cost: int
    held: int
    """The members as minus a number whose bits they are, the first id the highest: the less, the sooner it comes."""


class _Several(Protocol):
    def at(self, place: int) -> _Found | None:
        """What comes there; None where there are not so many."""


class CheapestSets:
    """Members with what each costs, asked for one family of sets after another, within so many steps altogether."""

    def __init__(self, costs: Mapping[str, Cost], steps: Steps) -> None:
        self._steps = steps
        self._sums = _Sums(costs.values())
        self._costs = {id: self._sums.whole(cost) for id, cost in costs.items()}
        self._names = sorted(costs, reverse=True)
        self._place = {id: place for place, id in enumerate(self._names)}
        self._parts: dict[frozenset[str], tuple[Collection[frozenset[str]], _Search]] = {}
        """By their members."""
        self._both: dict[tuple[_Several, _Several], _Several] = {}

    def of(self, sets: Iterable[frozenset[str]], size: int | None = None) -> Iterator[frozenset[str]]:
        """The smallest sets that hit each of these, in their order, of no more members than `size`; raises
        `StepsSpent`."""
        family = list(dict.fromkeys(sets))
        if size is not None or not family:
            several: _Several = self._part(family, size)
        else:
            several = self._together([self._part(part) for part in sharing({one: one for one in family})])
        place = 0
        while (found := several.at(place)) is not None:
            yield frozenset(self._names[number] for number in _bits(-found.held))
            place += 1

    def _part(self, family: Sequence[frozenset[str]], size: int | None = None) -> _Several:
        """The search of a family, which goes on from where it was with fewer sets of the same members."""
        members = frozenset[str]().union(*family)
        # Their own numbers are as small as the family is, whatever else there is.
        places = sorted(self._place[id] for id in members)
        if members not in self._parts:
            costs = [self._costs[self._names[place]] for place in places]
            self._parts[members] = (), _Search(costs, places, self._sums, size, self._steps)
        known, search = self._parts[members]
        if further := [one for one in family if one not in known]:
            own = {self._names[place]: number for number, place in enumerate(places)}
            search = search.also([sorted(own[id] for id in one) for one in further])
            self._parts[members] = frozenset(family), search
        return search

    def _together(self, parts: Sequence[_Several]) -> _Several:
        if len(parts) == 1:
            return parts[0]
        middle = len(parts) // 2
        key = (self._together(parts[:middle]), self._together(parts[middle:]))
        if key not in self._both:
            self._both[key] = _Both(*key)
        return self._both[key]


class _Sums:
    """Costs as one number each, the order and the sums of which are those of the costs."""

    def __init__(self, costs: Collection[Cost]) -> None:
        parts = [*zip(*costs, strict=True)]
        if len(parts) > 1 and all(sum(cost[:-1]) == cost[-1] for cost in costs):
            parts.pop()  # it follows from the others
        self._divisors = [gcd(*part) or 1 for part in parts]
        self._shifts, self.lower = [0] * len(parts), list[tuple[int, int]]()
        """From where on each part has its bits; and with it the most that all below it comes to."""
        shift = most = 0
        for number in range(len(parts) - 1, -1, -1):
            self._shifts[number] = shift
            if shift:
                self.lower.append((shift, most))
            total = sum(parts[number]) // self._divisors[number]
            most += total << shift
            shift += total.bit_length() + _ROOM

    def whole(self, cost: Cost) -> int:
        """A cost as one number."""
        return sum(
            part // divisor << shift for part, divisor, shift in zip(cost, self._divisors, self._shifts, strict=False)
        )

    def least(self, bound: int) -> int:
        """The least that a sum of costs can be that is not below a bound."""
        for shift, most in self.lower:
            if bound & ((1 << shift) - 1) > most:
                bound = ((bound >> shift) + 1) << shift
        return bound


class _Search:
    """One family of sets. Members have numbers, the first ids the highest, and sets of members are numbers whose bits
    they are; `places` are the numbers by which they are told."""

    def __init__(
        self, costs: Sequence[int], places: Sequence[int], sums: _Sums, size: int | None, steps: Steps
    ) -> None:
        self.costs, self.places, self.sums, self.size, self.steps = costs, places, sums, size, steps
        self.shared = [cost * _SHARES for cost in costs]
        self.least = min(costs, default=1)
        self.family: list[Sequence[int]] = []
        self.free: list[tuple[int, dict[int, list[int]]]] = []
        """Of each set its members as a number, and by those of them that are free, these."""
        self.hits = [0] * len(costs)
        """Which sets each member hits, as a number whose bits they are."""
        self.found: list[_Branch] = []
        self.spared: list[_Branch] = []
        """Branches of which a member can be spared, as far as the family goes."""
        self.waiting = [_Branch(0, 0, 0, (1 << len(costs)) - 1, 0, 0, ())]

    def also(self, sets: Iterable[Sequence[int]]) -> _Search:
        """The search of a larger family, which goes on from where this one is; this one must not be asked then."""
        further = copy(self)
        further.family, further.hits, further.free = [*self.family], [*self.hits], [*self.free]
        for one in sets:
            for number in one:
                further.hits[number] |= 1 << len(further.family)
            further.family.append(one)
            further.free.append((sum(1 << number for number in one), {}))
        open = (place for place, branch in enumerate(self.found) if further.hit(branch.taken)[0])
        kept = next(open, len(self.found))
        further.found, further.spared = self.found[:kept], []
        further.waiting = [*self.waiting, *self.spared, *self.found[kept:]]
        heapify(further.waiting)
        return further

    def at(self, place: int) -> _Found | None:
        """What comes there; None where there are not so many."""
        while len(self.found) <= place and self.waiting:
            self.steps.take()
            self.look(heappop(self.waiting))
        if place >= len(self.found):
            return None
        found = self.found[place]
        return _Found(found.cost, -sum(1 << self.places[number] for number in _bits(found.taken)))

    def look(self, branch: _Branch) -> None:
        """Goes on by what hits the set that the fewest can hit that are free: each of these, without those before it;
        or later, where the rest costs more than was expected."""
        left, own = self.hit(branch.taken)
        if not all(own):
            self.spared.append(branch)
            return
        if not left:
            self.found.append(branch)
            return
        if self.size is not None and len(own) >= self.size:
            return
        if branch.family != len(self.family) or not branch.several:
            bound = self.bound(branch, left)
            if bound is None:
                return
            least, several = bound
            branch = branch._replace(family=len(self.family), several=several)
            if least > branch.expected:
                self.wait(branch._replace(expected=least), left)
                return
        free = branch.free
        for number in branch.several:
            free &= ~(1 << number)
            cost = branch.cost + self.costs[number]
            further = _Branch(max(branch.expected, cost), 0, branch.taken | 1 << number, free, cost, 0, ())
            self.wait(further, left & ~self.hits[number])

    def hit(self, taken: int) -> tuple[int, list[int]]:
        """The sets that none of those taken hits, and of each of these the sets that it alone hits."""
        hits = [self.hits[number] for number in _bits(taken)]
        once = several = 0
        for hit in hits:
            several |= once & hit
            once |= hit
        return (1 << len(self.family)) - 1 & ~once, [hit & ~several for hit in hits]

    def wait(self, branch: _Branch, left: int) -> None:
        """Puts a branch in its place: by the first that its members can be if it costs no more than is expected, so
        that few more of the free can be taken."""
        first, free = branch.taken, branch.free if left else 0
        for _ in range((branch.expected - branch.cost) // self.least):
            if not free:
                break
            bit = 1 << free.bit_length() - 1
            free ^= bit
            first |= bit
        heappush(self.waiting, branch._replace(first=-first))

    def bound(self, branch: _Branch, left: int) -> tuple[int, tuple[int, ...]] | None:
        """The least that a branch can cost, and the members that can hit the set that is hardest to hit, the best
        first; None where something cannot be hit.

        A member gives the sets left that it hits no more than it costs, first the same to each, and no set takes more
        than each of its members still has: what they take is the least.
        """
        free, hits, shared = branch.free, self.hits, self.shared
        share: dict[int, int] = {}
        rest: dict[int, int] = {}
        sets = []
        total = 0
        for place in _bits(left):
            mask, known = self.free[place]
            members = known.get(free & mask)
            if members is None:
                members = known[free & mask] = [number for number in self.family[place] if free >> number & 1]
            if not members:
                return None
            taken = -1
            for number in members:
                if number not in share:
                    share[number] = shared[number] // (hits[number] & left).bit_count()
                    rest[number] = shared[number]
                if taken < 0 or share[number] < taken:
                    taken = share[number]
            total += taken
            for number in members:
                rest[number] -= taken
            sets.append(members)
        sets.sort(key=len)
        for members in sets:
            more = min([rest[number] for number in members])
            if more:
                total += more
                for number in members:
                    rest[number] -= more
        several = tuple(sorted(sets[0], key=lambda number: (share[number], -number)))
        return branch.cost + self.sums.least(-(-total // _SHARES)), several


class _Branch(NamedTuple):
    """Compared by the least that it can cost, then by the first that its members can be."""

    expected: int
    first: int
    taken: int
    free: int
    """The members that may still be taken."""
    cost: int
    """Of those taken."""
    family: int
    """How many sets there were when it was known what it costs at least."""
    several: tuple[int, ...]
    """What it goes on by then."""


class _Both:
    """What takes one from each of two, which share no member, in order."""

    def __init__(self, one: _Several, other: _Several) -> None:
        self.one, self.other = one, other
        self.found: list[_Found] = []
        self.waiting: list[tuple[_Found, int, int]] = []
        self.offer(0, 0)

    def offer(self, first: int, second: int) -> None:
        one, other = self.one.at(first), self.other.at(second)
        if one is not None and other is not None:
            heappush(self.waiting, (_Found(one.cost + other.cost, one.held + other.held), first, second))

    def at(self, place: int) -> _Found | None:
        """What comes there; None where there are not so many."""
        while len(self.found) <= place and self.waiting:
            found, first, second = heappop(self.waiting)
            self.found.append(found)
            self.offer(first, second + 1)
            if not second:
                self.offer(first + 1, 0)
        return self.found[place] if place < len(self.found) else None


def _bits(number: int) -> list[int]:
    """Which bits of a number are set, the lowest first."""
    found = []
    while number:
        bit = number & -number
        number ^= bit
        found.append(bit.bit_length() - 1)
    return found


def sharing(sets: Mapping[frozenset[str], Collection[str]]) -> list[list[frozenset[str]]]:
    """What shares members, directly or by others, each in the order given. Beside each set stand those of its members
    that count."""
    joined = Joined[str]()
    for members in sets.values():
        joined.join(members)
    found: dict[str, list[frozenset[str]]] = {}
    for one, members in sets.items():
        found.setdefault(joined.group(next(iter(members))), []).append(one)
    return list(found.values())
