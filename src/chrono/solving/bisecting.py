"""Bounds of a distance where not every constraint is a difference, as where one duration is set against another.

Takes a network told to Z3 with a model at hand, gives the hull of a distance under the alternatives the model chooses,
its two ends found by bisection. Every value between is taken as possible: parity could make a gap that this does not
look for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from chrono.constraints import Network, linears
from chrono.results import Interval
from chrono.solving.answers import Answer, Distance
from chrono.solving.terms import Terms


def hull(
    network: Network,
    terms: Terms,
    distance: Distance,
    accepted: frozenset[str],
    limits: Interval,
    check: Callable[[Sequence[Any]], Answer],
) -> Interval | None:
    """Least and most of the distance, within `limits`, which the differences alone give; None where a limit was
    reached.

    `check` asks the terms for a history under more terms.
    """
    term = terms.distance(distance)
    at = terms.value(term)
    fixed = terms.choices(accepted)
    ends = [_extreme(network, terms, term, sign, at, limit, fixed, check) for sign, limit in zip((-1, 1), limits)]  # noqa: B905
    least, most = ends
    return None if isinstance(least, str) or isinstance(most, str) else (least, most)


def _extreme(
    network: Network,
    terms: Terms,
    term: Any,
    sign: int,
    attained: int,
    limit: int | None,
    fixed: Sequence[Any],
    check: Callable[[Sequence[Any]], Answer],
) -> int | str | None:
    """The furthest value in a direction: an int, None where it is open, "unknown" where a limit was reached.

    No finite bound of such a system lies beyond the sum of all weights, doubled for each bound that is no difference
    (each is a sum of two, so Cramer's determinants at most double).
    """
    if limit is None:
        bounds = [b for c in network.constraints for b in linears(c.formula)]
        odd = sum(not b.is_difference for b in bounds)
        horizon = (sum(abs(b.most) for b in bounds) + 1) * 2 ** (odd + 1)
        answer = check([*fixed, sign * term >= horizon])
        if answer is not Answer.NO:
            return None if answer is Answer.YES else "unknown"
        limit = sign * horizon
    low, high = sign * attained, sign * limit  # attained and not yet excluded, counted in the direction of search
    while low < high:
        middle = (low + high + 1) // 2
        answer = check([*fixed, sign * term >= middle])
        if answer is Answer.UNKNOWN:
            return "unknown"
        if answer is Answer.YES:
            low = sign * terms.value(term)
        else:
            high = middle - 1
    return sign * low
