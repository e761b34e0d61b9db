"""What may stand where: the shape of every section, as data, and the checking of nodes against it.

Takes nodes, gives the same nodes with `Broken` in place of what does not fit, and a diagnostic for each such place. The
same tables give the JSON Schema (schema.py). Shapes are about form alone: whether a date exists or an id is declared is
asked further on.

Tables of this kind, and not models of a validation library: a general library costs more time to import and build than
the whole of the loading here, and its messages would have to be translated back to places and words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from chrono.core.diagnostics import Advice, Diagnostic, advise
from chrono.loading.nodes import Broken, Fields, Items, Node, Scalar, broken, empty
from chrono.loading.syntax import spaced
from chrono.model.chronology import CERTAINTIES


@dataclass(frozen=True, slots=True)
class Text:
    """A text; a `date` may look like a list or mapping to YAML (`[1667..1672]`)."""

    what: str = "a text"
    date: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """One of a few words."""

    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number above 0."""


@dataclass(frozen=True, slots=True)
class OneOrMore:
    """One item, or a list of them."""

    item: Shape


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of items of one shape."""

    item: Shape


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with these keys; others, where there may be any, are of the user's choice."""

    fields: Mapping[str, Shape]
    required: tuple[str, ...] = ()
    others: Shape | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping from ids or names of the user's choice."""

    item: Shape


@dataclass(frozen=True, slots=True)
class Either:
    """A mapping of one shape, or anything else of the other."""

    record: Record
    other: Shape


@dataclass(frozen=True, slots=True)
class Nullable:
    """One shape, or null: what takes away a field that stands elsewhere."""

    item: Shape


@dataclass(frozen=True, slots=True)
class OfRows:
    """A mapping of one shape; of another where it has the key `table`, and stands for the rows of that."""

    entry: Record
    rows: Record


@dataclass(frozen=True, slots=True)
class Free:
    """Anything: what other tools keep with their sources."""


Shape: TypeAlias = Text | Word | Count | OneOrMore | ListOf | Record | Table | Either | Nullable | OfRows | Free

TEXT = Text()
DATE = Text("a date", date=True)
DURATION = Text("a duration")
TEXTS = OneOrMore(TEXT)
CERTAINTY = Word(CERTAINTIES)
_COUNT = re.compile(r"[1-9][0-9]{0,5}")
YES_OR_NO = ("true", "false", "yes", "no")
_PROVENANCE: dict[str, Shape] = {"source": TEXTS, "note": TEXT, "tags": TEXTS}
_STANDING: dict[str, Shape] = {"certainty": CERTAINTY, "weight": Count(), **_PROVENANCE}
_SPAN: dict[str, Shape] = {
    "name": TEXT,
    "date": DATE,
    "start": DATE,
    "end": DATE,
    "duration": DURATION,
    "topics": TEXTS,
    "refs": TEXTS,
    **_STANDING,
}
_TABLE: dict[str, Shape] = {"table": TEXT, "sheet": TEXT, "where": Table(TEXTS)}
_SEQUENCE = Record(
    {"of": ListOf(TEXT), "gaps": Word(("allowed", "none")), "order": Word(("known", "unknown")), **_STANDING}, ("of",)
)
_SELECTOR = Record({"topic": TEXTS, "tag": TEXTS, "after": DATE, "before": DATE})
EVIDENCE = Record(
    {
        "says": TEXTS,
        "holds": TEXTS,
        **_TABLE,
        "for": Table(Either(_SELECTOR, TEXTS)),
        "against": TEXTS,
        "denies": TEXTS,
        "settings": Table(DURATION),
        **_STANDING,
    }
)
_RULE = Record(
    {
        "title": TEXT,
        "when": TEXTS,
        "unless": OneOrMore(OneOrMore(TEXT)),
        "then": TEXTS,
        "order": ListOf(TEXT),
        "different": ListOf(TEXT),
        "settings": Table(DURATION),
        "because": TEXT,
        **_STANDING,
    },
    ("when", "then"),
)
_UNDER = Record(
    {
        "drop-any": Text("a whole number"),
        "settings": Table(DURATION),
        "at-least": OneOrMore(CERTAINTY),
        "without": OneOrMore(TEXTS),
        "with": TEXTS,
    }
)
_WINDOW = Record({"of": TEXT, "start": DATE, "end": DATE}, ("of",))
VERDICTS = ("entailed", "refuted", "undetermined", "inconsistent")
_HYPOTHESIS = Record(
    {
        "claim": TEXT,
        "window": _WINDOW,
        "expect": Word(VERDICTS),
        "why": TEXT,
        "under": _UNDER,
        "relies-on": TEXTS,
        "must-not-rely-on": TEXTS,
        "chance": Text("a chance that is asked for"),
        "severity": Word(("error", "warn")),
        **_PROVENANCE,
    }
)
_PRIOR = Record(
    {"of": TEXT, "even": DATE, "after": DATE, "chance": Text("a chance"), "source": TEXTS, "note": TEXT}, ("of",)
)
TOGETHER = ("unknown", "one-cause", "independent")
_SILENCE = Record(
    {
        "told": Text("a chance"),
        "together": Word(TOGETHER),
        "all-silenced": Text("a chance"),
        "source": TEXTS,
        "note": TEXT,
    },
    ("told",),
)
CHRONOLOGY = Record(
    {
        "title": TEXT,
        "unit": Word(("day", "month", "year")),
        "calendar": TEXT,
        "admit": CERTAINTY,
        "conventions": TEXT,
        "languages": TEXTS,
        "include": TEXTS,
    }
)
CHANGEABLE: dict[str, Record] = {
    "people": Record({**_SPAN, "born": DATE, "died": DATE}),
    "events": Record({**_SPAN, "known": DATE}),
    "periods": Record({**_SPAN, "reckoning": TEXTS, "years-from": TEXT}),
    "documents": Record({**_SPAN, "author": TEXTS, "parts": TEXTS, "exhaustive": Word(YES_OR_NO), "compare": TEXTS}),
    "evidence": EVIDENCE,
}
"""The sections whose entries a file laid over may change field by field."""


def _of_rows(entry: Record) -> Table:
    """Entries, or what stands for those of a table: there any value may be made of cells, and is tried row by row."""
    made = {name: TEXT if isinstance(shape, Word | Count) else shape for name, shape in entry.fields.items()}
    return Table(OfRows(entry, Record({**_TABLE, "id": TEXT, **made}, ("table", "id"))))


SECTIONS: dict[str, Shape] = {
    "chronology": CHRONOLOGY,
    "calendar": TEXT,
    "sources": Table(Free()),
    **{name: _of_rows(CHANGEABLE[name]) for name in ("people", "events", "periods", "documents")},
    "sequences": ListOf(Either(_SEQUENCE, ListOf(TEXT))),
    "evidence": Table(EVIDENCE),
    "vocabulary": Table(
        Record({"says": TEXT, "slots": Table(TEXT), "also": TEXTS, "source": TEXTS, "note": TEXT}, ("says",))
    ),
    "rules": Table(_RULE),
    "hypotheses": Table(_HYPOTHESIS),
    "chances": Record({"prior": ListOf(_PRIOR)}, others=_SILENCE),
}
OVERLAY: dict[str, Shape] = {
    "without": TEXTS,
    "changes": Table(
        Record({name: Nullable(item) for shape in CHANGEABLE.values() for name, item in shape.fields.items()})
    ),
    "set": Table(DURATION),
    "at-least": CERTAINTY,
}
"""The sections of a file laid over that do more than add."""


def fit(node: Node, shape: Shape, key: Scalar, found: list[Diagnostic]) -> Node:
    """The node as far as it has the shape; what has not is reported and replaced by `Broken`.

    `key` is what the node stands under, for messages and the place of what is missing.
    """
    if isinstance(node, Broken):
        return node
    match shape:
        case Free():
            return node
        case Text():
            return _text(node, shape, key, found)
        case Word(choices):
            return _word(node, choices, key, found)
        case Count():
            return _count(node, key, found)
        case OneOrMore(item):
            return _items(node, item, key, found) if isinstance(node, Items) else fit(node, item, key, found)
        case ListOf(item):
            return _items(node, item, key, found) if isinstance(node, Items) else _wrong(node, key, "a list", found)
        case Record():
            return _record(node, shape, key, found)
        case Table(item):
            return _table(node, item, key, found)
        case Nullable(item):
            return node if null(node) else fit(node, item, key, found)
        case Either(record, other):
            return fit(node, record if isinstance(node, Fields) else other, key, found)
        case OfRows(entry, rows):
            return _record(node, rows if isinstance(node, Fields) and "table" in node.pairs else entry, key, found)


def null(node: Node) -> bool:
    """Whether a node says that there is nothing."""
    return isinstance(node, Scalar) and node.plain and node.text.casefold() in ("", "~", "null")


def _text(node: Node, shape: Text, key: Scalar, found: list[Diagnostic]) -> Node:
    if isinstance(node, Scalar) and not node.blank:
        return node
    if isinstance(node, Scalar):
        message = f"nothing stands after '{key.text}:'"
        found.append(Diagnostic("empty-value", message, node.place, "write a value, or leave the key out"))
        return broken(node)
    if shape.date and isinstance(node, Fields | Items) and node.source:
        return node
    return _wrong(node, key, shape.what, found)


def _word(node: Node, choices: tuple[str, ...], key: Scalar, found: list[Diagnostic]) -> Node:
    fitted = _text(node, TEXT, key, found)
    if not isinstance(fitted, Scalar) or fitted.text.casefold() in choices:
        return fitted
    otherwise = "write one of: " + ", ".join(choices)
    if fitted.text.startswith("$"):
        otherwise += f"; of a table's rows of evidence the column '{key.text}' counts by itself: leave this line out"
        advice = Advice(otherwise)
    else:
        advice = advise(fitted.text, choices, fitted.place, otherwise)
    found.append(Diagnostic("unknown-word", f"'{fitted.text}' does not fit '{key.text}'", fitted.place, *advice))
    return broken(fitted)


def _count(node: Node, key: Scalar, found: list[Diagnostic]) -> Node:
    fitted = _text(node, Text("a whole number above 0"), key, found)
    if not isinstance(fitted, Scalar) or _COUNT.fullmatch(fitted.text):
        return fitted
    message = f"'{fitted.text}' is no whole number from 1 to 999999, which '{key.text}' takes"
    found.append(Diagnostic("number", message, fitted.place, f"write for example `{key.text}: 2`"))
    return broken(fitted)


def _items(node: Items, item: Shape, key: Scalar, found: list[Diagnostic]) -> Node:
    fitted = [fit(each, item, key._replace(line=each.line, column=each.column), found) for each in node.items]
    return node if fitted == node.items else node._replace(items=fitted)


def _record(node: Node, shape: Record, key: Scalar, found: list[Diagnostic]) -> Node:
    if not isinstance(node, Fields):
        if not (isinstance(node, Scalar) and node.blank):
            return _wrong(node, key, "a mapping of " + ", ".join(shape.fields), found)
        node = empty(node)
    changed: dict[str, tuple[Scalar, Node]] = {}
    for name, (at, value) in node.pairs.items():
        item = shape.fields.get(name, shape.others)
        if item is None:
            advice = advise(name, shape.fields, at.place, "the keys here are: " + ", ".join(shape.fields))
            # A key that is there already would be given twice.
            fixes = tuple(fix for fix in advice.fixes if fix.text not in node.pairs)
            message = f"unknown key '{name}' in '{key.text}'"
            # A colon without a blank after it makes a key of all that stands there.
            help = (null(value) and spaced(name)) or advice.help
            found.append(Diagnostic("unknown-key", message, at.place, help, fixes))
            changed[name] = (at, broken(value))
        elif (fitted := fit(value, item, at, found)) is not value:
            changed[name] = (at, fitted)
    for name in shape.required:
        if name not in node.pairs:
            found.append(Diagnostic("missing-key", f"'{key.text}' needs '{name}'", key.place, f"add `{name}: ...`"))
            changed[name] = (key, broken(node))
    return node._replace(pairs=node.pairs | changed) if changed else node


def _table(node: Node, item: Shape, key: Scalar, found: list[Diagnostic]) -> Node:
    if not isinstance(node, Fields):
        if isinstance(node, Scalar) and node.blank:
            return empty(node)
        return _wrong(node, key, "a mapping", found)
    changed = {}
    for name, (at, value) in node.pairs.items():
        if (fitted := fit(value, item, at, found)) is not value:
            changed[name] = (at, fitted)
    return node._replace(pairs=node.pairs | changed) if changed else node


def _wrong(node: Node, key: Scalar, what: str, found: list[Diagnostic]) -> Node:
    is_what = {Scalar: "a text", Items: "a list", Fields: "a mapping"}[type(node)]
    help = "" if not isinstance(node, Scalar) or what == "a list" else spaced(node.text) or "indent the keys below it"
    if what == "a text":
        help = "put the text in quotes if it begins with { or ["
    found.append(Diagnostic("wrong-type", f"'{key.text}' takes {what}, not {is_what}", node.place, help))
    return broken(node)
