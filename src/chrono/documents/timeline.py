"""The document of `chrono timeline`: rows with their marks in steps of the unit, the ticks of the axis, the legend."""

from __future__ import annotations

from typing import get_args

from chrono.answers import wording
from chrono.answers.timeline import Count, Lane, Limit, Mark, Note, Reference, Row, Shape, Tick, Timeline
from chrono.answers.wanted import PLAIN, Grouping, Numbers, Order, Wanted
from chrono.dates import Scale
from chrono.documents.codec import (
    COUNT,
    DATE,
    IDS,
    LEVEL,
    NUMBER,
    SAID,
    TEXT,
    TRUTH,
    Choice,
    Codec,
    Derived,
    Few,
    Field,
    Json,
    Malformed,
    Many,
    Maybe,
    Record,
    Schema,
    Shared,
)
from chrono.documents.parts import (
    CLUSTERS,
    CONFLICT_IDS,
    CONFLICTS,
    DIAGNOSTICS,
    EDGE,
    HEAD,
    PREMISE,
    REPAIR_IDS,
    REPAIRED,
    REPAIRS,
    SIDE,
    WINDOW,
    Firmness,
)


class _Label(Codec):
    """The end of a window in words, in the calendar that the chronology says dates in."""

    def encode(self, value: Limit, scale: Scale) -> Json:
        said = wording.not_earlier if value.side == "earliest" else wording.not_later
        return said(value.at, scale)

    def decode(self, json: Json, scale: Scale) -> Limit:
        raise Malformed("it says again what the date says")

    def schema(self, shared: Shared) -> Schema:
        return {"type": "string"}


LABEL = _Label()
STEPS = Few((Maybe(NUMBER), Maybe(NUMBER)))
"""The dates beside them as steps, which say where they stand on the axis whatever calendar they are said in."""
MARK = Record(
    Mark,
    (
        Field("class", Choice(get_args(Shape)), "shape"),
        Field("lane", Choice(get_args(Lane))),
        Field("from", DATE, "first"),
        Field("to", DATE, "last"),
        Derived("steps", STEPS, lambda mark: mark.stretch),
    ),
    "mark",
)
LIMIT = Record(
    Limit,
    (
        Field("edge", EDGE),
        Field("side", SIDE),
        Field("at", DATE),
        Derived("step", Maybe(NUMBER), lambda limit: limit.at),
        Derived("label", LABEL, lambda limit: limit),
        Field("proven", TRUTH),
        Field("number", Maybe(COUNT)),
        Field("because", IDS),
    ),
    "limit",
)
ROW = Record(
    Row,
    (
        Field("id", TEXT),
        Field("kind", TEXT),
        Field("name", TEXT),
        Field("group", SAID),
        Field("asked", TRUTH),
        Field("said", IDS),
        Field("start", WINDOW),
        Field("end", WINDOW),
        Field("marks", Many(MARK)),
        Field("edges", Many(LIMIT), "limits"),
        Field("under", IDS),
        Firmness(),
    ),
    "row",
)
TICK = Record(Tick, (Field("step", NUMBER, "at"), Field("label", TEXT), Field("major", TRUTH)), "tick")
"""A tick may stand just behind the last step, where there is no date for it."""
NOTE = Record(
    Note, (Field("number", COUNT), Field("certainty", Maybe(LEVEL)), Field("premises", Many(PREMISE))), "note"
)
REFERENCE = Record(
    Reference,
    (
        Field("label", TEXT),
        Field("from", DATE, "first"),
        Field("to", DATE, "last"),
        Derived("steps", STEPS, lambda reference: (reference.first, reference.last)),
    ),
    "reference",
)
WANTED = Record(
    Wanted,
    (
        Field("from", TEXT, "first", rare=True),
        Field("to", TEXT, "last", rare=True),
        Field("at", IDS, rare=True),
        Field("width", COUNT, rare=True, missing=PLAIN.width),
        Field("sort", Choice(get_args(Order)), "order", rare=True, missing=PLAIN.order),
        Field("group", Choice(get_args(Grouping)), rare=True, missing=PLAIN.group),
        Field("numbers", Choice(get_args(Numbers)), rare=True, missing=PLAIN.numbers),
        Field("links", TRUTH, rare=True),
        Field("all", TRUTH, "every", rare=True),
        Field("windows", TRUTH, rare=True),
    ),
    "drawn",
)
"""Only what is not as usual is told, in the words of the command's options."""
CHANGE = Record(Count, (Field("at", DATE), Field("may", COUNT), Field("must", COUNT)), "count")
TIMELINE = Record(
    Timeline,
    (
        HEAD,
        REPAIRED,
        CLUSTERS,
        Field("from", DATE, "first"),
        Field("to", DATE, "last"),
        Derived("steps", Few((NUMBER, NUMBER)), lambda answer: (answer.first, answer.last)),
        Field("compact", TRUTH),
        Field("ticks", Many(TICK)),
        Field("rows", Many(ROW)),
        Field("notes", Many(NOTE)),
        Field("references", Many(REFERENCE)),
        Field("links", Many(Few((TEXT, TEXT)))),
        Field("counts", Many(CHANGE)),
        CONFLICT_IDS,
        CONFLICTS,
        REPAIR_IDS,
        REPAIRS,
        DIAGNOSTICS,
    ),
)
