"""The screen of `chrono infer --compare`: one row a reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rich.console import RenderableType

from chrono.answers.common import Standing
from chrono.answers.rivals import Reading, Rivals
from chrono.reports import words
from chrono.reports.page import Page
from chrono.reports.text.common import asked, closing, idle, title
from chrono.reports.text.screen import GAP, cells, columns, say


def screen(answer: Rivals, page: Page) -> str:
    """A table for each span, then the verdicts that are not the same under every reading."""
    blocks: list[RenderableType] = [*title(answer.asked, answer.status, page), *asked(replace(answer.asked, idle=()))]
    windows = [{window.id: window for window in reading.windows} for reading in answer.readings]
    for id in dict.fromkeys(id for found in windows for id in found):
        blocks += ["", *_span(answer, [found.get(id) for found in windows])]
    blocks += _verdicts(answer, page.width)
    contradictory = [reading for reading in answer.readings if reading.status == "inconsistent"]
    for reading in contradictory:
        ids = words.listed([words.named(id) for id in reading.conflict]) if reading.conflict else "the evidence"
        blocks += ["", say(f"{reading.label} contradicts the rest: {ids} cannot all be true")]
    blocks += ["", *idle(answer.asked)] if answer.asked.idle else []
    return page.print(blocks) + closing(answer, page)


def _span(answer: Rivals, windows: Sequence[Standing | None]) -> Iterable[RenderableType]:
    """The windows of one span, by reading."""
    found = next(window for window in windows if window is not None)
    rows = [("", *words.points(found.kind))]
    for reading, window in zip(answer.readings, windows, strict=True):
        if window is None:
            rows.append((reading.label, _none(reading), ""))
        else:
            rows.append(
                (
                    _labelled(reading),
                    words.short(window.start, answer.asked.scale),
                    words.short(window.end, answer.asked.scale),
                )
            )
    yield say(f"{found.id}   {found.name}", "bold")
    yield columns(rows, indent=2)


def _labelled(reading: Reading) -> str:
    """A reading, and what is given up of it where it contradicts itself."""
    if not reading.repaired:
        return reading.label
    return f"{reading.label}, without {words.listed(words.few([words.named(id) for id in reading.repaired]))}"


def _none(reading: Reading) -> str:
    return {"inconsistent": "contradiction", "unknown": "a limit was reached"}.get(reading.status, "not there")


def _verdicts(answer: Rivals, width: int) -> Iterable[RenderableType]:
    """A row for each reading; where that is too wide, a row for each verdict on each hypothesis, with its readings."""
    told = [dict(reading.verdicts) for reading in answer.readings]
    ids = dict.fromkeys(id for verdicts in told for id in verdicts)
    moving = [id for id in ids if len({verdicts[id] for verdicts in told if id in verdicts}) > 1]
    if not moving:
        return
    rows = [("", *moving)]
    for reading, verdicts in zip(answer.readings, told, strict=True):
        rows.append((reading.label, *(verdicts.get(id, "–") for id in moving)))
    yield from ("", say("hypotheses", "bold"))
    if sum(max(cells(row[at]) for row in rows) + GAP for at in range(len(rows[0]))) > width:
        rows = []
        for id in moving:
            under: dict[str, list[str]] = {}
            for reading, verdicts in zip(answer.readings, told, strict=True):
                if id in verdicts:
                    under.setdefault(verdicts[id], []).append(reading.label)
            names = [id, *[""] * len(under)]
            rows += [
                (name, verdict, ", ".join(labels))
                for name, (verdict, labels) in zip(names, under.items(), strict=False)
            ]
    yield columns(rows, indent=2)
