"""The orders in which spans that exclude each other can come: where each of them has its place.

Takes the sets of them that can come before all others, gives from when to when each span can start. Where spans leave
no slack few sets are left, and the gaps in their windows, which are sums of lengths that cannot be, are those between
their places. Where spans are pooled no place is missed, and few that are none are told; where sets are drawn none of
the places told is none, and few are missed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from chrono.core.limits import BETWEEN_LOOKS
from chrono.engine.span_sets import SpanSets

MOST_PLACES = 40_000
"""How many places the spans may have: what is asked of a span goes through all of its own."""

Worth: TypeAlias = Callable[[int, int], int]
"""Of a span, what one of its places is worth, which is told by its number among them."""


class Row(SpanSets):
    """The orders in which the spans of a set can come. Of spans that are alike only those are gone through by which
    they come as they are numbered: the places of each are those of all."""

    places: list[list[tuple[int, int]]]
    """For each span the stretches in one of which it starts."""
    numbered: list[tuple[int, int, int]]
    """What can come next behind each set, those behind large sets first: the number of the set, that of the set with
    it, and that of its place."""
    live: list[int]
    """The sets by their numbers."""
    place: list[tuple[int, int]]
    """The kind of each place, and which of those of its spans it is."""
    _of_kind: list[list[int]]
    """The places of each kind."""
    having: list[list[int]]
    """The steps to each place."""
    near: tuple[list[list[int]], list[list[int]]]
    """Of each set the steps by which it is done as early (0), and those by which it is gone on from as late (1), as can
    be."""
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
        self.places, self.place, self._of_kind = [[] for _ in self.lasting], [], [[] for _ in self.kinds]
        for kind, place in places:
            self._of_kind[kind].append(len(self.place))
            self.place.append((kind, len(among[kind])))
            among[kind].append(place)
        for members, stretches in zip(self.kinds, among, strict=True):
            for k in members:
                self.places[k] = stretches
        self.having, self.numbered = [[] for _ in places], []
        live: dict[int, int] = {0: 0}
        late: list[int] = []
        early: list[int] = []
        for number, (done, then, k, place) in enumerate(self.steps):
            if number % BETWEEN_LOOKS == 0 and self.ended():
                return False
            where = numbers[at[k], place]
            self.numbered.append((live.setdefault(done, len(live)), live.setdefault(then, len(live)), where))
            self.having[where].append(number)
            if place[1] == self.sets[done][1]:
                late.append(number)
            if place[0] + self.lasting[k] + self.between == self.sets[then][0]:
                early.append(number)
        self.live, self.near = list(live), ([[] for _ in live], [[] for _ in live])
        for side, fitting in enumerate((early, late)):
            for number in fitting:
                self.near[side][self.numbered[number][1 - side]].append(number)
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
        if not self.numbered:
            return None
        gains = _Gains(self.place, self.kinds, worth)
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
        steps = self.having[max(fitting, key=gains.__getitem__)]
        middle = steps[self._asked % len(steps)]
        self._asked += 1
        done, then, _ = self.numbered[middle]
        ahead = self._path(done, 0, gains)[::-1]
        return self._named([*ahead, middle, *self._path(then, 1, gains)], worth, span, len(ahead))

    def _path(self, at: int, side: int, gains: Mapping[int, int]) -> list[int]:
        """The steps that lead on from a set (1), or back (0), with most time left, each the one that is worth most."""
        found = []
        steps, near = self.numbered, self.near[side]
        while choices := near[at]:
            number = max(choices, key=lambda number: gains[steps[number][2]])
            found.append(number)
            at = steps[number][side]
        return found

    def _named(self, path: Sequence[int], worth: Worth, span: int, middle: int) -> list[int]:
        """Which span takes each step of an order: the one asked for the middle one, and of each kind those to which
        their steps are worth most first."""
        places = [self.place[self.numbered[number][2]] for number in path]
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
