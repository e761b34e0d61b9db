"""Applying rules: every instance that naive loops find and no other, what undercuts, and which settings count."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono.answers.reasons import origin_of
from chrono.engine.formulas import AnyOf, Linear
from chrono.engine.outcomes import Distance
from chrono.grounding import argumentation, rules
from chrono.language.sentences import Vocabulary
from chrono.model.chronology import Certainty
from chrono.questions.base import Base
from chrono.questions.options import Options, Unanswerable
from tests.small import base, read

# -- joins

WORDINGS = {"near": 2, "copies": 2, "old": 1}
ENTRIES = ("a", "b", "c")
SAYS = {"near": "{} is near {}", "copies": "{} copies {}", "old": "{} is old"}
Fact = tuple[str, tuple[str, ...]]


@st.composite
def lines(draw: st.DrawFn) -> Fact:
    """A line of `when`: a wording with variables or ids in its slots."""
    wording = draw(st.sampled_from(sorted(WORDINGS)))
    slots = tuple(draw(st.sampled_from(("$x", "$y", "$z", "a"))) for _ in range(WORDINGS[wording]))
    return wording, slots


facts_said = st.lists(
    st.sampled_from([(w, v) for w, n in WORDINGS.items() for v in product(ENTRIES, repeat=n)]), max_size=9, unique=True
)


def naive(when: list[Fact], facts: dict[str, Fact]) -> set[tuple[tuple[tuple[str, str], ...], tuple[str, ...]]]:
    """Every choice of one fact a line under which each variable has one value: bindings, and the facts in order."""
    found = set()
    for chosen in product(facts, repeat=len(when)):
        bound: dict[str, str] = {}
        fits = all(
            wording == facts[id][0]
            and all(
                (bound.setdefault(slot, v) if slot[0] == "$" else slot) == v
                for slot, v in zip(slots, facts[id][1], strict=True)
            )
            for (wording, slots), id in zip(when, chosen, strict=True)
        )
        if fits:
            found.add((tuple(sorted((k[1:], v) for k, v in bound.items())), chosen))
    return found


@settings(max_examples=120, deadline=None)
@given(st.lists(lines(), min_size=1, max_size=3), facts_said)
def test_a_join_finds_what_nested_loops_find(when: list[Fact], said: list[Fact]) -> None:
    facts = {f"e{n}": fact for n, fact in enumerate(said)}
    variables = sorted({slot for _, slots in when for slot in slots if slot[0] == "$"})
    then = f"end({variables[0]}) <= 1940" if variables else "end(a) <= 1940"
    asked = base(
        "documents: {a: {}, b: {}, c: {}}\n"
        "vocabulary:\n"
        "  near: {says: '{d} is near {e}', slots: {d: document, e: document}}\n"
        "  copies: {says: '{d} copies {e}', slots: {d: document, e: document}}\n"
        "  old: {says: '{d} is old', slots: {d: document}}\n"
        "rules:\n  r:\n    when:\n"
        + "".join(f"      - {SAYS[w].format(*slots)}\n" for w, slots in when)
        + f"    then: {then}\n    certainty: certain\n"
        + ("evidence:\n" if facts else "")
        + "".join(f"  {id}: {{says: {SAYS[w].format(*values)}}}\n" for id, (w, values) in facts.items())
    )
    found = [(tuple((k, str(v)) for k, v in i.bindings), tuple(p.evidence for p in i.premises)) for i in applied(asked)]
    # A wording is one premise a line; the same fact may fill two lines.
    assert sorted(found) == sorted(naive(when, facts))


def applied(asked: Base) -> tuple[rules.Instance, ...]:
    """The instances of the rules of a base."""
    c = asked.chronology
    vocabulary, _ = Vocabulary.of(c.wordings, {e.id: e.kind for e in c.entries})
    weighed = argumentation.weigh(c, vocabulary.wordings, vocabulary.author, asked.admitted)
    return rules.apply(c, vocabulary, weighed.statements, {}, asked.admitted).instances


# -- subjects

SILENCE = """
chronology: {unit: year}
documents:
  gospel: {topics: [city, rome]}
  acts: {topics: [sea]}
events:
  siege: {date: 0070, topics: [city]}
  fire: {date: 0064, topics: [rome], known: 0065}
  storm: {date: 0060, topics: [sea]}
periods:
  infancy: {date: -0005/0010}
  mission: {start: 0030}
  travels: {date: 0046/0058, certainty: weak}
  undated: {}
vocabulary:
  silent: {says: "{document} is silent about {event}", slots: {document: document, event: event}}
  lost: {says: "pages of {document} on {event} are lost", slots: {document: document, event: event}}
  covers: {says: "{document} covers only {coverage}", slots: {document: document, coverage: span}}
rules:
  silence:
    when:
      - $document is silent about $event
      - $event belongs to the subject of $document
    unless:
      - pages of $document on $event are lost
      - [$document covers only $coverage, end($coverage) < start($event)]
    then: end($document) <= known($event) + delay
    settings: {delay: 0 years}
    certainty: strong
evidence:
"""
SILENT = "  silent: {says: gospel is silent about siege, certainty: strong}\n"


def latest(asked: Base, point: str = "end(gospel)") -> int | None:
    return asked.solver.window(Distance(point)).most


def test_an_event_belongs_to_the_subject_where_topics_meet() -> None:
    said = "  silent: {says: [$d is silent about siege, $d is silent about storm], for: {d: [gospel, acts]}}"
    asked = base(SILENCE + said)
    assert latest(asked) == 70
    assert latest(asked, "end(acts)") == 60
    (first,) = (c for c in asked.network.constraints if "rule:silence" in c.ids and "gospel" in origin_of(c).sentence)
    assert first.ids == ("rule:silence", "silent")  # nobody need say what belongs to a subject


def test_or_where_it_is_said() -> None:
    said = SILENT.replace("siege", "storm") + "  subject: {says: storm belongs to the subject of gospel}\n"
    assert latest(base(SILENCE + SILENT.replace("siege", "storm"))) is None
    asked = base(SILENCE + said)
    assert latest(asked) == 60
    reason = asked.explainer.bound(Distance("end(gospel)"), most=60)
    assert reason is not None
    assert set(reason.ids) == {"silent", "subject", "storm.date", "rule:silence"}


def test_what_holds_of_itself_needs_no_witness() -> None:
    asked = base(SILENCE + SILENT + "  subject: {says: siege belongs to the subject of gospel}\n")
    assert [c.ids for c in asked.network.constraints if "rule:silence" in c.ids] == [("rule:silence", "silent")]


# -- certainty


@pytest.mark.parametrize("rule", ["certain", "strong", "moderate"])
@pytest.mark.parametrize("evidence", ["certain", "strong", "moderate"])
@pytest.mark.parametrize("level", [Certainty.CERTAIN, Certainty.STRONG, Certainty.MODERATE])
def test_an_instance_is_as_certain_as_its_weakest_member(rule: str, evidence: str, level: Certainty) -> None:
    text = SILENCE.replace("certainty: strong", f"certainty: {rule}") + SILENT.replace("strong", evidence)
    holds = min(Certainty.named(rule), Certainty.named(evidence)) >= level
    assert latest(base(text, Options(at_least=level))) == (70 if holds else None)
    asked = base(text)
    assert asked.solver.window(Distance("end(gospel)"), asked.network.at_least(level)).most == (70 if holds else None)
    (instance,) = applied(asked)
    assert instance.certainty == min(Certainty.named(rule), Certainty.named(evidence))
    assert instance.evidence == ("silent",)


# -- undercutting


def test_an_undercutter_switches_off_the_one_instance() -> None:
    said = SILENT.replace("gospel is silent about siege", "[gospel is silent about siege, gospel is silent about fire]")
    asked = base(SILENCE + said + "  lost: {says: pages of gospel on fire are lost, certainty: strong}\n")
    assert latest(asked) == 70
    (undercut,) = asked.weighing.undercut
    assert (undercut.rule, undercut.premises, undercut.by, undercut.held) == ("silence", ("silent",), ("lost",), True)
    assert undercut.sentence == "pages of gospel on fire are lost"


def test_an_undercutter_weaker_than_the_premises_fails_and_is_reported() -> None:
    asked = base(SILENCE + SILENT + "  lost: {says: pages of gospel on siege are lost}\n")
    assert latest(asked) == 70
    assert [(u.by, u.held) for u in asked.weighing.undercut] == [(("lost",), False)]


def test_an_undercutter_is_weighed_against_the_premises_not_the_rule() -> None:
    """The rule is strong, what is said to fill it only moderate: as moderate an objection answers it."""
    text = SILENCE + SILENT.replace("strong", "moderate") + "  lost: {says: pages of gospel on siege are lost}\n"
    assert latest(base(text)) is None


def test_a_defeated_undercutter_undercuts_nothing() -> None:
    text = (
        SILENCE
        + SILENT
        + "  lost: {says: pages of gospel on siege are lost, certainty: strong}\n"
        + "  found: {denies: pages of gospel on siege are lost, certainty: strong}\n"
    )
    asked = base(text)
    assert latest(asked) == 70
    assert asked.weighing.undercut == ()
    assert [(s.id, s.why, s.by) for s in asked.weighing.set_aside] == [("lost", "defeated", ("found",))]


# -- conditions on dates


def test_a_condition_with_stated_bounds_becomes_an_alternative() -> None:
    asked = base(SILENCE + SILENT + "  covers: {says: gospel covers only infancy, certainty: strong}\n")
    (rule,) = (c for c in asked.network.constraints if "rule:silence" in c.ids)
    bound = Linear(("end(gospel)",), ("start(siege)",), 0)
    exception = Linear(("end(infancy)",), ("start(siege)",), -1)
    assert rule.formula == AnyOf((bound, exception))
    assert latest(asked) is None
    assert asked.weighing.open_questions == ()


def test_a_condition_that_is_not_met_changes_nothing() -> None:
    text = SILENCE.replace("-0005/0010", "0060/0075") + SILENT
    text += "  covers: {says: gospel covers only infancy, certainty: strong}\n"
    assert latest(base(text)) == 70


@pytest.mark.parametrize("coverage", ["undated", "mission", "travels"])
def test_without_a_stated_end_the_condition_lies_dormant(coverage: str) -> None:
    """Not dated at all, dated at its start alone, or dated by what is not admitted: the exception is not met."""
    asked = base(SILENCE + SILENT + f"  covers: {{says: gospel covers only {coverage}, certainty: strong}}\n")
    assert latest(asked) == 70
    (question,) = asked.weighing.open_questions
    assert question.ids == ("silent",)
    assert f"end({coverage}) < start(siege)" in question.sentence
    assert coverage in question.sentence


def test_a_start_and_a_duration_state_an_end() -> None:
    text = SILENCE.replace("mission: {start: 0030}", "mission: {start: 0030, duration: 20 years}")
    asked = base(text + SILENT + "  covers: {says: gospel covers only mission, certainty: strong}\n")
    assert latest(asked) is None
    assert asked.weighing.open_questions == ()


def test_a_weak_witness_of_the_condition_is_reported_as_failing() -> None:
    asked = base(SILENCE + SILENT + "  covers: {says: gospel covers only infancy}\n")
    assert latest(asked) == 70
    assert [(u.by, u.held) for u in asked.weighing.undercut] == [(("covers",), False)]


def test_an_exception_of_several_lines_is_as_weak_as_the_weakest() -> None:
    text = SILENCE.replace(
        "[$document covers only $coverage, end($coverage) < start($event)]",
        "[$document covers only $coverage, $event belongs to the subject of $document, $coverage before $event]",
    ).replace("  lost:", "  before: {says: '{a} came before {b}', slots: {a: span, b: span}}\n  lost:")
    text = text.replace("$coverage before $event]", "$coverage came before $event]")
    said = "  covers: {says: gospel covers only undated, certainty: strong}\n"
    for level, limit in (("strong", None), ("moderate", 70)):
        order = f"  order: {{says: undated came before siege, certainty: {level}}}\n"
        asked = base(text + SILENT + said + order)
        assert latest(asked) == limit
        assert [(u.by, u.held) for u in asked.weighing.undercut] == [(("covers", "order"), limit is None)]


# -- settings


@pytest.mark.parametrize(
    ("own", "outside", "limit"),
    [
        ("", (), 70),
        ("settings: {delay: 5 years}", (), 75),
        ("settings: {silence.delay: 5 years}", (), 75),
        ("", (("silence.delay", "7 years"),), 77),
        ("", (("delay", "7 years"),), 77),
        ("settings: {delay: 5 years}", (("silence.delay", "7 years"),), 77),
    ],
)
def test_the_last_word_on_a_setting(own: str, outside: tuple[tuple[str, str], ...], limit: int) -> None:
    """The rule's own, then the evidence's, then what is asked from outside."""
    said = f"  silent: {{says: gospel is silent about siege, certainty: strong{own and ', ' + own}}}\n"
    assert latest(base(SILENCE + said, Options(settings=outside))) == limit


def test_a_setting_of_one_piece_of_evidence_is_not_anothers() -> None:
    said = (
        "  a: {says: gospel is silent about siege, settings: {delay: 5 years}}\n"
        "  b: {says: acts is silent about storm}\n"
    )
    asked = base(SILENCE + said)
    assert (latest(asked), latest(asked, "end(acts)")) == (75, 60)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [("silense.delay", "7 years", "unknown-setting"), ("delay", "7 yeers", "duration"), ("", "", "unknown-setting")],
)
def test_a_setting_that_cannot_be_set(name: str, value: str, code: str) -> None:
    with pytest.raises(Unanswerable) as refused:
        base(SILENCE + SILENT, Options(settings=((name, value),)))
    assert [d.code for d in refused.value.diagnostics] == [code]


def test_a_bare_setting_that_two_rules_have_is_not_guessed() -> None:
    twin = """
  other:
    when: [$document is silent about $event]
    then: end($document) <= known($event) + delay
    settings: {delay: 3 years}
evidence:
"""
    text = SILENCE.replace("evidence:\n", twin.lstrip("\n")) + SILENT
    with pytest.raises(Unanswerable):
        base(text, Options(settings=(("delay", "1 year"),)))
    assert latest(base(text, Options(settings=(("silence.delay", "1 year"),)))) == 71


def test_several_silences_are_limits_of_their_own() -> None:
    said = "  silent: {says: gospel is silent about $event, for: {event: [siege, fire]}}\n"
    chronology = read(SILENCE + said)
    assert latest(base(chronology)) == 65  # the fire, known a year later
    assert latest(base(chronology, Options(without=("fire",)))) == 70
    assert latest(base(chronology, Options(without=("fire.known",)))) == 64
