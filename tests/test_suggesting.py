"""`suggest` counts every history: what is told as exact is what brute force over all dates finds."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from chrono.engine.formulas import holds
from chrono.questions.base import Base
from chrono.questions.options import Options
from chrono.questions.suggest import suggest
from chrono.reports import render
from tests.asking import ask, run, written
from tests.small import read

FAR = """
chronology: {unit: year}
events: {a: {end: 1100, duration: ">= 50 years"}, b: {}}
evidence: {before: {holds: end(b) <= start(a)}}
"""


def test_a_duration_reaches_beyond_the_dates_that_are_named() -> None:
    found = suggest(read(FAR), "b")
    assert found.window is not None
    assert found.window.most == 1050
    assert found.size > 0
    # Known, the beginning of a limits the end of b; if it is 1050 nothing is gained, on average much.
    assert ("start(a)",) in {s.points for s in found.suggestions}


@pytest.mark.parametrize(
    "text",
    [
        "events: {a: {end: 1100, duration: '>= 5 years'}, b: {start: 1090/1093, end: 1093/1100}}\n"
        "evidence: {q: {holds: start(a) >= start(b)}}",
        "events: {a: {end: 1100, duration: '>= 12 years'}, b: {start: 1080/1095, end: 1082/1096}}\n"
        "evidence: {q: {holds: end(b) <= start(a)}}",
        "events: {a: {end: 1100/1101, duration: 4 years}, b: {start: 1093/1099, end: 1094/1104}}\n"
        "evidence: {q: {holds: end(b) <= start(a) or start(b) >= start(a)}}",
    ],
)
def test_what_is_exact_is_what_brute_force_finds(text: str) -> None:
    chronology = read("chronology: {unit: year}\n" + text)
    found = suggest(chronology, "b")
    assert found.exact
    base = Base(chronology, Options())
    points = ("start(a)", "end(a)", "start(b)", "end(b)")
    formulas = [c.formula for c in base.network.constraints]
    left: dict[str, dict[int, set[int]]] = {p: {} for p in points}
    for values in product(range(1076, 1107), repeat=4):
        history = dict(zip(points, values, strict=True))
        if all(holds(f, history) for f in formulas):
            for point, value in history.items():
                left[point].setdefault(value, set()).add(history["end(b)"])
    whole = len(set().union(*left["end(b)"].values())) if left["end(b)"] else 0
    assert found.size == whole
    for told in found.suggestions:
        if len(told.points) == 1:
            assert told.certain == whole - max(map(len, left[told.points[0]].values())), told


def test_where_a_limit_of_choices_is_passed_it_is_not_exact() -> None:
    either = ", ".join(f"q{n}: {{holds: end(b) <= {1101 + n} or start(b) >= {1150 + n}}}" for n in range(8))
    found = suggest(
        read(f"chronology: {{unit: year}}\nevents: {{b: {{date: '[1050..1200]'}}}}\nevidence: {{{either}}}"), "b"
    )
    assert not found.exact


def test_what_is_known_to_the_day_leaves_nothing_to_settle() -> None:
    found = suggest(read("events: {b: {date: 1100-05-01}, a: {}}\nevidence: {q: {holds: end(a) <= start(b)}}"), "b")
    assert (found.size, found.suggestions, found.exact) == (1, (), True)


def test_what_is_a_fixed_time_apart_is_asked_for_once() -> None:
    found = suggest(
        read(
            "chronology: {unit: year}\n"
            "events:\n  {a: {start: '[1100..1110]', duration: 3 years}, b: {start: '[1090..1120]'},\n"
            "  c: {duration: 0 years}}\n"
            "evidence: {q: {holds: [end(b) <= start(a), end(c) = end(a) + 2 years]}}"
        ),
        "b",
    )
    dates = [s.points[0] for s in found.suggestions if len(s.points) == 1]
    assert len({*dates} & {"start(a)", "end(a)", "start(c)", "end(c)"}) == 1


def test_nothing_is_said_of_what_the_evidence_does_not_tie_to_it() -> None:
    far = ", ".join(f"z{n}: {{start: '[1050..1150]'}}" for n in range(12))
    found = suggest(
        read(
            "chronology: {unit: year}\n"
            f"events: {{a: {{start: '[1100..1110]'}}, b: {{start: '[1090..1120]'}}, {far}}}\n"
            "evidence: {q: {holds: end(b) <= start(a)}}"
        ),
        "b",
    )
    assert found.suggestions
    assert not [p for s in found.suggestions for p in s.points if "(z" in p]


def test_where_nothing_is_dated_there_is_nothing_to_count_from() -> None:
    found = suggest(read("documents: {a: {}, b: {}}\nevidence: {q: {holds: end(a) <= start(b)}}"), "a")
    assert (found.status, found.size, found.suggestions, found.horizon) == ("consistent", 0, (), None)
    assert "there is none to count from" in render(found, "text")


# -- under a repair

CONTRADICTORY = """\
chronology: {unit: year}
events: {fire: {date: "[1150..1170]"}, flood: {date: "[1140..1190]"}}
documents: {text: {start: 1100, end: ../1200}, other: {}}
evidence:
  after-fire: {holds: end(text) <= start(fire) + 5 years}
  after-flood: {holds: end(text) <= start(flood) + 20 years, certainty: strong}
  late: {holds: end(text) >= 1190, certainty: moderate}
  odd: {holds: end(other) <= 1100}
  even: {holds: start(other) >= 1110}
"""


def test_it_is_told_which_suggestions_help_whatever_is_given_up(tmp_path: Path) -> None:
    """The date of the flood does under each repair; that of the fire where the fire itself is doubted alone."""
    folder = written(tmp_path, CONTRADICTORY, rules=False)
    told = {n: ask(folder, "suggest", "text", "--repair", str(n), code=1) for n in (1, 2, 3, 4)}
    assert [told[n]["repaired"] for n in (1, 3, 4)] == [["after-fire", "even"], ["even", "late"], ["even", "fire.date"]]
    for answer in told.values():
        assert answer["firm"] is False
        by = {tuple(s["points"]): s for s in answer["suggestions"]}
        assert by["end(flood)",]["firm"] is True
        assert "under" not in by["end(flood)",]
        # What is useless under a repair is not suggested under it.
        for points, one in by.items():
            assert one["firm"] is (not one.get("under"))
            assert not any(_suggested(told[m], points) for m in one.get("under", ()))
    assert told[4]["suggestions"][1]["points"] == ["end(fire)"]
    assert told[4]["suggestions"][1]["under"] == [1, 2]
    screen = run(folder, "suggest", "text", "--repair", "4").stdout
    assert re.search(r"when fire ended .* hangs on 1, 2$", screen, re.MULTILINE)
    assert re.search(r"when flood ended .* firm$", screen, re.MULTILINE)


def _suggested(answer: dict[str, Any], points: tuple[str, ...]) -> bool:
    return any({*s["points"]} == {*points} for s in answer["suggestions"])


def test_of_consistent_evidence_nothing_is_said_of_firmness(tmp_path: Path) -> None:
    text = CONTRADICTORY.replace("  odd: {holds: end(other) <= 1100}\n", "").replace(">= 1190", ">= 1150")
    folder = written(tmp_path, text, rules=False)
    told = ask(folder, "suggest", "text")
    assert told["suggestions"]
    assert not any("firm" in one for one in (told, *told["suggestions"]))
    assert "firm" not in run(folder, "suggest", "text").stdout


def test_of_more_repairs_than_are_looked_at_it_is_not_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chrono.questions.suggest.MOST_REPAIRS", 0)
    told = ask(written(tmp_path, CONTRADICTORY, rules=False), "suggest", "text", code=1)
    assert {s["firm"] for s in told["suggestions"]} == {None}
