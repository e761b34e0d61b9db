"""What `chrono validate`, `rules` and `vocabulary` answer: what a chronology holds, and what can be said in it."""

from __future__ import annotations

from dataclasses import dataclass

from chrono.answers.common import Shown
from chrono.core.diagnostics import NOWHERE, Diagnostic, Place
from chrono.dates import Unit
from chrono.model.chronology import Certainty


@dataclass(frozen=True, slots=True)
class Validation(Shown):
    """Files without mistakes: what is counted in them, and the warnings there are."""

    inputs: str
    """The digest of the files."""
    title: str
    unit: Unit
    calendar: str
    admitted: Certainty
    counts: tuple[tuple[str, int], ...]
    """How many there are of each kind: people, events, periods, documents, evidence, rules, hypotheses."""
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleTold:
    """A rule as it is written, line by line; `unless` has the lines that must all hold for each exception."""

    id: str
    title: str
    certainty: Certainty
    when: tuple[str, ...]
    unless: tuple[tuple[str, ...], ...]
    then: tuple[str, ...]
    settings: tuple[tuple[str, str], ...] = ()
    because: str = ""
    source: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    place: Place = NOWHERE
    order: tuple[str, str] | None = None
    """The variables that it puts in order, the earlier first; None where it puts none."""
    different: tuple[str, str] | None = None
    """The variables that must not stand for the same; None where any may."""


@dataclass(frozen=True, slots=True)
class Rules(Shown):
    """Rules in force, all of them or those that were named."""

    results: tuple[RuleTold, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    named: bool = False
    """Whether they were asked for by name."""


@dataclass(frozen=True, slots=True)
class SentenceTold:
    """A sentence that evidence can say: its words with the slots in braces, and the rules it serves."""

    id: str
    says: str
    slots: tuple[tuple[str, str], ...]
    rules: tuple[str, ...] = ()
    """Those that rest on it."""
    undercuts: tuple[str, ...] = ()
    """Those that it keeps from applying."""
    source: str = ""
    note: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Sentences(Shown):
    """Every sentence that evidence can say."""

    results: tuple[SentenceTold, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
