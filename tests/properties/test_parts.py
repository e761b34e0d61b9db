"""Parts are what the whole is made of: their constraints together are the whole's, and so are their answers.

Random chronologies of several islands, with whatever can tie spans together: links, parts, authors, comparisons, dates
counted from others, claims, rules with exceptions and orders, and rules whose premises are about more spans than their
conclusions.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chrono import questions
from chrono.engine.formulas import Constraint
from chrono.grounding.parts import parts
from chrono.loading import load
from chrono.model.chronology import Chronology
from chrono.questions import parted
from chrono.questions.base import Base, Stood
from chrono.questions.options import AS_WRITTEN, Options
from tests.small import ROOT, read

MORE = int(os.environ.get("CHRONO_FUZZ", "1"))
SOME = settings(
    max_examples=40 * MORE,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
RULES = """
vocabulary:
  tells: {says: "{document} tells of {event}", slots: {document: document, event: event}}
  silent: {says: "{document} is silent on {event}", slots: {document: document, event: event}}
  kept: {says: "{document} was kept in {place}", slots: {document: document, place: text}}
  older: {says: "{one} is older than {other}", slots: {one: document, other: document}}
  dated: {says: "{document} was written {date}", slots: {document: document, date: date}}
rules:
  told: {when: $d tells of $e, then: end($d) >= start($e)}
  silence:
    when: $d is silent on $e
    unless: [[$d tells of $other, start($other) > 1105]]
    then: end($d) <= known($e) + 4 months
    certainty: strong
  together:
    when: [$a was kept in $place, $b was kept in $place, $b tells of $e]
    then: start($a) <= end($e) + 90 years
  order: {when: $a is older than $b, then: start($a) <= end($b), order: [$a, $b]}
  written: {when: $d was written $t, then: [start($d) >= $t, end($d) <= $t + 1 year]}
"""


@st.composite
def chronologies(draw: st.DrawFn) -> str:
    islands = draw(st.integers(2, 4))
    year = st.integers(1095, 1125)

    def one(kind: str, island: int) -> str:
        """A span of the island, or now and then of another."""
        return f"{kind}{island if draw(st.integers(0, 9)) else draw(st.integers(0, islands - 1))}"

    def date(island: int) -> str:
        counted = f"next easter after {one('e', island)}"
        return draw(st.sampled_from(["", f"date: {draw(year)}", f"start: {draw(year)}", f"date: {counted}"]))

    events, documents, people, evidence, orders = [], [], [], [], []
    for n in range(islands):
        events.append(f"  e{n}: {{{draw(st.sampled_from(['', f'date: {draw(year)}', f'known: {draw(year)}']))}}}")
        people.append(f"  p{n}: {{{draw(st.sampled_from(['', 'died: 1120, ']))}weight: {draw(st.integers(1, 3))}}}")
        fields = [date(n), *draw(st.lists(st.sampled_from(["duration: 1 month", "weight: 2"]), unique=True))]
        if draw(st.booleans()):
            fields.append(f"author: {one('p', n)}")
        if draw(st.booleans()):
            fields.append(f"compare: [{one('e', n)}]")
        documents += [f"  d{n}: {{{', '.join(f for f in fields if f)}}}", f"  f{n}: {{{date(n)}}}"]
        if draw(st.booleans()):
            orders.append(f"  - [f{n}, {one('d', n)}]" if draw(st.booleans()) else f"  - [g{n}, e{n}]")
        said = {
            f"says: {one('d', n)} tells of {one('e', n)}",
            f"says: {one('f', n)} is silent on {one('e', n)}",
            f"says: {one('f', n)} was kept in York",
            f"says: {one('d', n)} was kept in the abbey {n}",
            f"says: {one('d', n)} was written next easter after {one('e', n)}",
            f"says: f{n} was written {draw(year)}",
            f"says: $x tells of e{n}, for: {{x: [d{n}, {one('f', n)}]}}",
            f"holds: end({one('d', n)}) <= {draw(year)} or start(f{n}) >= 1110",
            f"holds: end(d{n}) + 2 months <= end({one('f', n)}) + 40 years",
            f"holds: start(f{n}) > start({one('e', n)}) + 1 month",
            f"holds: 'no two of [d{n}, f{n}, {one('g', n)}] overlap'",
        }
        for line in draw(st.lists(st.sampled_from(sorted(said)), max_size=4)):
            evidence.append(f"  q{len(evidence)}: {{{line}, weight: {draw(st.integers(1, 3))}}}")
        if draw(st.integers(0, 3)) == 0:
            evidence.append(f"  q{len(evidence)}: {{says: d{n} is older than {one('g', n)}}}")
        documents.append(f"  g{n}: {{}}")
    sequences = ["sequences:", *orders] if orders else []
    pieces = ["evidence:", *evidence] if evidence else []
    return "\n".join(["events:", *events, "people:", *people, "documents:", *documents, *sequences, *pieces]) + RULES


def assert_parts_are_the_whole(chronology: Chronology, least: int = 1) -> int:
    """The number of parts."""
    whole = Base(chronology, Options())
    weighed, applied, network = whole._grounded
    found = parts(chronology, weighed.holdings, applied.instances, whole.admitted, least)
    made: Counter[Constraint] = Counter()
    points: list[str] = []
    for part in found:
        stood = Stood(weighed.__class__((), part.holdings, (), ()), applied.__class__(part.instances, (), ()))
        own = Base(part.of(chronology), Options(at_least=whole.admitted), stood=stood).network
        assert part.holds_all(own)
        made.update(own.constraints)
        points += own.points
        assert {id: network.ranks[id] for id in own.ranks} == own.ranks
        assert {id: network.weights[id] for id in own.ranks if id in network.weights} == own.weights
        places = {constraint: place for place, constraint in enumerate(network.constraints)}
        order = [places[constraint] for constraint in own.constraints]
        assert order == sorted(order)
    assert made == Counter(network.constraints)
    assert sorted(points) == sorted(network.points)
    return len(found)


@SOME
@given(chronologies())
def test_the_constraints_of_the_parts_are_those_of_the_whole(text: str) -> None:
    assert_parts_are_the_whole(read(text))


@pytest.mark.parametrize("folder", sorted(p.parent.name for p in ROOT.glob("examples/*/events.yaml")))
def test_published_cases_are_the_sum_of_their_parts(folder: str) -> None:
    chronology = load(ROOT / "examples" / folder).chronology
    assert chronology is not None
    assert assert_parts_are_the_whole(chronology)


def in_parts(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Has small chronologies asked part by part; says of each that was split whether its parts answered."""
    told: list[bool] = []
    answers = parted.Parted.answers

    def watched(self: parted.Parted, ask: parted.Asking, jobs: object) -> object:
        found = answers(self, ask, jobs)  # type: ignore[arg-type]
        told.append(found is not None)
        return found

    monkeypatch.setattr(parted.Parted, "answers", watched)
    monkeypatch.setattr(parted, "LEAST", 1)
    monkeypatch.setattr(questions.infer, "LARGE", 0)
    monkeypatch.setattr(questions.windows, "LARGE", 0)
    return told


@SOME
@given(chronologies(), st.booleans())
def test_parts_answer_as_the_whole(text: str, some: bool) -> None:
    chronology = read(text)
    ids = ("d1", "e0") if some else ()
    whole = questions.infer.infer(chronology, ids), questions.windows.windows(chronology, ids)
    with pytest.MonkeyPatch.context() as monkeypatch:
        in_parts(monkeypatch)
        assert (questions.infer.infer(chronology, ids), questions.windows.windows(chronology, ids)) == whole


def test_parts_answer_in_several_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    islands = range(40)
    text = "\n".join(
        [
            "documents:",
            *(f"  d{n}: {{start: {1100 + n}}}\n  f{n}: {{date: '{1110 + n}/{1120 + n}'}}" for n in islands),
            "sequences:",
            *(f"  - [d{n}, f{n}]" for n in islands),
        ]
    )
    chronology = read(text)
    whole = questions.infer.infer(chronology), questions.windows.windows(chronology)
    told = in_parts(monkeypatch)
    monkeypatch.setattr(questions.workers, "PAYS", 0.0)
    assert (questions.infer.infer(chronology, jobs=2), questions.windows.windows(chronology, jobs=2)) == whole
    assert told == [True, True]


CONTRADICTORY = """\
documents: {a: {}, b: {date: 1100}, c: {date: 1090}, d: {}, e: {date: 1101}}
sequences: [[a, b], [b, c], [d, e]]
"""


def test_contradictory_evidence_is_answered_by_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    chronology = read(CONTRADICTORY)
    whole = questions.infer.infer(chronology)
    assert whole.status == "inconsistent"
    told = in_parts(monkeypatch)
    monkeypatch.setattr(parted.Parted, "pays", True)
    assert questions.infer.infer(chronology) == whole
    assert told == [False]


def test_what_hangs_together_is_not_split(monkeypatch: pytest.MonkeyPatch) -> None:
    chronology = read("documents: {a: {}, b: {}, c: {date: 1090}, d: {}}\nsequences: [[a, b, c]]\n")
    told = in_parts(monkeypatch)
    assert questions.infer.infer(chronology).status == "consistent"
    assert told == []


def test_no_time_leaves_parts_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    chronology = read("documents: {a: {date: 1090}, b: {date: 1091}, c: {date: 1090}}\n")
    told = in_parts(monkeypatch)
    answer = questions.infer.infer(chronology, (), Options(timeout=0.0))
    assert answer.status == "unknown"
    assert not told or told == [True]
    assert questions.infer.infer(chronology, (), AS_WRITTEN).status == "consistent"


def test_a_part_that_is_not_asked_about_and_had_no_time_leaves_it_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    chronology = read("documents: {a: {date: 1090}, b: {date: 1091}, c: {date: 1090}}\n")
    told, base_of = in_parts(monkeypatch), parted._base

    def hurried(frame: questions.base.Base, task: parted._Task) -> questions.base.Base:
        found = base_of(frame, task)
        if not task.ids:
            vars(found)["consistency"] = "unknown"
            monkeypatch.setattr(type(found.limit), "ended", lambda self: True)
        return found

    known = questions.windows.windows(chronology, ("a",))
    assert known.status == "consistent"
    monkeypatch.setattr(parted, "_base", hurried)
    answer = questions.windows.windows(chronology, ("a",))
    assert (answer.status, answer.results) == ("unknown", known.results)
    assert questions.infer.infer(chronology, ("a",)).status == "unknown"
    assert told == [True, True, True]
