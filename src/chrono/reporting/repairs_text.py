"""Repairs of contradictory evidence, one line each: what is given up, and the windows that then follow."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import RenderableType

from chrono.model import Unit
from chrono.reporting import words
from chrono.reporting.screen import columns
from chrono.results import Repair, Standing


def repairs(found: Sequence[Repair], unit: Unit) -> list[RenderableType]:
    """One line a repair: what is given up, and the windows that follow."""
    if not found:
        return []
    return [columns([_row(repair, found, unit) for repair in found], indent=2)]


def _row(repair: Repair, among: Sequence[Repair], unit: Unit) -> tuple[str, str]:
    given_up = words.listed([words.named(id) for id in repair.given_up]) if repair.given_up else "nothing"
    after = [_after(found, number, among, unit) for number, found in enumerate(repair.windows)]
    return f"give up {given_up}", "\n".join(f"→ {said}" for said in after)


def _after(found: Standing, number: int, among: Sequence[Repair], unit: Unit) -> str:
    """The window that tells the repairs apart: the end, where the ends differ."""
    start, end = words.points(found.kind)
    one_end = len({repair.windows[number].end for repair in among}) == 1 and len(among) > 1
    verb, window = (start, found.start) if one_end else (end, found.end)
    subject = f"{found.id} " if len(among[0].windows) > 1 else ""
    return f"{subject}{verb} {words.short(window, unit)}"
