"""Nothing is printed that was not proven first: every command's answer, with an ear on the checker."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from chrono import dates
from chrono.engine import exchanges
from chrono.engine.acceptance import Acceptance
from chrono.engine.certificates import Certificate, Checker, Refutation, Witness, shows
from chrono.engine.formulas import Constraint, Formula
from chrono.engine.oracle import Oracle
from chrono.engine.outcomes import Answer
from chrono.engine.precedents import Like
from chrono.engine.solver import Solver
from chrono.frontends.cli import main
from chrono.loading import load
from tests.asking import ask, founding_case
from tests.small import base

LETTER = "rivals/letter-of-december-1939.yaml"
Proven = tuple[set[tuple[str, tuple[Any, ...]]], set[tuple[tuple[Formula, ...], bool]]]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return founding_case(tmp_path_factory.mktemp("stalin"))


@pytest.fixture
def proven(monkeypatch: pytest.MonkeyPatch) -> Proven:
    """The windows, and what was shown possible (True) or not, that was checked so far."""
    windows: set[tuple[str, tuple[Any, ...]]] = set()
    shown: set[tuple[tuple[Formula, ...], bool]] = set()
    proves, proof, answer, like = Checker.proves, Acceptance.proof, Oracle.answer, Like.shown

    def heard(self: Checker, certificate: Certificate) -> bool:
        passed = proves(self, certificate)
        if passed:
            windows.add((certificate.of, certificate.intervals))
        return passed

    def told(self: Acceptance, asked: Sequence[Formula] = ()) -> Witness | Refutation | None:
        found = proof(self, asked)
        if found is not None:
            shown.add((tuple(asked), isinstance(found, Witness)))
        return found

    def answered(self: Oracle, also: Sequence[Constraint], ids: Collection[str]) -> Answer:
        found = answer(self, also, ids)
        if found is not Answer.UNKNOWN:
            shown.add((tuple(c.formula for c in also), found is Answer.YES))
        return found

    def known(self: Like, also: Sequence[Constraint] = (), ids: Collection[str] | None = None) -> Answer:
        found = like(self, also, ids)
        if found is not Answer.UNKNOWN and "solver" not in vars(self):
            # By what was shown of another network, which was tried on this one.
            shown.add((tuple(c.formula for c in also), found is Answer.YES))
        return found

    def exchanged(certificate: Certificate, *asked: Any) -> bool:
        """Of a window under another repair."""
        passed = shows(certificate, *asked)
        if passed:
            windows.add((certificate.of, certificate.intervals))
        return passed

    monkeypatch.setattr(exchanges, "shows", exchanged)
    monkeypatch.setattr(Like, "shown", known)
    monkeypatch.setattr(Oracle, "answer", answered)
    monkeypatch.setattr(Checker, "proves", heard)
    monkeypatch.setattr(Acceptance, "proof", told)
    return windows, shown


def printed(value: Any, id: str = "", point: str = "") -> Iterator[tuple[str, Any]]:
    """Every window of a document with the point that it is of, and every verdict on a hypothesis with its id."""
    if isinstance(value, list):
        for inner in value:
            yield from printed(inner, id, point)
    elif isinstance(value, dict):
        id = value.get("id", id)
        point = f"{value['edge']}({id})" if value.get("edge") else point
        if "intervals" in value and "earliest" in value:
            yield point, value["intervals"]
        for key, inner in value.items():
            if key in ("verdict", "before", "after") and isinstance(inner, str):
                yield id, inner
            elif key == "verdicts" and isinstance(inner, dict):
                yield from inner.items()
            else:
                here = f"{key}({id})" if key in ("start", "end") else key if "(" in key else point
                yield from printed(inner, id, here)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("infer",), 0),
        (("infer", "manuscript", "--compare", LETTER, "--compare", "rivals/pages-lost.yaml"), 0),
        (("infer", "manuscript", "--sensitivity"), 0),
        (("infer", "--with", LETTER), 1),
        (("check",), 0),
        (("explain", "manuscript"), 0),
        (("explain", "before-the-war"), 0),
        (("explain", "events.yaml:250"), 0),
        (("conflicts", "--with", LETTER), 1),
        (("whatif", "--set", "silence.delay=14 days"), 0),
        (("whatif", "--without", "nothing-after-1938"), 0),
        (("suggest", "manuscript"), 0),
    ],
)
def test_every_window_and_verdict_was_proven(case: Path, proven: Proven, words: tuple[str, ...], code: int) -> None:
    loaded = load(case)
    assert loaded.chronology is not None
    asked = base(loaded.chronology)
    claims = {h.id: asked.claim(h.claim.claim) for h in asked.chronology.hypotheses}
    windows, shown = proven
    document = ask(case, *words, code=code)
    found = list(printed(document))
    assert found
    for of, said in found:
        if isinstance(said, list):
            steps = tuple(tuple(day if day is None else day_of(day) for day in interval) for interval in said)
            assert (of, steps) in windows, (of, said)
        elif of in claims and said != "inconsistent":
            claim, denial = (tuple(c.formula for c in side) for side in claims[of])
            assert (claim, said in ("entailed", "undetermined")) in shown, (of, said)
            assert (denial, said in ("refuted", "undetermined")) in shown, (of, said)


def day_of(text: str) -> int:
    day = dates.read(text).choices[0].start.first
    assert day is not None
    return day


def test_what_is_not_proven_is_not_told_as_known(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the search finds no proof, every answer is unknown, whatever the solver says."""
    monkeypatch.setattr(Acceptance, "certificate", lambda self, *asked: None)
    document = ask(case, "infer", "manuscript", code=3)
    assert document["status"] == "unknown"
    assert document["results"][0]["end"]["proven"] is False


def test_a_reason_that_is_not_proven_is_left_out_and_missed(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The windows stand, but that is not all that was asked for."""
    monkeypatch.setattr(Solver, "suffices", lambda self, *asked: None)
    monkeypatch.setattr(Oracle, "known", lambda self, *asked: Answer.UNKNOWN)
    document = ask(case, "infer", "manuscript", code=3)
    assert document["status"] == "unknown"
    assert document["results"][0]["end"]["latest"] == "1939-08-23"
    assert document["results"][0]["end"]["because"]["latest"] == []
    shown = CliRunner().invoke(main, ["infer", "manuscript", "-C", str(case)])
    assert "Why finished not later than 23 Aug 1939: not found within the limits" in shown.stdout
    document = ask(case, "check", code=3)
    assert [r["reason"] for r in document["results"]] == [None] * len(document["results"])
    assert document["status"] == "unknown"
