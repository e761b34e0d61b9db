"""Campaigns: random and hostile input in great numbers, judged by what shares nothing with what is judged.

`python -m tests.campaigns NAME… --seconds N --seed S` runs them and prints what was counted; a slice of each is a test.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Tally:
    """What a campaign counted, and whatever was not as it must be."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def expect(self, holds: bool, said: str) -> None:
        """Notes what does not hold."""
        if not holds:
            self.wrong.append(said)
