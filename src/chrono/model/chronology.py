"""What a chronology is: spans, evidence, words, rules and hypotheses, as values.

Every later stage takes a `Chronology` and gives something derived from it. Nothing here reads files, reasons or prints.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Literal, TypeAlias

from chrono.core.diagnostics import NOWHERE, Place
from chrono.core.ids import row_id
from chrono.core.sources import Source
from chrono.dates import Date, Duration, Relative, Scale, Spell, Unit
from chrono.language.expressions import Claim
from chrono.language.sentences import Sentence, Wording

if TYPE_CHECKING:
    from chrono.model.chances import Chances

Kind = Literal["person", "event", "period", "document"]
Verdict = Literal["entailed", "refuted", "undetermined", "inconsistent", "unknown"]


class Certainty(IntEnum):
    """How far a statement is to be believed. A conclusion is as certain as the weakest thing it rests on."""

    WEAK = 1
    MODERATE = 2
    STRONG = 3
    CERTAIN = 4

    def __str__(self) -> str:
        return self.name.lower()

    @classmethod
    def named(cls, word: str) -> Certainty:
        """The certainty that files call by this word; raises KeyError where none is called so."""
        return cls[word.upper()]


CERTAINTIES = tuple(str(c) for c in sorted(Certainty, reverse=True))


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement is taken from: a declared source if it names one, and the words as written."""

    text: str = ""
    source: str | None = None

    def __str__(self) -> str:
        return self.text


def expansion(id: str, value: object) -> str:
    """The id under which it is tracked that a convention expands the words of a date that `id` gives; "" where none
    does. Whoever doubts the convention can leave this out."""
    return f"{id}.{value.convention}" if isinstance(value, Date) and value.convention else ""


@dataclass(frozen=True, slots=True)
class Stated:
    """A date or duration given on an entry. It is evidence of its own; its id is `entry.key`."""

    id: str
    key: Literal["date", "start", "end", "known", "duration"]
    value: Date | Relative | Spell
    text: str
    certainty: Certainty
    citation: Citation
    place: Place


@dataclass(frozen=True, slots=True)
class Entry:
    """A span: a person (life), event, period or document (composition), with what is stated of it."""

    id: str
    kind: Kind
    name: str
    stated: tuple[Stated, ...] = ()
    topics: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    citation: Citation = Citation()
    refs: tuple[str, ...] = ()
    """URIs by which others know it: authority files, gazetteers, catalogues. Kept and shown, never interpreted."""
    note: str = ""
    certainty: Certainty = Certainty.CERTAIN
    weight: int = 1
    place: Place = NOWHERE
    # Documents only.
    authors: tuple[str, ...] = ()
    authors_place: Place = NOWHERE
    parts: tuple[str, ...] = ()
    parts_place: Place = NOWHERE
    exhaustive: bool = False
    compare: tuple[str, ...] = ()
    table: str = ""
    """The entry whose table this is a row of."""

    @property
    def row(self) -> str:
        """The row of a table that this is; "" where it is none."""
        return row_id(self.place.file, self.place.line) if self.table else ""


@dataclass(frozen=True, slots=True)
class Sequence:
    """Spans in order, as links from each to the next: it ends where the next begins, or, with `gaps`, at the latest
    there. Spans that are not `ordered` are linked two by two: one of them ends before the other begins. Each link is a
    piece of evidence of its own."""

    links: tuple[tuple[str, str], ...]
    gaps: bool
    certainty: Certainty
    citation: Citation
    place: Place
    tags: frozenset[str] = frozenset()
    weight: int = 1
    ordered: bool = True


@dataclass(frozen=True, slots=True)
class Selector:
    """Which declared spans a variable of `for` stands for: those listed, or all that match every test given."""

    ids: tuple[str, ...] | None = None
    topics: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    after: Date | None = None
    before: Date | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A claim with the words and the place it was read from."""

    claim: Claim
    text: str
    place: Place


Settings: TypeAlias = tuple[tuple[str, Duration], ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence: what it says in the words of the vocabulary, or holds as a constraint."""

    id: str
    says: tuple[Sentence, ...] = ()
    holds: tuple[Written, ...] = ()
    groups: tuple[tuple[str, Selector], ...] = ()
    certainty: Certainty = Certainty.MODERATE
    weight: int = 1
    """What it costs to give it up, among what is as certain."""
    citation: Citation = Citation()
    note: str = ""
    tags: frozenset[str] = frozenset()
    settings: Settings = ()
    against: tuple[str, ...] = ()
    denies: tuple[Sentence, ...] = ()
    table: str = ""
    """The entry whose table this is a row of."""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Rule:
    """What follows when certain sentences are said. Each `unless` is a list of lines that must all hold to undercut."""

    id: str
    title: str
    when: tuple[Sentence, ...]
    unless: tuple[tuple[Sentence | Written, ...], ...]
    then: tuple[Written, ...]
    certainty: Certainty
    because: str
    settings: Settings = ()
    citation: Citation = Citation()
    note: str = ""
    tags: frozenset[str] = frozenset()
    place: Place = NOWHERE
    weight: int = 1
    order: tuple[str, str] | None = None
    """Variables of two spans of which the first came before the second, whatever time either took."""
    different: tuple[str, str] | None = None
    """Variables that must stand for two things: the rule says nothing where they are one."""


@dataclass(frozen=True, slots=True)
class SettingRange:
    """A setting tried at every value from `least` to `most`, in the unit both are written in."""

    setting: str
    least: Duration
    most: Duration


@dataclass(frozen=True, slots=True)
class Under:
    """The variations under which a hypothesis must also come out as expected, each tried in turn."""

    drop_any: int = 0
    settings: tuple[SettingRange, ...] = ()
    at_least: tuple[Certainty, ...] = ()
    without: tuple[tuple[str, ...], ...] = ()
    """What is left out together."""
    overlays: tuple[str, ...] = ()
    """Files laid over (`with`), by their paths below the chronology's folder."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One side of a window as it was once recorded: a point, and its first and last day; None is open."""

    point: str
    first: int | None
    last: int | None


Severity = Literal["error", "warn"]


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A claim with the verdict its author expects. Of a recorded window the claim is that it still follows."""

    id: str
    claim: Written
    expect: Verdict = "entailed"
    why: str = ""
    under: Under = Under()
    relies_on: tuple[str, ...] = ()
    """Without any one of these the verdict must be another."""
    must_not_rely_on: tuple[str, ...] = ()
    """Without all of these the verdict must be the same."""
    recorded: tuple[Recorded, ...] = ()
    severity: Severity = "error"
    citation: Citation = Citation()
    tags: frozenset[str] = frozenset()
    chance: str = ""
    """What `chrono weigh` holds its least chance against, such as `>= 0.9`."""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class LaidOver:
    """What files laid over a chronology do to a question besides adding: what they leave out, set (by RULE.SETTING) and
    admit. Where a question says something else of a setting or of what it admits, its word is the last."""

    without: tuple[str, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()
    at_least: Certainty | None = None
    changed: tuple[str, ...] = ()
    """The fields that are changed, as `jehoram.reckoning`: they stand in the chronology as the files give them now."""


@dataclass(frozen=True, slots=True)
class Chronology:
    """Everything the files say, checked and with places. Tuples are sorted by id, so that file order cannot matter."""

    title: str = ""
    unit: Unit = "day"
    calendar: str = "gregorian"
    admit: Certainty = Certainty.MODERATE
    conventions: str = "wide"
    sources: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    entries: tuple[Entry, ...] = ()
    sequences: tuple[Sequence, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    wordings: tuple[Wording, ...] = ()
    rules: tuple[Rule, ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()
    chances: Chances | None = None
    """What is stated of chances; None where nothing is. Of all answers only that of `weigh` reads it."""
    laid: LaidOver = LaidOver()
    inputs: str = field(default="", compare=False)
    """SHA-256 over the files read, in the order of their names."""
    source: Source | None = field(default=None, compare=False, repr=False)
    """Where the files were read from, for those that a question or a hypothesis lays over."""

    @property
    def names(self) -> dict[str, str]:
        """How each entry is called in reports, by its id."""
        return {e.id: e.name for e in self.entries}

    @property
    def scale(self) -> Scale:
        """What a step is, and the calendar that dates are said in."""
        return Scale(self.unit, self.calendar)
