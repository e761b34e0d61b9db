"""Spans that change places: what a history becomes stays one, and more points lie at values that they miss."""

from __future__ import annotations

import os
from itertools import combinations, pairwise
from random import Random

import pytest

from chrono.engine.bounds import Boxes
from chrono.engine.exclusive_spans import exclusive_spans, with_orders
from chrono.engine.formulas import Formula, Linear, Point, at_least, at_most, either, holds
from chrono.engine.graph import graph_of
from chrono.engine.propagation import Filter
from chrono.engine.search import Search
from chrono.engine.swaps import Swaps

MORE = int(os.environ.get("CHRONO_FUZZ", "1"))


def drawn(random: Random) -> tuple[list[Point], list[Formula], dict[Point, int]]:
    """Spans that exclude each other, not all as far apart, with bounds and either/ors besides, and their history."""
    spans = [(f"s{n}", f"e{n}") for n in range(random.randint(3, 8))]
    known = [f"d{n}" for n in range(random.choice([0, 0, 3]))]
    true: dict[Point, int] = {}
    at = 0
    for start, end in random.sample(spans, len(spans)):
        true[start], true[end] = at, at + random.choice([1, 1, 1, 2])
        at = true[end] + random.choice([0, 0, 1])
    true |= {day: random.randint(0, at) for day in known}
    formulas: list[Formula] = []
    for start, end in spans:
        lasting = true[end] - true[start]
        formulas += [at_least(start, -random.randint(0, 2)), at_most(end, at + random.randint(0, 2))]
        formulas += [Linear((start,), (end,), -random.randint(1, lasting)), Linear((end,), (start,), lasting)]
    for (one, first), (other, second) in combinations(spans, 2):
        more = random.choice([0, 0, 0, 1]) if abs(true[one] - true[other]) > 2 else 0
        formulas.append(either(Linear((first,), (other,), -more), Linear((second,), (one,), -more)))
    points = [*(p for span in spans for p in span), *known]
    for _ in range(random.randint(0, 6)):
        plus, minus = random.sample(points, 2)
        bound = Linear((plus,), (minus,), true[plus] - true[minus] + random.randint(0, 3))
        other = Linear((minus,), (plus,), true[minus] - true[plus] - random.randint(1, 3))
        formulas.append(random.choice([bound, either(bound, other)]))
    random.shuffle(formulas)
    return points, formulas, true


@pytest.mark.parametrize("seed", range(300 * MORE))
def test_what_changed_places_is_a_history_in_which_more_is_attained(seed: int) -> None:
    random = Random(f"swaps {seed}")
    points, formulas, true = drawn(random)
    assert all(holds(formula, true) for formula in formulas)
    graph = graph_of(points, formulas)
    search = Search(graph)
    lift = random.randint(-3, 3)
    search.adopt([lift, *(true[p] + lift for p in graph.points[1:])])
    missing = {}
    for point in range(1, len(graph.points)):
        stretches = sorted(random.sample(range(-2, 16), random.choice([0, 2, 4])))
        missing[point] = list(zip(stretches[::2], stretches[1::2], strict=True))

    def attained() -> int:
        zero, value = search.value[0], search.value
        return sum(first <= value[p] - zero <= last for p, few in missing.items() for first, last in few)

    before = attained()
    swaps = Swaps(search, exclusive_spans(with_orders(graph)))
    gained = swaps.gain(missing)
    history = {p: at - search.value[0] for p, at in zip(graph.points[1:], search.value[1:], strict=True)}
    assert all(holds(formula, history) for formula in formulas)
    assert attained() == before + gained
    assert swaps.gain(missing) == 0


@pytest.mark.parametrize("chunk", range(6 * MORE))
def test_what_dates_keep_apart_is_one_crowd_with_the_rest(chunk: int) -> None:
    """Either/ors that dates settle are not among those of a group: of what is left, and the dates, all that was said
    still holds when spans have changed places."""
    joined = 0
    for seed in range(50):
        random = Random(f"dated {chunk} {seed}")
        points, formulas, true = drawn(random)
        for start in [p for p in points if p[0] == "s" and random.random() < 1 / 3]:
            formulas += [at_least(start, true[start] - random.randint(0, 1)), at_most(start, true[start] + 1)]
        graph = graph_of(points, formulas)
        history = dict(true)
        for group in Filter(graph, Boxes(graph, graph.base.arcs)).groups():
            part = graph_of(group.points, group.formulas)
            boxes = Boxes(part, part.base.arcs)
            search = Search(part)
            search.adopt([0, *(true[p] for p in part.points[1:])])
            crowds = exclusive_spans(with_orders(part), boxes)
            joined += len(crowds) < len(exclusive_spans(with_orders(part)))
            missing = {n: [(at, at) for at in random.sample(range(-2, 16), 3)] for n in range(1, len(part.points))}
            Swaps(search, crowds).gain({n: sorted(stretches) for n, stretches in missing.items()})
            history |= {p: at - search.value[0] for p, at in zip(part.points[1:], search.value[1:], strict=True)}
            for crowd in crowds:
                spans = sorted(
                    (history[part.points[s]], history[part.points[e]])
                    for s, e in zip(crowd.starts, crowd.ends, strict=True)
                )
                assert all(end + crowd.between <= start for (_, end), (start, _) in pairwise(spans))
        assert all(holds(formula, history) for formula in formulas)
    assert joined


def test_places_are_changed() -> None:
    """Three years in any order but one: who never held a year gets it, whoever must wait waits."""
    spans = [(f"s{n}", f"e{n}") for n in range(3)]
    formulas: list[Formula] = []
    for start, end in spans:
        formulas += [at_least(start, 0), at_most(end, 3), Linear((end,), (start,), 1), Linear((start,), (end,), -1)]
    formulas += [either(Linear((e,), (t,), 0), Linear((f,), (s,), 0)) for (s, e), (t, f) in combinations(spans, 2)]
    formulas.append(Linear(("e0",), ("s1",), 0))
    graph = graph_of([p for span in spans for p in span], formulas)
    search = Search(graph)
    search.adopt([0, *({"s0": 0, "e0": 1, "s1": 1, "e1": 2, "s2": 2, "e2": 3}[p] for p in graph.points[1:])])
    swaps = Swaps(search, exclusive_spans(with_orders(graph)))
    index = {p: n for n, p in enumerate(graph.points)}
    assert swaps.gain({index["s1"]: [(0, 0)], index["s0"]: [(1, 2)]}) == 0
    assert swaps.gain({index["s1"]: [(2, 2)]}) == 1
    assert [search.value[index[s]] for s, _ in spans] == [0, 2, 1]


def _swapped(formulas: list[Formula], true: dict[Point, int], missing: dict[Point, list[tuple[float, float]]]) -> int:
    """How much is gained; what is held then is a history."""
    graph = graph_of(list(true), formulas)
    search = Search(graph)
    search.adopt([0, *(true[p] for p in graph.points[1:])])
    crowds = exclusive_spans(with_orders(graph))
    assert [len(crowd.starts) for crowd in crowds] == [3]
    gained = Swaps(search, crowds).gain({n: missing.get(p, []) for n, p in enumerate(graph.points) if n})
    history = {p: at - search.value[0] for p, at in zip(graph.points[1:], search.value[1:], strict=True)}
    assert all(holds(formula, history) for formula in formulas)
    return gained


@pytest.mark.parametrize("second", [("e0", "e1"), ("s1", "e1")])
def test_what_goes_along_with_a_span_is_not_put_where_another_is(second: tuple[Point, Point]) -> None:
    """Of two spans that meet in one point neither is moved: the other would become longer, and lie across a third."""
    spans = [("s0", "e0"), second, ("s2", "e2")]
    true = {"s0": 0, "e0": 1, "s1": 1, "e1": 2, "s2": 2, "e2": 3}
    true = {p: true[p] for p in dict.fromkeys(p for span in spans for p in span)}
    formulas: list[Formula] = [bound for p in true for bound in (at_least(p, 0), at_most(p, 3))]
    formulas += [Linear((start,), (end,), -1) for start, end in spans]
    formulas += [either(Linear((e,), (t,), 0), Linear((f,), (s,), 0)) for (s, e), (t, f) in combinations(spans, 2)]
    wanted: dict[Point, list[tuple[float, float]]] = {"s2": [(1, 1)], "e2": [(2, 2)]}
    assert _swapped(formulas, true, wanted) == (0 if second[0] == "e0" else 2)
