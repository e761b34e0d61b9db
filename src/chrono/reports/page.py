"""The page an answer is set on: how wide it is, whether it takes colour, and how places are named there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chrono.core.diagnostics import Place

if TYPE_CHECKING:
    from rich.console import RenderableType


SECTIONS = ("timeline", "spans", "hypotheses", "rivals", "sensitivity", "set-aside", "sources", "rules")
"""The sections of a report that can be left out; what cannot all be true and how to check the page always stand."""


def as_written(place: Place) -> Place:
    """A place as the files name it."""
    return place


@dataclass(frozen=True, slots=True)
class Page:
    """How an answer is set: the width in columns, whether there is colour, whether only what is not as expected is
    told (`quiet`), whether it has no characters but those of ASCII (`plain`), how many pixels wide a picture is, what
    turns the place of a file into one that the reader of the page knows (`at`), which sections a report
    has, whether all is shown that a screen would cut short (`everything`), and whether lines wider than the page would
    be broken there (`bounded`), as in a terminal."""

    width: int = 100
    colour: bool = False
    quiet: bool = False
    plain: bool = False
    pixels: int = 1120
    at: Callable[[Place], Place] = as_written
    sections: tuple[str, ...] = SECTIONS
    everything: bool = False
    bounded: bool = False

    def print(self, blocks: Iterable[RenderableType]) -> str:
        """The text of blocks, one below the other."""
        from chrono.reports.text.screen import printed  # the library that measures columns takes its time to load

        return printed(blocks, self.width, colour=self.colour)
