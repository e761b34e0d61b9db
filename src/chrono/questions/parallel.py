"""Processes that answer parts of one question, beside the process that asks.

Takes a base and parts, gives the answers of each part. Each process encodes the evidence once and keeps it from part to
part. Whoever asks works as well: it takes from the end what nobody has begun, and what a process that has died left
undone. An interrupt reaches all processes once, wherever it was sent, and each answers with what it knows by then.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from typing import Any

from chrono.core.limits import Limit, Reached
from chrono.model.chronology import Chronology
from chrono.questions.base import Base
from chrono.questions.options import Options

Ask = Callable[[Base, Sequence[Any], Any], Iterable[Any]]
AHEAD = 2
"""Parts that are handed to a process at once, so that it need not wait for the next."""
Told = tuple[list[Any], set[Reached]]
"""The answers of one part, and why searches for them gave up."""


class Processes:
    """So many processes, each with the evidence of a base."""

    def __init__(self, base: Base, number: int) -> None:
        self.base, self._ahead, self._passed_on = base, AHEAD * number, False
        # Started afresh, not forked: a solver that has been loaded does not survive being copied on every system.
        self._pool = ProcessPoolExecutor(
            number, mp_context=get_context("spawn"), initializer=_ready, initargs=(base.whole, base.given)
        )

    def share(
        self,
        ask: Ask,
        parts: Sequence[Sequence[Any]],
        given: Any,
        numbers: Iterable[int],
        own: Callable[[int], None],
        take: Callable[[int, list[Any]], None],
    ) -> None:
        """Has the parts of these numbers answered and `take` their answers; `own` does one in this process."""
        left = deque(numbers)
        waiting: dict[Future[Told], int] = {}
        while left or waiting:
            while left and len(waiting) < self._ahead and self._submitted(ask, parts, given, left[0], waiting):
                left.popleft()
            if left:
                own(left.pop())
            self._pass_on()
            for future in wait(waiting, timeout=0 if left else 0.1, return_when="FIRST_COMPLETED").done:
                number = waiting.pop(future)
                try:
                    answers, noted = future.result()
                except BrokenExecutor:
                    own(number)
                    continue
                self.base.limit.noted |= noted
                take(number, answers)

    def _submitted(
        self,
        ask: Ask,
        parts: Sequence[Sequence[Any]],
        given: Any,
        number: int,
        waiting: dict[Future[Told], int],
    ) -> bool:
        """Whether a process will take a part; it goes into `waiting` then. None does where one has died."""
        try:
            with _barred():
                waiting[self._pool.submit(_answer, ask, parts[number], given)] = number
        except BrokenExecutor:
            return False
        return True

    def _pass_on(self) -> None:
        """Passes an interrupt on, once, because it may have been meant for this process alone."""
        if not self.base.limit.interrupted or self._passed_on or os.name != "posix":
            return
        self._passed_on = True
        for process in self._running():
            if process.pid is not None:
                os.kill(process.pid, signal.SIGINT)

    def close(self, *, at_once: bool) -> None:
        """Ends the processes, where it has to be at once whatever they are doing."""
        for process in self._running() if at_once else ():
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
    return [*ask(_base, part, given)], {*_base.limit.noted}


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
