"""What claims mean in whole steps, judged by a second evaluator over real calendar days.

`true` below evaluates a claim on a history of days with the calendar of the standard library and dateutil. The engine's
formula must hold wherever the claim is true (no true history is lost); where only days are counted, nowhere else.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from itertools import product

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono import dates
from chrono.core.diagnostics import NOWHERE
from chrono.dates import Scale, lengths
from chrono.engine.formulas import FALSE, TRUE, AllOf, Constraint, Formula, Linear, holds
from chrono.engine.outcomes import Answer, Distance
from chrono.engine.solver import Solver
from chrono.grounding.anchors import Anchor
from chrono.grounding.claims import Translator
from chrono.language.expressions import Claim, Not, parse
from chrono.model.chronology import Unit
from tests.small import base

OPERATORS: dict[str, Callable[[date, date], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}


def jdn(day: date) -> int:
    return day.toordinal() + 1_721_425


def tree(text: str) -> Claim:
    claim, wrong = parse(text, NOWHERE)
    assert claim is not None, wrong
    return claim


def read(claim: Claim, unit: Unit = "day", known: Collection[str] = ()) -> Formula:
    """What a claim means where no day is stated."""
    ((found, because),) = Translator(Scale(unit), known, {}).formulas(claim, {}, {})
    assert because == ()
    return found


def formula(text: str, unit: Unit = "day") -> Formula:
    return read(tree(text), unit)


def denied(text: str, unit: Unit = "day") -> Formula:
    return read(Not(tree(text)), unit)


def stated(day: int, id: str, before: int = 0, after: int = 0) -> Anchor:
    """A point stated to lie on a day, or so many days before or after it at most."""
    return Anchor(day - before, day + after, (id,), (id,))


def after(point: str, other: str, most: int) -> Linear:
    """point - other <= most."""
    return Linear((point,), (other,), most)


# -- coarse dates


@pytest.mark.parametrize(
    ("operator", "inside"),
    [
        ("<", lambda day: day < date(1938, 1, 1)),
        ("<=", lambda day: day <= date(1938, 12, 31)),
        (">", lambda day: day > date(1938, 12, 31)),
        (">=", lambda day: day >= date(1938, 1, 1)),
        ("=", lambda day: day.year == 1938),
        ("!=", lambda day: day.year != 1938),
    ],
)
def test_a_coarse_date_is_an_interval(operator: str, inside: Callable[[date], bool]) -> None:
    said, opposite = formula(f"end(a) {operator} 1938"), denied(f"end(a) {operator} 1938")
    mirrored = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}[operator]
    turned = formula(f"1938 {mirrored} end(a)")
    for offset in range(-3, 370):
        day = date(1938, 1, 1) + timedelta(days=offset)
        history = {"end(a)": jdn(day)}
        assert holds(said, history) == inside(day) == holds(turned, history)
        assert holds(opposite, history) != inside(day)


def test_a_date_of_several_stretches_is_any_of_them() -> None:
    years = {y for y in range(1660, 1680) if holds(formula("end(a) = [1667,1672]"), {"end(a)": jdn(date(y, 6, 1))})}
    assert years == {1667, 1672}
    before = formula("a before [1667,1672]")
    ends = {y for y in range(1660, 1680) if holds(before, {"start(a)": 0, "end(a)": jdn(date(y, 6, 1))})}
    assert ends == set(range(1660, 1672))
    neither = {y for y in range(1660, 1680) if holds(formula("end(a) != [1667,1672]"), {"end(a)": jdn(date(y, 6, 1))})}
    assert neither == set(range(1660, 1680)) - {1667, 1672}


def test_the_ends_of_a_date_are_its_first_and_last_day() -> None:
    assert formula("end(a) <= end(1938-02)") == Linear(("end(a)",), (), jdn(date(1938, 2, 28)))
    assert formula("end(a) <= start(1938-02)") == Linear(("end(a)",), (), jdn(date(1938, 2, 1)))
    assert formula("end(a) >= end(1938-02)") == Linear((), ("end(a)",), -jdn(date(1938, 2, 28)))
    assert formula("end(a) >= start(1938-02)") == Linear((), ("end(a)",), -jdn(date(1938, 2, 1)))
    assert formula("a within 1938-02") == formula("start(1938-02) <= start(a) and end(a) <= end(1938-02)")


def test_an_open_date_binds_on_one_side_only() -> None:
    assert formula("end(a) <= 1938/..") == TRUE
    assert formula("end(a) >= 1938/..") == Linear((), ("end(a)",), -jdn(date(1938, 1, 1)))


def test_what_only_compares_dates_is_true_or_false() -> None:
    assert formula("1938 < 1940") == TRUE
    assert formula("1940 < 1938") == FALSE
    assert formula("1940 - 1938 >= 1 year") == TRUE


# -- months and years


def test_eight_months_between_unknown_days_are_242_to_245_days() -> None:
    gap = {d for d in range(235, 252) if holds(formula("end(b) - start(a) = 8 months"), {"start(a)": 0, "end(b)": d})}
    assert gap == {242, 243, 244, 245}
    assert formula("end(b) - start(a) >= 8 months") == after("start(a)", "end(b)", -242)
    assert formula("end(b) - start(a) <= 8 months") == after("end(b)", "start(a)", 245)
    # The same set, from every day of a leap year and the three after it.
    days = (date(1600, 1, 1) + timedelta(days=n) for n in range(4 * 366))
    assert {(d + relativedelta(months=8) - d).days for d in days} == gap


@pytest.mark.parametrize(
    ("claim", "edge"),
    [
        ("1940-05-01 - end(a) >= 8 months", date(1939, 9, 1)),
        ("1940-05-24 - end(a) >= 8 months", date(1939, 9, 24)),
        # 30 September and 8 months is 30 May; 1 October and 8 months would be 1 June.
        ("1940-05-31 - end(a) >= 8 months", date(1939, 9, 30)),
        ("end(a) + 8 months <= 1940-05-31", date(1939, 9, 30)),
        # 29, 30 and 31 August and 6 months are all 29 February.
        ("1940-02-29 - end(a) >= 6 months", date(1939, 8, 31)),
        ("end(a) - 1939-08-23 <= 1 month", date(1939, 9, 23)),
    ],
)
def test_months_from_or_up_to_a_date_are_counted_by_the_calendar(claim: str, edge: date) -> None:
    meant = formula(claim)
    assert [n for n in (-2, -1, 0, 1, 2) if holds(meant, {"end(a)": jdn(edge) + n})] == [-2, -1, 0]


def test_a_literal_is_moved_by_the_calendar() -> None:
    assert formula("end(a) <= 1939-01-31 + 1 month") == Linear(("end(a)",), (), jdn(date(1939, 2, 28)))
    assert formula("end(a) <= 1940-05-31 - 8 months") == Linear(("end(a)",), (), jdn(date(1939, 9, 30)))
    assert formula("end(a) >= 1940-05 - 8 months") == Linear((), ("end(a)",), -jdn(date(1939, 9, 1)))
    assert formula("end(a) <= 1938 + 1 year 2 months + 3 days") == Linear(("end(a)",), (), jdn(date(1940, 3, 3)))


BORN = """
people: {trotsky: {born: %s}}
documents: {stalin: {}}
evidence:
  age: {holds: "%s", certainty: strong}
"""


@pytest.mark.parametrize(
    ("born", "claim", "earliest", "because"),
    [
        ("1879-11-07", "start(trotsky) + 15 years <= start(stalin)", date(1894, 11, 7), ("age", "trotsky.born")),
        ("1879-11-07", "start(stalin) - start(trotsky) >= 15 years", date(1894, 11, 7), ("age", "trotsky.born")),
        ("1879", "start(trotsky) + 15 years <= start(stalin)", date(1894, 1, 1), ("age", "trotsky.born")),
        ("1880-02-29", "start(trotsky) + 15 years < start(stalin)", date(1895, 3, 1), ("age", "trotsky.born")),
        # 30 days are 30 days: nothing to sharpen.
        ("1879-11-07", "start(trotsky) + 30 days <= start(stalin)", date(1879, 12, 7), ("age", "trotsky.born")),
    ],
)
def test_a_stated_day_makes_years_exact(born: str, claim: str, earliest: date, because: tuple[str, ...]) -> None:
    asked = base(BORN % (born, claim))
    window = asked.solver.window(Distance("start(stalin)"))
    assert window.least == jdn(earliest)
    reason = asked.explainer.bound(Distance("start(stalin)"), least=window.least)
    assert reason is not None
    assert reason.ids == because


def test_without_the_stated_day_the_years_are_what_they_can_be() -> None:
    text = BORN % ("1879-11-07", "start(trotsky) + 15 years <= start(stalin)")
    network = base(text.replace("born: 1879-11-07", "")).network
    (said,) = (c.formula for c in network.constraints if c.ids)
    assert said == after("start(trotsky)", "start(stalin)", -(15 * 365 + 2))  # 1896 to 1911 has two leap days


def test_the_sharper_reading_rests_on_what_states_the_day_and_the_plain_one_on_nothing() -> None:
    claim = tree("start(a) + 15 years <= start(b)")
    born = jdn(date(1879, 11, 7))
    found = Translator(Scale(), (), {"start(a)": stated(born, "a.born")}).formulas(claim, {}, {})
    assert found == [
        (after("start(a)", "start(b)", -(15 * 365 + 2)), ()),
        (after("start(a)", "start(b)", -(jdn(date(1894, 11, 7)) - born)), ("a.born",)),
    ]


def test_a_few_stated_days_sharpen_to_what_can_be_counted_from_any_of_them() -> None:
    """A month from 28, 29 and 30 January 1939 is 31, 30 and 29 days; from the 31st it would be 28."""
    days = {"start(a)": stated(jdn(date(1939, 1, 29)), "a.start", 1, 1)}
    _, (sharp, _) = Translator(Scale(), (), days).formulas(tree("end(b) - start(a) = 1 month"), {}, {})
    assert [gap for gap in range(40) if holds(sharp, {"start(a)": 0, "end(b)": gap})] == [29, 30, 31]


@pytest.mark.parametrize("born", ['"../1879-11-07"', '"1879-11-07/.."', "1800/1879"])
def test_a_day_that_is_open_or_too_vague_sharpens_nothing(born: str) -> None:
    network = base((BORN % (born, "start(trotsky) + 15 years <= start(stalin)")).replace("born", "start")).network
    assert [c.ids for c in network.constraints if "age" in c.ids] == [("age",)]


def test_counting_back_from_a_stated_day_loses_nothing() -> None:
    """Month ends are clipped otherwise backwards; that reading stays as wide as between unknown days."""
    text = BORN % ("1879-10-31", "start(trotsky) - 8 months >= start(stalin)")
    window = base(text).solver.window(Distance("start(stalin)"))
    assert window.most is not None
    assert window.most >= jdn(date(1879, 2, 28))


def test_a_duration_counts_from_the_stated_start() -> None:
    text = "periods: {reign: {start: 1900-01-31, duration: 1 month}, other: {duration: 1 month}}"
    asked = base(text)
    assert asked.solver.window(Distance("end(reign)")).intervals == ((jdn(date(1900, 2, 28)),) * 2,)
    assert asked.solver.window(Distance("end(other)", "start(other)")).intervals == ((28, 31),)


def test_a_duration_counts_up_to_the_stated_end_where_no_start_is_stated() -> None:
    text = "periods: {reign: {end: 1940-12-31, duration: 1 year}, half: {end: 1940-02-29, duration: 6 months}}"
    solver = base(text).solver
    assert solver.window(Distance("start(reign)")).intervals == ((jdn(date(1939, 12, 31)),) * 2,)
    half = jdn(date(1939, 8, 29)), jdn(date(1939, 8, 31))
    assert solver.window(Distance("start(half)")).intervals == (half,)


@pytest.mark.parametrize(
    "said", ["duration: 1 month}}", '}}\nevidence: {e: {holds: "start(act) + 1 month = end(act)"}}']
)
def test_months_up_to_stated_days_are_counted_up_to_every_one_of_them(said: str) -> None:
    """From February to March is 28 days, though it is 31 up to the first and up to the last day of the three months."""
    network = base(f'periods: {{act: {{end: "[1939-01-31..1939-03-31]", {said}').network
    here = (Linear((), ("start(act)",), -jdn(date(1939, 2, 15))), Linear(("end(act)",), (), jdn(date(1939, 3, 15))))
    assert Solver(network).consistent(also=[Constraint(AllOf(here))]) is Answer.YES


@pytest.mark.parametrize("calendar", ["gregorian", "julian"])
@pytest.mark.parametrize("words", ["1 month", "1 month 10 days", "11 months", "2 years", "12 months 40 days"])
def test_the_days_that_decide_up_to_which_months_are_counted_are_all_that_matter(words: str, calendar: str) -> None:
    amount, first = dates.read_duration(words), jdn(date(1903, 12, 29))
    for days in (0, 2, 33, 60, 200):
        shown = lengths.up_to_days(amount, first, first + days, calendar)
        assert shown == lengths._counted_up(amount, tuple(range(first, first + days + 1)), calendar)


# -- an independent evaluator

POINTS = ("start(a)", "end(a)", "start(b)", "end(b)")
AMOUNTS = {
    "1 month": relativedelta(months=1),
    "8 months": relativedelta(months=8),
    "1 year": relativedelta(years=1),
    "8 months 8 days": relativedelta(months=8, days=8),
    "10 days": relativedelta(days=10),
    "2 weeks": relativedelta(days=14),
}
LITERALS = {
    "1904": (date(1904, 1, 1), date(1904, 12, 31)),
    "1904-02": (date(1904, 2, 1), date(1904, 2, 29)),
    "1903-12-31": (date(1903, 12, 31), date(1903, 12, 31)),
}
Days = Mapping[str, date]
Truth = Callable[[Days], bool]


def against_literal(point: str, sign: str, literal: str) -> tuple[str, Truth]:
    first, last = LITERALS[literal]
    meant: dict[str, Truth] = {
        "<": lambda at: at[point] < first,
        "<=": lambda at: at[point] <= last,
        ">": lambda at: at[point] > last,
        ">=": lambda at: at[point] >= first,
        "=": lambda at: first <= at[point] <= last,
        "!=": lambda at: not first <= at[point] <= last,
    }
    return f"{point} {sign} {literal}", meant[sign]


def against_moved_literal(point: str, sign: str, literal: str, back: bool, amount: str) -> tuple[str, Truth]:
    first, last = LITERALS[literal]
    step = -AMOUNTS[amount] if back else AMOUNTS[amount]
    first, last = first + step, last + step
    meant: dict[str, Truth] = {"<=": lambda at: at[point] <= last, ">": lambda at: at[point] > last}
    return f"{point} {sign} {literal} {'-' if back else '+'} {amount}", meant[sign]


def against_point(left: str, sign: str, right: str) -> tuple[str, Truth]:
    return f"{left} {sign} {right}", lambda at: OPERATORS[sign](at[left], at[right])


def moved_point(left: str, sign: str, right: str, amount: str, form: int) -> tuple[str, Truth]:
    """`right`, an amount of time on, against `left`: written in one of four ways that mean the same."""
    turned = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}[sign]
    text = (
        f"{left} {sign} {right} + {amount}",
        f"{right} + {amount} {turned} {left}",
        f"{left} - {right} {sign} {amount}",
        f"{amount} {turned} {left} - {right}",
    )[form]
    return text, lambda at: OPERATORS[sign](at[left], at[right] + AMOUNTS[amount])


def since_literal(point: str, sign: str, day: date, amount: str) -> tuple[str, Truth]:
    return f"{point} - {day} {sign} {amount}", lambda at: OPERATORS[sign](at[point], day + AMOUNTS[amount])


def until_literal(point: str, sign: str, day: date, amount: str) -> tuple[str, Truth]:
    return f"{day} - {point} {sign} {amount}", lambda at: OPERATORS[sign](day, at[point] + AMOUNTS[amount])


def moved_back(left: str, sign: str, right: str, amount: str) -> tuple[str, Truth]:
    return f"{left} {sign} {right} - {amount}", lambda at: OPERATORS[sign](at[left], at[right] - AMOUNTS[amount])


def lasting(span: str, sign: str, amount: str) -> tuple[str, Truth]:
    start, end = f"start({span})", f"end({span})"
    return f"duration({span}) {sign} {amount}", lambda at: OPERATORS[sign](at[end], at[start] + AMOUNTS[amount])


def related(left: str, word: str, right: str) -> tuple[str, Truth]:
    meant: dict[str, Truth] = {
        "before": lambda at: at[f"end({left})"] < at[f"start({right})"],
        "within": lambda at: (
            at[f"start({right})"] <= at[f"start({left})"] and at[f"end({left})"] <= at[f"end({right})"]
        ),
        "contemporary with": lambda at: (
            at[f"start({left})"] <= at[f"end({right})"] and at[f"start({right})"] <= at[f"end({left})"]
        ),
    }
    return f"{left} {word} {right}", meant[word]


signs = st.sampled_from(sorted(OPERATORS))
points = st.sampled_from(POINTS)
some_days = st.dates(date(1903, 1, 1), date(1905, 12, 31))
exact = st.one_of(
    st.builds(against_literal, points, signs, st.sampled_from(sorted(LITERALS))),
    st.builds(
        against_moved_literal,
        points,
        st.sampled_from(("<=", ">")),
        st.sampled_from(sorted(LITERALS)),
        st.booleans(),
        st.sampled_from(sorted(AMOUNTS)),
    ),
    st.builds(against_point, points, signs, points),
    st.builds(since_literal, points, signs, some_days, st.sampled_from(sorted(AMOUNTS))),
    st.builds(moved_point, points, signs, points, st.sampled_from(("10 days", "2 weeks")), st.integers(0, 3)),
    st.builds(lasting, st.sampled_from("ab"), signs, st.sampled_from(("10 days", "2 weeks"))),
    st.builds(related, st.just("a"), st.sampled_from(("before", "within", "contemporary with")), st.just("b")),
)
calendar = st.one_of(
    exact,
    st.builds(until_literal, points, signs, some_days, st.sampled_from(sorted(AMOUNTS))),
    st.builds(moved_back, points, signs, points, st.sampled_from(sorted(AMOUNTS))),
    st.builds(moved_point, points, signs, points, st.sampled_from(sorted(AMOUNTS)), st.integers(0, 3)),
    st.builds(lasting, st.sampled_from("ab"), signs, st.sampled_from(sorted(AMOUNTS))),
)
Said = tuple[str, Truth]


def joined(leaves: st.SearchStrategy[Said]) -> st.SearchStrategy[Said]:
    def neither(one: Said) -> Said:
        return f"not ({one[0]})", lambda at: not one[1](at)

    def also(one: Said, two: Said) -> Said:
        return f"({one[0]}) and ({two[0]})", lambda at: one[1](at) and two[1](at)

    def other(one: Said, two: Said) -> Said:
        return f"({one[0]}) or ({two[0]})", lambda at: one[1](at) or two[1](at)

    def supposing(one: Said, two: Said) -> Said:
        return f"if {one[0]} then {two[0]}", lambda at: not one[1](at) or two[1](at)

    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(neither, inner),
            st.builds(also, inner, inner),
            st.builds(other, inner, inner),
            st.builds(supposing, inner, inner),
        ),
        max_leaves=4,
    )


@st.composite
def histories(draw: st.DrawFn) -> Days:
    """Days near each other, and near the ends of months, where calendars are awkward."""
    awkward = [date(1903, 10, 31), date(1903, 12, 31), date(1904, 1, 1), date(1904, 2, 29), date(1904, 8, 31)]
    day = st.builds(lambda d, n: d + timedelta(days=n), st.sampled_from(awkward), st.integers(-12, 12))
    a, b = (sorted((draw(day), draw(day))) for _ in "ab")
    return dict(zip(POINTS, (*a, *b), strict=True))


def steps(history: Days) -> dict[str, int]:
    return {point: jdn(day) for point, day in history.items()}


@settings(max_examples=120, deadline=None)
@given(joined(exact), st.lists(histories(), min_size=1, max_size=12))
def test_what_counts_days_is_exact(said: Said, tried: list[Days]) -> None:
    text, true = said
    claim = tree(text)
    for at in tried:
        assert holds(read(claim), steps(at)) == true(at), (text, at)
        assert holds(read(Not(claim)), steps(at)) != true(at), (text, at)


@settings(max_examples=120, deadline=None)
@given(joined(calendar), st.lists(histories(), min_size=1, max_size=12))
def test_no_true_history_is_lost(said: Said, tried: list[Days]) -> None:
    text, true = said
    claim = tree(text)
    for at in tried:
        if true(at):
            assert holds(read(claim), steps(at)), (text, at)
        else:
            assert holds(read(Not(claim)), steps(at)), (text, at)


@settings(max_examples=120, deadline=None)
@given(joined(calendar), st.lists(histories(), min_size=1, max_size=8), st.integers(0, 40), st.integers(0, 40))
def test_stated_days_sharpen_and_lose_no_true_history(said: Said, tried: list[Days], before: int, after: int) -> None:
    text, true = said
    for at in tried:
        day = steps(at)
        days = {point: stated(day[point], f"{point}.stated", before, after) for point in ("start(a)", "end(b)")}
        for meant, wanted in ((tree(text), true(at)), (Not(tree(text)), not true(at))):
            if wanted:
                found = Translator(Scale(), (), days).formulas(meant, {}, {})
                assert all(holds(f, day) for f, _ in found), (text, at)


@settings(max_examples=100, deadline=None)
@given(histories(), st.sampled_from(sorted(AMOUNTS)), signs, st.integers(0, 3))
def test_a_stated_day_makes_a_single_amount_exact(at: Days, amount: str, sign: str, form: int) -> None:
    text, true = moved_point("end(b)", sign, "start(a)", amount, form)
    day = steps(at)
    days = {"start(a)": stated(day["start(a)"], "a.start")}
    found = Translator(Scale(), (), days).formulas(tree(text), {}, {})
    assert all(holds(f, day) for f, _ in found) == true(at), (text, at)


# -- coarser units


@pytest.mark.parametrize("unit", ["month", "year"])
@settings(max_examples=80, deadline=None)
@given(at=histories(), sign=signs, literal=st.sampled_from(sorted(LITERALS)), point=points)
def test_a_date_finer_than_the_unit_is_rounded_outward(
    unit: Unit, at: Days, sign: str, literal: str, point: str
) -> None:
    text, true = against_literal(point, sign, literal)
    coarse = {p: Scale(unit).step_of(jdn(day)) for p, day in at.items()}
    if true(at):
        assert holds(formula(text, unit), coarse), (text, at)
    else:
        assert holds(denied(text, unit), coarse), (text, at)


@pytest.mark.parametrize("unit", ["month", "year"])
@settings(max_examples=100, deadline=None)
@given(at=histories(), amount=st.sampled_from(sorted(AMOUNTS)))
def test_an_amount_counted_on_from_a_day_is_among_the_steps_it_can_be(unit: Unit, at: Days, amount: str) -> None:
    first = at["start(a)"]
    last = first + AMOUNTS[amount]
    coarse = {
        "start(a)": Scale(unit).step_of(jdn(first)),
        "end(b)": Scale(unit).step_of(jdn(last)),
    }
    assert holds(formula(f"end(b) - start(a) = {amount}", unit), coarse)


def test_a_year_is_one_step_of_a_chronology_in_years() -> None:
    assert formula("20 years <= duration(a) <= 100 years", "year") == formula(
        "end(a) - start(a) >= 20 years and end(a) - start(a) <= 100 years", "year"
    )
    assert formula("duration(a) >= 20 years", "year") == after("start(a)", "end(a)", -20)
    halves = formula("duration(a) = 18 months", "year")
    assert [d for d in range(5) if holds(halves, {"start(a)": 0, "end(a)": d})] == [1, 2]
    assert formula("end(a) <= -0043", "year") == Linear(("end(a)",), (), -43)
    assert formula("end(a) < -0043-03-15", "year") == Linear(("end(a)",), (), -43)


# -- news


def test_news_of_an_event_is_its_start_until_it_is_stated() -> None:
    assert formula("end(a) <= known(b)") == after("end(a)", "start(b)", 0)
    assert read(tree("end(a) <= known(b)"), known=("b",)) == after("end(a)", "known(b)", 0)


def test_settings_and_variables_are_filled_in() -> None:
    claim = tree("end($d) <= known($e) + delay")
    delay = {"delay": dates.read_duration("10 days")}
    days = Translator(Scale(), (), {})
    assert days.formulas(claim, {"d": "stalin", "e": "pact"}, delay) == [(after("end(stalin)", "start(pact)", 10), ())]


def test_every_day_level_comparison_on_a_grid() -> None:
    """Chains and differences of small whole numbers, on all histories of a small grid."""
    said: dict[str, Callable[[int, int, int, int], bool]] = {
        "start(a) <= start(b) < end(a)": lambda s, e, t, u: s <= t < e,
        "end(a) - start(b) > 2 days": lambda s, e, t, u: e - t > 2,
        "duration(a) > duration(b)": lambda s, e, t, u: e - s > u - t,
        "duration(a) + 1 day >= duration(b)": lambda s, e, t, u: e - s + 1 >= u - t,
        "1 day <= end(a) - start(b) != 3 days": lambda s, e, t, u: 1 <= e - t != 3,
        "if a before b then duration(a) = 1 day": lambda s, e, t, u: not e < t or e - s == 1,
        "a meets b or a met by b": lambda s, e, t, u: e == t or s == u,
        "not (a before b or a after b)": lambda s, e, t, u: s <= u and t <= e,
    }
    for text, meant in said.items():
        claim = tree(text)
        for s, e, t, u in product(range(4), repeat=4):
            at = {"start(a)": s, "end(a)": e, "start(b)": t, "end(b)": u}
            assert holds(read(claim), at) == meant(s, e, t, u), (text, at)
            assert holds(read(Not(claim)), at) != meant(s, e, t, u), (text, at)
