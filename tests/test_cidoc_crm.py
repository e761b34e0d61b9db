"""CIDOC CRM and Linked Art, both ways: what is written is RDF of the right shape, what is read gives its windows."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.namespace import OWL, RDF, RDFS, XSD

from chrono import Chronology, dates
from chrono.exchange import AskedOf, Choices, Foreign, Imported, Unreadable, read, sniffed
from chrono.exchange.cidoc_crm import CONTEXT, LINKED_ART
from chrono.exchange.told import text
from tests.test_exporting import chronologies, inside, windows

CRM = rdflib.Namespace("http://www.cidoc-crm.org/cidoc-crm/")
INF = rdflib.Namespace("http://www.cidoc-crm.org/extensions/crminf/")
TERMS = Path(__file__).parent / "data" / "linked-art-terms.json"
BOUNDS = ("P82a_begin_of_the_begin", "P81a_end_of_the_begin", "P81b_begin_of_the_end", "P82b_end_of_the_end")
LIVES = """
chronology: {title: Lives}
people:
  ada: {name: Ada, born: 1815-12-10, died: 1852-11-27, refs: ["http://viaf.org/viaf/1", "http://d-nb.info/gnd/1"]}
documents:
  notes: {name: The notes, author: ada, start: 1842-10, end: "[1843-07..1843-08]"}
events:
  engine: {name: The engine, date: 1837, certainty: strong}
evidence:
  after: {holds: end(engine) <= start(notes), certainty: moderate, source: a letter}
"""


def imported(told: object) -> Imported:
    return read("cidoc-crm", [as_file(told)], AskedOf())


def as_file(told: object) -> Foreign:
    return Foreign("a.json", told if isinstance(told, bytes) else json.dumps(told).encode())


def chronology(told: object) -> Chronology:
    return Chronology.loads(text(imported(told), "cidoc-crm", [as_file(told)]))


def graph(content: bytes) -> rdflib.Graph:
    """The triples, with the terms of Linked Art at hand: nothing is fetched."""
    told = json.loads(content)
    terms = json.loads(TERMS.read_text())["@context"]
    if isinstance(told, list):
        told = {"@context": terms, "@graph": [{k: v for k, v in record.items() if k != "@context"} for record in told]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return rdflib.Graph().parse(data=json.dumps(told), format="json-ld")


# -- out


@pytest.mark.parametrize("format", ["cidoc-crm", "linked-art"])
@given(st.sampled_from(["year", "month", "day"]).flatmap(chronologies))
@settings(deadline=None, max_examples=40)
def test_what_is_written_has_the_shape_of_the_model(format: str, body: str) -> None:
    found = graph(Chronology.loads(body).export(format).content)
    spans = set(found.subjects(RDF.type, CRM["E52_Time-Span"]))
    assert set(found.objects(None, CRM["P4_has_time-span"])) == spans
    for span in spans:
        values = [[*found.objects(span, CRM[bound])] for bound in BOUNDS]
        assert all(len(value) <= 1 for value in values)
        assert any(values)
        assert bool(values[1]) == bool(values[2])
        kinds = {value.datatype for one in values for value in one if isinstance(value, rdflib.Literal)}
        if format == "linked-art":
            assert kinds == {XSD.dateTime}
        else:
            assert kinds <= {XSD.gYear, XSD.gYearMonth, XSD.date}
    for event in set(found.subjects(CRM["P4_has_time-span"], None)):
        assert len([*found.objects(event, CRM["P4_has_time-span"])]) == 1
    for name in set(found.objects(None, CRM["P1_is_identified_by"])):
        assert (name, RDF.type, CRM["E33_E41_Linguistic_Appellation"]) in found


@pytest.mark.parametrize("format", ["cidoc-crm", "linked-art"])
def test_lives_and_texts_have_the_events_of_the_model(format: str) -> None:
    found = graph(Chronology.loads(LIVES).export(format).content)
    ada = rdflib.URIRef("http://viaf.org/viaf/1")
    assert (ada, RDF.type, CRM["E21_Person"]) in found
    (birth,), (death,) = (found.objects(ada, CRM[name]) for name in ("P98i_was_born", "P100i_died_in"))
    assert (birth, RDF.type, CRM["E67_Birth"]) in found
    assert (death, RDF.type, CRM["E69_Death"]) in found
    (notes,) = found.subjects(RDFS.label, rdflib.Literal("The notes"))
    (made,) = found.objects(notes, CRM["P94i_was_created_by"])
    assert (made, RDF.type, CRM["E65_Creation"]) in found
    assert (made, CRM["P14_carried_out_by"], ada) in found
    if format == "cidoc-crm":
        assert (ada, OWL.sameAs, rdflib.URIRef("http://d-nb.info/gnd/1")) in found


def test_an_inner_time_is_said_where_there_is_one() -> None:
    body = "chronology: {unit: year}\nperiods: {a: {start: '[1000..1010]', end: '[%s..1030]'}}"
    found = Chronology.loads(body % "1020").export("cidoc-crm")
    assert not found.losses
    (span,) = graph(found.content).subjects(RDF.type, CRM["E52_Time-Span"])
    assert [str(next(graph(found.content).objects(None, CRM[bound]))) for bound in BOUNDS] == [
        "1000",
        "1010",
        "1020",
        "1030",
    ]
    assert span is not None
    found = Chronology.loads(body % "1005").export("cidoc-crm")
    assert [loss.message for loss in found.losses] == [
        "by when a had begun and until when it lasted, between which there is no certain time"
    ]
    assert found.loses_dates


@pytest.mark.parametrize(
    ("date", "years", "moments"),
    [
        ("-0001", ("-0001", "-0001"), ("-0001-01-01T00:00:00Z", "-0001-12-31T23:59:59Z")),
        ("0000", ("0000", "0000"), ("0000-01-01T00:00:00Z", "0000-12-31T23:59:59Z")),
        ("0001", ("0001", "0001"), ("0001-01-01T00:00:00Z", "0001-12-31T23:59:59Z")),
        ("[-0002..0002]", ("-0002", "0002"), ("-0002-01-01T00:00:00Z", "0002-12-31T23:59:59Z")),
        ("Y-12000", ("-12000", "-12000"), ("-12000-01-01T00:00:00Z", "-12000-12-31T23:59:59Z")),
    ],
)
def test_years_around_the_era_are_those_of_xml_schema(
    date: str, years: tuple[str, str], moments: tuple[str, str]
) -> None:
    found = Chronology.loads(f"chronology: {{unit: year}}\nevents: {{e: {{date: '{date}', duration: 0 years}}}}")
    for format, expected in (("cidoc-crm", years), ("linked-art", moments)):
        content = found.export(format).content
        told = graph(content)
        assert (
            tuple(str(next(told.objects(None, CRM[bound]))).replace("+00:00", "Z") for bound in (BOUNDS[0], BOUNDS[3]))
            == expected
        )
        back = chronology(content)
        scale, other = found.value.scale, back.value.scale
        (result,) = back.windows("*").results
        low, high = found.windows("e").results[0].start.hull
        assert (scale.first_day(low), scale.last_day(high)) == (
            other.first_day(result.start.least), other.last_day(result.end.most)
        )  # fmt: skip


def test_a_leap_day_of_a_bce_year() -> None:
    found = Chronology.loads("events: {e: {date: -0044-02-29}}")
    for format in ("cidoc-crm", "linked-art"):
        (result,) = chronology(found.export(format).content).windows("e").results
        assert dates.iso(result.start.least) == "-0044-02-29"


def test_orders_are_those_that_the_evidence_says() -> None:
    found = Chronology.loads(LIVES).export("cidoc-crm", choices=Choices(orders=True))
    told = graph(found.content)
    (notes,) = told.subjects(RDF.type, CRM["E65_Creation"])
    (engine,) = told.subjects(RDF.type, CRM["E5_Event"])
    assert (engine, CRM["P182_ends_before_or_with_the_start_of"], notes) in told
    assert (notes, CRM["P182_ends_before_or_with_the_start_of"], engine) not in told
    assert not [
        *graph(Chronology.loads(LIVES).export("cidoc-crm").content).subjects(
            CRM["P182_ends_before_or_with_the_start_of"]
        )
    ]


def test_reasons_are_inferences_from_beliefs_to_a_belief() -> None:
    told = graph(Chronology.loads(LIVES).export("cidoc-crm", choices=Choices(reasons=True)).content)
    inferences = {*told.subjects(RDF.type, INF["I5_Inference_Making"])}
    assert inferences
    for inference in inferences:
        (concluded,) = told.objects(inference, INF["J2_concluded_that"])
        for belief in (concluded, *told.objects(inference, INF["J1_used_as_premise"])):
            assert (belief, RDF.type, INF["I2_Belief"]) in told
            assert len([*told.objects(belief, INF["J4_that"])]) == 1
            (value,) = told.objects(belief, INF["J5_holds_to_be"])
            (level,) = told.objects(value, RDFS.label)
            assert str(level) in ("certain", "strong", "moderate", "weak")


def test_every_name_of_the_context_is_one_of_the_model() -> None:
    """The class or the property by the number that the published lists of CIDOC CRM 7.1 and CRMinf give it."""
    names = [iri for key, iri in CONTEXT.items() if isinstance(iri, str) and iri.startswith(("crm:", "crminf:"))]
    terms = json.loads(TERMS.read_text())["@context"]
    known = {v if isinstance(v, str) else v["@id"] for v in terms.values() if not isinstance(v, float)}
    ours = {
        iri for iri in names if not iri.startswith("crminf:") and iri[4:8] not in (f"P{n}" for n in range(173, 186))
    }
    assert ours <= known


# -- in

RECORD = {
    "@context": LINKED_ART,
    "id": "https://example.org/object/1",
    "type": "HumanMadeObject",
    "_label": "Book of Hours",
    "produced_by": {
        "type": "Production",
        "timespan": {
            "type": "TimeSpan",
            "identified_by": [{"type": "Name", "content": "about 1480–1490"}],
            "begin_of_the_begin": "1480-01-01T00:00:00Z",
            "end_of_the_end": "1490-12-31T23:59:59Z",
        },
        "carried_out_by": [{"id": "https://example.org/person/1", "type": "Person", "_label": "A scribe"}],
    },
    "referred_to_by": [{"type": "LinguisticObject", "content": "A note"}],
}


def test_a_record_of_linked_art() -> None:
    assert sniffed(as_file(RECORD)) == "cidoc-crm"
    found = imported(RECORD)
    assert found.sections["documents"] == {
        "book-of-hours": {
            "name": "Book of Hours",
            "start": "[1480-01-01..]",
            "end": "[..1490-12-31]",
            "certainty": "moderate",
            "source": "crm, /",
            "note": "about 1480–1490",
            "refs": ["https://example.org/object/1"],
        }
    }
    assert {*found.sections} == {"chronology", "sources", "documents"}
    assert chronology(RECORD).windows("book-of-hours").results


def test_prefixes_numbers_and_places_in_the_graph_do_not_matter() -> None:
    base = "http://www.cidoc-crm.org/cidoc-crm/"
    year = {"@type": "http://www.w3.org/2001/XMLSchema#gYear"}
    told = [
        {"@id": "_:s", "@type": [base + "E52_Time-Span"],
         base + "P82a_begin_of_the_begin": [{"@value": "-0043"} | year]},
        {"@id": "_:b", "@type": [base + "E67_Birth"], base + "P4_has_time-span": [{"@id": "_:s"}],
         base + "P98_brought_into_life": [{"@id": "http://example.org/p"}]},
        {"@id": "http://example.org/p", "@type": [base + "E21_Person"],
         "http://www.w3.org/2000/01/rdf-schema#label": [{"@value": "Caesar's heir", "@language": "en"}]},
    ]  # fmt: skip
    found = imported(told)
    assert found.sections["people"]["caesar-s-heir"]["born"] == "[-0043..]"
    assert any("-0043 is 44 BCE" in loss.message for loss in found.losses)


def test_what_went_on_between_the_inner_bounds_did() -> None:
    span = {
        "crm:P82a_begin_of_the_begin": "0100", "crm:P81a_end_of_the_begin": "0110",
        "crm:P81b_begin_of_the_end": "0190", "crm:P82b_end_of_the_end": "0200",
    }  # fmt: skip
    told = {"@context": {"crm": str(CRM)}, "@type": "crm:E4_Period", "rdfs:label": "P", "crm:P4_has_time-span": span}
    (result,) = chronology(told).windows("p").results
    assert (result.start.hull, result.end.hull) == ((100, 110), (190, 200))


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (RECORD | {"produced_by": {"timespan": {"begin_of_the_begin": "soon"}}}, "'soon' is no date"),
        (RECORD | {"produced_by": {"timespan": {"begin_of_the_begin": "1999-13"}}}, "no month 13"),
        ({"@context": LINKED_ART}, "nothing in it"),
        (
            b'{"@context": "https://linked.art/ns/v1/linked-art.json", "x": ' + b"[" * 100_000,
            "nested too deeply|no JSON",
        ),
    ],
)
def test_what_cannot_be_read(told: object, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        imported(told)


def test_several_time_spans_are_told() -> None:
    spans = [{"begin_of_the_begin": "1900"}, {"begin_of_the_begin": "1950"}]
    found = imported(RECORD | {"produced_by": {"timespan": spans}})
    assert found.loses_dates
    assert "1 with several time-spans or events" in " ".join(loss.message for loss in found.losses)


# -- out and in


def days(found: Chronology) -> Iterator[tuple[str, list[tuple[int | None, int | None]]]]:
    scale = found.value.scale
    for name, sides in windows(found).items():
        yield (
            name,
            [
                (None if low is None else scale.first_day(low), None if high is None else scale.last_day(high))
                for low, high in sides
            ],
        )


@pytest.mark.parametrize("format", ["cidoc-crm", "linked-art"])
@given(st.sampled_from(["year", "day"]).flatmap(chronologies))
@settings(deadline=None, max_examples=50)
def test_what_is_written_comes_back(format: str, body: str) -> None:
    found = Chronology.loads(body)
    made = found.export(format)
    back = dict(days(chronology(made.content)))
    for name, sides in days(found):
        assert all(inside(one, other) for one, other in zip(sides, back[name], strict=True))
        if not made.loses_dates:
            assert back[name] == sides


def test_lives_texts_and_authors_come_back() -> None:
    found = Chronology.loads(LIVES)
    for format in ("cidoc-crm", "linked-art"):
        back = chronology(found.export(format).content)
        assert {entry.kind: entry.name for entry in back.value.entries} == {
            entry.kind: entry.name for entry in found.value.entries
        }
        assert next(entry for entry in back.value.entries if entry.id == "the-notes").authors == ("ada",)
        assert dict(days(back)) == dict(days(found))


@given(st.data())
@settings(deadline=None)
def test_a_mutated_file_gives_a_chronology_or_mistakes(data: st.DataObject) -> None:
    content = bytearray(json.dumps(RECORD).encode())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
    file = Foreign("x", bytes(content))
    try:
        text(read("cidoc-crm", [file]), "cidoc-crm", [file])
    except Unreadable as mistakes:
        if not mistakes.diagnostics:
            raise
