"""Evidence in tables: one piece for each row of a CSV file.

Takes entries of evidence with `table: witnesses.csv`, gives in their place one entry for each row, in which the columns
have been put for the `$variables` of its lines. A row's id is the file and its line (`witnesses.csv:17`); its tags hold
the id of the entry it comes from, and so does its `table`. Columns named `certainty`, `weight`, `source`, `note` or
`tags` speak of their row; columns that no line uses are left alone.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from io import StringIO

from chrono.core.diagnostics import Diagnostic, Place, advise
from chrono.core.ids import NAME, row_id
from chrono.core.sources import Source
from chrono.loading.files import File, missing, outside, read_text
from chrono.loading.nodes import Fields, Items, Node, Scalar, harmless, scalars
from chrono.loading.sections import Sections
from chrono.loading.shapes import EVIDENCE, fit
from chrono.loading.syntax import unprintable

MOST_MISTAKES = 50
"""After this many mistakes the other rows of a table are not read."""
LINES = ("says", "holds", "denies")
OF_THE_ROW = ("certainty", "weight", "source", "note", "tags")
VARIABLE = re.compile(rf"\$({NAME})")
_MORE = re.compile(r"""[<>=()"'$!]|\s[+-]\s|(?<![\w-])(?:or|and|not|if|then)(?![\w-])|^\s*[+-]\s""", re.IGNORECASE)
"""What a cell cannot hold that stands in a constraint: it is one value there, and never a part of the expression."""


@dataclass(frozen=True, slots=True)
class Table:
    """The named cells of each row, with the line the row begins in."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]


def expand(sections: Sections, source: Source) -> tuple[Sections, tuple[File, ...]]:
    """The sections with every table read in, and the files of the tables."""
    found: list[Diagnostic] = []
    files: dict[str, File] = {}
    entries: list[tuple[Scalar, Fields]] = []
    rows: dict[str, tuple[str, ...]] = {}
    for key, record in sections.tables["evidence"]:
        asked = record.get("table")
        if asked is None:
            entries.append((key, record))
            continue
        before = len(found)
        table = _read(asked, source, files, found) if isinstance(asked, Scalar) else None
        if table is None:
            continue
        if not table.rows and len(found) == before:
            found.append(
                Diagnostic("table", f"'{table.name}' has no rows", asked.place, "its first line names the columns")
            )
        read = len(found)
        if table.columns:
            _check(record, table, found)
        if len(found) > read:
            # What a missing column would have said is missing from every row.
            continue
        pieces = list(_pieces(key, record, table, found))
        rows[key.text] = tuple(piece.text for piece, _ in pieces)
        entries += pieces
    if not files and not found:
        return sections, ()
    tables = {**sections.tables, "evidence": tuple(sorted(entries, key=lambda entry: entry[0].text))}
    return replace(sections, tables=tables, rows=rows, diagnostics=(*sections.diagnostics, *found)), tuple(
        files.values()
    )


def _read(asked: Scalar, source: Source, files: dict[str, File], found: list[Diagnostic]) -> Table | None:
    name = asked.text
    if failure := outside(source, name, asked.place):
        found.append(failure)
        return None
    if name in files:
        help = "list all that a row says under one entry"
        found.append(Diagnostic("duplicate-id", f"'{name}' is read by two entries", asked.place, help))
        return None
    if message := missing(source, name):
        help = "the name is relative to the folder of events.yaml"
        found.append(Diagnostic("table", message, asked.place, help))
        return None
    files[name] = file = read_text(source, name)
    found += file.diagnostics
    return parse(file, found) if file.readable else None


def parse(file: File, found: list[Diagnostic]) -> Table | None:
    """The rows of a file; None where it cannot be read, which is then told among `found`."""
    if failure := unprintable(file.text, file.name):
        found.append(failure)
        return None
    lines = StringIO(file.text, newline="")
    reader = csv.reader(lines, delimiter=delimiter(file.text), strict=True, skipinitialspace=True)
    rows: list[tuple[int, dict[str, str]]] = []
    columns: tuple[str, ...] = ()
    began, wrong = 1, 0
    try:
        for cells in reader:
            line, began = began, reader.line_num + 1
            texts = tuple(harmless(cell).strip() for cell in cells)
            if not any(texts):
                continue
            if not columns:
                columns = texts
            elif len(texts) != len(columns):
                had, named = _counted(len(texts), "cell"), _counted(len(columns), "column")
                message = f"this row has {had}, and the first line names {named}"
                help = "put a text that holds the separator in double quotes"
                found.append(Diagnostic("table", message, Place(file.name, line, 1), help))
                wrong += 1
                if wrong >= MOST_MISTAKES:
                    message = f"the rest of {file.name} is not read"
                    found.append(Diagnostic("table", message, Place(file.name), "mend these rows first"))
                    break
            else:
                rows.append((line, dict(zip(columns, texts, strict=True))))
    except csv.Error as error:
        message = "this row is not well-formed CSV"
        help = "a text in double quotes must be closed, and a quotation mark in it written twice"
        if "field limit" in str(error):
            # Where a quotation mark is not closed, the rest of the file is one cell.
            message = f"a cell of this row is longer than {csv.field_size_limit():,} characters"
        found.append(Diagnostic("table", message, Place(file.name, began, 1), help))
        return None
    if len(set(columns)) < len(columns):
        twice = next(c for c in columns if columns.count(c) > 1)
        found.append(Diagnostic("table", f"two columns are called '{twice}'", Place(file.name, 1, 1), "rename one"))
        return None
    return Table(file.name, columns, tuple(rows))


def delimiter(text: str) -> str:
    """What separates the cells: spreadsheets write semicolons where the comma is the decimal sign."""
    return max(",;\t", key=StringIO(text, newline="").readline().count)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _check(record: Fields, table: Table, found: list[Diagnostic]) -> None:
    """Reports variables that are neither a column nor bound by `for`."""
    given = record.get("for")
    bound = {name.removeprefix("$") for name in given.pairs} if isinstance(given, Fields) else set()
    for scalar in (s for field in LINES for s in scalars(record.get(field))):
        for variable in VARIABLE.finditer(scalar.text):
            if variable[1] not in table.columns and variable[1] not in bound:
                at = scalar.place.at(variable.start(), len(variable[0]))
                otherwise = "the columns are: " + ", ".join(table.columns)
                advice = advise(variable[1], table.columns, at.at(1, len(variable[1])), otherwise)
                message = f"'{table.name}' has no column '{variable[1]}'"
                found.append(Diagnostic("unbound-variable", message, at, *advice))


def _pieces(key: Scalar, record: Fields, table: Table, found: list[Diagnostic]) -> Iterator[tuple[Scalar, Fields]]:
    """One entry of evidence for each row."""
    own_tags = list(scalars(record.get("tags")))
    filling = {v[1] for scalar in scalars(record.get("holds")) for v in VARIABLE.finditer(scalar.text)}
    wrong = 0
    for line, cells in table.rows:
        at = (table.name, line, 1)
        spliced = [name for name in sorted(filling & cells.keys()) if _MORE.search(cells[name])]
        for name in spliced:
            message = f"the cell '{cells[name]}' of {name} is more than one value"
            help = "a cell is a date, a duration, an id or a word; the rest of a constraint is written under `holds`"
            found.append(Diagnostic("table", message, Place(*at), help))
        if spliced:
            wrong += len(spliced)
            if wrong >= MOST_MISTAKES:
                message = f"the rest of {table.name} is not read"
                found.append(Diagnostic("table", message, Place(table.name), "mend these rows first"))
                return
            continue
        id = Scalar(row_id(table.name, line), *at)
        pairs = {**record.pairs, "table": (Scalar("table", *at), Scalar(key.text, *at))}
        for name in LINES:
            if name in pairs:
                pairs[name] = (pairs[name][0], _filled(pairs[name][1], cells, at))
        for name in OF_THE_ROW:
            if cells.get(name) and name != "tags":
                column = Scalar(name, *at)
                pairs[name] = (column, fit(Scalar(cells[name], *at), EVIDENCE.fields[name], column, found))
        tags: list[Node] = [*own_tags, Scalar(key.text, *at)]
        tags += [Scalar(tag.strip(), *at) for tag in cells.get("tags", "").split(";") if tag.strip()]
        pairs["tags"] = (Scalar("tags", *at), Items(tags, *at))
        yield id, Fields(pairs, *at)


def _filled(node: Node, cells: Mapping[str, str], at: tuple[str, int, int]) -> Node:
    """The lines with cells in place of variables, standing where the row stands."""
    if isinstance(node, Items):
        return Items([_filled(item, cells, at) for item in node.items], *at)
    if not isinstance(node, Scalar):
        return node
    return Scalar(VARIABLE.sub(lambda found: cells.get(found[1], found[0]), node.text), *at)
