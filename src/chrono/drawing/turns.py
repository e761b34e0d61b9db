"""At which values of a setting a verdict is which, on a line: where it turns is a hard edge.

Takes a threshold and the value that the setting has, gives SVG. The line begins at 0 and is drawn to scale; where that
would leave a stretch too narrow for its word, all stretches are equally wide, and the picture says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from chrono.answers.thresholds import Region, Threshold
from chrono.drawing.elements import FAINT, INK, element, line, picture, polygon, rectangle, width_of, words

MARGIN, BAR, TOP = 16.0, 18.0, 24.0
VERDICTS = {
    "entailed": ("#2b5f94", "#ffffff"),
    "refuted": ("#8a3a24", "#ffffff"),
    "undetermined": ("#dfe4e9", INK),
    "inconsistent": ("#6b6b6b", "#ffffff"),
}
"""Each verdict with its ground and its letters, whose contrast is at least 4.5 : 1; the word stands in it as well."""
OTHER = ("#ffffff", INK)


@dataclass(frozen=True, slots=True)
class _Stretch:
    region: Region
    left: float
    right: float


def draw(found: Threshold, now: int | None, said: str, width: int) -> str:
    """The picture; `said` says it in words, `now` is the value of the setting, None where that is no whole number of
    the threshold's unit. "" where the verdict is the same at every value, or not known."""
    if not found.known or len(found.regions) < 2:
        return ""
    stretches, to_scale = _placed(found, now, width)
    parts = [part for stretch in stretches for part in _stretch(stretch)]
    for before, after in pairwise(stretches):
        parts.append(line(after.left, TOP - 3, after.left, TOP + BAR + 3, INK, 1.4, class_="turn"))
        parts += _label(str(before.region.last), after.left - 4, "end")
        parts += _label(str(after.region.first), after.left + 4, "start")
    parts += _label("0", stretches[0].left, "start")
    unit = found.setting + f", in {found.unit}" + ("" if to_scale else "; not to scale")
    y = TOP + BAR + 30
    parts.append(words(unit, MARGIN, y, 10, FAINT))
    if (at := _at(stretches, now)) is not None:
        parts.append(polygon([(at - 5, TOP - 9), (at + 5, TOP - 9), (at, TOP - 1)], INK, class_="now"))
        told = f"as it stands: {now}"
        left = at + 9 + width_of(told, 10) > width - MARGIN
        parts.append(words(told, at - 9 if left else at + 9, TOP - 3, 10, text_anchor="end" if left else None))
    return picture(width, y + 10, f"{found.setting}: {said}", said, parts)


def _placed(found: Threshold, now: int | None, width: int) -> tuple[list[_Stretch], bool]:
    """Where each stretch lies, and whether that is to scale. The last goes on and ends in an arrow."""
    left, right = MARGIN, width - MARGIN - 10
    turns = [region.first for region in found.regions]
    most = max(turns[-1], now or 0)
    last = most + max(1, most // 3)
    edges = [left + (right - left) * turn / (last + 1) for turn in turns] + [right]
    needed = [width_of(region.verdict, 10.5) + 12 for region in found.regions]
    fits = all(b - a >= need for (a, b), need in zip(pairwise(edges), needed, strict=True))
    if not fits:
        edges = [left + (right - left) * n / len(turns) for n in range(len(turns) + 1)]
    return [_Stretch(region, *ends) for region, ends in zip(found.regions, pairwise(edges), strict=True)], fits


def _stretch(one: _Stretch) -> Iterator[str]:
    ground, letters = VERDICTS.get(one.region.verdict, OTHER)
    title = element("title", f"{one.region.verdict} from {one.region.first}" + _to(one.region))
    yield element(
        "g",
        title + rectangle(one.left, TOP, one.right - one.left, BAR, ground, stroke=INK, stroke_width="0.7"),
        class_="region",
    )
    if one.region.last is None:
        tip = [(one.right, TOP), (one.right + 10, TOP + BAR / 2), (one.right, TOP + BAR)]
        yield polygon(tip, ground, stroke=INK, stroke_width="0.7")
    yield words(one.region.verdict, (one.left + one.right) / 2, TOP + 13, 10.5, letters, text_anchor="middle")


def _to(region: Region) -> str:
    return " on" if region.last is None else f" to {region.last}"


def _label(text: str, x: float, anchor: str) -> Iterator[str]:
    yield words(text, x, TOP + BAR + 14, 10, FAINT, text_anchor=anchor)


def _at(stretches: list[_Stretch], now: int | None) -> float | None:
    """Where a value lies: in the middle of its own step."""
    for one in stretches:
        first, last = one.region.first, one.region.last
        if now is not None and first <= now and (last is None or now <= last):
            if last is None:
                # How far the line goes on after the last turn says nothing.
                return min(one.left + 12 + (now - first), one.right - 4)
            return one.left + (one.right - one.left) * (now - first + 0.5) / (last - first + 1)
    return None
