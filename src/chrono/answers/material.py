"""What an export is made of: the windows of spans, the inferences as they bind, and what was asked for them.

A value that `chrono.questions.material` gives; whoever writes a format takes what that needs of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from chrono.answers.common import Asked
from chrono.answers.infer import SpanResult
from chrono.engine.formulas import Constraint
from chrono.engine.intervals import Interval, Window
from chrono.engine.outcomes import Status
from chrono.model.chronology import Chronology, Entry


@dataclass(frozen=True)
class Material:
    """A chronology as it stands after what was left out, with the windows of the spans that were asked about.

    `results` is empty where the evidence contradicts itself. Their bounds have reasons where these were asked for, and
    their durations are 0 and more where they were not. `binding` are the inferences, all of which hold.
    """

    chronology: Chronology
    asked: Asked
    status: Status
    results: tuple[SpanResult, ...]
    binding: tuple[Constraint, ...]

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """The entries of the chronology by their ids."""
        return {entry.id: entry for entry in self.chronology.entries}


def hull(window: Window) -> Interval:
    """The first and the last step that a window does not exclude; None is open, or not known."""
    return window.hull if window.proven else (window.outer or (None, None))


def is_hull_alone(window: Window) -> bool:
    """Whether the hull says all that is known of a window: it has no gap, and no limit kept it back."""
    return window.proven and len(window.intervals) <= 1
