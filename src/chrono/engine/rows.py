"""Spans that exclude each other, in every order for which there is room: where each of them has its place.

Takes spans that exclude each other with where each lies at least and at most, gives which sets of them can come before
all others, and from when to when each span can then start (dynamic programming over sets; Held & Karp, Journal of SIAM
10, 1962); nothing where those are too many sets. Where spans leave no slack few sets are left, and the gaps in their
windows, which are sums of lengths that cannot be, are those between their places. Certificates show the sets, and
their checker steps through them itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise
from math import inf
from typing import NamedTuple

from chrono.core.limits import BETWEEN_LOOKS
from chrono.engine.crowds import Crowds
from chrono.engine.exclusive_spans import Exclusive
from chrono.engine.trail import Literal, Trail

MOST_SETS = 20_000
"""How many sets may come before all others."""


class _Step(NamedTuple):
    """That one span comes next behind a set of others, and from when to when it can then start."""

    done: int
    span: int
    least: int
    most: int


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
    ) -> None:
        """`first` and `last` say from when to when each span can lie; `ahead` has for each the spans that it is known
        to come behind, as bits; `after` says how many entries of a trail that rests on."""
        self.ended = ended
        self.lasting, self.between, self.first, self.last, self.ahead = lasting, between, first, last, ahead
        self.after = after
        self.kinds = self._alike()
        """Spans of which one can stand where another does, in ascending order; every span is in one of them."""
        self.kind = {k: kind for kind in self.kinds for k in kind}
        self._needs = list(ahead)
        """What each comes behind, those of its kind that are numbered lower among them."""
        for kind in self.kinds:
            for one, other in pairwise(kind):
                self._needs[other] |= 1 << one
        self.steps: list[_Step] = []
        """What can come next behind each set, those behind large sets first."""
        self.sets: dict[int, tuple[int, int]] = {}
        """For each set that can come before all others the earliest, and the latest, that what comes behind it can
        start."""
        self._blocked: set[int] = set()
        """Those that leave spans too little room, so that nothing comes behind them."""
        self.places: list[list[tuple[int, int]]] = [[] for _ in lasting]
        """For each span the stretches in one of which it starts."""
        self.complete = self._forward()
        if self.complete:
            self._backward()

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
        while layer:
            self.sets.update((done, (early, early - 1)) for done, early in layer.items())
            later: dict[int, int] = {}
            for number, (done, early) in enumerate(layer.items()):
                if len(self.sets) + len(later) > MOST_SETS or (number % BETWEEN_LOOKS == 0 and self.ended()):
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
        lasting, first, last, sets = self.lasting, self.first, self.last, self.sets
        everything = (1 << len(lasting)) - 1
        spans = [(k, 1 << k, needs) for k, needs in enumerate(self._needs)]
        places: dict[tuple[int, ...], set[tuple[int, int]]] = {kind: set() for kind in self.kinds}
        for done in reversed(sets):
            if done in self._blocked:
                continue
            early, late = sets[done]
            for k, bit, needs in spans:
                if done & bit or needs & ~done or (then := done | bit) not in sets:
                    continue
                least = max(early, first[k])
                most = last[k] if then == everything else min(last[k], sets[then][1] - self.between)
                most -= lasting[k]
                if least <= most:
                    self.steps.append(_Step(done, k, least, most))
                    places[self.kind[k]].add((least, most))
                    late = max(late, most)
            sets[done] = early, late
        for kind, found in places.items():
            for k in kind:
                self.places[k] = sorted(found)

    def has_place(self, span: int, least: float, most: float) -> bool:
        """Whether a span can start from `least` to `most`, in some order."""
        return any(first <= most and last >= least for first, last in self.places[span])

    def order(self, worth: Callable[[int, int, int], int], span: int, least: float, most: float) -> list[int] | None:
        """An order of all spans in which one starts from `least` to `most` (any, where that is -1), and what the steps
        of which are worth is most, among those that leave most room; None where there is none. `worth` is asked of a
        span, and from when to when it can start."""
        worths = {
            (kind[0], *place): max(worth(k, *place) for k in kind)
            for kind in self.kinds
            for place in self.places[kind[0]]
        }
        gains = [worths[self.kind[step.span][0], step.least, step.most] for step in self.steps]
        asked = self.kind[span] if span >= 0 else ()
        # How each set is best come by, and gone on from: with most time left, then with most gain.
        onwards: dict[int, tuple[int, int, int]] = {(1 << len(self.lasting)) - 1: (0, 0, -1)}
        for number, (done, k, _, latest) in enumerate(self.steps):
            _, gain, _ = onwards[done | 1 << k]
            onwards[done] = max(onwards.get(done, (latest, -1, -1)), (latest, gain + gains[number], number))
        before: dict[int, tuple[int, int, int]] = {0: (0, 0, -1)}
        best: tuple[int, int] | None = None
        for number in range(len(self.steps) - 1, -1, -1):
            done, k, earliest, latest = self.steps[number]
            then = done | 1 << k
            gain = before[done][1] + gains[number]
            here = -earliest - self.lasting[k], gain, number
            before[then] = max(before.get(then, here), here)
            if (k in asked and earliest <= most and latest >= least) or (span < 0 and not done):
                best = max(best or (-1, -1), (gain + onwards[then][1], number))
        if best is None:
            return None
        middle = best[1]
        found = [middle]
        done = self.steps[middle].done
        while done:
            found.append(before[done][2])
            done = self.steps[found[-1]].done
        found.reverse()
        done = self.steps[middle].done | 1 << self.steps[middle].span
        while (number := onwards[done][2]) >= 0:
            found.append(number)
            done |= 1 << self.steps[number].span
        return self._named([self.steps[number] for number in found], worth, span, found.index(middle))

    def _named(
        self, steps: Sequence[_Step], worth: Callable[[int, int, int], int], span: int, middle: int
    ) -> list[int]:
        """Which span takes each step of an order: the one asked for the middle one, and of each kind those to which
        their steps are worth most first."""
        taken = [step.span for step in steps]
        for kind in self.kinds:
            if len(kind) < 2:
                continue
            left, spans = [n for n, step in enumerate(steps) if step.span in kind], list(kind)
            if span in kind:
                left.remove(middle)
                spans.remove(span)
                taken[middle] = span
            pairs = sorted((-worth(k, steps[n].least, steps[n].most), n, k) for n in left for k in spans)
            for _, n, k in pairs:
                if n in left and k in spans:
                    left.remove(n)
                    spans.remove(k)
                    taken[n] = k
        return taken


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
        self.longest: dict[tuple[int, int], int] = {}
        """By start and end, the plain arc that says how long a span lasts at most."""
        for arc in sorted(trail.plain, key=lambda arc: (-trail.weight[arc], -arc)):
            self.longest[trail.source[arc], trail.target[arc]] = arc
        self._weight = trail.weight

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
        if min(crowd.least) + crowd.between <= 0 or -inf in first or inf in last:
            return None
        ints = [int(at) for at in first], [int(at) for at in last]
        ahead = tuple(self._crowds.ahead[number])
        row = Row(crowd.least, crowd.between, *ints, ahead, len(self._trail.entries), self._ended)
        return row if row.complete else None

    def misplaced(self, literals: Sequence[Literal], among: Collection[int] | None = None) -> Misplaced | None:
        """A span that the literals keep from every place that it has in its row. Where there are none, one that has no
        place at all, of the crowds that have points `among` these (default: of any)."""
        for number in () if literals else self._having(among):
            row = self.row(number)
            if row is not None and not row.steps:
                return Misplaced(number, 0, None, None)
        for number, k in self.about(literals):
            row = self.row(number)
            if row is None:
                continue
            if not row.steps:
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
        """From when to when literals let a span start, and which do."""
        crowd = self.crowds[number]
        start, end = crowd.starts[k], crowd.ends[k]
        arc = self.longest.get((start, end), -1)
        longest = self._weight[arc] if arc >= 0 else inf
        sides: list[Literal | None] = [None, None]
        least, most = -inf, inf
        for literal in literals:
            place, at = literal
            early = at if place == 2 * start else at - longest if place == 2 * end else -inf
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
        missing: Mapping[int, Sequence[tuple[float, float]]],
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

            def worth(span: int, first: int, last: int, crowd: Exclusive = crowd) -> int:
                lasting = crowd.least[span]
                return _common(missing.get(crowd.starts[span], ()), first, last) + _common(
                    missing.get(crowd.ends[span], ()), first + lasting, last + lasting
                )

            order = row.order(worth, k, least, most)
            if order is not None:
                return [(crowd.starts[span], crowd.ends[span]) for span in order]
        return None


def _common(stretches: Sequence[tuple[float, float]], first: int, last: int) -> int:
    """How many values from `first` to `last` lie in stretches."""
    found = 0
    for least, most in stretches:
        if least <= last and most >= first:
            found += int(min(most, last) - max(least, first)) + 1
    return found
