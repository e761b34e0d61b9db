"""Durations set against each other that cannot be, as steps of an argument: the same sum held from both sides.

Takes plain bounds with what they rest on, gives the two steps between which nothing is left, or nothing where there is
no such pair. It compares numbers; whether the argument holds is proven elsewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from chrono.answers.reasons import Step
from chrono.core.points import end_of, is_order, span_of, start_of
from chrono.dates import Scale
from chrono.engine.formulas import Constraint, Linear

OTHERWISE = "if it were otherwise"
"""The denial of what is argued for, which has no words of its own."""


def opposed(
    plain: Iterable[tuple[Linear, Constraint]], scale: Scale, sentence: Callable[[Constraint], str]
) -> tuple[Step, ...]:
    """What two bounds on the same sum say, the one of which leaves it less than the other asks for; the narrowest."""
    narrowest: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[int, Constraint]] = {}
    for bound, of in plain:
        sides = bound.plus, bound.minus
        if not bound.is_difference and (sides not in narrowest or bound.most < narrowest[sides][0]):
            narrowest[sides] = bound.most, of
    for (plus, minus), (most, of) in sorted(narrowest.items(), key=lambda one: one[0]):
        least, other = narrowest.get((minus, plus), (0, of))
        if (minus, plus) in narrowest and most + least < 0:
            halves = (Linear(plus, minus, most), of), (Linear(minus, plus, least), other)
            so = [f"{told}, so" if (told := sentence(by)) else f"{OTHERWISE}," for _, by in halves]
            words = [
                f"{start} in whole {scale.unit}s {summed(half, scale)}"
                for start, (half, _) in zip(so, halves, strict=True)
            ]
            words[1] += ", which cannot be as well"
            return tuple(Step(text, by=by.ids) for text, (_, by) in zip(words, halves, strict=True))
    return ()


def summed(bound: Linear, scale: Scale) -> str:
    """A bound on a sum with its points as durations where they pair: `duration(a) <= duration(b) - 1 year`."""
    plus, minus = Counter(bound.plus), Counter(bound.minus)
    left, right = _paired(plus, minus), _paired(minus, plus)
    left += sorted(plus.elements())
    right += sorted(minus.elements())
    count = f"{abs(bound.most)} {scale.unit if abs(bound.most) == 1 else scale.unit + 's'}"
    if not bound.most:
        return f"{' + '.join(left) or '0'} <= {' + '.join(right) or '0'}"
    if not right and bound.most > 0:
        return f"{' + '.join(left)} <= {count}"
    if not left and bound.most < 0:
        return f"{' + '.join(right)} >= {count}"
    return f"{' + '.join(left) or '0'} <= {' + '.join(right) or '0'} {'+' if bound.most > 0 else '-'} {count}"


def _paired(ends: Counter[str], starts: Counter[str]) -> list[str]:
    """The durations of which the end stands on the one side and the start on the other; they are taken away."""
    found: list[str] = []
    for span in sorted({span_of(point) for point in ends if not is_order(point)}):
        times = min(ends[end_of(span)], starts[start_of(span)])
        ends[end_of(span)] -= times
        starts[start_of(span)] -= times
        found += [f"duration({span})"] * times
    return found
