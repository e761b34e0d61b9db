"""What an import takes and gives: files, the choices of whoever asks, sections for a file of YAML, and losses.

Values and the naming of ids alone; nothing here reads a format.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from chrono.core.diagnostics import Diagnostic, Place, counted
from chrono.language.expressions import RESERVED

Sections = dict[str, Any]
"""Sections of a file, as YAML has them: mappings, lists and texts."""

MOST_BYTES = 32 * 1024 * 1024
"""The size of a file that is read, as of a file of YAML."""

MOST_MISTAKES = 1000
"""After so many nothing more is read of a file: only the first hundred are told."""

MOST_OF_A_NAME = 200
"""So many letters of a name are in its id."""

# What is no letter or digit, but all there is of a name, as of the top and the bottom of a Harris matrix.
_SIGNS = {"+": "plus", "-": "minus", "*": "star", "?": "unknown", "#": "number", "=": "equal", "/": "slash"}


@dataclass(frozen=True, slots=True)
class Foreign:
    """A file of another tool: how it is called, and its bytes."""

    name: str
    content: bytes

    def text(self) -> str:
        """The text, without a byte-order mark and with one kind of line ends; what is not UTF-8 is read as Latin-1, in
        which every byte has a meaning."""
        try:
            text = self.content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = self.content.decode("latin-1")
        return text.replace("\r\n", "\n").replace("\r", "\n")

    @property
    def is_utf8(self) -> bool:
        """Whether the bytes are UTF-8."""
        try:
            self.content.decode("utf-8")
        except UnicodeDecodeError:
            return False
        return True

    @property
    def digest(self) -> str:
        """The SHA-256 of the bytes."""
        return hashlib.sha256(self.content).hexdigest()

    def place(self, line: int = 0) -> Place:
        """A line of the file."""
        return Place(self.name, line)


@dataclass(frozen=True, slots=True)
class AskedOf:
    """What whoever imports chooses: the certainty of what has none of its own, the calendar of dates that name none,
    and more that a format may leave open."""

    certainty: str = ""
    calendar: str = ""
    edges: str = ""
    """Whether an edge of a graph comes from what lies `above` or `below` its other end."""
    years: str = ""
    """How years before the era are counted where a format leaves that open: `historical` or `astronomical`."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Which column of a table has which field."""
    kind: str = ""
    """What the rows of a table are: `document`, `person`, `event` or `period`."""
    sheet: str = ""
    """Which sheet of a spreadsheet."""


@dataclass(frozen=True, slots=True)
class Imported:
    """Sections for one file of YAML, and what was not carried over or could have been read otherwise."""

    sections: Sections
    losses: tuple[Diagnostic, ...] = ()

    @property
    def loses_dates(self) -> bool:
        """Whether something that bears on dates was lost: the layout of a drawing does not."""
        return any(loss.severity == "warning" for loss in self.losses)


class Unreadable(ValueError):
    """A file that cannot be read in its format: `diagnostics` has every mistake, with its place."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = counted(diagnostics)
        super().__init__("; ".join(d.message for d in self.diagnostics))


class Uninstalled(Unreadable):
    """A file that can be read where something is installed that is not."""


class Mistakes(list[Diagnostic]):
    """Mistakes in files that are being read: after a thousand of them nothing more is read."""

    def append(self, mistake: Diagnostic) -> None:
        """Notes a mistake; raises `Unreadable` where there are too many."""
        super().append(mistake)
        if len(self) >= MOST_MISTAKES:
            raise Unreadable(self)


@dataclass(slots=True)
class Names:
    """Names that are kept apart: what is called as something before it is `name 2`."""

    _given: set[str] = field(default_factory=set)
    _last: Counter[str] = field(default_factory=Counter)

    def of(self, name: str) -> str:
        """The name, with a number where something else has it."""
        made = name
        while made in self._given:
            # Counted on from the last one: a file may call a hundred thousand things alike.
            self._last[name] = max(1, self._last[name]) + 1
            made = f"{name} {self._last[name]}"
        self._given.add(made)
        return made


@dataclass(slots=True)
class Ids:
    """Ids for the names of another tool: letters and digits of ASCII and `-`, each id once."""

    word: str
    """What an id begins with where the name does not begin with a letter, as `unit` in `unit-12`."""
    given: dict[str, str] = field(default_factory=dict)
    """The id of each name."""
    _taken: Counter[str] = field(default_factory=Counter)

    def of(self, name: str) -> str:
        """The id of a name, the same whenever it is asked for."""
        if name not in self.given:
            plain = slug(name) or "-".join(_SIGNS[sign] for sign in name if sign in _SIGNS)
            if not plain[:1].isalpha() or plain in RESERVED:
                plain = f"{self.word}-{plain}".strip("-")
            id = plain
            while id in self._taken:
                self._taken[plain] += 1
                id = f"{plain}-{self._taken[plain]}"
            self._taken[id] += 1
            self.given[name] = id
        return self.given[name]


def slug(name: str) -> str:
    """Small letters, digits and `-` in place of a name, or of its first 200 letters: accents are left out, what else
    stands between becomes `-`."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name[:MOST_OF_A_NAME]) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain.casefold().replace("ß", "ss")).strip("-")


def source(file: Foreign, title: str, format: str, version: str = "") -> dict[str, str]:
    """The entry under `sources` for a file that was imported."""
    told = {"title": title or file.name, "format": format, "digest": f"sha256:{file.digest}"}
    return told | ({"version": version} if version else {})


def lost(message: str, place: Place, *, bears: bool, help: str = "") -> Diagnostic:
    """That something was not carried over; a warning where it `bears` on dates."""
    return Diagnostic("not-carried", message, place, help, severity="warning" if bears else "note")


def read_as(message: str, place: Place) -> Diagnostic:
    """That something could have been meant otherwise than it was read."""
    return Diagnostic("read-as", message, place, severity="note")
