"""Every mention of an id with its place: what a name is given by, in whatever it is written, and renamed by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chrono import Chronology
from chrono.core.ids import rule_of, source_of
from chrono.loading import Loaded, Memory, load
from chrono.model.mentions import Mentions
from tests.properties.test_fixes import CHRONOLOGIES, made

# Every way to name something, each id of something else than what it could be confused with.
EVERYWHERE = {
    "events.yaml": """
chronology: {include: [rules.yaml, hypotheses/*.yaml]}
sources:
  riddell: {title: x}
  ledger: {title: y}
people: {otto: {born: 1023}}
events:
  pact: {date: 1939-08-23, source: "riddell, ¶12"}
  war: {date: [1939-09-01..1939-09-03]}
  truce: {date: "20 days after pact"}
periods:
  darius-ii: {start: 1930-01-01, end: 1945-01-01}
  necho: {start: "year 3 of darius-ii", years-from: war, certainty: weak}
  psammis: {start: 5 Darius II}
  amasis: {start: 5 Psammis, end: 1943}
documents:
  before: {author: [otto], parts: [part], compare: [pact, war]}
  part: {start: 1939, end: "1940"}
sequences: [[necho, amasis], {of: [psammis, amasis], gaps: allowed, source: riddell}]
evidence:
  told: {says: before mentions pact, against: [seen], source: riddell}
  seen: {says: before mentions $event, for: {event: [pact, war]}}
  also:
    says: >
      before
      mentions war
    holds: ["end(\\x62efore) <= 1940 and before before war", if pact before war then start(before) >= end(pact)]
    settings: {silence.delay: 2 days}
  rows: {table: acts.csv, says: $what mentions $when, holds: "end($what) >= start($when)"}
""",
    "rules.yaml": """
vocabulary:
  mentions: {says: "{document} mentions {event}", slots: {document: document, event: event}}
rules:
  silence:
    when: $document mentions $event
    then: [start($event) - delay <= end($document), start(pact) <= end($document) + delay]
    unless: [part mentions pact, [$document mentions war, end(part) < start(war)]]
    settings: {delay: 30 days}
""",
    "hypotheses/one.yaml": """
hypotheses:
  late:
    claim: end(before) >= start(war)
    expect: undetermined
    relies-on: told
    must-not-rely-on: [rule:silence, source:riddell, pact.date]
    under: {settings: {silence.delay: 1..2 days}, without: [["sequence:necho,amasis", seen]], with: rival.yaml}
  window: {window: {of: part, end: 1939..1941}}
""",
    "rival.yaml": """
evidence: {rival: {holds: end(before) <= 1939-12}}
without: [told, "rule:silence", necho.start]
set: {silence.delay: 9 days}
changes:
  psammis: {start: 6 darius-ii, source: riddell}
  seen: {says: before mentions $event, for: {event: war}, note: x}
""",
    "acts.csv": 'when,what,source\npact , "before","ledger, 3"\nwar,part,riddell\n',
}
MENTIONS = {
    "otto": 2, "pact": 11, "war": 12, "truce": 1, "darius-ii": 4, "necho": 4, "psammis": 4, "amasis": 4, "before": 11,
    "part": 6, "told": 3, "seen": 4, "also": 1, "rows": 1, "late": 1, "window": 1, "rival": 1,
    "rule:silence": 6, "source:riddell": 7, "source:ledger": 2,
}  # fmt: skip


@lru_cache
def read(texts: tuple[tuple[str, str], ...]) -> Loaded:
    return load(Memory(dict(texts)))


def mentions(texts: Mapping[str, str]) -> Mentions:
    return read(tuple(sorted(texts.items()))).mentions()


def renamed(texts: Mapping[str, str], id: str, name: str) -> dict[str, str]:
    """The files with an id renamed wherever it is mentioned."""
    changed = dict(texts)
    for fix in reversed(mentions(texts).renaming(id, name)):
        changed = made(changed, fix)
    return changed


def stretch(texts: Mapping[str, str], mention_of: str) -> list[str]:
    """What stands at each mention."""
    found = []
    for mention in mentions(texts).of(mention_of):
        place = mention.place
        assert place.line == place.end_line
        found.append(texts[place.file].splitlines()[place.line - 1][place.column - 1 : place.end_column - 1])
    return found


def test_each_mention_is_found_and_nothing_else() -> None:
    loaded = read(tuple(sorted(EVERYWHERE.items())))
    assert loaded.chronology is not None, "\n".join(map(str, loaded.diagnostics))
    found = mentions(EVERYWHERE)
    counts = {id: len(found.of(id)) for id in {mention.of for mention in found.all}}
    assert counts == MENTIONS


def test_at_each_place_stands_the_id() -> None:
    for id in MENTIONS:
        name = rule_of(id) or source_of(id) or id
        others = {"Darius II", "Psammis", r"\x62efore"}
        assert set(stretch(EVERYWHERE, id)) - others == {name}


def test_what_is_declared_is_defined_once() -> None:
    found = mentions(EVERYWHERE)
    for id in MENTIONS:
        assert sum(mention.defines for mention in found.of(id)) == 1
        assert found.definition(id) in found.of(id)
    assert found.definition("nobody") is None


def test_a_mention_is_found_by_its_place() -> None:
    found = mentions(EVERYWHERE)
    for mention in found.all:
        place = mention.place
        for column in (place.column, place.end_column):
            at = found.at(place.file, place.line, column)
            assert at is not None
            assert at.place.file == place.file
    assert found.at("events.yaml", 1, 1) is None
    assert found.at("nowhere.yaml", 3, 3) is None


def test_there_are_mentions_where_there_are_mistakes() -> None:
    broken = {
        **EVERYWHERE,
        "events.yaml": EVERYWHERE["events.yaml"] + "  wrong: {says: before mentoins pact, more: 1}\n",
    }
    assert read(tuple(sorted(broken.items()))).chronology is None
    assert len(mentions(broken).of("pact")) == MENTIONS["pact"]


def answers(texts: Mapping[str, str], names: Mapping[str, str]) -> dict[str, object]:
    """Windows and verdicts by what they are of, with other names for some; and how many of each thing there are."""
    chronology = Chronology.loads(texts)
    value = chronology.value
    found: dict[str, object] = {
        names.get(one.id, one.id): (one.start.window, one.end.window) for one in chronology.infer().results
    }
    checked = chronology.check().results if value.hypotheses else ()
    found |= {names.get(one.id, one.id): (one.verdict, one.ok) for one in checked}
    for things in (value.entries, value.evidence, value.rules, value.hypotheses, value.sequences):
        found[type(things[0]).__name__ if things else ""] = len(things)
    return found


@pytest.mark.parametrize("id", MENTIONS)
def test_renaming_changes_the_name_alone(id: str) -> None:
    name = "q" + (rule_of(id) or source_of(id) or id)
    changed = renamed(EVERYWHERE, id, name)
    of = id.replace(id.rpartition(":")[2], name)
    assert len(mentions(changed).of(of)) == MENTIONS[id]
    assert not mentions(changed).of(id)
    assert answers(changed, {name: id}) == answers(EVERYWHERE, {})


NAMED = [
    (number, id)
    for number, texts in enumerate((*CHRONOLOGIES, EVERYWHERE))
    for id in sorted({mention.of for mention in mentions(texts).all if mention.defines})
]


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(NAMED), st.sampled_from(("x-1", "Zz", "a_b")))
def test_renaming_keeps_every_answer(named: tuple[int, str], name: str) -> None:
    number, id = named
    texts = (*CHRONOLOGIES, EVERYWHERE)[number]
    changed = renamed(texts, id, name)
    assert [m.defines for m in mentions(changed).of(id.replace(id.rpartition(":")[2], name))] == [
        m.defines for m in mentions(texts).of(id)
    ]
    if read(tuple(sorted(texts.items()))).chronology is None:
        return
    assert answers(changed, {name: id.rpartition(":")[2]}) == answers(texts, {})


def test_a_chronology_gives_its_mentions() -> None:
    chronology = Chronology.loads(EVERYWHERE)
    assert chronology.mentions().all == mentions(EVERYWHERE).all


def test_a_name_within_a_word_is_no_mention() -> None:
    texts = {"events.yaml": "events: {war: {date: 1939}, war-2: {date: 1940, note: war}, prewar: {date: the war}}"}
    assert stretch(texts, "war") == ["war"]
    assert not re.search("war", "".join(stretch(texts, "war-2")).replace("war-2", ""))
