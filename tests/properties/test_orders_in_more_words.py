"""That spans exclude each other, said in more than two alternatives or with more in each: it is found, and windows and
proofs are those of the two alternatives."""

from __future__ import annotations

import os
from collections.abc import Iterator
from random import Random

import pytest

from chrono.engine.certificates import Chain, Checker, refutes
from chrono.engine.clauses import Clause
from chrono.engine.derivations import Derivations
from chrono.engine.exclusive_spans import exclusive_spans, with_orders
from chrono.engine.formulas import AnyOf, Constraint, Formula, Linear, Network, Point, at_most, both, either
from chrono.engine.graph import graph_of
from chrono.engine.learning import Learner
from chrono.engine.outcomes import Answer, Distance
from chrono.engine.solver import Solver
from tests.cpsat import Judge
from tests.properties.test_crowded import FAR, _unasked, asked, crowded

MORE = int(os.environ.get("CHRONO_FUZZ", "1"))


def _reversed(order: Linear, most: int) -> Linear:
    return Linear(order.minus, order.plus, most)


def _ways(random: Random, order: Linear, narrower: bool) -> list[Formula]:
    """What `order` says, in one alternative or two, each of them one bound or more; or less, where it is narrower."""
    closer = Linear(order.plus, order.minus, order.most - 1)
    far = _reversed(order, random.randint(0, 6) if narrower else FAR)
    match random.randint(0, 3):
        case 0:
            return [order]
        case 1:
            return [both(order, far)]
        case 2:
            return [closer, both(order, _reversed(order, -order.most))]
        case _:
            return [both(far, closer), both(_reversed(order, -order.most), order)]


def said(random: Random, formula: Formula, narrower: bool = False) -> Formula:
    """An either/or of two orders in more words, and any other formula as it is."""
    if not isinstance(formula, AnyOf) or len(formula.parts) != 2:
        return formula
    one, other = formula.parts
    if not (isinstance(one, Linear) and isinstance(other, Linear) and _are_orders(one, other)):
        return formula
    ways = [*_ways(random, one, narrower), *_ways(random, other, narrower)]
    random.shuffle(ways)
    return either(*ways)


def _are_orders(*bounds: Linear) -> bool:
    return all(b.plus and b.minus and b.plus[0][0] == "e" and b.minus[0][0] == "s" and b.most <= 0 for b in bounds)


def in_room(random: Random) -> tuple[list[Point], list[Formula], int]:
    """Crowded spans that end before some day, so that those said in more words have no more room."""
    points, formulas, room = crowded(random)
    return points, [*formulas, *(at_most(p, room + 5) for p in points), *(_least(p) for p in points)], room


def _least(point: Point) -> Linear:
    return Linear((), (point,), 5)


def _sets(formulas: list[Formula], points: list[Point]) -> Iterator[tuple[object, ...]]:
    for crowd in exclusive_spans(with_orders(graph_of(points, formulas))):
        yield crowd.starts, crowd.ends, crowd.least, crowd.between


@pytest.mark.parametrize("seed", range(40 * MORE))
def test_windows_and_sets_are_those_of_two_alternatives(seed: int) -> None:
    random = Random(f"more words {seed}")
    points, formulas, _ = in_room(random)
    longer = [said(random, f) for f in formulas]
    assert list(_sets(longer, points)) == list(_sets(formulas, points))
    short, long = (
        Solver(Network(tuple(points), tuple(Constraint(f) for f in fs), {}), backend=_unasked)
        for fs in (formulas, longer)
    )
    answer, windows = long.windows()
    assert (answer, windows) == short.windows()
    if answer is Answer.YES:
        long.prepare(points)
        for point, window in windows.items():
            assert window.proven
            assert long.certificate(Distance(point), window) is not None


@pytest.mark.parametrize("seed", range(40 * MORE))
def test_what_is_learned_is_proven_from_what_was_said(seed: int) -> None:
    """Where some alternatives say more than an order, against CP-SAT."""
    random = Random(f"narrower {seed}")
    points, formulas, room = in_room(random)
    longer = [said(random, f, narrower=random.random() < 0.5) for f in formulas]
    learner = Learner(graph_of(points, longer))
    derivations = Derivations(learner)
    for question in range(6):
        bounds = asked(random, points, room) if question else []
        found = learner.ask(bounds)
        assert found is not None
        possible = Judge(points, (*longer, *bounds), FAR).consistent()
        assert possible is not isinstance(found, Clause)
        if isinstance(found, Clause):
            tree, lemmas = derivations.refutation(found, bounds)
            assert refutes(Chain(lemmas, tree), (*longer, *bounds))
            assert Checker(longer).refuted(Chain(lemmas, tree), bounds)
            learner.keep(found)


def test_what_leaves_them_together_is_no_order() -> None:
    points = ["sa", "ea", "sb", "eb"]
    lasting: list[Formula] = [Linear(("sa",), ("ea",), 0), Linear(("sb",), ("eb",), 0)]
    before, after = Linear(("ea",), ("sb",), 0), Linear(("eb",), ("sa",), 0)
    within = both(Linear(("sb",), ("sa",), 0), Linear(("ea",), ("eb",), 0))
    overlaps = Linear(("ea",), ("sb",), 3)
    met = both(before, Linear(("sb",), ("ea",), 0))
    for parts in ((before, after, within), (before, both(overlaps, Linear(("sa",), ("sb",), 0)), after), (met, before)):
        graph = graph_of(points, [*lasting, either(*parts)])
        assert with_orders(graph) is graph
    graph = with_orders(graph_of(points, [*lasting, either(before, met, after)]))
    assert len(graph.choices) == 2
    assert len(graph.base.choices) == 2
