"""The documents of `chrono explain`: arguments beside the answer they explain, and what a line of the files does."""

from __future__ import annotations

from typing import Any

from chrono.answers.effect import Effect
from chrono.answers.explain import Explained, Explanation, Fall, Overturned, Unmet
from chrono.dates import Scale
from chrono.documents.check import CHECK
from chrono.documents.codec import (
    DATE,
    IDS,
    LEVEL,
    TEXT,
    TRUTH,
    Codec,
    Derived,
    Field,
    Json,
    Malformed,
    Many,
    Maybe,
    Record,
    Schema,
    Shared,
)
from chrono.documents.difference import WITHOUT
from chrono.documents.infer import INFERENCE
from chrono.documents.parts import (
    AT,
    DIAGNOSTICS,
    EDGE,
    HEAD,
    OPEN_QUESTION,
    SET_ASIDE,
    SIDE,
    THRESHOLD,
    UNDERCUT,
    VERDICT,
    WHY,
)
from chrono.documents.parts import WINDOWS as WHERE
from chrono.documents.windows import WINDOWS

FALL = Record(
    Fall, (Field("without", TEXT, "id"), Field("at", DATE, "bound"), Field("verdict", Maybe(VERDICT))), "fall"
)
OVERTURNED = Record(
    Overturned,
    (Field("without", IDS, "ids"), Field("at", DATE, "bound"), Field("verdict", Maybe(VERDICT))),
    "overturned",
)
UNMET = Record(Unmet, (Field("rule", TEXT), Field("sentence", TEXT), AT), "unmet")
EXPLANATION = Record(
    Explanation,
    (
        Field("id", TEXT),
        Field("kind", TEXT, missing=""),
        Field("name", TEXT, missing=""),
        Field("edge", Maybe(EDGE)),
        Field("side", Maybe(SIDE)),
        Field("at", DATE),
        Field("verdict", Maybe(VERDICT)),
        Field("holds_at", Maybe(LEVEL)),
        Field("preferred", WHY, "reason"),
        Field("others", Many(WHY)),
        Field("complete", Maybe(TRUTH), "known"),
        Field("independent", Many(IDS)),
        Field("hinges", IDS),
        Field("falls", Many(FALL)),
        Field("overturned_by", Many(IDS)),
        Field("overturned", Many(OVERTURNED)),
        Field("true_where", WHERE),
        Field("false_where", WHERE),
        Field("unmet", Many(UNMET)),
        Field("thresholds", Many(THRESHOLD)),
        Field("open_questions", Many(OPEN_QUESTION), "questions"),
    ),
    "explanation",
)
EXPLANATIONS = Field("explanations", Many(EXPLANATION))


class Arguments(Codec):
    """The document of what is explained, with the explanations."""

    def encode(self, value: Explained, scale: Scale) -> Json:
        told = _table(value.answer).encode(value.answer, scale)
        EXPLANATIONS.write(value, scale, told)
        return told

    def decode(self, json: Json, scale: Scale) -> Any:
        results = json.get("results")
        judged = isinstance(results, list) and any(isinstance(one, dict) and "verdict" in one for one in results)
        asked = json.get("asked")
        alone = isinstance(asked, dict) and asked.get("windows")
        table = CHECK if judged else WINDOWS if alone else INFERENCE
        told: dict[str, Any] = {"answer": table.decode(json, scale)}
        EXPLANATIONS.read(json, scale, told)
        return Explained(**told)

    def schema(self, shared: Shared) -> Schema:
        kinds = [table.schema(shared) for table in (INFERENCE, WINDOWS, CHECK)]
        for kind in kinds:
            for key, schema, _ in EXPLANATIONS.describe(shared):
                kind["properties"][key] = schema
                kind["required"].append(key)
        return {"anyOf": kinds}


def _table(answer: object) -> Record:
    return {"Check": CHECK, "Windows": WINDOWS}.get(type(answer).__name__, INFERENCE)


EXPLAINED = Arguments()


class _Nothing(Codec):
    """Whether nothing moves; null where a limit came first."""

    def encode(self, value: str, scale: Scale) -> Json:
        return {"nothing": True, "something": False, "unknown": None}[value]

    def decode(self, json: Json, scale: Scale) -> Any:
        raise Malformed("it follows from the rest and is not read")

    def schema(self, shared: Shared) -> Schema:
        return {"type": ["boolean", "null"]}


EFFECT = Record(
    Effect,
    (
        HEAD,
        AT,
        Field("what", TEXT),
        Field("certainty", Maybe(LEVEL), missing=None),
        Field("ids", IDS),
        Field("says", IDS),
        Field("yields", IDS),
        Field("set_aside", Many(SET_ASIDE)),
        Field("undercut", Many(UNDERCUT)),
        Derived("open_questions", Many(OPEN_QUESTION), lambda effect: ()),
        Derived("changes_nothing", _Nothing(), lambda effect: effect.moves),
        Field("without", Maybe(WITHOUT), "difference"),
        DIAGNOSTICS,
    ),
)
