"""Spans that exclude each other and lack room, as a step of an argument: what each needs, and what there is for all.

Takes plain bounds and either/ors with what they rest on, gives the steps that tell such a contradiction, or nothing
where there is none. It counts and compares; it never splits an either/or, and whether the argument holds is proven
elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple, TypeAlias

from chrono import dates
from chrono.answers.reasons import Step, origin_of
from chrono.core.points import end_of, is_order, span_of, start_of
from chrono.dates import Scale
from chrono.engine.exclusive_spans import LEAST
from chrono.engine.formulas import AllOf, AnyOf, Constraint, Formula, Linear
from chrono.engine.shortest_paths import ORIGIN, Distances, Edge

Words: TypeAlias = Callable[[Edge[Constraint]], str]
Pairs: TypeAlias = dict[tuple[str, str], tuple[int, Constraint]]
"""For two spans, in the order of their names, what lies at least between them, and what says that they are apart."""


class _Span(NamedTuple):
    """A span with where it lies at the earliest and at the latest, and how long it lasts at the least."""

    id: str
    first: int
    last: int
    least: int


def pairs_apart(plain: Iterable[tuple[Linear, Constraint]], open_: Iterable[tuple[AnyOf, Constraint]]) -> Pairs:
    """The pairs of spans of which the one ends before the other starts, or as it does."""
    found: Pairs = {}

    def note(ways: Sequence[Formula], of: Constraint) -> None:
        orders = [tuple(_orders(way)) for way in ways]
        for one, other in sorted({_sorted(*o[:2]) for o in orders[0]} if orders else ()):
            # Of each alternative the most that it puts between the two.
            between = [max((o[2] for o in way if _sorted(*o[:2]) == (one, other)), default=-1) for way in orders]
            least = min(between)
            if one != other and least >= 0 and ((one, other) not in found or least > found[one, other][0]):
                found[one, other] = (least, of)

    for formula, of in open_:
        note(formula.parts, of)
    for bound, of in plain:
        note((bound,), of)
    return found


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


def packed(plain: Sequence[tuple[Linear, Constraint]], pairs: Pairs, scale: Scale, words: Words) -> tuple[Step, ...]:
    """The steps by which spans of which no two overlap need more room than there is; none where they do not.

    `words` says what one bound rests on. The plain bounds by themselves leave a history.
    """
    distances = Distances((bound, tag) for bound, tag in plain if bound.is_difference)
    latest, earliest = distances.latest(), distances.earliest()
    spans = []
    for id in sorted({id for pair in pairs for id in pair}):
        start, end = start_of(id), end_of(id)
        if start in earliest and end in latest:
            least = distances.earliest(start).get(end, 0)
            spans.append(_Span(id, earliest[start], latest[end], max(0, least)))
    found = _overload(spans, pairs)
    if found is None:
        return ()
    members, between = found
    steps = []
    for span in sorted(members, key=lambda s: (s.first, s.last, s.id)):
        start, end = start_of(span.id), end_of(span.id)
        edges = [*distances.path(end, start), *distances.path(start, ORIGIN), *distances.path(ORIGIN, end)]
        told = "; ".join(dict.fromkeys(words(e) for e in edges))
        by = tuple(dict.fromkeys(id for e in edges for id in e.tag.ids))
        where = _from_to(span.first, span.last, scale)
        steps.append(Step(f"{told}, so {span.id} needs {_long(span.least, scale)} {where}", by=by))
    first, last = min(s.first for s in members), max(s.last for s in members)
    needed = sum(s.least for s in members) + between * (len(members) - 1)
    apart = [pairs[one, other][1] for one, other in combinations(sorted(s.id for s in members), 2)]
    steps.append(Step(_never_two(apart), by=tuple(dict.fromkeys(id for of in apart for id in of.ids))))
    room = (
        f"there {'is' if last - first == 1 else 'are'} {_long(last - first, scale)}"
        if last > first
        else "there is no room"
    )
    also = f", with {_long(between, scale)} between any two" if between else ""
    steps.append(
        Step(
            f"these {len(members)} spans need {_long(needed, scale)} together{also}, "
            f"and {room} {_from_to(first, last, scale)}"
        )
    )
    return tuple(steps)


def _overload(spans: Sequence[_Span], pairs: Pairs) -> tuple[list[_Span], int] | None:
    """Spans that are apart from each other and lack room, as few as can be met so, and what lies between any two."""
    best: tuple[list[_Span], int] | None = None
    by_length = sorted(spans, key=lambda s: (-s.least, s.id))
    widest = max((between for between, _ in pairs.values()), default=0)
    for last in sorted({s.last for s in spans}):
        for first in sorted({s.first for s in spans}):
            within = [span for span in by_length if span.first >= first and span.last <= last]
            if sum(s.least + widest for s in within) - widest <= last - first:
                continue
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


def _never_two(apart: Iterable[Constraint]) -> str:
    said = list(dict.fromkeys(origin_of(of).sentence for of in apart))
    return said[0] if len(said) == 1 and said[0] else "of each two of them the one had ended when the other began"


def _from_to(first: int, last: int, scale: Scale) -> str:
    return f"between {dates.say_first(first, scale)} and {dates.say_last(last, scale)}"


def _long(count: int, scale: Scale) -> str:
    return f"{count:,} {scale.unit if count == 1 else scale.unit + 's'}"
