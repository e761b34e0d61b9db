"""Whether arcs and either/ors leave a history, and if not, why: a search that keeps a history and mends it.

Takes a graph, gives a history in which everything holds, or a refutation that certificates.py can check, or neither
within a number of steps. It always holds a history of the arcs in force. An arc that this history violates moves one of
its ends, and what hangs on it, by a shortest-path pass over the points that must move (Cotton & Maler, SAT 2006); where
that comes back to the arc's other end, the way there is a negative cycle. Only an either/or that the history violates
is split, one alternative after another; what is refuted without the alternative's help is refuted without it
(backjumping). Where the history misses a bound that is no difference, linear_sums.py says to which values its points
must move, or why they cannot. Complete: each split leaves one either/or fewer at stake; hard cases go to learning.py.
It stands in one module because each of these steps changes the one history and puts it back.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from operator import itemgetter
from typing import Literal

from chrono.engine.bounds import Boxes, history
from chrono.engine.certificates import Cases, Refutation, Sum
from chrono.engine.formulas import at_least, at_most
from chrono.engine.graph import Graph, Part
from chrono.engine.shortest_paths import Adjacent

MANY = 200
"""Of so many either/ors, or more, a first history is placed: among fewer the search has one as soon."""
STEPS = 2000
"""How many alternatives one question may try where there is something else to be asked."""
PATIENCE = 20_000
"""How many it may try where there is nothing else."""
NOTHING = Part((), ())
_NUMBER = itemgetter(2)
"""Of what is adjacent to a point, the arc."""


@dataclass(frozen=True, slots=True)
class Refuted:
    """That nothing is left, and why."""

    tree: Refutation
    rests: frozenset[int]
    """The either/ors whose assumed alternatives the tree needs: none once a question is answered."""


@dataclass(slots=True)
class _Split:
    """An either/or under trial: alternatives still to try (the next one last), and what refuted the others."""

    choice: int
    waiting: list[int]
    refuted: dict[int, Refuted] = field(default_factory=dict)
    tried: int = -1
    pushed: Part | None = None


class Search:
    """One graph, many questions. `contradiction` says why if its plain arcs alone allow no history."""

    def __init__(
        self,
        graph: Graph,
        steps: int = STEPS,
        ended: Callable[[], bool] = lambda: False,
        boxes: Boxes | None = None,
    ) -> None:
        self.graph, self.steps, self.ended = graph, steps, ended
        boxes = boxes or Boxes(graph, graph.base.arcs)
        self.out: Adjacent = [leaving[:] for leaving in boxes.out]
        self.into: Adjacent = [arriving[:] for arriving in boxes.into]
        """Each list in the order of the arcs' numbers, but for those that a question adds at the end."""
        self.owner: dict[int, int] = {}
        """The either/or whose assumed alternative put an arc in force; other arcs have none."""
        self.outer: dict[int, int] = {}
        """The either/or in one of whose alternatives another one stands."""
        self.touching: dict[int, list[int]] = {}
        """The either/ors that name a point, of those that any names."""
        self.force: set[int] = set(graph.base.choices)
        self.open: set[int] = set(graph.base.choices)
        """Of the either/ors in force, those not known to hold in the present history."""
        self.assumed: set[int] = set()
        self.totals: set[int] = set(graph.base.totals)
        """Bounds in force that are no differences."""
        self.total_owner: dict[int, int] = {}
        self._either: dict[int, tuple[int, int, int, int, int, int]] = {}
        """Of either/ors between two arcs, source, target and weight of each: they are looked at most often."""
        for choice in range(len(graph.choices)):
            self._watch(choice)
        found = history(boxes)
        self.moves: list[tuple[dict[int, int], int, int]] = []
        """How the history was moved since the last question began: points by how much, less what was left, and which
        way."""
        self.contradiction = self._sum(found) if isinstance(found, tuple) else None
        self.value: list[int] = [0] * len(graph.points) if isinstance(found, tuple) else found
        self._adopted: Sequence[int] | None = None
        """The history that was taken over, while that is the one held."""
        self._waiting: list[int] = []
        """What may be open, as a heap: whatever is open and not assumed is in it while either/ors are split."""

    def ask(self, asked: Part = NOTHING, steps: int = 0) -> list[int] | Refuted | None:
        """A history, relative to point 0, of the graph and a plain part; or why there is none; None if the steps ran
        out: so many, or those set."""
        answer = self.find(asked, steps)
        zero = self.value[0]
        return [v - zero for v in self.value] if answer is True else answer

    def find(self, asked: Part = NOTHING, steps: int = 0) -> Refuted | Literal[True] | None:
        """Whether there is a history, as `ask` tells, which is held without being given."""
        if self.contradiction:
            return self.contradiction
        unsettled, adopted = set(self.open), self._adopted
        self.moves.clear()
        answer, found = self._push(asked, -1), False
        if not answer:
            answer, found = self._branch(steps or self.steps)
            self._pop(asked)
            if found:
                self.open.clear()
                return True
        for moved, sign, left in reversed(self.moves):
            for point, by in moved.items():
                self.value[point] -= sign * (by - left)
        self.open, self._adopted = unsettled, adopted
        return answer

    def moved(self) -> set[int]:
        """The points, and perhaps more, that the history found last has elsewhere than the one held before."""
        return {point for points, _, _ in self.moves for point in points}

    def keep(self, arc: int) -> None:
        """Puts an arc that follows from the whole graph in force for good; raises `ValueError` for another."""
        if self._push(Part((arc,), ()), -1):
            raise ValueError("the arc contradicts the graph that it was said to follow from")

    def adopt(self, value: Sequence[int]) -> None:
        """Takes over a history of the whole graph that was found elsewhere, and that nobody changes any more."""
        if value is not self._adopted:
            self.value, self._adopted = list(value), value
        self.moves.clear()
        self.open.clear()

    def begin(self, value: Sequence[int]) -> None:
        """Goes on from other values, under which all arcs in force hold, and of the either/ors whichever do."""
        self.value, self._adopted = list(value), None
        self.moves.clear()
        self.open = set(self.force)

    def allows(self, value: Sequence[int]) -> bool:
        """Whether all arcs in force hold under these values."""
        return all(
            value[target] - value[source] <= weight
            for source, leaving in enumerate(self.out)
            for target, weight, _ in leaving
        )

    def forget(self, part: Part) -> None:
        """Takes a plain part of the graph out of force; whatever history is held stays one. Raises `ValueError` for one
        that is not in force."""
        for arc in part.arcs:
            for adjacent in (self.out[self.graph.source[arc]], self.into[self.graph.target[arc]]):
                place = bisect_left(adjacent, arc, key=_NUMBER)
                if adjacent[place][2] != arc:
                    raise ValueError("an arc that is not in force cannot be forgotten")
                del adjacent[place]
        self.force.difference_update(part.choices)
        self.open.difference_update(part.choices)

    def remember(self, part: Part) -> None:
        """Puts it in force again; the history to be held must be adopted then, or hold in it already."""
        for arc in part.arcs:
            source, target, weight = self.graph.source[arc], self.graph.target[arc], self.graph.weight[arc]
            insort(self.out[source], (target, weight, arc), key=_NUMBER)
            insort(self.into[target], (source, weight, arc), key=_NUMBER)
        self.force.update(part.choices)
        self.open.update(part.choices)

    def put(self, part: Part) -> Refuted | None:
        """Puts a plain part of the graph in force, mending the history that is held; or gives why that cannot be, and
        leaves what was. Its either/ors are in force then and not settled."""
        self.moves.clear()
        for n, arc in enumerate(part.arcs):
            cycle = self._mend(arc)
            if cycle:
                self.forget(Part(part.arcs[:n], ()))
                return self._sum(cycle)
            self.remember(Part((arc,), ()))
        self.remember(Part((), part.choices))
        return None

    def selected(self, settled: Container[int] = ()) -> Part:
        """The arcs and totals of one alternative of every either/or, as the history found last chooses them; of those
        named as settled none."""
        arcs: list[int] = []
        totals: list[int] = []
        waiting = [choice for choice in reversed(self.graph.base.choices) if choice not in settled]
        graph, value, either = self.graph, self.value, self._either
        while waiting:
            choice = waiting.pop()
            if choice in either:
                s, t, w, *_ = either[choice]
                arcs += graph.choices[choice][value[t] - value[s] > w].arcs
                continue
            part = self._holding(choice)
            assert part is not None
            arcs.extend(part.arcs)
            totals.extend(part.totals)
            waiting.extend(reversed(part.choices))
        return Part(tuple(arcs), (), tuple(totals))

    # -- either/ors

    def _branch(self, steps: int) -> tuple[Refuted | None, bool]:
        """Why nothing is left, and whether the present history satisfies everything. Neither: the steps ran out."""
        splits: list[_Split] = []
        refuted: Refuted | None = None
        self._waiting = sorted(self.open)
        for _ in range(steps):
            if self.ended():
                break
            if refuted is None:
                balanced = self._balance()
                if balanced is None:
                    break
                if isinstance(balanced, Refuted):
                    refuted = balanced
                    continue
                choice = self._violated()
                if choice is None:
                    self._leave(splits)
                    return None, True
                splits.append(_Split(choice, self._nearest_last(choice)))
            elif not splits:
                return refuted, False
            elif splits[-1].choice not in refuted.rests:
                self._leave([splits.pop()])
                continue
            else:
                splits[-1].refuted[splits[-1].tried] = refuted
            refuted = self._next(splits)
        self._leave(splits)
        return None, False

    def _next(self, splits: list[_Split]) -> Refuted | None:
        """Assumes the next alternative of the last split; gives what refutes it at once, or the split if none is
        left."""
        split = splits[-1]
        self._leave([split])
        if not split.waiting:
            return self._cases(splits.pop())
        split.tried = split.waiting.pop()
        part = self.graph.choices[split.choice][split.tried]
        refuted = self._push(part, split.choice)
        if refuted is None:
            split.pushed = part
            self.assumed.add(split.choice)
        return refuted

    def _leave(self, splits: list[_Split]) -> None:
        """Takes back what splits assume, the last first."""
        for split in reversed(splits):
            if split.pushed is not None:
                self._pop(split.pushed)
                split.pushed = None
                self.assumed.discard(split.choice)
                self.open.add(split.choice)
                heappush(self._waiting, split.choice)

    def _cases(self, split: _Split) -> Refuted:
        refuted = [split.refuted[i] for i in range(len(self.graph.choices[split.choice]))]
        rests = frozenset[int]().union(*(r.rests for r in refuted)) - {split.choice}
        if split.choice in self.outer:
            rests |= {self.outer[split.choice]}
        return Refuted(Cases(self.graph.formula[split.choice], tuple(r.tree for r in refuted)), rests)

    def _violated(self) -> int | None:
        """The first either/or in force of which no alternative holds in the present history."""
        value, either, waiting = self.value, self._either, self._waiting
        while waiting:
            choice = waiting[0]
            if choice in self.open and choice not in self.assumed:
                if choice in either:
                    s, t, w, source, target, weight = either[choice]
                    if value[t] - value[s] > w and value[target] - value[source] > weight:
                        return choice
                elif self._holding(choice) is None:
                    return choice
                self.open.discard(choice)
            heappop(waiting)
        return None

    def _holding(self, choice: int) -> Part | None:
        """The first of its alternatives that holds in the present history."""
        graph, value = self.graph, self.value
        source, target, weight = graph.source, graph.target, graph.weight
        for part in graph.choices[choice]:
            for arc in part.arcs:
                if value[target[arc]] - value[source[arc]] > weight[arc]:
                    break
            else:
                if not (part.totals or part.choices) or self._violation(part) == 0:
                    return part
        return None

    def _nearest_last(self, choice: int) -> list[int]:
        """Its alternatives, those that need the history changed least coming last."""
        parts = self.graph.choices[choice]
        return sorted(range(len(parts)), key=lambda i: (-self._violation(parts[i]), -i))

    def misses(self, part: Part) -> bool:
        """Whether a part does not hold in the present history."""
        return self._violation(part) > 0

    def _violation(self, part: Part) -> int:
        """By how much the present history misses a part: 0 where it holds."""
        graph, value = self.graph, self.value
        missed = 0
        for arc in part.arcs:
            over = value[graph.target[arc]] - value[graph.source[arc]] - graph.weight[arc]
            if over > 0:
                missed += over
        for total in part.totals:
            missed += max(graph.totals[total].excess(value, value[0]), 0)
        for choice in part.choices:
            missed += min((self._violation(p) for p in graph.choices[choice]), default=1)
        return missed

    def _watch(self, choice: int) -> None:
        graph, parts = self.graph, self.graph.choices[choice]
        if len(parts) == 2 and all(len(p.arcs) == 1 and not p.choices and not p.totals for p in parts):
            (one,), (other,) = parts[0].arcs, parts[1].arcs
            first = graph.source[one], graph.target[one], graph.weight[one]
            self._either[choice] = (*first, graph.source[other], graph.target[other], graph.weight[other])
        for part in parts:
            for inner in part.choices:
                self.outer[inner] = choice
            for arc in self.graph.arcs_within(part):
                for point in (self.graph.source[arc], self.graph.target[arc]):
                    self._touch(point, choice)
            for within in self.graph.parts_within(part) if self.graph.totals else ():
                for total in within.totals:
                    # Totals count from the zero.
                    for point, _ in ((0, 0), *self.graph.totals[total].factors):
                        self._touch(point, choice)

    def _touch(self, point: int, choice: int) -> None:
        touching = self.touching.setdefault(point, [])
        if choice not in touching[-1:]:
            touching.append(choice)

    # -- bounds that are no differences

    def _balance(self) -> Refuted | bool | None:
        """Moves the history until the totals in force hold as well; or why they cannot; None: that is too hard."""
        value, graph = self.value, self.graph
        active: set[int] = set()
        # Those that the history misses first: mostly the others then hold as well.
        while missed := {t for t in self.totals if graph.totals[t].excess(value, value[0]) > 0}:
            if missed <= active:
                raise AssertionError("the history was not moved to where these hold")
            active |= missed
            refuted = self._move_to(active)
            if refuted is not True:
                return refuted
        return True

    def _move_to(self, totals: Iterable[int]) -> Refuted | bool | None:
        """Moves the history until these totals hold; or why they cannot; None: that is too hard."""
        value, graph = self.value, self.graph
        # Few networks have such bounds, and they need what is slow to load.
        from chrono.engine.linear_sums import Contradiction, balanced

        found = balanced(graph, value, self.out, totals, self.ended)
        if found is None:
            return None
        if isinstance(found, Contradiction):
            rests = {self.owner[arc] for arc in found.arcs if arc in self.owner}
            rests |= {self.total_owner[t] for t in found.totals if t in self.total_owner}
            return Refuted(found.tree, frozenset(rests))
        before = len(graph.weight)
        for point, at in sorted(found.items()):
            name = graph.points[point]
            for arc in (graph.arc(0, point, at, at_most(name, at)), graph.arc(point, 0, -at, at_least(name, at))):
                if self._mend(arc):
                    raise AssertionError("shortest paths leave room for the values that they bound")
                self._connect(arc)
        self._pop(Part(tuple(range(before, len(graph.weight))), ()))
        graph.forget(before)
        return True

    # -- arcs

    def _push(self, part: Part, owner: int) -> Refuted | None:
        """Puts a part in force, mending the history; or gives why it cannot be, and leaves what was."""
        for n, arc in enumerate(part.arcs):
            if owner >= 0:
                self.owner[arc] = owner
            cycle = self._mend(arc)
            if cycle:
                refuted = self._sum(cycle)
                self._pop(Part(part.arcs[:n], ()))
                return refuted
            self._connect(arc)
        if owner >= 0:
            self.total_owner.update(dict.fromkeys(part.totals, owner))
        self.totals.update(part.totals)
        self.force.update(part.choices)
        self.open.update(part.choices)
        for choice in part.choices:
            heappush(self._waiting, choice)
        return None

    def _pop(self, part: Part) -> None:
        for arc in reversed(part.arcs):
            self.out[self.graph.source[arc]].pop()
            self.into[self.graph.target[arc]].pop()
        self.totals.difference_update(part.totals)
        self.force.difference_update(part.choices)
        self.open.difference_update(part.choices)

    def _connect(self, arc: int) -> None:
        source, target, weight = self.graph.source[arc], self.graph.target[arc], self.graph.weight[arc]
        self.out[source].append((target, weight, arc))
        self.into[target].append((source, weight, arc))

    def _sum(self, cycle: Sequence[int]) -> Refuted:
        rests = frozenset(self.owner[arc] for arc in cycle if arc in self.owner)
        return Refuted(Sum(tuple(self.graph.bound[arc] for arc in cycle)), rests)

    def _mend(self, arc: int) -> Sequence[int] | None:
        """Moves points until the arc holds as well; or gives arcs that add up to a contradiction with it.

        First the arc's head down, so far as the zero can stay where it is, then its tail up by the rest: moving the
        zero would move nearly all. Where it would have to be moved both times, the way there and the way on from it
        close a negative cycle.
        """
        source, target = self.graph.source[arc], self.graph.target[arc]
        over = self.value[target] - self.value[source] - self.graph.weight[arc]
        if over <= 0:
            return None
        if source == target:
            return (arc,)
        way: list[int] | None = [arc]
        left = -over
        if target != 0:
            left, way = self._move(arc, left, 1)
        if left == 0:
            return way
        left, on = self._move(arc, left, -1)
        if left == 0:
            return on
        assert way is not None
        assert on is not None
        return [*(other for other in on if other != arc), *way]

    def _move(self, arc: int, short: int, sign: int) -> tuple[int, list[int] | None]:
        """One pass: down (sign 1) from the arc's target or up (-1) from its source, so far as the zero can stay. How
        much is left to be moved, and the way to what barred it: with nothing left, a cycle.

        The history satisfies all arcs in force, so a point needs to move by no more than the one that moves it: taken
        in order of their need, each point moves once (Dijkstra).
        """
        value, graph = self.value, self.graph
        start, other = graph.target[arc], graph.source[arc]
        adjacent = self.out
        if sign < 0:
            start, other, adjacent = other, start, self.into
        need = {start: short}
        came = {start: arc}
        moved: dict[int, int] = {}
        left = 0
        heap = [(short, start)]
        while heap:
            by, point = heappop(heap)
            if point in moved:
                continue
            if point == 0:
                left = by
                break
            moved[point] = by
            base = by + sign * value[point]
            for beyond, weight, via in adjacent[point]:
                further = base + weight - sign * value[beyond]
                if further >= 0 or further >= need.get(beyond, 0) or beyond in moved:
                    continue
                came[beyond] = via
                if beyond == other:
                    return 0, self._way(came, other, arc, sign)
                need[beyond] = further
                heappush(heap, (further, beyond))
        self.moves.append((moved, sign, left))
        self._adopted = None
        opened: set[int] = set()
        for point, by in moved.items():
            value[point] += sign * (by - left)
            opened.update(self.touching.get(point, ()))
        opened = {choice for choice in opened - self.open if choice in self.force}
        self.open |= opened
        for choice in opened:
            heappush(self._waiting, choice)
        return left, self._way(came, 0, arc, sign) if left else None

    def _way(self, came: dict[int, int], point: int, arc: int, sign: int) -> list[int]:
        cycle = [came[point]]
        ends = self.graph.source if sign > 0 else self.graph.target
        while cycle[-1] != arc:
            cycle.append(came[ends[cycle[-1]]])
        return cycle[::-sign]


def begun(search: Search, boxes: Boxes) -> Search:
    """The search, which goes on from a history that is placed, where there are many either/ors."""
    if search.contradiction is None and len(search.graph.base.choices) >= MANY and not search.ended():
        from chrono.engine.placing import Placing  # what only many either/ors need

        search.begin(Placing(search.graph, boxes).place())
    return search
