"""What `--sensitivity` adds to the document of `infer`: what moves without each thing, and what an answer can lose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chrono.answers.sensitivity import Leaving, Lost, Robustness, Sensitivity, Subject
from chrono.dates import Scale
from chrono.documents.codec import (
    COUNT,
    DATE,
    IDS,
    NUMBER,
    TEXT,
    TRUTH,
    Codec,
    Field,
    Json,
    Malformed,
    Many,
    Maybe,
    Part,
    Schema,
    Shared,
    object_of,
)
from chrono.documents.parts import EDGE, SIDE, VERDICT

GRAINS = ("inferences", "rules", "sources")
_BOUND = (
    Field("id", TEXT),
    Field("kind", TEXT, missing=""),
    Field("edge", EDGE),
    Field("side", SIDE),
    Field("at", DATE),
)
_JUDGED = (Field("hypothesis", TEXT, "id"), Field("verdict", VERDICT))


def _written(subject: Subject, scale: Scale) -> dict[str, Json]:
    told: dict[str, Json] = {}
    for field in _JUDGED if subject.edge is None else _BOUND:
        field.write(subject, scale, told)
    return told


def _subject(json: Json, scale: Scale) -> Subject:
    if not isinstance(json, dict):
        raise Malformed("there is no bound or verdict")
    told: dict[str, Any] = {"kind": "hypothesis"} if "hypothesis" in json else {}
    for field in _JUDGED if "hypothesis" in json else _BOUND:
        field.read(json, scale, told)
    return Subject(**told)


def _either(shared: Shared, *more: Field) -> Schema:
    """The schema of a bound or a verdict, with more said of it."""
    return {"anyOf": [object_of((*kind, *more), shared) for kind in (_BOUND, _JUDGED)]}


class Moved(Codec):
    """A bound or verdict as it was, and as it then is."""

    def encode(self, value: tuple[Subject, Subject], scale: Scale) -> Json:
        was, now = value
        return {
            **_written(was, scale),
            "then": DATE.encode(now.at, scale) if was.edge is not None else now.verdict,
            "steps": now.at - was.at if was.at is not None and now.at is not None else None,
        }

    def decode(self, json: Json, scale: Scale) -> Any:
        was = _subject(json, scale)
        if "then" not in json:
            raise Malformed("the key 'then' is missing")
        if was.edge is None:
            return was, Subject(was.id, was.kind, verdict=VERDICT.decode(json["then"], scale))
        return was, Subject(was.id, was.kind, was.edge, was.side, DATE.decode(json["then"], scale))

    def schema(self, shared: Shared) -> Schema:
        return _either(shared, Field("then", Maybe(TEXT)), Field("steps", Maybe(NUMBER)))


class OneLeft(Codec):
    """One thing left out, and what moves."""

    _fields = (Field("without", TEXT, "id"), Field("contradiction", TRUTH), Field("moved", Many(Moved())))

    def encode(self, value: Leaving, scale: Scale) -> Json:
        told: dict[str, Json] = {}
        for field in self._fields:
            field.write(value, scale, told)
        return told

    def decode(self, json: Json, scale: Scale) -> Any:
        if not isinstance(json, dict):
            raise Malformed("there is nothing that is left out")
        told: dict[str, Any] = {}
        for field in self._fields:
            field.read(json, scale, told)
        return Leaving(**told)

    def schema(self, shared: Shared) -> Schema:
        return object_of(self._fields, shared)


class Losses(Codec):
    """What one bound or verdict can lose, counted at three grains."""

    def encode(self, value: Robustness, scale: Scale) -> Json:
        lost: list[tuple[str, Lost]] = [(grain, getattr(value, grain)) for grain in GRAINS]
        return {
            **_written(value.subject, scale),
            **{grain: len(one.fewest) if one.fewest is not None else None for grain, one in lost},
            "fewest": {grain: Maybe(IDS).encode(one.fewest, scale) for grain, one in lost},
            "weight": {grain: one.weight for grain, one in lost},
            "lightest": {grain: Maybe(IDS).encode(one.lightest, scale) for grain, one in lost},
            "complete": value.known,
        }

    def decode(self, json: Json, scale: Scale) -> Any:
        subject = _subject(json, scale)
        lost = []
        for grain in GRAINS:
            told: dict[str, Any] = {}
            for key, codec in (("fewest", Maybe(IDS)), ("weight", Maybe(NUMBER)), ("lightest", Maybe(IDS))):
                among = json.get(key)
                if not isinstance(among, dict):
                    raise Malformed(f"the key '{key}' is missing")
                Field(grain, codec, key).read(among, scale, told)
            lost.append(Lost(**told))
        inferences, rules, sources = lost
        return Robustness(subject, inferences, rules, sources, TRUTH.decode(json.get("complete"), scale))

    def schema(self, shared: Shared) -> Schema:
        counts = [Field(grain, Maybe(COUNT)) for grain in GRAINS]
        ids = _Grained(Maybe(IDS))
        more = (Field("fewest", ids), Field("weight", _Grained(Maybe(NUMBER))), Field("lightest", ids))
        return _either(shared, *counts, *more, Field("complete", TRUTH))


class _Grained(Codec):
    """A schema for each grain; written and read with the rest."""

    def __init__(self, of: Codec) -> None:
        self.of = of

    def encode(self, value: Any, scale: Scale) -> Json:
        return {grain: self.of.encode(value[grain], scale) for grain in GRAINS}

    def decode(self, json: Json, scale: Scale) -> Any:
        return {grain: self.of.decode(json[grain], scale) for grain in GRAINS}

    def schema(self, shared: Shared) -> Schema:
        return object_of(tuple(Field(grain, self.of) for grain in GRAINS), shared)


class Added(Part):
    """The keys that are there where it was asked what rests on what."""

    _fields = (
        Field("sensitivity", Many(OneLeft()), "leaving"),
        Field("left_out", COUNT, "tried"),
        Field("sensitivity_complete", TRUTH, "leaving_known"),
        Field("robustness", Many(Losses())),
    )

    def write(self, value: Any, scale: Scale, into: dict[str, Json]) -> None:
        if value.sensitivity is not None:
            for field in self._fields:
                field.write(value.sensitivity, scale, into)

    def read(self, json: Mapping[str, Json], scale: Scale, into: dict[str, Any]) -> None:
        if any(field.key in json for field in self._fields):
            told: dict[str, Any] = {}
            for field in self._fields:
                field.read(json, scale, told)
            into["sensitivity"] = Sensitivity(**told)

    def describe(self, shared: Shared) -> Any:
        for field in self._fields:
            yield field.key, field.codec.schema(shared), False


SENSITIVITY = Added()
