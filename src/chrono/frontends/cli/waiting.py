"""A question asked while somebody waits: how far it is, and Ctrl-C, which ends the wait and keeps what is known.

Ctrl-C is a limit reached early: the command prints what is known by then and exits with 130; a second one ends it at
once, and so does the first where nothing can be known yet. An answer given when the time was up is never printed as one
that was given in time: it says so, and ends with 3 unless it is known to be wrong.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from chrono.core.limits import LimitReached
from chrono.frontends.cli.showing import refuse, unread
from chrono.frontends.exit_codes import USAGE, WRONG

if TYPE_CHECKING:
    from chrono.core.limits import Limit
    from chrono.frontends.cli.options import Common

T = TypeVar("T")


@contextmanager
def interruptible(limit: Limit) -> Iterator[None]:
    """With Ctrl-C given to the limit; where somebody else has taken it over, or bars it, it stays with them."""
    ours = threading.current_thread() is threading.main_thread()
    if not ours or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, lambda *_: limit.interrupt())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def ask(question: Callable[[], T], common: Common, schema: str) -> T:
    """The answer to a question, with what is known of it where it is interrupted; ends the command where it cannot be
    asked."""
    from chrono.answers.common import Shown
    from chrono.questions.options import Unanswerable

    try:
        with common.progress.line(), interruptible(common.limit):
            answer = question()
            common.limit.answered()
            return answer.within(common.limit) if isinstance(answer, Shown) else answer
    except LimitReached:
        unread(common, schema)
    except Unanswerable as refusal:
        refuse(refusal.diagnostics, common, schema, WRONG if refusal.invalid else USAGE)
