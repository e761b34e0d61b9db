"""All smallest sets that suffice, and all smallest sets whose loss leaves nothing that does.

Takes items, the best first, what each costs to give up, and what argues from some of them (to refute, to contradict).
Gives the *lines* (smallest sufficient sets) and the *losses* (smallest sets that hit every line), the cheapest first
and of what costs the same by id. The two families determine each other: each is the other's minimal hitting sets, so
when every loss is known, so is every line (Reiter, Artificial Intelligence 32, 1987; Bailey & Stuckey, PADL 2005).
Never guesses: where a
limit comes first, what was found is given and `complete` is False.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from chrono.core.limits import LimitReached, Reached
from chrono.engine.cheapest_sets import CheapestSets, Cost, Steps, StepsSpent

Argue: TypeAlias = Callable[[Sequence[str]], Sequence[str] | None]
"""Of a sequence (best first) the preferred smallest part that suffices; None where the whole does not."""


@dataclass(frozen=True, slots=True)
class Caps:
    """How far the search goes before it says that it is not complete."""

    losses: int = 50
    steps: int = 50_000
    """Branches looked at on the way to what hits all known lines."""
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


def disjoint(items: Sequence[str], argue: Argue) -> list[tuple[str, ...]]:
    """Lines that share no item: the preferred one, then the preferred one of what is left, and so on."""
    found: list[tuple[str, ...]] = []
    left = list(items)
    while line := argue(left):
        found.append(tuple(sorted(line)))
        before, left = left, [item for item in left if item not in line]
        if len(left) == len(before):
            raise AssertionError("a line has none of the items of which it was asked")
    return found


def lines_and_losses(
    items: Sequence[str],
    argue: Argue,
    costs: Mapping[str, Cost],
    caps: Caps | None = None,
    heard: Callable[[int], None] = lambda losses: None,
) -> Lines:
    """Every line and every loss, or as many as the caps allow.

    The cheapest set that hits all known lines is looked for, then the next one, and the question is asked of what each
    leaves, which gives a further line where it is no loss (implicit hitting sets: Moreno-Centeno & Karp, Operations
    Research 61, 2013). A loss hits the known lines as well, and so does whatever makes it up, so that the next loss is
    not passed over. They come by their cost, and of those that cost the same by their ids; which ones a limit cuts off
    depends on nothing else.
    `heard` is told how many there are, again and again, and may raise `LimitReached`.
    """
    search = _Search(items, argue, costs, caps or Caps(), heard)
    try:
        complete = search.run()
    except LimitReached:
        complete = False
    except StepsSpent:
        complete, search.limit = False, "steps"
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
        self.steps = Steps(caps.steps, self.tell)
        self.cheapest = CheapestSets({item: costs[item] for item in items}, self.steps)
        self.lines: list[frozenset[str]] = []
        self.losses: list[frozenset[str]] = []
        self.barred: set[frozenset[str]] = set()
        """Sets that are none, as large as a loss may be."""
        self.limit: Reached | None = None

    def tell(self) -> None:
        self.heard(len(self.losses))

    def run(self) -> bool:
        """Whether the search came to its end."""
        size = self.caps.size
        self.tell()
        if size is None:
            # Of small losses it costs less to meet the lines on the way.
            self.lines += [frozenset(line) for line in disjoint(self.items, self.argue)]
        while True:
            refuted = self.round()
            if refuted is None:
                # What is not up for discussion suffices: no loss can help.
                self.lines = [frozenset()]
                return True
            if not refuted:
                return True
            if len(self.losses) > self.caps.losses:
                self.losses.pop()
                self.limit = "size"
                return False

    def round(self) -> bool | None:
        """Asks about one set after another that hits the known lines. Whether some are no losses or losses are left, so
        that it is not at the end; None where no loss can help."""
        place = 0
        for lost in self.cheapest.of(self.lines, self.caps.size):
            if lost in self.barred:
                continue
            if place == len(self.losses):
                line = self.asked(lost)
                if line is None:
                    self.losses.append(lost)
                    if len(self.losses) > self.caps.losses:
                        return True
                elif not line:
                    return None
                elif len(lost) == self.caps.size:
                    self.barred.add(lost)
                    continue
                else:
                    self.meet(lost, line)
                    return True
            place += 1
        return False

    def asked(self, lost: frozenset[str]) -> frozenset[str] | None:
        """A line that is left without these; None where it is a loss."""
        self.tell()
        line = self.argue([item for item in self.items if item not in lost])
        return None if line is None else frozenset(line)

    def meet(self, lost: frozenset[str], line: frozenset[str] | None) -> None:
        """Takes in a line that is left, and what is left where one of it is given up as well, and so on."""
        while line:
            self.lines.append(line)
            if self.caps.size is not None:
                return
            lost |= {min(line, key=lambda item: (self.costs[item], item))}
            line = self.asked(lost)
