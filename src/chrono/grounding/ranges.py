"""Either/ors that are one stretch: of one point, or of a span that lasts one step, alternatives that lie side by side.

Takes a formula, gives one that says the very same with fewer alternatives: `[1124..1128]` is an either/or of five
years, and in `unit: year` no more than bounds. Steps are whole, so that two stretches of which the one begins where the
other ended are one. What says less, or says it of more points, stays as it is.
"""

from __future__ import annotations

from math import inf

from chrono.core.points import edge_and_span, end_of, start_of
from chrono.engine.formulas import AllOf, AnyOf, Formula, Linear, at_least, at_most, both, either, no_later

_Box = dict[str, tuple[float, float]]
"""Points, each from and to which step."""


def joined(formula: Formula) -> Formula:
    """The formula, with alternatives joined that lie side by side; of exceptions, which must all be met, likewise."""
    if isinstance(formula, AnyOf) and len(formula.parts) > 1:
        return _union(formula)
    if isinstance(formula, AllOf) and any(isinstance(part, AnyOf) for part in formula.parts):
        return _gaps(formula)
    return formula


def _union(formula: AnyOf) -> Formula:
    read = [_box(part) for part in formula.parts]
    boxes = [box for box in read if box is not None]
    points = sorted({point for box in boxes for point in box})
    if len(boxes) < len(read) or len(points) not in (1, 2):
        return formula
    if len(points) == 1:
        stretches = [box[points[0]] for box in boxes]
    else:
        _, span = edge_and_span(points[0])
        if points != [end_of(span), start_of(span)]:
            return formula
        at_once = [_at_once(box, part, span) for box, part in zip(boxes, formula.parts, strict=True)]
        stretches = [stretch for stretch in at_once if stretch is not None]
    whole = _together(stretches)
    if len(whole) == len(formula.parts):
        return formula
    if len(points) == 1:
        return either(*(_within(points[0], points[0], stretch) for stretch in whole))
    others = [part for part, stretch in zip(formula.parts, at_once, strict=True) if stretch is None]
    if len(others) + len(whole) == len(formula.parts):
        return formula
    last, first = points
    return either(*others, *(both(_within(first, last, stretch), no_later(last, first)) for stretch in whole))


def _gaps(formula: AllOf) -> Formula:
    """What must all be met, where either/ors that each leave out a stretch of one point are one if they are side by
    side."""
    left: dict[str, list[tuple[float, float]]] = {}
    others: list[Formula] = []
    for part in formula.parts:
        gap = _gap(part)
        if gap is None:
            others.append(part)
        else:
            left.setdefault(gap[0], []).append(gap[1])
    whole = {point: _together(gaps) for point, gaps in left.items()}
    if sum(map(len, whole.values())) == sum(map(len, left.values())):
        return formula
    between = [
        AnyOf((at_most(point, int(first) - 1), at_least(point, int(last) + 1)))
        for point, gaps in whole.items()
        for first, last in gaps
    ]
    return both(*others, *between)


def _gap(part: Formula) -> tuple[str, tuple[float, float]] | None:
    """The point and the stretch that an either/or of two bounds leaves out; None of any other."""
    if not isinstance(part, AnyOf) or len(part.parts) != 2:
        return None
    before, after = (_box(one) for one in part.parts)
    if before is None or after is None or before.keys() != after.keys() or len(before) != 1:
        return None
    ((point, (least, last)),) = before.items()
    first, most = after[point]
    return (point, (last + 1, first - 1)) if least == -inf and most == inf and last < first - 1 else None


def _box(formula: Formula) -> _Box | None:
    """What a formula says of each of its points alone; that an end is not after its start is left to `_at_once`. None
    where it says more."""
    found: _Box = {}
    for part in formula.parts if isinstance(formula, AllOf) else (formula,):
        match part:
            case Linear((point,), (), most):
                least, known = found.get(point, (-inf, inf))
                found[point] = least, min(known, most)
            case Linear((), (point,), most):
                known, last = found.get(point, (-inf, inf))
                found[point] = max(known, -most), last
            case Linear((last_point,), (first_point,), 0) if _is_instant(last_point, first_point):
                for point in (last_point, first_point):
                    found.setdefault(point, (-inf, inf))
            case _:
                return None
    return found or None


def _is_instant(last: str, first: str) -> bool:
    return edge_and_span(last)[0] == "end" and first == start_of(edge_and_span(last)[1])


def _at_once(box: _Box, part: Formula, span: str) -> tuple[float, float] | None:
    """Where a span lies that has to last no longer than a step; None where it may last longer."""
    (first, until), (since, last) = box.get(start_of(span), (-inf, inf)), box.get(end_of(span), (-inf, inf))
    # A start is not after its end.
    since, until = max(since, first), min(until, last)
    parts = part.parts if isinstance(part, AllOf) else (part,)
    if no_later(end_of(span), start_of(span)) in parts:
        return since, until
    return (first, last) if first == last and since <= last and until >= first else None


def _together(stretches: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The stretches in their order, those joined that meet or lie side by side; none that are empty."""
    found: list[tuple[float, float]] = []
    for first, last in sorted(stretch for stretch in stretches if stretch[0] <= stretch[1]):
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return found


def _within(first: str, last: str, stretch: tuple[float, float]) -> Formula:
    bounds: list[Formula] = []
    if stretch[0] > -inf:
        bounds.append(at_least(first, int(stretch[0])))
    if stretch[1] < inf:
        bounds.append(at_most(last, int(stretch[1])))
    return both(*bounds)
