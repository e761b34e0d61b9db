"""A timeline in block characters, for terminals: a row a span, its two windows in words beside it.

Takes a `Timeline` and a page, gives text in as many columns as the page has. What is drawn is the same as in the
picture: light where a span may have begun, darker where it may have ended, full where it certainly was; a bar at every
proven end, an arrowhead where nothing bounds it, a dotted line in a gap.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from textwrap import wrap
from unicodedata import combining, normalize

from rich.cells import cell_len, set_cell_size

from chrono.answers.timeline import Mark, Row, Timeline
from chrono.answers.wording import listed, named, plural
from chrono.drawing import legend
from chrono.drawing.axis import ticks
from chrono.drawing.elements import visible
from chrono.reports.page import Page

HIGH = 10
"""How many lines the curves of many spans have."""
LEAST = 20
"""The fewest columns that the axis has; names and words are cut before."""


@dataclass(frozen=True, slots=True)
class Signs:
    """The characters of a drawing."""

    fills: dict[str, str]
    left: str
    right: str
    open_left: str
    open_right: str
    unproven: str
    gap: str
    stroke: str
    rule: str
    tick: str
    dots: str
    reference: str


BLOCKS = Signs(
    {"begun": "░", "ended": "▒", "must": "█", "at": "▓"}, "▕", "▏", "◂", "▸", "┊", "·", "│", "─", "┬", "…", "╎"
)
ASCII = Signs(
    {"begun": ".", "ended": ":", "must": "#", "at": "+"}, "[", "]", "<", ">", "!", "-", "|", "-", "+", "..", "'"
)
MEANINGS = (("begun", "may have begun"), ("must", "certainly going on"), ("ended", "may have ended"))


def screen(timeline: Timeline, page: Page) -> str:
    """The drawing, its axis above, and below it what the signs mean."""
    signs = ASCII if page.plain else BLOCKS
    longest = max((cell_len(visible(text)) for row in timeline.rows for text in row.said), default=0)
    names = max((cell_len(visible(row.name)) for row in timeline.rows), default=0)
    if timeline.compact:
        names = longest = len(str(len(timeline.rows))) + 4
    names, said = min(names, max(10, page.width // 4)), min(longest, max(12, page.width * 9 // 20))
    across = page.width - names - said - 4
    if across < LEAST:
        said = max(0, said - (LEAST - across))
        across = max(LEAST, page.width - names - said - 4)
    field = Columns(across, timeline.first, timeline.last)
    lines = [visible(timeline.asked.chronology or "A chronology without a title"), ""]
    for conflict in timeline.conflicts[: legend.MOST_CONFLICTS]:
        lines.append("These cannot all be true")
        lines += [
            f"  {named(premise.id)}: {visible(premise.sentence)} ({premise.place})" for premise in conflict.premises
        ]
        lines.append("")
    lines += [*repair, ""] if (repair := legend.under(timeline)) else []
    lines += [" " * (names + 2) + line for line in _axis(timeline, field, signs)]
    if timeline.compact:
        lines += _curves(timeline, field, names, signs)
    heading, against = "", [one.first for one in timeline.references]
    for row in () if timeline.compact else timeline.rows:
        if row.group != heading:
            heading = row.group
            lines += ["", visible(heading)]
        lines += _row(row, field, names, said, signs, against)
    lines += ["", *_key(timeline, signs, page.width)]
    text = "\n".join(line.rstrip() for line in lines) + "\n"
    return _plain(text) if page.plain else text


def _plain(text: str) -> str:
    """A text in ASCII: letters without their accents, and a question mark for what has no other letter."""
    spelt = normalize("NFKD", text.translate(_SPELT))
    return "".join(c for c in spelt if not combining(c)).encode("ascii", "replace").decode()


_SPELT = str.maketrans({"–": "-", "—": "-", "…": "...", "‘": "'", "’": "'", "“": '"', "”": '"', "·": "-"})


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of the axis, and the steps that it reaches over."""

    count: int
    first: int
    last: int

    def of(self, step: int) -> int:
        """The column that a step lies in, though it may be outside."""
        return (step - self.first) * self.count // (self.last + 1 - self.first)


def _axis(timeline: Timeline, field: Columns, signs: Signs) -> list[str]:
    """Two lines: the labels that there is room for, and the rule with their ticks."""
    labels, rule = [" "] * field.count, [signs.rule] * field.count
    free = 0
    for tick in ticks(timeline.first, timeline.last, timeline.asked.scale, max(2, field.count // 8)):
        column = min(field.of(tick.at), field.count - 1)
        starts = max(0, min(column - len(tick.label) // 2, field.count - len(tick.label)))
        if tick.label and starts >= free and starts + len(tick.label) <= field.count:
            labels[starts : starts + len(tick.label)] = tick.label
            rule[column] = signs.tick
            free = starts + len(tick.label) + 2
    return ["".join(labels), "".join(rule)]


def _curves(timeline: Timeline, field: Columns, names: int, signs: Signs) -> list[str]:
    """In how many spans each column may lie and in how many it must, as two filled curves, the one before the other."""
    may, must = [0] * field.count, [0] * field.count
    ends = [*(count.at - 1 for count in timeline.counts[1:]), timeline.last]
    for now, until in zip(timeline.counts, ends, strict=False):
        for column in range(field.of(now.at), field.of(until) + 1):
            may[column], must[column] = max(may[column], now.may), max(must[column], now.must)
    highest, lines = max(may, default=0) or 1, []
    for level in range(HIGH, 0, -1):
        least = highest * (level - 0.5) / HIGH
        label = str(highest) if level == HIGH else ""
        cells = [
            signs.fills["must"] if sure >= least else signs.fills["begun"] if maybe >= least else " "
            for maybe, sure in zip(may, must, strict=True)
        ]
        lines.append(f"{label:>{names}}  {''.join(cells)}")
    return lines


def _row(row: Row, field: Columns, names: int, said: int, signs: Signs, against: list[int]) -> list[str]:
    lanes = {mark.lane for mark in row.marks}
    upper = _lane(row, [mark for mark in row.marks if mark.lane in ("whole", "upper")], field, signs, against)
    lower = _lane(row, [mark for mark in row.marks if mark.lane == "lower"], field, signs, against)
    words = [line for text in row.said for line in _broken(visible(text), said)]
    drawn = [upper, lower] if "lower" in lanes else [upper]
    between = _lane(row, [], field, signs, against)
    called = [_fitted(visible(row.name), names, signs)]
    return [
        f"{name or ' ' * names}  {lane or between}  {_cut(text, said, signs)}"
        for name, lane, text in zip_longest(called, drawn, words, fillvalue="")
    ]


def _broken(text: str, width: int) -> list[str]:
    """A window in words on as many lines as it needs: no date is broken, and none of them left out."""
    lines: list[str] = []
    for part in _STRETCH.split(text):
        longer = f"{lines[-1]} {part}" if lines else part
        if lines and cell_len(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines


_STRETCH = re.compile(r" (?=or |– )")
"""Where a window in words may be broken."""


def _cut(text: str, width: int, signs: Signs) -> str:
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(0, width - len(signs.dots))).rstrip() + signs.dots[: max(0, width)]


def _fitted(text: str, width: int, signs: Signs) -> str:
    return set_cell_size(_cut(text, width, signs), width)


def _lane(row: Row, marks: list[Mark], field: Columns, signs: Signs, against: list[int]) -> str:
    cells = [" "] * field.count
    last = field.count - 1
    for before, mark in pairwise(marks):
        if before.last is not None and mark.first is not None and before.last + 1 < mark.first:
            for column in range(max(0, field.of(before.last)), min(last, field.of(mark.first)) + 1):
                cells[column] = signs.gap
    for mark in marks:
        begins = 0 if mark.first is None else field.of(mark.first)
        ends = last if mark.last is None else field.of(mark.last)
        if begins > last or ends < 0:
            continue
        for column in range(max(0, begins), min(last, ends) + 1):
            cells[column] = signs.fills[mark.shape]
        if mark.first == mark.last and mark.shape == "at":
            cells[begins] = signs.stroke
    _ends(row, marks, field, signs, cells)
    for step in against:
        column = field.of(step)
        if 0 <= column <= last and cells[column] == " ":
            cells[column] = signs.reference
    if marks and all(cell in (" ", signs.reference) for cell in cells):
        outside = max((mark.last for mark in marks if mark.last is not None), default=field.first) < field.first
        cells[0 if outside else last] = signs.open_left if outside else signs.open_right
    return "".join(cells)


def _ends(row: Row, marks: list[Mark], field: Columns, signs: Signs, cells: list[str]) -> None:
    """The outer ends of a lane: a bar just outside where there is room, so that nothing seems narrower than it is."""
    if not marks:
        return
    last = field.count - 1
    proven = row.end.proven if marks[0].lane == "lower" else row.start.proven
    first, final = marks[0].first, marks[-1].last
    if first is None:
        cells[0] = signs.open_left
    elif 0 < (column := field.of(first)) <= last and cells[column - 1] == " " and cells[column] != signs.stroke:
        cells[column - 1] = signs.left if proven and not legend.hanging(row) else signs.unproven
    if marks[0].lane == "whole" and marks[-1].shape != "at":
        proven = row.end.proven
    if final is None:
        cells[last] = signs.open_right
    elif 0 <= (column := field.of(final)) < last and cells[column + 1] == " " and cells[column] != signs.stroke:
        cells[column + 1] = signs.right if proven and not legend.hanging(row) else signs.unproven


def _key(timeline: Timeline, signs: Signs, width: int) -> list[str]:
    """What the signs mean that are there, and what of the evidence the drawing leaves out."""
    if timeline.compact:
        return [
            f"in how many of {plural(len(timeline.rows), 'span')} a time may lie {signs.fills['begun']} "
            f"and must lie {signs.fills['must']}",
            "ids, or --from and --to with --all, show them one by one",
        ]
    shown = {mark.shape for row in timeline.rows for mark in row.marks}
    told = [f"{signs.fills[shape]} {meaning}" for shape, meaning in MEANINGS if shape in shown]
    ats = [mark for row in timeline.rows for mark in row.marks if mark.shape == "at"]
    if any(mark.first != mark.last for mark in ats):
        told.append(f"{signs.fills['at']} a moment within")
    if any(None in mark.stretch for row in timeline.rows for mark in row.marks):
        told.append(f"{signs.open_left}{signs.open_right} nothing bounds it")
    if any(not (row.start.proven and row.end.proven) for row in timeline.rows):
        told.append(f"{signs.unproven} not proven: or narrower")
    elif any(row.under for row in timeline.rows):
        told.append(f"{signs.unproven} after a repair")
    elif any(row.stands == "hangs" for row in timeline.rows):
        told.append(f"{signs.unproven} hangs on what is given up")
    lines = [""]
    for text in told:
        longer = f"{lines[-1]}   {text}" if lines[-1] else text
        if cell_len(longer) > width and lines[-1]:
            lines.append(text)
        else:
            lines[-1] = longer
    if timeline.references:
        against = f"{signs.reference} {listed([visible(one.label) for one in timeline.references])}"
        lines += wrap(against, max(width, LEAST), subsequent_indent="  ", break_long_words=False)
    return [line for line in lines if line]
