"""Processes of this machine that answer parts of one question.

Takes a base and parts, gives the answers of each part. Each process encodes the evidence once and keeps it from part to
part. An interrupt reaches all processes once, wherever it was sent, and each answers with what it knows by then.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from typing import Any

from chrono.core.limits import Limit
from chrono.model.chronology import Chronology
from chrono.questions.base import Base
from chrono.questions.options import Options
from chrono.questions.sharing import Ask, Others, Told, told


class Processes(Others):
    """So many processes, each with the evidence of a base."""

    broken = (BrokenExecutor,)

    def __init__(self, base: Base, number: int) -> None:
        super().__init__(base, number)
        self._passed_on = False
        # Started afresh, not forked: a solver that has been loaded does not survive being copied on every system.
        self._pool = ProcessPoolExecutor(
            number, mp_context=get_context("spawn"), initializer=_ready, initargs=(base.whole, base.given)
        )

    def submitted(self, ask: Ask, part: Sequence[Any], given: Any) -> Future[Told] | None:
        """A part handed over; None where a process has died, since none takes any more then."""
        try:
            with _barred():
                return self._pool.submit(_answer, ask, part, given)
        except BrokenExecutor:
            return None

    def given_up(self, waiting: Sequence[Future[Told]]) -> Sequence[Future[Told]]:
        """None, as each process looks at the clock itself, unless one comes too late. An interrupt is passed on, once,
        as it may have been meant for this process alone."""
        if self.limit.interrupted and not self._passed_on and os.name == "posix":
            self._passed_on = True
            for process in self._running():
                if process.pid is not None:
                    os.kill(process.pid, signal.SIGINT)
        return waiting if self.limit.overdue() else ()

    def close(self, *, at_once: bool) -> None:
        """Ends the processes, where it has to be at once whatever they are doing."""
        for process in self._running() if at_once or self.limit.overdue() else ():
            process.kill()
        self._pool.shutdown()

    def _running(self) -> Sequence[BaseProcess]:
        return [process for process in (self._pool._processes or {}).values() if process.is_alive()]


# -- in each process

_given: tuple[Chronology, Options] | None = None
_base: Base | None = None


def _ready(chronology: Chronology, options: Options) -> None:
    """Takes what this process is to be asked about; it is encoded with the first part."""
    global _given
    limit = options.limit
    assert limit is not None
    _given = chronology, options
    _interrupted_once(limit)


def _interrupted_once(limit: Limit) -> None:
    def interrupted(*_: object) -> None:
        # No more than this: a terminal interrupts every process, and the first process then does so again.
        limit.interrupted = True

    signal.signal(signal.SIGINT, interrupted)
    if os.name == "posix":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _answer(ask: Ask, part: Sequence[Any], given: Any) -> Told:
    global _base
    if _base is None:
        assert _given is not None
        _base = Base(*_given)
    return told(_base, ask, part, given)


@contextmanager
def _barred() -> Iterator[None]:
    """With interrupts put off: processes that start meanwhile put them off until they are ready for one."""
    if os.name != "posix":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
