"""Dense random networks, most of whose spans exclude each other: the search that learns, the windows and their proofs
against CP-SAT, and proofs that were changed."""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import combinations, islice
from random import Random

import pytest

from chrono.engine import crowd_rows
from chrono.engine.certificates import Cases, Chain, Checker, Lemma, NoPlace, Packing, Refutation, Row, Sum, refutes
from chrono.engine.clauses import Clause
from chrono.engine.derivations import Derivations
from chrono.engine.formulas import (
    AnyOf,
    Constraint,
    Formula,
    Linear,
    Network,
    Point,
    at_least,
    at_most,
    both,
    either,
    holds,
)
from chrono.engine.graph import graph_of
from chrono.engine.learning import Learner
from chrono.engine.outcomes import Answer, Distance
from chrono.engine.solver import Solver
from chrono.testing.laws import _of_row
from tests.cpsat import Judge

FAR = 400
MORE = int(os.environ.get("CHRONO_FUZZ", "1"))


def crowded(random: Random) -> tuple[list[Point], list[Formula], int]:
    """Two to seven spans in little room, most of which exclude each other, with some bounds and either/ors more."""
    spans = [(f"s{n}", f"e{n}") for n in range(random.randint(2, 7))]
    points = [point for span in spans for point in span]
    formulas: list[Formula] = []
    room = random.randint(3, 22)
    for start, end in spans:
        least = random.randint(0, 5)
        formulas.append(Linear((start,), (end,), -least))
        if random.random() < 0.5:
            formulas.append(Linear((end,), (start,), least + random.randint(0, 3)))
        bounded = random.random()
        if bounded < 0.95:
            formulas.append(at_least(start, random.randint(0, room // 2) * (random.random() < 0.5)))
        if bounded < 0.9:
            formulas.append(at_most(end, room - random.randint(0, room // 3) * (random.random() < 0.4)))
    between, dense = random.choice([0, 0, 1]), random.choice([1, 1, 0.9, 0.6])
    for (start, end), (other, last) in combinations(spans, 2):
        if (kind := random.random()) < dense:
            more = int(random.random() < 0.1)
            formulas.append(either(Linear((end,), (other,), -between - more), Linear((last,), (start,), -between)))
        elif kind < dense + 0.2:
            formulas.append(Linear((end,), (other,), -between))
    formulas += [_difference(random, points, -4, 8) for _ in range(random.randint(0, 4))]
    for _ in range(random.randint(0, 4)):
        ways = [
            both(*(_bound(random, points, room) for _ in range(random.randint(1, 2))))
            for _ in range(random.randint(2, 3))
        ]
        formulas.append(AnyOf(tuple(ways)))
    random.shuffle(formulas)
    return points, formulas, room


def _difference(random: Random, points: list[Point], least: int, most: int) -> Linear:
    plus, minus = random.sample(points, 2)
    return Linear((plus,), (minus,), random.randint(least, most))


def _bound(random: Random, points: list[Point], room: int) -> Linear:
    if random.random() < 0.4:
        return random.choice([at_least, at_most])(random.choice(points), random.randint(0, room))
    return _difference(random, points, -6, 6)


def asked(random: Random, points: list[Point], room: int) -> list[Linear]:
    point, kind, at = random.choice(points), random.random(), random.randint(-2, room + 2)
    if kind < 0.4:
        return [at_least(point, at)]
    if kind < 0.6:
        return [at_most(point, at)]
    if kind < 0.8:
        return [at_least(point, at), at_most(point, at + random.randint(0, 2))]
    return [_difference(random, points, -8, 3)]


@pytest.fixture(params=[False, True], ids=["", "pooled"])
def _few_sets(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where every row has too many sets, so that spans are pooled and few sets drawn."""
    if request.param:
        for name, value in (("MOST_TOGETHER", 1), ("FEWEST", 1), ("WIDE", 20), ("DRAWN", 1), ("DRAWN_CLOSELY", 1)):
            monkeypatch.setattr(crowd_rows, name, value)


@pytest.mark.usefixtures("_few_sets")
@pytest.mark.parametrize("seed", [*range(40 * MORE), 102517, 103585, 104107, 104430])
def test_what_the_search_that_learns_says_is_so(seed: int) -> None:
    random = Random(seed)
    points, formulas, room = crowded(random)
    learner = Learner(graph_of(points, formulas))
    derivations = Derivations(learner)
    for question in range(6):
        bounds = asked(random, points, room) if question else []
        found = learner.ask(bounds)
        possible = Judge(points, (*formulas, *bounds), FAR).consistent()
        assert found is not None
        if isinstance(found, list):
            history = dict(zip(learner.graph.points, found, strict=True))
            assert possible
            assert all(holds(f, history) for f in (*formulas, *bounds))
        else:
            assert not possible
            tree, lemmas = derivations.refutation(found, bounds)
            assert refutes(Chain(lemmas, tree), (*formulas, *bounds))
            assert Checker(formulas).refuted(Chain(lemmas, tree), bounds)
            if random.random() < 0.7:
                learner.keep(found)


@pytest.mark.usefixtures("_few_sets")
@pytest.mark.parametrize("seed", [*range(40 * MORE), 102517, 103585, 104107, 104430])
def test_windows_of_crowded_spans_are_exact_and_proven(seed: int) -> None:
    random = Random(f"windows {seed}")
    points, formulas, _ = crowded(random)
    network = Network(tuple(points), tuple(Constraint(f) for f in formulas), {})
    solver = Solver(network, backend=_unasked)
    answer, windows = solver.windows()
    judge = Judge(points, formulas, FAR)
    assert answer is (Answer.YES if judge.consistent() else Answer.NO)
    for point, window in windows.items():
        assert window.proven
        for first, last in window.intervals:
            for end in (first, last):
                assert end is None or judge.can_be(point, (end, end))
        beyond = [(None, window.least - 1)] if window.least is not None else []
        beyond += [(window.most + 1, None)] if window.most is not None else []
        beyond += [
            (last + 1, first - 1)  # type: ignore[operator]
            for (_, last), (first, _) in zip(window.intervals, window.intervals[1:], strict=False)
        ]
        assert not beyond or not judge.can_be(point, *beyond)
    solver.prepare(points)
    for point, window in windows.items():
        assert solver.certificate(Distance(point), window) is not None


def _unasked(network: Network) -> _Nobody:
    return _Nobody()


class _Nobody:
    """A backend that must not be needed."""

    def history(self, *asked: object) -> None:
        raise AssertionError("crowded spans are for the search that learns")


def changed_row(row: Row, random: Random) -> Row:
    """The row with one thing in it changed: a set gone, or done earlier or later, what is alike, or its spans."""
    kind = random.random()
    done = random.choice(sorted(row.sets))
    early, late = row.sets[done]
    if kind < 0.3:
        return replace(row, sets={at: ends for at, ends in row.sets.items() if at != done})
    if kind < 0.5:
        return replace(row, sets={**row.sets, done: (early + random.randint(1, 3), late)})
    if kind < 0.7:
        return replace(row, sets={**row.sets, done: (early, late - random.randint(1, 3))})
    if kind < 0.73 and row.pooled:
        return replace(row, pooled=row.pooled ^ 1 << random.randrange(len(row.spans.spans)))
    if kind < 0.75:
        count = len(row.spans.spans)
        alike = tuple(random.choices(range(count), k=random.randint(2, 3)))
        return replace(row, kinds=random.choice([(), (alike,), (*row.kinds, alike), row.kinds[1:]]))
    if kind < 0.85:
        pairs = list(row.spans.apart)
        at = random.randrange(len(pairs))
        pair = pairs[at]
        one = random.choice(pair.parts) if isinstance(pair, AnyOf) else pair
        pairs[at] = one if isinstance(one, Linear) else pairs[at - 1]
        return replace(row, spans=replace(row.spans, apart=tuple(pairs)))
    other = changed(row.spans, random)
    assert isinstance(other, Packing)
    return replace(row, spans=other)


def changed(tree: Refutation, random: Random) -> Refutation:
    """The proof with one thing in it changed: a weight, a literal, a set, an order, a lemma."""
    kind = random.random()
    if isinstance(tree, Sum):
        at = random.randrange(len(tree.bounds))
        bound = tree.bounds[at]
        other = replace(bound, most=bound.most - random.randint(1, 3)) if kind < 0.5 else bound.negated()
        return Sum((*tree.bounds[:at], other, *tree.bounds[at + 1 :]))
    if isinstance(tree, Packing):
        at = random.randrange(len(tree.spans))
        span = tree.spans[at]
        if kind < 0.3 and len(tree.spans) > 1:
            return replace(tree, spans=tree.spans[1:])
        if kind < 0.6:
            longer = (replace(span.lasting[0], most=span.lasting[0].most - 1), *span.lasting[1:])
            return replace(tree, spans=(*tree.spans[:at], replace(span, lasting=longer), *tree.spans[at + 1 :]))
        return replace(tree, spans=(*tree.spans[:at], replace(span, start=span.end), *tree.spans[at + 1 :]))
    if isinstance(tree, Cases):
        if kind < 0.2:
            return replace(tree, refuted=tree.refuted[:-1])
        if kind < 0.4:
            return replace(tree, choice=AnyOf(tree.choice.parts[:1]), refuted=tree.refuted[:1])
        at = random.randrange(len(tree.refuted))
        other_case = changed(tree.refuted[at], random)
        return replace(tree, refuted=(*tree.refuted[:at], other_case, *tree.refuted[at + 1 :]))
    if isinstance(tree, NoPlace):
        if kind < 0.3:
            return replace(tree, span=random.randrange(-1, len(tree.row.spans.spans) + 1))
        if kind < 0.6:
            return replace(tree, after=tree.before, before=tree.after)
        return replace(tree, after=tree.after[1:], before=tree.before[1:])
    if not tree.lemmas or kind < 0.2:
        return replace(tree, last=changed(tree.last, random))
    at = random.randrange(len(tree.lemmas))
    lemma = tree.lemmas[at]
    if isinstance(lemma, Row):
        other_row = changed_row(lemma, random)
        return _of_row(replace(tree, lemmas=(*tree.lemmas[:at], other_row, *tree.lemmas[at + 1 :])), lemma, other_row)
    if kind < 0.4:
        return replace(tree, lemmas=(*tree.lemmas[:at], *tree.lemmas[at + 1 :]))
    if kind < 0.6 and isinstance(lemma.formula, Linear):
        stronger = Lemma(replace(lemma.formula, most=lemma.formula.most - 1), lemma.because)
    elif kind < 0.8:
        stronger = Lemma(AnyOf(()), lemma.because)
    else:
        stronger = Lemma(lemma.formula, changed(lemma.because, random))
    return replace(tree, lemmas=(*tree.lemmas[:at], stronger, *tree.lemmas[at + 1 :]))


@pytest.mark.usefixtures("_few_sets")
@pytest.mark.parametrize("seed", range(12 * MORE))
def test_no_changed_proof_shows_what_is_not_so(seed: int) -> None:
    """A changed proof is refused, or is a proof still: of formulas that hold together none is ever taken."""
    random = Random(f"changed {seed}")
    refused = 0
    for _ in range(6):
        points, formulas, room = crowded(random)
        learner = Learner(graph_of(points, formulas))
        for _ in range(8):
            bounds = asked(random, points, room)
            found = learner.ask(bounds)
            if not isinstance(found, Clause):
                continue
            tree, lemmas = Derivations(learner).refutation(found, bounds)
            whole = Chain(lemmas, tree)
            # With one premise gone that is needed the same proof would show what is not so.
            for left_out in islice(random.sample(formulas, len(formulas)), 3):
                less = [*(f for f in formulas if f is not left_out), *bounds]
                if Judge(points, less, FAR).consistent():
                    assert not refutes(whole, less)
                    assert not Checker(less[: -len(bounds)]).refuted(whole, bounds)
                    for _ in range(20):
                        other = changed(whole, random)
                        assert not refutes(other, less)
                        assert not Checker(less[: -len(bounds)]).refuted(other, bounds)
            refused += sum(not refutes(changed(whole, random), (*formulas, *bounds)) for _ in range(10))
    assert refused > 20
