"""The answer of `chrono infer` as a table for spreadsheets: CSV, or XLSX by XlsxWriter.

Takes an `Inference`, gives a row for each span: both windows as a person reads them, in the chronology's calendar;
their ends in ISO 8601, gaps written out, the evidence behind each bound, and the file and line of the entry. A cell is
a text or a number, never a formula. The same answer gives the same bytes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime

from chrono.answers.infer import Bound, Inference, SpanResult
from chrono.answers.overview import certainty, deciding, width
from chrono.dates import Scale, iso
from chrono.reports import words
from chrono.reports.page import Page

COLUMNS = (
    "id",
    "kind",
    "name",
    "begun",
    "finished",
    "begun_earliest",
    "begun_latest",
    "begun_gaps",
    "finished_earliest",
    "finished_latest",
    "finished_gaps",
    "width",
    "begun_earliest_because",
    "begun_latest_because",
    "finished_earliest_because",
    "finished_latest_because",
    "certainty",
    "file",
    "line",
)
REPAIRED = ("firm", "hangs_on")
"""Further columns of contradictory evidence: how the window stands, and the numbers of the repairs that move it."""
FIRM = {"firm": "yes", "steady": "as certain", "cheap": "as cheap", "hangs": "no", "unknown": ""}


class Uninstalled(Exception):
    """What writes spreadsheets is not installed."""


def rows(answer: Inference) -> Iterator[tuple[str | int, ...]]:
    """The cells of each row below the names of the columns; a bound that is open, or not known, is empty."""
    for result in answer.results:
        yield tuple(_cells(result, answer.asked.scale))


def _cells(result: SpanResult, scale: Scale) -> Iterator[str | int]:
    yield from (result.id, result.kind, result.name)
    yield from (words.short(bound.window, scale, alone=True) for bound in (result.start, result.end))
    for bound in (result.start, result.end):
        yield from _window(bound, scale)
    steps = width(result)
    yield "" if steps is None else steps
    for bound in (result.start, result.end):
        yield from (" ".join(deciding(reason)) for reason in (bound.earliest, bound.latest))
    yield from (certainty(result), result.place.file, result.place.line or "")
    if result.stands:
        yield FIRM[result.stands]
        yield " ".join(str(other.repair) for other in result.under)


def columns(answer: Inference) -> tuple[str, ...]:
    """The names of the columns."""
    return (*COLUMNS, *REPAIRED) if answer.repaired else COLUMNS


def _window(bound: Bound, scale: Scale) -> Iterator[str]:
    window = bound.window
    least, most = window.hull if window.proven else (window.outer or (None, None))
    yield iso(least, scale) or ""
    yield iso(most, scale) or ""
    runs = window.intervals if window.proven and len(window.intervals) > 1 else ()
    yield "; ".join(f"{iso(first, scale) or '..'}/{iso(last, scale) or '..'}" for first, last in runs)


def text(answer: Inference, page: Page) -> str:
    """CSV with commas, as a spreadsheet and a program read it."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(columns(answer))
    writer.writerows(rows(answer))
    return made.getvalue()


def workbook(answer: Inference) -> bytes:
    """An XLSX file of one sheet; raises `Uninstalled`."""
    try:
        import xlsxwriter
    except ImportError as error:
        raise Uninstalled from error
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        # The day on which it was written would make other bytes of the same answer.
        book.set_properties({"created": datetime(2000, 1, 1)})
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("windows")
        sheet.freeze_panes(1, 1)
        for number, column in enumerate(columns(answer)):
            sheet.write_string(0, number, column, bold)
        line = 0
        for line, row in enumerate(rows(answer), 1):
            for number, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(line, number, cell)
                elif cell:
                    sheet.write_string(line, number, cell)
        sheet.autofilter(0, 0, line, len(columns(answer)) - 1)
    return made.getvalue()
