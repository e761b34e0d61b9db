"""Tables as text (CSV, TSV): the rows of a file with where each cell stands in its line.

Takes the text of a file, gives its rows, and what is not well-formed. Reads what spreadsheets write: commas, semicolons
or tabs, a first line `sep=;`, cells written as `="0017"`, lines that end before their last, empty cells. Knows nothing
of what the cells mean.
"""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import Any

from chrono.core.diagnostics import Diagnostic, Place
from chrono.core.limits import Limit
from chrono.core.text import harmless
from chrono.loading.nodes import BREAK
from chrono.loading.rows import Row

_SEPARATOR = re.compile(r'\A"?sep=(.)"?[ \t,;]*(?:\r\n|[\r\n])', re.IGNORECASE | re.DOTALL)
MOST_ROWS = 200_000
"""A table of more rows is not read: every row becomes an entry or a piece of evidence."""
_AS_TEXT = re.compile(r'="((?:[^"]|"")*)"')
"""How a cell is written that a spreadsheet shall not take for a number."""
_QUOTED = re.compile(r'\s*"((?:[^"]|"")*)"')


def rows_of(text: str, name: str, found: list[Diagnostic], limit: Limit | None = None) -> list[Row] | None:
    """The rows that are not empty, no more than one above `MOST_ROWS`; None where the file is not well-formed. Raises
    `LimitReached`."""
    declared = _SEPARATOR.match(text)
    lines = StringIO(text, newline="")
    before = 0
    if declared:
        lines.seek(declared.end())
        before = 1
    separator = delimiter(text)
    written: list[str] = []

    def reading() -> object:
        for line in lines:
            written.append(line)
            yield line

    reader = csv.reader(reading(), delimiter=separator, strict=True, skipinitialspace=True)  # type: ignore[arg-type]
    rows: list[Row] = []
    shared: dict[Any, Any] = {}
    began = before + 1
    try:
        for cells in (limit or Limit()).paced(reader):
            source = "".join(written)
            line, began = began, began + sum(1 for _ in BREAK.finditer(source))
            written.clear()
            if len(rows) > MOST_ROWS:
                break
            if any(cells):
                # In a long table most cells stand in many rows.
                texts = tuple(shared.setdefault(text, text) for text in map(_plain, cells))
                if any(texts):
                    columns = _columns(source, len(texts), separator)
                    rows.append(Row(line, texts, shared.setdefault(columns, columns)))
    except csv.Error as error:
        message = "this row is not well-formed CSV"
        help = "a text in double quotes must be closed, and a quotation mark in it written twice"
        if "field limit" in str(error):
            # Where a quotation mark is not closed, the rest of the file is one cell.
            message = f"a cell of this row is longer than {csv.field_size_limit():,} characters"
        found.append(Diagnostic("table", message, Place(name, began, 1), help))
        return None
    return rows


def delimiter(text: str) -> str:
    """What separates the cells: what the first line declares, or has most of."""
    if declared := _SEPARATOR.match(text):
        return declared[1]
    # Spreadsheets write semicolons where the comma is the decimal sign.
    return max(",;\t", key=StringIO(text, newline="").readline().count)


def _plain(cell: str) -> str:
    text = harmless(cell).strip()
    as_text = _AS_TEXT.fullmatch(text) if text.startswith('="') else None
    return as_text[1].replace('""', '"').strip() if as_text else text


def _columns(source: str, number: int, delimiter: str) -> tuple[int, ...]:
    """The column, from 1, in which each cell's text begins; the end of the row's first line for those further down."""
    broken = BREAK.search(source)
    first = broken.start() if broken else len(source)
    columns, at = [], 0
    if '"' not in source:
        for cell in source[:first].split(delimiter):
            columns.append(at + len(cell) - len(cell.lstrip()) + 1)
            at += len(cell) + 1
        # What breaks lines in YAML, and not in a table, may stand within a row: the cells beyond it begin there.
        return (*columns[:number], *[first + 1] * (number - len(columns)))
    for _ in range(number):
        quoted = _QUOTED.match(source, at)
        begun = quoted.start(1) if quoted else at + len(source[at:]) - len(source[at:].lstrip(" \t"))
        columns.append(min(begun, first) + 1)
        at = source.find(delimiter, quoted.end() if quoted else at)
        at = len(source) if at < 0 else at + 1
    return tuple(columns)
