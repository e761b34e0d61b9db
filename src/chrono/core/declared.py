"""Declared ids by kind, however many there are: what each names, and what a mistyped one may stand for.

Takes ids with their kinds once; what answers mistakes is made when the first is met, and never for each anew.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cached_property
from itertools import islice

from chrono.core.diagnostics import Spellings
from chrono.core.ids import NAME

SPANS = ("document", "person", "event", "period")
"""The kinds of what is dated."""
_ID = re.compile(NAME)


class Kinds(dict[str, str]):
    """Each declared id with its kind."""

    @cached_property
    def folded(self) -> dict[str, list[str]]:
        """In small letters, every id that reads so."""
        found: dict[str, list[str]] = {}
        for id in self:
            found.setdefault(id.casefold(), []).append(id)
        return found

    @cached_property
    def unfit(self) -> tuple[str, ...]:
        """What cannot be an id though something is called so: the first hundred."""
        return tuple(islice((id for id in self if not _ID.fullmatch(id)), 100))

    @cached_property
    def _spellings(self) -> dict[frozenset[str], Spellings]:
        return {}

    def of(self, kinds: Collection[str]) -> Spellings:
        """The ids of some kinds."""
        wanted = frozenset(kinds)
        if wanted not in self._spellings:
            fitting = (id for id, kind in self.items() if kind in wanted and _ID.fullmatch(id))
            self._spellings[wanted] = Spellings(fitting)
        return self._spellings[wanted]


def as_kinds(declared: Mapping[str, str]) -> Kinds:
    """The kinds with what is looked up in them kept; the same object where it is that already."""
    return declared if isinstance(declared, Kinds) else Kinds(declared)


def of_kinds(declared: Mapping[str, str], kinds: Collection[str]) -> Spellings:
    """The ids of some kinds, to look for the nearest among them."""
    return as_kinds(declared).of(kinds)
