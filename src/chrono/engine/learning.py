"""Whether a network of differences and either/ors leaves a history, by a search that learns from every failure.

Takes a graph, gives a history or a refutation that certificates.py can check, or neither within a number of steps. It
keeps for every point the least and the most that it can be (trail.py), follows what an assumption does to them along
the arcs, the either/ors (either_ors.py) and the spans that exclude each other (crowds.py), and where that ends in a
contradiction it keeps the bounds that led there as one more either/or: that one of them does not hold (clauses.py; lazy
clause generation; Ohrimenko, Stuckey & Codish, Constraints 14, 2009). What was learned serves every later question, and
every proof: derivations.py makes lemmas of it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from math import inf
from typing import TypeAlias

from chrono.engine.clauses import Clause, Clauses, resolved
from chrono.engine.crowd_rows import Rows
from chrono.engine.crowds import Crowds
from chrono.engine.either_ors import EitherOrs
from chrono.engine.exclusive_spans import with_orders
from chrono.engine.formulas import Linear
from chrono.engine.graph import Graph
from chrono.engine.shortest_paths import Adjacent, correct
from chrono.engine.trail import Literal, Reason, Trail

STEPS = 20_000
"""How many failures and assumptions one question may take."""


Wish: TypeAlias = tuple[int, Sequence[tuple[float, float]]]
"""A point, and stretches of values in one of which it would best lie."""


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
        self.given = len(graph.choices)
        """How many either/ors are given; those behind them follow."""
        graph = with_orders(graph)
        self.graph, self.steps, self.ended = graph, steps, ended
        self.trail = Trail(graph)
        self.either_ors = EitherOrs(graph, self.trail, self.given)
        self.learned = Clauses(self.trail)
        self.crowds = Crowds(graph, self.trail)
        self._looked_at: Sequence[int] = graph.base.choices
        self._again = set(range(len(self.crowds.crowds)))
        """The crowds to be looked at."""
        self._activity = [0.0] * len(graph.choices)
        self._bump = 1.0
        self.refuted: Reason | None = None
        """Why nothing is left, whatever is asked."""
        self.refuted = self._propagate()

    # -- questions

    def ask(
        self, assumed: Sequence[Linear] = (), choices: Sequence[int] | None = None, wishes: Sequence[Wish] = ()
    ) -> list[int] | Clause | None:
        """A history, a value for each point, in which these bounds hold as well; or what of them cannot hold with the
        graph; None if the steps ran out. Where only some `choices` are told, only those are looked at: the values are a
        history of the points that these and plain arcs tie together. Of histories it takes one that keeps as many
        wishes as go together when tried in this order."""
        self._looked_at = self.graph.base.choices if choices is None else choices
        if self.refuted:
            return self._nothing(self.refuted)
        trail = self.trail
        literals = [trail.literal(bound) for bound in assumed]
        failures = 0
        limit, since, early = 50, 0, True
        conflict: Reason | None = None
        waiting = list(reversed(wishes))
        try:
            for _ in range(self.steps):
                if self.ended():
                    return None
                if not trail.begun and conflict is None:
                    conflict = self._propagate()
                    if conflict is None:
                        conflict = self._assume(literals)
                if conflict is None:
                    conflict = self._propagate()
                while conflict is not None:
                    failures += 1
                    since += 1
                    if self._hopeless(conflict):
                        return self._nothing(conflict)
                    clause, back = self._analyse(conflict)
                    if len(trail.begun) == 1:
                        # What was assumed itself leads there.
                        return clause
                    self._back(back)
                    # Where all rest on what was assumed before, the clause is broken there too.
                    conflict = self.learned.put(self.learned.learn(clause), clause.literals[0])
                    if conflict is None:
                        conflict = self._propagate()
                    if failures > self.steps or self.ended():
                        return None
                if not trail.begun:
                    continue
                if failures:
                    waiting.clear()
                if self._wish(waiting):
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

    def refute(self, assumed: Sequence[Linear] = (), among: Collection[int] | None = None) -> Clause | None:
        """What cannot hold with the graph, of these bounds, as far as that follows without any more being assumed. Of
        rows that nothing is asked of it looks only at those with points `among` these (default: all)."""
        if self.refuted:
            return self._nothing(self.refuted)
        literals = [self.trail.literal(bound) for bound in assumed]
        if len(literals) > 1 and (found := self._misplaced(literals, among, closely=False)):
            # Gaps come from all spans of a row together, ends mostly from few of them.
            return found
        try:
            conflict = self._assume(literals) or self._propagate()
            if conflict is None:
                self._back(0)
                return self._misplaced(literals, among)
            return self._nothing(conflict) if self._hopeless(conflict) else self._analyse(conflict)[0]
        finally:
            self._back(0)

    @cached_property
    def rows(self) -> Rows:
        """In which orders spans that exclude each other can come, where nothing is assumed."""
        return Rows(self.crowds, self.trail, self.ended)

    def _misplaced(
        self, literals: Sequence[Literal], among: Collection[int] | None, closely: bool = True
    ) -> Clause | None:
        """What of the literals keeps a span from every place that it has in its row."""
        found = self.rows.misplaced(literals, among, closely)
        if found is None:
            return None
        return Clause(found.premises(), (), Reason("row", found, found.premises()), len(self.trail.entries))

    def keep(self, clause: Clause) -> None:
        """Learns for good what was given as a refutation of what was assumed."""
        if not clause.literals or self.refuted or (len(clause.literals) > 1 and clause.end.kind == "row"):
            # A row says what it says without being told.
            return
        number = self.learned.learn(clause)
        open_ = [literal for literal in clause.literals if not self.trail.holds(literal)]
        if len(open_) < 2:
            self.refuted = self.learned.put(number, (*open_, clause.literals[0])[0]) or self._propagate()

    def _nothing(self, conflict: Reason) -> Clause:
        """That nothing is left, whatever is assumed."""
        return Clause((), (), conflict, len(self.trail.entries))

    def _hopeless(self, conflict: Reason) -> bool:
        """Whether a contradiction rests on nothing assumed; takes back what was assumed since what it rests on, which
        has nothing to do with it."""
        trail = self.trail
        self._back(max((trail.level[trail.held_since(literal)] for literal in conflict.premises), default=0))
        if trail.begun:
            return False
        self.refuted = conflict
        return True

    # -- what follows, and failures

    def _assume(self, literals: Sequence[Literal]) -> Reason | None:
        self.trail.begin()
        for literal in literals:
            conflict = self.trail.put(literal, None)
            if conflict is not None:
                return conflict
        return None

    def _propagate(self) -> Reason | None:
        """Follows what has changed, until nothing does; gives the contradiction where there is one."""
        conflict = self._fixed()
        if conflict is not None:
            self.trail.changed.clear()
        return conflict

    def _fixed(self) -> Reason | None:
        """Follows the arcs first, then either/ors and clauses, and crowds when all else is done."""
        trail, either_ors, learned, crowds_at = self.trail, self.either_ors, self.learned, self.crowds.at
        began = len(trail.entries)
        touched: list[int] = []
        while True:
            conflict = trail.follow(began, touched)
            if conflict is not None:
                return conflict
            if touched:
                for place in dict.fromkeys(touched):
                    self._again.update(crowds_at.get(place, ()))
                    conflict = either_ors.follow(place) or learned.follow(place)
                    if conflict is not None:
                        return conflict
                touched.clear()
                continue
            if not self._again:
                return None
            number = min(self._again)
            self._again.discard(number)
            for literal, reason in self.crowds.follow(number):
                conflict = reason if literal is None else trail.put(literal, reason)
                if conflict is not None:
                    return conflict

    def _analyse(self, conflict: Reason) -> tuple[Clause, int]:
        """The clause that a contradiction teaches, and the level to which to go back; notes which either/ors failed."""
        clause, back = resolved(self.trail, conflict)
        for reason in (*(reason for _, reason in reversed(clause.steps)), conflict):
            if reason.kind == "choice":
                choice = reason.about[0]
                assert isinstance(choice, int)
                self._activity[choice] += self._bump
                if self._activity[choice] > 1e100:
                    self._activity = [a * 1e-100 for a in self._activity]
                    self._bump *= 1e-100
        self._bump *= 1.05
        return clause, back

    def _back(self, level: int) -> None:
        """Takes back what was assumed since a level, and all that followed."""
        if len(self.trail.begun) > level:
            self.either_ors.back(self.trail.back(level))
            self._again.clear()

    # -- assumptions

    def _undecided(self) -> list[int]:
        """The either/ors that do not hold where every point lies at its least."""
        settled, satisfied = self.either_ors.settled, self.either_ors.satisfied
        return [choice for choice in self._looked_at if not settled[choice] and not satisfied(choice)]

    def _decide(self, choices: Sequence[int], early: bool) -> None:
        """Assumes one thing more: that of spans that exclude each other the first ends as early as it can; or, of the
        either/or that failed most of late, the alternative that leaves most room."""
        trail = self.trail
        value = trail.value
        trail.begin()
        if early:
            spans = {span for choice in choices for span in self.crowds.pairs.get(choice, ())}
            free = [
                (value[2 * s], -value[2 * e + 1], s, e) for s, e in spans if -inf < value[2 * e] < -value[2 * e + 1]
            ]
            if free:
                end = min(free)[3]
                trail.put((2 * end + 1, -int(value[2 * end])), None)
                return
        choice = max(choices, key=lambda c: (self._activity[c], -c))
        trail.activate(self.either_ors.roomiest(choice), None)

    def _wish(self, wishes: list[Wish]) -> bool:
        """Assumes one thing more for the first wish that can be kept and is not; False where none is left."""
        trail = self.trail
        value = trail.value
        while wishes:
            point, stretches = wishes[-1]
            least, most = value[2 * point], -value[2 * point + 1]
            first, last = next((s for s in stretches if s[0] <= most and s[1] >= least), (least, most))
            # One end a level: what fails then fails by one assumption.
            if last < most:
                trail.begin()
                trail.put((2 * point + 1, -int(last)), None)
                return True
            wishes.pop()
            if first > least:
                trail.begin()
                trail.put((2 * point, int(first)), None)
                return True
        return False

    def _history(self) -> list[int] | Reason:
        """What is left: every point at its least, if all have one."""
        trail = self.trail
        values: list[float] = trail.value[::2]
        if -inf not in values:
            return [int(v) for v in values]
        # Nothing that has a least value follows from what has none: this is lowered until it goes with the rest.
        out: Adjacent = [[] for _ in values]
        for arc in (*self.graph.base.arcs, *trail.active):
            out[trail.source[arc]].append((trail.target[arc], trail.weight[arc], arc))
        values = [min(0, -trail.value[2 * p + 1]) if v == -inf else v for p, v in enumerate(values)]
        cycle = correct(values, [-1] * len(values), out, trail.source, deque(range(len(values))))
        if cycle is not None:
            return Reason("cycle", cycle, tuple((-1 - a, 1) for a in cycle if a not in trail.plain))
        return [int(v) for v in values]
