"""Random small chronologies with a true history planted in them, so that they never contradict themselves.

What is drawn is text as a historian would write it, read by the loader; a failing example is printed as that text.
Every statement is true in the planted history. Some evidence says that news was kept back, which undercuts a silence:
of that no history speaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hypothesis import strategies as st

from chrono import dates
from chrono.api import Chronology
from chrono.core.points import end_of, start_of
from chrono.testing.histories import History

_HEAD = """\
chronology: {{title: a made-up chronology, unit: {unit}, admit: weak}}
vocabulary:
  mentions: {{says: "{{document}} mentions {{event}}", slots: {{document: document, event: event}}}}
  silent: {{says: "{{document}} is silent about {{event}}", slots: {{document: document, event: event}}}}
  kept-back: {{says: "news of {{event}} was kept back", slots: {{event: event}}}}
rules:
  mention: {{when: $document mentions $event, then: end($document) >= start($event)}}
  silence:
    when: $document is silent about $event
    unless: news of $event was kept back
    then: end($document) <= known($event) + delay
    settings: {{delay: 0 {unit}s}}
"""
_FIRST = {"day": 2_429_000, "month": 12 * 1938, "year": 1938}
_SPAN = {"day": 1_000, "month": 60, "year": 20}


class Text(Chronology):
    """A chronology that is printed as the text it was read from."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Chronology.loads('''\n{self.told}''')"


def chronologies(
    *, max_events: int = 3, max_documents: int = 3, max_evidence: int = 6, unit: dates.Unit = "year"
) -> st.SearchStrategy[Chronology]:
    """Small consistent chronologies with dates, either/ors, rules that can be undercut, and levels of certainty."""
    drawn = planted(max_events=max_events, max_documents=max_documents, max_evidence=max_evidence, unit=unit)
    return drawn.map(lambda pair: pair[0])


@st.composite
def planted(
    draw: st.DrawFn, *, max_events: int = 3, max_documents: int = 3, max_evidence: int = 6, unit: dates.Unit = "year"
) -> tuple[Chronology, History]:
    """A chronology and the history that it was made from."""
    events = [f"event-{n}" for n in range(1, draw(st.integers(1, max_events)) + 1)]
    documents = [f"text-{n}" for n in range(1, draw(st.integers(1, max_documents)) + 1)]
    truth: dict[str, int] = {}
    for id in (*events, *documents):
        start = _FIRST[unit] + draw(st.integers(0, _SPAN[unit]))
        truth[start_of(id)] = start
        truth[end_of(id)] = start + draw(st.integers(0, _SPAN[unit] // 4))
    lines = [_HEAD.format(unit=unit), "events:\n"]
    lines += [f"  {id}: {{{draw(_stated(truth, id, unit))}}}\n" for id in events]
    lines.append("documents:\n")
    lines += [f"  {id}: {{{draw(_stated(truth, id, unit))}}}\n" for id in documents]
    pieces = draw(st.lists(_pieces(truth, events, documents, unit), max_size=max_evidence))
    lines.append("evidence:\n" if pieces else "")
    lines += [f"  piece-{number}: {{{piece}}}\n" for number, piece in enumerate(pieces, 1)]
    text = "".join(lines)
    read = Chronology.loads(text)
    chronology = Text(read.value, told=text)
    return chronology, History(chronology, truth)


@st.composite
def _stated(draw: st.DrawFn, truth: Mapping[str, int], id: str, unit: dates.Unit) -> str:
    """What is stated of a span, and true of it: nothing, its date, one of two dates, or stretches for its two ends."""
    start, end = truth[start_of(id)], truth[end_of(id)]
    wide = st.integers(0, _SPAN[unit] // 4)
    match draw(st.sampled_from(["date", "nothing", "either", "stretches"])):
        case "nothing":
            return ""
        case "either" if start == end:
            return f'date: "[{_iso(start, unit)},{_iso(end + 2 + draw(wide), unit)}]"'
        case "stretches":
            begun = f'"[{_iso(start - draw(wide), unit)}..{_iso(start + draw(wide), unit)}]"'
            ended = f'"[{_iso(end - draw(wide), unit)}..{_iso(end + draw(wide), unit)}]"'
            return f"start: {begun}, end: {ended}"
        case _:
            return f"date: {_iso(start, unit)}/{_iso(end, unit)}"


@st.composite
def _pieces(
    draw: st.DrawFn, truth: Mapping[str, int], events: Iterable[str], documents: Iterable[str], unit: dates.Unit
) -> str:
    """What a piece of evidence says, and how certain it is."""
    event, document = draw(st.sampled_from(list(events))), draw(st.sampled_from(list(documents)))
    a, b = (draw(st.sampled_from(sorted(truth))) for _ in range(2))
    first, second = sorted((a, b), key=lambda point: (truth[point], point))
    gap = truth[second] - truth[first]
    said = [
        f"holds: {first} <= {second}",
        f"holds: {second} - {first} <= {gap + draw(st.integers(0, 3))} {unit}s",
        f"holds: {second} >= {_iso(truth[second] - draw(st.integers(0, 3)), unit)}",
        f"holds: {first} < {second} or {second} < {first}"
        if gap
        else f"holds: {first} <= {second} or {second} < {first}",
        f"says: news of {event} was kept back",
    ]
    if truth[end_of(document)] >= truth[start_of(event)]:
        said.append(f"says: {document} mentions {event}")
    if truth[end_of(document)] <= truth[start_of(event)]:
        said.append(f"says: {document} is silent about {event}")
    level = draw(st.sampled_from(["certain", "strong", "moderate", "weak"]))
    return f"{draw(st.sampled_from(said))}, certainty: {level}"


def _iso(step: int, unit: dates.Unit) -> str:
    return str(dates.iso(step, dates.Scale(unit)))
