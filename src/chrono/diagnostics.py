"""What is wrong with the evidence, said so that it can be mended.

Takes places and words, gives `Diagnostic` values and their printed form. A mistake in the evidence is a value that is
collected and sorted, never an exception; this module never reads a file and never prints.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: a file as the user names it, line and column counted from 1, length in characters."""

    file: str = ""
    line: int = 0
    column: int = 0
    length: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file

    def at(self, offset: int, length: int = 1) -> Place:
        """The place `offset` characters further on in the same line."""
        return Place(self.file, self.line, self.column + offset, max(1, length))


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake: a code (listed in docs/diagnostics.md), what is wrong, where, and how to mend it."""

    code: str
    message: str
    place: Place = NOWHERE
    help: str = ""
    severity: Severity = "error"
    related: tuple[tuple[Place, str], ...] = ()
    snippet: str = field(default="", compare=False)
    """The line of the file at `place`, filled in by whoever holds the text."""

    @property
    def order(self) -> tuple[Place, str, str]:
        return (self.place, self.code, self.message)

    def as_json(self) -> dict[str, object]:
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "file": self.place.file or None,
            "line": self.place.line or None,
            "column": self.place.column or None,
            "help": self.help or None,
        }

    def __str__(self) -> str:
        """The printed form: headline, place, the line with a caret below the offence, and the mend."""
        lines = [f"{self.severity}[{self.code}]: {self.message}"]
        if self.place.file:
            where = f"{self.place.file}:{self.place.line}:{self.place.column}" if self.place.line else self.place.file
            lines.append(f"  --> {where}")
        if self.snippet.strip() and self.place.line:
            number = str(self.place.line)
            # A very long line would bury the caret: show the stretch around it.
            cut = max(0, self.place.column - 80)
            shown = self.snippet[cut : cut + 160].rstrip()
            caret = "^" * max(1, min(self.place.length, len(shown) + 1 - (self.place.column - 1 - cut)))
            lines.append(f"{number} | {shown}")
            lines.append(f"{' ' * len(number)} | {' ' * (self.place.column - 1 - cut)}{caret}")
        lines += [f"  see {place}: {words}" for place, words in self.related]
        if self.help:
            lines.append(f"  = {self.help}")
        return "\n".join(lines)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sorted by place, each said once."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=lambda d: d.order))


MOST_COMPARED = 500
"""Among more words than this only those of the same beginning are compared: each comparison costs some 10 µs."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word a mistyped one most likely stands for, or None."""
    pool = sorted(set(known))
    if len(pool) > MOST_COMPARED:
        alike = [k for k in pool if k[:1].casefold() == word[:1].casefold() and abs(len(k) - len(word)) <= 2]
        pool = alike[:MOST_COMPARED]
    folded = {k.casefold(): k for k in pool}
    found = get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.6)
    return folded[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """A help line offering the nearest known word, or `otherwise` where none is near."""
    near = nearest(word, known)
    return f"did you mean '{near}'?" if near else otherwise
