"""Weights of evidence: the cheapest repair among what is as certain, the least weight that a bound can lose."""

from __future__ import annotations

from pathlib import Path

import pytest

from chrono.loading import json_schema
from tests.asking import ask, tell, written
from tests.small import base, mistakes, read
from tests.test_loading import fits

READINGS = """
sources: {a: {title: A}, b: {title: B}}
documents: {letter: {}}
evidence:
  one: {holds: end(letter) <= 1939-01, certainty: strong, source: a%s}
  two: {holds: end(letter) <= 1939-02, certainty: strong, source: b%s}
  late: {holds: start(letter) >= 1940, certainty: %s, source: a%s}
hypotheses:
  early: {claim: end(letter) < 1939-06}
"""


def readings(one: str = "", two: str = "", late: str = "", level: str = "strong") -> str:
    return READINGS % (one, two, level, late)


@pytest.mark.parametrize(
    ("text", "repairs"),
    [
        (readings(), [["late"], ["one", "two"]]),
        (readings(late=", weight: 2"), [["late"], ["one", "two"]]),  # as heavy: the fewest go
        (readings(late=", weight: 3"), [["one", "two"], ["late"]]),
        (readings(two=", weight: 2", late=", weight: 3"), [["late"], ["one", "two"]]),
        # Certainty is an order: no weight makes up for it.
        (readings(late=", weight: 999999", level="moderate"), [["late"], ["one", "two"]]),
    ],
)
def test_of_equally_certain_repairs_the_lightest_is_the_cheapest(
    text: str, repairs: list[list[str]], tmp_path: Path
) -> None:
    answer = ask(written(tmp_path, text), "conflicts", code=1)
    assert answer["repairs"] == repairs
    assert ask(tmp_path, "infer", code=1)["repairs"] == repairs


def test_a_repair_says_what_it_weighs_where_that_is_not_its_number(tmp_path: Path) -> None:
    answer = ask(written(tmp_path, readings(late=", weight: 3")), "conflicts", code=1)
    assert [r["weight"] for r in answer["repair_windows"]] == [2, 3]
    screen = tell(tmp_path, "conflicts", code=1)
    assert "give up one and two (weight 2)" in screen
    assert "the least certain first, then the lightest" in screen
    plain = tell(written(tmp_path, readings()), "conflicts", code=1)
    assert "weight" not in plain
    assert "lightest" not in plain


def test_robustness_tells_the_fewest_and_the_lightest(tmp_path: Path) -> None:
    text = readings(two=", weight: 4").replace("hypotheses:", "  three: {holds: end(letter) <= 1939-02}\nhypotheses:")
    answer = ask(written(tmp_path, text), "infer", "letter", "--sensitivity", "--without", "late")
    (early,) = [r for r in answer["robustness"] if r.get("hypothesis")]
    assert (early["inferences"], early["weight"]["inferences"]) == (3, 6)
    assert early["lightest"]["inferences"] == ["one", "three", "two"]
    assert (early["rules"], early["weight"]["rules"], early["lightest"]["rules"]) == (None, None, None)
    assert "early entailed 3, weighing 6 –" in " ".join(
        tell(tmp_path, "infer", "letter", "--sensitivity", "--without", "late").split()
    )


def test_the_lightest_need_not_be_the_fewest(tmp_path: Path) -> None:
    text = """
events: {a: {}, b: {}, c: {}}
evidence:
  date: {holds: end(a) <= 1200, weight: 9, source: one}
  first: {holds: end(c) <= start(b)}
  second: {holds: end(b) <= start(a)}
  round: {holds: end(c) <= 1200}
hypotheses:
  early: {claim: end(c) <= 1200}
sources: {one: {title: One}}
"""
    answer = ask(written(tmp_path, text), "infer", "c", "--sensitivity")
    (early,) = [r for r in answer["robustness"] if r.get("hypothesis")]
    assert early["inferences"] == 2
    assert early["weight"]["inferences"] == 2
    heavy = text.replace("  first: {holds: end(c) <= start(b)}", "  first: {holds: end(c) <= start(b), weight: 9}")
    heavy = heavy.replace("  second: {holds: end(b) <= start(a)}", "  second: {holds: end(b) <= start(a), weight: 3}")
    answer = ask(written(tmp_path, heavy), "infer", "c", "--sensitivity")
    (early,) = [r for r in answer["robustness"] if r.get("hypothesis")]
    assert early["weight"]["inferences"] == 4
    assert early["lightest"]["inferences"] == ["round", "second"]


def test_whatever_has_a_certainty_may_have_a_weight(tmp_path: Path) -> None:
    text = {
        "events.yaml": """
events: {a: {date: 1200, weight: 2}, b: {date: 1300}}
documents: {whole: {parts: [part], weight: 3}, part: {author: ann}}
people: {ann: {born: 1100, weight: 7}}
sequences: [{of: [a, b], gaps: allowed, weight: 4}, [a, b]]
vocabulary: {told: {says: "{document} tells of {event}", slots: {document: document, event: event}}}
rules:
  telling: {when: $d tells of $e, then: start($e) <= end($d), weight: 5}
evidence:
  said: {says: part tells of a}
  rows: {table: rows.csv, says: part tells of $event, weight: 8}
""",
        "rows.csv": "event,weight\na,6\nb,\n",
    }
    assert base(read(text)).network.weights == {
        "a.date": 2,
        "whole.parts": 3,
        "ann.born": 7,
        "sequence:a,b": 4,
        "rule:telling": 5,
        "rows.csv:2": 6,
        "rows.csv:3": 8,
    }


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "many", "true", "1000000", "[1, 2]", "+2", "1e3"])
def test_no_other_weight_is_taken(value: str) -> None:
    (found,) = mistakes(readings(one=f", weight: {value}"))
    assert (found.place.line, found.place.column) == (5, 78)
    assert found.code in ("number", "wrong-type", "empty-value")
    if found.code == "number":
        assert found.message == f"'{value}' is no whole number from 1 to 999999, which 'weight' takes"
        assert found.help == "write for example `weight: 2`"


def test_a_weight_moves_no_window_and_no_argument(tmp_path: Path) -> None:
    plain, heavy = (
        ask(written(tmp_path, text), "infer", "letter", "--without", "late")["results"]
        for text in (readings(), readings(one=", weight: 5"))
    )
    assert plain == heavy


@pytest.mark.parametrize(
    ("value", "taken"),
    [(1, True), (12, True), ("3", True), (0, False), (-2, False), (1.5, False), (True, False), ("many", False)],
)
def test_the_schema_takes_the_same_weights(value: object, taken: bool) -> None:
    document = {"evidence": {"one": {"holds": "end(a) <= 1200", "weight": value}}}
    assert fits(document, json_schema()) is taken
