"""YAML as it was written: every scalar a text, every node with its place.

These values know nothing of chronologies. `Broken` stands where something was refused or did not fit, so that later
stages can tell "not given" from "given, and already reported".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from chrono.core.diagnostics import Place
from chrono.core.text import harmless

BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""What ends a line in YAML."""


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of an offset in a text."""
    ends = [found.end() for found in BREAK.finditer(text, 0, offset)]
    return len(ends) + 1, offset - (ends[-1] if ends else 0) + 1


class Scalar(NamedTuple):
    """A text and where its first character stands (after an opening quote), line and column from 1."""

    text: str
    file: str
    line: int
    column: int
    plain: bool = False
    """Written without quotes: an empty plain scalar is a key with nothing after it."""

    @property
    def place(self) -> Place:
        """Where the text stands, as long as its first line."""
        return Place(self.file, self.line, self.column, max(1, len(self.text.partition("\n")[0])))

    @property
    def line_of_text(self) -> str:
        """The text on one line."""
        return " ".join(self.text.split())

    @property
    def blank(self) -> bool:
        """Whether nothing was written."""
        return self.plain and not self.text


# How YAML writes a character in double quotes; in single quotes only the quote itself is written otherwise.
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_BLANK_ESCAPES = "0abtnvfre NLP_\n"
"""What stands after the backslash where the character is white space, or left out, or no character at all."""


class Folded(NamedTuple):
    """A text that is not written as it reads, but over several lines or with escapes: where it begins, the offset in
    the file of its first character, and its quotation mark."""

    start: Place
    text: str
    began: int
    quote: str = ""

    def place(self, given: Place, source: str) -> Place:
        """Where a place that was counted on as if the text stood on one line as it reads really is."""
        at = self.offset(given.column - self.start.column, source)
        return Place(given.file, *position(source, at), given.length)

    def offset(self, offset: int, source: str) -> int:
        """Where in the file the character stands that is the text's at an offset."""
        # What folding changes is white space alone, so that the other characters can be counted off.
        left = sum(not c.isspace() for c in self.text[:offset])
        at = self.began
        while at < len(source) - 1:
            size, counts = self.written(source, at)
            if not left and counts:
                break
            left -= counts
            at += size
        return min(at, len(source) - 1)

    def written(self, source: str, at: int) -> tuple[int, bool]:
        """How many characters of the file stand for the one at an offset, and whether it is seen in the text."""
        escape = _ESCAPE.match(source, at) if self.quote == '"' else None
        if escape is None:
            char = source[at]
            doubled = self.quote == "'" and source.startswith("''", at)
            return 1 + doubled, not char.isspace() and bool(harmless(char))
        code = escape[1] or escape[2] or escape[3]
        if code is None:
            return len(escape[0]), escape[4] not in _BLANK_ESCAPES
        char = chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else ""
        return len(escape[0]), not char.isspace() and bool(harmless(char))


class Fields(NamedTuple):
    """A mapping: each key once, in the order written."""

    pairs: dict[str, tuple[Scalar, Node]]
    file: str
    line: int
    column: int
    source: str = ""
    began: int = 0
    ended: int = 0
    """Where it is in braces, the stretch of the file's text: an EDTF set such as `{1667,1668}` looks like a mapping."""

    @property
    def place(self) -> Place:
        """Where the mapping begins."""
        return Place(self.file, self.line, self.column)

    def get(self, key: str) -> Node | None:
        """What stands under a key; None where it is not there."""
        found = self.pairs.get(key)
        return found[1] if found else None


class Items(NamedTuple):
    """A list."""

    items: list[Node]
    file: str
    line: int
    column: int
    source: str = ""
    began: int = 0
    ended: int = 0
    """Where it is in brackets, the stretch of the file's text: an EDTF set such as `[1667..1672]` looks like a list."""

    @property
    def place(self) -> Place:
        """Where the list begins."""
        return Place(self.file, self.line, self.column)


class Broken(NamedTuple):
    """Something that has been reported already."""

    file: str
    line: int
    column: int

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.file, self.line, self.column)


Node: TypeAlias = Scalar | Fields | Items | Broken


def broken(node: Node) -> Broken:
    """What takes the place of a node that has been reported."""
    return Broken(node.file, node.line, node.column)


def empty(node: Node) -> Fields:
    """A mapping of nothing, where a node stands."""
    return Fields({}, node.file, node.line, node.column)


def fields(node: Node | None) -> Fields:
    """The mapping a node is; nothing after a key is an empty one."""
    if isinstance(node, Fields):
        return node
    return empty(node) if node is not None else Fields({}, "", 0, 0)


def scalars(node: Node | None) -> Iterator[Scalar]:
    """The texts of a field that takes one or a list."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Items):
        for item in node.items:
            yield from scalars(item)


def count(node: Node | None) -> int:
    """How many texts a field holds, those that could not be read included."""
    if node is None:
        return 0
    return sum(map(count, node.items)) if isinstance(node, Items) else 1


def words(node: Node | None) -> str:
    """A text on one line, or "" where none is given."""
    return node.line_of_text if isinstance(node, Scalar) else ""


def dated(node: Node | None) -> Scalar | None:
    """The text of a date, which may look like a list or a mapping to YAML."""
    if isinstance(node, Scalar):
        return node
    if isinstance(node, Fields | Items) and node.source:
        return Scalar(harmless(node.source[node.began : node.ended]), node.file, node.line, node.column)
    return None
