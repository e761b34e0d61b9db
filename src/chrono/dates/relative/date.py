"""Dates told by something else: a year of a reign, so much after an event, the next feast, a weekday.

A `Relative` says which edge of which entry it is counted from, and how. `reading` reads it, `days` works out which days
it can be, and what it constrains is worked out further on: here no day is ever looked up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from chrono.core.points import point_of

if TYPE_CHECKING:
    from chrono.dates.relative.counting import Counting, Reckoning
    from chrono.dates.relative.rulers import Ruler


REIGNS = ("the reign of ", "the pontificate of ", "the emperorship of ")
"""What the name of a period may begin with that dates leave out."""


@dataclass(frozen=True, slots=True)
class Relative:
    """A date counted from an edge of an entry: `of` is its id, as `text` is what was written."""

    text: str
    counting: Counting
    of: str = ""
    edge: Literal["start", "end"] = "start"
    reign: str = ""
    """The reign that a year of is meant; its years may be counted from another entry (`of`)."""

    @property
    def point(self) -> str:
        """The point it is counted from."""
        return point_of(self.edge, self.of)

    def said(self, names: Mapping[str, str]) -> str:
        """The text with the name of what it is counted from instead of its id."""
        id = self.reign or self.of
        if not id or id not in self.text:
            return self.text
        before, _, after = self.text.rpartition(id)
        name = names.get(id, id)
        # "14 Henry II", and not "14 the reign of Henry II".
        for title in REIGNS if self.reign else ():
            name = name.removeprefix(title)
        return f"{before}{name}{after}"


class Reigns(dict[str, tuple[str, ...]]):
    """The periods by their names in small letters, and those of them that are named as rulers are."""

    @cached_property
    def rulers(self) -> tuple[tuple[Ruler, str], ...]:
        """Each ruler's name with the id of the reign, sorted."""
        from chrono.dates.relative.rulers import read_ruler

        found = {(ruler, id) for name, ids in self.items() for id in ids if (ruler := read_ruler(name))}
        # A name that says which years are meant says all that the same name without it does.
        told = {(ruler._replace(kind=""), id) for ruler, id in found if ruler.kind}
        known = (one for one in found - told if one[0].known)
        return tuple(sorted(known, key=lambda one: (one[1], one[0].names, one[0].kind)))


def as_reigns(reigns: Mapping[str, tuple[str, ...]]) -> Reigns:
    """The reigns by name with what is looked up in them kept; the same object where it is that already."""
    return reigns if isinstance(reigns, Reigns) else Reigns(reigns)


@dataclass(frozen=True, slots=True)
class Declared:
    """What relative dates may name: each id's kind, reigns by their names in small letters, their reckonings."""

    kinds: Mapping[str, str] = field(default_factory=dict)
    reigns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reckonings: Mapping[str, tuple[Reckoning, ...]] = field(default_factory=dict)
    """How the years of a reign are counted: one way, or several of which one is right."""
    unit: str = "day"
    epochs: Mapping[str, str] = field(default_factory=dict)
    """What the years of a reign are counted from, where not from its own start."""
    rows: frozenset[str] = frozenset()
    """Periods whose ids are made of the cells of a table: nobody chose them to count years by."""
