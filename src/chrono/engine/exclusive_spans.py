"""Spans that exclude each other, as one constraint: found among the either/ors of a graph, and what they leave no room
for.

Takes a graph, gives sets of spans each two of which come one after the other; and of such a set, where each span lies
at least and at most, what follows: that they lack room (overload), that one comes before or after others (edge finding;
Carlier & Pinson, Management Science 35, 1989; Vilim, CPAIOR 2004), and how far what comes after others is pushed.
Counts, and never searches.
"""

from __future__ import annotations

from bisect import bisect, bisect_left
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, replace
from itertools import accumulate, combinations, product
from math import inf
from operator import add

from chrono.engine.bounds import Boxes
from chrono.engine.formulas import AnyOf, Linear
from chrono.engine.graph import Graph, Part

LEAST = 3
"""Of how many spans at least: two are an either/or like any other."""


@dataclass(frozen=True, slots=True)
class Exclusive:
    """Spans each two of which come one after the other, by their places."""

    starts: tuple[int, ...]
    """Points of the graph."""
    ends: tuple[int, ...]
    least: tuple[int, ...]
    """How long each lasts at least."""
    lasting: tuple[Linear, ...]
    """The bound that says so."""
    order: tuple[tuple[int, ...], ...]
    """The arc by which the one ends before the other starts; -1 on the diagonal, and where the plain part excludes
    it."""
    choice: tuple[tuple[int, ...], ...]
    """The either/or that has both arcs; -1 where the order is plain."""
    between: int
    """How much lies between any two, at least."""


@dataclass(frozen=True, slots=True)
class Overload:
    """Spans that start at `first` or later, end at `last` or earlier, and lack room."""

    spans: tuple[int, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Behind:
    """That `span` comes behind the others of an overload, whose own end is not among what that rests on."""

    span: int
    overload: Overload
    """Without the span's end the others and it lack room."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """That `span` starts at `at` or later: behind others, which start at `first` or later."""

    span: int
    at: int
    others: tuple[int, ...]
    first: int


def with_orders(graph: Graph) -> Graph:
    """The graph, and behind its own either/ors those in two alternatives that follow from them: that the one of two
    spans ends before the other starts, where every alternative of an either/or says so, whatever else it says (`a
    before b or a meets b or b before a`). The `formula` of such a one is that of the either/or from which it follows.
    """
    found = [
        (choice, arcs)
        for choice in graph.base.choices
        for arcs in _orders([part.arcs for part in graph.choices[choice]], graph)
    ]
    if not found:
        return graph
    lasting = {(graph.target[a], graph.source[a]) for a in graph.base.arcs if graph.weight[a] <= 0}
    more: list[tuple[Part, ...]] = []
    origins: list[AnyOf] = []
    for choice, (one, two) in found:
        first, second = (graph.source[two], graph.target[one]), (graph.source[one], graph.target[two])
        if first != second and first in lasting and second in lasting:
            more.append((Part((one,), ()), Part((two,), ())))
            origins.append(graph.formula[choice])
    if not more:
        return graph
    other, count = copy(graph), len(graph.choices)
    other.choices, other.formula = [*graph.choices, *more], [*graph.formula, *origins]
    other.base = replace(graph.base, choices=(*graph.base.choices, *range(count, count + len(more))))
    return other


def _orders(parts: Sequence[Sequence[int]], graph: Graph) -> Iterator[tuple[int, int]]:
    """Two arcs, of which each alternative of an either/or has the one or the other, or a closer one between the same
    points; none of an either/or that says no more than that."""
    if len(parts) == 2 and all(len(arcs) == 1 for arcs in parts):
        return
    ways: list[dict[tuple[int, int], int]] = []
    for arcs in parts:
        closest: dict[tuple[int, int], int] = {}
        for arc in arcs:
            ends = graph.target[arc], graph.source[arc]
            if all(ends) and graph.weight[arc] <= min(0, graph.weight[closest.get(ends, arc)]):
                closest[ends] = arc
        if not closest:
            return
        ways.append(closest)
    for one in ways[0] if ways else ():
        rest = [way for way in ways if one not in way]
        for two in rest[0] if rest else ():
            if all(two in way for way in rest):
                sides = [[way[one] for way in ways if one in way], [way[two] for way in rest]]
                first, second = (max(arcs, key=lambda arc: (graph.weight[arc], -arc)) for arcs in sides)
                yield first, second


def exclusive_spans(graph: Graph, boxes: Boxes | None = None) -> list[Exclusive]:
    """The sets of spans that exclude each other by the either/ors in two alternatives that always hold, the largest
    first; where there are boxes, by these as well, so that what is one set is not told as several."""
    found = list(_either_way(graph))
    if not found:
        return []
    meant = {span for _, _, _, first, second in found for span in (first, second)}
    starts, ends = {start for start, _ in meant}, {end for _, end in meant}
    lasting: dict[tuple[int, int], tuple[int, Linear]] = {}
    plain: dict[tuple[int, int], int] = {}
    for arc in graph.base.arcs:
        s, t, w = graph.source[arc], graph.target[arc], graph.weight[arc]
        if w <= 0:
            # start <= end + w, or end <= start + w: the end that is meant is known only from an either/or.
            if (t, s) in meant and ((t, s) not in lasting or -w > lasting[t, s][0]):
                lasting[t, s] = (-w, graph.bound[arc])
            if t in ends and s in starts and ((t, s) not in plain or w < graph.weight[plain[t, s]]):
                plain[t, s] = arc
    apart: dict[tuple[tuple[int, int], tuple[int, int]], tuple[int, int, int]] = {}
    """For two spans the either/or, the arc of the one first, and the arc of the other first."""
    for choice, one, other, first, second in found:
        if first in lasting and second in lasting:
            if first > second:
                first, second, one, other = second, first, other, one
            apart.setdefault((first, second), (choice, one, other))
    spans = sorted({span for pair in apart for span in pair})
    starting: dict[int, list[tuple[int, int]]] = {}
    ending: dict[int, list[tuple[int, int]]] = {}
    for span in spans:
        starting.setdefault(span[0], []).append(span)
        ending.setdefault(span[1], []).append(span)
    for (end, start), arc in plain.items():
        for span, behind in product(ending.get(end, ()), starting.get(start, ())):
            pair, turned = ((span, behind), 0) if span < behind else ((behind, span), 1)
            choice, *orders = apart.get(pair, (-1, -1, -1))
            # Nothing is left to an either/or of the two where this says as much.
            if span != behind and (choice < 0 or graph.weight[arc] <= graph.weight[orders[turned]]):
                orders = [-1, -1] if choice >= 0 else orders
                orders[turned] = arc
                apart[pair] = (-1, orders[0], orders[1])
    sets = _cliques(spans, apart)
    if boxes is not None and len(sets) > 1:
        most = max(-graph.weight[arc] for _, *arcs in apart.values() for arc in arcs if arc >= 0)

        def separate(one: tuple[int, int], other: tuple[int, int]) -> bool:
            return (min(one, other), max(one, other)) in apart or any(
                boxes.high[end] + most <= -boxes.low[start] for end, start in ((one[1], other[0]), (other[1], one[0]))
            )

        sets = _whole(sets, separate)
    return [_made(graph, lasting, apart, members) for members in sets]


def _either_way(graph: Graph) -> Iterator[tuple[int, int, int, tuple[int, int], tuple[int, int]]]:
    """The either/ors by which one of two stretches follows the other: its number, the arc of the first one first and of
    the other first, and the two stretches, each as two points that need not be the start and end of one span."""
    for choice in graph.base.choices:
        parts = graph.choices[choice]
        if len(parts) != 2 or any(len(p.arcs) != 1 or p.choices or p.totals for p in parts):
            continue
        one, other = parts[0].arcs[0], parts[1].arcs[0]
        first = (graph.source[other], graph.target[one])
        second = (graph.source[one], graph.target[other])
        if first != second and max(graph.weight[one], graph.weight[other]) <= 0 and all((*first, *second)):
            yield choice, one, other, first, second


def _cliques(
    spans: Sequence[tuple[int, int]], apart: dict[tuple[tuple[int, int], tuple[int, int]], tuple[int, int, int]]
) -> list[list[tuple[int, int]]]:
    """Sets of spans that are pairwise apart, until every either/or is in one: greedily, the largest first."""
    others: dict[tuple[int, int], set[tuple[int, int]]] = {span: set() for span in spans}
    for first, second in apart:
        others[first].add(second)
        others[second].add(first)
    left = {pair for pair, (choice, _, _) in apart.items() if choice >= 0}
    found: list[list[tuple[int, int]]] = []
    for pair in sorted(left, key=lambda pair: (-len(others[pair[0]] & others[pair[1]]), pair)):
        if pair not in left:
            continue
        members = list(pair)
        candidates = others[pair[0]] & others[pair[1]]
        while candidates:
            best = max(candidates, key=lambda span: (len(others[span] & candidates), span))
            members.append(best)
            candidates = candidates & others[best]
        members.sort()
        left.difference_update(combinations(members, 2))
        if len(members) >= LEAST:
            found.append(members)
    return sorted(found, key=lambda members: (-len(members), members))


def _whole(
    sets: Sequence[list[tuple[int, int]]], separate: Callable[[tuple[int, int], tuple[int, int]], bool]
) -> list[list[tuple[int, int]]]:
    """The sets, each with the spans of those that share some with it, where they are separate from all its own."""
    found: list[list[tuple[int, int]]] = []
    having: dict[tuple[int, int], list[int]] = {}
    for number, members in enumerate(sets):
        for span in members:
            having.setdefault(span, []).append(number)
    within: set[int] = set()
    for number, members in enumerate(sets):
        if number in within:
            continue
        whole = set(members)
        for other in sorted({n for span in members for n in having[span]}):
            whole.update(s for s in sets[other] if s not in whole and all(separate(s, own) for own in sorted(whole)))
        within.update(n for span in whole for n in having[span] if whole.issuperset(sets[n]))
        found.append(sorted(whole))
    return sorted(found, key=lambda members: (-len(members), members))


def _made(
    graph: Graph,
    lasting: dict[tuple[int, int], tuple[int, Linear]],
    apart: dict[tuple[tuple[int, int], tuple[int, int]], tuple[int, int, int]],
    members: Sequence[tuple[int, int]],
) -> Exclusive:
    count = len(members)
    order = [[-1] * count for _ in members]
    choices = [[-1] * count for _ in members]
    for (i, one), (j, other) in combinations(enumerate(members), 2):
        choice, before, after = apart.get((one, other), (-1, -1, -1))
        order[i][j], order[j][i] = before, after
        choices[i][j] = choices[j][i] = choice
    arcs = [arc for row in order for arc in row if arc >= 0]
    return Exclusive(
        tuple(start for start, _ in members),
        tuple(end for _, end in members),
        tuple(lasting[span][0] for span in members),
        tuple(lasting[span][1] for span in members),
        tuple(map(tuple, order)),
        tuple(map(tuple, choices)),
        min(-graph.weight[arc] for arc in arcs),
    )


def crowding(
    among: Sequence[int],
    room: Sequence[int],
    between: int,
    first: Sequence[float],
    last: Sequence[float],
    known: Sequence[int],
) -> Overload | list[Behind]:
    """Spans that start at `first` or later, end at `last` or earlier and lack room; else which spans come behind all of
    some others, because with any of them behind it they would lack room: `among` some of them.

    `room` is what each takes with what must lie behind it; `known` has for each the set of those, as bits, that it is
    known to come behind: what says no more is left out.
    """
    count = len(among)
    later = sorted(among, key=last.__getitem__)
    inside: list[tuple[float, int]] = []
    starts: list[float] = []
    rooms: list[int] = []
    """Of the spans inside, each in its place."""
    found: list[Behind] = []
    widest = [0] * (count + 1)
    for place in range(count - 1, -1, -1):
        widest[place] = max(widest[place + 1], room[later[place]])
    roomiest = sorted(among, key=room.__getitem__, reverse=True)
    mask = 0
    at_most = -inf
    """They reach no further than that."""
    for place, k in enumerate(later):
        end = last[k]
        if end == inf:
            break
        start = first[k]
        number = bisect(inside, (-start, k))
        inside.insert(number, (-start, k))
        starts.insert(number, start)
        rooms.insert(number, room[k])
        mask |= 1 << k
        at_most = max(at_most, start) + room[k]
        if place + 1 < count and last[later[place + 1]] == end:
            continue
        edge = end + between
        if at_most + widest[place + 1] <= edge:
            continue
        # Of the spans that end by `end`: those that start late first.
        needed = list(accumulate(rooms))
        reach = at_most = max(map(add, needed, starts))
        if reach > edge:
            reach_from = next(start for start, of in zip(starts, needed, strict=True) if start + of == reach)
            return Overload(tuple(j for start, j in inside if -start >= reach_from), int(reach_from), int(end))
        least = edge - reach
        if widest[place + 1] <= least:
            continue
        # For each number of those that start late, from all of them on: how far they reach, or more of them.
        furthest = list(accumulate(map(add, reversed(needed), reversed(starts)), max))
        for i in roomiest:
            wide = room[i]
            if wide <= least:
                # What starts before them all reaches no further than what starts with the first of them.
                break
            if mask >> i & 1 or not mask & ~known[i]:
                continue
            # The most of them that it must come behind: of those that start no later than it, or else of the others.
            own = first[i]
            most = place - bisect(furthest, edge - wide)
            begin = starts[most] if most >= 0 else own
            if begin > own:
                most = bisect_left(inside, (-own,)) - 1
                begin = own
                if own + needed[most] + wide <= edge:
                    continue
            behind = tuple(j for _, j in inside[: most + 1])
            if any(not known[i] >> j & 1 for j in behind):
                found.append(Behind(i, Overload((*behind, i), int(begin), int(end))))
    return found


def pushed(span: int, behind: Sequence[int], room: Sequence[int], first: Sequence[float]) -> Pushed | None:
    """How far a span is pushed by those that it comes behind, which are given with those that start early first."""
    reach = reach_from = -inf
    for k in behind:
        if first[k] >= reach:
            reach = reach_from = first[k]
        reach += room[k]
    if reach <= first[span]:
        return None
    return Pushed(span, int(reach), tuple(k for k in behind if first[k] >= reach_from), int(reach_from))
