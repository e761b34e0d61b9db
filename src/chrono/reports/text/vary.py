"""The screen of `chrono infer --vary`: a row a bound, in how many runs it holds, and where it lies in them."""

from __future__ import annotations

from rich.console import RenderableType

from chrono import dates
from chrono.answers.vary import Holds, Runs, Way
from chrono.dates import Scale
from chrono.reports import words
from chrono.reports.page import Page
from chrono.reports.text.common import asked, closing, contradiction, title
from chrono.reports.text.screen import columns, say

HEADS: dict[Way, str] = {
    "together": "all",
    "leaving-out": "left out",
    "perturbing": "perturbed",
    "swapping": "swapped",
}
"""What stands above the counts of a way."""
DONE: dict[Way, str] = {
    "together": "each in one of the ways below",
    "leaving-out": "each left out",
    "perturbing": "each moved, as wide as it is, by no more than its own uncertainty",
    "swapping": "of each the two sides exchanged, or one alternative taken",
}


def screen(answer: Runs, page: Page) -> str:
    """The windows as the evidence stands, each bound with its counts, and below how the runs were drawn."""
    blocks: list[RenderableType] = [*title(answer.asked, answer.status, page), *asked(answer.asked)]
    if answer.clusters:
        from chrono.reports.text.contradictions import clusters  # what only a contradiction needs

        blocks += clusters(answer, page)
    elif answer.status == "inconsistent":
        return page.print(blocks) + page.print(contradiction(answer, page)) + closing(answer, page)
    heads = [HEADS[varied.by] for varied in answer.varied] if len(answer.varied) > 1 else ["holds in"]
    counted = any(varied.done > varied.contradictory for varied in answer.varied[:1])
    for found in answer.results:
        rows = [["", "", *heads, "median", "from", "to"]]
        for edge, window, earliest, latest in zip(
            words.points(found.kind),
            (found.start, found.end),
            (found.start_earliest, found.end_earliest),
            (found.start_latest, found.end_latest),
            strict=True,
        ):
            rows += _bounds(edge, words.bounds(window), (earliest, latest), answer.asked.scale, counted=counted)
        blocks += ["", say(f"{found.id}   {found.name}", "bold"), columns(rows, indent=2, gap=2)]
    return page.print([*blocks, "", *_drawn(answer)]) + closing(answer, page)


def _bounds(
    edge: str, hull: tuple[int | None, int | None], held: tuple[tuple[Holds, ...], ...], scale: Scale, *, counted: bool
) -> list[list[str]]:
    """A row for each side of a window; where it lies in the runs is said where that is not always the same."""
    rows = [[edge]]
    for side, say_, told, counts in zip(("earliest", "latest"), (_first, _last), hull, held, strict=True):
        row = [f"  {side}", say_(told, scale), *(f"{count.held:,}" for count in counts)]
        ends = (counts[0].median, counts[0].least, counts[0].most) if counts and counted else ()
        if any(end != told for end in ends):
            row += [say_(end, scale) for end in ends]
        rows.append(row)
    return rows


def _first(step: int | None, scale: Scale) -> str:
    return "open" if step is None else dates.say_bounds(step, None, scale, alone=True).removesuffix(" – …")


def _last(step: int | None, scale: Scale) -> str:
    return "open" if step is None else dates.say_bounds(None, step, scale, alone=True).removeprefix("… – ")


def _drawn(answer: Runs) -> list[RenderableType]:
    """How the runs were drawn, and what came of them."""
    chances = ", ".join(f"{c.certainty.name.lower()} {c.percent} %" for c in answer.chances)
    several = " of each kind" if len(answer.varied) > 1 else ""
    said = f"{answer.runs:,} runs{several}, seed {answer.seed}. Each varies evidence at random, by its certainty "
    said += f"({chances}); a bound holds where what there is then forces as much."
    rows = []
    for varied in answer.varied:
        said_ = f"{words.plural(varied.pieces, 'piece')}, {DONE[varied.by]}"
        if varied.done < answer.runs:
            said_ += f"; {varied.done:,} runs are done"
        if varied.excluded:
            said_ += f"; {varied.excluded:,} times one cannot be true so, and is left out"
        if varied.contradictory:
            said_ += f"; {varied.contradictory:,} runs contradict themselves and count for none"
        rows.append([HEADS[varied.by], said_])
    return [say(said), columns(rows, indent=2)]
