"""Calendars: the published table, how dates in them are written, year styles, reforms, and what does not exist."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from chrono.dates import DateError, calendar_named, gregorian_easter, iso, julian_easter, read
from chrono.dates.calendars.registry import ALIASES, CALENDARS
from chrono.dates.notations.conventions import CONVENTIONS, SEASONS

CASES = Path(__file__).parent / "data" / "calendars.tsv"
LEFT_OUT = {
    "iso-week": "EDTF has no weeks, and historians do not date by them",
    "mjd": "an astronomer's day count, not a calendar",
    "regnal-england": "needs a declared reign",
}


def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def as_text(calendar: str, date: str) -> str:
    """A row of the table as a person writes it for `read`."""
    slashed = re.fullmatch(r"(?:(\d+)/)?(\d+)/(\d+)(?: (AD|BC))?", date)
    if slashed:
        day, month, year, era = slashed.groups()
        number = 1 - int(year) if era == "BC" else int(year)
        return f"{calendar}:{number:05}-{int(month):02}" + (f"-{int(day):02}" if day else "")
    if calendar in ("easter-julian", "easter-gregorian"):
        return f"{calendar} {date}"
    if calendar == "indiction-greek":
        return f"indiction {date}"
    return f"{calendar}:{date}"


def test_the_table_is_whole_and_what_is_left_out_is_named() -> None:
    rows = cases()
    assert len(rows) == 255
    assert sum(row["calendar"] not in LEFT_OUT for row in rows) == 238
    assert set(LEFT_OUT) <= {row["calendar"] for row in rows}


@pytest.mark.parametrize(
    "row",
    [row for row in cases() if row["calendar"] not in LEFT_OUT],
    ids=lambda row: f"{row['calendar']} {row['date']}",
)
def test_published_case(row: dict[str, str]) -> None:
    date = read(as_text(row["calendar"], row["date"]))
    assert (date.first, date.last) == (int(row["jdn_earliest"]), int(row["jdn_latest"]))
    assert (iso(date.first), iso(date.last)) == (row["gregorian_earliest"], row["gregorian_latest"])


def days(text: str, calendar: str = "gregorian") -> list[tuple[str | None, str | None]]:
    return [(iso(run.first), iso(run.last)) for run in read(text, calendar=calendar).runs]


@pytest.mark.parametrize(
    "text",
    [
        "julian:1917-10-25",
        "1917-10-25 [julian]",
        "25 Oct 1917 [julian]",
        "julian:25 October 1917",
        "25 October 1917 O.S.",
        "25 October 1917 (Old Style)",
        "7 November 1917 N.S.",
        "gregorian:1917-11-07",
        "switch:1918-02-14:1917-10-25",
    ],
)
def test_a_calendar_is_named_with_the_date(text: str) -> None:
    assert days(text) == [("1917-11-07", "1917-11-07")]


def test_old_style_can_speak_of_the_year_and_before_the_reform_new_style_only_of_it() -> None:
    both = [("1682-02-20", "1682-02-20"), ("1683-02-20", "1683-02-20")]
    for text in ("10 Feb. 1682 O.S.", "10 février 1682 (a. st.)", "10. Februar 1682 a. St.", "10 Feb. 1682 [O.S.]"):
        assert days(text) == both
        assert "julian: before it" in read(text).note
    assert days("12 février 1450 (n. st.)") == days("julian:12 février 1450") == [("1450-02-21", "1450-02-21")]
    assert days("20 février 1683 n.s.", "julian") == [("1683-02-20", "1683-02-20")]


@pytest.mark.parametrize("calendar", ["julian", "switch:1582-10-15", "julian-ladyday", "julian|gregorian"])
@pytest.mark.parametrize("text", ["60", "5", "0", "-44", "44-03-15", "20-05", "12/13", "60/65", "[60,61]", "600/1203"])
def test_what_is_no_year_of_ours_is_none_in_a_declared_calendar_of_ours(text: str, calendar: str) -> None:
    """60 is AD 60 where the date names its calendar; that a file declares one says nothing of what a figure is."""
    with pytest.raises(DateError):
        read(text, calendar=calendar)
    if text not in ("12/13", "60/65", "[60,61]", "600/1203"):
        assert read(f"julian:{text}").first is not None


@pytest.mark.parametrize(("text", "year"), [("322 BC", "-0321"), ("1 BC", "0000"), ("AD 70", "0070")])
def test_a_year_of_another_era_is_given_with_its_calendar(text: str, year: str) -> None:
    with pytest.raises(DateError, match="the hebrew calendar has no BC or AD") as caught:
        read(text, calendar="hebrew")
    assert caught.value.help == f"name the calendar of the year, as in julian:{year}"
    assert read(f"julian:{year}", calendar="hebrew").runs == read(text, calendar="julian").runs


def test_every_figure_is_a_year_of_a_declared_calendar_with_its_own_era() -> None:
    assert days("710", "auc-varronian") == days("auc-varronian:710")
    assert days("161-07-15", "egyptian") == days("egyptian:161-07-15")
    assert days("495", "islamic") == days("AH 495")


def test_a_calendar_is_declared_for_a_file() -> None:
    assert days("1917-10-25", "julian") == [("1917-11-07", "1917-11-07")]
    assert days("gregorian:1917-10-25", "julian") == [("1917-10-25", "1917-10-25")]


@pytest.mark.parametrize(
    ("reform", "before", "after"),
    [
        ("1582-10-15", "1582-10-04", "1582-10-15"),
        ("1752-09-14", "1752-09-02", "1752-09-14"),
        ("1918-02-14", "1918-01-31", "1918-02-14"),
    ],
)
def test_a_reform_joins_two_days_and_the_days_between_never_were(reform: str, before: str, after: str) -> None:
    name = f"switch:{reform}"
    last, first = read(before, calendar=name).last, read(after, calendar=name).first
    assert last is not None
    assert first == last + 1
    assert (iso(first)) == after
    lost = f"{after[:8]}{int(after[8:]) - 1:02}"
    with pytest.raises(DateError, match="never was") as caught:
        read(f"{name}:{lost}")
    assert caught.value.column == len(name) + 1 + 8


def test_months_and_years_of_a_reform_are_cut() -> None:
    assert days("1752-09", "switch:1752-09-14") == [("1752-09-12", "1752-09-30")]
    assert days("1582", "switch:1582-10-15") == [("1582-01-11", "1582-12-31")]


def test_an_unknown_year_style_is_an_either_or() -> None:
    """10 February 1450 is of 1450 or of 1451, a day of May of 1449 or 1450."""
    assert days("1450-02-10", "julian-unknown") == [("1450-02-19", "1450-02-19"), ("1451-02-19", "1451-02-19")]
    assert days("julian-unknown:1450-05-10") == [("1449-05-19", "1449-05-19"), ("1450-05-19", "1450-05-19")]
    assert len(read("julian-unknown:1450").choices) == 7
    assert len(read("julian-unknown:1450-02-10").choices) == 2


def test_a_year_of_easter_style_can_have_a_day_twice_or_never() -> None:
    assert len(read("julian-easter-style:1350-04-01").runs) == 2
    with pytest.raises(DateError):
        read("julian-easter-style:1351-04-10")


def test_two_calendars_can_be_an_either_or() -> None:
    assert days("julian|gregorian:1700-03-01") == [("1700-03-01", "1700-03-01"), ("1700-03-12", "1700-03-12")]


def test_a_month_that_a_style_cuts_has_two_stretches() -> None:
    assert len(read("julian-florentine:1320-03").runs) == 2


def test_islamic_dates_carry_a_tolerance_and_tabular_ones_do_not() -> None:
    exact = read("islamic-tabular:1058-05-18")
    wide = read("islamic:1058-05-18")
    assert exact.first == exact.last == 2323141
    assert (wide.first, wide.last) == (2323139, 2323143)
    assert wide.choices[0].instant
    assert days("AH 1058-05-18") == days("islamic:1058-05-18")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("hebrew:10 Av 3174", "-0586-07-24"),
        ("10 Av 3174 [hebrew]", "-0586-07-24"),
        ("9 Thermidor II", "1794-07-27"),
        ("9 Thermidor an II", "1794-07-27"),
        ("french-republican:2-11-09", "1794-07-27"),
        ("18 Brumaire VIII", "1799-11-09"),
        ("1 Vendémiaire I", "1792-09-22"),
        ("10 Nivose XIV", "1805-12-31"),
        ("6 Sansculottides III", "1795-09-22"),
        ("coptic:26 Tobi 1660", None),
        ("persian:7 Mehr 1320", "1941-09-29"),
    ],
)
def test_month_names_of_other_calendars(text: str, day: str | None) -> None:
    assert days(text) == [(day, day)] if day else read(text).precision == "day"


def test_adar_of_a_leap_year_is_either_of_the_two() -> None:
    assert len(read("hebrew:14 Adar 5784").runs) == 2
    assert len(read("hebrew:14 Adar II 5784").runs) == 1
    assert len(read("hebrew:14 Adar 5783").runs) == 1


@pytest.mark.parametrize(
    "text",
    [
        "hebrew:5783-13-01",
        "islamic-tabular:1058-12-31",
        "coptic:1-13-06",
        "egyptian:1-13-06",
        "french-republican:15-01-01",
        "french-republican:2-13-06",
        "julian:1900-02-30",
        "hebrew:5784-21",
        "hebrew:44 BC",
        "persian:0000-01-01",
        "persian:0000",
        "persian:1322-12-30",
    ],
)
def test_days_that_do_not_exist_in_their_calendar(text: str) -> None:
    with pytest.raises(DateError) as caught:
        read(text)
    assert caught.value.column >= text.index(":")


@pytest.mark.parametrize(
    "name", ["jullian", "switch:1582", "switch:1752-02-30", "switch:1066-10-14", "julian|jullian", ""]
)
def test_a_calendar_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(DateError):
        calendar_named(name)


def test_the_nearest_calendar_is_offered_at_its_column() -> None:
    with pytest.raises(DateError) as caught:
        read("25 Oct 1917 [julain]")
    assert (caught.value.column, caught.value.length) == (13, 6)
    assert "julian" in caught.value.help


def test_every_alias_leads_somewhere() -> None:
    assert ALIASES
    assert all(target in CALENDARS for target in ALIASES.values())


@pytest.mark.parametrize(
    ("text", "day"),
    [
        # Days of Egypt by published double dates: 1 Thoth of a year after and not after a Julian leap year.
        ("alexandrian:0001-01-01", "julian:0284-08-29"),
        ("alexandrian:0088-01-01", "julian:0371-08-30"),
        ("7 Pharmouthi 20 [alexandrian]", "julian:0304-04-02"),
        ("oxyrhynchite:0001-01-01", "julian:0324-08-29"),
        ("oxyrhynchite:0108-01-01", "julian:0431-08-30"),
        # Swedish days: the one that was ahead, the day that never was elsewhere, and Poltava.
        ("swedish:1700-02-28", "julian:1700-02-28"),
        ("swedish:1700-03-01", "julian:1700-02-29"),
        ("swedish:1709-06-28", "julian:1709-06-27"),
        ("swedish:1712-02-30", "gregorian:1712-03-11"),
        ("swedish:1712-03-01", "julian:1712-03-01"),
        ("swedish:1753-02-17", "julian:1753-02-17"),
        ("swedish:1753-03-01", "gregorian:1753-03-01"),
        # William Penn's frame of government, dated the twenty-fifth of Second Month 1682, is of 25 April.
        ("quaker:1682-02-25", "julian:1682-04-25"),
        ("quaker:1690-11-05", "julian:1691-01-05"),
        ("quaker:1751-10-31", "julian:1751-12-31"),
        ("quaker:1752-01-01", "julian:1752-01-01"),
        ("quaker:1752-09-14", "gregorian:1752-09-14"),
        # The mutiny of 31 Mart 1325, and the last days of each Rumi reckoning.
        ("rumi:1256-01-01", "gregorian:1840-03-13"),
        ("31 Mart 1325 [rumi]", "gregorian:1909-04-13"),
        ("rumi:1332-12-15", "gregorian:1917-02-28"),
        ("rumi:1333-01-01", "gregorian:1917-03-01"),
        ("rumi:1334-11-01", "gregorian:1918-01-01"),
        ("rumi:1341-10-31", "gregorian:1925-12-31"),
    ],
)
def test_days_of_calendars_by_published_double_dates(text: str, day: str) -> None:
    found, wanted = read(text), read(day)
    assert (found.first, found.last) == (wanted.first, wanted.last)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        # Days known by both calendars: Gaugamela, Alexander's death, and the deaths of Antiochus III and Seleucus IV.
        ("seleucid-babylonian:0001-01-01", "julian:-0310-04-03"),
        ("seleucid-babylonian:-0019-06-24", "julian:-0330-10-01"),
        ("seleucid-babylonian:-0011-02-29", "julian:-0322-06-11"),
        ("seleucid-babylonian:0125-03-25", "julian:-0186-07-03"),
        ("seleucid-babylonian:0137-06-10", "julian:-0174-09-03"),
    ],
)
def test_days_of_babylon_are_within_the_sight_of_the_moon(text: str, day: str) -> None:
    found, wanted = read(text), read(day)
    assert found.first is not None
    assert found.last is not None
    assert wanted.first is not None
    assert found.first <= wanted.first <= found.last
    assert found.last - found.first == 4


def test_what_two_years_may_have_called_so_is_read_as_both() -> None:
    assert days("quaker:1690-01-10") == [("1690-03-20", "1690-03-20"), ("1691-03-20", "1691-03-20")]
    assert days("quaker:1690-01-25") == [("1690-04-04", "1690-04-04")]
    for text in (
        "quaker:1751-11-01",
        "quaker:1752-09-05",
        "rumi:1333-11-01",
        "swedish:1700-02-29",
        "swedish:1713-02-30",
    ):
        with pytest.raises(DateError):
            read(text)


def test_easter_repeats_after_its_cycles() -> None:
    """532 Julian years and 5,700,000 Gregorian ones."""
    assert julian_easter(1123 + 532) - julian_easter(1123) == 532 * 1461 // 4
    assert gregorian_easter(2000 + 5_700_000) - gregorian_easter(2000) == 5_700_000 // 400 * 146097


def test_every_calendar_and_convention_is_documented() -> None:
    page = (Path(__file__).parent.parent / "docs" / "dates.md").read_text(encoding="utf-8")
    for name in (*CALENDARS, *CONVENTIONS, *SEASONS):
        assert f"`{name}`" in page, name


@pytest.mark.parametrize("name", ["Addaru", "Ululu"])
def test_the_first_of_two_months_of_one_name_is_not_the_second(name: str) -> None:
    first, bare = (read(f"seleucid-babylonian:10 {month} 2110").runs for month in (f"{name} I", name))
    assert first == bare


def test_the_second_of_two_months_of_one_name_is_another() -> None:
    assert read("seleucid-babylonian:Addaru II 2110").runs != read("seleucid-babylonian:Addaru 2110").runs
