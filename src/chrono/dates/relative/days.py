"""Which days a relative date can be, by the days that it is counted from.

Takes how it is counted (`Regnal`, `Shifted`, `Nearest`) and, where they are known, the first and the last day of what
it is counted from (JDN); gives the ways it can fall out, each true to the day, or for an unknown day the least and the
most it can be away. Everything here rises with the day it is counted from, so that hulls are images of hulls. Never
guesses: past its limits it gives nothing, and the outer bound stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from chrono.dates.calendars.easter import WEEKDAYS, weekdays
from chrono.dates.calendars.registry import calendar_named
from chrono.dates.durations import Duration, shift
from chrono.dates.feasts import feast_days
from chrono.dates.notations.reading import read
from chrono.dates.relative.counting import (
    FROM_FEAST,
    Counting,
    During,
    EitherYear,
    InYear,
    Nearest,
    Regnal,
    Shifted,
    Weekday,
    Years,
)
from chrono.dates.runs import MOST_CHOICES, DateError, Run, hull, merged
from chrono.dates.scale import Scale

MOST_DAYS = 40_000
"""A stretch of more days than this is not tried day by day."""
BETWEEN_FEASTS = 385
"""The most days from one feast of a kind to the next: from an early Easter to a late one. A reform can skip one."""
_LADY_DAY = (3, 25)
_WEEKDAYS = tuple(day.lower() for day in WEEKDAYS)


@dataclass(frozen=True, slots=True)
class Way:
    """Counted from a day within `base`, the date is from `first` to `last`: days, or, if `counted`, how many days away
    from that day."""

    base: Run
    first: int
    last: int
    counted: bool = False


class Reach(NamedTuple):
    """How many steps after an unknown day the date begins and ends: the least and the most of either."""

    first: tuple[int, int]
    last: tuple[int, int]


def ways(
    counting: Regnal | Years | EitherYear | InYear | Shifted | Nearest, low: int, high: int
) -> tuple[Way, ...] | None:
    """Every way the date can fall out if it is counted from a day from `low` to `high`; `None` where they are too many
    to be told, or the calendar has no such year."""
    found: tuple[Way, ...] | None
    match counting:
        case EitherYear(options):
            each = [ways(option, low, high) for option in options]
            found = tuple(way for way_ in each for way in way_ or ()) if all(each) else None
        case Years(one, other):
            found = _through(ways(one, low, high), ways(other, low, high))
        case InYear():
            found = _in_year(counting, low, high)
        case Regnal(year, rule, calendar, feast) if rule == FROM_FEAST:
            found = _from_feasts(year, feast, calendar, low, high)
        case Regnal(year, rule, calendar) if rule != "anniversary":
            found = _calendar_years(year if rule == "accession-year" else year - 1, calendar, low, high)
        case Regnal(year, _, calendar):
            found = _constant(low, high, lambda day: _anniversaries(day, year, calendar))
        case Shifted(amount, sign, calendar):
            if not amount.months:
                return (Way(Run(low, high), sign * amount.days, sign * amount.days, True),)
            found = _constant(low, high, lambda day: (shift(day, amount, sign, calendar) - day,) * 2)
        case Nearest():
            found = _nearest(counting, low, high)
    if found == () and isinstance(counting, InYear):
        # No day of that year is called so, or none of the year that stands in brackets.
        return found
    return found if found and len(found) <= MOST_CHOICES else None


def _through(one: tuple[Way, ...] | None, other: tuple[Way, ...] | None) -> tuple[Way, ...] | None:
    """From the first day of a year to the last of a later one; `None` where they fall out from other days each."""
    if not (one and other) or [(way.base, way.counted) for way in one] != [(way.base, way.counted) for way in other]:
        return None
    return tuple(replace(begins, last=ends.last) for begins, ends in zip(one, other, strict=True))


def image(counting: Counting, low: int, high: int) -> tuple[Run, ...] | None:
    """The days the date can be if it is counted from a day from `low` to `high`; `None` as for `ways`."""
    if isinstance(counting, Weekday | During):
        return None
    found = ways(counting, low, high)
    if found is None:
        if low == high:
            return None
        ends = ways(counting, low, low), ways(counting, high, high)
        return None if ends[0] is None or ends[1] is None else (hull(_run(way) for end in ends for way in end or ()),)
    return merged(_run(way) for way in found)


def _run(way: Way) -> Run:
    if not way.counted:
        return Run(way.first, way.last)
    assert way.base.first is not None
    assert way.base.last is not None
    return Run(way.base.first + way.first, way.base.last + way.last)


def reach(counting: Regnal | Years | EitherYear | InYear | Shifted | Nearest, scale: Scale) -> Reach:
    """How far away the date can be, in steps of a scale, rounded outward."""
    match counting:
        case InYear(_, year_of, _):
            # Somewhere in that year: no more is known without its days.
            year_away = reach(year_of, scale)
            away = year_away.first[0], year_away.last[1]
            return Reach(away, away)
        case Nearest(what, sign, calendar):
            most = 7 if what in _WEEKDAYS else BETWEEN_FEASTS * (2 if calendar.startswith("switch:") else 1)
            away = _signed((scale.days_apart(1)[0], scale.days_apart(most)[1]), sign)
            return Reach(away, away)
        case Shifted(amount, sign, calendar):
            away = _signed(scale.lasts(amount, calendar), sign)
            return Reach(away, away)
        case EitherYear(options):
            each = [reach(option, scale) for option in options]
            return Reach(_hull([each_.first for each_ in each]), _hull([each_.last for each_ in each]))
        case Years(one, other):
            return Reach(reach(one, scale).first, reach(other, scale).last)
        case Regnal(year, rule, calendar) if rule == FROM_FEAST:
            return _feast_reach(year, scale, calendar)
        case Regnal(year, "anniversary", calendar):
            begins, ends = _years(year - 1, scale, calendar), _years(year, scale, calendar)
            # It ends on the day before the accession returns, which in coarser units can be the same step.
            before = 1 if scale.unit == "day" else 0
            return Reach(begins, (ends[0] - 1, ends[1] - before))
        case Regnal(year, rule, calendar):
            return _calendar_reach(year if rule == "accession-year" else year - 1, scale, calendar)
    raise TypeError(counting)


def _hull(stretches: list[tuple[int, int]]) -> tuple[int, int]:
    return min(first for first, _ in stretches), max(last for _, last in stretches)


def _feast_reach(year: int, scale: Scale, calendar: str) -> Reach:
    """From an unknown day to a year that begins with a feast: a first year is no longer than from one to the next, and
    a feast is some weeks earlier or later than a year before."""
    spare = scale.days_apart(BETWEEN_FEASTS - 345)[1]
    two, one, this = (_years(max(0, years), scale, calendar) for years in (year - 2, year - 1, year))
    begins = max(0, two[0] - spare), one[1] + spare
    ends = max(0, one[0] - spare), this[1] + spare
    return Reach((0, 0) if year == 1 else begins, ends)


def _signed(away: tuple[int, int], sign: int) -> tuple[int, int]:
    return away if sign > 0 else (-away[1], -away[0])


def _years(years: int, scale: Scale, calendar: str) -> tuple[int, int]:
    return _signed(scale.lasts(Duration(((abs(years), "years"),)), calendar), 1 if years >= 0 else -1)


def _calendar_reach(later: int, scale: Scale, calendar: str) -> Reach:
    """From an unknown day to the calendar year so many years after its own."""
    named = calendar_named(calendar)
    if scale.unit != "day" and named is scale.own:
        # Its years and months are those of the scale.
        months = named.counting.months_a_year
        if scale.unit == "year":
            return Reach((later, later), (later, later))
        if months:
            first = months * later
            return Reach((first - months + 1, first), (first, first + months - 1))
    past = 1 if scale.unit == "day" else 0
    # The years of other calendars and styles are of uneven length: one more either way is more than enough.
    spare = 0 if calendar in ("gregorian", "julian") else 1
    begins = _years(later - 1 - spare, scale, calendar)[0] + past, _years(later + spare, scale, calendar)[1]
    ends = _years(later - spare, scale, calendar)[0], _years(later + 1 + spare, scale, calendar)[1] - past
    return Reach(begins, ends)


def _anniversaries(day: int, year: int, calendar: str) -> tuple[int, int]:
    begins, ends = (shift(day, Duration(((years, "years"),)), 1, calendar) for years in (year - 1, year))
    return begins - day, ends - 1 - day


def _constant(low: int, high: int, away: Callable[[int], tuple[int, ...]]) -> tuple[Way, ...] | None:
    """The stretches of days from which the date is equally far away."""
    if high - low > MOST_DAYS:
        return None
    found: list[Way] = []
    for day in range(low, high + 1):
        first, last = away(day)
        if found and (found[-1].first, found[-1].last) == (first, last):
            found[-1] = Way(Run(found[-1].base.first, day), first, last, True)
        elif len(found) == MOST_CHOICES:
            return None
        else:
            found.append(Way(Run(day, day), first, last, True))
    return tuple(found)


def _in_year(counting: InYear, low: int, high: int) -> tuple[Way, ...] | None:
    """The days of a year of a reign that are called so, for each day that its years can be counted from."""
    if high - low > MOST_DAYS // 10:
        return None
    days: dict[int, tuple[Run, ...]] = {}
    parts = calendar_named(counting.calendar).parts
    found: list[Way] = []
    for day in range(low, high + 1):
        years = ways(counting.year, day, day)
        if years is None:
            return None
        for run in (_run(way) for way in years):
            assert run.first is not None
            assert run.last is not None
            if not counting.day:
                if _as_told(counting, run.first, run.last):
                    found.append(Way(Run(day, day), *_within_told(counting, run.first, run.last)))
                continue
            for year in range(parts(run.first)[0] - 1, parts(run.last)[0] + 2):
                if year not in days:
                    days[year] = days_called(counting.day, year, counting.calendar)
                for first, last in ((each.first or 0, each.last or 0) for each in days[year]):
                    # A month can begin before the year does, or end after it.
                    first, last = max(first, run.first), min(last, run.last)
                    if first <= last and _as_told(counting, first, last):
                        found.append(Way(Run(day, day), *_within_told(counting, first, last)))
        if len(found) > 10 * MOST_CHOICES:
            return None
    return _joined(found)


def _as_told(counting: InYear, first: int, last: int) -> bool:
    """Whether some days are of the years in brackets, counted from January or, as many did, from 25 March."""
    if counting.told is None:
        return True
    calendar = calendar_named(counting.calendar)
    low, high = counting.told
    begins, ends = calendar.parts(first), calendar.parts(last)
    earliest = begins[0] - (begins[1:] < _LADY_DAY)
    return earliest <= high and low <= ends[0]


def _within_told(counting: InYear, first: int, last: int) -> tuple[int, int]:
    """The days from one to another that are of the years in brackets: from their January to the 24 March after them,
    which were counted to them too. Of a calendar whose years begin otherwise, all."""
    if counting.told is None:
        return first, last
    calendar, (low, high) = calendar_named(counting.calendar), counting.told
    january, lady_day = calendar.days(low, 1, 1), calendar.days(high + 1, *_LADY_DAY)
    if not (january and lady_day) or hull(calendar.year(low)).first != january[0]:
        return first, last
    return max(first, january[0]), min(last, lady_day[0] - 1)


def _joined(found: list[Way]) -> tuple[Way, ...]:
    """Joins the ways that fall out alike from one day after another."""
    joined: list[Way] = []
    for way in sorted(set(found), key=lambda way: (way.first, way.last, way.base.first or 0)):
        before = joined[-1] if joined else None
        if (
            before
            and (before.first, before.last) == (way.first, way.last)
            and before.base.last == (way.base.first or 0) - 1
        ):
            joined[-1] = Way(Run(before.base.first, way.base.last), way.first, way.last)
        else:
            joined.append(way)
    return tuple(joined)


def days_called(day: str, year: int, calendar: str) -> tuple[Run, ...]:
    """The days that words are with a year behind them (`12 May`, `Easter`); none where that year has no such day."""
    written = f"{day} {year}" if year >= 100 else f"{day} AD {year}" if year > 0 else f"{day} {1 - year} BC"
    try:
        return read(f"{calendar}:{written}").runs
    except DateError:
        return ()


def _calendar_years(later: int, name: str, low: int, high: int) -> tuple[Way, ...] | None:
    """For each calendar year the accession can fall in, the one so many years later."""
    calendar = calendar_named(name)
    begins, ends = calendar.parts(low)[0] - 1, calendar.parts(high)[0] + 1
    if ends - begins > MOST_CHOICES + 2:
        return None
    found = []
    for year in range(begins, ends + 1):
        own, meant = calendar.year(year), calendar.year(year + later)
        for run in own:
            first, last = max(low, run.first or 0), min(high, run.last or 0)
            if first > last:
                continue
            if not meant:
                return None
            whole = hull(meant)
            assert whole.first is not None
            assert whole.last is not None
            found.append(Way(Run(first, last), whole.first, whole.last))
    return tuple(found)


def _from_feasts(year: int, feast: str, name: str, low: int, high: int) -> tuple[Way, ...] | None:
    """For each feast that the accession can have been on or after, the year counted from feast to feast."""
    calendar = calendar_named(name)
    if high - low > 366 * MOST_CHOICES:
        return None
    days = feast_days(feast, calendar, low - 2 * BETWEEN_FEASTS, high + (year + 2) * BETWEEN_FEASTS)
    found = []
    for at, (since, until) in enumerate(pairwise(days)):
        first, last = max(low, since), min(high, until - 1)
        if first > last:
            continue
        if at + year >= len(days):
            return None
        found.append(Way(Run(first, last), first if year == 1 else days[at + year - 1], days[at + year] - 1))
    return tuple(found)


def _nearest(counting: Nearest, low: int, high: int) -> tuple[Way, ...] | None:
    """For each feast or weekday it can be, the days from which that one is the nearest."""
    if high - low > MOST_CHOICES * (7 if counting.what in _WEEKDAYS else 366):
        return None
    days = list(_occurrences(counting, low - 2 * BETWEEN_FEASTS, high + 2 * BETWEEN_FEASTS))
    found = []
    for before, after in pairwise(days):
        run = Run(before, after - 1) if counting.sign > 0 else Run(before + 1, after)
        first, last = max(low, run.first or 0), min(high, run.last or 0)
        if first <= last:
            day = after if counting.sign > 0 else before
            found.append(Way(Run(first, last), day, day))
    return tuple(found)


def _occurrences(counting: Nearest, low: int, high: int) -> Iterator[int]:
    if counting.what in _WEEKDAYS:
        yield from weekdays(low, high, _WEEKDAYS.index(counting.what))
    else:
        yield from feast_days(counting.what, calendar_named(counting.calendar), low, high)
