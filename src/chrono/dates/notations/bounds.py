"""Dates before and after others, by themselves, joined, and at the ends of a range.

Takes moments with their days, gives the days that their bounds leave; raises `DateError` where none are.
"""

from __future__ import annotations

from itertools import pairwise

from chrono.dates.notations.conventions import leaves_out
from chrono.dates.notations.expanding import Words
from chrono.dates.notations.moments import Moment, Phrase
from chrono.dates.runs import ALWAYS, Choice, DateError, Part, Run, merged, within

RANGES = frozenset(("to", "-", "x", "/"))
"""The links of a range, from the first to the last."""
Joined = tuple[tuple[Run, ...], tuple[Choice, ...], str, tuple[Part, ...], str]
"""Days, alternatives, precision, the dates joined, and a note."""


def of_bounds(phrase: Phrase, parts: tuple[Part, ...], words: Words) -> Joined:
    """`not before 1130, not after 1140`: all of it holds; `before 1130 or after 1140`: one of the two.

    `before 12 or 13 May` is before either, and `after 1123–1130` after that range or within it: both are kept.
    """
    moments = phrase.moments
    stretches = [
        (bounded(moment.bound, part, words),) if moment.bound else part.runs
        for moment, part in zip(moments, parts, strict=True)
    ]
    if set(phrase.links) & RANGES:
        runs = _bounded_range(moments, parts, stretches)
    elif all(moment.bound for moment in moments) and not set(phrase.links) <= {"or"}:
        runs = stretches[0]
        for each in stretches[1:]:
            runs = in_both(runs, each)
    else:
        if not moments[0].bound_behind and not any(moment.bound for moment in moments[1:]):
            stretches.extend((bounded(moments[0].bound, part, words),) for part in parts[1:])
        runs = merged(run for each in stretches for run in each)
        return runs, tuple(within(run) for run in runs), "set", parts, ""
    if not runs:
        last = moments[-1]
        raise DateError(
            "no day is within both bounds", last.start, max(1, last.end - last.start), "write the earlier one first",
            code="interval-reversed",
        )  # fmt: skip
    return runs, tuple(within(run) for run in runs), "interval", parts, ""


def _bounded_range(moments: list[Moment], parts: tuple[Part, ...], stretches: list[tuple[Run, ...]]) -> tuple[Run, ...]:
    """From the first to the last of a range with a bound at either end; nothing where it ends before it begins."""
    first, last = moments[0], moments[-1]
    begins, ends = stretches[0][0].first, stretches[-1][-1].last
    if last.bound_behind and last.bound in ("before", "not-after"):
        begins = None
    if first.bound in ("after", "not-before") and not last.bound:
        ends = None
    if first.bound and last.bound and begins is None and ends is None:
        return (ALWAYS,)
    if begins is not None and ends is not None and ends < begins:
        return ()
    known = [part.runs for part in parts if part.runs[0].first is not None and part.runs[-1].last is not None]
    for one, other in pairwise(known):
        if (other[-1].last or 0) < (one[0].first or 0):
            return ()
    return (Run(begins, ends),)


def in_both(one: tuple[Run, ...], other: tuple[Run, ...]) -> tuple[Run, ...]:
    """The days in both of two lists of stretches."""
    found = []
    for a in one:
        for b in other:
            first = a.first if b.first is None else b.first if a.first is None else max(a.first, b.first)
            last = a.last if b.last is None else b.last if a.last is None else min(a.last, b.last)
            if first is None or last is None or first <= last:
                found.append(Run(first, last))
    return merged(found) if found else ()


def bounded(word: str, part: Part, words: Words) -> Run:
    """The days before or after a date.

    A day is left out; of a year, month or anything longer it is left out only under a strict convention. Of an
    approximate one the farthest it can be counts, so that nothing is lost.
    """
    first, last = part.runs[0].first, part.runs[-1].last
    known = part.convention is None and len(part.runs) == 1
    leave = known and (part.precision == "day" or leaves_out(words.conventions))
    if word == "before":
        return Run(None, last if not leave else None if first is None else first - 1)
    if word == "after":
        return Run(first if not leave else None if last is None else last + 1, None)
    return Run(None, last) if word == "not-after" else Run(first, None)
