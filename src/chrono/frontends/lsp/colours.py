"""What the ids in a text stand for, as colours: a document looks otherwise than an event, a variable than both.

Takes a reading and a text, gives the numbers of the protocol. The types are those that themes of editors know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lsprotocol.types import SemanticTokenModifiers, SemanticTokensLegend, SemanticTokenTypes

from chrono.core.ids import VARIABLE, rule_of, source_of
from chrono.frontends.lsp.positions import Text
from chrono.frontends.lsp.study import Reading
from chrono.model.chronology import Chronology

TYPES = {
    "document": SemanticTokenTypes.Class,
    "person": SemanticTokenTypes.Interface,
    "event": SemanticTokenTypes.Event,
    "period": SemanticTokenTypes.Struct,
    "evidence": SemanticTokenTypes.Variable,
    "hypothesis": SemanticTokenTypes.Macro,
    "rule": SemanticTokenTypes.Function,
    "source": SemanticTokenTypes.Namespace,
    "variable": SemanticTokenTypes.TypeParameter,
}
LEGEND = SemanticTokensLegend([kind.value for kind in TYPES.values()], [SemanticTokenModifiers.Declaration.value])
_NUMBERS = {kind: number for number, kind in enumerate(TYPES)}


def tokens(reading: Reading, file: str, text: Text) -> list[int]:
    """Five numbers for each id and variable: lines and characters on from the one before, length, type, modifiers."""
    found = sorted({*_ids(reading, file, text), *_variables(text)})
    numbers: list[int] = []
    line = character = last = 0
    for began, ended, kind, declares in found:
        if began < last:
            continue
        last = ended
        start, end = text.position(began), text.position(ended)
        if start.line != end.line:
            continue
        down = start.line - line
        across = start.character - (character if not down else 0)
        numbers += (down, across, end.character - start.character, _NUMBERS[kind], int(declares))
        line, character = start.line, start.character
    return numbers


def _ids(reading: Reading, file: str, text: Text) -> Iterator[tuple[int, int, str, bool]]:
    chronology = reading.loaded.readable
    kinds = _kinds(chronology) if chronology is not None else {}
    for mention in reading.mentions_around(file).all:
        at = mention.place
        if at.file == file:
            kind = "rule" if rule_of(mention.of) else "source" if source_of(mention.of) else kinds.get(mention.of)
            if kind is not None:
                yield (
                    text.offset(at.line, at.column),
                    text.offset(at.end_line, at.end_column),
                    kind,
                    mention.defines,
                )


def _kinds(chronology: Chronology) -> dict[str, str]:
    found: dict[str, str] = {entry.id: entry.kind for entry in chronology.entries}
    found |= {evidence.id: "evidence" for evidence in chronology.evidence}
    return found | {hypothesis.id: "hypothesis" for hypothesis in chronology.hypotheses}


def _variables(text: Text) -> Iterator[tuple[int, int, str, bool]]:
    """The variables of rules and of `for`; in a comment a dollar sign is no variable."""
    for found in re.finditer(rf"(?<![\w$]){VARIABLE}", text.text):
        before = text.text[text.line_at(found.start())[0] : found.start()]
        if not re.search(r"(?:^|\s)#", before):
            yield *found.span(), "variable", False
