"""URIs by which others know an entry: kept, checked for their form, shown, proven again."""

from __future__ import annotations

import json

import pytest

from chrono import Chronology, documents
from chrono.reports import render
from chrono.reports.page import Page
from tests.small import mistakes

GND, URN = "https://d-nb.info/gnd/118624237", "urn:cts:greekLit:tlg0003"
KEPT = f"documents: {{text: {{date: 1938, refs: [{GND}, {URN}]}}, other: {{date: 1939, refs: {GND}}}}}"


def test_they_are_kept_as_written_and_shown() -> None:
    chronology = Chronology.loads(KEPT)
    assert {e.id: e.refs for e in chronology.value.entries} == {"other": (GND,), "text": (GND, URN)}
    (result,) = chronology.infer("text").document()["results"]
    assert result["refs"] == [GND, URN]
    explained = chronology.explain("text")
    assert explained.document()["results"][0]["refs"] == [GND, URN]
    assert f"  known as   {GND}\n  known as   {URN}\n" in render(explained, "text", Page(100))


def test_a_document_without_them_does_not_speak_of_them() -> None:
    (result,) = Chronology.loads("documents: {text: {date: 1938}}").infer().document()["results"]
    assert "refs" not in result


def test_they_are_read_back_and_proven_again() -> None:
    chronology = Chronology.loads(KEPT)
    document = json.loads(json.dumps(chronology.infer("text").document()))
    assert documents.decode(document).results[0].refs == (GND, URN)
    assert not chronology.verify(document).count("wrong")
    document["results"][0]["refs"] = [URN]
    assert chronology.verify(document).count("wrong")


@pytest.mark.parametrize("ref", ["118624237", "gnd 118624237", "'C:\\x'", "https://x.org/a b", "'<urn:x:y>'", "'urn:'"])
def test_what_is_no_uri_is_told(ref: str) -> None:
    (found,) = mistakes(f"documents:\n  text:\n    refs:\n      - {ref}\n")
    assert (found.code, found.place.line) == ("refs", 4)


def test_one_that_is_listed_twice_is_told() -> None:
    (found,) = mistakes(f"documents: {{text: {{refs: [{GND}, {GND}]}}}}")
    assert "twice" in found.message
