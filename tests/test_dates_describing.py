"""What `chrono date` is given to print, and that writing a day gives a text that reads as that day."""

from __future__ import annotations

import subprocess
import sys

import pytest

from chrono.dates import Reading, describe, read, write


def test_a_date_is_described_in_both_calendars() -> None:
    assert describe("julian:1917-10-25") == Reading(
        text="julian:1917-10-25",
        earliest="1917-11-07",
        latest="1917-11-07",
        intervals=(("1917-11-07", "1917-11-07"),),
        earliest_jdn=2421540,
        latest_jdn=2421540,
        calendar="julian",
        precision="day",
        understood="25 Oct 1917",
        gregorian="7 Nov 1917",
        julian="25 Oct 1917",
    )


def test_a_third_calendar_is_said_too() -> None:
    reading = describe("hebrew:3174-05-10")
    assert (reading.gregorian, reading.julian, reading.own) == ("24 Jul 587 BCE", "30 Jul 587 BCE", "10 Av 3174")


def test_open_ends_are_none() -> None:
    reading = describe("../1985?")
    assert (reading.earliest, reading.earliest_jdn, reading.intervals) == (None, None, ((None, "1985-12-31"),))
    assert (reading.qualifier, reading.gregorian) == ("?", "not later than 1985")


def test_a_convention_is_named() -> None:
    reading = describe("early 14th century", conventions="bodleian")
    assert (reading.earliest, reading.latest, reading.convention) == ("1300-01-01", "1310-12-31", "bodleian")
    assert reading.note


def test_an_error_is_a_value_with_its_column() -> None:
    reading = describe("1938-02-30")
    assert reading.error
    assert (reading.column, reading.length, reading.earliest, reading.intervals) == (8, 2, None, ())
    assert "28 days" in reading.help


def test_a_wrong_declaration_is_an_error_too() -> None:
    assert describe("1938", calendar="jullian").error
    assert describe("early 12th century", conventions="wied").error


@pytest.mark.parametrize(
    ("text", "calendar", "unit", "written"),
    [
        ("1939-08-23", "gregorian", "day", "1939-08-23"),
        ("1939-08-23", "gregorian", "month", "1939-08"),
        ("1939-08-23", "julian", "day", "julian:1939-08-10"),
        ("Y12345", "gregorian", "year", "Y12345"),
        ("Y12345", "gregorian", "day", "gregorian:+12345-01-01"),
        ("Y-12345", "gregorian", "month", "gregorian:-12345-01"),
        ("1648-06-10", "hebrew", "day", "hebrew:5408-03-20"),
        ("1794-07-27", "french-republican", "day", "french-republican:0002-11-09"),
    ],
)
def test_a_day_is_written_as_it_reads(text: str, calendar: str, unit: str, written: str) -> None:
    first = read(text).first
    assert first is not None
    assert write(first, calendar, unit) == written
    again = read(written)
    assert again.first is not None
    assert again.last is not None
    assert again.first <= first <= again.last


def test_importing_loads_no_library() -> None:
    """The package is imported by every command, `--help` among them."""
    heavy = "('z3', 'pydantic', 'dateutil', 'convertdate', 'rich', 'click', 'datetime', 'decimal')"
    code = f"import sys, chrono.dates; print([name for name in {heavy} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_months_are_told_by_their_own_names() -> None:
    assert describe("10 Av 3174 [hebrew]").understood == "10 Av 3174 (hebrew)"
    assert describe("12 Third Month 1690", calendar="quaker").understood == "12 Third Month 1690 (quaker)"
    assert describe("12 March 1690 [julian]").understood == "12 March 1690"
