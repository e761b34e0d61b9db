"""`chrono check` as Markdown, for the page that a service shows of a run.

Takes a `Check`, gives text: one row a hypothesis, and below the table why each that failed did. Evidence is untrusted:
what Markdown or HTML would take for markup is escaped, and line ends become spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from chrono.answers.check import Check, Checked
from chrono.answers.reasons import Reason
from chrono.dates import Scale
from chrono.reports.page import Page
from chrono.reports.words import cut_short, failure, named, short, summary

_MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|<>&~$@:-])")


def check(answer: Check, page: Page) -> str:
    """The whole page."""
    note = cut_short(answer)
    title = answer.asked.chronology or "chrono check"
    lines = [f"## {plain(title)}", "", plain(summary(answer)), ""]
    lines += [f"**{plain(note)}**", ""] if note else []
    for conflict in answer.conflicts:
        lines += ["**These cannot all be true**", "", *_premises(conflict), ""]
    if answer.results:
        lines += ["| | hypothesis | verdict | expected | where |", "|---|---|---|---|---|"]
        lines += [*map(_row, answer.results), ""]
    for result in answer.results:
        if not result.ok:
            lines += _ground(result, answer.asked.scale)
    return "\n".join(lines)


def _row(result: Checked) -> str:
    mark = "✅" if result.ok else "❌" if result.fails else "⚠️"
    return f"| {mark} | {plain(result.id)} | {result.verdict} | {result.expect} | {plain(str(result.place))} |"


def _ground(result: Checked, scale: Scale) -> Iterable[str]:
    yield from (f"### {plain(result.id)}", "", plain(result.claim), "")
    if result.why:
        yield from (plain(result.why), "")
    yield from (f"- {plain(point)}: {plain(short(window, scale))}" for point, window in result.windows)
    yield from (f"- {plain(failure(v))}" for v in result.variations if not v.ok)
    if result.reason and result.verdict != "inconsistent":
        yield from ("", f"{result.verdict}, because", "", *_premises(result.reason))
    yield ""


def _premises(reason: Reason) -> Iterable[str]:
    for premise in reason.premises:
        yield f"- {plain(named(premise.id))}: {plain(premise.sentence)} ({plain(str(premise.place))})"


def plain(text: str) -> str:
    """Words that stay words; punctuation that could begin markup is escaped."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
