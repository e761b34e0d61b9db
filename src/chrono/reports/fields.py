"""What JSON documents have in common: windows, reasons, premises, repairs, places, as plain mappings.

Takes results, gives mappings in a fixed order of keys. Dates are ISO 8601 in the proleptic Gregorian calendar, cut to
the unit of the chronology; an open bound is null.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from chrono import dates
from chrono.answers.common import Asked, Repair, Standing, Weighing
from chrono.answers.reasons import Case, Premise, Reason
from chrono.answers.thresholds import Threshold
from chrono.core.diagnostics import Place
from chrono.dates import Scale
from chrono.engine.intervals import Interval, Window
from chrono.reports import words
from chrono.reports.words import bounds

Document: TypeAlias = dict[str, Any]
"""What `json.dumps` takes: keys in the order they are printed."""

Certainties: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Versions:
    """What a document says of its own making: its schema, and the versions of the project and of the solver."""

    schema: str
    chrono: str
    z3: str


def head(asked: Asked, status: str, versions: Versions) -> Document:
    return {
        "schema": versions.schema,
        "chrono": versions.chrono,
        "z3": versions.z3,
        "inputs": f"sha256:{asked.inputs}",
        "status": status,
        "title": asked.chronology,
        "admitted": str(asked.admitted),
        "unit": asked.unit,
        # Of the dates in this document: days are Gregorian, months and years those of the chronology's calendar. What
        # dates in the files are read in, and people are answered in, is `declared_calendar`.
        "calendar": "gregorian" if asked.unit == "day" else asked.scale.own.name,
        "declared_calendar": asked.calendar,
        "events": asked.events,
        "evidence": asked.evidence,
        "asked": {"with": list(asked.laid_over), "without": list(asked.without), "set": dict(asked.settings)},
    }


def window(window: Window, scale: Scale) -> Document:
    earliest, latest = interval(bounds(window), scale)
    intervals = [interval(i, scale) for i in window.intervals]
    said = {"said": words.said(window, scale)} if words.otherwise(scale) else {}
    if window.proven:
        return {"earliest": earliest, "latest": latest, "intervals": intervals, **said}
    # A limit was reached: the bounds are true but may be wider than they need to be; `attained` was found possible.
    return {
        "earliest": earliest,
        "latest": latest,
        "intervals": [[earliest, latest]],
        "proven": False,
        "attained": intervals,
        **said,
    }


def interval(interval: Interval, scale: Scale) -> list[str | None]:
    return [dates.iso(step, scale) for step in interval]


def reason(reason: Reason, certainties: Certainties) -> Document:
    return {
        "ids": list(reason.ids),
        "premises": [_premise(p, certainties) for p in reason.premises],
        "steps": list(reason.steps),
        **({"cases": [_case(c) for c in reason.cases]} if reason.cases else {}),
    }


def _case(case: Case) -> Document:
    return {
        "of": case.of,
        "supposing": case.supposing,
        "steps": list(case.steps),
        "cases": [_case(c) for c in case.cases],
    }


def repair(found: Repair, scale: Scale, certainties: Certainties) -> Document:
    return {
        "given_up": list(found.given_up),
        "weight": found.weight,
        "premises": [_premise(p, certainties) for p in found.premises],
        "windows": [standing(s, scale) for s in found.windows],
    }


def standing(found: Standing, scale: Scale) -> Document:
    return {
        "id": found.id,
        "kind": found.kind,
        "name": found.name,
        "start": window(found.start, scale),
        "end": window(found.end, scale),
    }


def _premise(premise: Premise, certainties: Certainties) -> Document:
    return {
        "id": premise.id,
        "sentence": premise.sentence,
        "certainty": certainties.get(premise.id),
        "source": premise.citation or None,
        **place(premise.place),
    }


def place(place: Place) -> Document:
    return {"file": place.file or None, "line": place.line or None}


def weighing(weighing: Weighing) -> Document:
    return {
        "set_aside": [
            {"id": s.id, "why": s.why, "by": list(s.by), "sentence": s.sentence, **place(s.place)}
            for s in weighing.set_aside
        ],
        "undercut": [
            {
                "rule": u.rule,
                "premises": list(u.premises),
                "by": list(u.by),
                "held": u.held,
                "sentence": u.sentence,
                **place(u.place),
            }
            for u in weighing.undercut
        ],
        "open_questions": [
            {"sentence": q.sentence, "ids": list(q.ids), **place(q.place)} for q in weighing.open_questions
        ],
    }


def threshold(found: Threshold, scale: Scale) -> Document:
    return {
        "setting": found.setting,
        "unit": found.unit,
        "found": found.found,
        "both_ways": found.both_ways,
        "regions": [{"from": r.first, "to": r.last, "verdict": r.verdict} for r in found.regions],
        "stays_from": found.first,
        "stays_to": found.last,
        "settled_from": found.settled_from,
        "settled_at": dates.iso(found.settled_at, scale),
    }
