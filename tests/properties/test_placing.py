"""Histories that are placed: every plain arc holds in them, and where there is room for all, every either/or as well;
and what is answered where the search begins there is what it answers without."""

from __future__ import annotations

import os
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono.engine import search as searching
from chrono.engine import windows
from chrono.engine.bounds import Boxes
from chrono.engine.formulas import Constraint, Formula, Linear, Network, at_least, at_most, either, holds
from chrono.engine.graph import graph_of
from chrono.engine.outcomes import Answer, Distance
from chrono.engine.placing import Placing
from chrono.engine.search import Search
from chrono.engine.solver import Solver
from tests.properties.test_crowded import _few_sets as _few_sets
from tests.properties.test_crowded import crowded, test_windows_of_crowded_spans_are_exact_and_proven

MORE = int(os.environ.get("CHRONO_FUZZ", "1"))


def told(value: list[int], points: list[str]) -> dict[str, int]:
    """A history by names."""
    return {p: at - value[0] for p, at in zip(points, value[1:], strict=True)}


@settings(max_examples=300 * MORE, deadline=None)
@given(st.integers(0, 2**32))
def test_whatever_is_placed_keeps_the_plain_arcs_and_the_search_goes_on_from_there(seed: int) -> None:
    random = Random(seed)
    points, formulas, _ = crowded(random)
    graph = graph_of(points, formulas)
    boxes = Boxes(graph, graph.base.arcs)
    if boxes.cycle:
        return
    places = list(range(1, len(graph.points)))
    random.shuffle(places)
    cut = random.randint(0, len(places))
    value = Placing(graph, boxes).place(places[: cut // 2], places[cut // 2 : cut])
    for arc in graph.base.arcs:
        assert value[graph.target[arc]] <= value[graph.source[arc]] + graph.weight[arc]
    search, without = Search(graph), Search(graph)
    search.begin(value)
    found, other = search.ask(), without.ask()
    if isinstance(found, list) and other is not None:
        assert isinstance(other, list)
        assert all(holds(formula, told(found, graph.points[1:])) for formula in formulas)
    elif found is not None and other is not None:
        assert not isinstance(other, list)


@pytest.mark.parametrize("late", [False, True])
def test_what_is_loose_needs_no_search(late: bool) -> None:
    """Sixty days at five places, none of them at two on one day, which need no more than five days."""
    random = Random(1)
    at = {f"p{n}": random.randrange(5) for n in range(60)}
    formulas: list[Formula] = [f for p in at for f in (at_least(p, 1), at_most(p, 5))]
    names = [*at]
    formulas += [
        either(Linear((one,), (other,), -1), Linear((other,), (one,), -1))
        for n, one in enumerate(names)
        for other in names[:n]
        if at[one] != at[other]
    ]
    graph = graph_of(names, formulas)
    placing = Placing(graph, Boxes(graph, graph.base.arcs))
    value = told(placing.place((), range(1, 61)) if late else placing.place([3]), names)
    assert all(holds(formula, value) for formula in formulas)
    assert value[names[0]] == 5 if late else value[names[2]] == 1


@pytest.mark.parametrize("seed", range(0, 40 * MORE))
def test_answers_are_the_same_where_each_search_begins_so(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "MANY", 1)
    monkeypatch.setattr(windows, "MANY", 1)
    test_windows_of_crowded_spans_are_exact_and_proven(seed)


@pytest.mark.parametrize("seed", range(0, 40 * MORE))
def test_windows_are_the_same_where_histories_are_placed_first(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Points that exclude each other loosely or tightly, some of them in a fixed distance from others."""
    random = Random(seed)
    names = [f"p{n}" for n in range(random.randint(3, 6))]
    room = random.randint(2, 7)
    formulas: list[Formula] = []
    for name in names:
        low = random.randint(0, 2)
        formulas += [at_least(name, low), at_most(name, random.randint(low, room))]
    for n, one in enumerate(names):
        for other in names[:n]:
            if random.random() < 0.6:
                apart = random.randint(1, 2)
                formulas.append(either(Linear((one,), (other,), -apart), Linear((other,), (one,), -apart)))
            elif random.random() < 0.2:
                formulas += [Linear((one,), (other,), 1), Linear((other,), (one,), -1)]
    network = Network(tuple(names), tuple(Constraint(f) for f in formulas), {})
    expected = [
        history
        for values in product(range(room + 1), repeat=len(names))
        if all(holds(f, history := dict(zip(names, values, strict=True))) for f in formulas)
    ]
    for many in (1, 10_000):
        monkeypatch.setattr(searching, "MANY", many)
        monkeypatch.setattr(windows, "MANY", many)
        solver = Solver(network)
        assert (solver.shown() is Answer.YES) == bool(expected)
        for name in names if expected else ():
            found = solver.certified(Distance(name), solver.window(Distance(name)))
            assert found.proven
            assert {v for a, b in found.intervals for v in range(int(a or 0), int(b or 0) + 1)} == {
                history[name] for history in expected
            }
