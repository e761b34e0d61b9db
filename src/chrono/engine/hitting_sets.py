"""All smallest sets that suffice, and all smallest sets whose loss leaves nothing that does.

Takes items, the best first, what each costs to give up, and what argues from some of them (to refute, to contradict).
Gives the *lines* (smallest sufficient sets) and the *losses* (smallest sets that hit every line), the
cheapest first. The two families determine each other: each is the other's minimal hitting sets, so when every loss is
known, so is every line (Reiter, Artificial Intelligence 32, 1987; Bailey & Stuckey, PADL 2005). Never guesses: where a
limit comes first, what was found is given and `complete` is False.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TypeAlias

from chrono.core.limits import LimitReached, Reached
from chrono.engine.quickxplain import preferred

Cost: TypeAlias = tuple[int, ...]
"""Compared part by part, the first weighing more than all the others; added part by part."""

Suffices: TypeAlias = Callable[[Sequence[str]], bool]
Argue: TypeAlias = Callable[[Sequence[str]], Sequence[str] | None]
"""Of a sequence (best first) the preferred smallest part that suffices; None where the whole does not."""


@dataclass(frozen=True, slots=True)
class Caps:
    """How far the search goes before it says that it is not complete."""

    losses: int = 50
    steps: int = 20_000
    """Sets looked at, each with at most one question and one line made minimal."""
    size: int | None = None
    """How many members a loss may have that is looked for (default: any number): the search is complete without the
    others."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Smallest sufficient sets (each sorted; the family by size, then by name) and smallest losses (cheapest first)."""

    lines: tuple[tuple[str, ...], ...]
    losses: tuple[tuple[str, ...], ...]
    complete: bool
    limit: Reached | None = None
    """Which of the caps kept it from being complete; None where none did."""


def graded(ranks: Mapping[str, int], items: Iterable[str], weights: Mapping[str, int] | None = None) -> dict[str, Cost]:
    """What each item costs: certainty is an order, not a measure, so that no number of doubtful things outweighs one
    that is more certain. Within a certainty the weights are summed (1 where none is given), and of what weighs the same
    the fewest go."""
    levels = sorted(set(ranks.values()), reverse=True)
    weighed = weights or {}
    return {item: (*(weighed.get(item, 1) * (ranks[item] == level) for level in levels), 1) for item in items}


def asking(suffices: Suffices) -> Argue:
    """Argues by a question whether some items suffice."""
    return lambda items: preferred(items, suffices) if suffices(items) else None


def disjoint(items: Sequence[str], argue: Argue) -> list[tuple[str, ...]]:
    """Lines that share no item: the preferred one, then the preferred one of what is left, and so on."""
    found: list[tuple[str, ...]] = []
    left = list(items)
    while line := argue(left):
        found.append(tuple(sorted(line)))
        left = [item for item in left if item not in line]
    return found


def lines_and_losses(
    items: Sequence[str],
    argue: Argue,
    costs: Mapping[str, Cost],
    caps: Caps | None = None,
    heard: Callable[[int], None] = lambda losses: None,
) -> Lines:
    """Every line and every loss, or as many as the caps allow: best-first over Reiter's tree of hitting sets.

    A set of the tree is extended by the members of a line it does not hit; where it hits all known lines, the question
    is asked of what it leaves. The estimate of what is still to be given up (the cheapest member of each of a few
    disjoint lines not hit yet) never exceeds the truth, so losses come out in the order of their cost and none that
    contains another comes out at all. `heard` is told how many there are, again and again, and may raise
    `LimitReached`.
    """
    search = _Search(items, argue, costs, caps or Caps(), heard)
    try:
        complete = search.run()
    except LimitReached:
        complete = False
    lines = sorted((tuple(sorted(line)) for line in search.lines), key=lambda line: (len(line), line))
    losses = tuple(tuple(sorted(loss)) for loss in search.losses)
    return Lines(tuple(lines), losses, complete, None if complete else search.limit)


class _Search:
    def __init__(
        self,
        items: Sequence[str],
        argue: Argue,
        costs: Mapping[str, Cost],
        caps: Caps,
        heard: Callable[[int], None],
    ) -> None:
        self.items, self.argue, self.costs, self.caps, self.heard = items, argue, costs, caps, heard
        self.zero: Cost = (0,) * len(next(iter(costs.values()), ()))
        self.lines: list[frozenset[str]] = []
        self.losses: list[frozenset[str]] = []
        self.limit: Reached | None = None

    def run(self) -> bool:
        """Whether the search came to its end."""
        size = self.caps.size
        if size is None:
            # Of small losses it costs less to meet the lines on the way.
            self.lines += [frozenset(line) for line in disjoint(self.items, self.argue)]
        queue: list[tuple[Cost, int, tuple[str, ...]]] = [(self.zero, 0, ())]
        seen: set[tuple[str, ...]] = {()}
        for _ in range(self.caps.steps):
            self.heard(len(self.losses))
            if not queue:
                return True
            expected, _, given_up = heappop(queue)
            lost = frozenset(given_up)
            if any(loss <= lost for loss in self.losses):
                continue
            now = self.estimate(lost)
            if now > expected:  # lines found since have made it dearer
                heappush(queue, (now, -len(given_up), given_up))
                continue
            line = next((line for line in self.lines if lost.isdisjoint(line)), None)
            if line is None:
                found = self.argue([item for item in self.items if item not in lost])
                if found is None:
                    self.losses.append(lost)
                    if len(self.losses) >= self.caps.losses:
                        self.limit = "size"
                        return all(any(loss <= frozenset(rest) for loss in self.losses) for _, _, rest in queue)
                    continue
                if not found:
                    # What is not up for discussion suffices: no loss can help.
                    self.lines = [frozenset()]
                    return True
                line = frozenset(found)
                if len(lost) == size:
                    continue
                self.lines.append(line)
            for item in sorted(line) if len(lost) != size else ():
                further = tuple(sorted((*given_up, item)))
                if further not in seen:
                    seen.add(further)
                    heappush(queue, (self.estimate(frozenset(further)), -len(further), further))
        self.limit = "steps"
        return not queue

    def estimate(self, lost: Collection[str]) -> Cost:
        """What is given up, and at least what hitting the rest must cost."""
        total = self.zero
        for item in lost:
            total = _plus(total, self.costs[item])
        met: set[str] = set(lost)
        for line in self.lines:
            if met.isdisjoint(line):
                total = _plus(total, min(self.costs[item] for item in line))
                met |= line
        return total


def _plus(a: Cost, b: Cost) -> Cost:
    return tuple(x + y for x, y in zip(a, b, strict=True))
