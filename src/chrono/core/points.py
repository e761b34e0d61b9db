"""The names of points in time: the start and the end of each span, and when an event could be known of.

The one place where such names are built and taken apart; everywhere else a point is a name and no more. The grammar is
`EDGE(ID)`: `start(x)`, `end(x)`, `known(x)`, with ids as core/ids.py has them.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

Edge: TypeAlias = Literal["start", "end"]
EDGES: tuple[Edge, Edge] = ("start", "end")


def point_of(edge: str, span: str) -> str:
    """The name of a span's `start` or `end`, or of an event's `known`."""
    return f"{edge}({span})"


def start_of(span: str) -> str:
    """The name of a span's first day."""
    return f"start({span})"


def end_of(span: str) -> str:
    """The name of a span's last day."""
    return f"end({span})"


def known_of(event: str) -> str:
    """The name of the first day on which an event could be known of."""
    return f"known({event})"


def edge_and_span(point: str) -> tuple[str, str]:
    """What a point is named from: `start`, `end` or `known`, and the id of the span."""
    edge, _, span = point.partition("(")
    return edge, span.removesuffix(")")


def span_of(point: str) -> str:
    """The id of the span that a point belongs to."""
    return edge_and_span(point)[1]


def in_span_order(point: str) -> tuple[str, bool]:
    """A key that sorts points by their span, the start first."""
    edge, span = edge_and_span(point)
    return span, edge != "start"
