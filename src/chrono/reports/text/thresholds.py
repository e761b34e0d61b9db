"""Thresholds in words: while which values of a setting a verdict or a bound is what it is."""

from __future__ import annotations

from chrono.answers.thresholds import Threshold
from chrono.dates import Scale
from chrono.model.chronology import Verdict
from chrono.reports import words


def of_verdict(found: Threshold, verdict: Verdict) -> str:
    """`while silence.delay <= 8 days; undetermined from 9`; "" where the verdict is not among the regions."""
    if not found.known:
        return _not_found(found)
    at = next((n for n, region in enumerate(found.regions) if region.verdict == verdict), None)
    if at is None:
        return ""
    region = found.regions[at]
    if region.first == 0 and region.last is None:
        return f"at any {found.setting}"
    said = [_while(found, region.first, region.last)]
    said += [f"{r.verdict} up to {r.last}" for r in found.regions[:at][-1:]]
    said += [f"{r.verdict} from {r.first}" for r in found.regions[at + 1 :][:1]]
    return "; ".join(said)


def verdict(found: Threshold, verdict: Verdict) -> str:
    """What a verdict hangs on, as a line of its own: `entailed while silence.delay <= 8 days; undetermined from 9`."""
    said = of_verdict(found, verdict)
    return f"{verdict} {said}" if found.known else said


def of_bound(found: Threshold, scale: Scale, *, latest: bool) -> list[str]:
    """`so it stays while silence.delay <= 0 days`, `from 282 days on it is not later than May 1940 anyway`."""
    if not found.known or found.first is None:
        return [_not_found(found)]
    if found.first == 0 and found.last is None:
        return [f"it is the same at any {found.setting}"]
    said = [f"it stays where it is only {_while(found, found.first, found.last)}"]
    if found.settled_from is not None:
        limit = words.not_later(found.settled_at, scale) if latest else words.not_earlier(found.settled_at, scale)
        said.append(f"from {_amount(found.settled_from, found)} on it is {limit} anyway")
    return said


def _not_found(found: Threshold) -> str:
    if found.both_ways:
        return f"{found.setting} works both ways in its rule, so that there need be no single value at which it changes"
    return f"its dependence on {found.setting} was not found: a limit was reached"


def _while(found: Threshold, first: int, last: int | None) -> str:
    if last is None:
        return f"while {found.setting} >= {_amount(first, found)}"
    if first == last:
        return f"while {found.setting} = {_amount(first, found)}"
    if first == 0:
        return f"while {found.setting} <= {_amount(last, found)}"
    return f"while {_amount(first, found)} <= {found.setting} <= {_amount(last, found)}"


def _amount(count: int, found: Threshold) -> str:
    return words.plural(count, found.unit.removesuffix("s"))
