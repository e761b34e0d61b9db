"""`chrono verify`: what was answered is proven again, and what was changed by hand is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from chrono.cli import main

EVENTS = """
people: {author: {born: 1850, died: 1920}}
events: {war: {date: 1914-07-28/1915-03-01}, strike: {date: "[1905..1907]"}}
documents: {letter: {author: author, compare: [war]}}
evidence:
  of-the-strike: {holds: start(letter) >= start(strike), certainty: strong}
  not-in-the-war: {holds: end(letter) < start(war) or start(letter) > end(war), certainty: strong}
  early: {holds: end(letter) <= 1916, certainty: moderate}
hypotheses:
  before-the-war: {claim: end(letter) < start(war), expect: undetermined}
  before-the-strike: {claim: start(letter) < 1905, expect: refuted}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "events.yaml").write_text(EVENTS, encoding="utf-8")
    return tmp_path


def run(folder: Path, *words: str, given: str | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(main, [words[0], "-C", str(folder), *words[1:]], input=given)
    return result.exit_code, result.output


def saved(folder: Path, *words: str) -> dict[str, Any]:
    _, output = run(folder, *words, "--format", "json")
    document = json.loads(output)
    assert isinstance(document, dict)
    return document


def verify(folder: Path, document: dict[str, Any]) -> tuple[int, str]:
    return run(folder, "verify", "-", given=json.dumps(document))


@pytest.mark.parametrize(
    "words",
    [
        ("infer",),
        ("infer", "war", "letter", "--without", "early"),
        ("infer", "--at-least", "strong"),
        ("explain", "letter"),
        ("check",),
    ],
)
def test_an_answer_is_proven_again(folder: Path, words: tuple[str, ...]) -> None:
    code, output = verify(folder, saved(folder, *words))
    assert code == 0, output
    proven, _, claims, *_ = output.split()
    assert proven == claims
    assert int(proven) > 3


def test_a_contradiction_is_proven_again(folder: Path) -> None:
    (folder / "more.yaml").write_text("evidence: {late: {holds: start(letter) > 1916}}", encoding="utf-8")
    document = saved(folder, "infer", "--with", str(folder / "more.yaml"))
    assert document["status"] == "inconsistent"
    assert verify(folder, document)[0] == 0
    document["conflicts"] = [["late"]]
    assert verify(folder, document) == (1, "not so       late cannot all be true\n1 of 2 claims proven again\n")


def changes() -> list[tuple[str, Any]]:
    """What may be altered in the letter's answer, and to what."""
    return [
        ("end latest", "1916-12-30"),
        ("end latest", "1917-01-01"),
        ("start earliest", "1905-01-02"),
        ("end intervals", [["1905-01-01", "1916-12-31"]]),
        ("end because latest", []),
        ("duration intervals", [[0, 100000]]),
        ("end because latest", ["of-the-strike"]),
        ("levels 0 end intervals", [["1905-01-01", "1916-12-31"]]),
    ]


@pytest.mark.parametrize(("where", "value"), changes())
def test_what_was_changed_is_not_so(folder: Path, where: str, value: Any) -> None:
    document = saved(folder, "infer", "letter")
    *path, last = where.split()
    at = document["results"][0]
    for step in path:
        at = at[int(step)] if step.isdigit() else at[step]
    at[last] = value
    code, output = verify(folder, document)
    if value == []:
        assert code == 0  # a reason left out claims nothing
    else:
        assert code == 1
        assert "not so" in output


def test_a_changed_verdict_is_not_so(folder: Path) -> None:
    document = saved(folder, "check")
    document["results"][0]["verdict"] = "entailed"
    code, output = verify(folder, document)
    assert code == 1
    assert "is entailed: it can be true" in output


def test_other_files_and_other_documents_are_refused(folder: Path) -> None:
    document = saved(folder, "infer")
    (folder / "events.yaml").write_text(EVENTS.replace("1914", "1913"), encoding="utf-8")
    code, output = verify(folder, document)
    assert code == 2
    assert "the files are not those" in output
    for wrong in ({}, {"schema": "chrono.date/1"}, {**document, "asked": 3}, {**document, "results": [{}]}):
        assert verify(folder, wrong)[0] == 2
    for text in ("[]", "no", "[" * 100_000, ""):
        assert run(folder, "verify", "-", given=text)[0] == 2


def test_every_part_that_may_be_missing_is_refused_without_a_traceback(folder: Path) -> None:
    whole = saved(folder, "infer", "letter")
    for key in whole:
        for value in (None, 7, "x", [1], {"a": 1}):
            code, output = verify(folder, {**whole, key: value})
            assert code in (0, 1, 2), (key, value, output)
            assert "internal error" not in output


@pytest.mark.parametrize("checker", ["proves", "refutes"])
@pytest.mark.parametrize("words", [("infer",), ("check",)])
def test_an_answer_that_fails_its_check_is_not_printed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], checker: str
) -> None:
    monkeypatch.setattr(f"chrono.solving.solver.{checker}", lambda *given: False)
    code, output = run(folder, *words)
    assert code == 70
    assert "Nothing was answered" in output
    assert "not earlier than" not in output
