"""Dates told by something else: how they are read, what is refused with its column, and the days they can be."""

from __future__ import annotations

from itertools import pairwise

import pytest

from chrono import dates
from chrono.dates import Declared, Relative, read_stated
from chrono.dates.relative.counting import Nearest, Reckoning, Regnal, Shifted, Weekday
from chrono.dates.relative.days import BETWEEN_FEASTS, image, reach, ways
from chrono.dates.relative.reading import read_reckoning
from tests.small import mistakes, read

DECLARED = Declared(
    {"pact": "event", "darius": "period", "darius-ii": "period", "xerxes": "person"},
    {"darius the great": ("darius",), "ochus": ("darius-ii", "darius")},
    {"darius": (Reckoning("accession-year", "egyptian"),)},
)
MONTHS_8 = dates.read_duration("8 months")


def told(text: str, declared: Declared | None = DECLARED) -> Relative:
    found = read_stated(text, declared)
    assert isinstance(found, Relative)
    return found


@pytest.mark.parametrize(
    ("text", "of", "counting"),
    [
        ("3 darius", "darius", Regnal(3, "accession-year", "egyptian")),
        ("3 Darius the Great", "darius", Regnal(3, "accession-year", "egyptian")),
        ("3 DARIUS-II", "darius-ii", Regnal(3, "anniversary", "gregorian")),
        ("year 3 of darius-ii", "darius-ii", Regnal(3, "anniversary", "gregorian")),
        ("2nd year of the reign of darius-ii", "darius-ii", Regnal(2, "anniversary", "gregorian")),
        ("3 darius [antedating]", "darius", Regnal(3, "calendar-year", "gregorian")),
        ("3 darius [calendar-year julian]", "darius", Regnal(3, "calendar-year", "julian")),
        ("0 darius", "darius", Regnal(0, "accession-year", "egyptian")),
        ("8 months after pact", "pact", Shifted(MONTHS_8, 1, "gregorian")),
        ("8 months before pact", "pact", Shifted(MONTHS_8, -1, "gregorian")),
        ("the day after pact", "pact", Shifted(dates.read_duration("1 day"), 1, "gregorian")),
        ("a year before pact", "pact", Shifted(dates.read_duration("1 year"), -1, "gregorian")),
        ("next easter after pact", "pact", Nearest("easter", 1, "gregorian")),
        ("the last feast of St Andrew before pact", "pact", Nearest("andrew", -1, "gregorian")),
        ("the first Tuesday after pact", "pact", Nearest("tuesday", 1, "gregorian")),
        ("Tuesday next before pact", "pact", Nearest("tuesday", -1, "gregorian")),
        ("a Tuesday", "", Weekday(1)),
        ("on Sunday", "", Weekday(6)),
    ],
)
def test_what_is_counted_and_from_what(text: str, of: str, counting: object) -> None:
    found = told(text)
    assert (found.text, found.of, found.counting) == (text, of, counting)
    assert found.edge == ("end" if " after " in text else "start")


@pytest.mark.parametrize(
    ("text", "code", "column", "said"),
    [
        ("3 darrius", "unknown-id", 2, "did you mean 'darius'?"),
        ("year 3 of zoe", "unknown-id", 10, "declare the reign under periods"),
        ("3 xerxes", "wrong-kind", 2, "declare the reign under periods, with its own start"),
        ("3 Ochus", "unknown-id", 2, "write the id of one: darius, darius-ii"),
        ("3 darius [antedaiting]", "reckoning", 10, "did you mean antedating?"),
        ("3 darius [antedating julien]", "calendar", 21, "did you mean julian?"),
        ("0 darius-ii", "no-such-date", 0, "only where the accession year is not counted (accession-year) is there"),
        ("2 years after pakt", "unknown-id", 14, "did you mean 'pact'?"),
        ("2 yeers after pact", "date", 2, "the units are days, weeks, months and years"),
        ("last easter after pact", "date", 0, "write the next easter after ..."),
        ("next easter before pact", "date", 0, "write the last easter before ..."),
        ("next eastre after pact", "date", 5, "did you mean easter?"),
        ("in the year of the pact", "date", 0, ""),
        ("1939-02-30", "no-such-date", 8, "that month has 28 days"),
    ],
)
def test_what_is_refused(text: str, code: str, column: int, said: str) -> None:
    with pytest.raises(dates.DateError) as caught:
        read_stated(text, DECLARED)
    assert (caught.value.code, caught.value.column) == (code, column)
    assert caught.value.help.startswith(said)


def test_what_stands_for_itself_stays_a_date() -> None:
    for text in ("1938", "Tuesday after Michaelmas 1270", "3 May 1940", "44 BC", "before 1066"):
        assert isinstance(read_stated(text, DECLARED), dates.Date)


def test_where_nothing_can_be_counted_from_a_weekday_alone_is_read() -> None:
    assert told("a Tuesday", None).counting == Weekday(1)
    with pytest.raises(dates.DateError, match="cannot stand here"):
        read_stated("2 years after pact", None)
    with pytest.raises(dates.DateError, match="cannot follow there"):
        read_stated("3 darius", None)


def test_names_are_said_for_ids() -> None:
    assert told("2 years after pact").said({"pact": "the treaty"}) == "2 years after the treaty"
    assert told("3 Darius the Great").said({"darius": "Darius I"}) == "3 Darius the Great"


@pytest.mark.parametrize(
    ("written", "reckoning"),
    [
        ("anniversary", Reckoning()),
        ("Antedating", Reckoning("calendar-year")),
        ("postdating  hebrew", Reckoning("accession-year", "hebrew")),
        ("from Ascension Day", Reckoning("from", "", "ascension")),
        ("from easter  julian", Reckoning("from", "julian", "easter")),
    ],
)
def test_reckonings(written: str, reckoning: Reckoning) -> None:
    assert read_reckoning(written) == reckoning


def days(text: str) -> list[str | None]:
    """The days of a text that counts from a date: first and last of each stretch, once where they are the same."""
    date = dates.read(text)
    return [dates.iso(run.first) for run in date.runs] + [dates.iso(r.last) for r in date.runs if r.last != r.first]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3 days after 1123-04-15", ["1123-04-18"]),
        ("8 months before 1940-03-31", ["1939-07-31"]),
        ("the day after christmas 1066", ["1067-01-01"]),
        ("last Sunday before 1 May 1200", ["1200-04-30"]),
        ("3 days after julian:1123-04-15", ["1123-04-25"]),
        # Each day that an unknown day can be is counted from.
        ("2 years after 1939", ["1941-01-01", "1941-12-31"]),
        ("1 month after 1939-01", ["1939-02-01", "1939-02-28"]),
        ("next easter after 1939", ["1939-04-09", "1940-03-24"]),
    ],
)
def test_counted_from_a_date(text: str, found: list[str]) -> None:
    assert days(text) == found


def test_an_open_date_is_not_counted_from() -> None:
    with pytest.raises(dates.DateError):
        dates.read("3 days after 1939/..")


@pytest.mark.parametrize("calendar", ["gregorian", "julian", "switch:1752-09-14"])
def test_no_feast_is_farther_off_than_the_limit(calendar: str) -> None:
    from chrono.dates.feast_days import FEASTS, MOVABLE, SAINTS
    from chrono.dates.feasts import feast_days

    low, high = (dates.read(f"{year}-01-01").first or 0 for year in (1550, 1850))
    for name in (*FEASTS, *MOVABLE, *SAINTS):
        found = feast_days(name, dates.calendar_named(calendar), low, high)
        least, most = reach(Nearest(name, 1, calendar), dates.Scale()).first
        assert least == 1
        assert max(b - a for a, b in pairwise(found)) <= most <= 2 * BETWEEN_FEASTS


def test_too_many_ways_are_not_told() -> None:
    assert ways(Nearest("tuesday", 1, "gregorian"), 0, 100_000) is None
    assert ways(Shifted(MONTHS_8, 1, "gregorian"), 0, 100_000) is None
    assert ways(Regnal(3, "calendar-year", "gregorian"), 0, 1_000_000) is None
    counted = image(Shifted(MONTHS_8, 1, "gregorian"), 0, 100_000)
    assert counted == (dates.Run(dates.add_months(0, 8), dates.add_months(100_000, 8)),)


def test_a_reign_beyond_its_calendar_is_told_in_outer_bounds() -> None:
    first = dates.read("french-republican:0013-01-01").first or 0
    assert ways(Regnal(3, "calendar-year", "french-republican"), first, first) is None
    assert image(Regnal(3, "calendar-year", "french-republican"), first, first) is None


def test_an_entry_is_not_dated_by_itself() -> None:
    (found,) = mistakes("events: {pact: {date: 3 days after pact}}")
    assert (found.code, found.place.column) == ("cycle", 23)
    (entry,) = read("events: {pact: {date: 1939, known: 3 days after pact}}").entries
    assert [type(s.value) for s in entry.stated] == [dates.Date, Relative]


def test_mistakes_have_their_column_in_the_file() -> None:
    found = mistakes(
        "chronology: {unit: year}\n"
        "periods: {darius: {reckoning: antedaiting}}\n"
        "events:\n"
        "  a: {date: a Tuesday}\n"
        "  b: {date: 3 days after c}\n"
        "  d: {date: 3 dariuss}\n"
    )
    assert [(d.code, d.place.line, d.place.column) for d in found] == [
        ("reckoning", 2, 31),
        ("unit", 4, 13),
        ("unknown-id", 5, 26),
        ("unknown-id", 6, 15),
    ]


def test_what_years_are_counted_from_must_be_declared_and_another_entry() -> None:
    found = mistakes(
        "periods:\n"
        "  darius: {years-from: acession}\n"
        "  xerxes: {years-from: xerxes}\n"
        "  ochus: {reckoning: [anniversary, from eastre]}\n"
        "events: {accession: {date: 0990}}\n"
    )
    assert [(d.code, d.place.line, d.place.column) for d in found] == [
        ("unknown-id", 2, 24),
        ("unknown-id", 3, 24),
        ("reckoning", 4, 41),
    ]
    assert "did you mean 'accession'?" in found[0].help
    assert found[1].help == "leave it out, or name another entry"


@pytest.mark.parametrize("year", [1, 2, 3, 17])
def test_years_from_feast_to_feast_lie_within_their_reach(year: int) -> None:
    counting = Regnal(year, "from", "julian", "ascension day")
    away = reach(counting, dates.Scale())
    for text in ("1199-05-27", "1199-05-26", "1199-12-31", "1201-05-03"):
        day = dates.read(text, calendar="julian").first or 0
        (run,) = image(counting, day, day) or ()
        assert run.first is not None
        assert run.last is not None
        assert away.first[0] <= run.first - day <= away.first[1]
        assert away.last[0] <= run.last - day <= away.last[1]


HENRY = Declared(
    {"henry": "period"},
    {"the reign of henry ii of england": ("henry",)},
    {"henry": (Reckoning("anniversary", "julian"),)},
)
ACCESSION = dates.calendar_named("julian").days(1154, 12, 19)[0]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12 May 14 Hen. II", ["1168-05-12"]),
        ("12 May in the 14th year of Henry II", ["1168-05-12"]),
        ("12 May anno regni regis Henrici secundi quarto decimo", ["1168-05-12"]),
        ("Easter, 14 Henry II", ["1168-03-31"]),
        ("Monday after Michaelmas 14 Henry II", ["1168-09-30"]),
        ("3 Id. Mai. 14 Hen. II", ["1168-05-13"]),
        ("29 Feb. 14 Hen. II", ["1168-02-29"]),
        ("12 May 14 henry", ["1168-05-12"]),
        # The year runs from 19 December to 18 December, and has two Decembers in it.
        ("December 14 Henry II", ["1167-12-19..1167-12-31", "1168-12-01..1168-12-18"]),
    ],
)
def test_a_day_of_a_year_of_a_reign(text: str, found: list[str]) -> None:
    relative = read_stated(text, HENRY, calendar="julian")
    assert isinstance(relative, Relative)
    julian = dates.calendar_named("julian").parts
    runs = image(relative.counting, ACCESSION, ACCESSION)
    ends = [["{:04}-{:02}-{:02}".format(*julian(day or 0)) for day in (run.first, run.last)] for run in runs or ()]
    assert ["..".join(dict.fromkeys(each)) for each in ends] == found
    outer = reach(relative.counting, dates.DAYS)
    for run in runs or ():
        assert outer.first[0] <= (run.first or 0) - ACCESSION <= (run.last or 0) - ACCESSION <= outer.last[1]


@pytest.mark.parametrize(("day", "month"), [(12, 5), (18, 12), (19, 12), (1, 1), (29, 2)], ids=lambda value: str(value))
def test_a_day_of_a_reign_falls_out_as_its_accession_does(day: int, month: int) -> None:
    """Of an accession known to some weeks, each way is what the day is by each accession in its stretch."""
    name = dates.calendar_named("julian").months[month - 1]
    relative = read_stated(f"{day} {name} 14 Hen. II", HENRY, calendar="julian")
    assert isinstance(relative, Relative)
    low, high = ACCESSION - 20, ACCESSION + 20
    together = ways(relative.counting, low, high)
    assert together
    for accession in range(low, high + 1):
        alone = {(way.first, way.last) for way in ways(relative.counting, accession, accession) or ()}
        over = {(w.first, w.last) for w in together if (w.base.first or 0) <= accession <= (w.base.last or 0)}
        assert alone == over


def test_a_day_of_a_reign_that_is_not_declared_says_which_are() -> None:
    with pytest.raises(dates.DateError, match=r"no reign of 'Hen\. III' is declared") as refused:
        read_stated("12 May 14 Hen. III", HENRY, calendar="julian")
    assert refused.value.column == len("12 May 14 ")


@pytest.mark.parametrize("text", ["12 May 1168 Henry II", "early May 14 Henry II", "pact 14 Henry II"])
def test_what_is_no_day_is_not_read_before_a_year_of_a_reign(text: str) -> None:
    with pytest.raises(dates.DateError):
        read_stated(text, HENRY, calendar="julian")


@pytest.mark.parametrize("text", ["the week after pact", "the month before pact", "the year after pact"])
def test_a_week_after_something_is_no_day(text: str) -> None:
    with pytest.raises(dates.DateError, match="all of its days") as refused:
        told(text)
    assert refused.value.help
