"""Leaving things out: the chronology as if they had never been said, and nothing else changed."""

from __future__ import annotations

import pytest

from chrono.answers.reasons import origin_of
from chrono.core.ids import link_id
from chrono.engine.formulas import Formula, linears
from chrono.model.chronology import Chronology
from chrono.model.omission import omissible, omit
from tests.small import base, read

TEXT = """
sources: {edition: {title: The edition}, letter: {title: A letter}}
people:
  trotsky: {born: 1879-11-07, died: 1940-08-21, tags: [person]}
events:
  pact: {date: 1939-08-23, topics: [war], source: letter}
  war: {date: 1939-09-01, topics: [war]}
  peace: {topics: [war]}
documents:
  stalin: {author: trotsky, parts: [one, two], exhaustive: true, compare: [pact, war], source: "edition, p. 3"}
  one: {}
  two: {}
sequences:
  - [pact, war, peace]
  - {of: [one, two], gaps: allowed, source: letter, tags: [order]}
vocabulary:
  mentions: {says: "{document} mentions {event}", slots: {document: document, event: event}}
  early: {says: "{document} is early", slots: {document: document}}
rules:
  mention:
    when: [$d mentions $e]
    unless: [$d is early, [$d mentions $e, end(war) < start($e)]]
    then: end($d) >= start($e)
  early: {when: [$d is early], then: [end($d) < start(pact), end($d) < 1940], tags: [ours]}
  peaceful: {when: [$d mentions peace], then: start($d) >= 1918}
evidence:
  a: {says: [stalin mentions pact, stalin mentions war], certainty: strong}
  b: {holds: end(one) < start(pact), tags: [internal]}
  c: {says: one is early, source: letter, against: [a]}
  d: {says: two mentions $e, for: {e: [pact, war]}}
  e: {denies: two mentions pact}
hypotheses:
  before-pact: {claim: end(stalin) < start(pact), expect: undetermined}
  before-1940: {claim: end(stalin) < 1940, expect: undetermined}
"""


@pytest.fixture(scope="module")
def whole() -> Chronology:
    return read(TEXT)


def ids(chronology: Chronology) -> set[str]:
    """Everything that a constraint can rest on, whatever it rests on it for."""
    return set(base(chronology).network.ranks)


@pytest.mark.parametrize(
    ("left_out", "gone"),
    [
        ("pact.date", {"pact.date"}),
        ("trotsky.born", {"trotsky.born"}),
        ("stalin.author", set()),
        ("stalin.parts", {"stalin.parts", "stalin.exhaustive"}),
        ("stalin.exhaustive", {"stalin.exhaustive"}),
        ("b", {"b"}),
        ("tag:internal", {"b"}),
        ("sequence:pact,war", {"sequence:pact,war"}),
        ("tag:order", {"sequence:one,two"}),
        ("tag:person", {"trotsky.born", "trotsky.died"}),
    ],
)
def test_what_rests_on_it_goes_and_nothing_else(whole: Chronology, left_out: str, gone: set[str]) -> None:
    smaller, wrong = omit(whole, [left_out])
    assert wrong == ()
    # An answer (`c: against: [a]`) may reinstate nothing here: none of these is one.
    assert ids(whole) - ids(smaller) == gone
    assert ids(smaller) <= ids(whole)


def test_an_entry_goes_with_all_that_names_it(whole: Chronology) -> None:
    smaller, _ = omit(whole, ["pact"])
    assert "pact" not in smaller.names
    evidence = {e.id: e for e in smaller.evidence}
    assert [s.text for s in evidence["a"].says] == ["stalin mentions war"]
    assert "b" not in evidence
    assert dict(evidence["d"].groups)["e"].ids == ("war",)
    assert evidence["e"].denies == ()
    assert [h.id for h in smaller.hypotheses] == ["before-1940"]
    (stalin,) = (e for e in smaller.entries if e.id == "stalin")
    assert stalin.compare == ("war",)
    links = {pair for s in smaller.sequences for pair in s.links}
    assert links == {("war", "peace"), ("one", "two")}
    # No constraint may name a point that nothing declares any more.
    network = base(smaller).network
    assert not any("pact" in origin_of(c).sentence for c in network.constraints)


def test_a_rule_loses_what_names_an_omitted_entry(whole: Chronology) -> None:
    rules = {r.id: r for r in omit(whole, ["pact"])[0].rules}
    assert [w.text for w in rules["early"].then] == ["end($d) < 1940"]
    rules = {r.id: r for r in omit(whole, ["war"])[0].rules}
    assert len(rules["mention"].unless) == 1
    assert "peaceful" in rules
    assert "peaceful" not in {r.id for r in omit(whole, ["peace"])[0].rules}


def test_a_missing_part_takes_exhaustiveness_with_it(whole: Chronology) -> None:
    smaller, _ = omit(whole, ["two"])
    (stalin,) = (e for e in smaller.entries if e.id == "stalin")
    assert (stalin.parts, stalin.exhaustive) == (("one",), False)


def test_a_source_takes_all_that_cites_it(whole: Chronology) -> None:
    smaller, _ = omit(whole, ["source:letter"])
    assert {e.id for e in smaller.evidence} == {"a", "b", "d", "e"}
    assert "pact.date" not in ids(smaller)
    assert "pact" in smaller.names
    assert link_id("one", "two") not in ids(smaller)
    smaller, _ = omit(whole, ["source:edition"])
    (stalin,) = (e for e in smaller.entries if e.id == "stalin")
    assert (stalin.authors, stalin.parts, stalin.exhaustive) == ((), (), False)


def test_a_rule_and_a_tag_of_rules(whole: Chronology) -> None:
    assert {r.id for r in omit(whole, ["rule:mention"])[0].rules} == {"early", "peaceful"}
    assert {r.id for r in omit(whole, ["tag:ours"])[0].rules} == {"mention", "peaceful"}


def test_leaving_out_an_answer_reinstates_what_it_answered(whole: Chronology) -> None:
    mended = omit(whole, ["tag:internal"])[0]
    assert {s.id for s in base(mended).weighing.set_aside if s.why == "fails"} == {"c"}
    text = TEXT.replace("certainty: strong", "certainty: moderate")
    assert {s.id for s in base(text).weighing.set_aside if s.why == "defeated"} >= {"a"}
    without = omit(read(text), ["c"])[0]
    assert "a" not in {s.id for s in base(without).weighing.set_aside}


def test_a_table_is_left_out_by_its_id_and_a_row_by_its_own() -> None:
    text = """
documents: {one: {}, two: {}}
evidence:
  early: {table: early.csv, holds: end($d) < 1200}
"""
    table = read({"events.yaml": text, "early.csv": "d\none\ntwo\n"})
    assert [e.id for e in omit(table, ["early.csv:2"])[0].evidence] == ["early.csv:3"]
    assert omit(table, ["early"])[0].evidence == ()


def test_order_and_repetition_do_not_matter(whole: Chronology) -> None:
    assert omit(whole, ["pact", "b", "pact"]) == omit(whole, ["b", "pact"])
    assert omit(omit(whole, ["pact"])[0], ["c"])[0] == omit(whole, ["c", "pact"])[0]
    assert omit(whole, []) == (whole, ())


def test_what_is_not_there_cannot_be_left_out(whole: Chronology) -> None:
    smaller, wrong = omit(whole, ["pakt", "rule:mentoin", "b"])
    assert [(d.code, d.help) for d in wrong] == [
        ("unknown-id", "did you mean 'pact'?"),
        ("unknown-id", "did you mean 'rule:mention'?"),
    ]
    assert "b" not in {e.id for e in smaller.evidence}


def test_everything_omissible_can_be_left_out_by_itself(whole: Chronology) -> None:
    """One at a time and all at once: each is known, and what is left can still be weighed and encoded."""
    for one in sorted(omissible(whole)):
        smaller, wrong = omit(whole, [one])
        assert wrong == ()
        assert smaller != whole
        network = base(smaller).network
        assert {p for c in network.constraints for p in _points(c.formula)} <= set(network.points)
    nothing, _ = omit(whole, omissible(whole))
    assert (nothing.entries, nothing.evidence, nothing.rules) == ((), (), ())


def _points(formula: Formula) -> set[str]:
    return {p for bound in linears(formula) for p in (*bound.plus, *bound.minus)}
