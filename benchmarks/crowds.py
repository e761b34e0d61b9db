"""`python -m benchmarks.crowds`: either/ors that crowd together, windows and proofs apart, against CP-SAT and Z3.

Takes the families of crowded.py and varied.py, gives a table: CPU seconds for the windows of all points with their
gaps, for the certificates of all, how many points these leave unproven, and what two rivals take for the hulls alone:
CP-SAT with one `no_overlap` for the spans that exclude each other, and one incremental Z3. Their hulls are compared
with the engine's.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import z3

from benchmarks import crowded, varied
from benchmarks.baselines import asserted
from chrono.core.limits import Limit
from chrono.engine.exclusive_spans import exclusive_spans
from chrono.engine.formulas import AllOf, AnyOf, Formula, Linear, Network, Point
from chrono.engine.graph import graph_of
from chrono.engine.outcomes import Answer, Distance
from chrono.engine.solver import Solver

FAMILIES: dict[str, Callable[[], Network]] = {
    "12 reigns, no slack": lambda: crowded.reigns(12),
    "12 reigns, no slack, other seed": lambda: crowded.reigns(12, seed=1),
    "20 reigns, no slack": lambda: crowded.reigns(20),
    "30 reigns, no slack": lambda: crowded.reigns(30),
    "30 reigns, a tenth of slack": lambda: crowded.reigns(30, 0.1),
    "40 reigns, a tenth of slack": lambda: crowded.reigns(40, 0.1),
    "60 reigns, no slack": lambda: crowded.reigns(60),
    "20 eponyms in 20 years": lambda: crowded.eponyms(20, 20),
    "40 eponyms in 40 years": lambda: crowded.eponyms(40, 40),
    "60 eponyms in 60 years": lambda: crowded.eponyms(60, 60),
    "60 eponyms in 66 years": lambda: crowded.eponyms(60, 66),
    "60 eponyms, years between": lambda: varied.known_eponyms(60),
    "80 holders of an office": lambda: crowded.tenures(80),
    "30 stays": lambda: crowded.itinerary(30),
    "60 stays": lambda: crowded.itinerary(60),
    "300 charters by weekday and feast": lambda: crowded.feasts(300),
    "1,000 charters in two year styles": lambda: crowded.styles(1_000),
    "5,000 charters in two year styles": lambda: crowded.styles(5_000),
}
FAMILIES |= {"60 reigns of few lengths, no slack": partial(varied.even_reigns, 60, 0)}
FAMILIES |= {
    "60 reigns, a tenth of slack": partial(crowded.reigns, 60, 0.1),
    "60 reigns, a fiftieth of slack": partial(crowded.reigns, 60, 0.02),
    "60 reigns within limits": partial(varied.loose_reigns, 60, 0),
    "60 reigns in months, a tenth of slack": partial(varied.slack_reigns, 60, 0),
}
FAMILIES |= {
    "20 reigns, no slack, a third dated": partial(crowded.reigns, 20, dated=1 / 3),
    "30 reigns, no slack, a third dated": partial(crowded.reigns, 30, dated=1 / 3),
    "40 reigns, no slack, half dated": partial(crowded.reigns, 40, dated=1 / 2),
    "30 reigns, no slack, none dated": partial(crowded.reigns, 30, dated=0),
    "40 reigns, no slack, a tenth dated": partial(crowded.reigns, 40, dated=1 / 10),
    "40 reigns, a tenth of slack, a third dated": partial(crowded.reigns, 40, 0.1, dated=1 / 3),
}
FAMILIES |= {f"40 {name}": partial(make, 40, 0) for name, make in varied.FAMILIES.items()}
SLOW = 100.0
"""CPU seconds after which a family is given up, by the engine and by each rival."""
FEW = 300
"""Of so many points the rivals are not asked: they ask for each bound of each by itself."""


class Busy(Limit):
    """So many CPU seconds from now: what others do on the machine keeps nothing open."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.until = time.process_time() + seconds

    def ended(self) -> bool:
        return time.process_time() >= self.until

    def milliseconds(self) -> int | None:
        return max(1, int(1000 * (self.until - time.process_time())))


Hulls = dict[Point, tuple[int | None, int | None]]


def measure(names: tuple[str, ...] = tuple(FAMILIES)) -> list[str]:
    """The table, a row for each family."""
    lines = [
        "| family (points, either/ors) | gaps | windows, s | proofs, s | left | CP-SAT, hulls | Z3, hulls |",
        "|---|---|---|---|---|---|---|",
    ]
    for name in names:
        made = FAMILIES[name]()
        choices = sum(isinstance(c.formula, AnyOf) for c in made.constraints)
        solver = Solver(made, Busy(SLOW))
        began = time.process_time()
        answer, windows = solver.windows()
        found = time.process_time()
        assert answer is not Answer.NO
        solver.prepare(made.points)
        left = sum(not solver.certified(Distance(p), window).proven for p, window in windows.items())
        proven = time.process_time()
        gaps = sum(len(window.intervals) - 1 for window in windows.values())
        exact = {p: window.hull for p, window in windows.items() if window.proven}
        rivals = [rival(made, exact, ask) for ask in (cp_sat, z3_incremental)] if len(made.points) < FEW else ["–", "–"]
        own = f"{gaps} | {found - began:.2f} | {proven - found:.2f} | {left} of {len(made.points)}"
        lines.append(f"| {name} ({len(made.points):,}, {choices:,}) | {own} | {' | '.join(rivals)} |")
        print(lines[-1], flush=True)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return [*lines, "", f"The most memory that the run took: {memory} MB."]


def rival(made: Network, exact: Hulls, ask: Callable[[Network, Hulls, float], str]) -> str:
    """How long a rival takes, or that it is not there."""
    began = time.process_time()
    try:
        said = ask(made, exact, began + SLOW)
    except ImportError:
        return "not installed"
    return said or f"{time.process_time() - began:.2f}"


def cp_sat(made: Network, exact: Hulls, until: float) -> str:
    """Each hull by one objective a bound, one worker, the spans that exclude each other in one `no_overlap` each."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    far = 1 << 20
    points: dict[Point, Any] = {p: model.new_int_var(-far, far, p) for p in made.points}
    graph = graph_of(made.points, (c.formula for c in made.constraints))
    told = set()
    for crowd in exclusive_spans(graph):
        spans = list(zip(crowd.starts, crowd.ends, strict=True))
        model.add_no_overlap(
            model.new_interval_var(
                points[graph.points[start]],
                model.new_int_var(0, 2 * far, ""),
                points[graph.points[end]] + crowd.between,
                f"{start}",
            )
            for start, end in spans
        )
        told |= {
            graph.formula[choice]
            for row in crowd.choice
            for choice in row
            # What says that more lies between two of them is told besides.
            if choice >= 0 and all(graph.weight[a] == -crowd.between for p in graph.choices[choice] for a in p.arcs)
        }

    def hold(formula: Formula, given: list[Any]) -> None:
        if isinstance(formula, Linear):
            total = sum(points[p] for p in formula.plus) - sum(points[p] for p in formula.minus)
            model.add(total <= formula.most).only_enforce_if(given)
        elif isinstance(formula, AllOf):
            for part in formula.parts:
                hold(part, given)
        else:
            chosen = [model.new_bool_var("") for _ in formula.parts]
            model.add_bool_or(chosen).only_enforce_if(given)
            for literal, part in zip(chosen, formula.parts, strict=True):
                hold(part, [literal])

    for constraint in made.constraints:
        if constraint.formula not in told:
            hold(constraint.formula, [])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    for point in made.points:
        for side in (-1, 1):
            solver.parameters.max_time_in_seconds = max(0.0, until - time.process_time())
            model.clear_objective()
            model.maximize(side * points[point])
            if (status := solver.solve(model)) == cp_model.UNKNOWN or status == cp_model.FEASIBLE:
                return f"over {SLOW:.0f}"
            assert status == cp_model.OPTIMAL
            if point in exact:
                assert side * round(solver.objective_value) == exact[point][side > 0], point
    return ""


def z3_incremental(made: Network, exact: Hulls, until: float) -> str:
    """Each hull by steps of one solver beyond what its histories have attained."""
    solver = z3.SimpleSolver()
    solver.set("arith.solver", 1)
    points = asserted(solver, made)
    attained: dict[Point, list[int]] = {}

    def ask(*more: Any) -> bool:
        solver.push()
        solver.add(*more)
        solver.set("timeout", max(1, int((until - time.process_time()) * 1000)))
        answer = solver.check()
        if answer == z3.sat:
            model = solver.model()
            for p, term in points.items():
                value = model.eval(term, model_completion=True).as_long()
                ends = attained.setdefault(p, [value, value])
                ends[:] = [min(ends[0], value), max(ends[1], value)]
        elif answer == z3.unknown:
            raise TimeoutError
        solver.pop()
        return bool(answer == z3.sat)

    try:
        assert ask()
        for point, term in points.items():
            while ask(term > attained[point][1]):
                pass
            while ask(term < attained[point][0]):
                pass
            if point in exact:
                assert tuple(attained[point]) == exact[point], point
    except TimeoutError:
        return f"over {SLOW:.0f}"
    return ""


if __name__ == "__main__":
    import sys

    measure(tuple(sys.argv[1:]) or tuple(FAMILIES))
