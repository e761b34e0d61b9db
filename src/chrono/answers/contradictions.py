"""Where evidence contradicts itself: clusters of conflicts, what is given up for each, and what hangs on that choice.

Values alone: nothing here solves or prints.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from chrono.answers.common import Asked, Repair, Shown
from chrono.answers.reasons import Premise, Reason
from chrono.core.diagnostics import Diagnostic
from chrono.engine.intervals import Window
from chrono.engine.outcomes import Status
from chrono.model.chronology import Verdict

Stands = Literal["", "firm", "steady", "cheap", "hangs", "unknown"]
"""Whether another repair would move a window or turn a verdict: none whatever (`firm`), none that gives up nothing more
certain (`steady`), none that gives up nothing more certain and no more by weight (`cheap`: of the others not all were
looked for), some that gives up nothing more certain (`hangs`), or not known; "" where nothing is given up."""


@dataclass(frozen=True, slots=True)
class OtherRepair:
    """What is given up in place of what the preferred repair gives up of one cluster; `--repair` takes the number."""

    number: int
    given_up: tuple[str, ...]
    premises: tuple[Premise, ...] = ()
    """What these say."""
    kept: tuple[str, ...] = ()
    """What the preferred repair gives up of other clusters, and this one need not."""
    dearer: bool = False
    """Whether it gives up something more certain than whatever the preferred one gives up of the cluster."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Conflicts that share members which may be given up, and what the preferred repair gives up of them.

    `known`: `others` have all smallest repairs that give up nothing more certain; otherwise there may be more. `cheap`:
    they have all of these that give up no more of it by weight. `whole`:
    with those of the other clusters of what is tied to this one, they are all smallest repairs there are.
    """

    given_up: tuple[str, ...]
    premises: tuple[Premise, ...]
    """What the members given up say."""
    conflicts: tuple[tuple[str, ...], ...]
    """By size, then by name; not always all that there are, but every one of them is a smallest."""
    reason: Reason | None
    """Why the first of them cannot all be true; None where a limit came before it."""
    others: tuple[OtherRepair, ...] = ()
    known: bool = True
    cheap: bool = True
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Culprit:
    """What stands in all conflicts that some things are given up for: perhaps it is wrong, and not they."""

    id: str
    stands_for: tuple[str, ...]
    """What the preferred repair gives up for conflicts in all of which it stands, as far as conflicts are told, and
    none before it does; itself, where it is given up."""
    premises: tuple[Premise, ...] = ()
    """What it says."""


@dataclass(frozen=True, slots=True)
class Under:
    """The windows of a span under another repair than the one that was taken, by its number."""

    repair: int
    start: Window
    end: Window


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict on a hypothesis under another repair than the one that was taken, by its number."""

    repair: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Answered(Shown):
    """An answer that is given even where the evidence contradicts itself: then of what a repair leaves."""

    asked: Asked
    status: Status
    conflicts: tuple[Reason, ...] = field(default=(), kw_only=True)
    repairs: tuple[Repair, ...] = field(default=(), kw_only=True)
    """The cheapest repairs, with what then follows."""
    clusters: tuple[Cluster, ...] = field(default=(), kw_only=True)
    """Conflicts that share members, and what is given up for each."""
    repaired: tuple[str, ...] = field(default=(), kw_only=True)
    """What is given up, so that the rest can be answered; nothing where it is not."""
    diagnostics: tuple[Diagnostic, ...] = field(default=(), kw_only=True)
