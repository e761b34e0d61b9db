"""Reasons: what a bound, a verdict or a contradiction rests on, and the argument from it, as values.

Takes and gives nothing but values; a `Premise` is one thing that somebody can check, an `Origin` what a constraint of
the engine was made from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chrono.core.diagnostics import NOWHERE, Place
from chrono.engine.formulas import Constraint, Point
from chrono.model.chronology import Certainty


@dataclass(frozen=True, slots=True)
class Premise:
    """One thing a constraint rests on: a piece of evidence or a rule, in words a reader can check."""

    id: str
    sentence: str
    place: Place = NOWHERE
    citation: str = ""
    certainty: Certainty | None = None
    """As written, or meant by default; None of what nobody graded, such as the convention by which a date is read."""
    settings: tuple[tuple[str, str], ...] = ()
    """The settings of rules that it changes, by name: `("delay", "10 days")`."""


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
class Step:
    """One step of an argument: how far it brings a point, by what, and in words.

    `at` counts steps of the unit and is None where the argument rests on no date of its own; a step that only compares
    two dates, such as the last one, is about no point.
    """

    words: str
    point: Point | None = None
    side: Literal["earliest", "latest"] | None = None
    at: int | None = None
    by: tuple[str, ...] = ()
    """The ids it rests on; () of what holds by itself, and of the denial of what is argued for."""


@dataclass(frozen=True, slots=True)
class Case:
    """One alternative of an either/or in an argument: what is supposed, and how the argument goes on from there."""

    of: str
    """The either/or, in words."""
    supposing: str
    chain: tuple[Step, ...] = ()
    cases: tuple[Case, ...] = ()

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps in words."""
        return tuple([step.words for step in self.chain])


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a bound or verdict holds: a set of ids that suffices and of which none can be spared."""

    ids: tuple[str, ...]
    premises: tuple[Premise, ...]
    """What each id says here, in the order of `ids`."""
    chain: tuple[Step, ...] = ()
    """The argument as a chain a reader can follow, where it is one."""
    cases: tuple[Case, ...] = ()
    """The argument case by case, where it rests on an either/or."""
    points: tuple[Point, ...] = ()
    """What the argument is about."""

    @property
    def in_short(self) -> str:
        """What it comes to in one line, of spans that lack room; empty of a chain of dates, which says it step by
        step."""
        told = bool(self.chain) and all(step.point is None for step in self.chain)
        return self.chain[-1].words if told else ""

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps of the chain in words."""
        return tuple([step.words for step in self.chain])
