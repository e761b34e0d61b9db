"""More made-up chronologies whose either/ors crowd together, unlike those of crowded.py: lengths known within limits,
few anchors or many, offices that persons go through, journeys with distances, reigns with eponyms under them, feasts
that are weekdays of some year, charters in four styles of the year.

Each takes a size and a seed and gives a `Network` that a planted true history satisfies, the same for the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, pairwise
from random import Random

from benchmarks.crowded import apart, lasting, network
from chrono.engine.formulas import Formula, Linear, Network, Point, at_least, at_most, both, either, no_later


def _named(prefix: str, count: int, random: Random) -> list[tuple[Point, Point]]:
    """Spans whose names say nothing of their order."""
    return [(f"start({prefix}{n})", f"end({prefix}{n})") for n in random.sample(range(count), count)]


def _flat(spans: list[tuple[Point, Point]]) -> list[Point]:
    return [point for span in sorted(spans) for point in span]


def loose_reigns(count: int, seed: int = 0) -> Network:
    """Reigns whose lengths are known within a few years, a tenth of the whole to spare; one in three is anchored by a
    synchronism within thirty years, a list of kings gives runs of the order."""
    random = Random(f"loose reigns {count} {seed}")
    lengths = [max(1, int(random.expovariate(1 / 12))) for _ in range(count)]
    spans = _named("k", count, random)
    first, at = 300, 300
    formulas: list[Formula] = []
    last = at + sum(lengths) + sum(lengths) // 10
    run = 0
    for n, (length, (start, end)) in enumerate(zip(lengths, spans, strict=True)):
        off = random.randint(0, 2)
        formulas += [at_least(start, first), at_most(end, last), lasting(start, end, max(0, length - off), length + 2)]
        if random.random() < 1 / 3:
            around = at + random.randint(0, length)
            formulas += [at_most(start, around + random.randint(0, 15)), at_least(end, around - random.randint(0, 15))]
        if run:
            formulas.append(no_later(spans[n - 1][1], start))
            run -= 1
        elif random.random() < 1 / 6:
            run = random.randint(1, 4)
        at += length + random.randint(0, max(0, length // 10))
    return network(_flat(spans), formulas + apart(sorted(spans)))


def even_reigns(count: int, seed: int = 0) -> Network:
    """Reigns of a few lengths only, without slack: many orders are the same; a fifth anchored within ten years."""
    random = Random(f"even reigns {count} {seed}")
    lengths = [random.choice((5, 10, 20)) for _ in range(count)]
    spans = _named("k", count, random)
    formulas: list[Formula] = []
    at, last = 0, sum(lengths)
    for length, (start, end) in zip(lengths, spans, strict=True):
        formulas += [at_least(start, 0), at_most(end, last), lasting(start, end, length, length)]
        if random.random() < 1 / 5:
            formulas += [at_least(start, at - random.randint(0, 10)), at_most(end, at + length + random.randint(0, 10))]
        at += length
    return network(_flat(spans), formulas + apart(sorted(spans)))


def slack_reigns(count: int, seed: int = 0) -> Network:
    """Reigns of known lengths in months, a tenth to spare, every other one anchored within a generation."""
    random = Random(f"slack reigns {count} {seed}")
    lengths = [random.randint(1, 300) for _ in range(count)]
    spans = _named("k", count, random)
    formulas: list[Formula] = []
    at, last = 0, sum(lengths) + sum(lengths) // 10
    for length, (start, end) in zip(lengths, spans, strict=True):
        formulas += [at_least(start, 0), at_most(end, last), lasting(start, end, length, length)]
        if random.random() < 1 / 2:
            around = at + random.randint(0, length)
            formulas += [
                at_most(start, around + random.randint(0, 180)),
                at_least(end, around - random.randint(0, 180)),
            ]
        at += length + random.randint(0, length // 10)
    return network(_flat(spans), formulas + apart(sorted(spans)))


def known_eponyms(count: int, seed: int = 0) -> Network:
    """Eponyms of one year each in a tenth more years, nearly half dated within some years, and letters that say how
    many years one was after another."""
    random = Random(f"known eponyms {count} {seed}")
    years = count + count // 10
    held = random.sample(range(years), count)
    spans = [(f"start(e{n:02})", f"end(e{n:02})") for n in range(count)]
    formulas: list[Formula] = []
    for (start, end), year in zip(spans, held, strict=True):
        formulas += [at_least(start, 0), at_most(end, years), lasting(start, end, 1, 1)]
        if random.random() < 0.4:
            formulas += [at_least(start, year - random.randint(0, 8)), at_most(end, year + 1 + random.randint(0, 8))]
    for _ in range(count // 4):
        one, other = sorted(random.sample(range(count), 2), key=held.__getitem__)
        after = held[other] - held[one]
        formulas.append(lasting(spans[one][0], spans[other][0], after, after + random.choice((0, 0, 1, 3))))
    return network(_flat(spans), formulas + apart(spans))


def careers(count: int, seed: int = 0) -> Network:
    """`count` tenures of four offices by a third as many persons: an office has one holder at a time, and a person one
    office at a time; most are witnessed by a charter of roughly known date."""
    random = Random(f"careers {count} {seed}")
    persons = max(2, count // 3)
    free_office, free_person = [900] * 4, [900] * persons
    formulas: list[Formula] = []
    by_office: list[list[tuple[Point, Point]]] = [[] for _ in range(4)]
    by_person: list[list[tuple[Point, Point]]] = [[] for _ in range(persons)]
    spans, days = [], []
    for n in range(count):
        office, person = random.randrange(4), random.randrange(persons)
        start, end = f"start(t{n:02})", f"end(t{n:02})"
        begins = max(free_office[office], free_person[person]) + random.randint(0, 2)
        ends = begins + random.randint(1, 9)
        free_office[office] = free_person[person] = ends
        formulas += [lasting(start, end, random.randint(0, ends - begins), ends - begins + random.randint(0, 6))]
        formulas += [at_least(start, 890), at_most(end, 910 + 12 * count // 3)]
        if random.random() < 0.7:
            day, true = f"known(d{n:02})", random.randint(begins, ends)
            days.append(day)
            formulas += [no_later(start, day), no_later(day, end)]
            formulas += [at_least(day, true - random.randint(0, 10)), at_most(day, true + random.randint(0, 10))]
        spans.append((start, end))
        by_office[office].append((start, end))
        by_person[person].append((start, end))
    pairs = {pair for group in (*by_office, *by_person) for pair in combinations(group, 2)}
    return network(
        [*_flat(spans), *days], formulas + [formula for pair in sorted(pairs) for formula in apart(list(pair))]
    )


def holders(count: int, seed: int = 0) -> Network:
    """Holders of one office in a known stretch, at least a year each, known from one or two documents dated within
    twenty years, a few of exactly known year."""
    random = Random(f"holders {count} {seed}")
    spans = _named("h", count, random)
    formulas: list[Formula] = []
    days: list[Point] = []
    at = 1100
    for n, (start, end) in enumerate(spans):
        length = random.randint(1, 14)
        formulas += [lasting(start, end, 1, 30), at_least(start, 1090)]
        for d in range(random.randint(1, 2)):
            day, true, off = f"known(d{n:02}-{d})", at + random.randint(0, length), random.choice((0, 3, 20))
            days.append(day)
            formulas += [no_later(start, day), no_later(day, end)]
            formulas += [at_least(day, true - random.randint(0, off)), at_most(day, true + random.randint(0, off))]
        at += length + random.randint(0, 1)
    formulas += [at_most(end, at + 5) for _, end in spans]
    return network([*_flat(spans), *days], formulas + apart(sorted(spans)))


def journeys(count: int, seed: int = 0) -> Network:
    """Stays of one person in places of a plane, with the days that the road between each two takes; acts given there
    are dated within weeks, or within the year."""
    random = Random(f"journeys {count} {seed}")
    places = [(random.randint(0, 9), random.randint(0, 9)) for _ in range(max(3, count // 3))]
    where = [random.choice(places) for _ in range(count)]

    def road(one: int, other: int) -> int:
        return abs(where[one][0] - where[other][0]) + abs(where[one][1] - where[other][1])

    spans = [(f"start(s{n:02})", f"end(s{n:02})") for n in random.sample(range(count), count)]
    formulas: list[Formula] = []
    at = 0
    stays = []
    for n, (start, end) in enumerate(spans):
        at += road(n - 1, n) + random.randint(0, 2) if n else 0
        length = random.randint(1, 7)
        stays.append((at, at + length))
        formulas.append(lasting(start, end, random.randint(0, length), length + random.randint(0, 4)))
        at += length
    for (start, end), (begins, ends) in zip(spans, stays, strict=True):
        off = 15 if random.random() < 0.75 else 120
        formulas += [at_least(start, max(0, begins - random.randint(0, off)))]
        formulas += [at_most(end, min(at, ends + random.randint(0, off)))]
    for one, other in combinations(range(count), 2):
        days = road(one, other)
        first, second = spans[one], spans[other]
        formulas.append(either(Linear((first[1],), (second[0],), -days), Linear((second[1],), (first[0],), -days)))
    return network(_flat(spans), formulas)


def kings_and_eponyms(count: int, seed: int = 0) -> Network:
    """A third of the spans are reigns, the others eponyms of a year; of most eponyms a king's reign is known that their
    year began in, kings and eponyms each in unknown order."""
    random = Random(f"kings and eponyms {count} {seed}")
    kings = max(3, count // 3)
    officials = count - kings
    years = officials + officials // 4
    cuts = sorted(random.sample(range(1, years), kings - 1))
    edges = [0, *cuts, years]
    reigns, yearly = _named("k", kings, random), [(f"start(e{n:02})", f"end(e{n:02})") for n in range(officials)]
    held = random.sample(range(years), officials)
    formulas: list[Formula] = []
    for (start, end), one, other in zip(reigns, edges, edges[1:], strict=False):
        formulas += [at_least(start, 0), at_most(end, years)]
        formulas.append(lasting(start, end, max(1, other - one - 1), other - one + random.randint(0, 1)))
    for (start, end), year in zip(yearly, held, strict=True):
        formulas += [at_least(start, 0), at_most(end, years), lasting(start, end, 1, 1)]
        king = next(k for k in range(kings) if edges[k] <= year < edges[k + 1])
        if random.random() < 0.7:
            formulas += [no_later(reigns[king][0], start), Linear((start,), (reigns[king][1],), -1)]
        if random.random() < 0.2:
            formulas += [at_least(start, year - 3), at_most(start, year + 3)]
    return network([*_flat(reigns), *_flat(yearly)], formulas + apart(sorted(reigns)) + apart(yearly))


def weekdays(count: int, seed: int = 0) -> Network:
    """Letters of known weekday and rough month, of one of several years; each is some days after an earlier one, and of
    many it is known to be before or behind another."""
    random = Random(f"weekdays {count} {seed}")
    points = [f"known(l{n:03})" for n in range(count)]
    true = sorted(random.randint(0, 10 * count) for _ in points)
    formulas: list[Formula] = []
    for point, day in zip(points, true, strict=True):
        around = random.randint(day - 20, day + 20)
        ways = [d for d in range(around - 28, around + 29) if (d - day) % 7 == 0]
        if random.random() < 0.3:
            ways += [d + 365 for d in ways]
        formulas.append(either(*(both(at_least(point, d), at_most(point, d)) for d in sorted({*ways, day}))))
    for n in range(1, count):
        m = random.randrange(max(0, n - 6), n)
        after = true[n] - true[m]
        formulas.append(
            lasting(points[m], points[n], max(0, after - random.randint(0, 9)), after + random.randint(0, 30))
        )
        if random.random() < 0.3:
            k = random.randrange(n)
            formulas.append(no_later(points[k], points[n]))
    return network(points, formulas)


def close_feasts(count: int, seed: int = 0) -> Network:
    """Charters of one of a handful of feasts, in one of ten years, the year unknown; no two of one hand on one day, and
    each within two years of the next."""
    random = Random(f"close feasts {count} {seed}")
    calendar = [6, 33, 84, 114, 175, 206, 227, 272, 305, 359]
    points = [f"known(c{n:03})" for n in range(count)]
    formulas: list[Formula] = []
    true = []
    for n in range(count):
        year = min(9, 10 * n // count + random.choice((0, 0, 0, 1)))
        feast = random.choice(calendar)
        true.append(365 * year + feast)
        feasts = {feast} if random.random() < 0.7 else {feast, random.choice(calendar)}
        years = range(10) if random.random() < 0.5 else range(max(0, year - 2), min(10, year + 3))
        days = sorted(365 * y + f for y in years for f in feasts)
        formulas.append(either(*(both(at_least(points[n], d), at_most(points[n], d)) for d in days)))
    order = sorted(range(count), key=true.__getitem__)
    for one, other in pairwise(order):
        if random.random() < 0.8:
            formulas.append(lasting(points[one], points[other], 0, true[other] - true[one] + random.randint(0, 400)))
    return network(points, formulas)


def four_styles(count: int, seed: int = 0) -> Network:
    """Charters of a year that begins at Christmas, on 1 January, 25 March before or behind, or at Easter; some of known
    month, one in three known to follow another, a chain of them within a year."""
    random = Random(f"four styles {count} {seed}")
    points = [f"known(c{n:04})" for n in range(count)]
    formulas: list[Formula] = []
    true: list[int] = []
    for point in points:
        year = random.randint(0, 60)
        begins = [-7, 0, -282, 83, random.randint(80, 114)]
        at = 365 * year + random.choice(begins)
        day = at + random.randint(0, 364)
        true.append(day)
        known = random.random() < 0.4
        ways = []
        for begin in begins:
            least, most = 365 * year + begin, 365 * year + begin + 364
            if known:
                month = day % 365 // 30 * 30
                for y in (-1, 0, 1, 2):
                    first, last = 365 * (year + y) + month, 365 * (year + y) + month + 35
                    if max(first, least) <= min(last, most):
                        ways.append((max(first, least), min(last, most)))
            else:
                ways.append((least, most))
        formulas.append(either(*(both(at_least(point, a), at_most(point, b)) for a, b in sorted({*ways}))))
    for n in range(1, count):
        if random.random() < 1 / 3:
            one, later = sorted((n, random.randrange(max(0, n - 30), n)), key=true.__getitem__)
            between = true[later] - true[one]
            formulas.append(lasting(points[one], points[later], 0, between + random.randint(0, 700)))
    return network(points, formulas)


FAMILIES: dict[str, Callable[[int, int], Network]] = {
    "reigns within limits": loose_reigns,
    "reigns of few lengths, no slack": even_reigns,
    "reigns in months, a tenth of slack": slack_reigns,
    "eponyms, years between": known_eponyms,
    "persons and offices": careers,
    "holders of one office": holders,
    "journeys with distances": journeys,
    "kings and eponyms": kings_and_eponyms,
    "letters by weekday": weekdays,
    "charters by feast": close_feasts,
    "charters in five styles": four_styles,
}
