"""The document of `chrono infer`: windows with their reasons, levels of certainty and comparisons."""

from __future__ import annotations

from typing import Any

from chrono.answers.infer import Bound, Comparison, Inference, Level, SpanResult
from chrono.dates import Scale
from chrono.documents.codec import (
    IDS,
    LEVEL,
    NUMBER,
    SAID,
    TEXT,
    Choice,
    Codec,
    Derived,
    Field,
    Json,
    Malformed,
    Many,
    Maybe,
    Once,
    Part,
    Record,
    Schema,
    Shared,
    object_of,
)
from chrono.documents.parts import CLUSTERS, HEAD, LENGTH, REPAIRED, RESTING, TAIL, UNDER, WHY, WINDOW, Firmness
from chrono.documents.sensitivity import SENSITIVITY

_SIDES = (Field("earliest", WHY), Field("latest", WHY))


class Ends(Part):
    """The two windows of a span as they stand before everything else said of it, each with the ids it rests on."""

    def write(self, value: SpanResult, scale: Scale, into: dict[str, Json]) -> None:
        for edge in ("start", "end"):
            bound: Bound = getattr(value, edge)
            because = {
                side: RESTING.encode(reason.ids, scale) if reason else []
                for side, reason in (("earliest", bound.earliest), ("latest", bound.latest))
            }
            into[edge] = {**WINDOW.encode(bound.window, scale), "because": because}

    def read(self, json: Any, scale: Scale, into: dict[str, Any]) -> None:
        reasons = json.get("reasons")
        for edge in ("start", "end"):
            try:
                window = WINDOW.decode(json.get(edge), scale)
            except Malformed as found:
                raise Malformed(found.message, (edge, *found.path)) from None
            told = reasons.get(edge) if isinstance(reasons, dict) else None
            if not isinstance(told, dict) or not {"earliest", "latest"} <= told.keys():
                raise Malformed("the reasons of both sides are missing", ("reasons", edge))
            try:
                into[edge] = Bound(window, WHY.decode(told["earliest"], scale), WHY.decode(told["latest"], scale))
            except Malformed as found:
                raise Malformed(found.message, ("reasons", edge, *found.path)) from None

    def describe(self, shared: Shared) -> Any:
        because = object_of((Field("earliest", IDS), Field("latest", IDS)), shared)
        WINDOW.schema(shared)
        shared["bound"] = {
            **shared["window"],
            "properties": {**shared["window"]["properties"], "because": because},
            "required": [*shared["window"]["required"], "because"],
        }
        for edge in ("start", "end"):
            yield edge, {"$ref": "#/$defs/bound"}, True


class Reasons(Part):
    """The reasons of the four bounds in full, read together with the windows."""

    def write(self, value: SpanResult, scale: Scale, into: dict[str, Json]) -> None:
        into["reasons"] = {
            edge: {side: WHY.encode(getattr(getattr(value, edge), side), scale) for side in ("earliest", "latest")}
            for edge in ("start", "end")
        }

    def read(self, json: Any, scale: Scale, into: dict[str, Any]) -> None:
        """Nothing: read with the windows."""

    def describe(self, shared: Shared) -> Any:
        sides = object_of(_SIDES, shared)
        edges: Schema = {"type": "object", "properties": {"start": sides, "end": sides}, "required": ["start", "end"]}
        yield "reasons", edges, True


def _days(key: str, of: str) -> Derived:
    """Steps that are days, where the unit is the day."""
    return Derived(key, _Days(of), lambda value: value)


class _Days(Codec):
    def __init__(self, of: str) -> None:
        self.of = of

    def encode(self, value: Comparison, scale: Scale) -> Json:
        return getattr(value, self.of) if scale.unit == "day" else None

    def decode(self, json: Json, scale: Scale) -> Any:
        raise NotImplementedError("never read")

    def schema(self, shared: Shared) -> Schema:
        return Maybe(NUMBER).schema(shared)


LEVELS = Record(Level, (Field("at_least", LEVEL), Field("start", WINDOW), Field("end", WINDOW)), "level")
COMPARISON = Record(
    Comparison,
    (
        Field("to", TEXT),
        Field("name", TEXT),
        Field("verdict", Choice(("before", "after", "possible", "unknown"))),
        _days("min_days", "least"),
        _days("max_days", "most"),
        Field("min", SAID, "least_said"),
        Field("max", SAID, "most_said"),
        Field("min_steps", Maybe(NUMBER), "least"),
        Field("max_steps", Maybe(NUMBER), "most"),
    ),
    "comparison",
)
SPAN = Record(
    SpanResult,
    (
        Field("id", TEXT),
        Field("kind", TEXT),
        Field("name", TEXT),
        Field("authors", IDS),
        Field("refs", IDS, rare=True),
        Firmness(UNDER),
        Ends(),
        Field("duration", LENGTH),
        Field("levels", Once(Many(LEVELS))),
        Field("compare", Many(COMPARISON), "comparisons"),
        Reasons(),
    ),
    "span",
)
INFERENCE = Record(Inference, (HEAD, REPAIRED, CLUSTERS, Field("results", Many(SPAN)), *TAIL, SENSITIVITY))
