"""An answer as its JSON document, in text."""

from __future__ import annotations

from chrono.answers.common import Shown
from chrono.documents import text
from chrono.reports.page import Page


def document(answer: Shown, page: Page) -> str:
    """The whole document, and nothing else."""
    return text(answer)
