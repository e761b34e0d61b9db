"""What is answered where nothing could be: the mistakes, under the name of the document that was asked for."""

from __future__ import annotations

from dataclasses import dataclass

from chrono.answers.common import Shown
from chrono.core.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Invalid(Shown):
    """Mistakes in the files or in the question instead of an answer; `schema` as in `chrono.infer/1`."""

    schema: str
    diagnostics: tuple[Diagnostic, ...]
