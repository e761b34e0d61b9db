"""`chrono conflicts` as a JSON document."""

from __future__ import annotations

from collections.abc import Iterable

from chrono.diagnostics import Diagnostic, in_order
from chrono.findings import Conflicts
from chrono.reporting.background import Background
from chrono.reporting.machine import Document, Versions, _head, _reason, _repair, _weighing


def document(answer: Conflicts, ground: Background, versions: Versions, warnings: Iterable[Diagnostic]) -> Document:
    """The document of `conflicts`: `complete` says whether all conflicts and all repairs are in it."""
    return {
        **_head(answer.asked, answer.status, versions),
        "by": answer.grain,
        "complete": answer.complete,
        "disjoint": answer.disjoint,
        "consistent_at": str(answer.consistent_at) if answer.consistent_at is not None else None,
        "conflicts": [list(c.ids) for c in answer.conflicts],
        "repairs": [list(r.given_up) for r in answer.repairs],
        "conflict_reasons": [_reason(c, ground.certainties) for c in answer.conflicts],
        "repair_windows": [_repair(r, answer.asked.unit, ground.certainties) for r in answer.repairs],
        **_weighing(answer.weighing),
        "diagnostics": [d.as_json() for d in in_order((*warnings, *answer.diagnostics))],
    }
