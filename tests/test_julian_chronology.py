"""A medievalist's Julian chronology, through every command: no Gregorian day but beside a Julian one."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from chrono import Chronology
from chrono.frontends.cli import main

ROOT = Path(__file__).parents[1]
EVENTS = """\
chronology: {title: "The charter of the bishop's mill", calendar: julian}
people:
  roger: {name: Bishop Roger, died: 1139-12-11}
periods:
  henry: {name: Henry I, start: 1100-08-05, end: 1135-12-01}
  prior-adam: {name: the priorate of Adam, start: "[1121..1122]", end: easter 1130}
events:
  council: {name: the council at London, date: easter 1123}
  fire: {name: the fire of the mill, date: "[1123-05-12,1123-05-13]"}
  dedication: {name: the dedication, date: "[1124-02-10,1125-02-10]"}
documents:
  charter: {name: the charter of the mill, author: roger, duration: 0 days, compare: [council, fire]}
  chronicle: {name: the chronicle, duration: at most 2 years, start: "[1100..1134]"}
  grant: {name: the grant, date: "[1124-02-10,1125-02-10]"}
  note: {name: the note, date: 4 years after council}
evidence:
  names-adam: {says: charter names prior-adam as in office, certainty: strong}
  after-fire: {holds: start(charter) > end(fire), certainty: certain}
  before-dedication: {holds: end(charter) < start(dedication), certainty: moderate}
hypotheses:
  before-1125: {claim: end(charter) < 1125, expect: entailed, why: The edition says so.}
  in-1124: {claim: charter within 1124, expect: undetermined, why: One editor thinks so.}
"""
RIVAL = "evidence:\n  late: {holds: start(charter) >= 1126-04-01, certainty: strong}\n"
GREGORIAN = (
    "22 Apr 1123", "19 May 1123", "20 May 1123", "17 Feb 1124", "16 Feb 1125", "17 Feb 1125", "6 Apr 1130",
    "18 Dec 1139", "12 Aug 1100", "8 Dec 1135", "8 Apr 1126",
)  # fmt: skip
"""Days that only the Gregorian calendar calls so; none of them is a Julian bound of anything here."""
COMMANDS = (
    "validate", "infer", "infer charter chronicle grant note council fire dedication roger henry prior-adam",
    "infer charter --compare rival.yaml", "infer charter --sensitivity", "explain charter", "explain chronicle",
    "explain in-1124", "explain before-1125", "check", "check --format github", "check --format junit",
    "conflicts", "conflicts --with rival.yaml", "infer --with rival.yaml", "check --with rival.yaml",
    "whatif --with rival.yaml", "whatif --without before-dedication", "suggest charter", "suggest grant",
    "diff saved.json .",
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("mill")
    (where / "events.yaml").write_text(EVENTS, encoding="utf-8")
    (where / "rival.yaml").write_text(RIVAL, encoding="utf-8")
    shutil.copytree(ROOT / "rules", where / "rules")
    saved = run(where, "infer --format json --without before-dedication")
    (where / "saved.json").write_text(saved, encoding="utf-8")
    return where


def run(folder: Path, command: str) -> str:
    words = [str(folder / word) if word.endswith((".yaml", ".json")) else word for word in command.split()]
    words = [str(folder) if word == "." else word for word in words]
    env = {"COLUMNS": "400", "NO_COLOR": "1"}
    result = CliRunner().invoke(main, [*words, "-C", str(folder)], env=env)
    assert result.exit_code in (0, 1), result.output
    return result.stdout


def alone(said: str) -> str:
    """What is said without what stands in brackets and calls itself Gregorian."""
    return re.sub(r"\([^()]*Gregorian\)", "", said)


@pytest.mark.parametrize("command", COMMANDS)
def test_no_screen_has_a_gregorian_day_but_beside_a_julian_one(folder: Path, command: str) -> None:
    said = run(folder, command)
    assert said
    assert [day for day in GREGORIAN if re.search(rf"(?<!\d){day}", alone(said))] == []


def test_days_have_the_gregorian_one_beside_and_years_have_none(folder: Path) -> None:
    said = run(folder, "infer council chronicle charter note")
    assert "began    15 Apr 1123 (22 Apr 1123 Gregorian)" in said
    assert "begun      not earlier than 1100   not later than 1134" in said
    assert "begun      15 Apr 1127 (22 Apr 1127 Gregorian)" in said
    assert "more exactly begun 10 Feb 1124 (17 Feb 1124 Gregorian) or 10 Feb 1125 (17 Feb 1125 Gregorian)" in run(
        folder, "infer grant"
    )
    assert "10 Feb 1124 (17 Feb 1124 Gregorian) or 10 Feb 1125 (17 Feb 1125 Gregorian)" in run(folder, "suggest grant")


def test_a_case_that_is_one_day_is_told_as_that(folder: Path) -> None:
    assert "suppose start(dedication) is 10 Feb 1124 (17 Feb 1124 Gregorian) and end(dedication) is 10 Feb 1124" in run(
        folder, "explain charter"
    )


def test_machines_are_told_gregorian_days_and_what_people_are_told(folder: Path) -> None:
    found = json.loads(run(folder, "infer council grant --format json"))
    assert (found["unit"], found["calendar"], found["declared_calendar"]) == ("day", "gregorian", "julian")
    council, grant = found["results"]
    assert council["start"] == {**council["start"], "earliest": "1123-04-22", "said": "15 Apr 1123"}
    assert grant["start"]["said"] == "10 Feb 1124 or 10 Feb 1125"


def test_a_notebook_is_told_julian_days(folder: Path) -> None:
    shown = Chronology.load(folder).infer("council")._repr_html_()
    assert shown is not None
    assert "15 Apr 1123 (22 Apr 1123 Gregorian)" in shown
