"""The JSON Schema of the files, for editors that complete and check YAML while it is written.

Takes the tables of shapes.py, and the wordings of a chronology where there are any; gives a draft-07 schema. It is put
to what an editor's own YAML parser makes of a file, in which `1938` is a number and `[1667..1672]` a list, so it is
laxer about scalars than the reading of the files is. It never says which ids are declared, so that it need not be made
again with every new entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from chrono.core.ids import NAME
from chrono.language.expressions import RELATIONS
from chrono.language.sentences import Wording
from chrono.loading.shapes import (
    OVERLAY,
    SECTIONS,
    YES_OR_NO,
    Count,
    Either,
    Free,
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

_ID = NAME.replace("[A-Za-z0-9_]", r"\w")
"""An id, or after `$` a variable, as ECMA 262 reads it, where a word has no letters but those of ASCII."""
_SLOT = re.compile(r"\{([^{}]*)\}")
_SCALAR = ["string", "number", "boolean"]

# What a reader of an editor's tooltip wants to know, by key.
_ABOUT = {
    "after": "Only entries that begin after this date",
    "all-silenced": "The chance that something silences all events, though nobody says so: 0.05..0.3",
    "also": "The same in other words: who writes them is offered the sentence; they are not read",
    "against": "Ids of the evidence that this piece answers",
    "at-least": "Of a hypothesis: it must also hold with only such evidence. Of a file laid over: only this counts",
    "because": "Why the rule holds, said with {variables}",
    "before": "Only entries that end before this date",
    "certainty": "How far it is to be believed",
    "chance": "From 0 to 1, or a range; of a hypothesis the least that `chrono weigh` is to find, as >= 0.9",
    "changes": "In a file laid over: other fields for entries and evidence by id; null takes a field away",
    "claim": "A constraint that is entailed, refuted or undetermined by the evidence",
    "compare": "Ids that the answer is set against",
    "conventions": "How words such as 'early 12th century' expand",
    "date": "When it was: EDTF or another notation of the date reference, such as 1939-08-23 or 1938",
    "denies": "Sentences that this piece defeats, whoever says them",
    "drop-any": "It must also hold with any this many pieces of evidence left out",
    "duration": "How long it lasted: 15 years, >= 15 years, 20..100 years, 0 days",
    "even": "Each day from the first to the last is as likely as any other: 1938-02-15..1940-08-20",
    "exhaustive": "The document begins and ends with one of its parts",
    "different": "Two variables that must not stand for the same: the rule says nothing where they do",
    "expect": "The verdict its author expects",
    "for": "What each $variable stands for: a list of ids, or what the entries have in common",
    "id": "The id of each row, made of its columns, as in rav-$no",
    "holds": "Constraints, such as end(text) <= 1940-05",
    "include": "Files to read besides this one, as patterns below this folder",
    "languages": "Languages that words of dates are read in, such as de or fr; all where none is named",
    "known": "The first day on which a contemporary could know of it",
    "must-not-rely-on": "Without all of these the verdict must be the same",
    "parts": "Documents of their own that this one encloses",
    "order": "In a rule: two variables, of which the first came before the second. Of a sequence: whether it is known",
    "reckoning": "How its years are counted: anniversary, calendar-year, accession-year or from FEAST; or several",
    "refs": "URIs by which others know it, such as https://d-nb.info/gnd/118624237; kept and shown, not interpreted",
    "relies-on": "Without any one of these the verdict must be another",
    "says": "A sentence of the vocabulary",
    "set": "In a file laid over: values of rules' settings, such as silence.delay: 9 days",
    "settings": "Durations by name",
    "sheet": "The sheet of a spreadsheet that has several",
    "severity": "Whether it fails the check where it does not come out as expected, or only warns",
    "source": "Where it is taken from: a declared source, a comma, the place in it",
    "table": "A CSV, TSV, XLSX or ODS file: each row is an entry or a piece of evidence, columns for $variables",
    "then": "The constraints that follow",
    "together": "How silences hang together: unknown, one-cause, or independent, which needs a note",
    "told": "The chance that such an event would have been told of, had work gone on after it: 0.5..0.9",
    "topics": "Subjects: what shares one with a document belongs to its subject",
    "under": "Variations in each of which the verdict must be the same",
    "unless": "What undercuts the rule: sentences, conditions on dates, or lists that must hold together",
    "weight": "What it costs to give it up, among what is as certain: a whole number above 0, 1 where none is given",
    "when": "The sentences that must be said",
    "where": "Only the rows whose cells are these: {kind: charter}",
    "window": "A window as recorded, which must still follow: end: 1938..1939-08-23",
    "with": "Files to lay over, each in turn, below the chronology's folder",
    "without": "What to leave out, each in turn: an evidence id, an entry, rule:ID, tag:T; a list within it together",
    "years-from": "The entry that the years of the reign are counted from, where not from its own start",
}


def json_schema(wordings: Iterable[Wording] = ()) -> dict[str, object]:
    """The schema of one file of a chronology (JSON Schema draft-07).

    With `wordings`, `says`, `denies` and `when` take their sentences only, by patterns in the syntax of ECMA 262. What
    fits no pattern cannot be read; what fits one may still name an id or a date that does not exist.
    """
    root = _schema(Record({**SECTIONS, **OVERLAY}))
    plain = {"$schema": "http://json-schema.org/draft-07/schema#", "title": "A file of a chronology", **root}
    sentences = [_sentence(wording) for wording in sorted(wordings, key=lambda w: w.id)]
    if not sentences:
        return plain
    one = {"$ref": "#/definitions/sentence"}
    lines = {"anyOf": [one, {"type": "array", "items": one}]}
    # What a table's columns are put into need be no sentence before: `says: $sentence`.
    piece = {"if": {"required": ["table"]}, "else": {"properties": {"says": lines, "denies": lines}}}
    rule = {"properties": {"when": lines}}
    sections = {"evidence": {"additionalProperties": piece}, "rules": {"additionalProperties": rule}}
    return {**plain, "allOf": [{"properties": sections}], "definitions": {"sentence": {"anyOf": sentences}}}


def _sentence(wording: Wording) -> dict[str, object]:
    """A text that the wording may read, told as `chrono vocabulary` lists it."""
    kinds = dict(wording.slots)
    told = _SLOT.sub(lambda s: f"{{{s[1]}}}" if s[1] == kinds[s[1]] else f"{{{s[1]}: {kinds[s[1]]}}}", wording.says)
    pieces = _SLOT.split(" ".join(wording.says.split()))
    # Fixed words and the names of slots alternate.
    parts = (_of_slot(kinds[piece]) if at % 2 else _fixed(piece) for at, piece in enumerate(pieces))
    described = f"{told} ({wording.note})" if wording.note else told
    return {"title": wording.id, "description": described, "type": "string", "pattern": rf"^\s*{''.join(parts)}\s*$"}


def _of_slot(kind: str) -> str:
    match kind:
        case "date" | "duration" | "text":
            return r"[\s\S]+"
        case "relation":
            return rf"(?:\${_ID}|{'|'.join(map(_fixed, RELATIONS))})"
        case _:
            return rf"\$?{_ID}"


def _fixed(words: str) -> str:
    """Words as they stand, with any white space between; `re.escape` escapes more than ECMA 262 allows."""
    return re.sub(r"[\^$\\.*+?()\[\]{}|/]", r"\\\g<0>", words).replace(" ", r"\s+")


def _schema(shape: Shape) -> dict[str, object]:
    match shape:
        case Text(date=True):
            # An EDTF set in brackets or braces is a list or mapping to an editor.
            return {"type": [*_SCALAR, "array", "object"]}
        case Text():
            return {"type": _SCALAR}
        case Word(choices):
            return {"enum": [*choices, True, False] if choices == YES_OR_NO else list(choices)}
        case Count():
            return {"type": ["integer", "string"], "minimum": 1, "maximum": 999999, "pattern": "^[1-9][0-9]{0,5}$"}
        case OneOrMore(item):
            one = _schema(item)
            return {"anyOf": [one, {"type": "array", "items": one}]}
        case ListOf(item):
            return {"type": "array", "items": _schema(item)}
        case Record(fields, required, others):
            schema: dict[str, object] = {
                "type": _mapping(required),
                "properties": {name: _described(name, item) for name, item in fields.items()},
                "additionalProperties": False if others is None else _schema(others),
            }
            return {**schema, "required": list(required)} if required else schema
        case Table(item):
            return {"type": _mapping(()), "additionalProperties": _schema(item)}
        case Nullable(item):
            return {"anyOf": [_schema(item), {"type": "null"}]}
        case Either(record, other):
            return {"anyOf": [_schema(record), _schema(other)]}
        case OfRows(entry, rows):
            # Not `if`: an editor completes the keys of both.
            return {"anyOf": [_schema(entry), _schema(rows)]}
        case Free():
            return {}


def _described(name: str, shape: Shape) -> dict[str, object]:
    return {"description": _ABOUT[name], **_schema(shape)} if name in _ABOUT else _schema(shape)


def _mapping(required: tuple[str, ...]) -> object:
    """Nothing after a key is a mapping without fields, which will do where none is required."""
    return "object" if required else ["object", "null"]
