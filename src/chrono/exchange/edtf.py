"""Windows as lines of EDTF (ISO 8601-2 of 2019, level 2): the id, the window of the start, that of the end, with tabs.

A window is one date of a set, `[1938-02-15..1939-08-23]`, its gaps left out of it, or the date alone where there is
only one. A window is exact and has no qualifier. Nothing is written for a window that nothing
bounds. Lines that begin with `#` say what was asked.
"""

from __future__ import annotations

from chrono.answers.material import Material
from chrono.core.points import EDGES, Edge
from chrono.core.text import harmless
from chrono.dates import DAYS, Scale, iso
from chrono.engine.intervals import Interval, Window
from chrono.exchange.exported import Choices, Exported, asked_in_words, lost


def write(material: Material, choices: Choices) -> Exported:
    """The lines of the spans, in the order in which they were asked for."""
    scale = material.asked.scale
    lines = [f"# {' '.join(harmless(words).split())}" for words in asked_in_words(material)]
    losses = []
    for result in material.results:
        sides = [one_of(side.window, scale) for side in (result.start, result.end)]
        lines.append("\t".join((result.id, *sides)))
        if not (result.start.window.proven and result.end.window.proven):
            losses.append(lost(f"that the window of {result.id} may be narrower", result.place, bears=True))
    return Exported("".join(f"{line}\n" for line in lines).encode(), tuple(losses))


def one_of(window: Window, scale: Scale) -> str:
    """A window as a date or as one of a set; "" where nothing bounds it."""
    intervals = window.intervals if window.proven else ((window.outer or (None, None)),)
    if intervals == ((None, None),):
        return ""
    parts = [_stretch(interval, scale) for interval in intervals]
    return parts[0] if len(parts) == 1 and ".." not in parts[0] else f"[{','.join(parts)}]"


def _stretch(interval: Interval, scale: Scale) -> str:
    first, last = (
        None if step is None else _date(step, scale, edge) for step, edge in zip(interval, EDGES, strict=True)
    )
    return first if first is not None and first == last else f"{first or ''}..{last or ''}"


def day_or_step(step: int, scale: Scale, edge: Edge) -> str:
    """The first or last day of a step as ISO 8601 has it, or the step where it is a Gregorian month or year."""
    if scale.unit != "day" and scale.calendar != "gregorian":
        step, scale = scale.first_day(step) if edge == "start" else scale.last_day(step), DAYS
    text = iso(step, scale)
    assert text is not None
    return text


def _date(step: int, scale: Scale, edge: Edge) -> str:
    """The first or last day of a step, or the step where it is a month or year of the Gregorian calendar, which is that
    of EDTF. What lies beyond four digits can only be written as a year."""
    text = day_or_step(step, scale, edge)
    year = Scale("year").step_of(scale.first_day(step) if edge == "start" else scale.last_day(step))
    return text if -9999 <= year <= 9999 else f"Y{year}"
