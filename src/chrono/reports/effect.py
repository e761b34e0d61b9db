"""`chrono explain FILE:LINE` as a JSON document and as a screen."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType

from chrono.answers.common import Weighing
from chrono.answers.effect import Effect
from chrono.core.diagnostics import Diagnostic
from chrono.reports import difference, fields
from chrono.reports.background import Background
from chrono.reports.fields import Document, Versions
from chrono.reports.text import difference as difference_text
from chrono.reports.text.common import asked, weighing
from chrono.reports.text.screen import Page, columns, say


def document(answer: Effect, ground: Background, versions: Versions, warnings: Iterable[Diagnostic]) -> Document:
    """The document: what stands there, what it yields, and `without` it the same fields as `chrono whatif`."""
    moved = answer.difference
    without = difference.document(moved, ground.certainties, versions, ()) if moved is not None else None
    return {
        **fields.head(answer.asked, answer.status, versions),
        **fields.place(answer.place),
        "what": answer.what,
        "ids": list(answer.ids),
        "says": list(answer.says),
        "yields": list(answer.yields),
        **fields.weighing(Weighing(answer.set_aside, answer.undercut)),
        "changes_nothing": changes_nothing(answer),
        "without": {key: without[key] for key in ("status", "windows", "verdicts")} if without else None,
        "diagnostics": [d.as_json() for d in warnings],
    }


def changes_nothing(answer: Effect) -> bool | None:
    """Whether every window and verdict is the same without it, and proven so; None where a limit came first."""
    moved = answer.difference
    if moved is None:
        return True
    if "unknown" in (moved.status_before, moved.status_after):
        return None
    if moved.status_before != moved.status_after:
        return False
    # Two contradictory states have no windows to compare.
    return moved.status_after == "consistent" and not moved.windows and not moved.verdicts


def screen(answer: Effect, ground: Background, page: Page) -> str:
    """The whole screen."""
    levels = {ground.certainties[id] for id in answer.ids if id in ground.certainties}
    head = (str(answer.place), answer.what, *(levels if len(levels) == 1 else ()))
    blocks: list[RenderableType] = [columns([head], indent=0, styles=("cyan", "bold"))]
    blocks += asked(answer.asked, ground)
    for heading, lines in (("says", answer.says), ("yields", answer.yields)):
        if lines:
            blocks += ["", say(heading, "bold", 2), *(say(line, indent=4) for line in lines)]
    if not answer.yields:
        blocks += ["", say("nothing follows from it", indent=2)]
    blocks += weighing(Weighing(answer.set_aside, answer.undercut), page)
    if answer.difference is not None and not changes_nothing(answer):
        blocks += ["", say("Without it", "bold", 2)]
        return page.print(blocks) + "\n" + difference_text.difference(answer.difference, ground, page)
    blocks += ["", say("It changes nothing: every window and every verdict is the same without it.", indent=2)]
    return page.print(blocks)
