"""Entries and evidence from tables: one for each row, in place of the entry that names the table.

Takes the sections, gives them with each `table` read in: the columns are put for the `$variables` of what stands beside
it. A row of evidence has the id `witnesses.csv:17`; an entry has the id its own `id` makes of the row. Both hold in
`table`, and among their tags, the id of the entry they come from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import TypeAlias, overload

from chrono.core.diagnostics import Advice, Diagnostic, Place, advise
from chrono.core.ids import row_id
from chrono.core.limits import Limit
from chrono.core.sources import Source
from chrono.loading.files import File
from chrono.loading.filling import Filling, of_the_row
from chrono.loading.nodes import Broken, Fields, Items, Node, Scalar, scalars
from chrono.loading.rows import MOST_MISTAKES, Row, Table, fitting, stopped, variables
from chrono.loading.sections import KINDS, Sections, wrong_id
from chrono.loading.shapes import CHANGEABLE, EVIDENCE, fit
from chrono.loading.tables import Tables

LINES = ("says", "holds", "denies")
_MORE = re.compile(r"""[<>=()"'$!]|\s[+-]\s|(?<![\w-])(?:or|and|not|if|then)(?![\w-])|^\s*[+-]\s""", re.IGNORECASE)
"""What a cell cannot hold that stands in a constraint: it is one value there, and never a part of the expression."""
_MORE_OF_A_LIST = re.compile(rf"{_MORE.pattern}|[,\[\]]", re.IGNORECASE)
"""Likewise where the constraint lists spans."""


@dataclass(slots=True)
class Expanded:
    """The sections with every table read in."""

    sections: Sections
    files: tuple[File, ...] = ()
    tables: dict[str, Table] = field(default_factory=dict)
    uninstalled: Diagnostic | None = None
    """What kept a spreadsheet from being read: nothing can be said of a chronology that needs it."""


def expand(sections: Sections, source: Source, limit: Limit) -> Expanded:
    """The sections with every table read in, and the tables. Raises `LimitReached`."""
    asking = [s for s in (*KINDS, "evidence") if any(_reads(record) for _, record in sections.tables[s])]
    if not asking:
        return Expanded(sections)
    return _Expanding(sections, Tables(source, limit), limit).expanded(asking)


class _Expanding:
    def __init__(self, sections: Sections, tables: Tables, limit: Limit) -> None:
        self.sections, self.tables, self.limit = sections, tables, limit
        self.found = tables.found
        self.declared = dict(sections.declared)
        self.rows: dict[str, tuple[str, ...]] = {}
        self.taken: dict[str, list[tuple[Row, ...]]] = {}
        """Of each table the rows that are pieces of evidence of some entry."""
        self.lost = False
        """Whether entries are missing that other lines may name."""

    def expanded(self, asking: list[str]) -> Expanded:
        made: dict[str, Sequence[tuple[Scalar, Fields]]] = {}
        for section in asking:
            read = self.evidence if section == "evidence" else self.spans
            plain = [(key.text, (key, record)) for key, record in self.sections.tables[section] if not _reads(record)]
            rows = [row for key, record in self.sections.tables[section] if _reads(record)
                    for row in read(section, key, record)]  # fmt: skip
            made[section] = Unfolding(sorted((*plain, *rows), key=itemgetter(0)))
        sections = replace(
            self.sections,
            tables={**self.sections.tables, **made},
            declared=self.declared,
            rows=self.rows,
            diagnostics=(*self.sections.diagnostics, *self.found),
            incomplete=self.sections.incomplete or self.lost,
        )
        return Expanded(sections, tuple(self.tables.files.values()), self.tables.tables, self.tables.uninstalled)

    # -- what a template may name

    def opened(self, key: Scalar, record: Fields, bound: set[str]) -> tuple[Table, tuple[Row, ...]] | None:
        """The table of an entry and those of its rows that `where` asks for; None where something is wrong with it."""
        table = self.tables.table(record)
        if table is None:
            return None
        before = len(self.found)
        for name, (_, node) in record.pairs.items():
            for scalar in scalars(node) if name not in ("table", "sheet", "for", "where") else ():
                self._check(scalar, table, bound)
        where = record.get("where")
        for column, _ in where.pairs.values() if isinstance(where, Fields) else ():
            if table.number(column.text) is None:
                self._no_column(column.text, table, column.place, column.place)
        if len(self.found) > before:
            # What a missing column would have said is missing from every row.
            return None
        rows = fitting(table, where)
        if not rows and table.rows and where is not None:
            help = "a row is taken where each cell is the text given for its column"
            self.found.append(Diagnostic("table", f"no row of '{table.name}' fits `where`", where.place, help))
            return None
        return table, rows

    def _check(self, scalar: Scalar, table: Table, bound: set[str]) -> None:
        """Reports variables that are neither a column nor bound by `for`."""
        for name, match in variables(scalar.text):
            if table.number(name) is None and name not in bound:
                at = scalar.place.at(match.start(), len(match[0]))
                self._no_column(name, table, at, at.at(1 + match[0].startswith("${"), len(name)))

    def _no_column(self, name: str, table: Table, place: Place, fix: Place) -> None:
        shorter = next((name[:end] for end in range(len(name), 0, -1) if table.number(name[:end]) is not None), None)
        columns = [c for c in table.columns if c]
        advice = advise(name, columns, fix, "the columns are: " + ", ".join(columns))
        if shorter and not name[len(shorter)].isalnum():
            advice = Advice(f"write ${{{shorter}}} where more letters, digits or - follow")
        message = f"'{table.name}' has no column '{name}'"
        self.found.append(Diagnostic("unbound-variable", message, place, *advice))

    # -- entries

    def spans(self, section: str, key: Scalar, record: Fields) -> Iterator[_Row]:
        """One entry for each row, by its id."""
        # The id stands for the rows, and is the id of nothing that is dated.
        self.declared[key.text] = ("tables", key.place)
        opened = self.opened(key, record, set())
        if opened is None or isinstance(record.get("id"), Broken | None):
            self.lost = True
            return
        table, rows = opened
        spans = _Spans(section, key.text, table, record)
        named = False
        for row in self.limit.paced(rows, lambda _: 20):
            id = spans.key(row, self.found)
            named |= id is not None
            if id is None or not self._declares(id, section, table):
                continue
            spans.record(row, self.found)
            yield id.text, spans, row
        # Where no row has an id, none of them is what the other files name.
        self.lost |= not named

    def _declares(self, id: Scalar, section: str, table: Table) -> bool:
        """Declares an id; False, reported, where it cannot be one or is taken."""
        if wrong := wrong_id(id, section):
            self.found += wrong
            return False
        taken = self.declared.get(id.text)
        if taken is None:
            self.declared[id.text] = (section, id.place)
            return True
        place = replace(id.place, length=1)
        message = f"'{id.text}' is given twice"
        help = "rename one of them, or make one entry of the two"
        if taken[1].file == table.name:
            help = "two rows make one id: take one away, or put in a column that tells them apart: `rav-$no-$part`"
        related = ((taken[1], "first given here"),)
        self.found.append(Diagnostic("duplicate-id", message, place, help, related=related))
        return False

    # -- evidence

    def evidence(self, section: str, key: Scalar, record: Fields) -> Iterator[_Row]:
        """One piece of evidence for each row, by its id."""
        given = record.get("for")
        bound = {name.removeprefix("$") for name in given.pairs} if isinstance(given, Fields) else set()
        opened = self.opened(key, record, bound)
        if opened is None:
            return
        table, rows = opened
        taken = self.taken.setdefault(table.name, [])
        lines = {row.line for other in taken for row in other}
        asked = record.get("table")
        if asked is not None and any(row.line in lines for row in rows):
            help = "list all that a row says under one entry, or take other rows with `where`"
            message = f"'{table.name}' is read by two entries"
            self.found.append(Diagnostic("duplicate-id", message, asked.place, help))
            return
        taken.append(rows)
        pieces = _Pieces(key.text, table, record)
        kept = list(self._saying(pieces, rows))
        self.rows[key.text] = tuple(id for id, _, _ in kept)
        yield from kept

    def _saying(self, pieces: _Pieces, rows: tuple[Row, ...]) -> Iterator[_Row]:
        """The rows that say something, until there are too many mistakes in them."""
        before = len(self.found)
        for row in self.limit.paced(rows, lambda _: 20):
            if len(self.found) - before >= MOST_MISTAKES:
                self.found.append(stopped(pieces.table.name))
                return
            if pieces.says(row, self.found):
                yield row_id(pieces.table.name, row.line), pieces, row


def _reads(record: Fields) -> bool:
    """Whether an entry reads a table."""
    return "table" in record.pairs


class _Spans:
    """The entries that the rows of a table are, each written out when it is asked for: together they take several times
    as much room as the rows, and as what is made of them."""

    def __init__(self, section: str, entry: str, table: Table, record: Fields) -> None:
        self.entry, self.table = entry, table
        self._shape, self._id, self._tags = CHANGEABLE[section], record.get("id"), record.get("tags")
        apart = ("table", "id", "sheet", "where", "tags")
        self._template = {name: given for name, given in record.pairs.items() if name not in apart}

    def key(self, row: Row, found: list[Diagnostic]) -> Scalar | None:
        """The id that a row makes; None where it makes none."""
        return Filling(self.table, row, found).id(self._id)

    def record(self, row: Row, found: list[Diagnostic]) -> Fields:
        """What a row says of the entry."""
        filling, at = Filling(self.table, row, found), (self.table.name, row.line, 1)
        pairs: dict[str, tuple[Scalar, Node]] = {"table": (Scalar("table", *at), Scalar(self.entry, *at))}
        for name, (written, node) in self._template.items():
            filled = filling.field(name, node)
            if filled is not None:
                fitted = filled if filled is node else fit(filled, self._shape.fields[name], written, found)
                pairs[name] = (written, fitted)
        tags = [*scalars(filling.field("tags", self._tags) if self._tags else None), Scalar(self.entry, *at)]
        pairs["tags"] = (Scalar("tags", *at), Items(list(tags), *at))
        return Fields(pairs, *at)

    def unfolded(self, id: str, row: Row) -> tuple[Scalar, Fields]:
        """An entry with its id; what is wrong with it was reported when its row was read."""
        key = self.key(row, [])
        assert key is not None
        return key._replace(text=id), self.record(row, [])


class _Pieces:
    """The pieces of evidence that the rows of a table are, each written out when it is asked for."""

    def __init__(self, entry: str, table: Table, record: Fields) -> None:
        self.entry, self.table = entry, table
        self._plain = {name: given for name, given in record.pairs.items() if name not in ("sheet", "where")}
        self._lines = [name for name in LINES if name in self._plain]
        self._tags = tuple(scalars(record.get("tags")))
        held = list(scalars(record.get("holds")))
        named = sorted({name for scalar in held for name, _ in variables(scalar.text)})
        self._held = [name for name in named if table.number(name) is not None]
        lists = any(re.search(r"no\s+two\s+of", scalar.text) for scalar in held)
        self._more = _MORE_OF_A_LIST if lists else _MORE

    def says(self, row: Row, found: list[Diagnostic]) -> bool:
        """Whether a row says something; what is wrong with it is reported."""
        if spliced := [name for name in self._held if self._more.search(self.table.text(row, name))]:
            for name in spliced:
                message = f"the cell '{self.table.text(row, name)}' of {name} is more than one value"
                help = "a cell is a date, a duration, an id or a word; write the rest under `holds`"
                found.append(Diagnostic("table", message, Place(self.table.name, row.line, 1), help))
            return False
        filling = Filling(self.table, row, found)
        lines = [self._plain[name][1] for name in self._lines]
        said = [filling.lines(line) is not None for line in lines]
        if lines and not any(said):
            filling.nothing_said(lines)
            return False
        self._own(row, found)
        return True

    def _own(self, row: Row, found: list[Diagnostic]) -> list[tuple[str, Node]]:
        """The cells in which a row speaks of itself."""
        at = (self.table.name, row.line, 1)
        return [
            (name, fit(cell, EVIDENCE.fields[name], Scalar(name, *at), found))
            for name, cell in of_the_row(self.table, row)
        ]

    def unfolded(self, id: str, row: Row) -> tuple[Scalar, Fields]:
        """A piece with its id, as if it had been written out."""
        at = (self.table.name, row.line, 1)
        pairs = {**self._plain, "table": (Scalar("table", *at), Scalar(self.entry, *at))}
        filling = Filling(self.table, row, [])
        for name in self._lines:
            written, template = self._plain[name]
            if (lines := filling.lines(template)) is None:
                del pairs[name]
            else:
                pairs[name] = written, lines
        for name, node in self._own(row, []):
            pairs[name] = Scalar(name, *at), node
        own = (tag.strip() for tag in self.table.text(row, "tags").split(";"))
        tags = [*self._tags, Scalar(self.entry, *at), *(Scalar(tag, *at) for tag in own if tag)]
        pairs["tags"] = (Scalar("tags", *at), Items(list(tags), *at))
        return Scalar(id, *at), Fields(pairs, *at)


_Row: TypeAlias = tuple[str, "_Spans | _Pieces", Row]
"""A row by its id, with who writes it out."""


class Unfolding(Sequence[tuple[Scalar, Fields]]):
    """Entries with their ids, of which those that are rows are written out when their turn comes, and let go again."""

    def __init__(self, entries: Sequence[tuple[str, tuple[Scalar, Fields]] | _Row]) -> None:
        self._entries = entries

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, at: int) -> tuple[Scalar, Fields]: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[tuple[Scalar, Fields]]: ...

    def __getitem__(self, at: int | slice) -> tuple[Scalar, Fields] | Sequence[tuple[Scalar, Fields]]:
        if isinstance(at, slice):
            return Unfolding(self._entries[at])
        entry = self._entries[at]
        return entry[1] if len(entry) == 2 else entry[1].unfolded(entry[0], entry[2])
