"""How much each bound and verdict can lose: the fewest, and the lightest, that must go for it not to hold.

Counted at three grains, because six silences are six single inferences and yet one rule, applied on the word of one
reader. Of single inferences those that are certain stay; what no loss overturns is said to be so.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from chrono.answers.sensitivity import Lost, Robustness, Subject
from chrono.arguments.grains import Grain
from chrono.engine.cheapest_sets import Cost
from chrono.engine.hitting_sets import Caps
from chrono.model.chronology import Certainty
from chrono.questions.base import Base
from chrono.questions.grains import asked_at
from chrono.questions.remainders import Denied, Remainders

FIRST = Caps(losses=1, steps=5000)
GRAINS: dict[str, Grain] = {"inferences": "inference", "rules": "rule", "sources": "source"}
"""What is counted, and the grain at which it is."""


def robust(base: Base, denied: Sequence[tuple[Subject, Denied]]) -> Iterator[Robustness]:
    """What each bound or verdict, given with its denial, can lose."""
    asked, unknown = at_grains(base), Lost(None, None, None)
    for subject, denial in denied:
        if base.limit.ended():
            yield Robustness(subject, unknown, unknown, unknown, False)
            continue
        certain = asked["inference"].explainer.network.at_least(Certainty.CERTAIN)
        found = {grain: _lost(rest, denial, certain if grain == "inference" else ()) for grain, rest in asked.items()}
        known = all(known for _, known in found.values())
        yield Robustness(subject, found["inference"][0], found["rule"][0], found["source"][0], known)


def at_grains(base: Base) -> dict[Grain, Remainders]:
    """What is left without this or that, at each grain."""
    return {grain: Remainders(base, grain) for grain in GRAINS.values()}


def _lost(rest: Remainders, denied: Denied, given: Collection[str]) -> tuple[Lost, bool]:
    """What must go, of the least certain among equals; and whether it is known."""
    explainer = rest.explainer
    weights = explainer.network.weights
    fewest, known = _cheapest(rest, denied, given, lambda id, by: (1, *by))
    if fewest is None:
        return Lost(None, None, None), known
    lightest = fewest
    if any(id in weights for id in explainer.network.ids):
        found, weighed = _cheapest(rest, denied, given, lambda id, by: (rest.standing(id)[1], 1, *by))
        if found is None or not weighed:
            return Lost(fewest, None, None), False
        lightest = found
    return Lost(fewest, lightest, sum(rest.standing(id)[1] for id in lightest)), known


def _cheapest(
    rest: Remainders, denied: Denied, given: Collection[str], cost: Callable[[str, Cost], Cost]
) -> tuple[tuple[str, ...] | None, bool]:
    explainer = rest.explainer
    if explainer.solver.limit.ended():
        return None, False
    if not rest.plain:
        losses, complete = rest.losses(denied, FIRST, cost)
        return (losses[0], True) if losses else (None, complete)
    denial = asked_at(rest.base, rest.grain, denied(rest.base))
    found = explainer.lines(denial, given, FIRST, cost)
    if not found.losses:
        return None, found.complete
    if not explainer.overturns(found.losses[0], denial):
        return None, False
    return found.losses[0], True
