"""Rows of spans that exclude each other: where each has its place, against all orders; and what the checker takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain, combinations, permutations, product
from random import Random

import pytest
from benchmarks import crowded

from chrono.core.limits import Limit, LimitReached
from chrono.engine import certificates, crowd_rows, rows
from chrono.engine.certificates import Chain, Checker, NoPlace, Packed, Packing, Row, is_circular, refutes
from chrono.engine.formulas import AnyOf, Formula, Linear, at_least, at_most, either, points_of
from chrono.engine.graph import graph_of
from chrono.engine.learning import Learner
from chrono.engine.outcomes import Distance
from chrono.engine.rows import Row as Orders
from chrono.engine.solver import Solver
from chrono.engine.span_sets import SpanSets
from chrono.engine.tight_orders import TightOrders


def drawn(random: Random) -> tuple[list[int], int, list[int], list[int], list[int]]:
    """Lengths, what lies between, from when and until when each span lies, and what it comes behind."""
    count = random.randint(3, 5)
    lengths = random.choice([range(1, 7), range(1, 7), range(3), (2, 3), (4,)])
    lasting = [random.choice(lengths) for _ in range(count)]
    between = random.choice([0, 0, 1])
    room = sum(lasting) + (count - 1) * between + random.choice([0, 0, 0, 1, 3])
    first = [random.randint(0, 4) * (random.random() < 0.4) for _ in range(count)]
    last = [room - random.randint(0, 4) * (random.random() < 0.4) for _ in range(count)]
    ahead = [0] * count
    if random.random() < 0.4:
        one, other = random.sample(range(count), 2)
        ahead[other] |= 1 << one
    return lasting, between, first, last, ahead


def starts(lasting: list[int], between: int, first: list[int], last: list[int], ahead: list[int]) -> list[set[int]]:
    """Where each span can start, by every order."""
    found: list[set[int]] = [set() for _ in lasting]
    for order in permutations(range(len(lasting))):
        if any(ahead[k] & ~sum(1 << j for j in order[:at]) for at, k in enumerate(order)):
            continue
        early: list[int] = []
        at = min(first)
        for k in order:
            early.append(max(at, first[k]))
            at = early[-1] + lasting[k] + between
        late: list[int] = []
        until = max(last) + between
        for k in reversed(order):
            late.insert(0, min(last[k], until - between) - lasting[k])
            until = late[0]
        if all(e <= f for e, f in zip(early, late, strict=True)):
            for k, e, f in zip(order, early, late, strict=True):
                found[k].update(range(e, f + 1))
    return found


def row(random: Random) -> tuple[Row, Orders, list[set[int]]]:
    told = drawn(random)
    orders = Orders(*told, 0)
    return packed(*told, orders.sets, orders.kinds), orders, starts(*told)


def pooling(random: Random) -> tuple[Row, Orders, list[set[int]]]:
    """A row of which some spans are pooled."""
    told = next(told for told in iter(lambda: drawn(random), None) if min(told[0]) + told[1] > 0)
    pooled = random.randrange(1, 1 << len(told[0]))
    orders = Orders(*told, 0, pooled=pooled)
    return packed(*told, orders.sets, orders.kinds, pooled), orders, starts(*told)


def packed(
    lasting: list[int],
    between: int,
    first: list[int],
    last: list[int],
    ahead: list[int],
    sets: Mapping[int, tuple[int, int]],
    kinds: tuple[tuple[int, ...], ...],
    pooled: int = 0,
) -> Row:
    spans = [(f"s{k}", f"e{k}") for k in range(len(lasting))]
    told = tuple(
        Packed(s, e, (Linear((s,), (e,), -length),), (at_least(s, begins),), (at_most(e, ends),))
        for (s, e), length, begins, ends in zip(spans, lasting, first, last, strict=True)
    )
    apart: list[Linear | AnyOf] = []
    for i, j in combinations(range(len(spans)), 2):
        before = Linear((spans[i][1],), (spans[j][0],), -between)
        after = Linear((spans[j][1],), (spans[i][0],), -between)
        two = either(before, after)
        assert isinstance(two, AnyOf)
        apart.append(before if ahead[j] >> i & 1 else after if ahead[i] >> j & 1 else two)
    return Row(Packing(told, tuple(apart)), sets, kinds, pooled)


def given(whole: Row) -> list[Formula]:
    return [*whole.spans.apart, *(b for s in whole.spans.spans for b in (*s.lasting, *s.after, *s.before))]


def kept(
    whole: Row, k: int, least: int, most: int, ends: tuple[bool, bool] = (False, False)
) -> tuple[Chain, list[Formula]]:
    """That a span does not start from `least` to `most`, and what that is said of; either may be said of its end, which
    is then where it lasts as short as it can."""
    span = whole.spans.spans[k]
    lasting = -sum(b.most for b in span.lasting)
    early, late = ((span.end, lasting) if end else (span.start, 0) for end in ends)
    bounds = [at_least(early[0], least + early[1]), at_most(late[0], most + late[1])]
    after, before = ((b,) for b in bounds)
    return Chain((whole,), NoPlace(whole, k, after, before)), [*given(whole), *bounds]


@pytest.mark.parametrize("seed", range(150))
def test_places_are_those_of_every_order(seed: int) -> None:
    whole, orders, found = row(Random(seed))
    assert orders.complete
    for k, values in enumerate(found):
        assert {at for first, last in orders.places[k] for at in range(first, last + 1)} == values
        for at in range(-2, 32):
            assert orders.has_place(k, at, at) == (at in values)
            for ends in product((False, True), repeat=2):
                tree, formulas = kept(whole, k, at, at, ends)
                assert refutes(tree, formulas) == (at not in values)
                assert Checker(given(whole)).refuted(tree, formulas[-2:]) == (at not in values)


def few_of(outline: Orders, most: int) -> Orders:
    """A row of few sets."""
    told = outline.lasting, outline.between, outline.first, outline.last, outline.ahead
    return Orders(*told, 0, most=most, outline=outline)


def among(orders: Orders, k: int) -> set[int]:
    """Where a span can start by a row."""
    return {at for first, last in orders.places[k] for at in range(first, last + 1)}


@pytest.mark.parametrize("seed", range(300))
def test_of_pooled_spans_no_place_is_missed(seed: int) -> None:
    """What the row and the checker leave out is none; and of a few sets drawn, each place is one."""
    random = Random(f"pooled {seed}")
    whole, orders, found = pooling(random)
    few = few_of(orders, random.randint(1, 3))
    assert orders.complete
    assert few.complete
    for k, values in enumerate(found):
        told = among(orders, k)
        assert among(few, k) <= values <= told
        for at in range(-2, 32):
            tree, formulas = kept(whole, k, at, at)
            assert refutes(tree, formulas) == (at not in told)
            assert Checker(given(whole)).refuted(tree, formulas[-2:]) == (at not in told)
        for first, last in few.places[k]:
            order = few.order(lambda *_: 0, k, first, last)
            assert order is not None
            assert sorted(order) == list(range(len(found)))


def without_slack(random: Random) -> tuple[list[int], int, list[int], list[int], list[int]]:
    """As `drawn`, with no room to spare."""
    lasting, between, _, _, ahead = next(t for t in iter(lambda: drawn(random), None) if min(t[0]) + t[1] > 0)
    count, room = len(lasting), sum(lasting) + (len(lasting) - 1) * between
    first = [random.choice([0, 0, 2]) for _ in lasting]
    last = [room - random.choice([0, 0, 2]) for _ in lasting]
    first[random.randrange(count)], last[random.randrange(count)] = 0, room
    return lasting, between, first, last, ahead


@pytest.mark.parametrize("seed", range(80))
def test_orders_without_slack_lead_every_span_to_its_starts(seed: int) -> None:
    """And each of them is a history, from which it is told that they are possible, pooled or not."""
    random = Random(f"covering {seed}")
    told = lasting, between, first, last, ahead = without_slack(random)
    found, everyone = starts(*told), range(len(lasting))
    whole = Orders(*told, 0)
    assert [among(whole, k) for k in everyone] == found
    pooled = sum(1 << k for kind in random.sample(whole.kinds, random.randint(1, len(whole.kinds))) for k in kind)
    for orders in (whole, Orders(*told, 0, pooled=pooled)):
        assert orders.tight
        tight = TightOrders(orders)
        attained: set[tuple[int, int]] = set()
        # What is not found at once is, when it is looked for again.
        for order in chain(tight.covering(), tight.covering(), tight.covering()):
            assert sorted(order) == list(everyone)
            at = 0
            for n, k in enumerate(order):
                assert first[k] <= at <= last[k] - lasting[k]
                assert not ahead[k] & ~sum(1 << j for j in order[:n])
                attained.add((k, at))
                at += lasting[k] + between
        assert attained == {(k, at) for k in everyone for at in found[k]}
        for k in everyone:
            for at in range(-2, 32):
                assert tight.has_place(k, at, at) == (at in found[k])
                assert (tight.order(lambda *_: 0, k, at, at) is not None) == (at in found[k])


@pytest.mark.parametrize("seed", range(80))
def test_an_order_that_sets_tell_is_one_unless_pooled_spans_are_amiss(seed: int) -> None:
    """And once those are told that are, it is one, where there is any."""
    random = Random(f"told {seed}")
    told = lasting, between, first, last, ahead = without_slack(random)
    pooled = list(range(len(lasting)))
    while (sets := SpanSets(*told, 0, pooled=sum(1 << k for k in pooled))).possible:
        order, amiss = sets.order_told()
        assert set(amiss) <= set(pooled)
        if not amiss:
            break
        pooled.remove(amiss[0])
    assert sets.possible == any(starts(*told))
    if sets.possible:
        at = 0
        for n, k in enumerate(order):
            assert first[k] <= at <= last[k] - lasting[k]
            assert not ahead[k] & ~sum(1 << j for j in order[:n])
            at += lasting[k] + between
        assert sorted(order) == list(range(len(lasting)))


def test_what_is_pooled_says_nearly_all() -> None:
    """Of 300 rows, in how many places more a span can start by what is told, and in how many less by few sets drawn."""
    counts = [0, 0, 0]
    for seed in range(300):
        _, orders, found = pooling(Random(f"pooled {seed}"))
        few = few_of(orders, 1)
        for k, values in enumerate(found):
            counts[0] += len(among(few, k))
            counts[1] += len(values)
            counts[2] += len(among(orders, k))
    assert 0.8 * counts[1] < counts[0] < counts[1] < counts[2] < 1.03 * counts[1]


@pytest.mark.parametrize("seed", range(60))
def test_an_order_leads_through_the_place_asked_for(seed: int) -> None:
    random = Random(seed)
    _, orders, found = row(random)
    worths = [[random.randint(0, 9) for _ in places] for places in orders.places]
    for k, values in enumerate(found):
        for at in sorted(values):
            order = orders.order(lambda span, which: worths[span][which], k, at, at)
            assert order is not None
            assert sorted(order) == list(range(len(found)))
            assert not any(orders.ahead[j] & ~sum(1 << i for i in order[:n]) for n, j in enumerate(order))
            early, late, until = min(orders.first), -1, max(orders.last) + orders.between
            for j in order[: order.index(k)]:
                early = max(early, orders.first[j]) + orders.lasting[j] + orders.between
            for j in reversed(order[order.index(k) :]):
                late = min(orders.last[j], until - orders.between) - orders.lasting[j]
                until = late
            assert max(early, orders.first[k]) <= at <= late
        assert values or orders.order(lambda span, which: worths[span][which], k, -99, 99) is None


@pytest.mark.parametrize("seed", range(160))
def test_no_changed_row_shows_that_a_place_is_none(seed: int) -> None:
    """Whatever is changed in the sets, in what is said to be alike, or pooled: a place that a span has is never
    refuted."""
    random = Random(f"changed {seed}")
    whole, _, found = (row, pooling)[seed % 2](random)
    places = [(k, at) for k, values in enumerate(found) for at in values]
    refused = 0
    for _ in range(60):
        done = random.choice(sorted(whole.sets))
        early, late = whole.sets[done]
        sets = dict(whole.sets)
        kinds = list(whole.kinds)
        pooled = whole.pooled
        match random.randint(0, 6):
            case 6:
                others = -1, random.randrange(2 << len(found)), pooled ^ 1 << random.randrange(len(found))
                pooled = random.choice(others)
                if random.random() < 0.5:
                    sets[random.choice([-1, done ^ 1 << random.randrange(12), -done])] = early, late
            case 5:
                kind = tuple(random.choices(range(-1, len(found) + 1), k=random.randint(1, 3)))
                kinds[random.randrange(len(kinds))] = kind
                if random.random() < 0.5:
                    kinds = [tuple(random.sample(range(len(found)), random.randint(1, len(found))))]
            case 0:
                del sets[done]
            case 1:
                sets[done] = early + random.randint(1, 3), late
            case 2:
                sets[done] = early, late - random.randint(1, 3)
            case 3:
                sets[done] = sets[random.choice(sorted(sets))]
            case _:
                sets = {at: sets[at] for at in random.sample(sorted(sets), random.randint(0, len(sets)))}
        other = replace(whole, sets=sets, kinds=tuple(kinds), pooled=pooled)
        refused += other.places is None
        for k, at in places:
            tree, formulas = kept(other, k, at, at)
            assert not refutes(tree, formulas)
            assert not Checker(given(other)).refuted(tree, formulas[-2:])
    assert refused > 10 or not places


def test_spans_that_are_told_apart_are_of_no_kind() -> None:
    """Of four spans one step shorter each, or one that comes behind another, none stands where another does."""
    lengths, none, alike = [2, 2, 2, 2], [0] * 4, ((0, 1, 2, 3),)
    for lasting, first, last, ahead, kinds, taken in (
        (lengths, none, [8] * 4, none, alike, True),
        (lengths, none, [8] * 4, none, ((3, 1, 0, 2),), True),
        (lengths, none, [8] * 4, none, ((0, 1), (3, 2)), True),
        (lengths, none, [8] * 4, none, (), False),
        (lengths, none, [8] * 4, none, ((0, 1, 2, 3), (0,)), False),
        (lengths, none, [8] * 4, none, ((0, 1, 2, 3, 3),), False),
        (lengths, none, [8] * 4, none, ((0, 1), (1, 2), (2, 3)), False),
        (lengths, none, [8] * 4, none, ((0, 1, 2, 3, 4),), False),
        ([2, 2, 1, 2], none, [8] * 4, none, alike, False),
        (lengths, [0, 0, 1, 0], [8] * 4, none, alike, False),
        (lengths, none, [8, 8, 8, 7], none, alike, False),
        (lengths, none, [8] * 4, [0, 0, 0, 1], alike, False),
        (lengths, none, [8] * 4, [0, 0, 0, 7], ((0, 1, 2),), True),
        (lengths, none, [8] * 4, [0, 0, 0, 3], ((0, 1, 2),), False),
    ):
        chain = [sum(1 << j for j in kind[:at]) for kind in kinds for at in range(len(kind))]
        sets = Orders(lengths, 0, none, [8] * 4, [0, *(2**k - 1 for k in range(1, 4))], 0).sets
        if len(chain) == 4 and {k for kind in kinds for k in kind} == set(range(4)):
            needs = [0] * 4
            for k, bits in zip((k for kind in kinds for k in kind), chain, strict=True):
                needs[k] = bits
            sets = Orders(lengths, 0, none, [8] * 4, needs, 0).sets
        if ahead[3] == 7:
            sets = {0: (0, 0), 1: (2, 2), 3: (4, 4), 7: (6, 6), 15: (8, 7)}
        assert (packed(lasting, 0, first, last, ahead, sets, kinds).places is not None) == taken, kinds


def test_every_premise_of_a_row_is_needed() -> None:
    whole, _, found = next(r for r in map(row, map(Random, range(99))) if any(max(v, default=0) > len(v) for v in r[2]))
    k = next(k for k, values in enumerate(found) if max(values, default=0) > len(values))
    at = next(at for at in range(max(found[k])) if at not in found[k])
    tree, formulas = kept(whole, k, at, at)
    assert refutes(tree, formulas)
    for n in range(len(formulas)):
        assert not refutes(tree, [*formulas[:n], *formulas[n + 1 :]]) or formulas.count(formulas[n]) > 1
    assert not refutes(Chain((), tree.last), formulas)
    assert not refutes(replace(tree, lemmas=(replace(whole),)), formulas)
    assert isinstance(tree.last, NoPlace)
    for wrong in (-1, len(found), k - 1 if k else k + 1):
        assert not refutes(replace(tree, last=replace(tree.last, span=wrong)), formulas)
    last = replace(tree.last, after=(at_least(whole.spans.spans[k].start, at - 1),))
    assert not refutes(replace(tree, last=last), formulas)


def test_spans_that_may_take_no_time_are_in_no_row() -> None:
    """Three at one moment may each come behind another."""
    names = [(f"s{k}", f"e{k}") for k in range(3)]
    spans = tuple(Packed(s, e, (Linear((s,), (e,), 0),), (at_least(s, 0),), (at_most(e, 0),)) for s, e in names)
    round_about = tuple(Linear((names[i][1],), (names[j][0],), 0) for i, j in ((0, 1), (2, 0), (1, 2)))
    whole = Row(Packing(spans, round_about), {0: (0, 0)})
    tree, formulas = kept(whole, 0, 0, 0)
    assert not refutes(tree, formulas)


@pytest.mark.parametrize("seed", range(80))
def test_a_row_says_what_all_histories_do(seed: int) -> None:
    """Spans of which some take no time, or longer than they must: where they start and end, by every history."""
    random = Random(f"histories {seed}")
    lasting = [random.randint(0, 2) for _ in range(3)]
    longest = [length + random.choice([0, 0, 1, 9]) for length in lasting]
    room = random.randint(max(lasting), sum(lasting) + 1)
    first, last = [random.choice([0, 0, 1]) for _ in lasting], [room] * 3
    ahead = [0, random.choice([0, 0, 1]), random.choice([0, 1, 2])]
    apart_ = [(i, j) for i, j in permutations(range(3), 2) if not ahead[i] >> j & 1]

    def holds(at: tuple[int, ...]) -> bool:
        spans = list(zip(at[::2], at[1::2], strict=True))
        return (
            all(lasting[k] <= e - s <= longest[k] and first[k] <= s and e <= last[k] for k, (s, e) in enumerate(spans))
            and all(spans[j][1] <= spans[k][0] for k in range(3) for j in range(3) if ahead[k] >> j & 1)
            and all(
                any(spans[i][1] <= spans[j][0] for i, j in apart_ if {i, j} == two) for two in ({0, 1}, {0, 2}, {1, 2})
            )
        )

    histories = [at for at in product(range(room + 1), repeat=6) if holds(at)]
    told = lasting, 0, first, last, ahead
    orders = Orders(*told, 0)
    whole = packed(*told, orders.sets, orders.kinds)
    assert whole.places is not None
    for k in range(3):
        span = whole.spans.spans[k]
        for point, values in (
            (span.start, {at[2 * k] for at in histories}),
            (span.end, {at[2 * k + 1] for at in histories}),
        ):
            for at in range(-1, room + 2):
                tree = Chain((whole,), NoPlace(whole, k, (at_least(point, at),), (at_most(point, at),)))
                refuted = refutes(tree, [*given(whole), at_least(point, at), at_most(point, at)])
                assert not (refuted and at in values)
                if longest[k] > room:
                    assert refuted or at in values


def test_what_comes_before_itself_has_no_row() -> None:
    """Spans that take no time can each come before the next, round about."""
    assert is_circular([2, 4, 1])
    assert is_circular([1])
    assert not is_circular([0, 1, 3])
    assert not is_circular([6, 4, 0])
    names = [f"{edge}{k}" for k in range(4) for edge in "se"]
    spans = list(zip(names[::2], names[1::2], strict=True))
    formulas: list[Formula] = [Linear((s,), (e,), 0) for s, e in spans]
    formulas += [at_least(s, 0) for s, _ in spans] + [at_most(e, 3) for _, e in spans]
    formulas += [Linear((e,), (s,), 0) for s, e in spans]
    formulas += [Linear((spans[i][1],), (spans[j][0],), 0) for i, j in ((0, 1), (1, 2), (2, 0))]
    formulas += [
        either(Linear((spans[k][1],), (spans[3][0],), 0), Linear((spans[3][1],), (spans[k][0],), 0)) for k in range(3)
    ]
    solver = Solver(crowded.network(names, formulas))
    _, windows = solver.windows()
    assert {window.hull for window in windows.values()} == {(0, 3)}


def network(groups: int, count: int) -> tuple[list[str], list[Formula]]:
    """Groups of spans, two steps each, of which all of a group exclude each other in as little room as there is."""
    formulas: list[Formula] = []
    for group in range(groups):
        spans = [(f"{group}s{k}", f"{group}e{k}") for k in range(count)]
        for start, end in spans:
            formulas += [Linear((start,), (end,), -2), Linear((end,), (start,), 2)]
            formulas += [at_least(start, 0), at_most(end, 2 * count)]
        formulas += [either(Linear((e,), (t,), 0), Linear((f,), (s,), 0)) for (s, e), (t, f) in combinations(spans, 2)]
    return sorted({point for formula in formulas for point in points_of(formula)}), formulas


def test_a_row_is_made_when_something_is_asked_of_it() -> None:
    """Of many groups most are not asked about, as where one id is left out: each row costs up to 10,000 sets."""
    points, formulas = network(5, 4)
    learner = Learner(graph_of(points, formulas))
    index = {point: number for number, point in enumerate(learner.graph.points)}
    made: list[int] = []
    make = learner.rows._made
    learner.rows._made = lambda number: made.append(number) or make(number)  # type: ignore[method-assign, func-returns-value]
    for _ in range(2):
        assert learner.refute([at_least("3s1", 1), at_most("3s1", 1)]) is not None
        assert learner.refute([at_least("3s1", 2), at_most("3s1", 2)]) is None
        assert len(made) == 1
    assert learner.refute((), [index["1s0"]]) is None
    assert len(made) == 2
    order = learner.rows.order([], [index["4s2"]], {})
    assert order is not None
    assert {learner.graph.points[start] for start, _ in order} == {f"4s{k}" for k in range(4)}
    assert len(made) == 3
    assert learner.refute(()) is None
    assert sorted(made) == list(range(5))


def test_no_row_is_made_when_the_time_is_up() -> None:
    points, formulas = network(2, 4)
    up = [False]
    learner = Learner(graph_of(points, formulas), ended=lambda: up[0])
    up[0] = True
    assert learner.rows.row(0) is None
    assert not Orders([1] * 4, 0, [0] * 4, [4] * 4, [0] * 4, 0, lambda: True).complete
    up[0] = False
    row = learner.rows.row(0)
    assert row is not None
    assert len(row.sets) == 5


def test_sets_are_given_up_before_they_are_too_many() -> None:
    """Of 200 spans with all the room they want there are 19,900 pairs, and 1,313,400 sets of three."""
    wide = Orders([*range(1, 201)], 0, [0] * 200, [99_999] * 200, [0] * 200, 0)
    assert not wide.complete
    assert len(wide.sets) < 1_000
    told = [*range(1, 13)], 0, [0] * 12, [999] * 12, [0] * 12, 0
    assert len(Orders(*told).sets) == 2**12
    few = Orders(*told, most=1_000)
    assert not few.complete
    assert len(few.sets) <= 1_000


def test_a_row_ends_with_the_time() -> None:
    """Wherever the time is up, nothing half made is taken for a row."""
    told = [1, 2, 3, 4, 5, 6, 7, 8], 0, [0] * 8, [40] * 8, [0] * 8, 0
    looks = 0

    def never() -> bool:
        nonlocal looks
        looks += 1
        return False

    assert Orders(*told, never).complete
    for last in range(looks):
        left = iter([*[False] * last, True])
        assert not Orders(*told, lambda left=left: next(left)).complete  # type: ignore[misc]


def test_a_row_is_checked_as_long_as_the_answer_is_waited_for() -> None:
    """What was cut short is no failed check, and is gone through again once there is time."""
    whole, _, found = row(Random(1))
    k, places = next((k, values) for k, values in enumerate(found) if values)
    tree, formulas = kept(whole, k, max(places) + 1, max(places) + 1)
    up = [True]
    checker = Checker(given(whole), lambda: up[0])
    with pytest.raises(LimitReached):
        checker.refuted(tree, formulas[-2:])
    up[0] = False
    assert checker.refuted(tree, formulas[-2:])


def test_a_window_whose_row_could_not_be_checked_in_time_is_not_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    made = crowded.reigns(12)
    asked = Distance(made.points[-1])
    proven = Solver(made)
    window = proven.window(asked)
    assert proven.certified(asked, window).proven

    def cut_short(*_: object) -> None:
        raise LimitReached

    monkeypatch.setattr(certificates, "_places", cut_short)
    solver = Solver(made)
    assert not solver.certified(asked, window).proven


def test_many_rows_share_what_sets_there_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowd_rows, "MOST_TOGETHER", 60)
    monkeypatch.setattr(crowd_rows, "FEWEST", 1)
    for groups, has in ((2, True), (20, False)):
        learner = Learner(graph_of(*network(groups, 4)))
        row = learner.rows.row(groups - 1)
        assert row is not None
        assert (row.pooled == 0) == has


def test_a_limit_within_a_row_leaves_open_what_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever it comes, while places that no drawn order has are looked at too: nothing fails, nothing is wrong."""
    monkeypatch.setattr(crowd_rows, "MOST_SETS", 20)
    monkeypatch.setattr(crowd_rows, "DRAWN", 1)
    monkeypatch.setattr(rows, "BETWEEN_LOOKS", 1)
    made = crowded.reigns(9, dated=1 / 3)
    _, exact = Solver(made).windows()

    class Looks(Limit):
        def __init__(self, left: int) -> None:
            super().__init__()
            self.left = left

        def ended(self) -> bool:
            self.left -= 1
            return self.left < 0

    open_ = 0
    for looks in range(0, 6000, 60):
        _, windows = Solver(made, Looks(looks)).windows()
        for point, window in windows.items():
            assert set(exact[point].intervals) == set(window.intervals) or not window.proven
            open_ += not window.proven
    assert open_
