"""What an export takes and gives: choices, the bytes of one file, what it could not hold, and what was asked for it.

Values and the wording of what was asked; nothing here writes a format.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from chrono.answers.common import Asked
from chrono.answers.material import Material
from chrono.core.diagnostics import NOWHERE, Diagnostic, Place
from chrono.core.version import __version__
from chrono.exchange.imported import Foreign

Edges = Literal["start", "end", "both"]


@dataclass(frozen=True, slots=True)
class Choices:
    """What whoever exports chooses."""

    edge: Edges = "end"
    """Which side of a span is its date, in a format that has one date for each."""
    model: bool = False
    """The inferences as they bind, in place of the windows that follow from them."""
    reasons: bool = False
    """Why each bound is where it is, in a format that has words for it and does not tell it anyhow."""
    orders: bool = False
    """Which spans came before which, in a format that may leave that out."""
    onto: Foreign | None = None
    """The file that what is known is written into."""
    outer: tuple[int | None, int | None] = (None, None)
    """First and last day (JDN) that stand for open bounds, in a format that has none."""


@dataclass(frozen=True, slots=True)
class Exported:
    """One file, and what could not be carried into it."""

    content: bytes
    losses: tuple[Diagnostic, ...] = ()
    said: str = ""
    """What was done to a file that what is known was written into."""

    @property
    def loses_dates(self) -> bool:
        """Whether something that bears on dates was lost."""
        return any(loss.severity == "warning" for loss in self.losses)


class Inexpressible(ValueError):
    """Nothing can be written in the format: `diagnostics` says why."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        self.diagnostics = diagnostics
        super().__init__("; ".join(d.message for d in diagnostics))


def lost(message: str, place: Place = NOWHERE, *, bears: bool, help: str = "") -> Diagnostic:
    """That something is not in the file; a warning where it `bears` on dates."""
    return Diagnostic("not-carried", message, place, help, severity="warning" if bears else "note")


def asked_in_words(material: Material) -> Iterator[str]:
    """What the windows rest on besides the files, a line each: for the head of a file."""
    asked = material.asked
    yield f"{asked.chronology or 'A chronology'}, written by chrono {__version__}"
    yield f"files: sha256:{asked.inputs}"
    yield from changes_in_words(asked)
    if asked.calendar != "gregorian":
        yield f"calendar: {asked.calendar}"


def changes_in_words(asked: Asked) -> Iterator[str]:
    """What was asked otherwise than the files say, a line each; none where it is all as written."""
    if asked.admitted != asked.declared_admitted:
        yield f"only evidence at least {asked.admitted}"
    if asked.laid_over:
        yield f"laid over: {', '.join(asked.laid_over)}"
    if asked.without:
        yield f"without: {', '.join(asked.without)}"
    if asked.settings:
        yield f"set: {', '.join(f'{name} = {value}' for name, value in asked.settings)}"
