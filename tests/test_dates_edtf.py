"""EDTF: the published cases, what is refused and where, the alternatives of a span, and that no bound is invented."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from chrono.dates import Choice, DateError, Run, iso, read
from chrono.dates.runs import MOST_CHOICES, MOST_RUNS

CASES = Path(__file__).parent / "data" / "edtf.tsv"


def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_the_table_is_whole() -> None:
    assert len(cases()) == 83


@pytest.mark.parametrize("row", cases(), ids=lambda row: row["edtf"] or "empty")
def test_published_case(row: dict[str, str]) -> None:
    """First and last day, their numbers and the count of stretches; seasons under the convention the row names."""
    conventions = "wide northern" if "CONVENTION northern" in row["source"] or row["edtf"] == "2019-24" else "wide"
    if row["earliest"] in ("INVALID", "IMPOSSIBLE"):
        with pytest.raises(DateError):
            read(row["edtf"], conventions=conventions)
        return
    date = read(row["edtf"], conventions=conventions)
    earliest = None if row["earliest"] in ("-inf", "unknown") else row["earliest"]
    latest = None if row["latest"] in ("+inf", "unknown") else row["latest"]
    assert (iso(date.first), iso(date.last)) == (earliest, latest)
    numbers = [int(row[name]) if row[name] else None for name in ("earliest_jdn", "latest_jdn")]
    assert [date.first, date.last] == numbers
    assert len(date.runs) == int(row["segments"])


def span(text: str, **options: str) -> tuple[str | None, str | None]:
    date = read(text, **options)
    return iso(date.first), iso(date.last)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1985-04-12T23:20:30Z", "1985-04-12", "1985-04-12"),
        ("1985-04-12T23:20:30+04:30", "1985-04-12", "1985-04-12"),
        ("-0043-03-15", "-0043-03-15", "-0043-03-15"),
        ("Y-17E7", "-170000000-01-01", "-170000000-12-31"),
        ("1950S2", "1900-01-01", "1999-12-31"),
        ("-1950S2", "-1999-01-01", "-1900-12-31"),
        ("-000X", "-0009-01-01", "-0001-12-31"),
        ("1X84", "1084-01-01", "1984-12-31"),
        ("2004-1X", "2004-10-01", "2004-12-31"),
        ("1985-04-XX", "1985-04-01", "1985-04-30"),
        ("1985-XX-XX", "1985-01-01", "1985-12-31"),
        ("-XXXX", "-9999-01-01", "-0001-12-31"),
        ("2004-06-XX/2004-07-03", "2004-06-01", "2004-07-03"),
        ("../..", None, None),
        ("1985/", "1985-01-01", None),
        ("[..1760-12-03]", None, "1760-12-03"),
        ("{2003,1999,2001..2002}", "1999-01-01", "2003-12-31"),
        ("156X-33", "1560-01-01", "1569-03-31"),
        ("french-republican:000X", "1792-09-22", "1801-09-22"),
        ("islamic-tabular:140X", "1979-11-21", "1989-08-03"),
        ("2001-41", "2001-07-01", "2001-12-31"),
    ],
)
def test_notation(text: str, first: str | None, last: str | None) -> None:
    assert span(text) == (first, last)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("1985-13", 5),
        ("1985-00", 5),
        ("1985-04-00", 8),
        ("1985-02-29", 8),
        ("1985-4-12", 6),
        ("19855", 4),
        ("85", 0),
        ("1985-04-12-", 10),
        ("1985-102", 7),
        ("1985-W15", 5),
        ("1985W15", 4),
        ("1985-04-12T25:00:00", 10),
        ("1985-04-12T10:10", 10),
        ("1985-04-12T10:10:10-00:00", 10),
        ("1985-04T10:10:10", 7),
        ("2004/2004-06-15T10:00:00", 15),
        ("156x", 3),
        ("156u-12", 3),
        ("2001-21-05", 8),
        ("2001-20", 5),
        ("1950S0", 5),
        ("1950S5", 5),
        ("1950S2-05", 4),
        ("Y12345-01", 6),
        ("Y012345", 1),
        ("-0000-01-01", 0),
        ("1985/1984", 5),
        ("2004-02/2004-01-31", 8),
        ("1985/1986/1987", 9),
        ("/", 0),
        ("[1667,,1668]", 6),
        ("[1668..1667]", 1),
        ("[1667..,1700]", 5),
        ("[1667,..1700]", 6),
        ("[..]", 1),
        ("[1667", 4),
        ("1667]", 4),
        ("20X1-02-29", 8),
        ("2004-2X", 5),
        ("2004-06-4X", 8),
        ("1938\n", 4),
        (" 1938", 0),
        ("١٩٣٨", 0),
        ("1938-0５", 6),
        ("1985?04", 5),
        ("open/1985", 0),
        ("1985-04-12TT", 10),
        ("Y1E99", 1),
        ("19XXS2", 4),
        ("156X-13", 5),
        ("156X-21-01", 8),
        ("julian:1234XX", 7),
        ("french-republican:Y12345", 19),
        ("french-republican:15", 18),
    ],
)
def test_what_is_no_edtf_is_refused_at_its_column(text: str, column: int) -> None:
    with pytest.raises(DateError) as caught:
        read(text)
    assert caught.value.column == column
    assert caught.value.message
    assert caught.value.column + caught.value.length <= max(len(text), 1)


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("1984", ""),
        ("1984?", "?"),
        ("2004-06~", "~"),
        ("2004-06-11%", "%"),
        ("2004~-06", "~"),
        ("?2004-06-~11", "%"),
        ("2004-%06-11", "%"),
        ("?-0043-03", "?"),
        ("1984?/2004", "?"),
        ("1984?/2004~", "%"),
        ("[1667?,1668]", "?"),
        ("156X~", "~"),
        ("2001-21?", "?"),
        ("Y-17E7~", "~"),
    ],
)
def test_a_qualifier_is_kept_and_moves_no_bound(text: str, qualifier: str) -> None:
    date = read(text)
    bare = read(text.translate({ord(sign): None for sign in "?~%"}))
    assert date.qualifier == qualifier
    assert date.runs == bare.runs
    assert date.choices == bare.choices


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("1938", "year"),
        ("1938-05", "month"),
        ("1938-05-24", "day"),
        ("193X", "decade"),
        ("19XX", "century"),
        ("1XXX", "millennium"),
        ("1X38", "year"),
        ("156X-12", "month"),
        ("156X-12-25", "day"),
        ("2001-21", "season"),
        ("2001-34", "quarter"),
        ("2001-38", "quadrimester"),
        ("2001-40", "semester"),
        ("1938/1940", "interval"),
        ("[1938,1940]", "set"),
    ],
)
def test_precision(text: str, precision: str) -> None:
    assert read(text).precision == precision


def run(text: str) -> Run:
    date = read(text)
    return Run(date.first, date.last)


OPEN = Run(None, None)


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("1938", [Choice(run("1938"), run("1938"))]),
        ("1939-11-30/1940-03-13", [Choice(run("1939-11-30"), run("1940-03-13"))]),
        ("1938/1940", [Choice(run("1938"), run("1940"))]),
        ("1985/..", [Choice(run("1985"), OPEN)]),
        ("1985/", [Choice(run("1985"), OPEN)]),
        ("../1985", [Choice(OPEN, run("1985"))]),
        ("[1939-08-21..1939-08-24]", [Choice(run("1939-08-21/1939-08-24"), run("1939-08-21/1939-08-24"), True)]),
        ("[1667,1669]", [Choice(run("1667"), run("1667")), Choice(run("1669"), run("1669"))]),
        ("[1667..1669]", [Choice(run(year), run(year)) for year in ("1667", "1668", "1669")]),
        ("[1938-05..1938-06]", [Choice(run(month), run(month)) for month in ("1938-05", "1938-06")]),
        ("{1960,1961-12}", [Choice(run("1960"), run("1961-12"))]),
        ("{1667..1669}", [Choice(run("1667"), run("1669"))]),
        ("{..1984}", [Choice(OPEN, run("1984"))]),
        ("193X", [Choice(run("193X"), run("193X"))]),
        ("200X-02-29", [Choice(run(day), run(day)) for day in ("2000-02-29", "2004-02-29", "2008-02-29")]),
    ],
)
def test_the_ways_a_span_so_dated_can_lie(text: str, choices: list[Choice]) -> None:
    assert list(read(text).choices) == choices


def test_open_sets_keep_their_open_side() -> None:
    """`[..1760-12-03]` is one unknown day with no first; `[1760-12..]` has no last."""
    day = Run(None, read("1760-12-03").last)
    assert read("[..1760-12-03]").choices == (Choice(day, day, True),)
    later = Run(read("1760-12").first, None)
    assert read("[1760-12..]").choices == (Choice(later, later),)


def test_alternatives_of_an_interval_leave_out_reversed_ones() -> None:
    """`200X-02-29/2004-03` has three starts, of which 29 February 2008 cannot be before its end."""
    starts = [choice.start.first for choice in read("200X-02-29/2004-03").choices]
    assert starts == [read("2000-02-29").first, read("2004-02-29").first]


def test_too_many_alternatives_become_their_hull_and_say_so() -> None:
    date = read("XXXX-12-25")
    assert len(date.runs) == MOST_RUNS
    assert date.choices == (Choice(run("0000-12-25/9999-12-25"), run("0000-12-25/9999-12-25")),)
    assert str(MOST_CHOICES) in date.note


def test_too_many_pairs_of_ends_become_their_hull_and_say_so() -> None:
    date = read("1XXX-02-29/19XX-02-29")
    assert date.choices == (Choice(run("1004-02-29/1996-02-29"), run("1904-02-29/1996-02-29")),)
    assert str(MOST_CHOICES) in date.note


def test_too_long_a_range_of_years_becomes_its_hull() -> None:
    date = read("[1000..1999]")
    assert date.choices == (Choice(run("1000/1999"), run("1000/1999")),)
    assert str(MOST_CHOICES) in date.note


def test_too_many_stretches_become_their_hull_and_say_so() -> None:
    date = read("XXXX-XX-31")
    assert span("XXXX-XX-31") == ("0000-01-31", "9999-12-31")
    assert len(date.runs) == 1
    assert str(MOST_RUNS) in date.note


@pytest.mark.parametrize(
    ("conventions", "first", "last"),
    [
        ("wide", "2001-01-01", "2002-02-28"),
        ("wide northern", "2001-12-01", "2002-02-28"),
        ("southern", "2001-06-01", "2001-08-31"),
    ],
)
def test_a_season_has_no_months_until_a_hemisphere_is_declared(conventions: str, first: str, last: str) -> None:
    date = read("2001-24", conventions=conventions)
    assert (iso(date.first), iso(date.last)) == (first, last)
    assert (date.convention is None) == (conventions == "wide")
    assert bool(date.note) == (conventions == "wide")


@pytest.mark.parametrize(
    "text", ["9" * 6000, "Y" + "9" * 6000, "Y1E" + "9" * 6000, "julian:" + "9" * 6000, "before " * 900]
)
def test_absurd_input_is_an_error_not_a_crash(text: str) -> None:
    with pytest.raises(DateError):
        read(text)


@pytest.mark.parametrize(("text", "column"), [(" AD 500", 0), ("AD 500 ", 6), ("1940 ", 4)])
def test_a_space_around_a_date_is_pointed_at(text: str, column: int) -> None:
    with pytest.raises(DateError, match="space before or behind") as raised:
        read(text)
    assert (raised.value.column, raised.value.help) == (column, f"write {text.strip()}")
