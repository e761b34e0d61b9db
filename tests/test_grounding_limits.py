"""Limits of weighing, of rules and of encoding: what would be far too many is counted first, and a timeout binds."""

from __future__ import annotations

import time
from typing import Any

import pytest

from chrono import questions
from chrono.core import limits
from chrono.core.limits import Limit, LimitReached
from chrono.grounding import encoding, joins
from chrono.questions.base import Base
from chrono.questions.options import Options, Unanswerable
from tests.small import base, read

NEAR = """
vocabulary:
  near: {{says: "{{a}} is near {{b}}", slots: {{a: event, b: event}}}}
events: {{{events}}}
rules:
  r:
    when: {when}
    then: {then}
evidence: {{{said}}}
"""


def near(count: int, when: str, then: str = "start($a) <= end($b)", unless: str = "") -> str:
    events = ", ".join(f"e{n}: {{}}" for n in range(count))
    said = ", ".join(f"q{n}: {{says: e{n} is near e{n + 1}}}" for n in range(count - 1))
    text = NEAR.format(events=events, said=said, when=when, then=then)
    return text.replace("    then:", f"    unless: {unless}\n    then:") if unless else text


def refusal(text: str) -> Unanswerable:
    with pytest.raises(Unanswerable) as refused:
        Base(read(text), Options())
    assert refused.value.invalid
    return refused.value


def test_a_rule_whose_premises_do_not_meet_is_counted_and_refused_before_it_is_applied() -> None:
    started = time.process_time()
    (mistake,) = refusal(near(200, "[$a is near $b, $c is near $d, $e is near $f]")).diagnostics
    assert mistake.code == "too-many"
    assert mistake.message == "rule r would apply 7,880,599 times, and may apply 1,000,000 times at most"
    assert "`$e is near $f`" in mistake.help
    assert "name $a, $b, $c or $d in it" in mistake.help
    assert str(mistake.place) == "events.yaml:7"
    # Not a measure: to make so many takes minutes and gigabytes.
    assert time.process_time() - started < 60


def test_the_count_is_that_of_the_instances() -> None:
    asked = base(near(12, "[$a is near $b, $b is near $c, $d is near $e]"))
    statements = {p.evidence: p for i in asked.instances for p in i.premises}.values()
    facts = joins.Facts(statements, asked.chronology, asked.vocabulary, Limit())
    (rule,) = asked.chronology.rules
    assert facts._ways(rule.when)[0] == len(asked.instances) == 10 * 11


def test_premises_that_meet_may_apply_often_and_too_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joins, "MOST_INSTANCES", 20)
    monkeypatch.setattr("chrono.grounding.rules.COUNTED_FROM", 5)
    monkeypatch.setattr("chrono.grounding.rules.MOST_INSTANCES", 30)
    meeting = "[$a is near $b, $b is near $c]"
    assert len(base(near(22, meeting)).instances) == 20
    hub = [f"r{n}: {{says: e0 is near e{n}}}, s{n}: {{says: e{n} is near e0}}" for n in range(6)]
    twice = near(7, meeting).replace("evidence: {", "evidence: {" + ", ".join(hub) + ", ")
    (mistake,) = refusal(twice).diagnostics
    assert "ties `$b is near $c` closer to those before it, which name $a" in mistake.help
    # Where the counting itself would need too much, the instances are counted as they come.
    (mistake,) = refusal(near(40, meeting)).diagnostics
    assert mistake.message == "rule r would apply more than 20 times"


def test_exceptions_that_nothing_ties_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chrono.grounding.rules.MOST_INSTANCES", 50)
    (mistake,) = refusal(near(9, "$a is near $b", unless="[[$c is near $d]]")).diagnostics
    assert "exceptions of rule r" in mistake.message


@pytest.mark.parametrize("stage", ["weigh", "apply", "encode"])
def test_a_limit_reached_while_the_evidence_is_prepared_leaves_everything_unknown(
    stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = near(30, "[$a is near $b, $c is near $d]") + "hypotheses: {h: {claim: start(e0) <= end(e1)}}\n"
    chronology = read(text)

    def reached(*given: Any, **more: Any) -> None:
        raise LimitReached

    module = {"weigh": "argumentation", "apply": "rules", "encode": "encoding"}[stage]
    monkeypatch.setattr(f"chrono.grounding.{module}.{stage}", reached)
    options = Options(timeout=0.0)
    assert questions.infer.infer(chronology, ("e0",), options).status == "unknown"
    assert questions.check.check(chronology, (), options).results[0].verdict == "unknown"
    assert questions.conflicts.conflicts(chronology, (), options).status == "unknown"


def test_every_stage_looks_at_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BETWEEN_LOOKS", 1)
    monkeypatch.setattr(joins, "BETWEEN_LOOKS", 1)
    asked = base(near(30, "[$a is near $b, $c is near $d]") + "  \n")
    c, words, over = asked.chronology, asked.vocabulary, Limit(0.0)
    from chrono.grounding import argumentation, rules

    weighed = argumentation.weigh(c, words.wordings, words.author, asked.admitted)
    with pytest.raises(LimitReached):
        argumentation.weigh(c, words.wordings, words.author, asked.admitted, over)
    with pytest.raises(LimitReached):
        rules.apply(c, words, weighed.statements, {}, asked.admitted, over)
    with pytest.raises(LimitReached):
        encoding.encode(c, weighed.holdings, asked.instances, asked.admitted, over)


def test_a_long_claim_looks_at_the_clock_between_its_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    chronology = read("events: {e: {}}\nevidence: {q: {holds: " + " or ".join(["start(e) <= 1066"] * 40) + "}}")
    looked = [0]

    class Counting(Limit):
        def ended(self) -> bool:
            looked[0] += 1
            return looked[0] > 3

    asked = Base(chronology, Options())
    monkeypatch.setattr(limits, "BETWEEN_LOOKS", 8)
    with pytest.raises(LimitReached):
        encoding.encode(chronology, asked.holdings, (), asked.admitted, Counting())


BRACKETED = """
chronology: {unit: year}
documents: {d: {topics: [t]}}
events: {e: {date: EVENT, topics: [t]}}
vocabulary:
  silent: {says: "{document} is silent about {event}", slots: {document: document, event: event}}
rules:
  silence:
    when: $document is silent about $event
    unless: [[start($event) > 1000, start($event) < 1050]]
    then: end($document) <= start($event)
evidence: {q: {says: d is silent about e}}
"""


@pytest.mark.parametrize(("date", "latest"), [("1100", 1100), ("0900", 900), ("1025", None)])
def test_all_conditions_in_one_bracket_must_hold(date: str, latest: int | None) -> None:
    (found,) = questions.infer.infer(read(BRACKETED.replace("EVENT", date)), ("d",)).results
    assert found.end.window.most == latest


def test_of_two_brackets_one_suffices() -> None:
    text = BRACKETED.replace(
        "[[start($event) > 1000, start($event) < 1050]]", "[start($event) > 1000, start($event) < 0950]"
    )
    for date, latest in (("1100", None), ("0900", None), ("0970", 970)):
        (found,) = questions.infer.infer(read(text.replace("EVENT", date)), ("d",)).results
        assert found.end.window.most == latest
