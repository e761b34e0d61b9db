"""A verdict in several lines of plain text, as services that run a check show it.

Takes what was checked, gives text; knows nothing of who shows it.
"""

from __future__ import annotations

from chrono.answers.check import Checked
from chrono.dates import Scale
from chrono.reports.words import failure, named, short


def verdict(result: Checked, scale: Scale) -> str:
    """What came out instead of what was expected, what it rests on, and what is known of the dates: several lines."""
    said = [f"{result.claim} is {result.verdict}, expected {result.expect}"]
    if result.verdict == result.expect:
        said = [f"{result.claim} is {result.verdict} as expected, but not under every variation"]
    said += [failure(v) for v in result.variations if not v.ok]
    if result.unasked:
        said.append(f"not asked: {result.unasked}")
    if result.verdict == "inconsistent":
        said.append("the evidence contradicts itself")
    elif result.reason:
        said.append("because " + "; ".join(f"{named(p.id)}: {p.sentence}" for p in result.reason.premises))
    return "\n".join([*said, *windows(result, scale)])


def windows(result: Checked, scale: Scale) -> list[str]:
    """What is known of each point that the claim names, a line each."""
    return [f"{point}: {short(window, scale)}" for point, window in result.windows]


def sharper(result: Checked, scale: Scale) -> str:
    """That a recorded window still follows, and more than it."""
    return "\n".join(["the evidence now says more than was recorded", *windows(result, scale)])
