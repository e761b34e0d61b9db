"""Scales: which step a day lies in, how long durations are in steps, and how steps are written, in every calendar."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono.dates import (
    Duration,
    Run,
    Scale,
    beside,
    breadth,
    gap,
    iso,
    read,
    say,
    say_bounds,
    say_first,
    say_last,
    say_run,
    shift,
    step_written,
)
from chrono.dates.calendars.registry import CALENDARS

NAMES = [*sorted(CALENDARS), "switch:1582-10-15", "switch:1752-09-14", "julian|hebrew"]
DAYS = st.integers(min_value=1_000_000, max_value=2_800_000)


def days(text: str, calendar: str = "julian") -> tuple[int | None, int | None]:
    date = read(text, calendar=calendar)
    return date.first, date.last


def day(text: str, calendar: str = "julian") -> int:
    first, _ = days(text, calendar)
    assert first is not None
    return first


@pytest.mark.parametrize("unit", ["month", "year"])
@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40, deadline=None)
@given(at=DAYS)
def test_steps_follow_without_gap_and_are_read_as_written(name: str, unit: str, at: int) -> None:
    scale = Scale(unit, name)  # type: ignore[arg-type]
    step = scale.step_of(at)
    first, last = scale.first_day(step), scale.last_day(step)
    assert first <= at <= last
    assert (scale.step_of(first), scale.step_of(last)) == (step, step)
    assert scale.first_day(step + 1) == last + 1
    written = iso(step, scale)
    assert written is not None
    assert step_written(written, scale) == step


@pytest.mark.parametrize("unit", ["month", "year"])
@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40, deadline=None)
@given(
    at=DAYS,
    amount=st.tuples(st.integers(0, 130), st.integers(0, 40), st.integers(0, 800)),
    counted=st.sampled_from(["", "gregorian", "egyptian", "islamic-tabular", "hebrew"]),
)
def test_no_duration_is_longer_or_shorter_than_said(
    name: str, unit: str, at: int, amount: tuple[int, int, int], counted: str
) -> None:
    scale = Scale(unit, name)  # type: ignore[arg-type]
    duration = Duration(tuple(zip(amount, ("years", "months", "days"), strict=True)))
    least, most = scale.lasts(duration, counted)
    then = shift(at, duration, 1, counted or name)
    assert least <= scale.step_of(then) - scale.step_of(at) <= most


@pytest.mark.parametrize(
    "name", ["julian", "egyptian", "coptic", "islamic-tabular", "hebrew", "byzantine-am", "persian"]
)
def test_years_of_the_scale_are_themselves(name: str) -> None:
    assert Scale("year", name).lasts(Duration(((33, "years"),))) == (33, 33)


def test_egyptian_years_are_all_of_one_length() -> None:
    assert Scale("day", "egyptian").lasts(Duration(((100, "years"),))) == (36500, 36500)
    assert Scale("year", "julian").lasts(Duration(((10, "years"),)), "egyptian") == (9, 10)
    # Thirteen months are a year.
    assert Scale("year", "egyptian").lasts(Duration(((26, "months"),))) == (2, 2)


def test_what_is_observed_is_known_to_its_own_year_and_to_no_other() -> None:
    """A year AH is told by its number, though the moon may have been seen two days before the tables or after."""
    date, scale = read("islamic:0495"), Scale("year", "islamic")
    known = scale.within(date.runs[0], date.calendar)
    assert known.first is not None
    assert known.last is not None
    assert (scale.step_of(known.first), scale.step_of(known.last)) == (495, 495)
    new_year = scale.first_day(495)
    near = scale.within(Run(new_year, new_year), "julian")
    assert near == Run(new_year - 2, new_year + 2)


@pytest.mark.parametrize(
    ("text", "calendar", "said"),
    [
        ("1123-04-15", "julian", "15 Apr 1123 (22 Apr 1123 Gregorian)"),
        ("[0734..0767]", "julian", "734 – 767"),
        ("1154-12-19/1157", "julian", "19 Dec 1154 – 31 Dec 1157 (26 Dec 1154 – 7 Jan 1158 Gregorian)"),
        ("1450", "julian-florentine", "1450"),
        ("1450-02-10", "julian-florentine", "10 Feb 1450 (19 Feb 1451 Gregorian)"),
        ("0250-06-01", "julian", "1 Jun 250"),
        ("0005", "egyptian", "year 5"),
        ("0495", "islamic-tabular", "AH 495"),
        ("0700", "auc-varronian", "AUC 700"),
        ("3174-05", "hebrew", "Av 3174"),
        ("6601-09-12", "byzantine-am", "12 Sep AM 6601 (18 Sep 1092 Gregorian)"),
    ],
)
def test_people_are_told_in_the_chronologys_calendar(text: str, calendar: str, said: str) -> None:
    scale = Scale("day", calendar)
    first, last = days(text, calendar)
    assert said.startswith(say_run(first, last, scale)), say_run(first, last, scale)
    assert say_run(first, last, scale) == said
    assert say_bounds(first, last, scale, alone=True) == said.partition(" (")[0]


def test_a_bound_is_told_as_the_year_it_begins_or_ends() -> None:
    scale = Scale("day", "julian")
    first, last = days("[0734..0767]")
    assert first is not None
    assert last is not None
    assert (say_first(first, scale), say_last(last, scale)) == ("734", "767")
    assert beside(first, last, scale) == ""
    assert say(day("-0029"), Scale("day", "julian")) == "1 Jan 30 BCE (30 Dec 31 BCE Gregorian)"
    year = Scale("year", "julian")
    assert iso(year.step_of(day("-0029")), year) == "-0029"
    assert say(year.step_of(day("-0029")), year) == "30 BCE"


@pytest.mark.parametrize(
    ("first", "last", "calendar", "said"),
    [
        ("1120-01-01", "1139-12-31", "julian", "20 years"),
        ("1120-01-01", "1120-12-31", "julian", "1 year"),
        ("1120-02-01", "1121-03-31", "julian", "1 year 2 months"),
        ("1120-02-01", "1120-02-29", "julian", "1 month"),
        ("1120-02-01", "1120-03-30", "julian", "1 month 29 days"),
        ("1120-05-07", "1120-05-07", "julian", "0 days"),
        ("1120-01-01", "1120-01-01", "julian", "0 days"),
    ],
)
def test_whole_years_and_months_are_so_wide(first: str, last: str, calendar: str, said: str) -> None:
    scale = Scale("day", calendar)
    assert breadth(day(first, calendar), day(last, calendar), scale) == said
    if calendar == "julian" and first != last:
        # By another calendar these are no whole years.
        assert "day" in breadth(day(first, calendar), day(last, calendar))


def test_years_of_uneven_length_are_whole_years() -> None:
    first, last = read("5408", calendar="hebrew").first, read("5410", calendar="hebrew").last
    assert first is not None
    assert last is not None
    assert breadth(first, last, Scale("day", "hebrew")) == "3 years"


def test_gaps_are_counted_in_the_chronologys_calendar() -> None:
    julian = Scale("day", "julian")
    assert gap(day("1500-02-28"), day("1500-03-28"), julian) == "1 month"
    assert gap(day("1500-02-28"), day("1500-03-28")) == "29 days"
    assert gap(day("0005-01-01", "egyptian"), day("0007-02-03", "egyptian"), Scale("day", "egyptian")) == (
        "2 years 1 month 2 days"
    )
    assert gap(0, 27, Scale("month", "egyptian")) == "2 years 1 month"
    assert gap(0, 27, Scale("month", "hebrew")) == "27 months"


@pytest.mark.parametrize(
    ("written", "said"),
    [("0495", "AH 495"), ("0495-09", "Ramadan 495"), ("0495/0496", "AH 495 – AH 496")],
)
def test_whole_years_of_an_observed_calendar_are_told_as_such_in_days(written: str, said: str) -> None:
    """A year that was begun at the sight of the moon may begin two days off the tables: it is no finer for that."""
    date, scale = read(f"islamic:{written}"), Scale("day", "islamic")
    assert say_run(date.first, date.last, scale) == said
    assert (read(said, calendar="islamic").first, read(said, calendar="islamic").last) == (date.first, date.last)


def test_a_day_of_an_observed_calendar_is_told_with_its_gregorian_days() -> None:
    date = read("islamic:0495-09-12")
    assert say_run(date.first, date.last, Scale("day", "islamic")) == (
        "12 Ramadan 495 (5 Jul 1102 – 9 Jul 1102 Gregorian)"
    )


def test_a_julian_year_is_told_in_a_gregorian_chronology_by_its_days_and_no_finer_in_years() -> None:
    date = read("julian:1101")
    assert say_run(date.first, date.last) == "8 Jan 1101 – 7 Jan 1102"
    years = Scale("year", "gregorian")
    assert date.first is not None
    assert date.last is not None
    assert say_run(years.step_of(date.first), years.step_of(date.last), years) == "1101 – 1102"
