"""Repairs of random conflicts: fifty over forty conflicts of six among sixty pieces, the cheapest first.

`python -m benchmarks.repairs`. The conflicts are met one by one, as what is left is asked about; nothing is solved but
what hits them. CPU seconds; of the goal (one second) it is told what is missed.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

from chrono.engine.hitting_sets import Caps, Lines, graded, lines_and_losses

PIECES, CONFLICTS, MEMBERS, REPAIRS = 60, 40, 6, 50


def found(seed: int, levels: int) -> tuple[float, Lines]:
    """The CPU seconds that the cheapest repairs of one tangle take, and these."""
    drawn = random.Random(seed)
    ids = [f"p{number:02}" for number in range(PIECES)]
    conflicts = [frozenset(drawn.sample(ids, MEMBERS)) for _ in range(CONFLICTS)]
    ranks = {id: drawn.randrange(levels) for id in ids}

    def argue(left: Sequence[str]) -> Sequence[str] | None:
        return next((sorted(conflict) for conflict in conflicts if conflict.issubset(left)), None)

    started = time.process_time()
    lines = lines_and_losses(ids, argue, graded(ranks, ids), Caps(REPAIRS))
    return time.process_time() - started, lines


def measure(seeds: Sequence[int] = range(1, 7)) -> list[str]:
    """The lines of a table."""
    lines = ["| seed | levels of certainty | repairs | conflicts met | s |", "|---" * 5 + "|"]
    for seed in seeds:
        for levels in (1, 3):
            seconds, told = found(seed, levels)
            lines.append(f"| {seed} | {levels} | {len(told.losses)} | {len(told.lines)} | {seconds:.2f} |")
    return lines


if __name__ == "__main__":
    print("\n".join(measure()))
