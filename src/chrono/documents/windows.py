"""The document of `chrono infer --windows`: the windows of spans without their reasons, and where each is declared."""

from __future__ import annotations

from chrono.answers.windows import SpanWindows, Windows
from chrono.documents.codec import IDS, TEXT, Field, Many, Record
from chrono.documents.parts import AT, CLUSTERS, HEAD, REPAIRED, TAIL, UNDER, WINDOW, Firmness

SPAN = Record(
    SpanWindows,
    (
        Field("id", TEXT),
        Field("kind", TEXT),
        Field("name", TEXT),
        Field("authors", IDS),
        Field("refs", IDS, rare=True),
        Field("start", WINDOW),
        Field("end", WINDOW),
        AT,
        Firmness(UNDER),
    ),
    "span_windows",
)
WINDOWS = Record(Windows, (HEAD, REPAIRED, CLUSTERS, Field("results", Many(SPAN)), *TAIL))
