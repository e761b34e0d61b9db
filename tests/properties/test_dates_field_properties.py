"""Properties of dates in words: what is written once belongs to both sides; nothing is lost or invented on the way."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono.dates import Date, DateError, calendar_named, describe, read, say_run
from chrono.dates.calendars.registry import CALENDARS
from chrono.dates.letters import as_roman
from chrono.dates.notations.roman_days import marked_day
from chrono.dates.wording import say_days

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "la": "Ianuarii Februarii Martii Aprilis Maii Iunii Iulii Augusti Septembris Octobris Novembris Decembris",
}
YEARS = st.integers(min_value=1000, max_value=1999)
DAYS = st.integers(min_value=1, max_value=28)
NUMBERS = st.integers(min_value=1, max_value=12)


def span(date: Date) -> tuple[int | None, int | None]:
    return date.first, date.last


def holds(outer: Date, inner: Date) -> bool:
    below = outer.first is None or (inner.first is not None and outer.first <= inner.first)
    return below and (outer.last is None or (inner.last is not None and inner.last <= outer.last))


@settings(deadline=None, max_examples=150)
@given(day=DAYS, month=NUMBERS, year=YEARS)
def test_every_notation_of_a_day_reads_to_the_same_day(day: int, month: int, year: int) -> None:
    wanted = span(read(f"{year:04}-{month:02}-{day:02}"))
    english = MONTHS["en"].split()[month - 1]
    texts = [
        f"{day} {english} {year}", f"{english} {day}, {year}", f"{english} {day} {year}", f"{year} {english} {day}",
        f"{day} {english[:3]}. {year}", f"{day} {english[:3].upper()} {year}", f"the {day}th of {english} {year}",
        f"{day}.{month}.{year}", f"[{day} {english} {year}.]", f"A.D. {year}".join((f"{day} {english} ", "")),
    ]  # fmt: skip
    texts += [f"{day} {names.split()[month - 1]} {year}" for names in MONTHS.values()]
    texts += [
        f"{day}. {MONTHS['de'].split()[month - 1]} {year}",
        f"{day} de {MONTHS['es'].split()[month - 1]} de {year}",
    ]
    for text in texts:
        assert span(read(text)) == wanted, text


@settings(deadline=None, max_examples=150)
@given(
    day=DAYS, other=DAYS, month=NUMBERS, year=YEARS, link=st.sampled_from([" or ", "-", "–", " - ", " to ", " x ", "/"])
)
def test_a_range_of_days_holds_both_its_sides(day: int, other: int, month: int, year: int, link: str) -> None:
    low, high = sorted((day, other))
    name = MONTHS["en"].split()[month - 1]
    one, second = read(f"{low} {name} {year}"), read(f"{high} {name} {year}")
    for text in (f"{low}{link}{high} {name} {year}", f"{name} {low}{link}{high}, {year}"):
        if link == "/" and text.startswith(name):
            continue
        whole = read(text)
        assert (whole.first, whole.last) == (one.first, second.last), text


@settings(deadline=None, max_examples=200)
@given(
    first=st.integers(min_value=100, max_value=1990),
    more=st.integers(min_value=0, max_value=60),
    link=st.sampled_from([" or ", "–", " - ", " to ", " x ", " until "]),
    about=st.sampled_from(["", "c. "]),
    era=st.sampled_from(["", " AD", " BC"]),
)
def test_a_range_of_years_holds_both_its_sides(first: int, more: int, link: str, about: str, era: str) -> None:
    one, other = (first, first + more) if era != " BC" else (first + more, first)
    whole = read(f"{about}{one}{link}{other}{era}")
    era = era or " AD"
    for year in (one, other):
        assert holds(whole, read(f"{about}{year}{era}")), year
    outer = [read(f"{about}{year}{era}") for year in (one, other)]
    assert (whole.first, whole.last) == (outer[0].first, outer[1].last)


@settings(deadline=None, max_examples=150)
@given(first=st.integers(1, 19), more=st.integers(0, 2), link=st.sampled_from(["-", "–", " or ", " to ", "th or "]))
def test_a_range_of_centuries_holds_both(first: int, more: int, link: str) -> None:
    whole = read(f"{first}{link}{first + more}th century")
    assert holds(whole, read(f"{first}th century"))
    assert holds(whole, read(f"{first + more}th century"))
    before = read(f"{first + more}th{link.removeprefix('th')}{first}th century BC")
    assert holds(before, read(f"{first}th century BC"))
    assert holds(before, read(f"{first + more}th century BC"))


@settings(deadline=None, max_examples=150)
@given(year=st.integers(min_value=1, max_value=99))
def test_a_number_below_a_hundred_is_a_year_only_with_an_era(year: int) -> None:
    for text in (f"{year}", f"c. {year}", f"May {year}", f"before {year}", f"20 Nov {year}", f"{year} or {year + 1}"):
        with pytest.raises(DateError):
            read(text)
    assert describe(f"AD {year}").earliest == f"{year:04}-01-01"
    assert read(f"{year} BC").last == read(f"{1 - year:05}" if year > 1 else "0000").last


@settings(deadline=None, max_examples=100)
@given(
    marker=st.sampled_from([(1, "Kal."), (2, "Non."), (3, "Id.")]), month=NUMBERS, number=st.integers(1, 4), year=YEARS
)
def test_roman_days_are_the_days_before_their_markers(
    marker: tuple[int, str], month: int, number: int, year: int
) -> None:
    name = MONTHS["la"].split()[month - 1]
    numeral = "" if number == 1 else f"{as_roman(number).upper()} "
    date = read(f"julian:{numeral}{marker[1]} {name} {year}")
    base = calendar_named("julian").days(year, month, marked_day(marker[0], month))[0]
    assert any(run.first is not None and run.first <= base - number + 1 <= (run.last or 0) for run in date.runs)


@settings(deadline=None, max_examples=200)
@given(first=st.integers(min_value=1757584, max_value=2460000), more=st.integers(min_value=0, max_value=4000))
def test_what_is_said_of_days_reads_back_to_them(first: int, more: int) -> None:
    assert span(read(say_run(first, first + more))) == (first, first + more)


WRITTEN = {
    "en": ("{d} {m} {y}", "{m} {d}, {y}", "the {d}th of {m}, {y}", "{y}, {d} {m}", "{d} {m}, {y}", "{d} {m} A.D. {y}"),
    "de": ("{d}. {m} {y}", "den {d}. {m} {y}", "am {d}. {m} {y}", "{y} {m} {d}", "{d}. {m} {y} n. Chr."),
    "fr": ("{d} {m} {y}", "le {d} {m} {y}", "{y}, {d} {m}", "{d} {m} {y} ap. J.-C."),
    "it": ("{d} {m} {y}", "il {d} {m} {y}", "{y} {m} {d}", "{y}, {m} {d}", "{d} {m} {y} d.C."),
    "es": ("{d} de {m} de {y}", "{d} {m} {y}", "el {d} de {m} de {y}", "{y}, {m} {d}", "{d} de {m} de {y} d. C."),
    "nl": ("{d} {m} {y}", "op {d} {m} {y}", "{y} {m} {d}", "{d} {m} {y} n. Chr."),
    "la": ("{d} {m} {y}", "die {d} {m} {y}", "{d} die {m} {y}", "{r} {m} {y}"),
}
"""How each language writes a day; `{r}` is its number in Roman numerals."""


@settings(deadline=None, max_examples=120)
@given(day=DAYS, month=NUMBERS, year=YEARS, code=st.sampled_from(sorted(WRITTEN)), only=st.booleans())
def test_every_language_writes_the_same_day(day: int, month: int, year: int, code: str, only: bool) -> None:
    """By itself and with all languages on, in capitals and with brackets too."""
    wanted = read(f"{year:04}-{month:02}-{day:02}")
    name = MONTHS[code].split()[month - 1]
    for template in WRITTEN[code]:
        text = template.format(d=day, m=name, y=year, r=as_roman(day).upper())
        for written in (text, text.upper(), f"[{text}]", f"{text};", f"({text})"):
            found = read(written, conventions=f"wide {code}" if only else "wide")
            assert (found.runs, found.precision) == (wanted.runs, "day"), written
    assert span(read(f"{name} {year}")) == span(read(f"{year:04}-{month:02}"))


NAMED = (*sorted(CALENDARS), "switch:1582-10-15", "julian|gregorian", "julian-florentine|julian-pisan")


@settings(deadline=None, max_examples=600)
@given(
    name=st.sampled_from(NAMED),
    first=st.one_of(
        st.integers(min_value=2123000, max_value=2440000),
        st.integers(min_value=2375840, max_value=2381000),  # years of the French Republic
        st.integers(min_value=2393000, max_value=2425000),  # years of Rumi
        st.integers(min_value=1000000, max_value=2500000),  # before most eras
    ),
    length=st.sampled_from([0, 1, 5, 29, 30, 354, 365]),
    unit=st.sampled_from(["day", "month", "year"]),
    side=st.sampled_from(["both", "both", "first", "last"]),
)
def test_what_is_said_in_any_calendar_reads_back(name: str, first: int, length: int, unit: str, side: str) -> None:
    """Whole years and months of it, and days, open on a side or not, within its years and outside them; of an observed
    calendar to no less than was said, and to no more than its days are unsure."""
    calendar = calendar_named(name)
    year, month, _ = calendar.parts(first)
    runs = calendar.year(year) if unit == "year" else calendar.month(year, month) if unit == "month" else ()
    low = None if side == "last" else min(run.first or 0 for run in runs) if runs else first
    high = None if side == "first" else max(run.last or 0 for run in runs) if runs else first + length
    said = say_days(low, high, calendar)
    found = read(said, calendar=name)
    assert (low is None, high is None) == (found.first is None, found.last is None), said
    spare = {0, calendar.counting.tolerance}
    assert low is None or low - (found.first or 0) in spare, said
    assert high is None or (found.last or 0) - high in spare, said


@settings(deadline=None, max_examples=200)
@given(
    name=st.sampled_from(sorted(name for name in CALENDARS if not calendar_named(name).christian)),
    year=st.integers(min_value=-900, max_value=-1),
    month=NUMBERS,
    day=DAYS,
)
def test_no_year_of_another_era_loses_its_sign(name: str, year: int, month: int, day: int) -> None:
    """It is read with its sign, or refused."""
    calendar = calendar_named(name)
    month_name = calendar.months[month - 1]
    for text in (f"{month_name} {year}", f"{day} {month_name} {year}", f"{calendar.era} {year}"):
        try:
            found = read(text, calendar=name)
        except DateError:
            continue
        assert found.last is not None
        assert calendar.parts(found.last - calendar.counting.tolerance)[0] in (year, year + 1), text
