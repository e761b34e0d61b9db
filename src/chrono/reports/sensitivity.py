"""What rests on what, in words: the rows and sentences that screens, notebooks and pages lay out.

Takes a `Sensitivity`, gives rows of words: what moves if one thing is left out, and the fewest that must go for each
answer to fall. Lays nothing out.
"""

from __future__ import annotations

from collections.abc import Iterator

from chrono.answers.sensitivity import Leaving, Lost, Robustness, Sensitivity, Subject
from chrono.dates import Scale
from chrono.reports import words

MOVES = "What moves if one thing is left out, the most first"
LOSSES = "The fewest that must go for it not to hold"
GRAINS = ("inferences", "rules", "sources")


def moves(found: Sensitivity, scale: Scale) -> list[tuple[str, str, str]]:
    """What is left out, what then moves, and to where; the first is "" where it is that of the row above."""
    return [row for one in found.leaving for row in _leaving(one, scale)]


def moves_notes(found: Sensitivity) -> Iterator[tuple[str, bool]]:
    """What must be said below the moves, each with whether a limit is why."""
    rest = found.tried - len(found.leaving)
    if not found.leaving_known:
        yield "a limit was reached: what is not told of here may move something as well", True
    elif rest > 0:
        which = "any other of" if found.leaving else "each of"
        yield f"{which} {words.plural(found.tried, 'thing')} left out by itself moves nothing", False


def losses(found: Sensitivity, scale: Scale) -> list[tuple[str, str, str, str]]:
    """Each bound or verdict, with how many inferences, rules and sources must go; not where nothing is known of it."""
    return [row for one in found.robustness if set((row := _counts(one, scale))[1:]) != {"?"}]


def losses_notes(found: Sensitivity, rows: list[tuple[str, str, str, str]]) -> Iterator[tuple[str, bool]]:
    """What must be said below these rows of losses, each with whether a limit is why."""
    cells = {cell for row in rows for cell in row[1:]}
    if any("weighing" in cell for cell in cells):
        yield "weighing: the least that must go in all, where that is not the number", False
    if "–" in cells:
        yield "–: no loss of these alone overturns it (what is certain stays)", False
    if "?" in cells:
        yield "?: a limit was reached before this was known", True
    if rest := len(found.robustness) - len(rows):
        what = "what must go for any of them" if not rows else f"that of {rest} more"
        yield f"a limit was reached before {what} was known", True


def _leaving(one: Leaving, scale: Scale) -> list[tuple[str, str, str]]:
    if one.contradiction:
        return [(words.named(one.id), "the rest then contradicts itself", "")]
    told: dict[tuple[str, str, str], list[str]] = {}
    for was, now in one.moved:
        if was.edge is None:
            told[f"{was.id} {was.verdict}", f"→ {now.verdict}", ""] = []
        else:
            then = words.earliest(now.at, scale) if now.side == "earliest" else words.latest(now.at, scale)
            verbs = told.setdefault((was.id, _limit(was, scale), f"→ {then}"), [])
            verbs.insert(0 if was.edge == "start" else len(verbs), _verb(was))
    rows = []
    for number, ((id, limit, then), verbs) in enumerate(told.items()):
        name = words.named(one.id) if number == 0 else ""
        rows.append((name, f"{id} {words.listed(verbs)} {limit}", then) if verbs else (name, id, limit))
    return rows


def _limit(subject: Subject, scale: Scale) -> str:
    said = words.not_earlier if subject.side == "earliest" else words.not_later
    return said(subject.at, scale)


def _verb(subject: Subject) -> str:
    start, end = words.points(subject.kind)
    return start if subject.edge == "start" else end


def _counts(one: Robustness, scale: Scale) -> tuple[str, str, str, str]:
    subject = one.subject
    said = str(subject.verdict) if subject.edge is None else f"{_verb(subject)} {_limit(subject, scale)}"
    unknown = "–" if one.known else "?"
    inferences, rules, sources = (_lost(lost) or unknown for lost in (one.inferences, one.rules, one.sources))
    return f"{subject.id} {said}", inferences, rules, sources


def _lost(lost: Lost) -> str:
    """How many must go; and where that is another number, how much they weigh at least."""
    if lost.fewest is None:
        return ""
    number = len(lost.fewest)
    return f"{number}" if lost.weight == number else f"{number}, weighing {lost.weight}"
