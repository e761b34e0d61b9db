"""Windows of the same spans under several suppositions, one row each: by how certain evidence is, by reading.

Takes names with the two windows that hold under each, gives one picture without title or legend, for a page that says
what it shows; "" where no window has an end. The marks are those of a timeline.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from chrono.answers.common import Asked
from chrono.answers.infer import Bound
from chrono.drawing import layout, svg
from chrono.drawing.layout import NothingToDraw, Span, View
from chrono.engine.intervals import Window


@dataclass(frozen=True, slots=True)
class Supposed:
    """The windows of a span under a supposition: what the row is called, and what it stands below."""

    name: str
    kind: str
    start: Window
    end: Window
    group: str = ""


def draw(rows: Iterable[Supposed], asked: Asked, title: str, width: int) -> str:
    """The picture, its rows in the order in which they are given."""
    spans = [
        Span(one.name, one.kind, one.name, Bound(one.start), Bound(one.end), group=one.group, place=("", n))
        for n, one in enumerate(rows)
    ]
    try:
        found = layout.laid_out(asked, spans, View(width=width, order="file", every=True, numbered="none"))
    except NothingToDraw:
        return ""
    return svg.bare(found, title, width)
