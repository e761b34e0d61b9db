"""What a date constrains that is counted from something else: `3 darius`, `next easter after pact`, `a Tuesday`.

Takes a relative date, the points that lie within it and the anchors of the chronology; gives an outer bound that rests
on nothing else, and where the days counted from are stated, an either/or that is true to the day and rests on what
states them. Never guesses: where neither says all that the date says, `vague` says why.
"""

from __future__ import annotations

from chrono import dates
from chrono.core.points import end_of, start_of
from chrono.dates import Relative, Scale
from chrono.dates.relative.counting import During, Weekday
from chrono.dates.relative.days import Way, reach, ways
from chrono.dates.runs import MOST_CHOICES
from chrono.engine.formulas import TRUE, Formula, Linear, at_least, at_most, both, either, no_later
from chrono.grounding.anchors import Anchor, Anchors, Closed, Ids, closed, common, image_of


def formulas(relative: Relative, first: str, last: str, scale: Scale, anchors: Anchors) -> list[tuple[Formula, Ids]]:
    """That the points `first` and `last` lie within a relative date: resting on nothing more; then, if there is one,
    the sharper formula with the ids of what states the days it is worked out from."""
    if isinstance(relative.counting, Weekday):
        window, days = _weekdays(relative.counting, first, last, scale, anchors)
        alternatives = either(*(both(at_least(first, day), at_most(last, day)) for day in days or ()))
        # Whichever day it was, it was one.
        within: Formula = no_later(last, first) if first != last else TRUE
        return [(within, ())] if days is None or window is None else [(within, ()), (alternatives, window.ids)]
    if isinstance(relative.counting, During):
        return [(both(no_later(start_of(relative.of), first), no_later(last, end_of(relative.of))), ())]
    away, base = reach(relative.counting, scale), relative.point
    plain = both(Linear((base,), (first,), -away.first[0]), Linear((last,), (base,), away.last[1]))
    known = closed(anchors, base)
    if known is None:
        return [(plain, ())]
    found = ways(relative.counting, known.first, known.last)
    if found is None:
        whole = dates.Run(known.first, known.last)
        found = tuple(Way(whole, run.first or 0, run.last or 0) for run in image_of(relative, known) or ())
    never = found == ()
    if scale.unit != "day":
        found = tuple(way for way in found if not way.counted)
    sharp = either(*(_way(way, base, first, last, scale, alone=len(found) == 1) for way in found))
    return [(plain, ())] if sharp == plain or not (found or never) else [(plain, ()), (sharp, known.ids)]


def _way(way: Way, base: str, first: str, last: str, scale: Scale, *, alone: bool) -> Formula:
    """One way a relative date can fall out; where it is the only one, what states the base says the rest."""
    parts: list[Formula] = []
    if not alone and way.base.first is not None and way.base.last is not None:
        parts.append(at_least(base, scale.step_of(way.base.first)))
        parts.append(at_most(base, scale.step_of(way.base.last)))
    if way.counted:
        parts += [Linear((base,), (first,), -way.first), Linear((last,), (base,), way.last)]
    else:
        parts += [at_least(first, scale.step_of(way.first)), at_most(last, scale.step_of(way.last))]
    return both(*parts)


def _weekdays(
    weekday: Weekday, first: str, last: str, scale: Scale, anchors: Anchors
) -> tuple[Closed | None, tuple[int, ...] | None]:
    """The window in which two points lie that are on one unknown day, and the days of a weekday in it; None where there
    is no such window, or it is too long."""
    window = common([anchors.get(point, Anchor()) for point in (first, last)])
    if scale.unit != "day" or window is None or window.last - window.first > 7 * MOST_CHOICES:
        return window, None
    return window, dates.weekdays(window.first, window.last, weekday.day)


def vague(relative: Relative, first: str, last: str, scale: Scale, anchors: Anchors) -> str:
    """Why a date of the points `first` and `last` bounds them less than it says; "" where it does not."""
    if isinstance(relative.counting, Weekday):
        window, days = _weekdays(relative.counting, first, last, scale, anchors)
        if days is not None:
            return ""
        return "it has no stated dates on both sides" if window is None else "its stated dates are too far apart"
    if isinstance(relative.counting, During):
        return ""
    base = closed(anchors, relative.point)
    if base and ways(relative.counting, base.first, base.last) is None:
        return f"the stated dates of {relative.of} are too far apart"
    return ""
