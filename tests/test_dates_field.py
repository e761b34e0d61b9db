"""Dates as people write them: single strings with what they must give, and the strings of public catalogues.

`data/field_dates.tsv` has a text, what it must give (days in proleptic Gregorian, `|` between readings that are right,
REFUSE, UNDATED, NOTE: read, and the ambiguity said, ANY: read) and its kind. `data/field-dates` are parts of catalogues
with their editors' own years (SOURCES.md there).
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from benchmarks.catalogues import HERE, Row, contradicts, counted

from chrono.dates import DateError, Scale, describe, iso, read
from chrono.dates.calendars.gregorian import gregorian_day
from chrono.dates.wording import say_bounds
from tests.small import loaded

DATA = Path(__file__).parent / "data"


def cases() -> list[dict[str, str]]:
    with (DATA / "field_dates.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", cases(), ids=lambda row: row["text"])
def test_case(row: dict[str, str]) -> None:
    text, want = row["text"], row["want"]
    if want == "REFUSE":
        with pytest.raises(DateError) as refused:
            read(text)
        assert refused.value.help, "a refusal says what to write"
        return
    date = read(text)
    if want == "UNDATED":
        assert (date.precision, date.first, date.last) == ("undated", None, None)
    elif want == "NOTE":
        assert date.warning
        assert describe(text).notes
    elif want != "ANY":
        allowed = want.split("|")
        found = f"{iso(date.first) or ''}..{iso(date.last) or ''}"
        if "REFUSE" in allowed and found not in allowed:
            pytest.fail(f"{text} is read as {found}")
        assert found in allowed


def written() -> list[tuple[str, str]]:
    with (DATA / "written_dates.tsv").open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["want"]) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


@pytest.mark.parametrize(("text", "want"), written(), ids=lambda value: value)
def test_what_a_hostile_reader_wrote_is_never_read_as_something_else(text: str, want: str) -> None:
    """Strings made to be misread, in seven languages, each reading judged by hand: its stretches, or a refusal."""
    try:
        date = read(text)
    except DateError as error:
        found = f"REFUSE: {error.message}"
        assert want == "REFUSE", found
        return
    if want == "UNDATED":
        assert date.precision == "undated"
        return
    runs = [f"{iso(run.first) or ''}..{iso(run.last) or ''}" for run in date.runs]
    whole = f"{iso(date.first) or ''}..{iso(date.last) or ''}"
    assert want in (" ".join(runs), whole)


@pytest.mark.parametrize(
    "text", ["1236/1820", "1837-39", "1837-39/1840", "[1837-39,1840]", "1236/1820-21", "1610-11", "844"]
)
def test_what_looks_like_something_else_is_warned_of(text: str) -> None:
    assert read(text).warning
    assert describe(text).notes


@pytest.mark.parametrize("text", ["1450-05", "1985-04", "1610-12", "1236/1450", "0844", "2004-06-15/2004-06-20"])
def test_what_looks_like_nothing_else_is_not(text: str) -> None:
    assert not read(text).warning


@pytest.mark.parametrize("path", sorted(HERE.glob("*.tsv")), ids=lambda path: path.stem)
def test_a_catalogue_is_read_and_its_editors_are_not_contradicted(path: Path) -> None:
    """The floors are a little below what was measured; the whole table is printed by `benchmarks/catalogues.py`."""
    counts = counted(path)
    floor = {"periodo_terminus_labels": 0.75}.get(path.stem, 0.95)
    assert counts.read >= floor * counts.with_digit, counts.unread.most_common(10)
    # Years before present pass for years of our era in the labels of one catalogue: 1700 is 1700, whatever they meant.
    most = {"periodo_terminus_labels": 0.12}.get(path.stem, 0.003)
    assert counts.outside <= most * max(1, counts.compared), counts.wrong.most_common(10)
    # Where the string's own figures do not contradict its editors it is misread, or a convention is too narrow.
    assert counts.left <= 0.001 * counts.compared + 1, counts.wrong.most_common(10)


@pytest.mark.parametrize(
    ("text", "first", "last", "against"),
    [
        ("1935", 1835, 1835, True),
        ("Mid-15th century", 1525, 1575, True),
        ("15th century, first half", 1350, 1399, True),
        ("s. xiiiex", 1390, 1400, True),
        ("early twentieth century", 1850, 1850, True),
        ("1863-64", 1963, 1963, True),
        ("August 1, 1819", 1819, 1818, True),
        ("BC 664-630", -247, -247, True),
        ("1863-64", 1864, 1864, False),
        ("c. 1150", 1140, 1145, False),
        ("1880s", 1889, 1889, False),
        ("late 13th cent.", 1250, 1260, False),
        ("s. xiv/xv", 1490, 1510, False),
        ("8th century, end or 9th century, beginning", 890, 925, False),
        ("Michaelmas", 1100, 1200, False),
    ],
)
def test_what_contradicts_its_editors_is_told_without_the_grammar(
    text: str, first: int, last: int, against: bool
) -> None:
    assert contradicts(Row(text, 1, first, last)) is against


UNDATED = ("n.d.", "s.d.", "s.a.", "o.J.", "unknown", "undated", "date not known", "no date", "z.j.")


@pytest.mark.parametrize("text", UNDATED)
def test_undated_marks_are_no_date(text: str) -> None:
    assert read(text).precision == "undated"


@pytest.mark.parametrize(
    "text", ["born 1940", "printed 1976", "American, active c. 1935", "d. 1567", "1970, printed 2011"]
)
def test_a_role_is_named(text: str) -> None:
    with pytest.raises(DateError, match="says what happened"):
        read(text)


@pytest.mark.parametrize("text", ["5240 ± 30 BP", "5240 BP", "ca. 9500 BP", "35000 C14 BP"])
def test_radiocarbon_ages_are_refused_with_the_way_to_give_them(text: str) -> None:
    with pytest.raises(DateError) as refused:
        read(text)
    assert "calibrated range" in refused.value.help
    assert "chrono export" in refused.value.help


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("4500 cal BP", "2551 BC"),
        ("4500–4300 cal BP", "2551 BC–2351 BC"),
        ("c. 900 cal. B.P.", "AD 1050"),
        ("2000-1900 calBP", "51 BC–AD 50"),
    ],
)
def test_years_cal_bp_are_no_years_of_our_era(text: str, years: str) -> None:
    """They were read as years AD 4500; they are counted back from AD 1950 (1950 cal BP is 1 BC)."""
    with pytest.raises(DateError) as refused:
        read(text)
    assert f"write {years}," in refused.value.help


@pytest.mark.parametrize(
    ("text", "want"),
    [
        # What stands between commas and "or" is one range or date each; what lay between two was taken in, or cut off.
        ("1458 × 1461 or 1467 × 1475", "1458-01-01..1461-12-31 1467-01-01..1475-12-31"),
        ("1306–7 and 1324", "1306-01-01..1307-12-31 1324-01-01..1324-12-31"),
        ("15th century and 1437–1440", "1400-01-01..1500-12-31"),
        ("c. 1395–1402, 1450", "1385-01-01..1412-12-31 1450-01-01..1450-12-31"),
        ("c.1805, c.1805–10", "1795-01-01..1820-12-31"),
        ("s. xii/xiii or xiii in.", "1150-01-01..1250-12-31"),
        # Between a date and a range it can be of one end alone.
        ("1767 or 9–1818", "1767-01-01..1818-12-31"),
        ("1725–1779 or 88", "1725-01-01..1788-12-31"),
        ("1442 or 1445 × 1458", "1442-01-01..1458-12-31"),
        # A doubtful date behind a range narrows nothing.
        ("1245 × 1250, prob. 1247", "1245-01-01..1250-12-31"),
        ("c.1780–5, ?c.1780", "1770-01-01..1795-12-31"),
        # A day of one of some years is that day of each.
        ("5 June [1245 × 48]", " ".join(f"{year}-06-05..{year}-06-05" for year in range(1245, 1249))),
        ("June [1245–1246]", "1245-06-01..1245-06-30 1246-06-01..1246-06-30"),
        ("5 June 1245 × 1250", "1245-06-05..1250-12-31"),
        # The year before a day, and a Roman day or feast is of the Julian year.
        ("1245, V Id. Maii", "1245-05-18..1245-05-18"),
        ("1245 (Christmas)", "1246-01-01..1246-01-01"),
        ("1648/9 (3 Feb.)", "1649-02-13..1649-02-13"),
        ("1245 (c. Easter)", "1245-01-01..1245-12-31"),
        # The last day of a month, by every calendar that it can be of.
        ("ultimo die Maii 1245", "1245-05-31..1245-05-31"),
        ("last day of February 1244", "1244-02-29..1244-02-29"),
        ("julian|gregorian:last day of February 1300", "1300-02-28..1300-02-28 1300-03-08..1300-03-08"),
        ("last day of Ramadan 650", "1252-12-09..1252-12-13"),
        ("last Monday of May 1245", "1245-05-29..1245-05-29"),
        # The twelfth month, counted from March.
        ("10th of 12th month 1690/1", "1691-02-20..1691-02-20"),
        ("12th mo. 1690/91", "1691-02-11..1691-03-10"),
        ("1 mo. 10, 1690/1", "1691-01-20..1691-01-20 1691-03-20..1691-03-20"),
        ("IIe-Ier s. av. J.-C.", "-0199-01-01..0000-12-31"),
        ("5 June in the year of our Lord 1245", "1245-06-05..1245-06-05"),
        ("anno ab incarnatione domini 1245", "1245-01-01..1245-12-31"),
    ],
)
def test_phrases_of_catalogues_and_charters(text: str, want: str) -> None:
    assert " ".join(f"{iso(run.first)}..{iso(run.last)}" for run in read(text).runs) == want


@pytest.mark.parametrize(
    "text", ["c. 1245 (3 May)", "1245–1250, V Id. Maii", "after 1245 (3 May)", "12th century, 3 May"]
)
def test_a_day_behind_a_year_that_is_not_known_is_refused(text: str) -> None:
    with pytest.raises(DateError, match="has no year"):
        read(text)


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("15 Thoth 20", "alexandrian:15 Thoth 20"),
        ("Payni 4, 540", "alexandrian:Payni"),
        ("Tir 1245", "persian:"),
    ],
)
def test_a_month_of_a_calendar_that_is_not_named_is_told_with_it(text: str, mend: str) -> None:
    with pytest.raises(DateError, match="is a month of") as refused:
        read(text)
    assert f"write {mend}" in refused.value.help


@pytest.mark.parametrize("text", ["2500 before present", "2500 years before present", "2500 before the present"])
def test_before_present_is_no_bound(text: str) -> None:
    with pytest.raises(DateError, match="BP"):
        read(text)


@pytest.mark.parametrize("text", ["1/0/1900", "99/99/1245", "13/13/1245", "0/13/1245"])
def test_figures_that_are_no_month_are_refused(text: str) -> None:
    with pytest.raises(DateError, match="month"):
        read(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("cal AD 1150–1210", "1150-01-01", "1210-12-31"),
        ("1150–1210 cal AD (95.4% probability)", "1150-01-01", "1210-12-31"),
        ("cal AD 1150–1210, 2σ", "1150-01-01", "1210-12-31"),
        ("cal BC 50–cal AD 60", "-0049-01-01", "0060-12-31"),
        ("50 cal BC – cal AD 60 (95,4 %)", "-0049-01-01", "0060-12-31"),
        ("50 cal BC to 60 cal AD", "-0049-01-01", "0060-12-31"),
        ("110–30 cal BC", "-0109-01-01", "-0029-12-31"),
        ("3350–3100 cal BC", "-3349-01-01", "-3099-12-31"),
    ],
)
def test_a_calibrated_range_is_read_with_a_note(text: str, first: str, last: str) -> None:
    date = read(text)
    assert (iso(date.first), iso(date.last)) == (first, last)
    assert "calibrated" in date.note


@pytest.mark.parametrize("text", ["AD 1150 (95.4%)", "cal AD 1150–1210 (80%), 1230–1250 (15.4%)", "cal cal AD 1150"])
def test_chances_of_several_ranges_and_of_what_was_not_calibrated_are_refused(text: str) -> None:
    with pytest.raises(DateError):
        read(text)


def test_a_date_that_looks_like_something_else_is_warned_of_wherever_it_stands() -> None:
    text = """
events:
  fair: {date: 1921-22}
  sale: {}
evidence:
  first:
    holds: start(sale) >= 1921-22
  second:
    holds: sale within 1837-39/1840

"""
    found = [d for d in loaded(text).diagnostics if d.code == "ambiguous-date"]
    assert [(d.place.line, d.place.column) for d in found] == [(3, 16), (7, 27), (9, 24)]
    assert all(d.severity == "warning" and "for the years write" in d.help for d in found)


@pytest.mark.parametrize("text", ["-", "–", "—", "?", "??", "…", "n/a", "N/A", "none", "None"])
def test_what_stands_in_a_cell_where_there_is_no_date(text: str) -> None:
    date = read(text)
    assert (date.first, date.last, date.precision, date.text) == (None, None, "undated", text)


@pytest.mark.parametrize("calendar", ["gregorian", "julian", "egyptian"])
@pytest.mark.parametrize("step", [(1118, 11, 6), (1118, 1, 1), (1118, 12, 31), (-49, 1, 1), (-49, 12, 31)])
def test_a_window_that_is_open_on_one_side_reads_back(calendar: str, step: tuple[int, int, int]) -> None:
    scale, day = Scale("day", calendar), gregorian_day(*step)
    since, until = (say_bounds(*bounds, scale, alone=True) for bounds in ((day, None), (None, day)))
    assert (since[-1], until[0]) == ("…", "…")
    assert read(since, calendar=calendar).first == day
    assert read(until, calendar=calendar).last == day
    for text in (f"1150 or {since}", f"1150 – {since}", "… – …", "… – foo", "1150…"):
        with pytest.raises(DateError):
            read(text, calendar=calendar)


@pytest.mark.parametrize("dots", ["..", "...", ".. "])
@pytest.mark.parametrize("text", ["1150", "1150-03", "May 1150", "12th century", "44 BC"])
def test_dots_before_a_date_are_an_open_beginning(dots: str, text: str) -> None:
    found = read(f"{dots}{text}")
    assert (found.first, found.last) == (None, read(text).last)


def test_dots_that_say_nothing_whole_are_refused() -> None:
    assert read("1150-03..").runs == read("1150-03/..").runs
    for text in ("..1150..1160", "..", "...", "..1150 or 1160", "..foo"):
        with pytest.raises(DateError):
            read(text)
    for text in ("1150..1130", "1150-03-02..1150-03-01"):
        with pytest.raises(DateError, match="the second date is before the first"):
            read(text)


@pytest.mark.parametrize("text", ["1150\u200b", "\ufeff1150", "1 May\u00ad1150", "1150\u2060–1160"])
def test_a_character_that_nobody_sees_is_named(text: str) -> None:
    with pytest.raises(DateError, match=r"nobody sees stands here, U\+(200B|FEFF|00AD|2060)"):
        read(text)
