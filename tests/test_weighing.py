"""Which evidence stands: the grounded labelling against its definition, denials of single statements, `for`.

The definition tried here is Dung's (1995): the grounded extension is the least set that is exactly what it defends. It
is found by looking at every set of evidence there is.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import combinations
from pickle import dumps, loads

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono.answers.common import SetAside
from chrono.grounding.argumentation import Weighed, weigh
from chrono.language.sentences import BUILT_IN, Sentence, Wording
from chrono.model.chronology import Certainty, Chronology, Evidence
from chrono.questions.options import Options
from tests.small import base, read

LONE = Wording("lone", "{document} stands alone", (("document", "document"),))
WORDINGS = {w.id: w for w in (*BUILT_IN, LONE)}


def weighed(text: str, admitted: Certainty = Certainty.MODERATE) -> Weighed:
    chronology = read(text)
    wordings = {w.id: w for w in chronology.wordings} | {w.id: w for w in BUILT_IN}
    return weigh(chronology, wordings, "author", admitted)


def said(found: Weighed) -> set[tuple[str, str]]:
    return {(s.evidence, s.sentence) for s in found.statements}


def aside(found: Weighed) -> set[tuple[str, str, tuple[str, ...]]]:
    return {(s.id, s.why, s.by) for s in found.set_aside}


# -- the grounded labelling

Attacks = frozenset[tuple[str, str]]


def subsets(items: Collection[str]) -> list[frozenset[str]]:
    ordered = sorted(items)
    return [frozenset(c) for size in range(len(ordered) + 1) for c in combinations(ordered, size)]


def grounded(evidence: Collection[str], attacks: Attacks) -> frozenset[str]:
    """The meet of all sets that are exactly what they defend; for the grounded one this is the least of them."""

    def defended(by: frozenset[str]) -> frozenset[str]:
        return frozenset(
            e
            for e in evidence
            if all(any((d, attacker) in attacks for d in by) for attacker, target in attacks if target == e)
        )

    fixed = [s for s in subsets(evidence) if defended(s) == s]
    return frozenset.intersection(*fixed)


@st.composite
def disputes(draw: st.DrawFn) -> tuple[dict[str, Certainty], Attacks]:
    """Some evidence with its certainty, and who attacks whom, oneself included."""
    ids = [f"e{n}" for n in range(draw(st.integers(1, 6)))]
    certainties = {id: draw(st.sampled_from((Certainty.MODERATE, Certainty.STRONG, Certainty.WEAK))) for id in ids}
    pair = st.tuples(st.sampled_from(ids), st.sampled_from(ids))
    return certainties, frozenset(draw(st.lists(pair, max_size=10)))


@settings(max_examples=150, deadline=None)
@given(disputes(), st.booleans())
def test_what_stands_is_the_grounded_extension(dispute: tuple[dict[str, Certainty], Attacks], deny: bool) -> None:
    """Whether evidence is attacked as a whole or in the one sentence it says."""
    certainties, attacks = dispute
    admitted = {id for id, certainty in certainties.items() if certainty >= Certainty.MODERATE}
    counting = frozenset((a, b) for a, b in attacks if {a, b} <= admitted and certainties[a] >= certainties[b])

    def sentence(id: str) -> Sentence:
        return Sentence("lone", (f"d-{id}",), f"d-{id} stands alone")

    evidence = []
    for id, certainty in certainties.items():
        targets = sorted(b for a, b in attacks if a == id)
        one = Evidence(id, (sentence(id),), certainty=certainty)
        evidence.append(
            Evidence(id, one.says, certainty=certainty, denies=tuple(map(sentence, targets)))
            if deny
            else Evidence(id, one.says, certainty=certainty, against=tuple(targets))
        )
    found = weigh(Chronology(evidence=tuple(evidence)), WORDINGS, "author", Certainty.MODERATE)
    standing = grounded(admitted, counting)
    fallen = {b for a, b in counting if a in standing}
    assert {s.evidence for s in found.statements} == standing
    assert {s.id for s in found.set_aside if s.why == "weak"} == certainties.keys() - admitted
    assert {s.id for s in found.set_aside if s.why == "defeated"} == fallen
    assert {s.id for s in found.set_aside if s.why == "undecided"} == admitted - standing - fallen
    assert {q.ids for q in found.open_questions} == {(id,) for id in admitted - standing - fallen}
    failing = {(a, b) for a, b in attacks if {a, b} <= admitted and certainties[a] < certainties[b]}
    assert {(s.id, s.by) for s in found.set_aside if s.why == "fails"} == {(a, (b,)) for a, b in failing}
    for s in found.set_aside:
        if s.why == "defeated":
            assert set(s.by) == {a for a, b in counting if b == s.id and a in standing}


def test_the_definition_itself_on_known_graphs() -> None:
    chain: Attacks = frozenset({("a", "b"), ("b", "c")})
    assert grounded("abc", chain) == {"a", "c"}
    assert grounded("abc", frozenset({("a", "b"), ("b", "a"), ("b", "c")})) == set()
    assert grounded("ab", frozenset({("a", "a"), ("a", "b")})) == set()


# -- as a historian writes it

HEAD = """
documents: {gospel: {}, acts: {}}
events:
  siege: {date: 0070, topics: [city]}
  fire: {date: 0064, topics: [city]}
  reign: {date: 0054/0068, topics: [rome]}
  census: {date: 0060/0066, topics: [city], tags: [doubtful]}
  undated: {topics: [city]}
vocabulary:
  mentions: {says: "{document} mentions {event}", slots: {document: document, event: event}}
  lost: {says: "pages of {document} about {event} are lost", slots: {document: document, event: event}}
evidence:
"""


def test_a_denial_takes_away_the_one_statement() -> None:
    found = weighed(
        HEAD
        + """
  both: {says: [gospel mentions siege, gospel mentions fire]}
  no-siege: {denies: gospel mentions siege}
"""
    )
    assert said(found) == {("both", "gospel mentions fire")}
    assert aside(found) == {("both", "defeated", ("no-siege",))}
    assert [s.sentence for s in found.set_aside] == ["gospel mentions siege"]


def test_evidence_all_of_whose_statements_are_denied_falls_and_defeats_nothing() -> None:
    found = weighed(
        HEAD
        + """
  a: {says: [gospel mentions siege, gospel mentions fire], against: [c]}
  b: {denies: [gospel mentions siege, gospel mentions fire]}
  c: {says: acts mentions fire}
"""
    )
    assert said(found) == {("c", "acts mentions fire")}
    assert aside(found) == {("a", "defeated", ("b",))}


def test_what_also_holds_a_claim_keeps_it_when_its_sentences_are_denied() -> None:
    found = weighed(
        HEAD
        + """
  a: {says: gospel mentions siege, holds: end(gospel) <= 0100}
  b: {denies: gospel mentions siege}
"""
    )
    assert said(found) == set()
    assert [(h.evidence, h.sentence) for h in found.holdings] == [("a", "end(gospel) <= 0100")]


def test_a_denial_by_weaker_evidence_fails_and_is_listed() -> None:
    found = weighed(
        HEAD
        + """
  a: {says: gospel mentions siege, certainty: strong}
  b: {denies: gospel mentions siege}
"""
    )
    assert said(found) == {("a", "gospel mentions siege")}
    assert aside(found) == {("b", "fails", ("a",))}


def test_the_answer_to_an_answer_reinstates() -> None:
    text = HEAD + "\n".join(
        f"  {id}: {{says: gospel mentions {event}, against: {against}}}"
        for id, event, against in (("a", "fire", "[]"), ("b", "siege", "[a]"), ("c", "reign", "[b]"))
    )
    found = weighed(text.replace(", against: []", ""))
    assert {s.evidence for s in found.statements} == {"a", "c"}
    assert aside(found) == {("b", "defeated", ("c",))}


def test_a_pattern_denies_whatever_fits_it() -> None:
    found = weighed(
        HEAD
        + """
  a: {says: gospel mentions $event, for: {event: {topic: city}}}
  b: {denies: gospel mentions $event, for: {event: [siege, fire]}}
"""
    )
    assert said(found) == {("a", "gospel mentions census"), ("a", "gospel mentions undated")}


@pytest.mark.parametrize(
    ("selector", "events"),
    [
        ("{topic: city}", {"siege", "fire", "census", "undated"}),
        ("{topic: [city, rome]}", {"siege", "fire", "census", "undated", "reign"}),
        ("{tag: doubtful}", {"census"}),
        ("{topic: rome, tag: doubtful}", set()),
        # Certainly after: of what may have begun in 64 or before, and of what is not dated, nothing is certain.
        ("{after: 0064}", {"siege"}),
        ("{after: 0063}", {"siege", "fire"}),
        ("{after: 0059}", {"siege", "fire", "census"}),
        ("{before: 0070}", {"fire", "reign", "census"}),
        ("{before: 0066}", {"fire"}),
        ("{after: 0053, before: 0069, topic: city}", {"fire", "census"}),
        ("[siege, fire]", {"siege", "fire"}),
    ],
)
def test_which_events_a_variable_stands_for(selector: str, events: set[str]) -> None:
    found = weighed(HEAD + f"  a: {{says: gospel mentions $event, for: {{event: {selector}}}}}")
    assert said(found) == {("a", f"gospel mentions {event}") for event in events}


def test_two_variables_stand_for_every_pair() -> None:
    found = weighed(HEAD + "  a: {says: $d mentions $e, for: {d: [gospel, acts], e: [siege, fire]}}")
    assert said(found) == {("a", f"{d} mentions {e}") for d in ("gospel", "acts") for e in ("siege", "fire")}


def test_an_author_is_a_statement_of_the_entry() -> None:
    text = "people: {luke: {name: Luke}}\ndocuments: {acts: {author: luke, certainty: %s}}"
    assert said(weighed(text % "certain")) == {("acts.author", "Luke wrote acts")}
    assert said(weighed(text % "weak")) == set()


def test_held_claims_are_filled_in_for_each_of_a_group() -> None:
    found = weighed(HEAD + '  a: {holds: "end($d) <= 0100", for: {d: [gospel, acts]}}')
    assert [(h.evidence, dict(h.bindings)) for h in found.holdings] == [("a", {"d": "acts"}), ("a", {"d": "gospel"})]


def test_admitting_less_lets_the_defeated_stand_again() -> None:
    """An objection too weak to count defeats nothing."""
    text = (
        HEAD
        + """
  a: {holds: end(gospel) <= 0070, certainty: weak}
  b: {says: gospel mentions fire, certainty: weak, against: [a]}
"""
    )
    assert weighed(text, Certainty.WEAK).holdings == ()
    assert {s.why for s in weighed(text, Certainty.MODERATE).set_aside} == {"weak"}
    assert base(text, Options(at_least=Certainty.WEAK)).weighing.set_aside == (
        SetAside("a", "defeated", ("b",), "end(gospel) <= 0070", base(text).weighing.set_aside[0].place),
    )


def test_another_process_is_sent_the_words_of_a_statement_and_no_names() -> None:
    said = Evidence("one", (Sentence("lone", ("d-one",), "d-one stands alone"),))
    (statement,) = weigh(Chronology(evidence=(said,)), WORDINGS, "author", Certainty.MODERATE).statements
    sent = loads(dumps(statement))
    assert not isinstance(statement.said, str)
    assert sent.said == sent.sentence == statement.sentence
