"""The names of points: the start and the end of each span, when an event could be known of, and a place in an order.

The one place where such names are built and taken apart; everywhere else a point is a name and no more. The grammar is
`EDGE(ID)`: `start(x)`, `end(x)`, `known(x)`, and `order(x)` on a scale of its own, with ids as core/ids.py has them.
"""

from __future__ import annotations

from sys import intern
from typing import Literal, TypeAlias

Edge: TypeAlias = Literal["start", "end"]
Side: TypeAlias = Literal["earliest", "latest"]
EDGES: tuple[Edge, Edge] = ("start", "end")
ENDS: tuple[Edge, Edge] = ("end", "start")
SIDES: tuple[Side, Side] = ("latest", "earliest")
"""What is argued of a span where nothing is chosen, in this order."""
_ORDER = "order"


def point_of(edge: str, span: str) -> str:
    """The name of a span's `start` or `end`, or of an event's `known`."""
    return intern(f"{edge}({span})")


def start_of(span: str) -> str:
    """The name of a span's first day."""
    return intern(f"start({span})")


def end_of(span: str) -> str:
    """The name of a span's last day."""
    return intern(f"end({span})")


def known_of(event: str) -> str:
    """The name of the first day on which an event could be known of."""
    return intern(f"known({event})")


def order_of(span: str) -> str:
    """The name of a span's place among those that came before and after it, on a scale that says nothing of dates."""
    return f"{_ORDER}({span})"


def is_order(point: str) -> bool:
    """Whether a point is a place in an order and no moment in time."""
    return point.startswith(f"{_ORDER}(")


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
