"""`chrono suggest`: which unknown date or order, if it were known, would cut a window most.

For each, what is left in the worst case is exact: the answer that helps least. The average is over histories drawn
point after point from what is left of each range, with a fixed seed, so that it is the same every time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from random import Random
from typing import Literal

from chrono.answers.suggest import Suggestion, Suggestions
from chrono.core.limits import LimitReached
from chrono.core.points import EDGES, edge_and_span, is_order, point_of, span_of
from chrono.engine.formulas import Constraint, Linear, Network, Point, at_least, at_most, linears, points_of
from chrono.engine.intervals import Window, size, union
from chrono.engine.outcomes import Distance
from chrono.engine.worlds import Range, World, worlds
from chrono.model.chronology import Chronology
from chrono.questions.base import Base
from chrono.questions.conflicts import first_repairs
from chrono.questions.infer import chosen
from chrono.questions.options import AS_WRITTEN, Options
from chrono.questions.proven import proven_window
from chrono.questions.session import Session, opened

MOST_WORLDS = 32
HISTORIES = 64
MOST_PAIRS = 200_000
"""Beyond so many questions about order only dates are looked at."""

Answers = list[list[Range]]
"""For each answer to a question the ranges left, one for each world that allows the answer."""


def _dated(network: Network) -> Network:
    """The network without the places in an order, which bound no date and would be so many open questions."""
    points = tuple(point for point in network.points if not is_order(point))
    kept = tuple(c for c in network.constraints if not any(is_order(point) for point in points_of(c.formula)))
    return replace(network, points=points, constraints=kept)


def suggest(
    of: Chronology | Session,
    id: str,
    options: Options = AS_WRITTEN,
    edge: Literal["start", "end"] = "end",
    most: int = 10,
) -> Suggestions:
    """What would settle when a span ended (or began); raises `Unanswerable` for an unknown id."""
    with opened(of, options) as session:
        return _suggested(session.base(options), id, edge, most).asking(ids=(id,), edges=(edge,))


def _suggested(base: Base, id: str, edge: Literal["start", "end"], most: int) -> Suggestions:
    (entry,) = chosen(base.chronology, (id,))
    status, conflicts = base.status()
    point = point_of(edge, id)
    window = proven_window(base, Distance(point)) if status == "consistent" else None
    if window is None or not window.proven:
        status = "unknown" if status == "consistent" else status
        repairs = first_repairs(base, conflicts, (entry,))
        return Suggestions(base.asked, status, id, entry.kind, edge, None, 0, (), 0, False, None, conflicts, repairs)
    horizon = _horizon(base, window)
    is_open = window.least is None or window.most is None
    question, suggestions, exact = None, list[Suggestion](), False
    try:
        base.limit.tell("ways the evidence can be read")
        counted = [at_least(point, horizon[0]), at_most(point, horizon[1])] if is_open else []
        network = replace(base.network, constraints=(*base.network.constraints, *map(Constraint, counted)))
        found, exact = worlds(_dated(network), _reach(base, horizon), MOST_WORLDS, base.limit.ended)
        exact = exact and _counts_all(window, horizon, [world.range(point) for world in found])
        question = _Question(base, point, found)
        suggestions = list(question.suggestions())
    except LimitReached:
        pass
    if base.limit.ended():
        status = "unknown"
    suggestions.sort(key=lambda s: (-s.average, -s.certain, s.points))
    return Suggestions(
        base.asked,
        status,
        id,
        entry.kind,
        edge,
        window,
        question.whole if question else 0,
        tuple(suggestions[:most]),
        len(question.histories) if question and suggestions else 0,
        exact,
        horizon if is_open else None,
    )


def _horizon(base: Base, window: Window) -> Range:
    """From the earliest to the latest date that the evidence names, or that ends the window, with as much again on
    either side."""
    bounds = [bound for constraint in base.network.constraints for bound in linears(constraint.formula)]
    dates = [bound.most if bound.plus else -bound.most for bound in bounds if _named(bound) == 1]
    dates += [end for end in window.hull if end is not None]
    if not dates:
        return 0, 0
    span = max(dates) - min(dates) + 1
    return min(dates) - span, max(dates) + span


def _reach(base: Base, horizon: Range) -> Range:
    """So far as any date can matter: whatever is possible within the horizon is possible with all other dates within
    this. One date is at most all stated distances away from another; a date that is open on a side can be as far again
    beyond what it must follow, and what follows it likewise."""
    apart = 3 * sum(
        max((abs(b.most) for b in linears(c.formula) if _named(b) > 1), default=0) for c in base.network.constraints
    )
    return horizon[0] - apart, horizon[1] + apart


def _named(bound: Linear) -> int:
    return len(bound.plus) + len(bound.minus)


def _counts_all(window: Window, horizon: Range, ranges: Sequence[Range]) -> bool:
    """Whether what was gone through has every value of the window, as far as it is counted."""
    low, high = horizon
    within = [(low if least is None else least, high if most is None else most) for least, most in window.intervals]
    return union(ranges) == union((max(low, a), min(high, b)) for a, b in within if a <= high and b >= low)


class _Question:
    """One point whose window is to be cut, in all worlds."""

    def __init__(self, base: Base, point: Point, found: Sequence[World]) -> None:
        self.base, self.point, self.worlds = base, point, found
        self.whole = size([world.range(point) for world in found])
        self.histories = list(self._histories())

    def suggestions(self) -> Iterator[Suggestion]:
        """Everything unknown that would certainly, or on average, cut the window; once a limit is reached, no more."""
        points = [p for p in self.base.network.points if p != self.point and edge_and_span(p)[0] in EDGES]
        open_ = [p for p in points if any(w.range(p)[0] < w.range(p)[1] for w in self.worlds)]
        for point in self.base.limit.counted("dates", open_):
            if self.base.limit.ended():
                return
            certain = self.whole - max(size(self._dated(point, value)) for value in self._critical(point))
            left = [size(self._dated(point, history[point])) for history in self.histories]
            yield from self._suggestion((point,), f"when {_said(self.base, point)}", certain, left)
        everything = [self.point, *points]
        if len(everything) ** 2 * len(self.worlds) > MOST_PAIRS:
            return
        self.base.limit.tell("orders")
        for one, other in combinations(sorted(everything), 2):
            if span_of(one) == span_of(other):
                continue
            if self.base.limit.ended():
                return
            sides = [self._sided(one, other, 0), self._sided(other, one, 1)]
            if all(sides):
                sizes = [size(ranges) for ranges in sides]
                left = [sizes[0] if history[one] <= history[other] else sizes[1] for history in self.histories]
                words = f"whether {_said(self.base, one)} no later than {_said(self.base, other)}"
                yield from self._suggestion((one, other), words, self.whole - max(sizes), left)

    def _suggestion(
        self, points: tuple[Point, ...], words: str, certain: int, left: Sequence[int]
    ) -> Iterator[Suggestion]:
        average = self.whole - sum(left) // len(left) if left else 0
        if certain > 0 or average > 0:
            yield Suggestion(words, points, certain, average)

    def _dated(self, point: Point, value: int) -> list[Range]:
        return [left for w in self.worlds if (left := w.at(self.point, point, value)) is not None]

    def _sided(self, one: Point, other: Point, least: int) -> list[Range]:
        return [left for w in self.worlds if (left := w.ordered(self.point, one, other, least)) is not None]

    def _critical(self, point: Point) -> list[int]:
        """The dates of a point among which is one that leaves most of the window: what is left is made of straight
        lines, so it is greatest at an end of the point's range or where two lines meet, or a step beside it."""
        ends = {edge for world in self.worlds for edge in world.range(self.point)}
        slopes = {w.most[point][self.point] for w in self.worlds} | {-w.most[self.point][point] for w in self.worlds}
        meeting = {end - slope + step for end in ends for slope in slopes for step in (-1, 0, 1)}
        meeting |= {edge for world in self.worlds for edge in world.range(point)}
        ranges = [world.range(point) for world in self.worlds]
        return sorted(v for v in meeting if any(first <= v <= last for first, last in ranges))

    def _histories(self) -> Iterator[dict[Point, int]]:
        """Histories drawn from the worlds in turn: each point from what is left of its range, so none is rejected."""
        random = Random(0)
        for number in range(HISTORIES if self.worlds else 0):
            world = self.worlds[number % len(self.worlds)]
            left = {point: world.range(point) for point in world.points}
            history: dict[Point, int] = {}
            order = list(world.points)
            random.shuffle(order)
            for point in order:
                if self.base.limit.ended():
                    return
                history[point] = value = random.randint(*left[point])
                for other, (first, last) in left.items():
                    least, most = value - world.most[other][point], value + world.most[point][other]
                    left[other] = (max(first, least), min(last, most))
            yield history


def _said(base: Base, point: Point) -> str:
    """`the pact began`, `Stalin was finished`."""
    edge, id = edge_and_span(point)
    entry = next(e for e in base.chronology.entries if e.id == id)
    verbs = {
        "person": ("was born", "died"),
        "document": ("was begun", "was finished"),
    }.get(entry.kind, ("began", "ended"))
    return f"{entry.name} {verbs[edge == 'end']}"
