"""What `chrono explain` adds to the document of `infer` or `check`: each bound or verdict, fully argued."""

from __future__ import annotations

from collections.abc import Iterable

from chrono import dates
from chrono.answers.explain import Explained, Explanation
from chrono.answers.infer import Inference
from chrono.core.diagnostics import Diagnostic
from chrono.dates import Scale
from chrono.reports import fields, machine
from chrono.reports.background import Background
from chrono.reports.fields import Certainties, Document, Versions


def document(answer: Explained, ground: Background, versions: Versions, warnings: Iterable[Diagnostic]) -> Document:
    """The document of `explain`: the answer explained, with `explanations`."""
    if isinstance(answer.answer, Inference):
        found = machine.inference(answer.answer, ground, versions, warnings)
    else:
        found = machine.check(answer.answer, ground, versions, warnings)
    scale = answer.asked.scale
    return {**found, "explanations": [_explanation(e, scale, ground.certainties) for e in answer.explanations]}


def _explanation(found: Explanation, scale: Scale, certainties: Certainties) -> Document:
    return {
        "id": found.id,
        "edge": found.edge,
        "side": found.side,
        "at": dates.iso(found.at, scale),
        "verdict": found.verdict,
        "holds_at": str(found.holds_at) if found.holds_at is not None else None,
        "preferred": fields.reason(found.reason, certainties) if found.reason else None,
        "others": [fields.reason(r, certainties) for r in found.others],
        "complete": found.complete,
        "independent": [list(ids) for ids in found.independent],
        "hinges": list(found.hinges),
        "falls": [{"without": f.id, "at": dates.iso(f.bound, scale), "verdict": f.verdict} for f in found.falls],
        "overturned_by": [list(ids) for ids in found.overturned_by],
        "overturned": [
            {"without": list(o.ids), "at": dates.iso(o.bound, scale), "verdict": o.verdict} for o in found.overturned
        ],
        "true_where": {point: fields.window(window, scale) for point, window in found.true_where},
        "false_where": {point: fields.window(window, scale) for point, window in found.false_where},
        "unmet": [{"rule": u.rule, "sentence": u.sentence, **fields.place(u.place)} for u in found.unmet],
        "thresholds": [fields.threshold(t, scale) for t in found.thresholds],
        "open_questions": [
            {"sentence": q.sentence, "ids": list(q.ids), **fields.place(q.place)} for q in found.questions
        ],
    }
