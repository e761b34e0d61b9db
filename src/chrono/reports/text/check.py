"""The screen of `chrono check`: one line a hypothesis, and under each that came out otherwise, why.

Takes a `Check`, gives text. The last line counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import RenderableType
from rich.text import Text

from chrono.answers.check import Check, Checked, Condition, Variation
from chrono.dates import Scale
from chrono.reports import words
from chrono.reports.page import Page
from chrono.reports.text import thresholds as thresholds_text
from chrono.reports.text.common import asked, closing, contradiction, placed, premises
from chrono.reports.text.screen import columns, say

MOST_MISSING = 10
"""Of what a limit kept back so many things are named."""
MOST_FAILURES = 3
"""Of the variations that failed so many are told in the line of the hypothesis; all stand below it."""


def screen(answer: Check, page: Page) -> str:
    """The whole screen; on a quiet page only what did not come out as expected, and nothing where all did."""
    failed = [r for r in answer.results if not r.ok]
    if page.quiet and not failed and answer.status == "consistent":
        return closing(answer, page)
    blocks: list[RenderableType] = [*asked(answer.asked)]
    if answer.status == "inconsistent":
        blocks += [*_contradicted(answer, page), ""]
    if rows := [_row(r) for r in (failed if page.quiet else answer.results)]:
        blocks.append(columns(rows, indent=2))
    for result in failed:
        held = f"expected {result.expect}" if result.verdict != result.expect else "but not under every variation"
        blocks += ["", say(f"{result.id}: {result.verdict}, {held}", "bold", 2)]
        blocks += _ground(result, answer.asked.scale, page)
    if answer.status == "unknown" and answer.results:
        missing = list(words.held_back(answer))
        blocks += [
            *([""] if failed else []),
            *(say(f"not known: {what}", "yellow", 2) for what in missing[:MOST_MISSING]),
        ]
        if len(missing) > MOST_MISSING:
            blocks.append(say(f"and {len(missing) - MOST_MISSING} more", "yellow", 2))
    if not page.quiet:
        blocks += [*([""] if failed else []), words.summary(answer)]
    return page.print(blocks) + closing(answer, page)


def _contradicted(answer: Check, page: Page) -> Iterable[RenderableType]:
    if not answer.clusters:
        return contradiction(answer, page)
    from chrono.reports.text.contradictions import clusters  # what only a contradiction needs

    return clusters(answer, page)


def _row(result: Checked) -> tuple[str | Text, ...]:
    met = result.verdict == result.expect
    expected = Text("as expected", style="green") if met else Text(f"expected {result.expect}", style="red")
    said = [told for told in ([_variations(result)] if result.variations else []) if told]
    said += [told for t in result.thresholds if (told := thresholds_text.of_verdict(t, result.verdict))]
    if result.unasked:
        said.append(result.unasked)
    if result.stands:
        from chrono.reports.text.contradictions import turning  # what only a contradiction needs

        said += [told for told in [turning(result)] if told]
    if result.sharper:
        said.append(f"sharper by now than recorded: {words.listed(result.sharper)}")
    if not result.ok and result.severity == "warn":
        said.append("only a warning")
    row = (result.id, Text(result.verdict), expected)
    return (*row, "; ".join(said)) if said else row


def _variations(result: Checked) -> str:
    """What the variations came to, in few words: the failures, or what was tried."""
    failed = [v for v in result.variations if not v.ok]
    if result.verdict != result.expect:
        return f"as it should in {len(result.variations) - len(failed)} of {len(result.variations)} variations"
    if failed:
        said = list(_failures(result.variations))
        more = f" and {len(said) - MOST_FAILURES} more" if len(said) > MOST_FAILURES else ""
        return f"but {'; '.join(said[:MOST_FAILURES])}{more}"
    # What is told exactly by a threshold need not be told by the values tried.
    known = {t.setting for t in result.thresholds if t.known}
    same = [v.condition for v in result.variations if not v.must_change and words.changed(v.condition) not in known]
    relied = [id for v in result.variations if v.must_change for id in v.condition.without]
    also = [f"also {'; '.join(_tried(same))}"] if same else []
    return "; ".join([*also, *([f"relies on {words.listed(relied)}"] if relied else [])])


def _tried(conditions: Sequence[Condition]) -> Iterable[str]:
    """Variations of one kind told together: `with silence.delay from 0 days to 8 days`, `without any one of 9`."""
    values: dict[str, list[str]] = {}
    for name, value in (setting for condition in conditions for setting in condition.settings):
        values.setdefault(name, []).append(value)
    for name, tried in values.items():
        yield f"with {name} = {tried[0]}" if len(tried) == 1 else f"with {name} from {tried[0]} to {tried[-1]}"
    yield from (words.under(condition) for condition in conditions if not condition.settings)


def _ground(result: Checked, scale: Scale, page: Page) -> Iterable[RenderableType]:
    place = f"   {result.place}" if result.place.file else ""
    yield say(f"claim: {result.claim}{place}", indent=4)
    if result.why:
        yield say(f"why asked: {result.why}", indent=4)
    if result.verdict == "inconsistent":
        yield say("the evidence allows no history at all, so nothing can be said of it", indent=4)
    elif result.reason is not None:
        yield say(f"{result.verdict}, because", indent=4)
        (table,) = placed(premises([result.reason]), page, 6)
        yield from table or [say(words.BY_ITSELF, indent=6)]
    elif result.verdict in ("entailed", "refuted"):
        yield say("why: not found within the limits", indent=4)
    elif result.verdict == "undetermined":
        yield say("some histories that the evidence allows make it true, others false", indent=4)
    elif result.unasked:
        yield say(f"not asked: {result.unasked}", indent=4)
    elif result.verdict == "unknown":
        yield say("a limit was reached before the answer was known", indent=4)
    if result.verdict != result.expect or result.sharper:
        yield from (say(f"{point}: {words.short(window, scale)}", indent=4) for point, window in result.windows)
    yield from (say(told, indent=4) for told in _failures(result.variations))


def _failures(variations: Iterable[Variation]) -> Iterable[str]:
    """The variations that failed; neighbouring values of a setting that came to the same are told together."""
    for said, run in words.runs(variations):
        if not run[0].ok:
            yield f"{run[0].verdict} {said}" if len(run) > 1 else words.failure(run[0])
