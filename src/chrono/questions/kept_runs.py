"""Runs that are done, kept in a file as they end, so that a command that was interrupted or killed goes on from there.

Takes the path and what the runs are of, gives the runs done before. A run has one line, written whole or not read; one
that stands there twice counts once. Raises `Unanswerable` for a file of other runs, and where it cannot be written.
"""

from __future__ import annotations

import json
from hashlib import sha256
from os.path import exists, isfile
from pathlib import Path

from chrono.core.diagnostics import Diagnostic
from chrono.core.version import __version__
from chrono.questions.options import Unanswerable

Run = tuple[int, tuple[int | None, ...] | None]
"""How much was left out that cannot be as it was varied; and by how many steps each bound has moved, None where it is
open, or None for all of them where the evidence contradicts itself."""
LINES = 2
"""What a line says, by number: it was another thing in earlier versions."""


class Kept:
    """The file of the runs of one question; `of` is what they depend on besides the version."""

    def __init__(self, path: Path, of: object) -> None:
        self.path = path
        self._head = {"runs": sha256(repr(of).encode()).hexdigest(), "chrono": __version__, "lines": LINES}
        self.done: dict[tuple[str, int], Run] = {}
        if exists(path) and not isfile(path):
            raise self._refused(f"{path} cannot be used: it is no file", "name another file")
        try:
            text = path.read_text(encoding="utf-8") if path.exists() else ""
            # What was cut off in the midst of a line was never counted.
            whole = text[: text.rfind("\n") + 1]
            if whole:
                self._read(whole)
            with path.open("r+" if path.exists() else "w", encoding="utf-8") as file:
                file.truncate(len(whole.encode()))
            if not whole:
                self._append(json.dumps(self._head))
        except (OSError, ValueError, TypeError) as error:
            said = getattr(error, "strerror", None) or str(error)
            raise self._refused(f"{path} cannot be used: {said.lower()}", "name another file") from error

    def add(self, task: tuple[str, int], run: Run) -> None:
        """Keeps a run that is done, by how it varies and its number."""
        self.done[task] = run
        try:
            self._append(json.dumps([*task, *run], separators=(",", ":")))
        except OSError as error:
            message = f"{self.path} cannot be written: {(error.strerror or str(error)).lower()}"
            raise self._refused(message, "make room and ask again: what is in it is kept") from error

    def _read(self, text: str) -> None:
        head, *lines = text.splitlines()
        if json.loads(head) != self._head:
            message = f"{self.path} has the runs of another question, seed, version or state of the files"
            raise self._refused(message, "name another file, or remove it")
        for line in lines:
            way, number, excluded, moved = json.loads(line)
            self.done[way, number] = excluded, None if moved is None else tuple(moved)

    def _append(self, line: str) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def _refused(self, message: str, help: str) -> Unanswerable:
        return Unanswerable([Diagnostic("runs", message, help=help)])
