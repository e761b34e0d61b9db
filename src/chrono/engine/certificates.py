"""Proofs of answers, and their check: it trusts nothing that the solver or the shortest paths did.

Takes formulas and what is claimed about them, gives whether the proof holds, by addition and comparison alone. Shares
only the constraint type with whatever found the proof, and knows no solver. A bound is proven by a history in which it
is attained and by a refutation of anything beyond it: a tree that splits either/ors into their cases and ends in sums
of bounds that say 0 <= a negative number (Farkas; for differences such a sum is a negative cycle), or in spans that
exclude each other and need more room than there is, or have other places in whatever order they come. A chain of
lemmas, each refuted of its opposite, may come first.
All of it stands in one module, so that whoever doubts an answer has one file to read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, pairwise
from math import inf
from typing import TypeAlias

from chrono.core.limits import BETWEEN_LOOKS, LimitReached
from chrono.engine.formulas import (
    AllOf,
    AnyOf,
    Formula,
    History,
    Linear,
    Point,
    are_differences,
    linears,
    negated,
)

REMEMBERED = 64
"""Of how many pairs of histories at least it is remembered that they were tried: each names every point."""
VALUES = 500_000
"""Of few points, of as many pairs as have so many values together."""


@dataclass(frozen=True, slots=True)
class Sum:
    """Bounds that cannot all hold: added up, their points cancel and 0 <= a negative number is left."""

    bounds: tuple[Linear, ...]


@dataclass(frozen=True, slots=True)
class Cases:
    """An either/or of which every alternative is refuted in its turn."""

    choice: AnyOf
    refuted: tuple[Refutation, ...]


@dataclass(frozen=True, slots=True)
class Packed:
    """A span that must find room among others. `lasting` adds up to the least that its end lies after its start,
    `after` to the least that its start lies after some point that is the same for all (the zero, if none), `before` to
    the most that its end does."""

    start: Point
    end: Point
    lasting: tuple[Linear, ...]
    after: tuple[Linear, ...]
    before: tuple[Linear, ...]


@dataclass(frozen=True, slots=True)
class Packing:
    """Spans each two of which come one after the other, and which together need more room than there is.

    `apart` says so of each two, in the order of `itertools.combinations`: a bound by which the one ends before the
    other starts, or an either/or with such a bound in every alternative. What lies between two spans is the least that
    any of these bounds asks.
    """

    spans: tuple[Packed, ...]
    apart: tuple[Linear | AnyOf, ...]


@dataclass(frozen=True, eq=False)
class Row:
    """Spans of a packing that do have room, and in which order: which sets of them can come before all others.

    `sets` has for each of these sets, its spans as bits, the earliest that what comes behind it can start, and the
    latest; every set to which one more span leads must be there, back to none and on to all. Of `kinds` of spans, in
    each of which one is said to be as long, to lie within the same bounds and to come behind and before the same others
    as the next, only the sets count that have those of a kind in the order given. Of the spans `pooled`, as bits, a set
    tells only how much room those in it take together, by the bits beyond those of all spans: so it stands for several.
    A chain may have a row among its lemmas.
    """

    spans: Packing
    sets: Mapping[int, tuple[int, int]]
    kinds: tuple[tuple[int, ...], ...] = ()
    pooled: int = 0

    @cached_property
    def places(self) -> tuple[tuple[tuple[int, int], ...], ...] | None:
        """For each span stretches in one of which it starts; None where the sets do not show it."""
        return _places(self, lambda: False)

    def step_through(self, ended: Callable[[], bool]) -> None:
        """Has the places ready, which takes seconds of many sets. Raises `LimitReached` where that ends before."""
        if "places" not in self.__dict__:
            self.__dict__["places"] = _places(self, ended)


@dataclass(frozen=True, slots=True)
class NoPlace:
    """Bounds that keep a span of a row from every place that it has: `after` adds up to the least that it starts, or
    ends, after what its packing counts from, `before` to the most; either may be empty, where the other is enough."""

    row: Row
    span: int
    after: tuple[Linear, ...]
    before: tuple[Linear, ...]


@dataclass(frozen=True, slots=True)
class Lemma:
    """A bound, or an either/or of bounds, that follows: with its opposite given there is a refutation."""

    formula: Linear | AnyOf
    because: Refutation


@dataclass(frozen=True, slots=True)
class Chain:
    """Lemmas, each of which the later ones and the last refutation may use."""

    lemmas: tuple[Lemma | Row, ...]
    last: Refutation


Refutation: TypeAlias = Sum | Cases | Packing | NoPlace | Chain


@dataclass(frozen=True, slots=True, eq=False)
class Moved(Mapping[Point, int]):
    """A history that is like another but for a few of its points."""

    other: History
    changes: Mapping[Point, int]

    def __getitem__(self, point: Point) -> int:
        return self.changes[point] if point in self.changes else self.other[point]

    def __iter__(self) -> Iterator[Point]:
        return iter(self.other)

    def __len__(self) -> int:
        return len(self.other)


@dataclass(frozen=True, slots=True)
class Witness:
    """A full history, and for an open bound by how much each point moves with every step away from it, of as many steps
    as one likes; points not named stay."""

    history: History
    rates: Mapping[Point, int] = field(default_factory=dict)


Span: TypeAlias = tuple[Witness, Witness]
"""Two histories that take the same alternatives, and between which every value is attained: on the straight way from
the one to the other, each point rounded down to a whole number. A difference stands that always; what rounding can add
to a longer sum must be left of its bound (`satisfies`)."""
Together: TypeAlias = tuple[Witness, ...]
"""Histories that take the same alternatives: those of a span, or one by itself."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """That `of` lies after `after` (the zero of the calendar where that is "") by the values of `intervals` and no
    others.

    `attained` has for each interval the spans that lead from its one end to the other without leaving out a value;
    `excluded` a refutation for what lies before the first interval (unless that is open), between each two, and after
    the last (unless open).
    """

    of: Point
    after: Point
    intervals: tuple[tuple[int | None, int | None], ...]
    attained: tuple[tuple[Span, ...], ...]
    excluded: tuple[Refutation, ...]


def satisfies(witnesses: Witness | Together, formulas: Iterable[Formula], steps: int = 1) -> bool:
    """Whether the histories, moved as far as one likes, satisfy every formula, all by the same alternatives; and of a
    span whether the histories do that lie, rounded down, 1 to `steps` - 1 of so many even steps between. Where `steps`
    is 0, whether all do between the two and on the ways that they are moved, rounded down: of differences alone.

    What is no more than another value and a whole number is so rounded down as well, so that a difference keeps its
    bound wherever it does before rounding."""
    together = (witnesses,) if isinstance(witnesses, Witness) else witnesses
    if together[0] is together[-1]:
        # Where no point can move the ends of a span are one history.
        together = together[:1]

    def holds(formula: Formula) -> bool:
        # This is asked of every formula and history: a match, and a sum of a generator, take twice as long.
        if isinstance(formula, Linear):
            plus, minus, left = formula.plus, formula.minus, formula.most
            if steps != 1 and (len(plus) > 1 or len(minus) > 1):
                if not steps:
                    return False
                if len(together) > 1:
                    left -= _rounding(together[0].history, together[-1].history, formula, steps)
            for w in together:
                at, rates = w.history, w.rates
                reached = growing = 0
                for p in plus:
                    reached += at[p]
                for p in minus:
                    reached -= at[p]
                if reached > left:
                    return False
                if rates:
                    for p in plus:
                        growing += rates.get(p, 0)
                    for p in minus:
                        growing -= rates.get(p, 0)
                    if growing > 0:
                        return False
            return True
        return (all if isinstance(formula, AllOf) else any)(map(holds, formula.parts))

    return all(map(holds, formulas))


def _rounding(low: History, high: History, bound: Linear, steps: int) -> int:
    """The most that rounding points down can add to the bound's sum, on the way from the one history to the other.

    A point loses a fraction below 1, and points that move alike, or by whole steps more, the same one; what moves by
    whole steps only loses none. The sum is a whole number: less than n more is at most n - 1 more.
    """
    alike: Counter[int] = Counter((high[p] - low[p]) % steps for p in bound.minus)
    alike.subtract((high[p] - low[p]) % steps for p in bound.plus)
    return max(sum(n for fraction, n in alike.items() if fraction and n > 0) - 1, 0)


def refutes(tree: Refutation, formulas: Iterable[Formula], rows: Iterable[Row] = ()) -> bool:
    """Whether the tree shows that no history satisfies all the formulas. It may use only them, rows that they are known
    to form, and a bound or its opposite."""
    if isinstance(tree, Sum):
        # Most are, and of the very bounds that are given: that is seen at once.
        all_given = [*formulas]
        known = {*map(id, all_given)}
        unlike = {bound for bound in tree.bounds if id(bound) not in known}
        for formula in all_given:
            if not unlike:
                break
            unlike.difference_update(conjuncts(formula))
        return not unlike and _adds_up_below_zero(tree.bounds)
    given: Counter[Formula | Row] = Counter(part for f in formulas for part in conjuncts(f))
    given.update(rows)
    # What is still to be checked, the next last; between that, what comes to be given (1) or no longer (-1).
    pending: list[Refutation | Row | tuple[Formula | Row, int]] = [tree]

    def supposing(formula: Formula, then: Refutation) -> None:
        pending.extend(((formula, -1), then, (formula, 1)))

    while pending:
        at = pending.pop()
        if isinstance(at, tuple):
            for part in (at[0],) if isinstance(at[0], Row) else conjuncts(at[0]):
                given[part] += at[1]
        elif isinstance(at, Sum):
            if not _adds_up_below_zero(at.bounds):
                return False
            for bound in at.bounds:
                if given[bound] <= 0:
                    return False
        elif isinstance(at, Packing):
            if not _lacks_room(at) or not all(given[f] > 0 for f in _named(at)):
                return False
        elif isinstance(at, Row):
            if at.places is None or not all(given[f] > 0 for f in _named(at.spans)):
                return False
        elif isinstance(at, NoPlace):
            if given[at.row] <= 0 or not _has_no_place(at) or not all(given[b] > 0 for b in (*at.after, *at.before)):
                return False
        elif isinstance(at, Cases):
            parts = at.choice.parts
            if given[at.choice] <= 0 and not (len(parts) == 2 and _opposite(*parts)):
                return False
            if len(at.refuted) != len(parts):
                return False
            for part, inner in zip(parts, at.refuted, strict=True):
                supposing(part, inner)
        else:
            pending += [(_shown(lemma), -1) for lemma in at.lemmas]
            pending.append(at.last)
            for lemma in reversed(at.lemmas):
                pending.append((_shown(lemma), 1))
                if isinstance(lemma, Row):
                    pending.append(lemma)
                else:
                    supposing(negated(lemma.formula), lemma.because)
    return True


def _adds_up_below_zero(bounds: Iterable[Linear]) -> bool:
    """Whether bounds, added up, say that nothing is at most less than nothing: all points cancelled."""
    plus: list[Point] = []
    minus: list[Point] = []
    most = 0
    for bound in bounds:
        most += bound.most
        plus += bound.plus
        minus += bound.minus
    if most >= 0:
        return False
    # Along a path each point follows itself: that takes no sorting to see.
    if plus == [*minus[1:], *minus[:1]] or minus == [*plus[1:], *plus[:1]]:
        return True
    plus.sort()
    minus.sort()
    return plus == minus


def _shown(lemma: Lemma | Row) -> Formula | Row:
    """What a lemma gives to what comes after it."""
    return lemma if isinstance(lemma, Row) else lemma.formula


def _left(bounds: Iterable[Linear], *also: tuple[Point, int]) -> Counter[Point]:
    """What is left of the points where bounds are added up: how often each, less how often it is taken away; `also` is
    put in."""
    left: Counter[Point] = Counter()
    for point, times in also:
        left[point] += times
    for bound in bounds:
        left.update(bound.plus)
        left.subtract(bound.minus)
    return left


def _counts(span: Packed, origin: Counter[Point]) -> bool:
    """Whether a span is bounded after and before what is given to be counted from."""
    after, before = _left(span.after, (span.start, 1)), _left(span.before, (span.end, -1))
    after.subtract(origin)
    before.update(origin)
    return not any((*after.values(), *before.values()))


@dataclass(frozen=True, slots=True)
class _Room:
    """A packing in numbers: for each span the least that it lasts, its earliest start and its latest end; the least
    that lies between two; and for each span those that cannot come behind it, as bits."""

    lasting: list[int]
    first: list[int]
    last: list[int]
    between: int
    ahead: list[int]


def _room(packing: Packing) -> _Room | None:
    """What the packing says, if it says it of every span and every two."""
    spans = packing.spans
    if not spans or len(packing.apart) != len(spans) * (len(spans) - 1) // 2:
        return None
    counted = _origin(packing)
    for span in spans:
        # 0 <= end - start - lasting, and likewise: added up with what is said of them, the points cancel.
        if any(_left(span.lasting, (span.start, -1), (span.end, 1)).values()) or not _counts(span, counted):
            return None
    between: list[int] = []
    ahead = [0] * len(spans)
    for (i, j), formula in zip(combinations(range(len(spans)), 2), packing.apart, strict=True):
        orders: dict[tuple[tuple[Point, ...], tuple[Point, ...]], tuple[int, int]] = {
            ((spans[one].end,), (spans[other].start,)): (one, other) for one, other in ((i, j), (j, i))
        }
        seen: set[tuple[int, int]] = set()
        for part in formula.parts if isinstance(formula, AnyOf) else (formula,):
            bounds = [b for b in conjuncts(part) if isinstance(b, Linear) and (b.plus, b.minus) in orders]
            if not bounds:
                return None
            between.append(max(-b.most for b in bounds))
            seen.update(orders[b.plus, b.minus] for b in bounds)
        for before, behind in orders.values():
            if (behind, before) not in seen:
                ahead[behind] |= 1 << before
    return _Room(
        [-sum(b.most for b in span.lasting) for span in spans],
        [-sum(b.most for b in span.after) for span in spans],
        [sum(b.most for b in span.before) for span in spans],
        min(between, default=0),
        ahead,
    )


def _origin(packing: Packing) -> Counter[Point]:
    """What a packing counts from: a point, or none where that is the zero."""
    first = packing.spans[0]
    return _left(first.after, (first.start, 1))


def _lacks_room(packing: Packing) -> bool:
    """Whether what the packing names leaves its spans too little room.

    Of each two one ends before the other starts, so they can be put into a row in which each ends before the next
    starts, whatever the others do (every tournament has a Hamiltonian path; Redei 1934). From the start of the first to
    the end of the last that takes all their least lengths and what must lie between.
    """
    room = _room(packing)
    if room is None:
        return False
    needed = sum(room.lasting) + (len(room.lasting) - 1) * room.between
    return min(room.first) + needed > max(room.last)


def _places(row: Row, ended: Callable[[], bool]) -> tuple[tuple[tuple[int, int], ...], ...] | None:
    """For each span from when to when it can start, set by set of those before it; None unless the sets are all.

    Where each takes some time to the next, the order of their starts is that in which they exclude each other; of those
    that take none any order will do at one moment, if it goes with what is known to come first. So every history goes
    from the set of none to that of all by one span at a time, each of which starts no earlier than what came before
    lets it, and no later than what comes behind. The sets are all if none of these steps leads out of them, and what
    they say of themselves is so if every step bears it out. Where those left have no room one behind the other until
    the latest end of some of them, no step leads on.

    Spans of a kind can change places, as nothing that is used tells them apart: so they are taken in the order given,
    and each has the places of all. Of pooled spans a step is left out only where none of them together take as much
    room as a set says that have come, of which some must have come and others cannot have (`_Pool`).
    """
    room = _room(row.spans)
    needs = None if room is None else _needed(room, row.kinds)
    if room is None or needs is None:
        return None
    least = min(room.lasting) + room.between
    if least < 0 or (least == 0 and is_circular(needs)):
        return None
    lasting, first, last, between = room.lasting, room.first, room.last, room.between
    count, sets = len(lasting), row.sets
    if row.pooled < 0 or row.pooled >> count:
        return None
    pool = _Pool(room, needs, row.pooled) if row.pooled else None
    adds = [lasting[k] + between << count if row.pooled >> k & 1 else 1 << k for k in range(count)]
    everything = sum(adds)
    spans = [
        (k, 1 << k & ~row.pooled, lasting[k], first[k], last[k], needs[k] & ~row.pooled)
        for k in sorted(range(count), key=last.__getitem__)
    ]
    if 0 not in sets or sets[0][0] > min(first):
        return None
    found: list[set[tuple[int, int]]] = [set() for _ in lasting]
    for number, (done, (early, late)) in enumerate(sets.items()):
        if number % BETWEEN_LOOKS == 0 and ended():
            raise LimitReached
        come = (0, 0) if pool is None else pool.come(done, early)
        if come is None:
            continue
        ends: list[tuple[int, int, int, int, int]] = []
        at = early
        for k, bit, length, begins, until, needed in spans:
            if done & bit:
                continue
            end = (early if early > begins else begins) + length
            if bit:
                at += length
                if at > until or end > until:
                    break
                at += between
            elif end > until:
                continue
            if not needed & ~done and (pool is None or pool.can_come(k, done, *come)):
                ends.append((k, done + adds[k], length, end, until))
        else:
            for k, with_it, length, end, until in ends:
                then = sets.get(with_it)
                if then is None or then[0] > end + between:
                    return None
                latest = until if with_it == everything else min(until, then[1] - between)
                if end <= latest:
                    if late < latest - length:
                        return None
                    found[k].add((end - length, latest - length))
    for kind in row.kinds:
        places = set[tuple[int, int]]().union(*(found[k] for k in kind))
        for k in kind:
            found[k] = places
    return tuple(tuple(sorted(places)) for places in found)


class _Pool:
    """Spans of a row of which a set says only how much room those in it take together. What makes rows works this out
    as well (`span_sets.Pool`): here nothing of it is trusted, and nothing shared."""

    def __init__(self, room: _Room, needs: Sequence[int], pooled: int) -> None:
        self._room, self._count, self._pooled = room, len(needs), pooled
        self._rooms = [length + room.between for length in room.lasting]
        self._among = [k for k in range(self._count) if pooled >> k & 1]
        self._needs = needs
        self._with = [needed & pooled for needed in needs]
        self._without = [sum(1 << j for j in self._among if j == k or needs[j] >> k & 1) for k in range(self._count)]
        self._sums: dict[tuple[int, int], int] = {}

    def come(self, done: int, early: int) -> tuple[int, int] | None:
        """Which spans of the pool must have come where a set is done as early as that, and which cannot have; None
        where it stands for no set that others have room behind."""
        room, taken = self._room, done >> self._count
        taken += sum(self._rooms[k] for k in range(self._count) if done & ~self._pooled & 1 << k)
        # All others come one behind the other.
        latest = max(room.last) + room.between - (sum(self._rooms) - taken)
        must = cannot = 0
        for k in self._among:
            if early + room.lasting[k] > room.last[k]:
                must |= 1 << k
            if room.first[k] + self._rooms[k] > latest or self._needs[k] & ~self._pooled & ~done:
                cannot |= 1 << k
        return (must, cannot) if early <= latest and self._add_up(done, must, cannot) else None

    def can_come(self, k: int, done: int, must: int, cannot: int) -> bool:
        """Whether a span can come next behind a set: those that it needs must have come, and those that need it, and it
        itself, cannot have."""
        return self._add_up(done, must | self._with[k], cannot | self._without[k])

    def _add_up(self, done: int, must: int, cannot: int) -> bool:
        """Whether spans of the pool take as much room as a set says, those that must have come among them."""
        if (must, cannot) not in self._sums:
            sums = 0 if must & cannot else 1
            for k in self._among:
                if must >> k & 1:
                    sums <<= self._rooms[k]
                elif not cannot >> k & 1:
                    sums |= sums << self._rooms[k]
            self._sums[must, cannot] = sums
        return done >= 0 and bool(self._sums[must, cannot] >> (done >> self._count) & 1)


def _needed(room: _Room, kinds: Sequence[tuple[int, ...]]) -> list[int] | None:
    """For each span those that come before it, as bits, if spans of a kind come in the order given; None where what is
    said of them tells them apart."""
    needs, several = list(room.ahead), [k for kind in kinds for k in kind]
    if len(set(several)) < len(several) or not set(several) <= set(range(len(needs))):
        return None
    for kind in kinds:
        bits = sum(1 << k for k in kind)
        alike = {(room.lasting[k], room.first[k], room.last[k], room.ahead[k]) for k in kind}
        if len(alike) > 1 or any(ahead & bits not in (0, bits) for ahead in room.ahead):
            return None
        for one, other in pairwise(kind):
            needs[other] |= 1 << one
    return needs


def is_circular(ahead: Sequence[int]) -> bool:
    """Whether some of these come before themselves; `ahead` has for each those that come before it, as bits."""
    done, left = 0, set(range(len(ahead)))
    while free := [k for k in left if not ahead[k] & ~done]:
        done |= sum(1 << k for k in free)
        left.difference_update(free)
    return bool(left)


def _has_no_place(at: NoPlace) -> bool:
    """Whether bounds keep a span of a row from where it has a place.

    A place says how early the span starts and how late it ends: for that it ends when it has lasted as short as it can
    is said only to have one number for both.
    """
    places, packing = at.row.places, at.row.spans
    if places is None or not 0 <= at.span < len(packing.spans):
        return False
    span, counted = packing.spans[at.span], _origin(packing)
    lasting = -sum(b.most for b in span.lasting)
    sides: list[float] = []
    for bounds, sign, open_ in ((at.after, 1, -inf), (at.before, -1, inf)):
        if not bounds:
            sides.append(open_)
            continue
        said = -sign * sum(b.most for b in bounds)
        for point, by in ((span.start, 0), (span.end, lasting)):
            left = _left(bounds, (point, sign))
            (left.subtract if sign > 0 else left.update)(counted)
            if not any(left.values()):
                sides.append(said - by)
                break
        else:
            return False
    least, most = sides
    return not any(first <= most and last >= least for first, last in places[at.span])


def _named(packing: Packing) -> Iterator[Linear | AnyOf]:
    """Every formula that a packing uses."""
    yield from packing.apart
    for span in packing.spans:
        yield from (*span.lasting, *span.after, *span.before)


def proves(certificate: Certificate, formulas: Iterable[Formula]) -> bool:
    """Whether the certificate shows that its intervals are what the formulas leave, neither more nor less."""
    return Checker(formulas).proves(certificate)


class Checker:
    """One set of formulas, many certificates: histories that several share are tried once, and of histories much like
    those tried last only what can be another.

    Gives what `satisfies` and `refutes` give, who do the adding up.
    """

    def __init__(self, formulas: Iterable[Formula], ended: Callable[[], bool] = lambda: False) -> None:
        """`ended` says whether the answer is still waited for: a row of many sets is not stepped through beyond that,
        and what asked for it ends with `LimitReached`."""
        self.formulas, self._ended = tuple(formulas), ended
        self._tried: dict[tuple[int, ...], Together] = {}
        """By the identities of its mappings, which are kept so that none can be another's."""
        self._whole: dict[int, Together] = {}
        """By the identities of their histories, what was tried on most formulas."""
        self._last: Together | None = None
        """What was tried last, if only on what can be another."""
        self._shown: dict[int, Lemma | Row] = {}
        """By its identity, each lemma that was found to follow from the formulas alone."""
        self._chains: dict[int, tuple[Lemma | Row, ...]] = {}
        """By their identity, lemmas that were tried together."""
        self._follows: set[Formula] = set()
        self._rows: list[Row] = []
        self._differences = are_differences(self.formulas)

    @cached_property
    def _parts(self) -> list[Formula]:
        """What all holds by itself, bound by bound."""
        return [part for formula in self.formulas for part in conjuncts(formula)]

    @cached_property
    def _given(self) -> frozenset[Formula]:
        """What a refutation may use."""
        return frozenset(self._parts)

    @cached_property
    def _alike(self) -> dict[int, Formula]:
        """What a refutation may use, by its identity, which is told at once."""
        return {id(part): part for part in self._parts}

    @cached_property
    def _tries(self) -> Sequence[Formula]:
        """The parts without the either/ors of which an alternative follows from the dates among them: it holds wherever
        those do, which are tried."""
        if not any(isinstance(part, AnyOf) for part in self._parts):
            return self._parts
        most: dict[Point, int] = {}
        least: dict[Point, int] = {}
        for date in self._parts:
            # This is asked of every formula: a match takes four times as long.
            if isinstance(date, Linear) and len(date.plus) + len(date.minus) == 1:
                for point in date.plus:
                    most[point] = min(date.most, most.get(point, date.most))
                for point in date.minus:
                    least[point] = max(-date.most, least.get(point, -date.most))

        def follows(part: Formula) -> bool:
            return (
                isinstance(part, Linear)
                and all(p in most for p in part.plus)
                and all(p in least for p in part.minus)
                and sum(most[p] for p in part.plus) - sum(least[p] for p in part.minus) <= part.most
            )

        return [f for f in self._parts if not isinstance(f, AnyOf) or not any(map(follows, f.parts))]

    @cached_property
    def _naming(self) -> tuple[dict[Point, list[int]], dict[Point, list[int]]]:
        """Which of what is tried a point can break where it lies lower than in a history that was tried, and which
        where it lies higher."""
        lower: dict[Point, list[int]] = {}
        higher: dict[Point, list[int]] = {}
        for number, formula in enumerate(self._tries):
            for bound in linears(formula):
                for point in bound.minus:
                    lower.setdefault(point, []).append(number)
                for point in bound.plus:
                    higher.setdefault(point, []).append(number)
        return lower, higher

    def proves(self, certificate: Certificate) -> bool:
        """Whether a certificate proves its window: each interval attained, everything beyond excluded."""
        return shows(certificate, self.satisfied, self.refuted)

    def refuted(self, tree: Refutation, also: Sequence[Formula] = ()) -> bool:
        """Whether the tree refutes the formulas with `also`: it is tried on those of them that it names. Lemmas that it
        puts first and that follow from the formulas alone are tried once, whatever uses them."""
        if isinstance(tree, Chain) and (
            id(tree.lemmas) in self._chains or all(self._shows(lemma) for lemma in tree.lemmas)
        ):
            self._chains[id(tree.lemmas)] = tree.lemmas
            return refutes(tree.last, (*filter(self._holds, rested_on(tree.last)), *also), self._rows)
        known = self._alike
        given = (f for f in rested_on(tree) if id(f) in known or (f not in also and f in self._given))
        return refutes(tree, (*also, *given))

    def _shows(self, lemma: Lemma | Row) -> bool:
        """Whether a lemma follows from the formulas and what was shown of them before."""
        if id(lemma) not in self._shown:
            if isinstance(lemma, Row):
                lemma.step_through(self._ended)
                if lemma.places is None or not all(map(self._holds, _named(lemma.spans))):
                    return False
                self._rows.append(lemma)
            else:
                usable = filter(self._holds, rested_on(lemma.because))
                if not refutes(lemma.because, (*usable, negated(lemma.formula)), self._rows):
                    return False
                self._follows.add(lemma.formula)
            self._shown[id(lemma)] = lemma
        return True

    def _holds(self, formula: Formula) -> bool:
        """Whether a formula is among those given, or was shown to follow."""
        return formula in self._given or formula in self._follows

    def satisfied(self, span: Span, steps: int) -> bool:
        """Whether the span satisfies the formulas, all by the same alternatives."""
        several: Iterable[Together] = ((witness,) for witness in span) if self._each_alone else (span,)
        return all(self._satisfied(together, steps) for together in several)

    @cached_property
    def _each_alone(self) -> bool:
        """Whether histories are tried one by one: of differences alone, without either/ors, none says anything of
        another."""
        return self._differences and not any(isinstance(part, AnyOf) for part in self._tries)

    def _satisfied(self, together: Together, steps: int) -> bool:
        key = tuple(id(mapping) for witness in together for mapping in (witness.history, witness.rates))
        key += () if self._differences else (steps,)
        if key in self._tried:
            return True
        formulas: Sequence[Formula] = self._tries
        if self._last is not None and self._differences:
            like, near = self._last, _nears(together)
            whole = next((self._whole[history] for history in near if history in self._whole), None)
            if not near <= _nears(like):
                like = whole or [*self._whole.values()][-1]
            elif whole and self._each_alone:
                like = (*like, *whole)
            points = unlike(like, together)
            if 2 * sum(map(len, points)) < len(together[0].history):
                # All others hold of these by the alternatives by which they hold of what they are like.
                each = zip(points, self._naming, strict=True)
                touched = {number for some, naming in each for point in some for number in naming.get(point, ())}
                formulas = [self._tries[number] for number in sorted(touched)]
        if not satisfies(together, formulas, steps):
            return False
        if len(self._tried) >= REMEMBERED and len(self._tried) >= VALUES // max(1, len(together[0].history)):
            self._tried.clear()
            # Of a span both histories, or both of what is tried one by one.
            self._whole = dict([*self._whole.items()][-2:])
        self._tried[key] = self._last = together
        if 2 * len(formulas) >= len(self._tries):
            self._whole |= {id(witness.history): together for witness in together}
        return True


def shows(
    certificate: Certificate,
    satisfied: Callable[[Span, int], bool],
    refuted: Callable[[Refutation, Sequence[Formula]], bool],
) -> bool:
    """Whether a certificate proves its window: each interval attained, everything beyond excluded. `satisfied` is asked
    of each span as `satisfies` is, `refuted` of each tree with what it is to refute."""
    of, after, intervals = certificate.of, certificate.after, certificate.intervals
    if not intervals or len(certificate.attained) != len(intervals):
        return False
    if not all(
        attains(of, after, interval, spans, satisfied)
        for interval, spans in zip(intervals, certificate.attained, strict=True)
    ):
        return False
    beyond = outside(of, after, intervals)
    return len(beyond) == len(certificate.excluded) and all(
        refuted(tree, bounds) for tree, bounds in zip(certificate.excluded, beyond, strict=True)
    )


def unlike(like: Together, together: Together) -> tuple[set[Point], set[Point]]:
    """The points that lie lower in a history than in the one of `like` that it is most like, and those that lie
    higher, or may."""
    lower: set[Point] = set()
    higher: set[Point] = set()
    for witness in together:
        likest: Sequence[Witness] = [o for o in like if _near(o.history) is _near(witness.history)] or like
        likest = [other for other in likest if other.rates is witness.rates] or likest
        if not any(other.history is witness.history and other.rates is witness.rates for other in likest):
            found = min((changed(other, witness) for other in likest), key=lambda points: sum(map(len, points)))
            lower |= found[0]
            higher |= found[1]
    return lower, higher


def changed(was: Witness, now: Witness) -> tuple[set[Point], set[Point]]:
    """The points that lie lower, or are moved further down, than in another history, and those that are higher."""
    lower: set[Point] = set()
    higher: set[Point] = set()
    if now.history is not was.history:
        near, old, new = now.history, was.history, now.history
        points: Iterable[Point] = near
        if _near(now.history) is _near(was.history):
            near, old, new = _near(now.history), _changes(was.history), _changes(now.history)
            points = {p for p, _ in old.items() ^ new.items()}
        for p in points:
            before, after = old[p] if p in old else near[p], new[p] if p in new else near[p]
            if after != before:
                (lower if after < before else higher).add(p)
    if now.rates is not was.rates:
        for point in {p for p, _ in was.rates.items() ^ now.rates.items()}:
            (lower if now.rates.get(point, 0) < was.rates.get(point, 0) else higher).add(point)
    return lower, higher


def _near(history: History) -> History:
    """What a history is like but for a few points: itself, where it is told by itself."""
    return history.other if isinstance(history, Moved) else history


def _nears(together: Together) -> set[int]:
    """What histories are like, by identity."""
    return {id(_near(witness.history)) for witness in together}


def _changes(history: History) -> Mapping[Point, int]:
    """The few points."""
    return history.changes if isinstance(history, Moved) else {}


def attains(
    of: Point,
    after: Point,
    interval: tuple[int | None, int | None],
    spans: tuple[Span, ...],
    satisfied: Callable[[Span, int], bool],
) -> bool:
    """Whether the spans show that every value of the interval is attained; `satisfied` is asked of each as `satisfies`
    is."""

    def value(history: Mapping[Point, int]) -> int:
        return history.get(of, 0) - (history.get(after, 0) if after else 0)

    def ends(witness: Witness, bound: int | None, side: int) -> bool:
        return value(witness.history) == bound if bound is not None else side * value(witness.rates) > 0

    if not spans or not ends(spans[0][0], interval[0], -1) or not ends(spans[-1][1], interval[1], 1):
        return False
    if any(value(high.history) + 1 < value(low.history) for (_, high), (low, _) in pairwise(spans)):
        return False
    # Steps of more than one leave values out, unless what lies between them satisfies everything too: a k-th of the way
    # of a step of k the two points have the same fraction, and rounded down they are one further apart.
    open_ends = zip((spans[0][0], spans[-1][1]), interval, strict=True)
    uneven = any(bound is None and abs(value(witness.rates)) > 1 for witness, bound in open_ends)
    return all(
        satisfied((low, high), 0 if uneven else abs(value(high.history) - value(low.history)) or 1)
        for low, high in spans
    )


def outside(of: Point, after: Point, intervals: tuple[tuple[int | None, int | None], ...]) -> list[tuple[Linear, ...]]:
    """What must be refuted: the bounds of each stretch that the intervals leave out, in ascending order."""
    plus, minus = (of,), (after,) if after else ()
    stretches: list[tuple[Linear, ...]] = []
    if intervals and intervals[0][0] is not None:
        stretches.append((Linear(plus, minus, intervals[0][0] - 1),))
    for (_, before), (first, _) in pairwise(intervals):
        if before is not None and first is not None:
            stretches.append((Linear(minus, plus, -before - 1), Linear(plus, minus, first - 1)))
    if intervals and intervals[-1][1] is not None:
        stretches.append((Linear(minus, plus, -intervals[-1][1] - 1),))
    return stretches


def rested_on(tree: Refutation) -> Iterator[Formula]:
    """Every bound and either/or that a refutation uses, those of alternatives and lemmas among them."""
    waiting = [tree]
    while waiting:
        at = waiting.pop()
        if isinstance(at, Sum):
            yield from at.bounds
        elif isinstance(at, Packing):
            yield from _named(at)
        elif isinstance(at, NoPlace):
            yield from (*at.after, *at.before)
        elif isinstance(at, Cases):
            yield at.choice
            waiting.extend(at.refuted)
        else:
            waiting += [lemma.spans if isinstance(lemma, Row) else lemma.because for lemma in at.lemmas]
            waiting.append(at.last)


def conjuncts(formula: Formula) -> Sequence[Formula]:
    """The formula's own parts that all hold, which a refutation may use. An either/or without alternatives counts as
    0 <= -1."""
    # This is asked of every formula: a generator takes three times as long.
    if isinstance(formula, Linear):
        return (formula,)
    if isinstance(formula, AllOf):
        return [part for inner in formula.parts for part in conjuncts(inner)]
    return (formula,) if formula.parts else (formula, Linear((), (), -1))


def _opposite(one: Formula, other: Formula) -> bool:
    return isinstance(one, Linear) and isinstance(other, Linear) and one.negated() == other
