"""An answer as its JSON document, in text."""

from __future__ import annotations

from collections.abc import Iterator

from chrono.answers.common import Shown
from chrono.documents import text, texts
from chrono.reports.page import Page

AT_ONCE = 1 << 16
"""Characters of a piece at least, but of the last: few enough for the memory of one to do for the next."""


def document(answer: Shown, page: Page) -> str:
    """The whole document, and nothing else."""
    return text(answer)


def pieces(answer: Shown) -> Iterator[str]:
    """The text of the document in large pieces, one after another."""
    gathered: list[str] = []
    size = 0
    for told in texts(answer):
        gathered.append(told)
        size += len(told)
        if size >= AT_ONCE:
            yield "".join(gathered)
            gathered.clear()
            size = 0
    if gathered:
        yield "".join(gathered)
