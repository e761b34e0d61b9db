"""What `chrono verify` answers: each claim of a saved answer, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chrono.answers.common import Shown

Proven = Literal["proven", "wrong", "open"]
"""`wrong`: it is not so; `open`: no proof was found within the steps allowed."""


@dataclass(frozen=True, slots=True)
class Verified:
    """One claim of a document, in words, and what became of it."""

    claim: str
    proven: Proven


@dataclass(frozen=True, slots=True)
class Verification(Shown):
    """Every claim of a saved answer, in its order."""

    inputs: str
    """The digest of the files that it was proven from."""
    results: tuple[Verified, ...]

    def count(self, proven: Proven) -> int:
        """How many claims came out so."""
        return sum(one.proven == proven for one in self.results)
