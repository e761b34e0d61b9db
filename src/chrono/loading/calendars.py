"""By what dates are read: the calendar each is in, and what dates that are counted from something may name.

Takes the sections, gives a `Calendars` and a `Declared`; what is wrong is a list of diagnostics. A calendar is declared
(for the chronology, for a file, for a source) and never guessed; the nearest declaration counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chrono import dates
from chrono.core.diagnostics import Diagnostic
from chrono.loading.nodes import Node, Scalar, words
from chrono.loading.sections import Sections


@dataclass(frozen=True, slots=True)
class Calendars:
    """The calendar of dates that name none: of the source they cite, else of their file, else of the chronology."""

    default: str = "gregorian"
    files: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)

    def of(self, file: str, source: str | None = None) -> str:
        cited = self.sources.get(source) if source else None
        return cited or self.files.get(file, self.default)


def calendars(sections: Sections) -> tuple[Calendars, list[Diagnostic]]:
    """Every calendar that is declared; one that does not exist is reported and left out."""
    found: list[Diagnostic] = []
    default = _calendar(sections.chronology.get("calendar"), found)
    files = {file: name for file, node in sections.calendars.items() if (name := _calendar(node, found))}
    for id, rows in sections.rows.items():
        # The rows of a table are read like the entry that names it.
        _, place = sections.declared[id]
        if rows and place.file in files:
            files[rows[0].rpartition(":")[0]] = files[place.file]
    cited = ((key.text, _calendar(record.get("calendar"), found)) for key, record in sections.tables["sources"])
    return Calendars(default or "gregorian", files, {key: name for key, name in cited if name}), found


def _calendar(node: Node | None, found: list[Diagnostic]) -> str:
    if not isinstance(node, Scalar):
        return ""
    try:
        dates.calendar_named(node.line_of_text)
    except dates.DateError as error:
        found.append(Diagnostic("calendar", error.message, node.place, error.help))
        return ""
    return node.line_of_text


def declared(sections: Sections, unit: str) -> tuple[dates.Declared, list[Diagnostic]]:
    """Every dated entry by id, the periods by name, and how their years are counted where they say so."""
    found: list[Diagnostic] = []
    reigns: dict[str, tuple[str, ...]] = {}
    reckonings = {}
    for key, record in sections.tables["periods"]:
        name = words(record.get("name")).casefold()
        for called in {name, name.removeprefix("the ").removeprefix("reign of ")} - {""}:
            reigns[called] = (*reigns.get(called, ()), key.text)
        node = record.get("reckoning")
        if not isinstance(node, Scalar):
            continue
        # What reads these is loaded by the few chronologies that have them.
        from chrono.dates.relative.reading import read_reckoning

        try:
            reckonings[key.text] = read_reckoning(node.text)
        except dates.DateError as error:
            found.append(Diagnostic(error.code, error.message, node.place.at(error.column, error.length), error.help))
    return dates.Declared(sections.kinds, reigns, reckonings, unit), found
