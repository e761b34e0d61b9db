"""In how many spans each step may lie, and in how many it must: two curves that hold the true count between them.

Takes windows, gives the steps at which either number changes. Both are proven bounds, where sums of probabilities would
need a guess of where in its window a span lay.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

from chrono.answers.timeline import Count
from chrono.answers.wording import bounds
from chrono.drawing.marks import core
from chrono.engine.intervals import Window


def counts(windows: Iterable[tuple[Window, Window]], first: int, last: int) -> tuple[Count, ...]:
    """The counts from `first` to `last`, each from its step up to the next one's; the first stands at `first`."""
    may: dict[int, int] = {}
    must: dict[int, int] = {}
    for start, end in windows:
        least, most = bounds(start)[0], bounds(end)[1]
        _add(may, first if least is None else least, last if most is None else most, first, last)
        certain = core(start, end)
        if certain is not None:
            _add(must, *certain, first, last)
    steps = sorted({first, *may, *must})
    totals = zip(
        accumulate(may.get(step, 0) for step in steps), accumulate(must.get(step, 0) for step in steps), strict=True
    )
    found = [Count(step, *total) for step, total in zip(steps, totals, strict=True) if step <= last]
    return tuple(
        one
        for before, one in zip([None, *found], found, strict=False)
        if before is None or (before.may, before.must) != (one.may, one.must)
    )


def _add(changes: dict[int, int], begins: int, ends: int, first: int, last: int) -> None:
    begins, ends = max(begins, first), min(ends, last)
    if begins <= ends:
        changes[begins] = changes.get(begins, 0) + 1
        changes[ends + 1] = changes.get(ends + 1, 0) - 1
