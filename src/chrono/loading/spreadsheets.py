"""Tables in spreadsheets (XLSX, ODS): the rows of one sheet as texts.

Takes the bytes of a file, gives its rows as a table of text would, and a text of the sheet in which line and column of
each cell are true, so that a mistake can be shown. A day that the spreadsheet keeps as a number of its own is marked as
`Unwritten`: what was typed may have been a month or a year. The reading itself is python-calamine's.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
import zipfile
from datetime import date, datetime, time, timedelta
from io import BytesIO

from chrono.core.diagnostics import Diagnostic, Place
from chrono.core.text import harmless
from chrono.loading.rows import Row, Unwritten

ENDINGS = (".xlsx", ".xlsm", ".ods")
MOST_UNPACKED = 1024 * 1024 * 1024
"""Bytes of what a spreadsheet file holds, which is packed."""
MOST_CELLS = 10_000_000
"""From the first cell to the last used one, empty ones included."""
_CELL = re.compile(rb'<c [^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"([^>]*)>')
_UNCALCULATED = re.compile(rb'<c (?![^>]*\bt="str")[^>]*><f\b[^>]*>[^<]*</f>\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>')
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
BETWEEN = " | "
"""What stands between the cells of a row where it is shown."""


class Missing(Exception):
    """What reads spreadsheets is not installed."""


def rows_of(
    data: bytes, name: str, sheet: str, asked: Place, found: list[Diagnostic]
) -> tuple[list[Row], str, str] | None:
    """The rows of a sheet, the text in which they stand, and the sheet's name where there are several; None where it
    cannot be read. `sheet` is "" where none is named; raises `Missing`."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError as error:
        raise Missing from error

    def refuse(message: str, help: str) -> None:
        found.append(Diagnostic("table", message, asked, help))

    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                refuse(f"'{name}' is too large when unpacked", "split it, or save the sheet as CSV")
                return None
            if packed.testzip() is not None:
                # A part may be larger than the file says: what unpacks it would go on until the memory is full.
                raise zipfile.BadZipFile
            book = CalamineWorkbook.from_filelike(BytesIO(data))
            filled = list(book.sheet_names)
            if not sheet and len(filled) > 1:
                refuse(
                    f"'{name}' has {len(filled)} sheets",
                    f"say which, as in `sheet: {filled[0]}`: they are {', '.join(filled)}",
                )
                return None
            if sheet and sheet not in filled:
                refuse(f"'{name}' has no sheet '{sheet}'", "its sheets are: " + ", ".join(filled))
                return None
            called = sheet or filled[0]
            shown = f"{name}#{called}" if len(filled) > 1 else name
            part = _part(packed, called)
            if part is not None and not _sound(part, shown, asked, found):
                return None
        values = book.get_sheet_by_name(called).to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, ET.ParseError, KeyError, ValueError, OSError, EOFError):
        refuse(
            f"'{name}' is no spreadsheet that can be read", "save it anew as XLSX or ODS without a password, or as CSV"
        )
        return None
    rows, lines = [], []
    for number, cells in enumerate(values, 1):
        texts = tuple(_text(cell) for cell in cells)
        shown_cells = [" ".join(text.split()) for text in texts]
        columns, at = [], 1
        for text in shown_cells:
            columns.append(at)
            at += len(text) + len(BETWEEN)
        lines.append(BETWEEN.join(shown_cells).rstrip())
        if any(texts):
            rows.append(Row(number, texts, tuple(columns)))
    return rows, "\n".join(lines), shown


def _part(packed: zipfile.ZipFile, sheet: str) -> bytes | None:
    """The XML of a sheet of an XLSX file; None in files of other kinds."""
    if "xl/workbook.xml" not in packed.namelist():
        return None
    relations = ET.fromstring(packed.read("xl/_rels/workbook.xml.rels"))
    targets = {r.get("Id"): r.get("Target", "") for r in relations}
    for element in ET.fromstring(packed.read("xl/workbook.xml")).iter():
        if element.tag.endswith("}sheet") and element.get("name") == sheet:
            target = targets.get(element.get(_REL), "")
            return packed.read(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
    return None


def _sound(part: bytes, name: str, asked: Place, found: list[Diagnostic]) -> bool:
    """Whether a sheet can be read whole: it is not vast, and no cell stands for a value that is not in the file."""
    rows, letters, before = 0, set(), len(found)
    for cell in _CELL.finditer(part):
        rows = max(rows, int(cell[2]))
        letters.add(cell[1])
        if b't="e"' in cell[3] or b't="e"' in cell[0]:
            at = cell[1].decode() + cell[2].decode()
            message = f"the cell {at} of {name} holds an error of its formula"
            found.append(Diagnostic("table", message, asked, "mend the formula, or write the value itself"))
    width = max((_number(letter) for letter in letters), default=0)
    if rows * width > MOST_CELLS:
        message = f"{name} is used down to row {rows:,} and across {width:,} columns"
        found.append(
            Diagnostic("too-large", message, asked, "delete what stands far from the table, or save it as CSV")
        )
    if _UNCALCULATED.search(part):
        message = f"{name} has formulas that were never calculated"
        found.append(Diagnostic("table", message, asked, "open it in a spreadsheet, save it, and read again"))
    return len(found) == before


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def letters(number: int) -> str:
    """How a spreadsheet calls a column, counted from 0: A, B, … Z, AA."""
    said = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        said = chr(65 + rest) + said
    return said


def _text(cell: str | float | bool | date | datetime | time | timedelta | None) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case datetime():
            return Unwritten(cell.date().isoformat() if cell.time() == time() else cell.isoformat(" "))
        case date() | time():
            return Unwritten(cell.isoformat())
        case timedelta():
            return Unwritten(str(cell))
        case _:
            return harmless(str(cell)).strip()
