"""Entries whose own dates and durations no time can have: the writer's mistake, told before anything is asked.

Takes entries, gives a diagnostic for each that cannot be as it is written, whatever the rest of the evidence says.
Dates that are counted from other entries are passed over: what they come to is worked out later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product
from math import inf, prod
from typing import TypeAlias

from chrono.core.diagnostics import Diagnostic, Fix, replacement
from chrono.dates import Date, DateError, Duration, Run, Scale, Spell, read
from chrono.dates.lengths import from_days
from chrono.dates.notations.calendar_names import CALENDAR_NAME
from chrono.dates.runs import ALWAYS
from chrono.model.chronology import Entry, Stated

MOST_WAYS = 10_000
"""Of an entry whose alternatives can be combined in more ways only the earliest and latest are looked at."""
_CORRECT = "correct one of them; what two sources say differently is stated as two pieces of evidence, with `holds`"
_INTERVAL = re.compile(rf"((?:{CALENDAR_NAME}):|)([^/.\[\]]+)/([^/.\[\]]+)")
_EXACT = 4000
"""Days: from a start that is known this well, months are counted as they fall."""
_Stretch: TypeAlias = tuple[float, float]
_Way: TypeAlias = tuple[Run, Run, bool]
"""Where the start and the end may fall, and whether both are one."""


def impossible(entries: Iterable[Entry], scale: Scale) -> Iterator[Diagnostic]:
    """A diagnostic for each entry that no time allows."""
    for entry in entries:
        if len(entry.stated) > 1 and (told := [s for s in entry.stated if _bounding(s)])[1:]:
            yield from _wrong(entry, told, scale)


def _bounding(stated: Stated) -> bool:
    return stated.key != "known" and isinstance(stated.value, Date | Spell)


def _wrong(entry: Entry, told: list[Stated], scale: Scale) -> Iterator[Diagnostic]:
    # The first that does not go with those before it; of durations the dates come first.
    told = sorted(told, key=lambda s: s.key == "duration")
    for count in range(2, len(told) + 1):
        if not _possible(told[:count], scale):
            break
    else:
        return
    *before, last = told[:count]
    ends = {s.key for s in told[:count]}
    if ends == {"start", "end"}:
        start, end = (next(s for s in told if s.key == key) for key in ("start", "end"))
        message = f"'{entry.id}' ends before it begins: it starts in {start.text} and ends in {end.text}"
        help, related = "exchange them if they are the wrong way round", ((start.place, "it starts here"),)
        yield Diagnostic("interval-reversed", message, end.place, help, related=related)
        return
    said = [f"{s.id} is {s.text}" for s in before]
    clash = ", and ".join([", ".join(said[:-1]), said[-1]] if said[1:] else said)
    help, fixes = _CORRECT, tuple[Fix, ...]()
    if (found := _one_of(before, last, scale)) is not None:
        dated, text = found
        help = f"{dated.text} begins in the first and ends in the second; for a time somewhere within it write {text}"
        fixes = (replacement(dated.place, text),)
    yield Diagnostic(
        "impossible-dates",
        f"{last.id} cannot be {last.text}: {clash}",
        last.place,
        help,
        fixes,
        related=tuple((s.place, f"{s.id} is stated here") for s in before),
    )


def _one_of(before: list[Stated], last: Stated, scale: Scale) -> tuple[Stated, str] | None:
    """The date that was written as the span `a/b` and goes with a duration as one of `[a..b]`, and how to write it."""
    if last.key != "duration":
        return None
    for at, dated in enumerate(before):
        interval = _INTERVAL.fullmatch(dated.text) if dated.key == "date" else None
        if interval is None or not isinstance(dated.value, Date):
            continue
        text = f"{interval[1]}[{interval[2]}..{interval[3]}]"
        try:
            value = read(text, calendar=dated.value.calendar)
        except DateError:
            continue
        if _possible([*before[:at], replace(dated, value=value, text=text), *before[at + 1 :], last], scale):
            return dated, text
    return None


def _possible(told: list[Stated], scale: Scale) -> bool:
    options = [[*_ways(s)] for s in told if isinstance(s.value, Date)]
    if prod(map(len, options)) > MOST_WAYS:
        options = [[_hull(ways)] for ways in options]
    spells = [s.value for s in told if isinstance(s.value, Spell)]
    calendars = [s.value.calendar for s in told if isinstance(s.value, Date)]
    return any(_fits(ways, calendars, spells, scale) for ways in product(*options))


def _ways(stated: Stated) -> Iterator[_Way]:
    assert isinstance(stated.value, Date)
    if stated.key == "date":
        yield from ((choice.start, choice.end, choice.instant) for choice in stated.value.choices)
    for run in stated.value.runs if stated.key != "date" else ():
        yield (run, ALWAYS, False) if stated.key == "start" else (ALWAYS, run, False)


def _hull(ways: list[_Way]) -> _Way:
    def whole(runs: list[Run]) -> Run:
        firsts, lasts = [run.first for run in runs], [run.last for run in runs]
        first = None if None in firsts else min(one for one in firsts if one is not None)
        return Run(first, None if None in lasts else max(one for one in lasts if one is not None))

    return whole([start for start, _, _ in ways]), whole([end for _, end, _ in ways]), all(one for _, _, one in ways)


def _fits(ways: tuple[_Way, ...], calendars: list[str], spells: list[Spell], scale: Scale) -> bool:
    """Whether a span can lie so: there are two steps, the second no earlier, as far apart as is said."""
    start: _Stretch = (-inf, inf)
    end: _Stretch = (-inf, inf)
    for (begins, ends, _), calendar in zip(ways, calendars, strict=True):
        start, end = _both(start, _steps(begins, calendar, scale)), _both(end, _steps(ends, calendar, scale))
    if start[0] > start[1] or end[0] > end[1]:
        return False
    least, most = max(0.0, end[0] - start[1]), end[1] - start[0]
    if any(one for _, _, one in ways):
        most = min(most, 0.0)
    for spell in spells:
        if spell.least is not None:
            least = max(least, _lasts(spell.least, start, scale)[0])
        if spell.most is not None:
            most = min(most, _lasts(spell.most, start, scale)[1])
    return least <= most


def _lasts(amount: Duration, start: _Stretch, scale: Scale) -> tuple[int, int]:
    first, last = start
    if scale.unit == "day" and last - first <= _EXACT:
        return from_days(amount, int(first), int(last), scale.calendar)
    return scale.lasts(amount)


def _both(one: _Stretch, other: _Stretch) -> _Stretch:
    return max(one[0], other[0]), min(one[1], other[1])


def _steps(run: Run, calendar: str, scale: Scale) -> _Stretch:
    known = scale.within(run, calendar)
    first = -inf if known.first is None else scale.step_of(known.first)
    return first, inf if known.last is None else scale.step_of(known.last)
