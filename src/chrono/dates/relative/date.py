"""Dates told by something else: a year of a reign, so much after an event, the next feast, a weekday.

A `Relative` says which edge of which entry it is counted from, and how. `reading` reads it, `days` works out which days
it can be, and what it constrains is worked out further on: here no day is ever looked up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from chrono.core.points import point_of

if TYPE_CHECKING:
    from chrono.dates.relative.counting import Counting, Reckoning


@dataclass(frozen=True, slots=True)
class Relative:
    """A date counted from an edge of an entry: `of` is its id, as `text` is what was written."""

    text: str
    counting: Counting
    of: str = ""
    edge: Literal["start", "end"] = "start"

    @property
    def point(self) -> str:
        """The point it is counted from."""
        return point_of(self.edge, self.of)

    def said(self, names: Mapping[str, str]) -> str:
        """The text with the name of what it is counted from instead of its id."""
        if not self.of or self.of not in self.text:
            return self.text
        before, _, after = self.text.rpartition(self.of)
        return f"{before}{names.get(self.of, self.of)}{after}"


@dataclass(frozen=True, slots=True)
class Declared:
    """What relative dates may name: each id's kind, reigns by their names in small letters, their reckonings."""

    kinds: Mapping[str, str] = field(default_factory=dict)
    reigns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reckonings: Mapping[str, Reckoning] = field(default_factory=dict)
    unit: str = "day"
