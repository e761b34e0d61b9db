"""XML as a tree that knows where in the bytes each tag stands, so that a file can be changed at one place alone.

Takes the bytes of a file, gives its elements; refuses declared entities, deep nesting and too many elements, each with
its line. Nothing outside the file is ever read: external entities and document types are passed over. The parser is
the standard library's expat: of those at hand it alone tells the offset of a tag (docs/decisions/xml.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pyexpat import ExpatError, ParserCreate, errors
from typing import Any
from xml.sax.saxutils import escape

from chrono.core.diagnostics import Diagnostic, Place
from chrono.core.gc_pause import uncollected
from chrono.exchange.imported import Foreign, Unreadable

MOST_LEVELS = 500
MOST_ELEMENTS = 300_000
MOST_ATTRIBUTES = 100
"""Of one element."""
MOST_OF_A_TAG = 1_000_000
"""Bytes."""
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_NOTHING: Mapping[str, str] = {}
_LONG_TAG = re.compile(rb"<[^<>]{%d}" % MOST_OF_A_TAG)
_ATTRIBUTE = re.compile(rb"""(\s+)([^\s=/>"']+)(\s*=\s*)("[^"]*"|'[^']*')""")


class Node:
    """An element: its name without the namespace that the file is about, its attributes, text and children."""

    __slots__ = ("attributes", "began", "children", "column", "ended", "line", "name", "parent", "texts")

    def __init__(
        self, name: str, attributes: Mapping[str, str], parent: Node | None, line: int, column: int, began: int
    ) -> None:
        self.name, self.attributes, self.parent = name, attributes, parent
        self.line, self.column, self.began, self.ended = line, column, began, began
        """`began` and `ended` are where the start tag and the end tag begin in the bytes; the same of an empty one."""
        self.children: list[Node] = []
        self.texts: list[str] = []

    def get(self, attribute: str) -> str:
        """An attribute without spaces around it, "" where there is none."""
        return self.attributes.get(attribute, "").strip()

    def walk(self) -> Iterator[Node]:
        """This element and all below it, in the order of the file."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.children)

    def below(self, *names: str) -> Iterator[Node]:
        """All elements of these names below this one."""
        return (node for node in self.walk() if node.name in names and node is not self)

    def child(self, *path: str) -> Node | None:
        """The first element at the end of a path of names."""
        node: Node | None = self
        for name in path:
            node = next((child for child in node.children if child.name == name), None) if node else None
        return node

    def within(self, *names: str) -> Node | None:
        """The nearest element around this one that has one of these names."""
        node = self.parent
        while node is not None and node.name not in names:
            node = node.parent
        return node

    def text(self) -> str:
        """All text in it with single spaces."""
        return " ".join(" ".join(part for node in self.walk() for part in node.texts).split())

    def place(self, file: Foreign) -> Place:
        """Where its start tag stands."""
        return Place(file.name, self.line, self.column)


def parsed(file: Foreign, namespace: str) -> Node:
    """The root of a file; names in other namespaces are `{namespace}name`. Raises `Unreadable`."""
    parser = ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    open_: list[Node] = []
    roots: list[Node] = []
    count = 0
    own = namespace + "}"

    def unread(message: str, line: int = 0, column: int = 0) -> Unreadable:
        return Unreadable([Diagnostic("import", message, Place(file.name, line, column))])

    @cache
    def named(name: str) -> str:
        return name.removeprefix(own) if name.startswith(own) or "}" not in name else f"{{{name}"

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        line, column = parser.CurrentLineNumber, parser.CurrentColumnNumber + 1
        if len(open_) >= MOST_LEVELS:
            raise unread(f"more than {MOST_LEVELS} elements are nested in each other", line, column)
        if count > MOST_ELEMENTS:
            raise unread(f"there are more than {MOST_ELEMENTS:,} elements: split the file", line, column)
        if len(attributes) > MOST_ATTRIBUTES:
            raise unread(f"an element has more than {MOST_ATTRIBUTES} attributes", line, column)
        told = {named(key): value for key, value in attributes.items()} if attributes else _NOTHING
        node = Node(named(name), told, open_[-1] if open_ else None, line, column, parser.CurrentByteIndex)
        (open_[-1].children if open_ else roots).append(node)
        open_.append(node)

    def end(name: str) -> None:
        open_.pop().ended = parser.CurrentByteIndex

    def text(words: str) -> None:
        if open_ and not words.isspace():
            open_[-1].texts.append(words)

    def declared(*_: Any) -> None:
        raise unread("it declares entities, which are not read", parser.CurrentLineNumber)

    def skipped(name: str, is_parameter: bool) -> None:
        if not is_parameter:
            raise unread(f"the entity &{name}; is declared nowhere in the file", parser.CurrentLineNumber)

    if _LONG_TAG.search(file.content):
        raise unread(f"a tag is longer than {MOST_OF_A_TAG:,} bytes")
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.EntityDeclHandler = text, declared
    parser.SkippedEntityHandler = skipped
    try:
        with uncollected():
            parser.Parse(file.content, True)
    except ExpatError as error:
        raise unread(f"this is no XML: {errors.messages.get(error.code, error)}", error.lineno, error.offset) from None
    except (ValueError, LookupError) as error:
        if isinstance(error, Unreadable):
            raise
        raise unread(f"this is no XML: {error}") from None
    return roots[0]


# -- changes


class Changes:
    """Changes to the bytes of a file at the tags of its elements, all made at once."""

    def __init__(self, file: Foreign) -> None:
        self.content = file.content
        self._made: list[tuple[int, int, bytes]] = []

    def attributes(self, node: Node, given: Mapping[str, str | None]) -> None:
        """Sets attributes of an element; None takes one away. What else its tag holds stays as it is."""
        end = _tag_end(self.content, node.began)
        tag = self.content[node.began : end]
        found = {match[2].decode(): match for match in _ATTRIBUTE.finditer(tag)}
        after = max((match.end() for match in found.values()), default=re.match(rb"<[^\s/>]+", tag).end())  # type: ignore[union-attr]
        for name, value in given.items():
            match = found.get(name)
            if match is None:
                if value is not None:
                    self._replace(node.began + after, node.began + after, f' {name}="{_quoted(value)}"')
            elif value is None:
                self._replace(node.began + match.start(), node.began + match.end(), "")
            else:
                quote = match[4][:1].decode()
                self._replace(node.began + match.start(4), node.began + match.end(4), f"{quote}{_quoted(value)}{quote}")

    def insert_last(self, parent: Node, element: str) -> None:
        """Puts an element, written as text, before the end tag of another, on a line of its own as its siblings are."""
        at = parent.ended
        before = self.content[:at]
        line = before[before.rfind(b"\n") + 1 :]
        if parent.children and not line.strip():
            sibling = parent.children[-1].began
            indent = self.content[self.content.rfind(b"\n", 0, sibling) + 1 : sibling]
            if not indent.strip():
                newline = "\r\n" if before.endswith(b"\r\n" + line) else "\n"
                self._replace(at, at, element + newline + line.decode("ascii"), indent[len(line) :].decode("ascii"))
                return
        self._replace(at, at, element)

    def _replace(self, start: int, end: int, text: str, before: str = "") -> None:
        # Characters that the file's encoding may lack are written as references, so that any encoding will do.
        self._made.append((start, end, (before + text).encode("ascii", "xmlcharrefreplace")))

    def made(self) -> bytes:
        """The bytes with every change."""
        pieces, at = [], 0
        for start, end, text in sorted(self._made, key=lambda change: change[:2]):
            pieces += [self.content[at:start], text]
            at = end
        return b"".join([*pieces, self.content[at:]])


def _quoted(value: str) -> str:
    return escape(value, {'"': "&quot;", "'": "&apos;"})


def _tag_end(content: bytes, began: int) -> int:
    """Where a start tag ends: after the first `>` that stands in no attribute."""
    quote = 0
    for at in range(began, len(content)):
        byte = content[at]
        if quote:
            quote = 0 if byte == quote else quote
        elif byte in b"\"'":
            quote = byte
        elif byte == 0x3E:
            return at + 1
    raise ValueError("a tag that was read has no end")
