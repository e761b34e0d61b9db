"""The screen that `chrono infer --sensitivity` adds: what each thing carries, and how much each answer can lose."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType

from chrono.answers.sensitivity import Sensitivity
from chrono.dates import Scale
from chrono.reports import sensitivity
from chrono.reports.page import Page
from chrono.reports.text.screen import columns, say


def screen(found: Sensitivity, scale: Scale, page: Page) -> str:
    """Two tables: what moves if one thing is left out, and the fewest that must go for each answer to fall."""
    blocks: list[RenderableType] = ["", say(sensitivity.MOVES, "bold")]
    rows = sensitivity.moves(found, scale)
    blocks += [columns(rows, indent=2, styles=("cyan",))] if rows else []
    blocks += _noted(sensitivity.moves_notes(found))
    if found.robustness:
        blocks += ["", say(sensitivity.LOSSES, "bold")]
        told = sensitivity.losses(found, scale)
        blocks += [columns([("", *sensitivity.GRAINS), *told], indent=2)] if told else []
        blocks += _noted(sensitivity.losses_notes(found, told))
    return page.print(blocks)


def _noted(notes: Iterable[tuple[str, bool]]) -> list[RenderableType]:
    return [say(said, "yellow" if limited else "", 2) for said, limited in notes]
