"""Random networks of every kind, sparse and dense, each family under the name of what it is like.

`drawn` gives one of them: mostly of few points, so that a hundred thousand can be judged, now and then of many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, combinations, pairwise
from random import Random

from chrono.engine.formulas import AllOf, AnyOf, Formula, Linear, Point, at_least, at_most, both, either, linears

Spans = list[tuple[Point, Point]]


def _points(count: int) -> list[Point]:
    return [f"p{n:02}" for n in range(count)]


def difference(random: Random, points: Sequence[Point], least: int, most: int) -> Linear:
    plus, minus = random.sample(points, 2)
    return Linear((plus,), (minus,), random.randint(least, most))


def _bound(random: Random, points: Sequence[Point], room: int) -> Linear:
    if random.random() < 0.4:
        return random.choice((at_least, at_most))(random.choice(points), random.randint(0, room))
    return difference(random, points, -room // 3, room // 3)


def _boxes(random: Random, points: Sequence[Point], room: int, open_: float) -> list[Formula]:
    """Bounds within a room, some of them left out, some narrower."""
    found: list[Formula] = []
    for point in points:
        if random.random() >= open_:
            found.append(at_least(point, random.randint(0, room // 3) * random.randint(0, 1)))
        if random.random() >= open_:
            found.append(at_most(point, room - random.randint(0, room // 3) * random.randint(0, 1)))
    return found


def _lasting(start: Point, end: Point, least: int, most: int | None) -> list[Formula]:
    bounds: list[Formula] = [Linear((start,), (end,), -least)]
    return bounds if most is None else [*bounds, Linear((end,), (start,), most)]


def _apart(spans: Spans, between: int = 0) -> list[Formula]:
    return [
        either(Linear((one[1],), (other[0],), -between), Linear((other[1],), (one[0],), -between))
        for one, other in combinations(spans, 2)
    ]


def sparse(random: Random, size: int) -> list[Formula]:
    """Differences, and a few either/ors among them."""
    points, room = _points(random.randint(3, 6 * size)), random.randint(6, 60)
    formulas = _boxes(random, points, room, random.choice((0.0, 0.1, 0.5)))
    formulas += [difference(random, points, -room // 6, room // 2) for _ in range(len(points))]
    formulas.extend(
        either(_bound(random, points, room), _bound(random, points, room)) for _ in range(random.randint(0, 3))
    )
    return formulas


def either_ors(random: Random, size: int) -> list[Formula]:
    """A disjunctive temporal problem: either/ors of two or three differences, more of them than points."""
    points, room = _points(random.randint(2, 3 * size)), random.randint(5, 40)
    formulas = _boxes(random, points, room, random.choice((0.0, 0.0, 0.3)))
    for _ in range(random.randint(1, 3 * len(points))):
        ways = [
            both(*(_bound(random, points, room) for _ in range(random.choice((1, 1, 2)))))
            for _ in range(random.choice((2, 2, 3)))
        ]
        formulas.append(AnyOf(tuple(ways)))
    return formulas


def nested(random: Random, size: int) -> list[Formula]:
    """Either/ors within either/ors."""
    points, room = _points(random.randint(2, 2 + size)), random.randint(5, 25)

    def formula(depth: int) -> Formula:
        if depth == 0 or random.random() < 0.4:
            return _bound(random, points, room)
        parts = tuple(formula(depth - 1) for _ in range(random.randint(2, 3)))
        return AnyOf(parts) if random.random() < 0.6 else AllOf(parts)

    formulas = _boxes(random, points, room, random.choice((0.0, 0.2)))
    return [*formulas, *(formula(3) for _ in range(random.randint(1, 3)))]


def exclusive(random: Random, size: int) -> list[Formula]:
    """Spans in little room, most of which exclude each other, with some bounds and either/ors more."""
    spans = [(f"s{n}", f"e{n}") for n in range(random.randint(2, 2 + size))]
    points = [point for span in spans for point in span]
    formulas: list[Formula] = []
    room = random.randint(3, 4 * len(spans))
    for start, end in spans:
        least = random.randint(0, 5)
        formulas += _lasting(start, end, least, random.choice((None, least + random.randint(0, 3))))
        if random.random() < 0.95:
            formulas.append(at_least(start, random.randint(0, room // 2) * random.randint(0, 1)))
        if random.random() < 0.95:
            formulas.append(at_most(end, room - random.randint(0, room // 3) * (random.random() < 0.4)))
    between, dense = random.choice((0, 0, 1)), random.choice((1, 1, 0.9, 0.6))
    formulas += [f if random.random() < 0.9 else f.parts[0] for f in _apart(spans, between) if random.random() < dense]  # type: ignore[union-attr]
    formulas += [difference(random, points, -4, 8) for _ in range(random.randint(0, 3))]
    formulas.extend(
        either(_bound(random, points, room), _bound(random, points, room)) for _ in range(random.randint(0, 2))
    )
    return formulas


def packing(random: Random, size: int) -> list[Formula]:
    """Spans of known lengths in just so much room, or a little more, or less: reigns without slack, pigeonholes."""
    spans = [(f"s{n}", f"e{n}") for n in range(random.randint(2, 2 + size))]
    lengths = [random.choice((1, random.randint(1, 9))) for _ in spans]
    between = random.choice((0, 0, 0, 1))
    room = sum(lengths) + between * (len(spans) - 1) + random.choice((0, 0, 0, 1, 2, 5, -1))
    formulas: list[Formula] = []
    for (start, end), length in zip(spans, lengths, strict=True):
        formulas += [at_least(start, 0), at_most(end, room), *_lasting(start, end, length, length)]
        if random.random() < 0.5:
            at = random.randint(0, max(room - length, 0))
            formulas.append(random.choice((at_least, at_most))(start, at))
    for one, other in combinations(spans, 2):
        if random.random() < 0.05:
            formulas.append(Linear((one[1],), (other[0],), 0))
    return formulas + _apart(spans, between)


def eponyms(random: Random, size: int) -> list[Formula]:
    """Officials of one year each in unknown order, some of them dated, some known to follow others."""
    count = random.randint(2, 3 + size)
    years = count + random.choice((0, 0, 1, 3))
    held = random.sample(range(years), count)
    spans = [(f"s{n}", f"e{n}") for n in range(count)]
    formulas: list[Formula] = []
    for (start, end), year in zip(spans, held, strict=True):
        formulas += [at_least(start, 0), at_most(end, years), *_lasting(start, end, 1, 1)]
        if random.random() < 0.4:
            formulas += [at_least(start, year - random.randint(0, 3)), at_most(end, year + 1 + random.randint(0, 3))]
    for _ in range(random.randint(0, count // 2)):
        one, other = sorted(random.sample(range(count), 2), key=held.__getitem__)
        formulas.append(Linear((spans[one][1],), (spans[other][0],), 0))
    return formulas + _apart(spans)


def tenures(random: Random, size: int) -> list[Formula]:
    """Holders of one office or stays of one person, each known from dated documents."""
    spans: Spans = []
    formulas: list[Formula] = []
    at = 0
    for n in range(random.randint(2, 2 + size)):
        start, end, length = f"s{n}", f"e{n}", random.randint(1, 8)
        spans.append((start, end))
        formulas.append(Linear((start,), (end,), -random.choice((0, 1))))
        for d in range(random.randint(0, 2)):
            day, true = f"d{n}{d}", at + random.randint(0, length)
            formulas += [Linear((start,), (day,), 0), Linear((day,), (end,), 0)]
            formulas += [at_least(day, true - random.randint(0, 6)), at_most(day, true + random.randint(0, 6))]
        if random.random() < 0.8:
            formulas.append(Linear((end,), (start,), length + random.randint(0, 6)))
        at += length + random.randint(0, 2)
    return formulas + _apart(spans, random.choice((0, 1)))


def styles(random: Random, size: int) -> list[Formula]:
    """Charters each dated in a year that begins at one of two or three days; some known to follow others."""
    points = _points(random.randint(2, 4 * size))
    days, last = random.choice((12, 40, 365)), random.randint(2, 8)
    begins = sorted(random.sample(range(-days // 3, days // 3), random.choice((2, 2, 3))))
    formulas: list[Formula] = []
    for point in points:
        year = days * random.randint(0, last)
        formulas.append(either(*(both(at_least(point, year + b), at_most(point, year + b + days - 1)) for b in begins)))
    formulas.extend(difference(random, points, -2 * days, days) for _ in range(random.randint(0, len(points) // 2)))
    return formulas


def feasts(random: Random, size: int) -> list[Formula]:
    """Charters by weekday and feast: each on one of a few days of a few years; most within weeks of the one before."""
    points = _points(random.randint(2, 3 * size))
    formulas: list[Formula] = []
    at = 0
    days: list[int] = []
    for n, point in enumerate(points):
        at += random.randint(1, 60)
        days.append(at)
        others = {at} | {at + 364 * random.randint(-2, 2) + 7 * random.randint(-2, 2) for _ in range(3)}
        formulas.append(either(*(both(at_least(point, d), at_most(point, d)) for d in sorted(others))))
        if n and random.random() < 0.9:
            formulas.append(Linear((points[n - 1],), (point,), days[n - 1] - at + random.randint(0, 200)))
            formulas.append(Linear((point,), (points[n - 1],), at - days[n - 1] + random.randint(0, 400)))
    return formulas


def weekdays(random: Random, size: int) -> list[Formula]:
    """Days of which the weekday is known, and so many weeks at most; some within days of others."""
    points, weeks = _points(random.randint(2, 1 + size)), random.randint(1, 5)
    formulas: list[Formula] = []
    for point in points:
        first = random.randint(0, 20)
        days = [first + 7 * week for week in range(weeks)]
        formulas.append(AnyOf(tuple(both(at_least(point, d), at_most(point, d)) for d in days)))
    return formulas + [difference(random, points, -10, 12) for _ in range(random.randint(0, 2 * len(points)))]


def shops(random: Random, size: int) -> list[Formula]:
    """Tasks of a few jobs, one after another, on a few machines, each of which takes one at a time."""
    jobs, machines = random.randint(1, 1 + size), random.randint(1, 3)
    formulas: list[Formula] = []
    on: list[Spans] = [[] for _ in range(machines)]
    work = 0
    for job in range(jobs):
        for task, machine in enumerate(random.sample(range(machines), machines)):
            start, end, length = f"s{job}{task}", f"e{job}{task}", random.randint(1, 6)
            work += length
            on[machine].append((start, end))
            formulas += [at_least(start, 0), *_lasting(start, end, length, length)]
            if task:
                formulas.append(Linear((f"e{job}{task - 1}",), (start,), 0))
    room = int(work / machines * random.choice((0.9, 1.0, 1.2, 1.5))) + random.randint(0, 4)
    formulas += [at_most(f"e{job}{machines - 1}", room) for job in range(jobs)]
    return formulas + [apart for spans in on for apart in _apart(spans)]


def selections(random: Random, size: int) -> list[Formula]:
    """Points each in one of a few stretches, tied by differences: gaps."""
    points, room = _points(random.randint(2, 2 + 2 * size)), random.randint(20, 80)
    formulas: list[Formula] = []
    for point in points:
        firsts = [random.randint(0, room) for _ in range(random.randint(1, 4))]
        formulas.append(
            AnyOf(tuple(both(at_least(point, f), at_most(point, f + random.randint(0, 5))) for f in firsts))
        )
    for one, other in pairwise(points):
        if random.random() < 0.7:
            apart = random.randint(-room // 2, room // 2)
            formulas.append(Linear((one,), (other,), apart))
            if random.random() < 0.5:
                formulas.append(Linear((other,), (one,), random.randint(0, room // 2) - apart))
    return formulas


def sums(random: Random, size: int) -> list[Formula]:
    """Durations set against durations, and sums of points, in few boxes."""
    points, room = _points(random.randint(2, 3 + size // 2)), random.randint(5, 20)
    formulas: list[Formula] = [f for point in points for f in (at_least(point, 0), at_most(point, room))]
    for _ in range(random.randint(1, 2)):
        sides = [tuple(sorted(random.choices(points, k=random.randint(0, 2)))) for _ in range(2)]
        formulas.append(Linear(sides[0], sides[1], random.randint(-room // 2, room)))
    formulas.extend(
        either(_bound(random, points, room), _bound(random, points, room)) for _ in range(random.randint(0, 2))
    )
    return formulas + [difference(random, points, -3, room) for _ in range(random.randint(0, 2))]


def chained(random: Random, size: int) -> list[Formula]:
    """A long row of points, each some way after the one before, with either/ors between distant ones."""
    points = _points(random.randint(5, 10 * size))
    formulas: list[Formula] = [at_least(points[0], 0), at_most(points[-1], 8 * len(points))]
    for one, other in pairwise(points):
        formulas.append(Linear((one,), (other,), -random.randint(0, 4)))
        if random.random() < 0.4:
            formulas.append(Linear((other,), (one,), random.randint(4, 12)))
    formulas.extend(
        either(difference(random, points, -12, 30), difference(random, points, -12, 30))
        for _ in range(random.randint(0, len(points) // 3))
    )
    return formulas


def mixed(random: Random, size: int) -> list[Formula]:
    """Two families at once, their points tied by differences and either/ors."""
    small = max(1, size // 2)
    drawn = [
        _renamed(random.choice((sparse, either_ors, exclusive, packing, tenures, styles, selections))(random, small), n)
        for n in "xy"
    ]
    points = [named(formulas) for formulas in drawn]
    if not all(points):
        return drawn[0] + drawn[1]
    formulas = drawn[0] + drawn[1]
    for _ in range(random.randint(1, 4)):
        ties = [
            Linear((random.choice(points[side]),), (random.choice(points[1 - side]),), random.randint(-5, 30))
            for side in (0, 1)
        ]
        formulas.append(either(*ties) if random.random() < 0.3 else ties[0])
    return formulas


FAMILIES: dict[str, Callable[[Random, int], list[Formula]]] = {
    family.__name__: family
    for family in (
        sparse,
        either_ors,
        nested,
        exclusive,
        packing,
        eponyms,
        tenures,
        styles,
        feasts,
        weekdays,
        shops,
        selections,
        sums,
        chained,
        mixed,
    )
}


def _renamed(formulas: Iterable[Formula], by: str) -> list[Formula]:
    def all_of(points: Iterable[Point]) -> tuple[Point, ...]:
        return tuple(by + point for point in points)

    def renamed(formula: Formula) -> Formula:
        if isinstance(formula, Linear):
            return Linear(all_of(formula.plus), all_of(formula.minus), formula.most)
        return type(formula)(tuple(map(renamed, formula.parts)))

    return [renamed(formula) for formula in formulas]


def named(formulas: Iterable[Formula]) -> list[Point]:
    bounds = chain.from_iterable(map(linears, formulas))
    return sorted({point for bound in bounds for point in (*bound.plus, *bound.minus)})


def drawn(random: Random) -> tuple[str, list[Formula]]:
    """A family's name, and formulas of it: mostly few, now and then many; every tenth time with more that is wrong."""
    name = random.choice([*FAMILIES])
    size = random.choice((1, 2, 2, 2, 3, 3, 4))
    if random.random() < 0.015:
        size = random.choice((5, 6, 7, 8, 8, 12))
    formulas = FAMILIES[name](random, size)
    points = named(formulas)
    if random.random() < 0.1 and len(points) > 1:
        formulas += [difference(random, points, -40, 3) for _ in range(random.randint(1, 3))]
    random.shuffle(formulas)
    return name, formulas
