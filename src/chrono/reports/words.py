"""The words a report says of windows, gaps and ids, in the field's own terms.

Takes results, gives phrases: "not earlier than …", "not later than …". Never finer than what is known, and an open
bound is said to be open. Never lays anything out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chrono import dates
from chrono.answers.check import Check, Variation
from chrono.answers.infer import Comparison
from chrono.dates.calendars.registry import calendar_named
from chrono.dates.wording import say_in
from chrono.engine.intervals import Interval, Window
from chrono.model.chronology import Unit

POINTS = {"person": ("born", "died"), "document": ("begun", "finished")}
"""What the two ends of a span are called, by kind; of events and periods it is the default."""

MOST_STRETCHES = 8
"""Of a window with more stretches than this the first are said, and how many more there are."""


def points(kind: str) -> tuple[str, str]:
    return POINTS.get(kind, ("began", "ended"))


def lasted(kind: str) -> str:
    return "lived" if kind == "person" else "lasted"


def bounds(window: Window) -> Interval:
    """The two ends that are proved: where a limit was reached, those of what is not excluded, not of what was found."""
    return window.hull if window.proven else (window.outer or (None, None))


def not_earlier(step: int | None, unit: Unit) -> str:
    return "no earliest date" if step is None else f"not earlier than {dates.say_first(step, unit)}"


def not_later(step: int | None, unit: Unit) -> str:
    return "no latest date" if step is None else f"not later than {dates.say_last(step, unit)}"


def stretches(window: Window, unit: Unit) -> str:
    """The disjoint stretches of a window: `10 Feb 1450 or 10 Feb 1451`."""
    said = [dates.say_run(first, last, unit) for first, last in window.intervals[:MOST_STRETCHES]]
    more = len(window.intervals) - len(said)
    if more:
        said.append(f"{more} more")
    return " or ".join(said)


def short(window: Window, unit: Unit) -> str:
    """A window on one line: `… – 21 Aug 1940`, `1938 – 23 Aug 1939`, `…` where nothing bounds it.

    Where a limit was reached it is what is known to hold it: `1938 – 1940 or narrower`.
    """
    if not window.proven:
        return f"{short(Window((bounds(window),)), unit)} or narrower"
    first, last = bounds(window)
    if first is None and last is None:
        return "…"
    if first is None:
        return f"… – {dates.say_last(last, unit)}" if last is not None else "…"
    return f"{dates.say_first(first, unit)} – …" if last is None else dates.say_run(first, last, unit)


def duration(window: Window, unit: Unit) -> str:
    """How long, in steps of the unit, with round years where the days are many; "" where nothing bounds it.

    `0 days`, `at most 599 days (2 years)`, `at least 15 years`, `15 to 20 years`, `3 days or 7 days`.
    """
    least, most = window.least or 0, window.most
    if most is None:
        return f"at least {plural(least, unit)}" if least else ""
    if least == most:
        return f"{plural(least, unit)}{_years(least, unit)}"
    if len(window.intervals) in (2, 3):
        runs = [duration(Window((run,)), unit) for run in window.intervals]
        return listed(runs, "or")
    said = f"{least} to {plural(most, unit)}" if least else f"at most {plural(most, unit)}"
    return said + _years(most, unit)


def _years(steps: int, unit: Unit) -> str:
    """Beyond a year or two nobody reads days."""
    years = round(steps / {"day": 365.2425, "month": 12, "year": 1}[unit])
    return f" (some {years} years)" if unit != "year" and years >= 2 else ""


def in_own_calendar(step: int | None, unit: Unit, calendar: str) -> str:
    """A day in the calendar of the files, in brackets, where that says it otherwise: `(19 Dec 1154 Julian)`."""
    if step is None or unit != "day" or calendar == "gregorian":
        return ""
    own = say_in(step, calendar_named(calendar))
    if own == dates.say(step, unit):
        return ""
    return f"({own} {'Julian' if calendar == 'julian' else calendar})"


def pieces(count: int) -> str:
    """`1 piece of evidence`, `17 pieces of evidence`."""
    return f"{count} {'piece' if count == 1 else 'pieces'} of evidence"


def plural(count: int, noun: str) -> str:
    """`1 event`, `21 events`."""
    return f"{count} {noun if count == 1 else noun + 's'}"


def named(id: str) -> str:
    """An id as it is shown: rules and sources are told from evidence by the word."""
    kind, colon, name = id.partition(":")
    return f"{kind} {name}" if colon and kind in ("rule", "source") else id


def listed(words: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    *most, end = words
    return f"{', '.join(most)} {last} {end}" if most else end


def comparison(found: Comparison) -> str:
    """How the latest possible end lies to a reference date: `8 months 8 days to 9 months 8 days earlier`."""
    if found.verdict == "unknown":
        return "not known in time"
    if found.verdict == "before":
        return f"{_range(found.least_said, found.most_said)} earlier" if found.least is not None else "earlier"
    if found.verdict == "after":
        latest = _range(found.most_said, found.least_said)
        return f"later, at the latest by {latest}" if latest else "later"
    if found.most is None:
        return "not decided"
    if found.most < 0:
        return f"not decided: it may have gone on until {found.most_said} later"
    return "not decided: it may have gone on until then"


def _range(one: str, other: str) -> str:
    return one if one == other else " to ".join(said for said in (one, other) if said)


def under(said: str) -> str:
    """A variation in a sentence: `without x`, `with silence.delay = 9 days`."""
    return said if said.startswith("without ") else f"with {said}"


def failure(found: Variation) -> str:
    """A variation that did not come out as it must."""
    if found.must_change:
        return f"{found.verdict} even {under(found.said)}, on which it was to rely"
    return f"{found.verdict} {under(found.said)}"


def held_back(answer: Check) -> Iterator[str]:
    """What a limit kept back, of each hypothesis."""
    if not answer.results:
        yield "whether the evidence can all be true"
    for result in answer.results:
        if result.verdict == "unknown":
            yield f"the verdict on {result.id}"
        elif result.reason is None and result.verdict != "undetermined":
            yield f"why {result.id} is {result.verdict}"
        yield from (f"the verdict on {result.id} {under(v.said)}" for v in result.variations if v.verdict == "unknown")
        for threshold in result.thresholds:
            if not (threshold.found or threshold.both_ways):
                yield f"how the verdict on {result.id} depends on {threshold.setting}"


def summary(answer: Check) -> str:
    """`3 hypotheses, all as expected`."""
    count = len(answer.results)
    if not count:
        state = {"consistent": "the evidence is consistent", "inconsistent": "the evidence contradicts itself"}
        return f"no hypotheses; {state.get(answer.status, 'a limit was reached before the answer was complete')}"
    unknown = sum(r.held_back and r.fails for r in answer.results)
    failed = sum(r.fails for r in answer.results) - unknown
    warned = sum(not r.ok and not r.fails for r in answer.results)
    total = f"{count} hypothesis" if count == 1 else f"{count} hypotheses"
    said = [
        f"{failed} not as expected" if failed else "",
        plural(warned, "warning") if warned else "",
        f"{unknown} not answered in time" if unknown else "",
    ]
    if any(said):
        return ", ".join((total, *(word for word in said if word)))
    return f"{total}, as expected" if count == 1 else f"{total}, all as expected"
