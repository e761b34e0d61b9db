"""The days of a moment: a `Moment` of the grammar to a `Part`.

Takes a completed moment with the calendar and conventions in force; gives its days, or raises `DateError` at its place
in the text. Words expand by a named convention; what has two meanings gives the days of both, and a note.
"""

from __future__ import annotations

from dataclasses import replace

from chrono.dates.calendars.calendar import Calendar, years
from chrono.dates.calendars.easter import WEEKDAYS, on_or_after, weekdays
from chrono.dates.calendars.gregorian import GREGORIAN, REFORM
from chrono.dates.calendars.julian import JULIAN
from chrono.dates.calendars.registry import calendar_named
from chrono.dates.notations.conventions import convention_of
from chrono.dates.notations.edtf_date import Reader, no_day, one_date
from chrono.dates.notations.expanding import Words, century, decade, written
from chrono.dates.notations.indictions import indiction
from chrono.dates.notations.moments import Moment
from chrono.dates.notations.reach import of_month, of_year
from chrono.dates.notations.seasons import season
from chrono.dates.notations.two_styles import how_told
from chrono.dates.runs import ALWAYS, DateError, Part, Run, hull, merged

_STYLED = ("julian-ladyday", "julian-florentine", "julian-pisan", "julian-march", "julian-unknown")
_LADY_DAY = (3, 25)
_FIRST_PLAIN, _LAST_PLAIN = 2500, 6200
"""Years of the world that no other calendar with these months has reached."""


def resolve(moment: Moment, words: Words) -> Part:
    """The days of a moment, circa, weekday and doubt counted in; raises `DateError` where there are none."""
    if moment.open:
        return Part((ALWAYS,), "")
    calendar = calendar_named(moment.calendar) if moment.calendar else words.calendar
    try:
        part = _bare(moment, words, calendar)
    except DateError as error:
        raise (error if error.column else error.moved(moment.start)) from None
    if moment.twice is not None:
        part = replace(part, note=f"one day in two styles: {how_told(moment)}")
    if moment.weekday is not None:
        part = _weekday(moment, part, calendar)
    if moment.circa:
        part = _circa(moment, part, words, calendar)
    return replace(part, qualifiers=part.qualifiers + "?") if moment.unsure else part


def _bare(moment: Moment, words: Words, calendar: Calendar) -> Part:
    if moment.edtf:
        reader = Reader(moment.edtf, calendar, words.conventions, loose=True)
        try:
            return one_date(reader, 0, len(moment.edtf))
        except DateError as error:
            raise error.moved(moment.start) from None
    if moment.indiction:
        return indiction(moment)
    if moment.scale:
        return century(moment, words, calendar)
    if moment.base is not None:
        return decade(moment, words, calendar)
    year = _year(moment, calendar)
    if moment.calendar == "hebrew" and not words.named and not _FIRST_PLAIN <= year <= _LAST_PLAIN:
        name = calendar.months[(moment.month or 1) - 1]
        raise DateError(
            f"{name} {year} can be of the Hebrew calendar (its thousands left out), of the Syrians or of Babylon",
            moment.start, max(1, moment.end - moment.start),
            f"write hebrew:{words.text} for the year {year} of the world, seleucid-syrian: or seleucid-babylonian:",
        )  # fmt: skip
    if moment.following is not None and (moment.feast or moment.marker is not None):
        return _dual(moment, year, words)
    if moment.feast:
        return _feast(moment, year, words, calendar)
    if moment.season is not None:
        return _season(moment, year, words, calendar)
    if moment.marker is not None:
        return _roman(moment, year, words, calendar)
    if moment.month is None:
        return _whole_year(moment, year, words, calendar)
    if moment.following is not None:
        return _dual(moment, year, words)
    return _day_or_month(moment, year, words, calendar)


def _year(moment: Moment, calendar: Calendar) -> int:
    """The year's number in its calendar; years before Christ counted through 0."""
    number = moment.year
    assert number is not None
    counted = 1 - number if moment.era == "BC" else number
    if moment.era:
        if number == 0:
            raise DateError("there is no year 0 of an era", moment.start, 1, "the year before AD 1 is 1 BC")
        if calendar.months[0] != "January":
            help = f"name the calendar of the year, as in julian:{'-' * (counted < 0)}{abs(counted):04}"
            what = f"the {calendar.name} calendar has no BC or AD"
            raise DateError(what, moment.start, moment.end - moment.start, help)
    return counted


def _whole_year(moment: Moment, year: int, words: Words, calendar: Calendar) -> Part:
    if moment.parts and moment.following is None:
        convention = convention_of(words.conventions)
        first, last, by = of_year(moment.parts, convention)
        runs = (*calendar.month(year, first), *calendar.month(year, last))
        if not runs:
            raise DateError(f"the {calendar.name} calendar has no such months in {year}", code="no-such-date")
        return Part((hull(runs),), "season", convention=convention.name if by else None)
    runs = calendar.year(year)
    if not runs:
        raise DateError(
            f"the {calendar.name} calendar has no year {year}", moment.start, len(str(year)), code="no-such-date"
        )
    if moment.following is None:
        return Part(merged(runs), "year", ways=runs)
    if calendar.name in _STYLED and year <= 1752 and not moment.parts:
        low, high = JULIAN.days(year + 1, 1, 1)[0], JULIAN.days(year + 1, *_LADY_DAY)[0] - 1
        note = f"dual year: from 1 January to 24 March {year + 1}, julian, by the style of {calendar.name}"
        return Part((Run(low, high),), "interval", note=note)
    note = ""
    if moment.following <= 1752 and moment.era != "BC" and calendar.christian:
        note = (
            f"{written(moment, words)} is both years; where the weeks are meant that one style counted to the one and "
            "another to the other, give the day and month"
        )
    if moment.parts:
        # Early 1682/3 can be the weeks of 1683 that one style counted to 1682.
        note = f"a part of {moment.year}/{moment.following} can be of either: both years are kept"
    return Part((hull((*runs, *calendar.year(year + 1))),), "interval", note=note)


def _day_or_month(moment: Moment, year: int, words: Words, calendar: Calendar) -> Part:
    month = moment.month
    assert month is not None
    if moment.swapped:
        return _swapped(moment, year, calendar)
    if moment.counted and year < 1752 and calendar.months[0] == "January":
        return _counted(moment, year, words, calendar)
    months = [month]
    if moment.unnumbered and calendar.months[month - 1 : month] == ("Adar",) and calendar.month(year, 13):
        # In a leap year "Adar" alone is either of the two.
        months.append(13)
    if moment.day is None:
        runs = merged(run for number in months for run in calendar.month(year, number))
        if not runs:
            name = calendar.months[month - 1] if month <= len(calendar.months) else f"month {month}"
            raise DateError(
                f"there is no {name} in {year}", moment.start, moment.end - moment.start, code="no-such-date"
            )
        if moment.parts:
            return _part_of_month(moment, runs[0], words)
        if moment.nth == 0 and moment.weekday is None:
            spare = 2 * calendar.counting.tolerance
            lasts = [run.last for number in months for run in calendar.month(year, number) if run.last is not None]
            return Part(merged(Run(last - spare, last) for last in lasts), "day", instant=spare + len(lasts) > 1)
        return Part(runs, "month")
    if moment.parts:
        raise DateError("a day has no early or late part", moment.start, moment.end - moment.start)
    days = [jdn for number in months for jdn in calendar.days(year, number, moment.day)]
    if not days:
        raise no_day(calendar, year, month, moment.day, moment.start)
    if len(days) == 1:
        return Part((Run(days[0], days[0]),), "day")
    return Part(merged(Run(jdn, jdn) for jdn in days), "day", instant=True)


def _counted(moment: Moment, year: int, words: Words, calendar: Calendar) -> Part:
    """`12th of 3rd month 1690`: of March, or of May, as before 1752 the Friends and others counted; both are kept."""
    found: list[Part] = []
    errors: list[DateError] = []
    for each in (calendar, calendar_named("quaker")):
        try:
            found.append(_day_or_month(replace(moment, counted=False), year, words, each))
        except DateError as error:
            errors.append(error)
    if not found:
        raise errors[0]
    note = (
        "a month by its number: counted from January, or from March as many did before 1752; both are kept; write its "
        "name, or quaker: before the date"
    )
    return Part(
        merged(run for part in found for run in part.runs),
        found[0].precision,
        note=note,
        instant=moment.day is not None,
    )


def _swapped(moment: Moment, year: int, calendar: Calendar) -> Part:
    """`2/11/1917`: 2 November or 11 February."""
    assert moment.swapped is not None
    found = {
        jdn for day, month in ((moment.day, moment.month), moment.swapped) if day and month
        for jdn in calendar.days(year, month, day)
    }  # fmt: skip
    if not found:
        raise DateError(
            f"neither {moment.day} nor {moment.month} is a month with such a day in {year}",
            moment.start, moment.end - moment.start, "write the month as a word", code="no-such-date",
        )  # fmt: skip
    note = "day and month in figures: either can be the month, and both days are kept; write the month as a word"
    return Part(merged(Run(jdn, jdn) for jdn in found), "day", note=note, instant=True)


def _part_of_month(moment: Moment, run: Run, words: Words) -> Part:
    assert run.first is not None
    assert run.last is not None
    convention = convention_of(words.conventions)
    low, high = of_month(moment.parts, convention, run.last - run.first + 1)
    by = any(part in convention.month for part in moment.parts)
    return Part(
        (Run(run.first + low - 1, run.first + high - 1),), "interval", convention=convention.name if by else None
    )


def _dual(moment: Moment, year: int, words: Words) -> Part:
    """`10 February 1648/9`, `Candlemas 1648/9`, `3 Id. Feb. 1648/9`: a day from 1 January to 24 March, of 1648 by one
    reckoning and of 1649 by the other."""
    year += 1
    length = moment.end - moment.start
    if moment.counted and moment.month:
        # 12th month 1690/1 is February, counted from March; the 1st is January or March.
        months = {moment.month, (moment.month + 1) % 12 + 1} & {1, 2, 3}
        found = [_dual(replace(moment, counted=False, month=month), year - 1, words) for month in sorted(months)]
        if found:
            return replace(found[0], runs=merged(run for part in found for run in part.runs))
    if moment.calendar and not calendar_named(moment.calendar).christian:
        raise DateError(
            f"years of the {moment.calendar} calendar did not begin in March: {year - 1}/{year} is no dual year of it",
            moment.start, length, f"write {year - 1} or {year}, with the month before each",
        )  # fmt: skip
    if year > 1752 or moment.era == "BC":
        raise DateError(
            "a dual year is of a time when the year began in March", moment.start, length,
            f"for a span of two years write {year - 1}/{year}",
        )  # fmt: skip
    calendar = words.calendar if words.calendar.name.startswith("switch:") else JULIAN
    note = f"dual year: from 1 January to 24 March {year}, {calendar.name}"
    low, high = calendar.days(year, 1, 1)[0], calendar.days(year, *_LADY_DAY)[0] - 1
    in_julian = replace(words, calendar=calendar, named=True)
    if moment.feast:
        part = _feast(replace(moment, following=None), year, in_julian, calendar)
        days = [day for run in part.runs if (day := run.first) is not None]
        if not any(low <= day <= high for day in days) and not moment.offset and not moment.amount:
            # At Christmas some had begun the next year, and others not: it is before the January.
            before = _feast(replace(moment, following=None), year - 1, in_julian, calendar)
            if all(run.first is not None and low - 7 <= run.first < low for run in before.runs):
                return replace(before, note=f"{year - 1}/{year}: some began the year with Christmas")
    elif moment.marker is not None:
        part = _roman(replace(moment, following=None), year, in_julian, calendar)
    else:
        part = _day_or_month(moment, year, words, calendar)
    runs = tuple(
        Run(max(run.first or low, low), min(run.last or high, high))
        for run in part.runs
        if (run.first or low) <= high and (run.last or high) >= low
    )
    if not runs or (part.precision == "day" and runs != part.runs and moment.marker is None):
        raise DateError(
            "only days from 1 January to 24 March have a dual year", moment.start, length,
            f"write the year in which it was: {year - 1}, or for both years {year - 1}–{year}",
        )  # fmt: skip
    return replace(part, runs=runs, ways=(), note=note)


def _circa(moment: Moment, part: Part, words: Words, calendar: Calendar) -> Part:
    """`c. 1150`: so many years either way as the convention says, counted in whole years of the calendar."""
    convention = convention_of(words.conventions)
    first, last = part.runs[0].first, part.runs[-1].last
    if first is None or last is None:
        return part
    shown = calendar if moment.feast == "" and moment.marker is None else words.calendar
    if part.precision == "year" and moment.plain_year and shown is calendar:
        low = high = _year(moment, calendar)
    else:
        low, high = shown.parts(first)[0], shown.parts(last)[0]
    run = years(shown, low - convention.circa, high + convention.circa)
    note = f"{written(moment, words)}: {convention.circa} years either way"
    said = f"{part.note}; {note}" if part.note else note
    return Part((run,), "year", part.qualifiers + "~", convention.name, said)


def _weekday(moment: Moment, part: Part, calendar: Calendar) -> Part:
    """`Tuesday 12 March 1940`, which is checked; `a Tuesday in March 1940`, one of several; the one after a feast."""
    wanted = moment.weekday
    assert wanted is not None
    if moment.side:
        days = []
        for run in part.runs:
            if run.first is None or run.first != run.last:
                raise DateError("a weekday is counted from one day", moment.start, moment.end - moment.start)
            weeks = 7 * ((moment.nth or 1) - 1)
            days.append(
                on_or_after(run.first + 1, wanted) + weeks if moment.side == "after"
                else on_or_after(run.first - 7, wanted) - weeks
            )  # fmt: skip
    else:
        days = []
        for run in part.runs:
            if run.first is None or run.last is None or run.last - run.first > 40_000:
                raise DateError("a weekday needs a closed and shorter date", moment.start, moment.end - moment.start)
            found = list(weekdays(run.first, run.last, wanted))
            if moment.nth is not None:
                found = found[moment.nth - 1 : moment.nth or None]
            days.extend(found)
    if not days and moment.nth:
        raise DateError(
            f"this date has no {moment.nth}. {WEEKDAYS[wanted]}", moment.start, max(1, moment.end - moment.start),
            f"write a smaller number, or last {WEEKDAYS[wanted]}", code="no-such-date",
        )  # fmt: skip
    if not days:
        raise DateError(
            f"no day of this date is a {WEEKDAYS[wanted]}", moment.start, max(1, moment.end - moment.start),
            _weekday_help(part, calendar, wanted), code="no-such-date",
        )  # fmt: skip
    return Part(merged(Run(day, day) for day in days), "day", part.qualifiers, part.convention, part.note)


def _weekday_help(part: Part, calendar: Calendar, wanted: int) -> str:
    """What weekday a day was; where it would be the right one by the Julian calendar, how to say so."""
    day = part.runs[0].first
    if part.precision != "day" or day is None:
        return ""
    said = f"it is a {WEEKDAYS[day % 7]}"
    before = calendar is GREGORIAN and day < REFORM
    if before and any(each % 7 == wanted for each in JULIAN.days(*calendar.parts(day))):
        said += f"; by the Julian calendar it is a {WEEKDAYS[wanted]}: write julian: before the date, or declare it"
    return said


def _season(moment: Moment, year: int, words: Words, calendar: Calendar) -> Part:
    if calendar.months[0] != "January":
        raise DateError(f"the {calendar.name} calendar has no seasons", moment.start, moment.end - moment.start)
    assert moment.season is not None
    if moment.following is not None and moment.season != 24:
        raise DateError(
            "only a winter is of two years, one after the other", moment.start, moment.end - moment.start,
            "write the year, or the winter with both",
        )  # fmt: skip
    runs, precision, convention, note = season(calendar, year, moment.season, words.conventions)
    return Part(runs, precision, "", convention, note)


def _feast(moment: Moment, year: int, words: Words, calendar: Calendar) -> Part:
    from chrono.dates.durations import read_duration, shift
    from chrono.dates.feasts import feast_runs, region_of

    named = words.named or bool(moment.calendar)
    runs, note = feast_runs(moment.feast, year, calendar, named=named, reckoning=moment.reckoning)
    if not runs:
        raise DateError(
            f"there is no {moment.feast} in the year {year} of the {calendar.name} calendar",
            moment.start, moment.end - moment.start, code="no-such-date",
        )  # fmt: skip
    if moment.offset:
        runs = tuple(
            Run(r.first + moment.offset, r.last + moment.offset)
            for r in runs
            if r.first is not None and r.last is not None
        )
    if moment.amount:
        body = moment.amount[1:].lstrip()
        at = moment.amount_at + len(moment.amount) - len(body)
        try:
            amount = read_duration(body)
        except DateError as error:
            raise error.moved(at) from None
        sign = 1 if moment.amount[0] == "+" else -1
        runs = tuple(
            Run(shift(r.first, amount, sign), shift(r.last, amount, sign))
            for r in runs
            if r.first is not None and r.last is not None
        )
    if moment.through:
        runs = tuple(Run(r.first, r.last + moment.through) for r in runs if r.last is not None)
    region = region_of(moment.feast)
    if region:
        said = (
            f"the feast of {moment.feast.title()}: {region}"
            if region[0].isdigit() or "," in region
            else f"a feast kept in {region}"
        )
        note = "; ".join(piece for piece in (note, said) if piece)
    single = all(run.first == run.last for run in runs)
    return Part(merged(runs), "day" if single else "interval", note=note, instant=single)


def _roman(moment: Moment, year: int, words: Words, calendar: Calendar) -> Part:
    from chrono.dates.notations.roman_days import KALENDS, roman_days

    if calendar.months[0] != "January":
        raise DateError(f"the {calendar.name} calendar has no kalends", moment.start, moment.end - moment.start)
    assert moment.marker is not None
    assert moment.month is not None
    number = moment.day or 1
    note = ""
    if calendar is GREGORIAN and not words.named:
        calendar = JULIAN
        note = "before 15 October 1582 Roman days are reckoned by the Julian calendar"
    of_years = [year]
    if moment.marker == KALENDS and moment.month == 1 and number > 1:
        of_years.append(year + 1)
        said = f"before the kalends of January: of December {year - 1} or {year}, as the year is counted"
        note = "; ".join(piece for piece in (note, said) if piece)
    days = [
        day for each in of_years
        for day in roman_days(calendar, each, moment.month, moment.marker, number, moment.start)
    ]  # fmt: skip
    if calendar is JULIAN and words.calendar is GREGORIAN and not words.named and any(day >= REFORM for day in days):
        days = [
            day for each in of_years
            for day in roman_days(GREGORIAN, each, moment.month, moment.marker, number, moment.start)
        ]  # fmt: skip
        note = ""
    return Part(merged(Run(day, day) for day in days), "day", note=note, instant=len(days) > 1)
