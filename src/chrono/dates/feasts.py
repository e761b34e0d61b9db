"""Feasts of the church as dates: Easter, the feasts that move with it, and fixed ones, with the year they are of.

Takes the id of a feast (see `feast_days`), a year and a calendar; gives its days, and every day of a feast within some
days. Before 15 October 1582 feasts are reckoned by the Julian calendar, which was the only one, unless the calendar is
named with the date; the Easters of the Protestant German states and of Sweden, which differed, are given by name.
"""

from __future__ import annotations

import re

from chrono.dates.calendars.calendar import Calendar
from chrono.dates.calendars.easter import gregorian_easter, julian_easter, on_or_after
from chrono.dates.calendars.gregorian import GREGORIAN, REFORM
from chrono.dates.calendars.julian import JULIAN, julian_parts
from chrono.dates.feast_days import ADVENT, FEASTS, MOVABLE, SAINTS, SEASONS, WHICH, names
from chrono.dates.letters import fold
from chrono.dates.runs import DateError, Run

_PROTESTANT = {1724: -7, 1744: -7}
_SWEDISH = {1744: -7, 1802: 7, 1805: 7, 1818: 7}
"""By how many days the astronomical Easter was kept before or after the Gregorian one. Van Gent, "Anomalous Easter
Sunday dates" (Utrecht): the improved calendar of the German states 1700–1775, Sweden and Finland 1740–1844."""
_TITLED = re.compile(
    r"(?:the\s+)?(?P<feast>feast\s+of\s+)?(?:the\s+)?(?P<title>(?:sts?|saints?)\.?\s+)?(?P<name>[^\W\d_][\w' -]*)",
    re.IGNORECASE,
)


def _fixed(id: str) -> tuple[tuple[int, int], ...]:
    found = (SAINTS.get(id) or FEASTS.get(id) or ((),))[0]
    if not found:
        return ()
    return (found,) if isinstance(found[0], int) else found


def _from_easter(id: str) -> tuple[int, ...]:
    offsets = MOVABLE[id][0]
    return (offsets,) if isinstance(offsets, int) else offsets


def _in_leap_years(id: str) -> bool:
    """Whether a leap year moves a feast: 24 February was counted twice, and what follows it is a day later."""
    return any(month == 2 and day >= 24 for month, day in _fixed(id))


def region_of(id: str) -> str:
    """Where a feast was kept, or which of its days is whose, where that must be said."""
    return WHICH.get(id) or (SAINTS.get(id) or FEASTS.get(id) or ((), ""))[1]


def feast_runs(
    id: str, year: int, calendar: Calendar, *, named: bool, reckoning: str = ""
) -> tuple[tuple[Run, ...], str]:
    """The days of a feast of a year of a calendar, and a note; raises `DateError` where that calendar has no feasts.

    `named` says that the calendar is named with the date, and so counts before 1582 too.
    """
    if calendar.months[0] != "January":
        raise DateError(f"the {calendar.name} calendar has no feasts of the church")
    if reckoning:
        days = [_easter_by(reckoning, year) + offset for offset in _from_easter(id)] if id in MOVABLE else []
        return tuple(Run(day, day) for day in days), f"{reckoning.capitalize()} reckoning"
    runs, note = _runs(id, year, calendar), ""
    if calendar is GREGORIAN and not named:
        old = _runs(id, year, JULIAN)
        if old and all(run.last is not None and run.last < REFORM for run in old):
            runs, calendar, note = old, JULIAN, "before 15 October 1582 feasts are reckoned by the Julian calendar"
    if _in_leap_years(id) and calendar.days(year, 2, 29):
        leap = "in a leap year 24 February was counted twice, and the feast was kept on either day"
        note = f"{note}; {leap}" if note else leap
    return runs, note


def _easter_by(reckoning: str, year: int) -> int:
    if reckoning == "julian":
        return julian_easter(year)
    first, last, off = {
        "protestant": (1700, 1775, _PROTESTANT), "swedish": (1740, 1844, _SWEDISH), "gregorian": (-9999, 99999, {}),
    }[reckoning]  # fmt: skip
    if not first <= year <= last:
        raise DateError(f"the {reckoning.capitalize()} Easter was kept from {first} to {last}", code="no-such-date")
    return gregorian_easter(year) + off.get(year, 0)


def _runs(id: str, year: int, calendar: Calendar) -> tuple[Run, ...]:
    if id in SEASONS:
        if of_easter := SEASONS[id][0]:
            # The Lent that begins in a year; by Lady Day it can end in the next.
            first, last = of_easter
            return tuple(Run(day, day + last - first) for day in _by_easter(first, year, calendar))
        begins, ends = (_days(bound, year, calendar) for bound in ("advent sunday", "christmas eve"))
        return tuple(Run(first, last) for first, last in zip(begins, ends, strict=False) if first <= last)
    return tuple(Run(day, day) for day in _days(id, year, calendar))


def _days(id: str, year: int, calendar: Calendar) -> list[int]:
    """The days of a feast in a year of a calendar."""
    if id in MOVABLE:
        return sorted({day for offset in _from_easter(id) for day in _by_easter(offset, year, calendar)})
    if id in ADVENT:
        # The Sunday nearest to St Andrew.
        return [on_or_after(day - 3, 6) for day in calendar.days(year, 11, 30)]
    days = {day for date in _fixed(id) for day in calendar.days(year, *date)}
    if _in_leap_years(id) and calendar.days(year, 2, 29):
        days |= {day for month, of_month in _fixed(id) for day in calendar.days(year, month, of_month + 1)}
    return sorted(days)


def _by_easter(offset: int, year: int, calendar: Calendar) -> list[int]:
    return [gregorian_easter(year) + offset] if calendar is GREGORIAN else _in_year(calendar, year, offset)


def _in_year(calendar: Calendar, year: int, offset: int) -> list[int]:
    """The feasts in a year of a calendar, by the Julian Easter, or by the Gregorian once that calendar is reformed."""
    found = set()
    for run in calendar.year(year):
        assert run.first is not None
        assert run.last is not None
        for candidate in range(julian_parts(run.first)[0] - 1, julian_parts(run.last)[0] + 2):
            easter = julian_easter(candidate)
            if calendar.name.startswith("switch:") and calendar.parts(easter) != julian_parts(easter):
                easter = gregorian_easter(candidate)
            if run.first <= easter + offset <= run.last:
                found.add(easter + offset)
    return sorted(found)


def named_feast(text: str, calendar: Calendar, column: int = 0) -> str | None:
    """The feast that a text names, without a year, for `feast_days`; `None` where it names none; raises `DateError`."""
    found = _TITLED.fullmatch(text)
    if found is None:
        return None
    name = " ".join(fold(word) for word in found["name"].split())
    roles = names().get(name) or names().get(re.sub(r"(?:'s)? day$", "", name)) or {}
    titled = bool(found["feast"] or found["title"]) or name.endswith("'s day")
    id = roles.get("feast") or (roles.get("saintly") if titled else None)
    if id is None or id in SEASONS:
        return None
    if calendar.months[0] != "January":
        raise DateError(
            f"the {calendar.name} calendar has no feasts of the church",
            column + found.start("name"),
            len(found["name"]),
        )
    return id


def feast_days(name: str, calendar: Calendar, low: int, high: int) -> tuple[int, ...]:
    """Every day from `low` to `high` (JDN) on which a feast falls, by any of its names, in a calendar with feasts."""
    name = names().get(name, {}).get("feast", name)
    years = range(calendar.parts(low)[0] - 1, calendar.parts(high)[0] + 2)
    days = {
        run.first for year in years for run in feast_runs(name, year, calendar, named=False)[0] if run.first is not None
    }
    return tuple(sorted(day for day in days if low <= day <= high))
