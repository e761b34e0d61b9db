"""The screen of `chrono explain FILE:LINE`: what stands there, what it yields, and what moves without it."""

from __future__ import annotations

from rich.console import RenderableType

from chrono.answers.common import Weighing
from chrono.answers.effect import Effect
from chrono.reports.page import Page
from chrono.reports.text import difference as difference_text
from chrono.reports.text.common import asked, closing, weighing
from chrono.reports.text.screen import columns, say


def screen(answer: Effect, page: Page) -> str:
    """The whole screen."""
    head = (str(answer.place), answer.what, *([str(answer.certainty)] if answer.certainty is not None else []))
    blocks: list[RenderableType] = [columns([head], indent=0, styles=("cyan", "bold"))]
    blocks += asked(answer.asked)
    for heading, lines in (("says", answer.says), ("yields", answer.yields)):
        if lines:
            blocks += ["", say(heading, "bold", 2), *(say(line, indent=4) for line in lines)]
    if not answer.yields:
        blocks += ["", say("nothing follows from it", indent=2)]
    blocks += weighing(Weighing(answer.set_aside, answer.undercut), page)
    if answer.difference is not None and answer.moves != "nothing":
        blocks += ["", say("Without it", "bold", 2)]
        return page.print(blocks) + "\n" + difference_text.screen(answer.difference, page) + closing(answer, page)
    blocks += ["", say("It changes nothing: every window and every verdict is the same without it.", indent=2)]
    return page.print(blocks) + closing(answer, page)
