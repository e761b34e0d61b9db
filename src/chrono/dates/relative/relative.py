"""Dates told by something else: a year of a reign, so much after an event, the next feast, a weekday.

A `Relative` says which edge of which entry it is counted from, and how. `referring` reads it, `reckoned` works out
which days it can be, and what it constrains is worked out further on: here no day is ever looked up. Few dates are of
this kind; what they need is loaded by the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from chrono.core.points import point_of
from chrono.dates.notations.reading import read
from chrono.dates.runs import Date, DateError

if TYPE_CHECKING:
    from chrono.dates.relative.counted import Counting, Reckoning


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


def read_stated(
    text: str, declared: Declared | None, *, calendar: str = "gregorian", conventions: str = "wide"
) -> Date | Relative:
    """The date a text means, counted from something declared or not; raises `DateError` where it is neither.

    Where nothing can be counted from (`declared` is None), a weekday alone is read all the same.
    """
    try:
        return read(text, calendar=calendar, conventions=conventions)
    except DateError as error:
        from chrono.dates.relative.referring import read_relative

        found = read_relative(text, declared, calendar)
        if found is None:
            raise error from None
        return found
