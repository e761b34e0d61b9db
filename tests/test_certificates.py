"""The checker alone: true certificates pass, and each way of being wrong is noticed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from chrono.engine.certificates import Cases, Certificate, Checker, Moved, Sum, Witness, proves, refutes, satisfies
from chrono.engine.formulas import FALSE, AllOf, AnyOf, Formula, Linear, at_least, at_most, no_later

EARLY = AllOf((at_least("a", 2), at_most("a", 3)))
LATE = AllOf((at_least("a", 7), at_most("a", 9)))
EITHER = AnyOf((EARLY, LATE))
ORDER = no_later("a", "b")
FORMULAS = (EITHER, ORDER)


def at(a: int, b: int = 50) -> Witness:
    return Witness({"a": a, "b": b})


def denied(bound: Linear) -> Cases:
    """That a bound contradicts both alternatives, each by the one of its two bounds that matters."""
    return Cases(EITHER, tuple(Sum((bound, e)) for e in (EARLY.parts[0], LATE.parts[0])))  # type: ignore[arg-type]


BEFORE = denied(at_most("a", 1))
BETWEEN = Cases(EITHER, (Sum((at_least("a", 4), at_most("a", 3))), Sum((at_most("a", 6), at_least("a", 7)))))
AFTER = Cases(EITHER, (Sum((at_least("a", 10), at_most("a", 3))), Sum((at_least("a", 10), at_most("a", 9)))))
SPANS = (((at(2), at(3)),), ((at(7), at(9)),))
TRUE = Certificate("a", "", ((2, 3), (7, 9)), SPANS, (BEFORE, BETWEEN, AFTER))


def test_a_true_certificate_proves_its_window() -> None:
    assert proves(TRUE, FORMULAS)


@pytest.mark.parametrize(
    "wrong",
    [
        replace(TRUE, intervals=((2, 3), (7, 8))),
        replace(TRUE, intervals=((2, 9),), attained=(((at(2), at(9)),),), excluded=(BEFORE, AFTER)),
        replace(TRUE, intervals=((2, 9),), attained=((*SPANS[0], *SPANS[1]),), excluded=(BEFORE, AFTER)),
        replace(TRUE, attained=((), SPANS[1])),
        replace(TRUE, intervals=((2, 3),), attained=TRUE.attained[:1]),
        replace(TRUE, intervals=((None, 3), (7, 9)), excluded=(BETWEEN, AFTER)),
        replace(TRUE, attained=(((at(2), at(4)),), SPANS[1])),
        replace(TRUE, attained=(((at(2), at(3, 0)),), SPANS[1])),
        replace(TRUE, excluded=(BEFORE, AFTER, BETWEEN)),
        replace(TRUE, excluded=(BEFORE, BETWEEN)),
        replace(TRUE, intervals=(), attained=(), excluded=()),
    ],
)
def test_a_certificate_that_is_wrong_anywhere_proves_nothing(wrong: Certificate) -> None:
    """Nor to a checker that has tried histories much like its own before."""
    assert not proves(wrong, FORMULAS)
    checker = Checker(FORMULAS)
    assert checker.proves(TRUE)
    assert not checker.proves(wrong)
    assert checker.proves(TRUE)


def test_a_certificate_holds_for_its_own_formulas_only() -> None:
    assert not proves(TRUE, (*FORMULAS, at_most("b", 40)))  # its histories have b at 50
    assert not proves(TRUE, (ORDER,))  # its refutations use the either/or


def test_a_refutation_must_cancel_be_negative_and_use_what_is_given() -> None:
    given = (at_least("a", 5), at_most("a", 4))
    assert refutes(Sum(given), given)
    assert not refutes(Sum((at_least("a", 5), at_most("b", 4))), (at_least("a", 5), at_most("b", 4)))
    assert not refutes(Sum((at_least("a", 5), at_most("a", 5))), (at_least("a", 5), at_most("a", 5)))
    assert not refutes(Sum((at_least("a", 5), at_most("a", 3))), given)
    assert not refutes(Sum(()), given)


def test_every_case_must_be_refuted_and_none_may_lean_on_another() -> None:
    bound = at_most("a", 1)
    assert refutes(denied(bound), (EITHER, bound))
    assert not refutes(Cases(EITHER, BEFORE.refuted[:1]), (EITHER, bound))
    assert not refutes(Cases(EITHER, (BEFORE.refuted[0],) * 2), (EITHER, bound))
    # What the first case supposes is not given in the second, nor beside them both.
    assert not refutes(Cases(EITHER, (BEFORE.refuted[0], BEFORE.refuted[0])), (EITHER, bound))
    assert not refutes(BEFORE.refuted[0], (EITHER, bound))


def test_a_bound_or_its_opposite_is_always_given() -> None:
    """Twice a = 2b + 1 has rational solutions only: the case a <= 3 or a >= 4 may be put without evidence."""
    split = AnyOf((at_most("a", 3), at_least("a", 4)))
    given = (at_least("a", 4), at_most("a", 3))
    assert refutes(Cases(split, (Sum(given), Sum(given))), given)
    gap = AnyOf((at_most("a", 3), at_least("a", 5)))
    assert not refutes(Cases(gap, (Sum(given), Sum(given))), given)


def test_an_either_or_without_alternatives_refutes_itself() -> None:
    assert refutes(Cases(FALSE, ()), (FALSE,))
    assert refutes(Sum((Linear((), (), -1),)), (FALSE,))
    assert not refutes(Cases(FALSE, ()), (ORDER,))


def test_a_refutation_may_add_a_bound_more_than_once_and_sums_of_two_points() -> None:
    long = Linear(("b", "b"), ("a",), 0)  # 2b <= a
    given = (long, at_least("b", 3), at_most("a", 5))
    assert refutes(Sum((long, at_least("b", 3), at_least("b", 3), at_most("a", 5))), given)
    assert not refutes(Sum(given), given)


def test_an_open_end_needs_a_history_that_can_be_moved_for_ever() -> None:
    rising = Witness({"a": 0, "b": 3}, {"b": 1})
    both = Witness({"a": 0, "b": 3}, {"a": 1, "b": 1})
    formulas = (at_least("a", 0), at_most("a", 0), ORDER)
    open_above = Certificate(
        "b", "a", ((0, None),), (((Witness({"a": 0, "b": 0}), rising),),), (Sum((Linear(("b",), ("a",), -1), ORDER)),)
    )
    assert proves(open_above, formulas)
    assert not proves(replace(open_above, attained=(((Witness({"a": 0, "b": 0}), both),),)), formulas)
    assert not proves(open_above, (*formulas, at_most("b", 100)))
    assert satisfies(rising, formulas)
    assert not satisfies(Witness({"a": 0, "b": 3}, {"b": -1}), formulas)


def test_moving_stays_in_one_alternative() -> None:
    """At 3 it is before, and if moved it is after: but no one alternative holds all the way."""
    either = AnyOf((at_most("b", 3), at_least("b", 7)))
    assert not satisfies(Witness({"b": 3}, {"b": 1}), [either])
    assert satisfies(Witness({"b": 7}, {"b": 1}), [either])


def test_a_span_takes_one_alternative_and_spans_leave_nothing_out() -> None:
    touching = AnyOf((AllOf((at_least("a", 0), at_most("a", 3))), AllOf((at_least("a", 4), at_most("a", 8)))))
    refuted = [
        Cases(touching, tuple(Sum((bound, p.parts[side])) for p in touching.parts))  # type: ignore[union-attr, arg-type]
        for side, bound in ((0, at_most("a", -1)), (1, at_least("a", 9)))
    ]
    in_two = Certificate("a", "", ((0, 8),), (((at(0), at(3)), (at(4), at(8))),), tuple(refuted))
    assert proves(in_two, [touching])
    assert not proves(replace(in_two, attained=(((at(0), at(8)),),)), [touching])
    assert not proves(replace(in_two, attained=(((at(0), at(2)), (at(4), at(8))),)), [touching])
    assert not satisfies((at(3), at(4)), [touching])


def test_a_span_may_not_pass_over_what_parity_forbids() -> None:
    """b is twice a: 0 and 4 are attained, and 2 on the way, but neither 1 nor 3."""
    twice = (Linear(("b",), ("a", "a"), 0), Linear(("a", "a"), ("b",), 0))
    given = (*twice, at_least("b", 0), at_most("b", 4))
    beyond = Sum((at_most("b", -1), at_least("b", 0))), Sum((at_least("b", 5), at_most("b", 4)))
    span = ((Witness({"a": 0, "b": 0}), Witness({"a": 2, "b": 4})),)
    whole = Certificate("b", "", ((0, 4),), (span,), beyond)
    assert not proves(whole, given)
    assert satisfies(span[0], given)  # each of the two by itself
    assert proves(whole, (Linear(("b",), ("a", "a"), 1), *given[1:]))  # with a year to spare 1 and 3 are attained too


def test_a_span_of_whole_steps_passes_whatever_the_bounds_are() -> None:
    longer = Linear(("end(b)", "start(a)"), ("end(a)", "start(b)"), 0)
    low = Witness({"start(a)": 0, "end(a)": 9, "start(b)": 3, "end(b)": 12})
    high = Witness({**low.history, "start(b)": 8, "end(b)": 17})
    assert satisfies((low, high), [longer], 5)
    uneven = Witness({"start(a)": 0, "end(a)": 10, "start(b)": 5, "end(b)": 15})
    assert satisfies(uneven, [longer])
    assert not satisfies((low, uneven), [longer], 3)  # a third of the way b would end a year too late


# -- one ray for many distances

AFTER_A = (at_least("a", 0), at_most("a", 0), ORDER, no_later("b", "c"))
OPEN = Certificate(
    "b",
    "a",
    ((0, None),),
    (((Witness({"a": 0, "b": 0, "c": 0}), Witness({"a": 0, "b": 0, "c": 0}, {"b": 3, "c": 7})),),),
    (Sum((Linear(("b",), ("a",), -1), ORDER)),),
)


def moving(**rates: int) -> Certificate:
    """The same, moved by other rates."""
    low, high = OPEN.attained[0][0]
    return replace(OPEN, attained=(((low, replace(high, rates=rates)),),))


def test_by_steps_of_more_than_one_no_value_of_a_difference_is_left_out() -> None:
    assert proves(OPEN, AFTER_A)
    assert proves(replace(OPEN, of="c", excluded=(Sum((Linear(("c",), ("a",), -1), *AFTER_A[2:])),)), AFTER_A)
    either = AnyOf((no_later("b", "c"), at_most("b", 5)))
    assert proves(OPEN, (*AFTER_A[:3], either))


@pytest.mark.parametrize(
    "rates",
    [
        {"b": 3},  # past c
        {"b": 3, "c": 2},
        {"b": 3, "c": 7, "a": 1},  # a has a date
        {"b": -3, "c": 7},  # to the wrong side
        {"c": 7},
        {"b": 0, "c": 7},
        {},
    ],
)
def test_rates_that_let_a_bound_grow_or_do_not_move_what_is_asked_prove_nothing(rates: dict[str, int]) -> None:
    wrong = moving(**rates)
    assert not proves(wrong, AFTER_A)
    checker = Checker(AFTER_A)
    assert checker.proves(OPEN)
    assert not checker.proves(wrong)
    assert checker.proves(OPEN)


def test_what_is_attained_before_it_moves_is_tried_as_well() -> None:
    assert not proves(OPEN, (*AFTER_A, at_most("c", 1000)))
    low, high = OPEN.attained[0][0]
    late = replace(high, history={"a": 0, "b": 4, "c": 4})
    assert proves(replace(OPEN, attained=(((low, late),),)), AFTER_A)
    beyond = replace(high, history={"a": 0, "b": 4, "c": 3})
    assert not proves(replace(OPEN, attained=(((low, beyond),),)), AFTER_A)
    assert not proves(replace(OPEN, attained=(((low, low), (late, late)),)), AFTER_A)
    assert not proves(replace(OPEN, attained=(((low, low), (late, late), (high, high)),)), AFTER_A)


def test_moving_by_more_than_one_stays_in_one_alternative_too() -> None:
    """At 0 the one holds, moved the other: no value between is known to be attained."""
    either = AnyOf((at_most("b", 0), at_least("b", 3)))
    assert not proves(OPEN, (*AFTER_A, either))


def test_sums_are_moved_by_steps_of_one_alone() -> None:
    """b is twice a: by steps of two every other value is attained."""
    twice = (Linear(("b",), ("a", "a"), 0), Linear(("a", "a"), ("b",), 0), at_least("b", 0))
    start = Witness({"a": 0, "b": 0})
    risen = replace(start, rates={"a": 1, "b": 2})
    below = (Sum((at_most("b", -1), at_least("b", 0))),)
    assert satisfies((start, risen), twice)
    assert not proves(Certificate("b", "", ((0, None),), (((start, risen),),), below), twice)
    assert proves(
        Certificate(
            "a", "", ((0, None),), (((start, risen),),), (Sum((at_most("a", -1),) * 2 + twice[:1] + twice[2:]),)
        ),
        twice,
    )


def test_an_end_that_is_open_below_is_moved_down() -> None:
    formulas = (at_most("b", 0), ORDER)
    top = Witness({"a": 0, "b": 0})
    sinking = replace(top, rates={"a": -5, "b": -2})
    above = (Sum((at_least("b", 1), at_most("b", 0))),)
    down = Certificate("b", "", ((None, 0),), (((sinking, top),),), above)
    assert proves(down, formulas)
    assert not proves(replace(down, attained=(((replace(top, rates={"a": -2, "b": -5}), top),),)), formulas)
    assert not proves(replace(down, attained=(((replace(top, rates={"a": 5, "b": 2}), top),),)), formulas)
    assert not proves(replace(down, attained=(((top, sinking),),)), formulas)


def test_a_sum_is_believed_of_what_is_given_alone_by_whoever_tries_it() -> None:
    """Equal bounds are as good as the very same ones; others are not, though they add up."""
    given = (AllOf((at_least("a", 5), ORDER)), at_most("b", 4))
    same = Sum((at_least("a", 5), no_later("a", "b"), at_most("b", 4)))
    for tree, more, holds in (
        (same, (), True),
        (Sum(same.bounds[:2]), (), False),
        (Sum((*same.bounds[:2], at_most("b", 3))), (), False),
        (Sum((*same.bounds[:2], at_most("b", 3))), (at_most("b", 3),), True),
        (Sum((at_least("a", 6), at_most("a", 5))), (at_least("a", 6),), False),
        (Sum((at_least("a", 5), at_most("a", 4))), (), False),
        (Sum((Linear((), (), -1),)), (), False),
        (Sum((Linear((), (), -1),)), (FALSE,), True),
    ):
        assert refutes(tree, (*given, *more)) is holds
        assert Checker((*given, *more)).refuted(tree) is holds
        assert Checker(given).refuted(tree, more) is holds
    assert Checker(given[1:]).refuted(same, given[:1])


POINTS = ("a", "b", "c", "d", "e", "f")
differences = st.builds(
    lambda pair, most: Linear((pair[0],), (pair[1],), most), st.permutations(POINTS), st.integers(-1, 3)
)
dates = st.builds(at_most, st.sampled_from(POINTS), st.integers(1, 3)) | st.builds(
    at_least, st.sampled_from(POINTS), st.integers(-1, 1)
)
bounds = differences | dates
changes = st.dictionaries(st.sampled_from(POINTS), st.integers(0, 3), max_size=2)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.one_of(
            bounds,
            st.lists(bounds, min_size=2, max_size=2).map(lambda parts: AllOf((*parts,))),
            st.lists(bounds, min_size=2, max_size=2).map(lambda parts: AnyOf((*parts,))),
        )
    )
    | st.lists(bounds),
    st.lists(changes, min_size=1, max_size=4),
    st.data(),
)
def test_what_is_tried_only_where_it_can_be_another_is_tried_as_well_as_all(
    formulas: list[Formula], several: list[dict[str, int]], data: st.DataObject
) -> None:
    """Whatever was tried before: other histories, the same ones but for a few points or moved otherwise."""
    plain = [dict.fromkeys(POINTS, at) for at in (0, 1)]
    histories = [*plain, *(Moved(one, some) for one in plain for some in several)]
    rates = [{}, dict.fromkeys(POINTS, 1), {"a": 1}]
    witnesses = st.builds(Witness, st.sampled_from(histories), st.sampled_from(rates))
    checker = Checker(formulas)
    known = 0
    for span in data.draw(st.lists(st.tuples(witnesses, witnesses), min_size=2, max_size=12)):
        holds = satisfies(span, formulas)
        assert checker.satisfied(span, 1) is holds
        known += holds
    event(f"satisfied: {min(known, 3)}, either/ors: {any(isinstance(f, AnyOf) for f in formulas)}")
