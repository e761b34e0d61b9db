"""The screen of `chrono conflicts`: what cannot all be true, and what follows where something is given up.

Takes `Conflicts`, gives text. Says whether these are all conflicts and repairs there are.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType

from chrono.answers.conflicts import Conflicts
from chrono.reports import words
from chrono.reports.page import Page
from chrono.reports.text.common import asked, closing, placed, premises, title, weighing
from chrono.reports.text.repairs import repairs
from chrono.reports.text.screen import say

MOST_CONFLICTS = 10
"""A screen shows so many; the JSON document has all that were found."""


def screen(answer: Conflicts, page: Page) -> str:
    """The whole screen."""
    blocks: list[RenderableType] = [*title(answer.asked, answer.status, page), *asked(answer.asked), ""]
    if answer.status == "consistent":
        blocks.append("no conflicts: the evidence can all be true")
    elif answer.status == "unknown":
        blocks.append("a limit was reached before it was known whether the evidence can all be true")
    else:
        blocks.append(say(_count(answer)))
        blocks += _conflicts(answer, page)
        blocks += _repairs(answer)
        blocks += ["", say(_level(answer))]
    blocks += weighing(answer.weighing, page)
    return page.print(blocks) + closing(answer, page)


def _count(answer: Conflicts) -> str:
    number = len(answer.conflicts)
    kind = {"evidence": "", "inference": " of single inferences", "rule": " of rules", "source": " of sources"}
    said = f"{words.plural(number, 'smallest conflict')}{kind[answer.grain]}"
    if not number and not answer.known:
        return "the evidence contradicts itself; a limit was reached before it was known in what"
    if not number or not answer.conflicts[0].ids:
        return "what is not up for discussion here contradicts itself"
    said += ": all there are" if answer.known else " found; there may be more"
    shared = set.intersection(*(set(c.ids) for c in answer.conflicts))
    if number > 1 and shared:
        said += f". In every one of them: {words.listed([words.named(id) for id in sorted(shared)])}"
    elif answer.disjoint > 1:
        said += f"; {answer.disjoint} of them share nothing with each other"
    return said


def _conflicts(answer: Conflicts, page: Page) -> Iterable[RenderableType]:
    shown = [c for c in answer.conflicts if c.ids][:MOST_CONFLICTS]
    for number, (table, reason) in enumerate(zip(placed(premises(shown), page, 2), shown, strict=True), 1):
        heading = "contradiction" if len(answer.conflicts) == 1 else f"conflict {number}"
        yield from ("", say(f"{heading}: these cannot all be true", "bold red"), *table)
        if reason.in_short:
            yield say(reason.in_short, indent=2)
    if len(answer.conflicts) > len(shown) > 0:
        yield from ("", say(f"and {len(answer.conflicts) - len(shown)} more (--format json lists them)"))


def _repairs(answer: Conflicts) -> Iterable[RenderableType]:
    if not answer.repairs:
        return
    count = words.plural(len(answer.repairs), "smallest repair")
    lightest = ", then the lightest" if any(r.weight != len(r.given_up) for r in answer.repairs) else ""
    yield from ("", say(f"{count}{'' if answer.known else ' found'}, the least certain first{lightest}", "bold"))
    yield from repairs(answer.repairs, answer.asked.scale)


def _level(answer: Conflicts) -> str:
    if not answer.consistent_at_known:
        return ""
    if answer.consistent_at is None:
        return "even the evidence that is certain contradicts itself"
    if answer.consistent_at == answer.asked.admitted:
        return ""
    return f"what is {answer.consistent_at} or better can all be true (--at-least {answer.consistent_at})"
