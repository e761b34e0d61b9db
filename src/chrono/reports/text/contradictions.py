"""Contradictory evidence on a screen: what is given up of each cluster of conflicts, and what hangs on that choice.

Takes an `Inference` that is answered under a repair, gives blocks. Of one cluster the conflict is shown in full, of
several a table of what is given up, with what it contradicts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType

from chrono.answers.check import Check, Checked
from chrono.answers.contradictions import Answered, Cluster, Judged
from chrono.answers.infer import Inference, SpanResult
from chrono.answers.overview import windows
from chrono.answers.reasons import Reason
from chrono.answers.suggest import Suggestions
from chrono.answers.vary import Runs, Steadiness
from chrono.answers.windows import SpanWindows, Windows
from chrono.core.points import span_of
from chrono.dates import Scale
from chrono.reports import words
from chrono.reports.page import Page
from chrono.reports.text.common import FEW, contradiction, placed, premises
from chrono.reports.text.screen import say

MOST = 20
"""A screen shows so many clusters, the smallest of equally certain ones first; the JSON document has all."""
MOST_OTHERS = 4
"""Of a cluster so many other repairs are named."""
MOST_UNDER = 4
"""Of a window so many other repairs that move it."""


def clusters(answer: Inference | Windows | Check | Suggestions | Runs, page: Page) -> Iterable[RenderableType]:
    """What contradicts what, what is given up, and what could be given up in its place."""
    found = answer.clusters
    if len(found) == 1:
        yield from contradiction(answer, page)
        yield from ("", *_answered(answer))
        yield from _others(found[0], answer.asked.repair or 1)
        return
    conflicts = sum(len(cluster.conflicts) for cluster in found)
    said = f"contradictions: {words.plural(conflicts, 'smallest conflict')} in {len(found)} clusters"
    told = _told(answer) if len(found) > MOST else []
    about = words.listed([one.id for one in told]) if told else ""
    shown = [cluster for cluster in found if _bears_on(cluster, told)] if told else found
    which = "; given up so that the rest can be true:" if shown else f", none of them about {about}"
    yield from ("", say(f"{said}{which}", "bold red"))
    yield from each(shown[:MOST], answer.asked.repair or 1, page)
    if (left := len(found) - len(shown[:MOST])) and shown:
        others = f" that are not about {about}" if about and len(shown) <= MOST else ""
        yield from ("", say(f"and {left} more clusters{others} (--format json lists them)"))
    yield from ("", *_answered(answer))


def _told(
    answer: Inference | Windows | Check | Suggestions | Runs,
) -> Sequence[SpanResult | SpanWindows | Steadiness | Suggestions]:
    """The spans that were asked about, where they are few."""
    if isinstance(answer, Suggestions):
        return [answer]
    return [] if isinstance(answer, Check) or len(answer.results) > FEW else answer.results


def _bears_on(cluster: Cluster, told: Sequence[SpanResult | SpanWindows | Steadiness | Suggestions]) -> bool:
    """Whether a cluster's conflict is about one of these spans, or another repair of it would move their windows."""
    about = {span_of(point) for point in cluster.reason.points} if cluster.reason else set()
    moving = {under.repair for one in told if not isinstance(one, Steadiness) for under in one.under}
    return any(one.id in about for one in told) or any(other.number in moving for other in cluster.others)


def each(shown: Sequence[Cluster], taken: int, page: Page) -> Iterable[RenderableType]:
    """What is given up of each cluster by the repair that was taken, what it contradicts, and what could be given up
    in its place."""
    rows = premises([Reason(cluster.given_up, cluster.premises) for cluster in shown])
    for cluster, table in zip(shown, placed(rows, page, 2), strict=True):
        yield from ("", *table)
        yield say(f"contradicts {words.contradicted(cluster)}", "dim", 4)
        yield from _others(cluster, taken)


def _answered(answer: Answered) -> Iterable[RenderableType]:
    yield say(f"Answered {under(answer)}; --strict answers with the contradiction alone", "bold")


def under(answer: Answered) -> str:
    """Under which repair what contradicts itself is answered, and what that gives up; "" where nothing is."""
    if not answer.repaired:
        return ""
    number = answer.asked.repair or 1
    named = words.listed([words.named(id) for id in answer.repaired]) if len(answer.repaired) <= MOST_OTHERS else ""
    which = "the preferred repair" if number == 1 else f"repair {number}"
    given_up = f"without {named}" if named else f"which gives up {words.plural(len(answer.repaired), 'thing')}"
    return f"under {which}, {given_up}"


def _others(cluster: Cluster, taken: int) -> Iterable[RenderableType]:
    for other in cluster.others[:MOST_OTHERS]:
        number, instead = (1, cluster.given_up) if other.number == taken else (other.number, other.given_up)
        given_up = words.listed([words.named(id) for id in instead])
        kept = (
            f", and keeps {words.listed([words.named(id) for id in other.kept])}" if other.kept and number > 1 else ""
        )
        certain = ", which is more certain" if other.dearer and number > 1 else ""
        yield say(f"--repair {number} gives up {given_up} instead{kept}{certain}", indent=4)
    more = len(cluster.others) - MOST_OTHERS
    if more > 0:
        yield say(f"or one of {more} more (--format json lists them)", indent=4)
    if not cluster.known:
        yield say("there may be other repairs: not all were looked for", "yellow", 4)


def hanging(result: SpanResult | SpanWindows | Checked, scale: Scale) -> Iterable[RenderableType]:
    """Whether the windows or the verdict above are firm, or what they are under the repairs that move them."""
    yield say(words.STANDS[result.stands], "yellow" if result.stands == "unknown" else "bold", 2)
    yield from (say(line, indent=4) for line in moved(result, scale))


def moved(result: SpanResult | SpanWindows | Checked, scale: Scale) -> Iterator[str]:
    """What windows or a verdict are under the repairs that move them, one a line."""
    for other in result.under[:MOST_UNDER]:
        if isinstance(other, Judged):
            yield f"with --repair {other.repair} {other.verdict}"
            continue
        assert not isinstance(result, Checked)
        said = [
            f"{verb} {words.short(window, scale)}"
            for verb, window, was in zip(
                words.points(result.kind), (other.start, other.end), windows(result), strict=True
            )
            if window != was
        ]
        yield f"with --repair {other.repair} {', '.join(said)}"
    if (more := len(result.under) - MOST_UNDER) > 0:
        yield f"and under {more} more repairs (--format json lists them)"


def turning(result: Checked) -> str:
    """Whether a verdict hangs on what is given up, in few words; "" where no repair that is looked at turns it."""
    if result.stands == "unknown":
        return "not known to be firm"
    turned = [f"{other.verdict} with --repair {other.repair}" for other in result.under]
    return f"but {words.listed(words.few(turned))}" if turned else ""
