"""What `chrono report` answers: windows, arguments, hypotheses, rivals and sources, as one report tells them."""

from __future__ import annotations

from dataclasses import dataclass

from chrono.answers.check import Check
from chrono.answers.common import Asked, Shown
from chrono.answers.explain import Explanation
from chrono.answers.infer import Inference, SpanResult
from chrono.answers.listing import RuleTold
from chrono.answers.rivals import Rivals
from chrono.answers.timeline import Timeline
from chrono.core.diagnostics import NOWHERE, Diagnostic, Place
from chrono.engine.outcomes import Status


@dataclass(frozen=True, slots=True)
class Cited:
    """One thing that cites a source: an entry, what is stated of one, or a piece of evidence."""

    id: str
    words: str
    """The citation as it is written."""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class SourceTold:
    """A source with its bibliographic fields, and all that cites it."""

    id: str
    fields: tuple[tuple[str, str], ...]
    cited_by: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Report(Shown):
    """The answer of `chrono report`. `timeline` is None where there is nothing to draw."""

    inference: Inference
    check: Check
    explanations: tuple[Explanation, ...] = ()
    rivals: Rivals | None = None
    timeline: Timeline | None = None
    sources: tuple[SourceTold, ...] = ()
    rules: tuple[RuleTold, ...] = ()
    """Those that the answers rest on."""
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def asked(self) -> Asked:
        """The question as put."""
        return self.inference.asked

    @property
    def status(self) -> Status:
        """Whether the evidence can all be true; unknown as well where a limit kept anything back."""
        return self.inference.status

    @property
    def results(self) -> tuple[SpanResult, ...]:
        """The spans that the report is about."""
        return self.inference.results
