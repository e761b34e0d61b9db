"""The document of `chrono conflicts`: `complete` says whether all conflicts and all repairs are in it."""

from __future__ import annotations

from chrono.answers.conflicts import Conflicts
from chrono.documents.codec import COUNT, LEVEL, TRUTH, Choice, Field, Maybe, Record
from chrono.documents.parts import (
    CLUSTERS,
    CONFLICT_IDS,
    CONFLICTS,
    CULPRITS,
    DIAGNOSTICS,
    HEAD,
    REPAIR_IDS,
    REPAIRED,
    REPAIRS,
    WEIGHING,
)

CONFLICTING = Record(
    Conflicts,
    (
        HEAD,
        Field("by", Choice(("evidence", "inference", "rule", "source")), "grain"),
        Field("complete", TRUTH, "known"),
        Field("disjoint", COUNT),
        Field("consistent_at", Maybe(LEVEL)),
        Field("consistent_at_known", TRUTH, missing=True),
        CONFLICT_IDS,
        REPAIR_IDS,
        CONFLICTS,
        REPAIRS,
        CULPRITS,
        REPAIRED,
        CLUSTERS,
        WEIGHING,
        DIAGNOSTICS,
    ),
)
