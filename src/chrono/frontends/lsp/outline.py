"""What a file declares, section by section, as editors list it; and what a whole chronology declares.

Takes a text and a reading, gives the protocol's symbols, and what can be folded. A text that is no well-formed YAML is
gone through line by line, so that its outline does not vanish with every bracket that is not closed yet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from lsprotocol.types import (
    DocumentSymbol,
    FoldingRange,
    FoldingRangeKind,
    Location,
    SymbolInformation,
    SymbolKind,
)

from chrono.core.ids import rule_of, source_of
from chrono.frontends.lsp.positions import Text
from chrono.frontends.lsp.study import Reading
from chrono.loading import yaml
from chrono.loading.nodes import Fields, Items, Node, Scalar, words
from chrono.model.mentions import Mention

KINDS = {
    "sources": SymbolKind.Package,
    "people": SymbolKind.Object,
    "events": SymbolKind.Event,
    "periods": SymbolKind.Struct,
    "documents": SymbolKind.File,
    "sequences": SymbolKind.Array,
    "evidence": SymbolKind.Constant,
    "vocabulary": SymbolKind.String,
    "rules": SymbolKind.Function,
    "hypotheses": SymbolKind.Boolean,
    "changes": SymbolKind.Object,
}
"""How the entries of each section are shown; other sections are listed without theirs."""
_TOLD = ("name", "title", "says", "holds", "claim", "author")
"""The fields of which the first that an entry has is shown beside its id."""
_KEY = re.compile(r"([ ]*)([^\s#'\"\[\]{}:,-][^:#\n]*?)[ ]*:(?=\s|$)", re.MULTILINE)
_MOST = 80


def outline(text: Text, file: str) -> list[DocumentSymbol]:
    """The sections of a text, each with its entries."""
    root = yaml.read(text.text, file).root
    found = _of_nodes(text, root) if isinstance(root, Fields) else _of_lines(text)
    return list(_nested(text, found))


def folds(text: Text, file: str) -> list[FoldingRange]:
    """The sections and entries that take several lines, each to its last."""
    found = []
    for section in outline(text, file):
        for symbol in (section, *(section.children or ())):
            first, last = symbol.range.start.line, symbol.range.end.line
            if first < last:
                found.append(FoldingRange(first, last, kind=FoldingRangeKind.Region))
    return found


def _of_nodes(text: Text, root: Fields) -> Iterator[tuple[str, int, int, int, str]]:
    """Every key of the two upper levels: itself, its level, where it begins and ends, and what is told beside it."""
    for section, (key, node) in root.pairs.items():
        yield (section, 0, *_stretch(text, key), "")
        if section not in KINDS:
            continue
        for id, (entry, record) in node.pairs.items() if isinstance(node, Fields) else ():
            yield (id, 1, *_stretch(text, entry), _told(record))
        for item in node.items if isinstance(node, Items) else ():
            began = text.offset(item.line, item.column)
            listed = item if isinstance(item, Items) else item.get("of") if isinstance(item, Fields) else None
            ids = [words(each) for each in listed.items] if isinstance(listed, Items) else []
            yield (" → ".join(ids)[:_MOST] or "…", 1, began, text.line_at(began)[1], "")


def _stretch(text: Text, key: Scalar) -> tuple[int, int]:
    began = text.offset(key.line, key.column)
    return began, min(began + len(key.text), text.line_at(began)[1])


def _told(record: Node) -> str:
    if not isinstance(record, Fields):
        return ""
    found = next((node for name in _TOLD if (node := record.get(name)) is not None), None)
    if isinstance(found, Items):
        found = found.items[0] if found.items else None
    return words(found)[:_MOST]


def _of_lines(text: Text) -> Iterator[tuple[str, int, int, int, str]]:
    section, depth = "", 0
    for found in _KEY.finditer(text.text):
        began, ended = found.span(2)
        if text.line_at(began)[0] != found.start():
            continue
        if not found[1]:
            section, depth = found[2], 0
            yield found[2], 0, began, ended, ""
        elif section in KINDS and depth in (0, len(found[1])):
            depth = len(found[1])
            yield found[2], 1, began, ended, ""


def _nested(text: Text, found: Iterator[tuple[str, int, int, int, str]]) -> Iterator[DocumentSymbol]:
    """Symbols within symbols: each reaches to where the next of its level or of a higher one begins."""
    told = list(found)
    section: DocumentSymbol | None = None
    for number, (name, level, began, ended, detail) in enumerate(told):
        following = next((after[2] for after in told[number + 1 :] if after[1] <= level), len(text.text))
        reach = began + len(text.text[began:following].rstrip())
        last = reach if reach >= ended else ended
        kind = KINDS[section.name] if level and section else SymbolKind.Namespace
        symbol = DocumentSymbol(
            name or "…", kind, text.stretch(began, last), text.stretch(began, ended), detail=detail or None
        )
        if not level:
            section = symbol
            section.children = []
            yield section
        elif section is not None:
            section.children = [*(section.children or ()), symbol]


def everywhere(
    reading: Reading, query: str, texts: Callable[[str], Text], uri: Callable[[str], str]
) -> list[SymbolInformation]:
    """What a chronology declares whose id or name has the letters of a query in it."""
    wanted = query.casefold()
    chronology = reading.loaded.chronology
    called = chronology.names if chronology is not None else {}
    kinds = {e.id: e.kind for e in chronology.entries} if chronology is not None else {}
    found = []
    for mention in reading.own_mentions.all:
        name = called.get(mention.of, "")
        if mention.defines and (wanted in mention.of.casefold() or wanted in name.casefold()):
            where = Location(uri(mention.place.file), texts(mention.place.file).range(mention.place))
            found.append(SymbolInformation(where, mention.of, _kind(mention, kinds), container_name=name or None))
    return found


def _kind(mention: Mention, kinds: Mapping[str, str]) -> SymbolKind:
    if rule_of(mention.of):
        return KINDS["rules"]
    if source_of(mention.of):
        return KINDS["sources"]
    section = {"person": "people", "event": "events", "period": "periods", "document": "documents"}
    return KINDS[section[kinds[mention.of]]] if mention.of in kinds else KINDS["evidence"]
