"""Writing files into a folder: all of them or none, each whole, and none in the place of another.

Takes a folder and the bytes of each file by its path within it. A folder that is new appears whole, also where the
process is killed; in one that exists the file that counts comes last. Never overwrites: what somebody else writes in
the meantime stays, and where a file cannot be written, what was written until then is taken away again.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

STAGE = "chrono-init-"
ABANDONED = 3600
"""Seconds after which what a killed run left behind is taken away by the next."""


class Occupied(Exception):
    """Files that would be overwritten; nothing was written."""

    def __init__(self, paths: tuple[Path, ...]) -> None:
        self.paths = paths
        super().__init__(", ".join(map(str, paths)))


def write_files(folder: Path, files: Mapping[Path, bytes], last: Path | None = None) -> None:
    """Writes the files into a folder, made where it is missing, the `last` of them when all others are there.

    Raises `Occupied` before anything is written where one of the files exists, and `OSError` where it cannot be
    written: what was written until then is taken away again. What a killed run has left is completed: until the `last`
    is there, a file that holds the very bytes to be written is in nobody's way.
    """
    missing = [part for part in (folder, *folder.parents) if not os.path.lexists(part)]
    if not missing:
        _place_beside(folder, files, last)
    else:
        _place_whole(missing[-1], {folder.relative_to(missing[-1]) / path: data for path, data in files.items()})


def _place_whole(folder: Path, files: Mapping[Path, bytes]) -> None:
    """A folder that does not exist yet: written under another name, then renamed in one step."""
    stage = _stage(folder.parent, f".{folder.name}.{STAGE}", files)
    try:
        os.rename(stage, folder)
    except OSError:
        if os.path.lexists(folder):
            raise Occupied((folder,)) from None
        raise
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    _flush(folder.parent)


def _place_beside(folder: Path, files: Mapping[Path, bytes], last: Path | None) -> None:
    """A folder that exists, and may be somebody's working directory: each file is moved into it."""
    begun = last is not None and not os.path.lexists(folder / last)
    taken = [p for p, data in files.items() if os.path.lexists(folder / p) and not (begun and _holds(folder / p, data))]
    if taken:
        raise Occupied(tuple(folder / path for path in taken))
    stage = _stage(folder, f".{STAGE}", files)
    made: list[Path] = []
    try:
        for path in sorted(files, key=lambda path: (path == last, path)):
            if not os.path.lexists(folder / path):
                _make_folders((folder / path).parent, made)
                _move(stage / path, folder / path)
                made.append(folder / path)
    except BaseException:
        for path in reversed(made):
            path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)
        raise
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    for parent in sorted({path.parent for path in files}):
        _flush(folder / parent)


def _stage(folder: Path, prefix: str, files: Mapping[Path, bytes]) -> Path:
    """A folder of the files, whole and on the disk; taken away where they cannot be written."""
    for left in folder.glob(f"{prefix}*"):
        if time.time() - left.stat().st_mtime > ABANDONED:
            shutil.rmtree(left, ignore_errors=True)
    stage = Path(tempfile.mkdtemp(dir=folder, prefix=prefix))
    try:
        for path, data in files.items():
            (stage / path).parent.mkdir(parents=True, exist_ok=True)
            with open(stage / path, "xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        for path in sorted({stage, *((stage / path).parent for path in files)}):
            _flush(path)
        stage.chmod(0o777 & ~_umask())
    except BaseException:
        shutil.rmtree(stage, ignore_errors=True)
        raise
    return stage


def _move(path: Path, to: Path) -> None:
    # A link, unlike a rename, does not replace a file that has appeared in the meantime.
    try:
        os.link(path, to)
    except FileExistsError:
        raise Occupied((to,)) from None
    except OSError:
        os.rename(path, to)  # a file system without links


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data


def _make_folders(folder: Path, made: list[Path]) -> None:
    missing = [f for f in (folder, *folder.parents) if not os.path.exists(f)]
    for part in reversed(missing):
        part.mkdir(exist_ok=True)
        made.append(part)


def _flush(folder: Path) -> None:
    """The names in a folder, on the disk: where the system lets a folder be opened."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
