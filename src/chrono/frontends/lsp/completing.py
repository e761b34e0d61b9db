"""What can be written where the cursor stands: sections and fields, ids by what a place takes, whole sentences.

Takes where the cursor stands and what is known of the chronology, also while it has mistakes; gives items that put
something in place of what is typed. What a field takes is known from the shapes that the files are checked by, what a
slot takes from the vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from lsprotocol.types import CompletionItemKind as Kind

from chrono.core.ids import NAME, VARIABLE, field_id, rule_id, source_id, tag_id
from chrono.dates.calendars.registry import CALENDARS
from chrono.dates.notations.conventions import CONVENTIONS, SEASONS, STRICT
from chrono.dates.notations.lexicon import LANGUAGES
from chrono.dates.relative.counting import RECKONINGS
from chrono.frontends.lsp.cursor import Cursor
from chrono.language.expressions import RELATIONS
from chrono.language.sentences import BUILT_IN, SLOT_TYPES, Wording
from chrono.loading.shapes import (
    OVERLAY,
    SECTIONS,
    Either,
    ListOf,
    Nullable,
    OfRows,
    OneOrMore,
    Record,
    Shape,
    Table,
    Text,
    Word,
)
from chrono.model.chronology import Chronology

SPANS = {"document": Kind.File, "person": Kind.Variable, "event": Kind.Event, "period": Kind.Struct}
_SLOT = re.compile(r"\{([^{}]*)\}")
_WORD = re.compile(r"\$?[\w-]*$")
_SAFE = re.compile(r"(?![-?:,\[\]{}#&*!|>'\"%@`\s])(?:(?!:\s|\s#).)+(?<![:\s])")
"""What stands in YAML without quotes."""
_VALUES = {
    "date": r".+?",
    "text": r".+?",
    "duration": r"[0-9]+ [a-z]+",
    "relation": "|".join(sorted(RELATIONS, key=len, reverse=True)),
}


_NAMES = {
    "calendar": tuple(CALENDARS),
    "conventions": (*CONVENTIONS, *SEASONS, STRICT),
    "languages": tuple(LANGUAGES),
    "reckoning": tuple(RECKONINGS),
}
"""The names that fields take which take more than names."""


class Item(NamedTuple):
    """Something that can be written: what is shown, what is put in place of the text from an offset up to the cursor,
    and what is compared with it as it is typed. In a `snippet` the places to fill in are `${1:name}`."""

    label: str
    text: str
    began: int
    kind: Kind
    detail: str = ""
    compared: str = ""
    snippet: bool = False
    first: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a chronology: the newest that could be read, before the last without mistakes."""

    readings: tuple[Chronology, ...]

    def ids(self, *kinds: str) -> dict[str, tuple[str, str]]:
        """The spans of some kinds (default: all), each with its kind and name."""
        found: dict[str, tuple[str, str]] = {}
        for chronology in self.readings:
            for entry in chronology.entries:
                if not kinds or entry.kind in kinds:
                    found.setdefault(entry.id, (entry.kind, entry.name))
        return found

    def all(self, told: Callable[[Chronology], Iterable[tuple[str, str]]]) -> dict[str, str]:
        """Ids and what is told of each."""
        found: dict[str, str] = {}
        for chronology in self.readings:
            for id, said in told(chronology):
                found.setdefault(id, said)
        return found

    @property
    def wordings(self) -> list[Wording]:
        """Every sentence that can be said."""
        found: dict[str, Wording] = {}
        for chronology in self.readings:
            for wording in chronology.wordings:
                found.setdefault(wording.id, wording)
        shapes = {wording.shape for wording in found.values()}
        return sorted((*found.values(), *(w for w in BUILT_IN if w.shape not in shapes)), key=lambda w: w.says)


def completions(at: Cursor, known: Known, *, rival: bool, files: Iterable[str] = ()) -> list[Item]:
    """What can be written at a place; `files` are the names of those that a field may name."""
    shape = _shape(at.path, rival=rival, table=bool(re.search(r"\btable:", at.block)))
    if shape is None:
        return []
    if not at.value:
        return list(_keys(at, shape, known))
    return [_quoted(item, at) for item in _values(at, shape, known, sorted(files))]


# -- keys


def _shape(path: tuple[str, ...], *, rival: bool, table: bool) -> Shape | None:
    """The shape of what stands under keys; None where nothing can stand there."""
    sections = {**SECTIONS, **OVERLAY} if rival else SECTIONS
    shape: Shape | None = Record(sections)
    for key in path:
        shape = _within(shape, key, table) if shape is not None else None
    return shape


def _within(shape: Shape, key: str, table: bool) -> Shape | None:
    match shape:
        case Record(fields, _, others):
            return fields.get(key, others)
        case Table(item):
            return item
        case OneOrMore(item) | ListOf(item) | Nullable(item):
            return _within(item, key, table)
        case Either(record, _):
            return _within(record, key, table)
        case OfRows(entry, rows):
            return _within(rows if table else entry, key, table)
    return None


def _keys(at: Cursor, shape: Shape, known: Known) -> Iterator[Item]:
    match shape:
        case Record(fields):
            for name, item in fields.items():
                if name not in at.beside:
                    yield _key(name, item, at)
        case OneOrMore(item) | ListOf(item) | Nullable(item) | Either(item, _) | OfRows(item, _):
            yield from _keys(at, item, known)
        case Table(_) if at.path[-1:] == ("settings",):
            yield from _settings(at, known)
        case Table(_) if at.path[-1:] == ("changes",):
            for id, (kind, name) in known.ids().items():
                yield Item(id, f"{id}: ", at.began, SPANS[kind], name)
        case Table(_) if at.path[-1:] == ("for",):
            for name in sorted(set(re.findall(rf"(?<=\$){NAME}", at.block))):
                yield Item(name, f"{name}: ", at.began, Kind.Variable)


def _key(name: str, shape: Shape, at: Cursor) -> Item:
    plain = isinstance(shape, Text | Word | OneOrMore)
    kind = Kind.Module if not at.path else Kind.Field
    return Item(name, f"{name}: " if plain or at.flow else f"{name}:", at.began, kind)


def _settings(at: Cursor, known: Known) -> Iterator[Item]:
    """The settings of rules by their whole names, and for evidence by the short ones."""
    values = known.all(lambda c: ((f"{r.id}.{name}", str(value)) for r in c.rules for name, value in r.settings))
    short = {name.partition(".")[2]: "" for name in values} if at.path[:1] == ("evidence",) else {}
    for setting, value in {**values, **short}.items():
        yield Item(setting, f"{setting}: ", at.began, Kind.Property, value)


# -- values


def _values(at: Cursor, shape: Shape, known: Known, files: list[str]) -> Iterator[Item]:
    section, name = at.path[0], at.path[-1]
    choices = _choices(shape)
    if choices:
        yield from (Item(word, word, at.began, Kind.EnumMember) for word in choices)
    elif name in ("says", "denies") and section in ("evidence", "changes"):
        yield from _sentences(at, known, rule=False)
    elif section == "rules" and name in ("when", "unless"):
        yield from _sentences(at, known, rule=True)
        if name == "unless":
            yield from _expression(at, known)
    elif name in ("holds", "then", "claim", "of") and section != "sequences":
        yield from _expression(at, known)
    elif name in ("author",):
        yield from _spans(at, known, "person")
    elif name == "parts":
        yield from _spans(at, known, "document")
    elif name in ("compare", "sequences", "of") or "for" in at.path[:-1]:
        yield from _spans(at, known)
    elif name == "years-from":
        yield from _spans(at, known, "period", "event")
    elif name == "against":
        for id, said in known.all(lambda c: ((e.id, _first(e.says, e.holds)) for e in c.evidence)).items():
            yield Item(id, id, at.began, Kind.Constant, said)
    elif name in ("without", "relies-on", "must-not-rely-on"):
        yield from (Item(id, id, at.began, Kind.Constant, said) for id, said in known.all(_omissible).items())
    elif name == "source" and "," not in at.typed:
        for key, described in known.all(_sources).items():
            yield Item(key, key, at.began, Kind.Module, described)
    elif name in ("tags", "tag", "topics", "topic"):
        labels = "topics" if name.startswith("topic") else "tags"
        found = known.all(lambda c: ((label, "") for e in c.entries for label in getattr(e, labels)))
        yield from (Item(label, label, at.began, Kind.EnumMember) for label in sorted(found))
    elif name in _NAMES:
        began = at.began + len(at.typed) - len(at.typed.rpartition(" ")[2])
        yield from (Item(word, word, began, Kind.EnumMember) for word in _NAMES[name])
    elif at.path[-2:-1] == ("slots",):
        yield from (Item(word, word, at.began, Kind.TypeParameter) for word in SLOT_TYPES)
    elif name in ("with", "table", "include"):
        yield from (Item(file, file, at.began, Kind.File) for file in files if _fits(name, file))


def _choices(shape: Shape) -> tuple[str, ...]:
    match shape:
        case Word(choices):
            return choices
        case OneOrMore(item) | ListOf(item) | Nullable(item):
            return _choices(item)
    return ()


def _fits(name: str, file: str) -> bool:
    return file.endswith((".csv", ".tsv", ".xlsx", ".ods")) if name == "table" else file.endswith(".yaml")


def _spans(at: Cursor, known: Known, *kinds: str, began: int | None = None) -> Iterator[Item]:
    for id, (kind, name) in sorted(known.ids(*kinds).items()):
        yield Item(id, id, at.began if began is None else began, SPANS[kind], name)


def _first(*lines: Iterable[object]) -> str:
    return next((str(getattr(line, "text", line)) for each in lines for line in each), "")


def _sources(chronology: Chronology) -> Iterator[tuple[str, str]]:
    for key, described in chronology.sources:
        yield key, dict(described).get("title", "")


def _omissible(chronology: Chronology) -> Iterator[tuple[str, str]]:
    """What can be left out of a question."""
    for evidence in chronology.evidence:
        yield evidence.id, _first(evidence.says, evidence.holds)
    for entry in chronology.entries:
        yield entry.id, entry.name
        yield from ((stated.id, stated.text) for stated in entry.stated)
        yield from [(field_id(entry.id, "author"), "")] if entry.authors else ()
        yield from [(field_id(entry.id, "parts"), "")] if entry.parts else ()
    yield from ((rule_id(rule.id), rule.title) for rule in chronology.rules)
    yield from ((source_id(key), title) for key, title in _sources(chronology))
    yield from ((tag_id(tag), "") for tag in sorted({t for e in chronology.evidence for t in e.tags}))


# -- sentences


def _sentences(at: Cursor, known: Known, *, rule: bool) -> Iterator[Item]:
    """Whole sentences that begin as what is typed, with what is left to fill in; ids where one is being typed."""
    typed = at.typed
    offered: set[str] = set()
    for wording in known.wordings:
        for kind, began in _slots_being_typed(wording, typed):
            for item in _fillers(at, kind, at.began + began, known, rule=rule):
                if item.label not in offered:
                    offered.add(item.label)
                    yield item
        if (rest := _rest(wording, typed, rule=rule)) is not None:
            said, snippet = rest
            yield Item(
                wording.says,
                snippet,
                at.began,
                Kind.Snippet,
                wording.id,
                compared=said,
                snippet=True,
                first=bool(typed),
            )
        elif " " not in typed:
            said, snippet = _rest(wording, "", rule=rule) or ("", "")
            yield Item(wording.says, snippet, at.began, Kind.Snippet, wording.id, compared=said, snippet=True)


def _segments(wording: Wording) -> list[tuple[str, str]]:
    """The fixed words of a sentence, each with the slot that follows it ("" at the end)."""
    parts = _SLOT.split(" ".join(wording.says.split()))
    return list(zip(parts[::2], [*parts[1::2], ""], strict=True))


def _pattern(kind: str) -> str:
    value = _VALUES.get(kind, NAME)
    return rf"(?:{VARIABLE}|{value})"


def _rest(wording: Wording, typed: str, *, rule: bool) -> tuple[str, str] | None:
    """A sentence that begins as what is typed: how it then reads, and it as a snippet; None where it does not."""
    said = snippet = ""
    at, number, ended = 0, 0, False
    for fixed, slot in _segments(wording):
        if ended:
            said, snippet = said + fixed, snippet + _escaped(fixed)
        else:
            left = typed[at:]
            if left.startswith(fixed):
                at += len(fixed)
                said, snippet = said + fixed, snippet + _escaped(fixed)
                ended = at == len(typed)
            elif fixed.startswith(left):
                said, snippet, ended = said + fixed, snippet + _escaped(fixed), True
            else:
                return None
        if not slot:
            continue
        if not ended:
            following = _following(wording, slot, fixed)
            found = re.match(rf"({_pattern(wording.type_of(slot))})(?={re.escape(following[:1]) or '$'})", typed[at:])
            if found is None or not following:
                return None
            at += found.end()
            said, snippet = said + found[1], snippet + _escaped(found[1])
        else:
            number += 1
            name = f"${slot}" if rule else slot
            said, snippet = said + slot, f"{snippet}${{{number}:{_escaped(name)}}}"
    return (said, snippet) if ended else None


def _following(wording: Wording, slot: str, fixed: str) -> str:
    """The fixed words that come after a slot."""
    segments = _segments(wording)
    at = segments.index((fixed, slot))
    return segments[at + 1][0]


def _slots_being_typed(wording: Wording, typed: str) -> Iterator[tuple[str, int]]:
    """The type of the slot in which what is typed ends, and where its value begins."""
    at = 0
    for fixed, slot in _segments(wording):
        if not typed[at:].startswith(fixed) or not slot:
            return
        at += len(fixed)
        value, kind = typed[at:], wording.type_of(slot)
        if re.fullmatch(r"\$?[\w-]*" if kind != "relation" else r"\$?[\w -]*", value):
            yield kind, at
        following = _following(wording, slot, fixed)
        found = re.match(rf"{_pattern(kind)}(?={re.escape(following[:1]) or '$'})", value)
        if found is None or not following:
            return
        at += found.end()


def _fillers(at: Cursor, kind: str, began: int, known: Known, *, rule: bool) -> Iterator[Item]:
    if rule or "for:" in at.block:
        for name in sorted(set(re.findall(VARIABLE, at.block))):
            yield Item(name, name, began, Kind.Variable)
    if kind == "span":
        yield from _spans(at, known, began=began)
    elif kind in SPANS:
        yield from _spans(at, known, kind, began=began)
    elif kind == "relation":
        yield from (Item(word, word, began, Kind.Operator) for word in sorted(RELATIONS))


def without_places(snippet: str) -> str:
    """A snippet for an editor that knows none: the names of the places stand in braces."""
    return re.sub(r"\\([\\$}])", r"\1", re.sub(r"\$\{[0-9]+:((?:\\.|[^}])*)\}", r"{\1}", snippet))


def _escaped(text: str) -> str:
    """Words of a snippet that are no places to fill in."""
    return re.sub(r"[\\$}]", r"\\\g<0>", text)


# -- expressions


def _expression(at: Cursor, known: Known) -> Iterator[Item]:
    """Points, spans, relations and the words of the expression language."""
    word = _WORD.search(at.typed)
    began = at.began + (word.start() if word else len(at.typed))
    before = at.typed[: began - at.began].rstrip()
    within = re.search(r"\b(start|end|known|duration)\($", before)
    if at.path[0] == "rules":
        yield from (Item(name, name, began, Kind.Variable) for name in sorted(set(re.findall(VARIABLE, at.block))))
    yield from _spans(at, known, *(("event",) if within and within[1] == "known" else ()), began=began)
    if within:
        return
    for name in ("start", "end", "known", "duration"):
        yield Item(f"{name}(…)", f"{name}(${{1:id}})", began, Kind.Function, compared=name, snippet=True)
    yield Item("no two of […] overlap", "no two of [${1:id}, ${2:id}] overlap", began, Kind.Keyword, snippet=True)
    yield from (Item(each, each, began, Kind.Keyword) for each in ("and", "if", "not", "or", "then"))
    if re.search(rf"(?:{NAME}|{VARIABLE}|\))$", before):
        yield from (Item(each, each, began, Kind.Operator, "; ".join(RELATIONS[each])) for each in sorted(RELATIONS))
    if at.path[0] == "rules":
        for name in sorted(set(re.findall(rf"^\s+({NAME}): [0-9]+ (?:day|month|year)s?\s*$", at.block, re.MULTILINE))):
            yield Item(name, name, began, Kind.Property)


def _quoted(item: Item, at: Cursor) -> Item:
    """An item in quotation marks where it would be no text without them."""
    if at.quote or item.began != at.began:
        return item
    bare = re.sub(r"\$\{[0-9]+:([^}]*)\}", "x", item.text)
    if _SAFE.fullmatch(bare) and not (at.flow and re.search(r"[,\[\]{}]", bare)):
        return item
    return item._replace(text="'" + item.text.replace("'", "''") + "'")
