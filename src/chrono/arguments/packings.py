"""Spans that exclude each other and lack room, as a step of an argument: what each needs, and what there is for all.

Takes plain bounds and either/ors with what they rest on, gives the steps that tell such a contradiction, or nothing
where there is none. It counts and compares; it never splits an either/or, and whether the argument holds is proven
elsewhere. What one bound more would do is told from the paths to it and from it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, combinations
from math import inf
from typing import NamedTuple, TypeAlias

from chrono import dates
from chrono.answers.reasons import Step, origin_of
from chrono.core.points import end_of, is_order, span_of, start_of
from chrono.dates import Scale
from chrono.engine.exclusive_spans import LEAST
from chrono.engine.formulas import AllOf, AnyOf, Constraint, Formula, Linear, Point, linears
from chrono.engine.shortest_paths import ORIGIN, Distances, Edge, edge

Words: TypeAlias = Callable[[Edge[Constraint]], str]
Pairs: TypeAlias = dict[tuple[str, str], tuple[int, Constraint]]
"""For two spans, in the order of their names, what lies at least between them, and what says that they are apart."""


Plain: TypeAlias = list[tuple[Linear, Constraint]]


class _Span(NamedTuple):
    """A span with where it lies at the earliest and at the latest, and how long it lasts at the least."""

    id: str
    first: float
    last: float
    least: int


class Room:
    """Plain bounds, whether they leave a history, and where spans lie by them."""

    def __init__(self, plain: Plain, ids: Collection[str], spans: Callable[[], Sequence[_Span]] | None = None) -> None:
        """`ids` are those of the spans, and `spans` gives where they lie, where that is known from less room."""
        self.plain, self._ids, self._known = plain, ids, spans
        self._from: dict[Point, dict[Point, int]] = {}
        self._to: dict[Point, dict[Point, int]] = {}

    @cached_property
    def distances(self) -> Distances[Constraint]:
        """The paths of the bounds, which tell of contradictions as well."""
        return Distances((bound, tag) for bound, tag in self.plain if bound.is_difference)

    @cached_property
    def spans(self) -> Sequence[_Span]:
        """The spans, infinitely early or late where nothing bounds them."""
        if self._known is not None:
            return self._known()
        latest, earliest = self.distances.latest(), self.distances.earliest()
        found = []
        for id in self._ids:
            start, end = start_of(id), end_of(id)
            least = self.distances.earliest(start).get(end, 0)
            found.append(_Span(id, earliest.get(start, -inf), latest.get(end, inf), max(0, least)))
        return found

    @property
    def cycle(self) -> tuple[Edge[Constraint], ...] | None:
        """Why the bounds leave no history."""
        return self.distances.cycle if self.contradictory else None

    @cached_property
    def contradictory(self) -> bool:
        """Whether the bounds leave no history."""
        return self.distances.cycle is not None

    def further(self, more: Plain) -> Room:
        """The room that more bounds leave, where these leave some."""
        plain, arcs = [*self.plain, *more], [edge(bound, tag) for bound, tag in more if bound.is_difference]
        if not arcs:
            room = Room(plain, self._ids, lambda: self.spans)
            room.contradictory = False
            return room
        if len(arcs) > 1:
            return Room(plain, self._ids)
        (arc,) = arcs
        # How far the arc lies behind each point, and each point behind it.
        before, behind = self._reaching(arc.source), self._reached(arc.target)

        def way(source: Point, target: Point) -> float:
            return before.get(source, inf) + arc.weight + behind.get(target, inf)

        def spans() -> list[_Span]:
            found = []
            for id, first, last, least in self.spans:
                start, end = start_of(id), end_of(id)
                first, last = max(first, -way(start, ORIGIN)), min(last, way(ORIGIN, end))
                longer = way(end, start)
                found.append(_Span(id, first, last, -int(longer) if -longer > least else least))
            return found

        room = Room(plain, self._ids, spans)
        room.contradictory = behind.get(arc.source, inf) + arc.weight < 0
        return room

    def _reached(self, point: Point) -> Mapping[Point, int]:
        if point not in self._from:
            self._from[point] = self.distances.latest(point)
        return self._from[point]

    def _reaching(self, point: Point) -> Mapping[Point, int]:
        if point not in self._to:
            self._to[point] = {other: -at for other, at in self.distances.earliest(point).items()}
        return self._to[point]


def apart(formula: Formula) -> Iterator[tuple[tuple[str, str], int]]:
    """The pairs of spans of which, by a bound or every alternative of an either/or, the one ends before the other
    starts, or as it does; and what lies at least between them."""
    orders = [tuple(_orders(way)) for way in (formula.parts if isinstance(formula, AnyOf) else (formula,))]
    for pair in sorted({_sorted(*o[:2]) for o in orders[0]} if orders else ()):
        # Of each alternative the most that it puts between the two.
        between = [max((o[2] for o in way if _sorted(*o[:2]) == pair), default=-1) for way in orders]
        if pair[0] != pair[1] and min(between) >= 0:
            yield pair, min(between)


def named_apart(formula: Formula) -> set[str]:
    """The spans that any bound of a formula puts one before the other."""
    return {id for bound in linears(formula) for one, other, _ in _orders(bound) for id in (one, other)}


def _orders(way: Formula) -> Iterator[tuple[str, str, int]]:
    """For each bound that an alternative has of such a kind: the span that ends, the one that starts then or later, and
    how much lies between."""
    for part in way.parts if isinstance(way, AllOf) else (way,):
        match part:
            case Linear((end,), (start,), most) if (
                end.startswith("end(") and start.startswith("start(") and not is_order(end)
            ):
                yield span_of(end), span_of(start), -most


def _sorted(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def packed(room: Room, pairs: Pairs, scale: Scale, words: Words) -> tuple[Step, ...]:
    """The steps by which spans of which no two overlap need more room than there is; none where they do not.

    `words` says what one bound rests on.
    """
    found = overload(room, pairs)
    if found is None:
        return ()
    members, between = found
    distances = room.distances
    steps = []
    for span in sorted(members, key=lambda s: (s.first, s.last, s.id)):
        start, end = start_of(span.id), end_of(span.id)
        edges = [*distances.path(end, start), *distances.path(start, ORIGIN), *distances.path(ORIGIN, end)]
        told = "; ".join(dict.fromkeys(words(e) for e in edges))
        by = tuple(dict.fromkeys(id for e in edges for id in e.tag.ids))
        where = _from_to(int(span.first), int(span.last), scale)
        steps.append(Step(f"{told}, so {span.id} needs {_long(span.least, scale)} {where}", by=by))
    first, last = int(min(s.first for s in members)), int(max(s.last for s in members))
    needed = sum(s.least for s in members) + between * (len(members) - 1)
    saying = [pairs[one, other][1] for one, other in combinations(sorted(s.id for s in members), 2)]
    steps.append(Step(_never_two(saying), by=tuple(dict.fromkeys(id for of in saying for id in of.ids))))
    room_left = (
        f"there {'is' if last - first == 1 else 'are'} {_long(last - first, scale)}"
        if last > first
        else "there is no room"
    )
    also = f", with {_long(between, scale)} between any two" if between else ""
    steps.append(
        Step(
            f"these {len(members)} spans need {_long(needed, scale)} together{also}, "
            f"and {room_left} {_from_to(first, last, scale)}"
        )
    )
    return tuple(steps)


def overload(room: Room, pairs: Pairs) -> tuple[list[_Span], int] | None:
    """Spans that are apart from each other and lack room, as few as can be met so, and what lies between any two."""
    best: tuple[list[_Span], int] | None = None
    named = {id for pair in pairs for id in pair}
    spans = [s for s in room.spans if s.id in named and s.first > -inf and s.last < inf]
    by_length = sorted(spans, key=lambda s: (-s.least, s.id))
    by_first = sorted(spans, key=lambda s: s.first)
    widest = max((between for between, _ in pairs.values()), default=0)
    for last in sorted({s.last for s in spans}):
        inside = [s for s in reversed(by_first) if s.last <= last]
        needed = accumulate(s.least + widest for s in inside)
        # Of those that start as late only all together, the earliest start first.
        firsts = {s.first: need - widest for s, need in zip(inside, needed, strict=True)}
        for first in sorted(firsts):
            if firsts[first] <= last - first:
                continue
            within = [span for span in by_length if span.first >= first and span.last <= last]
            members: list[_Span] = []
            for span in within:
                if all(_pair(span, other) in pairs for other in members):
                    members.append(span)
                    between = min((pairs[_pair(a, b)][0] for a, b in combinations(members, 2)), default=0)
                    if sum(s.least for s in members) + between * (len(members) - 1) > last - first:
                        if len(members) >= LEAST and (best is None or len(members) < len(best[0])):
                            best = members, between
                        break
    return best


def _pair(one: _Span, other: _Span) -> tuple[str, str]:
    return _sorted(one.id, other.id)


def _never_two(saying: Iterable[Constraint]) -> str:
    said = list(dict.fromkeys(origin_of(of).sentence for of in saying))
    return said[0] if len(said) == 1 and said[0] else "of each two of them the one had ended when the other began"


def _from_to(first: int, last: int, scale: Scale) -> str:
    return f"between {dates.say_first(first, scale)} and {dates.say_last(last, scale)}"


def _long(count: int, scale: Scale) -> str:
    return f"{count:,} {scale.unit if count == 1 else scale.unit + 's'}"
