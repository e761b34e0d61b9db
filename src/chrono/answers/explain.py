"""What `chrono explain` answers: one bound or verdict with every argument for it, and what it hinges on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal, Self

from chrono.answers.check import Check, Checked
from chrono.answers.common import Asked, OpenQuestion, Shown
from chrono.answers.infer import Inference, SpanResult
from chrono.answers.reasons import Reason
from chrono.answers.thresholds import Threshold
from chrono.answers.windows import SpanWindows, Windows
from chrono.core.diagnostics import NOWHERE, Diagnostic, Place
from chrono.engine.intervals import Window
from chrono.engine.outcomes import Status
from chrono.model.chronology import Certainty, Verdict


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
    """Every other line of argument for the same; all there are where `known`."""
    known: bool | None = True
    """None where nothing but the preferred argument was asked for."""
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
    """The answer of `chrono explain`: the bounds of a span, or a verdict, and their arguments."""

    explanations: tuple[Explanation, ...]
    answer: Inference | Windows | Check
    """The windows or the verdict, as `infer` (with `--windows`: as asked) and `check` give them."""

    @property
    def asked(self) -> Asked:
        """The question as put."""
        return self.answer.asked

    @property
    def status(self) -> Status:
        """Whether the evidence can all be true; unknown as well where a limit kept anything back."""
        return self.answer.status

    @property
    def results(self) -> tuple[SpanResult, ...] | tuple[SpanWindows, ...] | tuple[Checked, ...]:
        """What is explained."""
        return self.answer.results

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is to be said of the files."""
        return self.answer.diagnostics

    def asking(self, **named: Any) -> Self:
        """The answer, telling as well what was named in the question (fields of `Asked`)."""
        return replace(self, answer=self.answer.asking(**named))

    def noting(self, diagnostics: Iterable[Diagnostic]) -> Self:
        """This answer with diagnostics about the files it was given for, sorted, each once."""
        return replace(self, answer=self.answer.noting(diagnostics))
