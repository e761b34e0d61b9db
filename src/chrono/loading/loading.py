"""Reads a chronology: from the files to one value, or to every mistake in them at once.

Takes a source (sources.py, git.py) and the files laid over it, gives a `Loaded`. The stages, in order: gather the files
(files.py, yaml.py), bring their sections together and check their shapes (sections.py, shapes.py), read in the tables
(expansion.py), build the values (wordings.py, entries.py, rules.py, evidence.py). Never raises for anything the files
can hold, and never prints.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from chrono import dates
from chrono.core.diagnostics import Diagnostic, Place, counted, in_order
from chrono.core.gc_pause import uncollected
from chrono.core.limits import Limit
from chrono.core.sources import Source
from chrono.core.text import SIGN, harmless
from chrono.loading import calendars, entries, evidence, hypotheses, overlays, rules, wordings
from chrono.loading.context import Context, certainty
from chrono.loading.edits import Edits
from chrono.loading.expansion import expand
from chrono.loading.files import File, fingerprint, gather
from chrono.loading.impossible import impossible
from chrono.loading.nodes import BREAK, Folded, Scalar, scalars, words
from chrono.loading.past_reigns import past_reigns
from chrono.loading.rows import Standing, Table
from chrono.loading.sections import Sections, merge
from chrono.loading.sources import MAIN, as_source
from chrono.model.chronology import Certainty, Chronology
from chrono.model.mentions import Mentions

MOST_SAID = 500
"""Characters of a message: a text that is quoted in it can be as long as a file."""


def _no_mentions(follow: bool) -> Mentions:
    return Mentions(())


@dataclass(frozen=True, slots=True)
class Loaded:
    """A chronology, or None where there are errors; and every error and warning, by place."""

    chronology: Chronology | None
    diagnostics: tuple[Diagnostic, ...]
    missing: bool = False
    """There is no chronology here, or nothing in it: nothing could be asked."""
    mentioning: Callable[[bool], Mentions] = field(default=_no_mentions, compare=False, repr=False)
    readable: Chronology | None = field(default=None, compare=False, repr=False)
    """As much of it as could be read, mistakes or not, for whoever offers what can be written: never to be asked."""
    texts: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """By name the text of every file that was read; of a spreadsheet, and of what could not be read, an empty one."""

    def mentions(self) -> Mentions:
        """Every mention of an id in these files and in those that hypotheses lay over them, also where they have
        mistakes; looked for when this is called, and anew each time."""
        return self.mentioning(True)


def load(place: Path | Source, laid_over: tuple[Path, ...] = (), limit: Limit | None = None) -> Loaded:
    """The chronology in a folder or another source, with the content of files laid over it as if it stood there.

    Raises `LimitReached` where a limit is given and reached before all of it is read: of a part nothing is known.
    """
    source, limit = as_source(place), limit or Limit()
    with uncollected(kept=True):
        files, found = gather(source, laid_over, limit)
        if not files:
            return Loaded(None, found, missing=True)
        merged = merge(files)
        expanded = expand(overlays.change(merged), source, limit)
        if expanded.uninstalled:
            return Loaded(None, (expanded.uninstalled,), missing=True)
        sections, tables = overlays.change(expanded.sections, before=merged), expanded.tables
        files = (*files, *expanded.files)
        inputs = fingerprint(files)
        # Of a file that was read its text is enough, and of a table that was read in its rows are.
        files = tuple(replace(file, data=b"") for file in files)
        del expanded
        chronology, context = _build(sections, inputs, source, limit)
        found = (*found, *sections.diagnostics, *context.found)
        found = tuple(d for d in found if d.code not in sections.doubtful)
        failed = any(d.severity == "error" for d in found)
        missing = sections.empty and not failed
        if missing:
            message, help = (
                "nothing is declared in this chronology",
                "write what is dated under documents, people, events or periods; `chrono init DIR` writes an example",
            )
            found = (*found, Diagnostic("empty", message, Place(MAIN), help))
        ordered = in_order(_quoting(counted(found, tables), files, tables))
        texts = {file.name: file.text for file in files}

    def mentioning(follow: bool) -> Mentions:
        # Editors alone ask for these.
        from chrono.loading.mentions import mentions

        found = list(mentions(merged, files, context))
        for name in sorted({name for h in chronology.hypotheses for name in h.under.overlays} if follow else ()):
            other = load(source, (*laid_over, source.overlay(name))).mentioning(False)
            found += (mention for mention in other.all if mention.place.file == name)
        return Mentions(found)

    return Loaded(None if failed or missing else chronology, ordered, missing, mentioning, chronology, texts)


def _build(sections: Sections, inputs: str, source: Source, limit: Limit) -> tuple[Chronology, Context]:
    head = sections.chronology
    units: dict[str, dates.Unit] = {"day": "day", "month": "month", "year": "year"}
    unit = units.get(words(head.get("unit")).casefold(), "day")
    conventions, unknown = _conventions(sections)
    languages, unspoken = _languages(sections, conventions)
    conventions, unknown = languages, [*unknown, *unspoken]
    declared, uncounted = calendars.declared(sections, unit)
    by_place, unread = calendars.calendars(sections)
    vocabulary, wrong = wordings.vocabulary(sections, declared, by_place.default, conventions)
    context = Context(
        calendars=by_place,
        conventions=conventions,
        declared=declared,
        sources=frozenset(key.text for key, _ in sections.tables["sources"]),
        vocabulary=vocabulary,
        unusable=wordings.unusable(sections, wrong),
        found=[*unknown, *uncounted, *unread, *wrong],
        limit=limit,
    )
    spans = entries.entries(sections, context)
    scale = dates.Scale(unit, by_place.default)
    context.found.extend((*impossible(spans, scale), *past_reigns(spans, scale)))
    settings = rules.settings_of(sections)
    chronology = Chronology(
        title=words(head.get("title")),
        unit=unit,
        calendar=by_place.default,
        admit=certainty(head.get("admit"), Certainty.MODERATE),
        conventions=conventions,
        sources=entries.bibliography(sections),
        entries=spans,
        sequences=entries.sequences(sections, context),
        evidence=evidence.evidence(sections, context, spans, settings),
        wordings=tuple(sorted(vocabulary.wordings.values(), key=lambda w: w.id)),
        rules=rules.rules(sections, context),
        inputs=inputs,
        source=source,
    )
    tested = hypotheses.hypotheses(sections, context, settings, chronology, source)
    if sections.chances:
        # Few files have any; exact fractions are loaded for them alone.
        from chrono.loading.chances import chances

        chronology = replace(chronology, chances=chances(sections.chances, context, chronology))
    laid = overlays.laid_over(sections, context, settings, chronology)
    return replace(chronology, hypotheses=tested, laid=laid), context


def _conventions(sections: Sections) -> tuple[str, list[Diagnostic]]:
    """The conventions by which words expand; the default where one is not known."""
    node = sections.chronology.get("conventions")
    if isinstance(node, Scalar):
        try:
            dates.check_conventions(node.line_of_text)
        except dates.DateError as error:
            return "wide", [Diagnostic("conventions", error.message, node.place, error.help)]
        return node.line_of_text, []
    return "wide", []


def _languages(sections: Sections, conventions: str) -> tuple[str, list[Diagnostic]]:
    """The conventions joined with the languages that words of dates are read in; all where none is named."""
    node = sections.chronology.get("languages")
    if node is None:
        return conventions, []
    found: list[Diagnostic] = []
    codes: list[str] = []
    for scalar in scalars(node):
        try:
            dates.with_languages("", (scalar.text,))
        except dates.DateError as error:
            found.append(Diagnostic("languages", error.message, scalar.place, error.help))
        else:
            codes.append(scalar.text)
    return " ".join((conventions, *codes)), found


def _quoting(found: Iterable[Diagnostic], files: tuple[File, ...], tables: Mapping[str, Table]) -> Iterator[Diagnostic]:
    """Each diagnostic with the line it points at, which in a text of several lines may be a later one, in a table with
    the column, and with its fixes as edits of the file."""
    by_name = {file.name: file for file in files}
    folded: dict[tuple[str, int], list[Folded]] = {}
    for text in (text for file in files for text in file.folded):
        folded.setdefault((text.start.file, text.start.line), []).append(text)
    lines: dict[str, list[str]] = {}
    edits: dict[str, Edits] = {}
    for diagnostic in found:
        place, file = diagnostic.place, by_name.get(diagnostic.place.file)
        if file is None:
            yield replace(diagnostic, fixes=())
            continue
        if file.name not in lines:
            lines[file.name] = BREAK.split(file.text)
            edits[file.name] = Edits(file, folded)
        for text in folded.get((place.file, place.line), ()):
            if text.start.column < place.column <= text.start.column + len(text.text):
                place = text.place(diagnostic.place, file.text)
        if 0 < place.line <= len(lines[file.name]):
            if table := tables.get(file.name):
                diagnostic = _in_row(diagnostic, lines[file.name][place.line - 1], table)
                place = diagnostic.place
            snippet = harmless(lines[file.name][place.line - 1], SIGN).replace("\t", " ")
            diagnostic = replace(diagnostic, place=place, snippet=snippet)
        fixes = tuple(fix for given in diagnostic.fixes if (fix := edits[file.name].made(given, place)))
        yield replace(diagnostic, message=_cut(diagnostic.message), help=_cut(diagnostic.help), fixes=fixes)


def _cut(text: str) -> str:
    """A message without the middle of what it quotes, where that is very long."""
    return text if len(text) <= MOST_SAID else f"{text[: MOST_SAID - 100]} ... {text[-90:]}"


def _in_row(diagnostic: Diagnostic, row: str, table: Table) -> Diagnostic:
    """A diagnostic of a table where its cell stands, with the name of the column; of a line that was made of several
    cells, where the word stands in the row that it quotes."""
    place, message = diagnostic.place, diagnostic.message
    if isinstance(place.file, Standing):
        column = table.column_at(place.line, place.column)
        named = not column or any(f"'{name}'" in message for name in table.columns if name)
        return diagnostic if named else replace(diagnostic, message=f"{message} (column '{column}')")
    quoted = re.search("'([^']+)'", message)
    at = row.find(quoted[1]) if quoted else -1
    length = len(quoted[1]) if quoted and at >= 0 else len(row)
    return replace(diagnostic, place=replace(place, column=max(0, at) + 1, length=length))
