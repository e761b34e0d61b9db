"""The histories that a network allows, drawn point after point and never rejected.

Takes a network and whatever makes choices, gives a history in which everything holds. An either/or is settled by taking
an alternative that leaves some history, asked of the solver with all that was taken before. What then remains is plain:
a point may take any value between its bounds, and with the bounds of the others drawn in after it there is again a
history for every value left (minimal networks: Dechter, Meiri & Pearl, Artificial Intelligence 49, 1991). So nothing is
ever taken back, and every history can be drawn. They are varied, not uniform.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from chrono.engine.formulas import AllOf, AnyOf, Constraint, Formula, Linear, Network, Point, both
from chrono.engine.intervals import Interval
from chrono.engine.outcomes import Answer, Distance
from chrono.engine.shortest_paths import Distances
from chrono.engine.solver import Solver

Pick = Callable[[int], int]
"""Takes a count above 0, gives a number below it."""

_Bounds = tuple[dict[Point, int], dict[Point, int]]
"""Earliest and latest value of each point; a point that is absent is open."""


class Space:
    """Every history of a network. `reach` is how many steps from its bound, or from zero, an open point is drawn."""

    def __init__(self, network: Network, reach: int) -> None:
        self.network, self.reach = network, reach
        self.solver = Solver(network)
        self._taken: dict[tuple[int, ...], bool] = {}
        self._plain: dict[tuple[Linear, ...], _Plain] = {}
        if self.solver.consistent() is not Answer.YES:
            raise ValueError("the evidence allows no history, or none was found in time")

    def history(self, pick: Pick, points: Sequence[Point]) -> dict[Point, int]:
        """Values of these points that some history has together."""
        bounds = self._settled(pick)
        if not all(b.is_difference for b in bounds):
            return self._one_by_one(pick, points, bounds)
        if bounds not in self._plain:
            self._plain[bounds] = _Plain(bounds)
        plain = self._plain[bounds]
        earliest, latest = dict(plain.earliest), dict(plain.latest)
        for point in points:
            value = self._within((earliest.get(point), latest.get(point)), pick)
            plain.draw_in((earliest, latest), point, value)
        return {point: earliest[point] for point in points}

    def _settled(self, pick: Pick) -> tuple[Linear, ...]:
        """One alternative of every either/or, together with all that is no either/or."""
        plain: list[Linear] = []
        chosen: list[Formula] = []
        waiting = deque(c.formula for c in self.network.constraints)
        path: tuple[int, ...] = ()
        while waiting:
            formula = waiting.popleft()
            match formula:
                case Linear():
                    plain.append(formula)
                case AllOf(parts):
                    waiting.extend(parts)
                case AnyOf(parts):
                    first = pick(len(parts)) if len(parts) > 1 else 0
                    for number in range(len(parts)):
                        at = (first + number) % len(parts)
                        if self._possible((*path, at), [*chosen, parts[at]]):
                            break
                    else:
                        raise ValueError("the evidence allows no history, or none was found in time")
                    path = (*path, at)
                    chosen.append(parts[at])
                    waiting.append(parts[at])
        return tuple(plain)

    def _possible(self, path: tuple[int, ...], chosen: Iterable[Formula]) -> bool:
        """Whether what was chosen leaves a history; the numbers chosen say what that was, so it is asked once."""
        if path not in self._taken:
            self._taken[path] = self.solver.consistent(also=[Constraint(both(*chosen))]) is Answer.YES
        return self._taken[path]

    def _within(self, interval: Interval, pick: Pick) -> int:
        """A value of an interval, counted from its earliest, or where that is open from its latest, backwards."""
        first, last = interval
        if first is not None:
            return first + pick(self.reach if last is None else last - first + 1)
        return (last or 0) - pick(self.reach)

    def _one_by_one(self, pick: Pick, points: Sequence[Point], bounds: tuple[Linear, ...]) -> dict[Point, int]:
        """A history drawn where some bound is no difference: the solver is asked for what each point has left."""
        fixed: dict[Point, int] = {}
        constraints = tuple(Constraint(b) for b in bounds)
        for point in points:
            solver = Solver(replace(self.network, constraints=constraints, ranks={}))
            interval = solver.window(Distance(point)).hull
            value = self._within(interval, pick)
            if solver.consistent(also=[_at(point, value)]) is not Answer.YES:
                # Between the bounds of such a system there can be values that nothing attains; its ends are attained.
                value = next(end for end in interval if end is not None)
            fixed[point] = value
            constraints = (*constraints, _at(point, value))
        return fixed


class _Plain:
    """A consistent network of differences: the bounds of its points, and how fixing one draws in the others'."""

    def __init__(self, bounds: Iterable[Linear]) -> None:
        distances = Distances((b, 0) for b in bounds)
        self.earliest, self.latest = distances.earliest(), distances.latest()
        self.above: dict[Point, list[tuple[Point, int]]] = {}
        self.below: dict[Point, list[tuple[Point, int]]] = {}
        for e in distances.edges:
            if e.target:
                self.above.setdefault(e.source, []).append((e.target, e.weight))
            if e.source:
                self.below.setdefault(e.target, []).append((e.source, e.weight))

    def draw_in(self, bounds: _Bounds, point: Point, value: int) -> None:
        """Fixes a point, in place, and everything that this limits."""
        earliest, latest = bounds
        earliest[point] = latest[point] = value
        changed = deque([point])
        while changed:
            at = changed.popleft()
            for other, weight in self.above.get(at, ()) if at in latest else ():
                if other not in latest or latest[at] + weight < latest[other]:
                    latest[other] = latest[at] + weight
                    changed.append(other)
            for other, weight in self.below.get(at, ()) if at in earliest else ():
                if other not in earliest or earliest[at] - weight > earliest[other]:
                    earliest[other] = earliest[at] - weight
                    changed.append(other)


def _at(point: Point, value: int) -> Constraint:
    return Constraint(AllOf((Linear((point,), (), value), Linear((), (point,), -value))))
