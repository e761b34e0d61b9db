"""What moves where other evidence is given up, against the windows of what is then left, worked out anew."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from chrono.engine.formulas import AllOf, AnyOf, Constraint, Linear, Network
from chrono.engine.intervals import Window
from chrono.engine.open_exchanges import OpenExchange
from chrono.engine.outcomes import Answer, FailedCheck
from chrono.engine.solver import Solver

POINTS = ("a", "b", "c", "d", "e")
IDS = tuple(f"e{n}" for n in range(7))
bounds = st.builds(
    lambda ends, most: Linear((ends[0],) if ends[0] else (), (ends[1],) if ends[1] else (), most),
    st.lists(st.sampled_from((*POINTS, "")), min_size=2, max_size=2, unique=True),
    st.integers(-3, 6),
)
formulas = st.one_of(bounds, bounds, st.builds(lambda *parts: AllOf(parts), bounds, bounds))
constraints = st.builds(
    lambda formula, ids: Constraint(formula, tuple(sorted(ids))),
    formulas,
    st.one_of(st.sets(st.sampled_from(IDS), min_size=1, max_size=2), st.just(set())),
)
networks = st.builds(
    lambda made: Network(POINTS, tuple(made), dict.fromkeys(IDS, 1)), st.lists(constraints, min_size=3, max_size=16)
)
some_ids = st.sets(st.sampled_from(IDS), max_size=4)


@settings(max_examples=400, deadline=None)
@given(networks, some_ids, st.lists(some_ids, min_size=1, max_size=4))
def test_what_moves_is_what_has_other_windows(network: Network, first: set[str], others: list[set[str]]) -> None:
    solver, anew = Solver(network), Solver(network)
    accepted = [id for id in IDS if id not in first]
    answer, was = anew.windows(accepted)
    found = solver.exchanges(accepted)
    assume(answer is Answer.YES)
    assert found is not None
    for lost in others:
        left = [id for id in IDS if id not in lost]
        answer, now = anew.windows(left)
        exchange = found.instead(lost)
        if answer is Answer.NO:
            event("contradicts itself")
            assert exchange is None
            continue
        assert exchange is not None
        event(f"{len(exchange.moved)} move")
        assert exchange.moved == {point: now[point] for point in POINTS if now[point] != was[point]}
        assert [exchange.proven(point) for point in POINTS] == [now[point] for point in POINTS]


claims = st.lists(
    st.one_of(formulas, st.builds(lambda *parts: AnyOf(parts), formulas, formulas)).map(Constraint), max_size=2
)


@settings(max_examples=400, deadline=None)
@given(networks, some_ids, st.lists(some_ids, min_size=1, max_size=4), st.lists(claims, min_size=1, max_size=3))
def test_there_is_room_for_what_a_solver_finds_room_for(
    network: Network, first: set[str], others: list[set[str]], asked: list[list[Constraint]]
) -> None:
    solver, anew = Solver(network), Solver(network)
    found = solver.exchanges([id for id in IDS if id not in first])
    assume(found is not None)
    assert found is not None
    for lost in others:
        exchange = found.instead(lost)
        for also in asked if exchange is not None else ():
            answer = anew.consistent([id for id in IDS if id not in lost], also)
            event(f"{answer}")
            assert exchange is not None
            assert exchange.leaves_room(also) is answer


A = Linear((), ("a",), -1), Linear(("a",), (), 9)
CHAIN = Network(
    ("a", "b"),
    (
        Constraint(AllOf(A)),
        Constraint(Linear(("b",), ("a",), 3), ("near",)),
        Constraint(Linear(("b",), (), 5), ("early",)),
        Constraint(Linear((), ("b",), -4), ("late",)),
    ),
    {"near": 1, "early": 1, "late": 1},
)


def test_a_window_that_is_too_narrow_or_too_wide_fails_its_check(monkeypatch: pytest.MonkeyPatch) -> None:
    found = Solver(CHAIN).exchanges(["near", "early", "late"])
    assert found is not None
    for wrong in (2, 7):
        exchange = found.instead(["early"])
        assert exchange is not None
        assert exchange.moved.keys() == {"b"}
        exchange._boxes.high[2] = wrong
        with pytest.raises(FailedCheck):
            exchange.proven("b")


either_ors = st.builds(
    lambda parts, ids: Constraint(AnyOf(tuple(parts)), tuple(sorted(ids))),
    st.lists(formulas, min_size=2, max_size=3),
    st.sets(st.sampled_from(IDS), max_size=2),
)
with_either_ors = st.builds(
    lambda network, more: replace(network, constraints=(*network.constraints, *more)),
    networks,
    st.lists(either_ors, min_size=1, max_size=3),
)


@settings(max_examples=300, deadline=None)
@given(with_either_ors, some_ids, st.lists(some_ids, min_size=1, max_size=4), st.lists(claims, max_size=2))
def test_what_moves_where_either_ors_bind_is_what_has_other_windows(
    network: Network, first: set[str], others: list[set[str]], asked: list[list[Constraint]]
) -> None:
    solver, anew = Solver(network), Solver(network)
    accepted = [id for id in IDS if id not in first]
    answer, was = anew.windows(accepted)
    assume(answer is Answer.YES)
    found = solver.exchanges(accepted)
    assert found is not None
    found.prepare(POINTS)
    for lost in others:
        left = [id for id in IDS if id not in lost]
        answer, now = anew.windows(left)
        moves, room = found.instead(lost), found.room(lost) if answer is Answer.YES else None
        if answer is Answer.NO:
            event("contradicts itself")
            assert moves is None
            continue
        assert moves is not None
        assert room is not None
        for also in asked:
            event(f"there is room: {room.leaves_room(also)}")
            assert room.leaves_room(also) is anew.consistent(left, also)
        event(f"{len(moves.moved)} move")
        assert all(map(moves.tells, POINTS))
        assert moves.moved == {point: now[point] for point in POINTS if now[point] != was[point]}
        assert [moves.proven(point) for point in POINTS] == [now[point] for point in POINTS]


def test_a_window_beside_an_open_either_or_that_is_wrong_fails_its_check() -> None:
    """Without `late` the least of `a` is another."""
    network = Network(
        ("a", "b"),
        (
            Constraint(AllOf((*A, Linear((), ("b",), 0), Linear(("b",), (), 9)))),
            Constraint(Linear((), ("a",), -4), ("late",)),
            Constraint(AnyOf((Linear(("a",), ("b",), -1), Linear(("b",), ("a",), -3)))),
        ),
        {"late": 1},
    )
    found = Solver(network).exchanges(["late"])
    assert found is not None
    found.prepare(network.points)
    for wrong in (Window(((2, 9),)), Window(((1, 8),)), Window(((1, 3), (5, 9)))):
        moves = found.instead(["late"])
        assert isinstance(moves, OpenExchange)
        assert moves.moved == {"a": Window(((1, 9),))}
        moves._moving["a"] = wrong
        with pytest.raises(FailedCheck):
            moves.proven("a")


def test_what_one_exchange_settles_of_either_ors_binds_no_other() -> None:
    """Without `late` the either/or has one alternative left; without `near` it has both."""
    network = Network(
        ("a", "b"),
        (
            Constraint(Linear(("a",), ("b",), 0), ("near",)),
            Constraint(Linear(("b",), (), 3), ("early",)),
            Constraint(Linear((), ("a",), -5), ("late",)),
            Constraint(AnyOf((Linear((), ("a",), -5), Linear(("a",), ("b",), -1)))),
        ),
        {"near": 1, "early": 1, "late": 1},
    )
    found = Solver(network).exchanges(["near", "early"])
    assert found is not None
    found.prepare(network.points)
    for lost in (["late"], ["near", "late"], ["early", "late"], ["near"], ["early"]):
        moves, anew = found.instead(lost), Solver(network)
        left = [id for id in network.ids if id not in lost]
        was, now = anew.windows(["near", "early"])[1], anew.windows(left)[1]
        assert moves is not None
        assert moves.moved == {point: now[point] for point in network.points if now[point] != was[point]}
