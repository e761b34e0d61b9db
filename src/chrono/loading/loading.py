"""Reads a chronology: from the files to one value, or to every mistake in them at once.

Takes a folder and the files laid over it, gives a `Loaded`. The stages, in order: gather the files (files.py, yaml.py),
bring their sections together and check their shapes (sections.py, shapes.py), read in the tables (tables.py), build the
values (wordings.py, entries.py, rules.py, evidence.py). Never raises for anything the files can hold, and never prints.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from chrono import dates
from chrono.diagnostics import Diagnostic, Place, in_order
from chrono.loading import entries, evidence, rules, wordings
from chrono.loading.context import Context, certainty, sharpened
from chrono.loading.files import MAIN, Source, fingerprint, gather
from chrono.loading.nodes import BREAK, Scalar, harmless, words
from chrono.loading.sections import Sections, merge
from chrono.loading.tables import expand
from chrono.model import Certainty, Chronology, Unit

_REFERENCES = frozenset({"unknown-id", "unknown-sentence", "unknown-setting", "unknown-source", "empty-selection"})
"""What may only seem missing while part of the files cannot be read."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A chronology, or None where there are errors; and every error and warning, by place."""

    chronology: Chronology | None
    diagnostics: tuple[Diagnostic, ...]
    missing: bool = False
    """There is no chronology here, or nothing in it: nothing could be asked."""


def load(folder: Path, overlays: tuple[Path, ...] = ()) -> Loaded:
    """The chronology in a folder, with the overlays' content added as if it stood there."""
    with _no_collecting():
        sources, found = gather(folder, overlays)
        if not sources:
            return Loaded(None, found, missing=True)
        sections, read_in = expand(merge(sources), folder)
        sources = (*sources, *read_in)
        chronology, mistakes = _build(sections, fingerprint(sources))
        found = (*found, *sections.diagnostics, *map(sharpened, mistakes))
        if sections.incomplete:
            found = tuple(d for d in found if d.code not in _REFERENCES)
        failed = any(d.severity == "error" for d in found)
        missing = sections.empty and not failed
        if missing:
            message, help = (
                "nothing is declared in this chronology",
                "`chrono init DIR` writes a small one to start from",
            )
            found = (*found, Diagnostic("empty", message, Place(MAIN), help))
        ordered = in_order(_quoting(found, sources))
        return Loaded(None if failed or missing else chronology, ordered, missing)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Keeps the garbage collector from walking, again and again, the many values that loading makes and keeps."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _build(sections: Sections, inputs: str) -> tuple[Chronology, list[Diagnostic]]:
    head = sections.chronology
    calendar, conventions, found = _reading(sections)
    vocabulary, wrong = wordings.vocabulary(sections, calendar, conventions)
    context = Context(
        calendar=calendar,
        conventions=conventions,
        kinds=sections.kinds,
        sources=frozenset(key.text for key, _ in sections.tables["sources"]),
        vocabulary=vocabulary,
        unusable=wordings.unusable(sections, wrong),
        found=[*found, *wrong],
    )
    spans = entries.entries(sections, context)
    settings = rules.settings_of(sections)
    unit = words(head.get("unit")).casefold()
    units: dict[str, Unit] = {"day": "day", "month": "month", "year": "year"}
    chronology = Chronology(
        title=words(head.get("title")),
        unit=units.get(unit, "day"),
        calendar=calendar,
        admit=certainty(head.get("admit"), Certainty.MODERATE),
        conventions=conventions,
        sources=entries.bibliography(sections),
        entries=spans,
        sequences=entries.sequences(sections, context),
        evidence=evidence.evidence(sections, context, spans, settings),
        wordings=tuple(sorted(vocabulary.wordings.values(), key=lambda w: w.id)),
        rules=rules.rules(sections, context),
        hypotheses=rules.hypotheses(sections, context, settings),
        inputs=inputs,
    )
    return chronology, context.found


def _reading(sections: Sections) -> tuple[str, str, list[Diagnostic]]:
    """The calendar and the conventions dates are read by; the default where one is not known."""
    calendar, conventions = "gregorian", "wide"
    found = []
    for key in ("calendar", "conventions"):
        node = sections.chronology.get(key)
        if not isinstance(node, Scalar):
            continue
        try:
            if key == "calendar":
                dates.read("1938", calendar=node.line_of_text)
                calendar = node.line_of_text
            else:
                dates.read("c. 1150", conventions=node.line_of_text)
                conventions = node.line_of_text
        except dates.DateError as error:
            found.append(Diagnostic(key, error.message, node.place, error.help))
    return calendar, conventions, found


def _quoting(found: Iterable[Diagnostic], sources: tuple[Source, ...]) -> Iterator[Diagnostic]:
    """Each diagnostic with the line it points at, which in a text of several lines may be a later one."""
    by_name = {s.name: s for s in sources}
    folded = {(source.name, text.start.line): text for source in sources for text in source.folded}
    lines: dict[str, list[str]] = {}
    for diagnostic in found:
        place, source = diagnostic.place, by_name.get(diagnostic.place.file)
        if source is None:
            yield diagnostic
            continue
        if source.name not in lines:
            lines[source.name] = BREAK.split(source.text)
        if (text := folded.get((place.file, place.line))) and text.start.column < place.column:
            place = text.place(place, source.text)
        if 0 < place.line <= len(lines[source.name]):
            if source.name.endswith(".csv"):
                place = _in_row(diagnostic, lines[source.name][place.line - 1])
            snippet = harmless(lines[source.name][place.line - 1], "\N{REPLACEMENT CHARACTER}").replace("\t", " ")
            diagnostic = replace(diagnostic, place=place, snippet=snippet)
        yield diagnostic


def _in_row(diagnostic: Diagnostic, row: str) -> Place:
    """Where in the row of a table the word stands that a message quotes."""
    quoted = re.search("'([^']+)'", diagnostic.message)
    at = row.find(quoted[1]) if quoted else -1
    return replace(diagnostic.place, column=max(0, at) + 1, length=len(quoted[1]) if quoted and at >= 0 else len(row))
