"""Made-up chronologies of a realistic make, of any size: what the engine is measured on.

Takes a number of points, of either/ors and a seed, gives a `Network` in years that a planted true history satisfies:
lines of reigns that follow on each other, charters dated by regnal years, strata, copies of charters, synchronisms
between lines, few absolute dates; either/ors of seven kinds. The same numbers give the same network.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from chrono.engine.formulas import (
    AllOf,
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


def network(points: int, choices: int = 0, seed: int = 0) -> Network:
    """About 2.4 constraints a point, each with an id of its own."""
    making = _Making(Random(f"{points} {choices} {seed}"), points)
    making.everything()
    making.either_ors(choices)
    return making.network()


@dataclass
class _Making:
    random: Random
    size: int
    true: dict[Point, int] = field(default_factory=dict)
    formulas: list[Formula] = field(default_factory=list)
    reigns: list[tuple[Point, Point]] = field(default_factory=list)
    charters: list[tuple[Point, int]] = field(default_factory=list)
    """A charter's day and the number of its reign."""

    def everything(self) -> None:
        while len(self.true) < self.size:
            (self.line if self.random.random() < 0.8 else self.strata)()
        for _ in range(self.size // 12):
            self.synchronism()

    def line(self) -> None:
        """Reigns of one line, each with its length, its charters and their copies; every twelfth reign is dated."""
        at = self.random.randint(-900, 1500)
        for _ in range(self.random.randint(5, 25)):
            if len(self.true) >= self.size:
                return
            number, years = len(self.reigns), self.random.randint(2, 40)
            start, end = f"start(reign-{number})", f"end(reign-{number})"
            self.true |= {start: at, end: at + years}
            if self.reigns and self.true[self.reigns[-1][1]] == at:
                self.same(self.reigns[-1][1], start)
            self.reigns.append((start, end))
            self.formulas.append(no_later(start, end))
            spread = self.random.choice([0, 1, 3])
            self.between(start, end, years - spread, years + spread)
            if number % 12 == 0:
                vague = self.random.choice([0, 2, 10, 25])
                self.formulas += [at_least(start, at - vague), at_most(start, at + self.random.randint(0, vague))]
            for _ in range(self.random.randint(0, 4)):
                self.charter(number)
            at += years

    def charter(self, reign: int) -> None:
        start, end = self.reigns[reign]
        at = self.random.randint(self.true[start], self.true[end])
        charter = f"start(charter-{len(self.charters)})"
        self.true[charter] = at
        self.charters.append((charter, reign))
        if self.random.random() < 0.6:
            year = at - self.true[start]
            self.between(start, charter, year - 1, year + 1)
        self.formulas += [no_later(start, charter), no_later(charter, end)]
        if self.random.random() < 0.3:
            copy = f"start(copy-{len(self.charters)})"
            self.true[copy] = at + self.random.randint(0, 200)
            self.formulas.append(no_later(charter, copy))

    def strata(self) -> None:
        """Layers one upon the other, with finds that date a few of them from one side."""
        at, before = self.random.randint(-900, 1200), ""
        for _ in range(self.random.randint(4, 12)):
            name = f"layer-{len(self.true)}"
            start, end = f"start({name})", f"end({name})"
            self.true |= {start: at + 3, end: at + self.random.randint(10, 60)}
            self.formulas.append(no_later(start, end))
            if before:
                self.formulas.append(no_later(before, start))
            if self.random.random() < 0.3:
                self.formulas.append(at_least(end, self.true[end] - self.random.randint(0, 40)))
            if self.random.random() < 0.2:
                self.formulas.append(at_most(start, self.true[start] + self.random.randint(0, 80)))
            at, before = self.true[end], end

    def synchronism(self) -> None:
        """Two reigns that overlapped."""
        one, other = self.contemporary_reigns()
        if one == other or not self.reigns:
            return
        (s, e), (t, f) = self.reigns[one], self.reigns[other]
        if self.true[s] <= self.true[f] and self.true[t] <= self.true[e]:
            self.formulas += [no_later(s, f), no_later(t, e)]

    def contemporary_reigns(self) -> tuple[int, int]:
        """Two reigns that began within 30 years of each other, or the same one twice."""
        if not self.reigns:
            return 0, 0
        one = self.random.randrange(len(self.reigns))
        start = self.true[self.reigns[one][0]]
        for _ in range(40):
            other = self.random.randrange(len(self.reigns))
            if abs(self.true[self.reigns[other][0]] - start) < 30:
                return one, other
        return one, one

    # -- either/ors, each with one alternative that is true

    def either_ors(self, count: int) -> None:
        kinds = (self.dates, self.feast, self.order, self.style, self.holder, self.never_both, self.begins_with)
        made = 0
        while made < count:
            found = self.random.choice(kinds)()
            if found is not None:
                self.formulas.append(found)
                made += 1

    def dates(self) -> Formula:
        """A charter of one of two or three dates."""
        charter, _ = self.random.choice(self.charters)
        wrong = [self.true[charter] + self.random.randint(-60, 60) for _ in range(self.random.randint(1, 2))]
        years = sorted({self.true[charter], *wrong})
        return either(*(both(at_least(charter, year), at_most(charter, year + 1)) for year in years))

    def feast(self) -> Formula:
        """A charter of a weekday and a feast that fall together every five, six or eleven years."""
        charter, _ = self.random.choice(self.charters)
        years = [self.true[charter]]
        for _ in range(self.random.randint(2, 5)):
            apart = self.random.choice([5, 6, 11])
            years = [years[0] - apart, *years] if self.random.random() < 0.5 else [*years, years[-1] + apart]
        return either(*(both(at_least(charter, year), at_most(charter, year)) for year in years))

    def order(self) -> Formula:
        """Two charters of which one came first, some years before the other."""
        one, other = self.contemporaries(2)
        apart = abs(self.true[one] - self.true[other])
        least = self.random.randint(0, min(apart, 5))
        return either(Linear((one,), (other,), -least), Linear((other,), (one,), -least))

    def style(self) -> Formula:
        """A charter whose regnal year is counted from the accession or from the next new year."""
        charter, reign = self.random.choice(self.charters)
        start = self.reigns[reign][0]
        year = self.true[charter] - self.true[start]
        counted = year + self.random.randint(0, 1)
        return either(*(self.within(start, charter, y, y) for y in (counted - 1, counted)))

    def holder(self) -> Formula | None:
        """A charter of one of two homonymous kings."""
        charter, reign = self.random.choice(self.charters)
        other = min(reign + self.random.randint(1, 3), len(self.reigns) - 1)
        if other == reign:
            return None
        kings = [self.reigns[reign], self.reigns[other]]
        return either(*(both(no_later(start, charter), no_later(charter, end)) for start, end in kings))

    def never_both(self) -> Formula | None:
        """Two reigns that did not overlap."""
        one, other = self.contemporary_reigns()
        (s, e), (t, f) = self.reigns[one], self.reigns[other]
        if self.true[e] <= self.true[t] or self.true[f] <= self.true[s]:
            return either(no_later(e, t), no_later(f, s))
        return None

    def begins_with(self) -> Formula:
        """The earliest of three charters is no later than a year that was the time of one of them."""
        three = self.contemporaries(3)
        first = min(self.true[charter] for charter in three)
        return either(*(at_most(charter, first + self.random.randint(0, 3)) for charter in three))

    def contemporaries(self, count: int) -> list[Point]:
        """Charters within some 40 years of each other, so far as there are so many."""
        (first, _) = self.random.choice(self.charters)
        others = self.random.sample(self.charters, min(400, len(self.charters)))
        close = sorted(others, key=lambda c: (abs(self.true[c[0]] - self.true[first]) > 40, others.index(c)))
        return [first, *[c for c, _ in close if c != first][: count - 1]]

    # -- constraints that the planted history satisfies

    def same(self, one: Point, other: Point) -> None:
        self.formulas += [no_later(one, other), no_later(other, one)]

    def between(self, first: Point, then: Point, least: int, most: int) -> None:
        self.formulas += [Linear((first,), (then,), -least), Linear((then,), (first,), most)]

    def within(self, first: Point, then: Point, least: int, most: int) -> AllOf:
        return AllOf((Linear((first,), (then,), -least), Linear((then,), (first,), most)))

    def network(self) -> Network:
        constraints = tuple(Constraint(f, (f"e{i:06}",)) for i, f in enumerate(self.formulas))
        return Network(tuple(sorted(self.true)), constraints, {c.ids[0]: 2 for c in constraints})
