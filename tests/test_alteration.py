"""Evidence altered as its uncertainty says, held against the same written by hand."""

from __future__ import annotations

import pytest

from chrono.answers.infer import Inference
from chrono.loading import Memory
from chrono.model.alteration import alterable, altered
from chrono.model.chronology import Chronology
from chrono.questions.infer import infer
from chrono.questions.session import Session

HEAD = """\
chronology: {admit: weak, unit: year}
vocabulary:
  lies-over:
    says: "{upper} lies over {lower}"
    slots: {upper: period, lower: period}
  copied:
    says: "{document} was copied in the time of {person}"
    slots: {document: document, person: person}
  dated:
    says: "{document} is dated {date}"
    slots: {document: document, date: date}
rules:
  over: {title: t, when: [$a lies over $b], then: start($a) >= end($b), certainty: strong}
  written: {title: t, when: [$a is dated $when], then: "start($a) >= $when and end($a) <= $when", certainty: strong}
"""
SPANS = """\
periods: {p: {start: 1100}, q: {end: 1200}, r: {date: 1150}}
"""


def read(text: str) -> Chronology:
    return Session.read(Memory({"events.yaml": HEAD + text})).chronology


def told(chronology: Chronology) -> object:
    answer: Inference = infer(chronology, tuple(e.id for e in chronology.entries))
    return answer.status, [(r.id, r.start.window, r.end.window) for r in answer.results]


MOVED = [
    ("documents: {d: {date: '[1150..1160]'}}", "d.date", 0, "documents: {d: {date: '[1140..1150]'}}"),
    ("documents: {d: {date: '[1150..1160]'}}", "d.date", 9, "documents: {d: {date: '[1149..1159]'}}"),
    ("documents: {d: {date: '[1150..1160]'}}", "d.date", 10, "documents: {d: {date: '[1151..1161]'}}"),
    ("documents: {d: {date: '[1150..1160]'}}", "d.date", 19, "documents: {d: {date: '[1160..1170]'}}"),
    ("documents: {d: {date: '[1150, 1155]'}}", "d.date", 5, "documents: {d: {date: '[1151, 1156]'}}"),
    ("documents: {d: {end: '[1150..1152]'}}", "d.end", 3, "documents: {d: {end: '[1152..1154]'}}"),
    (
        "documents: {d: {start: 1100, duration: 5..10 years}}",
        "d.duration",
        0,
        "documents: {d: {start: 1100, duration: 0..5 years}}",
    ),
    (
        "documents: {d: {start: 1100, duration: 1..10 years}}",
        "d.duration",
        0,
        "documents: {d: {start: 1100, duration: 0..1 years}}",
    ),
    (
        "documents: {d: {}}\nevidence: {e: {holds: '1150 <= end(d) <= 1152'}}",
        "e",
        2,
        "documents: {d: {}}\nevidence: {e: {holds: '1151 <= end(d) <= 1153'}}",
    ),
    (
        "documents: {d: {start: 1100}}\nevidence: {e: {holds: '9 years > duration(d) >= 6 years'}}",
        "e",
        5,
        "documents: {d: {start: 1100}}\nevidence: {e: {holds: '12 years > duration(d) >= 9 years'}}",
    ),
    (
        "documents: {d: {}}\nevidence: {e: {holds: 'd within \"1150s\"'}}",
        "e",
        0,
        "documents: {d: {}}\nevidence: {e: {holds: 'd within [1141..1150]'}}",
    ),
    (
        "documents: {d: {}}\nevidence: {e: {says: 'd is dated [1150..1160]'}}",
        "e",
        10,
        "documents: {d: {}}\nevidence: {e: {says: 'd is dated [1151..1161]'}}",
    ),
]
TURNED = [
    ("evidence: {e: {holds: p before q}}", "e", 0, "evidence: {e: {holds: q before p}}"),
    (
        "evidence: {e: {holds: end(p) + 3 years <= start(q)}}",
        "e",
        0,
        "evidence: {e: {holds: end(q) + 3 years <= start(p)}}",
    ),
    ("evidence: {e: {says: p lies over q}}", "e", 0, "evidence: {e: {says: q lies over p}}"),
    ("evidence: {e: {holds: end(p) <= 1110 or end(p) >= 1120}}", "e", 1, "evidence: {e: {holds: end(p) >= 1120}}"),
    ("documents: {d: {date: '[1150, 1155]'}}", "d.date", 1, "documents: {d: {date: 1155}}"),
    ("documents: {d: {date: '[1150, 1155..1158]'}}", "d.date", 1, "documents: {d: {date: '[1155..1158]'}}"),
    ("sequences: [[p, r, q]]", "sequence:p,r", 0, "sequences: [[r, p, q]]"),
    ("sequences: [{of: [p, r, q], gaps: allowed}]", "sequence:r,q", 0, "sequences: [{of: [p, q, r], gaps: allowed}]"),
]
UNMOVED = [
    "documents: {d: {date: 1150, certainty: weak}}",
    "documents: {d: {start: 1150/.., end: ../1160, certainty: weak}}",
    "documents: {d: {duration: 10 years, certainty: weak}}",
    "documents: {d: {duration: '>= 10 years', certainty: weak}}",
    "documents: {d: {}}\nevidence: {e: {holds: end(d) <= 1150}}",
    "documents: {d: {}}\nevidence: {e: {holds: 'duration(d) <= 5 years'}}",
]
UNTURNED = [
    "documents: {d: {date: '[1150..1160]'}}",
    "evidence: {e: {holds: end(p) <= 1150}}",
    "documents: {d: {}}\npeople: {a: {}}\nevidence: {e: {says: d was copied in the time of a}}",
    "evidence: {e: {holds: 'no two of [p, q] overlap'}}",
    "evidence: {e: {holds: start($v) >= 1100, for: {v: [p, q]}}}",
    "sequences: [{of: [p, r, q], order: unknown, gaps: allowed}]",
]


@pytest.mark.parametrize(("text", "id", "number", "by_hand"), MOVED)
def test_moved(text: str, id: str, number: int, by_hand: str) -> None:
    before = read(SPANS + text)
    assert id in alterable(before)[0]
    found = altered(before, [id], [], lambda name, below: number)
    assert told(found) == told(read(SPANS + by_hand))
    assert told(found) != told(before)


@pytest.mark.parametrize(("text", "id", "number", "by_hand"), TURNED)
def test_turned(text: str, id: str, number: int, by_hand: str) -> None:
    before = read(SPANS + text)
    assert id in alterable(before)[1]
    found = altered(before, [], [id], lambda name, below: number)
    assert told(found) == told(read(SPANS + by_hand))
    assert told(found) != told(before)


@pytest.mark.parametrize("text", UNMOVED)
def test_what_states_no_uncertainty_is_not_moved(text: str) -> None:
    assert alterable(read(text))[0] == set()


@pytest.mark.parametrize("text", UNTURNED)
def test_what_has_no_other_side_is_not_turned(text: str) -> None:
    assert alterable(read(SPANS.replace("r: {date: 1150}", "r: {}") + text))[1] == set()


def test_neighbours_that_are_all_turned_stand_the_other_way_round() -> None:
    found = altered(read(SPANS + "sequences: [[p, r, q]]"), [], ["sequence:p,r", "sequence:r,q"], lambda *_: 0)
    assert found.sequences[0].links == (("q", "r"), ("r", "p"))


def test_days_and_months_keep_their_place_in_a_step() -> None:
    """A date finer than the unit stays as fine: only whole steps are moved."""
    text = "documents: {d: {date: '[1150-03..1151-05]'}}"
    (entry,) = altered(read(text), ["d.date"], [], lambda *_: 0).entries
    (again,) = read("documents: {d: {date: '[1149-03..1150-05]'}}").entries
    assert entry.stated[0].value.runs == again.stated[0].value.runs  # type: ignore[union-attr]


def test_nothing_altered_is_the_same() -> None:
    chronology = read(SPANS + MOVED[0][0])
    assert altered(chronology, [], [], lambda *_: 0) == chronology
