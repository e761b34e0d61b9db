"""A second judge of the engine: OR-tools CP-SAT, asked bound by bound; and a backend for it in place of Z3.

Takes points and formulas, says what values a point can have. Shares nothing with the engine but the types of a formula,
and nothing with the first judge, tests/oracle.py: it takes sums of points and weights of any size, and never tries
selections. Its variables must end somewhere: what can come near the end has none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from ortools.sat.python import cp_model

from chrono.core.limits import Limit
from chrono.engine.formulas import AllOf, Constraint, Formula, History, Linear, Network
from chrono.engine.intervals import Interval


class Judge:
    """What formulas allow, with one model for all questions.

    `far` is where values end, more than four times what any finite bound can come to. A contradiction is found by steps
    as small as the weights: of a `far` that is very many times theirs no answer comes.
    """

    def __init__(self, points: Iterable[str], formulas: Iterable[Formula], far: int = 1000) -> None:
        self.model, self.far = cp_model.CpModel(), far
        self.points = {p: self.model.new_int_var(-far, far, p) for p in points}
        for formula in formulas:
            self._hold(formula, [])
        self.solver = cp_model.CpSolver()
        self.solver.parameters.num_workers = 1

    def _hold(self, formula: Formula, given: list[cp_model.IntVar]) -> None:
        """The formula holds where all the literals do."""
        if isinstance(formula, Linear):
            total = sum(self.points[p] for p in formula.plus) - sum(self.points[p] for p in formula.minus)
            if not formula.plus and not formula.minus:
                # Without points it is true or false; CP-SAT wants a variable in what is enforced.
                self.model.add_bool_or([] if formula.most < 0 else [True]).only_enforce_if(given)
            else:
                self.model.add(total <= formula.most).only_enforce_if(given)
        elif isinstance(formula, AllOf):
            for part in formula.parts:
                self._hold(part, given)
        else:
            chosen = [self.model.new_bool_var("") for _ in formula.parts]
            self.model.add_bool_or(chosen).only_enforce_if(given)
            for literal, part in zip(chosen, formula.parts, strict=True):
                self._hold(part, [literal])

    def consistent(self) -> bool:
        return self._solve(self.model)

    def can_be(self, point: str, *intervals: Interval) -> bool:
        """Whether the point can have a value in one of the intervals."""
        far = self.far
        ends = [[-far if first is None else first, far if last is None else last] for first, last in intervals]
        model = self.model.clone()
        variable = model.get_int_var_from_proto_index(self.points[point].index)
        model.add_linear_expression_in_domain(variable, cp_model.Domain.from_intervals(ends))
        return bool(intervals) and self._solve(model)

    def _solve(self, model: cp_model.CpModel) -> bool:
        status = self.solver.solve(model)
        assert status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE), self.solver.status_name()
        return bool(status != cp_model.INFEASIBLE)


class Backend:
    """A network told to CP-SAT: what `Solver` asks of a backend. Each question makes a model of its own."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.asked = 0

    def history(self, also: Sequence[Constraint], accepted: Collection[str], limit: Limit) -> History | bool | None:
        """As the protocol says; the limit is not heeded."""
        self.asked += 1
        ids = frozenset(accepted)
        formulas = [c.formula for c in (*self.network.constraints, *also) if ids.issuperset(c.ids)]
        judge = Judge(self.network.points, formulas)
        return judge.consistent() and {p: judge.solver.value(variable) for p, variable in judge.points.items()}
