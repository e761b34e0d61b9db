"""The states of the files as a server keeps them: the one there is now, and the last that could be read.

Takes a folder, follows it in a thread of its own, gives states by number and a limit for each question. One question is
answered at a time. A save ends the questions that are being answered about what stood before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock, RLock, Thread

from chrono import loading
from chrono.core.diagnostics import Diagnostic
from chrono.core.limits import Limit
from chrono.frontends.watching.states import State, states
from chrono.questions.options import Unanswerable

WAITING = 4
"""So many questions wait for another one; any more are refused."""
PATIENCE = 30
"""Seconds that a question waits for the files to be read for the first time."""


class Gone(Exception):
    """The state that a question is about is there no longer."""


class Crowded(Exception):
    """Too many questions wait already."""


class Waited(Limit):
    """The limit of a question, which a save or its asker's leaving ends; it never raises for that."""

    def __init__(self, seconds: float | None = None) -> None:
        super().__init__(seconds, keeps=True)

    def interrupt(self) -> None:
        """Ends the question."""
        self.interrupted = True


class Kept:
    """What is known of the files of one folder."""

    def __init__(self, folder: Path, beside: tuple[Path, ...] = (), poll: float | None = None) -> None:
        self.folder, self.beside, self.poll = folder, beside, poll
        self.current: State | None = None
        self.good: State | None = None
        """The last state that could be read: the current one where that can."""
        self.reading = True
        self.tell: Callable[[], None] = lambda: None
        """Called whenever any of these changes, from the thread that follows the files."""
        self._read = Event()
        """Whether the files have been read once."""
        self._stop, self._questions, self._guard = Event(), RLock(), Lock()
        self._running: dict[Limit, int] = {}
        self._laid: dict[tuple[int, tuple[Path, ...]], loading.Loaded] = {}
        self._thread = Thread(target=self._follow, daemon=True)

    def start(self) -> None:
        """Begins to follow the files."""
        self._thread.start()

    def stop(self) -> None:
        """Ends that, and every question."""
        self._stop.set()
        self._read.set()
        self._interrupt()

    def _follow(self) -> None:
        following = states(self.folder, beside=self.beside, stop=self._stop, poll=self.poll, newer=self._newer)
        for state in following:
            with self._guard:
                self.current = state
                if state.session is not None:
                    self.good = state
                self.reading = False
                self._laid.clear()
            self._read.set()
            self.tell()

    def _newer(self) -> None:
        self.reading = True
        self._interrupt()
        self.tell()

    def _interrupt(self) -> None:
        with self._guard:
            for limit in self._running:
                limit.interrupt()

    def state(self, number: int | None = None) -> State:
        """The state of a number, by default the one there is now; raises `Gone` where it is kept no longer."""
        self._read.wait(PATIENCE)
        with self._guard:
            for state in (self.current, self.good):
                if state is not None and number in (None, state.number):
                    return state
        raise Gone

    @contextmanager
    def asking(self, state: State, limit: Limit) -> Iterator[None]:
        """A question about a state, when those before it are answered; raises `Crowded` and `Gone`."""
        with self._guard:
            if len(self._running) > WAITING:
                raise Crowded
            self._running[limit] = state.number
        try:
            with self._questions:
                self.state(state.number)
                yield
        finally:
            with self._guard:
                self._running.pop(limit, None)

    def laid_over(self, state: State, overlays: tuple[Path, ...]) -> tuple[Diagnostic, ...]:
        """The warnings of a state with files laid over it, which its session then knows; raises `Unanswerable`."""
        assert state.session is not None, "what has mistakes has no session"
        if not overlays:
            return state.diagnostics
        key = state.number, overlays
        if key not in self._laid:
            self._laid[key] = loading.load(self.folder, overlays)
        loaded = self._laid[key]
        if loaded.chronology is None:
            raise Unanswerable(loaded.diagnostics, invalid=True)
        state.session.keep(overlays, loaded.chronology)
        return loaded.diagnostics
