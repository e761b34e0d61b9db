"""Networks that are too hard to decide, or whose numbers run away: what is known is told, what is not is unknown."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from itertools import combinations
from math import inf
from pathlib import Path
from typing import Any

import pytest
from benchmarks.varied import loose_reigns
from click.testing import CliRunner

from chrono.engine.backends import searching_alone
from chrono.engine.formulas import (
    FURTHEST,
    AnyOf,
    Constraint,
    Formula,
    Linear,
    Network,
    Point,
    at_least,
    at_most,
    either,
    holds,
    no_later,
)
from chrono.engine.graph import Encoded
from chrono.engine.intervals import Window
from chrono.engine.learned import Learned
from chrono.engine.outcomes import Answer, Distance
from chrono.engine.solver import Solver
from chrono.engine.windows import _GroupClosing
from chrono.frontends.cli import main
from tests.cpsat import Judge
from tests.small import base

HARD = Path(__file__).parent / "data" / "hard"


def answered(folder: Path, text: str, *asked: str) -> tuple[int, Any]:
    (folder / "events.yaml").write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["-C", str(folder), *asked, "--format", "json"])
    assert result.exit_code != 70, result.output
    return result.exit_code, json.loads(result.stdout)


@pytest.mark.parametrize("name", ["job-shop", "packed-too-tight"])
def test_what_lacks_room_is_shown_to_contradict_itself(name: str) -> None:
    """A job shop of 36 tasks on five machines, and eight spans that need 44 years in 43: no backend is asked."""
    made = base((HARD / f"{name}.yaml").read_text(encoding="utf-8"))
    with searching_alone() as alone:
        assert made.solver.shown() is Answer.NO
    assert not alone.left_open


def test_spans_without_room_are_inconsistent_on_the_command_line(tmp_path: Path) -> None:
    text = (HARD / "packed-too-tight.yaml").read_text(encoding="utf-8")
    code, answer = answered(tmp_path, text, "infer", "a0", "--timeout", "600")
    assert (code, answer["status"]) == (1, "inconsistent")


def test_no_number_runs_away(tmp_path: Path) -> None:
    text = (HARD / "sums-that-run-away.yaml").read_text(encoding="utf-8")
    code, answer = answered(tmp_path, text, "infer", "e0", "e1", "e2", "p3", "p4", "--timeout", "600")
    assert (code, answer["status"]) == (3, "unknown")
    assert {span["id"] for span in answer["results"]} == {"e0", "e1", "e2", "p3", "p4"}


OPEN = """
chronology: {unit: year}
events: {a: {end: ../1003}, b: {}}
evidence:
  h0: {holds: end(a) >= start(b) or start(a) <= 1000}
  h1: {holds: duration(b) + duration(b) = duration(a)}
"""


def test_a_sum_with_an_open_side_is_answered(tmp_path: Path) -> None:
    code, answer = answered(tmp_path, OPEN, "infer", "a", "b")
    # Of the one duration every even number is possible, without end: of that alone no list of intervals tells all.
    assert (code, answer["status"]) == (3, "unknown")
    a, b = answer["results"]
    assert [a["duration"]["proven"], a["duration"]["intervals"]] == [False, [[0, None]]]
    assert all(span[edge].get("proven", True) for span in (a, b) for edge in ("start", "end"))
    assert b["duration"].get("proven", True)
    assert (a["end"]["earliest"], a["end"]["latest"]) == (None, "1003")
    assert (b["start"]["earliest"], b["end"]["latest"]) == (None, None)


def halves(count: int) -> list[Formula]:
    """Spans each of which lasts twice as long as the one before: the last could go on for 2^count steps."""
    found: list[Formula] = [at_least("s0", 0), at_most("s0", 5)]
    for n in range(count):
        found += [no_later(f"s{n}", f"e{n}")]
        if n:
            twice = (f"e{n - 1}", f"e{n - 1}", f"s{n}")
            once = (f"s{n - 1}", f"s{n - 1}", f"e{n}")
            found += [Linear(twice, once, 0), Linear(once, twice, 0)]
    return found


@pytest.mark.parametrize("count", [3, 6])
def test_no_value_beyond_the_stated_range_is_told(count: int) -> None:
    points = tuple(sorted(f"{edge}{n}" for n in range(count) for edge in "se"))
    formulas = [*halves(count), AnyOf((at_most("e0", 3), at_least("e0", 1000)))]
    solver = Solver(Network(points, tuple(Constraint(f) for f in formulas), {}))
    for point in points:
        window = solver.certified(Distance(point), solver.window(Distance(point)))
        told = [end for interval in window.intervals for end in interval if end is not None]
        assert all(abs(end) <= FURTHEST for end in told)
        judge = Judge(points, formulas, 100_000)
        assert all(judge.can_be(point, (end, end)) for end in told if abs(end) < 50_000)
    assert solver.certified(Distance("e0"), solver.window(Distance("e0"))) == Window(((0, 3), (1000, None)))


def test_sums_keep_the_time(tmp_path: Path) -> None:
    spans = "\n".join(f"  e{n}: {{date: {1000 + n}/..}}" for n in range(20))
    sums = "\n".join(
        f"  h{n}: {{holds: 'duration(e{n % 20}) + duration(e{(n * 7 + 3) % 20}) "
        f"{'<=' if n % 3 else '>='} duration(e{(n * 3 + 1) % 20}) + {n} years "
        f"or end(e{n % 20}) < start(e{(n + 5) % 20})'}}"
        for n in range(40)
    )
    begun = time.process_time()
    answered(tmp_path, f"chronology: {{unit: year}}\nevents:\n{spans}\nevidence:\n{sums}\n", "infer", "--timeout", "2")
    took = time.process_time() - begun
    assert took < 30  # only that it ends: how soon is for the benchmarks


@pytest.mark.parametrize(("count", "seed"), [(10, 3), (10, 4), (14, 0)])
def test_a_gap_given_up_from_one_history_is_closed_from_others(
    monkeypatch: pytest.MonkeyPatch, count: int, seed: int
) -> None:
    """Where a search tries next to nothing from one history, and nobody else is asked for gaps."""
    made = loose_reigns(count, seed)
    _, told = Solver(made).windows()
    ask = Learned.history

    def ends_alone(learned: Learned, bounds: Sequence[Linear], *more: Any) -> Any:
        return None if len(bounds) > 1 else ask(learned, bounds, *more)

    monkeypatch.setattr("chrono.engine.learned.CROWDED", 20)
    monkeypatch.setattr(Learned, "history", ends_alone)
    with searching_alone():
        assert Solver(made).windows() == (Answer.YES, told)
    assert all(window.proven for window in told.values())
    assert any(len(window.intervals) > 1 for window in told.values())


def test_what_was_found_is_not_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three spans one after another, of 1, 8 and 3: the first order found leaves each point one value, the next one
    room. What that attains at the ends of what plain bounds allow counts as well."""
    lasting, least = {"0": 1, "1": 8, "2": 3}, {"0": 0, "1": 2, "2": 0}
    formulas: list[Formula] = [at_most("e1", 12), at_most("e2", 12)]
    for n, length in lasting.items():
        formulas += [Linear((f"s{n}",), (f"e{n}",), -length), Linear((f"e{n}",), (f"s{n}",), length)]
        formulas.append(at_least(f"s{n}", least[n]))
    formulas += [either(no_later(f"e{a}", f"s{b}"), no_later(f"e{b}", f"s{a}")) for a, b in combinations("012", 2)]
    found: list[tuple[Linear, ...]] = []
    ask = _GroupClosing._ask

    def once(closing: _GroupClosing, bounds: Sequence[Linear]) -> bool | None:
        assert tuple(bounds) not in found, "it was found before"
        answer = ask(closing, bounds)
        found.extend([tuple(bounds)] if answer else [])
        return answer

    monkeypatch.setattr(_GroupClosing, "_ask", once)
    points = tuple(f"{edge}{n}" for edge in "es" for n in "012")
    answer, told = Solver(Network(points, tuple(map(Constraint, formulas)), {})).windows()
    assert (answer, told["e1"]) == (Answer.YES, Window(((11, 12),)))
    assert any(found)


def test_a_history_keeps_the_wishes_that_go_together() -> None:
    """One year a span in as many years: what is wished is kept where it can be, the first wish first."""
    spans = [(f"start(e{n})", f"end(e{n})") for n in range(5)]
    formulas: list[Formula] = []
    for start, end in spans:
        formulas += [at_least(start, 0), at_most(end, 5), no_later(start, end), Linear((start,), (end,), -1)]
    formulas += [either(no_later(a[1], b[0]), no_later(b[1], a[0])) for a, b in combinations(spans, 2)]
    learned = Learned(Encoded([p for span in spans for p in span], formulas))
    among = [p for span in spans for p in span]
    wishes: list[tuple[Point, list[tuple[float, float]]]] = [
        ("start(e0)", [(3, 3)]),
        ("start(e1)", [(3, 3), (-inf, 0)]),
        ("end(e2)", [(4, 4)]),
        ("start(e3)", [(2, inf)]),
    ]
    found = learned.history([at_least("start(e4)", 1)], among, wishes)
    assert isinstance(found, dict)
    assert all(holds(f, found) for f in formulas)
    # Of what e2 is wished to be nothing is left: e0 is there.
    assert [found[p] for p in ("start(e0)", "start(e1)")] == [3, 0]
    assert found["start(e3)"] >= 2
    assert found["start(e4)"] >= 1
