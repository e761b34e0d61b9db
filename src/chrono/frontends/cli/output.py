"""Writing answers: UTF-8 wherever a file or pipe reads them, and quietly into a pipe that nobody reads any more."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from chrono.reports.page import Page


def prepare_streams() -> None:
    """Any character can be written: a terminal gets its own encoding, everything else UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream.isatty():
            reconfigure(errors="replace")
        else:
            # Surrogates stand for the bytes of a file's name that are not UTF-8: escaped, they are also valid JSON.
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def write(text: str, stream: TextIO | None = None, *, flush: bool = True) -> bool:
    """Writes to standard output (or another stream); False, without a word, where the reader has gone."""
    out = stream or sys.stdout
    try:
        out.write(text)
        if flush:
            out.flush()
    except BrokenPipeError:
        # What is still buffered has no reader either: without this Python would complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
        return False
    return True


def append(path: Path, text: str) -> None:
    """Adds to a file that a service collects; where that fails, a word on standard error and no more."""
    try:
        with path.open("a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
    except OSError as error:
        complain(f"no summary written to {path}: {error.strerror or error}")


def complain(text: str) -> None:
    """Writes to standard error."""
    if text:
        write(text if text.endswith("\n") else f"{text}\n", sys.stderr)


def page() -> Page:
    """The page for standard output: a terminal's own width and colour, else 100 columns (or COLUMNS), no colour."""
    from chrono.reports.page import Page

    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size((100, 24)).columns if terminal else _columns()
    return Page(max(20, width), terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb")


def _columns() -> int:
    given = os.environ.get("COLUMNS", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 and int(given) > 0 else 100


def write_bytes(content: bytes) -> None:
    """Writes bytes to standard output, quietly where its reader has gone."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
