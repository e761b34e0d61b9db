"""What `chrono date` says of a text: its days, their numbers, both calendars, or the error with its column.

Takes one text at a time and keeps nothing, so that a million lines need no more memory than one. Never raises: a
text that is no date gives a `Reading` with an error. Also writes a day so that `read` gives it back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from chrono.dates.calendars.gregorian import GREGORIAN, gregorian_parts
from chrono.dates.calendars.julian import JULIAN
from chrono.dates.calendars.registry import calendar_named
from chrono.dates.notations.moments import Phrase
from chrono.dates.notations.reading import SUB_YEARS
from chrono.dates.reading import understood
from chrono.dates.runs import Date, DateError
from chrono.dates.wording import iso, iso_parts, iso_year, say_days


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text is read. Dates are ISO 8601, proleptic Gregorian, `None` where open; `column` is a 0-based offset.

    `gregorian` and `julian` say the whole stretch in either calendar, `own` in the calendar of the text where it is
    a third. `understood` is how the text was understood, in words; `notes` are what must be known beside: the calendar
    of a feast, both days of a dual year, or what else the text looks like.
    """

    text: str
    earliest: str | None = None
    latest: str | None = None
    intervals: tuple[tuple[str | None, str | None], ...] = ()
    earliest_jdn: int | None = None
    latest_jdn: int | None = None
    calendar: str = ""
    precision: str = ""
    qualifier: str = ""
    convention: str | None = None
    note: str = ""
    notes: tuple[str, ...] = ()
    understood: str = ""
    gregorian: str = ""
    julian: str = ""
    own: str = ""
    error: str | None = None
    column: int | None = None
    length: int | None = None
    help: str = ""


def describe(text: str, *, calendar: str = "gregorian", conventions: str = "wide") -> Reading:
    """How a text is read, or why it is not."""
    try:
        date, phrase = understood(text, calendar=calendar, conventions=conventions)
    except DateError as error:
        # What reads years of reigns is loaded by the first text that is no date.
        from chrono.dates.relative.reading import by_a_reign

        error = by_a_reign(text) or error
        return Reading(
            text, calendar=calendar, error=error.message, column=error.column, length=error.length, help=error.help
        )
    first, last = date.first, date.last
    third = date.calendar not in ("gregorian", "julian")
    earliest = iso(first)
    latest = earliest if first == last else iso(last)
    single = len(date.runs) == 1
    gregorian = say_days(first, last, GREGORIAN)
    return Reading(
        text,
        earliest=earliest,
        latest=latest,
        intervals=((earliest, latest),) if single else tuple((iso(run.first), iso(run.last)) for run in date.runs),
        earliest_jdn=first,
        latest_jdn=last,
        calendar=date.calendar,
        precision=date.precision,
        qualifier=date.qualifier,
        convention=date.convention,
        note=date.note,
        notes=tuple(said for said in (date.note, date.warning) if said),
        understood=in_words(date, phrase, gregorian),
        gregorian=gregorian,
        julian=say_days(first, last, JULIAN),
        own=say_days(first, last, calendar_named(date.calendar)) if third else "",
    )


_KINDS = {"year": "the year {}", "interval": "from {}", "decade": "some time in {}", "century": "some time in {}"}


def in_words(date: Date, phrase: Phrase | None, said: str) -> str:
    """How a date was understood; `said` is what it comes to, as it is shown for people."""
    if date.precision == "undated":
        return "no date"
    if phrase is None:
        return _of_signs(date, said)
    from chrono.dates.notations.understanding import said as in_phrase

    if date.calendar != "gregorian" and not calendar_named(date.calendar).christian:
        # Months are called by the names they have in the calendar that was given for the text.
        phrase = replace(phrase, moments=[replace(m, calendar=m.calendar or date.calendar) for m in phrase.moments])
    text = in_phrase(phrase)
    if date.convention:
        calendar = GREGORIAN if date.calendar == "gregorian" else calendar_named(date.calendar)
        reach = (say_days(date.first, date.last, calendar) or said).replace(" – ", " to ")
        return f"{text}, by convention {date.convention}: {reach}"
    return text


def _of_signs(date: Date, said: str) -> str:
    """How a date in EDTF was understood, by its kind."""
    if date.calendar != "gregorian" and date.first is not None and date.last is not None:
        said = say_days(date.first, date.last, calendar_named(date.calendar))
    said = said.replace(" – ", " to ")
    if date.precision == "set" and ("," in date.text or ".." in date.text):
        return f"{'all' if date.text[:1] == '{' else 'one'} of several dates, {said}"
    if date.precision == "interval" and (date.first is None or date.last is None):
        return said
    code = date.text[5:7] if len(date.text) == 7 else ""
    if code.isdigit() and int(code) in SUB_YEARS:
        return f"{SUB_YEARS[int(code)]} of {date.text[:4]} (EDTF code {code})"
    if len(date.runs) > 1:
        return f"one of {len(date.runs)} stretches of days, {said}"
    return _KINDS.get(date.precision, "{}").format(said)


def write(day: int, calendar: str = "gregorian", unit: str = "day") -> str:
    """A day, or the month or year of a calendar it lies in, as the shortest text that `read` reads so.

    EDTF where it can be, else with the name of the calendar: `1939-08-23`, `Y12345`, `gregorian:+12345-01-01`,
    `hebrew:5408-03-20`.
    """
    year, month, of_month = gregorian_parts(day) if calendar == "gregorian" else calendar_named(calendar).parts(day)
    if unit == "day":
        written = iso_parts((year, month, of_month))
    else:
        written = iso_year(year) if unit == "year" else f"{iso_year(year)}-{month:02}"
    if calendar != "gregorian":
        return f"{calendar}:{written}"
    if -9999 <= year <= 9999:
        return written
    return f"Y{year}" if unit == "year" else f"gregorian:{written}"
