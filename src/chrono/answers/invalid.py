"""What is answered where nothing could be: the mistakes, under the name of the document that was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chrono.answers.common import Shown
from chrono.core.diagnostics import Diagnostic
from chrono.core.limits import CUT


@dataclass(frozen=True, slots=True)
class Invalid(Shown):
    """Mistakes in the files or in the question instead of an answer; `schema` as in `chrono.infer/1`."""

    schema: str
    diagnostics: tuple[Diagnostic, ...]

    @property
    def status(self) -> Literal["invalid", "unknown"]:
        """That there are mistakes, or that a limit was reached before it was known whether there are any."""
        return "unknown" if any(d.code in CUT for d in self.diagnostics) else "invalid"
