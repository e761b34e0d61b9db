"""Which files make up a chronology, and what is in them.

Takes a folder and overlays, gives the content of each file as nodes. Never reads outside the folder except overlays,
which the user names; never raises for anything a file system can hold.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path

from chrono.core.diagnostics import NOWHERE, Diagnostic, Place
from chrono.loading import yaml
from chrono.loading.nodes import Fields, Folded, Scalar, fields, harmless, position, scalars

MAIN = "events.yaml"
DEFAULT_INCLUDES = ("rules/*.yaml", "evidence/*.yaml", "hypotheses/*.yaml")
MOST_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the chronology: its name as shown to the user, its text and its content."""

    name: str
    text: str
    data: bytes
    root: Fields | None
    diagnostics: tuple[Diagnostic, ...] = ()
    readable: bool = True
    folded: tuple[Folded, ...] = ()


def gather(folder: Path, overlays: tuple[Path, ...]) -> tuple[tuple[Source, ...], tuple[Diagnostic, ...]]:
    """Every file of the chronology, `events.yaml` first, and what is wrong with the choice of files."""
    main = folder / MAIN
    if not main.is_file():
        return (), (_no_chronology(folder),)
    if failure := outside(folder, MAIN, Place(MAIN)):
        return (), (failure,)
    sources = [read(main, MAIN)]
    paths, found = _included(folder, sources[0].root)
    for name, path in paths:
        sources.append(read(path, name))
    # A file that is read anyway is not laid over itself.
    taken = {_real(path) for path in (main, *(path for _, path in paths))}
    for path in overlays:
        if (real := _real(path)) not in taken:
            taken.add(real)
            sources.append(read(path, named(path, folder)))
    return tuple(sources), tuple(found)


def named(path: Path, folder: Path) -> str:
    """A file as answers name it: from the chronology's folder where it lies below it, otherwise as it was given."""
    there, here = path.absolute(), folder.absolute()
    return harmless((there.relative_to(here) if there.is_relative_to(here) else path).as_posix())


def read(path: Path, name: str) -> Source:
    """One YAML file, whatever is wrong with it."""
    source = read_text(path, name)
    if not source.readable:
        return source
    document = yaml.read(source.text, name)
    root, found = document.root, list(document.diagnostics)
    if root is not None and not isinstance(root, Fields):
        if document.readable and not found:
            help = "a file is a mapping of sections, such as `events:` and `evidence:`"
            found.append(Diagnostic("wrong-type", "the file holds no sections", root.place, help))
        return replace(source, diagnostics=tuple(found), readable=False)
    return replace(source, root=root, diagnostics=tuple(found), readable=document.readable, folded=document.folded)


def read_text(path: Path, name: str) -> Source:
    """The text of a file, which is UTF-8 and not too large."""
    failure, data = _bytes(path, name)
    if failure:
        return Source(name, "", b"", None, (failure,), readable=False)
    try:
        return Source(name, data.decode("utf-8-sig"), data, None)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        place = Place(name, *position(before, len(before)))
        failure = Diagnostic("not-utf8", f"byte {data[error.start]:#04x} is not UTF-8", place, "save the file as UTF-8")
        return Source(name, data.decode("utf-8", "replace"), data, None, (failure,), readable=False)


def fingerprint(sources: tuple[Source, ...]) -> str:
    """SHA-256 over the names and bytes of the files, whatever order they were read in."""
    digest = hashlib.sha256()
    for name, data in sorted((s.name, s.data) for s in sources):
        digest.update(f"{len(name.encode())}:{name}{len(data)}:".encode())
        digest.update(data)
    return digest.hexdigest()


def _real(path: Path) -> Path:
    """The path with all links followed; itself where that cannot be done."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return path


def _bytes(path: Path, name: str) -> tuple[Diagnostic | None, bytes]:
    place = Place(name)
    try:
        # A file can grow between asking and reading: what counts is how much is read.
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = (getattr(error, "strerror", None) or "it cannot be opened").lower()
        return Diagnostic("unreadable", f"{name} cannot be read: {why}", place, "check its name and permissions"), b""
    if len(data) > MOST_BYTES:
        help = f"a file may hold {MOST_BYTES // 1024 // 1024} MiB: split it"
        return Diagnostic("too-large", f"{name} is too large", place, help), b""
    return None, data


def _no_chronology(folder: Path) -> Diagnostic:
    where = harmless(folder.as_posix())
    if not folder.is_dir():
        return Diagnostic("no-chronology", f"there is no folder {where}", NOWHERE, "-C names the folder of events.yaml")
    help = "`chrono init` writes a small chronology to start from; -C names another folder"
    if (folder / "events.yml").is_file():
        help = "rename events.yml to events.yaml"
    return Diagnostic("no-chronology", f"there is no {MAIN} in {where}", NOWHERE, help)


def _included(folder: Path, root: Fields | None) -> tuple[list[tuple[str, Path]], list[Diagnostic]]:
    """The included files by name, sorted: those `chronology: include:` asks for, or the default ones."""
    chosen: dict[str, Path] = {}
    found: list[Diagnostic] = []
    given = fields(root.get("chronology")).get("include") if root else None
    asked: list[tuple[str, Scalar | None]] = [(s.text, s) for s in scalars(given)]
    for pattern, scalar in asked if given is not None else [(d, None) for d in DEFAULT_INCLUDES]:
        if scalar and (failure := outside(folder, pattern, scalar.place)):
            found.append(failure)
            continue
        matches = _matches(folder, pattern)
        if scalar and not matches:
            help = "the pattern is relative to the folder of events.yaml"
            found.append(Diagnostic("include", f"no file matches '{pattern}'", scalar.place, help))
        for path in matches:
            name = harmless(path.relative_to(folder).as_posix())
            if failure := outside(folder, name, scalar.place if scalar else Place(name)):
                found.append(failure)
            elif name != MAIN:
                chosen[name] = path
    return sorted(chosen.items()), found


def outside(folder: Path, name: str, place: Place) -> Diagnostic | None:
    """What is wrong with a name or pattern that the user wrote, where it does not stay below the folder."""
    if not name.startswith(("/", "~")) and not re.search(r"[\\:]|(^|/)\.\.(/|$)", name):
        if _real(folder / name).is_relative_to(_real(folder)):
            return None
        help = "copy the file into the folder"
        return Diagnostic("include-outside", f"'{name}' is a link that leaves the folder", place, help)
    help = "only files below the folder of events.yaml are read; --with lays any other over them"
    return Diagnostic("include-outside", f"'{name}' leaves the folder", place, help)


def _matches(folder: Path, pattern: str) -> list[Path]:
    """The files a pattern names, but for hidden ones, which editors leave behind."""
    try:
        return sorted(p for p in folder.glob(pattern) if p.is_file() and not p.name.startswith("."))
    except (ValueError, NotImplementedError, OSError, RecursionError):
        return []
