"""Which losses come first: by what they cost and then by their ids, whatever is met on the way and wherever a limit
cuts them off, against every subset looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from chrono.engine.cheapest_sets import CheapestSets, Cost, Steps, StepsSpent
from chrono.engine.hitting_sets import Caps, graded, lines_and_losses

IDS = "abcdefgh"
families = st.lists(st.frozensets(st.sampled_from(IDS), min_size=1, max_size=4), max_size=7)
ranks = st.fixed_dictionaries({id: st.integers(1, 3) for id in IDS})
weights = st.dictionaries(st.sampled_from(IDS), st.integers(2, 4))
inferences = st.fixed_dictionaries({id: st.integers(1, 5) for id in IDS})


def hitting(family: Sequence[frozenset[str]], most: int = len(IDS)) -> list[frozenset[str]]:
    """The smallest of all subsets that hit every set."""
    found: list[frozenset[str]] = []
    for size in range(most + 1):
        for some in map(frozenset, combinations(IDS, size)):
            if all(some & one for one in family) and not any(less <= some for less in found):
                found.append(some)
    return found


def in_order(found: Iterable[frozenset[str]], costs: dict[str, Cost]) -> list[tuple[str, ...]]:
    def cost(some: frozenset[str]) -> Cost:
        return tuple(sum(part) for part in zip((0,) * len(costs["a"]), *(costs[id] for id in some), strict=True))

    return [tuple(sorted(some)) for some in sorted(found, key=lambda some: (cost(some), sorted(some)))]


def costing(certain: dict[str, int], weighing: dict[str, int], resting: dict[str, int] | None) -> dict[str, Cost]:
    by = graded(certain, IDS, weighing)
    return by if resting is None else {id: (*cost[:-1], resting[id]) for id, cost in by.items()}


@given(families, ranks, weights, st.none() | inferences, st.integers(1, 12), st.randoms(use_true_random=False))
@settings(max_examples=400, deadline=None)
def test_losses_come_by_cost_and_then_by_id(
    family: list[frozenset[str]],
    certain: dict[str, int],
    weighing: dict[str, int],
    resting: dict[str, int] | None,
    most: int,
    random: object,
) -> None:
    costs = costing(certain, weighing, resting)
    shuffled = list(family)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    def argue(left: Sequence[str]) -> Sequence[str] | None:
        return next((sorted(one) for one in shuffled if one <= frozenset(left)), None)

    wanted = in_order(hitting(family), costs)
    found = lines_and_losses(IDS, argue, costs, Caps(losses=most))
    assert [*found.losses] == wanted[:most]
    assert found.complete == (len(wanted) <= most)
    assert found.limit == (None if found.complete else "size")


@given(families, ranks, weights, st.integers(0, 60))
@settings(max_examples=300, deadline=None)
def test_what_is_found_before_the_steps_run_out_are_the_first(
    family: list[frozenset[str]], certain: dict[str, int], weighing: dict[str, int], steps: int
) -> None:
    costs = costing(certain, weighing, None)

    def argue(left: Sequence[str]) -> Sequence[str] | None:
        return next((sorted(one) for one in family if one <= frozenset(left)), None)

    wanted = in_order(hitting(family), costs)
    found = lines_and_losses(IDS, argue, costs, Caps(steps=steps))
    assert [*found.losses] == wanted[: len(found.losses)]
    assert found.complete == (len(found.losses) == len(wanted) and found.limit is None)
    assert found.limit in (None, "steps")


@given(families, ranks, st.integers(0, 3))
@settings(max_examples=200, deadline=None)
def test_losses_of_few_members_are_all_there_are(
    family: list[frozenset[str]], certain: dict[str, int], size: int
) -> None:
    costs = costing(certain, {}, None)

    def argue(left: Sequence[str]) -> Sequence[str] | None:
        return next((sorted(one) for one in family if one <= frozenset(left)), None)

    found = lines_and_losses(IDS, argue, costs, Caps(size=size))
    assert [*found.losses] == in_order(hitting(family, size), costs)
    assert found.complete


@given(st.lists(families, min_size=1, max_size=4), ranks, inferences)
@settings(max_examples=200, deadline=None)
def test_a_family_that_grows_is_gone_on_with(
    growing: list[list[frozenset[str]]], certain: dict[str, int], resting: dict[str, int]
) -> None:
    costs = costing(certain, {}, resting)
    cheapest, family = CheapestSets(costs, Steps(100_000)), list[frozenset[str]]()
    for more in growing:
        family += more
        wanted = in_order(hitting(family), costs)
        few = [tuple(sorted(one)) for one, _ in zip(cheapest.of(family), range(3), strict=False)]
        assert few == wanted[:3]
    assert [tuple(sorted(one)) for one in cheapest.of(family)] == in_order(hitting(family), costs)


def test_steps_that_run_out_are_told() -> None:
    costs = dict.fromkeys(IDS, (1,))
    cheapest = CheapestSets(costs, Steps(1))
    try:
        next(cheapest.of([frozenset("ab"), frozenset("cd")]))
    except StepsSpent:
        return
    raise AssertionError("one step is not enough")
