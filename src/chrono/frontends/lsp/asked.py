"""The questions that an editor has answered without anybody asking: windows of all spans, what the entries alone would
give, verdicts.

Each takes a session and options, as every question does, and is put once for a state of the texts.
"""

from __future__ import annotations

from dataclasses import replace

from chrono import questions
from chrono.answers.check import Check
from chrono.answers.windows import Windows
from chrono.questions.options import Options
from chrono.questions.session import Session

EVERY = ("*",)


def standing(session: Session, options: Options) -> Windows:
    """Whether the evidence can all be true, how it was weighed, and the windows of documents."""
    return questions.windows.windows(session, (), options)


def windows(session: Session, options: Options) -> Windows:
    """The windows of every span."""
    return questions.windows.windows(session, EVERY, options)


def stated(session: Session, options: Options) -> Windows:
    """The windows of every span by nothing but the dates and durations that stand on the entries themselves."""
    whole = session.chronology
    entries = tuple(replace(entry, authors=(), parts=(), exhaustive=False, compare=()) for entry in whole.entries)
    bare = replace(whole, entries=entries, sequences=(), evidence=(), rules=(), hypotheses=(), chances=None)
    return questions.windows.windows(bare, EVERY, options)


def verdicts(session: Session, options: Options) -> Check:
    """Every hypothesis against what is expected of it."""
    return questions.check.check(session, (), options)
