"""What `chrono init` writes: a small, true, cited chronology, the standard rules, and what a repository needs.

Takes a folder, gives the files written there. All or nothing: never overwrites, and a file is either whole or not
there. The rules live once in the project, in `rules/` at its root; an installed package has them beside this
module.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from chrono.loading import json_schema
from chrono.standard import lists
from chrono.standard.source import install_command
from chrono.standard.writing import Occupied, write_files

__all__ = [
    "MAIN",
    "SCHEMA",
    "WORKFLOW",
    "Occupied",
    "contents",
    "examples",
    "standard_rules",
    "with_rules",
    "write_example",
    "write_into",
]

HERE = Path(__file__).parent
MAIN = Path("events.yaml")
SCHEMA = Path("chronology.schema.json")
WORKFLOW = Path(".github", "workflows", "chrono.yaml")


def standard_rules() -> Path:
    """The folder of the standard rules: shipped with the package, or at the root of a source checkout."""
    shipped = HERE / "rules"
    return shipped if shipped.is_dir() else HERE.parents[2] / "rules"


def examples() -> dict[str, Path]:
    """The folders of the worked cases by name, sorted: shipped with the package, or in a source checkout."""
    shipped = HERE / "examples"
    folder = shipped if shipped.is_dir() else HERE.parents[2] / "examples"
    return {path.parent.name: path.parent for path in sorted(folder.glob(f"*/{MAIN}"))}


def write_example(name: str, folder: Path) -> tuple[Path, ...]:
    """Writes a copy of a worked case into a folder, made where it is missing; gives the paths within it, sorted.

    Raises `KeyError` where none is called so, and otherwise what `write_into` raises: all is written or nothing.
    """
    case = examples()[name]
    files = {path.relative_to(case): path.read_bytes() for path in sorted(case.rglob("*")) if path.is_file()}
    write_files(folder, files, last=MAIN)
    return tuple(files)


def contents(source: str | None, *, bare: bool = False) -> dict[Path, bytes]:
    """Every file of a new chronology by its path within the folder, sorted; a bare one has rules, and nothing dated.

    Besides the evidence: the schema that the first line of each file names to editors, a configuration of pre-commit,
    and, where a `source` is known from which any machine can install chrono, a workflow that checks the hypotheses at
    every change.
    """
    found = {MAIN: HERE / ("bare.yaml" if bare else "events.yaml")}
    found |= {} if bare else {Path("evidence", path.name): path for path in HERE.glob("evidence/*.yaml")}
    found |= {Path("rules", path.name): path for path in standard_rules().glob("*.yaml")}
    found[Path(".pre-commit-config.yaml")] = HERE / "repository" / "pre-commit.yaml"
    files = {path: found[path].read_bytes() for path in found}
    files[SCHEMA] = (json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n").encode()
    if source is not None:
        workflow = (HERE / "repository" / "workflow.yaml").read_text(encoding="utf-8")
        files[WORKFLOW] = workflow.replace("pip install chrono-dating", install_command(source)).encode()
    return {path: files[path] for path in sorted(files)}


def with_rules(events: bytes) -> dict[Path, bytes]:
    """The files of a chronology of one file, with the standard rules beside it."""
    rules = sorted(standard_rules().glob("*.yaml"))
    return {MAIN: events} | {Path("rules", path.name): path.read_bytes() for path in rules}


def write_into(
    folder: Path, source: str | None, added: Iterable[lists.Listed] = (), *, bare: bool = False
) -> tuple[Path, ...]:
    """Writes a new chronology into a folder, made where it is missing; gives the paths within it.

    With it the lists that are `added`. Raises `Occupied` before anything is written where one of the files exists,
    and `OSError` where it cannot be written: what was written until then is taken away again. Until `events.yaml` is
    there, which comes last, nothing is a chronology, and the next run completes what a killed one has begun.
    """
    files = contents(source, bare=bare) | lists.contents(added)
    write_files(folder, files, last=MAIN)
    return tuple(files)
