"""What `chrono weigh` answers: what the stated chances make of claims, beside what is proven of them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from chrono.answers.common import Asked, Shown
from chrono.answers.reasons import Reason
from chrono.core.diagnostics import Diagnostic, Place
from chrono.engine.outcomes import Status
from chrono.model.chances import Range, Together
from chrono.model.chronology import Verdict


@dataclass(frozen=True, slots=True)
class Inputs:
    """The stated chances at which a least or greatest chance is attained."""

    told: Range
    together: Together
    all_silenced: Fraction
    prior: Place


@dataclass(frozen=True, slots=True)
class Needs:
    """What it would take for the least chance of a claim to be at least `chance`.

    `at_least`: how likely it would have to be that an event is told of, where nothing silences all; `ceiling`: how
    likely that may be where every event is certain to be told of. None where no such chance would do.
    """

    chance: Fraction
    of: str
    """The rule whose silence is weighed."""
    at_least: Fraction | None
    ceiling: Fraction | None


@dataclass(frozen=True, slots=True)
class Weighed:
    """One claim: what is proven of it with the silence as a premise, and its least and greatest chance without."""

    id: str
    """The hypothesis, "" for a claim of the question."""
    claim: str
    proven: Verdict
    chances: Range | None
    """None where a limit was reached."""
    before: Range | None
    """The chance before the silence: that of the priors."""
    least_at: Inputs | None = None
    most_at: Inputs | None = None
    needs: Needs | None = None
    bounded: bool = True
    """False where the ends hold and may not be attained: where the day of a limit is not known."""
    asked: str = ""
    """The chance that the hypothesis asks for, such as `>= 0.9`."""

    @property
    def met(self) -> bool | None:
        """Whether the least chance is what is asked for; None where nothing is, or the chance is not known."""
        if not self.asked or self.chances is None:
            return None
        sign, _, number = self.asked.partition(" ")
        return self.chances[0] > Fraction(number) if sign == ">" else self.chances[0] >= Fraction(number)


@dataclass(frozen=True, slots=True)
class Weighings(Shown):
    """The answer of `chrono weigh`."""

    asked: Asked
    status: Status
    rule: str
    """The rule whose silence is weighed."""
    of: str
    """The point that the priors are about."""
    passed_over: int
    """How many limits there are: events that are passed over and would have been told of."""
    places: tuple[Place, ...]
    """Where the chances are stated."""
    results: tuple[Weighed, ...]
    conflicts: tuple[Reason, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
