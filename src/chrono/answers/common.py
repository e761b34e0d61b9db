"""What several answers have in common: what was asked, how the evidence was weighed, windows, repairs.

Numbers are whole steps of the chronology's unit (Julian Day Numbers, months, astronomical years); `None` is an open
bound. Values alone: nothing here solves or prints.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, Self

from chrono.answers.reasons import Premise
from chrono.core.diagnostics import NOWHERE, Diagnostic, Place, in_order
from chrono.core.limits import Limit, Reached
from chrono.dates import Scale, Unit
from chrono.engine.intervals import Window
from chrono.model.chronology import Certainty

if TYPE_CHECKING:
    from chrono.answers.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as a whole, which can be shown: as a document, and in a notebook.

    What makes documents and HTML stands above the answers and is loaded by its name when it is asked for, so that an
    answer costs nothing that is not used.
    """

    limits: tuple[Reached, ...] = field(default=(), kw_only=True, compare=False)
    """Which limits may have kept something of it back."""

    def document(self) -> dict[str, Any]:
        """The JSON document of this answer, as its command prints it with `--format json`."""
        found: dict[str, Any] = import_module("chrono.documents").encode(self)
        return found

    def within(self, limit: Limit) -> Self:
        """The answer, telling as well which limits were reached by the time it was there."""
        return replace(self, limits=limit.reached)

    def asking(self, **named: Any) -> Self:
        """The answer, telling as well what was named in the question (fields of `Asked`)."""
        return replace(self, asked=replace(self.asked, **named))  # type: ignore[attr-defined, call-arg]

    def _repr_html_(self) -> str:
        found: str = import_module("chrono.reports").render(self, "html")
        return found

    def noting(self, diagnostics: Iterable[Diagnostic]) -> Self:
        """This answer with diagnostics about the files it was given for, sorted, each once."""
        return replace(self, diagnostics=in_order((*self.diagnostics, *diagnostics)))  # type: ignore[attr-defined, call-arg]


@dataclass(frozen=True, slots=True)
class SetAside:
    """Evidence that was not used, or did not achieve what it was meant to, and why.

    `weak`: below the certainty admitted; `defeated` or `undecided`: attacked by `by`; `fails`: its own attack on `by`
    is weaker than what it attacks.
    """

    id: str
    why: Literal["weak", "defeated", "undecided", "fails"]
    by: tuple[str, ...]
    sentence: str
    place: Place
    about: frozenset[str] = field(default=frozenset(), compare=False)
    """The ids in what it says and holds, entries and some more; no document tells them."""


@dataclass(frozen=True, slots=True)
class Undercut:
    """A rule that would have applied, and the evidence that says it does not; or evidence too weak to say so."""

    rule: str
    premises: tuple[str, ...]
    by: tuple[str, ...]
    sentence: str
    held: bool
    """True where the undercutter prevailed, False where it was too weak."""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What is left open and could change an answer: a dormant condition, evidence whose standing is undecided."""

    sentence: str
    ids: tuple[str, ...]
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Weighing:
    """How the evidence was weighed before solving: what counted for how much, what fell, what is open."""

    set_aside: tuple[SetAside, ...] = ()
    undercut: tuple[Undercut, ...] = ()
    open_questions: tuple[OpenQuestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """The question as put: what the answer rests on besides the files."""

    chronology: str
    unit: Unit
    calendar: str
    inputs: str
    admitted: Certainty
    declared_admitted: Certainty
    """What the files themselves admit."""
    laid_over: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()
    events: int = 0
    evidence: int = 0
    changed: tuple[str, ...] = ()
    """The fields that the files laid over change, as `jehoram.reckoning`."""
    idle: tuple[str, ...] = ()
    """The files laid over that change nothing of what was asked."""
    ids: tuple[str, ...] = ()
    """What was named: spans, hypotheses, or none for all that the question is about by default."""
    edges: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    """Of spans that are explained."""
    thresholds: tuple[str, ...] = ()
    """The settings whose thresholds were asked for."""
    windows: bool = False
    """Of a span that is explained the windows alone were asked for, beside the arguments."""
    preferred: bool = False
    """The preferred argument alone was asked for."""
    sensitivity: bool = False
    rivals: tuple[str, ...] = ()
    """The files that are each laid over by itself."""
    repair: int = 0
    """Of contradictory evidence the repair under which it is answered, where it is not the preferred one."""
    strict: bool = False
    """Contradictory evidence is answered with the contradictions alone."""
    drawn: Wanted | None = None
    """What a timeline was asked to draw, where it is not the plain one."""

    @property
    def scale(self) -> Scale:
        """What a step is, and the calendar that dates are said in."""
        return Scale(self.unit, self.calendar)


@dataclass(frozen=True, slots=True)
class Standing:
    """A span's window under some supposition, without its reasons."""

    id: str
    kind: str
    name: str
    start: Window
    end: Window


@dataclass(frozen=True, slots=True)
class Repair:
    """A smallest set that, given up, leaves the rest consistent; and the windows that then follow."""

    given_up: tuple[str, ...]
    premises: tuple[Premise, ...]
    windows: tuple[Standing, ...] = ()
    weight: int = 0
    """Of what is given up, summed."""
