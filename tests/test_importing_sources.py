"""CSL-JSON and BibTeX: items become sources that evidence can cite."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono import Chronology
from chrono.exchange import Foreign, Uninstalled, Unreadable, read, sniffed
from chrono.exchange.told import text
from chrono.frontends.cli import main

ITEMS: list[dict[str, Any]] = [
    {
        "id": "http://zotero.org/users/1/items/A",
        "citation-key": "harris1989",
        "type": "book",
        "title": "Principles of Archaeological Stratigraphy",
        "author": [{"family": "Harris", "given": "Edward C."}, {"literal": "An Institute"}],
        "issued": {"date-parts": [[1989, 5]]},
        "custom": {"a": 1},
    },
    {
        "id": "b,c",
        "type": "chapter",
        "title": "X",
        "author": [{"family": "Berg", "non-dropping-particle": "van der", "given": "A."}],
        "issued": {"date-parts": [["-44"]]},
        "accessed": {"date-parts": [[2020, 1, 2], [2020, 1, 3]]},
    },
]
BIBLIOGRAPHY = r"""
@string{oup = "Oxford"}
@article{key1, title={The {\"O}sterreich \& {\'e}tude},
  author={M{\"u}ller, J. and {Barnes and Noble} and van der Berg, A.}, year=1999, publisher=oup, month=feb}
@comment{x}
@book{ok2, title="quo{te}d", year = {1850}}
"""


def sources(content: str, format: str) -> dict[str, dict[str, str]]:
    file = Foreign("a", content.encode())
    assert sniffed(file) == format
    found = read(format, [file])
    assert text(found, format, [file])
    assert not found.loses_dates
    return dict(found.sections["sources"])


def test_items_of_csl_have_all_their_fields_as_text() -> None:
    found = sources(json.dumps(ITEMS), "csl")
    assert found == {
        "harris1989": {
            "id": "http://zotero.org/users/1/items/A",
            "type": "book",
            "title": "Principles of Archaeological Stratigraphy",
            "author": "Edward C. Harris; An Institute",
            "issued": "1989-05",
        },
        "b-c": {
            "type": "chapter",
            "title": "X",
            "author": "A. van der Berg",
            "issued": "44 BC",
            "accessed": "2020-01-02/2020-01-03",
        },
    }


def test_entries_of_bibtex_are_in_unicode() -> None:
    assert sources(BIBLIOGRAPHY, "bibtex") == {
        "key1": {
            "type": "article",
            "title": "The Österreich & étude",
            "author": "J. Müller; Barnes and Noble; A. van der Berg",
            "year": "1999",
            "publisher": "Oxford",
            "month": "feb",
        },
        "ok2": {"type": "book", "title": "quoted", "year": "1850"},
    }


@pytest.mark.parametrize(
    ("format", "content", "said"),
    [
        ("csl", "[{}]", "neither a citation-key nor an id"),
        ("csl", "[]", "no item"),
        ("csl", "[" * 100_000, "nested too deeply|no JSON"),
        ("bibtex", "@book{a, title={open\n@book{b, title={x}}", "no entry that can be read"),
        ("bibtex", "@book{a, title={x}}\n@book{a, title={y}}", "Duplicate entry key 'a'"),
        ("bibtex", "nothing", "no item"),
        ("bibtex", f"@book{{a, title={{{'x' * 60_000}}}}}", "a field of 'a' has more than"),
    ],
)
def test_what_is_no_library(format: str, content: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read(format, [Foreign("a", content.encode())])


def test_bibtex_needs_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "bibtexparser", None)
    with pytest.raises(Uninstalled, match="bibtexparser, which is not installed"):
        read("bibtex", [Foreign("a", BIBLIOGRAPHY.encode())])


def test_what_is_written_is_cited(tmp_path: Path) -> None:
    (tmp_path / "library.json").write_text(json.dumps(ITEMS))
    (tmp_path / "evidence").mkdir()
    words = ["import", str(tmp_path / "library.json"), "-o", str(tmp_path / "evidence" / "sources.yaml")]
    assert CliRunner().invoke(main, words).exit_code == 0
    (tmp_path / "events.yaml").write_text("events: {a: {date: 1066, source: 'harris1989, 12'}}\n")
    found = Chronology.load(tmp_path)
    assert [key for key, _ in found.value.sources] == ["b-c", "harris1989"]
    assert found.value.entries[0].citation.source == "harris1989"
    assert CliRunner().invoke(main, [*words[:2], "--into", str(tmp_path / "new")]).exit_code == 2


@given(st.sampled_from(["csl", "bibtex"]), st.data())
@settings(deadline=None)
def test_a_mutated_file_gives_sources_or_mistakes(format: str, data: st.DataObject) -> None:
    content = bytearray((json.dumps(ITEMS) if format == "csl" else BIBLIOGRAPHY).encode())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
    file = Foreign("x", bytes(content))
    try:
        text(read(format, [file]), format, [file])
    except Unreadable as mistakes:
        if not mistakes.diagnostics:
            raise
