"""The screen of `chrono suggest`: the window as it is, and what would cut it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType

from chrono import dates
from chrono.answers.suggest import Suggestions
from chrono.dates import Scale
from chrono.reports import words
from chrono.reports.page import Page
from chrono.reports.text.common import asked, closing, contradiction, title
from chrono.reports.text.screen import columns, say

TOO_MANY = "there are too many either/ors to go through them all: the figures are close, not exact"


def screen(answer: Suggestions, page: Page) -> str:
    """The window as it is, and what would cut it, the best first."""
    scale = answer.asked.scale
    blocks: list[RenderableType] = [*title(answer.asked, answer.status, page), *asked(answer.asked)]
    if answer.clusters:
        from chrono.reports.text.contradictions import clusters  # what only a contradiction needs

        blocks += clusters(answer, page)
    elif answer.status == "inconsistent":
        return page.print([*blocks, *contradiction(answer, page)]) + closing(answer, page)
    if answer.window is None:
        return page.print([*blocks, "", "a limit was reached before the window was known"]) + closing(answer, page)
    start, end = words.points(answer.kind)
    verb = end if answer.edge == "end" else start
    row = [answer.id, verb, words.short(answer.window, scale), *([words.stands(answer)] if answer.stands else [])]
    blocks += ["", columns([row], indent=0, styles=("bold",))]
    is_open = answer.window.least is None or answer.window.most is None
    if answer.status == "unknown":
        blocks += ["", say("A limit was reached before everything was tried; what is known so far:", "yellow")]
    elif answer.window.least is not None and answer.window.least == answer.window.most:
        blocks += ["", f"nothing is left to settle: it is known to the {scale.unit}"]
        return page.print(blocks) + closing(answer, page)
    elif is_open and answer.horizon is None:
        blocks += ["", "nothing that is said here has a date: there is none to count from yet"]
        return page.print(blocks) + closing(answer, page)
    elif not answer.suggestions:
        blocks += ["", "no date or order of what is declared here would make this window shorter"]
        blocks += [] if answer.exact else ["", say(TOO_MANY, indent=2)]
        return page.print(blocks) + closing(answer, page)
    if not answer.suggestions:
        return page.print([*blocks, say("nothing", indent=2)]) + closing(answer, page)
    rows = [["if it were known", "shorter on average by", "at least by"]]
    rows += [[s.sentence, _cut(s.average, scale), _cut(s.certain, scale)] for s in answer.suggestions]
    if answer.stands:
        helping = ["would help", *(words.standing(s.stands, s.under) for s in answer.suggestions)]
        rows = [[*row, word] for row, word in zip(rows, helping, strict=True)]
    blocks += ["", columns(rows, indent=2)]
    blocks += ["", *(say(remark, indent=2) for remark in _remarks(answer, scale))]
    return page.print(blocks) + closing(answer, page)


def _cut(steps: int, scale: Scale) -> str:
    return words.plural(steps, scale.unit) if steps else ""


def _remarks(answer: Suggestions, scale: Scale) -> Iterable[str]:
    whole = words.plural(answer.size, scale.unit)
    yield f"of the {whole} that are possible now; averages over {answer.histories} histories that the evidence allows"
    if answer.stands:
        yield "firm: some answer shortens the window whatever is given up; it hangs on the repairs that make it useless"
    if answer.horizon:
        yield f"open bounds are counted as far as {dates.say_run(*answer.horizon, scale)}"
    if not answer.exact:
        yield TOO_MANY
