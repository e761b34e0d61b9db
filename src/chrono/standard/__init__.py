"""What `chrono init` writes: a small, true, cited chronology, the standard rules, and what a repository needs.

Takes a folder, gives the files written there. All or nothing: never overwrites, and a file is either whole or not
there. The rules live once in the project, in `rules/` at its root; an installed package has them beside this
module.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from chrono.loading import json_schema

HERE = Path(__file__).parent
SCHEMA = Path("chronology.schema.json")


class Occupied(Exception):
    """Files that would be overwritten; nothing was written."""

    def __init__(self, paths: tuple[Path, ...]) -> None:
        self.paths = paths
        super().__init__(", ".join(map(str, paths)))


def standard_rules() -> Path:
    """The folder of the standard rules: shipped with the package, or at the root of a source checkout."""
    shipped = HERE / "rules"
    return shipped if shipped.is_dir() else HERE.parents[2] / "rules"


def contents() -> dict[Path, bytes]:
    """Every file of a new chronology by its path within the folder, sorted.

    Besides the evidence: the schema that the first line of each file names to editors, a workflow that checks the
    hypotheses at every change, and the same before each commit.
    """
    found = {Path("events.yaml"): HERE / "events.yaml"}
    found |= {Path("evidence", path.name): path for path in HERE.glob("evidence/*.yaml")}
    found |= {Path("rules", path.name): path for path in standard_rules().glob("*.yaml")}
    found[Path(".github", "workflows", "chrono.yaml")] = HERE / "repository" / "workflow.yaml"
    found[Path(".pre-commit-config.yaml")] = HERE / "repository" / "pre-commit.yaml"
    files = {path: found[path].read_bytes() for path in found}
    files[SCHEMA] = (json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n").encode()
    return {path: files[path] for path in sorted(files)}


def write_into(folder: Path) -> tuple[Path, ...]:
    """Writes a new chronology into a folder, made where it is missing; gives the paths within it.

    Raises `Occupied` before anything is written where one of the files exists, and `OSError` where it cannot be
    written: what was written until then is taken away again.
    """
    files = contents()
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
    return tuple(files)


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
