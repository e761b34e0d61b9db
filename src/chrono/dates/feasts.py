"""Feasts of the church as dates: Easter, the feasts that move with it, and fixed ones, with the year they are of.

Takes `easter 1123`, `palm sunday 1066`, `michaelmas 1270`, `eve of st andrew 1290`, `easter 1123 + 3 days`; gives
the day as a `Part`, or `None` where the text names no feast; and every day of a feast within some days. A movable feast
of a year before 1583 is reckoned by the Julian Easter, which was the only one, unless the text says `easter-gregorian`.
"""

from __future__ import annotations

import re

from chrono.dates.calendars.calendar import Calendar
from chrono.dates.calendars.easter import WEEKDAYS, gregorian_easter, julian_easter, on_or_after
from chrono.dates.calendars.julian import julian_parts
from chrono.dates.durations import read_duration, shift
from chrono.dates.runs import DateError, Part, Run, merged

MOVABLE = {
    "septuagesima": -63, "sexagesima": -56, "quinquagesima": -49, "shrove sunday": -49, "shrove tuesday": -47,
    "ash wednesday": -46, "quadragesima": -42, "invocavit": -42, "reminiscere": -35, "oculi": -28, "laetare": -21,
    "mid-lent sunday": -21, "judica": -14, "passion sunday": -14, "palm sunday": -7, "maundy thursday": -3,
    "good friday": -2, "holy saturday": -1, "easter": 0, "easter sunday": 0, "easter day": 0, "easter monday": 1,
    "low sunday": 7, "quasimodo": 7, "hock tuesday": 16, "hockday": 16, "rogation sunday": 35, "ascension": 39,
    "ascension day": 39, "pentecost": 49, "whitsun": 49, "whit sunday": 49, "whitsunday": 49, "trinity": 56,
    "trinity sunday": 56, "corpus christi": 60,
}  # fmt: skip
"""Days from Easter Sunday."""
FIXED = {
    "circumcision": (1, 1), "epiphany": (1, 6), "candlemas": (2, 2), "purification": (2, 2),
    "annunciation": (3, 25), "lady day": (3, 25), "invention of the cross": (5, 3), "midsummer": (6, 24),
    "lammas": (8, 1), "assumption": (8, 15), "nativity of mary": (9, 8), "exaltation of the cross": (9, 14),
    "michaelmas": (9, 29), "all saints": (11, 1), "all hallows": (11, 1), "all souls": (11, 2),
    "martinmas": (11, 11), "conception of mary": (12, 8), "christmas": (12, 25), "holy innocents": (12, 28),
}  # fmt: skip
"""Month and day."""
SAINTS = {
    "conversion of paul": (1, 25), "valentine": (2, 14), "matthias": (2, 24), "george": (4, 23), "mark": (4, 25),
    "philip and james": (5, 1), "barnabas": (6, 11), "john the baptist": (6, 24), "peter and paul": (6, 29),
    "mary magdalene": (7, 22), "james": (7, 25), "lawrence": (8, 10), "bartholomew": (8, 24), "matthew": (9, 21),
    "denis": (10, 9), "luke": (10, 18), "martin": (11, 11), "catherine": (11, 25), "andrew": (11, 30),
    "nicholas": (12, 6), "thomas": (12, 21), "stephen": (12, 26), "john the evangelist": (12, 27),
    "silvester": (12, 31),
}  # fmt: skip
"""Month and day, as the western calendar has them; a name alone, without "St" or "feast of", is no feast."""
_ADVENT = ("advent", "advent sunday")
_AROUND = {"eve": -1, "vigil": -1, "morrow": 1, "octave": 7, "quindene": 14}

_FEAST = re.compile(
    r"(?:(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)\s+"
    r"(?P<side>(?:next\s+)?(?:after|before))\s+)?"
    r"(?:the\s+)?(?:(?P<around>eve|vigil|morrow|octave|quindene)\s+of\s+)?(?:the\s+)?"
    r"(?P<feast>feast\s+of\s+)?(?:the\s+)?(?P<title>(?:sts?|saints?)\.?\s+)?"
    r"(?P<name>[a-z][a-z' -]*?)(?P<reckoning>-julian|-gregorian)?,?\s+(?P<year>-?[0-9]{1,6})"
    r"(?:\s*(?P<sign>[+-])\s*(?P<amount>.+))?",
    re.ASCII | re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:the\s+)?(?P<feast>feast\s+of\s+)?(?:the\s+)?(?P<title>(?:sts?|saints?)\.?\s+)?(?P<name>[a-z][a-z' -]*)",
    re.ASCII | re.IGNORECASE,
)


def read_feast(text: str, calendar: Calendar) -> Part | None:
    """The day of a feast of a year, with what is added to it; `None` where no feast is named."""
    found = _FEAST.fullmatch(text)
    if found is None:
        return None
    year = int(found["year"])
    name = _canonical(found["name"], calendar, found.start("name"), titled=bool(found["feast"] or found["title"]))
    if name is None:
        return None
    days, note = _days(name, found["reckoning"], year, calendar)
    if days is None:
        return None
    if not days:
        raise DateError(
            f"there is no {name} in the year {year} of the {calendar.name} calendar",
            found.start("year"),
            len(found["year"]),
            code="no-such-date",
        )
    days = [day + _AROUND.get((found["around"] or "").lower(), 0) for day in days]
    if found["amount"]:
        try:
            amount = read_duration(found["amount"])
        except DateError as error:
            raise error.moved(found.start("amount")) from None
        days = [shift(day, amount, 1 if found["sign"] == "+" else -1) for day in days]
    if found["weekday"]:
        wanted = [weekday.lower() for weekday in WEEKDAYS].index(found["weekday"].lower())
        after = found["side"].lower().endswith("after")
        days = [on_or_after(day + 1, wanted) if after else on_or_after(day - 7, wanted) for day in days]
    return Part(merged(Run(day, day) for day in days), "day", note=note)


def _canonical(written: str, calendar: Calendar, column: int, *, titled: bool) -> str | None:
    """The name of a feast as the tables have it; `None` where there is none, or only the name of a saint."""
    name = " ".join(written.lower().split())
    if name not in FIXED and name not in MOVABLE:
        name = re.sub(r"(?:'s)? day$", "", name)
        if name in SAINTS and not titled:
            return None
    if name not in (*FIXED, *MOVABLE, *SAINTS, *_ADVENT):
        return None
    if calendar.months[0] != "January":
        raise DateError(f"the {calendar.name} calendar has no feasts of the church", column, len(written))
    return name


def named_feast(text: str, calendar: Calendar, column: int = 0) -> str | None:
    """The feast that a text names, without a year, for `feast_days`; `None` where it names none; raises `DateError`."""
    found = _NAMED.fullmatch(text)
    titled = found is not None and bool(found["feast"] or found["title"])
    return None if found is None else _canonical(found["name"], calendar, column + found.start("name"), titled=titled)


def feast_days(name: str, calendar: Calendar, low: int, high: int) -> tuple[int, ...]:
    """Every day from `low` to `high` (JDN) on which a feast falls, in a calendar that has feasts."""
    years = range(calendar.parts(low)[0] - 1, calendar.parts(high)[0] + 2)
    days = {day for year in years for day in _days(name, None, year, calendar)[0] or ()}
    return tuple(sorted(day for day in days if low <= day <= high))


def _days(name: str, reckoning: str | None, year: int, calendar: Calendar) -> tuple[list[int] | None, str]:
    """The days of a feast in a year of a calendar, `None` where there is no such feast; and a note."""
    fixed = FIXED.get(name) or SAINTS.get(name)
    if fixed and reckoning is None:
        return sorted(set(calendar.days(year, *fixed))), ""
    if name in _ADVENT:
        # The Sunday nearest to St Andrew.
        return [on_or_after(day - 3, 6) for day in calendar.days(year, 11, 30)], ""
    if name not in MOVABLE:
        return None, ""
    offset = MOVABLE[name]
    if reckoning is not None:
        easter = julian_easter if reckoning.lower() == "-julian" else gregorian_easter
        return [easter(year) + offset], f"{reckoning[1:].capitalize()} reckoning"
    if calendar.name == "gregorian":
        if year >= 1583:
            return [gregorian_easter(year) + offset], ""
        return [julian_easter(year) + offset], "before 1583 Easter is reckoned by the Julian calendar"
    return _in_year(calendar, year, offset), ""


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
