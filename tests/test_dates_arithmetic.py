"""Calendar arithmetic, amounts of time, and how days and stretches are said."""

from __future__ import annotations

import pytest

from chrono.dates import (
    DateError,
    Duration,
    Run,
    Scale,
    Spell,
    add_months,
    days_long,
    deciding_days,
    gap,
    iso,
    month_days,
    read,
    read_duration,
    read_spell,
    say,
    say_first,
    say_last,
    say_run,
    shift,
    weekday_name,
    weekdays,
)


def day(text: str) -> int:
    first = read(text).first
    assert first is not None
    return first


@pytest.mark.parametrize(
    ("months", "least", "most"),
    [
        (0, 0, 0), (1, 28, 31), (2, 59, 62), (3, 89, 92), (6, 181, 184), (8, 242, 245), (9, 273, 276),
        (12, 365, 366), (24, 730, 731), (120, 3651, 3653), (1200, 36524, 36525), (4800, 146097, 146097),
    ],
)  # fmt: skip
def test_months_between_unknown_days(months: int, least: int, most: int) -> None:
    assert month_days(months) == (least, most)


def test_a_julian_century_has_one_length() -> None:
    assert month_days(1200, "julian") == (36525, 36525)


@pytest.mark.parametrize("months", [1, 11, 13, 14, 48])
def test_months_between_unknown_days_are_exact(months: int) -> None:
    """Against every day from 1896 to 1908 and from 1996 to 2008: with and without a leap day at the century."""
    starts = [*range(day("1896-01-01"), day("1908-01-01")), *range(day("1996-01-01"), day("2008-01-01"))]
    counts = {add_months(start, months) - start for start in starts}
    assert month_days(months) == (min(counts), max(counts))


@pytest.mark.parametrize("calendar", ["gregorian", "julian", "islamic-tabular"])
@pytest.mark.parametrize(
    ("first", "days"), [("1899-12-30", 430), ("1904-01-31", 29), ("1939-08-23", 0), ("1940-02-01", 30)]
)
def test_some_days_show_the_least_and_the_most_that_months_come_to(first: str, days: int, calendar: str) -> None:
    start = day(first)
    for months in (1, 2, 8, 12, 13):
        counts = {add_months(at, months, calendar) - at for at in range(start, start + days + 1)}
        shown = {add_months(at, months, calendar) - at for at in deciding_days(start, start + days, calendar)}
        assert (min(shown), max(shown)) == (min(counts), max(counts))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("1939-01-31", 1, "1939-02-28"),
        ("1940-01-31", 1, "1940-02-29"),
        ("1939-01-31", 2, "1939-03-31"),
        ("1940-02-29", 12, "1941-02-28"),
        ("1940-03-31", -1, "1940-02-29"),
        ("1939-08-23", 8, "1940-04-23"),
        ("0001-01-15", -1, "0000-12-15"),
        ("-0001-12-31", 2, "0000-02-29"),
    ],
)
def test_months_from_a_fixed_day_are_calendar_arithmetic(start: str, months: int, end: str) -> None:
    assert iso(add_months(day(start), months)) == end


def test_months_of_other_calendars_are_counted_in_their_own() -> None:
    """From 29 February 1900, which only the Julian calendar has."""
    start = day("julian:1900-02-29")
    assert add_months(start, 12, "julian") == day("julian:1901-02-28")
    assert add_months(start, 12, "julian-florentine") == day("julian:1901-02-28")


@pytest.mark.parametrize(
    ("start", "duration", "calendar", "end"),
    [
        ("hebrew:5784-01-15", "1 year", "hebrew", "hebrew:5785-01-15"),
        ("hebrew:5784-13-14", "1 year", "hebrew", "hebrew:5785-12-14"),
        ("hebrew:5784-06-29", "1 month", "hebrew", "hebrew:5785-07-29"),
        ("hebrew:5784-12-30", "1 month", "hebrew", "hebrew:5784-13-29"),
        ("hebrew:5784-12-30", "19 years", "hebrew", "hebrew:5803-12-30"),
        ("hebrew:5784-07-01", "235 months", "hebrew", "hebrew:5803-07-01"),
        ("islamic-tabular:1400-01-30", "1 month", "islamic-tabular", "islamic-tabular:1400-02-29"),
        ("islamic-tabular:1400-01-01", "1 year", "islamic", "islamic-tabular:1401-01-01"),
        ("coptic:1660-12-30", "1 month", "coptic", "coptic:1660-13-05"),
        ("coptic:1660-01-30", "1 year", "coptic", "coptic:1661-01-30"),
        ("persian:1320-06-31", "6 months", "persian", "persian:1320-12-29"),
        ("persian:1325-12-30", "1 year", "persian", "persian:1326-12-29"),
        ("persian:-1-07-07", "2 years", "persian", "persian:2-07-07"),
        ("french-republican:14-01-01", "2 years", "french-republican", "1807-09-24"),
        ("switch:1752-09-14:1752-08-05", "1 month", "switch:1752-09-14", "julian:1752-09-02"),
        ("switch:1752-09-14:1752-09-02", "1 month", "switch:1752-09-14", "1752-10-02"),
        ("byzantine-am:7100-01-31", "1 month", "byzantine-am", "byzantine-am:7100-02-29"),
        ("julian:1700-01-31", "1 month", "julian|gregorian", "julian:1700-02-29"),
    ],
)
def test_durations_from_a_fixed_day_in_other_calendars(start: str, duration: str, calendar: str, end: str) -> None:
    assert shift(day(start), read_duration(duration), 1, calendar) == day(end)


def test_months_that_a_reform_shortened_can_be_short() -> None:
    """2 September 1752 to 2 October 1752 were 19 days in England."""
    assert days_long(read_duration("1 month"), "switch:1752-09-14")[0] <= 19


def test_months_do_not_associate() -> None:
    start = day("1939-01-31")
    assert iso(add_months(add_months(start, 1), 1)) == "1939-03-28"
    assert iso(add_months(start, 2)) == "1939-03-31"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("30 days", ((30, "days"),)),
        ("1 day", ((1, "days"),)),
        ("1 year 2 months", ((1, "years"), (2, "months"))),
        ("1 year, 2 months and 3 days", ((1, "years"), (2, "months"), (3, "days"))),
        ("0 days", ((0, "days"),)),
        ("2 Weeks", ((2, "weeks"),)),
    ],
)
def test_durations(text: str, parts: tuple[tuple[int, str], ...]) -> None:
    assert read_duration(text) == Duration(parts)
    assert read_duration(str(read_duration(text))) == Duration(parts)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("", 0), ("days", 0), ("5", 0), ("5 yers", 2), ("-5 days", 0), ("5 days 3 days", 9), ("1.5 years", 0),
        ("5 days and", 7), ("5 days x", 7), (", 5 days", 0), ("9999999999999 days", 0),
    ],
)  # fmt: skip
def test_what_is_no_duration(text: str, column: int) -> None:
    with pytest.raises(DateError) as caught:
        read_duration(text)
    assert caught.value.column == column


FIFTEEN = Duration(((15, "years"),))


@pytest.mark.parametrize(
    ("text", "spell"),
    [
        ("15 years", Spell(FIFTEEN, FIFTEEN)),
        (">= 15 years", Spell(FIFTEEN, None)),
        ("at least 15 years", Spell(FIFTEEN, None)),
        ("<= 15 years", Spell(None, FIFTEEN)),
        ("20..100 years", Spell(Duration(((20, "years"),)), Duration(((100, "years"),)))),
        ("6 months..15 years", Spell(Duration(((6, "months"),)), FIFTEEN)),
    ],
)
def test_spells(text: str, spell: Spell) -> None:
    assert read_spell(text) == spell


@pytest.mark.parametrize(
    "text", ["> 15 years", "100..20 years", "20..", "..20 years", ">= ", "20..1 year 2 months", ""]
)
def test_what_is_no_spell(text: str) -> None:
    with pytest.raises(DateError):
        read_spell(text)


@pytest.mark.parametrize(
    ("text", "unit", "least", "most"),
    [
        ("30 days", "day", 30, 30),
        ("2 weeks", "day", 14, 14),
        ("8 months", "day", 242, 245),
        ("1 year", "day", 365, 366),
        ("1 month 3 days", "day", 31, 34),
        ("8 months", "month", 8, 8),
        ("10 days", "month", 0, 1),
        ("31 days", "month", 1, 2),
        ("1 year", "year", 1, 1),
        ("12 months", "year", 1, 1),
        ("10 days", "year", 0, 1),
        ("18 months", "year", 1, 2),
        ("0 days", "year", 0, 0),
    ],
)
def test_steps_are_rounded_outward(text: str, unit: str, least: int, most: int) -> None:
    assert Scale(unit).lasts(read_duration(text)) == (least, most)


@pytest.mark.parametrize("days", [1, 28, 29, 31, 59, 365, 366])
@pytest.mark.parametrize("unit", ["month", "year"])
def test_days_in_coarser_units_are_what_some_two_days_have(days: int, unit: str) -> None:
    starts = [*range(day("1896-01-01"), day("1908-01-01")), *range(day("1996-01-01"), day("2008-01-01"))]
    counts = {Scale(unit).step_of(start + days) - Scale(unit).step_of(start) for start in starts}
    assert Scale(unit).lasts(Duration(((days, "days"),))) == (min(counts), max(counts))


def test_shift_counts_from_a_fixed_day() -> None:
    start = day("1939-08-23")
    assert iso(shift(start, read_duration("8 months 8 days"), 1)) == "1940-05-01"
    assert iso(shift(day("1940-05-01"), read_duration("8 months 8 days"), -1)) == "1939-08-24"


def days_of(scale: Scale, step: int) -> Run:
    return Run(scale.first_day(step), scale.last_day(step))


def test_steps_of_the_units() -> None:
    assert Scale("month").step_of(day("1939-08-23")) == 1939 * 12 + 7
    assert days_of(Scale("month"), 1939 * 12 + 7) == Run(day("1939-08-01"), day("1939-08-31"))
    assert days_of(Scale("year"), -43) == Run(day("-0043-01-01"), day("-0043-12-31"))
    assert days_of(Scale("day"), 5) == Run(5, 5)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("1939-08-23", "1940-05-01", "8 months 8 days"),
        ("1939-08-23", "1940-05-31", "9 months 8 days"),
        ("1939-08-23", "1940-08-22", "11 months 30 days"),
        ("1939-08-23", "1939-08-24", "1 day"),
        ("1939-08-23", "1939-08-23", "0 days"),
        ("1938-01-01", "1939-03-01", "1 year 2 months"),
        ("-0043-03-15", "0014-08-19", "57 years 5 months 4 days"),
        ("1940-05-01", "1939-08-23", "8 months 8 days"),
    ],
)
def test_gaps(first: str, last: str, said: str) -> None:
    assert gap(day(first), day(last)) == said


def test_gaps_of_coarser_units() -> None:
    assert gap(1939 * 12, 1940 * 12 + 2, Scale("month")) == "1 year 2 months"
    assert gap(-663, -609, Scale("year")) == "54 years"
    assert gap(5, 5, Scale("year")) == "0 years"


@pytest.mark.parametrize(
    ("text", "unit", "said", "machine"),
    [
        ("1939-08-23", "day", "23 Aug 1939", "1939-08-23"),
        ("1939-08-23", "month", "Aug 1939", "1939-08"),
        ("1939-08-23", "year", "1939", "1939"),
        ("-0043-03-15", "day", "15 Mar 44 BCE", "-0043-03-15"),
        ("-0663", "year", "664 BCE", "-0663"),
        ("0000", "year", "1 BCE", "0000"),
        ("0079-08-24", "day", "24 Aug 79 CE", "0079-08-24"),
        ("0844", "year", "844", "0844"),
        ("Y12345", "day", "1 Jan 12345", "+12345-01-01"),
        ("Y12345", "year", "12345", "+12345"),
        ("Y-12345", "month", "Jan 12346 BCE", "-12345-01"),
    ],
)
def test_how_a_step_is_said(text: str, unit: str, said: str, machine: str) -> None:
    step = Scale(unit).step_of(day(text))
    assert say(step, Scale(unit)) == said
    assert iso(step, Scale(unit)) == machine


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1939", "1939"),
        ("1940-05", "May 1940"),
        ("1939-08-23", "23 Aug 1939"),
        ("1939-08-23/1939-09-01", "23 Aug 1939 – 1 Sep 1939"),
        ("1938/1940", "1938 – 1940"),
        ("1938/1940-04", "Jan 1938 – Apr 1940"),
        ("1938/1940-04-12", "1 Jan 1938 – 12 Apr 1940"),
        ("1938/..", "not earlier than 1938"),
        ("1938-02-15/..", "not earlier than 15 Feb 1938"),
        ("../1940-05", "not later than May 1940"),
        ("../..", "…"),
        ("-0663/-0609", "664 BCE – 610 BCE"),
    ],
)
def test_a_stretch_is_never_said_finer_than_it_is(text: str, said: str) -> None:
    date = read(text)
    assert say_run(date.first, date.last) == said


def test_stretches_and_bounds_in_coarser_units() -> None:
    assert say_run(-663, -609, Scale("year")) == "664 BCE – 610 BCE"
    assert say_run(1940 * 12 + 4, 1940 * 12 + 4, Scale("month")) == "May 1940"
    assert say_run(None, 1940 * 12 + 11, Scale("month")) == "not later than 1940"
    assert (say_first(day("1938-01-01")), say_last(day("1940-05-31"))) == ("1938", "May 1940")


def test_nothing_is_said_of_an_open_bound() -> None:
    assert iso(None, Scale("day")) is None


def test_weekdays() -> None:
    assert weekday_name(day("1939-08-23")) == "Wednesday"
    assert weekday_name(1507232) == "Sunday"
    tuesdays = weekdays(day("1940-03-01"), day("1940-03-31"), 1)
    assert [iso(tuesday) for tuesday in tuesdays] == ["1940-03-05", "1940-03-12", "1940-03-19", "1940-03-26"]
