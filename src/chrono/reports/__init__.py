"""Reports: an answer in the form that somebody asked for, drawn from the answer alone, never from a solver.

`render` takes an answer, the name of a format and a page, and gives text. Which answer can be had in which format, and
by which function, stands in one table; a renderer is loaded when it is first asked for. To add a format, write a file
with a function of an answer and a page, and add its line to the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from chrono.reports.page import Page

RENDERERS: dict[tuple[str, str], str] = {
    ("Inference", "text"): "text.infer:screen",
    ("Inference", "mermaid"): "pictures:mermaid",
    ("Inference", "dot"): "pictures:dot",
    ("Inference", "overview"): "text.overview:screen",
    ("Inference", "page"): "html_table:page",
    ("Inference", "csv"): "tables:text",
    ("Windows", "text"): "text.overview:screen",
    ("Windows", "overview"): "text.overview:screen",
    ("Windows", "page"): "html_table:page",
    ("Runs", "text"): "text.vary:screen",
    ("Check", "text"): "text.check:screen",
    ("Check", "github"): "github:check",
    ("Check", "junit"): "junit:check",
    ("Check", "markdown"): "markdown:check",
    ("Explained", "text"): "text.explain:screen",
    ("Explained", "svg"): "pictures:stairs",
    ("Explained", "mermaid"): "pictures:mermaid",
    ("Explained", "dot"): "pictures:dot",
    ("Effect", "text"): "text.effect:screen",
    ("Conflicts", "text"): "text.conflicts:screen",
    ("Difference", "text"): "text.difference:screen",
    ("Suggestions", "text"): "text.suggest:screen",
    ("Weighings", "text"): "text.weigh:screen",
    ("Rivals", "text"): "text.rivals:screen",
    ("Timeline", "text"): "text.timeline:screen",
    ("Timeline", "svg"): "pictures:svg",
    ("Timeline", "html"): "pictures:fragment",
    ("Timeline", "page"): "pictures:page",
    ("Report", "page"): "html_report:page",
    ("Report", "markdown"): "html_report:markdown",
    ("Verification", "text"): "text.listing:verified",
    ("Validation", "text"): "text.listing:validated",
    ("Rules", "text"): "text.listing:rules",
    ("Sentences", "text"): "text.listing:vocabulary",
    ("Invalid", "text"): "text.listing:nothing",
    ("Invalid", "github"): "github:invalid",
    ("Invalid", "junit"): "junit:invalid",
    ("*", "json"): "json:document",
    ("*", "html"): "html:fragment",
}
"""By the class of the answer and the format, the function that renders it; `*` is any answer."""


def render(answer: Any, format: str, page: Page | None = None) -> str:
    """An answer in a format, as text that ends its last line; raises `KeyError` where it is not to be had in it."""
    kind = type(answer).__name__
    found = RENDERERS.get((kind, format)) or RENDERERS["*" if format in _ANY else kind, format]
    module, name = found.split(":")
    text: str = getattr(import_module(f"chrono.reports.{module}"), name)(answer, page or Page())
    return text


def pieces(answer: Any, format: str, page: Page | None = None) -> Iterator[str]:
    """What `render` gives, piece by piece where an answer may be large."""
    if format != "json":
        yield render(answer, format, page)
        return
    from chrono.reports import json

    yield from json.pieces(answer)


_ANY = {format for kind, format in RENDERERS if kind == "*"}


def formats(kind: str) -> tuple[str, ...]:
    """The formats in which answers of a class can be had, by the name of the class."""
    return tuple(format for name, format in RENDERERS if name in (kind, "*"))
