"""Days, months and years with names: `25 October 1917`, `Oct. 25, 1917`, `March 44 BC`, `AD 70`, `9 Thermidor II`.

Takes a text and the calendar it is in; gives a `Part`, or `None` where the text has no such form; raises
`DateError` where a month is misnamed or the day does not exist. The names are the calendar's own, in full or cut to
three letters or more.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches

from chrono.dates.calendars.calendar import Calendar
from chrono.dates.notations.centuries import roman
from chrono.dates.notations.edtf_date import no_day
from chrono.dates.runs import DateError, Part, Run, merged

_FLAGS = re.IGNORECASE | re.ASCII
_YEAR = (
    r"(?:(?P<before>a\.?d\.?|c\.?e\.?|anno)\s*)?(?:an\s+)?(?P<year>[0-9]{1,6}|[ivx]+)"
    r"(?:\s*(?P<after>b\.?\s?c\.?\s?e\.?|b\.?\s?c\.?|a\.?\s?d\.?|c\.?\s?e\.?))?"
)
_ONLY_YEAR = re.compile(_YEAR, _FLAGS)
_DAY_MONTH = re.compile(
    r"(?:(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?\s+(?:of\s+|de\s+)?)?(?P<month>[^\W\d_][^\d/()\[\]]*?)[.,]?\s+" + _YEAR,
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    r"(?P<month>[^\W\d_][^\d/()\[\]]*?)\.?\s+(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,\s*" + _YEAR, re.IGNORECASE
)
_ALIASES = {
    "september": ("sept",),
    "adar": ("adar i", "adar 1", "adar rishon"),
    "adar ii": ("adar 2", "adar sheni", "veadar"),
    "iyyar": ("iyar",),
    "marheshvan": ("cheshvan", "heshvan"),
    "shaban": ("sha'ban",),
    "rabi i": ("rabi al-awwal",),
    "rabi ii": ("rabi al-thani", "rabi al-akhir"),
    "jumada i": ("jumada al-ula", "jumada al-awwal"),
    "jumada ii": ("jumada al-akhira", "jumada al-thani"),
    "sansculottides": ("jour complementaire", "jours complementaires"),
}


def plain(name: str) -> str:
    """A name in small letters without accents or a final full stop, spaces single."""
    letters = unicodedata.normalize("NFKD", name.lower().rstrip("."))
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def month_of(name: str, calendar: Calendar) -> int | None:
    """The number of the month a name means in a calendar: in full, by an alias, or cut so that only one begins so."""
    wanted = plain(name)
    names = [plain(month) for month in calendar.months]
    for number, month in enumerate(names, 1):
        if wanted == month or wanted in _ALIASES.get(month, ()):
            return number
    near = [number for number, month in enumerate(names, 1) if len(wanted) >= 3 and month.startswith(wanted)]
    return near[0] if len(near) == 1 else None


def read_named(text: str, calendar: Calendar) -> Part | None:
    """The date of a text that names its month or its era; `None` where it has no such form; raises `DateError`."""
    only = _ONLY_YEAR.fullmatch(text)
    if only:
        return _year_alone(only, calendar)
    found = _MONTH_DAY.fullmatch(text) or _DAY_MONTH.fullmatch(text)
    if found is None:
        return None
    number = month_of(found["month"], calendar)
    if number is None:
        return _no_such_month(found, calendar)
    year = _year(found, calendar)
    months = [number]
    if calendar.months[number - 1] == "Adar" and plain(found["month"]) == "adar" and calendar.month(year, 13):
        # In a leap year "Adar" alone is either of the two.
        months.append(13)
    if found["day"] is None:
        runs = merged(run for month in months for run in calendar.month(year, month))
        if not runs:
            raise DateError(
                f"there is no {found['month']} in {year}",
                found.start("month"),
                len(found["month"]),
                code="no-such-date",
            )
        return Part(runs, "month")
    days = [jdn for month in months for jdn in calendar.days(year, month, int(found["day"]))]
    if not days:
        raise no_day(calendar, year, number, int(found["day"]), found.start("day"))
    return Part(merged(Run(jdn, jdn) for jdn in days), "day", instant=True)


def _year_alone(found: re.Match[str], calendar: Calendar) -> Part | None:
    """`44 BC`, `AD 70`: a number alone is EDTF's or nothing."""
    if not (found["before"] or found["after"]) or not found["year"].isdigit():
        return None
    year = _year(found, calendar)
    runs = calendar.year(year)
    if not runs:
        raise DateError(
            f"the {calendar.name} calendar has no year {year}",
            found.start("year"),
            len(found["year"]),
            code="no-such-date",
        )
    return Part(merged(runs), "year", ways=runs)


def _year(found: re.Match[str], calendar: Calendar) -> int:
    """The year's number in its calendar; years before Christ counted through 0."""
    written = found["year"]
    number = int(written) if written.isdigit() else roman(written)
    if number is None or (not written.isdigit() and calendar.name != "french-republican"):
        raise DateError(f"{written!r} is no year", found.start("year"), len(written), "write the year in figures")
    era = re.sub(r"[.\s]", "", found["after"] or found["before"] or "").lower()
    if era in ("bc", "bce", "ad", "ce") and number == 0:
        raise DateError("there is no year 0 of an era", found.start("year"), 1, "the year before AD 1 is 1 BC")
    if era and calendar.months[0] != "January":
        raise DateError(f"the {calendar.name} calendar has no BC or AD", found.start("year"), len(written))
    return 1 - number if era in ("bc", "bce") else number


def _no_such_month(found: re.Match[str], calendar: Calendar) -> Part | None:
    name = found["month"]
    near = get_close_matches(plain(name), [plain(month) for month in calendar.months], 1, 0.7)
    if found["day"] is None and not near:
        return None
    help = f"did you mean {near[0].capitalize()}?" if near else f"its months are {', '.join(calendar.months)}"
    raise DateError(f"the {calendar.name} calendar has no month {name!r}", found.start("month"), len(name), help)
