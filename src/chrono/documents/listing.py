"""The documents of `chrono validate`, `rules`, `vocabulary`, `verify`, `date`, and of mistakes instead of an answer."""

from __future__ import annotations

from typing import Any

from chrono.answers.invalid import Invalid
from chrono.answers.listing import Rules, RuleTold, Sentences, SentenceTold, Validation
from chrono.answers.verify import Verification, Verified
from chrono.dates import Scale
from chrono.dates.describing import Reading
from chrono.documents.codec import (
    COUNT,
    IDS,
    LEVEL,
    NUMBER,
    SAID,
    TEXT,
    Choice,
    Codec,
    Derived,
    Few,
    Field,
    Json,
    Many,
    Maybe,
    Pairs,
    Record,
    Schema,
    Shared,
    Silent,
)
from chrono.documents.parts import AT, DIAGNOSTICS, UNIT, Digest

RULE = Record(
    RuleTold,
    (
        Field("id", TEXT),
        Field("title", TEXT),
        Field("certainty", LEVEL),
        Field("when", IDS),
        Field("unless", Many(IDS)),
        Field("then", IDS),
        Field("order", Few((TEXT, TEXT)), rare=True),
        Field("different", Few((TEXT, TEXT)), rare=True),
        Field("settings", Pairs(TEXT)),
        Field("because", SAID),
        Field("source", SAID),
        Field("note", SAID),
        Field("tags", IDS),
        AT,
    ),
    "rule",
)
RULES = Record(Rules, (Field("results", Many(RULE)),))
SENTENCE = Record(
    SentenceTold,
    (
        Field("id", TEXT),
        Field("says", TEXT),
        Field("slots", Pairs(TEXT)),
        Field("rules", IDS),
        Field("undercuts", IDS),
        Field("source", SAID),
        Field("note", SAID),
        AT,
    ),
    "sentence",
)
SENTENCES = Record(Sentences, (Field("results", Many(SENTENCE)),))
VALIDATION = Record(
    Validation,
    (
        Field("inputs", Digest()),
        Derived("status", Choice(("valid",)), lambda answer: "valid"),
        Field("title", TEXT),
        Field("unit", UNIT),
        Field("calendar", TEXT),
        Field("admitted", LEVEL),
        Field("counts", Pairs(COUNT)),
        DIAGNOSTICS,
    ),
)
VERIFIED = Record(Verified, (Field("claim", TEXT), Field("proven", Choice(("proven", "wrong", "open")))), "verified")
VERIFICATION = Record(Verification, (Field("inputs", Digest()), Field("results", Many(VERIFIED))))


class _Nothing(Codec):
    """No answers at all."""

    def encode(self, value: Any, scale: Scale) -> Json:
        return []

    def decode(self, json: Json, scale: Scale) -> Any:
        return ()

    def schema(self, shared: Shared) -> Schema:
        return {"type": "array", "maxItems": 0}


def invalid(schema: str) -> Codec:
    """The table of mistakes instead of the answer that a document of this schema holds."""
    return Record(
        Invalid,
        (
            Silent("schema", schema),
            Derived("status", Choice(("invalid", "unknown")), lambda answer: answer.status),
            Derived("results", _Nothing(), lambda answer: ()),
            Derived("conflicts", _Nothing(), lambda answer: ()),
            DIAGNOSTICS,
        ),
    )


class Column(Codec):
    """An offset in a text as a column, counted from 1."""

    def encode(self, value: int | None, scale: Scale) -> Json:
        return None if value is None else value + 1

    def decode(self, json: Json, scale: Scale) -> Any:
        found = Maybe(COUNT).decode(json, scale)
        return None if found is None else found - 1

    def schema(self, shared: Shared) -> Schema:
        return Maybe(COUNT).schema(shared)


READING = Record(
    Reading,
    (
        Field("text", TEXT),
        Field("earliest", Maybe(TEXT)),
        Field("latest", Maybe(TEXT)),
        Field("intervals", Many(Few((Maybe(TEXT), Maybe(TEXT))))),
        Field("earliest_jdn", Maybe(NUMBER)),
        Field("latest_jdn", Maybe(NUMBER)),
        Field("calendar", TEXT),
        Field("precision", SAID),
        Field("qualifier", SAID),
        Field("convention", Maybe(TEXT)),
        Field("note", SAID),
        Field("notes", IDS),
        Field("understood", SAID),
        Field("gregorian", SAID),
        Field("julian", SAID),
        Field("own", SAID),
        Field("error", Maybe(TEXT)),
        Field("column", Column()),
        Field("help", SAID),
    ),
    "date_reading",
)
"""How one text is read as a date; `length` of the offence is not told."""
