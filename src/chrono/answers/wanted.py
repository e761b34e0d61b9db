"""What `chrono timeline` was asked to draw besides the spans, in the words of the question. Values alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Order = Literal["start", "end", "name", "file"]
Grouping = Literal["kind", "tag", "author", "none"]
Numbers = Literal["documents", "all", "none"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is drawn besides the spans; dates as a person writes them."""

    first: str = ""
    last: str = ""
    at: tuple[str, ...] = ()
    width: int = 1120
    """In pixels; on a wider picture the axis has more labels."""
    order: Order = "start"
    group: Grouping = "none"
    numbers: Numbers = "documents"
    links: bool = False
    every: bool = False
    windows: bool = False
    """Whether the windows are drawn alone, before any reason is looked for."""


PLAIN = Wanted()
