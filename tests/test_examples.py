"""examples/: every published case comes out as its hypotheses say, with sources, and every rival changes something."""

from __future__ import annotations

from pathlib import Path

import pytest

from chrono.loading import load
from chrono.questions.check import check
from chrono.questions.options import Options
from chrono.questions.rivals import rivals

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted(path.parent for path in ROOT.glob("examples/*/events.yaml"))


def test_there_are_some_and_the_page_has_them_all() -> None:
    page = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
    assert EXAMPLES
    assert all(f"[{folder.name}]({folder.name}/)" in page for folder in EXAMPLES)


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda path: path.name)
def test_the_hypotheses_come_out_as_expected(folder: Path) -> None:
    loaded = load(folder)
    assert loaded.chronology is not None, "\n".join(map(str, loaded.diagnostics))
    answer = check(loaded.chronology)
    assert answer.status == "consistent"
    assert answer.results
    assert [r.id for r in answer.results if not r.ok] == []


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda path: path.name)
def test_everything_says_where_it_is_from(folder: Path) -> None:
    chronology = load(folder).chronology
    assert chronology is not None
    unsourced = [e.id for e in chronology.evidence if not (e.citation.text or e.note)]
    unsourced += [e.id for e in chronology.entries if e.stated and not (e.citation.text or e.note)]
    # A span that only names a date to compare with is nobody's evidence.
    compared = {to for e in chronology.entries for to in e.compare}
    assert [id for id in unsourced if id not in compared] == []


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda path: path.name)
def test_every_rival_changes_what_it_claims_to(folder: Path) -> None:
    chronology = load(folder).chronology
    assert chronology is not None
    files = sorted(folder.glob("rivals/*.yaml"))
    assert files
    first, *others = rivals(chronology, (), files, Options()).readings
    as_it_stands = (first.status, first.windows, first.verdicts)
    assert [r.label for r in others if (r.status, r.windows, r.verdicts) == as_it_stands] == []


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda path: path.name)
def test_the_rules_are_the_projects_own(folder: Path) -> None:
    for copy in folder.glob("rules/*.yaml"):
        assert copy.read_bytes() == (ROOT / "rules" / copy.name).read_bytes(), copy
