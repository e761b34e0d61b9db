"""The overview of `chrono infer`, of many spans or of their windows alone: a row each, with what decides it.

Takes an `Inference` or `Windows`, gives text. A window is the same as on the full screen, its gaps included; `--long`
shows those.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size

from chrono.answers.infer import Inference, SpanResult
from chrono.answers.overview import deciding
from chrono.answers.reasons import Reason
from chrono.answers.windows import SpanWindows, Windows
from chrono.dates import Scale
from chrono.reports import words
from chrono.reports.page import Page
from chrono.reports.text.common import asked, closing, title, weighing
from chrono.reports.text.screen import GAP, say

NAMED = 28
"""Columns of a name; of longer ones the beginning is shown."""
SHORT = 10
"""Names and ids that would have to be cut shorter are left out, and not cut."""
LEAST = 24
"""Columns of what decides the two ends of a span."""
HOW_WIDE = "how wide"
ELSEWHERE = "What decides each end: in a wider terminal, or with -o windows.csv"
SHOWN = 2
"""So many pieces of evidence are named for an end, and how many more there are."""


def screen(answer: Inference | Windows, page: Page) -> str:
    """The table, and below it what is said of every answer."""
    text = page.print([*title(answer.asked, answer.status, page), *asked(answer.asked)])
    if answer.status == "inconsistent":
        from chrono.reports.text.infer import contradicted  # what only a contradiction needs

        text += page.print([*contradicted(answer, page)])
    if answer.status == "unknown":
        said = "A limit was reached before the answer was complete; what is known so far:"
        text += page.print(["", say(said, "yellow")])
    text += _table(answer, page) if answer.results else ""
    if words.told_alone(answer.results, answer.asked.scale):
        text += page.print(["", words.TOLD_ALONE.format(answer.asked.calendar)])
    aside = [*weighing(answer.weighing, page, [result.id for result in answer.results])]
    below = page.print(aside) if aside else ""
    if isinstance(answer, Inference) and answer.sensitivity is not None:
        from chrono.reports.text import sensitivity  # what is asked of few answers

        below += sensitivity.screen(answer.sensitivity, answer.asked.scale, page)
    return text + below + closing(answer, page)


def _table(answer: Inference | Windows, page: Page) -> str:
    kinds = {result.kind for result in answer.results}
    edges = words.points(next(iter(kinds))) if len(kinds) == 1 else ("began", "ended")
    named = any(result.name != result.id for result in answer.results)
    because = ("not earlier because of", "not later because of") if isinstance(answer, Inference) else ()
    stands = ("stands",) if any(result.stands for result in answer.results) else ()
    head = ("", *(("",) if named else ()), *edges, HOW_WIDE, *stands, *because)
    rows = [head, *(_row(result, answer.asked.scale, named) for result in answer.results)]
    ended = 3 if named else 2
    if not any(row[ended] for row in rows[1:]):
        # Each lasts no time, and has one date.
        rows = [(*row[: ended - 1], "date" if row is head else row[ended - 1], *row[ended + 1 :]) for row in rows]
    if page.bounded:
        rows = _narrowed(rows, page.width, len(because), named=named)
    decided = not because or rows[0][-1] == because[-1]
    table = "".join(f"{line}\n" for line in _lines(rows, page.width, len(because) if decided else 0))
    elsewhere = "" if decided else page.print(["", say(ELSEWHERE)])
    return f"\n{table}{elsewhere}"


def _row(result: SpanResult | SpanWindows, scale: Scale, named: bool) -> tuple[str, ...]:
    because: tuple[str, ...] = ()
    stands = (words.stands(result),) if result.stands else ()
    if isinstance(result, SpanResult):
        because = (_because(result.start.earliest), _because(result.end.latest))
    name = (_cut(result.name, NAMED) if result.name != result.id else "",) if named else ()
    return (result.id, *name, *words.overview(result, scale, alone=True), *stands, *because)


def _because(reason: Reason | None) -> str:
    ids = deciding(reason)
    more = f" +{len(ids) - SHOWN}" if len(ids) > SHOWN else ""
    return ", ".join(ids[:SHOWN]) + more


def _narrowed(rows: Sequence[tuple[str, ...]], room: int, cut: int, *, named: bool) -> list[tuple[str, ...]]:
    """As much of the rows as fits. No date is cut: what goes is the evidence that decides, which is told of each span
    by itself, then how wide the windows are, names, and the end of ids."""
    kept = [row[:-cut] if cut else row for row in rows]
    if cut and _over(kept, room) + 2 * GAP + LEAST <= 0:
        return [*rows]
    names = max((cell_len(row[1]) for row in kept), default=0) if named else 0
    if _over(kept, room) > max(0, names - SHORT):
        wide = kept[0].index(HOW_WIDE)
        kept = [(*row[:wide], *row[wide + 1 :]) for row in kept]
    if named and (over := _over(kept, room)) > 0:
        kept = [(row[0], *([_cut(row[1], names - over)] if names - over >= SHORT else []), *row[2:]) for row in kept]
    if (over := _over(kept, room)) > 0:
        left = max(SHORT, max(cell_len(row[0]) for row in kept) - over)
        kept = [(_cut(row[0], left), *row[1:]) for row in kept]
    return kept


def _over(rows: Sequence[tuple[str, ...]], room: int) -> int:
    """By how many columns rows are wider than the room there is."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    return sum(widths) + GAP * (len(widths) - 1) - room


def _lines(rows: Sequence[Sequence[str]], room: int, cut: int) -> list[str]:
    """The rows as lines, each column as wide as it needs; what does not fit is cut off at the end of the last two,
    where `cut` says that there are such."""
    widths = [max(cell_len(row[number]) for row in rows) for number in range(len(rows[0]))]
    if cut:
        fixed = sum(widths[:-2]) + GAP * (len(widths) - 1)
        left = max(room - fixed, LEAST)
        if widths[-2] + widths[-1] > left:
            widths[-2] = min(widths[-2], max(left // 2, left - widths[-1]))
            widths[-1] = min(widths[-1], left - widths[-2])
        rows = [
            [*row[:-2], *(_cut(cell, size) for cell, size in zip(row[-2:], widths[-2:], strict=True))] for row in rows
        ]
    return [
        (" " * GAP).join(set_cell_size(cell, size) for cell, size in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _cut(words: str, room: int) -> str:
    line = " ".join(words.split())
    return line if cell_len(line) <= room else f"{set_cell_size(line, room - 1)}…"
