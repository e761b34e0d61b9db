"""Repairs of contradictory evidence: what is given up, and the windows that then follow, told once where they are the
same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType

from chrono.answers.common import Repair, Standing
from chrono.dates import Scale
from chrono.reports import words
from chrono.reports.text.screen import columns, say

MOST, MOST_ALIKE, MOST_WINDOWS = 10, 3, 6
"""A screen shows so many different outcomes, and of each so many repairs that lead to it and so many windows."""
MOST_GIVEN_UP = 20
"""Of a repair that gives up more, the first few are named."""


def repairs(found: Sequence[Repair], scale: Scale, *, everything: bool = False) -> list[RenderableType]:
    """What is given up and the windows that follow, the cheapest first; those with the same outcome stand together.
    With `everything` all that were found."""
    if not found:
        return []
    alike: dict[object, list[Repair]] = {}
    for number, repair in enumerate(found):
        alike.setdefault(repair.windows or number, []).append(repair)
    groups = list(alike.values())
    most, most_alike = (len(found), len(found)) if everything else (MOST, MOST_ALIKE)
    rows = [row for group in groups[:most] for row in _rows(group, found, scale, most_alike, everything=everything)]
    # A column with nothing in it would take its share of the room.
    blocks: list[RenderableType] = [
        columns(rows if any(after for _, after in rows) else [row[:1] for row in rows], indent=2)
    ]
    more = sum(len(group) for group in groups[most:])
    if more:
        blocks.append(say(f"and {more} more, none cheaper (--format json lists them)", indent=2))
    return blocks


def _rows(
    group: Sequence[Repair], among: Sequence[Repair], scale: Scale, most_alike: int, *, everything: bool
) -> Iterator[tuple[str, str]]:
    weighed = any(one.weight != len(one.given_up) for one in among)
    for number, repair in enumerate(group[:most_alike]):
        ids = [words.named(id) for id in repair.given_up] or ["nothing"]
        given_up = words.listed(words.few(ids) if len(ids) > MOST_GIVEN_UP and not everything else ids)
        given_up += f" (weight {repair.weight})" if weighed else ""
        after = [_after(found, place, among, scale) for place, found in enumerate(repair.windows[:MOST_WINDOWS])]
        if len(repair.windows) > MOST_WINDOWS:
            after.append(f"and {len(repair.windows) - MOST_WINDOWS} more; `chrono conflicts ID` shows those named")
        yield f"{'or' if number else 'give up'} {given_up}", "" if number else "\n".join(f"→ {said}" for said in after)
    more = len(group) - most_alike
    if more > 0:
        yield f"or any of {more} more, none cheaper (--format json lists them)", ""


def _after(found: Standing, number: int, among: Sequence[Repair], scale: Scale) -> str:
    """The window that tells the repairs apart: the end, where the ends differ."""
    start, end = words.points(found.kind)
    one_end = len({repair.windows[number].end for repair in among}) == 1 and len(among) > 1
    verb, window = (start, found.start) if one_end else (end, found.end)
    subject = f"{found.id} " if len(among[0].windows) > 1 else ""
    return f"{subject}{verb} {words.short(window, scale)}"
