"""How spans that exclude each other argue: what follows for them, and by what reasons, where each can lie now.

Takes a trail and the sets that exclusive_spans.py finds, yields literals that follow, each with its reason, or a
contradiction. What follows is for the taker to put, before the next is asked for. Counts, and assumes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chrono.engine.exclusive_spans import Behind, Exclusive, Overload, crowding, exclusive_spans, pushed
from chrono.engine.graph import Graph
from chrono.engine.trail import Literal, Reason, Trail


class Crowds:
    """All sets of one graph of spans that exclude each other."""

    def __init__(self, graph: Graph, trail: Trail) -> None:
        self.crowds = exclusive_spans(graph)
        self._trail = trail
        self.pairs: dict[int, tuple[tuple[int, int], ...]] = {}
        """The two spans of an either/or of a crowd, by start and end."""
        self.at: dict[int, list[int]] = {}
        """The crowds that a place, or an arc as its literal has it, matters to."""
        self._places: list[tuple[list[int], list[int]]] = []
        self._room: list[list[int]] = []
        self.ahead: list[list[int]] = []
        """Of each crowd, for each span, those that are known to come before it, as bits; likewise those after it."""
        self._after: list[list[int]] = []
        self._seen: dict[tuple[int, bool], tuple[tuple[float, ...], tuple[int, ...]]] = {}
        """Of each crowd, and either way, where its spans began and what they came behind when it was last looked at."""
        self._orders: dict[int, list[tuple[int, int, int]]] = {}
        """The crowds of an arc by which one span comes before another."""
        for number, crowd in enumerate(self.crowds):
            for place in (*(2 * p for p in crowd.starts), *(2 * p + 1 for p in crowd.ends)):
                self.at.setdefault(place, []).append(number)
            count = len(crowd.least)
            self._places.append(([2 * p for p in crowd.starts], [2 * p + 1 for p in crowd.ends]))
            self._room.append([length + crowd.between for length in crowd.least])
            self.ahead.append([0] * count)
            self._after.append([0] * count)
            for i, row in enumerate(crowd.order):
                for j, arc in enumerate(row):
                    if arc in trail.plain:
                        self._ordered(number, i, j, True)
                    elif arc >= 0:
                        self.pairs[crowd.choice[i][j]] = tuple((crowd.starts[k], crowd.ends[k]) for k in (i, j))
                        self.at.setdefault(-1 - arc, []).append(number)
                        self._orders.setdefault(arc, []).append((number, i, j))
        trail.turned = self._turned

    def _turned(self, arc: int, holds: bool) -> None:
        for number, before, after in self._orders.get(arc, ()):
            self._ordered(number, before, after, holds)

    def _ordered(self, number: int, before: int, after: int, holds: bool) -> None:
        """Notes that one span of a crowd comes before another, or that this is not known any more."""
        if holds:
            self.ahead[number][after] |= 1 << before
            self._after[number][before] |= 1 << after
        else:
            self.ahead[number][after] &= ~(1 << before)
            self._after[number][before] &= ~(1 << after)

    def follow(self, number: int) -> Iterator[tuple[Literal | None, Reason]]:
        """What follows now for the spans of a crowd; no literal, but its reason, for a contradiction."""
        crowd = self.crowds[number]
        value, plain = self._trail.value, self._trail.plain
        starts, ends = self._places[number]
        room = self._room[number]
        for forward in (True, False):
            one, other = (starts, ends) if forward else (ends, starts)
            known = (self.ahead if forward else self._after)[number]
            first = [value[place] for place in one]
            last = [-value[place] for place in other]
            # What comes before or behind each of the others has its say where those are pushed.
            everyone = (1 << len(first)) - 1
            pairs = zip(self.ahead[number], self._after[number], strict=True)
            among = [k for k, (ahead, after) in enumerate(pairs) if ahead | after | 1 << k != everyone]
            found = crowding(among, room, crowd.between, first, last, known)
            if isinstance(found, Overload):
                yield None, Reason("overload", (number, forward, found), _packed(one, other, found, found.spans))
                return
            for behind in found:
                yield from self._behind(number, forward, behind, one, other)
            by_start = sorted(range(len(first)), key=first.__getitem__)
            seen_first, seen_known = self._seen.get((number, forward), ((), ()))
            moved = sum(1 << k for k, at in enumerate(first) if not seen_first or at != seen_first[k])
            self._seen[number, forward] = (tuple(first), tuple(known))
            whole = {before | 1 << span for span, before in enumerate(known)}
            for span, before in enumerate(known):
                # What it comes behind has pushed it already, unless there is something new; and what pushes the last of
                # these pushes it too, along an arc, if it comes behind nothing else.
                if not before or (not before & moved and seen_known[span] == before) or before in whole:
                    continue
                push = pushed(span, [k for k in by_start if before >> k & 1], room, first)
                if push is None:
                    continue
                arcs = [order(crowd, k, span, forward) for k in push.others]
                premises = [(one[k], push.first) for k in push.others]
                premises += [(-1 - arc, 1) for arc in arcs if arc not in plain]
                yield (one[span], push.at), Reason("pushed", (number, forward, push), tuple(premises))

    def _behind(
        self, number: int, forward: bool, found: Behind, one: Sequence[int], other: Sequence[int]
    ) -> Iterator[tuple[Literal | None, Reason]]:
        crowd = self.crowds[number]
        active, plain = self._trail.active, self._trail.plain
        others = [k for k in found.overload.spans if k != found.span]
        premises: tuple[Literal, ...] = ()
        for k in others:
            known = order(crowd, k, found.span, forward)
            if known in active or known in plain:
                continue
            premises = premises or _packed(one, other, found.overload, others)
            reason = Reason("behind", (number, forward, found, k), premises)
            # Where no arc says so, they are plainly the other way round.
            yield (None if known < 0 else (-1 - known, 1)), reason


def order(crowd: Exclusive, before: int, after: int, forward: bool) -> int:
    """The arc by which one span of a crowd comes before another; where time is turned round, after it."""
    return crowd.order[before][after] if forward else crowd.order[after][before]


def _packed(one: Sequence[int], other: Sequence[int], overload: Overload, ending: Sequence[int]) -> tuple[Literal, ...]:
    return (
        *((one[k], overload.first) for k in overload.spans),
        *((other[k], -overload.last) for k in ending),
    )
