"""The document of `chrono infer --compare`: rival readings side by side, the evidence as it stands first."""

from __future__ import annotations

from chrono.answers.rivals import Reading, Rivals
from chrono.documents.codec import IDS, LEVEL, TEXT, Field, Many, Pairs, Record
from chrono.documents.parts import DIAGNOSTICS, REPAIRED, STANDING, STATUS, VERDICT, Head

READING = Record(
    Reading,
    (
        Field("reading", TEXT, "label"),
        Field("status", STATUS),
        Field("windows", Many(STANDING)),
        Field("verdicts", Pairs(VERDICT)),
        Field("conflict", IDS),
        Field("admitted", LEVEL, rare=True),
        REPAIRED,
    ),
    "reading",
)
RIVALS = Record(Rivals, (Head(""), Field("readings", Many(READING)), DIAGNOSTICS))
