"""The page a text report is set on: columns, wrapping, colour.

Takes rows of words, gives text. Columns are measured by rich; evidence is never read as markup, lines never end in
blanks, and without colour the same rows and width give the same bytes on any machine. Never writes anything.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from rich.cells import cell_len
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
    text: list[str] = []
    for block in blocks:
        lines = block.lines(width, colour=colour) if isinstance(block, _Paragraph | _Columns) else None
        if lines is None:
            with console.capture() as capture:
                console.print(_Displayed(block))
            lines = capture.get().splitlines()
        text += lines
    return "".join(f"{line.rstrip()}\n" for line in text)


class _Displayed:
    """A block in whose words nothing steers the terminal; what colours them is added afterwards."""

    def __init__(self, block: RenderableType) -> None:
        self.block = block

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for segment in console.render(self.block, options):
            yield segment if segment.control else Segment(displayed(segment.text), segment.style)


def say(words: str, style: str = "", indent: int = 0) -> RenderableType:
    """A paragraph, wrapped under its own beginning."""
    return _Paragraph(words, style, indent)


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
    return _Columns(rows, None, indent, styles, gap)


def measured(
    rows: Sequence[Sequence[str | Text]],
    widths: Sequence[int],
    *,
    indent: int,
    styles: Sequence[str] = (),
    gap: int = GAP,
) -> RenderableType:
    """A table without lines whose columns have the widths given."""
    return _Columns(rows, widths, indent, styles, gap)


def cells(words: str) -> int:
    """How many columns of a terminal the longest line of some words takes."""
    return max((Text(line).cell_len for line in words.split("\n")), default=0)


class _Paragraph:
    """Words that are wrapped under their own beginning."""

    __slots__ = ("indent", "style", "words")

    def __init__(self, words: str, style: str, indent: int) -> None:
        self.words, self.style, self.indent = words, style, indent

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Padding(Text(self.words, style=self.style), (0, 0, 0, self.indent), expand=False)

    def lines(self, width: int, *, colour: bool) -> list[str] | None:
        """Its one line, as rich would set it, where nothing is to be wrapped or coloured: that takes a hundredth of the
        time, and there may be thousands."""
        if (colour and self.style) or not self.words.isprintable():
            return None
        if not cell_len(self.words.strip()) or self.indent + cell_len(self.words) > width:
            return None
        return [" " * self.indent + self.words]


class _Columns:
    """A table without lines; `widths` are those of its columns, None where each is as wide as it needs."""

    __slots__ = ("gap", "indent", "rows", "styles", "widths")

    def __init__(
        self,
        rows: Sequence[Sequence[str | Text]],
        widths: Sequence[int] | None,
        indent: int,
        styles: Sequence[str],
        gap: int,
    ) -> None:
        self.rows, self.widths, self.indent, self.styles, self.gap = rows, widths, indent, styles, gap

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        grid = Table.grid(padding=(0, self.gap, 0, 0), pad_edge=False)
        for number in range(self._count()):
            style = self.styles[number] if number < len(self.styles) else ""
            grid.add_column(style=style, overflow="fold", width=None if self.widths is None else self.widths[number])
        for row in self.rows:
            grid.add_row(*(cell if isinstance(cell, Text) else Text(cell) for cell in row))
        yield Padding(grid, (0, 0, 0, self.indent), expand=False)

    def _count(self) -> int:
        return max((len(row) for row in self.rows), default=0) if self.widths is None else len(self.widths)

    def lines(self, width: int, *, colour: bool) -> list[str] | None:
        """Its lines, as rich would set them, where nothing is to be wrapped or coloured."""
        count = self._count()
        if colour and any(self.styles):
            return None
        told: list[list[str]] = []
        for row in self.rows:
            if colour and any(isinstance(cell, Text) for cell in row):
                return None
            words = [cell.plain if isinstance(cell, Text) else cell for cell in row]
            if len(words) > count or not all(cell.isprintable() for cell in words):
                return None
            told.append([*words, *[""] * (count - len(words))])
        sizes = [[cell_len(cell) for cell in row] for row in told]
        needed = [max(column) for column in zip(*sizes, strict=True)]
        widths = needed if self.widths is None else list(self.widths)
        fits = all(there <= most for there, most in zip(needed, widths, strict=True))
        if not needed or not all(needed) or not fits or self.indent + sum(widths) + self.gap * (count - 1) > width:
            return None
        ends = [*(most + self.gap for most in widths[:-1]), 0]
        return [
            " " * self.indent
            + "".join(cell + " " * (end - size) for cell, size, end in zip(row, there, ends, strict=True))
            for row, there in zip(told, sizes, strict=True)
        ]
