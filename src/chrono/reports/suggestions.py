"""`chrono suggest` as a JSON document and as a screen."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType

from chrono import dates
from chrono.answers.suggest import Suggestions
from chrono.core.diagnostics import Diagnostic
from chrono.dates import Scale
from chrono.reports import fields, words
from chrono.reports.background import Background
from chrono.reports.fields import Document, Versions
from chrono.reports.text.common import asked, contradiction, title
from chrono.reports.text.screen import Page, columns, say


def document(answer: Suggestions, ground: Background, versions: Versions, warnings: Iterable[Diagnostic]) -> Document:
    """The document: cuts in steps of the unit, against `size` values in all."""
    scale = answer.asked.scale
    return {
        **fields.head(answer.asked, answer.status, versions),
        "id": answer.id,
        "edge": answer.edge,
        "window": fields.window(answer.window, scale) if answer.window is not None else None,
        "size": answer.size or None,
        "suggestions": [
            {"sentence": s.sentence, "points": list(s.points), "certain": s.certain, "average": s.average}
            for s in answer.suggestions
        ],
        "histories": answer.histories or None,
        "exact": answer.exact,
        "horizon": [dates.iso(step, scale) for step in answer.horizon] if answer.horizon else None,
        "conflicts": [list(c.ids) for c in answer.conflicts],
        "conflict_reasons": [fields.reason(c, ground.certainties) for c in answer.conflicts],
        "repairs": [list(r.given_up) for r in answer.repairs],
        "repair_windows": [fields.repair(r, scale, ground.certainties) for r in answer.repairs],
        "diagnostics": [d.as_json() for d in warnings],
    }


def screen(answer: Suggestions, ground: Background, page: Page) -> str:
    """The window as it is, and what would cut it, the best first."""
    scale = answer.asked.scale
    blocks: list[RenderableType] = [*title(answer.asked, answer.status, page), *asked(answer.asked, ground)]
    if answer.status == "inconsistent":
        return page.print([*blocks, *contradiction(answer, ground, page)])
    if answer.window is None:
        return page.print([*blocks, "", "a limit was reached before the window was known"])
    start, end = words.points(answer.kind)
    verb = end if answer.edge == "end" else start
    blocks += ["", columns([(answer.id, verb, words.short(answer.window, scale))], indent=0, styles=("bold",))]
    if answer.status == "unknown":
        blocks += ["", say("A limit was reached before everything was tried; what is known so far:", "yellow")]
    elif not answer.suggestions:
        blocks += ["", "no date or order of what is declared here would make this window shorter"]
        return page.print(blocks)
    if not answer.suggestions:
        return page.print([*blocks, say("nothing", indent=2)])
    rows = [("if it were known", "shorter by at least", "on average")]
    rows += [(s.sentence, _cut(s.certain, scale), _cut(s.average, scale)) for s in answer.suggestions]
    blocks += ["", columns(rows, indent=2)]
    blocks += ["", *(say(remark, indent=2) for remark in _remarks(answer, scale))]
    return page.print(blocks)


def _cut(steps: int, scale: Scale) -> str:
    return words.plural(steps, scale.unit) if steps else "nothing"


def _remarks(answer: Suggestions, scale: Scale) -> Iterable[str]:
    whole = words.plural(answer.size, scale.unit)
    yield f"of {whole} in all; averages over {answer.histories} histories that the evidence allows"
    if answer.horizon:
        yield f"open bounds are counted as far as {dates.say_run(*answer.horizon, scale)}"
    if not answer.exact:
        yield "there are too many either/ors to go through them all: the figures are close, not exact"
