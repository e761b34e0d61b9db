"""A chronology in other words: every id renamed, or every date moved by the same number of days.

Takes the value of a chronology, gives another; what is printed (names, texts, citations) stays as it was written.
Nothing here reads files or reasons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from chrono.core.diagnostics import Place
from chrono.core.points import edge_and_span, point_of
from chrono.dates import Duration, Relative, Run
from chrono.engine.formulas import Point
from chrono.language.expressions import RELATIONS, Amount, Name
from chrono.language.sentences import Sentence
from chrono.model.chronology import Chronology, Entry, Evidence, Selector, Sequence


def new_names(value: Chronology) -> dict[str, str]:
    """A new id for every entry and every piece of evidence, in the opposite order of the alphabet."""
    ids = {e.id for e in value.entries} | {e.id for e in value.evidence}
    # In a sentence such an id could not be told from the word for a relation.
    old = sorted(ids - RELATIONS.keys(), reverse=True)
    return {id: f"renamed-{number:06d}" for number, id in enumerate(old)}


def renamed(value: Chronology, to: Mapping[str, str]) -> Chronology:
    """The chronology with these ids renamed wherever they stand, sorted anew; rules keep theirs."""

    def of(*ids: str) -> tuple[str, ...]:
        return tuple(to.get(id, id) for id in ids)

    def change(node: Any) -> Any:
        match node:
            case Name(id):
                return replace(node, id=to.get(id, id))
            case Relative(of=id):
                return replace(node, of=to.get(id, id))
            case Sentence(values=values):
                return replace(node, values=tuple(to.get(v, v) if isinstance(v, str) else v for v in values))
            case Selector(ids=ids) if ids is not None:
                return replace(node, ids=of(*ids))
            case Sequence(links=links):
                return replace(node, links=tuple((to.get(a, a), to.get(b, b)) for a, b in links))
            case Evidence(id=id, against=against):
                return replace(node, id=to.get(id, id), against=of(*against))
            case Entry(id=id):
                new = to.get(id, id)
                stated = tuple(replace(s, id=new + s.id.removeprefix(id)) for s in node.stated)
                return replace(
                    node,
                    id=new,
                    stated=stated,
                    authors=of(*node.authors),
                    parts=of(*node.parts),
                    compare=of(*node.compare),
                )
            case _:
                return node

    changed: Chronology = _changed(value, change)
    return replace(
        changed,
        entries=tuple(sorted(changed.entries, key=lambda e: e.id)),
        evidence=tuple(sorted(changed.evidence, key=lambda e: e.id)),
    )


def renamed_point(point: Point, to: Mapping[str, str]) -> Point:
    """What a point such as `end(manuscript)` is called where these ids are renamed."""
    edge, id = edge_and_span(point)
    return point_of(edge, to.get(id, id))


def shiftable(value: Chronology) -> bool:
    """Whether all its dates can be moved together and nothing else changes: it is in days, no date is counted from
    something else, and no duration has months or years, which are longer or shorter elsewhere in the calendar."""
    return value.unit == "day" and not any(
        isinstance(node, Relative) or (isinstance(node, Duration) and node.months) for node in _nodes(value)
    )


def shifted(value: Chronology, days: int) -> Chronology:
    """The chronology with every date so many days later."""

    def change(node: Any) -> Any:
        return shifted_run(node, days) if isinstance(node, Run) else node

    moved: Chronology = _changed(value, change)
    return moved


def shifted_run(run: Run, days: int) -> Run:
    """A stretch so many days later; an open side stays open."""
    return Run(None if run.first is None else run.first + days, None if run.last is None else run.last + days)


def _nodes(node: object) -> Iterator[object]:
    """A value and all that it is made of."""
    if isinstance(node, tuple):
        for part in node:
            yield from _nodes(part)
    elif is_dataclass(node) and not isinstance(node, Place):
        yield node
        for field in fields(node):
            yield from _nodes(getattr(node, field.name))


def _changed(node: Any, change: Callable[[Any], Any]) -> Any:
    """The value with everything that it is made of changed, parts before wholes. What an amount is called is the name
    of a setting, and no id."""
    if isinstance(node, tuple):
        return tuple(_changed(part, change) for part in node)
    if not is_dataclass(node) or isinstance(node, Place | Amount | type):
        return node
    return change(replace(node, **{f.name: _changed(getattr(node, f.name), change) for f in fields(node)}))
