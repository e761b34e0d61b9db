"""Made-up chronologies whose either/ors crowd together: kings of one throne in unknown order, eponyms, holders of one
office, stays of an itinerary, year styles, feasts.

Each takes a size and a seed and gives a `Network` that a planted true history satisfies, the same for the same numbers.
"""

from __future__ import annotations

from itertools import combinations
from random import Random

from chrono.engine.formulas import (
    Constraint,
    Formula,
    Linear,
    Network,
    Point,
    at_least,
    at_most,
    both,
    either,
    no_later,
)


def network(points: list[Point], formulas: list[Formula]) -> Network:
    constraints = tuple(Constraint(formula, (f"e{n}",)) for n, formula in enumerate(formulas))
    return Network(tuple(points), constraints, {f"e{n}": 1 for n in range(len(formulas))})


def lasting(start: Point, end: Point, least: int, most: int) -> Formula:
    return both(Linear((start,), (end,), -least), Linear((end,), (start,), most))


def apart(spans: list[tuple[Point, Point]], between: int = 0) -> list[Formula]:
    return [
        either(Linear((one[1],), (other[0],), -between), Linear((other[1],), (one[0],), -between))
        for one, other in combinations(spans, 2)
    ]


def reigns(count: int, slack: float = 0.0, seed: int = 0, dated: float = 4 / 5) -> Network:
    """Reigns of one throne in unknown order, their lengths known, between two known years; `slack` of their sum to
    spare. A part of them is `dated` near some year, of a quarter of the neighbours it is known in which order."""
    random = Random(f"reigns {count} {slack} {seed}")
    lengths = [random.randint(2, 25) for _ in range(count)]
    spare = int(sum(lengths) * slack)
    cuts = sorted(random.randint(0, spare) for _ in range(count))
    names = [f"k{n}" for n in random.sample(range(count), count)]
    formulas: list[Formula] = []
    spans = []
    at = -800
    last = at + sum(lengths) + spare
    for n, length in enumerate(lengths):
        start, end = f"start({names[n]})", f"end({names[n]})"
        true = at + sum(lengths[:n]) + cuts[n]
        formulas += [at_least(start, at), at_most(end, last), lasting(start, end, length, length)]
        if random.random() < dated:
            formulas += [
                at_least(start, true - random.randint(0, 25)),
                at_most(end, true + length + random.randint(0, 25)),
            ]
        if spans and random.random() < 1 / 4:
            formulas.append(no_later(spans[-1][1], start))
        spans.append((start, end))
    spans.sort()
    return network([p for span in spans for p in span], formulas + apart(spans))


def eponyms(count: int, years: int, seed: int = 0) -> Network:
    """Officials of one year each, in unknown order; a fifth dated within a few years, some known to follow others."""
    random = Random(f"eponyms {count} {years} {seed}")
    held = random.sample(range(years), count)
    formulas: list[Formula] = []
    spans = [(f"start(e{n})", f"end(e{n})") for n in range(count)]
    for (start, end), year in zip(spans, held, strict=True):
        formulas += [at_least(start, -700), at_most(end, years - 700), lasting(start, end, 1, 1)]
        if random.random() < 1 / 5:
            formulas += [
                at_least(start, year - 700 - random.randint(0, 4)),
                at_most(end, year - 699 + random.randint(0, 4)),
            ]
    for _ in range(count // 2):
        one, other = sorted(random.sample(range(count), 2), key=held.__getitem__)
        formulas.append(no_later(spans[one][1], spans[other][0]))
    return network([p for span in spans for p in span], formulas + apart(spans))


def tenures(count: int, seed: int = 0) -> Network:
    """Holders of one office, each known from a few documents of roughly known date, one at a time."""
    random = Random(f"tenures {count} {seed}")
    formulas: list[Formula] = []
    spans, points = [], []
    at = 1000
    for n in range(count):
        start, end, length = f"start(h{n})", f"end(h{n})", random.randint(3, 15)
        spans.append((start, end))
        formulas.append(no_later(start, end))
        for d in range(random.randint(1, 3)):
            day, true = f"known(d{n}-{d})", at + random.randint(0, length)
            points.append(day)
            formulas += [no_later(start, day), no_later(day, end)]
            formulas += [at_least(day, true - random.randint(0, 6)), at_most(day, true + random.randint(0, 6))]
        formulas.append(Linear((end,), (start,), length + random.randint(0, 20)))
        at += length + random.randint(0, 2)
    return network([*(p for span in spans for p in span), *points], formulas + apart(spans))


def itinerary(count: int, seed: int = 0) -> Network:
    """Stays of one person, a day's travel at least between two, each witnessed at a date that is known within weeks."""
    random = Random(f"itinerary {count} {seed}")
    formulas: list[Formula] = []
    spans = []
    at = 0
    for n in range(count):
        start, end, length = f"start(s{n})", f"end(s{n})", random.randint(1, 6)
        spans.append((start, end))
        formulas.append(lasting(start, end, random.randint(1, length), length + random.randint(0, 3)))
        if random.random() < 0.8:
            formulas += [at_least(start, at - random.randint(0, 20)), at_most(end, at + length + random.randint(0, 20))]
        else:
            formulas += [at_least(start, -10), at_most(end, 6 * count + 10)]
        at += length + random.randint(1, 3)
    return network([p for span in spans for p in span], formulas + apart(spans, between=1))


def styles(count: int, seed: int = 0) -> Network:
    """Charters each dated in a year that begins at Christmas or at Lady Day; one in four known to follow another."""
    random = Random(f"styles {count} {seed}")
    points = [f"known(c{n})" for n in range(count)]
    formulas: list[Formula] = []
    true: list[int] = []
    for n, point in enumerate(points):
        year = random.randint(0, 120)
        begins = [365 * year - 7, 365 * year + 83]
        day = random.choice(begins) + random.randint(0, 364)
        true.append(day)
        held = [b for b in begins if b <= day <= b + 364]
        other = held[0] if held else begins[0]
        ways = sorted({*begins, other})
        formulas.append(either(*(both(at_least(point, b), at_most(point, b + 364)) for b in ways)))
        if n % 4 == 3:
            one, later = sorted((n - 1, n), key=true.__getitem__)
            formulas.append(no_later(points[one], points[later]))
    return network(points, formulas)


def feasts(count: int, seed: int = 0) -> Network:
    """Charters given on a weekday near a feast: each on one of a few days of a few years; most known to follow the one
    before within some weeks."""
    random = Random(f"feasts {count} {seed}")
    points = [f"known(c{n})" for n in range(count)]
    formulas: list[Formula] = []
    at = 0
    days: list[int] = []
    for n, point in enumerate(points):
        at += random.randint(1, 60)
        days.append(at)
        others = {at} | {at + 364 * random.randint(-3, 3) + 7 * random.randint(-2, 2) for _ in range(4)}
        formulas.append(either(*(both(at_least(point, d), at_most(point, d)) for d in sorted(others))))
        if n and random.random() < 0.9:
            formulas.append(Linear((points[n - 1],), (point,), days[n - 1] - at + random.randint(0, 200)))
            formulas.append(Linear((point,), (points[n - 1],), at - days[n - 1] + random.randint(0, 400)))
    return network(points, formulas)
