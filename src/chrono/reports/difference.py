"""`chrono whatif` and `chrono diff` as a JSON document: before and after of what moved, with the reasons."""

from __future__ import annotations

from collections.abc import Iterable

from chrono.answers.difference import Difference, Shift, Turn
from chrono.answers.reasons import Reason
from chrono.core.diagnostics import Diagnostic, in_order
from chrono.dates import Scale
from chrono.reports import fields
from chrono.reports.fields import Certainties, Document, Versions


def document(
    answer: Difference, certainties: Certainties, versions: Versions, warnings: Iterable[Diagnostic]
) -> Document:
    """The document; `asked` and the counts stand in it where the answer was worked out and not read."""
    head: Document = {"schema": versions.schema, "chrono": versions.chrono, "z3": versions.z3}
    if answer.asked is not None:
        head = fields.head(answer.asked, answer.status_after, versions)
    return {
        **head,
        "status": answer.status_after,
        "unit": answer.scale.unit,
        "before": {"label": answer.before, "status": answer.status_before},
        "after": {"label": answer.after, "status": answer.status_after},
        "windows": [_shift(s, answer.scale, certainties) for s in answer.windows],
        "verdicts": [_turn(t, certainties) for t in answer.verdicts],
        "conflicts": [list(c.ids) for c in answer.conflicts],
        "conflict_reasons": [fields.reason(c, certainties) for c in answer.conflicts],
        "repairs": [list(r.given_up) for r in answer.repairs],
        "repair_windows": [fields.repair(r, answer.scale, certainties) for r in answer.repairs],
        "diagnostics": [d.as_json() for d in in_order((*warnings, *answer.diagnostics))],
    }


def _shift(shift: Shift, scale: Scale, certainties: Certainties) -> Document:
    return {
        "id": shift.id,
        "kind": shift.kind,
        "name": shift.name,
        "edge": shift.edge,
        "before": fields.window(shift.before, scale) if shift.before is not None else None,
        "after": fields.window(shift.after, scale) if shift.after is not None else None,
        "was_because": {
            "earliest": _why(shift.was_earliest, certainties),
            "latest": _why(shift.was_latest, certainties),
        },
        "because": {"earliest": _why(shift.now_earliest, certainties), "latest": _why(shift.now_latest, certainties)},
    }


def _turn(turn: Turn, certainties: Certainties) -> Document:
    return {
        "id": turn.id,
        "claim": turn.claim,
        "before": turn.before,
        "after": turn.after,
        "was_because": _why(turn.was, certainties),
        "because": _why(turn.now, certainties),
    }


def _why(reason: Reason | None, certainties: Certainties) -> Document | None:
    return fields.reason(reason, certainties) if reason is not None else None
