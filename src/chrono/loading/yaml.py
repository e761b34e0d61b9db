"""Reads a YAML file into positioned nodes, and writes plain values as YAML. The only module that knows PyYAML.

Takes the text of a file, gives its nodes and everything refused in it: anchors, aliases, tags, merge keys, duplicate
keys, a second document, too many levels. It follows the events of PyYAML's C parser with a stack of its own: several
times faster than constructing values, positions for free, nothing resolved (`no`, `0144` and `12:30` stay texts) and
nothing expanded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import yaml

from chrono.core.diagnostics import Diagnostic, Place
from chrono.core.limits import Limit
from chrono.core.text import harmless
from chrono.loading.nodes import Broken, Fields, Folded, Items, Node, Scalar, broken, position
from chrono.loading.syntax import explain, unprintable


class _Mark(Protocol):
    """A position in the text, counted from 0: PyYAML's two parsers have each a class of their own for it."""

    index: int
    line: int
    column: int


MOST_LEVELS = 64
MOST_NODES = 2_000_000
"""Texts, lists and mappings of one file: some 300 bytes of memory each."""
_CONTENT = re.compile(r"\s*")
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Document:
    """The content of a file (None where there is none, or it could not be read) and what was refused in it."""

    root: Node | None
    diagnostics: tuple[Diagnostic, ...]
    readable: bool = True
    folded: tuple[Folded, ...] = ()


def read(text: str, file: str, limit: Limit | None = None) -> Document:
    """The nodes of a YAML text, and every refusal; a syntax error ends the reading and says where. Raises
    `LimitReached`."""
    failure = unprintable(text, file)
    if failure:
        return Document(None, (failure,), readable=False)
    reader = _Reader(text, file)
    try:
        for number, event in enumerate((limit or Limit()).paced(yaml.parse(text, Loader=_LOADER))):
            if number > MOST_NODES:
                message = f"more than {MOST_NODES:,} texts, lists and mappings stand in this file"
                reader.refuse("too-large", message, event, 1, "split it: the chronology is the union of its files")
                # What was read of it is of no use, and takes memory.
                return Document(None, tuple(reader.found), readable=False)
            if not reader.take(event):
                break
    except yaml.MarkedYAMLError as error:
        marks = (error.problem_mark or error.context_mark, error.context_mark)
        place, opened = (Place(file, m.line + 1, m.column + 1) if m else None for m in marks)
        failure = explain(f"{error.context} {error.problem}", place or Place(file, 1, 1), opened, text)
        return Document(None, (*reader.found, failure), readable=False)
    except yaml.YAMLError:
        failure = Diagnostic(
            "syntax", "this is not well-formed YAML", Place(file, 1, 1), "check it with an editor that knows YAML"
        )
        return Document(None, (*reader.found, failure), readable=False)
    root = reader.root
    if isinstance(root, Scalar) and root.blank:
        root = None
    return Document(root, tuple(reader.found), not reader.stack, tuple(reader.folded))


def written(sections: Mapping[str, object]) -> str:
    """Sections of plain mappings, lists and texts as the text of a file, which reads back to the same."""
    return yaml.dump(sections, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=110)


class Style(NamedTuple):
    """How a scalar is written: the stretch of the text between its quotes, `'`, `"`, `|`, `>` or "" for none, and
    whether it stands in brackets or braces."""

    began: int
    ended: int
    quote: str
    bracketed: bool


def styles(text: str) -> tuple[Style, ...]:
    """How each scalar of a text is written, in their order, as far as the text is well-formed."""
    found: list[Style] = []
    brackets: list[bool] = []
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if isinstance(event, yaml.CollectionStartEvent):
                brackets.append(bool(event.flow_style))
            elif isinstance(event, yaml.CollectionEndEvent):
                brackets.pop()
            elif isinstance(event, yaml.ScalarEvent) and event.end_mark is not None:
                quoted = event.style in ("'", '"')
                began, ended = _mark(event).index + quoted, event.end_mark.index - quoted
                found.append(Style(began, ended, event.style or "", bool(brackets and brackets[-1])))
    except yaml.YAMLError:
        pass
    return tuple(found)


@dataclass(slots=True)
class _Open:
    """A mapping or list being read; `began` is where its bracket stands in the text, -1 without one."""

    node: Fields | Items
    began: int
    key: Scalar | None = None
    awaits_value: bool = False
    broken: bool = False


@dataclass(slots=True)
class _Reader:
    text: str
    file: str
    found: list[Diagnostic] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    folded: list[Folded] = field(default_factory=list)
    root: Node | None = None

    def take(self, event: yaml.Event) -> bool:
        """Takes one event; False where reading must stop."""
        if isinstance(event, yaml.ScalarEvent):
            if event.anchor is not None or event.tag is not None:
                self.refuse_marks(event)
            self.add(self.scalar(event))
        elif isinstance(event, yaml.CollectionStartEvent):
            self.refuse_marks(event)
            if len(self.stack) >= MOST_LEVELS:
                self.refuse(
                    "too-deep", f"more than {MOST_LEVELS} levels of nesting", event, 1, "no entry needs as many"
                )
                return False
            self.open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.close(event)
        elif isinstance(event, yaml.AliasEvent):
            name = str(event.anchor)
            help = "write the value out, or quote a text that begins with *"
            self.refuse("alias", f"aliases (*{name}) are not read", event, len(name) + 1, help)
            self.add(Broken(*self.where(event)))
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            help = "keep one document in a file: remove the line ---"
            self.refuse("second-document", "a second document begins here", event, 3, help)
            return False
        return True

    def where(self, event: yaml.Event) -> tuple[str, int, int]:
        mark = _mark(event)
        return self.file, mark.line + 1, mark.column + 1

    def refuse(self, code: str, message: str, event: yaml.Event, length: int, help: str) -> None:
        self.found.append(Diagnostic(code, message, Place(*self.where(event), length), help))

    def refuse_marks(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        """Refuses what YAML can hang on a node besides its content."""
        if event.anchor is not None:
            help = "write the value out wherever it is needed, or quote a text that begins with &"
            self.refuse("anchor", f"anchors (&{event.anchor}) are not read", event, len(event.anchor) + 1, help)
        if event.tag is not None:
            help = "leave it out, as every value is read as text; quote a text that begins with !"
            self.refuse("tag", f"tags ({harmless(event.tag)}) are not read", event, 1, help)

    def scalar(self, event: yaml.ScalarEvent) -> Scalar:
        file, line, column = self.where(event)
        text, began = event.value, _mark(event).index
        if event.style in ("'", '"'):
            column += 1
            began += 1
        elif event.style in ("|", ">"):
            # The content begins below the header, after empty lines and its indentation.
            text = text.strip("\n")
            if below := self.text.find("\n", began) + 1:
                began = _CONTENT.match(self.text, below).end()  # type: ignore[union-attr]  # matches anywhere
                down, column = position(self.text[below:began], began - below)
                line += down
        scalar = Scalar(harmless(text), file, line, column, not event.style)
        if event.end_mark and (event.end_mark.line > line - 1 or self.differs(scalar, began)):
            self.folded.append(Folded(scalar.place, scalar.text, began, event.style or ""))
        return scalar

    def differs(self, scalar: Scalar, began: int) -> bool:
        """Whether a text on one line is written otherwise than it reads: with escapes, or with what is left out."""
        return not self.text.startswith(scalar.text, began)

    def add(self, node: Node) -> None:
        """Puts a finished node where it belongs: into the list, the mapping, or at the root."""
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if isinstance(top.node, Items):
            top.node.items.append(node)
        elif not top.awaits_value:
            top.awaits_value = True
            top.key = self.as_key(node, top.node.pairs)
            top.broken |= top.key is None
        else:
            top.awaits_value = False
            if top.key is not None and top.key.text not in top.node.pairs:
                top.node.pairs[top.key.text] = (top.key, node)

    def as_key(self, node: Node, pairs: dict[str, tuple[Scalar, Node]]) -> Scalar | None:
        """The key of the next value; None where it can be none. Of a key given twice the first value is kept."""
        if not isinstance(node, Scalar):
            if not isinstance(node, Broken):
                help = "put it in quotes if it begins with { or ["
                self.found.append(Diagnostic("wrong-type", "a key must be a text", node.place, help))
            return None
        if node.text == "<<" and node.plain:
            help = "write the fields out in each entry"
            self.found.append(Diagnostic("merge-key", "merge keys (<<) are not read", node.place, help))
            return None
        if node.text in pairs:
            first = pairs[node.text][0].place
            help = "remove one of them, or give it another name"
            message = f"'{node.text}' is given twice"
            self.found.append(
                Diagnostic("duplicate-key", message, node.place, help, related=((first, "first given here"),))
            )
        return node

    def open(self, event: yaml.CollectionStartEvent) -> None:
        where = self.where(event)
        node = Fields({}, *where) if isinstance(event, yaml.MappingStartEvent) else Items([], *where)
        self.stack.append(_Open(node, _mark(event).index if event.flow_style else -1))

    def close(self, event: yaml.CollectionEndEvent) -> None:
        top = self.stack.pop()
        node: Node = top.node
        if top.broken:
            node = broken(node)
        elif top.began >= 0 and event.end_mark:
            node = top.node._replace(source=self.text, began=top.began, ended=event.end_mark.index)
        self.add(node)


def _mark(event: yaml.Event) -> _Mark:
    mark = event.start_mark
    assert mark is not None, "events of a parsed text have marks"
    return mark
