"""Finds every mention of an id in the files of a chronology: where it is declared and where it is named.

Takes the sections as they stand in the files (tables not read in), the files, and the context that they were built
with. Sentences and expressions are read by the same grammars as everything else; a line that cannot be read mentions
nothing. Of a table the cells count that a line puts in. Settings, tags and topics are no ids and not looked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from chrono import dates
from chrono.core.diagnostics import NOWHERE, Place
from chrono.core.ids import entries_in, rule_id, rule_of, source_id, source_of
from chrono.language.expressions import names, parse
from chrono.loading import delimited
from chrono.loading.cells import offsets
from chrono.loading.context import Context
from chrono.loading.edits import Edits
from chrono.loading.expansion import LINES
from chrono.loading.files import File
from chrono.loading.nodes import BREAK, Fields, Folded, Items, Node, Scalar, dated, fields, scalars
from chrono.loading.rows import COLUMN, Table, fitting, named, table_of
from chrono.loading.sections import KINDS, Sections
from chrono.loading.tables import SPREADSHEET
from chrono.model.mentions import Mention

_DATES = ("date", "start", "end", "born", "died", "known")
_LISTS = ("author", "parts", "compare", "years-from")
_Spots: TypeAlias = tuple[tuple[str, int, int], ...]
"""Ids in a text, with where each begins and ends."""


class _Row(NamedTuple):
    """A row of a table: of each column the characters of its cell, with their offsets in the file."""

    table: Table
    file: str
    cells: dict[str, list[tuple[str, int]]]


def mentions(sections: Sections, files: tuple[File, ...], context: Context) -> Iterator[Mention]:
    """Every mention, in no order; the same one may come several times."""
    yield from _Search(sections, files, context).all()


class _Search:
    def __init__(self, sections: Sections, files: tuple[File, ...], context: Context) -> None:
        folded: dict[tuple[str, int], list[Folded]] = {}
        for text in (text for file in files for text in file.folded):
            folded.setdefault((text.start.file, text.start.line), []).append(text)
        self.sections, self.context = sections, context
        self.files = {file.name: file for file in files}
        self.edits = {file.name: Edits(file, folded) for file in files}
        self.sources = {key.text for key, _ in sections.tables["sources"]}
        self.rules = {key.text for key, _ in sections.tables["rules"]}

    def all(self) -> Iterator[Mention]:
        for id, (_, place) in self.sections.declared.items():
            yield from self.mention(id, place.at(0, len(id)), defines=True)
        for section, made in (("rules", rule_id), ("sources", source_id)):
            for key, _ in self.sections.tables[section]:
                yield from self.mention(made(key.text), key.place, defines=True)
        for section in KINDS:
            for _, record in self.sections.tables[section]:
                yield from self.entry(record)
        for node in self.sections.sequences:
            yield from self.listed(node if isinstance(node, Items) else fields(node).get("of"))
            yield from self.cited(fields(node))
        for _, record in self.sections.tables["evidence"]:
            yield from self.evidence(record)
        for _, record in self.sections.tables["rules"]:
            yield from self.rule(record)
        for _, record in self.sections.tables["hypotheses"]:
            yield from self.hypothesis(record)
        for laid in self.sections.laid:
            yield from self.laid(laid.key.text, laid.node)

    # -- sections

    def entry(self, record: Fields) -> Iterator[Mention]:
        yield from self.cited(record)
        for name in _LISTS:
            yield from self.listed(record.get(name))
        for name in _DATES:
            if (text := dated(record.get(name))) is not None:
                yield from self.found(text, self.in_date(text, self.calendar(text, record)))

    def evidence(self, record: Fields) -> Iterator[Mention]:
        yield from self.cited(record)
        yield from self.listed(record.get("against"))
        yield from self.settings(record.get("settings"))
        for _, value in fields(record.get("for")).pairs.values():
            if not isinstance(value, Fields):
                yield from self.listed(value)
        rows = list(self.rows(record))
        for name in LINES:
            for line in scalars(record.get(name)):
                if record.get("table") is None:
                    yield from self.found(line, self.in_line(name, line.text, self.calendar(line, record)))
                for row in rows:
                    yield from self.in_row(name, line, row, record)
        for row in rows:
            word = "".join(char for char, _ in row.cells.get("source", ())).partition(",")[0].strip()
            if word in self.sources:
                yield self.in_cell(source_id(word), row, "source", 0, len(word))

    def rule(self, record: Fields) -> Iterator[Mention]:
        yield from self.cited(record)
        for name in ("when", "unless", "then"):
            for line in scalars(record.get(name)):
                yield from self.found(line, self.in_line(name, line.text, self.calendar(line)))

    def hypothesis(self, record: Fields) -> Iterator[Mention]:
        yield from self.cited(record)
        if isinstance(claim := record.get("claim"), Scalar):
            yield from self.found(claim, self.in_line("claim", claim.text, self.calendar(claim)))
        yield from self.listed(fields(record.get("window")).get("of"))
        under = fields(record.get("under"))
        yield from self.settings(under.get("settings"))
        for node in (record.get("relies-on"), record.get("must-not-rely-on"), under.get("without")):
            for scalar in scalars(node):
                yield from self.accepted(scalar)

    def laid(self, key: str, node: Node) -> Iterator[Mention]:
        """What a file laid over leaves out, changes and sets."""
        if key == "without":
            for scalar in scalars(node):
                yield from self.accepted(scalar)
        elif key == "set":
            yield from self.settings(node)
        elif key == "changes":
            for id, record in fields(node).pairs.values():
                yield from self.listed(id)
                yield from self.entry(fields(record))
                yield from self.evidence(fields(record))

    # -- texts

    def listed(self, node: Node | None) -> Iterator[Mention]:
        for scalar in scalars(node):
            if scalar.text in self.sections.declared:
                yield from self.mention(scalar.text, scalar.place)

    def cited(self, record: Fields) -> Iterator[Mention]:
        for scalar in scalars(record.get("source")):
            key = _key(scalar)
            if key in self.sources:
                yield from self.mention(source_id(key), scalar.place.at(scalar.text.index(key), len(key)))

    def settings(self, node: Node | None) -> Iterator[Mention]:
        """The rules of settings: `silence` in `silence.delay`."""
        for key, _ in fields(node).pairs.values():
            rule, dot, _ = key.text.partition(".")
            if dot and rule in self.rules:
                yield from self.mention(rule_id(rule), key.place.at(0, len(rule)))

    def accepted(self, scalar: Scalar) -> Iterator[Mention]:
        """What can be left out: an id, `pact.date`, `rule:silence`, `source:riddell`."""
        for id, offset in ((scalar.text, 0),) if scalar.text in self.sections.declared else entries_in(scalar.text):
            name = rule_of(id) or source_of(id)
            if id in self.sections.declared:
                yield from self.mention(id, scalar.place.at(offset, len(id)))
            elif name and name in (self.rules if rule_of(id) else self.sources):
                yield from self.mention(id, scalar.place.at(len(id) - len(name), len(name)))

    def in_date(self, scalar: Scalar, calendar: str) -> _Spots:
        try:
            value = dates.read_stated(
                scalar.text, self.context.declared, calendar=calendar, conventions=self.context.conventions
            )
        except dates.DateError:
            return ()
        named = dates.id_in(value) if isinstance(value, dates.Relative) else None
        if named is None or not isinstance(value, dates.Relative):
            return ()
        return ((value.reign or value.of, named[1], named[1] + len(named[0])),)

    def in_line(self, key: str, text: str, calendar: str) -> _Spots:
        """The ids in a line: a sentence under `says`, `denies` and `when`, either under `unless`, else a claim."""
        spots = self.context.vocabulary.ids(text, calendar) if key not in ("holds", "then", "claim") else ()
        if spots or key in ("says", "denies", "when"):
            return spots
        claim, _ = parse(text, NOWHERE, calendar=calendar, conventions=self.context.conventions)
        if claim is None:
            return ()
        told = ((name.id, name.column) for name, use in names(claim) if use not in ("amount", "relation"))
        return tuple((id, at, at + len(id)) for id, at in told if id in self.sections.declared)

    def calendar(self, scalar: Scalar, record: Fields | None = None) -> str:
        """The calendar of the dates in a text: that of the source it cites, else of its file."""
        cited = (_key(given) for given in scalars(record.get("source"))) if record is not None else ()
        return self.context.calendars.of(scalar.file, next((key for key in cited if key in self.sources), None))

    # -- tables

    def rows(self, record: Fields) -> Iterator[_Row]:
        """The rows of a table that is text: a spreadsheet has no places that an editor could go to."""
        node = record.get("table")
        file = self.files.get(node.text) if isinstance(node, Scalar) and not SPREADSHEET.search(node.text) else None
        read = delimited.rows_of(file.text, file.name, []) if file is not None and file.readable else None
        table = table_of(file.name, read, []) if file is not None and read else None
        if file is None or table is None:
            return
        lines = [0, *(found.end() for found in BREAK.finditer(file.text))]
        separator = delimited.delimiter(file.text)
        for row in fitting(table, record.get("where")):
            cells = offsets(file.text, lines[row.line - 1], separator)
            yield _Row(table, file.name, dict(zip(table.columns, cells, strict=False)))

    def in_row(self, key: str, line: Scalar, row: _Row, record: Fields) -> Iterator[Mention]:
        """The ids of a line that is filled from a row, each where it was written: in the line or in a cell."""
        text = ""
        written: list[tuple[str, int]] = []  # of each character the column it comes from, "" for the line, and where
        last = 0
        for variable in COLUMN.finditer(line.text):
            number = row.table.number(named(variable))
            column = row.table.columns[number] if number is not None else ""
            if column in row.cells:
                cell = "".join(char for char, _ in row.cells[column])
                text += line.text[last : variable.start()] + cell
                written += [("", at) for at in range(last, variable.start())]
                written += [(column, at) for at in range(len(cell))]
                last = variable.end()
        text += line.text[last:]
        written += [("", at) for at in range(last, len(line.text))]
        for id, began, ended in self.in_line(key, text, self.calendar(line._replace(file=row.file), record)):
            (where, at), *others = written[began:ended]
            if any(other != where for other, _ in others):
                continue  # what is half of the line and half of a cell has no place to change it
            if where:
                yield self.in_cell(id, row, where, at, at + ended - began)
            else:
                yield from self.mention(id, line.place.at(at, ended - began))

    def in_cell(self, id: str, row: _Row, column: str, began: int, ended: int) -> Mention:
        cell = row.cells[column]
        return Mention(self.edits[row.file].span(cell[began][1], cell[ended - 1][1] + 1), id)

    # -- places

    def found(self, scalar: Scalar, spots: _Spots) -> Iterator[Mention]:
        for id, began, ended in spots:
            yield from self.mention(id, scalar.place.at(began, ended - began))

    def mention(self, id: str, place: Place, *, defines: bool = False) -> Iterator[Mention]:
        span = self.edits[place.file].spanned(place) if place.file in self.edits else None
        if span is not None:
            yield Mention(span, id, defines)


def _key(scalar: Scalar) -> str:
    """The key of a citation: what stands before the comma."""
    return scalar.text.partition(",")[0].strip()
