"""Windows as the dates of TEI: attributes of the W3C's kind, of the proleptic Gregorian calendar, without a year 0.

Takes steps and windows, gives attributes. What begins with the first day of a year or ends with its last is written as
the year, so that nothing looks more precise than it is.
"""

from __future__ import annotations

from chrono.answers.infer import SpanResult
from chrono.answers.material import hull
from chrono.core.points import EDGES, Edge
from chrono.dates import Scale
from chrono.dates.calendars.gregorian import GREGORIAN
from chrono.engine.intervals import Interval
from chrono.exchange.exported import Edges
from chrono.exchange.years import historical
from chrono.model.chronology import Certainty

WRITTEN_CERTAINTY = {"certain": "high", "strong": "high", "moderate": "medium", "weak": "low"}
FURTHEST_YEAR = 9999


def interval_of(result: SpanResult, edge: Edges) -> Interval:
    """The first and last step of the date of a span: of its start, of its end, or from the one to the other."""
    (start, _), (least, most) = hull(result.start.window), hull(result.end.window)
    if edge == "start":
        return hull(result.start.window)
    return (start, most) if edge == "both" else (least, most)


def in_days(interval: Interval, scale: Scale) -> Interval:
    """An interval of steps as its first and last day."""
    first, last = interval
    return None if first is None else scale.first_day(first), None if last is None else scale.last_day(last)


def attributes(days: Interval) -> dict[str, str]:
    """The attributes for a date that lies within some days; none where both are open. What lies beyond four digits of a
    year is left open."""
    if days[0] is not None and days[0] == days[1]:
        day = _whole(days[0])
        return {"when": day} if day else {}
    first, last = (written(day, edge) for day, edge in zip(days, EDGES, strict=True))
    if first is not None and first == last:
        return {"when": first}
    found = {"notBefore": first, "notAfter": last}
    return {name: date for name, date in found.items() if date is not None}


def written(day: int | None, edge: Edge) -> str | None:
    """A day as TEI writes it, or the month or year that it is the first or last day of; None beyond four digits."""
    whole = None if day is None else _whole(day)
    if day is None or whole is None:
        return None
    for scale, cut in ((Scale("year"), 6), (Scale("month"), 3)):
        step = scale.step_of(day)
        if day == (scale.first_day(step) if edge == "start" else scale.last_day(step)):
            return whole[:-cut]
    return whole


def _whole(day: int) -> str | None:
    year, month, of_month = GREGORIAN.parts(day)
    told = historical(year)
    return f"{'-' if told < 0 else ''}{abs(told):04}-{month:02}-{of_month:02}" if abs(told) <= FURTHEST_YEAR else None


def certainty_of(result: SpanResult, edge: Edges) -> str:
    """`@cert` of the weakest evidence that the date of a span rests on; "" where nothing bounds it."""
    first, last = (result.start if edge != "end" else result.end), (result.end if edge != "start" else result.start)
    reasons = [reason for reason in (first.earliest, last.latest) if reason]
    levels = [premise.certainty for reason in reasons for premise in reason.premises if premise.certainty is not None]
    return WRITTEN_CERTAINTY[str(Certainty(min(levels)))] if levels else ""
