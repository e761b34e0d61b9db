"""One date in words, without a bound or a range: `c. 1150`, `10 Feb 1648/9`, `winter 1939/40`, `indiction 1 in 1453`.

Takes a text with its calendar and conventions; gives a `Part`, or `None` where the text is none of these, or raises
`DateError` with the column where it is one gone wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from chrono.dates.calendars.calendar import Calendar, years
from chrono.dates.calendars.easter import WEEKDAYS, weekdays
from chrono.dates.calendars.julian import JULIAN
from chrono.dates.calendars.registry import calendar_named
from chrono.dates.feasts import read_feast
from chrono.dates.notations.calendar_names import PREFIX
from chrono.dates.notations.centuries import read_century
from chrono.dates.notations.conventions import convention_of
from chrono.dates.notations.edtf_date import Reader, one_date
from chrono.dates.notations.named_days import read_named
from chrono.dates.notations.seasons import season
from chrono.dates.relative.days import image
from chrono.dates.relative.reading import split
from chrono.dates.runs import DateError, Part, Run, merged

_FLAGS = re.ASCII | re.IGNORECASE
_CIRCA = re.compile(r"(?:about\s+|around\s+|(?:circa|ca?\.?)(?:\s+|(?<=\.)|(?=[0-9])))(?P<date>[^\s.].*)", _FLAGS)
_WEEKDAY = re.compile(rf"(?:on\s+)?(?:a\s+)?(?P<day>{'|'.join(WEEKDAYS)})s?,?\s+(?P<in>in\s+)?(?P<date>.+)", _FLAGS)
_DUAL = re.compile(r"(?P<body>(?:.*\s)?)(?P<year>[0-9]{3,4})/(?P<next>[0-9]{1,4})(?P<rest>(?:-[0-9]{2}){0,2})", _FLAGS)
_SEASON = re.compile(
    r"(?P<name>spring|summer|autumn|fall|winter)(?:\s+of)?\s+(?P<year>[0-9]{3,4})(?:/(?P<next>[0-9]{1,4}))?", _FLAGS
)
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_INDICTION = re.compile(
    r"indiction\s+(?P<number>[0-9]{1,2})\s+in\s+(?:AD\s+)?(?P<first>[0-9]{1,6})(?:\s*\.\.\s*(?P<last>[0-9]{1,6}))?",
    _FLAGS,
)
_PLAIN = re.compile(r"[?~%]?[+-]?[0-9][0-9X?~%-]*", re.ASCII)
_LADY_DAY = (3, 25)


@dataclass(frozen=True, slots=True)
class Words:
    """What a text is read with."""

    calendar: Calendar
    conventions: str


def simple(text: str, words: Words) -> Part | None:
    """One date in words, without a bound or a range; `None` where it is none; raises `DateError`."""
    if _PLAIN.fullmatch(text):
        return one_date(Reader(text, words.calendar, words.conventions, loose=True), 0, len(text))
    if prefix := PREFIX.match(text):
        try:
            return simple(text[prefix.end() :], Words(calendar_named(prefix[1]), words.conventions))
        except DateError as error:
            raise error.moved(prefix.end()) from None
    if text.endswith("?") and len(text) > 1:
        part = simple(text[:-1].rstrip(), words)
        return part and replace(part, qualifiers=part.qualifiers + "?")
    readers: tuple[Callable[[str, Words], Part | None], ...] = (
        _dual, _season, _indiction, _circa, _feast, _away, _weekday, _century, _named,
    )  # fmt: skip
    for reader in readers:
        part = reader(text, words)
        if part is not None:
            return part
    return None


def _feast(text: str, words: Words) -> Part | None:
    return read_feast(text, words.calendar)


def _century(text: str, words: Words) -> Part | None:
    return read_century(text, words.calendar, convention_of(words.conventions))


def _named(text: str, words: Words) -> Part | None:
    return read_named(text, words.calendar)


def _circa(text: str, words: Words) -> Part | None:
    """`c. 1150`: so many years either way as the convention says, counted in whole years of the calendar."""
    found = _CIRCA.fullmatch(text)
    if found is None:
        return None
    try:
        part = simple(found["date"], words)
    except DateError as error:
        raise error.moved(found.start("date")) from None
    if part is None:
        return None
    convention = convention_of(words.conventions)
    first, last = part.runs[0].first, part.runs[-1].last
    if first is None or last is None:
        return None
    low, high = (words.calendar.parts(day)[0] for day in (first, last))
    run = years(words.calendar, low - convention.circa, high + convention.circa)
    note = f"{text}: {convention.circa} years either way"
    return Part((run,), "year", part.qualifiers + "~", convention.name, note)


def _away(text: str, words: Words) -> Part | None:
    """`3 days after 1123-04-15`, `next easter after 1120`: of an unknown day, counted from each that it can be."""
    try:
        apart = split(text, words.calendar.name)
        part = apart and simple(apart[2], words)
    except DateError:
        return None
    if not (apart and part):
        return None
    found: list[Run] = []
    for run in part.runs:
        days = None if run.first is None or run.last is None else image(apart[0], run.first, run.last)
        if days is None:
            raise DateError("what is counted from needs a closed and shorter date", apart[3], len(apart[2]))
        found.extend(days)
    runs = merged(found)
    precision = "day" if all(run.first == run.last for run in runs) else part.precision
    return Part(runs, precision, part.qualifiers, part.convention, part.note)


def _weekday(text: str, words: Words) -> Part | None:
    """`Tuesday 12 March 1940`, which is checked, and `a Tuesday in March 1940`, which is one of several days."""
    found = _WEEKDAY.fullmatch(text)
    if found is None:
        return None
    part = needed(found, "date", words)
    wanted = [day.lower() for day in WEEKDAYS].index(found["day"].lower())
    days: list[int] = []
    for run in part.runs:
        if run.first is None or run.last is None or run.last - run.first > 40_000:
            raise DateError("a weekday needs a closed and shorter date", found.start("date"), len(found["date"]))
        days.extend(weekdays(run.first, run.last, wanted))
    if not days:
        raise DateError(
            f"no day of this date is a {found['day'].capitalize()}", found.start("day"), len(found["day"]),
            f"it is a {WEEKDAYS[(part.runs[0].first or 0) % 7]}" if part.precision == "day" else "",
            code="no-such-date",
        )  # fmt: skip
    return Part(merged(Run(day, day) for day in days), "day", part.qualifiers, part.convention, part.note)


def _season(text: str, words: Words) -> Part | None:
    found = _SEASON.fullmatch(text)
    if found is None or words.calendar.months[0] != "January":
        return None
    year = int(found["year"])
    if found["next"] and not (found["name"].lower() == "winter" and _follows(found["year"], found["next"])):
        raise DateError("only a winter is of two years, one after the other", found.start("next"), len(found["next"]))
    runs, precision, convention, note = season(words.calendar, year, _SEASONS[found["name"].lower()], words.conventions)
    return Part(runs, precision, "", convention, note)


def _follows(year: str, after: str) -> bool:
    return str(int(year) + 1).endswith(after) and len(after) <= len(str(int(year) + 1))


def _dual(text: str, words: Words) -> Part | None:
    """`10 February 1648/9`: a day from 1 January to 24 March, of 1648 by one reckoning and of 1649 by the other."""
    found = _DUAL.fullmatch(text)
    if found is None or not _follows(found["year"], found["next"]) or _SEASON.fullmatch(text):
        return None
    year, at = int(found["year"]) + 1, found.start("year")
    if year > 1752:
        raise DateError(
            "a dual year is of a time when the year began in March", at, len(text) - at,
            f"for a span of two years write {year - 1}/{year}",
        )  # fmt: skip
    calendar = words.calendar if words.calendar.name.startswith("switch:") else JULIAN
    note = f"dual year: from 1 January to 24 March {year}, {calendar.name}"
    low, high = calendar.days(year, 1, 1)[0], calendar.days(year, *_LADY_DAY)[0] - 1
    if not found["body"] and not found["rest"]:
        return Part((Run(low, high),), "interval", note=note)
    written = f"{found['body']}{year:04}{found['rest']}"
    part = simple(written, Words(calendar, words.conventions))
    if part is None:
        return None
    runs = tuple(
        Run(max(run.first or low, low), min(run.last or high, high))
        for run in part.runs
        if (run.first or low) <= high and (run.last or high) >= low
    )
    if not runs or (part.precision == "day" and runs != part.runs):
        raise DateError("only days from 1 January to 24 March have a dual year", at, len(text) - at)
    return replace(part, runs=runs, ways=(), note="; ".join(said for said in (part.note, note) if said))


def _indiction(text: str, words: Words) -> Part | None:
    """`indiction 1 in 1453`: the Greek indiction, from 1 September, of which the larger part is in that Christian year.

    With two years (`indiction 1 in 1400..1460`) it is an either/or over every such indiction that reaches into them.
    """
    found = _INDICTION.fullmatch(text)
    if found is None:
        return None
    number, first, last = int(found["number"]), int(found["first"]), int(found["last"] or found["first"])
    if not 1 <= number <= 15:
        raise DateError("an indiction is from 1 to 15", found.start("number"), len(found["number"]))
    # The indiction that begins in September of a year is that of the next; it counts where no earlier one does.
    indictions = [year for year in range(first, min(last, first + 10_000) + 1) if (year + 3) % 15 == number % 15]
    if not indictions and (last + 4) % 15 == number % 15:
        indictions = [last + 1]
    if not indictions:
        raise DateError(
            f"the year {first} has the indictions {(first + 2) % 15 + 1} and {(first + 3) % 15 + 1}",
            found.start("number"), len(found["number"]),
        )  # fmt: skip
    runs = tuple(Run(JULIAN.days(year - 1, 9, 1)[0], JULIAN.days(year, 8, 31)[0]) for year in indictions)
    return Part(runs, "year", note="Greek indiction: years from 1 September, Julian")


def needed(found: re.Match[str], group: str, words: Words) -> Part:
    """The date in a group of a match, which must be one."""
    column = found.start(group)
    try:
        part = simple(found[group], words)
    except DateError as error:
        raise error.moved(column) from None
    if part is None:
        raise DateError(f"{found[group]!r} is not read as a date", column, len(found[group]))
    return part
