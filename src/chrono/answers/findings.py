"""What is answered about answers: contradictions, differences, arguments in full, and what rests on what.

Takes nothing and solves nothing: values that the deeper questions give, and that their reports are drawn from. `None`
is an open bound, as in results.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chrono.answers.reasons import Reason
from chrono.answers.results import (
    Asked,
    Check,
    Checked,
    Inference,
    OpenQuestion,
    Repair,
    SetAside,
    Shown,
    SpanResult,
    Standing,
    Threshold,
    Undercut,
    Weighing,
)
from chrono.core.diagnostics import NOWHERE, Diagnostic, Place
from chrono.engine.intervals import Window
from chrono.engine.outcomes import Status
from chrono.model.chronology import Certainty, Unit, Verdict


@dataclass(frozen=True, slots=True)
class Conflicts(Shown):
    """The answer of `chrono conflicts`: smallest sets that cannot all be true, and smallest repairs.

    `complete`: these are all of them, both kinds; otherwise there may be more of each, and `repairs` are the cheapest.
    `disjoint` conflicts share no member, so at least as many things must be given up.
    """

    asked: Asked
    status: Status
    grain: str
    conflicts: tuple[Reason, ...]
    repairs: tuple[Repair, ...]
    complete: bool
    disjoint: int
    consistent_at: Certainty | None
    """The least certainty at which the evidence is consistent; None where it never is."""
    level_known: bool
    """False where a limit came before `consistent_at` was known."""
    weighing: Weighing
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Shift:
    """A window that is another than before. None: the span, or any window, was or is not there.

    The reasons are of the sides that moved: `was_*` of where they were, `now_*` of where they are.
    """

    id: str
    kind: str
    name: str
    edge: Literal["start", "end"]
    before: Window | None
    after: Window | None
    was_earliest: Reason | None = None
    was_latest: Reason | None = None
    now_earliest: Reason | None = None
    now_latest: Reason | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """A verdict that is another than before; None where the hypothesis was or is not there."""

    id: str
    claim: str
    before: Verdict | None
    after: Verdict | None
    was: Reason | None = None
    now: Reason | None = None


@dataclass(frozen=True, slots=True)
class Difference(Shown):
    """The answer of `chrono whatif` and `chrono diff`: only what is not as before, and why."""

    before: str
    after: str
    unit: Unit
    status_before: Status
    status_after: Status
    windows: tuple[Shift, ...]
    verdicts: tuple[Turn, ...]
    asked: Asked | None = None
    """The question as changed; None of saved answers."""
    conflicts: tuple[Reason, ...] = ()
    repairs: tuple[Repair, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Fall:
    """What becomes of a bound or verdict if one thing it hinges on falls."""

    id: str
    bound: int | None = None
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Overturned:
    """What becomes of a bound or verdict if several things are given up that it can only lose together."""

    ids: tuple[str, ...]
    bound: int | None = None
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Unmet:
    """An `unless` line of a rule that was used: if it were said, and by evidence strong enough, the rule would not
    apply."""

    rule: str
    sentence: str
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Explanation:
    """One bound or verdict, argued as far as the evidence allows.

    Of a bound `edge` and `side` are given, and `at` (None: nothing bounds it); of a hypothesis the verdict.
    """

    id: str
    kind: str
    name: str
    edge: Literal["start", "end"] | None = None
    side: Literal["earliest", "latest"] | None = None
    at: int | None = None
    verdict: Verdict | None = None
    reason: Reason | None = None
    """The preferred argument."""
    others: tuple[Reason, ...] = ()
    """Every other line of argument for the same; all there are where `complete`."""
    complete: bool = True
    independent: tuple[tuple[str, ...], ...] = ()
    """Lines that share nothing less than certain; () where what is certain suffices alone."""
    hinges: tuple[str, ...] = ()
    """What stands in every line."""
    falls: tuple[Fall, ...] = ()
    """For each hinge, what holds without it."""
    overturned_by: tuple[tuple[str, ...], ...] = ()
    """Smallest sets that must be given up for it not to hold, the least certain first."""
    overturned: tuple[Overturned, ...] = ()
    """Where it hinges on nothing that is less than certain, what holds without the first few such sets of several."""
    holds_at: Certainty | None = None
    """The highest certainty at which the evidence alone forces it."""
    true_where: tuple[tuple[str, Window], ...] = ()
    """Of an undetermined claim: where each point that it names, and that tells the two apart, lies in the histories
    that make it true."""
    false_where: tuple[tuple[str, Window], ...] = ()
    """The same in those that make it false."""
    unmet: tuple[Unmet, ...] = ()
    questions: tuple[OpenQuestion, ...] = ()
    thresholds: tuple[Threshold, ...] = ()


@dataclass(frozen=True, slots=True)
class Explained(Shown):
    """The answer of `chrono explain`: the bounds of a span, or a verdict."""

    asked: Asked
    status: Status
    explanations: tuple[Explanation, ...]
    answer: Inference | Check
    """The windows or the verdict, as `infer` and `check` give them."""

    @property
    def results(self) -> tuple[SpanResult, ...] | tuple[Checked, ...]:
        return self.answer.results


@dataclass(frozen=True, slots=True)
class Effect:
    """The answer of `chrono explain FILE:LINE`: what stands there, what it yields, and what would move without it."""

    asked: Asked
    status: Status
    place: Place
    what: str
    """`evidence`, `rule`, `event`, `date of pact` and the like."""
    ids: tuple[str, ...]
    says: tuple[str, ...]
    yields: tuple[str, ...]
    """The constraints that rest on it, in words."""
    set_aside: tuple[SetAside, ...]
    undercut: tuple[Undercut, ...]
    """What it keeps from applying."""
    difference: Difference | None
    """None where it has no part in anything."""


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
    complete: bool = True
    """False where a limit came before the fewest were known: what is given is then not to be taken for an answer."""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What rests on what: each thing left out in turn, what moves most first; and how much each answer can lose."""

    leaving: tuple[Leaving, ...]
    robustness: tuple[Robustness, ...]
    tried: int
    """How many things were left out, those that move nothing among them."""
    complete: bool = True
    """False where a limit came before it was known of each: what is not told of may then move something."""

    @property
    def known(self) -> bool:
        """Whether no limit kept anything back."""
        return self.complete and all(found.complete for found in self.robustness)


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of the evidence among several: the windows and verdicts it gives, or the first contradiction."""

    label: str
    status: Status
    windows: tuple[Standing, ...]
    verdicts: tuple[tuple[str, Verdict], ...]
    conflict: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rivals(Shown):
    """The answer of `chrono infer --compare`: the evidence as it stands, and with each rival laid over by itself."""

    asked: Asked
    unit: Unit
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something unknown, and by how many steps knowing it would shorten a window: at least, and on average."""

    sentence: str
    points: tuple[str, ...]
    """One point: its date; two: whether the first comes no later than the second."""
    certain: int
    average: int


@dataclass(frozen=True, slots=True)
class Suggestions(Shown):
    """The answer of `chrono suggest`: what would settle a date, the best first.

    Cuts are counted against `size` values in all. Averages are over `histories` drawn from those the evidence allows,
    varied but not uniform where there are either/ors.
    """

    asked: Asked
    status: Status
    id: str
    kind: str
    edge: Literal["start", "end"]
    window: Window | None
    size: int
    suggestions: tuple[Suggestion, ...]
    histories: int
    exact: bool
    """False where the either/ors were too many to go through, so that the cuts are only close."""
    horizon: tuple[int, int] | None
    """Where open bounds were taken to end, so that there is something to count."""
    conflicts: tuple[Reason, ...] = ()
    repairs: tuple[Repair, ...] = ()
