"""The documents of `chrono whatif` and `chrono diff`: what is not as before, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chrono.answers.difference import Difference, Shift, Turn
from chrono.dates import Scale
from chrono.documents.codec import (
    IDS,
    TEXT,
    Codec,
    Derived,
    Field,
    Json,
    Many,
    Maybe,
    Part,
    Record,
    Schema,
    Shared,
    Silent,
    Within,
)
from chrono.documents.parts import (
    CONFLICT_IDS,
    CONFLICTS,
    DIAGNOSTICS,
    EDGE,
    REPAIR_IDS,
    REPAIRS,
    STATUS,
    VERDICT,
    WHY,
    WINDOW,
    Head,
    written_in,
)

SHIFT = Record(
    Shift,
    (
        Field("id", TEXT),
        Field("kind", TEXT),
        Field("name", TEXT),
        Field("edge", EDGE),
        Field("before", Maybe(WINDOW)),
        Field("after", Maybe(WINDOW)),
        Within("was_because", (Field("earliest", WHY, "was_earliest"), Field("latest", WHY, "was_latest"))),
        Within("because", (Field("earliest", WHY, "now_earliest"), Field("latest", WHY, "now_latest"))),
    ),
    "shift",
)
TURN = Record(
    Turn,
    (
        Field("id", TEXT),
        Field("claim", TEXT),
        Field("before", Maybe(VERDICT)),
        Field("after", Maybe(VERDICT)),
        Field("was_because", WHY, "was"),
        Field("because", WHY, "now"),
    ),
    "turn",
)


def _repaired(state: str) -> Part:
    return Field("repaired", IDS, f"repaired_{state}", rare=True)


BOTH: tuple[Part, ...] = (
    Within("before", (Field("label", TEXT, "before"), Field("status", STATUS, "status_before"), _repaired("before"))),
    Within("after", (Field("label", TEXT, "after"), Field("status", STATUS, "status_after"), _repaired("after"))),
)
MOVED: tuple[Part, ...] = (Field("windows", Many(SHIFT)), Field("verdicts", Many(TURN)))
CONTRADICTION: tuple[Part, ...] = (CONFLICT_IDS, CONFLICTS, REPAIR_IDS, REPAIRS)


@dataclass(frozen=True, slots=True)
class Compared(Part):
    """What was asked, where the answer was worked out; of saved answers the status and the unit alone."""

    def write(self, value: Difference, scale: Scale, into: dict[str, Json]) -> None:
        if value.asked is not None:
            Head("status_after").write(value, scale, into)
            return
        into["status"] = value.status_after
        into["unit"] = value.scale.unit
        into["calendar"] = written_in(value.scale)
        into["declared_calendar"] = value.scale.calendar

    def read(self, json: Mapping[str, Json], scale: Scale, into: dict[str, Any]) -> None:
        into["scale"] = scale
        if "asked" in json:
            Head("").read(json, scale, into)

    def describe(self, shared: Shared) -> Iterator[tuple[str, Schema, bool]]:
        for key, schema, _ in Head().describe(shared):
            yield key, schema, key in ("status", "unit", "calendar", "declared_calendar")


def table(question: str) -> Codec:
    """The table of `whatif` or `diff`."""
    parts = (Silent("question", question), Compared(), *BOTH, *MOVED, *CONTRADICTION, DIAGNOSTICS)
    return Record(Difference, parts)


WHATIF, DIFF = table("whatif"), table("diff")
WITHOUT = Record(
    Difference,
    (
        Silent("scale"),
        Derived("status", STATUS, lambda difference: difference.status_after),
        *MOVED,
        *BOTH,
        *CONTRADICTION,
    ),
    "without",
)
"""What moves without a line of the files, asked in the same answer."""
