"""The document of `chrono infer --vary`: windows, and in how many runs each of their bounds holds."""

from __future__ import annotations

from chrono.answers.vary import Chance, Holds, Runs, Steadiness
from chrono.documents.codec import LEVEL, NUMBER, TEXT, Field, Many, Maybe, Record
from chrono.documents.parts import HEAD, TAIL, WINDOW

HOLDS = Record(Holds, (Field("earliest", Maybe(NUMBER)), Field("latest", Maybe(NUMBER))), "holds")
STEADINESS = Record(
    Steadiness,
    (
        Field("id", TEXT),
        Field("kind", TEXT),
        Field("name", TEXT),
        Field("start", WINDOW),
        Field("end", WINDOW),
        Field("start_holds", HOLDS),
        Field("end_holds", HOLDS),
    ),
    "steadiness",
)
CHANCE = Record(Chance, (Field("certainty", LEVEL), Field("percent", NUMBER)), "chance_left_out")
RUNS = Record(
    Runs,
    (
        HEAD,
        Field("runs", NUMBER),
        Field("seed", NUMBER),
        Field("done", NUMBER),
        Field("contradictory", NUMBER),
        Field("varied", NUMBER),
        Field("chances", Many(CHANCE)),
        Field("results", Many(STEADINESS)),
        *TAIL,
    ),
)
