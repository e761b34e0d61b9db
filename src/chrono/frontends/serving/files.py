"""The files of the chronology for the page's editor, where the server was started for that.

Takes names from the list of what the chronology is read from and what can be laid over it, never a path; gives texts
with a digest each. A text is written only over the content whose digest is told with it, whole or not at all, with the
file's own byte order mark and line ends. Never lays out YAML.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from chrono.frontends.serving.kept import Kept
from chrono.frontends.serving.things import overlays
from chrono.frontends.writing import replace_file
from chrono.loading import Folder
from chrono.loading.files import gather

BOM = b"\xef\xbb\xbf"
MOST = 900_000
"""Bytes of a file that can be edited in the page: it has to come back within a body."""


class Unlisted(Exception):
    """No file of the chronology has this name."""


class Uneditable(Exception):
    """The file, or a text for it, cannot be edited here; the message says why."""


class Changed(Exception):
    """The file holds something else than what was edited: `now`."""

    def __init__(self, now: Text) -> None:
        self.now = now
        super().__init__()


@dataclass(frozen=True, slots=True)
class Text:
    """What a file holds, with line ends of one character, and the digest of its bytes."""

    name: str
    text: str
    digest: str


def names(kept: Kept) -> dict[str, Path]:
    """The files that can be edited, by name, those of the chronology before those that are laid over it."""
    source = Folder(kept.folder)
    found = [file.name for file in gather(source, ())[0]]
    own = {name: kept.folder / name for name in found if not source.leaves(name)}
    laid = overlays(kept, kept.state())
    return {name: path for name, path in {**own, **laid}.items() if path.is_file()}


def read(kept: Kept, name: str) -> Text:
    """The text of a file; raises `Unlisted` and `Uneditable`."""
    return _text(name, _bytes(kept, name)[1])


def write(kept: Kept, name: str, text: str, digest: str) -> Text:
    """Puts a text in the place of the content that has this digest; raises `Unlisted`, `Uneditable` and `Changed`."""
    path, before = _bytes(kept, name)
    try:
        content = text.replace("\r\n", "\n").encode()
    except UnicodeEncodeError:
        raise Uneditable("the text has halves of characters, which UTF-8 cannot hold") from None
    if b"\r\n" in before:
        content = content.replace(b"\n", b"\r\n")
    if before.startswith(BOM):
        content = BOM + content

    def still() -> None:
        now = path.read_bytes()
        if _digest(now) != digest:
            raise Changed(_text(name, now))

    still()
    try:
        replace_file(path, content, still)
    except OSError as error:
        raise Uneditable(f"{name} cannot be written: {(error.strerror or str(error)).lower()}") from None
    return _text(name, content)


def _bytes(kept: Kept, name: str) -> tuple[Path, bytes]:
    path = names(kept).get(name)
    if path is None:
        raise Unlisted
    try:
        return path, path.read_bytes()
    except OSError as error:
        raise Uneditable(f"{name} cannot be read: {(error.strerror or str(error)).lower()}") from None


def _text(name: str, content: bytes) -> Text:
    if len(content) > MOST:
        raise Uneditable(f"{name} is too large to be edited in the page")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Uneditable(f"{name} is not UTF-8: save it as UTF-8 in an editor that knows what it is") from None
    plain = text.replace("\r\n", "\n")
    if "\r" in plain or ("\r\n" in text and plain.count("\n") != text.count("\r\n")):
        raise Uneditable(f"{name} has line ends of several kinds, which the page would make one")
    return Text(name, plain, _digest(content))


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
