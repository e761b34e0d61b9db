"""`chrono suggest`: which unknown date or order, if it were known, would cut a window most.

For each, what is left in the worst case is exact: the answer that helps least. The average is over histories drawn
point after point from what is left of each range, with a fixed seed, so that it is the same every time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING, Literal

from chrono.answers.suggest import Suggestion, Suggestions
from chrono.answers.windows import SpanWindows
from chrono.core.limits import LimitReached
from chrono.core.points import EDGES, edge_and_span, end_of, is_order, point_of, span_of, start_of
from chrono.engine.formulas import Constraint, Linear, Network, Point, at_least, at_most, linears, points_of
from chrono.engine.intervals import Window, size, union
from chrono.engine.outcomes import Distance
from chrono.engine.relevance import Bearing
from chrono.engine.worlds import Range, World, settled, worlds
from chrono.model.chronology import Chronology, Entry
from chrono.questions.base import Base
from chrono.questions.choice import each, span
from chrono.questions.conflicts import first_repairs
from chrono.questions.options import AS_WRITTEN, Options
from chrono.questions.proven import proven_window
from chrono.questions.session import Session, opened
from chrono.questions.windows import taking

if TYPE_CHECKING:
    from chrono.questions.repaired import Repaired

MOST_WORLDS = 32
HISTORIES = 64
MOST_REPAIRS = 16
"""Of more repairs that could change a suggestion it is not known whether they do."""
MOST_PAIRS = 200_000
"""Beyond so many questions about order only dates are looked at."""

Answers = list[list[Range]]
"""For each answer to a question the ranges left, one for each world that allows the answer."""


def _bearing_on(point: Point, network: Network) -> tuple[Network, dict[Point, int]]:
    """So much of a network as is tied to a point by what is not known: what is fixed ties nothing. Places in an order
    are left out: they bound no date, and would be so many open questions. Besides, the points that are fixed."""
    points = tuple(point for point in network.points if not is_order(point))
    kept = tuple(c for c in network.constraints if not any(is_order(point) for point in points_of(c.formula)))
    open_, fixed = settled(replace(network, points=points, constraints=kept))
    return Bearing(open_).around([point], frozenset(open_.ranks), len(points)) or open_, fixed


def suggest(
    of: Chronology | Session,
    id: str,
    options: Options = AS_WRITTEN,
    edge: Literal["start", "end"] = "end",
    most: int = 10,
    repair: int | None = 1,
) -> Suggestions:
    """What would settle when a span ended (or began), of contradictory evidence as for `infer`; raises `Unanswerable`
    for an unknown id."""
    with opened(of, options) as session:
        found = _told(session.base(options, each([id])), id, edge, most, repair)
    return found.asking(ids=(id,), edges=(edge,), **taking(repair))


def _told(base: Base, id: str, edge: Literal["start", "end"], most: int, repair: int | None) -> Suggestions:
    if base.consistency != "inconsistent" or repair is None:
        return _suggested(base, id, edge, most)
    from chrono.questions import repaired  # what only a contradiction needs

    entry, found = span(base.chronology, id), repaired.repaired(base, repair)
    if found is None:
        return _suggested(base, id, edge, most)
    answer = replace(_suggested(found.left, id, edge, most), asked=base.asked)
    return repaired.answered(base, _firm(found, entry, answer), found, (entry,))


def _firm(found: Repaired, entry: Entry, answer: Suggestions) -> Suggestions:
    """The answer with how its window stands, and which suggestions would help whatever is given up."""
    from chrono.questions.clusters import without

    if answer.window is None:
        return answer
    start, end = (proven_window(found.left, Distance(edge(entry.id))) for edge in (start_of, end_of))
    (told,) = found.told((SpanWindows(entry.id, entry.kind, entry.name, (), start, end),))
    useless: dict[tuple[Point, ...], list[int]] = {s.points: [] for s in answer.suggestions}
    reaching = found.reaching((point_of(answer.edge, entry.id),)) if useless else []
    unknown = len(reaching) > MOST_REPAIRS
    for number, given_up in [] if unknown else reaching:
        try:
            helping = _helping(without(found.base, given_up), entry.id, answer.edge, useless)
        except LimitReached:
            helping = None
        unknown = unknown or helping is None
        for points, numbers in useless.items():
            if helping is not None and points not in helping:
                numbers.append(number)
    suggestions = tuple(
        replace(s, stands=found.standing(s.points, useless[s.points], unproven=unknown), under=tuple(useless[s.points]))
        for s in answer.suggestions
    )
    return replace(answer, suggestions=suggestions, stands=told.stands, under=told.under)


def _helping(
    base: Base, id: str, edge: Literal["start", "end"], wanted: Collection[tuple[Point, ...]]
) -> set[tuple[Point, ...]] | None:
    """Those of some dates and orders an answer to which would shorten the window; None where that is not known."""
    point = point_of(edge, id)
    if base.consistency != "consistent" or not (window := proven_window(base, Distance(point))).proven:
        return None
    if window.least is not None and window.least == window.most:
        return set()
    if (horizon := _horizon(base, window)) is None:
        return None
    question, exact = _question(base, point, window, horizon)
    found = {points for points in wanted if question.helps(points)}
    return found if exact and not base.limit.ended() else None


def _suggested(base: Base, id: str, edge: Literal["start", "end"], most: int) -> Suggestions:
    entry = span(base.chronology, id)
    status, conflicts = base.status()
    point = point_of(edge, id)
    window = proven_window(base, Distance(point)) if status == "consistent" else None
    if window is None or not window.proven:
        status = "unknown" if status == "consistent" else status
        repairs = first_repairs(base, conflicts, (entry,))
        return Suggestions(
            base.asked, status, id, entry.kind, edge, None, 0, (), 0, False, None, conflicts=conflicts, repairs=repairs
        )
    if window.least is not None and window.least == window.most:
        return Suggestions(base.asked, status, id, entry.kind, edge, window, 1, (), 0, True, None)
    is_open = window.least is None or window.most is None
    horizon = _horizon(base, window)
    if horizon is None:
        return Suggestions(base.asked, status, id, entry.kind, edge, window, 0, (), 0, True, None)
    question, suggestions, exact = None, list[Suggestion](), False
    try:
        question, exact = _question(base, point, window, horizon)
        suggestions = list(question.suggestions())
    except LimitReached:
        pass
    if base.limit.ended():
        status = "unknown"
    suggestions = _unlike(sorted(suggestions, key=lambda s: (-s.average, -s.certain, s.points)))
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


def _question(base: Base, point: Point, window: Window, horizon: Range) -> tuple[_Question, bool]:
    """The question in all worlds, and whether they are all there are; raises `LimitReached`."""
    base.limit.tell("ways the evidence can be read")
    is_open = window.least is None or window.most is None
    counted = [at_least(point, horizon[0]), at_most(point, horizon[1])] if is_open else []
    network = replace(base.network, constraints=(*base.network.constraints, *map(Constraint, counted)))
    bearing, fixed = _bearing_on(point, network)
    found, exact = worlds(bearing, _reach(base, horizon), MOST_WORLDS, base.limit.ended)
    exact = exact and _counts_all(window, horizon, [world.range(point) for world in found])
    return _Question(base, point, found, fixed), exact


def _unlike(found: Iterable[Suggestion]) -> list[Suggestion]:
    """The suggestions, and of orders of one point and several others that would gain the same only the first."""
    kept: list[Suggestion] = []
    told: set[tuple[Point, int, int]] = set()
    for suggestion in found:
        keys = {(point, suggestion.certain, suggestion.average) for point in suggestion.points}
        if len(suggestion.points) == 1 or not keys & told:
            kept.append(suggestion)
            told |= keys if len(suggestion.points) > 1 else set()
    return kept


def _horizon(base: Base, window: Window) -> Range | None:
    """From the earliest to the latest date that the evidence names, or that ends the window, with as much again on
    either side; None where there is no date to count from."""
    bounds = [bound for constraint in base.network.constraints for bound in linears(constraint.formula)]
    dates = [bound.most if bound.plus else -bound.most for bound in bounds if _named(bound) == 1]
    dates += [end for end in window.hull if end is not None]
    if not dates:
        return None
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

    def __init__(self, base: Base, point: Point, found: Sequence[World], fixed: Mapping[Point, int]) -> None:
        self.base, self.point, self.worlds, self.fixed = base, point, found, fixed
        self.whole = size([world.range(point) for world in found])
        for world in found:
            world.close(point)
        self.histories: list[dict[Point, int]] = []

    def suggestions(self) -> Iterator[Suggestion]:
        """Everything unknown that would certainly, or on average, cut the window; once a limit is reached, no more."""
        cutting = self._cutting()
        for point in cutting:
            for world in self.worlds:
                if self.base.limit.ended():
                    return
                world.close(point)
        self.histories = list(self._histories([self.point, *cutting]))
        if self.base.limit.ended():
            return
        for point, certain in cutting.items():
            left = [size(self._dated(point, history[point])) for history in self.histories]
            yield from self._suggestion((point,), f"when {_said(self.base, point)}", certain, left)
        yield from self._against_what_is_fixed()
        yield from self._orders(cutting)

    def helps(self, points: tuple[Point, ...]) -> bool:
        """Whether some date of one point, or either order of two, would cut the window."""
        there = {point for world in self.worlds for point in world.points}
        for point in there.intersection(points):
            for world in self.worlds:
                world.close(point)
        if len(points) == 1:
            (point,) = points
            if point not in there or not self._open(point):
                return False
            return min(size(self._dated(point, value)) for value in self._critical(point)) < self.whole
        one, other = points
        dated = [point for point in points if point in self.fixed]
        if dated == [other] and one == self.point:
            sizes = _halved([world.range(one) for world in self.worlds], self.fixed[other])
        elif dated == [one] and other == self.point:
            sizes = _halved([world.range(other) for world in self.worlds], self.fixed[one] - 1)
        elif {one, other} <= there:
            sizes = size(self._sided(one, other, 0)), size(self._sided(other, one, 1))
        else:
            return False
        return all(sizes) and min(sizes) < self.whole

    def _against_what_is_fixed(self) -> Iterator[Suggestion]:
        """The order with what is dated already that would gain most: one, as each date is as good as its neighbours."""
        best: tuple[int, int, bool] | None = None
        ranges = [world.range(self.point) for world in self.worlds]
        for value in {*self.fixed.values()}:
            for after in (False, True):
                sizes = _halved(ranges, value - after)
                if all(sizes):
                    best = min(best or (self.whole, 0, False), (max(sizes), value, after))
        if best is None:
            return
        _, value, after = best
        sizes = _halved(ranges, value - after)
        left = [sizes[history[self.point] > value - after] for history in self.histories]
        pair = (self.point, min(point for point, at in self.fixed.items() if at == value))
        one, other = pair[::-1] if after else pair
        words = f"whether {_said(self.base, one)} no later than {_said(self.base, other)}"
        yield from self._suggestion((one, other), words, self.whole - max(sizes), left)

    def _orders(self, cutting: Collection[Point]) -> Iterator[Suggestion]:
        """Orders of two points whose dates would cut the window. Against anything else that may be as old an order
        would as well, and nobody would know why to look for just that."""
        tied = sorted([self.point, *cutting])
        if len(tied) ** 2 * len(self.worlds) > MOST_PAIRS:
            return
        self.base.limit.tell("orders")
        for one, other in combinations(tied, 2):
            if span_of(one) == span_of(other):
                continue
            if self.base.limit.ended():
                return
            sides = [self._sided(one, other, 0), self._sided(other, one, 1)]
            if all(sides) and min(sizes := [size(ranges) for ranges in sides]) < self.whole:
                left = [sizes[history[one] > history[other]] for history in self.histories]
                words = f"whether {_said(self.base, one)} no later than {_said(self.base, other)}"
                yield from self._suggestion((one, other), words, self.whole - max(sizes), left)

    def _suggestion(
        self, points: tuple[Point, ...], words: str, certain: int, left: Sequence[int]
    ) -> Iterator[Suggestion]:
        average = self.whole - sum(left) // len(left) if left else 0
        if certain > 0 or average > 0:
            yield Suggestion(words, points, certain, average)

    def _cutting(self) -> dict[Point, int]:
        """The points that are open and of which some date would cut the window, with what the worst date leaves cut;
        none that is a fixed time from the point itself, and of those that are a fixed time from each other one, since
        to know it is to know all."""
        cutting: dict[Point, int] = {}
        groups: dict[tuple[tuple[int, ...], ...], list[Point]] = {}
        for point in self.base.limit.counted("dates", self.worlds[0].points if self.worlds else ()):
            if self.base.limit.ended():
                break
            if point == self.point or edge_and_span(point)[0] not in EDGES or not self._open(point):
                continue
            # Most cut nothing, which the distances of the one point tell: those of others cost a search each.
            sizes = [size(self._dated(point, value)) for value in self._critical(point)]
            if min(sizes) >= self.whole or self._rigid(self.point, point):
                continue
            # What is a fixed time away has the same distances from and to the point, less that time.
            key = tuple(
                (w.most(self.point, point) + w.most(point, self.point), w.range(point)[1] - w.range(point)[0])
                for w in self.worlds
            )
            alike = groups.setdefault(key, [])
            if not any(self._rigid(one, point) for one in alike):
                alike.append(point)
                cutting[point] = self.whole - max(sizes)
        return cutting

    def _open(self, point: Point) -> bool:
        ranges = {world.range(point) for world in self.worlds}
        return len(ranges) > 1 or any(first < last for first, last in ranges)

    def _rigid(self, one: Point, other: Point) -> bool:
        """Whether two points are apart by the same in every history."""
        return len({(w.most(one, other), -w.most(other, one)) for w in self.worlds}) == 1 and all(
            w.most(one, other) == -w.most(other, one) for w in self.worlds
        )

    def _dated(self, point: Point, value: int) -> list[Range]:
        return [left for w in self.worlds if (left := w.at(self.point, point, value)) is not None]

    def _sided(self, one: Point, other: Point, least: int) -> list[Range]:
        return [left for w in self.worlds if (left := w.ordered(self.point, one, other, least)) is not None]

    def _critical(self, point: Point) -> list[int]:
        """The dates of a point among which are those that leave most and least of the window: what is left is made of
        straight lines, so it is greatest and smallest at an end of the point's range or where two lines meet, or a step
        beside it."""
        ends = {edge for world in self.worlds for edge in world.range(self.point)}
        slopes = {w.most(point, self.point) for w in self.worlds} | {-w.most(self.point, point) for w in self.worlds}
        meeting = {end - slope + step for end in ends for slope in slopes for step in (-1, 0, 1)}
        meeting |= {edge for world in self.worlds for edge in world.range(point)}
        ranges = [world.range(point) for world in self.worlds]
        return sorted(v for v in meeting if any(first <= v <= last for first, last in ranges))

    def _histories(self, points: Sequence[Point]) -> Iterator[dict[Point, int]]:
        """Histories of some points drawn from the worlds in turn: each point from what is left of its range, so that
        none is rejected."""
        random = Random(0)
        for number in range(HISTORIES if self.worlds else 0):
            world = self.worlds[number % len(self.worlds)]
            history: dict[Point, int] = {}
            order = [*points]
            random.shuffle(order)
            for point in order:
                if self.base.limit.ended():
                    return
                history[point] = random.randint(*_left(world, point, history))
            yield history


def _halved(ranges: Sequence[Range], last: int) -> tuple[int, int]:
    """How many values lie up to a last one, and how many beyond it."""
    up_to = [(first, min(end, last)) for first, end in ranges if first <= last]
    beyond = [(max(first, last + 1), end) for first, end in ranges if end > last]
    return size(up_to), size(beyond)


def _left(world: World, point: Point, history: Mapping[Point, int]) -> Range:
    """What values that were drawn already leave of a point's range."""
    first, last = world.range(point)
    for other, value in history.items():
        first = max(first, value - world.most(point, other))
        last = min(last, value + world.most(other, point))
    return first, last


def _said(base: Base, point: Point) -> str:
    """`the pact began`, `Stalin was finished`."""
    edge, id = edge_and_span(point)
    entry = next(e for e in base.chronology.entries if e.id == id)
    verbs = {
        "person": ("was born", "died"),
        "document": ("was begun", "was finished"),
    }.get(entry.kind, ("began", "ended"))
    return f"{entry.name} {verbs[edge == 'end']}"
