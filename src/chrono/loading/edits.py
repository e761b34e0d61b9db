"""Fixes as edits of a file: where in its text each begins and ends, and its new text written as YAML has it there.

Takes fixes that count columns as if every text stood on one line as it reads, gives them with true lines and columns.
A fix whose place in the file is not certain, or whose text cannot be written there, is left out: no fix is better than
one that breaks the file. Never changes a file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property

from chrono.core.diagnostics import Fix, Place, Span
from chrono.loading import yaml
from chrono.loading.files import File
from chrono.loading.nodes import BREAK, Folded

_SAFE = re.compile(r"[A-Za-z0-9$][A-Za-z0-9_$./-]*(?: [A-Za-z0-9_$./-]+)*")
"""What is written alike with and without quotes, in brackets and out of them."""
_PLAIN = re.compile(r"(?![-?:,\[\]{}#&*!|>'\"%@`\s])(?:(?!:\s|\s#).)+(?<![:\s])")
"""What a text without quotes can be outside brackets."""
_MOST = 120
"""Characters of a new text in a title."""


class Edits:
    """The edits of one file; `folded` are its texts that are not written as they read, by the line they begin in."""

    def __init__(self, file: File, folded: Mapping[tuple[str, int], list[Folded]]) -> None:
        self.file, self.folded = file, folded

    def made(self, fix: Fix, told: Place) -> Fix | None:
        """A fix with its place in the file; None where it has none. `told` is where its diagnostic points."""
        if self.file.root is None:
            return self._in_row(fix, told)
        stretch = self._stretch(fix.place)
        if stretch is None:
            return None
        began, ended = stretch
        text = fix.text
        if not _SAFE.fullmatch(text):
            style = self._style(began, ended)
            if style is None:
                return None
            if style.quote:
                text = _within_quotes(text, style.quote)
            elif not self._plain(began, ended, text, style):
                # Without quotes it would not be a text any more: the whole of it is put in quotes.
                whole = self.file.text[style.began : began] + text + self.file.text[ended : style.ended]
                began, ended, text = style.began, style.ended, "'" + whole.replace("'", "''") + "'"
        if BREAK.search(text):
            return None
        return Fix(self.span(began, ended), text, _title(fix.title))

    def span(self, began: int, ended: int) -> Span:
        """A stretch of the file's text by lines and columns."""
        return Span(self.file.name, *self._position(began), *self._position(ended))

    def spanned(self, place: Place) -> Span | None:
        """Where in the file a place is that counts columns as if its text stood on one line as it reads."""
        stretch = self._stretch(Span(place.file, place.line, place.column, place.line, place.column + place.length))
        return self.span(*stretch) if stretch else None

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def _stretch(self, place: Span) -> tuple[int, int] | None:
        """Where in the text of the file a fix begins and ends."""
        length = place.end_column - place.column
        for text in self.folded.get((place.file, place.line), ()):
            first = place.column - text.start.column
            if first >= 0 and first + length <= len(text.text):
                began = text.offset(first, self.file.text)
                last = text.offset(first + length - 1, self.file.text)
                return began, last + text.written(self.file.text, last)[0]
        if not 0 < place.line <= len(self._lines):
            return None
        began = self._lines[place.line - 1] + place.column - 1
        ended = began + length
        return None if ended > len(self.file.text) or BREAK.search(self.file.text[began:ended]) else (began, ended)

    def _in_row(self, fix: Fix, told: Place) -> Fix | None:
        """The fix of a cell: of what its diagnostic quotes and points at, where that stands in the row but once."""
        if told.line >= len(self._lines) + 1 or not _SAFE.fullmatch(fix.text):
            return None
        began = self._lines[told.line - 1]
        row = BREAK.split(self.file.text[began : began + 100_000], maxsplit=1)[0]
        word = row[told.column - 1 : told.column - 1 + told.length]
        if len(word) != fix.place.end_column - fix.place.column or row.count(word) != 1:
            return None
        span = Span(told.file, told.line, told.column, told.line, told.column + told.length)
        return Fix(span, fix.text, _title(fix.title))

    def _style(self, began: int, ended: int) -> yaml.Style | None:
        """How the scalar is written in which a stretch lies; None where it lies in none."""
        at = bisect_right(self._styles, began, key=lambda style: style.began) - 1
        return self._styles[at] if at >= 0 and ended <= self._styles[at].ended else None

    def _plain(self, began: int, ended: int, text: str, style: yaml.Style) -> bool:
        """Whether a scalar without quotes still is one with a new text in it."""
        whole = self.file.text[style.began : began] + text + self.file.text[ended : style.ended]
        return bool(_PLAIN.fullmatch(whole)) and not (style.bracketed and re.search(r"[,\[\]{}]", whole))

    @cached_property
    def _lines(self) -> list[int]:
        """Where each line of the file begins."""
        return [0, *(found.end() for found in BREAK.finditer(self.file.text))]

    @cached_property
    def _styles(self) -> tuple[yaml.Style, ...]:
        return yaml.styles(self.file.text)


def _within_quotes(text: str, quote: str) -> str:
    if quote == "'":
        return text.replace("'", "''")
    return text.replace("\\", "\\\\").replace('"', '\\"') if quote == '"' else text


def _title(title: str) -> str:
    return title if len(title) <= _MOST else f"{title[: _MOST - 4]} ...'"
