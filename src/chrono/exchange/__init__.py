"""Foreign formats: what other tools wrote, as the content of a chronology's file.

`read` takes the bytes of files, gives an `Imported`: sections as they stand in YAML, and what could not be carried. To
add a format, write a module with a function `read(files, asked)` and `sniffs(file)`, and add its line to the table. A
module is loaded when its format is first asked for. Nothing here touches the network, and nothing a file says is run.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from chrono.exchange.imported import AskedOf, Foreign, Imported, Unreadable

FORMATS = {
    "chronolog": "a model of ChronoLog (.clog)",
    "harris": "a Harris matrix: LST of BASP Harris, ArchEd or Stratify, or CSV with the units above and below each",
}
"""By the name of a format what it is."""

__all__ = ["FORMATS", "AskedOf", "Foreign", "Imported", "Unreadable", "read", "sniffed"]


def _module(format: str) -> ModuleType:
    return import_module(f"chrono.exchange.{format}")


def sniffed(file: Foreign) -> str:
    """The format that the content of a file is in, "" where none of them knows it."""
    return next((format for format in FORMATS if _module(format).sniffs(file)), "")


def read(format: str, files: Sequence[Foreign], asked: AskedOf | None = None) -> Imported:
    """What files of one format hold; raises `Unreadable` with every mistake in them."""
    found: Imported = _module(format).read(files, asked or AskedOf())
    return found
