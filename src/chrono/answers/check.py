"""What `chrono check` answers: hypotheses with what was expected of them, what came out, and under which variations."""

from __future__ import annotations

from dataclasses import dataclass

from chrono.answers.common import Weighing
from chrono.answers.contradictions import Answered, Judged, Stands
from chrono.answers.reasons import Reason
from chrono.answers.thresholds import Threshold
from chrono.core.diagnostics import NOWHERE, Place
from chrono.engine.formulas import Point
from chrono.engine.intervals import Window
from chrono.model.chronology import Certainty, Severity, Verdict


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Any so many pieces of evidence left out at once, of those there are, each as good as another."""

    most: int
    among: int
    others: bool = False
    """Of those only without which nothing else was found."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What a variation changes about the evidence: one of these."""

    settings: tuple[tuple[str, str], ...] = ()
    """`("silence.delay", "3 days")`"""
    at_least: Certainty | None = None
    without: tuple[str, ...] = ()
    laid_over: tuple[str, ...] = ()
    any_of: AnyOf | None = None

    @property
    def said(self) -> str:
        """In words: `silence.delay = 3 days`, `without x`."""
        if self.any_of is not None:
            other, most = "other " if self.any_of.others else "", self.any_of.most
            few = "one" if most == 1 else f"{most} or fewer"
            return f"any {other}{few} of {self.any_of.among} pieces of evidence left out"
        if self.without:
            return f"without {', '.join(self.without)}"
        said = [f"{name} = {value}" for name, value in self.settings]
        said += [f"evidence at least {self.at_least}"] if self.at_least is not None else []
        return ", ".join([*said, *(f"{file} laid over" for file in self.laid_over)])


@dataclass(frozen=True, slots=True)
class Variation:
    """One condition under which a hypothesis must hold as well, and the verdict found there.

    `must_change`: the verdict is said to rely on what is left out, and must be another without it.
    """

    condition: Condition
    verdict: Verdict
    ok: bool
    must_change: bool = False

    @property
    def said(self) -> str:
        """The condition in words."""
        return self.condition.said


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

    unasked: str = ""
    """Why it could not be asked, though no limit was reached: its verdict is then unknown."""
    stands: Stands = ""
    """Of contradictory evidence whether another repair would turn the verdict; "" where nothing is given up for it."""
    under: tuple[Judged, ...] = ()
    """The verdict under each repair that would."""

    @property
    def known(self) -> bool:
        """Whether no limit kept back a verdict, its reason, a variation or a threshold."""
        if self.unasked:
            return True
        told = self.verdict == "undetermined" or (self.verdict != "unknown" and self.reason is not None)
        verdicts = {variation.verdict for variation in self.variations}
        return told and "unknown" not in verdicts and all(t.known or t.both_ways for t in self.thresholds)

    @property
    def ok(self) -> bool:
        """Whether the verdict is what is expected, and under every variation too."""
        return self.verdict == self.expect and all(v.ok for v in self.variations)

    @property
    def fails(self) -> bool:
        """Not as expected, and more than a warning."""
        return not self.ok and self.severity == "error"

    @property
    def held_back(self) -> bool:
        """Not as expected only because a limit was reached: not known to be wrong."""
        met = self.verdict in (self.expect, "unknown")
        return not self.ok and not self.unasked and met and all(v.ok or v.verdict == "unknown" for v in self.variations)


@dataclass(frozen=True, slots=True)
class Check(Answered):
    """The answer of `chrono check`."""

    results: tuple[Checked, ...]
    weighing: Weighing

    @property
    def contradicted(self) -> bool:
        """Whether the evidence contradicts itself where it is not meant to: a chronology may be meant to, and each
        hypothesis then expects just that."""
        meant = self.results and all(r.ok and r.verdict == "inconsistent" for r in self.results)
        return bool(self.conflicts) and not meant
