"""Vega-Lite: the windows of spans as a drawing that others can change, with its data in it.

Each window is a bar over the steps of the chronology's own calendar; gaps are left out, an open end is cut at the edge
of the drawing and flagged. Labels of the axis are dates in words, as a number of days says nothing.
https://vega.github.io/vega-lite/, version 6.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from chrono import dates
from chrono.answers.infer import SpanResult
from chrono.answers.material import Material
from chrono.answers.overview import in_order
from chrono.core.diagnostics import Diagnostic
from chrono.core.points import EDGES, Edge
from chrono.dates.scale import Scale
from chrono.drawing.axis import ticks
from chrono.engine.intervals import Interval, Window
from chrono.exchange.edtf import day_or_step
from chrono.exchange.exported import Choices, Exported, Inexpressible, asked_in_words, lost

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
SAID = {"start": "begun", "end": "finished"}
LABELS = 8
WIDTH, ROW = 640, 28
"""In pixels: of the drawing, and of a span in it."""
_COLOURS = {"begun": "#0072b2", "finished": "#d55e00"}


def write(material: Material, choices: Choices) -> Exported:
    """The drawing of the named spans; raises `Inexpressible` where nothing bounds any of them."""
    known = [step for result in material.results for interval in _all(result) for step in interval if step is not None]
    if not known:
        raise Inexpressible(Diagnostic("empty-selection", "there is no span with a window that anything bounds"))
    scale = material.asked.scale
    margin = max(1, (max(known) - min(known)) // 20)
    first, last = min(known) - margin, max(known) + margin
    results = in_order(material.results, "start")
    names = _names(results)
    rows = [row for result in results for row in _rows(result, names[result.id], first, last, scale)]
    losses = [
        lost(f"that the window of {result.id} may be narrower", material.entries[result.id].place, bears=True)
        for result in material.results
        if not (result.start.window.proven and result.end.window.proven)
    ]
    content = json.dumps(_drawing(material, rows, names, first, last), ensure_ascii=False, indent=2) + "\n"
    return Exported(content.encode(), tuple(losses))


def _all(result: SpanResult) -> Iterator[Interval]:
    for edge in EDGES:
        yield from _intervals(getattr(result, edge).window)


def _intervals(window: Window) -> tuple[Interval, ...]:
    return window.intervals if window.proven else ((window.outer or (None, None)),)


def _names(results: tuple[SpanResult, ...]) -> dict[str, str]:
    """What stands beside each row: the name, with the id where others are called so."""
    counts: dict[str, int] = {}
    for result in results:
        counts[result.name] = counts.get(result.name, 0) + 1
    return {r.id: r.name if counts[r.name] == 1 else f"{r.name} ({r.id})" for r in results}


def _rows(result: SpanResult, name: str, first: int, last: int, scale: Scale) -> Iterator[dict[str, Any]]:
    """The bars of a span: one for each stretch of its two windows."""
    for edge in EDGES:
        for low, high in _intervals(getattr(result, edge).window):
            yield {
                "id": result.id,
                "span": name,
                "kind": result.kind,
                "edge": SAID[edge],
                "from": first if low is None else low,
                "to": last if high is None else high + 1,
                "earliest": _iso(low, scale, "start"),
                "latest": _iso(high, scale, "end"),
                "words": dates.say_bounds(low, high, scale),
                "open_from": low is None,
                "open_to": high is None,
            }


def _iso(step: int | None, scale: Scale, edge: Edge) -> str | None:
    return None if step is None else day_or_step(step, scale, edge)


def _drawing(material: Material, rows: list[dict[str, Any]], names: dict[str, str], first: int, last: int) -> Any:
    labels = {str(tick.at): tick.label for tick in ticks(first, last, material.asked.scale, LABELS) if tick.label}
    x = {
        "field": "from",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [first, last], "nice": False, "zero": False},
        "axis": {
            "values": [int(at) for at in labels],
            "labelExpr": f"{json.dumps(labels, ensure_ascii=False)}[datum.value]",
            "grid": True,
        },
    }
    y = {"field": "span", "type": "nominal", "title": None, "sort": [*names.values()], "axis": {"labelLimit": 240}}
    told = [("span", "span"), ("edge", "which"), ("words", "when"), ("earliest", "earliest"), ("latest", "latest")]
    offset = {"field": "edge", "type": "nominal", "sort": [*SAID.values()]}
    colour: dict[str, Any] = {"field": "edge", "type": "nominal", "title": None}
    colour["scale"] = {"domain": [*_COLOURS], "range": [*_COLOURS.values()]}
    bars = {
        "mark": {"type": "bar", "strokeWidth": 2},
        "encoding": {
            "x2": {"field": "to"},
            "color": colour,
            "stroke": colour | {"legend": None},  # a day of some decades is thinner than a line
            "tooltip": [{"field": field, "type": "nominal", "title": title} for field, title in told],
        },
    }
    arrows = [
        {
            "transform": [{"filter": f"datum.open_{side}"}],
            "mark": {"type": "text", "text": sign, "align": align, "color": "white", "fontSize": 9},
            "encoding": {"x": x | {"field": side}},
        }
        for side, sign, align in (("from", "◀", "left"), ("to", "▶", "right"))
    ]
    return {
        "$schema": SCHEMA,
        "title": material.asked.chronology or "A chronology",
        "description": "; ".join(asked_in_words(material)),
        "width": WIDTH,
        "height": {"step": ROW // 2},
        "data": {"values": rows},
        "encoding": {"x": x, "y": y, "yOffset": offset},
        "layer": [bars, *arrows],
        "config": {"view": {"stroke": None}},
    }
