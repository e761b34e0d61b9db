"""One ray for all distances that are open: it parts what it can, and every value along it is attained."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from chrono.engine.certificates import Checker, Witness
from chrono.engine.formulas import Formula, History, Linear, holds
from chrono.engine.graph import Encoded
from chrono.engine.rays import rates
from chrono.engine.shared_histories import Shared
from chrono.engine.shortest_paths import Adjacent

POINTS = ("a", "b", "c", "d", "e")
SOME = settings(max_examples=150, deadline=None)
arcs = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=14)
bounds = st.lists(
    st.builds(
        lambda two, most: Linear((two[0],) if two[0] else (), (two[1],) if two[1] else (), most),
        st.sampled_from([two for two in product(("", *POINTS), repeat=2) if two[0] != two[1]]),
        st.integers(-3, 6),
    ),
    min_size=1,
    max_size=9,
)


@SOME
@given(arcs, arcs)
def test_rates_never_rise_along_an_arc_and_fall_where_no_path_leads_back(
    plain: list[tuple[int, int]], more: list[tuple[int, int]]
) -> None:
    out: Adjacent = [[(t, 0, 0) for s, t in plain if s == point] for point in range(6)]
    extra = {point: [(t, 0, 0) for s, t in more if s == point] for point in range(6)}
    found = rates(out, extra)
    reached = {(p, p) for p in range(6)} | {*plain, *more}
    for through, start, end in product(range(6), repeat=3):
        if (start, through) in reached and (through, end) in reached:
            reached.add((start, end))
    assert found[0] == 0
    for start, end in reached:
        assert found[start] == found[end] if (end, start) in reached else found[start] > found[end]


@SOME
@given(bounds)
def test_open_distances_are_certified_and_each_value_is_attained(formulas: list[Formula]) -> None:
    shared = Shared(Encoded(POINTS, formulas))
    assume(shared.first is not None)
    checker = Checker(formulas)
    for of, after in product(POINTS, repeat=2):
        values = shared.values(of, after) if of != after else None
        if not values:
            continue
        certificate = shared.certificate(of, after, values)
        assert certificate is not None
        assert checker.proves(certificate)
        assert Checker(formulas).proves(certificate)
        spans = certificate.attained[0]
        for side, witness, open_end in ((-1, spans[0][0], values[0][0]), (1, spans[-1][1], values[0][1])):
            if open_end is None:
                far = witness.rates.get(of, 0) - witness.rates.get(after, 0)
                assert side * far > 0
                way = [moved(witness, step, abs(far)) for step in range(2 * abs(far) + 1)]
                assert all(holds(formula, history) for formula in formulas for history in way)
                assert all(now[of] - now[after] == was[of] - was[after] + side for was, now in pairwise(way))


def moved(witness: Witness, step: int, steps: int) -> History:
    """So many of even steps along the rates, rounded down."""
    return {p: at + step * witness.rates.get(p, 0) // steps for p, at in witness.history.items()}


@SOME
@given(bounds, st.sampled_from(POINTS), st.integers(-6, 6))
def test_a_ray_with_another_rate_is_believed_only_where_it_holds(
    formulas: list[Formula], point: str, rate: int
) -> None:
    shared = Shared(Encoded(POINTS, formulas))
    assume(shared.first is not None)
    for of, after in product(POINTS, repeat=2):
        values = shared.values(of, after) if of != after else None
        if not values or values[0][0] is None or values[0][1] is not None:
            continue
        certificate = shared.certificate(of, after, values)
        assert certificate is not None
        *before, (low, high) = certificate.attained[0]
        other = replace(high, rates={**high.rates, point: rate})
        changed = replace(certificate, attained=((*before, (low, other)),))
        grows = any(growing(f, other.rates) > 0 for f in formulas if isinstance(f, Linear))
        parts = other.rates.get(of, 0) > other.rates.get(after, 0)
        assert Checker(formulas).proves(changed) is (parts and not grows)


def growing(bound: Linear, by: History) -> int:
    """By how much a bound's sum grows with each step."""
    return sum(by.get(p, 0) for p in bound.plus) - sum(by.get(p, 0) for p in bound.minus)
