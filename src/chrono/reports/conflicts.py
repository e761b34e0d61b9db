"""`chrono conflicts` as a JSON document."""

from __future__ import annotations

from collections.abc import Iterable

from chrono.answers.conflicts import Conflicts
from chrono.core.diagnostics import Diagnostic, in_order
from chrono.reports import fields
from chrono.reports.background import Background
from chrono.reports.fields import Document, Versions


def document(answer: Conflicts, ground: Background, versions: Versions, warnings: Iterable[Diagnostic]) -> Document:
    """The document of `conflicts`: `complete` says whether all conflicts and all repairs are in it."""
    return {
        **fields.head(answer.asked, answer.status, versions),
        "by": answer.grain,
        "complete": answer.complete,
        "disjoint": answer.disjoint,
        "consistent_at": str(answer.consistent_at) if answer.consistent_at is not None else None,
        "conflicts": [list(c.ids) for c in answer.conflicts],
        "repairs": [list(r.given_up) for r in answer.repairs],
        "conflict_reasons": [fields.reason(c, ground.certainties) for c in answer.conflicts],
        "repair_windows": [fields.repair(r, answer.asked.scale, ground.certainties) for r in answer.repairs],
        **fields.weighing(answer.weighing),
        "diagnostics": [d.as_json() for d in in_order((*warnings, *answer.diagnostics))],
    }
