"""Whether a network of differences and either/ors leaves a history, by a search that learns from every failure.

Takes a graph, gives a history or a refutation that certificates.py can check, or neither within a number of steps. It
keeps for every point the least and the most that it can be, follows what an assumption does to them along the arcs, the
either/ors and the spans that exclude each other, and where that ends in a contradiction it keeps the bounds that led
there as one more either/or: that one of them does not hold (lazy clause generation; Ohrimenko, Stuckey & Codish,
Constraints 14, 2009). What was learned serves every later question, and every proof: derivations.py makes lemmas of it.

A *literal* is what can hold or not: that the value of a place is at least so much (place 2p has the least value of
point p, place 2p + 1 minus its most), or that an arc is in force, written (-1 - arc, 1). A *clause* says of some that
they do not all hold.

The module is long because one state is shared by all that follows: what an assumption puts on the trail, propagation,
analysis and the way back must undo alike. What could stand apart is how crowds argue (`_crowd` to `_behind`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from math import inf
from typing import Any, NamedTuple, TypeAlias

from chrono.engine.exclusive_spans import Behind, Exclusive, Overload, crowding, exclusive_spans, pushed
from chrono.engine.formulas import Linear
from chrono.engine.graph import Graph, NotDifferences
from chrono.engine.shortest_paths import Adjacent, correct

Literal: TypeAlias = tuple[int, int]
"""What can be assumed, found and learned: see above."""

STEPS = 20_000
"""How many failures and assumptions one question may take."""


class Reason(NamedTuple):
    """Why a literal holds, or why there is a contradiction: `kind`, what it is about, and the literals it rests on."""

    kind: str
    about: Any
    premises: tuple[Literal, ...]


Why: TypeAlias = Reason | tuple[int, int] | None
"""A reason; or, of most, the arc and the place from which it follows; nothing, of what is assumed."""


@dataclass(frozen=True, slots=True)
class Clause:
    """Literals that cannot all hold; and the steps, in order, that lead from them to a contradiction."""

    literals: tuple[Literal, ...]
    steps: tuple[tuple[Literal, Reason], ...]
    end: Reason
    after: int
    """How many of what is known for good was known before it."""


class Learner:
    """One graph without sums, many questions."""

    def __init__(
        self,
        graph: Graph,
        steps: int = STEPS,
        ended: Callable[[], bool] = lambda: False,
    ) -> None:
        if graph.totals or any(part.choices for parts in graph.choices for part in parts):
            raise ValueError("sums, and either/ors within either/ors, are not for this search")
        self.graph, self.steps, self.ended = graph, steps, ended
        points = len(graph.points)
        self.source, self.target, self.weight = graph.source[:], graph.target[:], graph.weight[:]
        """Of the graph's arcs, and of those that are made as their opposites."""
        self.given = len(self.weight)
        self._index = {point: number for number, point in enumerate(graph.points)}
        self._made: dict[tuple[int, int, int], int] = {}
        self.opposite: dict[int, int] = {}
        """For an arc, the one that holds where it does not."""
        self._looked_at: Sequence[int] = graph.base.choices
        self.value: list[float] = [-inf] * (2 * points)
        self.value[0] = self.value[1] = 0
        self.follows: list[list[tuple[int, int, int]]] = [[] for _ in self.value]
        """From each place: the place, how much more, and the arc in force by which its value follows."""
        self.entry = [-1] * (2 * points)
        """The last entry of the trail for each place."""
        self.active: dict[int, int] = {}
        """The entry of each arc in force that is not plain."""
        self.trail: list[tuple[int, int, int, Why]] = []
        """Literal by its place and value, the entry of the place before it, and why."""
        self.level: list[int] = []
        self.begun: list[int] = []
        """Where each level begins."""
        self.plain = frozenset(graph.base.arcs)
        self.settled: list[bool] = [False] * len(graph.choices)
        self.dead: list[dict[int, int]] = [{} for _ in graph.choices]
        """Of each either/or the alternatives that are excluded, each with the arc that is."""
        self.killed: list[tuple[int, int, int]] = []
        """Either/or, alternative and entry, in order."""
        self.settling: list[tuple[int, int]] = []
        self.spent = bytearray(self.given)
        """The arcs of alternatives that are known not to hold, and about which nothing is left to be done."""
        self.spending: list[tuple[int, int]] = []
        self.owners: dict[int, list[tuple[int, int]]] = {}
        """The either/ors and alternatives that an arc is of."""
        self.watching: list[list[tuple[int, int, int]]] = [[] for _ in self.value]
        """At each place: another place, the arc that is excluded where both sum up to more than its weight."""
        for choice in graph.base.choices:
            for number, part in enumerate(graph.choices[choice]):
                for arc in part.arcs:
                    if arc not in self.owners:
                        at, other = 2 * self.target[arc], 2 * self.source[arc] + 1
                        self.watching[at].append((other, self.weight[arc], arc))
                        self.watching[other].append((at, self.weight[arc], arc))
                    self.owners.setdefault(arc, []).append((choice, number))
        self.clauses: list[Clause] = []
        self.waiting: dict[int, list[tuple[int, int]]] = {}
        """At each place, or for each arc: the clauses that watch a literal there, and the value from which it holds."""
        self.watched: list[list[Literal]] = []
        self.crowds = exclusive_spans(graph)
        self._pairs: dict[int, tuple[tuple[int, int], ...]] = {}
        """The two spans of an either/or of a crowd, by start and end."""
        self.crowd_at: dict[int, list[int]] = {}
        self._places: list[tuple[list[int], list[int]]] = []
        self._room: list[list[int]] = []
        self._ahead: list[list[int]] = []
        """Of each crowd, for each span, those that are known to come before it, as bits; likewise those after it."""
        self._after: list[list[int]] = []
        self._seen: dict[tuple[int, bool], tuple[tuple[float, ...], tuple[int, ...]]] = {}
        """Of each crowd, and either way, where its spans began and what they came behind when it was last looked at."""
        self._orders: dict[int, list[tuple[int, int, int]]] = {}
        """The crowds of an arc by which one span comes before another."""
        for number, crowd in enumerate(self.crowds):
            for place in (*(2 * p for p in crowd.starts), *(2 * p + 1 for p in crowd.ends)):
                self.crowd_at.setdefault(place, []).append(number)
            count = len(crowd.least)
            self._places.append(([2 * p for p in crowd.starts], [2 * p + 1 for p in crowd.ends]))
            self._room.append([length + crowd.between for length in crowd.least])
            self._ahead.append([0] * count)
            self._after.append([0] * count)
            for i, row in enumerate(crowd.order):
                for j, arc in enumerate(row):
                    if arc in self.plain:
                        self._ordered(number, i, j, True)
                    elif arc >= 0:
                        self._pairs[crowd.choice[i][j]] = tuple((crowd.starts[k], crowd.ends[k]) for k in (i, j))
                        self.crowd_at.setdefault(-1 - arc, []).append(number)
                        self._orders.setdefault(arc, []).append((number, i, j))
        self.changed: deque[int] = deque()
        self.again: set[int] = set()
        self.activity = [0.0] * len(graph.choices)
        self.bump = 1.0
        self.refuted: Reason | None = None
        """Why nothing is left, whatever is asked."""
        self._begin()

    def _begin(self) -> None:
        for arc in self.graph.base.arcs:
            self._connect(arc)
        self.again.update(range(len(self.crowds)))
        for place in (0, 1):
            self.changed.append(place)
        self.refuted = self._propagate()

    # -- questions

    def ask(self, assumed: Sequence[Linear] = (), choices: Sequence[int] | None = None) -> list[int] | Clause | None:
        """A history, a value for each point, in which these bounds hold as well; or what of them cannot hold with the
        graph; None if the steps ran out. Where only some `choices` are told, only those are looked at: the values are a
        history of the points that these and plain arcs tie together."""
        self._looked_at = self.graph.base.choices if choices is None else choices
        if self.refuted:
            return Clause((), (), self.refuted, len(self.trail))
        literals = [self.literal(bound) for bound in assumed]
        failures = 0
        limit, since, early = 50, 0, True
        try:
            for _ in range(self.steps):
                if self.ended():
                    return None
                conflict = None
                if not self.begun:
                    conflict = self._propagate()
                    if conflict is None:
                        conflict = self._assume(literals)
                if conflict is None:
                    conflict = self._propagate()
                while conflict is not None:
                    failures += 1
                    since += 1
                    # What is assumed since has nothing to do with it.
                    self._back(max((self.level[self.held_since(literal)] for literal in conflict.premises), default=0))
                    if not self.begun:
                        self.refuted = conflict
                        return Clause((), (), conflict, len(self.trail))
                    clause, back = self._analyse(conflict)
                    if len(self.begun) == 1:
                        # What was assumed itself leads there.
                        return clause
                    self._back(back)
                    # Where all rest on what was assumed before, the clause is broken there too.
                    conflict = self._assert(self._learn(clause), clause.literals[0])
                    if conflict is None:
                        conflict = self._propagate()
                    if failures > self.steps or self.ended():
                        return None
                if not self.begun:
                    continue
                if since > limit:
                    since, limit, early = 0, limit + limit // 2, not early
                    self._back(1)
                    continue
                choices = self._undecided()
                if not choices:
                    found = self._history()
                    if isinstance(found, list):
                        return found
                    conflict = found
                    continue
                self._decide(choices, early)
            return None
        finally:
            self._back(0)

    def refute(self, assumed: Sequence[Linear] = ()) -> Clause | None:
        """What cannot hold with the graph, of these bounds, as far as that follows without any more being assumed."""
        if self.refuted:
            return Clause((), (), self.refuted, len(self.trail))
        literals = [self.literal(bound) for bound in assumed]
        try:
            conflict = self._assume(literals) or self._propagate()
            if conflict is None:
                return None
            self._back(max((self.level[self.held_since(literal)] for literal in conflict.premises), default=0))
            if not self.begun:
                self.refuted = conflict
                return Clause((), (), conflict, len(self.trail))
            return self._analyse(conflict)[0]
        finally:
            self._back(0)

    def keep(self, clause: Clause) -> None:
        """Learns for good what was given as a refutation of what was assumed."""
        if not clause.literals or self.refuted:
            return
        number = self._learn(clause)
        open_ = [literal for literal in clause.literals if not self.holds(literal)]
        if len(open_) < 2:
            self.refuted = self._assert(number, (*open_, clause.literals[0])[0]) or self._propagate()

    def literal(self, bound: Linear) -> Literal:
        """What a bound says. Raises `NotDifferences`."""
        if not bound.is_difference:
            raise NotDifferences(bound)
        index = self._index
        source = index[bound.minus[0]] if bound.minus else 0
        target = index[bound.plus[0]] if bound.plus else 0
        if source == 0:
            return 2 * target + 1, -bound.most
        if target == 0:
            return 2 * source, -bound.most
        return -1 - self._arc(source, target, bound.most), 1

    def _arc(self, source: int, target: int, weight: int) -> int:
        """The number of an arc that is not the graph's."""
        key = source, target, weight
        if key not in self._made:
            self.source.append(source)
            self.target.append(target)
            self.weight.append(weight)
            self._made[key] = len(self.weight) - 1
        return self._made[key]

    def _assume(self, literals: Sequence[Literal]) -> Reason | None:
        self.begun.append(len(self.trail))
        for literal in literals:
            conflict = self._put(literal, None)
            if conflict is not None:
                return conflict
        return None

    def denied(self, literal: Literal) -> Literal:
        """The literal that holds where this one does not."""
        place, value = literal
        if place >= 0:
            return place ^ 1, 1 - value
        arc = -1 - place
        if arc not in self.opposite:
            other = self._arc(self.target[arc], self.source[arc], -self.weight[arc] - 1)
            self.opposite[arc], self.opposite[other] = other, arc
        return -1 - self.opposite[arc], 1

    def holds(self, literal: Literal) -> bool:
        """Whether it is known to hold now."""
        place, value = literal
        return self.value[place] >= value if place >= 0 else -1 - place in self.active

    # -- what follows

    def _put(self, literal: Literal, reason: Why) -> Reason | None:
        """Takes a literal to hold; gives a contradiction that this is at once."""
        place, value = literal
        if place < 0:
            return self._activate(-1 - place, reason)
        if self.value[place] >= value:
            return None
        self.level.append(len(self.begun))
        self.trail.append((place, value, self.entry[place], reason))
        self.entry[place] = len(self.trail) - 1
        self.value[place] = value
        self.changed.append(place)
        if self.value[place ^ 1] + value > 0:
            return Reason("clash", (), self._relevant(((place, value), (place ^ 1, 1 - value))))
        return None

    def _activate(self, arc: int, reason: Why) -> Reason | None:
        if arc in self.active or arc in self.plain:
            return None
        self.level.append(len(self.begun))
        self.trail.append((-1 - arc, 1, -1, reason))
        self.active[arc] = len(self.trail) - 1
        self._connect(arc)
        for number, before, after in self._orders.get(arc, ()):
            self._ordered(number, before, after, True)
        s, t = self.source[arc], self.target[arc]
        self.changed.append(2 * s + 1)
        self.changed.append(2 * t)
        self.changed.append(-1 - arc)
        around = (arc,) if s == t and self.weight[arc] < 0 else (arc, self.opposite.get(arc, -1))
        if around[-1] == arc or around[-1] in self.active:
            return Reason("cycle", around, tuple((-1 - a, 1) for a in around))
        return None

    def _ordered(self, number: int, before: int, after: int, holds: bool) -> None:
        """Notes that one span of a crowd comes before another, or that this is not known any more."""
        if holds:
            self._ahead[number][after] |= 1 << before
            self._after[number][before] |= 1 << after
        else:
            self._ahead[number][after] &= ~(1 << before)
            self._after[number][before] &= ~(1 << after)

    def _connect(self, arc: int) -> None:
        s, t, w = self.source[arc], self.target[arc], self.weight[arc]
        self.follows[2 * s + 1].append((2 * t + 1, -w, arc))
        self.follows[2 * t].append((2 * s, -w, arc))

    def _propagate(self) -> Reason | None:
        """Follows what has changed, until nothing does; gives the contradiction where there is one."""
        conflict = self._fixed()
        if conflict is not None:
            self.changed.clear()
        return conflict

    def _fixed(self) -> Reason | None:
        value, changed = self.value, self.changed
        began = len(self.trail)
        touched: list[int] = []
        while True:
            while changed:
                place = changed.popleft()
                if place < 0:
                    touched.append(place)
                    continue
                at = value[place]
                if at == -inf:
                    continue
                touched.append(place)
                for beyond, more, arc in self.follows[place]:
                    if at + more > value[beyond]:
                        conflict = self._put((beyond, int(at) + more), (arc, place))
                        if conflict is not None:
                            return conflict
                        if len(self.trail) - began > 4 * len(value):
                            cycle = self._cycle(beyond)
                            if cycle is not None:
                                return cycle
            if touched:
                for place in dict.fromkeys(touched):
                    conflict = self._look(place)
                    if conflict is not None:
                        return conflict
                touched.clear()
                continue
            if not self.again:
                return None
            conflict = self._crowd(min(self.again))
            if conflict is not None:
                return conflict

    def _cycle(self, place: int) -> Reason | None:
        """Whether the last value of a place follows from an earlier one of its own, by arcs alone."""
        arcs: list[int] = []
        entry = self.entry[place]
        while entry >= 0:
            reason = self.trail[entry][3]
            if reason is None or isinstance(reason, Reason):
                return None
            arc, before = reason
            arcs.append(arc)
            if before == place:
                return Reason("cycle", tuple(arcs), tuple((-1 - a, 1) for a in arcs if a not in self.plain))
            if before < 2:
                return None
            entry = self.held_since((before, self.trail[entry][1] + self.weight[arc]), entry)
        return None

    def _look(self, place: int) -> Reason | None:
        """What a change of a place, or an arc in force, does to either/ors, clauses and crowds."""
        value = self.value
        self.again.update(self.crowd_at.get(place, ()))
        if place >= 0:
            at = value[place]
            spent = self.spent
            for other, weight, arc in self.watching[place]:
                if at + value[other] > weight and not spent[arc]:
                    conflict = self._exclude(arc)
                    if conflict is not None:
                        return conflict
        else:
            arc = -1 - place
            for choice, number in self.owners.get(arc, ()):
                part = self.graph.choices[choice][number]
                if not self.settled[choice] and all(a in self.active or a in self.plain for a in part.arcs):
                    self.settled[choice] = True
                    self.settling.append((choice, len(self.trail)))
            if arc in self.opposite:
                conflict = self._exclude(self.opposite[arc])
                if conflict is not None:
                    return conflict
        return self._clauses(place)

    def _exclude(self, arc: int) -> Reason | None:
        """Drops the alternatives with an arc that cannot hold."""
        if arc < self.given and not self.spent[arc]:
            self.spent[arc] = 1
            self.spending.append((arc, len(self.trail)))
        for choice, number in self.owners.get(arc, ()):
            dead = self.dead[choice]
            if number in dead or self.settled[choice]:
                continue
            dead[number] = arc
            self.killed.append((choice, number, len(self.trail)))
            parts = self.graph.choices[choice]
            if len(dead) == len(parts):
                return self._by_choice(choice, -1)
            if len(dead) == len(parts) - 1:
                (only,) = (n for n in range(len(parts)) if n not in dead)
                self.settled[choice] = True
                self.settling.append((choice, len(self.trail)))
                reason = self._by_choice(choice, only)
                for follows in parts[only].arcs:
                    conflict = self._activate(follows, reason)
                    if conflict is not None:
                        return conflict
        return None

    def _by_choice(self, choice: int, only: int) -> Reason:
        """That one alternative of an either/or is left, or none."""
        why: list[Literal] = []
        each: list[tuple[int, int, tuple[Literal, ...]]] = []
        for number, arc in sorted(self.dead[choice].items()):
            literals = self._excluded(arc)
            each.append((number, arc, literals))
            why += literals
        return Reason("choice", (choice, only, tuple(each)), tuple(why))

    def _excluded(self, arc: int) -> tuple[Literal, ...]:
        """Literals, known to hold, under which an arc cannot."""
        at, other, weight = 2 * self.target[arc], 2 * self.source[arc] + 1, self.weight[arc]
        if self.value[at] + self.value[other] > weight:
            # Of the later of the two as little as will do.
            if self.entry[at] > self.entry[other]:
                high = int(self.value[other])
                return self._relevant(((at, weight + 1 - high), (other, high)))
            low = int(self.value[at])
            return self._relevant(((at, low), (other, weight + 1 - low)))
        return ((-1 - self.opposite[arc], 1),)

    def _relevant(self, literals: Iterable[Literal]) -> tuple[Literal, ...]:
        """Those that say more than that the zero is at zero."""
        return tuple(literal for literal in literals if literal[0] > 1 or literal[1] > 0)

    # -- spans that exclude each other

    def _crowd(self, number: int) -> Reason | None:
        crowd = self.crowds[number]
        self.again.discard(number)
        value = self.value
        starts, ends = self._places[number]
        room = self._room[number]
        for forward in (True, False):
            one, other = (starts, ends) if forward else (ends, starts)
            known = (self._ahead if forward else self._after)[number]
            first = [value[place] for place in one]
            last = [-value[place] for place in other]
            # What comes before or behind each of the others has its say where those are pushed.
            everyone = (1 << len(first)) - 1
            pairs = zip(self._ahead[number], self._after[number], strict=True)
            among = [k for k, (ahead, after) in enumerate(pairs) if ahead | after | 1 << k != everyone]
            found = crowding(among, room, crowd.between, first, last, known)
            if isinstance(found, Overload):
                return Reason("overload", (number, forward, found), self._packed(one, other, found, found.spans))
            for behind in found:
                conflict = self._behind(number, forward, behind, one, other)
                if conflict is not None:
                    return conflict
            by_start = sorted(range(len(first)), key=first.__getitem__)
            seen_first, seen_known = self._seen.get((number, forward), ((), ()))
            moved = sum(1 << k for k, at in enumerate(first) if not seen_first or at != seen_first[k])
            self._seen[number, forward] = (tuple(first), tuple(known))
            for span, before in enumerate(known):
                # What it comes behind has pushed it already, unless there is something new.
                if not before or (not before & moved and seen_known[span] == before):
                    continue
                push = pushed(span, [k for k in by_start if before >> k & 1], room, first)
                if push is None:
                    continue
                arcs = [self.order(crowd, k, span, forward) for k in push.others]
                premises = [(one[k], push.first) for k in push.others]
                premises += [(-1 - arc, 1) for arc in arcs if arc not in self.plain]
                reason = Reason("pushed", (number, forward, push), tuple(premises))
                conflict = self._put((one[span], push.at), reason)
                if conflict is not None:
                    return conflict
        return None

    def order(self, crowd: Exclusive, before: int, after: int, forward: bool) -> int:
        """The arc by which one span of a crowd comes before another; where time is turned round, after it."""
        return crowd.order[before][after] if forward else crowd.order[after][before]

    def _comes_before(self, crowd: Exclusive, before: int, after: int, forward: bool) -> bool:
        arc = crowd.order[before][after] if forward else crowd.order[after][before]
        return arc in self.active or (arc >= 0 and arc in self.plain)

    def _packed(
        self, one: Sequence[int], other: Sequence[int], overload: Overload, ending: Sequence[int]
    ) -> tuple[Literal, ...]:
        return (
            *((one[k], overload.first) for k in overload.spans),
            *((other[k], -overload.last) for k in ending),
        )

    def _behind(
        self, number: int, forward: bool, found: Behind, one: Sequence[int], other: Sequence[int]
    ) -> Reason | None:
        crowd = self.crowds[number]
        others = [k for k in found.overload.spans if k != found.span]
        premises: tuple[Literal, ...] = ()
        for k in others:
            if self._comes_before(crowd, k, found.span, forward):
                continue
            premises = premises or self._packed(one, other, found.overload, others)
            arc = self.order(crowd, k, found.span, forward)
            reason = Reason("behind", (number, forward, found, k), premises)
            if arc < 0:
                # Plainly the other way round.
                return reason
            conflict = self._activate(arc, reason)
            if conflict is not None:
                return conflict
        return None

    # -- what was learned

    def _clauses(self, place: int) -> Reason | None:
        waiting = self.waiting.get(place)
        if not waiting:
            return None
        value, active = self.value, self.active
        at = value[place] if place >= 0 else 1
        kept: list[tuple[int, int]] = []
        conflict: Reason | None = None
        for n, watch in enumerate(waiting):
            number, needed = watch
            if at < needed:
                kept.append(watch)
                continue
            watched = self.watched[number]
            one, two = watched
            other, mine = (two, 0) if one[0] == place and one[1] == needed else (one, 1)
            there, low = other
            if there >= 0 and value[there ^ 1] >= 1 - low:
                # It says nothing new: what is left of it is known not to hold.
                kept.append(watch)
                continue
            for literal in self.clauses[number].literals:
                there, low = literal
                if literal != other and (value[there] < low if there >= 0 else -1 - there not in active):
                    watched[mine] = literal
                    self.waiting.setdefault(there, []).append((number, low))
                    break
            else:
                kept.append(watch)
                conflict = self._assert(number, other)
                if conflict is not None:
                    kept += waiting[n + 1 :]
                    break
        self.waiting[place] = kept
        return conflict

    def _assert(self, number: int, last: Literal) -> Reason | None:
        """Takes the last literal of a clause not to hold, since all others do; gives the contradiction if it does."""
        literals = self.clauses[number].literals
        if self.holds(last):
            return Reason("clause", (number, None), literals)
        others = tuple(literal for literal in literals if literal != last)
        return self._put(self.denied(last), Reason("clause", (number, last), others))

    def _learn(self, clause: Clause) -> int:
        """Keeps a clause, the first two of whose literals are those to hold last."""
        number = len(self.clauses)
        self.clauses.append(clause)
        literals = clause.literals
        self.watched.append([literals[0], literals[1] if len(literals) > 1 else literals[0]])
        if len(literals) > 1:
            for literal in self.watched[number]:
                self.waiting.setdefault(literal[0], []).append((number, literal[1]))
        return number

    # -- failures

    def held_since(self, literal: Literal, before: int | None = None) -> int:
        """The first entry of the trail by which a literal holds (looked for from the one before `before` on)."""
        place, value = literal
        if place < 0:
            return self.active[-1 - place]
        entry = self.entry[place]
        if before is not None:
            while entry >= before:
                entry = self.trail[entry][2]
        while True:
            earlier = self.trail[entry][2]
            if earlier < 0 or self.trail[earlier][1] < value:
                return entry
            entry = earlier

    def _analyse(self, conflict: Reason) -> tuple[Clause, int]:
        """The clause that a contradiction teaches, and the level to which to go back."""
        now = len(self.begun)
        needed: dict[int, int] = {}
        heap: list[int] = []
        current = 0
        steps: list[tuple[Literal, Reason]] = []
        kept: dict[int, tuple[int, int]] = {}
        """Of each place the value that is needed and the level, of what is not resolved."""
        start = self.begun[now - 1]

        def need(literals: Iterable[Literal], before: int | None) -> None:
            nonlocal current
            for literal in literals:
                entry = self.held_since(literal, before)
                if self.level[entry] == 0:
                    continue
                if entry not in needed:
                    needed[entry] = literal[1]
                    if entry >= start:
                        current += 1
                        heappush(heap, -entry)
                    else:
                        self._keep(kept, literal, self.level[entry])
                else:
                    needed[entry] = max(needed[entry], literal[1])
                    if entry < start:
                        self._keep(kept, literal, self.level[entry])

        need(conflict.premises, None)
        first: Literal | None = None
        # Of two ends that have met the later teaches nothing: that it cannot be is the earlier one.
        clashing = conflict.kind == "clash"
        while heap:
            entry = -heappop(heap)
            place, _, _, reason = self.trail[entry]
            literal = (place, needed[entry])
            current -= 1
            if now > 1 and current == 0 and not clashing:
                first = literal
                break
            clashing = False
            if reason is None:
                self._keep(kept, literal, self.level[entry])
                continue
            reason = self.why(literal, reason)
            steps.append((literal, reason))
            if reason.kind in ("choice",):
                self._bump(reason)
            need(reason.premises, entry)
        if conflict.kind == "choice":
            self._bump(conflict)
        self.bump *= 1.05
        back = 1 if now > 1 else 0
        rest = sorted(kept.items(), key=lambda item: (-item[1][1], item[0]))
        if rest and now > 1:
            back = max(level for _, (_, level) in rest)
        literals = [(place, value) for place, (value, _) in rest]
        if first is not None:
            if not rest:
                back = 0
            literals = [first, *(literal for literal in literals if literal[0] != first[0] or literal[1] > first[1])]
        return Clause(tuple(literals), tuple(reversed(steps)), conflict, self.begun[0]), back

    def _keep(self, kept: dict[int, tuple[int, int]], literal: Literal, level: int) -> None:
        place, value = literal
        if place not in kept or value > kept[place][0]:
            kept[place] = (value, level)

    def why(self, literal: Literal, why: Reason | tuple[int, int]) -> Reason:
        """Why a literal holds, and of what an arc says no more than is needed."""
        if isinstance(why, Reason):
            return why
        arc, before = why
        premises: tuple[Literal, ...] = () if before < 2 else ((before, literal[1] + self.weight[arc]),)
        return Reason("arc", arc, premises if arc in self.plain else (*premises, (-1 - arc, 1)))

    def _bump(self, reason: Reason) -> None:
        choice = reason.about[0]
        assert isinstance(choice, int)
        self.activity[choice] += self.bump
        if self.activity[choice] > 1e100:
            self.activity = [a * 1e-100 for a in self.activity]
            self.bump *= 1e-100

    def _back(self, level: int) -> None:
        """Takes back what was assumed since a level, and all that followed."""
        if len(self.begun) <= level:
            return
        down = self.begun[level]
        for place, _, before, _ in reversed(self.trail[down:]):
            if place >= 0:
                self.entry[place] = before
                self.value[place] = self.trail[before][1] if before >= 0 else (-inf if place > 1 else 0)
            else:
                arc = -1 - place
                del self.active[arc]
                for number, i, j in self._orders.get(arc, ()):
                    self._ordered(number, i, j, False)
                self.follows[2 * self.source[arc] + 1].pop()
                self.follows[2 * self.target[arc]].pop()
        del self.trail[down:]
        del self.level[down:]
        del self.begun[level:]
        while self.killed and self.killed[-1][2] > down:
            choice, number, _ = self.killed.pop()
            del self.dead[choice][number]
        while self.spending and self.spending[-1][1] > down:
            self.spent[self.spending.pop()[0]] = 0
        while self.settling and self.settling[-1][1] > down:
            self.settled[self.settling.pop()[0]] = False
        self.changed.clear()
        self.again.clear()

    # -- assumptions

    def _undecided(self) -> list[int]:
        """The either/ors that do not hold where every point lies at its least."""
        return [choice for choice in self._looked_at if not self.settled[choice] and not self._satisfied(choice)]

    def _satisfied(self, choice: int) -> bool:
        """Whether an either/or holds where every point lies at its least."""
        value, source, target, weight = self.value, self.source, self.target, self.weight
        dead = self.dead[choice]
        for number, part in enumerate(self.graph.choices[choice]):
            if number not in dead:
                for arc in part.arcs:
                    at = value[2 * target[arc]]
                    if at > value[2 * source[arc]] + weight[arc] or at == -inf:
                        break
                else:
                    return True
        return False

    def _decide(self, choices: Sequence[int], early: bool) -> None:
        """Assumes one thing more: that of spans that exclude each other the first ends as early as it can; or, of the
        either/or that failed most of late, the alternative that leaves most room."""
        value = self.value
        self.begun.append(len(self.trail))
        if early:
            spans = {span for choice in choices for span in self._pairs.get(choice, ())}
            free = [
                (value[2 * s], -value[2 * e + 1], s, e) for s, e in spans if -inf < value[2 * e] < -value[2 * e + 1]
            ]
            if free:
                end = min(free)[3]
                self._put((2 * end + 1, -int(value[2 * end])), None)
                return
        choice = max(choices, key=lambda c: (self.activity[c], -c))
        parts, dead = self.graph.choices[choice], self.dead[choice]

        def room(number: int) -> float:
            arcs = parts[number].arcs
            return min(self.weight[a] - value[2 * self.source[a] + 1] - value[2 * self.target[a]] for a in arcs)

        number = max((n for n in range(len(parts)) if n not in dead), key=lambda n: (room(n), -n))
        # One arc a level: what fails then fails by one assumption, and it is known which.
        self._activate(next(a for a in parts[number].arcs if a not in self.active and a not in self.plain), None)

    def _history(self) -> list[int] | Reason:
        """What is left: every point at its least, if all have one."""
        values: list[float] = self.value[::2]
        if -inf not in values:
            return [int(v) for v in values]
        # Nothing that has a least value follows from what has none: this is lowered until it goes with the rest.
        out: Adjacent = [[] for _ in values]
        for arc in (*self.graph.base.arcs, *self.active):
            out[self.source[arc]].append((self.target[arc], self.weight[arc], arc))
        values = [min(0, -self.value[2 * p + 1]) if v == -inf else v for p, v in enumerate(values)]
        cycle = correct(values, [-1] * len(values), out, self.source, deque(range(len(values))))
        if cycle is not None:
            return Reason("cycle", cycle, tuple((-1 - a, 1) for a in cycle if a not in self.plain))
        return [int(v) for v in values]
