"""Warns of years of a reign that begin after it ended: `36 Edward I`, who died in his 35th year.

Takes entries, gives a warning for each such date. Years were counted on after a death where the news came late, so
that it is no mistake for certain, and the date is read as it is written. Of a reign whose end is not stated nothing is
said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from chrono.core.diagnostics import Diagnostic
from chrono.dates import Date, Relative, Run, Scale, say_first, say_last
from chrono.dates.runs import hull
from chrono.model.chronology import Entry

if TYPE_CHECKING:
    from chrono.dates.relative.counting import Counting


def past_reigns(entries: Iterable[Entry], scale: Scale) -> Iterator[Diagnostic]:
    """A warning for each date of an entry by a year of a reign that was over."""
    told = [
        (stated, value)
        for entry in entries
        for stated in entry.stated
        if isinstance(value := stated.value, Relative) and value.reign
    ]
    if not told:
        return
    known: Mapping[str, Entry] = {entry.id: entry for entry in entries}
    # What looks up the days is loaded by the chronologies that have such dates.
    from chrono.dates.relative.days import image

    @cache
    def begins(counting: Counting, of: str) -> int | None:
        base = _stated(known.get(of), "start")
        if base is None or base.first is None or base.last is None:
            return None
        found = image(counting, base.first, base.last)
        return found[0].first if found else None

    for stated, value in told:
        ended, first = _stated(known.get(value.reign), "end"), begins(value.counting, value.of)
        if ended is None or ended.last is None or first is None or first <= ended.last:
            continue
        begun, over = say_first(scale.step_of(first), scale), say_last(scale.step_of(ended.last), scale)
        message = f"'{stated.text}' begins not earlier than {begun}, and '{value.reign}' ended not later than {over}"
        help = "correct the number of the year; years that were counted on after the end need no correction"
        yield Diagnostic("past-reign", message, stated.place, help, severity="warning")


def _stated(entry: Entry | None, edge: str) -> Run | None:
    """The days within which an end of an entry is stated to lie; None where nothing states it alone."""
    for stated in entry.stated if entry is not None else ():
        if isinstance(stated.value, Date) and stated.key in ("date", edge):
            if stated.key == edge:
                return hull(stated.value.runs)
            return hull(choice.start if edge == "start" else choice.end for choice in stated.value.choices)
    return None
