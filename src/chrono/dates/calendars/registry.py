"""Calendars by name.

Takes a name such as `julian`, `hebrew`, `switch:1582-10-15` or `julian|gregorian` (one of the two, nobody knows
which); gives the `Calendar`.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache

from chrono.dates.calendars import eastern, persian, republican, styles
from chrono.dates.calendars.western import GREGORIAN, JULIAN, Calendar
from chrono.dates.runs import DateError

CALENDARS: dict[str, Calendar] = {
    calendar.name: calendar
    for calendar in (
        GREGORIAN,
        JULIAN,
        styles.FLORENTINE,
        styles.LADY_DAY,
        styles.PISAN,
        styles.MARCH,
        styles.SEPTEMBER,
        styles.NATIVITY,
        styles.EASTER_STYLE,
        styles.UNKNOWN_STYLE,
        styles.BYZANTINE,
        styles.AUC,
        styles.SELEUCID_SYRIAN,
        eastern.SELEUCID_JEWISH,
        eastern.HEBREW,
        eastern.ISLAMIC,
        eastern.ISLAMIC_TABULAR,
        eastern.COPTIC_CALENDAR,
        eastern.ETHIOPIC_CALENDAR,
        eastern.EGYPTIAN,
        eastern.ARMENIAN_CALENDAR,
        persian.PERSIAN,
        republican.REPUBLICAN,
    )
}
ALIASES = {
    "gregorian-proleptic": "gregorian",
    "julian-proleptic": "julian",
    "julian-january": "julian",
    "florentine": "julian-florentine",
    "ladyday": "julian-ladyday",
    "pisan": "julian-pisan",
    "julian-venetian": "julian-march",
    "julian-christmas": "julian-nativity",
    "julian-easter": "julian-easter-style",
    "byzantine": "byzantine-am",
    "auc": "auc-varronian",
    "seleucid": "seleucid-jewish",
    "islamic-civil": "islamic-tabular",
    "ethiopian": "ethiopic",
    "nabonassar": "egyptian",
    "french": "french-republican",
    "persian-arithmetic": "persian",
}
_SWITCH = re.compile(r"switch:([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)


@lru_cache(maxsize=256)
def calendar_of(name: str) -> Calendar:
    """The calendar of a name; raises `DateError` where there is none, with the nearest."""
    found = CALENDARS.get(ALIASES.get(name, name))
    if found is not None:
        return found
    if "|" in name:
        return styles.either(name, tuple(calendar_of(part) for part in name.split("|")))
    if name.startswith("switch:"):
        return _switch(name)
    near = get_close_matches(name, (*CALENDARS, *ALIASES), 1)
    help = f"did you mean {near[0]}?" if near else "the calendars are listed in docs/dates.md"
    raise DateError(f"there is no calendar {name!r}", 0, len(name), help)


def _switch(name: str) -> Calendar:
    date = _SWITCH.fullmatch(name)
    if date is None:
        raise DateError("a reform is named by its first Gregorian day", 0, len(name), "write switch:1582-10-15")
    year, month, day = (int(part) for part in date.groups())
    if not GREGORIAN.days(year, month, day):
        raise DateError(f"there is no day {name[7:]}", 7, len(name) - 7)
    if (year, month, day) < (1582, 10, 15):
        raise DateError("no calendar was reformed before 15 October 1582", 7, len(name) - 7)
    return styles.switch(year, month, day)
