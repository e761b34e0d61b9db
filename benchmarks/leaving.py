"""What leaving out each piece of evidence costs, and gaps, and reasons: against the windows of all points.

`python -m benchmarks.leaving`. CPU seconds; the ratios are what counts. All leave-one-outs of a network without
either/ors should cost at most 20 times its windows; with them a sample is timed, and the whole reckoned from it. The
unions, gaps included, should cost at most 1.3 times the hulls, and a minimal reason at most a tenth of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from random import Random
from statistics import median
from typing import TypeVar
from unittest.mock import patch

from benchmarks.networks import network
from chrono.engine import windows as closing
from chrono.engine.intervals import as_interval
from chrono.engine.solver import Solver
from chrono.networks import solve

T = TypeVar("T")
"""What a question gives."""
NETWORKS = ((1_000, 0), (10_000, 0), (1_000, 50))
"""Points and either/ors."""
SAMPLE = 100
"""Of how many pieces each is left out, where there are either/ors, and how many reasons are asked for."""


def spent(run: Callable[[], T]) -> tuple[float, T]:
    started = time.process_time()
    result = run()
    return time.process_time() - started, result


def leave_one_out(sizes: tuple[tuple[int, int], ...] = NETWORKS) -> list[str]:
    """The lines of a table; of some pieces the answer is what solving anew gives."""
    lines = [
        "| points / either/ors | pieces | of them move something | windows, s | all leave-one-outs, s | ratio |",
        "|---" * 6 + "|",
    ]
    for size, choices in sizes:
        made = network(size, choices)
        once = median(spent(lambda made=made: Solver(made).windows())[0] for _ in range(5))  # type: ignore[misc]
        answer = solve(made)
        asked = Random(0).sample(made.ids, SAMPLE) if choices else list(made.ids)
        each, moved = spent(lambda answer=answer, asked=asked: answer.leave_one_out(asked))  # type: ignore[misc]
        for id in Random(1).sample(asked, 3):
            anew = solve(made, answer.accepted - {id}).windows
            assert moved.get(id, {}) == {p: w for p, w in anew.items() if w != answer.windows[p]}
        whole = each * len(made.ids) / len(asked)
        lines.append(
            f"| {size:,} / {choices} | {len(made.ids):,} | {len(moved) / len(asked):.0%} | {once:.4f} "
            f"| {whole:.2f} | {whole / once:.1f} |"
        )
        print(lines[-1], flush=True)
    return lines


def unions_and_reasons(sizes: tuple[tuple[int, int], ...] = ((1_000, 50), (1_000, 200))) -> list[str]:
    """The lines of a table."""
    lines = [
        "| points / either/ors | hulls, s | with gaps | a minimal reason, ms: median, slowest | to the hulls |",
        "|---" * 5 + "|",
    ]
    for size, choices in sizes:
        made = network(size, choices)

        def hull(self: closing._GroupClosing, point: int) -> tuple[tuple[int | None, int | None], ...]:
            return (as_interval(-self._reached(point, 0), self._reached(point, 1)),)

        with patch.object(closing._GroupClosing, "_spans", hull):
            hulls = median(spent(lambda made=made: Solver(made).windows())[0] for _ in range(5))  # type: ignore[misc]
        unions = median(spent(lambda made=made: Solver(made).windows())[0] for _ in range(5))  # type: ignore[misc]
        answer = solve(made)
        bounded = [p for p, w in sorted(answer.windows.items()) if w.most is not None]
        answer.why(bounded[0], "latest")
        each = [
            spent(lambda answer=answer, point=point: answer.why(point, "latest"))[0]  # type: ignore[misc]
            for point in Random(0).sample(bounded, SAMPLE)
        ]
        lines.append(
            f"| {size:,} / {choices} | {hulls:.3f} | {unions / hulls:.2f} | {median(each) * 1000:.1f}, "
            f"{max(each) * 1000:.1f} | {median(each) / hulls:.3f}, {max(each) / hulls:.3f} |"
        )
        print(lines[-1], flush=True)
    return lines


if __name__ == "__main__":
    leave_one_out()
    unions_and_reasons()
