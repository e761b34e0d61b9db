"""The screen of `chrono explain`: each bound or verdict, with every argument for it and everything against.

Takes an `Explained`, gives text. Steps carry their arithmetic; an either/or is told case by case.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import RenderableType

from chrono.answers.check import Check
from chrono.answers.common import Asked
from chrono.answers.explain import Explained, Explanation
from chrono.answers.reasons import Case, Reason
from chrono.core.points import span_of
from chrono.dates import Scale
from chrono.engine.intervals import Window
from chrono.reports import words
from chrono.reports.page import Page
from chrono.reports.text import thresholds as thresholds_text
from chrono.reports.text.common import Row, closing, contradiction, placed, premises, title, weighing
from chrono.reports.text.common import asked as asking
from chrono.reports.text.screen import columns, say

MOST_OTHERS = 10


def screen(answer: Explained, page: Page) -> str:
    """The whole screen."""
    blocks: list[RenderableType] = [*title(answer.asked, answer.status, page), *asking(answer.asked)]
    if answer.answer.clusters:
        from chrono.reports.text.contradictions import clusters  # what only a contradiction needs

        blocks += clusters(answer.answer, page)
    elif answer.status == "inconsistent":
        blocks += contradiction(answer.answer, page)
        blocks += ["", say("nothing can be argued from contradictory evidence; see `chrono conflicts`")]
    if answer.status == "unknown":
        blocks += ["", say("A limit was reached before the answer was complete; what is known so far:", "yellow")]
    if isinstance(answer.answer, Check):
        for checked in answer.answer.results:
            place = f"   {checked.place}" if checked.place.file else ""
            blocks += ["", say(f"{checked.id}: {checked.claim}{place}", "bold")]
            blocks += [say(f"why asked: {checked.why}", indent=2)] if checked.why else []
    else:
        for result in answer.answer.results:
            blocks += [""] if answer.status == "inconsistent" else []
            blocks += [columns([(result.id, result.name)], indent=0, styles=("bold",))]
            blocks += [columns([("known as", ref) for ref in result.refs], indent=2)] if result.refs else []
    for group in _alike(answer.explanations):
        blocks += ["", *_explanation(group, answer.asked, page)]
    for told_of in answer.results:
        if told_of.stands:
            from chrono.reports.text.contradictions import hanging  # likewise

            blocks += ["", *hanging(told_of, answer.asked.scale)]
    blocks += weighing(answer.answer.weighing, page, [result.id for result in answer.results])
    return page.print(blocks) + closing(answer, page)


def _alike(found: Sequence[Explanation]) -> list[list[Explanation]]:
    """Bounds with one argument are explained together."""
    groups: dict[tuple[object, ...], list[Explanation]] = {}
    for one in found:
        ids = one.reason.ids if one.reason else (one.edge,)
        groups.setdefault((one.side, one.at, ids), []).append(one)
    return list(groups.values())


def _explanation(group: Sequence[Explanation], asked: Asked, page: Page) -> Iterable[RenderableType]:
    scale = asked.scale
    found = group[0]
    yield say(_heading(group, scale), "bold", 2)
    if found.reason is None:
        yield say(_nothing(found), indent=4)
        yield from _either_way(found, scale)
        for threshold in found.thresholds:
            if found.verdict is not None:
                yield say(thresholds_text.verdict(threshold, found.verdict), indent=4)
        return
    (table,) = placed(premises([found.reason], sources=True), page)
    yield from table or [say(words.BY_ITSELF, indent=4)]
    yield from told(found.reason)
    yield from _others(found)
    yield from _firmness(found, scale)
    for threshold in found.thresholds:
        if found.verdict is not None:
            yield say(thresholds_text.verdict(threshold, found.verdict), indent=4)
        else:
            told_of = thresholds_text.of_bound(threshold, scale, latest=found.side == "latest")
            yield from (say(words_, indent=4) for words_ in told_of)
    if found.unmet:
        rows: list[Row] = [(f"rule {u.rule}", u.sentence, str(u.place), "") for u in found.unmet]
        (table,) = placed([rows], page, 6)
        yield from (say("it would not follow if it were said", "italic", 4), *table)
    for question in found.questions:
        yield say(f"open: {question.sentence}", indent=4)


def _heading(group: Sequence[Explanation], scale: Scale) -> str:
    found = group[0]
    if found.edge is None:
        return str(found.verdict)
    start, end = words.points(found.kind)
    verbs = [verb for verb, edge in ((start, "start"), (end, "end")) if any(e.edge == edge for e in group)]
    bound = words.not_earlier(found.at, scale) if found.side == "earliest" else words.not_later(found.at, scale)
    return f"{words.listed(verbs)}{':' if found.at is None else ''} {bound}"


def _nothing(found: Explanation) -> str:
    """Why there is no argument."""
    if found.verdict == "undetermined":
        return "some histories that the evidence allows make it true, others false"
    if not found.known or found.verdict == "unknown":
        return "a limit was reached before the argument was found"
    return "nothing in the evidence bounds this"


def _either_way(found: Explanation, scale: Scale) -> Iterable[RenderableType]:
    """Where the points of an undetermined claim lie if it is true, and if it is false: what would settle it."""
    if not found.true_where:
        return
    for heading, where in (("true", found.true_where), ("false", found.false_where)):
        rows = [(f"{point}:", _stretches(window, scale)) for point, window in where]
        yield from (say(f"{heading} in those with", "italic", 4), columns(rows, indent=6, gap=1))
    ids = sorted({span_of(point) for point, _ in found.true_where})
    yield say(f"for what else would settle it see {words.listed([f'`chrono suggest {id}`' for id in ids])}", indent=4)


def _stretches(window: Window, scale: Scale) -> str:
    gaps = window.proven and len(window.intervals) > 1
    return words.stretches(window, scale) if gaps else words.short(window, scale)


def told(reason: Reason) -> list[RenderableType]:
    """A reason step by step, or case by case; nothing where it can be told in neither way."""
    if reason.cases:
        return [say("step by step", "italic", 4), columns(list(_cases(reason.cases, "")), indent=4, gap=1)]
    if not reason.steps:
        return []
    return [say("step by step", "italic", 4), columns(list(_steps(reason.steps, "")), indent=4, gap=1)]


def _steps(steps: Sequence[str], number: str) -> Iterable[tuple[str, str]]:
    yield from ((f"{number}{n}.", step) for n, step in enumerate(steps, 1))


def _cases(cases: Sequence[Case], number: str) -> Iterable[tuple[str, str]]:
    yield number, f"{cases[0].of}: one of these holds"
    for letter, case in zip("abcdefghijklmnopqrstuvwxyz" * 3, cases, strict=False):
        yield f"{number}{letter}.", f"suppose {case.supposing}"
        yield from _cases(case.cases, f"{number}{letter}.") if case.cases else _steps(case.steps, f"{number}{letter}.")


def _others(found: Explanation) -> Iterable[RenderableType]:
    """How many lines of argument there are, and the ids of those that were not told."""
    count = len(found.others)
    if found.known is None:
        return
    if not count:
        said = "there is no other" if found.known else "in the time given there was found no other"
        yield say(f"{said} line of argument", indent=4)
        return
    said = words.plural(count, "other line") + " of argument" + ("" if found.known else " found; there may be more")
    yield say(f"{said}{_independent(found)}", "italic", 4)
    rows = [(words.listed([words.named(id) for id in other.ids]),) for other in found.others[:MOST_OTHERS]]
    yield columns(rows, indent=6)
    if count > MOST_OTHERS:
        yield say(f"and {count - MOST_OTHERS} more (--format json lists them)", indent=6)


def _independent(found: Explanation) -> str:
    if len(found.independent) > 1:
        return f"; {len(found.independent)} in all are independent of each other"
    return "; no two are independent of each other" if set(found.hinges) & {*sum(found.independent, ())} else ""


def _firmness(found: Explanation, scale: Scale) -> Iterable[RenderableType]:
    if found.holds_at is not None:
        yield say(f"holds with evidence that is {found.holds_at} or better", indent=4)
    if found.falls:
        yield say("it hinges on each of these; without it", "italic", 4)
        rows = [(words.named(f.id), _left(f.bound, str(f.verdict or ""), found, scale)) for f in found.falls]
        yield columns(rows, indent=6)
    if found.overturned:
        heading = "of what is less than certain it" if found.falls else "it"
        yield say(f"{heading} hinges on no one thing; it would take the loss of", "italic", 4)
        lost = [(words.listed([words.named(id) for id in o.ids]), o) for o in found.overturned]
        yield columns([(said, _left(o.bound, str(o.verdict or ""), found, scale)) for said, o in lost], indent=6)


def _left(bound: int | None, verdict: str, found: Explanation, scale: Scale) -> str:
    if verdict:
        return f"→ {verdict}"
    said = words.not_earlier(bound, scale) if found.side == "earliest" else words.not_later(bound, scale)
    return f"→ {said}"
