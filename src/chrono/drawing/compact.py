"""The compact picture of many spans: one hairline a span, and above them in how many spans each step may and must lie.

Takes a `Timeline` of any length, gives SVG. Both curves are proven bounds on the true count.
"""

from __future__ import annotations

from collections.abc import Iterator

from chrono.answers.timeline import Count, Row, Timeline
from chrono.answers.wording import bounds, plural
from chrono.drawing import legend
from chrono.drawing.elements import FAINT, element, line, number, picture, words
from chrono.drawing.legend import COLOURS
from chrono.drawing.svg import MARGIN, Field, axis, description, title_of
from chrono.engine.intervals import Interval

CURVES, GAP = 150.0, 26.0
HIGHEST, LEAST = 900.0, 0.4
"""How high all hairlines may be together, and how high each must be, in pixels."""


def draw(timeline: Timeline, width: int) -> str:
    """The picture, so many pixels wide."""
    field = Field(MARGIN + 40, width - MARGIN - 12, timeline.first, timeline.last)
    top = 58.0
    step = min(4.0, max(LEAST, HIGHEST / max(1, len(timeline.rows))))
    lines = top + CURVES + GAP
    bottom = lines + step * len(timeline.rows) + 6
    parts = [
        words(title_of(timeline), MARGIN, 26, 15, font_weight="bold"),
        words(f"{plural(len(timeline.rows), 'span')}, the earliest first", field.left, lines - 8, 10.5, FAINT),
        *axis(timeline.ticks, field, top, bottom),
        *_curves(timeline.counts, field, top),
        *_hairlines(timeline, field, lines, step),
    ]
    below, height = legend.draw(timeline, MARGIN, bottom + 34, width - 2 * MARGIN)
    return picture(width, height, title_of(timeline), description(timeline), [*parts, *below])


def _curves(found: tuple[Count, ...], field: Field, top: float) -> Iterator[str]:
    highest = max((count.may for count in found), default=0) or 1
    base = top + CURVES
    for shape, told in (("begun", "may"), ("must", "must")):
        path = [f"M{number(field.left)} {number(base)}"]
        for count in found:
            level = getattr(count, told)
            path.append(f"H{number(field.x(count.at))}V{number(base - CURVES * level / highest * 0.94)}")
        path.append(f"H{number(field.right)}V{number(base)}Z")
        yield element("path", d="".join(path), fill=COLOURS[shape], class_=told)  # type: ignore[index]
    yield line(field.left, base, field.right, base, FAINT)
    for level in sorted({highest, highest // 2} - {0}):
        y = base - CURVES * level / highest * 0.94
        yield line(field.left - 4, y, field.left, y, FAINT)
        yield words(str(level), field.left - 7, y + 4, 10, FAINT, text_anchor="end")
    yield words("how many may (light) and how many must (dark) be going on", field.left + 6, top + 12, 10.5, FAINT)


def _hairlines(timeline: Timeline, field: Field, top: float, step: float) -> Iterator[str]:
    """One path a colour: thousands of elements would take browsers a second each time."""
    thick = f"{min(2.4, max(step * 0.7, 0.35)):.2f}"
    may: list[str] = []
    must: list[str] = []
    for n, row in enumerate(timeline.rows):
        y = number(top + (n + 0.5) * step)
        for path, stretches in ((may, _may(row)), (must, [m.stretch for m in row.marks if m.shape == "must"])):
            for place in (field.span(first, last) for first, last in stretches):
                if place is not None:
                    path.append(f"M{number(place[0])} {y}h{number(max(place[1] - place[0], 0.8))}")
    for told, path in (("begun", may), ("must", must)):
        colour = COLOURS[told]  # type: ignore[index]
        yield element("path", d="".join(path), fill="none", stroke=colour, stroke_width=thick, class_=told)


def _may(row: Row) -> tuple[Interval, ...]:
    """All steps on which a span can have been going on: from where it may have begun to where it may have ended."""
    if any(mark.shape == "at" for mark in row.marks):
        return tuple(mark.stretch for mark in row.marks)
    return ((bounds(row.start)[0], bounds(row.end)[1]),)
