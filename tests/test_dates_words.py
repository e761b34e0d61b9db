"""Dates in words: what each notation means under each convention, and what is said of those that are not understood."""

from __future__ import annotations

import pytest

from chrono.dates import Choice, DateError, Run, check_conventions, iso, read
from chrono.dates.calendars.gregorian import GREGORIAN
from chrono.dates.feast_days import names
from chrono.dates.feasts import feast_runs
from chrono.dates.runs import merged


def span(text: str, conventions: str = "wide", calendar: str = "gregorian") -> tuple[str | None, str | None]:
    date = read(text, conventions=conventions, calendar=calendar)
    return iso(date.first), iso(date.last)


def years(text: str, conventions: str = "wide") -> tuple[int, int]:
    """First and last year of a date that is whole years."""
    first, last = span(text, conventions)
    assert first is not None
    assert last is not None
    assert first.endswith("-01-01")
    assert last.endswith("-12-31")
    return int(first[:-6]), int(last[:-6])


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("25 October 1917", "1917-10-25", "1917-10-25"),
        ("25th Oct. 1917", "1917-10-25", "1917-10-25"),
        ("October 25, 1917", "1917-10-25", "1917-10-25"),
        ("October 1917", "1917-10-01", "1917-10-31"),
        ("Sept 1917", "1917-09-01", "1917-09-30"),
        ("15 March 44 BC", "-0043-03-15", "-0043-03-15"),
        ("44 BC", "-0043-01-01", "-0043-12-31"),
        ("44 B.C.E.", "-0043-01-01", "-0043-12-31"),
        ("AD 70", "0070-01-01", "0070-12-31"),
        ("70 CE", "0070-01-01", "0070-12-31"),
        ("A.D. 844", "0844-01-01", "0844-12-31"),
        ("1 BC", "0000-01-01", "0000-12-31"),
        ("1300 x 1310", "1300-01-01", "1310-12-31"),
        ("1300×1310", "1300-01-01", "1310-12-31"),
        ("1300–1310", "1300-01-01", "1310-12-31"),
        ("10 Feb 1300 x 5 March 1310", "1300-02-10", "1310-03-05"),
        ("between 1300 and May 1310", "1300-01-01", "1310-05-31"),
        ("from 1300 to 1310", "1300-01-01", "1310-12-31"),
        ("before 1066", None, "1066-12-31"),
        ("before 14 October 1066", None, "1066-10-13"),
        ("after 1066", "1066-01-01", None),
        ("not after 1066", None, "1066-12-31"),
        ("by 1066", None, "1066-12-31"),
        ("not before 1066", "1066-01-01", None),
        ("no later than May 1066", None, "1066-05-31"),
        ("before c. 1150", None, "1160-12-31"),
        ("after early 12th century", "1100-01-01", None),
        ("1450 or 1455", "1450-01-01", "1455-12-31"),
        ("Tuesday 12 March 1940", "1940-03-12", "1940-03-12"),
        ("spring 1939", "1939-01-01", "1939-12-31"),
    ],
)
def test_notation(text: str, first: str | None, last: str | None) -> None:
    assert span(text) == (first, last)


def test_the_same_words_in_a_declared_calendar() -> None:
    assert span("25 October 1917", calendar="julian") == ("1917-11-07", "1917-11-07")
    assert span("not after 1066", calendar="julian") == (None, "1067-01-06")


@pytest.mark.parametrize(
    ("text", "wide", "bodleian", "periodo", "cco"),
    [
        ("14th century", (1300, 1400), (1300, 1400), (1301, 1400), (1301, 1400)),
        ("early 14th century", (1300, 1350), (1300, 1310), (1301, 1334), (1301, 1333)),
        ("mid-14th century", (1325, 1375), (1340, 1360), (1334, 1367), (1334, 1366)),
        ("late 14th c.", (1350, 1400), (1390, 1400), (1367, 1400), (1367, 1400)),
        ("first half of the fourteenth century", (1300, 1350), (1300, 1350), (1301, 1350), (1301, 1350)),
        ("third quarter of the 14th century", (1350, 1375), (1350, 1375), (1351, 1375), (1351, 1375)),
        ("last decade of the 14th century", (1390, 1400), (1390, 1400), (1391, 1400), (1391, 1400)),
        ("2. Jahrzehnt 14. Jh.", (1310, 1320), (1310, 1320), (1311, 1320), (1311, 1320)),
        ("s. xiv", (1300, 1400), (1300, 1400), (1301, 1400), (1301, 1400)),
        ("s. xiv in.", (1300, 1350), (1300, 1310), (1301, 1334), (1301, 1333)),
        ("s. xiv med.", (1325, 1375), (1340, 1360), (1334, 1367), (1334, 1366)),
        ("s. xiv ex.", (1350, 1400), (1390, 1400), (1367, 1400), (1367, 1400)),
        ("s. xiv 1/4", (1300, 1325), (1300, 1325), (1301, 1325), (1301, 1325)),
        ("s. xiv 2/2", (1350, 1400), (1350, 1400), (1351, 1400), (1351, 1400)),
        ("s. xiv²", (1350, 1400), (1350, 1400), (1351, 1400), (1351, 1400)),
        ("s. xiii/xiv", (1250, 1350), (1290, 1310), (1267, 1334), (1267, 1333)),
        ("s. xiii-xiv", (1200, 1400), (1200, 1400), (1201, 1400), (1201, 1400)),
        ("s. xiii ex./xiv in.", (1250, 1350), (1290, 1310), (1267, 1334), (1267, 1333)),
        ("late 13th or early 14th century", (1250, 1350), (1290, 1310), (1267, 1334), (1267, 1333)),
        ("mid-13th to early 14th century", (1225, 1350), (1240, 1310), (1234, 1334), (1234, 1333)),
        ("late 2nd or early 1st century BC", (-149, -49), (-110, -89), (-133, -66), (-133, -67)),
        ("late 1930s", (1934, 1939), (1936, 1939), (1936, 1939), (1936, 1939)),
        ("1930s", (1930, 1939), (1930, 1939), (1930, 1939), (1930, 1939)),
        ("1300s", (1300, 1399), (1300, 1399), (1300, 1399), (1300, 1399)),
        ("1300s BC", (-1398, -1299), (-1398, -1299), (-1398, -1299), (-1398, -1299)),
        ("late 1300s", (1349, 1399), (1389, 1399), (1366, 1399), (1366, 1399)),
        ("430s BC", (-438, -429), (-438, -429), (-438, -429), (-438, -429)),
        ("c. 1150", (1140, 1160), (1145, 1155), (1150, 1150), (1145, 1155)),
        ("about 1150", (1140, 1160), (1145, 1155), (1150, 1150), (1145, 1155)),
        ("5th century BC", (-499, -400), (-499, -399), (-499, -400), (-499, -400)),
        ("1st century AD", (1, 100), (1, 100), (1, 100), (1, 100)),
    ],
)
def test_a_convention_expands_words_and_is_named(
    text: str, wide: tuple[int, int], bodleian: tuple[int, int], periodo: tuple[int, int], cco: tuple[int, int]
) -> None:
    expected = {"wide": wide, "bodleian": bodleian, "periodo": periodo, "cco": cco}
    for convention, window in expected.items():
        date = read(text, conventions=convention)
        assert (convention, *years(text, convention)) == (convention, *window)
        assert date.convention == convention
        assert date.note


def test_wide_holds_what_every_other_convention_allows() -> None:
    texts = [
        *(f"{part}{number} century" for part in ("", "early ", "mid-", "late ") for number in ("1st", "12th")),
        *(f"{part}{number} century BC" for part in ("", "early ", "mid-", "late ") for number in ("1st", "5th")),
        *(f"s. xii {part}/{count}" for count in (2, 3, 4) for part in range(1, count + 1)),
        *(f"{part} 1930s" for part in ("early", "mid", "late")),
        "c. 1150",
    ]  # fmt: skip
    for text in texts:
        first, last = years(text)
        for convention in ("bodleian", "periodo", "cco"):
            low, high = years(text, convention)
            # Before Christ Bodleian centuries end with the round year, which is the next century's by all the others.
            assert first <= low <= high <= last + text.endswith("BC"), (text, convention)


def test_an_unknown_convention_is_refused_where_it_matters() -> None:
    with pytest.raises(DateError, match="wied"):
        read("early 12th century", conventions="wied")


def test_conventions_can_be_checked_by_themselves() -> None:
    check_conventions("bodleian northern")
    with pytest.raises(DateError) as caught:
        check_conventions("wide nothern")
    assert caught.value.column == 5


def test_circa_and_doubt_are_qualifiers() -> None:
    assert read("c. 1150").qualifier == "~"
    assert read("early 12th century?").qualifier == "?"
    assert read("c. 1150?").qualifier == "%"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("10 February 1648/9", "1649-02-20", "1649-02-20"),
        ("10 Feb 1648/49", "1649-02-20", "1649-02-20"),
        ("1648/9-02-10", "1649-02-20", "1649-02-20"),
        ("1648/9", "1648-01-01", "1649-12-31"),
        ("March 1648/9", "1649-03-11", "1649-04-03"),
        ("29 February 1699/00", "1700-03-11", "1700-03-11"),
    ],
)
def test_a_dual_year_is_the_time_from_january_to_lady_day(text: str, first: str, last: str) -> None:
    assert span(text) == (first, last)


@pytest.mark.parametrize(
    "text", ["10 May 1648/9", "10 February 1939/40", "10 February 1752/3", "25 March 1648/9", "1648/7"]
)
def test_what_no_dual_year_can_be(text: str) -> None:
    with pytest.raises(DateError):
        read(text)


def test_two_full_years_are_an_interval_and_not_a_dual_year() -> None:
    assert read("1648/1649").precision == "interval"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("easter 1123", "1123-04-22"),
        ("julian:easter 1123", "1123-04-22"),
        ("Easter 1123 + 3 days", "1123-04-25"),
        ("easter 1123 - 2 days", "1123-04-20"),
        ("good friday 1123", "1123-04-20"),
        ("easter 1990", "1990-04-15"),
        ("julian:easter 1990", "1990-04-15"),
        ("easter 1582", "1582-04-25"),
        ("easter 1583", "1583-04-10"),
        ("easter-gregorian 470", "0470-04-06"),
        ("switch:1582-10-15:easter 1500", "1500-04-29"),
        ("switch:1582-10-15:easter 1990", "1990-04-15"),
        ("whit sunday 1940", "1940-05-12"),
        ("ash wednesday 1940", "1940-02-07"),
        ("corpus christi 1940", "1940-05-23"),
        ("advent sunday 1940", "1940-12-01"),
        ("Christmas 1940", "1940-12-25"),
        ("julian:Christmas 800", "0800-12-29"),
        ("the feast of St Andrew 1940", "1940-11-30"),
        ("eve of St Andrew 1940", "1940-11-29"),
        ("St Andrew's day 1940", "1940-11-30"),
        ("feast of the conversion of Paul 1940", "1940-01-25"),
        ("Sts Peter and Paul 1940", "1940-06-29"),
        ("Christmas day 1940", "1940-12-25"),
        ("lady day 1940", "1940-03-25"),
        ("octave of Epiphany 1940", "1940-01-13"),
        ("Tuesday after Michaelmas 1940", "1940-10-01"),
        ("Sunday before Michaelmas 1940", "1940-09-22"),
    ],
)
def test_feasts(text: str, day: str) -> None:
    assert span(text) == (day, day)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Advent 1940", "1940-12-01", "1940-12-24"),
        ("Advent 1940 + 3 days", "1940-12-04", "1940-12-27"),
        ("Lent 1940", "1940-02-07", "1940-03-23"),
        ("Lent 1940 - 1 week", "1940-01-31", "1940-03-16"),
    ],
)
def test_seasons_of_the_church_are_weeks(text: str, first: str, last: str) -> None:
    assert span(text) == (first, last)


@pytest.mark.parametrize("initial", sorted({name[0] for name in names()}))
def test_every_name_of_a_feast_reads_as_that_feast(initial: str) -> None:
    """Also where each word of it has another meaning ("May Day", "jour de l'an"), and where it has an elision."""
    for name in sorted(name for name in names() if name[0] == initial):
        for role, id in names()[name].items():
            text = f"{name} 1450" if role == "feast" else f"the feast of St {name} 1450"
            assert read(text).runs == merged(feast_runs(id, 1450, GREGORIAN, named=False)[0]), text


def test_a_feast_at_the_end_of_february_is_a_day_later_in_a_leap_year_or_is_not() -> None:
    """24 February was counted twice; so St Matthias is one of two days, and his eve and the Tuesday after him too."""
    assert span("julian:St Matthias 1245") == ("1245-03-03", "1245-03-03")
    date = read("julian:St Matthias 1248")
    assert date.choices == (Choice(date.runs[0], date.runs[0], instant=True),)
    assert (iso(date.first), iso(date.last)) == ("1248-03-02", "1248-03-03")
    assert "counted twice" in date.note
    assert len(read("Tuesday after St Matthias 1248").runs) == 2


def test_what_is_within_an_octave_can_be_the_feast_and_its_octave_day() -> None:
    within = read("within the octave of Easter 1245")
    assert (within.first, within.last) == (read("Easter 1245").first, read("octave of Easter 1245").first)
    assert within.choices == (Choice(within.runs[0], within.runs[0]),)
    assert read("infra octavas Pasche 1245").runs == within.runs


def test_the_lent_that_begins_in_a_year_may_end_in_the_next() -> None:
    """By Lady Day the Lent of 1450 was that of 1451 by January: Easter was on 25 April."""
    assert read("julian-ladyday:Lent 1450").runs == read("julian:Lent 1451").runs


def test_a_feast_is_sought_in_the_year_of_its_style() -> None:
    """The year 1350 of Easter style began on its Easter; that of Florence in 1320 on Lady Day itself."""
    assert span("julian-easter-style:easter 1350") == ("1350-04-05", "1350-04-05")
    assert span("julian-florentine:lady day 1320") == ("1320-04-02", "1320-04-02")


def test_a_name_alone_is_no_feast() -> None:
    """ "James 1450" is a person with a year."""
    with pytest.raises(DateError):
        read("James 1450")


def test_a_weekday_in_a_month_is_an_either_or() -> None:
    date = read("a Tuesday in March 1940")
    assert [iso(run.first) for run in date.runs] == ["1940-03-05", "1940-03-12", "1940-03-19", "1940-03-26"]
    assert len(date.choices) == 4
    with pytest.raises(DateError, match="no day of this date is a Monday"):
        read("Monday 12 March 1940")


def test_a_weekday_that_is_right_by_the_julian_calendar_is_refused_with_the_way_to_say_so() -> None:
    """12 June 1340 was a Monday when Julian was the only calendar, and a Sunday by the Gregorian one carried back."""
    with pytest.raises(DateError, match="no day of this date is a Monday") as refused:
        read("Monday 12 June 1340")
    assert "by the Julian calendar it is a Monday: write julian: before the date" in refused.value.help
    assert span("julian:Monday 12 June 1340") == ("1340-06-20", "1340-06-20")
    for text, help in (("Wednesday 12 June 1340", "it is a Sunday"), ("Monday 12 March 1940", "it is a Tuesday")):
        with pytest.raises(DateError) as refused:
            read(text)
        assert refused.value.help == help


def test_indictions() -> None:
    assert span("indiction 1 in 1453") == ("1452-09-10", "1453-09-09")
    assert span("indiction 2 in 1453") == ("1453-09-10", "1454-09-09")
    assert len(read("indiction 1 in 1400..1460").runs) == 4
    with pytest.raises(DateError, match="indictions 1 and 2"):
        read("indiction 3 in 1453")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("17 July 1245, indictione tertia", "1245-07-17", "1245-07-17"),
        ("1245, indiction 3", "1245-01-01", "1245-12-31"),
        ("1245 (ind. III)", "1245-01-01", "1245-12-31"),
        ("indictione III, 1245", "1245-01-01", "1245-12-31"),
        ("tertia indictione, 1245", "1245-01-01", "1245-12-31"),
        ("anno domini MCCXLV indictione tertia", "1245-01-01", "1245-12-31"),
        ("1245, indiction 4", "1245-09-01", "1245-12-31"),
        ("1245, indiction 2", "1245-01-01", "1245-09-30"),
        ("1242, indictione quinta decima", "1242-01-01", "1242-12-31"),
        ("1245 x 1250, indiction 5", "1246-09-01", "1248-09-30"),
    ],
)
def test_an_indiction_beside_a_date_holds_by_every_kind(text: str, first: str, last: str) -> None:
    """From 1 September before its year (Greek) to 23 September after it (Genoa); 1245 was a third."""
    assert span(text) == (first, last)


@pytest.mark.parametrize("text", ["1245, indiction 5", "12 May 1245, indiction 4", "1245, indiction 16", "indiction 3"])
def test_an_indiction_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(DateError, match="indiction"):
        read(text)


@pytest.mark.parametrize("text", ["era 1283", "Era MCCLXXXIII", "era de 1283", "era hispánica 1283", "Era 1283 (1245)"])
def test_the_spanish_era_is_38_years_ahead(text: str) -> None:
    assert span(text) == span("julian:1245")


@pytest.mark.parametrize("text", ["1283 era", "1245 of the common era", "era 1283 (1246)"])
def test_what_is_no_spanish_era(text: str) -> None:
    with pytest.raises(DateError):
        read(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12 Ramaḍān 650 (16 November 1252)", "1252-11-23"),
        ("12 Ramaḍān 650/16 November 1252", "1252-11-23"),
        ("16 November 1252 (12 Ramadan 650)", "1252-11-23"),
        ("10 Nisan 5408/2 April 1648", "1648-04-02"),
        ("10 Nisan 5000/3 April 1240", "1240-04-10"),
        ("30 novembre 1793 [10 frimaire an II]", "1793-11-30"),
    ],
)
def test_a_day_by_two_calendars_is_one_day(text: str, day: str) -> None:
    assert span(text) == (day, day)


@pytest.mark.parametrize("text", ["10 Nisan 5408/3 April 1648", "12 Ramaḍān 650/26 November 1252"])
def test_days_by_two_calendars_that_are_not_one_are_refused(text: str) -> None:
    with pytest.raises(DateError, match="no day in common"):
        read(text)


def test_the_alternatives_of_words() -> None:
    before = Run(None, read("1066").last)
    assert read("before 1066").choices == (Choice(before, before),)
    first, last = (Run(read(year).first, read(year).last) for year in ("1300", "1310"))
    assert read("from 1300 to 1310").choices == (Choice(first, last),)
    whole = Run(first.first, last.last)
    assert read("1300 x 1310").choices == (Choice(whole, whole),)
    assert len(read("1450 or 1451").choices) == 2


@pytest.mark.parametrize(
    ("text", "column", "help"),
    [
        ("25 Octember 1917", 3, "October"),
        ("30 February 1900", 0, "28 days"),
        ("early 14th centry", 11, "century"),
        ("before Octobre 1917x", 19, ""),
        ("easter 1123 + 3 dys", 16, "days"),
        ("s. xxx", 3, "s. xii"),
        ("1310 x 1300", 7, "earlier"),
        ("between 1310 and 1300", 17, "earlier"),
        ("before 1938-02-30", 15, "28 days"),
        ("0 BC", 0, "1 BC"),
        ("-844", 0, "-0844"),
        ("yesterday", 0, "EDTF"),
        ("fifth quarter of the 12th century", 0, ""),
        ("fourth third of the 12th century", 0, ""),
        ("early 0th century", 0, ""),
        ("13th-12th century", 5, "earlier"),
        ("late 14th - early 12th century", 12, "earlier"),
        ("first quarter of the 1930s", 0, ""),
        ("s. xi 3/2", 6, ""),
        ("french-republican:c. 2", 18, ""),
        ("french-republican:3rd century", 18, ""),
        ("c. 30 February 1900", 3, "28 days"),
        ("Tuesday in the 11th-13th century", 0, ""),
        ("spring 1939/40", 0, ""),
        ("winter 1939/41", 12, ""),
        ("indiction 16 in 1453", 10, ""),
        ("hebrew:easter 5408", 7, ""),
        ("michaelmas 1270 + 3 dys", 20, "days"),
        ("hebrew:Adar II 5783", 7, ""),
        ("5 March xii", 8, "figures"),
        ("Monday in Easter week 1123", 17, "Holy Week"),
    ],
)
def test_what_is_not_understood_is_shown_with_a_way_out(text: str, column: int, help: str) -> None:
    with pytest.raises(DateError) as caught:
        read(text)
    assert caught.value.column == column
    assert help in caught.value.help


@pytest.mark.parametrize(
    "text", ["", "x", "c.", "before", "or", "1300 x", "x 1310", "s.", "early", "12th", "an 2", "easter"]
)
def test_fragments_are_errors(text: str) -> None:
    with pytest.raises(DateError):
        read(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        # Van Gent, Anomalous Easter Sunday dates: kept a week apart from the Gregorian one.
        ("easter-protestant 1724", "1724-04-09"),
        ("easter 1724", "1724-04-16"),
        ("easter-protestant 1744", "1744-03-29"),
        ("easter-swedish 1744", "1744-03-29"),
        ("easter 1744", "1744-04-05"),
        ("easter-swedish 1802", "1802-04-25"),
        ("easter-swedish 1805", "1805-04-21"),
        ("easter-swedish 1818", "1818-03-29"),
        ("easter-protestant 1725", "1725-04-01"),
        ("easter-swedish 1800", "1800-04-13"),
    ],
)
def test_the_easters_of_protestants_and_of_sweden(text: str, day: str) -> None:
    assert iso(read(text).first) == iso(read(text).last) == day


@pytest.mark.parametrize("text", ["easter-protestant 1699", "easter-protestant 1776", "easter-swedish 1739"])
def test_an_easter_of_its_own_is_refused_before_and_after_it_was_kept(text: str) -> None:
    with pytest.raises(DateError, match="was kept from"):
        read(text)
