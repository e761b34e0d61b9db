"""The preferred argument: of all smallest sets that suffice, the one that rests on the best.

Takes items, the best first, and a question whether some of them suffice; gives the preferred smallest set. QuickXplain
(Junker, AAAI 2004): the set is unique, whatever answers the question. Never guesses: a question that comes back unknown
raises `LimitReached`. Where an answer comes with a few items that suffice, the same set is found by leaving out one
item after another, and only those are asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def preferred(
    items: Sequence[Item], suffices: Callable[[Sequence[Item]], bool], background: Sequence[Item] = ()
) -> tuple[Item, ...]:
    """The preferred minimal subset of `items` (best first) that suffices together with the background.

    Raises ValueError where the whole does not suffice.
    """
    if suffices(background):
        return ()
    if not items:
        raise ValueError("the whole does not suffice")
    return tuple(_split(tuple(background), False, tuple(items), suffices))


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


def _split(
    background: tuple[Item, ...], grown: bool, items: tuple[Item, ...], suffices: Callable[[Sequence[Item]], bool]
) -> list[Item]:
    if grown and suffices(background):
        return []
    if len(items) == 1:
        return list(items)
    half = len(items) // 2
    better, worse = items[:half], items[half:]
    needed_worse = _split(background + better, True, worse, suffices)
    needed_better = _split(background + tuple(needed_worse), bool(needed_worse), better, suffices)
    return needed_better + needed_worse
