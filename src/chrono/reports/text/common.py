"""What every screen shares: the headline, what was asked, premises with their places, how evidence was weighed.

Takes parts of results, gives blocks for a page. Never prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType

from chrono.answers.common import Asked, SetAside, Shown, Undercut, Weighing
from chrono.answers.reasons import Premise, Reason
from chrono.core.diagnostics import Place
from chrono.reports import words
from chrono.reports.page import Page
from chrono.reports.text.repairs import repairs
from chrono.reports.text.screen import GAP, cells, head, measured, say

if TYPE_CHECKING:
    from chrono.answers.check import Check
    from chrono.answers.difference import Difference
    from chrono.answers.infer import Inference
    from chrono.answers.suggest import Suggestions
    from chrono.answers.vary import Runs
    from chrono.answers.windows import Windows

Row = tuple[str, str, str, str]
"""An id, what it says, where it stands, how certain it is."""

MOST_CHANGED = 8
"""So many changed fields are listed; the others are counted."""
FEW = 5
"""An answer about so many spans tells what bears on them, where there is too much to tell it all."""
MOST_ASIDE = 20
"""A screen shows so many pieces that were set aside, rules that were undercut and open questions each."""
MOST_CONTRADICTIONS = 10
"""So many smallest conflicts are told in full where they are not what was asked for."""
ROOM = 28
"""A sentence with less room than this reads better below its id than beside it."""


def title(asked: Asked, status: str, page: Page) -> list[RenderableType]:
    """The chronology's title with its size and whether it is consistent."""
    size = f"{words.plural(asked.events, 'event')} · {words.pieces(asked.evidence)} · {status}"
    return head(asked.chronology or "A chronology without a title", size, page.width)


def asked(question: Asked) -> list[RenderableType]:
    """What the answer rests on besides the files, where it is anything."""
    said = [f"laid over {', '.join(question.laid_over)}"] if question.laid_over else []
    said += [_changed(question.changed)] if question.changed else []
    said += [f"left out {', '.join(question.without)}"] if question.without else []
    said += [f"set {', '.join(f'{name} = {value}' for name, value in question.settings)}"] if question.settings else []
    said += [f"only {question.admitted} evidence and better"] if question.admitted > question.declared_admitted else []
    said += [f"{question.admitted} evidence as well"] if question.admitted < question.declared_admitted else []
    told = [say("Asked with: " + "; ".join(said), "italic")] if said else []
    return [*told, *idle(question)]


def idle(question: Asked) -> list[RenderableType]:
    """The files laid over that change nothing of what was asked, one a line."""
    return [say(f"{file} changes nothing of what was asked", "yellow") for file in question.idle]


def _changed(fields: Sequence[str]) -> str:
    more = f" and {words.plural(len(fields) - MOST_CHANGED, 'more field')}" if len(fields) > MOST_CHANGED else ""
    return f"changed {', '.join(fields[:MOST_CHANGED])}{more}"


def premises(reasons: Sequence[Reason], *, sources: bool = False) -> list[list[Row]]:
    """The rows of each reason: id, sentence, place, certainty; with `sources` the citation below the sentence."""
    return [[_row(premise, sources) for premise in reason.premises] for reason in reasons]


def _row(premise: Premise, sources: bool) -> Row:
    sentence = premise.sentence
    if premise.settings:
        sentence += f" (with {', '.join(f'{name} = {value}' for name, value in premise.settings)})"
    if sources and premise.citation:
        sentence += f"\n{premise.citation}"
    return (words.named(premise.id), sentence, str(premise.place), str(premise.certainty or ""))


def placed(groups: Sequence[Sequence[Row]], page: Page, indent: int = 4) -> list[list[RenderableType]]:
    """Tables of rows, all with the same columns; below each other where a sentence would have too little room."""
    widths = _widths([row for group in groups for row in group], page.width - indent)
    if not widths:
        return [[block for row in group for block in _stacked(row, indent)] for group in groups]
    styles = ("cyan", "", "dim", "dim")
    return [
        [measured([row[: len(widths)] for row in group], widths, indent=indent, styles=styles)] if group else []
        for group in groups
    ]


def _widths(rows: Sequence[Row], room: int) -> list[int]:
    """The widths of the columns, empty ones at the end left off; none where the sentence is left too little room."""
    natural = [max((cells(row[number]) for row in rows), default=0) for number in range(4)]
    while natural and not natural[-1]:
        natural.pop()
    widths = [min(width, room // 3) for width in natural]
    if len(widths) > 1:
        widths[1] = min(natural[1], room - sum(widths) + widths[1] - GAP * (len(widths) - 1))
        if widths[1] < min(natural[1], ROOM):
            return []
    return widths


def _stacked(row: Row, indent: int) -> Iterable[RenderableType]:
    id, sentence, place, certainty = row
    remark = ", ".join(word for word in (place, certainty) if word)
    yield say(id, "cyan", indent)
    yield say(sentence, indent=indent + 2)
    if remark:
        yield say(remark, "dim", indent + 2)


def contradiction(
    answer: Inference | Windows | Check | Difference | Suggestions | Runs, page: Page
) -> Iterable[RenderableType]:
    """A smallest set of evidence that cannot all be true, and what would have to go."""
    from chrono.answers.difference import Difference  # only where there is a contradiction to show

    scale = answer.scale if isinstance(answer, Difference) else answer.asked.scale
    told = answer.conflicts if page.everything else answer.conflicts[:MOST_CONTRADICTIONS]
    for table, reason in zip(placed(premises(told), page, 2), told, strict=True):
        yield from ("", say("contradiction: these cannot all be true", "bold red"), *table)
        if reason.in_short:
            yield say(reason.in_short, indent=2)
    if left := len(answer.conflicts) - len(told):
        yield from (
            "",
            say(f"and {words.plural(left, 'more contradiction')} (`chrono conflicts` says where to look first)"),
        )
    if not told:
        yield from ("", say("contradiction: the evidence cannot all be true", "bold red"))
    yield from repairs(answer.repairs, scale)


def weighing(found: Weighing, page: Page, ids: Sequence[str] = ()) -> Iterable[RenderableType]:
    """What was set aside, which rules were undercut, and what is left open; of much that was set aside, where a few
    `ids` were asked about, what is about them."""
    most = None if page.everything else MOST_ASIDE
    aside = [_remarked(s.id, s.sentence, words.set_aside(s.why, s.by), s.place) for s in _aside(found, page, ids)]
    undercut = [_remarked(f"rule {u.rule}", f"{u.sentence}{more}", _undercut(u), u.place) for u, more in _alike(found)]
    questions = [(", ".join(q.ids), q.sentence, str(q.place), "") for q in found.open_questions]
    sections = [
        ("Set aside", aside, len(found.set_aside)),
        ("Undercut", undercut[:most], len(undercut)),
        ("Open questions", questions[:most], len(questions)),
    ]
    sections = [section for section in sections if section[2]]
    for (heading, rows, whole), table in zip(sections, placed([s[1] for s in sections], page, 2), strict=True):
        yield from ("", say(heading, "bold"), *table)
        if left := whole - len(rows):
            counted = f"and {left} more" if rows else f"{left} others"
            yield say(f"{counted} (--format json lists them)", indent=2)


def _aside(found: Weighing, page: Page, ids: Sequence[str]) -> Sequence[SetAside]:
    """As much of what was set aside as a screen shows, the more telling reasons first."""
    if page.everything or len(found.set_aside) <= MOST_ASIDE:
        return found.set_aside
    about = (
        found.set_aside if not ids or len(ids) > FEW else [s for s in found.set_aside if not s.about.isdisjoint(ids)]
    )
    return sorted(about, key=lambda s: s.why == "weak")[:MOST_ASIDE]


def _remarked(id: str, sentence: str, remark: str, place: Place) -> Row:
    return (id, f"{sentence}\n{remark}", str(place), "")


def _alike(found: Weighing) -> Iterable[tuple[Undercut, str]]:
    """One undercut for all that differ in nothing but the sentence, and how many more there are."""
    groups: dict[tuple[object, ...], list[Undercut]] = {}
    for undercut in found.undercut:
        groups.setdefault((undercut.rule, undercut.premises, undercut.by, undercut.held), []).append(undercut)
    for first, *rest in groups.values():
        yield first, f" (and {len(rest)} more like it)" if rest else ""


def _undercut(found: Undercut) -> str:
    to = f" to {words.listed(found.premises)}" if found.premises else ""
    by = words.listed(found.by) if found.by else "what holds without being said"
    return f"by {by}: does not apply{to}" if found.held else f"{by} is too weak for it: applies{to} all the same"


def closing(answer: Shown, page: Page) -> str:
    """A last paragraph where the answer was cut short: that it was, and what of it holds."""
    note = words.cut_short(answer)
    return page.print(["", say(note, "yellow")]) if note else ""
