"""QuickXplain, by halves (Junker, AAAI 2004): a judge of the preferred sets that the engine finds otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
