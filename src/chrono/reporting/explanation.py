"""What `chrono explain` adds to the document of `infer` or `check`: each bound or verdict, fully argued."""

from __future__ import annotations

from collections.abc import Iterable

from chrono import dates
from chrono.diagnostics import Diagnostic
from chrono.findings import Explained, Explanation
from chrono.model import Unit
from chrono.reporting import machine
from chrono.reporting.background import Background
from chrono.reporting.machine import Certainties, Document, Versions, _place, _reason, _threshold
from chrono.results import Inference


def document(answer: Explained, ground: Background, versions: Versions, warnings: Iterable[Diagnostic]) -> Document:
    """The document of `explain`: the answer explained, with `explanations`."""
    if isinstance(answer.answer, Inference):
        found = machine.inference(answer.answer, ground, versions, warnings)
    else:
        found = machine.check(answer.answer, ground, versions, warnings)
    unit = answer.asked.unit
    return {**found, "explanations": [_explanation(e, unit, ground.certainties) for e in answer.explanations]}


def _explanation(found: Explanation, unit: Unit, certainties: Certainties) -> Document:
    return {
        "id": found.id,
        "edge": found.edge,
        "side": found.side,
        "at": dates.iso(found.at, unit),
        "verdict": found.verdict,
        "holds_at": str(found.holds_at) if found.holds_at is not None else None,
        "preferred": _reason(found.reason, certainties) if found.reason else None,
        "others": [_reason(r, certainties) for r in found.others],
        "complete": found.complete,
        "independent": [list(ids) for ids in found.independent],
        "hinges": list(found.hinges),
        "falls": [{"without": f.id, "at": dates.iso(f.bound, unit), "verdict": f.verdict} for f in found.falls],
        "overturned_by": [list(ids) for ids in found.overturned_by],
        "unmet": [{"rule": u.rule, "sentence": u.sentence, **_place(u.place)} for u in found.unmet],
        "thresholds": [_threshold(t, unit) for t in found.thresholds],
        "open_questions": [{"sentence": q.sentence, "ids": list(q.ids), **_place(q.place)} for q in found.questions],
    }
