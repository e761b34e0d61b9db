"""Answers as JSON documents.

Takes results, gives plain mappings in a fixed order of keys, and their text. Dates are ISO 8601 in the proleptic
Gregorian calendar, astronomical years, cut to the unit of the chronology; an open bound is null. Fields are added
freely; a changed meaning raises the number in `schema`. Never writes anything.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from chrono.answers.check import Check, Checked
from chrono.answers.infer import Bound, Comparison, Inference, Level, SpanResult
from chrono.core.diagnostics import Diagnostic, in_order
from chrono.dates import Scale
from chrono.engine.intervals import Window
from chrono.reports import fields
from chrono.reports.background import Background
from chrono.reports.fields import Certainties, Document, Versions
from chrono.reports.words import bounds

__all__ = ["Versions", "check", "dumps", "inference", "invalid"]


def dumps(document: object) -> str:
    """The text of a document: two-space indent, any script as it is, one newline at the end."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def inference(answer: Inference, ground: Background, versions: Versions, warnings: Iterable[Diagnostic]) -> Document:
    """The document of `infer`, and of `explain` for a span."""
    return {
        **fields.head(answer.asked, answer.status, versions),
        "results": [_span(r, answer.asked.scale, ground.certainties) for r in answer.results],
        **_tail(answer, ground.certainties, warnings),
    }


def check(answer: Check, ground: Background, versions: Versions, warnings: Iterable[Diagnostic]) -> Document:
    """The document of `check`, and of `explain` for a hypothesis."""
    return {
        **fields.head(answer.asked, answer.status, versions),
        "results": [_checked(r, answer.asked.scale, ground.certainties) for r in answer.results],
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


def _tail(answer: Inference | Check, certainties: Certainties, warnings: Iterable[Diagnostic]) -> Document:
    return {
        "conflicts": [list(c.ids) for c in answer.conflicts],
        "conflict_reasons": [fields.reason(c, certainties) for c in answer.conflicts],
        "repairs": [list(r.given_up) for r in answer.repairs],
        "repair_windows": [fields.repair(r, answer.asked.scale, certainties) for r in answer.repairs],
        **fields.weighing(answer.weighing),
        "diagnostics": [d.as_json() for d in in_order((*warnings, *answer.diagnostics))],
    }


def _span(result: SpanResult, scale: Scale, certainties: Certainties) -> Document:
    return {
        "id": result.id,
        "kind": result.kind,
        "name": result.name,
        "authors": list(result.authors),
        "start": _bound(result.start, scale),
        "end": _bound(result.end, scale),
        "duration": _duration(result.duration),
        "levels": [_level(level, scale) for level in result.levels],
        "compare": [_comparison(c, scale, result.end.window.proven) for c in result.comparisons],
        "reasons": {"start": _reasons(result.start, certainties), "end": _reasons(result.end, certainties)},
    }


def _bound(bound: Bound, scale: Scale) -> Document:
    because = {
        "earliest": list(bound.earliest.ids) if bound.earliest else [],
        "latest": list(bound.latest.ids) if bound.latest else [],
    }
    return {**fields.window(bound.window, scale), "because": because}


def _duration(window: Window) -> Document:
    least, most = bounds(window)
    if window.proven:
        return {"min": least, "max": most, "intervals": [list(i) for i in window.intervals]}
    return {"min": least, "max": most, "intervals": [[least, most]], "proven": False}


def _level(level: Level, scale: Scale) -> Document:
    return {
        "at_least": str(level.at_least),
        "start": fields.window(level.start, scale),
        "end": fields.window(level.end, scale),
    }


def _comparison(comparison: Comparison, scale: Scale, measured: bool) -> Document:
    # Where the latest end is not known for certain there is nothing to measure from.
    least, most = (comparison.least, comparison.most) if measured else (None, None)
    return {
        "to": comparison.to,
        "name": comparison.name,
        "verdict": comparison.verdict,
        "min_days": least if scale.unit == "day" else None,
        "max_days": most if scale.unit == "day" else None,
        "min": (comparison.least_said or None) if measured else None,
        "max": (comparison.most_said or None) if measured else None,
        "min_steps": least,
        "max_steps": most,
    }


def _reasons(bound: Bound, certainties: Certainties) -> Document:
    return {
        "earliest": fields.reason(bound.earliest, certainties) if bound.earliest else None,
        "latest": fields.reason(bound.latest, certainties) if bound.latest else None,
    }


def _checked(result: Checked, scale: Scale, certainties: Certainties) -> Document:
    return {
        "id": result.id,
        "claim": result.claim,
        "expect": result.expect,
        "verdict": result.verdict,
        "ok": result.ok,
        "because": list(result.reason.ids) if result.reason else [],
        "reason": fields.reason(result.reason, certainties) if result.reason else None,
        "why": result.why or None,
        "severity": result.severity,
        "tags": list(result.tags),
        "windows": {point: fields.window(window, scale) for point, window in result.windows},
        "sharper_than_recorded": list(result.sharper),
        "variations": [
            {"under": v.said, "verdict": v.verdict, "ok": v.ok, "must_change": v.must_change} for v in result.variations
        ],
        "thresholds": [fields.threshold(t, scale) for t in result.thresholds],
        **fields.place(result.place),
    }
