"""The screen of `chrono infer`: windows, and on the same screen why, against what, and how firm.

Takes an `Inference`, gives text. Every bound shows its reasons; a window is drawn as a window, never as a probability.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import RenderableType

from chrono.answers.infer import Inference, SpanResult
from chrono.answers.reasons import Reason
from chrono.model.chronology import Unit
from chrono.reports import words
from chrono.reports.background import Background
from chrono.reports.text.common import asked, contradiction, placed, premises, title, weighing
from chrono.reports.text.screen import Page, columns, say

NARROW = 72
"""Below this width the two ends of a window stand below each other."""


def inference(answer: Inference, ground: Background, page: Page) -> str:
    """The whole screen."""
    blocks: list[RenderableType] = [*title(answer.asked, answer.status, page), *asked(answer.asked, ground)]
    if answer.status == "inconsistent":
        blocks += contradiction(answer, ground, page)
    if answer.status == "unknown":
        blocks += ["", say("A limit was reached before the answer was complete; what is known so far:", "yellow")]
    if not answer.results and answer.status == "consistent":
        blocks += ["", say("There is no document to date; name a person, event or period to see its window.")]
    for result in answer.results:
        missing = _unexplained(result, answer.asked.unit) if answer.status == "unknown" else ()
        blocks += ["", *_span(result, answer.asked.unit, ground, page, tuple(missing))]
    blocks += weighing(answer.weighing, page)
    return page.print(blocks)


def _span(
    result: SpanResult, unit: Unit, ground: Background, page: Page, unexplained: Sequence[str]
) -> Iterable[RenderableType]:
    by = f", by {words.listed(result.authors)}" if result.authors else ""
    called = f"{result.name}{by}" if result.name != result.id or by else ""
    yield columns([(result.id, called)] if called else [(result.id,)], indent=0, styles=("bold",))
    yield from _windows(result, unit, ground, page)
    yield from _reasons(result, unit, ground, page)
    if unexplained:
        yield from ("", *(say(f"Why {heading}: not found within the limits", "yellow", 2) for heading in unexplained))
    if result.comparisons and result.end.window.proven:
        yield from ("", say("Against", "bold", 2))
        yield columns([(c.name, words.comparison(c)) for c in result.comparisons], indent=4)
    yield from _levels(result, unit)


def _windows(result: SpanResult, unit: Unit, ground: Background, page: Page) -> Iterable[RenderableType]:
    rows: list[tuple[str, ...]] = []
    ends = tuple(zip(words.points(result.kind), (result.start.window, result.end.window), strict=True))
    lasted = words.lasted(result.kind)
    width = max(len(word) for word in (*words.points(result.kind), lasted))
    for verb, window in ends:
        least, most = words.bounds(window)
        first = "\n".join((words.not_earlier(least, unit), words.in_own_calendar(least, unit, ground.calendar)))
        last = "\n".join((words.not_later(most, unit), words.in_own_calendar(most, unit, ground.calendar)))
        if least is None and most is None:
            rows.append(
                (verb.ljust(width), "nothing in the evidence bounds this" if window.proven else "not known in time")
            )
        elif page.width < NARROW:
            rows += [(verb.ljust(width), first.strip()), ("", last.strip())]
        else:
            rows.append((verb.ljust(width), first.strip(), last.strip()))
    yield columns(rows, indent=2)
    if result.duration.proven and (said := words.duration(result.duration, unit)):
        yield columns([(lasted.ljust(width), said)], indent=2)
    for verb, window in ends:
        if not window.proven:
            yield say(f"{verb}: a limit was reached; the true bounds are these or narrower", "yellow", 2)
        elif len(window.intervals) > 1:
            yield say(f"more exactly {verb} {words.stretches(window, unit)}", indent=2)


def _reasons(result: SpanResult, unit: Unit, ground: Background, page: Page) -> Iterable[RenderableType]:
    """Each reason once, under all the bounds that it forces."""
    grouped = list(_grouped(result, unit))
    tables = placed(premises([reason for _, reason in grouped], ground), page)
    for (heading, _), table in zip(grouped, tables, strict=True):
        yield from ("", say(f"Why {heading}", "bold", 2))
        yield from table or [say("nothing but that a span does not end before it starts", indent=4)]


def _unexplained(result: SpanResult, unit: Unit) -> Iterable[str]:
    """The bounds whose reason a limit kept back."""
    for verb, bound in zip(words.points(result.kind), (result.start, result.end), strict=True):
        least, most = bound.window.hull
        if bound.window.proven and bound.earliest is None and least is not None:
            yield f"{verb} {words.not_earlier(least, unit)}"
        if bound.window.proven and bound.latest is None and most is not None:
            yield f"{verb} {words.not_later(most, unit)}"


def _grouped(result: SpanResult, unit: Unit) -> Iterable[tuple[str, Reason]]:
    start, end = words.points(result.kind)
    bounds = (
        (end, result.end.latest, words.not_later(result.end.window.most, unit)),
        (end, result.end.earliest, words.not_earlier(result.end.window.least, unit)),
        (start, result.start.earliest, words.not_earlier(result.start.window.least, unit)),
        (start, result.start.latest, words.not_later(result.start.window.most, unit)),
    )
    reasons = {reason.ids: reason for _, reason, _ in reversed(bounds) if reason}
    for ids in dict.fromkeys(reason.ids for _, reason, _ in bounds if reason):
        limits: dict[str, list[str]] = {}
        for verb, reason, limit in bounds:
            if reason and reason.ids == ids:
                limits.setdefault(limit, []).append(verb)
        yield _heading(limits, start), reasons[ids]


def _heading(limits: dict[str, list[str]], start: str) -> str:
    """`begun and finished not earlier than … and not later than …`, the start first."""
    said: dict[str, list[str]] = {}
    for limit, verbs in limits.items():
        said.setdefault(words.listed(sorted(verbs, key=lambda verb: verb != start)), []).append(limit)
    return "; ".join(f"{verbs} {words.listed(bounds)}" for verbs, bounds in said.items())


def _levels(result: SpanResult, unit: Unit) -> Iterable[RenderableType]:
    """The windows by certainty; in one line where the most certain evidence forces all there is."""
    if not result.levels or all(words.short(w, unit) == "…" for w in (result.start.window, result.end.window)):
        return
    first, *rest = result.levels
    yield ""
    if rest and all((level.start, level.end) == (first.start, first.end) for level in rest):
        yield say(f"How firm: {first.at_least} evidence alone forces all of this", "bold", 2)
        return
    yield say("How firm", "bold", 2)
    rows = [("", *words.points(result.kind))]
    for number, level in enumerate(result.levels):
        with_ = f"with {level.at_least}" if number else f"{level.at_least} evidence alone"
        rows.append((with_, words.short(level.start, unit), words.short(level.end, unit)))
    yield columns(rows, indent=4)
