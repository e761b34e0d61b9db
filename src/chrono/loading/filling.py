"""The cells of one row put for the `$variables` of what stands beside `table`.

Takes a row and what an entry says, gives the same with cells in place of variables, standing where the cells stand. An
empty cell leaves out what it would have said; a day that only a spreadsheet counts is refused where it would be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache

from chrono.core.diagnostics import Diagnostic
from chrono.core.ids import NAME
from chrono.loading.nodes import Broken, Items, Node, Scalar, dated, scalars
from chrono.loading.rows import COLUMN, Row, Table, Unwritten, counted, fit_for_id, named, variables

_DATES = frozenset({"date", "start", "end", "born", "died", "known"})
_IDS = frozenset({"author", "parts", "compare", "years-from"})
_SEVERAL = frozenset({"tags", "topics"})
_FREE = frozenset({"name", "note", "source"})
_OF_THE_ROW = ("certainty", "weight", "source", "note")
_SERIAL = re.compile(r"([0-9]{5,6})(?:[.,][0-9]+)?")
_DECIMAL = re.compile(r"-?[0-9]{1,4}(?:\.[0-9]{1,6}|,0)")
_PART_OF_AN_ID = re.compile(r"[A-Za-z0-9_-]")
_ID = re.compile(NAME)
_FILL = "fill it (merged cells hold their text in the first row alone)"


class Filling:
    """The cells of a row, to be put into what an entry says; what is wrong with them goes to `found`."""

    def __init__(self, table: Table, row: Row, found: list[Diagnostic]) -> None:
        self.table, self.row, self.found = table, row, found

    def field(self, name: str, node: Node) -> Node | None:
        """What stands under a key of an entry; None where its cells are empty, the node itself where it names none."""
        if isinstance(node, Items) and name not in _DATES:
            parts = [self.field(name, item) for item in node.items]
            if all(part is item for part, item in zip(parts, node.items, strict=True)):
                return node
            flat = [s for part in parts for s in scalars(part)]
            return Items(list(flat), self.table.name, self.row.line, 1) if flat else None
        text = dated(node) if name in _DATES else node
        if not isinstance(text, Scalar) or not variables(text.text):
            return node
        if name in _IDS | _SEVERAL:
            return self._several(name, text)
        empty = [column for column, _ in variables(text.text) if not self.table.text(self.row, column)]
        if len(empty) == len(variables(text.text)):
            return None
        if empty and name in _DATES:
            message = f"the cell of '{empty[0]}' is empty, and `{name}: {text.line_of_text}` needs it"
            help = "write the whole date into one column: ../1139 is not later than 1139, 1139/.. not earlier"
            self.found.append(Diagnostic("table", message, self.table.cell(self.row, empty[0]).place, help))
            return Broken(self.table.name, self.row.line, 1)
        if name not in _FREE and self._uncounted(text, name in _DATES):
            return Broken(self.table.name, self.row.line, 1)
        return self._filled(text)

    def id(self, node: Node | None) -> Scalar | None:
        """The id that a row makes; None, reported, where a cell is empty or cannot stand in an id."""
        assert isinstance(node, Scalar)
        cells = [self.table.cell(self.row, column) for column, _ in variables(node.text)]
        if not cells:
            message = f"every row would be called '{node.text}'"
            self.found.append(Diagnostic("id", message, node.place, "name a column in it, as in `id: rav-$no`"))
            return None
        for (column, _), cell in zip(variables(node.text), cells, strict=True):
            _, lost = fit_for_id(cell.text)
            if not cell.text:
                self.found.append(
                    Diagnostic("id", f"the cell of '{column}' is empty, and the row's id is made of it", cell.place,
                               f"{_FILL}, or leave the row out with `where`")
                )  # fmt: skip
                return None
            if lost:
                message = f"'{lost}' in '{cell.text}' cannot stand in an id"
                help = "make ids of a column in which A-Z, digits, - and _ tell the rows apart"
                self.found.append(Diagnostic("id", message, cell.place, help))
                return None
        if self._uncounted(node, False):
            return None
        made = COLUMN.sub(lambda m: fit_for_id(self.table.text(self.row, named(m)))[0], node.text)
        id = re.sub("-{2,}", "-", made).strip("-")
        if not _ID.fullmatch(id) and _ID.fullmatch(f"x{id}"):
            message = f"'{id}' cannot be an id"
            help = "an id begins with a letter: write some before the column, as in `id: rav-$no`"
            self.found.append(Diagnostic("id", message, cells[0].place, help))
            return None
        return cells[0]._replace(text=id)

    def lines(self, node: Node) -> Node | None:
        """The lines of evidence with cells put in; without those that name an empty cell, None where none is left."""
        if isinstance(node, Items):
            kept = [line for item in node.items if (line := self.lines(item)) is not None]
            return Items(kept, self.table.name, self.row.line, 1) if kept else None
        if not isinstance(node, Scalar):
            return node
        if any(
            self.table.number(column) is not None and not self.table.text(self.row, column)
            for column, _ in variables(node.text)
        ):
            return None
        if self._uncounted(node, False):
            return Broken(self.table.name, self.row.line, 1)
        return self._filled(node)

    def nothing_said(self, lines: Sequence[Node]) -> None:
        """Reports that a row says nothing, at the first empty cell that is to blame."""
        for column, _ in (v for node in lines for scalar in scalars(node) for v in variables(scalar.text)):
            if self.table.number(column) is not None and not self.table.text(self.row, column):
                cell = self.table.cell(self.row, column)
                message = f"this row says nothing, as its cell of '{column}' is empty"
                if (cells := len(self.row.texts)) <= (self.table.number(column) or 0):
                    message = f"this row says nothing, as it has {counted(cells, 'cell')}, and none for '{column}'"
                filled = column if _ID.fullmatch(column) else f'"{column}"'
                help = f'{_FILL}, or read the rows alone that have it: `where: {{{filled}: "*"}}`'
                self.found.append(Diagnostic("table", message, cell.place, help))
                return

    def _several(self, name: str, text: Scalar) -> Items | None:
        """Words or ids, those in one cell separated by semicolons."""
        columns = variables(text.text)
        made: list[Scalar] = []
        if _alone(text.text):
            cell = self.table.cell(self.row, columns[0][0])
            at = 0
            for piece in cell.text.split(";"):
                begins = at + len(piece) - len(piece.lstrip())
                if piece.strip():
                    made.append(Scalar(piece.strip(), cell.file, cell.line, cell.column + begins))
                at += len(piece) + 1
        elif all(self.table.text(self.row, column) for column, _ in columns):
            made.append(self._filled(text))
        if name in _IDS:
            made = [scalar._replace(text=fit_for_id(scalar.text)[0] or scalar.text) for scalar in made]
        return Items(list(made), self.table.name, self.row.line, 1) if made else None

    def _filled(self, text: Scalar) -> Scalar:
        """A text with its cells put in: where the cell stands, if it is all there is, else where the row stands."""
        columns = variables(text.text)
        if _alone(text.text) and self.table.number(columns[0][0]) is not None:
            return self.table.cell(self.row, columns[0][0])
        made: list[str] = []
        at = 0
        for column, found in columns:
            if self.table.number(column) is not None:
                cell = str(self.table.text(self.row, column))
                # A part of a longer id is made fit for one as `id` itself makes it.
                within = _within_an_id(text.text, found.start(), found.end())
                made += (text.text[at : found.start()], (fit_for_id(cell)[0] or cell) if within else cell)
                at = found.end()
        return Scalar("".join((*made, text.text[at:])), self.table.name, self.row.line, 1)

    def _uncounted(self, text: Scalar, is_date: bool) -> bool:
        """Reports cells that hold a day as a spreadsheet counts it: how it was written is not in the file any more."""
        before = len(self.found)
        for column, _ in variables(text.text):
            unwritten = isinstance(self.table.text(self.row, column), Unwritten)
            if not is_date and not unwritten:
                continue
            cell = self.table.cell(self.row, column)
            serial = _SERIAL.fullmatch(cell.text) if is_date else None
            if unwritten:
                message = f"the cell holds the day {cell.text}, and not what was written there"
            elif serial:
                day = date(1899, 12, 30) + timedelta(int(serial[1]))
                message = f"'{cell.text}' is how a spreadsheet counts {day.isoformat()}, and no date"
            elif is_date and _DECIMAL.fullmatch(cell.text):
                message = f"'{cell.text}' is a number with decimals, and no date"
            else:
                continue
            help = "format the column as text, and write the date as it is meant: 1938-05-01, or 1938-05 for the month"
            self.found.append(Diagnostic("serial-date", message, cell.place, help))
        return len(self.found) > before


@lru_cache(maxsize=1024)
def _alone(text: str) -> bool:
    """Whether a text is one column and no more."""
    columns = variables(text)
    return len(columns) == 1 and columns[0][1][0] == text.strip()


@lru_cache(maxsize=1024)
def _within_an_id(text: str, start: int, end: int) -> bool:
    """Whether what stands in a text from one place to another is part of a longer id."""
    return bool(_PART_OF_AN_ID.search(text[:start][-1:]) or _PART_OF_AN_ID.search(text[end : end + 1]))


def of_the_row(table: Table, row: Row) -> Iterator[tuple[str, Scalar]]:
    """The cells in which a row of evidence speaks of itself."""
    for name in _OF_THE_ROW:
        if name in table.columns and table.text(row, name):
            yield name, table.cell(row, name)
