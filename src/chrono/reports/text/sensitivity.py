"""The screen that `chrono infer --sensitivity` adds: what each thing carries, and how much each answer can lose."""

from __future__ import annotations

from rich.console import RenderableType

from chrono.answers.sensitivity import Leaving, Lost, Robustness, Sensitivity, Subject
from chrono.dates import Scale
from chrono.reports import words
from chrono.reports.page import Page
from chrono.reports.text.screen import columns, say


def _grains(found: Robustness) -> list[tuple[str, Lost]]:
    return [("inferences", found.inferences), ("rules", found.rules), ("sources", found.sources)]


def screen(found: Sensitivity, scale: Scale, page: Page) -> str:
    """Two tables: what moves if one thing is left out, and the fewest that must go for each answer to fall."""
    blocks: list[RenderableType] = ["", say("What moves if one thing is left out, the most first", "bold")]
    rows = [row for one in found.leaving for row in _leaving(one, scale)]
    blocks += [columns(rows, indent=2, styles=("cyan",))] if rows else []
    rest = found.tried - len(found.leaving)
    if not found.leaving_known:
        blocks.append(say("a limit was reached: what is not told of here may move something as well", "yellow", 2))
    elif rest > 0:
        others = f"any other of {words.plural(found.tried, 'thing')} left out by itself moves nothing"
        blocks.append(say(others, indent=2))
    if found.robustness:
        blocks += ["", say("The fewest that must go for it not to hold", "bold")]
        told = [row for one in found.robustness if set((row := _counts(one, scale))[1:]) != {"?"}]
        counts = [("", "inferences", "rules", "sources"), *told]
        blocks += [columns(counts, indent=2)] if told else []
        if any("weighing" in cell for row in counts for cell in row[1:]):
            blocks.append(say("weighing: the least that must go in all, where that is not the number", indent=2))
        if any("–" in row[1:] for row in counts):
            blocks.append(say("–: no loss of these alone overturns it (what is certain stays)", indent=2))
        if any("?" in row[1:] for row in counts):
            blocks.append(say("?: a limit was reached before this was known", "yellow", 2))
        if rest := len(found.robustness) - len(told):
            what = "what must go for any of them" if not told else f"that of {rest} more"
            blocks.append(say(f"a limit was reached before {what} was known", "yellow", 2))
    return page.print(blocks)


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
    name = f"{subject.id} {said}"
    unknown = "–" if one.known else "?"
    inferences, rules, sources = (_lost(lost) or unknown for _, lost in _grains(one))
    return name, inferences, rules, sources


def _lost(lost: Lost) -> str:
    """How many must go; and where that is another number, how much they weigh at least."""
    if lost.fewest is None:
        return ""
    number = len(lost.fewest)
    return f"{number}" if lost.weight == number else f"{number}, weighing {lost.weight}"
