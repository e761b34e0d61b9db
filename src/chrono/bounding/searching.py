"""Whether arcs and either/ors leave a history, and if not, why: a search that keeps a history and mends it.

Takes a graph, gives a history in which everything holds, or a refutation that certificates.py can check, or neither
within a number of steps. It always holds a history of the arcs in force. An arc that this history violates moves one of
its ends, and what hangs on it, by a shortest-path pass over the points that must move (Cotton & Maler, SAT 2006); where
that comes back to the arc's other end, the way there is a negative cycle. Only an either/or that the history violates
is split, one alternative after another; what is refuted without the alternative's help is refuted without it
(backjumping). Complete: each split leaves one either/or fewer at stake. It learns nothing between branches: hard cases
are for a solver that does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

from chrono.bounding.boxes import Adjacent, history
from chrono.bounding.graph import Graph, Part
from chrono.certificates import Cases, Refutation, Sum

STEPS = 2000
"""How many alternatives one question may try before it is given up."""


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

    def __init__(self, graph: Graph, steps: int = STEPS) -> None:
        self.graph, self.steps = graph, steps
        self.out: Adjacent = [[] for _ in graph.points]
        self.into: Adjacent = [[] for _ in graph.points]
        self.owner: dict[int, int] = {}
        """The either/or whose assumed alternative put an arc in force; other arcs have none."""
        self.outer: dict[int, int] = {}
        """The either/or in one of whose alternatives another one stands."""
        self.touching: list[list[int]] = [[] for _ in graph.points]
        self.force: set[int] = set(graph.base.choices)
        self.open: set[int] = set(graph.base.choices)
        """Of the either/ors in force, those not known to hold in the present history."""
        self.assumed: set[int] = set()
        for choice in range(len(graph.choices)):
            self._watch(choice)
        for arc in graph.base.arcs:
            self._connect(arc)
        found = history(graph, graph.base.arcs)
        self.contradiction = self._sum(found) if isinstance(found, tuple) else None
        self.value: list[int] = [0] * len(graph.points) if isinstance(found, tuple) else found

    def ask(self, arcs: Sequence[int] = ()) -> list[int] | Refuted | None:
        """A history, relative to point 0, of the graph and these arcs; or why there is none; None if the steps ran
        out."""
        if self.contradiction:
            return self.contradiction
        before, unsettled = self.value[:], set(self.open)
        asked = Part(tuple(arcs), ())
        answer = self._push(asked, -1)
        if not answer:
            answer, found = self._branch()
            self._pop(asked)
            if found:
                self.open.clear()
                zero = self.value[0]
                return [v - zero for v in self.value]
        self.value, self.open = before, unsettled
        return answer

    def keep(self, arc: int) -> None:
        """Puts an arc that follows from the whole graph in force for good."""
        if self._push(Part((arc,), ()), -1):
            raise ValueError("the arc contradicts the graph that it was said to follow from")

    def adopt(self, value: Sequence[int]) -> None:
        """Takes over a history of the whole graph that was found elsewhere."""
        self.value = list(value)
        self.open.clear()

    def selection(self) -> list[int]:
        """The arcs of one alternative of every either/or, as the history found last chooses them."""
        arcs: list[int] = []
        waiting = list(reversed(self.graph.base.choices))
        while waiting:
            part = next(p for p in self.graph.choices[waiting.pop()] if self._violation(p) == 0)
            arcs.extend(part.arcs)
            waiting.extend(reversed(part.choices))
        return arcs

    # -- either/ors

    def _branch(self) -> tuple[Refuted | None, bool]:
        """Why nothing is left, and whether the present history satisfies everything. Neither: the steps ran out."""
        splits: list[_Split] = []
        refuted: Refuted | None = None
        for _ in range(self.steps):
            if refuted is None:
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

    def _cases(self, split: _Split) -> Refuted:
        refuted = [split.refuted[i] for i in range(len(self.graph.choices[split.choice]))]
        rests = frozenset[int]().union(*(r.rests for r in refuted)) - {split.choice}
        if split.choice in self.outer:
            rests |= {self.outer[split.choice]}
        return Refuted(Cases(self.graph.formula[split.choice], tuple(r.tree for r in refuted)), rests)

    def _violated(self) -> int | None:
        """The first either/or in force of which no alternative holds in the present history."""
        for choice in sorted(self.open - self.assumed):
            if all(self._violation(part) > 0 for part in self.graph.choices[choice]):
                return choice
            self.open.discard(choice)
        return None

    def _nearest_last(self, choice: int) -> list[int]:
        """Its alternatives, those that need the history changed least coming last."""
        parts = self.graph.choices[choice]
        return sorted(range(len(parts)), key=lambda i: (-self._violation(parts[i]), -i))

    def _violation(self, part: Part) -> int:
        """By how much the present history misses a part: 0 where it holds."""
        graph, value = self.graph, self.value
        missed = 0
        for arc in part.arcs:
            over = value[graph.target[arc]] - value[graph.source[arc]] - graph.weight[arc]
            if over > 0:
                missed += over
        for choice in part.choices:
            missed += min((self._violation(p) for p in graph.choices[choice]), default=1)
        return missed

    def _watch(self, choice: int) -> None:
        for part in self.graph.choices[choice]:
            for inner in part.choices:
                self.outer[inner] = choice
            for arc in self.graph.arcs_within(part):
                for point in (self.graph.source[arc], self.graph.target[arc]):
                    if choice not in self.touching[point][-1:]:
                        self.touching[point].append(choice)

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
        self.force.update(part.choices)
        self.open.update(part.choices)
        return None

    def _pop(self, part: Part) -> None:
        for arc in reversed(part.arcs):
            self.out[self.graph.source[arc]].pop()
            self.into[self.graph.target[arc]].pop()
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
        """Moves points until the arc holds as well; or gives a negative cycle of which it is part.

        First the arc's head down, then its tail up, so long as the zero stays where it is; moving that moves nearly
        all.
        """
        source, target = self.graph.source[arc], self.graph.target[arc]
        over = self.value[target] - self.value[source] - self.graph.weight[arc]
        if over <= 0:
            return None
        if source == target:
            return (arc,)
        for sign, zero_stays in ((1, True), (-1, True), (1, False)):
            start = target if sign > 0 else source
            if zero_stays and start == 0:
                continue
            done, cycle = self._move(arc, -over, sign, zero_stays)
            if done:
                return cycle
        raise AssertionError("a pass that may move every point always ends")

    def _move(self, arc: int, short: int, sign: int, zero_stays: bool) -> tuple[bool, Sequence[int] | None]:
        """One pass: down (sign 1) from the arc's target or up (-1) from its source. Whether it was allowed to end, and
        the cycle if it met one.

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
        moved: set[int] = set()
        heap = [(short, start)]
        while heap:
            by, point = heappop(heap)
            if point in moved:
                continue
            moved.add(point)
            base = by + sign * value[point]
            for beyond, weight, via in adjacent[point]:
                further = base + weight - sign * value[beyond]
                if further >= 0 or further >= need.get(beyond, 0) or beyond in moved:
                    continue
                came[beyond] = via
                if beyond == other:
                    return True, self._way(came, other, arc, sign)
                if beyond == 0 and zero_stays:
                    return False, None
                need[beyond] = further
                heappush(heap, (further, beyond))
        for point in moved:
            value[point] += sign * need[point]
            self.open.update(c for c in self.touching[point] if c in self.force)
        return True, None

    def _way(self, came: dict[int, int], point: int, arc: int, sign: int) -> list[int]:
        cycle = [came[point]]
        ends = self.graph.source if sign > 0 else self.graph.target
        while cycle[-1] != arc:
            cycle.append(came[ends[cycle[-1]]])
        return cycle[::-sign]
