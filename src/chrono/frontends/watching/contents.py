"""What the files of a folder hold, as digests: whether anything was saved that is not as before.

Takes a folder and files from elsewhere, gives the names of those that are new, gone or hold something else. A file that
was touched, or saved as it was, tells nothing. Reads bytes alone, of files that a chronology could be made of.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import time_ns
from typing import NamedTuple

ENDINGS = (".yaml", ".yml", ".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
"""Of files that can be evidence, tables of it, or be mistaken for either."""
PASSED_OVER = frozenset({"node_modules", "__pycache__"})
"""Folders in which nobody keeps evidence, besides the hidden ones."""
SETTLED = 2_000_000_000
"""Nanoseconds after which a file that is written again has another time: clocks of file systems are coarse."""


class _Known(NamedTuple):
    """A file as it was found: the number, size and time of its entry, and the digest of what it held."""

    stamp: tuple[int, int, int]
    digest: str
    settled: bool


class Contents:
    """The files of a folder and others, as they were when they were last looked at."""

    def __init__(self, folder: Path, others: Iterable[Path] = ()) -> None:
        self.folder, self.others = folder, tuple(others)
        self._known: dict[str, _Known] = {}

    def look(self) -> tuple[str, ...]:
        """Looks again; the names of the files that are not as they were before, sorted."""
        before = self._known
        self._known = {name: self._found(name, path) for name, path in self._paths()}
        return tuple(
            sorted(
                name
                for name in before.keys() | self._known.keys()
                if name not in before or name not in self._known or before[name].digest != self._known[name].digest
            )
        )

    @property
    def digest(self) -> str:
        """One digest of them all, whatever order they were found in."""
        found = hashlib.sha256()
        for name, known in sorted(self._known.items()):
            found.update(f"{len(name)}:{name}:{known.digest}".encode("utf-8", "surrogateescape"))
        return found.hexdigest()

    def _found(self, name: str, path: Path) -> _Known:
        try:
            at = path.stat()
            stamp = at.st_ino, at.st_size, at.st_mtime_ns
            known = self._known.get(name)
            if known is not None and known.settled and known.stamp == stamp:
                return known
            settled = time_ns() - at.st_mtime_ns > SETTLED
            return _Known(stamp, hashlib.sha256(path.read_bytes()).hexdigest(), settled)
        except OSError as error:
            return _Known((0, 0, 0), f"unread: {error.errno}", False)

    def _paths(self) -> Iterator[tuple[str, Path]]:
        for above, folders, files in os.walk(self.folder):
            folders[:] = [name for name in folders if not passed_over(name)]
            for name in files:
                if could_be_evidence(name):
                    path = Path(above, name)
                    yield path.relative_to(self.folder).as_posix(), path
        yield from ((path.as_posix(), path) for path in self.others)


def passed_over(folder: str) -> bool:
    """Whether nothing below a folder of this name is looked at."""
    return folder.startswith(".") or folder in PASSED_OVER


def could_be_evidence(name: str) -> bool:
    """Whether a file of this name can be read for a chronology; what editors leave beside a file is none."""
    return name.lower().endswith(ENDINGS) and not name.startswith((".", "~$", "#"))
