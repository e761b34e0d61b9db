"""`whatif` and `diff`: only what moved, from where to where, and why."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.asking import ask, founding_case, run, tell, written


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return founding_case(tmp_path_factory.mktemp("stalin"))


def moved(answer: dict[str, Any], id: str, edge: str, side: str) -> tuple[str | None, str | None]:
    (shift,) = [w for w in answer["windows"] if (w["id"], w["edge"]) == (id, edge)]
    return shift["before"][side], shift["after"][side]


def test_a_setting_moves_the_limit_and_overturns_one_verdict(case: Path) -> None:
    answer = ask(case, "whatif", "--set", "silence.delay=14 days")
    assert moved(answer, "manuscript", "end", "latest") == ("1939-08-23", "1939-09-06")
    assert moved(answer, "manuscript", "end", "earliest") == ("1938-01-01", "1938-01-01")
    assert [(v["id"], v["before"], v["after"]) for v in answer["verdicts"]] == [
        ("before-the-war", "entailed", "undetermined")
    ]
    (shift,) = [w for w in answer["windows"] if (w["id"], w["edge"]) == ("manuscript", "end")]
    assert set(shift["because"]["latest"]["ids"]) == {"nothing-after-1938", "pact.date", "rule:silence"}
    assert shift["because"]["earliest"] is None, "what did not move is not explained"


def test_what_stands_where_it_stood_is_not_told(case: Path) -> None:
    answer = ask(case, "whatif", "--without", "rule:silence")
    assert {w["id"] for w in answer["windows"]} == {
        "manuscript",
        "chapters-1-7",
        "fragments",
        "closing-passage",
        "surplus-passages",
    }
    assert {v["id"] for v in answer["verdicts"]} == {"before-the-war", "at-work-in-may-1940", "final-views"}
    assert "nothing moves" in tell(case, "whatif", "--without", "barbarossa.date", "manuscript")


def test_a_contradiction_is_told_with_its_repairs(case: Path) -> None:
    letter = ("--with", "rivals/letter-of-december-1939.yaml")
    answer = ask(case, "whatif", *letter, code=1)
    assert (answer["before"]["status"], answer["after"]["status"]) == ("consistent", "inconsistent")
    assert answer["windows"] == []
    assert answer["repairs"][0] == ["letter-of-december-1939"]
    screen = tell(case, "whatif", *letter, code=1)
    assert "contradiction: these cannot all be true" in screen
    assert "give up letter-of-december-1939" in screen


def test_what_no_longer_holds_says_on_what_it_rested(case: Path) -> None:
    words = ("whatif", "final-views", "--without", "nothing-after-1938")
    screen = " ".join(tell(case, *words).split())
    assert "final-views refuted → undetermined" in screen
    assert "No longer final-views refuted, which rested on balance-sheet.date, nothing-after-1938, pact.date" in screen


def test_whatif_without_a_change_or_of_nothing_known_is_refused(case: Path) -> None:
    unchanged = run(case, "whatif", "manuscript")
    assert unchanged.exit_code == 2
    assert "say what to change" in unchanged.stderr
    unknown = run(case, "whatif", "manuscirpt", "--without", "rule:silence")
    assert unknown.exit_code == 2
    assert "did you mean 'manuscript'?" in unknown.stderr


def test_a_span_that_comes_with_the_overlay_is_new(case: Path) -> None:
    answer = ask(case, "whatif", "--with", "rivals/commission-of-1938.yaml")
    new = [w for w in answer["windows"] if w["id"] == "harper-approach"]
    assert [(w["edge"], w["before"], w["after"]["earliest"]) for w in new] == [
        ("start", None, "1938-02-15"),
        ("end", None, "1938-02-15"),
    ]
    assert moved(answer, "manuscript", "start", "earliest") == ("1894-11-07", "1938-02-15")


def test_diff_of_a_saved_answer_is_what_whatif_tells(case: Path, tmp_path: Path) -> None:
    for command in ("infer", "check"):
        (tmp_path / f"{command}.json").write_text(run(case, command, "--format", "json").stdout, encoding="utf-8")
    change = ("--without", "rule:silence")
    told = ask(case, "whatif", *change)
    windows = ask(case, "diff", str(tmp_path / "infer.json"), *change)
    verdicts = ask(case, "diff", str(tmp_path / "check.json"), *change)
    assert windows["schema"] == "chrono.diff/1"
    strip = [{**w, "was_because": None} for w in windows["windows"]]
    assert strip == [{**w, "was_because": None} for w in told["windows"]]
    assert [(v["id"], v["before"], v["after"]) for v in verdicts["verdicts"]] == [
        (v["id"], v["before"], v["after"]) for v in told["verdicts"]
    ]
    for name in ("infer", "check"):
        same = ask(case, "diff", str(tmp_path / f"{name}.json"))
        assert (same["windows"], same["verdicts"]) == ([], [])
    # Windows here and verdicts there: that nothing moves would be no answer.
    refused = run(case, "diff", str(tmp_path / "infer.json"), str(tmp_path / "check.json"))
    assert refused.exit_code == 2
    assert "there is nothing to compare" in refused.stderr


@pytest.mark.parametrize("unit", ["day", "month", "year"])
def test_a_saved_answer_is_read_back_exactly(unit: str, tmp_path: Path) -> None:
    text = f"""
chronology: {{unit: {unit}}}
periods: {{old: {{date: -0043}}, late: {{start: Y12345}}, open: {{}}}}
"""
    folder = written(tmp_path, text, rules=False)
    (folder / "saved.json").write_text(run(folder, "infer", "old", "late", "open", "--format", "json").stdout)
    same = ask(folder, "diff", str(folder / "saved.json"))
    assert (same["windows"], same["verdicts"]) == ([], [])


def test_diff_of_folders_and_revisions(case: Path, tmp_path: Path) -> None:
    folder = tmp_path / "now"
    shutil.copytree(case, folder)

    def git(*words: str) -> None:
        identity = ("-c", "user.name=t", "-c", "user.email=t@example.org")
        subprocess.run(["git", *identity, "-C", str(folder), *words], check=True, capture_output=True)

    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "-m", "as it was")
    events = folder / "events.yaml"
    events.write_text(events.read_text(encoding="utf-8").replace("date: 1939-08-23", "date: 1939-08-24"))
    for old in ("HEAD", str(case)):
        answer = ask(folder, "diff", old)
        assert moved(answer, "manuscript", "end", "latest") == ("1939-08-23", "1939-08-24")
        assert moved(answer, "pact", "start", "earliest") == ("1939-08-23", "1939-08-24")
    assert ask(folder, "diff", str(case), str(case))["windows"] == []


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        '{"schema": "chrono.date/1"}',
        '{"schema": "chrono.infer/1", "unit": "day"}',
        "\x00",
        "[" * 9999,
    ],
)
def test_a_file_that_is_no_answer_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / "events.yaml").write_text("events: {a: {date: 1200}}\n")
    (tmp_path / "saved.json").write_text(content)
    result = run(tmp_path, "diff", str(tmp_path / "saved.json"))
    assert result.exit_code == 2
    assert "is no saved answer of chrono" in result.stderr


def test_units_that_differ_and_places_that_are_not_there(tmp_path: Path) -> None:
    for unit in ("day", "year"):
        (tmp_path / unit).mkdir()
        (tmp_path / unit / "events.yaml").write_text(f"chronology: {{unit: {unit}}}\nevents: {{a: {{date: 1200}}}}\n")
    result = run(tmp_path / "day", "diff", str(tmp_path / "year"))
    assert result.exit_code == 2
    assert "units are the year and the day" in result.stderr
    for place in ("nowhere", "--", "HEAD:x"):
        assert run(tmp_path / "day", "diff", "--", place).exit_code == 2
    assert json.loads(run(tmp_path / "day", "diff", "nowhere", "--format", "json").stdout)["status"] == "invalid"
