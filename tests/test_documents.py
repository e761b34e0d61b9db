"""Documents: every answer is what its document says, every document of the snapshots is read and written the same, and
keeps to its schema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from chrono import Chronology, documents
from chrono.core.text import escaped
from chrono.documents.codec import Malformed
from chrono.frontends.cli import main
from chrono.reports import RENDERERS, formats, render

SNAPSHOTS = Path(__file__).parent / "snapshots"
FILES = {
    "events.yaml": """
people: {author: {born: 1850, died: 1920}}
events: {war: {date: 1914-07-28/1915-03-01}, strike: {date: "[1905..1907]"}}
documents: {letter: {author: author, compare: [war]}, other: {}}
evidence:
  of-the-strike: {holds: start(letter) >= start(strike), certainty: strong}
  not-in-the-war: {holds: end(letter) < start(war) or start(letter) > end(war), certainty: strong}
  early: {holds: end(letter) <= 1916, certainty: moderate}
  heard: {says: letter heard of strike, certainty: strong, settings: {delay: 2 days}}
  misread: {against: early, certainty: weak}
hypotheses:
  before-the-war: {claim: end(letter) < start(war), expect: undetermined}
  after-the-strike:
    claim: end(letter) >= 1907-01-01
    expect: undetermined
    under: {at-least: [strong], without: [early], settings: {wait.delay: 0 days .. 3 days}, drop-any: 1}
  before-the-strike: {claim: start(letter) < 1905, expect: refuted, tags: [old]}
vocabulary:
  heard: {says: "{document} heard of {event}", slots: {document: document, event: event}}
rules:
  wait:
    when: $document heard of $event
    then: start($document) >= end($event) + delay
    settings: {delay: 1 day}
""",
    "more.yaml": "evidence: {late: {holds: start(letter) > 1916}, later: {holds: end(letter) > 1917}}",
}
COMMANDS = [
    "infer",
    "infer letter war --without early --at-least weak --set wait.delay='3 days'",
    "infer --windows",
    "infer --windows letter war --without early",
    "infer --windows --with more.yaml",
    "infer letter --sensitivity",
    "infer letter --with more.yaml",
    "infer letter --compare more.yaml",
    "check",
    "check --with more.yaml",
    "explain letter --setting wait.delay",
    "explain before-the-strike",
    "explain before-the-war",
    "explain letter --with more.yaml",
    "explain events.yaml:6",
    "explain events.yaml:2",
    "conflicts",
    "conflicts --with more.yaml",
    "conflicts --with more.yaml --by inference",
    "conflicts --with more.yaml --by source",
    "whatif --without early",
    "whatif --with more.yaml",
    "diff saved.json .",
    "diff saved.json saved.json",
    "suggest letter",
    "suggest letter --with more.yaml",
    "validate",
    "rules",
    "vocabulary",
    "infer nobody",
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    before = FILES["events.yaml"].replace("holds: end(letter) <= 1916", "holds: end(letter) <= 1915")
    (tmp_path / "events.yaml").write_text(before, encoding="utf-8")
    (tmp_path / "saved.json").write_text(printed("infer"), encoding="utf-8")
    (tmp_path / "events.yaml").write_text(FILES["events.yaml"], encoding="utf-8")
    return tmp_path


def printed(command: str) -> str:
    import shlex

    return CliRunner().invoke(main, [*shlex.split(command), "--format", "json"]).stdout


@cache
def validator() -> jsonschema.Draft202012Validator:
    schema = documents.schemas()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def keeps_to_its_schema(document: dict[str, Any]) -> None:
    part = validator().evolve(schema={**documents.schemas(), "oneOf": [{"$ref": _ref(document["schema"])}]})
    part.validate(document)


def _ref(schema: str) -> str:
    return f"#/$defs/{schema.replace('/', '~1')}"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_document_is_its_answer(folder: Path, command: str) -> None:
    text = printed(command)
    document = json.loads(text)
    answer = documents.decode(document)
    again = documents.encode(answer, documents.versions_of(document))
    assert documents.dumps(again) == text
    assert documents.decode(again) == answer
    keeps_to_its_schema(document)


def recorded() -> Iterator[dict[str, Any]]:
    """Every JSON document that the snapshots hold whole."""
    for path in sorted(SNAPSHOTS.rglob("*.txt")):
        for entry in re.split(r"^(?=\$ chrono)", path.read_text(encoding="utf-8"), flags=re.MULTILINE):
            body = entry.partition("\n")[2]
            if body.startswith('{\n "schema": "chrono.') and "[" in body:
                try:
                    yield json.loads(body[: body.index("\n}\n") + 2])
                except ValueError:
                    continue


def test_every_document_of_the_snapshots_is_written_as_it_was_read() -> None:
    kinds: dict[str, int] = {}
    for document in recorded():
        kinds[document["schema"]] = kinds.get(document["schema"], 0) + 1
        keeps_to_its_schema(document)
        if document["schema"] == documents.DATES:
            continue
        answer = documents.decode(document)
        assert documents.encode(answer, documents.versions_of(document)) == document
    assert {kind.schema for kind in documents.KINDS} <= kinds.keys()
    assert sum(kinds.values()) > 100


def test_answers_of_the_library_are_their_documents(folder: Path) -> None:
    chronology = Chronology.load(folder)
    for answer in (
        chronology.infer("letter", "other", "strike"),
        chronology.check(),
        chronology.explain("letter"),
        chronology.explain("before-the-war"),
        chronology.whatif(without="early"),
        chronology.infer("letter", timeout=1e-9),
        chronology.check(timeout=1e-9),
    ):
        assert documents.decode(answer.document()) == answer
        assert answer._repr_html_().startswith("<")


def test_every_class_of_answer_can_be_had_as_html_and_json() -> None:
    for kind in {kind for kind, _ in RENDERERS if kind != "*"}:
        assert {"json", "html"} <= {*formats(kind)}


def test_html_is_escaped(folder: Path) -> None:
    named = 'documents: {letter: {name: "<script>alert(1)</script>", '
    text = FILES["events.yaml"].replace("documents: {letter: {", named)
    (folder / "events.yaml").write_text(text, encoding="utf-8")
    shown = Chronology.load(folder).infer("letter")._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_what_is_no_document_is_refused_with_the_place(folder: Path) -> None:
    document = json.loads(printed("infer letter"))
    for wrong, where in (
        ([], ""),
        ({}, "schema"),
        ({**document, "unit": "hour"}, "unit"),
        ({**document, "declared_calendar": "mayan"}, "declared_calendar"),
        ({**document, "results": {}}, "results"),
        ({**document, "results": [{**document["results"][0], "start": None}]}, "results[0].start"),
        ({**document, "status": "sure"}, "status"),
    ):
        with pytest.raises(Malformed) as refused:
            documents.decode(wrong)
        assert str(refused.value).startswith(where)


def test_keys_that_nobody_knows_are_passed_over(folder: Path) -> None:
    document = json.loads(printed("infer letter"))
    assert documents.decode({**document, "later": 1}) == documents.decode(document)


def test_a_renderer_is_named_for_what_there_is(folder: Path) -> None:
    answer = Chronology.load(folder).infer("letter")
    assert "letter" in render(answer, "text")
    with pytest.raises(KeyError):
        render(answer, "junit")
    assert json.loads(render(replace(answer, results=()), "json"))["results"] == []


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(VALUES)
def test_the_text_of_a_document_is_that_of_the_standard_library(value: Any) -> None:
    text = documents.dumps(value)
    assert text == escaped(json.dumps(value, ensure_ascii=False, indent=2)) + "\n"
    assert json.loads(text) == value


@given(st.dictionaries(st.text(), VALUES, min_size=1, max_size=5))
def test_piece_by_piece_the_text_of_a_document_is_the_same(document: dict[str, Any]) -> None:
    whole = documents.dumps(document)
    assert "".join(documents._told(document)) == whole
    lazily = {key: iter(value) if isinstance(value, list) else value for key, value in document.items()}
    assert "".join(documents._told(lazily)) == whole
