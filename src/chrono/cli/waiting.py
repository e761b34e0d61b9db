"""A question asked while somebody waits: how far it is, and Ctrl-C, which ends the wait and keeps what is known.

Ctrl-C is a limit reached early: the command prints what is known by then and exits with 130; a second one ends it at
once, and so does the first where nothing can be known yet.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click

from chrono.cli.output import page
from chrono.cli.program import INTERRUPTED, USAGE, WRONG
from chrono.cli.reading import refuse

if TYPE_CHECKING:
    from chrono.cli.options import Common
    from chrono.diagnostics import Diagnostic
    from chrono.limits import Limit

T = TypeVar("T")

NOTE = (
    "interrupted: what is shown as known was proven by then; the rest is said not to be known, and bounds shown for it "
    "hold but may be narrower in fact"
)


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
    from chrono import project

    try:
        with common.progress.line(), interruptible(common.limit):
            return question()
    except project.Unanswerable as refusal:
        refuse(refusal.diagnostics, common, schema, WRONG if refusal.invalid else USAGE)


def noted(warnings: Iterable[Diagnostic], common: Common) -> tuple[Diagnostic, ...]:
    """The warnings about the files and, where an answer was interrupted, that it was."""
    from chrono.diagnostics import Diagnostic

    interrupted = [Diagnostic("interrupted", NOTE, severity="warning")] if common.limit.interrupted else []
    return (*warnings, *interrupted)


def closed(text: str, common: Common) -> str:
    """A screen, with a last paragraph where the answer was interrupted."""
    if not common.limit.interrupted:
        return text
    from chrono.reporting.screen import say

    return text + page().print(["", say(NOTE, "yellow")])


def end(code: int, common: Common) -> NoReturn:
    """Ends the command with what became of its question."""
    raise click.exceptions.Exit(INTERRUPTED if common.limit.interrupted else code)
