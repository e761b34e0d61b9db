"""Properties of dates: what is written is read, conversions are undone, order is kept, masks are their completions."""

from __future__ import annotations

import itertools
from datetime import date as python_date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono.dates import (
    DateError,
    add_months,
    calendar_named,
    days_long,
    describe,
    gap,
    month_days,
    read,
    read_duration,
    shift,
    write,
)
from chrono.dates.calendars.registry import CALENDARS
from chrono.dates.notations.edtf import read_edtf
from chrono.dates.runs import MOST_CHOICES, MOST_RUNS

BOUNDED = {"french-republican", "rumi"}
OBSERVED = {"islamic", "seleucid-babylonian"}
TWICE = {"julian-unknown", "julian-easter-style", "quaker"}
EXACT = sorted(set(CALENDARS) - BOUNDED - OBSERVED - TWICE)
"""Calendars in which a day has one name and a name one day, without end."""
SPAN = 100_000 * 366
FAR = st.integers(min_value=1721426 - SPAN, max_value=1721426 + SPAN)
HISTORY = st.integers(min_value=1721426, max_value=5373484)
"""The days of the years 1 to 9999."""


@settings(deadline=None, max_examples=60)
@given(day=FAR, calendar=st.sampled_from(EXACT), unit=st.sampled_from(["day", "month", "year"]))
def test_what_is_written_is_read(day: int, calendar: str, unit: str) -> None:
    date = read(write(day, calendar, unit))
    assert any(run.first <= day <= run.last for run in date.runs if run.first is not None and run.last is not None)
    if unit == "day":
        assert (date.first, date.last) == (day, day)


@pytest.mark.parametrize("name", EXACT)
@settings(deadline=None, max_examples=60)
@given(day=FAR)
def test_conversions_are_undone(name: str, day: int) -> None:
    calendar = calendar_named(name)
    assert calendar.days(*calendar.parts(day)) == (day,)


@settings(deadline=None, max_examples=60)
@given(day=FAR)
def test_a_day_of_easter_style_is_among_the_days_of_its_name(day: int) -> None:
    calendar = calendar_named("julian-easter-style")
    assert day in calendar.days(*calendar.parts(day))


@pytest.mark.parametrize("name", EXACT)
@settings(deadline=None, max_examples=40)
@given(day=FAR, after=st.integers(min_value=1, max_value=1000))
def test_order_is_kept_and_the_coarser_contains_the_finer(name: str, day: int, after: int) -> None:
    calendar = calendar_named(name)
    year, month, _ = calendar.parts(day)
    assert calendar.parts(day + after)[0] >= year
    days = [(run.first, run.last) for run in calendar.month(year, month)]
    whole = [(run.first, run.last) for run in calendar.year(year)]
    assert any(first <= day <= last for first, last in days)
    assert all(any(low <= first and last <= high for low, high in whole) for first, last in days)


@pytest.mark.parametrize("name", EXACT)
@settings(deadline=None, max_examples=30)
@given(day=FAR)
def test_years_and_months_follow_without_gap(name: str, day: int) -> None:
    calendar = calendar_named(name)
    year = calendar.parts(day)[0]
    end = calendar.year(year)[-1].last
    assert end is not None
    following = year + 1 or (1 if name == "persian" else 0)  # the Persian era has no year 0
    assert calendar.parts(end + 1)[0] == following
    assert calendar.year(following)[0].first == end + 1
    months = [run for month in range(1, len(calendar.months) + 1) for run in calendar.month(year, month)]
    size = sum(run.last - run.first + 1 for run in months)
    assert size == sum(run.last - run.first + 1 for run in calendar.year(year))


MASKED = st.from_regex(r"[0-9X]{4}(-[0-9X]{2}(-[0-9X]{2})?)?", fullmatch=True).filter(
    lambda text: 1 <= text.count("X") <= 3
)


@settings(deadline=None, max_examples=150)
@given(text=MASKED)
def test_a_mask_is_all_its_completions(text: str) -> None:
    """Against reading every completion by itself, one digit at a time."""
    days: set[int] = set()
    for digits in itertools.product("0123456789", repeat=text.count("X")):
        filled = iter(digits)
        candidate = "".join(next(filled) if char == "X" else char for char in text)
        # A mask in the month's place never means a season.
        if "X" in text[5:7] and not 1 <= int(candidate[5:7]) <= 12:
            continue
        try:
            date = read_edtf(candidate, calendar_named("gregorian"))
        except DateError:
            continue
        days.update(day for run in date.runs for day in range(run.first, run.last + 1))
    if not days:
        with pytest.raises(DateError):
            read(text)
        return
    got = {day for run in read(text).runs for day in range(run.first, run.last + 1)}
    assert got == days


WORDS = (
    "early", "late", "mid", "12th", "1st", "century", "s.", "xi", "in.", "ex.", "med.", "c.", "before", "after", "not",
    "by", "between", "and", "or", "x", "1066", "1938", "44", "BC", "AD", "Feb", "May", "31", "1648/9", "easter",
    "Tuesday", "+", "3", "days", "1930s", "first", "half", "of", "the", "quarter", "julian:", "hebrew:", "[julian]",
    "Adar", "II", "winter", "?", "–",
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=25),
    st.text(alphabet="0123456789X-?~%/.,[]{}YEST:Z+ ", max_size=25),
    st.lists(
        st.sampled_from(WORDS),
        max_size=8,
    ).map(" ".join),
)  # fmt: skip


@settings(deadline=None, max_examples=400)
@given(text=TEXTS, conventions=st.sampled_from(["wide", "bodleian northern", "periodo southern"]))
def test_any_text_is_a_sound_date_or_an_error_in_its_place(text: str, conventions: str) -> None:
    reading = describe(text, conventions=conventions)
    if reading.error is not None:
        assert reading.column is not None
        assert 0 <= reading.column <= max(len(text), 1)
        return
    date = read(text, conventions=conventions)
    assert 1 <= len(date.runs) <= MOST_RUNS
    assert 1 <= len(date.choices) <= MOST_CHOICES
    for run in date.runs:
        assert run.first is None or run.last is None or run.first <= run.last
    for one, other in itertools.pairwise(date.runs):
        assert one.last is not None
        assert other.first is not None
        assert one.last + 1 < other.first
    for choice in date.choices:
        start, end = choice.start, choice.end
        assert start.first is None or date.first is not None
        assert date.first is None or start.first is None or start.first >= date.first
        assert date.last is None or end.last is None or end.last <= date.last
        assert start.first is None or end.last is None or start.first <= end.last


@settings(deadline=None, max_examples=200)
@given(one=HISTORY, other=HISTORY)
def test_gaps_are_what_dateutil_says(one: int, other: int) -> None:
    relativedelta = pytest.importorskip("dateutil.relativedelta").relativedelta
    first, last = (python_date.fromordinal(day - 1721425) for day in sorted((one, other)))
    delta = relativedelta(last, first)
    parts = [(delta.years, "year"), (delta.months, "month"), (delta.days, "day")]
    said = " ".join(f"{n} {name}{'' if n == 1 else 's'}" for n, name in parts if n)
    assert gap(one, other) == (said or "0 days")


@settings(deadline=None, max_examples=200)
@given(day=HISTORY, months=st.integers(min_value=-2000, max_value=2000))
def test_months_are_what_dateutil_says(day: int, months: int) -> None:
    relativedelta = pytest.importorskip("dateutil.relativedelta").relativedelta
    start = python_date.fromordinal(day - 1721425)
    if not 2 <= start.year + months // 12 <= 9997:
        return
    expected = start + relativedelta(months=months)
    assert add_months(day, months) == expected.toordinal() + 1721425


@settings(deadline=None, max_examples=60)
@given(
    day=FAR,
    months=st.integers(min_value=0, max_value=3000),
    extra=st.integers(min_value=0, max_value=400),
    calendar=st.sampled_from(["gregorian", "julian"]),
)
def test_what_a_fixed_day_gives_is_among_what_unknown_days_can(
    day: int, months: int, extra: int, calendar: str
) -> None:
    least, most = month_days(months, calendar)
    assert least <= add_months(day, months, calendar) - day <= most
    duration = read_duration(f"{months} months {extra} days")
    least, most = days_long(duration, calendar)
    assert least <= shift(day, duration, 1, calendar) - day <= most


@pytest.mark.parametrize("calendar", [*sorted(CALENDARS), "switch:1752-09-14", "julian|hebrew"])
@settings(deadline=None, max_examples=60)
@given(
    day=st.integers(min_value=1721426, max_value=2600000),
    years=st.integers(min_value=0, max_value=60),
    months=st.integers(min_value=0, max_value=60),
    sign=st.sampled_from([1, -1]),
)
def test_what_a_fixed_day_gives_in_any_calendar_is_among_what_unknown_days_can(
    calendar: str, day: int, years: int, months: int, sign: int
) -> None:
    duration = read_duration(f"{years} years {months} months")
    least, most = days_long(duration, calendar)
    assert least <= sign * (shift(day, duration, sign, calendar) - day) <= most
    assert most - least <= 80 + months // 3


@pytest.mark.parametrize(
    ("name", "module"),
    [
        ("gregorian", "gregorian"),
        ("julian", "julian"),
        ("hebrew", "hebrew"),
        ("islamic-tabular", "islamic"),
        ("coptic", "coptic"),
        ("armenian", "armenian"),
    ],
)
@settings(deadline=None, max_examples=150)
@given(day=st.integers(min_value=1970000, max_value=2600000))
def test_conversions_are_convertdates(name: str, module: str, day: int) -> None:
    """From AD 681 to 2406, where every one of these calendars counts its years from 1."""
    convertdate = pytest.importorskip("convertdate")
    other = getattr(convertdate, module)
    year, month, of_month = calendar_named(name).parts(day)
    assert int(other.to_jd(year, month, of_month) + 0.5) == day


PLAIN = st.from_regex(r"(1[0-9]{3}|20[0-9]{2})(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?[?~%]?", fullmatch=True)


@settings(deadline=None, max_examples=40)
@given(text=PLAIN)
def test_plain_dates_are_what_the_edtf_library_says(text: str) -> None:
    parse = pytest.importorskip("edtf").parse_edtf
    other = parse(text)
    reading = describe(text)
    for ours, theirs in ((reading.earliest, other.lower_strict()), (reading.latest, other.upper_strict())):
        assert ours == f"{theirs.tm_year:04}-{theirs.tm_mon:02}-{theirs.tm_mday:02}"
