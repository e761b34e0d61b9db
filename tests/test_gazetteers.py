"""PeriodO and Linked Places, both ways."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono import Chronology, dates
from chrono.exchange import AskedOf, Foreign, Imported, Unreadable, read, sniffed
from chrono.exchange.told import text
from tests.test_exporting import chronologies, inside, windows

SAMPLES = Path(__file__).parent / "data" / "exchange"
Ends = tuple[int | None, int | None]


def imported(format: str, told: object) -> Imported:
    return read(format, [as_file(told)], AskedOf())


def as_file(told: object) -> Foreign:
    return Foreign("a.json", told if isinstance(told, bytes) else json.dumps(told).encode())


def chronology(format: str, told: object) -> Chronology:
    return Chronology.loads(text(imported(format, told), format, [as_file(told)]))


# -- PeriodO


def dataset(*periods: dict[str, Any]) -> dict[str, Any]:
    authority = {
        "id": "p0abc",
        "source": {"title": "Periods of the East", "creators": [{"name": "A. Author"}], "yearPublished": "1999"},
        "periods": {f"p0abc{n}": {"id": f"p0abc{n}", **period} for n, period in enumerate(periods)},
    }
    return {"@context": {}, "authorities": {"p0abc": authority}}


def extent(**told: str) -> dict[str, Any]:
    return {"label": "as written", "in": told}


@pytest.mark.parametrize(
    ("side", "hull"),
    [
        (extent(year="-2599"), (-2599, -2599)),
        (extent(year="-0001"), (-1, -1)),
        (extent(year="0000"), (0, 0)),
        (extent(year="0001"), (1, 1)),
        (extent(earliestYear="-0002", latestYear="0002"), (-2, 2)),
        (extent(latestYear="0400"), (None, 400)),
        (extent(earliestYear="-359298049", latestYear="-358898049"), (-359298049, -358898049)),
        ({"label": "present"}, (None, None)),
    ],
)
def test_extents_of_periods(side: dict[str, Any], hull: Ends) -> None:
    found = chronology("periodo", dataset({"label": "P", "start": side}))
    (result,) = found.windows("p").results
    assert result.start.hull == hull


def test_what_a_period_is_taken_from_is_its_source() -> None:
    told = dataset({"label": "Wide", "start": extent(year="0100")}, {"label": "Wide", "broader": "p0abc0", "note": "n"})
    assert sniffed(as_file(told)) == "periodo"
    found = imported("periodo", told).sections
    assert found["sources"]["periodo-1"] == {"title": "Periods of the East", "author": "A. Author", "issued": "1999"}
    assert found["periods"]["wide"]["refs"] == ["http://n2t.net/ark:/99152/p0abc0"]
    assert found["evidence"]["broader-1"]["holds"] == "wide-2 within wide"
    assert found["evidence"]["broader-1"]["certainty"] == "weak"


def test_the_first_draft_counts_days_in_the_digits_it_has() -> None:
    file = Foreign("assertion.json", (SAMPLES / "assertion.json").read_bytes())
    assert sniffed(file) == "periodo"
    found = Chronology.loads(text(read("periodo", [file]), "periodo", [file]))
    (result,) = found.windows("late-bronze-age").results
    assert (result.start.hull, result.end.hull) == ((1_250_000, 1_350_000), (1_450_000, 1_550_000))


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (dataset({"start": extent(year="1")}), "no label"),
        (dataset({"label": "P", "start": extent(year="late")}), "'late' is no year"),
        ({"authorities": {}}, "no label|no period"),
        (b'{"authorities": ' + b"[" * 100_000, "nested too deeply|no JSON"),
        ({"label": "P", "start": {"unit": "julian day", "value": "1E99"}, "end": {}}, "too far away"),
    ],
)
def test_what_periodo_cannot_say(told: object, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        imported("periodo", told)


@given(chronologies())
@settings(deadline=None)
def test_periods_that_are_written_come_back_with_equal_windows(body: str) -> None:
    found = Chronology.loads(body)
    made = found.export("periodo")
    assert not made.loses_dates
    assert windows(chronology("periodo", made.content)) == windows(found)


def test_what_is_written_is_json_ld() -> None:
    rdflib = pytest.importorskip("rdflib")
    found = Chronology.loads("chronology: {unit: year, title: T}\nperiods: {p: {start: '-0043', end: '[0010..0020]'}}")
    graph = rdflib.Graph().parse(data=found.export("periodo").content, format="json-ld")
    time, periodo = "http://www.w3.org/2006/time#", "http://n2t.net/ark:/99152/p0v#"
    said = {(str(p).removeprefix(time).removeprefix(periodo), str(o)) for _, p, o in graph}
    assert {("year", "-0043"), ("earliestYear", "0010"), ("latestYear", "0020")} <= said
    skos = rdflib.Namespace("http://www.w3.org/2004/02/skos/core#")
    (period,) = graph.subjects(rdflib.RDF.type, skos.Concept)
    (scheme,) = graph.objects(period, skos.inScheme)
    assert (scheme, rdflib.RDF.type, skos.ConceptScheme) in graph


# -- Linked Places


def feature(*spans: dict[str, Any], **when: Any) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "@id": "http://example.org/1",
                "properties": {"title": "Abingdon"},
                "when": {"timespans": [*spans], **when},
                "links": [{"type": "exactMatch", "identifier": "http://vocab.getty.edu/tgn/7011944"}],
            }
        ],
    }


@pytest.mark.parametrize(
    ("side", "hull"),
    [
        ({"in": "-0001"}, (-1, -1)),
        ({"in": "0000"}, (0, 0)),
        ({"in": 1808}, (1808, 1808)),
        ({"earliest": "-0002", "latest": "0002"}, (-2, 2)),
        ({"latest": "0400"}, (None, 400)),
    ],
)
def test_sides_of_timespans(side: dict[str, Any], hull: Ends) -> None:
    (result,) = chronology("linked-places", feature({"start": side})).windows("abingdon").results
    assert result.start.hull == hull


def test_days_make_a_chronology_of_days() -> None:
    (result,) = chronology("linked-places", feature({"start": {"in": "-0044-02-29"}})).windows("abingdon").results
    assert dates.iso(result.start.least) == "-0044-02-29"


def test_a_place_with_its_certainty_links_and_open_end() -> None:
    told = feature({"start": {"in": "0676"}}, certainty="uncertain", label="as told", periods=[{"name": "Saxon"}])
    assert sniffed(as_file(told)) == "linked-places"
    found = imported("linked-places", told)
    entry = found.sections["periods"]["abingdon"]
    assert (entry["certainty"], entry["note"]) == ("weak", "as told. Saxon")
    assert entry["refs"] == ["http://example.org/1", "http://vocab.getty.edu/tgn/7011944"]
    messages = " ".join(loss.message for loss in found.losses)
    assert "1 timespan without an end" in messages
    assert "1 period that a place is of" in messages


def test_several_timespans_are_a_period_each() -> None:
    told = feature({"start": {"in": "0676"}, "end": {"in": "0700"}}, {"start": {"in": "0800"}, "end": {"in": "0900"}})
    found = imported("linked-places", told)
    assert [*found.sections["periods"]] == ["abingdon", "abingdon-2"]


def test_a_duration_that_contradicts_its_timespan_is_shown() -> None:
    found = chronology("linked-places", feature({"start": {"in": "0676"}, "end": {"in": "1066"}}, duration="P100Y"))
    (conflict,) = found.conflicts().conflicts
    assert "duration-abingdon" in {premise.id for premise in conflict.premises}


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (feature({"start": {"in": "soon"}}), "'soon' is no date"),
        (feature({"start": {"in": "1540-13"}}), "no month 13"),
        (feature({}, duration="long"), "no duration"),
        ({"features": [{"when": {"timespans": []}}]}, "neither a title"),
        ({"features": []}, "no feature"),
    ],
)
def test_what_linked_places_cannot_say(told: object, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        imported("linked-places", told)


@given(st.sampled_from(["year", "day"]).flatmap(chronologies))
@settings(deadline=None)
def test_times_that_are_written_come_back(body: str) -> None:
    found = Chronology.loads(body)
    back = chronology("linked-places", found.export("linked-places").content)
    scale, other = found.value.scale, back.value.scale
    for name, sides in windows(found).items():
        for (low, high), (least, most) in zip(sides, windows(back)[name], strict=True):
            days = None if low is None else scale.first_day(low), None if high is None else scale.last_day(high)
            wide = None if least is None else other.first_day(least), None if most is None else other.last_day(most)
            assert inside(days, wide)
            assert days == wide


@given(st.sampled_from(["periodo", "linked-places"]), st.data())
@settings(deadline=None)
def test_a_mutated_file_gives_a_chronology_or_mistakes(format: str, data: st.DataObject) -> None:
    told: object = (
        feature({"start": {"in": "0676"}})
        if format == "linked-places"
        else dataset({"label": "P", "start": extent(year="1")})
    )
    content = bytearray(json.dumps(told).encode())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
    file = Foreign("x", bytes(content))
    try:
        text(read(format, [file]), format, [file])
    except Unreadable as mistakes:
        if not mistakes.diagnostics:
            raise
