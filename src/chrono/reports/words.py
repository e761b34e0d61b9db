"""The words a report says of windows, gaps and ids, in the field's own terms.

Takes results, gives phrases: "not earlier than …", "not later than …". Never finer than what is known, and an open
bound is said to be open. Never lays anything out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chrono import dates
from chrono.answers.check import Check, Condition, Variation
from chrono.answers.common import Shown
from chrono.answers.infer import Comparison
from chrono.core.diagnostics import Diagnostic
from chrono.dates import Scale
from chrono.engine.intervals import Interval, Window

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


def earliest(step: int | None, scale: Scale) -> str:
    """The date of a lower bound, or that there is none."""
    return "no earliest date" if step is None else dates.say_first(step, scale)


def latest(step: int | None, scale: Scale) -> str:
    """The date of an upper bound, or that there is none."""
    return "no latest date" if step is None else dates.say_last(step, scale)


def not_earlier(step: int | None, scale: Scale) -> str:
    """A lower bound: `not earlier than 1938`."""
    return earliest(step, scale) if step is None else f"not earlier than {earliest(step, scale)}"


def not_later(step: int | None, scale: Scale) -> str:
    """An upper bound: `not later than 23 Aug 1939`."""
    return latest(step, scale) if step is None else f"not later than {latest(step, scale)}"


def one_date(interval: Interval, scale: Scale) -> str:
    """The one day, month or year that both ends of a window are said to be; "" where they are not the same."""
    first, last = interval
    if first is None or last is None:
        return ""
    said = dates.say_run(first, last, scale)
    alike = first == last or dates.say_first(first, scale) == dates.say_last(last, scale)
    return said if alike else ""


def otherwise(scale: Scale) -> bool:
    """Whether people are told days by other names than machines are."""
    return scale.unit == "day" and scale.own.name != "gregorian"


def said(window: Window, scale: Scale) -> str:
    """All stretches of a window in the chronology's calendar alone; of one that a limit cut short what holds it."""
    intervals = window.intervals if window.proven else (bounds(window),)
    return " or ".join(dates.say_bounds(first, last, scale, alone=True) for first, last in intervals)


def stretches(window: Window, scale: Scale) -> str:
    """The disjoint stretches of a window: `10 Feb 1450 or 10 Feb 1451`."""
    said = [dates.say_bounds(first, last, scale) for first, last in window.intervals[:MOST_STRETCHES]]
    more = len(window.intervals) - len(said)
    if more:
        said.append(f"{more} more")
    return " or ".join(said)


def short(window: Window, scale: Scale) -> str:
    """A window on one line, with its gaps: `… – 21 Aug 1940`, `1450 or 1452 – 1453`, `…` where nothing bounds it.

    Where a limit was reached it is what is known to hold it: `1938 – 1940 or narrower`.
    """
    if window.proven and len(window.intervals) > 1:
        return stretches(window, scale)
    said = dates.say_bounds(*bounds(window), scale)
    return said if window.proven else f"{said} or narrower"


def duration(window: Window, scale: Scale) -> str:
    """How long, in steps of the scale, with round years where the days are many; "" where nothing bounds it.

    `0 days`, `at most 599 days (2 years)`, `at least 15 years`, `15 to 20 years`, `3 days or 7 days`.
    """
    least, most = window.least or 0, window.most
    if most is None:
        return f"at least {plural(least, scale.unit)}" if least else ""
    if least == most:
        return f"{plural(least, scale.unit)}{_years(least, scale)}"
    if len(window.intervals) in (2, 3):
        runs = [duration(Window((run,)), scale) for run in window.intervals]
        return listed(runs, "or")
    said = f"{least} to {plural(most, scale.unit)}" if least else f"at most {plural(most, scale.unit)}"
    return said + _years(most, scale)


def _years(steps: int, scale: Scale) -> str:
    """Beyond a year or two nobody reads days."""
    a_year = scale.own.counting.months_a_year or 12
    years = round(steps / {"day": 365.2425, "month": a_year, "year": 1}[scale.unit])
    return f" (some {years} years)" if scale.unit != "year" and years >= 2 else ""


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


def under(condition: Condition) -> str:
    """What a variation changes, in a sentence: `without x`, `with silence.delay = 9 days`."""
    return condition.said if condition.without else f"with {condition.said}"


def failure(found: Variation) -> str:
    """A variation that did not come out as it must."""
    if found.must_change:
        return f"{found.verdict} even {under(found.condition)}, on which it was to rely"
    return f"{found.verdict} {under(found.condition)}"


def held_back(answer: Check) -> Iterator[str]:
    """What a limit kept back, of each hypothesis."""
    if not answer.results:
        yield "whether the evidence can all be true"
    for result in answer.results:
        if result.unasked:
            continue
        if result.verdict == "unknown":
            yield f"the verdict on {result.id}"
        elif result.reason is None and result.verdict != "undetermined":
            yield f"why {result.id} is {result.verdict}"
        yield from (
            f"the verdict on {result.id} {under(v.condition)}" for v in result.variations if v.verdict == "unknown"
        )
        for threshold in result.thresholds:
            if not (threshold.known or threshold.both_ways):
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


CUT = ("interrupted", "time-up")
"""The codes of diagnostics that say that an answer was cut short."""


def cut_short(answer: Shown) -> str:
    """That an answer was cut short, and what of it holds; "" where it was not."""
    found: tuple[Diagnostic, ...] = getattr(answer, "diagnostics", ())
    return next((d.message for d in found if d.code in CUT), "")
