"""The screen of `chrono infer --vary`: a row a span, in how many runs each of its bounds holds."""

from __future__ import annotations

from rich.console import RenderableType

from chrono.answers.vary import Holds, Runs
from chrono.reports import words
from chrono.reports.page import Page
from chrono.reports.text.common import asked, closing, contradiction, title
from chrono.reports.text.screen import columns, say


def screen(answer: Runs, page: Page) -> str:
    """The windows as the evidence stands, each with its counts, and below how the runs were drawn."""
    blocks: list[RenderableType] = [*title(answer.asked, answer.status, page), *asked(answer.asked)]
    if answer.status == "inconsistent":
        return page.print(blocks) + page.print(contradiction(answer, page)) + closing(answer, page)
    for found in answer.results:
        rows = []
        for edge, window, holds in zip(
            words.points(found.kind),
            (found.start, found.end),
            (found.start_holds, found.end_holds),
            strict=True,
        ):
            rows.append((edge, words.short(window, answer.asked.scale), _held(holds, answer)))
        blocks += ["", say(f"{found.id}   {found.name}", "bold"), columns(rows, indent=2)]
    chances = ", ".join(f"{c.certainty.name.lower()} {c.percent} %" for c in answer.chances)
    said = f"{answer.done:,} of {answer.runs:,} runs, seed {answer.seed}. Each leaves out at random, by certainty, of "
    said += f"{answer.varied:,} pieces of evidence and dates ({chances}); a bound holds where the rest forces as much."
    if answer.contradictory:
        said += f" In {answer.contradictory:,} what is left contradicts itself, and nothing holds."
    return page.print([*blocks, "", say(said)]) + closing(answer, page)


def _held(holds: Holds, answer: Runs) -> str:
    sides = (("earliest", holds.earliest), ("latest", holds.latest))
    told = [f"{side} holds in {count:,}" for side, count in sides if count is not None]
    return " · ".join(told) or "open"
