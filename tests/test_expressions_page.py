"""docs/expressions.md: its examples are read, and its relations and coarse dates are those of the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chrono import dates
from chrono.core.diagnostics import Place
from chrono.dates import Scale
from chrono.engine.formulas import holds
from chrono.grounding.claims import Translator
from chrono.language.expressions import RELATIONS, parse

PAGE = (Path(__file__).parents[1] / "docs" / "expressions.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("|")]
PLACE = Place("events.yaml", 1, 1)


def test_the_relations_are_those_of_the_program() -> None:
    told = {
        found[1]: tuple(re.findall("`([^`]*)`", cells[2]))
        for cells in ROWS
        if len(cells) == 3 and (found := re.fullmatch(r"`a (.+) b`", cells[0]))
    }
    assert told == RELATIONS


@pytest.mark.parametrize("cells", [c for c in ROWS if len(c) == 3 and c[1].startswith("`") and "&nbsp;" not in c[1]])
def test_the_examples_are_read(cells: list[str]) -> None:
    claim, wrong = parse(cells[1].strip("`"), PLACE)
    assert claim is not None, wrong


@pytest.mark.parametrize("cells", [c for c in ROWS if len(c) == 3 and "&nbsp;" in c[1]])
def test_the_pictures_show_what_the_comparisons_say(cells: list[str]) -> None:
    """`[` is the first and `]` the last day; a side that is left open reaches far."""
    ends = {}
    for name, picture in zip("ab", re.findall("`([^`]*)`", cells[1]), strict=True):
        drawn = picture.removeprefix(f"{name} ")
        ends[f"start({name})"] = drawn.find("[") if "[" in drawn else -100
        ends[f"end({name})"] = drawn.find("]") if "]" in drawn else 100
    translator = Translator(Scale(), set(), {})
    for text in re.findall("`([^`]*)`", cells[2]):
        claim, _ = parse(text, PLACE)
        assert claim is not None
        assert all(holds(formula, ends) for formula, _ in translator.formulas(claim, {}, {})[:1]), text


MEANT = {
    "before its first day": lambda day, first, last: day < first,
    "not after its last day": lambda day, first, last: day <= last,
    "after its last day": lambda day, first, last: day > last,
    "not before its first day": lambda day, first, last: day >= first,
    "on one of its days": lambda day, first, last: first <= day <= last,
    "on none of its days": lambda day, first, last: not first <= day <= last,
}


@pytest.mark.parametrize("cells", [c for c in ROWS if len(c) == 2 and "end(x)" in c[0]])
def test_coarse_dates_mean_what_the_page_says(cells: list[str]) -> None:
    first, last = (dates.read(text).choices[0].start.first for text in ("1938-01-01", "1938-12-31"))
    assert first is not None
    assert last is not None
    claim, _ = parse(cells[0].strip("`"), PLACE)
    assert claim is not None
    (formula, _), *_ = Translator(Scale(), set(), {}).formulas(claim, {}, {})
    for day in (first - 1, first, first + 1, last - 1, last, last + 1):
        assert holds(formula, {"end(x)": day}) == MEANT[cells[1]](day, first, last), day
