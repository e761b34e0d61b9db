"""Which files make up a chronology, and what is in them.

Takes a source and overlays, gives the content of each file as nodes. Never reads outside the source except overlays,
which the user names; never raises for anything a file system can hold.
"""

from __future__ import annotations

import hashlib
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath

from chrono.core.diagnostics import NOWHERE, Diagnostic, Place, did_you_mean
from chrono.core.limits import Limit
from chrono.core.sources import Source
from chrono.core.text import harmless, printable
from chrono.loading import yaml
from chrono.loading.nodes import Fields, Folded, Scalar, fields, position, scalars
from chrono.loading.sources import A_FOLDER, CHANGED, DEAD_LINK, MAIN, NO_FILE

DEFAULT_INCLUDES = ("rules/*.yaml", "evidence/*.yaml", "hypotheses/*.yaml")
MOST_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class File:
    """A file of the chronology: its name as shown to the user, its text and its content."""

    name: str
    text: str
    data: bytes
    root: Fields | None
    diagnostics: tuple[Diagnostic, ...] = ()
    readable: bool = True
    folded: tuple[Folded, ...] = ()
    laid_over: bool = False
    """Named by `--with` or a hypothesis, and no part of the chronology as it stands."""


def gather(
    source: Source, overlays: tuple[Path, ...], limit: Limit | None = None
) -> tuple[tuple[File, ...], tuple[Diagnostic, ...]]:
    """Every file of the chronology, `events.yaml` first, and what is wrong with the choice of files. Raises
    `LimitReached`."""
    if source.obstacle(MAIN):
        message, help = source.absent()
        return (), (Diagnostic("no-chronology", message, NOWHERE, help),)
    if failure := outside(source, MAIN, Place(MAIN)):
        return (), (failure,)
    files = [_read(source, MAIN, limit)]
    names, found = _included(source, files[0].root)
    files += [_read(source, name, limit) for name in names]
    taken = {source.real(source.overlay(name)) for name in (MAIN, *names)} if overlays else set()
    for path in overlays:
        name = source.named(path)
        if (real := source.real(path)) in taken:
            message, help = f"{name} is read already: laid over itself it changes nothing", "name it once"
            found.append(Diagnostic("overlay", message, Place(name), help, severity="warning"))
            continue
        taken.add(real)
        text = _text(name, partial(source.given, path, MOST_BYTES + 1))
        files.append(replace(_parsed(text, limit), laid_over=True))
    return tuple(files), tuple(found)


def _read(source: Source, name: str, limit: Limit | None) -> File:
    """One YAML file of the source, whatever is wrong with it."""
    return _parsed(read_text(source, name), limit)


def _parsed(file: File, limit: Limit | None) -> File:
    if not file.readable:
        return file
    document = yaml.read(file.text, file.name, limit)
    root, found = document.root, list(document.diagnostics)
    if root is not None and not isinstance(root, Fields):
        if document.readable and not found:
            help = "a file is a mapping of sections, such as `events:` and `evidence:`"
            found.append(Diagnostic("wrong-type", "the file holds no sections", root.place, help))
        return replace(file, diagnostics=tuple(found), readable=False)
    return replace(file, root=root, diagnostics=tuple(found), readable=document.readable, folded=document.folded)


def read_text(source: Source, name: str) -> File:
    """The text of a file of the source, which is UTF-8 and not too large."""
    return _text(harmless(name), partial(source.read, name, MOST_BYTES + 1))


def read_bytes(source: Source, name: str) -> File:
    """A file of the source as it is, which is not too large; its text is left empty."""
    return _bytes(harmless(name), partial(source.read, name, MOST_BYTES + 1))


def _bytes(name: str, read: Callable[[], bytes]) -> File:
    try:
        # A file can grow between asking and reading: what counts is how much is read.
        data = read()
    except (OSError, ValueError) as error:
        why = (getattr(error, "strerror", None) or "it cannot be opened").lower()
        help = "read it again when it is whole" if why == CHANGED else CHECK
        return _unread(name, Diagnostic("unreadable", f"{name} cannot be read: {why}", Place(name), help))
    if len(data) > MOST_BYTES:
        help = f"a file may hold {MOST_BYTES // 1024 // 1024} MiB: split it"
        return _unread(name, Diagnostic("too-large", f"{name} is too large", Place(name), help))
    return File(name, "", data, None)


def _text(name: str, read: Callable[[], bytes]) -> File:
    file = _bytes(name, read)
    if not file.readable:
        return file
    data = file.data
    if wide := _wide(data):
        failure = Diagnostic("not-utf8", "this file is UTF-16, not UTF-8", Place(name, 1, 1), "save the file as UTF-8")
        return File(name, data.decode(wide, "replace"), data, None, (failure,), readable=False)
    try:
        return File(name, data.decode("utf-8-sig"), data, None)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        place = Place(name, *position(before, len(before)))
        failure = Diagnostic("not-utf8", f"byte {data[error.start]:#04x} is not UTF-8", place, "save the file as UTF-8")
        return File(name, data.decode("utf-8", "replace"), data, None, (failure,), readable=False)


def _wide(data: bytes) -> str:
    """The encoding of a text each of whose characters is two bytes, by the mark at its beginning or, without one, by
    its first characters; "" where it is none."""
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    first = data[:16]
    if len(first) > 3 and not any(first[1::2]) and all(first[::2]):
        return "utf-16-le"
    return "utf-16-be" if len(first) > 3 and not any(first[::2]) and all(first[1::2]) else ""


CHECK = "check its name and permissions"


def _unread(name: str, failure: Diagnostic) -> File:
    return File(name, "", b"", None, (failure,), readable=False)


def fingerprint(files: tuple[File, ...]) -> str:
    """SHA-256 over the names and bytes of the files, whatever order they were read in."""
    digest = hashlib.sha256()
    for name, data in sorted((f.name, f.data) for f in files):
        # A file laid over can have a name that is no Unicode.
        called = name.encode("utf-8", "surrogateescape")
        digest.update(b"%d:%b%d:" % (len(called), called, len(data)))
        digest.update(data)
    return digest.hexdigest()


def _included(source: Source, root: Fields | None) -> tuple[list[str], list[Diagnostic]]:
    """The included files by name, sorted: those `chronology: include:` asks for, or the default ones."""
    chosen: set[str] = set()
    found: list[Diagnostic] = []
    given = fields(root.get("chronology")).get("include") if root else None
    asked: list[tuple[str, Scalar | None]] = [(s.text, s) for s in scalars(given)]
    for pattern, scalar in asked if given is not None else [(d, None) for d in DEFAULT_INCLUDES]:
        place = scalar.place if scalar else None
        if place and (failure := outside(source, pattern, place)):
            found.append(failure)
            continue
        if not PurePosixPath(pattern).parts:
            help = "name files, as in evidence/*.yaml"
            found.append(Diagnostic("include", f"'{pattern}' names no file", place or NOWHERE, help))
            continue
        matches = source.matching(pattern)
        if place and not matches:
            help = "the pattern is relative to the folder of events.yaml"
            found.append(Diagnostic("include", f"no file matches '{pattern}'", place, help))
        for name, obstacle in matches:
            if failure := _unfit(source, name, obstacle, place):
                found.append(failure)
            elif name != MAIN:
                chosen.add(name)
        found += _misnamed(source, pattern)
    return sorted(chosen), found


def _unfit(source: Source, name: str, obstacle: str, asked: Place | None) -> Diagnostic | None:
    """Why a file that is there cannot be read: evidence must never go missing in silence."""
    shown = printable(name)
    place = asked or Place(shown)
    if shown != name:
        message = f"the name of {shown} has characters that cannot be printed"
        return Diagnostic("unreadable", message, place, "rename the file: letters, digits, - and _ are safe")
    if obstacle and not source.leaves(name):
        return Diagnostic("unreadable", f"{name} cannot be read: {obstacle}", place, CHECK)
    return _leaving(source, name, place)


def _misnamed(source: Source, pattern: str) -> list[Diagnostic]:
    """The files that would be read, were they not called .yml."""
    if not pattern.endswith(".yaml"):
        return []
    return [
        Diagnostic("unreadable", f"{name} is not read: only files that end in .yaml are", Place(name), help)
        for name in (printable(match.name) for match in source.matching(pattern.removesuffix("yaml") + "yml"))
        for help in [f"rename it to {PurePosixPath(name).with_suffix('.yaml')}"]
        if name.endswith(".yml") and not any(part.startswith(".") for part in PurePosixPath(name).parts)
    ]


def outside(source: Source, name: str, place: Place) -> Diagnostic | None:
    """What is wrong with a name or pattern that the user wrote, where it does not stay below the folder."""
    if not name.startswith(("/", "~")) and not re.search(r"\\|^[A-Za-z]:|(^|/)\.\.(/|$)", name):
        return _leaving(source, name, place)
    help = "only files below the folder of events.yaml are read; --with lays any other over them"
    return Diagnostic("include-outside", f"'{printable(name)}' leaves the folder", place, help)


def _leaving(source: Source, name: str, place: Place) -> Diagnostic | None:
    if not source.leaves(name):
        return None
    help = "copy the file into the folder"
    return Diagnostic("include-outside", f"'{printable(name)}' is a link that leaves the folder", place, help)


def missing(source: Source, name: str) -> str:
    """What is wrong with a file that the user names, or "": there is none, or it cannot be read."""
    obstacle = source.obstacle(name)
    if not obstacle:
        return ""
    shown = printable(name)
    return f"there is no file '{shown}'" if obstacle == NO_FILE else f"'{shown}' cannot be read: {obstacle}"


def mend(source: Source, name: str, absent: str) -> str:
    """What to do about a file that is `missing`: `absent` where there is none of nearly this name beside it."""
    obstacle = source.obstacle(name)
    if obstacle == NO_FILE:
        beside = (match.name for match in source.matching(str(PurePosixPath(name).parent / "*")) if not match.obstacle)
        return did_you_mean(name, map(printable, beside), absent)
    known = {
        A_FOLDER: "name one file that is in it",
        DEAD_LINK: "name the file itself, or link to one that is there",
    }
    return known.get(obstacle, CHECK)
