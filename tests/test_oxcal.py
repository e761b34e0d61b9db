"""OxCal's command language read: what is a bound is carried, what is a distribution is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono import Chronology, dates
from chrono.exchange import AskedOf, Foreign, Imported, Unreadable, read, sniffed
from chrono.exchange.told import text
from tests.test_exporting import chronologies, inside

SAMPLE = Path(__file__).parent / "data" / "exchange" / "dyn18-snippets.oxcal"
Said = tuple[str | None, ...]


def model(body: str) -> Foreign:
    return Foreign("m.oxcal", f"Plot()\n{{\n{body}\n}};\n".encode())


def imported(file: Foreign) -> Imported:
    return read("oxcal", [file], AskedOf())


def chronology(file: Foreign) -> Chronology:
    return Chronology.loads(text(imported(file), "oxcal", [file]))


def start(found: Chronology, id: str) -> Said:
    (result,) = found.windows(id).results
    return tuple(dates.iso(day) for day in result.start.hull)


def test_the_sample_has_its_dates_as_text() -> None:
    file = Foreign("dyn18.oxcal", SAMPLE.read_bytes())
    assert sniffed(file) == "oxcal"
    found = imported(file)
    events = found.sections["events"]
    assert events["item-18507"]["note"] == 'R_Date("18507",3165,32)'
    assert {entry["tags"][0] for entry in events.values()} == {"c14"}
    assert found.loses_dates
    assert f"{len(events)} dates with a distribution" in found.losses[0].message
    assert chronology(file).infer("kind:event").status == "consistent"


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("AD(1066)", ("1066-01-01", "1066-12-31")),
        ("BC(2)", ("-0001-01-01", "-0001-12-31")),
        ("BC(1)", ("0000-01-01", "0000-12-31")),
        ("BCE(1)", ("0000-01-01", "0000-12-31")),
        ("AD(1)", ("0001-01-01", "0001-12-31")),
        ("CE(-43)", ("-0043-01-01", "-0043-12-31")),
        ("U(BC(2),AD(2))", ("-0001-01-01", "0002-12-31")),
        ("U(1000.0,1010.0)", ("1000-01-01", "1010-01-01")),
        ("AD(1066)|AD(1070)", ("1066-01-01", "1070-12-31")),
    ],
)
def test_dates(date: str, expected: Said) -> None:
    found = start(chronology(model(f'Date("x", {date});')), "x")
    # The mean length of a year is not that of each: a number stands within a day or two of it.
    assert all(one is not None for one in found)
    for one, other in zip(found, expected, strict=True):
        days = [dates.read(word).first for word in (one, other) if word]
        assert abs((days[0] or 0) - (days[1] or 0)) <= (2 if "." in date else 0)


def test_a_sequence_is_in_order_and_encloses_its_members() -> None:
    found = chronology(
        model(
            'Sequence("s"){ Boundary("b"); Phase("p"){ Date("one", AD(1100)); Date("two", AD(1200)); };'
            ' Date("three"); Before("d"){ Date("late", AD(1250)); }; Boundary("e"); };'
        )
    )
    for claim in (
        "end(b) <= start(one)",
        "end(two) <= start(three)",
        "three within s",
        "one within p",
        "end(three) <= start(late)",
        "end(three) <= start(e)",
    ):
        assert found.verdict(claim) == "entailed", claim
    assert found.verdict("start(one) < start(two)") == "entailed"
    assert start(found, "three") == ("1200-01-01", "1250-12-31")


def test_what_stands_before_or_after() -> None:
    found = chronology(model('Sequence(){ After(){ Date("coin", AD(1066)); }; Date("layer"); };'))
    assert start(found, "layer") == ("1066-01-01", None)


def test_amounts_of_time() -> None:
    found = chronology(
        model(
            'Sequence("s"){ Date("a", AD(1000)); Interval("i", U(10,20)); Date("b"); Span("w", U(5,30)); }; Date("c");'
            ' Difference("d", "c", "a", U(-5,5));'
        )
    )
    assert start(found, "b") == ("1010-01-01", "1020-12-31")
    assert start(found, "c") == ("0994-12-31", "1006-01-01")
    assert found.verdict("duration(s) <= 10959 days") == "entailed"


def test_what_is_no_bound_is_told() -> None:
    found = imported(model('Date("n", N(1000,20)); C_Date("c", 1000, 5); Order(); Tau_Boundary("t"); "=nowhere";'))
    assert "2 dates with a distribution" in found.losses[0].message
    assert [loss.message for loss in found.losses[1:3]] == ["Order: 1", "references (=nowhere): 1"]
    assert any("Tau_Boundary" in loss.message for loss in found.losses)


@pytest.mark.parametrize(
    ("body", "said", "line"),
    [
        ('Date("x", AD(1066)', "expected", 4),
        ("R_Date(1,2);\n§", "cannot stand here", 4),
        ('Difference("d","a","b",U(0,1));', "names what is not there", 3),
        ("Phase(){" * 100 + "}" * 100, "nested", 3),
        ('Date("x", ' + "(" * 100 + "1" + ")" * 100 + ");", "nested", 3),
        ("Options();", "no date and no group", 0),
    ],
)
def test_what_is_no_model(body: str, said: str, line: int) -> None:
    with pytest.raises(Unreadable, match=said) as refused:
        imported(model(body))
    assert refused.value.diagnostics[0].place.line == line


@given(chronologies())
@settings(deadline=None)
def test_windows_that_are_written_are_held_when_they_are_read_again(body: str) -> None:
    found = Chronology.loads(body)
    bounded = [r for r in found.windows("*").results if None not in (*r.start.hull, *r.end.hull)]
    if not bounded:
        return
    file = Foreign("w.oxcal", found.export("oxcal", *(r.id for r in bounded)).content)
    back = {r.name: r.start.hull for r in chronology(file).windows("*").results}
    scale = found.value.scale
    for result in bounded:
        for edge, window in (("start", result.start), ("end", result.end)):
            low, high = window.hull
            assert low is not None
            assert high is not None
            wide = back.get(f"{edge} {result.id}") or back[result.id]
            assert inside((scale.first_day(low), scale.last_day(high)), wide)


@given(st.data())
@settings(deadline=None)
def test_a_mutated_model_gives_a_chronology_or_mistakes(data: st.DataObject) -> None:
    content = bytearray(model('Sequence("s"){ Date("a", U(AD(1),9.5)); Interval(U(1,2)); R_Date("b",3,4); };').content)
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
    file = Foreign("x", bytes(content))
    try:
        text(imported(file), "oxcal", [file])
    except Unreadable as mistakes:
        if not mistakes.diagnostics:
            raise


def test_a_number_beyond_all_others_is_no_bound() -> None:
    far = "9" * 400
    found = chronology(model(f'Date("burnt", U(AD(1100), {far})); Date("cut", U(-{far}, AD(1200)));'))
    bounds = {one.id: one.start.hull for one in found.windows("burnt", "cut").results}
    assert bounds["burnt"][1] is None
    assert bounds["cut"][0] is None
