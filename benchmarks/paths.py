"""What the search towards one goal (A*, `shared_histories.py`) gains over shortest paths from a point to all others.

`python -m benchmarks.paths` measures this alone; the answers of both are compared, and only the ratios mean anything.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from random import Random
from time import process_time

from benchmarks.networks import network
from chrono.engine.graph import Encoded
from chrono.engine.shared_histories import Shared
from chrono.engine.shortest_paths import settle

QUESTIONS = 200


def spent(run: Callable[[], object]) -> float:
    """CPU seconds."""
    begun = process_time()
    run()
    return process_time() - begun


def to_a_goal(size: int) -> str:
    """How far pairs of points can lie apart: towards the goal, against all paths from the one point."""
    made = network(size)
    shared = Shared(Encoded(made.points, [c.formula for c in made.constraints]))
    drawn = Random(size)
    pairs = [(drawn.randrange(1, size), drawn.randrange(1, size)) for _ in range(QUESTIONS)]
    assert shared.first is not None
    history = shared.first.latest

    def towards() -> list[float]:
        return [shared._shortest(None, start, goal, {}) for start, goal in pairs]

    def everywhere() -> list[float]:
        found = []
        for start, goal in pairs:
            reached: dict[int, float] = {start: 0}
            settle(reached, [inf] * (size + 1), shared.boxes.out, history)
            found.append(reached.get(goal, inf))
        return found

    assert towards() == everywhere()
    one, other = spent(towards), spent(everywhere)
    return f"| {size:,} | {1000 * one / QUESTIONS:.3f} | {1000 * other / QUESTIONS:.2f} | {other / one:.0f} |"


def measure(sizes: tuple[int, ...] = (1_000, 10_000)) -> list[str]:
    """A table, one network a line."""
    return [
        "| points | to the goal alone, ms | to all points, ms | ratio |",
        "|---|---|---|---|",
        *(to_a_goal(size) for size in sizes),
    ]


if __name__ == "__main__":
    print("\n".join(measure()))
