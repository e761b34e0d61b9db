"""The words a report says of windows, of comparisons, of hypotheses and of what a limit kept back.

Takes results, gives phrases. Those that windows and ids have wherever they are shown stand in `answers.wording` and are
had from here as well. Never lays anything out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from chrono.answers.check import Check, Condition, Variation
from chrono.answers.common import Shown
from chrono.answers.contradictions import Cluster, Stands
from chrono.answers.infer import Comparison, SpanResult
from chrono.answers.overview import has_one_date, windows
from chrono.answers.suggest import Suggestions
from chrono.answers.windows import SpanWindows
from chrono.answers.wording import (
    MOST_STRETCHES,
    POINTS,
    bounds,
    duration,
    earliest,
    few,
    lasted,
    latest,
    listed,
    named,
    not_earlier,
    not_later,
    one_date,
    otherwise,
    pieces,
    plural,
    points,
    said,
    short,
    stretches,
)
from chrono.core.diagnostics import Diagnostic
from chrono.core.ids import is_rule
from chrono.core.limits import CUT
from chrono.dates import Scale, breadth

if TYPE_CHECKING:
    from chrono.answers.difference import Difference

__all__ = [
    "BY_ITSELF",
    "MOST_STRETCHES",
    "POINTS",
    "bounds",
    "changed",
    "comparison",
    "contradicted",
    "cut_short",
    "duration",
    "earliest",
    "failure",
    "few",
    "held_back",
    "lasted",
    "latest",
    "listed",
    "named",
    "not_earlier",
    "not_later",
    "one_date",
    "otherwise",
    "overview",
    "pieces",
    "plural",
    "points",
    "runs",
    "said",
    "set_aside",
    "short",
    "standing",
    "stands",
    "stretches",
    "summary",
    "under",
    "unmoved",
]

BY_ITSELF = "nothing but that a span does not end before it starts, counted in whole steps"
"""What is said to force something that no evidence is needed for."""


def comparison(found: Comparison) -> str:
    """How the latest possible end lies to a reference date: `8 months 8 days to 9 months 8 days earlier`."""
    if found.verdict == "unknown":
        return "not known in time"
    if found.verdict == "before":
        return f"{_range(found.least_said, found.most_said)} earlier" if found.least is not None else "earlier"
    if found.verdict == "after":
        latest = _range(found.most_said, found.least_said)
        return f"later, at the latest by {latest}" if latest else "later"
    if found.most is None:
        return "not decided"
    if found.most < 0:
        return f"not decided: it may have gone on until {found.most_said} later"
    return "not decided: it may have gone on until then"


def _range(one: str, other: str) -> str:
    return one if one == other else " to ".join(said for said in (one, other) if said)


def overview(result: SpanResult | SpanWindows, scale: Scale, *, alone: bool = False) -> tuple[str, str, str]:
    """When a span began and ended and how wide its end is, as a row of many says it; where it lasts no time the second
    is "". `alone` leaves out the Gregorian days beside those of another calendar."""
    start, end = windows(result)
    ended = "" if isinstance(result, SpanResult) and has_one_date(result) else short(end, scale, alone=alone)
    least, most = end.hull if end.proven else end.outer or (None, None)
    wide = "open" if least is None or most is None else breadth(least, most, scale)
    if not end.proven and wide != "open":
        wide = f"at most {wide}"
    return short(start, scale, alone=alone), ended, wide


TOLD_ALONE = "Days of the {} calendar; of one span the Gregorian ones are told as well"


def told_alone(results: Iterable[SpanResult | SpanWindows], scale: Scale) -> bool:
    """Whether rows leave out Gregorian days, where each would make its column twice as wide."""
    if scale.unit != "day" or scale.calendar == "gregorian":
        return False
    return any(overview(result, scale) != overview(result, scale, alone=True) for result in results)


def under(condition: Condition) -> str:
    """What a variation changes, in a sentence: `without x`, `with silence.delay = 9 days`."""
    return condition.said if condition.without else f"with {condition.said}"


def runs(variations: Iterable[Variation]) -> Iterator[tuple[str, tuple[Variation, ...]]]:
    """What is changed, in words, with the variations of it: neighbouring values of a setting that came to the same
    together, as `with silence.delay from 0 days to 8 days`."""
    for (*_, setting), same in groupby(variations, lambda v: (v.ok, v.verdict, changed(v.condition))):
        run = tuple(same)
        if setting and len(run) > 1:
            first, last = (one.condition.settings[0][1] for one in (run[0], run[-1]))
            yield f"with {setting} from {first} to {last}", run
        else:
            yield from ((under(one.condition), (one,)) for one in run)


def changed(condition: Condition) -> str:
    """The setting that is tried; "" where it is something else."""
    return condition.settings[0][0] if condition.settings else ""


def failure(found: Variation) -> str:
    """A variation that did not come out as it must."""
    if found.must_change:
        return f"{found.verdict} even {under(found.condition)}, on which it was to rely"
    return f"{found.verdict} {under(found.condition)}"


def held_back(answer: Check) -> Iterator[str]:
    """What a limit kept back, of each hypothesis."""
    if not answer.results:
        yield "whether the evidence can all be true"
    for result in answer.results:
        if result.unasked:
            continue
        if result.verdict == "unknown":
            yield f"the verdict on {result.id}"
        elif result.reason is None and result.verdict != "undetermined":
            yield f"why {result.id} is {result.verdict}"
        yield from (
            f"the verdict on {result.id} {under(v.condition)}" for v in result.variations if v.verdict == "unknown"
        )
        for threshold in result.thresholds:
            if not (threshold.known or threshold.both_ways):
                yield f"how the verdict on {result.id} depends on {threshold.setting}"


def summary(answer: Check) -> str:
    """`3 hypotheses, all as expected`."""
    count = len(answer.results)
    if not count:
        state = {"consistent": "the evidence is consistent", "inconsistent": "the evidence contradicts itself"}
        return f"no hypotheses; {state.get(answer.status, 'a limit was reached before the answer was complete')}"
    unknown = sum(r.held_back and r.fails for r in answer.results)
    failed = sum(r.fails for r in answer.results) - unknown
    warned = sum(not r.ok and not r.fails for r in answer.results)
    total = f"{count} hypothesis" if count == 1 else f"{count} hypotheses"
    said = [
        f"{failed} not as expected" if failed else "",
        plural(warned, "warning") if warned else "",
        f"{unknown} not answered in time" if unknown else "",
    ]
    given_up = f", without {listed(few([named(id) for id in answer.repaired]))}" if answer.repaired else ""
    if any(said):
        return ", ".join((total, *(word for word in said if word))) + given_up
    return (f"{total}, as expected" if count == 1 else f"{total}, all as expected") + given_up


def unmoved(found: Difference) -> str:
    """What is told where nothing is another than before: that nothing moves, or that nothing could be compared; empty
    where something moves, or a limit came first."""
    states = ((found.status_before, found.repaired_before), (found.status_after, found.repaired_after))
    if all(status == "consistent" or given_up for status, given_up in states):
        return "" if found.windows or found.verdicts else "nothing moves"
    if all(status == "inconsistent" for status, _ in states):
        return "nothing is compared: evidence that contradicts itself has no windows"
    return ""


def set_aside(why: str, by: Sequence[str]) -> str:
    """Why evidence was not used, and what answered it: `defeated by x`."""
    others = listed(by) if by else ""
    if why == "weak":
        return f"too weak to count; answered by {others}" if by else "too weak to count"
    if why == "fails":
        return f"too weak to answer {others}"
    return f"{why}{' by ' if why == 'defeated' else ': against '}{others}" if by else why


def contradicted(cluster: Cluster) -> str:
    """The other members of a cluster's conflicts, those of the first conflict first."""
    members = dict.fromkeys(
        id for conflict in cluster.conflicts for id in conflict if id not in cluster.given_up and not is_rule(id)
    )
    shown = [named(id) for id in members][:8]
    more = [f"{len(members) - len(shown)} more"] if len(members) > len(shown) else []
    return listed([*shown, *more]) if members else "itself"


STANDS = {
    "firm": "Firm: no smallest repair moves it",
    "steady": "Firm, as long as nothing more certain is given up",
    "cheap": "Firm, as long as nothing more certain and no more is given up",
    "hangs": "Hangs on what is given up",
    "unknown": "Not known to be firm: not all other repairs were looked at",
}
"""How windows and verdicts stand that are told under a repair."""


def stands(result: SpanResult | SpanWindows | Suggestions) -> str:
    """Whether windows under a repair are firm, or on which other repairs they hang, by their numbers."""
    return standing(result.stands, [other.repair for other in result.under])


def standing(stands: Stands, under: Sequence[int]) -> str:
    """Whether what is told under a repair is firm, or on which other repairs it hangs, by their numbers."""
    numbers = ", ".join(map(str, under))
    if stands == "steady":
        return f"firm unless {numbers}" if numbers else "firm as certain"
    return {"firm": "firm", "cheap": "firm as cheap", "hangs": f"hangs on {numbers}", "unknown": "not known"}[stands]


def cut_short(answer: Shown) -> str:
    """That an answer was cut short, and what of it holds; "" where it was not."""
    found: tuple[Diagnostic, ...] = getattr(answer, "diagnostics", ())
    return next((f"{d.message}; {d.help}" if d.help else d.message for d in found if d.code in CUT), "")
