"""The document of `chrono weigh`: chances as decimals to six places, rounded outward, and as exact fractions."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import get_args

from chrono.answers.weigh import Inputs, Needs, Weighed, Weighings
from chrono.dates import Scale
from chrono.documents.codec import (
    COUNT,
    TEXT,
    TRUTH,
    Choice,
    Codec,
    Derived,
    Few,
    Field,
    Json,
    Malformed,
    Many,
    Maybe,
    Plain,
    Record,
    Schema,
    Shared,
    Within,
)
from chrono.documents.parts import CONFLICT_IDS, CONFLICTS, DIAGNOSTICS, HEAD, PLACE, VERDICT
from chrono.model.chances import Range, Together

SIX = 10**6
LONGEST = 10_000
"""Characters of a fraction that is read: the arithmetic of a weighing gives far fewer."""


class Exact(Codec):
    """A chance as a fraction, such as `5/9`."""

    def encode(self, value: Fraction, scale: Scale) -> Json:
        """Numerator and denominator in lowest terms; a whole number by itself."""
        return str(value)

    def decode(self, json: Json, scale: Scale) -> Fraction:
        """The fraction; raises `Malformed`."""
        try:
            if isinstance(json, str) and len(json) <= LONGEST and str(found := Fraction(json)) == json:
                return found
        except (ValueError, ZeroDivisionError):
            pass
        raise Malformed(f"{json!r} is no fraction in lowest terms" if len(repr(json)) < 60 else "this is no fraction")

    def schema(self, shared: Shared) -> Schema:
        """A text of digits."""
        return {"type": "string", "pattern": "^[0-9]+(/[1-9][0-9]*)?$"}


EXACT, DECIMAL = Exact(), Plain(float, "number")
RANGE, DECIMALS = Few((EXACT, EXACT)), Few((DECIMAL, DECIMAL))


def decimals(found: Range | None) -> tuple[float, float] | None:
    """A range of chances to six places, the least rounded down and the greatest up."""
    return None if found is None else (floor(found[0] * SIX) / SIX, ceil(found[1] * SIX) / SIX)


def _side(number: int) -> Derived:
    def side(weighed: Weighed) -> float | None:
        told = decimals(weighed.chances)
        return None if told is None else told[number]

    return Derived(("least", "most")[number], Maybe(DECIMAL), side)


INPUTS = Record(
    Inputs,
    (
        Field("told", RANGE),
        Field("together", Choice(get_args(Together))),
        Field("all_silenced", EXACT),
        Field("prior", PLACE),
    ),
    "inputs",
)
NEEDS = Record(
    Needs,
    (Field("chance", EXACT), Field("of", TEXT), Field("at_least", Maybe(EXACT)), Field("ceiling", Maybe(EXACT))),
    "needs",
)
WEIGHED = Record(
    Weighed,
    (
        Field("id", Maybe(TEXT, "")),
        Field("claim", TEXT),
        Field("proven", VERDICT),
        _side(0),
        _side(1),
        Field("exact", Maybe(RANGE), of="chances"),
        Derived("before", Maybe(DECIMALS), lambda weighed: decimals(weighed.before)),
        Field("before_exact", Maybe(RANGE), of="before"),
        Within("inputs", (Field("least", Maybe(INPUTS), of="least_at"), Field("most", Maybe(INPUTS), of="most_at"))),
        Field("needs", Maybe(NEEDS)),
        Field("bounded", TRUTH),
        Field("asked", Maybe(TEXT, "")),
        Derived("met", Maybe(TRUTH), lambda weighed: weighed.met),
    ),
    "weighed",
)
WEIGHINGS = Record(
    Weighings,
    (
        HEAD,
        Field("rule", TEXT),
        Field("of", TEXT),
        Field("passed_over", COUNT),
        Field("chances", Many(PLACE), of="places"),
        Field("results", Many(WEIGHED)),
        CONFLICT_IDS,
        CONFLICTS,
        DIAGNOSTICS,
    ),
)
