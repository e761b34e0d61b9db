"""Strict orders: nothing comes before itself, whatever the durations; windows of what is consistent stay."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono import questions
from chrono.questions.options import Options
from tests.small import ROOT, loaded, read

RULES = (ROOT / "rules" / "layers.yaml").read_text(encoding="utf-8")
UNORDERED = RULES.replace("    order: [$lower, $upper]\n", "")
SPANS = "abcde"


def chronology(said: list[tuple[str, str]], rules: str = RULES, spans: str = "date: '[1100..1200]'") -> dict[str, str]:
    """Spans laid over each other, in years."""
    periods = "".join(f"  {span}: {{{spans}}}\n" for span in SPANS)
    evidence = "".join(
        f"  e{number}: {{says: {upper} was laid over {lower}}}\n" for number, (upper, lower) in enumerate(said)
    )
    head = "chronology: {unit: year}\nperiods:\n"
    return {
        "events.yaml": f"{head}{periods}evidence:\n{evidence}" if said else f"{head}{periods}",
        "rules/layers.yaml": rules,
    }


@pytest.mark.parametrize("length", [1, 2, 3, 5])
@pytest.mark.parametrize("spans", ["date: '[1100..1200]', duration: 0 years", "date: '[1100..1200]'", "start: 1100"])
def test_a_circle_is_a_contradiction_whatever_the_durations(length: int, spans: str) -> None:
    said = [(SPANS[n], SPANS[(n + 1) % length]) for n in range(length)]
    answer = questions.conflicts.conflicts(read(chronology(said, spans=spans)))
    members = tuple(f"e{n}" for n in range(length))
    assert [c.ids for c in answer.conflicts] == [(*members, "rule:laid-over")]
    assert sorted(r.given_up for r in answer.repairs) == sorted([*((m,) for m in members), ("rule:laid-over",)])
    steps = answer.conflicts[0].steps
    assert len(steps) == length
    assert all(f"{lower} comes before {upper}" in steps for upper, lower in said)


def test_without_a_member_it_stands() -> None:
    base = read(chronology([("a", "b"), ("b", "a")], spans="date: 1100, duration: 0 years"))
    assert questions.infer.infer(base, ("a",)).status == "inconsistent"
    assert questions.infer.infer(base, ("a",), Options(without=("e0",))).status == "consistent"


def test_what_undercuts_the_rule_undercuts_the_order() -> None:
    files = chronology([("a", "b"), ("b", "a")], spans="date: 1100, duration: 0 years")
    files["events.yaml"] += "  old: {says: a is made of older matter than b}\n"
    assert questions.infer.infer(read(files), ("a",)).status == "consistent"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(SPANS), st.sampled_from(SPANS)), max_size=7))
def test_windows_of_what_is_consistent_are_unchanged(said: list[tuple[str, str]]) -> None:
    dates = "date: '[1100..1110]'"
    ordered, plain = (
        questions.infer.infer(read(chronology(said, rules, dates)), tuple(SPANS)) for rules in (RULES, UNORDERED)
    )
    after = {upper: {lower for u, lower in said if u == upper} for upper, _ in said}

    def reaches(span: str, goal: str, seen: frozenset[str] = frozenset()) -> bool:
        further = after.get(span, set())
        return goal in further or any(reaches(n, goal, seen | {n}) for n in further - seen)

    if any(reaches(span, span) for span in SPANS):
        assert ordered.status == "inconsistent"
    else:
        assert ordered.status == plain.status == "consistent"
        assert [(r.start.window, r.end.window) for r in ordered.results] == [
            (r.start.window, r.end.window) for r in plain.results
        ]


@pytest.mark.parametrize(
    ("written", "code", "message"),
    [
        ("[$lower]", "order", "an order is of two spans, not of 1"),
        ("[$lower, $uper]", "unbound-variable", "nothing binds $uper"),
        ("[lower, $upper]", "unbound-variable", "nothing binds lower"),
    ],
)
def test_mistakes(written: str, code: str, message: str) -> None:
    found = loaded(chronology([("a", "b")], RULES.replace("[$lower, $upper]", written))).diagnostics
    assert [(d.code, d.message) for d in found] == [(code, message)]
