"""The screen of `chrono infer`: windows, and on the same screen why, against what, and how firm.

Takes an `Inference`, gives text. Every bound shows its reasons; a window is drawn as a window, never as a probability.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import RenderableType

from chrono.answers.common import Asked
from chrono.answers.infer import Bound, Inference, SpanResult
from chrono.answers.reasons import Reason
from chrono.answers.windows import Windows
from chrono.core.ids import is_rule
from chrono.dates import Scale
from chrono.model.chronology import Certainty
from chrono.reports import words
from chrono.reports.page import Page
from chrono.reports.text.common import asked as asking
from chrono.reports.text.common import closing, contradiction, placed, premises, title, weighing
from chrono.reports.text.screen import columns, say

NARROW = 72
"""Below this width the two ends of a window stand below each other."""

WITHIN_A_LIFE = "within the author's life"


def screen(answer: Inference, page: Page) -> str:
    """The whole screen, and below it what rests on what, where that was asked."""
    blocks: list[RenderableType] = [*title(answer.asked, answer.status, page), *asking(answer.asked)]
    if answer.status == "inconsistent":
        blocks += contradicted(answer, page)
    if answer.status == "unknown":
        blocks += ["", say("A limit was reached before the answer was complete; what is known so far:", "yellow")]
    if not answer.results and answer.status == "consistent":
        blocks += ["", say("There is no document to date; name a person, event or period to see its window.")]
    for result in answer.results:
        missing = _unexplained(result, answer.asked.scale) if answer.status == "unknown" else ()
        blocks += ["", *_span(result, answer.asked, page, tuple(missing))]
    blocks += weighing(answer.weighing, page, [result.id for result in answer.results])
    text = page.print(blocks)
    if answer.sensitivity is not None:
        from chrono.reports.text import sensitivity  # what is asked of few answers

        text += sensitivity.screen(answer.sensitivity, answer.asked.scale, page)
    return text + closing(answer, page)


def _span(result: SpanResult, asked: Asked, page: Page, unexplained: Sequence[str]) -> Iterable[RenderableType]:
    scale = asked.scale
    by = f", by {words.listed(result.authors)}" if result.authors else ""
    called = f"{result.name}{by}" if result.name != result.id or by else ""
    yield columns([(result.id, called)] if called else [(result.id,)], indent=0, styles=("bold",))
    yield from _windows(result, asked, page)
    yield from _reasons(result, scale, page)
    if unexplained:
        yield from ("", *(say(f"Why {heading}: not found within the limits", "yellow", 2) for heading in unexplained))
    if result.comparisons and result.end.window.proven:
        yield from ("", say("Against", "bold", 2))
        yield columns([(c.name, words.comparison(c)) for c in result.comparisons], indent=4)
    yield from _levels(result, scale)
    if result.stands:
        from chrono.reports.text.contradictions import hanging  # what only a contradiction needs

        yield from ("", *hanging(result, scale))


def contradicted(answer: Inference | Windows, page: Page) -> Iterable[RenderableType]:
    """What contradicts what, and what is given up so that the rest is answered."""
    if not answer.clusters:
        return contradiction(answer, page)
    from chrono.reports.text.contradictions import clusters  # what only a contradiction needs

    return clusters(answer, page)


def _windows(result: SpanResult, asked: Asked, page: Page) -> Iterable[RenderableType]:
    scale = asked.scale
    rows: list[tuple[str, ...]] = []
    ends = tuple(zip(words.points(result.kind), (result.start, result.end), strict=True))
    lasted = words.lasted(result.kind)
    width = max(len(word) for word in (*words.points(result.kind), lasted))
    for verb, bound in ends:
        window = bound.window
        least, most = words.bounds(window)
        # The Gregorian day of another calendar's stands below it.
        first, last = (
            said.replace(" (", "\n(") for said in (words.not_earlier(least, scale), words.not_later(most, scale))
        )
        first = WITHIN_A_LIFE if _within_a_life(bound) else first
        if least is None and most is None:
            rows.append(
                (verb.ljust(width), "nothing in the evidence bounds this" if window.proven else "not known in time")
            )
        elif one := words.one_date((least, most), scale):
            rows.append((verb.ljust(width), one))
        elif page.width < NARROW:
            rows += [(verb.ljust(width), first), ("", last)]
        else:
            rows.append((verb.ljust(width), first, last))
    yield columns(rows, indent=2)
    # Where nothing but a life bounds the beginning, how long it lasted at most is no more than that life.
    bounded = result.duration.least or not _within_a_life(result.start)
    if bounded and result.duration.proven and (said := words.duration(result.duration, scale)):
        yield columns([(lasted.ljust(width), said)], indent=2)
    for verb, bound in ends:
        window = bound.window
        if not window.proven:
            yield say(f"{verb}: a limit was reached; the true bounds are these or narrower", "yellow", 2)
        elif len(window.intervals) > 1:
            yield say(f"more exactly {verb} {words.stretches(window, scale)}", indent=2)


def _within_a_life(bound: Bound) -> bool:
    """Whether what keeps a bound from being earlier is when the author lived, and nothing that is known of the work."""
    ids = bound.earliest.ids if bound.earliest else ()
    said = [id for id in ids if not is_rule(id)]
    return any(id.endswith(".born") for id in said) and all(id.endswith((".born", ".author")) for id in said)


def _reasons(result: SpanResult, scale: Scale, page: Page) -> Iterable[RenderableType]:
    """Each reason once, under all the bounds that it forces."""
    found = list(grouped(result, scale))
    tables = placed(premises([reason for _, reason, _ in found]), page)
    for (heading, _, hanging), table in zip(found, tables, strict=True):
        yield from ("", say(f"Why {heading}", "bold", 2))
        yield from table or [say(words.BY_ITSELF, indent=4)]
        if hanging:
            yield say(hanging, "dim", 4)


def _unexplained(result: SpanResult, scale: Scale) -> Iterable[str]:
    """The bounds whose reason a limit kept back."""
    for verb, bound in zip(words.points(result.kind), (result.start, result.end), strict=True):
        least, most = bound.window.hull
        if bound.window.proven and bound.earliest is None and least is not None:
            yield f"{verb} {words.not_earlier(least, scale)}"
        if bound.window.proven and bound.latest is None and most is not None:
            yield f"{verb} {words.not_later(most, scale)}"


def grouped(result: SpanResult, scale: Scale) -> Iterable[tuple[str, Reason, str]]:
    """What each reason forces, the reason, and what that hangs on."""
    start, end = words.points(result.kind)
    (begun, no_later), (from_, until) = _limits(result.start, scale), _limits(result.end, scale)
    bounds = (
        (end, result.end.latest, until),
        (end, result.end.earliest, from_),
        (start, result.start.earliest, begun),
        (start, result.start.latest, no_later),
    )
    reasons = {reason.ids: reason for _, reason, _ in reversed(bounds) if reason}
    for ids in dict.fromkeys(reason.ids for _, reason, _ in bounds if reason):
        limits: dict[str, list[str]] = {}
        for verb, reason, limit in bounds:
            if reason and reason.ids == ids and verb not in limits.setdefault(limit, []):
                limits[limit].append(verb)
        yield _heading(limits, start), reasons[ids], _hanging(result, reasons[ids], scale)


def _hanging(result: SpanResult, reason: Reason, scale: Scale) -> str:
    """On which evidence the bounds that a reason forces hang, where it is less than strong, and where they are with
    more certain evidence alone; "" where they are the same."""
    weakest = min((p.certainty for p in reason.premises if p.certainty), default=Certainty.CERTAIN)
    firmer = [level for level in result.levels if level.at_least > weakest]
    if weakest >= Certainty.STRONG or not firmer:
        return ""
    level = min(firmer, key=lambda level: level.at_least)
    start, end = words.points(result.kind)
    limits: dict[str, list[str]] = {}
    for verb, bound, other in ((start, result.start, level.start), (end, result.end, level.end)):
        sides = ((bound.earliest, 0, words.not_earlier), (bound.latest, 1, words.not_later))
        for argued, side, say_bound in sides:
            if not argued or argued.ids != reason.ids or not other.proven:
                continue
            if bound.window.hull[side] != other.hull[side]:
                limits.setdefault(say_bound(other.hull[side], scale), []).append(verb)
    if not limits:
        return ""
    weak = [p.id for p in reason.premises if p.certainty == weakest]
    told = words.listed([words.named(id) for id in weak if not is_rule(id)] or [words.named(id) for id in weak])
    return f"hangs on {told}; with {level.at_least} evidence alone {_heading(limits, start)}"


def _limits(bound: Bound, scale: Scale) -> tuple[str, str]:
    """The two bounds of a window in words; the one date that they are, where one argument forces both."""
    least, most = bound.window.hull
    alike = bound.earliest is not None and bound.latest is not None and bound.earliest.ids == bound.latest.ids
    if alike and (one := words.one_date((least, most), scale)):
        return one, one
    return words.not_earlier(least, scale), words.not_later(most, scale)


def _heading(limits: dict[str, list[str]], start: str) -> str:
    """`begun and finished not earlier than … and not later than …`, the start first."""
    said: dict[str, list[str]] = {}
    for limit, verbs in limits.items():
        said.setdefault(words.listed(sorted(verbs, key=lambda verb: verb != start)), []).append(limit)
    return "; ".join(f"{verbs} {words.listed(bounds)}" for verbs, bounds in said.items())


def _levels(result: SpanResult, scale: Scale) -> Iterable[RenderableType]:
    """The windows by certainty; in one line where the most certain evidence forces all there is."""
    if not result.levels or all(words.short(w, scale) == "…" for w in (result.start.window, result.end.window)):
        return
    first, *rest = result.levels
    yield ""
    known = all(window.proven for level in result.levels for window in (level.start, level.end))
    if known and rest and all((level.start, level.end) == (first.start, first.end) for level in rest):
        yield say(f"How firm: {first.at_least} evidence alone forces all of this", "bold", 2)
        return
    yield say("How firm", "bold", 2)
    rows = [("", *words.points(result.kind))]
    for number, level in enumerate(result.levels):
        with_ = f"with {level.at_least}" if number else f"{level.at_least} evidence alone"
        rows.append((with_, words.short(level.start, scale), words.short(level.end, scale)))
    yield columns(rows, indent=4)
