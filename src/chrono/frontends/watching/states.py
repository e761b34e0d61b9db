"""The states of a chronology's files, one after another: what was read each time that something was saved.

Takes a folder, gives states with a number each. What is told of a state was read from files that were the same before
and after: half of a save is read again. A newer state is told of before it is read, so that whoever still answers about
an older one can give up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from chrono import loading
from chrono.core.diagnostics import Diagnostic
from chrono.frontends.watching.contents import Contents
from chrono.frontends.watching.folders import notices
from chrono.questions.session import Session

TRIES = 20
"""So many times files are read again that were written to meanwhile, before what was read is told."""
BREATH = 0.05
"""Seconds that a file with mistakes is given to become whole: some editors empty a file before they fill it."""


@dataclass(frozen=True, slots=True)
class State:
    """The files as they were at one time: a session, or every mistake in them."""

    number: int
    contents: str
    """A digest of the files, those that are no part of the chronology among them."""
    session: Session | None
    diagnostics: tuple[Diagnostic, ...]
    """The mistakes, or the warnings where there are none."""
    missing: bool = False
    """There is no chronology here, or nothing in it."""
    changed: tuple[str, ...] = ()
    """The files that are not as they were in the state before."""


def _nothing() -> None:
    pass


def states(
    folder: Path,
    overlays: tuple[Path, ...] = (),
    *,
    beside: tuple[Path, ...] = (),
    stop: Event,
    poll: float | None = None,
    newer: Callable[[], None] = _nothing,
) -> Iterator[State]:
    """The state of the files now, and another each time that they hold something else, until `stop` is set.

    `newer` is called when files have changed and are about to be read. The files `beside` are watched and not read.
    """
    contents, number, told = Contents(folder, (*overlays, *beside)), 0, ""
    changed: set[str] = set()
    contents.look()
    coming = notices(folder, stop, poll, always=any(not _below(folder, path) for path in contents.others))
    while True:
        if contents.digest != told:
            newer()
            loaded, told = _read(contents, overlays, changed, stop)
            number += 1
            session = None if loaded.chronology is None else Session(loaded.chronology, overlays, loaded.diagnostics)
            yield State(number, told, session, loaded.diagnostics, loaded.missing, tuple(sorted(changed)))
        if contents.digest == told:
            changed.clear()
            if next(coming, stop) is stop:
                return
            changed.update(contents.look())
        elif stop.is_set():
            return


def _read(contents: Contents, overlays: tuple[Path, ...], changed: set[str], stop: Event) -> tuple[loading.Loaded, str]:
    """What the files say when they are the same before and after they are read, and their digest; of files that are
    written to all the time that before the last reading, so that they are read again."""
    for _ in range(TRIES):
        digest = contents.digest
        loaded = loading.load(contents.folder, overlays)
        if loaded.chronology is None:
            stop.wait(BREATH)
        if not (meanwhile := contents.look()):
            break
        changed.update(meanwhile)
    return loaded, digest


def _below(folder: Path, path: Path) -> bool:
    return path.absolute().is_relative_to(folder.absolute())
