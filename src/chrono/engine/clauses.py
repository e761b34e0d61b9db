"""What failures teach: clauses, by resolution along the trail, and what follows from those that were learned.

Takes a trail and contradictions on it, gives clauses; of those kept it watches two literals each (Moskewicz and others,
DAC 2001), so that only few are looked at, and puts what follows on the trail. Assumes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heappop, heappush

from chrono.engine.trail import Literal, Reason, Trail


@dataclass(frozen=True, slots=True)
class Clause:
    """Literals that cannot all hold; and the steps, in order, that lead from them to a contradiction."""

    literals: tuple[Literal, ...]
    steps: tuple[tuple[Literal, Reason], ...]
    end: Reason
    after: int
    """How many of what is known for good was known before it."""


class Clauses:
    """What was learned of one graph."""

    def __init__(self, trail: Trail) -> None:
        self._trail = trail
        self.clauses: list[Clause] = []
        self._waiting: dict[int, list[tuple[int, int]]] = {}
        """At each place, or for each arc: the clauses that watch a literal there, and the value from which it holds."""
        self._watched: list[list[Literal]] = []

    def learn(self, clause: Clause) -> int:
        """Keeps a clause, the first two of whose literals are those to hold last; gives its number."""
        number = len(self.clauses)
        self.clauses.append(clause)
        literals = clause.literals
        self._watched.append([literals[0], literals[1] if len(literals) > 1 else literals[0]])
        if len(literals) > 1:
            for literal in self._watched[number]:
                self._waiting.setdefault(literal[0], []).append((number, literal[1]))
        return number

    def follow(self, place: int) -> Reason | None:
        """What follows from a change of a place, or an arc in force; gives a contradiction."""
        waiting = self._waiting.get(place)
        if not waiting:
            return None
        value, active = self._trail.value, self._trail.active
        at = value[place] if place >= 0 else 1
        kept: list[tuple[int, int]] = []
        conflict: Reason | None = None
        for n, watch in enumerate(waiting):
            number, needed = watch
            if at < needed:
                kept.append(watch)
                continue
            watched = self._watched[number]
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
                    self._waiting.setdefault(there, []).append((number, low))
                    break
            else:
                kept.append(watch)
                conflict = self.put(number, other)
                if conflict is not None:
                    kept += waiting[n + 1 :]
                    break
        self._waiting[place] = kept
        return conflict

    def put(self, number: int, last: Literal) -> Reason | None:
        """Takes the last literal of a clause not to hold, since all others do; gives the contradiction if it does."""
        literals = self.clauses[number].literals
        if self._trail.holds(last):
            return Reason("clause", (number, None), literals)
        others = tuple(literal for literal in literals if literal != last)
        return self._trail.put(self._trail.denied(last), Reason("clause", (number, last), others))


def resolved(trail: Trail, conflict: Reason) -> tuple[Clause, int]:
    """The clause that a contradiction teaches, and the level to which to go back: resolution until one literal of the
    last level is left (the first unique implication point; Marques-Silva & Sakallah, IEEE Transactions on Computers 48,
    1999)."""
    now = len(trail.begun)
    needed: dict[int, int] = {}
    heap: list[int] = []
    current = 0
    steps: list[tuple[Literal, Reason]] = []
    kept: dict[int, tuple[int, int]] = {}
    """Of each place the value that is needed and the level, of what is not resolved."""
    start = trail.begun[now - 1]

    def keep(literal: Literal, level: int) -> None:
        place, value = literal
        if place not in kept or value > kept[place][0]:
            kept[place] = (value, level)

    def need(literals: Iterable[Literal], before: int | None) -> None:
        nonlocal current
        for literal in literals:
            entry = trail.held_since(literal, before)
            if trail.level[entry] == 0:
                continue
            if entry not in needed:
                needed[entry] = literal[1]
                if entry >= start:
                    current += 1
                    heappush(heap, -entry)
                else:
                    keep(literal, trail.level[entry])
            else:
                needed[entry] = max(needed[entry], literal[1])
                if entry < start:
                    keep(literal, trail.level[entry])

    need(conflict.premises, None)
    first: Literal | None = None
    # Of two ends that have met the later teaches nothing: that it cannot be is the earlier one.
    clashing = conflict.kind == "clash"
    while heap:
        entry = -heappop(heap)
        place, _, _, reason = trail.entries[entry]
        literal = (place, needed[entry])
        current -= 1
        if now > 1 and current == 0 and not clashing:
            first = literal
            break
        clashing = False
        if reason is None:
            keep(literal, trail.level[entry])
            continue
        reason = trail.why(literal, reason)
        steps.append((literal, reason))
        need(reason.premises, entry)
    back = 1 if now > 1 else 0
    rest = sorted(kept.items(), key=lambda item: (-item[1][1], item[0]))
    if rest and now > 1:
        back = max(level for _, (_, level) in rest)
    literals = [(place, value) for place, (value, _) in rest]
    if first is not None:
        if not rest:
            back = 0
        literals = [first, *(literal for literal in literals if literal[0] != first[0] or literal[1] > first[1])]
    return Clause(tuple(literals), tuple(reversed(steps)), conflict, trail.begun[0]), back
