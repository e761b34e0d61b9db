"""The tables that a chronology names: each file read once, whatever reads its rows.

Takes the name of a table as an entry gives it, gives the table, or says what is wrong where it is named. Text is read
by delimited.py; what reads spreadsheets is loaded when the first is met (spreadsheets.py).
"""

from __future__ import annotations

import re
from dataclasses import replace

from chrono.core.diagnostics import Diagnostic, Place
from chrono.core.limits import Limit
from chrono.core.sources import Source
from chrono.core.text import printable
from chrono.loading import delimited
from chrono.loading.files import File, mend, missing, outside, read_bytes, read_text
from chrono.loading.nodes import Fields, Scalar, words
from chrono.loading.rows import Row, Table, table_of
from chrono.loading.syntax import unprintable

SPREADSHEET = re.compile(r"\.(?:xlsx|xlsm|xlsb|xls|ods|fods|numbers)\Z", re.IGNORECASE)
_WILD = re.compile(r"[*?\[]")


class Tables:
    """The tables of a source, each read when it is first named."""

    def __init__(self, source: Source, limit: Limit) -> None:
        self.source, self._limit = source, limit
        self.found: list[Diagnostic] = []
        self.files: dict[str, File] = {}
        """As they are shown: a sheet of several has a name of its own."""
        self.tables: dict[str, Table] = {}
        """By the name of the file, which for a sheet of several ends in the name of the sheet."""
        self.uninstalled: Diagnostic | None = None
        """What is wrong where a spreadsheet cannot be read for want of what reads it."""
        self._read: dict[tuple[str, str], Table | None] = {}
        self._whole: dict[str, File] = {}

    def table(self, record: Fields) -> Table | None:
        """The table that an entry names; None where it cannot be read, or has no rows, which is reported."""
        asked = record.get("table")
        if not isinstance(asked, Scalar):
            return None
        sheet = record.get("sheet")
        key = asked.text, words(sheet)
        if key not in self._read:
            self._read[key] = self._opened(asked, sheet if isinstance(sheet, Scalar) else None)
        return self._read[key]

    def _opened(self, asked: Scalar, sheet: Scalar | None) -> Table | None:
        name, before = asked.text, len(self.found)
        if failure := outside(self.source, name, asked.place):
            self.found.append(failure)
            return None
        if message := missing(self.source, name):
            help = mend(self.source, name, "the name is relative to the folder of events.yaml")
            if _WILD.search(name):
                help = "a table is one file: give each an entry of its own, or put them into one"
            self._refused(message, asked.place, help)
            return None
        rows = self._sheet(asked, sheet) if SPREADSHEET.search(name) else self._text(asked, sheet)
        if rows is None:
            return None
        shown, read = rows
        table = table_of(shown, read, self.found)
        if table is None:
            return None
        if not table.rows and len(self.found) == before:
            self._refused(f"'{shown}' has no rows", asked.place, "its first line names the columns")
            return None
        self.tables[shown] = table
        return table

    def _text(self, asked: Scalar, sheet: Scalar | None) -> tuple[str, list[Row]] | None:
        if sheet is not None:
            self._refused(f"'{asked.text}' is text and has no sheets", sheet.place, "leave `sheet` out")
            return None
        file = read_text(self.source, asked.text)
        self.files[file.name] = file
        if file.data.startswith(_SPREADSHEETS):
            message = f"'{printable(asked.text)}' is a spreadsheet, and no text, whatever it is called"
            self._refused(message, asked.place, "call it .xlsx or .ods, as what it is, or save it as CSV UTF-8")
            return None
        self.found += [_saved(d) if d.code == "not-utf8" else d for d in file.diagnostics]
        if not file.readable:
            return None
        if failure := unprintable(file.text, file.name):
            self.found.append(failure)
            return None
        rows = delimited.rows_of(file.text, file.name, self.found, self._limit)
        return None if rows is None or not self._few(file.name, rows, asked.place) else (file.name, rows)

    def _sheet(self, asked: Scalar, sheet: Scalar | None) -> tuple[str, list[Row]] | None:
        if not asked.text.casefold().endswith((".xlsx", ".xlsm", ".ods")):
            self._refused(f"'{asked.text}' is of a kind that is not read", asked.place, "save it as XLSX, ODS or CSV")
            return None
        # What only spreadsheets need.
        from chrono.loading import spreadsheets

        once = asked.text not in self._whole
        if once:
            self._whole[asked.text] = read_bytes(self.source, asked.text)
        file = self._whole[asked.text]
        if not file.readable:
            self.found += file.diagnostics if once else ()
            return None
        place = sheet.place if sheet is not None else asked.place
        try:
            read = spreadsheets.rows_of(file.data, printable(asked.text), words(sheet), place, self.found)
        except spreadsheets.Missing:
            message = "spreadsheets are read by python-calamine, which is not installed"
            help = "pip install 'chrono-dating[spreadsheets]'; or save the table as CSV"
            self.uninstalled = self.uninstalled or Diagnostic("not-installed", message, asked.place, help)
            return None
        if read is None:
            return None
        rows, text, shown = read
        if not self._few(shown, rows, asked.place):
            return None
        self.files[shown] = replace(file, name=shown, text=text)
        return shown, rows

    def _few(self, name: str, rows: list[Row], place: Place) -> bool:
        """Whether a table has no more rows, its heads among them, than are read."""
        if len(rows) <= delimited.MOST_ROWS:
            return True
        message = f"more than {delimited.MOST_ROWS:,} rows stand in {name}"
        self.found.append(Diagnostic("too-large", message, place, "split it into several chronologies"))
        return False

    def _refused(self, message: str, place: Place, help: str) -> None:
        self.found.append(Diagnostic("table", message, place, help))


_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How the files of spreadsheets begin: XLSX and ODS, which are ZIP archives, and the XLS of old."""


def _saved(failure: Diagnostic) -> Diagnostic:
    """How a table is saved as UTF-8, in the words of the programs that write other encodings."""
    return replace(
        failure, help="save it as UTF-8: in Excel `CSV UTF-8`, in LibreOffice the character set `Unicode (UTF-8)`"
    )
