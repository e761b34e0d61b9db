"""Entries and evidence from tables: one for each row, in place of the entry that names the table.

Takes the sections, gives them with each `table` read in: the columns are put for the `$variables` of what stands beside
it. A row of evidence has the id `witnesses.csv:17`; an entry has the id its own `id` makes of the row. Both hold in
`table`, and among their tags, the id of the entry they come from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import overload

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
    asking = [s for s in (*KINDS, "evidence") if any("table" in record.pairs for _, record in sections.tables[s])]
    if not asking:
        return Expanded(sections)
    return _Expanding(sections, Tables(source, limit), limit).expanded(asking)


class _Expanding:
    def __init__(self, sections: Sections, tables: Tables, limit: Limit) -> None:
        self.sections, self.tables, self.limit = sections, tables, limit
        self.found = tables.found
        self.declared = dict(sections.declared)
        self.rows: dict[str, tuple[str, ...]] = {}
        self.taken: dict[str, str] = {}
        """For a row that is a piece of evidence, the entry it is read by."""
        self.lost = False
        """Whether entries are missing that other lines may name."""

    def expanded(self, asking: list[str]) -> Expanded:
        made: dict[str, Sequence[tuple[Scalar, Fields]]] = {}
        for section in asking:
            read = self.evidence if section == "evidence" else self.spans
            plain = [(key, record) for key, record in self.sections.tables[section] if "table" not in record.pairs]
            rows = [row for key, record in self.sections.tables[section] if "table" in record.pairs
                    for row in read(section, key, record)]  # fmt: skip
            made[section] = Unfolding(sorted((*plain, *rows), key=lambda entry: _id(entry[0])))
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

    def spans(self, section: str, key: Scalar, record: Fields) -> Iterator[tuple[Scalar, Fields]]:
        """One entry for each row."""
        # The id stands for the rows, and is the id of nothing that is dated.
        self.declared[key.text] = ("tables", key.place)
        opened = self.opened(key, record, set())
        if opened is None or isinstance(record.get("id"), Broken | None):
            self.lost = True
            return
        table, rows = opened
        shape = CHANGEABLE[section]
        template = {n: v for n, v in record.pairs.items() if n not in ("table", "id", "sheet", "where", "tags")}
        own_tags = record.get("tags")
        named = False
        for row in self.limit.paced(rows, lambda _: 20):
            filling = Filling(table, row, self.found)
            id = filling.id(record.get("id"))
            named |= id is not None
            if id is None or not self._declares(id, section, table):
                continue
            at = (table.name, row.line, 1)
            pairs: dict[str, tuple[Scalar, Node]] = {"table": (Scalar("table", *at), Scalar(key.text, *at))}
            for name, (written, node) in template.items():
                filled = filling.field(name, node)
                if filled is not None:
                    fitted = filled if filled is node else fit(filled, shape.fields[name], written, self.found)
                    pairs[name] = (written, fitted)
            tags = [*scalars(filling.field("tags", own_tags) if own_tags else None), Scalar(key.text, *at)]
            pairs["tags"] = (Scalar("tags", *at), Items(list(tags), *at))
            yield id, Fields(pairs, *at)
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
            help = "two rows make the same id: put in a column that tells them apart, as in `id: rav-$no-$part`"
        related = ((taken[1], "first given here"),)
        self.found.append(Diagnostic("duplicate-id", message, place, help, related=related))
        return False

    # -- evidence

    def evidence(self, section: str, key: Scalar, record: Fields) -> Iterator[tuple[str, _Folded]]:
        """One piece of evidence for each row, by its id."""
        given = record.get("for")
        bound = {name.removeprefix("$") for name in given.pairs} if isinstance(given, Fields) else set()
        opened = self.opened(key, record, bound)
        if opened is None:
            return
        table, rows = opened
        again = next((row for row in rows if row_id(table.name, row.line) in self.taken), None)
        asked = record.get("table")
        if again is not None and asked is not None:
            help = "list all that a row says under one entry, or take other rows with `where`"
            message = f"'{table.name}' is read by two entries"
            self.found.append(Diagnostic("duplicate-id", message, asked.place, help))
            return
        pieces = list(self._pieces(key, record, table, rows))
        self.rows[key.text] = tuple(id for id, _ in pieces)
        yield from pieces

    def _pieces(
        self, key: Scalar, record: Fields, table: Table, rows: tuple[Row, ...]
    ) -> Iterator[tuple[str, _Folded]]:
        filling = sorted({name for scalar in scalars(record.get("holds")) for name, _ in variables(scalar.text)})
        columns = [name for name in filling if table.number(name) is not None]
        lists = any(re.search(r"no\s+two\s+of", scalar.text) for scalar in scalars(record.get("holds")))
        more = _MORE_OF_A_LIST if lists else _MORE
        plain = {n: v for n, v in record.pairs.items() if n not in ("sheet", "where")}
        entry = _Entry(key.text, table.name, plain, tuple(scalars(record.get("tags"))))
        before = len(self.found)
        for row in self.limit.paced(rows, lambda _: 20):
            self.taken[row_id(table.name, row.line)] = key.text
            if len(self.found) - before >= MOST_MISTAKES:
                self.found.append(stopped(table.name))
                return
            at = (table.name, row.line, 1)
            if spliced := [name for name in columns if more.search(table.text(row, name))]:
                for name in spliced:
                    message = f"the cell '{table.text(row, name)}' of {name} is more than one value"
                    help = "a cell is a date, a duration, an id or a word; write the rest under `holds`"
                    self.found.append(Diagnostic("table", message, Place(*at), help))
                continue
            filled = Filling(table, row, self.found)
            own: list[tuple[str, Scalar | None, Node | None]] = []
            said = 0
            for name in LINES:
                if name in plain:
                    written, template = plain[name]
                    lines = filled.lines(template)
                    said += lines is not None
                    if lines is not template:
                        own.append((name, written, lines))
            if not said and any(name in plain for name in LINES):
                filled.nothing_said([plain[name][1] for name in LINES if name in plain])
                continue
            for name, cell in of_the_row(table, row):
                own.append((name, None, fit(cell, EVIDENCE.fields[name], Scalar(name, *at), self.found)))
            tags = tuple(tag.strip() for tag in table.text(row, "tags").split(";") if tag.strip())
            yield row_id(table.name, row.line), _Folded(entry, row.line, tuple(own), tags)


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the rows that an entry reads have in common."""

    id: str
    table: str
    pairs: dict[str, tuple[Scalar, Node]]
    tags: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class _Folded:
    """A row as a piece of evidence, without what the entry that reads it says of every row."""

    entry: _Entry
    line: int
    own: tuple[tuple[str, Scalar | None, Node | None], ...]
    """By their names the fields that are the row's own, with the key as the entry has it; None where it has none. A
    field of nothing is left out."""
    tags: tuple[str, ...]

    def unfolded(self) -> Fields:
        """The piece as if it had been written out."""
        at = (self.entry.table, self.line, 1)
        pairs = {**self.entry.pairs, "table": (Scalar("table", *at), Scalar(self.entry.id, *at))}
        for name, written, node in self.own:
            if node is None:
                del pairs[name]
            else:
                pairs[name] = (written or Scalar(name, *at), node)
        tags = [*self.entry.tags, Scalar(self.entry.id, *at), *(Scalar(tag, *at) for tag in self.tags)]
        pairs["tags"] = (Scalar("tags", *at), Items(list(tags), *at))
        return Fields(pairs, *at)


class Unfolding(Sequence[tuple[Scalar, Fields]]):
    """Entries with their ids, of which those that are rows are written out when their turn comes: together they take
    several times as much room as what is made of them."""

    def __init__(self, entries: Sequence[tuple[Scalar, Fields] | tuple[str, _Folded]]) -> None:
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
        key, record = self._entries[at]
        if isinstance(key, Scalar):
            assert isinstance(record, Fields)
            return key, record
        assert isinstance(record, _Folded)
        return Scalar(key, record.entry.table, record.line, 1), record.unfolded()


def _id(key: Scalar | str) -> str:
    return key if isinstance(key, str) else key.text
