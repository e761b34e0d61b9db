"""Either/ors that are one stretch: the same histories as before, and as few alternatives as there are stretches."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.engine.formulas import AllOf, AnyOf, Formula, Linear, at_least, at_most, both, either, holds, no_later
from chrono.grounding import claims, encoding
from chrono.grounding.ranges import joined
from tests.small import base

START, END, OTHER = "start(x)", "end(x)", "start(y)"
STEPS = range(-1, 8)

steps = st.integers(0, 6)
bounds = st.one_of(
    st.builds(at_least, st.sampled_from([START, END, START, END, OTHER]), steps),
    st.builds(at_most, st.sampled_from([START, END, START, END, OTHER]), steps),
    st.just(no_later(END, START)),
    st.just(Linear((END,), (START,), 1)),
)


@st.composite
def spans(draw: st.DrawFn) -> Formula:
    """What a date says of a span: both ends within some steps, and perhaps that it is one step."""
    (a, b), (c, d) = (sorted((draw(steps), draw(steps))) for _ in range(2))
    once = draw(st.booleans())
    a, b, c, d = (a, b, a, b) if once or draw(st.booleans()) else (a, b, c, d)
    parts = [at_least(START, a), at_most(START, b), at_least(END, c), at_most(END, d)]
    return both(*parts, *([no_later(END, START)] if once else []))


def points(draw: st.DrawFn) -> Formula:
    first, last = draw(steps), draw(steps)
    return both(at_least(END, first), at_most(END, last))


def gaps(draw: st.DrawFn) -> Formula:
    first, last = sorted((draw(steps), draw(steps)))
    return AnyOf((at_most(END, first - 1), at_least(END, last + 1)))


formulas = st.one_of(
    st.lists(spans(), min_size=1, max_size=5).map(lambda parts: either(*parts)),
    st.lists(st.composite(points)(), min_size=1, max_size=5).map(lambda parts: either(*parts)),
    st.lists(st.composite(gaps)(), min_size=1, max_size=4).map(lambda parts: both(*parts)),
    st.lists(st.lists(bounds, min_size=1, max_size=3).map(lambda parts: both(*parts)), max_size=4).map(
        lambda parts: either(*parts)
    ),
    st.lists(st.lists(bounds, min_size=1, max_size=3).map(lambda parts: either(*parts)), max_size=4).map(
        lambda parts: both(*parts)
    ),
)


@given(formulas)
def test_the_same_histories_are_left(formula: Formula) -> None:
    found = joined(formula)
    for start, end, other in product(STEPS, STEPS, STEPS):
        if start <= end:
            history = {START: start, END: end, OTHER: other}
            assert holds(found, history) is holds(formula, history)


@pytest.mark.parametrize("size", [2, 101])
def test_years_side_by_side_are_bounds(size: int) -> None:
    years = [both(at_least(START, y), at_most(START, y), at_least(END, y), at_most(END, y)) for y in range(size)]
    assert joined(either(*years)) == AllOf((at_least(START, 0), at_most(END, size - 1), no_later(END, START)))
    del years[1]
    assert isinstance(joined(either(*years)), AnyOf) is (size > 2)


DATES = [
    ("year", "date: '[1124..1128]'"),
    ("year", "date: '[1124,1126..1128,1130]'"),
    ("year", "date: '[1124-03..1124-09]'"),
    ("year", "date: '[1124-11..1126-02]'"),
    ("year", "date: 112X"),
    ("year", "end: '[1124..1128]', start: '[1120,1121,1125]'"),
    ("year", "date: '[..1128]'"),
    ("year", "date: '[1124,1126..]'"),
    ("year", "date: 112X-12-25"),
    ("month", "date: '[1124-03..1124-09]'"),
    ("month", "date: '[1124-03,1124-04,1124-06]'"),
    ("month", "date: '[1124..1126]'"),
    ("month", "end: '[1124-11..1125-02]'"),
    ("month", "date: 1124-03-1X"),
    ("day", "date: '[1124-03-28..1124-04-02]'"),
    ("day", "date: '[1124-03..1124-04]'"),
    ("day", "end: '[1124-03-28,1124-03-29,1124-04-02]'"),
    ("day", "date: 1124-0X-01"),
]
CLAIMS = [
    "end(x) = [1124..1126]",
    "end(x) = 112X-12-25",
    "end(x) != 112X-12-25",
    "x within [1124,1125,1127]",
    "x within 112X-12-25",
    "not x within 112X-12-25",
    "not end(x) = [1124,1126]",
]


def windows(unit: str, entry: str, claim: str) -> dict[str, object]:
    """The windows of everything, with which that of another span hangs together."""
    held = f'  said: {{holds: "{claim}"}}\n' if claim else ""
    text = f"""
chronology: {{unit: {unit}}}
events:
  x: {{{entry}}}
  y: {{start: 1120-06, end: 1129-06}}
evidence:
{held}  tied: {{holds: "start(y) > end(x) or start(y) < start(x)"}}
"""
    asked = base(text)
    return {**asked.solver.windows()[1], "status": asked.consistency}


@pytest.mark.parametrize(
    ("unit", "entry", "claim"),
    [*((unit, entry, "") for unit, entry in DATES)]
    + [(unit, "start: 1121, end: 1129", claim) for unit in ("day", "month", "year") for claim in CLAIMS],
)
def test_windows_are_those_of_the_either_or(unit: str, entry: str, claim: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = windows(unit, entry, claim)
    for module in (encoding, claims):
        monkeypatch.setattr(module, "joined", lambda formula: formula)
    assert found == windows(unit, entry, claim)


def test_a_set_of_years_is_told_as_a_bound() -> None:
    asked = base("chronology: {unit: year}\nevents:\n  x: {date: '[1124..1128]'}\n")
    (stated,) = (c.formula for c in asked.network.constraints if c.ids)
    assert isinstance(stated, AllOf)
    assert not any(isinstance(part, AnyOf) for part in stated.parts)
    assert asked.consistency == "consistent"
