"""What changes on the trail do to either/ors: which alternatives are excluded, and what the last one left says.

Takes a graph and its trail, puts what follows on the trail, with its reasons, and takes back with it what it noted.
Only what is told as changed is looked at. Assumes nothing.
"""

from __future__ import annotations

from math import inf

from chrono.engine.graph import Graph
from chrono.engine.trail import Literal, Reason, Trail, relevant


class EitherOrs:
    """The either/ors of one graph that always hold."""

    def __init__(self, graph: Graph, trail: Trail, given: int) -> None:
        """The first `given` either/ors of the graph are given; those behind them follow from them."""
        self.choices, self._trail = graph.choices, trail
        self.settled: list[bool] = [False] * len(graph.choices)
        self.dead: list[dict[int, int]] = [{} for _ in graph.choices]
        """Of each the alternatives that are excluded, each with the arc that is."""
        self._killed: list[tuple[int, int, int]] = []
        """Either/or, alternative and entry of the trail, in order."""
        self._settling: list[tuple[int, int]] = []
        self._spent = bytearray(trail.given)
        """The arcs of alternatives that are known not to hold, and about which nothing is left to be done."""
        self._spending: list[tuple[int, int]] = []
        self._owners: dict[int, list[tuple[int, int]]] = {}
        """The either/ors and alternatives that an arc is of."""
        self._watching: list[list[tuple[int, int, int]]] = [[] for _ in trail.value]
        """At each place: another place, the arc that is excluded where both sum up to more than its weight."""
        self._against: dict[int, list[int]] = {}
        """For the opposite of arcs of alternatives, these: they do not hold where it is in force."""
        for choice in graph.base.choices:
            for number, part in enumerate(graph.choices[choice]):
                for arc in part.arcs:
                    if arc not in self._owners:
                        at, other = 2 * trail.target[arc], 2 * trail.source[arc] + 1
                        self._watching[at].append((other, trail.weight[arc], arc))
                        self._watching[other].append((at, trail.weight[arc], arc))
                        place, _ = trail.denied((-1 - arc, 1))
                        self._against.setdefault(-1 - place, []).append(arc)
                    self._owners.setdefault(arc, []).append((choice, number))
        self._weaker: dict[int, list[int]] = {}
        """For an arc of an alternative, those between the same points that say less and are of an either/or that only
        follows."""
        implied = [part.arcs[0] for parts in graph.choices[given:] for part in parts]
        between: dict[tuple[int, int], set[int]] = {}
        for arc in implied:
            between.setdefault((trail.source[arc], trail.target[arc]), set()).add(arc)
        for arc in self._owners if between else ():
            others = between.get((trail.source[arc], trail.target[arc]), ())
            weaker = sorted(other for other in others if trail.weight[other] > trail.weight[arc])
            if weaker:
                self._weaker[arc] = weaker

    def follow(self, place: int) -> Reason | None:
        """What a change of a place, or an arc in force, does; gives a contradiction."""
        trail = self._trail
        if place >= 0:
            value, spent = trail.value, self._spent
            at = value[place]
            for other, weight, arc in self._watching[place]:
                if at + value[other] > weight and not spent[arc]:
                    conflict = self._exclude(arc)
                    if conflict is not None:
                        return conflict
            return None
        arc = -1 - place
        for weaker in self._weaker.get(arc, ()):
            conflict = trail.activate(weaker, Reason("arc", arc, ((place, 1),)))
            if conflict is not None:
                return conflict
        for choice, number in self._owners.get(arc, ()):
            part = self.choices[choice][number]
            if not self.settled[choice] and all(a in trail.active or a in trail.plain for a in part.arcs):
                self._settle(choice)
        for denied in self._against.get(arc, ()):
            conflict = self._exclude(denied)
            if conflict is not None:
                return conflict
        return None

    def _settle(self, choice: int) -> None:
        self.settled[choice] = True
        self._settling.append((choice, len(self._trail.entries)))

    def _exclude(self, arc: int) -> Reason | None:
        """Drops the alternatives with an arc that cannot hold."""
        trail = self._trail
        if arc < trail.given and not self._spent[arc]:
            self._spent[arc] = 1
            self._spending.append((arc, len(trail.entries)))
        for choice, number in self._owners.get(arc, ()):
            dead = self.dead[choice]
            if number in dead or self.settled[choice]:
                continue
            dead[number] = arc
            self._killed.append((choice, number, len(trail.entries)))
            parts = self.choices[choice]
            if len(dead) == len(parts):
                return self._by_choice(choice, -1)
            if len(dead) == len(parts) - 1:
                (only,) = (n for n in range(len(parts)) if n not in dead)
                self._settle(choice)
                reason = self._by_choice(choice, only)
                for follows in parts[only].arcs:
                    conflict = trail.activate(follows, reason)
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
        trail = self._trail
        at, other, weight = 2 * trail.target[arc], 2 * trail.source[arc] + 1, trail.weight[arc]
        if trail.value[at] + trail.value[other] > weight:
            # Of the later of the two as little as will do.
            if trail.entry[at] > trail.entry[other]:
                high = int(trail.value[other])
                return relevant(((at, weight + 1 - high), (other, high)))
            low = int(trail.value[at])
            return relevant(((at, low), (other, weight + 1 - low)))
        return ((-1 - trail.opposite[arc], 1),)

    def back(self, down: int) -> None:
        """Takes back what was noted since an entry of the trail."""
        while self._killed and self._killed[-1][2] > down:
            choice, number, _ = self._killed.pop()
            del self.dead[choice][number]
        while self._spending and self._spending[-1][1] > down:
            self._spent[self._spending.pop()[0]] = 0
        while self._settling and self._settling[-1][1] > down:
            self.settled[self._settling.pop()[0]] = False

    def satisfied(self, choice: int) -> bool:
        """Whether an either/or holds where every point lies at its least."""
        trail = self._trail
        value, source, target, weight = trail.value, trail.source, trail.target, trail.weight
        dead = self.dead[choice]
        for number, part in enumerate(self.choices[choice]):
            if number not in dead:
                for arc in part.arcs:
                    at = value[2 * target[arc]]
                    if at > value[2 * source[arc]] + weight[arc] or at == -inf:
                        break
                else:
                    return True
        return False

    def roomiest(self, choice: int) -> int:
        """An arc that is not in force, of the alternative that leaves most room."""
        trail = self._trail
        value, source, target, weight = trail.value, trail.source, trail.target, trail.weight
        parts, dead = self.choices[choice], self.dead[choice]

        def room(number: int) -> float:
            return min(weight[a] - value[2 * source[a] + 1] - value[2 * target[a]] for a in parts[number].arcs)

        number = max((n for n in range(len(parts)) if n not in dead), key=lambda n: (room(n), -n))
        # One arc a level: what fails then fails by one assumption, and it is known which.
        return next(a for a in parts[number].arcs if a not in trail.active and a not in trail.plain)
