"""What the engine is measured against: shortest paths in plain Python, Z3 in two ways, and OR-tools CP-SAT.

Each rival is a function from a network to something that gives the most a point can be (or the least, of its negation);
what it does before the first question is its set-up. Nothing here shares code with the engine but the constraint type.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from math import inf
from typing import Any

import z3

from chrono.engine.formulas import AllOf, AnyOf, Formula, Linear, Network, Point

Bound = Callable[[Point, int], int]
"""(point, side) → its greatest value (side 1) or its least (side -1); only asked where there is one."""


def shortest_paths(network: Network) -> dict[Point, tuple[float, float]]:
    """Least and most of every point of a network without either/ors: label correcting from and to the zero, no more."""
    out: dict[Point, list[tuple[Point, int]]] = {"": [], **{p: [] for p in network.points}}
    into: dict[Point, list[tuple[Point, int]]] = {"": [], **{p: [] for p in network.points}}
    for bound in bounds(network):
        source, target = (bound.minus or ("",))[0], (bound.plus or ("",))[0]
        out[source].append((target, bound.most))
        into[target].append((source, bound.most))
    most, least = _from_zero(out), _from_zero(into)
    return {p: (-least[p], most[p]) for p in network.points}


def _from_zero(out: dict[Point, list[tuple[Point, int]]]) -> dict[Point, float]:
    value: dict[Point, float] = dict.fromkeys(out, inf)
    value[""] = 0
    waiting, queued = deque([""]), {""}
    while waiting:
        point = waiting.popleft()
        queued.discard(point)
        for target, weight in out[point]:
            if value[point] + weight < value[target]:
                value[target] = value[point] + weight
                if target not in queued:
                    queued.add(target)
                    waiting.append(target)
    return value


def bounds(network: Network) -> list[Linear]:
    """All plain bounds of a network."""
    found, waiting = [], [c.formula for c in network.constraints]
    while waiting:
        formula = waiting.pop()
        if isinstance(formula, Linear):
            found.append(formula)
        elif isinstance(formula, AllOf):
            waiting.extend(formula.parts)
    return found


def z3_binary_search(network: Network) -> Bound:
    """One incremental difference solver, its fastest setting; each bound by bisection up to the horizon."""
    solver = z3.SimpleSolver()
    solver.set("arith.solver", 1)
    points = asserted(solver, network)
    horizon = 1 << 20

    def bound(point: Point, side: int) -> int:
        low, high = -horizon, horizon
        while low < high:
            middle = (low + high + 1) // 2
            solver.push()
            solver.add(points[point] >= middle if side > 0 else points[point] <= -middle)
            answer = solver.check()
            if answer == z3.sat:
                value = solver.model().eval(points[point], model_completion=True).as_long()
                low = max(middle, side * value)
            else:
                assert answer == z3.unsat
                high = middle - 1
            solver.pop()
        return side * low

    return bound


def z3_optimize(network: Network) -> Bound:
    """A fresh optimizer for every bound."""

    def bound(point: Point, side: int) -> int:
        optimizer = z3.Optimize()
        points = asserted(optimizer, network)
        goal = optimizer.maximize(points[point]) if side > 0 else optimizer.minimize(points[point])
        assert optimizer.check() == z3.sat
        return int(goal.value().as_long())

    return bound


def asserted(solver: Any, network: Network) -> dict[Point, Any]:
    """The points as Z3 terms, once it has been told all that binds them."""
    points = {p: z3.Int(p) for p in network.points}

    def term(formula: Formula) -> Any:
        if isinstance(formula, Linear):
            left = points[formula.plus[0]] if formula.plus else 0
            return left - (points[formula.minus[0]] if formula.minus else 0) <= formula.most
        return (z3.And if isinstance(formula, AllOf) else z3.Or)(*(term(p) for p in formula.parts))

    solver.add(*(term(c.formula) for c in network.constraints))
    return points


def cp_sat(network: Network) -> Bound:
    """OR-tools CP-SAT, one worker, the model built once; each bound as an objective. Raises ImportError without it."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    horizon = 1 << 20
    points = {p: model.new_int_var(-horizon, horizon, p) for p in network.points}

    def add(formula: Formula, given: list[Any]) -> None:
        if isinstance(formula, Linear):
            left = sum(points[p] for p in formula.plus) - sum(points[p] for p in formula.minus)
            constraint = model.add(left <= formula.most)
            if given:
                constraint.only_enforce_if(given)
        elif isinstance(formula, AllOf):
            for part in formula.parts:
                add(part, given)
        else:
            chosen = [model.new_bool_var("") for _ in formula.parts]
            clause = model.add_bool_or(chosen)
            if given:
                clause.only_enforce_if(given)
            for literal, part in zip(chosen, formula.parts, strict=True):
                add(part, [literal])

    for constraint in network.constraints:
        add(constraint.formula, [])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1

    def bound(point: Point, side: int) -> int:
        model.maximize(side * points[point])
        status = solver.solve(model)
        assert status == cp_model.OPTIMAL
        return int(solver.value(points[point]))

    return bound


def either_ors(network: Network) -> int:
    """How many constraints are either/ors."""
    return sum(isinstance(c.formula, AnyOf) for c in network.constraints)
