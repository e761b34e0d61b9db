"""What is asked and answered: yes, no or unknown, never a bool."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal

from chrono.engine.formulas import Point
from chrono.engine.shortest_paths import ORIGIN

Status = Literal["consistent", "inconsistent", "unknown"]
"""Whether evidence can all be true."""


class Answer(Enum):
    """What is known of a question: yes, no, or that a limit was reached."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class FailedCheck(Exception):
    """Two independent ways to one answer disagree: the answer must not be printed."""


@dataclass(frozen=True, slots=True)
class Distance:
    """What a window is asked of: how far `of` lies after `after`; ORIGIN stands for the zero of the calendar."""

    of: Point
    after: Point = ORIGIN


class Unsettled(Exception):
    """A search could not tell within its steps; something else may."""
