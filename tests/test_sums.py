"""Durations set against durations: what contradicts itself by counting, and what stays open."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chrono import Chronology
from tests.asking import run

YEARS = "chronology: {unit: year}\n"
ODD = "duration(a) + duration(a) + 1 year = duration(b) + duration(b)"
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)


def answered(folder: Path, text: str, *words: str) -> dict[str, Any]:
    (folder / "events.yaml").write_text(YEARS + text, encoding="utf-8")
    found: dict[str, Any] = json.loads(run(folder, *words, "--format", "json").stdout)
    return found


def test_what_is_odd_is_never_even(tmp_path: Path) -> None:
    """Twice a duration and a year more is never twice another, however long both may be."""
    answer = answered(tmp_path, f"events: {{a: {{}}, b: {{}}}}\nevidence: {{x: {{holds: {ODD}}}}}\n", "infer", "a")
    assert (answer["status"], answer["conflicts"]) == ("inconsistent", [["x"]])
    assert answer["conflict_reasons"][0]["steps"] == [
        f"{ODD}, so in whole years duration(a) <= duration(b) - 1 year",
        f"{ODD}, so in whole years duration(b) <= duration(a), which cannot be as well",
    ]
    (tmp_path / "saved.json").write_text(json.dumps(answer), encoding="utf-8")
    assert run(tmp_path, "verify", str(tmp_path / "saved.json")).exit_code == 0


def test_a_claim_that_counting_refutes_needs_no_evidence(tmp_path: Path) -> None:
    text = f"events: {{a: {{}}, b: {{}}}}\nhypotheses: {{odd: {{claim: {ODD}, expect: refuted}}}}\n"
    (result,) = answered(tmp_path, text, "check")["results"]
    assert (result["verdict"], result["ok"], result["because"]) == ("refuted", True, [])
    assert result["reason"]["steps"][0] == "if it were otherwise, in whole years duration(a) <= duration(b) - 1 year"
    shown = run(tmp_path, "explain", "odd").stdout
    assert "counted in whole steps" in shown
    assert "a limit was reached" not in shown


def test_a_sum_that_is_held_from_both_sides_is_told(tmp_path: Path) -> None:
    said = "duration(a) + duration(b)"
    held = f"x: {{holds: {said} <= 3 years}}, y: {{holds: {said} >= 5 years}}"
    text = f"events: {{a: {{}}, b: {{}}}}\nevidence: {{{held}}}\n"
    (reason,) = answered(tmp_path, text, "infer", "a")["conflict_reasons"]
    assert reason["steps"] == [
        f"{said} <= 3 years, so in whole years {said} <= 3 years",
        f"{said} >= 5 years, so in whole years {said} >= 5 years, which cannot be as well",
    ]


@UNHURRIED
@given(
    st.lists(st.sampled_from("abc"), min_size=1, max_size=3),
    st.lists(st.sampled_from("abc"), min_size=1, max_size=3),
    st.integers(1, 3),
    st.sampled_from(["<=", ">=", "="]),
    st.integers(-3, 3),
)
def test_sums_that_are_divided_keep_every_history(
    left: list[str], right: list[str], times: int, sign: str, more: int
) -> None:
    """Of three spans of 0 to 2 years: what the durations may be, against counting them all out."""

    def summed(ids: list[str]) -> str:
        return " + ".join(f"duration({id})" for id in ids * times)

    amount = f" {'+' if more > 0 else '-'} {abs(more)} years" if more else ""
    spans = ", ".join(f'{id}: {{start: 1000, duration: "0..2 years"}}' for id in "abc")
    text = f"{YEARS}events: {{{spans}}}\nevidence: {{x: {{holds: {summed(left)} {sign} {summed(right)}{amount}}}}}\n"
    holding = []
    for lengths in product(range(3), repeat=3):
        lasts = dict(zip("abc", lengths, strict=True))
        difference = times * (sum(lasts[id] for id in left) - sum(lasts[id] for id in right)) - more
        if {"<=": difference <= 0, ">=": difference >= 0, "=": difference == 0}[sign]:
            holding.append(lasts)
    answer = Chronology.loads(text).infer("a", "b", "c")
    assert (answer.status == "consistent") == bool(holding)
    for result in answer.results if holding else ():
        values = {lasts[result.id] for lasts in holding}
        told = {n for first, last in result.duration.intervals for n in range(first or 0, (last or 0) + 1)}
        assert (told, result.duration.proven) == (values, True)


def test_what_is_so_of_no_dates_is_told(tmp_path: Path) -> None:
    said = "duration(a) >= duration(a) + 1 year"
    answer = answered(tmp_path, f"events: {{a: {{}}}}\nevidence: {{x: {{holds: {said}}}}}\n", "infer", "a")
    assert answer["conflicts"] == [["x"]]
    assert answer["conflict_reasons"][0]["steps"] == [f"{said}, which is so of no dates"]


AGAINST = """
people: {p0: {date: 1066/.., duration: "<= 1 year"}}
events: {e1: {start: 1066/1068, end: "[1069,1068..1069]", duration: ">= 2 years"}}
periods: {p2: {certainty: weak}}
evidence:
  h1:
    holds: "not (end(p0) <= end([1069,1066..1067])) and (start($v) >= end(1067) + 0 years or duration(p2) + duration(p2)
      = duration(p0) or 1 year < duration($v) <= 24 months) and start($v) <= end([1066,1069..1070,1068..1070])"
    for: {v: [p0, e1]}
  h0: {holds: duration(p0) <= 3 years}
"""
FAR = 576460752303424560
"""A date of `p0` that the evidence left after the repair allows, too far to be told."""


def test_windows_after_a_repair_are_proven_or_say_that_they_are_not(tmp_path: Path) -> None:
    """Durations set against durations without an outer bound: sixty stretches were told as if nothing lay beyond."""
    answer = answered(tmp_path, AGAINST, "conflicts", "p0", "--timeout", "600")
    assert answer["repairs"], "what is given up is told, whatever is known of the windows"
    for repair in answer["repair_windows"]:
        for window in (standing[edge] for standing in repair["windows"] for edge in ("start", "end")):
            without = [word for id in repair["given_up"] for word in ("--without", id)]
            alone = answered(tmp_path, AGAINST, "infer", "p0", "--windows", "--timeout", "600", *without)
            edge = next(e for e in ("start", "end") if any(s[e] is window for s in repair["windows"]))
            (asked,) = (result[edge] for result in alone["results"])
            if window.get("proven", True):
                assert asked.get("proven", True), "the same question, asked directly, is not proven"
                assert window["intervals"] == asked["intervals"]
            else:
                assert "conflicts" not in answer["unknown"]["of"]
            # An end that is not excluded is open: nothing says that a date far away cannot be.
            if {"h0", "p0.duration"} <= {*repair["given_up"]} and edge == "end":
                assert window["latest"] is None


@pytest.mark.parametrize("sign", ["=", "<="])
def test_twice_a_duration_is_halved(sign: str, tmp_path: Path) -> None:
    text = f"events: {{a: {{start: 1000}}}}\nevidence: {{x: {{holds: duration(a) + duration(a) {sign} 5 years}}}}\n"
    answer = answered(tmp_path, text, "infer", "a")
    if sign == "=":
        assert answer["status"] == "inconsistent"
    else:
        (result,) = answer["results"]
        assert (result["duration"]["min"], result["duration"]["max"]) == (0, 2)
