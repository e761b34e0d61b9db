"""Bounds that are no differences, against every history there is: windows, gaps by parity, certificates."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from chrono.engine.certificates import Witness, proves, refutes, satisfies
from chrono.engine.formulas import (
    AllOf,
    AnyOf,
    Constraint,
    Formula,
    History,
    Linear,
    Network,
    at_least,
    at_most,
    holds,
    no_later,
)
from chrono.engine.graph import Encoded
from chrono.engine.intervals import Interval
from chrono.engine.outcomes import Answer, Distance
from chrono.engine.prover import Prover
from chrono.engine.solver import Solver

POINTS = ("start(a)", "end(a)", "start(b)", "end(b)")
LAST = 7
SOME = settings(max_examples=80, deadline=None)
WITHIN = [bound for p in POINTS for bound in (at_least(p, 0), at_most(p, LAST))]
EVERYTHING: list[dict[str, int]] = [dict(zip(POINTS, v, strict=True)) for v in product(range(LAST + 1), repeat=4)]

sides = st.lists(st.sampled_from(POINTS), max_size=3).map(lambda points: tuple(sorted(points)))
totals = st.builds(Linear, sides, sides, st.integers(-6, 9))
same = st.builds(
    lambda plus, minus, n: AllOf((Linear(plus, minus, n), Linear(minus, plus, -n))), sides, sides, st.integers(-3, 3)
)
formulas = st.recursive(
    st.one_of(totals, same),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        .map(tuple)
        .flatmap(lambda parts: st.sampled_from([AnyOf(parts), AllOf(parts)]))
    ),
    max_leaves=4,
)
given_formulas = st.lists(formulas, min_size=1, max_size=3)


def histories(asked: list[Formula]) -> Iterator[History]:
    return (h for h in EVERYTHING if all(holds(f, h) for f in asked))


def intervals(values: set[int]) -> tuple[Interval, ...]:
    firsts = sorted(v for v in values if v - 1 not in values)
    lasts = sorted(v for v in values if v + 1 not in values)
    return tuple(zip(firsts, lasts, strict=True))


@SOME
@given(given_formulas, st.sampled_from([*POINTS, "length"]))
def test_windows_are_what_is_possible_and_are_certified(drawn: list[Formula], what: str) -> None:
    of, after = ("end(b)", "start(b)") if what == "length" else (what, "")
    possible = intervals({h[of] - (h[after] if after else 0) for h in histories(drawn)})
    network = Network(POINTS, tuple(Constraint(f) for f in (*WITHIN, *drawn)), {})
    solver = Solver(network)
    assert solver.consistent() is (Answer.YES if possible else Answer.NO)
    if not possible:
        assert refutes(solver.proof(), (*WITHIN, *drawn))  # type: ignore[arg-type]
        return
    window = solver.window(Distance(of, after))
    assert window.proven
    assert window.intervals == possible
    certificate = solver.certificate(Distance(of, after), window)
    assert certificate is not None
    assert proves(certificate, (*WITHIN, *drawn))


@SOME
@given(given_formulas, formulas)
def test_what_is_possible_is_proven_so_and_what_is_not_refuted(drawn: list[Formula], claim: Formula) -> None:
    possible = any(holds(claim, h) for h in histories(drawn))
    proof = Prover(Encoded(POINTS, [*WITHIN, *drawn, claim], totals=True)).proof()
    assert proof is not None
    if possible:
        assert isinstance(proof, Witness)
        assert satisfies(proof, [*WITHIN, *drawn, claim])
    else:
        assert not isinstance(proof, Witness)
        assert refutes(proof, [*WITHIN, *drawn, claim])


@SOME
@given(given_formulas, st.tuples(*[st.integers(0, LAST)] * 8), st.integers(1, 7))
def test_a_span_that_passes_leaves_no_value_out(drawn: list[Formula], ends: tuple[int, ...], steps: int) -> None:
    """Every history that lies, rounded down, on the way between two that pass the check satisfies the formulas."""
    low, high = (dict(zip(POINTS, values, strict=True)) for values in (ends[:4], ends[4:]))
    assume(satisfies((Witness(low), Witness(high)), drawn, steps))
    for n in range(steps + 1):
        between = {p: low[p] + (high[p] - low[p]) * n // steps for p in POINTS}
        assert all(holds(f, between) for f in drawn)


def test_a_duration_twice_another_is_even_for_decades() -> None:
    """Too many gaps to list: what is known is the whole, and that some of it is possible."""
    bounds: list[Formula] = [at_least("start(a)", 0), at_most("end(a)", 100_000), no_later("start(a)", "end(a)")]
    twice = ("start(a)", "start(a)", "end(b)"), ("end(a)", "end(a)", "start(b)")
    bounds += [Linear(*twice, 0), Linear(*twice[::-1], 0)]
    network = Network(POINTS, tuple(Constraint(f) for f in bounds), {})
    window = Solver(network).window(Distance("end(b)", "start(b)"))
    assert not window.proven
    assert window.outer == (0, 200_000)
    assert all(least == most and least is not None and least % 2 == 0 for least, most in window.intervals)


def test_equal_durations_are_certified_however_long_they_may_be() -> None:
    bounds: list[Formula] = [at_least("start(a)", 0), no_later("start(a)", "end(a)"), no_later("start(b)", "end(b)")]
    bounds += [at_least("start(b)", 50_000), at_most("end(b)", 90_000), at_most("start(a)", 7)]
    longer = ("end(a)", "start(b)"), ("end(b)", "start(a)")
    network = Network(POINTS, tuple(Constraint(f) for f in (*bounds, Linear(*longer, 0), Linear(*longer[::-1], 0))), {})
    solver = Solver(network)
    for distance, hull in ((Distance("end(a)"), (0, 40_007)), (Distance("end(b)", "start(b)"), (0, 40_000))):
        window = solver.window(distance)
        assert window.intervals == (hull,)
        assert solver.certificate(distance, window) is not None


def test_an_open_end_is_certified() -> None:
    """The one lasts longer than the other, and nothing says how long either does."""
    longer = Linear(("end(b)", "start(a)"), ("end(a)", "start(b)"), -731)
    bounds = [no_later("start(b)", "end(b)"), at_least("start(a)", 5), at_most("start(a)", 9), longer]
    solver = Solver(Network(POINTS, tuple(Constraint(f) for f in bounds), {}))
    for distance, least in ((Distance("end(a)"), 736), (Distance("end(b)", "start(b)"), 0)):
        window = solver.window(distance)
        assert window.intervals == ((least, None),)
        assert solver.certificate(distance, window) is not None
