"""The preferred argument: of all smallest sets that suffice, the one that rests on the best.

Takes items, the best first, and a question which few of some of them suffice; gives the preferred smallest set, that of
QuickXplain (Junker, AAAI 2004): it is unique, whatever answers the question. It is found by leaving out one item after
another, and only those are asked about that the last answer rests on. Never guesses: a question that comes back unknown
raises `LimitReached`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def spared(items: Sequence[Item], core: Callable[[Sequence[Item]], Collection[Item] | None]) -> tuple[Item, ...] | None:
    """The preferred minimal subset of `items` (best first), or None where the whole does not suffice.

    `core` gives some of its items that suffice, or None. From the least preferred on what can be spared is left out,
    which an item outside the core always can.
    """
    resting = core(items)
    if resting is None:
        return None
    kept = dict.fromkeys(items)
    for item in reversed(items):
        del kept[item]
        if item in resting:
            further = core(tuple(kept))
            if further is None:
                kept[item] = None
            else:
                resting = further
    return tuple(item for item in items if item in kept)
