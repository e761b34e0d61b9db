"""Two answers set side by side: which windows and verdicts are not the same, and why.

A `Picture` is what one state of the evidence answers, drawn from a base or from a saved document; its reasons are
worked out only for what is found to differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from chrono.answers.common import Asked, Repair, Standing
from chrono.answers.difference import Difference, Shift, Turn
from chrono.answers.reasons import Reason
from chrono.arguments import judgement
from chrono.core.points import point_of
from chrono.dates import Scale
from chrono.engine.outcomes import Distance, Status
from chrono.model.chronology import Verdict
from chrono.questions.base import Base
from chrono.questions.conflicts import first_repairs, standings_of

Edge = Literal["start", "end"]
EDGES: tuple[Edge, ...] = ("start", "end")


@dataclass(frozen=True, slots=True)
class Picture:
    """What one state of the evidence answers."""

    label: str
    scale: Scale
    status: Status
    spans: Mapping[str, Standing]
    """Empty where the evidence contradicts itself."""
    verdicts: Mapping[str, tuple[str, Verdict]]
    """Hypothesis → its claim and the verdict."""
    bound: Callable[[str, Edge, Literal["earliest", "latest"]], Reason | None]
    """Why a span's bound is where it is."""
    verdict: Callable[[str], Reason | None]
    """Why a verdict is what it is."""
    asked: Asked | None = None
    conflicts: tuple[Reason, ...] = ()
    repairs: tuple[Repair, ...] = ()
    repaired: tuple[str, ...] = ()
    """What is given up where the evidence contradicts itself: the rest is what the picture is of."""

    @property
    def comparable(self) -> bool:
        """Whether it neither contradicts itself, nor was cut short before anything was known of its spans."""
        return self.status == "consistent" or (self.status == "unknown" and bool(self.spans)) or bool(self.repaired)


def picture(base: Base, label: str, *, strict: bool = True, like: tuple[str, ...] = ()) -> Picture:
    """The windows of every span and the verdicts on every hypothesis; where the evidence contradicts itself, of what
    the preferred repair leaves, or, where it is asked strictly, the contradiction alone. `like` is what another picture
    gives up: where that is as good a repair of this one, the same is given up."""
    if not strict and base.consistency == "inconsistent":
        from chrono.questions import repaired  # what only a contradiction needs

        found = repaired.repaired(base)
        if found is not None and like and (number := found.as_good(like)) is not None:
            found = repaired.repaired(base, number) or found
        conflicts, repairs = repaired.contradiction(base, found)
        if found is not None:
            left = picture(found.left, label)
            # What is expected to contradict itself does, whatever is given up for the rest.
            meant: dict[str, tuple[str, Verdict]] = {
                h.id: (h.claim.text, "inconsistent") for h in base.chronology.hypotheses if h.expect == "inconsistent"
            }
            return replace(
                left,
                status="inconsistent",
                asked=base.asked,
                verdicts={**left.verdicts, **meant},
                conflicts=conflicts,
                repairs=repairs,
                repaired=found.given_up,
            )
    status, conflicts = base.status()
    entries = base.chronology.entries if status == "consistent" else ()
    spans = {found.id: found for found in standings_of(base.explainer, entries)} if entries else {}
    claims = {h.id: base.claim(h.claim.claim) for h in base.chronology.hypotheses}
    # Where there was no time for a repair, what follows under one is not known.
    cut = not strict and status == "inconsistent" and base.limit.ended()
    verdicts: dict[str, tuple[str, Verdict]] = {
        h.id: (
            h.claim.text,
            "unknown" if cut and h.expect != "inconsistent" else judgement.verdict(base.solver, *claims[h.id]),
        )
        for h in base.chronology.hypotheses
    }
    known = all(w.proven for s in spans.values() for w in (s.start, s.end))
    if status == "consistent" and not (known and all(verdict != "unknown" for _, verdict in verdicts.values())):
        status = "unknown"

    def bound(id: str, edge: Edge, side: Literal["earliest", "latest"]) -> Reason | None:
        window = getattr(spans[id], edge)
        limit = window.least if side == "earliest" else window.most
        if limit is None or not window.proven:
            return None
        point = Distance(point_of(edge, id))
        return base.explainer.bound(point, **({"least": limit} if side == "earliest" else {"most": limit}))

    def verdict(id: str) -> Reason | None:
        return judgement.judge(base.solver, base.explainer, *claims[id])[1]

    repairs = first_repairs(base, conflicts)
    return Picture(
        label, base.chronology.scale, status, spans, verdicts, bound, verdict, base.asked, conflicts, repairs
    )


def difference(before: Picture, after: Picture, ids: tuple[str, ...] = ()) -> Difference:
    """What is not the same; of the named spans and hypotheses, or of all.

    Where one of the two contradicts itself it has no windows: then only that is told. What a limit kept from being
    known on either side is not told to differ.
    """
    wanted = frozenset(ids)
    both = before.comparable and after.comparable
    spans = sorted(before.spans.keys() | after.spans.keys()) if both else []
    shifts = [
        shift
        for id in spans
        if not wanted or id in wanted
        for edge in EDGES
        if (shift := _shift(before, after, id, edge)) is not None
    ]
    turns = [
        Turn(id, (new or old or ("",))[0], old[1] if old else None, new[1] if new else None, *_why(before, after, id))
        for id in sorted(before.verdicts.keys() | after.verdicts.keys())
        if not wanted or id in wanted
        if (old := before.verdicts.get(id)) != (new := after.verdicts.get(id))
        if "unknown" not in {verdict for found in (old, new) if found for verdict in found[1:]}
    ]
    explained = [*(_explained(shift) for shift in shifts), *(_argued(turn) for turn in turns)]
    return Difference(
        before.label,
        after.label,
        after.scale,
        _status(before, explained=all(was for was, _ in explained)),
        _status(after, explained=all(now for _, now in explained)),
        tuple(shifts),
        tuple(turns),
        after.asked,
        after.conflicts,
        after.repairs,
        repaired_before=before.repaired,
        repaired_after=after.repaired,
    )


def _status(told: Picture, *, explained: bool) -> Status:
    """A picture's status; unknown where a limit kept a reason back. A saved answer has the reasons that it has."""
    return "unknown" if told.status == "consistent" and told.asked and not explained else told.status


def _argued(turn: Turn) -> tuple[bool, bool]:
    """Whether no limit kept back why a verdict was what it was, and why it is what it is."""
    return (
        turn.before not in ("entailed", "refuted") or turn.was is not None,
        turn.after not in ("entailed", "refuted") or turn.now is not None,
    )


def _explained(shift: Shift) -> tuple[bool, bool]:
    """Why the sides of a window moved that did."""
    was, now = (window.hull if window else (None, None) for window in (shift.before, shift.after))
    sides = [side for side in (0, 1) if not (shift.before and shift.after) or was[side] != now[side]]
    before, after = (shift.was_earliest, shift.was_latest), (shift.now_earliest, shift.now_latest)
    return (
        all(was[side] is None or before[side] is not None for side in sides),
        all(now[side] is None or after[side] is not None for side in sides),
    )


def _shift(before: Picture, after: Picture, id: str, edge: Edge) -> Shift | None:
    old, new = before.spans.get(id), after.spans.get(id)
    was = getattr(old, edge) if old else None
    now = getattr(new, edge) if new else None
    if was == now or any(window is not None and not window.proven for window in (was, now)):
        return None
    there = new or old
    assert there is not None
    reasons: dict[str, Reason | None] = {}
    for side, end in (("earliest", "least"), ("latest", "most")):
        if was is None or now is None or getattr(was, end) != getattr(now, end):
            reasons[f"was_{side}"] = before.bound(id, edge, side) if was is not None else None  # type: ignore[arg-type]
            reasons[f"now_{side}"] = after.bound(id, edge, side) if now is not None else None  # type: ignore[arg-type]
    return Shift(id, there.kind, there.name, edge, was, now, **reasons)


def _why(before: Picture, after: Picture, id: str) -> tuple[Reason | None, Reason | None]:
    """The reasons of a verdict before and after; a contradiction is told once, not for each verdict."""
    return tuple(  # type: ignore[return-value]
        picture.verdict(id) if id in picture.verdicts and (picture.status == "consistent" or picture.repaired) else None
        for picture in (before, after)
    )
