"""Calendars by name.

Takes a name such as `julian`, `hebrew`, `switch:1582-10-15` or `julian|gregorian` (one of the two, nobody knows
which); gives the `Calendar`. A calendar is loaded by the first chronology that names it: most name one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import import_module

from chrono.dates.calendars.calendar import Calendar
from chrono.dates.calendars.gregorian import GREGORIAN
from chrono.dates.runs import DateError

CALENDARS: dict[str, tuple[str, str]] = {
    "gregorian": ("gregorian", "GREGORIAN"),
    "julian": ("julian", "JULIAN"),
    "julian-florentine": ("year_styles", "FLORENTINE"),
    "julian-ladyday": ("year_styles", "LADY_DAY"),
    "julian-pisan": ("year_styles", "PISAN"),
    "julian-march": ("year_styles", "MARCH"),
    "julian-september": ("year_styles", "SEPTEMBER"),
    "julian-nativity": ("year_styles", "NATIVITY"),
    "julian-easter-style": ("year_styles", "EASTER_STYLE"),
    "julian-unknown": ("either", "UNKNOWN_STYLE"),
    "byzantine-am": ("year_styles", "BYZANTINE"),
    "spanish-era": ("year_styles", "SPANISH"),
    "auc-varronian": ("year_styles", "AUC"),
    "seleucid-syrian": ("year_styles", "SELEUCID_SYRIAN"),
    "seleucid-jewish": ("hebrew", "SELEUCID_JEWISH"),
    "hebrew": ("hebrew", "HEBREW"),
    "islamic": ("islamic", "ISLAMIC"),
    "islamic-tabular": ("islamic", "ISLAMIC_TABULAR"),
    "coptic": ("coptic", "COPTIC"),
    "ethiopic": ("ethiopic", "ETHIOPIC"),
    "egyptian": ("egyptian", "EGYPTIAN"),
    "armenian": ("armenian", "ARMENIAN"),
    "persian": ("persian", "PERSIAN"),
    "french-republican": ("french_republican", "FRENCH_REPUBLICAN"),
    "alexandrian": ("alexandrian", "ALEXANDRIAN"),
    "oxyrhynchite": ("alexandrian", "OXYRHYNCHITE"),
    "seleucid-babylonian": ("babylonian", "SELEUCID_BABYLONIAN"),
    "quaker": ("quaker", "QUAKER"),
    "swedish": ("reform", "SWEDISH"),
    "rumi": ("rumi", "RUMI"),
}
"""The file and the name in it of each calendar."""
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
    "hispanic-era": "spanish-era",
    "auc": "auc-varronian",
    "seleucid": "seleucid-jewish",
    "islamic-civil": "islamic-tabular",
    "ethiopian": "ethiopic",
    "nabonassar": "egyptian",
    "french": "french-republican",
    "diocletian": "alexandrian",
    "oxyrhynchus": "oxyrhynchite",
    "babylonian": "seleucid-babylonian",
    "friends": "quaker",
    "ottoman-fiscal": "rumi",
    "persian-arithmetic": "persian",
}
_SWITCH = re.compile(r"switch:([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)


def is_calendar(name: str) -> bool:
    """Whether a calendar of its own, neither an either/or nor a reform, has this name."""
    return name in CALENDARS or name in ALIASES


@lru_cache(maxsize=256)
def calendar_named(name: str) -> Calendar:
    """The calendar of a name; raises `DateError` where there is none, with the nearest."""
    found = CALENDARS.get(ALIASES.get(name, name))
    if found is not None:
        calendar = getattr(import_module(f"chrono.dates.calendars.{found[0]}"), found[1])
        assert isinstance(calendar, Calendar)
        return calendar
    if "|" in name:
        # Either/ors and reforms are loaded by the few chronologies that have them.
        from chrono.dates.calendars.either import either

        return either(name, tuple(calendar_named(part) for part in name.split("|")))
    if name.startswith("switch:"):
        return _switch(name)
    from difflib import get_close_matches

    near = get_close_matches(name, (*CALENDARS, *ALIASES), 1)
    help = f"did you mean {near[0]}?" if near else "the calendars are listed in docs/dates.md"
    raise DateError(f"there is no calendar {name!r}", 0, len(name), help, mends=tuple(near))


def _switch(name: str) -> Calendar:
    from chrono.dates.calendars.reform import switch

    date = _SWITCH.fullmatch(name)
    if date is None:
        raise DateError(
            "a reform is named by its first Gregorian day", 0, len(name), "write for example switch:1582-10-15"
        )
    year, month, day = (int(part) for part in date.groups())
    if not GREGORIAN.days(year, month, day):
        raise DateError(f"there is no day {name[7:]}", 7, len(name) - 7)
    if (year, month, day) < (1582, 10, 15):
        raise DateError("no calendar was reformed before 15 October 1582", 7, len(name) - 7)
    return switch(year, month, day)
