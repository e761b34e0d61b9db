"""`from chrono import Chronology`: the same answers as the commands, and what loads when."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import chrono
from chrono import Chronology, InvalidEvidence, questions
from chrono.frontends.cli import main
from tests.small import ROOT

STALIN = Chronology.load(ROOT)
NINE = {"silence.delay": "9 days"}


def printed(*words: str) -> dict[str, object]:
    """The JSON that a command prints about the project's own chronology."""
    found: dict[str, object] = json.loads(
        CliRunner().invoke(main, [*words, "-C", str(ROOT), "--format", "json"]).stdout
    )
    return found


def test_the_answers_are_those_of_the_commands() -> None:
    told = printed("infer", "manuscript", "--without", "rule:silence", "--at-least", "strong")
    assert STALIN.infer("manuscript", without=["rule:silence"], at_least="strong").document() == told
    assert STALIN.check(settings=NINE).document() == printed("check", "--set", "silence.delay=9 days")
    (explanation, *_) = STALIN.explain("manuscript").explanations
    assert explanation.reason is not None
    assert "nothing-after-1938" in explanation.reason.ids


def test_a_varied_chronology_is_another_value() -> None:
    loose = STALIN.varied(settings=NINE).varied(without="long-pause")
    assert STALIN.check("before-the-war").results[0].ok
    assert not loose.check("before-the-war").results[0].ok
    assert (
        loose.check("before-the-war").results
        == STALIN.check("before-the-war", settings=NINE, without="long-pause").results
    )
    assert (
        repr(loose) == "<Chronology 'The date of Trotsky\\'s \"Stalin\"': without long-pause, silence.delay = 9 days>"
    )
    assert loose.verdict("end(manuscript) < 1940") == "entailed"
    assert STALIN.verdict("end(manuscript) < 1940", without="nothing-after-1938") == "undetermined"


def test_what_would_move() -> None:
    moved = STALIN.whatif("manuscript", without="rule:silence")
    assert {shift.id for shift in moved.windows} == {"manuscript"}
    letter = STALIN.whatif(overlays=[ROOT / "rivals" / "letter-of-december-1939.yaml"])
    assert letter.status_after == "inconsistent"


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (
            lambda c: c.infer("manuscript", at_least="firm"),
            "a certainty is one of certain, strong, moderate, weak, not",
        ),
        (lambda c: c.infer("manuscript", timeout=float("nan")), "a timeout is a number of seconds"),
        (lambda c: c.conflicts(by="sources"), "a grain is one of evidence, inference, rule, source, not 'sources'"),
        (lambda c: c.explain("manuscript", edges=("middle",)), "an edge is one of start, end, not 'middle'"),
        (lambda c: c.explain("manuscript", sides=("last",)), "a side is one of latest, earliest, not 'last'"),
        (lambda c: c.suggest("manuscript", edge="begun"), "an edge is one of"),
        (lambda c: c.export("pdf"), "a format is one of .*edtf.*, not 'pdf'"),
        (lambda c: c.imported("x.csv", format="csv"), "a format is one of .*harris.*, not 'csv'"),
        (lambda c: c.imported("x.csv", certainty="firm"), "a certainty is one of"),
    ],
)
def test_a_word_that_an_argument_does_not_take_is_refused_with_those_it_does(ask: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        ask(Chronology.load(ROOT))


def test_mistakes_are_raised_with_their_places() -> None:
    with pytest.raises(InvalidEvidence, match=r"(?s)duplicate-key.*unknown-id") as raised:
        Chronology.loads("events: {a: {}, a: {}}\nevidence: {e: {holds: end(b) < 1940}}\n")
    assert [d.place.line for d in raised.value.diagnostics] == [1, 2]
    with pytest.raises(InvalidEvidence, match="did you mean 'manuscript'"):
        STALIN.verdict("end(manuskript) < 1940")
    with pytest.raises(questions.options.Unanswerable, match="no hypothesis is called 'before'"):
        STALIN.check("before")
    with pytest.raises(questions.options.Unanswerable, match="nothing called 'letter'"):
        STALIN.infer(without="letter")
    with pytest.raises(AttributeError, match="no attribute 'Chronologie'"):
        chrono.Chronologie  # noqa: B018


def test_a_notebook_shows_tables_and_no_markup_of_the_evidence() -> None:
    title = "<b onclick=x>&amp;</b>"
    text = f"""
chronology: {{title: "{title}", unit: year}}
documents: {{a: {{name: "<i>a</i>", date: "1400..1410"}}}}
evidence: {{early: {{holds: end(a) < 1405}}, late: {{holds: end(a) > 1402, certainty: weak}}}}
hypotheses: {{h: {{claim: end(a) < 1404, expect: undetermined, under: {{drop-any: 1}}}}}}
"""
    odd = Chronology.loads(text)
    shown = [
        answer._repr_html_()
        for answer in (odd.infer("a"), odd.check(), odd.explain("a"), odd.whatif(without="early"), STALIN.check())
    ]
    for html in shown:
        assert html is not None
        assert "<table>" in html
        assert "<i>" not in html
        assert "<b " not in html
    assert "&lt;b onclick=x&gt;" in str(shown[0])


@pytest.mark.parametrize(
    ("code", "loaded"),
    [
        ("import chrono", []),
        ("from chrono import Chronology", []),
        ("import chrono.frontends.pytest_plugin", []),
        ("import chrono.frontends.hypothesis_plugin", []),
        (f"from chrono import Chronology\nChronology.load({str(ROOT)!r})", ["yaml"]),
    ],
)
def test_what_is_loaded_when(code: str, loaded: list[str]) -> None:
    heavy = ("z3", "pydantic", "hypothesis", "rich", "click", "yaml")
    code += f"\nimport sys\nprint([m for m in {heavy} if m in sys.modules])"
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, check=True)
    assert told.stdout == f"{loaded}\n"


def test_a_file_of_a_variation_is_read_from_the_chronologys_own_folder(tmp_path: Path) -> None:
    (tmp_path / "events.yaml").write_text(
        "documents: {a: {date: 1400}}\nhypotheses: {h: {claim: end(a) < 1500, under: {with: more.yaml}}}\n",
        encoding="utf-8",
    )
    (tmp_path / "more.yaml").write_text("evidence: {e: {holds: end(a) < 1399}}\n", encoding="utf-8")
    (found,) = Chronology.load(tmp_path).check().results
    assert [v.verdict for v in found.variations] == ["inconsistent"]
