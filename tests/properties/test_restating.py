"""Dates moved and read in one way: what is read off what was encoded is what encoding anew gives."""

from __future__ import annotations

from dataclasses import replace

import pytest
from benchmarks.cartularies import cartulary
from hypothesis import HealthCheck, event, given, reject, settings
from hypothesis import strategies as st

from chrono.loading import Memory
from chrono.model.alteration import alterable, altered, restated
from chrono.model.omission import omit
from chrono.questions.base import Base
from chrono.questions.options import Options, Unanswerable
from chrono.questions.session import Session
from chrono.questions.vary import vary

RULES = """
vocabulary:
  cites: {says: "{document} cites {event}", slots: {document: document, event: event}}
  written-in: {says: "{document} was written in {date}", slots: {document: document, date: date}}
  held: {says: "{person} was in {event}", slots: {person: person, event: event}}
rules:
  cited: {when: $d cites $e, then: end($d) >= start($e) + delay, settings: {delay: DELAY}, certainty: strong}
  written: {when: $d was written in $t, unless: [[$d cites $e, end($e) < 1101]], then: $d within $t, certainty: strong}
  alone:
    when: [$p was in $e, $q was in $f]
    then: end($e) <= start($f) or end($f) <= start($e)
    certainty: moderate
"""
DATES = ["1104", "1104/1107", "'[1103,1109]'", "'[1101..1103,1107]'", "1105-03", "1106-02-11", "julian-unknown:1105"]
KINDS = [("date",), ("date",), ("date",), ("start",), ("end",), ("end",), ("start", "end"), ("start", "duration"), ()]
DURATIONS = ["3..5 years", "2 months", "20..40 days"]


@st.composite
def texts(draw: st.DrawFn) -> str:
    lines = ["chronology: {unit: day}", "events:"]
    for id in ("e0", "e1", "e2"):
        kinds = draw(st.sampled_from(KINDS))
        stated = [f"{k}: {draw(st.sampled_from(DURATIONS if k == 'duration' else DATES))}" for k in kinds]
        stated += draw(st.sampled_from([[], [], ["known: 1108/1110"]]))
        lines.append(f"  {id}: {{{', '.join([*stated, 'certainty: moderate'])}}}")
    if draw(st.integers(0, 5)) == 0:
        lines.append("  e3: {start: 2 years after e0}")
    lines += ["people:", "  p: {}", "  q: {}", "documents:"]
    lines += [f"  d0: {{date: {draw(st.sampled_from(DATES))}, certainty: strong}}", "  d1: {}", "evidence:"]
    said = ["d1 was written in 1100/1106", "p was in e0", "q was in e1"]
    said += [f"{d} cites {e}" for d in ("d0", "d1") for e in ("e0", "e1", "e2")]
    for number, sentence in enumerate(draw(st.lists(st.sampled_from(said), min_size=1, max_size=5, unique=True))):
        lines.append(f"  s{number}: {{says: {sentence}, certainty: moderate}}")
    held = ["end(d1) <= start(e1) + 3 months", "end(d0) <= end(e2)", "start(e0) < 1103 or start(d1) > 1105"]
    for number, claim in enumerate(draw(st.lists(st.sampled_from(held), max_size=2, unique=True))):
        lines.append(f"  h{number}: {{holds: '{claim}', certainty: moderate}}")
    return "\n".join(lines) + RULES.replace("DELAY", draw(st.sampled_from(["0 days", "0 days", "30 days", "2 months"])))


def said(base: Base) -> tuple[object, ...]:
    network = base.network
    return set(network.points), {(c.ids, repr(c.formula)) for c in network.constraints}, network.ranks, network.weights


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts(), st.data())
def test_what_is_restated_is_what_encoding_anew_gives(text: str, data: st.DataObject) -> None:
    try:
        session = Session.read(Memory({"events.yaml": text}))
    except Unanswerable:
        reject()  # An entry whose own dates leave it no time.
    options = Options().begun()
    with session.asking(options):
        base = session.base(options)
        moved, turned = alterable(base.chronology)
        stated = {s.id for e in base.chronology.entries for s in e.stated}
        some = data.draw(st.sets(st.sampled_from(sorted(moved & stated) or ["-"]), max_size=3)) - {"-"}
        others = data.draw(st.sets(st.sampled_from(sorted(turned & stated) or ["-"]), max_size=2)) - {"-"} - some
        lost = sorted(data.draw(st.sets(st.sampled_from([e.id for e in base.chronology.evidence]), max_size=2)))
        seed = data.draw(st.integers(0, 10_000))

        def draw(name: str, below: int) -> int:
            return (seed * 7919 + sum(map(ord, name))) % below

        statements = restated(base.whole, some, others, draw)
        assert statements.keys() == some | others
        found = base.restated(statements, lost)
        event("encoded anew" if found is None else f"{len(statements)} restated")
        if found is not None:
            whole = altered(omit(base.whole, lost)[0], some, others, draw)
            assert said(found) == said(Base(whole, replace(base.given, limit=base.limit)))


@pytest.mark.parametrize("doubts", [False, True])
def test_runs_that_move_dates_count_the_same_as_where_each_is_encoded_anew(
    doubts: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = dict(cartulary(40, seed=2, doubts=doubts).files)
    files["events.yaml"] = files["events.yaml"].replace("date: $date}", "date: $date, certainty: moderate}")
    files["events.yaml"] += RULES_OF_WITNESSES

    def counted() -> object:
        session = Session.read(Memory(files))
        return replace(vary(session, runs=4, seed=5), diagnostics=())

    short = Base.restated
    taken = []

    def counting(self: Base, *given: object) -> Base | None:
        taken.append(short(self, *given))  # type: ignore[arg-type]
        return taken[-1]

    monkeypatch.setattr(Base, "restated", counting)
    known = counted()
    assert taken
    assert None not in taken
    monkeypatch.setattr(Base, "restated", lambda *_: None)
    assert counted() == known


RULES_OF_WITNESSES = """
vocabulary:
  witnessed: {says: "{act} was witnessed by {tenure}", slots: {act: document, tenure: span}}
rules:
  witness: {when: $act was witnessed by $tenure, then: $act within $tenure, certainty: strong}
"""
