"""What follows, shown behind the lines of the text: windows of spans, verdicts on hypotheses.

Takes a reading and answers, gives hints. A window is shown only where it is narrower than what its entry states; one
that a limit kept from being proven is said to be perhaps narrower. Where the newest texts have mistakes the answers
are those to the last ones without, and say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lsprotocol import types

from chrono.answers.check import Check, Checked
from chrono.answers.windows import SpanWindows, Windows
from chrono.answers.wording import points, short
from chrono.core.diagnostics import Place
from chrono.dates import Relative, Scale
from chrono.frontends.lsp.positions import Text
from chrono.frontends.lsp.study import Reading
from chrono.reports.text.contradictions import under

OLDER = "of the last texts without mistakes"
REPAIRED = "under the preferred repair"
"""Where the evidence contradicts itself, of what another repair may move."""


class Hint(NamedTuple):
    """What is shown behind the line of a place, and what is told of it when it is pointed at."""

    place: Place
    said: str
    told: str


def windows(reading: Reading, found: Windows, bare: Windows | None) -> Iterator[Hint]:
    """The windows of spans that are narrower than what is stated on them."""
    chronology = reading.loaded.chronology
    if chronology is None:
        return
    alone = {span.id: (span.start.intervals, span.end.intervals) for span in bare.results} if bare is not None else {}
    counted = {e.id for e in chronology.entries if any(isinstance(s.value, Relative) for s in e.stated)}
    for span in found.results:
        bounded = span.start.hull != (None, None) or span.end.hull != (None, None)
        if bounded and (span.id in counted or alone.get(span.id) != (span.start.intervals, span.end.intervals)):
            yield _hint(span, _said(span, found.asked.scale), span.name, found)


def _hint(of: SpanWindows | Checked, said: str, told: str, answer: Windows | Check) -> Hint:
    """A hint, which says when it is told under a repair."""
    return Hint(of.place, repaired(of, said), ", ".join([told, *([under(answer)] if of.stands else [])]))


def repaired(of: SpanWindows | Checked, said: str) -> str:
    """What is said of contradictory evidence: that another repair may make it another, unless none does."""
    return said if of.stands in ("", "firm") else f"{said}, {REPAIRED}"


def _said(span: SpanWindows, scale: Scale) -> str:
    """`begun 1937 – 1938, finished 1938 – 1940`; one date alone for what began and ended on it."""
    begun, ended = points(span.kind)
    start, end = short(span.start, scale, alone=True), short(span.end, scale, alone=True)
    first, last = span.start.hull
    if first is not None and first == last and span.start.intervals == span.end.intervals:
        return start
    said = [
        f"{verb} {window}"
        for verb, window, of in ((begun, start, span.start), (ended, end, span.end))
        if of.hull != (None, None)
    ]
    return ", ".join(said)


def verdicts(check: Check) -> Iterator[Hint]:
    """What becomes of each hypothesis."""
    for result in check.results:
        yield _hint(result, verdict(result), result.claim, check)


def verdict(result: Checked) -> str:
    """What became of a hypothesis, against what was expected of it."""
    if result.held_back:
        return "not known in time"
    if result.ok:
        return f"{result.verdict}, as expected"
    if result.verdict == result.expect:
        return f"{result.verdict} as expected, but not under every variation"
    return f"{result.verdict}, expected {result.expect}"


def shown(hints: Iterable[Hint], file: str, text: Text, wanted: types.Range) -> list[types.InlayHint]:
    """The hints of a file as the editor shows them, those within a range."""
    found = []
    for hint in hints:
        if hint.place.file != file or not hint.place.line:
            continue
        _, end = text.line_at(text.offset(hint.place.line, hint.place.column))
        position = text.position(end)
        if wanted.start.line <= position.line <= wanted.end.line:
            found.append(types.InlayHint(position, hint.said, tooltip=hint.told, padding_left=True))
    return found


def moved(hints: Iterable[Hint], then: Reading, now: Reading) -> Iterator[Hint]:
    """The hints of an earlier reading at the lines where what they are of is declared now; others are left out."""
    ids = {(m.place.file, m.place.line): m.of for m in then.own_mentions.all if m.defines}
    places = {m.of: Place(m.place.file, m.place.line, m.place.column) for m in now.own_mentions.all if m.defines}
    for hint in hints:
        id = ids.get((hint.place.file, hint.place.line))
        if id in places:
            yield Hint(places[id], f"({hint.said})", f"{hint.told}, {OLDER}")
