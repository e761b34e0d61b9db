"""Foreign formats: what other tools wrote as the content of a chronology's file, and what is known in their formats.

`read` takes the bytes of files, gives an `Imported`: sections as they stand in YAML, and what could not be carried.
`write` takes what is known, gives an `Exported`: the bytes of one file, and what it could not hold. To add a format,
write a module with functions `read(files, asked)` and `sniffs(file)`, or `write(material, choices)`, and add its line
to the table. A module is loaded when its format is first asked for. Nothing here touches the network, and nothing a
file says is run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from types import ModuleType
from typing import Any

from chrono.answers.material import Material
from chrono.core.diagnostics import MOST_OF_A_KIND, Diagnostic, counted
from chrono.exchange.exported import Choices, Exported, Inexpressible
from chrono.exchange.imported import MOST_BYTES, AskedOf, Foreign, Imported, Uninstalled, Unreadable

FORMATS = {
    "chronolog": "a model of ChronoLog (.clog, or its tables of sequences and synchronisms)",
    "harris": "a Harris matrix: LST of BASP Harris, ArchEd, Stratify; tables of units above and below; Phaser; GraphML",
    "tei": "TEI: dates of manuscripts, texts and letters, people, events",
    "periodo": "PeriodO: periods",
    "linked-places": "Linked Places: when places were",
    "cidoc-crm": "CIDOC CRM and Linked Art as JSON-LD: what has a time-span",
    "oxcal": "a model of OxCal, without its distributions",
    "table": "a table (CSV, TSV, XLSX, ODS), with --columns that say what is where",
    "csl": "CSL-JSON (Zotero): sources",
    "bibtex": "BibTeX: sources",
    "gedcom": "GEDCOM: people with their births and deaths, marriages",
}
"""By the name of a format that is read what it is."""
SOURCES = ("csl", "bibtex")
"""Formats of what a chronology cites: no span comes of them."""
YEARS_LEFT_OPEN = ("table", "harris", "tei")
"""Formats that do not always say themselves how years before the era are counted."""
_READERS = {"oxcal": "oxcal_reading", "cidoc-crm": "cidoc_crm_reading"}
"""The module that reads a format, where it is not called as the format is."""


@dataclass(frozen=True, slots=True)
class Written:
    """A format that is written: what it is, the function that writes it, and the ending of its files."""

    what: str
    by: str
    ending: str
    reasons: bool = False
    """Whether it tells the evidence behind each bound."""
    binary: bool = False


WRITTEN = {
    "chronolog": Written("a model of ChronoLog", "chronolog_writing:write", ".clog"),
    "chronolog-csv": Written("a table of sequences for ChronoLog", "chronolog_tables:write", ".csv"),
    "tei": Written(
        "TEI, or with --onto the dates of a file that was imported", "tei_writing:write", ".xml", reasons=True
    ),
    "edtf": Written("lines of EDTF: the id, when it began, when it was finished", "edtf:write", ".edtf"),
    "periodo": Written("periods of PeriodO", "periodo:write", ".periodo.json"),
    "linked-places": Written("Linked Places, for anything that has its times", "linked_places:write", ".lp.json"),
    "cidoc-crm": Written("CIDOC CRM as JSON-LD, with --reasons by CRMinf", "cidoc_crm:write", ".crm.json"),
    "linked-art": Written("records of Linked Art, as JSON-LD", "cidoc_crm:linked_art", ".la.json"),
    "oxcal": Written(
        "commands of OxCal: windows, or with --model the inferences", "oxcal:write", ".oxcal", reasons=True
    ),
    "vega-lite": Written("a drawing of windows, for Vega-Lite", "vega_lite:write", ".vl.json"),
    "harris": Written(
        "a Harris matrix as CSV: units with those above, below and equal", "harris_writing:table", ".csv"
    ),
    "lst": Written("a Harris matrix as LST", "harris_writing:listed", ".lst"),
    "graphml": Written("a Harris matrix as GraphML, with windows", "harris_writing:graphml", ".graphml"),
    "dot": Written("a Harris matrix as DOT, with windows", "harris_writing:dot", ".dot"),
}
"""By the name of a format that is written what it is."""

__all__ = [
    "FORMATS",
    "SOURCES",
    "WRITTEN",
    "YEARS_LEFT_OPEN",
    "AskedOf",
    "Choices",
    "Exported",
    "Foreign",
    "Imported",
    "Inexpressible",
    "Uninstalled",
    "Unreadable",
    "Written",
    "read",
    "sniffed",
    "write",
]


def _reader(format: str) -> ModuleType:
    return import_module(f"chrono.exchange.{_READERS.get(format, format).replace('-', '_')}")


def sniffed(file: Foreign) -> str:
    """The format that the content of a file is in, "" where none of them knows it."""
    return next((format for format in FORMATS if _reader(format).sniffs(file)), "")


def read(format: str, files: Sequence[Foreign], asked: AskedOf | None = None) -> Imported:
    """What files of one format hold; raises `Unreadable` with every mistake in them."""
    found: Imported = _reader(format).read(files, asked or AskedOf())
    if _size(found.sections) > MOST_BYTES:
        message = f"it holds more than one file of a chronology can, {MOST_BYTES // 1024 // 1024} MiB"
        raise Unreadable([Diagnostic("import", message, files[0].place(), "split it")])
    # A file may have a hundred thousand calendars that nobody knows: of each kind a hundred are told.
    return found if len(found.losses) <= MOST_OF_A_KIND else replace(found, losses=counted(found.losses))


def _size(value: Any) -> int:
    """How many characters sections have at the least when they are written."""
    if isinstance(value, dict):
        return sum(len(key) + _size(held) for key, held in value.items())
    return sum(map(_size, value)) if isinstance(value, list) else len(str(value))


def write(format: str, material: Material, choices: Choices | None = None) -> Exported:
    """What is known, in a format; raises `Inexpressible` where it has no words for it."""
    module, function = WRITTEN[format].by.split(":")
    made: Exported = getattr(import_module(f"chrono.exchange.{module}"), function)(material, choices or Choices())
    return made
