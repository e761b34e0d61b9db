"""The use cases: what is asked of a chronology, what comes back, and what cannot be asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from chrono import questions
from chrono.answers.check import Checked, Variation
from chrono.engine.formulas import Constraint
from chrono.engine.intervals import Window
from chrono.engine.outcomes import Answer, Distance
from chrono.engine.solver import Solver
from chrono.loading import load
from chrono.model.chronology import Certainty, Verdict
from chrono.questions.base import Base
from chrono.questions.options import AS_WRITTEN, Options, Unanswerable
from chrono.questions.proven import proven_window
from tests.small import read

TEXT = """
chronology: {title: A small one}
people: {ada: {name: Ada, born: 1815-12-10, died: 1852-11-27}}
events:
  first: {date: 1840-01-10}
  second: {date: 1840-02-10}
  third: {date: 1840-03-10}
  vague: {date: 1840-02}
documents:
  notes: {name: The Notes, author: ada, compare: [first, second, third, vague]}
  letter: {}
evidence:
  after: {holds: start(notes) >= start(first), certainty: strong}
  before: {holds: end(notes) <= start(second), certainty: strong}
  tighter: {holds: end(notes) <= 1840-02-01}
hypotheses:
  true: {claim: notes before third, expect: entailed}
  false: {claim: notes after third, expect: refuted}
  open: {claim: duration(notes) > 3 days, expect: undetermined}
  wrong: {claim: end(notes) = 1840-01-12, expect: entailed}
"""


def jdn(text: str) -> int:
    return date.fromisoformat(text).toordinal() + 1_721_425


def verdicts(text: str, options: Options = AS_WRITTEN, ids: tuple[str, ...] = ()) -> dict[str, Verdict]:
    return {c.id: c.verdict for c in questions.check.check(read(text), ids, options).results}


def test_documents_are_asked_of_unless_something_else_is_named() -> None:
    chronology = read(TEXT)
    assert [r.id for r in questions.infer.infer(chronology).results] == ["letter", "notes"]
    assert [r.id for r in questions.infer.infer(chronology, ("third", "ada", "third")).results] == ["third", "ada"]


def test_windows_durations_and_reasons() -> None:
    (notes,) = questions.infer.infer(read(TEXT), ("notes",)).results
    assert notes.authors == ("Ada",)
    assert notes.start.window.hull == (jdn("1840-01-10"), jdn("1840-02-01"))
    assert notes.end.window.hull == (jdn("1840-01-10"), jdn("1840-02-01"))
    assert notes.duration.hull == (0, 22)
    assert notes.end.latest is not None
    assert notes.end.latest.ids == ("tighter",)
    assert notes.start.earliest is not None
    assert notes.start.earliest.ids == ("after", "first.date")


def test_an_open_bound_is_open_and_has_no_reason() -> None:
    (letter,) = questions.infer.infer(read(TEXT), ("letter",)).results
    assert letter.start.window.intervals == ((None, None),)
    assert (letter.start.earliest, letter.start.latest) == (None, None)
    assert letter.duration.intervals == ((0, None),)


def test_how_firm_each_bound_is() -> None:
    (notes,) = questions.infer.infer(read(TEXT), ("notes",)).results
    assert [(level.at_least, level.end.most) for level in notes.levels] == [
        (Certainty.CERTAIN, None),
        (Certainty.STRONG, jdn("1840-02-10")),
        (Certainty.MODERATE, jdn("1840-02-01")),
    ]


def test_comparisons_count_from_the_latest_end() -> None:
    (notes,) = questions.infer.infer(read(TEXT), ("notes",)).results
    assert [(c.to, c.verdict, c.least, c.most, c.least_said, c.most_said) for c in notes.comparisons] == [
        ("first", "possible", -22, -22, "22 days", "22 days"),
        ("second", "before", 9, 9, "9 days", "9 days"),
        ("third", "before", 38, 38, "1 month 9 days", "1 month 9 days"),
        ("vague", "possible", 0, 28, "0 days", "28 days"),
    ]
    later = read(TEXT.replace("start(notes) >= start(first)", "start(notes) > end(first)"))
    (notes,) = questions.infer.infer(later, ("notes",)).results
    assert notes.comparisons[0].verdict == "after"


def test_verdicts() -> None:
    assert verdicts(TEXT) == {"true": "entailed", "false": "refuted", "open": "undetermined", "wrong": "undetermined"}
    answer = questions.check.check(read(TEXT))
    assert {c.id: c.ok for c in answer.results} == {"true": True, "false": True, "open": True, "wrong": False}
    reasons = {c.id: c.reason and c.reason.ids for c in answer.results}
    assert reasons["open"] is None
    assert reasons["true"] == ("before", "second.date", "third.date")


def test_contradictory_evidence_entails_nothing() -> None:
    text = TEXT.replace("end(notes) <= 1840-02-01", "end(notes) <= 1839")
    strictly = questions.check.check(read(text), repair=None).results
    assert {c.verdict for c in strictly} == {"inconsistent"}
    # Without what the preferred repair gives up it entails something again.
    assert "inconsistent" not in verdicts(text).values()
    answer = questions.infer.infer(read(text), ("notes",), repair=None)
    assert (answer.status, answer.results) == ("inconsistent", ())
    (conflict,) = answer.conflicts
    assert conflict.ids == ("after", "first.date", "tighter")


def test_leaving_out_and_demanding_more() -> None:
    assert verdicts(TEXT, Options(without=("before", "tighter")))["true"] == "undetermined"
    assert verdicts(TEXT, Options(at_least=Certainty.CERTAIN))["false"] == "undetermined"
    # A hypothesis about what is left out goes with it.
    assert set(verdicts(TEXT, Options(without=("third",)))) == {"open", "wrong"}


UNDER = """
documents: {d: {}}
events: {e: {date: 1840-01-10}, f: {date: 1840-01-20}}
vocabulary: {silent: {says: "{document} is silent about {event}", slots: {document: document, event: event}}}
rules: {silence: {when: [$d is silent about $e], then: end($d) <= start($e) + delay, settings: {delay: 0 days}}}
evidence:
  a: {says: d is silent about e, certainty: strong}
  b: {holds: end(d) <= 1840-01-12}
hypotheses:
  h: {claim: d before f, under: {%s}}
"""


@pytest.mark.parametrize(
    ("under", "found"),
    [
        ("drop-any: 1", "entailed"),
        ("drop-any: 2", "undetermined"),
        ("at-least: strong", "entailed"),
        ("at-least: certain", "undetermined"),
    ],
)
def test_the_variations_a_hypothesis_must_survive(under: str, found: Verdict) -> None:
    (checked,) = questions.check.check(read(UNDER % under)).results
    assert checked.verdict == "entailed"
    verdicts = {v.verdict for v in checked.variations}
    assert found in verdicts
    assert checked.ok == (verdicts == {"entailed"})


@pytest.mark.parametrize(
    ("range_", "without", "last"),
    [
        ("0..9 days", "", "entailed"),
        ("0..10 days", "b", "undetermined"),
        ("0..10 days", "", "entailed"),
        ("0..2 weeks", "b", "undetermined"),
    ],
)
def test_a_setting_is_tried_over_its_range(range_: str, without: str, last: Verdict) -> None:
    text = UNDER % f"settings: {{silence.delay: {range_}}}"
    options = Options(without=(without,) if without else ())
    (checked,) = questions.check.check(read(text), (), options).results
    assert {v.verdict for v in _at_ends(checked)} == {"entailed", last}


def _at_ends(checked: Checked) -> list[Variation]:
    return [checked.variations[0], checked.variations[-1]]


def test_explaining_a_span_or_a_hypothesis() -> None:
    chronology = read(TEXT)
    assert [r.id for r in questions.explain.explain(chronology, "notes").results] == ["notes"]
    assert [r.id for r in questions.explain.explain(chronology, "open").results] == ["open"]


@pytest.mark.parametrize(
    "question",
    [
        lambda c: questions.infer.infer(c, ("note",)),
        lambda c: questions.infer.infer(c, (), Options(without=("befor",))),
        lambda c: questions.check.check(c, ("tru",)),
        lambda c: questions.explain.explain(c, "nots"),
        lambda c: questions.infer.infer(c, (), Options(settings=(("x", "1 day"),))),
        lambda c: questions.check.check(read("events: {e: {date: 1840}}")),
    ],
)
def test_what_cannot_be_asked(question: object) -> None:
    with pytest.raises(Unanswerable) as refused:
        question(read(TEXT))  # type: ignore[operator]
    assert len(refused.value.diagnostics) == 1
    assert refused.value.diagnostics[0].message


def test_overlays_are_read_with_the_folder(tmp_path: Path) -> None:
    (tmp_path / "events.yaml").write_text("documents: {d: {}}")
    overlay = tmp_path / "rival.yaml"
    overlay.write_text("evidence: {late: {holds: start(d) >= 1840}}")
    loaded = load(tmp_path, (overlay,))
    assert loaded.chronology is not None
    assert [e.id for e in loaded.chronology.evidence] == ["late"]
    plain = load(tmp_path)
    assert plain.chronology is not None
    assert plain.chronology.evidence == ()


# -- a limit is no answer


def test_an_order_not_known_in_time_is_unknown_and_not_possible(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Solver.shown

    def limited(self: Solver, also: Sequence[Constraint] = (), ids: Collection[str] | None = None) -> Answer:
        return Answer.UNKNOWN if also else asked(self, also, ids)

    monkeypatch.setattr(Solver, "shown", limited)
    answer = questions.infer.infer(read(TEXT), ("notes",))
    assert {c.verdict for c in answer.results[0].comparisons} == {"unknown"}
    assert answer.status == "unknown"


def test_a_level_not_known_in_time_makes_the_answer_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def limited(base: Base, distance: Distance, ids: Collection[str] | None = None) -> Window:
        window = proven_window(base, distance, ids)
        return replace(window, proven=False) if ids is not None and set(ids) != set(base.network.ids) else window

    monkeypatch.setattr("chrono.questions.infer.proven_window", limited)
    assert questions.infer.infer(read(TEXT), ("notes",)).status == "unknown"


def test_a_reference_not_known_in_time_is_not_measured_to(monkeypatch: pytest.MonkeyPatch) -> None:
    def limited(base: Base, distance: Distance, ids: Collection[str] | None = None) -> Window:
        window = proven_window(base, distance, ids)
        return replace(window, proven=False) if "second" in distance.of else window

    monkeypatch.setattr("chrono.questions.infer.proven_window", limited)
    found = {c.to: c for c in questions.infer.infer(read(TEXT), ("notes",)).results[0].comparisons}
    assert (found["second"].least, found["second"].most) == (None, None)
    assert found["third"].least is not None


def test_a_plain_contradiction_is_found_without_any_time_left() -> None:
    before = "evidence: {before: {holds: end(a) < start(b)}}"
    base = read(f"chronology: {{title: Plain}}\nevents: {{a: {{date: 1200}}, b: {{date: 1100}}}}\n{before}\n")
    answer = questions.infer.infer(base, ("a",), Options(timeout=1e-9))
    assert answer.status == "inconsistent"
    assert [c.ids for c in answer.conflicts] == [("a.date", "b.date", "before")]
