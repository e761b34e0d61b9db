"""The overview of `chrono infer` as a page of HTML that stands by itself: a row for each span.

Takes an `Inference` or `Windows`, gives the text of a page. Says what the overview in the terminal says, and nothing of
it is cut off. Evidence is untrusted: every word of it is escaped. The page runs no script and loads nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from chrono.answers.contradictions import Cluster
from chrono.answers.infer import Inference, SpanResult
from chrono.answers.overview import certainty, deciding
from chrono.answers.reasons import Reason
from chrono.answers.sensitivity import Sensitivity
from chrono.answers.windows import SpanWindows, Windows
from chrono.dates import Scale
from chrono.drawing.elements import quoted
from chrono.reports import sensitivity, words
from chrono.reports.html_page import whole_page
from chrono.reports.page import Page

STYLE = """
body { max-width: none }
.scroll { overflow-x: auto }
td, th { overflow-wrap: break-word; min-width: 5rem }
@media print { .scroll { overflow: visible } td, th { min-width: 0 } }
"""
UNTITLED = "A chronology without a title"


def page(answer: Inference | Windows, page: Page) -> str:
    """The page."""
    title = answer.asked.chronology or UNTITLED
    body = [f"<h1>{quoted(title)}</h1>", _paragraph(" · ".join(_state(answer)))]
    if cut := words.cut_short(answer):
        body.append(_paragraph(cut))
    if answer.repaired:
        body.append(_paragraph(f"Told without {words.listed(words.few([words.named(id) for id in answer.repaired]))}"))
    if len(answer.clusters) > 1:
        found = f"What contradicts what, in {len(answer.clusters)} clusters, and what is given up"
        head = ("given up", "what it says", "place", "contradicts", "--repair N gives up instead")
        body.append(_folded(found, _table(head, [row for one in answer.clusters for row in _given_up(one)])))
    else:
        body += _contradictions(answer)
    if answer.results:
        body.append(_table(*_overview(answer)))
        if words.told_alone(answer.results, answer.asked.scale):
            body.append(_paragraph(words.TOLD_ALONE.format(answer.asked.calendar)))
    if aside := answer.weighing.set_aside:
        rows = [(words.named(one.id), one.sentence, words.set_aside(one.why, one.by), str(one.place)) for one in aside]
        body.append(_folded("What was set aside", _table(("evidence", "what it says", "why", "place"), rows)))
    if isinstance(answer, Inference) and answer.sensitivity is not None:
        body += _sensitivity(answer.sensitivity, answer.asked.scale)
    return whole_page(title, "\n".join(body) + "\n", style=STYLE, landscape=True)


def _contradictions(answer: Inference | Windows) -> Iterator[str]:
    """What cannot all be true, where nothing is told beside it, and what each repair would make of it."""
    for conflict in answer.conflicts:
        yield _paragraph("These cannot all be true")
        premises = [(words.named(p.id), p.sentence, str(p.place)) for p in conflict.premises]
        yield _table(("evidence", "what it says", "place"), premises)
    for repair in answer.repairs:
        yield _paragraph(f"If {words.listed([words.named(id) for id in repair.given_up])} is given up")
        rows = [
            (one.name, *(words.short(window, answer.asked.scale) for window in (one.start, one.end)))
            for one in repair.windows
        ]
        yield _table(("span", "began", "ended"), rows)


def _given_up(cluster: Cluster) -> Iterator[tuple[str, ...]]:
    """A row for each thing that is given up of a cluster, and in the first what stands against it."""
    others = [f"{other.number}: {words.listed([words.named(id) for id in other.given_up])}" for other in cluster.others]
    rest = (words.contradicted(cluster), "; ".join(others))
    for premise in cluster.premises:
        yield (words.named(premise.id), premise.sentence, str(premise.place), *rest)
        rest = ("", "")


def _state(answer: Inference | Windows) -> Iterator[str]:
    asked = answer.asked
    yield from (words.plural(asked.events, "event"), words.pieces(asked.evidence), answer.status)
    yield f"counts what is at least {asked.admitted}"
    yield from (f"with {name}" for name in asked.laid_over)
    yield from (f"without {words.named(id)}" for id in asked.without)
    yield from (f"{name} = {value}" for name, value in asked.settings)
    yield from (f"{asked.calendar} {asked.unit}s", f"files sha256:{asked.inputs[:12]}")


def _overview(answer: Inference | Windows) -> tuple[Sequence[str], list[tuple[str, ...]]]:
    kinds = {result.kind for result in answer.results}
    edges = words.points(next(iter(kinds))) if len(kinds) == 1 else ("began", "ended")
    head: tuple[str, ...] = ("id", "name", "kind", *edges, "how wide")
    if answer.repaired:
        head += ("stands",)
    if isinstance(answer, Inference):
        head += ("not earlier because of", "not later because of", "certainty", "place")
    rows = [_row(result, answer.asked.scale, repaired=bool(answer.repaired)) for result in answer.results]
    if not any(row[4] for row in rows):
        # Each lasts no time, and has one date.
        head, rows = (*head[:3], "date", *head[5:]), [(*row[:4], *row[5:]) for row in rows]
    if len(kinds) == 1:
        head, rows = (*head[:2], *head[3:]), [(*row[:2], *row[3:]) for row in rows]
    return head, rows


def _row(result: SpanResult | SpanWindows, scale: Scale, *, repaired: bool) -> tuple[str, ...]:
    stands = (words.stands(result),) if repaired else ()
    found = (result.id, result.name, result.kind, *words.overview(result, scale, alone=True), *stands)
    if not isinstance(result, SpanResult):
        return found
    place = str(result.place) if result.place.file else ""
    return (*found, _because(result.start.earliest), _because(result.end.latest), certainty(result), place)


def _sensitivity(found: Sensitivity, scale: Scale) -> Iterator[str]:
    yield f"<h2>{quoted(sensitivity.MOVES)}</h2>"
    yield _table(("left out", "what moves", "to"), sensitivity.moves(found, scale))
    yield from (_paragraph(note) for note, _ in sensitivity.moves_notes(found))
    if found.robustness:
        losses = sensitivity.losses(found, scale)
        yield f"<h2>{quoted(sensitivity.LOSSES)}</h2>"
        yield _table(("what holds", *sensitivity.GRAINS), losses)
        yield from (_paragraph(note) for note, _ in sensitivity.losses_notes(found, losses))


def _because(reason: Reason | None) -> str:
    return ", ".join(deciding(reason))


def _paragraph(said: str) -> str:
    return f"<p>{quoted(said)}</p>"


def _folded(summary: str, body: str) -> str:
    """What is shown when it is asked for, and printed."""
    return f"<details><summary>{quoted(summary)}</summary>\n{body}\n</details>"


def _table(head: Sequence[str], rows: Iterable[tuple[str, ...]]) -> str:
    """A table whose first column names the rows; it scrolls by itself where it is wider than the page."""
    names = "".join(f'<th scope="col">{quoted(name)}</th>' for name in head)
    body = "".join(
        f'<tr><th scope="row">{quoted(row[0])}</th>{"".join(f"<td>{quoted(cell)}</td>" for cell in row[1:])}</tr>\n'
        for row in rows
    )
    return (
        '<div class="scroll" tabindex="0" role="group" aria-label="Table">'
        f"<table><thead><tr>{names}</tr></thead><tbody>\n{body}</tbody></table></div>"
    )
