"""Closing a window: what is attained grows, what is possible shrinks, until they meet (an inner and an outer bound).

Takes what is attained and a question whether there is more, asks beyond either end and within every gap until nothing
is left to be asked. Whatever a yes attains, the asker adds before the next question: one that does not raises
`AssertionError`, as it would be asked the same for ever. Knows nothing of networks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import inf


def close_end(
    reached: Callable[[], float],
    bound: float,
    ask: Callable[[int], bool | None],
    questions: float = inf,
    leaping: bool = False,
) -> bool:
    """Asks whether there is something at a value or beyond until what is reached is known to be all, or a question has
    no answer (None): whether it is known. Values count outwards, so that the end below is asked for by its negative.

    With leaps each yes makes the next question go twice as far, and each no halves what is left: for where a yes
    attains single values.
    """
    jump = 1
    while (at := reached()) < bound:
        questions -= 1
        target = int(min(at + jump, bound))
        found = ask(target) if questions >= 0 else None
        if found is None:
            return False
        if not found:
            bound = target - 1
        elif reached() < target:
            raise AssertionError("what there was said to be was not attained")
        if leaping:
            jump = jump * 2 if found else max(1, int(bound + 1 - at) // 2)
    return True


def fill_gaps(
    spans: Callable[[], Sequence[tuple[float, float]]],
    ask: Callable[[float, float], bool | None],
    questions: float = inf,
) -> bool:
    """Asks for what lies between the spans attained until every gap is known to be empty, or a question has no answer:
    whether it is known. Neither value that it asks between is included."""
    empty: set[tuple[float, float]] = set()
    asked: set[tuple[float, float]] = set()
    while True:
        gaps = ((before, beyond) for (_, before), (beyond, _) in pairwise(spans()))
        gap = next((gap for gap in gaps if gap not in empty), None)
        if gap is None:
            return True
        if gap in asked:
            raise AssertionError("what there was said to be was not attained")
        asked.add(gap)
        questions -= 1
        found = ask(*gap) if questions >= 0 else None
        if found is None:
            return False
        if not found:
            empty.add(gap)
