"""Writing files into a folder: all of them or none, each whole, and none in the place of another.

Takes a folder and the bytes of each file by its path within it. Never overwrites: what somebody else writes in the
meantime stays, and what was written until then is taken away again.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


class Occupied(Exception):
    """Files that would be overwritten; nothing was written."""

    def __init__(self, paths: tuple[Path, ...]) -> None:
        self.paths = paths
        super().__init__(", ".join(map(str, paths)))


def write_files(folder: Path, files: Mapping[Path, bytes]) -> None:
    """Writes the files into a folder, made where it is missing.

    Raises `Occupied` before anything is written where one of the files exists, and `OSError` where it cannot be
    written: what was written until then is taken away again.
    """
    taken = tuple(folder / path for path in files if os.path.lexists(folder / path))
    if taken:
        raise Occupied(taken)
    made: list[Path] = []
    try:
        for path, data in files.items():
            _make_folders((folder / path).parent, made)
            made.append(_write(folder / path, data))
    except BaseException:
        for path in reversed(made):
            path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)
        raise


def _make_folders(folder: Path, made: list[Path]) -> None:
    missing = [f for f in (folder, *folder.parents) if not f.exists()]
    for part in reversed(missing):
        part.mkdir(exist_ok=True)
        made.append(part)


def _write(path: Path, data: bytes) -> Path:
    """One file, whole or not at all: written beside its place, then moved there unless somebody else was faster."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".chrono-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o666 & ~_umask())
        # A link, unlike a rename, does not replace a file that has appeared in the meantime.
        try:
            os.link(temporary, path)
        except FileExistsError:
            raise Occupied((path,)) from None
        except OSError:
            os.replace(temporary, path)  # a file system without links
            return path
    finally:
        Path(temporary).unlink(missing_ok=True)
    return path


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
