"""The page a text report is set on: columns, wrapping, colour.

Takes rows of words, gives text. Columns are measured by rich; evidence is never read as markup, lines never end in
blanks, and without colour the same rows and width give the same bytes on any machine. Never writes anything.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from chrono.core.text import displayed

GAP = 3
"""Blank columns between two columns of a table."""


def printed(blocks: Iterable[RenderableType], width: int, *, colour: bool = False) -> str:
    """The text of the blocks, one below the other."""
    console = Console(
        file=io.StringIO(),
        width=width,
        color_system="standard" if colour else None,
        force_terminal=colour,
        no_color=not colour,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )
    with console.capture() as capture:
        for block in blocks:
            console.print(_Displayed(block))
    text = capture.get()
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


class _Displayed:
    """A block in whose words nothing steers the terminal; what colours them is added afterwards."""

    def __init__(self, block: RenderableType) -> None:
        self.block = block

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for segment in console.render(self.block, options):
            yield segment if segment.control else Segment(displayed(segment.text), segment.style)


def say(words: str, style: str = "", indent: int = 0) -> RenderableType:
    """A paragraph, wrapped under its own beginning."""
    return Padding(Text(words, style=style), (0, 0, 0, indent), expand=False)


def head(left: str, right: str, width: int) -> list[RenderableType]:
    """A headline with a remark at the right edge, or below it where the two do not fit side by side."""
    if len(left) + len(right) + 2 > width:
        return [Text(left, style="bold"), Text(right, style="dim")]
    grid = Table.grid(expand=True)
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True, justify="right")
    grid.add_row(Text(left, style="bold"), Text(right, style="dim"))
    return [grid]


def columns(
    rows: Sequence[Sequence[str | Text]], *, indent: int, styles: Sequence[str] = (), gap: int = GAP
) -> RenderableType:
    """A table without lines, each column as wide as it needs; where they do not fit, the widest give way."""
    grid = _grid(gap)
    for number in range(max((len(row) for row in rows), default=0)):
        grid.add_column(style=_at(styles, number), overflow="fold")
    return _filled(grid, rows, indent)


def measured(
    rows: Sequence[Sequence[str | Text]],
    widths: Sequence[int],
    *,
    indent: int,
    styles: Sequence[str] = (),
    gap: int = GAP,
) -> RenderableType:
    """A table without lines whose columns have the widths given."""
    grid = _grid(gap)
    for number, width in enumerate(widths):
        grid.add_column(style=_at(styles, number), overflow="fold", width=width)
    return _filled(grid, rows, indent)


def cells(words: str) -> int:
    """How many columns of a terminal the longest line of some words takes."""
    return max((Text(line).cell_len for line in words.split("\n")), default=0)


def _grid(gap: int) -> Table:
    return Table.grid(padding=(0, gap, 0, 0), pad_edge=False)


def _at(styles: Sequence[str], number: int) -> str:
    return styles[number] if number < len(styles) else ""


def _filled(grid: Table, rows: Sequence[Sequence[str | Text]], indent: int) -> RenderableType:
    for row in rows:
        grid.add_row(*(cell if isinstance(cell, Text) else Text(cell) for cell in row))
    return Padding(grid, (0, 0, 0, indent), expand=False)
