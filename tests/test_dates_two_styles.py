"""One day told in two styles, by the Julian calendar and by the Gregorian."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.dates import DateError, describe, iso, read
from chrono.dates.calendars.calendar import MONTHS
from chrono.dates.calendars.gregorian import REFORM, gregorian_day, gregorian_parts
from chrono.dates.calendars.julian import julian_parts

GREECE = gregorian_day(1923, 3, 1)


def span(text: str) -> tuple[str | None, str | None]:
    date = read(text)
    return iso(date.first), iso(date.last)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("29 May/8 June 1660", "1660-06-08"),
        ("10/20 March 1660", "1660-03-20"),
        ("10./20. März 1660", "1660-03-20"),
        ("7 Nov. (25 Oct.) 1917", "1917-11-07"),
        ("25 October (7 November) 1917", "1917-11-07"),
        ("25 October [7 November] 1917", "1917-11-07"),
        ("25 October [O.S.] / 7 November [N.S.] 1917", "1917-11-07"),
        ("7 November [O.S. 25 October] 1917", "1917-11-07"),
        ("7 November 1917 (25 October O.S.)", "1917-11-07"),
        ("7 November 1917 NS (25 October 1917 OS)", "1917-11-07"),
        ("November 7 (October 25, Old Style), 1917", "1917-11-07"),
        ("October 25 (November 7), 1917", "1917-11-07"),
        ("25 October 1917 (7 November 1917)", "1917-11-07"),
        ("25.10.1917 (7.11.1917)", "1917-11-07"),
        ("25.10.(7.11.)1917", "1917-11-07"),
        ("le 7 novembre (25 octobre) 1917", "1917-11-07"),
        ("7 Nov./25 Oct. 1917", "1917-11-07"),
        ("25 (12) February 1918", "1918-02-25"),
        ("14. (26.) Dezember 1825", "1825-12-26"),
        ("26 December 1825 (14 December)", "1825-12-26"),
        ("8 Feb. 1587 (N.S. 18 Feb.)", "1587-02-18"),
        ("11/21 February 1648/9", "1649-02-21"),
        ("20/30 March 1648/9", "1649-03-30"),
        ("22 December 1660/1 January 1661", "1661-01-01"),
        ("1/12 March 1700", "1700-03-12"),
        ("10 Feb. 1682 (20 Feb. 1683)", "1683-02-20"),
        ("Wednesday 25 October (7 November) 1917", "1917-11-07"),
        ("25 Oct. (O.S.) 1917", "1917-11-07"),
        ("7 November N.S. 1917", "1917-11-07"),
        ("3 mars 1244 (1245 n. st.)", "1245-03-10"),
        ("3 mars 1245 (1244 a. st.)", "1245-03-10"),
    ],
)
def test_one_day(text: str, day: str) -> None:
    assert span(text) == (day, day)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("between 25 October (7 November) and 27 October (9 November) 1917", "1917-11-07", "1917-11-09"),
        ("between 25 October/7 November and 27 October/9 November 1917", "1917-11-07", "1917-11-09"),
        ("1/11–5/15 May 1660", "1660-05-11", "1660-05-15"),
        ("after 25 October (7 November) 1917", "1917-11-08", None),
        ("not before 10/20 March 1660", "1660-03-20", None),
    ],
)
def test_where_a_day_can_stand(text: str, first: str | None, last: str | None) -> None:
    assert span(text) == (first, last)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("10/21 March 1660", "1660-03-10", "1660-03-21"),
        ("10/20 March 1560", "1560-03-10", "1560-03-20"),
        ("10 May/20 June 1660", "1660-05-10", "1660-06-20"),
        ("julian:10/20 March 1660", "1660-03-20", "1660-03-30"),
        ("1/14 July 1950", "1950-07-01", "1950-07-14"),
        ("10 Feb. 1682/20 Feb. 1683", "1682-02-10", "1683-02-20"),
    ],
)
def test_other_days_with_a_slash_between_are_a_span(text: str, first: str, last: str) -> None:
    """Ten days apart but no style's, before the reform, of a calendar that is named, or where no state kept Julian."""
    assert span(text) == (first, last)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("25 October (8 November) 1917", "are not one day in old and new style"),
        ("25 October [N.S.] / 7 November [O.S.] 1917", "25 October 1917 is the old style of 7 November 1917"),
        ("7 November (25 October N.S.) 1917", "7 November 1917 is the new style of 25 October 1917"),
        ("25 October O.S. / 8 November N.S. 1917", "not the same day"),
        ("Tuesday 25 October (7 November) 1917", "no day of this date is a Tuesday"),
        ("3 mai 1244 (1245 n. st.)", "no style before 1582 counted"),
    ],
)
def test_what_does_not_agree_is_refused(text: str, said: str) -> None:
    with pytest.raises(DateError, match=said):
        read(text)


def test_it_is_told_how_a_day_was_understood() -> None:
    reading = describe("25 October (7 November) 1917")
    assert reading.understood == "25 October 1917 by the Julian calendar, 7 November 1917 by the Gregorian"
    assert reading.notes == (f"one day in two styles: {reading.understood}",)
    assert "8 November 1917 by the Gregorian calendar is 26 October" in describe("25 October (8 November) 1917").help


def test_a_day_in_brackets_is_of_the_year_before_them() -> None:
    assert span("1245 (3 mai)") == ("1245-05-03", "1245-05-03")
    assert span("1245 (before 3 May)") == ("1245-01-01", "1245-05-02")
    assert span("3.5.–5.6.1521") == ("1521-05-03", "1521-06-05")


@given(st.integers(REFORM, GREECE - 1), st.integers(-3, 3), st.sampled_from(["{0}/{1}", "{1}/{0}", "{0} ({1})"]))
def test_every_day_of_both_calendars(day: int, off: int, form: str) -> None:
    """Only what is one day by both is joined; a day more or less is a span, reversed, or refused."""
    years, told = [], []
    for year, month, of_month in (julian_parts(day), gregorian_parts(day + off)):
        years.append(year)
        told.append(f"{of_month} {MONTHS[month - 1]}")
    if len(set(years)) == 1 and form != "{0} ({1})":
        text = f"{form.format(*told)} {years[0]}"
    else:
        text = form.format(*(f"{each} {year}" for each, year in zip(told, years, strict=True)))
    try:
        date = read(text)
    except DateError:
        assert off, text
    else:
        assert ((date.first, date.last) == (day, day)) == (off == 0), text
