"""Where the files of a chronology come from, as far as a reader of them has to know.

A file of the source is called by its name, a path below the source with `/` between its parts. What a user lays over a
chronology from anywhere is called by a path; a source tells how each of its own files is laid over, so that both can be
mixed. What keeps a file from being read is a text in plain words, never an exception, except by `read` and `given`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol, runtime_checkable


class Match(NamedTuple):
    """A file that a pattern names, and what keeps it from being read ("" where nothing does)."""

    name: str
    obstacle: str = ""


class Source(Protocol):
    """A folder, texts in memory, a git revision, or one of these with texts laid over it."""

    def absent(self) -> tuple[str, str]:
        """Why there is no chronology here where `events.yaml` is no file: what is wrong, and how to mend it."""

    def matching(self, pattern: str) -> Sequence[Match]:
        """The files that a pattern names, sorted by name; hidden files, which editors leave behind, are none."""

    def obstacle(self, name: str) -> str:
        """What keeps a file of this name from being read; "" where nothing does."""

    def leaves(self, name: str) -> bool:
        """Whether a name is a link that leads out of the source."""

    def read(self, name: str, most: int) -> bytes:
        """The first `most` bytes of a file; raises `OSError` where it cannot be read."""

    def overlay(self, name: str) -> Path:
        """The path by which a file of the source is laid over the others."""

    def named(self, path: Path) -> str:
        """A path laid over as answers name it: by the name in the source where it is one of its own."""

    def real(self, path: Path) -> Path:
        """One path for all that lead to the same file."""

    def given(self, path: Path, most: int) -> bytes:
        """The first `most` bytes of a file laid over; raises `OSError` or `ValueError` where it cannot be read."""


@runtime_checkable
class Noting(Protocol):
    """A source that notes what it is asked: what a copy of it is asked in another process has to be told to it."""

    def lend(self) -> None:
        """Copies of it may be asked from now on."""

    def asked(self) -> Any:
        """All that it was asked in this process, in a form that can be sent to another."""

    def returned(self, asked: Sequence[Any]) -> None:
        """What copies were asked, each in its process; nobody asks them any more."""


def located(source: Source, name: str) -> Path:
    """The path by which an answer's name of a file is laid over: a file of the source, else the path itself."""
    return Path(name) if source.obstacle(name) else source.overlay(name)
