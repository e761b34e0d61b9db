"""The lists that `chrono add` writes: reigns and pontificates by which sources are dated, with what they rest on.

Takes a chronology's folder and names of lists, gives what was written there. A list is a plain file of evidence, kept
as such in `reigns/` beside this module: once written it belongs to the chronology, and nothing in it is hidden in the
tool. Never writes into a folder that holds no chronology, and never a list whose ids are taken there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from os.path import lexists
from pathlib import Path
from typing import NamedTuple

from chrono.loading import load
from chrono.standard.writing import write_files

HERE = Path(__file__).parent / "reigns"
_ID = re.compile(r"^  ([a-z][\w-]*):", re.MULTILINE)
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)


class Listed(NamedTuple):
    """A list that can be added: its name, what it holds, and where in a chronology's folder it is written."""

    name: str
    title: str

    @property
    def path(self) -> Path:
        """Where the list stands within a chronology."""
        return Path("evidence", f"{self.name}.yaml")

    def read(self) -> bytes:
        """The file as it is written; raises OSError."""
        return (HERE / f"{self.name}.yaml").read_bytes()


class Taken(Exception):
    """Ids of a list that the chronology uses already, sorted; nothing was written."""

    def __init__(self, listed: Listed, ids: tuple[str, ...]) -> None:
        self.listed, self.ids = listed, ids
        super().__init__(", ".join(ids))


def available() -> tuple[Listed, ...]:
    """Every list, sorted by name."""
    return tuple(Listed(path.stem, _title(path)) for path in sorted(HERE.glob("*.yaml")))


def contents(lists: Iterable[Listed]) -> dict[Path, bytes]:
    """The file of each list by its path within a chronology's folder."""
    return {listed.path: listed.read() for listed in lists}


def add(folder: Path, lists: Iterable[Listed]) -> tuple[Path, ...]:
    """Writes lists into the folder of a chronology, all or none; gives their paths within it.

    Raises `Taken` where an id of a list is declared there, `Occupied` where a file exists, and `OSError`.
    """
    chosen = tuple(lists)
    loaded = load(folder).chronology
    declared = {e.id for e in loaded.entries} | {id for id, _ in loaded.sources} if loaded else set()
    files = contents(chosen)
    for listed in chosen:
        if lexists(folder / listed.path):
            continue  # that it is there says more than that its ids are
        ids = declared & set(_ID.findall(files[listed.path].decode()))
        if ids:
            raise Taken(listed, tuple(sorted(ids)))
    write_files(folder, files)
    return tuple(files)


def unread(folder: Path, paths: Iterable[Path]) -> tuple[Path, ...]:
    """Those of the files in a chronology's folder that its `include` leaves out."""
    from chrono.loading.files import gather
    from chrono.loading.sources import Folder

    files, _ = gather(Folder(folder), ())
    read = {file.name for file in files}
    return tuple(path for path in paths if path.as_posix() not in read)


def _title(path: Path) -> str:
    found = _TITLE.search(path.read_text(encoding="utf-8").partition("\n")[2])
    return found[1].rstrip(".") if found else path.stem
