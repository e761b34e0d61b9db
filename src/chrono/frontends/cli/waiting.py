"""A question asked while somebody waits: how far it is, and Ctrl-C, which ends the wait and keeps what is known.

Ctrl-C is a limit reached early: the command prints what is known by then and exits with 130; a second one ends it at
once, and so does the first where nothing can be known yet. An answer given when the time was up is never printed as one
that was given in time: it says so, and ends with 3 unless it is known to be wrong.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click

from chrono.frontends.cli.output import page
from chrono.frontends.cli.program import INTERRUPTED, LIMIT, USAGE, WRONG
from chrono.frontends.cli.reading import refuse

if TYPE_CHECKING:
    from chrono.core.diagnostics import Diagnostic
    from chrono.core.limits import Limit
    from chrono.frontends.cli.options import Common

T = TypeVar("T")

NOTE = (
    "what is shown as known was proven by then; the rest is left out or said not to be known, and bounds shown for it "
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
    from chrono.questions.options import Unanswerable

    try:
        with common.progress.line(), interruptible(common.limit):
            answer = question()
            common.limit.answered()
            return answer
    except Unanswerable as refusal:
        refuse(refusal.diagnostics, common, schema, WRONG if refusal.invalid else USAGE)


def note(common: Common) -> str:
    """That the answer was cut short, and what of it holds; "" where it was not."""
    if not common.limit.cut:
        return ""
    return f"{'interrupted' if common.limit.interrupted else 'the time was up'}: {NOTE}"


def noted(warnings: Iterable[Diagnostic], common: Common) -> tuple[Diagnostic, ...]:
    """The warnings about the files and, where an answer was cut short, that it was."""
    from chrono.core.diagnostics import Diagnostic

    code = "interrupted" if common.limit.interrupted else "time-up"
    return (*warnings, *([Diagnostic(code, said, severity="warning")] if (said := note(common)) else []))


def closed(text: str, common: Common) -> str:
    """A screen, with a last paragraph where the answer was cut short."""
    if not (said := note(common)):
        return text
    from chrono.reports.text.screen import say

    return text + page().print(["", say(said, "yellow")])


def end(code: int, common: Common) -> NoReturn:
    """Ends the command with what became of its question."""
    if common.limit.cut:
        code = INTERRUPTED if common.limit.interrupted else code or LIMIT
    raise click.exceptions.Exit(code)
