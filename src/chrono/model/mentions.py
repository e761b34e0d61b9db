"""Where the files speak of what is declared: each mention of an id with its exact place, to go to, to list, to rename.

A mention says what it is of by the id that stands for it among all that can be named (core/ids.py): `pact`,
`rule:silence`, `source:riddell`. Takes mentions, finds them by place or id; reads no files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from chrono.core.diagnostics import Fix, Span


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """One place where an id stands: that and nothing else is within its span."""

    place: Span
    of: str
    defines: bool = False
    """Whether it is declared here, and not only named."""


class Mentions:
    """All mentions in the files of a chronology, in the order of their places."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self.all = tuple(sorted(set(mentions)))

    @cached_property
    def _by_id(self) -> dict[str, list[Mention]]:
        found: dict[str, list[Mention]] = defaultdict(list)
        for mention in self.all:
            found[mention.of].append(mention)
        return found

    def of(self, id: str) -> tuple[Mention, ...]:
        """Every mention of an id."""
        return tuple(self._by_id.get(id, ()))

    def definition(self, id: str) -> Mention | None:
        """Where an id is declared; of several places the first; None where it is not."""
        return next((mention for mention in self.of(id) if mention.defines), None)

    def at(self, file: str, line: int, column: int) -> Mention | None:
        """The mention at a place, its end included, as a cursor stands behind a word; None where there is none."""
        for mention in self.all:
            first, last = (mention.place.line, mention.place.column), (mention.place.end_line, mention.place.end_column)
            if mention.place.file == file and first <= (line, column) <= last:
                return mention
        return None

    def renaming(self, id: str, name: str) -> tuple[Fix, ...]:
        """The edits that give what an id stands for another name; whether that is free is not asked."""
        return tuple(Fix(mention.place, name, f"change to '{name}'") for mention in self.of(id))
