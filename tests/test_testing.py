"""`chrono.testing`: the strategies draw what they promise, and the laws catch an engine that breaks them."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import find as hypothesis_find
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono import Chronology, dates
from chrono.answers.reasons import Reason
from chrono.arguments.explainer import Explainer
from chrono.engine import certificates
from chrono.engine.formulas import holds
from chrono.engine.intervals import Window
from chrono.engine.outcomes import Distance
from chrono.engine.solver import Solver
from chrono.frontends.hypothesis_plugin import register
from chrono.loading import load
from chrono.testing import (
    History,
    assert_laws,
    chronologies,
    file_texts,
    histories,
    perturbed,
    planted,
    subsets,
    with_added,
)
from chrono.testing.histories import space_of
from chrono.testing.restating import new_names, renamed, shiftable
from chrono.testing.space import Space
from tests.small import ROOT

STALIN = Chronology.load(ROOT)
T = TypeVar("T")
SOME = settings(max_examples=40, deadline=None)
FEW = settings(max_examples=15, deadline=None)


def find(drawn: st.SearchStrategy[T], fits: Callable[[T], bool]) -> T:
    """The simplest that fits, however long it takes to find."""
    return hypothesis_find(drawn, fits, settings=settings(max_examples=200, deadline=None, database=None))


SMALL = """
chronology: {unit: year}
events: {fire: {date: "[1402,1405]"}}
documents: {a: {start: "[1400..1402]", end: "[1401..1402]"}, b: {start: "[1401..1403]", end: "[1402..1404]"}}
evidence:
  either: {holds: end(b) < start(fire) or start(b) > end(fire)}
  never-both: {holds: if start(a) <= 1400 then end(b) <= 1402}
"""
DURATIONS = """
chronology: {unit: year}
documents: {a: {start: "[1400..1402]", end: "[1400..1403]"}, b: {start: "[1400..1402]", end: "[1400..1403]"}}
evidence: {longer: {holds: duration(a) > duration(b)}}
"""


def every(space: Space, points: tuple[str, ...]) -> Iterator[tuple[int, ...]]:
    """Every history a space can give, by making every choice in turn."""
    path: list[tuple[int, int]] = []
    while True:
        at = 0

        def pick(count: int) -> int:
            nonlocal at
            if at == len(path):
                path.append((0, count))
            at += 1
            return path[at - 1][0]

        history = space.history(pick, points)
        yield tuple(history[p] for p in points)
        while path and path[-1][0] + 1 == path[-1][1]:
            path.pop()
        if not path:
            return
        path[-1] = (path[-1][0] + 1, path[-1][1])


@pytest.mark.parametrize("text", [SMALL, DURATIONS], ids=["either-or", "durations"])
def test_every_history_is_drawn_and_nothing_else(text: str) -> None:
    space = space_of(Chronology.loads(text))
    points = space.network.points
    allowed = {
        steps
        for steps in product(range(1400, 1406), repeat=len(points))
        if all(holds(c.formula, dict(zip(points, steps, strict=True))) for c in space.network.constraints)
    }
    assert len(allowed) > 10
    assert set(every(space, points)) == allowed


def test_some_points_are_drawn_as_in_whole_histories() -> None:
    space = space_of(Chronology.loads(SMALL))
    two = ("end(b)", "start(fire)")
    at = [space.network.points.index(p) for p in two]
    assert set(every(space, two)) == {tuple(h[i] for i in at) for h in every(space, space.network.points)}


@SOME
@given(histories(STALIN))
def test_a_history_satisfies_all_that_stands(history: History) -> None:
    network = space_of_stalin().network
    assert [c.sentence for c in network.constraints if not holds(c.formula, history)] == []
    assert set(history) == set(network.points)
    assert history.satisfies("end(manuscript) <= 1939-08-23 and manuscript includes fragments")
    assert not history.satisfies("end(manuscript) > start(war)")


def space_of_stalin(known: list[Space] = []) -> Space:  # noqa: B006  # made once, as it takes a solver
    if not known:
        known.append(space_of(STALIN))
    return known[0]


def test_a_failing_history_is_read_as_dates() -> None:
    drawn = histories(STALIN, ["end(manuscript)", "start(pact)"])
    found = find(drawn, lambda h: h.satisfies("end(manuscript) > 1939-06"))
    assert repr(found) == "History(end(manuscript) = 1939-07-01, start(pact) = 1939-08-23)"


def test_what_cannot_be_drawn_is_said() -> None:
    with pytest.raises(ValueError, match=r"there is no point end\(manuskript\)"):
        find(histories(STALIN, ["end(manuskript)"]), lambda h: True)
    contradictory = Chronology.loads("documents: {a: {date: 1400}}\nevidence: {e: {holds: end(a) > 1401}}\n")
    with pytest.raises(ValueError, match="allows no history"):
        find(histories(contradictory), lambda h: True)


def test_open_points_are_drawn_within_reach() -> None:
    open_ended = Chronology.loads("chronology: {unit: year}\ndocuments: {a: {start: 1400}, b: {end: 1500}, c: {}}\n")
    assert find(histories(open_ended, ["end(a)"]), lambda h: h["end(a)"] > 1400)["end(a)"] == 1401
    assert find(histories(open_ended, ["start(b)"]), lambda h: h["start(b)"] < 1500)["start(b)"] == 1499
    assert find(histories(open_ended, ["start(c)", "end(c)"]), lambda h: True) == {"start(c)": 0, "end(c)": 0}


# -- changed evidence


def test_what_is_left_out_shrinks_to_the_piece_that_matters() -> None:
    def falls(chronology: Chronology) -> bool:
        return chronology.verdict("end(manuscript) < start(war)") != "entailed"

    found = find(subsets(STALIN, max_dropped=3), falls)
    assert repr(found).endswith("without nothing-after-1938>")
    assert find(subsets(STALIN, among=["rule:reply", "rule:silence"]), falls).without == ("rule:silence",)
    bare = Chronology.loads("documents: {a: {}}\n")
    assert find(subsets(bare), lambda c: True) is bare


@FEW
@given(perturbed(STALIN))
def test_dates_move_within_what_they_leave_open(moved: Chronology) -> None:
    assert {s.id for e in moved.value.entries for s in e.stated} == {
        s.id for e in STALIN.value.entries for s in e.stated
    }
    before = {s.id: s.value for e in STALIN.value.entries for s in e.stated}
    for entry in moved.value.entries:
        for stated in entry.stated:
            was, now = before[stated.id], stated.value
            assert was.first is None or was.first <= now.first  # type: ignore[union-attr]
            assert was.last is None or was.last >= now.last  # type: ignore[union-attr]
    assert moved.infer("fragments").status == "consistent"


def test_a_moved_date_is_told_and_stays_a_day() -> None:
    drawn = perturbed(STALIN, days=3, among=["pact.date", "war.date"])
    found = find(drawn, lambda c: c.verdict("start(pact) > 1939-08-23") == "entailed")
    assert repr(found).endswith("pact.date = 1939-08-24 (was 1939-08-23)>")
    assert find(perturbed(STALIN, among=["pact.date"]), lambda c: True) == STALIN


@FEW
@given(with_added(STALIN))
def test_what_is_added_by_itself_contradicts_nothing(more: Chronology) -> None:
    assert len(more.value.evidence) == len(STALIN.value.evidence) + 1
    assert "added-1: " in repr(more)
    assert more.verdict("end(manuscript) <= 1939-08-23") == "entailed"


def test_claims_of_ones_own_are_added() -> None:
    claims = st.integers(1900, 1950).map(lambda year: f"end(manuscript) <= {year}")
    found = find(with_added(STALIN, claims), lambda c: c.verdict("end(manuscript) < 1940") == "inconsistent")
    assert repr(found).endswith("added-1: end(manuscript) <= 1900>")
    listed = find(with_added(STALIN, ["end(manuscript) < 1938"]), lambda c: True)
    assert listed.verdict("end(manuscript) < 1940") == "inconsistent"
    twice = find(with_added(found, st.just("start(manuscript) > 1900")), lambda c: True)
    assert [e.id for e in twice.value.evidence if e.id.startswith("added")] == ["added-1", "added-2"]


# -- random chronologies, files


@SOME
@given(st.sampled_from(["day", "month", "year"]).flatmap(lambda unit: planted(unit=unit)))  # type: ignore[arg-type]
def test_the_planted_history_is_true(drawn: tuple[Chronology, History]) -> None:
    chronology, truth = drawn
    network = space_of(chronology).network
    assert [c.sentence for c in network.constraints if not holds(c.formula, truth)] == []
    for result in chronology.infer().results:
        assert any(first <= truth[f"end({result.id})"] <= last for first, last in _closed(result.end.window))


def _closed(window: Window) -> list[tuple[float, float]]:
    return [(float("-inf") if a is None else a, float("inf") if b is None else b) for a, b in window.intervals]


def test_a_random_chronology_shrinks_to_a_text_that_can_be_read_again() -> None:
    found = find(chronologies(), lambda c: c.verdict("end(text-1) <= start(event-1)") == "entailed")
    text = repr(found).removeprefix("Chronology.loads('''\n").removesuffix("''')")
    assert Chronology.loads(text).value == found.value
    assert len(found.value.evidence) <= 1
    assert "piece-1: {says: text-1 is silent about event-1" in text or "date" in text


def test_a_test_may_ask_for_a_chronology_by_its_type() -> None:
    register()
    assert isinstance(find(st.from_type(Chronology), lambda c: bool(c.value.evidence)), Chronology)


@settings(max_examples=60, deadline=None)
@given(file_texts((ROOT / "events.yaml").read_text(encoding="utf-8")))
def test_damaged_files_are_read_or_refused(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "events.yaml").write_text(text, encoding="utf-8", newline="")
        loaded = load(Path(folder))
    assert loaded.chronology is not None or any(d.severity == "error" for d in loaded.diagnostics)


def test_damage_shrinks_to_none() -> None:
    assert find(file_texts("a: b\n"), lambda text: True) == "a: b\n"


# -- the laws


@settings(max_examples=25, deadline=None)
@given(chronologies(max_evidence=4))
def test_random_chronologies_obey_the_laws(chronology: Chronology) -> None:
    assert_laws(chronology)


def test_the_laws_hold_of_contradictory_evidence_too() -> None:
    assert_laws(
        Chronology.loads(
            "documents: {a: {date: 1400}}\nevidence: {e: {holds: end(a) > 1401}, f: {holds: end(a) < 1500}}\n"
        )
    )


TINY = Chronology.loads("""
chronology: {unit: year}
documents: {a: {start: 1400, end: "[1400..1410]"}}
evidence: {early: {holds: end(a) <= 1405}, earlier: {holds: end(a) < 1403}}
hypotheses: {h: {claim: end(a) < 1404}}
""")


def test_the_laws_catch_a_reason_with_too_much_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert TINY.verdict("end(a) < 1404") == "entailed"
    assert_laws(TINY)
    right = Explainer.bound

    def padded(self: Explainer, *args: object, **kwargs: object) -> Reason | None:
        reason = right(self, *args, **kwargs)  # type: ignore[arg-type]
        return reason and replace(reason, ids=tuple(sorted({*reason.ids, "early"})))

    monkeypatch.setattr(Explainer, "bound", padded)
    with pytest.raises(AssertionError, match=r"the reason for .* does not need early"):
        assert_laws(TINY)


@pytest.mark.parametrize(("widened", "law"), [(1, "no history attains"), (-1, "is not refuted")])
def test_the_laws_catch_a_window_that_is_a_year_off(monkeypatch: pytest.MonkeyPatch, widened: int, law: str) -> None:
    right = Solver.window

    def wrong(self: Solver, distance: Distance, *args: object) -> Window:
        window = right(self, distance, *args)  # type: ignore[arg-type]
        ((first, last),) = window.intervals
        off = distance.of == "end(a)" and last is not None
        return replace(window, intervals=((first, last + widened),)) if off else window  # type: ignore[operator]

    monkeypatch.setattr(Solver, "window", wrong)
    with pytest.raises(AssertionError, match=law):
        assert_laws(TINY)


@settings(max_examples=10, deadline=None)
@given(chronologies(max_evidence=4, unit="day"))
def test_random_chronologies_in_days_obey_the_laws(chronology: Chronology) -> None:
    assert shiftable(chronology.value)
    assert_laws(chronology)


DAYS = Chronology.loads("""
chronology: {unit: day}
people: {p: {start: 1400-02-01}}
events: {fire: {date: "[1402-03-01,1402-06-07]"}}
documents: {a: {author: p, start: 1401-02-27, duration: ">= 2 days"}, b: {start: 1401, end: 1402-01-01}}
sequences: [[a, b]]
evidence: {e: {holds: start(fire) - end(a) >= 10 days}, f: {holds: end(b) < start(fire) or start(b) > end(fire)}}
""")


def test_the_laws_catch_an_answer_that_hangs_on_an_id(monkeypatch: pytest.MonkeyPatch) -> None:
    assert_laws(DAYS)
    assert_laws(DAYS.varied(without="e"))
    assert DAYS.infer().status == "consistent"
    right = Solver.window

    def wrong(self: Solver, distance: Distance, *args: object) -> Window:
        window = right(self, distance, *args)  # type: ignore[arg-type]
        return window if "end(a)" in self.network.points else replace(window, intervals=((None, None),))

    monkeypatch.setattr(Solver, "window", wrong)
    with pytest.raises(AssertionError, match="other ids change its window"):
        assert_laws(DAYS)


def test_new_ids_stand_wherever_the_old_ones_stood() -> None:
    to = new_names(DAYS.value)
    assert sorted(to, key=to.__getitem__, reverse=True) == ["a", "b", "e", "f", "fire", "p"]
    other = renamed(DAYS.value, to)
    assert renamed(other, {new: old for old, new in to.items()}) == DAYS.value
    (a,) = (e for e in other.entries if e.id == to["a"])
    assert a.authors == (to["p"],)
    assert {s.id for s in a.stated} == {f"{to['a']}.start", f"{to['a']}.duration"}
    assert other.sequences[0].links == ((to["a"], to["b"]),)


def test_the_laws_catch_days_that_are_counted_wrongly_from_some_year_on(monkeypatch: pytest.MonkeyPatch) -> None:
    right, last = dates.Scale.step_of, dates.read("1403-12-31").last
    assert last is not None
    monkeypatch.setattr(dates.Scale, "step_of", lambda scale, day: right(scale, day) + (day > last))
    with pytest.raises(AssertionError, match="1001 days later move its window"):
        assert_laws(DAYS)


@pytest.mark.parametrize(
    ("unit", "stated", "free"),
    [
        ("day", "date: 1401-03/1402-02-28", True),
        ("day", "duration: 2 weeks", True),
        ("day", "duration: 1 month", False),
        ("day", "start: next easter after b", False),
        ("year", "date: 1401", False),
    ],
)
def test_dates_are_moved_only_where_nothing_hangs_on_the_calendar(unit: str, stated: str, free: bool) -> None:
    chronology = Chronology.loads(
        f"chronology: {{unit: {unit}}}\ndocuments: {{a: {{{stated}}}, b: {{date: 1400}}}}\n"
        "evidence: {e: {holds: start(a) > end(b)}}\n"
    )
    assert shiftable(chronology.value) is free
    assert_laws(chronology)


@pytest.mark.parametrize("check", ["proves", "satisfies", "refutes"])
def test_the_laws_catch_a_check_of_certificates_that_lets_anything_pass(
    monkeypatch: pytest.MonkeyPatch, check: str
) -> None:
    monkeypatch.setattr(certificates, check, lambda *args: True)
    with pytest.raises(AssertionError, match="a certificate that proves nothing checks"):
        assert_laws(DAYS)


# -- the page about testing

PAGE = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def stalin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the founding case to change, and to stand in."""
    shutil.copy(ROOT / "events.yaml", tmp_path)
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "events.yaml"


def run(example: str) -> None:
    """Runs a block of the page, and the tests in it."""
    found: dict[str, object] = {}
    exec(example, found)
    for name, test in found.items():
        if name.startswith("test_"):
            assert callable(test)
            test()


def test_the_examples_of_the_page_run(stalin: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [len(re.findall(r"^def test_", example, re.MULTILINE)) for example in EXAMPLES] == [2, 0]
    for example in EXAMPLES:
        run(example)
    assert capsys.readouterr().out.endswith("\nentailed\nundetermined\n['start', 'end']\n")


@pytest.mark.parametrize(
    ("before", "after", "evidence"),
    [
        (
            "says: manuscript is silent about $event",
            "says: manuscript was told in order and had not reached $event",
            "",
        ),
        ("for: {event: {topic: ussr, after: 1938}}", "for: {event: [pact]}", ": without pact"),
    ],
    ids=["withdrawn", "of the pact alone"],
)
def test_the_property_test_of_the_page_fails_as_it_says(stalin: Path, before: str, after: str, evidence: str) -> None:
    text = stalin.read_text(encoding="utf-8")
    assert before in text
    stalin.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(AssertionError) as raised:
        run(EXAMPLES[0])
    # Hypothesis adds remarks of its own, such as that a part could be any other value.
    told = re.sub(r" *# .*\n?", "\n", "\n".join(getattr(raised.value, "__notes__", ())))
    told = re.sub(r"\n+", "\n", told)
    title = r"<Chronology 'The date of Trotsky\'s " + '"Stalin"' + f"'{evidence}>"
    shown = f"Failing test case: test_finished_before_the_war(\n    evidence={title},\n    days=0,\n)"
    assert shown in told
    assert evidence or shown in PAGE
