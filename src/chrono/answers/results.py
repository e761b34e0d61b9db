"""What is answered: windows, reasons, verdicts, as values that every report is drawn from.

Numbers are whole steps of the chronology's unit (Julian Day Numbers, months, astronomical years); `None` is an open
bound. Nothing here solves or prints.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch
from typing import Literal

from chrono.answers.reasons import Premise, Reason
from chrono.core.diagnostics import NOWHERE, Diagnostic, Place
from chrono.engine.formulas import Point
from chrono.engine.intervals import Window
from chrono.engine.outcomes import Status
from chrono.model.chronology import Certainty, Severity, Unit, Verdict


@singledispatch
def as_html(answer: object) -> str | None:
    """How a notebook shows an answer: nothing more than its text until somebody registers how it is drawn."""
    return None


class Shown:
    """An answer that a notebook shows."""

    __slots__ = ()

    def _repr_html_(self) -> str | None:
        return as_html(self)


@dataclass(frozen=True, slots=True)
class Bound:
    """A window with the reasons of its two ends; a reason is None where the end is open, or where a limit came before
    it."""

    window: Window
    earliest: Reason | None = None
    latest: Reason | None = None

    @property
    def known(self) -> bool:
        """Whether no limit kept the window or a reason back."""
        least, most = self.window.hull
        said = (self.earliest is not None or least is None) and (self.latest is not None or most is None)
        return self.window.proven and said


@dataclass(frozen=True, slots=True)
class Level:
    """The windows that the evidence of at least one certainty alone forces."""

    at_least: Certainty
    start: Window
    end: Window


@dataclass(frozen=True, slots=True)
class Comparison:
    """A reference date set against the latest possible end of a document, in steps of the unit.

    `least`..`most` count from the end to the reference's first and last step; None where either is open or a limit kept
    it from being known. `possible` is an answer (neither is certain), `unknown` is none.
    """

    to: str
    name: str
    verdict: Literal["before", "after", "possible", "unknown"]
    least: int | None
    most: int | None
    least_said: str
    most_said: str


@dataclass(frozen=True, slots=True)
class SpanResult:
    """All that is asked of one span."""

    id: str
    kind: str
    name: str
    authors: tuple[str, ...]
    start: Bound
    end: Bound
    duration: Window
    levels: tuple[Level, ...] = ()
    comparisons: tuple[Comparison, ...] = ()


@dataclass(frozen=True, slots=True)
class SetAside:
    """Evidence that was not used, or did not achieve what it was meant to, and why.

    `weak`: below the certainty admitted; `defeated` or `undecided`: attacked by `by`; `fails`: its own attack on `by`
    is weaker than what it attacks.
    """

    id: str
    why: Literal["weak", "defeated", "undecided", "fails"]
    by: tuple[str, ...]
    sentence: str
    place: Place


@dataclass(frozen=True, slots=True)
class Undercut:
    """A rule that would have applied, and the evidence that says it does not; or evidence too weak to say so."""

    rule: str
    premises: tuple[str, ...]
    by: tuple[str, ...]
    sentence: str
    held: bool
    """True where the undercutter prevailed, False where it was too weak."""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What is left open and could change an answer: a dormant condition, evidence whose standing is undecided."""

    sentence: str
    ids: tuple[str, ...]
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Weighing:
    """How the evidence was weighed before solving: what counted for how much, what fell, what is open."""

    set_aside: tuple[SetAside, ...] = ()
    undercut: tuple[Undercut, ...] = ()
    open_questions: tuple[OpenQuestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """The question as put: what the answer rests on besides the files."""

    chronology: str
    unit: Unit
    calendar: str
    inputs: str
    admitted: Certainty
    laid_over: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()
    events: int = 0
    evidence: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """A span's window under some supposition, without its reasons."""

    id: str
    kind: str
    name: str
    start: Window
    end: Window


@dataclass(frozen=True, slots=True)
class Repair:
    """A smallest set that, given up, leaves the rest consistent; and the windows that then follow."""

    given_up: tuple[str, ...]
    premises: tuple[Premise, ...]
    windows: tuple[Standing, ...] = ()
    weight: int = 0
    """Of what is given up, summed."""


@dataclass(frozen=True, slots=True)
class Inference(Shown):
    """The answer of `chrono infer` and the ground of `chrono explain`."""

    asked: Asked
    status: Status
    results: tuple[SpanResult, ...]
    conflicts: tuple[Reason, ...]
    weighing: Weighing
    diagnostics: tuple[Diagnostic, ...] = ()
    repairs: tuple[Repair, ...] = ()
    """Of contradictory evidence the cheapest repairs, with what then follows."""


@dataclass(frozen=True, slots=True)
class Region:
    """Values of a setting, first and last, at which a verdict is the same; None where it goes on without end."""

    first: int
    last: int | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Threshold:
    """How a verdict or a bound depends on a setting, exactly; its other rules and settings as they stand.

    Of a verdict the regions, from 0 upward. Of a bound: the values at which it stays (`first`..`last`), and from which
    value on (`settled_from`) the setting no longer matters to it, because `settled_at` holds anyway.
    """

    setting: str
    unit: str
    """`days`, `weeks`, `months` or `years`."""
    regions: tuple[Region, ...] = ()
    first: int | None = None
    last: int | None = None
    settled_from: int | None = None
    settled_at: int | None = None
    found: bool = True
    """False where a limit came first, or where the setting works `both_ways`, loosening as well as tightening."""
    both_ways: bool = False


@dataclass(frozen=True, slots=True)
class Variation:
    """One condition under which a hypothesis must hold as well, and the verdict found there.

    `must_change`: the verdict is said to rely on what is left out, and must be another without it.
    """

    said: str
    verdict: Verdict
    ok: bool
    must_change: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """A hypothesis, what was expected of it and what came out."""

    id: str
    claim: str
    expect: Verdict
    verdict: Verdict
    reason: Reason | None
    why: str
    variations: tuple[Variation, ...] = ()
    place: Place = NOWHERE
    severity: Severity = "error"
    tags: tuple[str, ...] = ()
    windows: tuple[tuple[Point, Window], ...] = ()
    """What is known of the points that the claim names."""
    sharper: tuple[Point, ...] = ()
    """Points of which the evidence now says more than the window recorded."""
    thresholds: tuple[Threshold, ...] = ()
    """How the verdict depends on the settings that its variations try."""

    @property
    def known(self) -> bool:
        """Whether no limit kept back a verdict, its reason, a variation or a threshold."""
        told = self.verdict == "undetermined" or (self.verdict != "unknown" and self.reason is not None)
        verdicts = {variation.verdict for variation in self.variations}
        return told and "unknown" not in verdicts and all(t.found or t.both_ways for t in self.thresholds)

    @property
    def ok(self) -> bool:
        return self.verdict == self.expect and all(v.ok for v in self.variations)

    @property
    def fails(self) -> bool:
        """Not as expected, and more than a warning."""
        return not self.ok and self.severity == "error"

    @property
    def held_back(self) -> bool:
        """Not as expected only because a limit was reached: not known to be wrong."""
        met = self.verdict in (self.expect, "unknown")
        return not self.ok and met and all(v.ok or v.verdict == "unknown" for v in self.variations)


@dataclass(frozen=True, slots=True)
class Check(Shown):
    """The answer of `chrono check`."""

    asked: Asked
    status: Status
    results: tuple[Checked, ...]
    conflicts: tuple[Reason, ...]
    weighing: Weighing
    diagnostics: tuple[Diagnostic, ...] = ()
    repairs: tuple[Repair, ...] = ()
    """Of contradictory evidence the cheapest repairs, with what then follows."""
