"""The words that are said of windows, gaps, lengths and ids, in the field's own terms.

Takes windows and numbers of a scale, gives phrases: "not earlier than …", "not later than …". Never finer than what is
known, and an open bound is said to be open. Never lays anything out.
"""

from __future__ import annotations

from collections.abc import Sequence

from chrono import dates
from chrono.dates import Scale
from chrono.engine.intervals import Interval, Window

POINTS = {"person": ("born", "died"), "document": ("begun", "finished")}
"""What the two ends of a span are called, by kind; of events and periods it is the default."""

MOST_STRETCHES = 8
"""Of a window with more stretches than this the first are said, and how many more there are."""


def points(kind: str) -> tuple[str, str]:
    """What the two ends of a span of a kind are called."""
    return POINTS.get(kind, ("began", "ended"))


def lasted(kind: str) -> str:
    """The verb for how long a span of a kind was."""
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


def stretches(window: Window, scale: Scale, *, alone: bool = False) -> str:
    """The disjoint stretches of a window: `10 Feb 1450 or 10 Feb 1451`; `alone` in the chronology's calendar only."""
    said = [dates.say_bounds(first, last, scale, alone=alone) for first, last in window.intervals[:MOST_STRETCHES]]
    more = len(window.intervals) - len(said)
    if more:
        said.append(f"{more} more")
    return " or ".join(said)


def short(window: Window, scale: Scale, *, alone: bool = False) -> str:
    """A window on one line, with its gaps: `… – 21 Aug 1940`, `1450 or 1452 – 1453`, `…` where nothing bounds it.

    Where a limit was reached it is what is known to hold it: `1938 – 1940 or narrower`. `alone` leaves out the
    Gregorian days beside those of another calendar.
    """
    if window.proven and len(window.intervals) > 1:
        return stretches(window, scale, alone=alone)
    said = dates.say_bounds(*bounds(window), scale, alone=alone)
    return said if window.proven else f"{said} or narrower"


def duration(window: Window, scale: Scale) -> str:
    """How long, in steps of the scale, with round years where the days are many; "" where nothing bounds it.

    `0 days`, `at most 599 days (some 1.5 years)`, `at least 15 years`, `15 to 20 years`, `3 days or 7 days`.
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
    """Beyond a year or two nobody reads days: to half a year, and from ten on to whole ones."""
    if scale.unit == "year":
        return ""
    years = steps / (365.2425 if scale.unit == "day" else scale.own.counting.months_a_year or 12)
    if years < 1.5:
        return ""
    return f" (some {f'{round(2 * years) / 2:g}' if years < 10 else round(years)} years)"


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


def few(said: Sequence[str], most: int = 4) -> list[str]:
    """The first of many, and how many more there are."""
    return [*said[:most], *([f"{len(said) - most} more"] if len(said) > most else [])]


def listed(words: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    *most, end = words
    return f"{', '.join(most)} {last} {end}" if most else end
