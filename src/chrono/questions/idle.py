"""Which of the files laid over change nothing of what was asked.

Takes a base and what it was asked, gives the files without which the same is told. Where a limit keeps that from being
known no file is named; neither is one without which the others have mistakes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from chrono.answers.common import Asked
from chrono.arguments import judgement
from chrono.core.limits import LimitReached
from chrono.core.points import end_of, start_of
from chrono.engine.intervals import Window
from chrono.engine.outcomes import Distance
from chrono.questions.base import Base
from chrono.questions.options import Unanswerable, named
from chrono.questions.proven import proven_window

Told = TypeVar("Told", bound=Hashable)


def idle(base: Base, told: Callable[[Base], Told]) -> tuple[Path, ...]:
    """The files laid over, in their order, without any one of which `told` is the same."""
    overlays = base.given.overlays
    found: list[Path] = []
    try:
        mine = told(base) if overlays else None
        for path in overlays:
            rest = tuple(other for other in overlays if other != path)
            try:
                without = base.varied(base.given.laying(rest), base.laid_over(rest))
            except Unanswerable:
                continue
            if told(without) == mine:
                found.append(path)
    except LimitReached:
        return ()
    return tuple(found)


def noted(base: Base, told: Callable[[Base], Told]) -> Asked:
    """What was asked, with the names of those files."""
    return replace(base.asked, idle=tuple(named(base.whole, path) for path in idle(base, told)))


def windows(ids: Iterable[str]) -> Callable[[Base], Hashable]:
    """What is told of spans: their windows at every level of certainty that is admitted."""
    asked = tuple(ids)

    def told(base: Base) -> Hashable:
        if (status := base.status()[0]) != "consistent":
            return _known(status)
        there = {e.id for e in base.chronology.entries}
        levels = [base.solver.binding(base.network.at_least(level)) for level in base.levels]
        points = [Distance(point) for id in asked if id in there for point in (start_of(id), end_of(id))]
        return tuple(_proven(proven_window(base, point, ids)) for point in points for ids in levels)

    return told


def verdicts(ids: Iterable[str]) -> Callable[[Base], Hashable]:
    """What is told of hypotheses."""
    asked = frozenset(ids)

    def told(base: Base) -> Hashable:
        if (status := base.status()[0]) != "consistent":
            return _known(status)
        claims = {h.id: base.claim(h.claim.claim) for h in base.chronology.hypotheses if h.id in asked}
        return tuple((id, _known(judgement.verdict(base.solver, *claim))) for id, claim in sorted(claims.items()))

    return told


def _known(word: str) -> str:
    if word == "unknown":
        raise LimitReached
    return word


def _proven(window: Window) -> Window:
    if not window.proven:
        raise LimitReached
    return window
