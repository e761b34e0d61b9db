"""A few lines of text for an editor, as Markdown or plain, whichever it shows.

Takes words that anybody may have written and gives a page; what Markdown would take for markup is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from lsprotocol.types import MarkupContent, MarkupKind

from chrono.core.diagnostics import Place
from chrono.core.text import harmless

SIGN = "\N{REPLACEMENT CHARACTER}"
_MARKUP = re.compile(r"[\\`*_\[\]<>&~|]|\$(?=\()|^[#+=-]")
_NUMBER = re.compile(r"^([0-9]{1,9})([.)])")
"""What Markdown takes for more than words: anywhere in a line, and at its beginning."""


class Prose:
    """Paragraphs and lists, in the order they are said in."""

    def __init__(self, *, markdown: bool, uri: Callable[[str], str]) -> None:
        self._markdown, self._uri = markdown, uri
        self._blocks: list[str] = []

    @property
    def empty(self) -> bool:
        """Whether nothing was said yet."""
        return not self._blocks

    def heading(self, words: str, beside: str = "") -> None:
        """A line that stands out, with something less important beside it."""
        said = f"**{plain(words)}**" if self._markdown else harmless(words, SIGN)
        self._blocks.append(f"{said} · {self.words(beside)}" if beside else said)

    def say(self, words: str) -> None:
        """A paragraph."""
        if words:
            self._blocks.append(self.words(words))

    def items(self, items: Iterable[str]) -> None:
        """A list; each item as `words` or `placed` give it."""
        if listed := [f"- {item}" for item in items]:
            self._blocks.append("\n".join(listed))

    def words(self, words: str) -> str:
        """Words that stay words."""
        return plain(words) if self._markdown else harmless(" ".join(words.split()), SIGN)

    def placed(self, words: str, *remarks: str, place: Place) -> str:
        """Words with remarks and where they stand, as a way to go there where the editor has one."""
        at = ""
        if place.file:
            at = f"[{plain(str(place))}]({self._uri(place.file)}#L{place.line})" if self._markdown else str(place)
        beside = ", ".join([*(self.words(remark) for remark in remarks if remark), *([at] if at else [])])
        return f"{self.words(words)} ({beside})" if beside else self.words(words)

    def content(self) -> MarkupContent:
        """The page."""
        return MarkupContent(MarkupKind.Markdown if self._markdown else MarkupKind.PlainText, "\n\n".join(self._blocks))


def plain(words: str) -> str:
    """Words that stay words, with as few signs between them as will do: some editors show these."""
    return _NUMBER.sub(r"\1\\\2", _MARKUP.sub(r"\\\g<0>", " ".join(words.split())))
