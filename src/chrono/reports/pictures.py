"""Timelines and arguments as pictures: SVG as it is, PNG made from it, and pages of HTML around it.

Takes an answer and a page, gives text or bytes. PNG is drawn by resvg, an extra; where it is missing `Missing` is
raised, which says how it is had.
"""

from __future__ import annotations

from typing import Any

from chrono.answers.explain import Explained
from chrono.answers.infer import Inference
from chrono.answers.timeline import Timeline
from chrono.drawing import layout
from chrono.drawing import orders as orders_drawing
from chrono.drawing import stairs as stairs_drawing
from chrono.drawing import svg as svg_drawing
from chrono.drawing.elements import quoted as escaped
from chrono.reports.html_page import whole_page
from chrono.reports.page import Page

INSTALL = "pip install 'chrono-dating[pictures]'"


class Missing(Exception):
    """Something is not installed that a format needs; the message says what, `help` how it is had."""

    def __init__(self, message: str, help: str) -> None:
        self.message, self.help = message, help
        super().__init__(message)


def svg(timeline: Timeline, page: Page) -> str:
    """The picture as SVG, with presentation attributes alone."""
    return svg_drawing.draw(timeline, page.pixels)


def stairs(explained: Explained, page: Page) -> str:
    """The arguments of an explanation as staircases on the time axis, as SVG."""
    return stairs_drawing.draw(explained, page.pixels)


def mermaid(answer: Inference | Explained, page: Page) -> str:
    """Who dates whom, as a graph for Mermaid."""
    return orders_drawing.mermaid(orders_drawing.orders(answer))


def dot(answer: Inference | Explained, page: Page) -> str:
    """Who dates whom, as a graph for Graphviz."""
    return orders_drawing.dot(orders_drawing.orders(answer))


def of_inference(answer: Inference) -> str:
    """The timeline of what `chrono infer` answers, as SVG, from the answer alone; "" where there is nothing to draw."""
    try:
        return svg_drawing.draw(layout.of_inference(answer, layout.View(width=960)), 960)
    except layout.NothingToDraw:
        return ""


def resvg() -> Any:
    """The library that draws PNG; raises `Missing`."""
    try:
        import resvg_py
    except ImportError:
        raise Missing("PNG is drawn by resvg, which is not installed", INSTALL) from None
    return resvg_py


def png(picture: str) -> bytes:
    """A picture in SVG as PNG, two pixels for each of its own; raises `Missing`."""
    return bytes(resvg().svg_to_bytes(svg_string=picture, zoom=2))


def page(timeline: Timeline, page: Page) -> str:
    """A page of HTML by itself: the picture, and below it the same in a table."""
    title = svg_drawing.title_of(timeline)
    return whole_page(title, f'<h1 class="unseen">{escaped(title)}</h1>\n{fragment(timeline, page)}', landscape=True)


def fragment(timeline: Timeline, page: Page) -> str:
    """The picture and the same in a table, as a fragment of HTML to be shown inside a page."""
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Span", "Kind", "When"))
    rows = "".join(
        f'<tr><th scope="row">{escaped(row.name)}</th><td>{escaped(row.kind)}</td>'
        f"<td>{'<br>'.join(map(escaped, row.said))}</td></tr>\n"
        for row in timeline.rows
    )
    picture = svg(timeline, page)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>\n{rows}</tbody></table>"
    return f"<figure>\n{picture}</figure>\n<details><summary>As a table</summary>\n{table}\n</details>\n"
