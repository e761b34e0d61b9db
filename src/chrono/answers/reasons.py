"""Reasons: what a bound, a verdict or a contradiction rests on, and the argument from it, as values.

Takes and gives nothing but values; a `Premise` is one thing that somebody can check, an `Origin` what a constraint of
the engine was made from.
"""

from __future__ import annotations

from dataclasses import dataclass

from chrono.core.diagnostics import NOWHERE, Place
from chrono.engine.formulas import Constraint, Point


@dataclass(frozen=True, slots=True)
class Premise:
    """One thing a constraint rests on: a piece of evidence or a rule, in words a reader can check."""

    id: str
    sentence: str
    place: Place = NOWHERE
    citation: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a constraint was made from, for those who argue about it; the engine carries it along unread."""

    premises: tuple[Premise, ...] = ()
    sentence: str = ""
    """The conclusion in words, e.g. `end(manuscript) <= known(pact) + delay`."""


def origin_of(constraint: Constraint) -> Origin:
    """What a constraint was made from; of one made without evidence nothing."""
    return constraint.origin if isinstance(constraint.origin, Origin) else _NOTHING


_NOTHING = Origin()


@dataclass(frozen=True, slots=True)
class Case:
    """One alternative of an either/or in an argument: what is supposed, and how the argument goes on from there."""

    of: str
    """The either/or, in words."""
    supposing: str
    steps: tuple[str, ...] = ()
    cases: tuple[Case, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a bound or verdict holds: a set of ids that suffices and of which none can be spared."""

    ids: tuple[str, ...]
    premises: tuple[Premise, ...]
    """What each id says here, in the order of `ids`."""
    steps: tuple[str, ...] = ()
    """The argument as a chain a reader can follow, where it is one."""
    cases: tuple[Case, ...] = ()
    """The argument case by case, where it rests on an either/or."""
    points: tuple[Point, ...] = ()
    """What the argument is about."""
