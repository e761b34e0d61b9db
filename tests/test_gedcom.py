"""GEDCOM: people, and each way in which a date is written there."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono import Chronology, dates
from chrono.exchange import AskedOf, Foreign, Imported, Unreadable, read, sniffed
from chrono.exchange.told import text

SAMPLES = Path(__file__).parent / "data" / "exchange"


def ged(*lines: str, version: str = "5.5.1") -> Foreign:
    head = f"0 HEAD\n1 GEDC\n2 VERS {version}\n"
    return Foreign("a.ged", (head + "\n".join((*lines, "0 TRLR")) + "\n").encode())


def born(date: str, version: str = "5.5.1") -> Foreign:
    return ged("0 @I1@ INDI", "1 NAME Anna /Doe/", "1 BIRT", f"2 DATE {date}", version=version)


def imported(file: Foreign) -> Imported:
    return read("gedcom", [file], AskedOf())


def chronology(file: Foreign) -> Chronology:
    return Chronology.loads(text(imported(file), "gedcom", [file]))


def birth(file: Foreign) -> tuple[str | None, str | None]:
    (result,) = chronology(file).windows("anna-doe", at_least="weak").results
    least, most = result.start.hull
    return dates.iso(least), dates.iso(most)


@pytest.mark.parametrize(("name", "people"), [("own-dates.ged", 2), ("sample555.ged", 3)])
def test_the_samples(name: str, people: int) -> None:
    file = Foreign(name, (SAMPLES / name).read_bytes())
    assert sniffed(file) == "gedcom"
    assert len(imported(file).sections["people"]) == people
    assert chronology(file).infer("kind:person").status == "consistent"


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2 OCT 1822", ("1822-10-02", "1822-10-02")),
        ("oct 1822", ("1822-10-01", "1822-10-31")),
        ("BET 1 JAN 1700 AND 1710", ("1700-01-01", "1710-12-31")),
        ("FROM 1700 TO 1710", ("1700-01-01", "1710-12-31")),
        ("ABT 1700", ("1690-01-01", "1710-12-31")),
        ("ABT 100 B.C.", ("-0109-01-01", "-0089-12-31")),
        ("EST @#DFRENCH R@ VEND 11", ("1792-01-01", "1812-12-31")),
        ("INT 1700 (about the flood)", ("1700-01-01", "1700-12-31")),
        ("@#DJULIAN@ 3 MAR 1751", ("1751-03-14", "1751-03-14")),
        ("@#DJULIAN@ 3 MAR 1751/52", ("1752-03-14", "1752-03-14")),
        ("@#DFRENCH R@ 3 VEND 11", ("1802-09-25", "1802-09-25")),
        ("@#DHEBREW@ 2 TVT 5758", ("1997-12-31", "1997-12-31")),
        ("BET @#DJULIAN@ 1 JAN 1700 AND 1710", ("1700-01-11", "1710-12-31")),
        ("2 B.C.", ("-0001-01-01", "-0001-12-31")),
        ("1 B.C.", ("0000-01-01", "0000-12-31")),
        ("1", ("0001-01-01", "0001-12-31")),
        ("BET 2 B.C. AND 2", ("-0001-01-01", "0002-12-31")),
        ("29 FEB 45 B.C.", ("-0044-02-29", "-0044-02-29")),
        ("44 BCE", ("-0043-01-01", "-0043-12-31")),
    ],
)
def test_dates(date: str, expected: tuple[str, str]) -> None:
    assert birth(born(date)) == expected


@pytest.mark.parametrize(
    ("date", "version", "expected"),
    [
        ("BEF 1828", "5.5.1", (None, "1827-12-31")),
        ("BEF 1828", "7.0", (None, "1828-12-31")),
        ("AFT 44 B.C.", "5.5.1", ("-0042-01-01", None)),
        ("AFT 44 BCE", "7.0", ("-0043-01-01", None)),
        ("JULIAN 3 MAR 1751", "7.0", ("1751-03-14", "1751-03-14")),
        ("FRENCH_R 3 VEND 11", "7.0", ("1802-09-25", "1802-09-25")),
    ],
)
def test_what_the_version_decides(date: str, version: str, expected: tuple[str | None, str | None]) -> None:
    assert birth(born(date, version)) == expected
    if date[:3] in ("BEF", "AFT"):
        assert any("BEF and AFT" in loss.message for loss in imported(born(date, version)).losses)


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("3 FOO 1700", "no month"),
        ("32 JAN 1700", "no 32 January"),
        ("0", "no year 0"),
        ("3 MAY 1751/52", "dual"),
        ("1751/53", "no dual year"),
        ("BET 1710 AND 1700", "ends before it begins"),
        ("BET 1700", "two dates"),
        ("@#DROMAN@ 3 MAR 700", "ROMAN"),
        ("soon after", "no date"),
    ],
)
def test_a_date_that_cannot_be_read_costs_no_more_than_itself(date: str, said: str) -> None:
    file = ged("0 @I1@ INDI", "1 NAME Anna", "1 BIRT", f"2 DATE {date}", "1 DEAT", "2 DATE 1750")
    found = imported(file)
    (loss,) = [loss for loss in found.losses if loss.code == "not-carried"]
    assert said in loss.message
    assert loss.place.line == 7
    assert found.sections["people"]["anna"]["died"] == "1750"
    assert date in found.sections["people"]["anna"]["note"]


def test_a_phrase_is_no_date() -> None:
    found = imported(born("(in the year of the flood)"))
    assert found.sections["people"]["anna-doe"]["note"] == "BIRT: “in the year of the flood”"
    assert not found.loses_dates


def test_what_shows_somebody_alive_is_evidence() -> None:
    file = ged(
        *("0 @I1@ INDI", "1 NAME Anna", "1 CHR", "2 DATE 3 MAY 1700", "1 RESI", "2 DATE FROM 1720 TO 1730"),
        *("1 BURI", "2 DATE 1750", "1 FACT x", "2 DATE 1800"),
    )
    (result,) = chronology(file).windows("anna").results
    assert [dates.iso(day) for day in (*result.start.hull, *result.end.hull)] == [
        *(None, "1700-05-03", "1730-01-01", "1750-12-31"),
    ]
    assert any("1 date of FACT" in loss.message for loss in imported(file).losses)


def test_marriages_lie_within_both_lives() -> None:
    file = ged(
        *("0 @I1@ INDI", "1 NAME Anna", "0 @I2@ INDI", "1 NAME Bert", "1 DEAT", "2 DATE 1750"),
        *("0 @F1@ FAM", "1 WIFE @I1@", "1 HUSB @I2@", "1 MARR", "2 DATE AFT 1740"),
    )
    found = chronology(file)
    (result,) = found.windows("marriage-of-anna-and-bert").results
    assert [dates.iso(day) for day in result.start.hull] == ["1741-01-01", "1750-12-31"]


def test_quality_of_sources_is_certainty() -> None:
    file = ged(
        *("0 @I1@ INDI", "1 NAME Anna", "1 BIRT", "2 DATE 1700", "2 SOUR @S@", "3 QUAY 3", "1 DEAT", "2 DATE 1750"),
        *("2 SOUR @S@", "3 QUAY 0"),
    )
    found = imported(file).sections
    assert (found["people"]["anna"]["certainty"], found["evidence"]["anna-died"]["certainty"]) == ("certain", "weak")


def test_people_who_are_called_alike_keep_apart() -> None:
    found = imported(ged("0 @I1@ INDI", "1 NAME Anna", "0 @I2@ INDI", "1 NAME Anna"))
    assert [*found.sections["people"]] == ["anna", "anna-2"]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (ged("0 @I1@ INDI", "9 NAME x"), "level 9"),
        (ged("hello"), "no line of GEDCOM"),
        (ged(), "no person"),
        (Foreign("a.ged", b"1 HEAD\n"), "no 0"),
    ],
)
def test_what_is_no_gedcom(file: Foreign, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        imported(file)


@given(st.data())
@settings(deadline=None)
def test_a_mutated_file_gives_a_chronology_or_mistakes(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["own-dates.ged", "sample555.ged"]))
    content = bytearray((SAMPLES / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
    file = Foreign(name, bytes(content))
    try:
        text(imported(file), "gedcom", [file])
    except Unreadable as mistakes:
        if not mistakes.diagnostics:
            raise
