"""Tables (CSV, TSV, XLSX, ODS) whose columns whoever imports them names: each row is an entry.

`columns` says which column has which field, `id=Shelfmark,date=Dated`. Dates are read as everywhere in chrono, in
words too; a cell that is no date stays as words in the note and is told with its row and column. A bare negative
number that is no EDTF is a year that two ways of counting read differently: which it is must be said (`years`).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import PurePath
from typing import Any

from chrono import dates
from chrono.core.diagnostics import Diagnostic, Place, did_you_mean
from chrono.exchange.datable import calendar_asked
from chrono.exchange.imported import (
    AskedOf,
    Foreign,
    Ids,
    Imported,
    Mistakes,
    Names,
    Sections,
    Uninstalled,
    Unreadable,
    lost,
    read_as,
    source,
)
from chrono.exchange.json_text import is_uri
from chrono.loading import delimited
from chrono.loading.rows import Row, Table, Unwritten, counted, table_of
from chrono.model.chronology import Certainty

KEY = "table"
KINDS = {"document": "documents", "person": "people", "event": "events", "period": "periods"}
DATES = ("date", "start", "end", "born", "died")
FIELDS = ("id", "name", *DATES, "duration", "author", "certainty", "source", "note", "tags", "refs")
SPREADSHEETS = (".xlsx", ".xlsm", ".ods")
MOST_UNPACKED = 50_000_000
"""Bytes of what a spreadsheet file holds, which is packed."""
_NEGATIVE = re.compile(r"-([0-9]{1,6})", re.ASCII)
_SIMPLE = re.compile(r"[-+0-9./\[\],~?%XYS]+", re.ASCII)
_LEVELS = tuple(str(level) for level in Certainty)


def sniffs(file: Foreign) -> bool:
    """Whether a file tells by itself that it is a table: none does, as any text may be one."""
    return False


def read(files: Sequence[Foreign], asked: AskedOf) -> Imported:
    """The rows of all files as entries; raises `Unreadable` with every mistake in them."""
    reading = _Reading(asked)
    for number, file in enumerate(files):
        reading.file(file, KEY if len(files) == 1 else f"{KEY}-{number + 1}")
    return reading.imported()


class _Reading:
    def __init__(self, asked: AskedOf) -> None:
        self.asked, self.certainty = asked, asked.certainty or "moderate"
        self.calendar = calendar_asked(asked.calendar)
        self.columns = _columns(asked.columns)
        lives = {"born", "died"} & set(self.columns)
        self.section = KINDS[asked.kind or ("person" if lives else "document")]
        self.ids, self.names = Ids(self.section.removesuffix("s")), Names()
        self.entries: dict[str, dict[str, Any]] = {}
        self.people: dict[str, dict[str, Any]] = {}
        self.person: dict[str, str] = {}
        self.sources: dict[str, dict[str, str]] = {}
        self.wrong = Mistakes()
        self.losses: list[Diagnostic] = []
        self.wordy = self.twice = self.before = 0

    def file(self, file: Foreign, key: str) -> None:
        """The rows of one file."""
        table = self.table(file)
        self.sources[key] = source(file, file.name, "table")
        for field, column in self.columns.items():
            if table.number(column) is None:
                names = [name for name in table.columns if name]
                help = did_you_mean(column, names) or f"its columns are: {', '.join(names[:20])}"
                message = f"there is no column '{column}' for {field}"
                self.wrong.append(Diagnostic("import", message, Place(file.name, table.where, 1), help))
        if self.wrong:
            return
        for row in table.rows:
            self.row(row, table, file, key)
        named = {table.number(column) for column in self.columns.values()}
        left = [name for number, name in enumerate(table.columns) if name and number not in named]
        if left:
            message = f"columns that no field was named for: {', '.join(left[:20])}{' …' if len(left) > 20 else ''}"
            self.losses.append(
                lost(message, Place(file.name, table.where, 1), bears=False, help="name them: --columns note=…")
            )

    def table(self, file: Foreign) -> Table:
        found: list[Diagnostic] = []
        if is_sheet(file):
            rows = sheet_of(file, self.asked.sheet, found)
        else:
            if not file.is_utf8:
                self.losses.append(read_as("the file is not UTF-8 and is read as Latin-1", file.place()))
            rows = delimited.rows_of(file.text(), file.name, found)
        table = None if rows is None else table_of(file.name, rows, found)
        if table is None or found:
            raise Unreadable(Diagnostic("import", d.message, d.place, d.help) for d in found)
        if not table.rows:
            raise Unreadable([Diagnostic("import", "there are no rows below the first line", file.place())])
        return table

    def row(self, row: Row, table: Table, file: Foreign, key: str) -> None:
        cells = {field: " ".join(table.text(row, column).split()) for field, column in self.columns.items()}
        if not any(cells.values()):
            return

        def place(field: str) -> Place:
            cell = table.cell(row, self.columns[field])
            return Place(file.name, row.line, cell.place.column, max(1, len(cell.text)))

        called = cells.get("id") or cells.get("name") or f"line {row.line}"
        name = self.names.of(called)
        self.twice += name != called
        entry: dict[str, Any] = {"name": cells.get("name") or called}
        notes = [cells["note"]] if cells.get("note") else []
        for field in DATES:
            if text := cells.get(field):
                number = table.number(self.columns[field])
                raw = row.texts[number] if number is not None else text
                said = self.date(raw if isinstance(raw, Unwritten) else text, field, place)
                entry |= {field: said} if said else {}
                notes += [] if said else [f"{field}: {text}"]
        if text := cells.get("duration"):
            try:
                dates.read_duration(text)
                entry["duration"] = text
            except dates.DateError as error:
                self.unread("duration", text, place("duration"), error.message, error.help)
                notes.append(f"duration: {text}")
        level = cells.get("certainty", "").casefold()
        if level and level not in _LEVELS:
            help = f"it is one of {', '.join(_LEVELS)}"
            self.wrong.append(Diagnostic("import", f"{level!r} is no certainty", place("certainty"), help))
        if self.section == "documents" and (authors := [*map(str.strip, cells.get("author", "").split(";"))]) != [""]:
            by = [self.author(author) for author in authors if author]
            entry["author"] = by if len(by) > 1 else by[0]
        entry |= {"certainty": level or self.certainty, "source": f"{key}, line {row.line}"}
        notes += [f"source: {cells['source']}"] if cells.get("source") else []
        entry |= {"note": ". ".join(notes)} if notes else {}
        if tags := [re.sub(r"\s+", "-", tag.strip()) for tag in cells.get("tags", "").split(";") if tag.strip()]:
            entry["tags"] = tags
        if refs := [uri for uri in cells.get("refs", "").split() if is_uri(uri)]:
            entry["refs"] = refs
        self.entries[self.ids.of(name)] = entry

    def author(self, name: str) -> str:
        """The person of a name, the same whenever it is named."""
        if name not in self.person:
            self.person[name] = id = self.ids.of(self.names.of(name))
            self.people[id] = {"name": name}
        return self.person[name]

    def date(self, text: str, field: str, place: Any) -> str:
        """A cell as a date that reads as what it says; "" where it is none, which is told."""
        if isinstance(text, Unwritten):
            help = "format the column as text, and write dates as they are meant"
            self.unread(field, text, place(field), "the spreadsheet keeps a day as a number of its own", help)
            return ""
        if negative := _NEGATIVE.fullmatch(text):
            year = int(negative[1])
            edtf = len(negative[1]) == 4
            self.before += edtf and not self.asked.years
            if not self.asked.years and not edtf:
                help = f"--years historical for {year} BCE, --years astronomical for {year + 1} BCE"
                self.unread(field, text, place(field), "a negative year is counted in two ways", help)
                return ""
            if self.asked.years == "historical":
                if not year:
                    self.unread(field, text, place(field), "there is no year 0", "1 BCE is -1")
                    return ""
                year -= 1
            text = f"{'-' if year else ''}{year:04}" if year <= 9999 else f"Y-{year}"
        try:
            read = dates.read(text, calendar=self.calendar or "gregorian")
        except dates.DateError as error:
            self.unread(field, text, place(field), error.message, error.help)
            return ""
        if read.precision == "undated":
            return ""
        self.wordy += not _SIMPLE.fullmatch(text)
        return text

    def unread(self, field: str, text: str, place: Place, why: str, help: str) -> None:
        """Tells of a cell that is not what its field needs."""
        message = f"{field} {text[:60]!r} in the column '{self.columns[field]}': {why}"
        self.losses.append(lost(message, place, bears=True, help=help or "its words stand in the note"))

    def imported(self) -> Imported:
        """The entries, or `Unreadable`."""
        if self.wrong:
            raise Unreadable(self.wrong)
        if not self.entries:
            raise Unreadable([Diagnostic("import", "no row has anything in the columns that were named")])
        nowhere = Foreign("", b"").place()
        if self.wordy:
            message = f"{counted(self.wordy, 'date')} in words, read as chrono reads them: `chrono date TEXT` tells how"
            self.losses.append(read_as(message, nowhere))
        if self.before:
            message = f"{counted(self.before, 'year')} before the era with four digits, read as EDTF: -0043 is 44 BCE"
            self.losses.append(read_as(f"{message} (else --years historical)", nowhere))
        if self.twice:
            message = f"{counted(self.twice, 'row')} called as one before: each is an entry of its own"
            self.losses.append(read_as(message, nowhere))
        head = {"title": next(iter(self.sources.values()))["title"]}
        head |= {"calendar": self.calendar} if self.calendar else {}
        sections: Sections = {"chronology": head, "sources": self.sources}
        if self.people:
            sections["people"] = self.people
        sections[self.section] = self.entries
        return Imported(sections, tuple(self.losses))


def _columns(asked: Mapping[str, str]) -> dict[str, str]:
    """The column of each field; raises `Unreadable` where a field is none, or too little is said."""
    wrong = [
        Diagnostic(
            "import",
            f"'{field}' is no field of an entry",
            help=did_you_mean(field, FIELDS) or f"fields are {', '.join(FIELDS)}",
        )
        for field in asked
        if field not in FIELDS
    ]
    if not wrong and not {"id", "name"} & set(asked):
        help = "as in --columns id=Shelfmark,name=Title,date=Dated"
        wrong.append(Diagnostic("import", "which column has the id, or the name, is not said", help=help))
    if wrong:
        raise Unreadable(wrong)
    return dict(asked)


def is_sheet(file: Foreign) -> bool:
    """Whether a file is a spreadsheet, by its name or by how it begins."""
    return PurePath(file.name).suffix.casefold() in SPREADSHEETS or file.content[:4] == b"PK\x03\x04"


def sheet_of(file: Foreign, sheet: str, found: list[Diagnostic]) -> list[Row] | None:
    """The rows of a spreadsheet; raises `Unreadable` where it cannot be read as one."""
    from chrono.loading import spreadsheets

    try:
        with zipfile.ZipFile(BytesIO(file.content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                message = f"it holds more than {MOST_UNPACKED // 1_000_000} MB when it is unpacked"
                raise Unreadable([Diagnostic("import", message, file.place(), "save the sheet as CSV")])
        wrong: list[Diagnostic] = []
        read = spreadsheets.rows_of(file.content, file.name, sheet, file.place(), wrong)
        found += [replace(one, help=one.help.replace("`sheet: ", "`--sheet ")) for one in wrong]
    except zipfile.BadZipFile:
        raise Unreadable([Diagnostic("import", "this is no spreadsheet that can be read", file.place())]) from None
    except spreadsheets.Missing:
        help = "pip install 'chrono-dating[spreadsheets]', or save the table as CSV"
        message = "spreadsheets are read by python-calamine, which is not installed"
        raise Uninstalled([Diagnostic("not-installed", message, file.place(), help)]) from None
    return None if read is None else read[0]
