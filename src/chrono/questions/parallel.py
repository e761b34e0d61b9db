"""One question shared among processes: the same function on the same chronology, each process with its part.

Takes a function that a module holds, its chronology and options, and the parts; gives the answers in their order. An
interrupt reaches all processes once, wherever it was sent, and each answers with what it knows by then.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing import active_children, get_context
from typing import TypeVar

from chrono.core.limits import Limit
from chrono.model.chronology import Chronology
from chrono.questions.options import Options

Answer = TypeVar("Answer")
Part = tuple[str, ...]
Share = Callable[[Chronology, Part, Options], Answer]


def shared(share: Share[Answer], chronology: Chronology, parts: Sequence[Part], options: Options) -> list[Answer]:
    """What each process answers; `options` must have begun."""
    assert options.limit is not None
    # Started afresh, not forked: a solver that has been loaded does not survive being copied on every system.
    with ProcessPoolExecutor(len(parts), mp_context=get_context("spawn")) as pool:
        try:
            with _barred():
                answers = [pool.submit(_answer, share, chronology, part, options) for part in parts]
            _await(answers, options.limit)
        except KeyboardInterrupt:
            for process in active_children():
                process.kill()
            raise
        return [answer.result() for answer in answers]


def _await(answers: Sequence[Future[Answer]], limit: Limit) -> None:
    """Until all have answered; an interrupt is passed on, because it may have been meant for this process alone."""
    passed_on = False
    while wait(answers, timeout=0.1).not_done:
        if limit.interrupted and not passed_on and os.name == "posix":
            passed_on = True
            for process in active_children():
                if process.pid is not None:
                    os.kill(process.pid, signal.SIGINT)


def _answer(share: Share[Answer], chronology: Chronology, part: Part, options: Options) -> Answer:
    limit = options.limit
    assert limit is not None

    def interrupted(*_: object) -> None:
        # No more than this: a terminal interrupts every process, and the first process then does so again.
        limit.interrupted = True

    signal.signal(signal.SIGINT, interrupted)
    if os.name == "posix":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    return share(chronology, part, options)


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
