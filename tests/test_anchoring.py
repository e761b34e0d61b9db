"""Dates counted from something, judged day by day with the calendar of the standard library and of dateutil.

`lies` below says by that calendar whether days fit a relative date. The formula must hold wherever they do, in every
unit; where the day counted from is stated, in days, nowhere else.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.easter import easter
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono import dates
from chrono.dates import Declared, Relative, Scale, read_stated
from chrono.dates.relative.days import image
from chrono.engine.formulas import holds
from chrono.grounding.anchors import Anchor, stated_points
from chrono.grounding.relative_dates import formulas
from chrono.model.chronology import Certainty
from tests.small import read

DECLARED = Declared({"pact": "event", "darius": "period"})
DAYS = st.dates(date(1880, 1, 1), date(1990, 12, 31))
TEXTS = (
    "3 darius",
    "1 darius",
    "3 darius [antedating]",
    "1 darius [antedating]",
    "3 darius [postdating]",
    "0 darius [postdating]",
    "next easter after pact",
    "last easter before pact",
    "next michaelmas after pact",
    "Tuesday after pact",
    "last Sunday before pact",
    "5 days after pact",
    "1 month after pact",
    "13 months after pact",
    "2 years before pact",
    "1 year 1 month 3 days after pact",
)


def relative(text: str, unit: str = "day") -> Relative:
    found = read_stated(text, Declared(DECLARED.kinds, {}, {}, unit))
    assert isinstance(found, Relative)
    return found


def jdn(day: date) -> int:
    return day.toordinal() + 1_721_425


def lies(text: str, day: date, base: date) -> bool:
    """Whether a day lies within the date that a text counts from a day."""
    words = text.split()
    if words[1] == "darius":
        year = int(words[0])
        if len(words) == 2:
            return base + relativedelta(years=year - 1) <= day < base + relativedelta(years=year)
        return day.year == base.year + year - (words[2] == "[antedating]")
    sign = 1 if words[-2] == "after" else -1
    if words[0][0].isdigit():
        amount = {words[i + 1].rstrip("s") + "s": int(words[i]) for i in range(0, len(words) - 2, 2)}
        months = {unit: sign * n for unit, n in amount.items() if unit != "days"}
        return day == base + relativedelta(**months) + timedelta(days=sign * amount.get("days", 0))  # type: ignore[arg-type]
    what = words[-3]

    def fits(tried: date) -> bool:
        if what == "easter":
            return tried == easter(tried.year)
        return (tried.month, tried.day) == (9, 29) if what == "michaelmas" else f"{tried:%A}" == what

    tried = base + timedelta(days=sign)
    while not fits(tried):
        tried += timedelta(days=sign)
    return day == tried


@st.composite
def told(draw: st.DrawFn) -> tuple[str, date, date]:
    """A text, the day it is counted from, and another day, more often than not near one that fits."""
    text, base = draw(st.sampled_from(TEXTS)), draw(DAYS)
    found = image(relative(text).counting, jdn(base), jdn(base))  # type: ignore[arg-type]
    assert found is not None
    edge = draw(st.sampled_from([day for run in found for day in (run.first, run.last)]))
    return text, base, date.fromordinal(edge - 1_721_425 + draw(st.integers(-2, 2)))


@settings(max_examples=300, deadline=None)
@given(told())
def test_where_the_day_is_stated_exactly_the_days_that_fit_remain(said: tuple[str, date, date]) -> None:
    text, base, day = said
    date_ = relative(text)
    history = {date_.point: jdn(base), "start(x)": jdn(day), "end(x)": jdn(day)}
    stated = {date_.point: Anchor(jdn(base), jdn(base), ("base",), ("base",))}
    read_as = formulas(date_, "start(x)", "end(x)", Scale(), stated)
    assert all(holds(f, history) for f, _ in read_as) == lies(text, day, base)


@settings(max_examples=300, deadline=None)
@given(told(), st.integers(0, 500), st.integers(0, 500))
def test_where_it_is_stated_within_days_each_of_them_counts(
    said: tuple[str, date, date], earlier: int, later: int
) -> None:
    text, base, day = said
    date_ = relative(text)
    history = {date_.point: jdn(base), "start(x)": jdn(day), "end(x)": jdn(day)}
    stated = {date_.point: Anchor(jdn(base) - earlier, jdn(base) + later, ("base",), ("base",))}
    read_as = formulas(date_, "start(x)", "end(x)", Scale(), stated)
    assert all(holds(f, history) for f, _ in read_as) == lies(text, day, base)
    assert {ids for _, ids in read_as} <= {(), ("base",)}


@settings(max_examples=300, deadline=None)
@given(told(), st.sampled_from(dates.UNITS), st.booleans())
def test_no_true_history_is_lost_in_any_unit(said: tuple[str, date, date], unit: str, is_stated: bool) -> None:
    text, base, day = said
    if not lies(text, day, base):
        return
    date_ = relative(text, unit)
    history = {p: Scale(unit).step_of(jdn(d)) for p, d in ((date_.point, base), ("start(x)", day), ("end(x)", day))}
    stated = {date_.point: Anchor(jdn(base) - 40, jdn(base) + 40, ("base",), ("base",))} if is_stated else {}
    for formula, _ in formulas(date_, "start(x)", "end(x)", Scale(unit), stated):  # type: ignore[arg-type]
        assert holds(formula, history), (text, base, day)


@pytest.mark.parametrize("text", ["3 darius [antedating]", "next easter after pact"])
def test_past_the_limit_the_outer_days_stand(text: str) -> None:
    date_ = relative(text)
    wide = {date_.point: Anchor(0, 2_000_000, ("base",), ("base",))}
    (plain, _), (sharp, ids) = formulas(date_, "start(x)", "end(x)", Scale(), wide)
    assert ids == ("base",)
    # Beyond what can be counted from the last day that is stated.
    assert not holds(sharp, {date_.point: 2_000_000, "start(x)": 2_001_500, "end(x)": 2_001_500})
    near = {date_.point: 1_000_000, "start(x)": 1_000_700, "end(x)": 1_000_700}
    assert holds(sharp, near)
    assert holds(plain, near) == (text[0] == "3")


def test_stated_days_are_handed_on() -> None:
    chronology = read(
        """
        events:
          a: {date: 1120}
          b: {date: next easter after a}
          c: {date: 2 months after b, certainty: strong}
          d: {start: 3 days after c}
          e: {date: 3 days after f}
          f: {date: 3 days before e}
        """
    )
    found = stated_points(chronology, Certainty.MODERATE)
    assert found["start(b)"] == found["end(b)"]
    assert found["start(c)"].ids == ("a.date", "b.date", "c.date")
    assert (dates.iso(found["start(d)"].first), dates.iso(found["start(d)"].last)) == ("1120-06-28", "1121-06-20")
    assert "end(d)" not in found
    assert "start(e)" not in found
    assert "start(c)" not in stated_points(chronology, Certainty.CERTAIN)


def test_of_two_statements_the_one_that_says_more_counts_on_either_side() -> None:
    chronology = read("events: {a: {date: 1938, start: 1938-05/1940, end: 1938-05/..}}")
    found = stated_points(chronology, Certainty.MODERATE)
    assert found["start(a)"].ids == ("a.date", "a.start")
    assert (dates.iso(found["start(a)"].first), dates.iso(found["start(a)"].last)) == ("1938-05-01", "1938-12-31")
