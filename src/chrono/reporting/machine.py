"""Answers as JSON documents.

Takes results, gives plain mappings in a fixed order of keys, and their text. Dates are ISO 8601 in the proleptic
Gregorian calendar, astronomical years, cut to the unit of the chronology; an open bound is null. Fields are added
freely; a changed meaning raises the number in `schema`. Never writes anything.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from chrono import dates
from chrono.constraints import Premise
from chrono.diagnostics import Diagnostic, Place, in_order
from chrono.model import Unit
from chrono.reporting.background import Background
from chrono.reporting.words import bounds
from chrono.results import (
    Asked,
    Bound,
    Case,
    Check,
    Checked,
    Comparison,
    Inference,
    Interval,
    Level,
    Reason,
    Repair,
    SpanResult,
    Standing,
    Threshold,
    Weighing,
    Window,
)

Document: TypeAlias = dict[str, Any]
"""What `json.dumps` takes: keys in the order they are printed."""

Certainties: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Versions:
    """What a document says of its own making: its schema, and the versions of the project and of the solver."""

    schema: str
    chrono: str
    z3: str


def dumps(document: object) -> str:
    """The text of a document: two-space indent, any script as it is, one newline at the end."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def inference(answer: Inference, ground: Background, versions: Versions, warnings: Iterable[Diagnostic]) -> Document:
    """The document of `infer`, and of `explain` for a span."""
    return {
        **_head(answer.asked, answer.status, versions),
        "results": [_span(r, answer.asked.unit, ground.certainties) for r in answer.results],
        **_tail(answer, ground.certainties, warnings),
    }


def check(answer: Check, ground: Background, versions: Versions, warnings: Iterable[Diagnostic]) -> Document:
    """The document of `check`, and of `explain` for a hypothesis."""
    return {
        **_head(answer.asked, answer.status, versions),
        "results": [_checked(r, answer.asked.unit, ground.certainties) for r in answer.results],
        **_tail(answer, ground.certainties, warnings),
    }


def invalid(schema: str, chrono: str, diagnostics: Iterable[Diagnostic]) -> Document:
    """The document where there is no answer, only mistakes."""
    return {
        "schema": schema,
        "chrono": chrono,
        "status": "invalid",
        "results": [],
        "conflicts": [],
        "diagnostics": [d.as_json() for d in in_order(diagnostics)],
    }


def _head(asked: Asked, status: str, versions: Versions) -> Document:
    return {
        "schema": versions.schema,
        "chrono": versions.chrono,
        "z3": versions.z3,
        "inputs": f"sha256:{asked.inputs}",
        "status": status,
        "title": asked.chronology,
        "admitted": str(asked.admitted),
        "unit": asked.unit,
        # Of the dates in this document; what dates in the files are read in is `declared_calendar`.
        "calendar": "gregorian",
        "declared_calendar": asked.calendar,
        "events": asked.events,
        "evidence": asked.evidence,
        "asked": {"with": list(asked.laid_over), "without": list(asked.without), "set": dict(asked.settings)},
    }


def _tail(answer: Inference | Check, certainties: Certainties, warnings: Iterable[Diagnostic]) -> Document:
    return {
        "conflicts": [list(c.ids) for c in answer.conflicts],
        "conflict_reasons": [_reason(c, certainties) for c in answer.conflicts],
        "repairs": [list(r.given_up) for r in answer.repairs],
        "repair_windows": [_repair(r, answer.asked.unit, certainties) for r in answer.repairs],
        **_weighing(answer.weighing),
        "diagnostics": [d.as_json() for d in in_order((*warnings, *answer.diagnostics))],
    }


def _span(result: SpanResult, unit: Unit, certainties: Certainties) -> Document:
    return {
        "id": result.id,
        "kind": result.kind,
        "name": result.name,
        "authors": list(result.authors),
        "start": _bound(result.start, unit),
        "end": _bound(result.end, unit),
        "duration": _duration(result.duration),
        "levels": [_level(level, unit) for level in result.levels],
        "compare": [_comparison(c, unit, result.end.window.proven) for c in result.comparisons],
        "reasons": {"start": _reasons(result.start, certainties), "end": _reasons(result.end, certainties)},
    }


def _window(window: Window, unit: Unit) -> Document:
    earliest, latest = _interval(bounds(window), unit)
    intervals = [_interval(i, unit) for i in window.intervals]
    if window.proven:
        return {"earliest": earliest, "latest": latest, "intervals": intervals}
    # A limit was reached: the bounds are true but may be wider than they need to be; `attained` is certainly possible.
    return {
        "earliest": earliest,
        "latest": latest,
        "intervals": [[earliest, latest]],
        "proven": False,
        "attained": intervals,
    }


def _interval(interval: Interval, unit: Unit) -> list[str | None]:
    return [dates.iso(step, unit) for step in interval]


def _bound(bound: Bound, unit: Unit) -> Document:
    because = {
        "earliest": list(bound.earliest.ids) if bound.earliest else [],
        "latest": list(bound.latest.ids) if bound.latest else [],
    }
    return {**_window(bound.window, unit), "because": because}


def _duration(window: Window) -> Document:
    least, most = bounds(window)
    if window.proven:
        return {"min": least, "max": most, "intervals": [list(i) for i in window.intervals]}
    return {"min": least, "max": most, "intervals": [[least, most]], "proven": False}


def _level(level: Level, unit: Unit) -> Document:
    return {"at_least": str(level.at_least), "start": _window(level.start, unit), "end": _window(level.end, unit)}


def _comparison(comparison: Comparison, unit: Unit, measured: bool) -> Document:
    # Where the latest end is not known for certain there is nothing to measure from.
    least, most = (comparison.least, comparison.most) if measured else (None, None)
    return {
        "to": comparison.to,
        "name": comparison.name,
        "verdict": comparison.verdict,
        "min_days": least if unit == "day" else None,
        "max_days": most if unit == "day" else None,
        "min": (comparison.least_said or None) if measured else None,
        "max": (comparison.most_said or None) if measured else None,
        "min_steps": least,
        "max_steps": most,
    }


def _reasons(bound: Bound, certainties: Certainties) -> Document:
    return {
        "earliest": _reason(bound.earliest, certainties) if bound.earliest else None,
        "latest": _reason(bound.latest, certainties) if bound.latest else None,
    }


def _reason(reason: Reason, certainties: Certainties) -> Document:
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


def _repair(found: Repair, unit: Unit, certainties: Certainties) -> Document:
    return {
        "given_up": list(found.given_up),
        "premises": [_premise(p, certainties) for p in found.premises],
        "windows": [_standing(s, unit) for s in found.windows],
    }


def _standing(found: Standing, unit: Unit) -> Document:
    return {
        "id": found.id,
        "kind": found.kind,
        "name": found.name,
        "start": _window(found.start, unit),
        "end": _window(found.end, unit),
    }


def _premise(premise: Premise, certainties: Certainties) -> Document:
    return {
        "id": premise.id,
        "sentence": premise.sentence,
        "certainty": certainties.get(premise.id),
        "source": premise.citation or None,
        **_place(premise.place),
    }


def _place(place: Place) -> Document:
    return {"file": place.file or None, "line": place.line or None}


def _weighing(weighing: Weighing) -> Document:
    return {
        "set_aside": [
            {"id": s.id, "why": s.why, "by": list(s.by), "sentence": s.sentence, **_place(s.place)}
            for s in weighing.set_aside
        ],
        "undercut": [
            {
                "rule": u.rule,
                "premises": list(u.premises),
                "by": list(u.by),
                "held": u.held,
                "sentence": u.sentence,
                **_place(u.place),
            }
            for u in weighing.undercut
        ],
        "open_questions": [
            {"sentence": q.sentence, "ids": list(q.ids), **_place(q.place)} for q in weighing.open_questions
        ],
    }


def _threshold(found: Threshold, unit: Unit) -> Document:
    return {
        "setting": found.setting,
        "unit": found.unit,
        "found": found.found,
        "regions": [{"from": r.first, "to": r.last, "verdict": r.verdict} for r in found.regions],
        "stays_from": found.first,
        "stays_to": found.last,
        "settled_from": found.settled_from,
        "settled_at": dates.iso(found.settled_at, unit),
    }


def _checked(result: Checked, unit: Unit, certainties: Certainties) -> Document:
    return {
        "id": result.id,
        "claim": result.claim,
        "expect": result.expect,
        "verdict": result.verdict,
        "ok": result.ok,
        "because": list(result.reason.ids) if result.reason else [],
        "reason": _reason(result.reason, certainties) if result.reason else None,
        "why": result.why or None,
        "severity": result.severity,
        "tags": list(result.tags),
        "windows": {point: _window(window, unit) for point, window in result.windows},
        "sharper_than_recorded": list(result.sharper),
        "variations": [
            {"under": v.said, "verdict": v.verdict, "ok": v.ok, "must_change": v.must_change} for v in result.variations
        ],
        "thresholds": [_threshold(t, unit) for t in result.thresholds],
        **_place(result.place),
    }
