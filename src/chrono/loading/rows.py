"""A table as its rows and named columns, whatever file it was read from.

Takes rows of cells, gives a `Table` in which a cell is found by the name of its column, or by that name made fit for an
id. Says what is wrong with the first line and with rows that are wider than it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from chrono.core.diagnostics import Diagnostic, Place
from chrono.core.ids import NAME
from chrono.loading.nodes import Fields, Node, Scalar, scalars

MOST_MISTAKES = 1_000
"""After this many mistakes the other rows of a table are not read."""
COLUMN = re.compile(rf"\$(?:\{{([^{{}}]+)\}}|({NAME}))")
"""A column named in a text: `$date`, or `${date of the act}` where its name is no id or more follows."""
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D"}
    | {"ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i"}
)


class Unwritten(str):
    """A cell that holds no text, but a day as a spreadsheet counts it; reads as that day in ISO 8601."""

    __slots__ = ()


class Standing(str):
    """The name of a table, as a place in it has it that is exact; the place of a line made of several cells is not."""

    __slots__ = ()


class Row(NamedTuple):
    """The cells of a row, and where each begins: the line, and in it the column."""

    line: int
    texts: tuple[str, ...]
    columns: tuple[int, ...]


@dataclass(frozen=True)
class Table:
    """The rows below the first line, which names the columns."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    where: int = 1
    """The line that names the columns."""

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        named = {name: number for number, name in enumerate(self.columns) if name}
        fitted: dict[str, list[int]] = {}
        for name, number in named.items():
            fitted.setdefault(fit_for_id(name)[0].casefold(), []).append(number)
        return {id: numbers[0] for id, numbers in fitted.items() if len(numbers) == 1} | named

    def number(self, column: str) -> int | None:
        """Which column is called so, or reads so as an id; None where none is, or several are."""
        numbers = self._numbers
        found = numbers.get(column)
        if found is None:
            asked = column.strip()
            found = numbers.get(asked)
            return numbers.get(asked.casefold()) if found is None else found
        return found

    def text(self, row: Row, column: str) -> str:
        """The text of a cell, "" where there is none."""
        number = self.number(column)
        return row.texts[number] if number is not None and number < len(row.texts) else ""

    def column_at(self, line: int, column: int) -> str:
        """The name of the column in which a place of a row lies; "" where it has none."""
        row = self._rows.get(line)
        if row is None:
            return ""
        number = max((n for n, begun in enumerate(row.columns) if begun <= column), default=0)
        return self.columns[number] if number < len(self.columns) else ""

    @cached_property
    def _rows(self) -> Mapping[int, Row]:
        return {row.line: row for row in self.rows}

    def cell(self, row: Row, column: str) -> Scalar:
        """A cell with its place; one that the row has no more stands at its end."""
        number = self.number(column) or 0
        at = row.columns[number] if number < len(row.columns) else _after(row)
        return Scalar(self.text(row, column), self._standing, row.line, at)

    @cached_property
    def _standing(self) -> str:
        return Standing(self.name)


def _after(row: Row) -> int:
    """The column after the last cell of a row."""
    return row.columns[-1] + len(row.texts[-1].partition("\n")[0]) if row.columns else 1


def fitting(table: Table, where: Node | None) -> tuple[Row, ...]:
    """The rows whose cells are what `where` gives for their columns: one text, one of several, or `*`, any that is not
    empty."""
    if not isinstance(where, Fields):
        return table.rows
    wanted = [
        (column.text, {s.line_of_text.casefold() for s in scalars(node)}) for column, node in where.pairs.values()
    ]
    return tuple(
        row
        for row in table.rows
        if all(_fits(" ".join(table.text(row, column).split()).casefold(), cells) for column, cells in wanted)
    )


def _fits(cell: str, wanted: Container[str]) -> bool:
    return cell in wanted or (bool(cell) and "*" in wanted)


def table_of(name: str, rows: list[Row], found: list[Diagnostic]) -> Table | None:
    """The table that rows make whose first names the columns; None where the names do not do."""
    if not rows:
        return Table(name, (), ())
    first, *rest = rows
    width = next((number for number in range(len(first.texts), 0, -1) if first.texts[number - 1]), 0)
    columns = first.texts[:width]
    if above := _title(first, rest):
        message = f"the columns are named in line {above.line}, and a title stands above them in line {first.line}"
        help = "take out what stands above the line that names the columns"
        found.append(Diagnostic("table", message, Place(Standing(name), first.line, first.columns[0]), help))
        return None
    twice = [column for column, count in Counter(columns).items() if column and count > 1]
    for column in twice:
        at = first.columns[len(columns) - 1 - columns[::-1].index(column)]
        message = f"two columns are called '{column}'"
        found.append(Diagnostic("table", message, Place(Standing(name), first.line, at, len(column)), "rename one"))
    kept: list[Row] = []
    wrong = 0
    for row in rest:
        beyond = next((number for number in range(len(columns), len(row.texts)) if row.texts[number]), None)
        if beyond is None:
            kept.append(row)
            continue
        cells = len(row.texts) - next(n for n, text in enumerate(reversed(row.texts)) if text)
        message = f"this row has {counted(cells, 'cell')}, and the first line names {counted(len(columns), 'column')}"
        help = "put a text that holds the separator in double quotes, or name the column"
        place = Place(Standing(name), row.line, row.columns[beyond], len(row.texts[beyond]))
        found.append(Diagnostic("table", message, place, help))
        wrong += 1
        if wrong >= MOST_MISTAKES:
            found.append(stopped(name))
            break
    return None if twice else Table(name, columns, tuple(kept), first.line)


def _title(first: Row, rest: Sequence[Row]) -> Row | None:
    """The row that names the columns, where the first is a title: one cell, above one that has more and no number."""
    if sum(map(bool, first.texts)) != 1:
        return None
    below = next((row for row in rest if sum(map(bool, row.texts)) > 1), None)
    return None if below is None or any(text.isdigit() for text in below.texts) else below


def stopped(name: str) -> Diagnostic:
    """That the rest of a table is not read."""
    return Diagnostic("table", f"the rest of {name} is not read", Place(name), "mend these rows first")


def counted(number: int, what: str) -> str:
    """`1 cell`, `3 cells`."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


@lru_cache(maxsize=4096)
def fit_for_id(text: str) -> tuple[str, str]:
    """A text as part of an id, and the first letter or digit in it that cannot be said there ("" where all can).

    Accents are left off, letters of their own are said by those they are made of, and whatever else is no letter, digit
    or `_` becomes one `-`.
    """
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    lost = next((c for c in plain if not c.isascii() and c.isalnum()), "")
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^A-Za-z0-9_]+", "-", bare).strip("-"), lost


def named(match: re.Match[str]) -> str:
    """The column that a place in a text names."""
    return (match[1] or match[2]).strip()


@lru_cache(maxsize=1024)
def variables(text: str) -> tuple[tuple[str, re.Match[str]], ...]:
    """The columns that a text names, each with where: what a table's entry says is read once, and not for each row."""
    return tuple((named(match), match) for match in COLUMN.finditer(text))
