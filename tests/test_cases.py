"""Runs every case of tests/cases: a whole small chronology, and what must come out of it under each scenario.

A case file is a `Case` of `tests/casefiles.py`, in YAML. Only what is listed is checked, but an unknown key fails: a
misspelt expectation must not pass for a kept one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from chrono.engine.outcomes import Answer
from chrono.questions.options import Options
from tests import oracle
from tests.casefiles import CASES, RULES, Case, Scenario, lay_out, read
from tests.small import as_oracle, base


def scenarios() -> Iterator[Any]:
    """Every scenario of every file as (case, scenario); a file that cannot be read as (error, None)."""
    for path in sorted(CASES.rglob("*.yaml")):
        name = path.relative_to(CASES).with_suffix("").as_posix()
        try:
            case = read(path.read_text(encoding="utf-8"))
        except (ValueError, yaml.YAMLError) as error:
            yield pytest.param(error, None, id=name)
            continue
        yield from (pytest.param(case, scenario, id=f"{name}: {scenario.name}") for scenario in case.scenarios)


def ask(*words: str) -> tuple[int, dict[str, Any]]:
    """The exit code and the JSON of a command."""
    from chrono.frontends.cli import main

    result = CliRunner().invoke(main, words, catch_exceptions=False)
    assert result.stdout.startswith("{"), f"exit {result.exit_code} without JSON: {result.output}"
    answer: dict[str, Any] = json.loads(result.stdout)
    return result.exit_code, answer


def expectations(scenario: Scenario, answer: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """What is compared, what the case expects of it, and what the JSON says."""
    if scenario.status != "invalid":
        # The diagnostics say why, where the files were refused.
        yield "status", scenario.status, answer.get("status") or answer.get("diagnostics")
    if scenario.codes is not None:
        yield "codes", set(scenario.codes), {diagnostic["code"] for diagnostic in answer["diagnostics"]}
    if scenario.undercut is not None:
        prevailed = {id for undercut in answer["undercut"] if undercut["held"] for id in undercut["by"]}
        yield "undercut", set(scenario.undercut), prevailed
    if scenario.status == "inconsistent":
        reported = [sorted(conflict) for conflict in answer["conflicts"]]
        yield "reports a conflict", True, bool(reported)
        if scenario.conflict is not None:
            yield "first conflict", sorted(scenario.conflict), reported[0]
        if (possible := scenario.every_conflict or scenario.conflicts) is not None:
            listed = [sorted(conflict) for conflict in possible]
            yield "conflicts not expected", [], [conflict for conflict in reported if conflict not in listed]
    results = {result["id"]: result for result in answer.get("results", [])}
    for id, windows in scenario.windows.items():
        for key, window in windows.model_dump(exclude_unset=True, by_alias=True).items():
            yield f"{id} {key}", as_lists(window), found(results[id], key)
    for id, bounds in scenario.because.items():
        for key, ids in bounds.model_dump(exclude_unset=True, by_alias=True).items():
            point, side = key.split(".")
            yield f"{id} {key} because", sorted(ids), sorted(results[id][point]["because"].get(side) or [])
    for id, references in scenario.compare.items():
        measured = {to["to"]: [to["min_days"], to["max_days"]] for to in results[id]["compare"]}
        for reference, days in references.items():
            yield f"{id} to {reference}", list(days), measured.get(reference)


def found(result: dict[str, Any], key: str) -> Any:
    """The window of a result that a case calls `start`, `end`, `duration`, `start.intervals` or `end.intervals`."""
    point, _, intervals = key.partition(".")
    window = result[point]
    if intervals:
        return window["intervals"]
    return [window["min"], window["max"]] if point == "duration" else [window["earliest"], window["latest"]]


def as_lists(window: Any) -> Any:
    return [as_lists(part) for part in window] if isinstance(window, (list, tuple)) else window


@pytest.mark.parametrize(("case", "scenario"), list(scenarios()))
def test_case(case: Case | Exception, scenario: Scenario | None, tmp_path: Path) -> None:
    assert isinstance(case, Case), f"not a case file: {case}"
    assert scenario is not None
    options = lay_out(case, scenario, tmp_path)
    code, answer = ask("infer", *options, *sorted({*scenario.windows, *scenario.because, *scenario.compare}))
    compared = list(expectations(scenario, answer))
    assert [(what, wanted, got) for what, wanted, got in compared if wanted != got] == []
    assert code == (0 if scenario.status == "consistent" else 1)
    if scenario.every_conflict is not None:
        code, answer = ask("conflicts", *options)
        assert sorted(map(sorted, answer["conflicts"])) == sorted(map(sorted, scenario.every_conflict))
        assert (code, answer["complete"]) == (1, True)


@pytest.mark.parametrize(
    ("case", "scenario"), [p for p in scenarios() if str(p.id).startswith("either-ors/") and p.values[1] is not None]
)
def test_either_ors_of_every_kind_are_the_oracles(case: Case, scenario: Scenario) -> None:
    """Alternative dates, feasts on weekdays, `or`, `not` and `if`, parts, orders, holders: against every selection."""
    files = case.files | {f"evidence/{name}": text for name, text in scenario.overlays.items()}
    if case.rules:
        files |= {f"rules/{path.name}": path.read_text(encoding="utf-8") for path in RULES.glob("*.yaml")}
    solver = base(files, Options(without=tuple(scenario.without))).solver
    points, formulas = solver.network.points, [as_oracle(c.formula) for c in solver.network.constraints]
    truth = oracle.values(points, formulas)
    answer, found = solver.windows()
    assert (answer is Answer.YES) == all(truth.values()) == (scenario.status == "consistent")
    assert {p: list(window.intervals) for p, window in found.items()} == (truth if found else {})


def test_there_are_cases() -> None:
    assert list(scenarios())


MINIMAL = """
title: t
source: made up
files: {events.yaml: ""}
scenarios:
  - {name: base, status: consistent, windows: {x: {start: ["1938", null]}}}
"""


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("source:", "sauce:"),
        ("title: t", "title: t\ntitle: u"),
        ("status: consistent", "status: fine"),
        ("status: consistent", "status: inconsistent"),
        ("status: consistent", "status: consistent, conflict: []"),
        ('status: consistent, windows: {x: {start: ["1938", null]}}', "status: invalid"),
        ("windows:", "window:"),
        ("start:", "begin:"),
        ('"1938"', "1938"),
        ('"1938"', "1938-01-01"),
        (", null", ""),
        ('["1938", null]', "null"),
    ],
)
def test_a_slip_in_a_case_file_is_not_passed_over(right: str, wrong: str) -> None:
    assert read(MINIMAL).scenarios[0].windows["x"].start == ("1938", None)
    assert right in MINIMAL
    with pytest.raises((ValueError, yaml.YAMLError)):
        read(MINIMAL.replace(right, wrong))
