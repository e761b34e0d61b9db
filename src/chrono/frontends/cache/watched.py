"""The questions that are put to files, with their answers, so that they can be put again.

Takes a folder, gives a `Source` that answers as the folder does and notes what it was asked; `unchanged` puts noted
questions again. Of what a file holds the digest is noted, made of the bytes that were really read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias

from chrono.core.sources import Match, Noting, Source
from chrono.loading.sources import Folder

Question: TypeAlias = tuple[str, str, tuple[str | int, ...]]
"""The folder, the name of the question as `Source` has it, and what it was asked about."""
Noted: TypeAlias = dict[Question, Any]
"""Questions with their answers, which are made of texts, numbers and lists alone."""

_OF_PATHS = ("real", "given")
"""The questions that are about a path; the others are about a name in the folder, or a pattern."""


class Notes:
    """What was asked of files in one run, wherever it was asked."""

    def __init__(self) -> None:
        self.noted: Noted = {}
        self.lent = False
        """Whether other processes may ask, or have asked what is not noted."""
        self.doubtful = False
        """Whether a question had two answers, so that what was made of them may be of neither."""

    def add(self, noted: Noted) -> None:
        """Notes questions with their answers."""
        for question, answer in noted.items():
            if self.noted.setdefault(question, answer) != answer:
                self.doubtful = True


class Watched(Source, Noting):
    """A folder whose answers are noted."""

    def __init__(self, folder: Path, notes: Notes) -> None:
        self._folder, self._notes = Folder(folder), notes

    def __reduce__(self) -> tuple[Any, ...]:
        """For another process: the same folder there, with notes of its own."""
        self.lend()
        return _lent, (self._folder.path,)

    def lend(self) -> None:
        self._notes.lent = True

    def asked(self) -> Noted:
        return self._notes.noted

    def returned(self, asked: Sequence[Noted]) -> None:
        for noted in asked:
            self._notes.add(noted)
        self._notes.lent = False

    def _asked(self, question: str, *about: Any) -> Any:
        raised, found = None, None
        try:
            found = getattr(self._folder, question)(*about)
        except (OSError, ValueError) as error:
            raised = error
        named = tuple(value if isinstance(value, int) else str(value) for value in about)
        self._notes.add({(str(self._folder.path), question, named): _plain(found, raised)})
        if raised is not None:
            raise raised
        return found

    def absent(self) -> tuple[str, str]:
        found: tuple[str, str] = self._asked("absent")
        return found

    def matching(self, pattern: str) -> Sequence[Match]:
        found: Sequence[Match] = self._asked("matching", pattern)
        return found

    def obstacle(self, name: str) -> str:
        found: str = self._asked("obstacle", name)
        return found

    def leaves(self, name: str) -> bool:
        found: bool = self._asked("leaves", name)
        return found

    def read(self, name: str, most: int) -> bytes:
        found: bytes = self._asked("read", name, most)
        return found

    def overlay(self, name: str) -> Path:
        return self._folder.overlay(name)

    def named(self, path: Path) -> str:
        return self._folder.named(path)

    def real(self, path: Path) -> Path:
        found: Path = self._asked("real", path)
        return found

    def given(self, path: Path, most: int) -> bytes:
        found: bytes = self._asked("given", path, most)
        return found


def _lent(folder: Path) -> Watched:
    return Watched(folder, Notes())


def unchanged(noted: Iterable[tuple[str, str, list[Any], Any]]) -> bool:
    """Whether every question has the answer that was noted."""
    return all(_again(folder, question, about) == answer for folder, question, about, answer in noted)


def _again(folder: str, question: str, about: Sequence[Any]) -> Any:
    asked = [Path(about[0]), *about[1:]] if question in _OF_PATHS else about
    try:
        return _plain(getattr(Folder(Path(folder)), question)(*asked), None)
    except (OSError, ValueError) as error:
        return _plain(None, error)


def _plain(found: Any, raised: Exception | None) -> Any:
    """An answer as it is noted."""
    if raised is not None:
        return ["raised", type(raised).__name__, getattr(raised, "strerror", None)]
    if isinstance(found, bytes):
        return ["holds", len(found), sha256(found).hexdigest()]
    if isinstance(found, Path):
        return str(found)
    if isinstance(found, list | tuple):
        return [_plain(one, None) for one in found]
    return found
