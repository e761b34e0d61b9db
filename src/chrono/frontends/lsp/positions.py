"""Places in a text as the files count them and as an editor counts them.

Files count lines and columns from 1, a column is a character, and a line ends where YAML ends it. An editor counts from
0, in units of UTF-16 unless it says another encoding, and ends lines at carriage returns and line feeds alone. Takes a
text, gives the one for the other; a place beyond the end of a line or of the text is taken to be that end.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from lsprotocol.types import Position, PositionEncodingKind, Range

from chrono.core.diagnostics import Place, Span
from chrono.loading.nodes import BREAK

_BREAK = re.compile("\r\n|[\r\n]")
"""What ends a line for an editor."""
MARK = "\ufeff"
"""What some files begin with; it is no part of their text."""


class Text:
    """One text, and the encoding in which an editor counts."""

    def __init__(self, text: str, encoding: PositionEncodingKind | str | None = PositionEncodingKind.Utf16) -> None:
        self.mark = text.startswith(MARK)
        self.text = text[self.mark :]
        self._encoding = encoding
        self._lines = [0, *(found.end() for found in BREAK.finditer(self.text))]
        self._rows = [0, *(found.end() for found in _BREAK.finditer(self.text))]

    def offset(self, line: int, column: int) -> int:
        """Where in the text a place of the files is."""
        if line < 1:
            return 0
        if line > len(self._lines):
            return len(self.text)
        return min(self._lines[line - 1] + max(0, column - 1), self._end(self._lines, line - 1))

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column, as the files count them, of a place in the text."""
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def position(self, offset: int) -> Position:
        """A place in the text as the editor counts."""
        row = bisect_right(self._rows, offset) - 1
        units = self._units(self.text[self._rows[row] : offset])
        return Position(row, units + self._units(MARK) * (self.mark and row == 0))

    def at(self, position: Position) -> int:
        """Where in the text the editor's place is; of a place within a character, before it."""
        row = position.line
        if row >= len(self._rows):
            return len(self.text)
        at, end = self._rows[row], self._end(self._rows, row)
        left = position.character - self._units(MARK) * (self.mark and row == 0)
        line = self.text[at:end]
        if line.isascii():
            return at + max(0, min(left, len(line)))
        for char in line:
            left -= self._units(char)
            if left < 0:
                break
            at += 1
        return at

    def stretch(self, began: int, ended: int) -> Range:
        """A stretch of the text as the editor counts."""
        return Range(self.position(began), self.position(ended))

    def range(self, place: Span | Place) -> Range:
        """A span, or as much of a line as a place is long; of a place that names a file alone, its first line."""
        if isinstance(place, Span):
            began = self.offset(place.line, place.column)
            return self.stretch(began, max(began, self.offset(place.end_line, place.end_column)))
        if not place.line:
            return self.stretch(0, self._end(self._rows, 0))
        return self.stretch(self.offset(place.line, place.column), self.offset(place.line, place.column + place.length))

    def line_at(self, offset: int) -> tuple[int, int]:
        """Where the editor's line around a place begins and where it ends."""
        row = bisect_right(self._rows, offset) - 1
        return self._rows[row], self._end(self._rows, row)

    def whole(self) -> Range:
        """All of the text."""
        return self.stretch(0, len(self.text))

    def _end(self, starts: list[int], number: int) -> int:
        """Where a line ends, its break not counted."""
        if number + 1 >= len(starts):
            return len(self.text)
        end = starts[number + 1]
        at = end - 2 if self.text[max(0, end - 2) : end] == "\r\n" else end - 1
        return max(starts[number], at)

    def _units(self, text: str) -> int:
        if self._encoding == PositionEncodingKind.Utf8:
            return len(text.encode("utf-8", "surrogatepass"))
        if self._encoding == PositionEncodingKind.Utf32 or text.isascii():
            return len(text)
        return len(text) + sum(char > "\uffff" for char in text)


def path_of(uri: str) -> Path | None:
    """The file that a URI names; None where it names none of this machine."""
    try:
        parts = urlsplit(uri)
        if parts.scheme != "file" or "\0" in (path := url2pathname(parts.path)):
            return None
        return Path(f"//{parts.netloc}{path}" if parts.netloc not in ("", "localhost") else path)
    except ValueError:
        return None


def uri_of(path: Path) -> str:
    """The URI of a file."""
    return path.absolute().as_uri()
