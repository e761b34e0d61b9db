"""What `chrono infer --sensitivity` answers besides: what moves without each thing, and what each answer can lose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chrono.model.chronology import Verdict


@dataclass(frozen=True, slots=True)
class Subject:
    """A bound or a verdict, named: of a bound the span with its edge and side, and where it is."""

    id: str
    kind: str
    edge: Literal["start", "end"] | None = None
    side: Literal["earliest", "latest"] | None = None
    at: int | None = None
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Leaving:
    """One thing left out by itself, and what moves: each subject as it was and as it then is."""

    id: str
    moved: tuple[tuple[Subject, Subject], ...]
    contradiction: bool = False
    """Leaving it out lets evidence in that contradicts the rest."""


@dataclass(frozen=True, slots=True)
class Lost:
    """What must go at one grain. None: nothing that may go suffices; of single inferences those that are certain
    stay."""

    fewest: tuple[str, ...] | None
    lightest: tuple[str, ...] | None
    weight: int | None
    """Of the lightest, summed."""


@dataclass(frozen=True, slots=True)
class Robustness:
    """The fewest single inferences, rules and sources that must go for a bound or verdict not to hold, and those of the
    least weight."""

    subject: Subject
    inferences: Lost
    rules: Lost
    sources: Lost
    known: bool = True
    """False where a limit came before the fewest were known: what is given is then not to be taken for an answer."""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What rests on what: each thing left out in turn, what moves most first; and how much each answer can lose."""

    leaving: tuple[Leaving, ...]
    robustness: tuple[Robustness, ...]
    tried: int
    """How many things were left out, those that move nothing among them."""
    leaving_known: bool = True
    """False where a limit came before it was known of each: what is not told of may then move something."""

    @property
    def known(self) -> bool:
        """Whether no limit kept anything back."""
        return self.leaving_known and all(found.known for found in self.robustness)
