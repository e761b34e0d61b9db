"""`chrono verify`: what was answered is proven again, and what was changed by hand is not."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from chrono.documents.kept_back import added
from chrono.frontends.cli import main
from chrono.questions.sensitivity_again import hits

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
        ("infer", "--windows", "*", "--without", "early"),
        ("infer", "--windows", "*", "--sort", "name", "--top", "2"),
        ("infer", "*", "--sort", "width", "--top", "2"),
        ("infer", "*", "--sort", "end", "--top", "2", "--sensitivity"),
        ("explain", "letter"),
        ("explain", "before-the-strike"),
        ("check",),
        ("whatif", "--without", "early"),
        ("whatif", "--without", "of-the-strike", "--without", "early"),
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
    code, output = verify(folder, document)
    assert code == 1
    assert "not so       late cannot all be true\n" in output


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
    assert code == 1
    assert "not so" in output


def test_a_changed_verdict_is_not_so(folder: Path) -> None:
    document = saved(folder, "check")
    document["results"][0]["verdict"] = "entailed"
    code, output = verify(folder, document)
    assert code == 1
    assert "is entailed: it can be true" in output


WEIGHED = """
evidence:
  as-early: {holds: end(letter) <= 1916, certainty: strong, weight: 5}
  by-hearsay: {holds: end(letter) <= 1916, certainty: moderate, weight: 3}
  not-heard: {says: letter heard of strike, certainty: moderate}
  misread: {against: not-heard, certainty: strong}
"""
HEARD = """  heard: {says: letter heard of strike, certainty: strong}
hypotheses:"""
VARIED = """
  after-the-strike:
    claim: end(letter) >= 1907-01-01
    expect: undetermined
    under: {at-least: [strong], without: [early], settings: {wait.delay: 0 days .. 3 days}, drop-any: 1}
  not-after-1918:
    claim: end(letter) < 1918
    expect: entailed
    under: {without: [of-the-strike], drop-any: 1}
    severity: warn
vocabulary:
  heard: {says: "{document} heard of {event}", slots: {document: document, event: event}}
rules:
  wait:
    when: $document heard of $event
    then: start($document) >= end($event) + delay
    settings: {delay: 1 day}
"""


def test_nothing_of_the_solver_is_needed(folder: Path) -> None:
    """Z3 cannot even be loaded, and every claim is proven."""
    for words in (("infer",), ("check",), ("explain", "letter"), ("whatif", "--without", "early")):
        (folder / "out.json").write_text(json.dumps(saved(folder, *words)), encoding="utf-8")
        program = "import sys; sys.modules['z3'] = None; from chrono.frontends.cli import main; main()"
        command = [sys.executable, "-c", program, "verify", "-C", str(folder), str(folder / "out.json")]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stdout + ran.stderr


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


def test_what_holds_nothing_to_prove_is_refused_with_the_reason(folder: Path) -> None:
    (folder / "old.json").write_text(json.dumps(saved(folder, "infer")), encoding="utf-8")
    code, output = verify(folder, saved(folder, "suggest", "letter"))
    assert (code, "counted, not proven" in output) == (2, True)
    code, output = verify(folder, saved(folder, "diff", str(folder / "old.json"), str(folder)))
    assert (code, "verify the answer of `infer`" in output) == (2, True)


def test_a_loss_that_is_not_the_smallest_is_noticed(folder: Path) -> None:
    (folder / "events.yaml").write_text(EVENTS.replace("hypotheses:", HEARD) + VARIED, encoding="utf-8")
    document = saved(folder, "infer", "letter", "--sensitivity")
    one = next(r for r in document["robustness"] if r.get("side") == "latest" and r["fewest"]["inferences"])
    known = one["fewest"]["inferences"]
    one["fewest"]["inferences"] = [*known, "not-in-the-war"]
    one["inferences"] += 1
    code, output = verify(folder, document)
    assert code == 1
    assert "not so       end(letter) latest: no fewer inferences than" in output


@pytest.mark.parametrize(
    ("lines", "most", "hit"),
    [((), 0, True), ((("a",),), 0, False), ((("a", "b"), ("b", "c")), 1, True), ((("a", "b"), ("c",)), 1, False)],
)
def test_what_hits_every_line(lines: tuple[tuple[str, ...], ...], most: int, hit: bool) -> None:
    assert hits(lines, lambda id: 1, most) is hit


def test_every_part_that_may_be_missing_is_refused_without_a_traceback(folder: Path) -> None:
    whole = saved(folder, "infer", "letter")
    for key in whole:
        for value in (None, 7, "x", [1], {"a": 1}):
            code, output = verify(folder, {**whole, key: value})
            assert code in (0, 1, 2), (key, value, output)
            assert "internal error" not in output


@pytest.mark.parametrize("checker", ["proves", "refuted"])
@pytest.mark.parametrize("words", [("infer",), ("check",)])
def test_an_answer_that_fails_its_check_is_not_printed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], checker: str
) -> None:
    monkeypatch.setattr(f"chrono.certificates.Checker.{checker}", lambda *given: False)
    code, output = run(folder, *words)
    assert code == 70
    assert "Nothing was answered" in output
    assert "not earlier than" not in output


DURATIONS = """
people: {author: {born: 1850, died: 1920}}
events:
  reign-a: {start: 1860-01-01, end: 1860-01-02/1875-12-31}
  reign-b: {start: 1870-03-01/1871-03-01, end: 1870-03-01/1890-01-01}
documents: {letter: {author: author, compare: [reign-a, reign-b]}}
evidence:
  longer: {holds: duration(reign-a) > duration(reign-b) + 2 years, certainty: strong}
  same-or: {holds: duration(letter) = duration(reign-b) or end(letter) < 1872, certainty: moderate}
  after: {holds: start(letter) > end(reign-b), certainty: strong}
hypotheses:
  b-short: {claim: end(reign-b) < 1886, expect: entailed, under: {drop-any: 1}, severity: warn}
  thrice: {claim: duration(letter) > duration(reign-a), expect: refuted}
"""


@pytest.mark.parametrize("words", [("infer",), ("infer", "reign-a", "reign-b"), ("check",), ("explain", "reign-b")])
def test_where_durations_are_compared_every_claim_is_proven_again(folder: Path, words: tuple[str, ...]) -> None:
    (folder / "events.yaml").write_text(DURATIONS, encoding="utf-8")
    document = saved(folder, *words)
    assert document["status"] == "consistent"
    code, output = verify(folder, document)
    assert code == 0, output
    if words[1:] == ("reign-a", "reign-b"):
        # The end of b, at least two years shorter than at most 5843 days after a start of 1871-03-01 at the latest.
        assert document["results"][1]["end"]["intervals"] == [["1870-03-01", "1885-02-27"]]
        document["results"][1]["end"] |= {"latest": "1885-02-28", "intervals": [["1870-03-01", "1885-02-28"]]}
        assert verify(folder, document)[0] == 1


def listed(document: dict[str, Any]) -> dict[str, Any]:
    """The document, with the list of what it says is not known as it now is."""
    return added({key: value for key, value in document.items() if key != "unknown"}, ("time",))


def test_what_was_not_known_when_it_was_asked_is_open_and_not_wrong(folder: Path) -> None:
    with (folder / "events.yaml").open("a", encoding="utf-8") as file:
        file.write("  varied: {claim: start(letter) >= 1905, under: {without: [early]}}\n")
    check = saved(folder, "check", "varied")
    (variation,) = check["results"][0]["variations"]
    variation["verdict"], variation["ok"], check["results"][0]["ok"] = "unknown", False, False
    assert verify(folder, check)[0] == 1, "what is not known is not listed"
    assert verify(folder, listed(check))[0] == 3

    explain = saved(folder, "explain", "letter", "--end", "--latest")
    (explanation,) = explain["explanations"]
    end = explain["results"][0]["end"]
    end |= {"intervals": [[end["earliest"], end["latest"]]], "proven": False, "attained": []}
    explanation["at"], explain["status"] = None, "unknown"
    assert verify(folder, listed(explain))[0] == 3
    explain["status"] = "consistent"
    assert verify(folder, listed(explain))[0] == 1
    explain["status"] = "unknown"
    end["latest"] = end["intervals"][0][1] = "1915-12-31"
    code, output = verify(folder, listed(explain))
    assert (code, "not so       end(letter)" in output) == (1, True)

    tested = saved(folder, "explain", "before-the-strike")
    tested["explanations"][0]["verdict"] = "unknown"
    assert verify(folder, listed(tested))[0] == 3

    conflicts = saved(folder, "conflicts")
    conflicts["consistent_at"], conflicts["consistent_at_known"] = None, False
    assert verify(folder, listed(conflicts))[0] == 3
    conflicts["consistent_at_known"] = True
    assert verify(folder, listed(conflicts))[0] == 1


def test_what_a_line_does_is_not_taken(folder: Path) -> None:
    code, output = verify(folder, saved(folder, "explain", "events.yaml:3"))
    assert code == 2
    assert "told of a line" in output
