"""The document of `chrono infer --vary`: windows, and what runs with varied evidence make of each of their bounds."""

from __future__ import annotations

from typing import get_args

from chrono.answers.vary import Chance, Holds, Runs, Steadiness, Varied, Way
from chrono.documents.codec import DATE, LEVEL, NUMBER, TEXT, Choice, Field, Many, Record
from chrono.documents.parts import CLUSTERS, HEAD, REPAIRED, TAIL, WINDOW

WAY = Choice(get_args(Way))
HOLDS = Many(
    Record(
        Holds,
        (
            Field("by", WAY),
            Field("held", NUMBER),
            Field("least", DATE),
            Field("median", DATE),
            Field("most", DATE),
            Field("open", NUMBER),
        ),
        "holds",
    )
)
STEADINESS = Record(
    Steadiness,
    (
        Field("id", TEXT),
        Field("kind", TEXT),
        Field("name", TEXT),
        Field("start", WINDOW),
        Field("end", WINDOW),
        Field("start_earliest", HOLDS),
        Field("start_latest", HOLDS),
        Field("end_earliest", HOLDS),
        Field("end_latest", HOLDS),
    ),
    "steadiness",
)
VARIED = Record(
    Varied,
    (
        Field("by", WAY),
        Field("pieces", NUMBER),
        Field("done", NUMBER),
        Field("excluded", NUMBER),
        Field("contradictory", NUMBER),
    ),
    "varied",
)
CHANCE = Record(Chance, (Field("certainty", LEVEL), Field("percent", NUMBER)), "chance_of_varying")
RUNS = Record(
    Runs,
    (
        HEAD,
        REPAIRED,
        CLUSTERS,
        Field("runs", NUMBER),
        Field("seed", NUMBER),
        Field("vary_by", Many(WAY)),
        Field("varied", Many(VARIED)),
        Field("chances", Many(CHANCE)),
        Field("results", Many(STEADINESS)),
        *TAIL,
    ),
)
