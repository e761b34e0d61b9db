"""examples/: every published case comes out as its hypotheses say, with sources, and every rival changes something."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from chrono.frontends.cli import main
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
    everything = tuple(e.id for e in chronology.entries)
    first, *others = rivals(chronology, everything, files, Options()).readings
    as_it_stands = (first.status, first.windows, first.verdicts)
    assert [r.label for r in others if (r.status, r.windows, r.verdicts) == as_it_stands] == []


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda path: path.name)
def test_the_rules_are_the_projects_own(folder: Path) -> None:
    for copy in folder.glob("rules/*.yaml"):
        assert copy.read_bytes() == (ROOT / "rules" / copy.name).read_bytes(), copy


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda path: path.name)
def test_each_has_a_page_of_its_own(folder: Path) -> None:
    page = (folder / "README.md").read_text(encoding="utf-8")
    assert page.startswith("# ")
    assert all(f"**{part}.**" in page for part in ("Question", "Published", "What chrono adds"))


def test_there_are_ten() -> None:
    assert len(EXAMPLES) >= 10


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda path: path.name)
def test_init_writes_a_copy_that_answers(folder: Path, tmp_path: Path) -> None:
    into = tmp_path / "copy"
    told = CliRunner().invoke(main, ["init", "--example", folder.name, str(into)])
    assert told.exit_code == 0, told.output
    assert _bytes(into) == _bytes(folder)
    again = CliRunner().invoke(main, ["init", "--example", folder.name, str(into)])
    assert again.exit_code == 2
    assert "it would overwrite" in again.output


def test_init_is_all_or_nothing_and_lists_the_names(tmp_path: Path) -> None:
    into = tmp_path / "copy"
    told = CliRunner().invoke(main, ["init", "--example", "beowolf", str(into)])
    assert told.exit_code == 2
    assert "did you mean 'beowulf'?" in told.output
    assert all(folder.name in told.output for folder in EXAMPLES)
    assert not into.exists()
    into.mkdir()
    (into / "README.md").write_text("mine", encoding="utf-8")
    told = CliRunner().invoke(main, ["init", "--example", "beowulf", str(into)])
    assert told.exit_code == 2
    assert _bytes(into) == {"README.md": b"mine"}


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
