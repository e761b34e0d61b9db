"""Going to what an id stands for, listing where it is named, and giving it another name.

Takes a reading and a place in it, gives mentions. A new name is tried before it is given: the texts are read again with
it, and only where everything is named as before, and nothing else is wrong than before, are there edits.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from pygls.exceptions import JsonRpcException

from chrono import loading
from chrono.core.diagnostics import Diagnostic, Fix, Place
from chrono.core.ids import NAME, is_rule, rule_id, rule_of, source_id, source_of
from chrono.frontends.lsp.positions import Text
from chrono.frontends.lsp.study import Reading
from chrono.language.sentences import Sentence
from chrono.model.chronology import Chronology, Written
from chrono.model.mentions import Mention, Mentions

_SOURCE_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(?:[.:][A-Za-z0-9_-]+)*")
"""What the key of a source can be renamed to: the same whether it stands in quotes, in brackets or bare."""


class Refused(JsonRpcException):
    """What is asked cannot be done, and why: an editor shows the message."""

    CODE = -32803


def mentioned(reading: Reading, file: str, text: Text, offset: int) -> Mention | None:
    """The mention at a place; None where no id stands there."""
    return reading.mentions_around(file).at(file, *text.place(offset))


def declared(reading: Reading, file: str, text: Text, offset: int) -> Place | None:
    """Where what stands at a place is declared: an id, or a sentence, which is an entry of the vocabulary."""
    found = mentioned(reading, file, text, offset)
    if found is None:
        return _of_row(reading, _word(text, offset)) or _wording(reading, file, *text.place(offset))
    definition = reading.mentions_around(file).definition(found.of)
    if definition is None:
        return _of_row(reading, found.of)
    span = definition.place
    return Place(span.file, span.line, span.column, span.end_column - span.column)


def _word(text: Text, offset: int) -> str:
    """The word around a place that could be an id."""
    began, ended = text.line_at(offset)
    words = re.finditer(NAME, text.text[began:ended])
    return next((word[0] for word in words if word.start() <= offset - began <= word.end()), "")


def _of_row(reading: Reading, id: str) -> Place | None:
    """The row of a table that declares an id."""
    entries = reading.loaded.chronology.entries if reading.loaded.chronology is not None else ()
    return next((entry.place for entry in entries if entry.id == id and entry.table), None)


def _wording(reading: Reading, file: str, line: int, column: int) -> Place | None:
    """The entry of the vocabulary by which a line is read."""
    chronology = reading.loaded.chronology
    said = sentence_at(chronology, file, line, column) if chronology is not None else None
    if chronology is None or said is None:
        return None
    return next((w.place for w in chronology.wordings if w.id == said.wording and w.place.file), None)


def sentence_at(chronology: Chronology, file: str, line: int, column: int) -> Sentence | None:
    """The sentence that stands at a place, in evidence or in a rule."""
    lines: list[Sentence | Written] = []
    for evidence in chronology.evidence:
        lines += (*evidence.says, *evidence.denies)
    for rule in chronology.rules:
        lines += (*rule.when, *(each for exception in rule.unless for each in exception))
    for said in lines:
        at = said.place
        here = (at.file, at.line) == (file, line) and at.column <= column <= at.column + len(said.text)
        if here and isinstance(said, Sentence):
            return said
    return None


def called(id: str) -> str:
    """What stands in the files for an id: of `rule:silence` the name alone."""
    return rule_of(id) or source_of(id) or id


def renamed(reading: Reading, mention: Mention, name: str) -> tuple[Fix, ...]:
    """The edits that give what is mentioned another name, wherever it is named; raises `Refused`."""
    old = called(mention.of)
    if name == old:
        return ()
    _refuse_unfit(mention.of, name)
    mentions = reading.mentions
    if mentions.definition(mention.of) is None:
        raise Refused(f"'{old}' is made of the rows of a table: rename it there")
    if wrong := [d for d in _wrong(reading) if d.severity == "error"]:
        first = wrong[0]
        raise Refused(
            f"mend the files first, as '{old}' may stand where they cannot be read: {first.place}: {first.message}"
        )
    new = rule_id(name) if is_rule(mention.of) else source_id(name) if source_of(mention.of) else name
    if there := mentions.definition(new):
        raise Refused(f"'{name}' is the name of something else: {there.place.file}:{there.place.line}")
    fixes = mentions.renaming(mention.of, name)
    after = Reading(loading.Overlay(reading.source, _changed(reading, fixes)), {})
    if found := _new(_wrong(reading), _wrong(after)):
        raise Refused(f"'{name}' would not do: {found.place}: {found.message}")
    if _named(mentions, mention.of, new) != _named(after.mentions, new, new):
        raise Refused(f"'{name}' stands elsewhere as a word, and would then name this as well")
    return fixes


def _refuse_unfit(of: str, name: str) -> None:
    pattern = _SOURCE_KEY if source_of(of) else re.compile(NAME)
    if not pattern.fullmatch(name):
        what = "the key of a source" if source_of(of) else "an id"
        raise Refused(f"'{name}' cannot be {what}: begin with a letter, go on with letters, digits, - and _")


def _wrong(reading: Reading) -> list[Diagnostic]:
    """What is wrong with the files, and with each that can be laid over them."""
    found = list(reading.loaded.diagnostics)
    for name, loaded in reading.rivals.items():
        found += (d for d in loaded.diagnostics if d.place.file == name)
    return found


def _new(before: Iterable[Diagnostic], after: Iterable[Diagnostic]) -> Diagnostic | None:
    """Something that is wrong afterwards and was not before."""
    known = Counter((d.code, d.place.file, d.place.line) for d in before)
    for diagnostic in after:
        key = (diagnostic.code, diagnostic.place.file, diagnostic.place.line)
        if not known[key]:
            return diagnostic
        known[key] -= 1
    return None


def _named(mentions: Mentions, old: str, new: str) -> Counter[tuple[str, str, int, bool]]:
    """What is named in which line, as it will be called."""
    return Counter((new if m.of == old else m.of, m.place.file, m.place.line, m.defines) for m in mentions.all)


def _changed(reading: Reading, fixes: Iterable[Fix]) -> Mapping[str, str]:
    """The texts as an editor holds them, with edits made in those and in others."""
    changed = {name: document.text for name, document in reading.opened.items()}
    by_file: dict[str, list[Fix]] = {}
    for fix in fixes:
        by_file.setdefault(fix.place.file, []).append(fix)
    for file, edits in by_file.items():
        text = Text(reading.text(file) or "")
        whole = text.text
        for fix in sorted(edits, key=lambda fix: fix.place, reverse=True):
            began = text.offset(fix.place.line, fix.place.column)
            ended = text.offset(fix.place.end_line, fix.place.end_column)
            whole = whole[:began] + fix.text + whole[ended:]
        changed[file] = whole
    return changed
