"""What several documents have in common: places, windows, reasons, repairs, how evidence was weighed, what was asked.

Tables alone, of the values in `answers`; see codec.py for what they are made of. The order of the parts is the order of
the keys as they are printed. One long list, of which no part stands without the others: it is looked up, not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from chrono import dates
from chrono.answers.common import Asked, OpenQuestion, Repair, SetAside, Standing, Undercut, Weighing
from chrono.answers.contradictions import Cluster, Culprit, Judged, OtherRepair, Under
from chrono.answers.reasons import Case, Premise, Reason, Step
from chrono.answers.thresholds import Region, Threshold
from chrono.core.diagnostics import Diagnostic, Fix, Place, Severity, Span
from chrono.dates import Scale, Unit
from chrono.documents.codec import (
    COUNT,
    DATE,
    IDS,
    INTERVAL,
    LEVEL,
    NUMBER,
    SAID,
    TEXT,
    TRUTH,
    Choice,
    Codec,
    Derived,
    Few,
    Field,
    Flat,
    Json,
    Late,
    Malformed,
    Many,
    Maybe,
    Once,
    Pairs,
    Part,
    Record,
    Schema,
    Shared,
    Within,
    object_of,
)
from chrono.engine.intervals import Window
from chrono.engine.outcomes import Status
from chrono.model.chronology import Verdict

STATUS, VERDICT, UNIT = Choice(get_args(Status)), Choice(get_args(Verdict)), Choice(get_args(Unit))
EDGE, SIDE = Choice(("start", "end")), Choice(("earliest", "latest"))
SEVERITY = Choice(get_args(Severity))


class Digest(Codec):
    """The digest of the files, with the name of what counted it."""

    def encode(self, value: Any, scale: Scale) -> Json:
        return f"sha256:{value}"

    def decode(self, json: Json, scale: Scale) -> Any:
        if not isinstance(json, str) or not json.startswith("sha256:"):
            raise Malformed("the digest of the files is missing")
        return json.removeprefix("sha256:")

    def schema(self, shared: Shared) -> Schema:
        return {"type": "string", "pattern": "^sha256:"}


PLACE = Record(
    Place,
    (Field("file", SAID), Field("line", Maybe(COUNT, 0)), Field("column", Maybe(COUNT, 0), missing=0)),
)
"""Counted from 1; null where it is not known."""
AT = Flat("place", PLACE)


# -- windows


def otherwise(scale: Scale) -> bool:
    """Whether people are told days by other names than machines are."""
    return scale.unit == "day" and scale.own.name != "gregorian"


def said(window: Window, scale: Scale) -> str:
    """All stretches of a window in the chronology's calendar alone; of one that a limit cut short what holds it."""
    intervals = window.intervals if window.proven else (window.outer or (None, None),)
    return " or ".join(dates.say_bounds(first, last, scale, alone=True) for first, last in intervals)


@dataclass(frozen=True, slots=True)
class Values(Codec):
    """A window: its hull as two keys, and all its intervals.

    Where a limit was reached the hull is what is not excluded, `proven` is false, and `attained` is what was found
    possible.
    """

    least: str
    most: str
    ends: Few
    name: str
    dated: bool = True

    def encode(self, value: Window, scale: Scale) -> Json:
        intervals = [self.ends.encode(interval, scale) for interval in value.intervals]
        least, most = self.ends.encode(value.hull if value.proven else value.outer or (None, None), scale)
        told = {self.least: least, self.most: most, "intervals": intervals}
        if not value.proven:
            told |= {"intervals": [[least, most]], "proven": False, "attained": intervals}
        return told | ({"said": said(value, scale)} if self.dated and otherwise(scale) else {})

    def decode(self, json: Json, scale: Scale) -> Any:
        if not isinstance(json, dict):
            raise Malformed("there is no window")
        for key in (self.least, self.most, "intervals"):
            if key not in json:
                raise Malformed(f"the key '{key}' is missing")
        proven = json.get("proven", True)
        key = "intervals" if proven else "attained"
        try:
            intervals = Many(self.ends).decode(json.get(key, []), scale)
            outer = self.ends.decode([json[self.least], json[self.most]], scale)
        except Malformed as found:
            raise Malformed(found.message, (key, *found.path)) from None
        if not isinstance(proven, bool) or (proven and not intervals):
            raise Malformed("a window has intervals, and is proven or not")
        if proven:
            return Window(intervals)
        return Window(intervals, False, outer)

    def schema(self, shared: Shared) -> Schema:
        if self.name not in shared:
            end, interval = self.ends.of[0].schema(shared), self.ends.schema(shared)
            shared[self.name] = {
                "type": "object",
                "properties": {
                    self.least: end,
                    self.most: end,
                    "intervals": {"type": "array", "items": interval, "minItems": 1},
                    "proven": {"const": False, "description": "a limit was reached: true bounds, perhaps too wide"},
                    "attained": {"type": "array", "items": interval},
                }
                | ({"said": {"type": "string"}} if self.dated else {}),
                "required": [self.least, self.most, "intervals"],
            }
        return {"$ref": f"#/$defs/{self.name}"}


WINDOW = Once(Values("earliest", "latest", INTERVAL, "window"))
LENGTH = Once(Values("min", "max", Few((Maybe(NUMBER), Maybe(NUMBER))), "duration", dated=False))
"""Of a duration, in steps of the unit."""
WINDOWS = Pairs(WINDOW)
"""By point."""

STANDING = Record(
    Standing,
    (Field("id", TEXT), Field("kind", TEXT), Field("name", TEXT), Field("start", WINDOW), Field("end", WINDOW)),
    "standing",
)

# -- reasons

PREMISE = Once(
    Record(
        Premise,
        (
            Field("id", TEXT),
            Field("sentence", TEXT),
            Field("certainty", Maybe(LEVEL), missing=None),
            Field("source", SAID, "citation"),
            AT,
            Field("settings", Pairs(TEXT), rare=True),
        ),
        "premise",
    )
)
STEP = Once(
    Record(
        Step,
        (
            Field("point", Maybe(TEXT)),
            Field("side", Maybe(SIDE)),
            Field("at", DATE),
            Field("by", IDS),
            Field("words", TEXT),
        ),
        "step",
    )
)
CHAIN = Field("chain", Many(STEP), missing=())
STEPS = Derived("steps", Many(TEXT), lambda value: value.steps)
RESTING = Once(IDS)
"""Of both ends of a span mostly the same."""
CASE: Record = Record(
    Case,
    (
        Field("of", TEXT),
        Field("supposing", TEXT),
        STEPS,
        CHAIN,
        Field("cases", Many(Late(lambda: CASE))),
    ),
    "case",
)
REASON = Record(
    Reason,
    (
        Field("ids", RESTING),
        Field("premises", Once(Many(PREMISE))),
        STEPS,
        CHAIN,
        Field("points", RESTING, missing=()),
        Field("cases", Many(CASE), rare=True),
    ),
    "reason",
)
WHY = Maybe(REASON)

# -- what contradicts itself

REPAIR = Record(
    Repair,
    (
        Field("given_up", IDS),
        Field("weight", NUMBER, missing=0),
        Field("premises", Many(PREMISE)),
        Field("windows", Many(STANDING)),
    ),
    "repair",
)
CONFLICT_IDS = Derived("conflicts", Many(IDS), lambda answer: [reason.ids for reason in answer.conflicts])
CONFLICTS = Field("conflict_reasons", Many(REASON), "conflicts")
REPAIR_IDS = Derived("repairs", Many(IDS), lambda answer: [repair.given_up for repair in answer.repairs])
REPAIRS = Field("repair_windows", Many(REPAIR), "repairs")

OTHER_REPAIR = Record(
    OtherRepair,
    (
        Field("repair", COUNT, "number"),
        Field("given_up", IDS),
        Field("kept", IDS, rare=True),
        Field("dearer", TRUTH, rare=True),
        Field("premises", Many(PREMISE)),
    ),
    "other_repair",
)
CLUSTER = Record(
    Cluster,
    (
        Field("given_up", IDS),
        Field("premises", Many(PREMISE)),
        Field("conflicts", Many(IDS)),
        Field("reason", WHY),
        Field("others", Many(OTHER_REPAIR)),
        Field("complete", TRUTH, "known"),
        Field("as_cheap", TRUTH, "cheap", missing=False),
        Field("all", TRUTH, "whole", missing=False),
    ),
    "cluster",
)
CLUSTERS = Field("clusters", Many(CLUSTER), rare=True)
CULPRITS = Field(
    "culprits",
    Many(
        Record(
            Culprit,
            (
                Field("id", TEXT),
                Field("stands_for", IDS),
                Field("premises", Many(PREMISE)),
            ),
            "culprit",
        )
    ),
    rare=True,
)
"""What stands in all conflicts that some things are given up for, those that most are given up for first."""
UNDER = Record(Under, (Field("repair", COUNT), Field("start", WINDOW), Field("end", WINDOW)), "under")
REPAIRED = Field("repaired", IDS, rare=True)


JUDGED = Record(Judged, (Field("repair", COUNT), Field("verdict", VERDICT)), "judged")


FIRM_AS = {"steady": "firm_as_certain", "cheap": "firm_as_cheap"}
"""What tells that something is firm under some of the repairs, by how it stands."""


class Firmness(Part):
    """Whether other repairs of contradictory evidence move a result, and what it is under each that does, where that is
    told: `firm` is null where it is not known of all, `firm_as_certain` is there where none that gives up nothing more
    certain moves it, `firm_as_cheap` where that is known only of those that give up no more by weight either."""

    def __init__(self, under: Codec | None = None) -> None:
        self.under = None if under is None else Many(under)

    def write(self, value: Any, scale: Scale, into: dict[str, Json]) -> None:
        if value.stands:
            moved = False if value.under else None
            known = {"firm": True, "steady": moved, "cheap": moved, "hangs": False, "unknown": None}
            into["firm"] = known[value.stands]
            if value.stands in FIRM_AS:
                into[FIRM_AS[value.stands]] = True
            if value.under and self.under is not None:
                into["under"] = self.under.encode(value.under, scale)

    def read(self, json: Mapping[str, Json], scale: Scale, into: dict[str, Any]) -> None:
        if "firm" in json:
            firm = Maybe(TRUTH).decode(json["firm"], scale)
            into["stands"] = "unknown" if firm is None else "firm" if firm else "hangs"
        for stands, key in FIRM_AS.items():
            if key in json:
                if TRUTH.decode(json[key], scale) is not True or into.get("stands") not in ("hangs", "unknown"):
                    raise Malformed("this is told only where it is so", (key,))
                into["stands"] = stands
        if "under" in json and self.under is not None:
            try:
                into["under"] = self.under.decode(json["under"], scale)
            except Malformed as found:
                raise Malformed(found.message, ("under", *found.path)) from None

    def describe(self, shared: Shared) -> Iterator[tuple[str, Schema, bool]]:
        yield "firm", Maybe(TRUTH).schema(shared), False
        for key in FIRM_AS.values():
            yield key, TRUTH.schema(shared), False
        if self.under is not None:
            yield "under", self.under.schema(shared), False


# -- how evidence was weighed

SET_ASIDE = Record(
    SetAside,
    (
        Field("id", TEXT),
        Field("why", Choice(("weak", "defeated", "undecided", "fails"))),
        Field("by", IDS),
        Field("sentence", TEXT),
        AT,
    ),
    "set_aside",
)
UNDERCUT = Record(
    Undercut,
    (
        Field("rule", TEXT),
        Field("premises", IDS),
        Field("by", IDS),
        Field("held", TRUTH),
        Field("sentence", TEXT),
        AT,
    ),
    "undercut",
)
OPEN_QUESTION = Record(OpenQuestion, (Field("sentence", TEXT), Field("ids", IDS), AT), "open_question")
WEIGHED = Record(
    Weighing,
    (
        Field("set_aside", Many(SET_ASIDE)),
        Field("undercut", Many(UNDERCUT)),
        Field("open_questions", Many(OPEN_QUESTION)),
    ),
)
WEIGHING = Flat("weighing", WEIGHED)

# -- settings

REGION = Record(
    Region, (Field("from", COUNT, "first"), Field("to", Maybe(COUNT), "last"), Field("verdict", VERDICT)), "region"
)
THRESHOLD = Record(
    Threshold,
    (
        Field("setting", TEXT),
        Field("unit", Choice(("days", "weeks", "months", "years"))),
        Field("found", TRUTH, "known"),
        Field("both_ways", TRUTH),
        Field("regions", Many(REGION)),
        Field("stays_from", Maybe(COUNT), "first"),
        Field("stays_to", Maybe(COUNT), "last"),
        Field("settled_from", Maybe(COUNT)),
        Field("settled_at", DATE),
    ),
    "threshold",
)

# -- mistakes


@dataclass(frozen=True, slots=True)
class Related(Codec):
    """Another place, with what is to be said of it."""

    def encode(self, value: tuple[Place, str], scale: Scale) -> Json:
        return PLACE.encode(value[0], scale) | {"message": value[1]}

    def decode(self, json: Json, scale: Scale) -> Any:
        place = PLACE.decode(json, scale)
        return place, TEXT.decode(json.get("message"), scale)

    def schema(self, shared: Shared) -> Schema:
        return object_of((*PLACE.parts, Field("message", TEXT)), shared)


_SPAN = Record(Span, tuple(Field(name, TEXT if name == "file" else COUNT) for name in Span._fields))
FIX = Record(Fix, (Flat("place", _SPAN), Field("text", TEXT), Field("title", TEXT)), "fix")
"""A mend as an edit: `text` in place of what stands from line and column to before end line and end column."""
DIAGNOSTIC = Record(
    Diagnostic,
    (
        Field("code", TEXT),
        Field("severity", SEVERITY),
        Field("message", TEXT),
        AT,
        Field("help", SAID),
        Field("fixes", Many(FIX), missing=()),
        Field("related", Many(Related())),
    ),
    "diagnostic",
)
DIAGNOSTICS = Field("diagnostics", Many(DIAGNOSTIC))

# -- what was asked


def written_in(scale: Scale) -> str:
    """The calendar that dates are written in: of days the Gregorian, of months and years their own."""
    return "gregorian" if scale.unit == "day" else scale.own.name


def _wanted() -> Codec:
    from chrono.documents.timeline import WANTED  # what no other document needs

    return WANTED


_FILES: tuple[Part, ...] = (Field("inputs", Digest()),)
_QUESTION: tuple[Part, ...] = (
    Field("title", TEXT, "chronology"),
    Field("admitted", LEVEL),
    Field("unit", UNIT),
    # Of the dates in this document: days are Gregorian, months and years those of the chronology's calendar. What dates
    # in the files are read in, and people are answered in, is `declared_calendar`.
    Derived("calendar", TEXT, lambda asked: written_in(asked.scale)),
    Field("declared_calendar", TEXT, "calendar"),
    Field("declared_admitted", Maybe(LEVEL), missing=None),
    Field("events", COUNT),
    Field("evidence", COUNT),
    Within(
        "asked",
        (
            Field("with", IDS, "laid_over"),
            Field("without", IDS),
            Field("set", Pairs(TEXT), "settings"),
            Field("changed", IDS, rare=True),
            Field("idle", IDS, rare=True),
            Field("ids", IDS, missing=()),
            Field("edges", Many(EDGE), rare=True),
            Field("sides", Many(SIDE), rare=True),
            Field("thresholds", IDS, rare=True),
            Field("windows", TRUTH, rare=True),
            Field("preferred", TRUTH, rare=True),
            Field("sensitivity", TRUTH, rare=True),
            Field("compare", IDS, "rivals", rare=True),
            Field("repair", COUNT, rare=True),
            Field("strict", TRUTH, rare=True),
            Field("drawn", Late(_wanted), rare=True),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Head(Part):
    """What was asked, and of which files, with the status in its midst; `status` names the field of the answer, ""
    where the answer has it from elsewhere."""

    status: str = "status"

    def write(self, value: Any, scale: Scale, into: dict[str, Json]) -> None:
        for part in _FILES:
            part.write(value.asked, scale, into)
        into["status"] = getattr(value, self.status or "status")
        for part in _QUESTION:
            part.write(value.asked, scale, into)

    def read(self, json: Mapping[str, Json], scale: Scale, into: dict[str, Any]) -> None:
        asked: dict[str, Any] = {}
        for part in (*_FILES, *_QUESTION):
            part.read(json, scale, asked)
        # An earlier version did not say what the files admit.
        asked["declared_admitted"] = asked["declared_admitted"] or asked["admitted"]
        into["asked"] = Asked(**asked)
        if self.status:
            Field("status", STATUS, self.status).read(json, scale, into)

    def describe(self, shared: Shared) -> Iterator[tuple[str, Schema, bool]]:
        for part in (*_FILES, Field("status", STATUS), *_QUESTION):
            yield from part.describe(shared)


HEAD = Head()
TAIL: tuple[Part, ...] = (CONFLICT_IDS, CONFLICTS, REPAIR_IDS, REPAIRS, WEIGHING, DIAGNOSTICS)


def question(asked: Asked) -> dict[str, Json]:
    """What was asked, and of which files, as documents begin with it."""
    told: dict[str, Json] = {}
    for part in (*_FILES, *_QUESTION):
        part.write(asked, asked.scale, told)
    return told
