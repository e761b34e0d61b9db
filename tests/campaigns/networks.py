"""Random networks of every kind, sparse and dense, asked of the engine and judged by OR-tools CP-SAT.

Each is drawn by one of the families of families.py. Where it has no history the judge must find none, and the engine
must refute it; else the windows of all points are asked for with their gaps and certificates, and one distance, and one
bound and what it rests on, or one constraint left out. The judge is asked once whether *any* point can lie outside its
window; what lies inside is attained by the certificates' histories, which are tried here on the formulas. On some of
the small ones the search that proves alone, without shared histories and learning, must come to the same. What is wrong
is told by as few formulas as still show it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, pairwise
from random import Random

from ortools.sat.python import cp_model

from chrono.core.limits import Limit, LimitReached
from chrono.engine.backends import Told
from chrono.engine.certificates import Certificate, Witness, proves, refutes
from chrono.engine.formulas import AllOf, AnyOf, Constraint, Formula, Linear, Network, Point, at_least, at_most, linears
from chrono.engine.graph import Encoded
from chrono.engine.intervals import Interval, Window
from chrono.engine.outcomes import Answer, Distance, FailedCheck
from chrono.engine.prover import Prover
from chrono.engine.solver import Solver
from tests.campaigns import Tally
from tests.campaigns.families import FAMILIES, difference, drawn, named
from tests.cpsat import Judge

__all__ = ["FAMILIES", "drawn", "fewest", "one"]

SECONDS = 20.0
"""How long one network may take: what is then left is counted as open, and the judge is not asked about it."""


def holds(formula: Formula, history: Mapping[Point, int]) -> bool:
    """Whether a formula holds in a history: written anew, so that nothing is taken from what is judged."""
    if isinstance(formula, Linear):
        return sum(history[p] for p in formula.plus) - sum(history[p] for p in formula.minus) <= formula.most
    some = any if isinstance(formula, AnyOf) else all
    return some(holds(part, history) for part in formula.parts)


def _outside(intervals: Sequence[Interval]) -> list[Interval]:
    (first, _), (_, last) = intervals[0], intervals[-1]
    ends: list[Interval] = [(None, first - 1)] if first is not None else []
    ends += [(last + 1, None)] if last is not None else []
    return ends + [(a + 1, b - 1) for (_, a), (b, _) in pairwise(intervals) if a is not None and b is not None]


class Wrong(Exception):
    """What an answer of the engine is not."""


def _require(holds: bool, said: str) -> None:
    if not holds:
        raise Wrong(said)


class Questions:
    """One network, the engine and the judge."""

    def __init__(self, formulas: Sequence[Formula], tally: Tally) -> None:
        self.formulas, self.tally = tuple(formulas), tally
        self.points = named(formulas)
        bounds = [b for f in formulas for b in linears(f)]
        self.has_sums = any(not b.is_difference for b in bounds)
        dated = max((abs(b.most) for b in bounds if len(b.plus) + len(b.minus) < 2), default=0)
        apart = max((abs(b.most) for b in bounds if len(b.plus) + len(b.minus) >= 2), default=0)
        # A shortest path comes through the zero, and through every point, once. (Where there are sums all is boxed.)
        self.reach = dated + apart * len(self.points)
        self.far = 2 * self.reach + 10
        ids = {f"i{n}": n % 3 for n in range(len(self.formulas))}
        constraints = tuple(Constraint(f, (f"i{n}",)) for n, f in enumerate(self.formulas))
        self.solver = Solver(Network(tuple(self.points), constraints, ids), Limit(SECONDS), backend=_nobody)

    def judge(self, also: Iterable[Formula] = ()) -> Judge:
        return Judge(self.points, (*self.formulas, *also), self.far)

    def all(self, random: Random, small: bool) -> None:
        """Asks everything of one network; raises `Wrong`."""
        judge = self.judge()
        possible = judge.consistent()
        answer, windows = self.solver.windows()
        if answer is Answer.UNKNOWN:
            self.tally.counts["left open"] += 1
            return
        _require((answer is Answer.YES) == possible, f"it is {'' if possible else 'not '}possible, and not {answer}")
        self._whole(possible)
        if not possible:
            self.tally.counts["contradictory"] += 1
            return
        self.tally.counts["consistent"] += 1
        self._windows(judge, windows, random)
        self._distance(random)
        if self.has_sums or random.random() < 0.5:
            self._bound(random, windows)
        else:
            self._left_out(random, windows)
        if small:
            self._alone(random.choice(self.points), windows)

    def _whole(self, possible: bool) -> None:
        found = self.solver.proof()
        if found is None:
            self.tally.counts["proofs left open"] += 1
        elif isinstance(found, Witness):
            _require(possible and self._holds(found.history), "a history breaks what it was found for")
        else:
            _require(not possible and refutes(found, self.formulas), "a refutation does not refute")

    def _holds(self, history: Mapping[Point, int], also: Iterable[Formula] = ()) -> bool:
        return all(holds(f, history) for f in (*self.formulas, *also))

    def _windows(self, judge: Judge, windows: Mapping[Point, Window], random: Random) -> None:
        _require(sorted(windows) == self.points, "not every point has a window")
        self.solver.prepare(self.points)
        for point, window in sorted(windows.items()):
            self.tally.counts["windows"] += 1
            self.tally.counts["gaps"] += len(window.intervals) - 1
            certificate = self.solver.certificate(Distance(point), window) if window.proven else None
            if certificate is None:
                self.tally.counts["points left open"] += 1
                continue
            self._certified(certificate, point, "", window)
        told = {p: _outside(w.intervals) if w.proven else [] for p, w in windows.items()}
        _require(not self._any(judge, told), "some point can lie outside its window")
        point = random.choice(self.points)
        first, last = random.choice(windows[point].intervals)
        at = random.randint(-self.reach if first is None else first, self.reach if last is None else last)
        _require(judge.can_be(point, (at, at)), f"{point} cannot be {at}")

    def _certified(self, certificate: Certificate, of: Point, after: Point, window: Window) -> None:
        told = certificate.of, certificate.after, certificate.intervals
        _require(told == (of, after, window.intervals), "a certificate is of something else")
        for interval, spans in zip(certificate.intervals, certificate.attained, strict=True):
            for witness in chain.from_iterable(spans):
                _require(self._holds(witness.history), "a witness breaks the formulas")
            at = [
                span[side].history[of] - (span[side].history[after] if after else 0)
                for span, side in ((spans[0], 0), (spans[-1], 1))
            ]
            _require(
                all(end is None or end == there for end, there in zip(interval, at, strict=True)),
                f"{of} is not attained",
            )

    def _any(self, judge: Judge, told: Mapping[Point, list[Interval]]) -> bool:
        """Whether some point can lie in one of its intervals."""
        model, far = judge.model.clone(), self.far
        chosen = []
        for point, intervals in sorted(told.items()):
            if intervals:
                literal = model.new_bool_var("")
                ends = [[-far if first is None else first, far if last is None else last] for first, last in intervals]
                variable = model.get_int_var_from_proto_index(judge.points[point].index)
                domain = cp_model.Domain.from_intervals(ends)
                model.add_linear_expression_in_domain(variable, domain).only_enforce_if(literal)
                chosen.append(literal)
        model.add_bool_or(chosen)
        return bool(chosen) and judge._solve(model)

    def _distance(self, random: Random) -> None:
        if len(self.points) < 2:
            return
        of, after = random.sample(self.points, 2)
        window = self.solver.window(Distance(of, after))
        self.tally.counts["distances"] += 1
        certificate = self.solver.certificate(Distance(of, after), window) if window.proven else None
        if certificate is None:
            self.tally.counts["distances left open"] += 1
            return
        self._certified(certificate, of, after, window)
        # A stretch outside is one of: further below, above, or in a gap.
        stretches: list[Formula] = []
        for first, last in _outside(window.intervals):
            bounds = [] if first is None else [Linear((after,), (of,), -first)]
            bounds += [] if last is None else [Linear((of,), (after,), last)]
            stretches.append(AllOf(tuple(bounds)))
        if stretches:
            possible = self.judge([AnyOf(tuple(stretches))]).consistent()
            _require(not possible, f"{of} can lie elsewhere after {after} than {window.intervals}")

    def _bound(self, random: Random, windows: Mapping[Point, Window]) -> None:
        """A bound drawn near an end of a window: whether it can hold, and if not, what it is that forbids it."""
        point = random.choice(self.points)
        intervals = windows[point].intervals
        ends = [(end, side) for ends in intervals for side, end in enumerate(ends) if end is not None]
        if not ends:
            return
        end, side = random.choice(ends)
        bounds = [at_least(point, end + random.randint(0, 2)) if side else at_most(point, end - random.randint(0, 2))]
        if random.random() < 0.3 and len(self.points) > 1:
            bounds.append(difference(random, self.points, -10, 10))
        also = [Constraint(bound) for bound in bounds]
        possible = self.judge(bounds).consistent()
        self.tally.counts["bounds"] += 1
        answer = self.solver.shown(also)
        if answer is Answer.UNKNOWN:
            self.tally.counts["bounds left open"] += 1
            return
        _require((answer is Answer.YES) == possible, f"{bounds}: {answer}, and it is {possible}")
        if possible:
            return
        ids = self.solver.preferred(also)
        if ids is None:
            try:
                ids = self.solver.oracle.argument(also, list(self.solver.network.ids))
            except LimitReached:
                self.tally.counts["reasons left open"] += 1
                return
        self.tally.counts["reasons"] += 1
        _require(ids is not None, f"{bounds}: no reason")
        assert ids is not None
        rests = [int(id[1:]) for id in ids]
        by = [self.formulas[n] for n in rests]
        _require(
            not Judge(self.points, (*by, *bounds), self.far).consistent(), f"{bounds}: the reason does not suffice"
        )
        for left_out in random.sample(range(len(by)), min(2, len(by))):
            less = [f for n, f in enumerate(by) if n != left_out]
            _require(
                Judge(self.points, (*less, *bounds), self.far).consistent(), f"{bounds}: the reason is not smallest"
            )

    def _left_out(self, random: Random, windows: Mapping[Point, Window]) -> None:
        """What moves without one constraint, as leave-one-out tells it and as a network without it does."""
        number = random.randrange(len(self.formulas))
        loosening = self.solver.loosening()
        moved = None if loosening is None else loosening.without(f"i{number}")
        rest = [f for n, f in enumerate(self.formulas) if n != number]
        network = Network(tuple(self.points), tuple(map(Constraint, rest)), {})
        answer, other = Solver(network, self.solver.limit, backend=_nobody).windows()
        proven = all(w.proven for w in chain(other.values(), windows.values()))
        if moved is None or answer is Answer.UNKNOWN or not proven:
            self.tally.counts["left out left open"] += 1
            return
        self.tally.counts["left out"] += 1
        changed = {p: w for p, w in other.items() if w != windows[p]}
        _require(answer is Answer.YES and dict(moved) == changed, f"without {number}: {moved} moved, and not {changed}")

    def _alone(self, point: Point, windows: Mapping[Point, Window]) -> None:
        """One window by the search that proves one thing at a time."""
        prover = Prover(Encoded(self.points, self.formulas, totals=True), self.solver.ended)
        prover.search.steps = 400
        found = prover.certificate(point, "", windows[point].intervals) if windows[point].proven else None
        self.tally.counts["windows by the other search" if found else "windows the other search left"] += 1
        _require(found is None or proves(found, self.formulas), "a certificate of the other search does not prove")


def asked(formulas: Sequence[Formula], seed: str, small: bool, tally: Tally) -> str:
    """What is wrong with the engine's answers; nothing is where it is empty."""
    try:
        Questions(formulas, tally).all(Random(seed), small)
    except Wrong as wrong:
        return str(wrong)
    except FailedCheck as failed:
        return f"the engine's own check failed: {failed}"
    except Exception as crashed:
        return f"{type(crashed).__name__}: {crashed}"
    return ""


def fewest(formulas: Sequence[Formula], wrong: Callable[[Sequence[Formula]], bool]) -> list[Formula]:
    """As few of the formulas as still are wrong, when they are left out one after another."""
    left = list(formulas)
    for formula in formulas:
        less = [f for f in left if f is not formula]
        if less and wrong(less):
            left = less
    return left


def one(random: Random, tally: Tally) -> None:
    """One network."""
    name, formulas = drawn(random)
    if not named(formulas):
        return
    seed, small = str(random.random()), len(formulas) <= 24 and random.random() < 0.3
    tally.counts["networks"] += 1
    tally.counts[f"of {name}"] += 1
    said = asked(formulas, seed, small, tally)
    if said:
        left = fewest(formulas, lambda less: any(asked(less, s, small, Tally()) for s in (seed, "0", "1", "2")))
        tally.wrong.append(f"{name}: {said}\n    {left!r}")


def _nobody(network: Network) -> Told:
    """No backend: what the engine's searches give up is left open."""
    return _Nobody()


class _Nobody:
    """A backend that never knows."""

    def history(self, also: object, accepted: object, limit: object) -> None:
        """Not known."""
