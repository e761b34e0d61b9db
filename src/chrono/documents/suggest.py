"""The document of `chrono suggest`: cuts in steps of the unit, against `size` values in all."""

from __future__ import annotations

from chrono.answers.suggest import Suggestion, Suggestions
from chrono.documents.codec import COUNT, IDS, INTERVAL, TEXT, TRUTH, Field, Many, Maybe, Record
from chrono.documents.parts import (
    CLUSTERS,
    CONFLICT_IDS,
    CONFLICTS,
    DIAGNOSTICS,
    EDGE,
    HEAD,
    REPAIR_IDS,
    REPAIRED,
    REPAIRS,
    UNDER,
    WINDOW,
    Firmness,
)

SUGGESTION = Record(
    Suggestion,
    (Field("sentence", TEXT), Field("points", IDS), Field("certain", COUNT), Field("average", COUNT), Firmness(COUNT)),
    "suggestion",
)
SUGGESTIONS = Record(
    Suggestions,
    (
        HEAD,
        REPAIRED,
        CLUSTERS,
        Firmness(UNDER),
        Field("id", TEXT),
        Field("kind", TEXT, missing=""),
        Field("edge", EDGE),
        Field("window", Maybe(WINDOW)),
        Field("size", Maybe(COUNT, 0)),
        Field("suggestions", Many(SUGGESTION)),
        Field("histories", Maybe(COUNT, 0)),
        Field("exact", TRUTH),
        Field("horizon", Maybe(INTERVAL)),
        CONFLICT_IDS,
        CONFLICTS,
        REPAIR_IDS,
        REPAIRS,
        DIAGNOSTICS,
    ),
)
