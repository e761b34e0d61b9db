"""The boxes of one selection after another are those of each selection by itself, whatever came before."""

from __future__ import annotations

import os
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from chrono.engine.bounds import Boxes
from chrono.engine.formulas import Formula, Linear, at_least, at_most
from chrono.engine.graph import Graph, graph_of
from chrono.engine.selection_boxes import SelectionBoxes

MORE = int(os.environ.get("CHRONO_FUZZ", "1"))


def arc(graph: Graph, random: Random, value: list[int], slack: int) -> int:
    """An arc that holds under the values, some of them through the zero."""
    source, target = random.sample(range(len(value)), 2)
    weight = value[target] - value[source] + random.randint(0, slack)
    names = graph.points
    bound = Linear((names[target],) if target else (), (names[source],) if source else (), weight)
    return graph.arc(source, target, weight, bound)


@settings(max_examples=200 * MORE, deadline=None)
@given(st.integers(0, 2**32), st.integers(2, 12))
def test_each_selection_has_the_boxes_that_it_has_alone(seed: int, count: int) -> None:
    random = Random(seed)
    points = [f"p{n}" for n in range(count)]
    formulas: list[Formula] = [at_most(p, 40) for p in points if random.random() < 0.7]
    formulas += [at_least(p, -40) for p in points if random.random() < 0.7]
    graph = graph_of(points, formulas)
    plain = Boxes(graph, graph.base.arcs)
    following = SelectionBoxes(plain)
    # Arcs that hold with nothing to spare leave many a point one value.
    spare = random.choice([0, 0, 20])
    for _ in range(8):
        history = [0, *(random.randint(-30, 30) for _ in points)]
        # Some arcs stay from turn to turn, as far as they hold.
        kept = [a for a in following._arcs if history[graph.target[a]] <= history[graph.source[a]] + graph.weight[a]]
        arcs = [*kept, *(arc(graph, random, history, spare) for _ in range(random.randint(0, 2 * count)))]
        before = list(zip(following.low, following.high, strict=True))
        changed = following.take(arcs, history)
        assert (following.high, following.low) == plain.under(arcs, history)
        ends = zip(following.low, following.high, history, strict=True)
        assert plain.fixed(arcs, history) == all(-low == high == at for low, high, at in ends)
        after = list(zip(following.low, following.high, strict=True))
        assert changed == {p for p, (one, other) in enumerate(zip(before, after, strict=True)) if one != other}
