"""The screen of `chrono conflicts`: what cannot all be true, and what follows where something is given up.

Takes `Conflicts`, gives text. Says whether these are all conflicts and repairs there are.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType

from chrono.answers.conflicts import Conflicts
from chrono.answers.reasons import Reason
from chrono.reports import words
from chrono.reports.page import Page
from chrono.reports.text.common import asked, closing, placed, premises, title, weighing
from chrono.reports.text.contradictions import each
from chrono.reports.text.repairs import repairs
from chrono.reports.text.screen import say

MOST_CONFLICTS = 10
"""A screen shows so many, and so many clusters; with `--all` all that were found, as the JSON document."""
MOST_CULPRITS = 12
"""So many likely culprits."""


def screen(answer: Conflicts, page: Page) -> str:
    """The whole screen."""
    blocks: list[RenderableType] = [*title(answer.asked, answer.status, page), *asked(answer.asked), ""]
    if answer.status == "consistent":
        blocks.append("no conflicts: the evidence can all be true")
    elif answer.status == "unknown":
        blocks.append("a limit was reached before it was known whether the evidence can all be true")
    else:
        blocks.append(say(_count(answer)))
        blocks += _culprits(answer, page)
        blocks += _clusters(answer, page)
        if page.everything or not answer.clusters or len(answer.conflicts) <= MOST_CONFLICTS:
            blocks += _conflicts(answer, page)
            blocks += _repairs(answer, page)
        else:
            blocks += ["", say(f"--all shows {_left_out(answer)}")]
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


def _culprits(answer: Conflicts, page: Page) -> Iterable[RenderableType]:
    several = [culprit for culprit in answer.culprits if len(culprit.stands_for) > 1]
    if not several:
        return
    shown = several[: None if page.everything else MOST_CULPRITS]
    yield from ("", say("look first at what stands in all conflicts that several things are given up for", "bold"), "")
    said = [premises([Reason((culprit.id,), culprit.premises)])[0] for culprit in shown]
    rows = [
        (words.named(culprit.id), *(row[0][1:3] if row else ("", "")), f"instead of {len(culprit.stands_for)}")
        for culprit, row in zip(shown, said, strict=True)
    ]
    yield from placed([rows], page, 2)[0]
    if len(several) > len(shown):
        yield say(f"and {len(several) - len(shown)} more (--all shows them)", indent=2)


def _clusters(answer: Conflicts, page: Page) -> Iterable[RenderableType]:
    if not answer.clusters:
        return
    shown = answer.clusters[: None if page.everything else MOST_CONFLICTS]
    given_up = words.plural(len(answer.repaired), "thing")
    said = f"the cheapest repair that gives up no rule gives up {given_up} in {len(answer.clusters)} clusters"
    yield from ("", say(said, "bold"), *each(shown, 1, page))
    if len(answer.clusters) > len(shown):
        yield from ("", say(f"and {len(answer.clusters) - len(shown)} more clusters (--all shows them)"))


def _left_out(answer: Conflicts) -> str:
    conflicts = words.plural(len(answer.conflicts), "conflict")
    return f"all {conflicts} in full and {words.plural(len(answer.repairs), 'repair')} of the whole"


def _conflicts(answer: Conflicts, page: Page) -> Iterable[RenderableType]:
    shown = [c for c in answer.conflicts if c.ids][: None if page.everything else MOST_CONFLICTS]
    for number, (table, reason) in enumerate(zip(placed(premises(shown), page, 2), shown, strict=True), 1):
        heading = "contradiction" if len(answer.conflicts) == 1 else f"conflict {number}"
        yield from ("", say(f"{heading}: these cannot all be true", "bold red"), *table)
        if reason.in_short:
            yield say(reason.in_short, indent=2)
    if len(answer.conflicts) > len(shown) > 0:
        yield from ("", say(f"and {len(answer.conflicts) - len(shown)} more (--all shows them)"))


def _repairs(answer: Conflicts, page: Page) -> Iterable[RenderableType]:
    if not answer.repairs:
        return
    count = words.plural(len(answer.repairs), "smallest repair")
    lightest = ", then the lightest" if any(r.weight != len(r.given_up) for r in answer.repairs) else ""
    yield from ("", say(f"{count}{'' if answer.known else ' found'}, the least certain first{lightest}", "bold"))
    yield from repairs(answer.repairs, answer.asked.scale, everything=page.everything)


def _level(answer: Conflicts) -> str:
    if not answer.consistent_at_known:
        return ""
    if answer.consistent_at is None:
        return "even the evidence that is certain contradicts itself"
    if answer.consistent_at == answer.asked.admitted:
        return ""
    return f"what is {answer.consistent_at} or better can all be true (--at-least {answer.consistent_at})"
