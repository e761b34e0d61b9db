"""Builds spans, sequences and sources from their nodes.

Takes fitted nodes and a context, gives model values; what is wrong goes to `context.found`.
"""

from __future__ import annotations

import re
from graphlib import CycleError, TopologicalSorter
from itertools import combinations, pairwise
from typing import Literal, TypeAlias, cast

from chrono.core.diagnostics import Diagnostic
from chrono.core.ids import field_id
from chrono.dates import Relative
from chrono.loading.context import Context, certainty, labels, weight
from chrono.loading.nodes import Fields, Items, Node, Scalar, dated, fields, scalars, words
from chrono.loading.sections import KINDS, Sections
from chrono.model.chronology import Certainty, Entry, Kind, Sequence, Stated

_Key: TypeAlias = Literal["date", "start", "end", "known", "duration"]
_DATED: tuple[tuple[str, _Key], ...] = (
    ("date", "date"),
    ("start", "start"),
    ("born", "start"),
    ("end", "end"),
    ("died", "end"),
    ("known", "known"),
    ("duration", "duration"),
)
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:[^\s<>\"{}|\\^`]+")
"""An absolute URI or IRI (RFC 3986, RFC 3987) as far as its form goes; a scheme of one letter would be a drive."""
SPANS = frozenset(KINDS.values())
MOST_UNORDERED = 300
"""Members of a sequence in unknown order: each two of them are an either/or."""


def entries(sections: Sections, context: Context) -> tuple[Entry, ...]:
    """Every span, sorted by id. Raises `LimitReached`."""
    built = [
        _entry(key, record, cast(Kind, kind), context)
        for section, kind in KINDS.items()
        for key, record in context.limit.paced(sections.tables[section], lambda _: 20)
    ]
    context.found.extend(_cycles(built))
    return tuple(sorted(built, key=lambda e: e.id))


def _entry(key: Scalar, record: Fields, kind: Kind, context: Context) -> Entry:
    level = certainty(record.get("certainty"), Certainty.CERTAIN)
    citation = context.citation(record.get("source"))
    stated = []
    for written, meaning in _DATED:
        if written not in record.pairs:
            continue
        node = record.get(written)
        value = context.spell(node) if meaning == "duration" else context.stated(node, citation)
        text = dated(node)
        if isinstance(value, Relative) and value.of == key.text and meaning != "known" and text is not None:
            help = "name what it is counted from: another entry"
            context.wrong("cycle", f"'{key.text}' is dated by itself", text.place, help)
        if value is not None and text is not None:
            stated.append(
                Stated(field_id(key.text, written), meaning, value, text.line_of_text, level, citation, text.place)
            )
    author, parts, place = record.get("author"), record.get("parts"), key.place
    exhaustive = words(record.get("exhaustive")).casefold() in ("true", "yes")
    if exhaustive and parts is None:
        context.wrong("missing-key", f"'{key.text}' is exhaustive, but of what?", key.place, "add `parts: [...]`")
    return Entry(
        id=key.text,
        kind=kind,
        name=words(record.get("name")) or key.text,
        stated=tuple(stated),
        topics=labels(record.get("topics")),
        tags=labels(record.get("tags")),
        citation=citation,
        refs=_refs(record.get("refs"), context),
        note=words(record.get("note")),
        certainty=level,
        weight=weight(record.get("weight")),
        place=place,
        authors=context.ids(author, ("person",), "person"),
        authors_place=author.place if author else place,
        parts=context.ids(parts, ("document",), "document"),
        parts_place=parts.place if parts else place,
        exhaustive=exhaustive,
        compare=context.ids(record.get("compare"), SPANS, "dated entry"),
        table=words(record.get("table")),
    )


def _refs(node: Node | None, context: Context) -> tuple[str, ...]:
    """The URIs that an entry is known by elsewhere, each once, in the order written."""
    kept: list[str] = []
    for scalar in scalars(node):
        if not _URI.fullmatch(scalar.text):
            help = "write it in full, as in https://www.wikidata.org/entity/Q33391"
            context.wrong("refs", f"'{scalar.line_of_text}' is no URI", scalar.place, help)
        elif scalar.text in kept:
            context.wrong("refs", f"'{scalar.text}' is listed twice", scalar.place, "remove one of them")
        else:
            kept.append(scalar.text)
    return tuple(kept)


def _cycles(entries: list[Entry]) -> list[Diagnostic]:
    """Documents that are, through their parts, parts of themselves: one diagnostic for each such circle."""
    parts = {e.id: e.parts for e in sorted(entries, key=lambda e: e.id) if e.parts}
    places = {e.id: e.parts_place for e in entries}
    found: list[Diagnostic] = []
    while True:
        try:
            TopologicalSorter(parts).prepare()
            return found
        except CycleError as error:
            # Each document of the circle is named by the one before it; the first is repeated at the end.
            circle: list[str] = error.args[1][:0:-1]
            least = circle.index(min(circle))
            circle = circle[least:] + circle[: least + 1]
            message = f"'{circle[0]}' is a part of itself: " + " has the part ".join(f"'{id}'" for id in circle)
            help = "a document encloses its parts: take one of them out of `parts`"
            found.append(Diagnostic("cycle", message, places[circle[0]], help))
            parts = {id: p for id, p in parts.items() if id not in circle}


def sequences(sections: Sections, context: Context) -> tuple[Sequence, ...]:
    """Every sequence as links, in the order of their members."""
    built = (_sequence(node, context) for node in sections.sequences)
    return tuple(sorted(built, key=lambda s: s.links))


def _sequence(node: Node, context: Context) -> Sequence:
    record = fields(node)
    listed = node if isinstance(node, Items) else record.get("of")
    members = context.ids(listed, SPANS, "dated entry")
    if isinstance(listed, Items) and len(listed.items) < 2:
        context.wrong("sequence", "a sequence needs at least two members", listed.place, "list them in their order")
    gaps = words(record.get("gaps")).casefold() == "allowed"
    order = record.get("order")
    ordered = words(order).casefold() != "unknown"
    if order is not None and not ordered and not gaps:
        help = "add `gaps: allowed`; that one follows directly on another is said by `holds: a meets b or b meets a`"
        context.wrong("sequence", "members in unknown order are never two at once, and no more", order.place, help)
    if order is not None and not ordered and len(members) > MOST_UNORDERED:
        message = f"{len(members)} members in unknown order, and {MOST_UNORDERED} is the most"
        context.wrong("too-large", message, order.place, "split it, or say what is known of the order")
        members = members[:MOST_UNORDERED]
    return Sequence(
        # The order they are listed in must not matter where it is unknown.
        links=tuple(pairwise(members)) if ordered else tuple(combinations(sorted(members), 2)),
        gaps=gaps,
        ordered=ordered,
        certainty=certainty(record.get("certainty"), Certainty.CERTAIN),
        weight=weight(record.get("weight")),
        citation=context.citation(record.get("source")),
        place=node.place,
        tags=labels(record.get("tags")),
    )


def bibliography(sections: Sections) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Each source with its fields, as flat texts."""
    return tuple(
        (key.text, tuple((name, _flat(value)) for name, (_, value) in record.pairs.items()))
        for key, record in sections.tables["sources"]
    )


def _flat(node: Node) -> str:
    """What another tool nests, on one line: names of persons joined by spaces, lists by semicolons."""
    match node:
        case Items(items=items):
            return "; ".join(map(_flat, items))
        case Fields(pairs=pairs):
            return " ".join(_flat(value) for _, value in pairs.values())
        case _:
            return words(node)
