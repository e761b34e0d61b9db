"""By what dates are read: the calendar each is in, and what dates that are counted from something may name.

Takes the sections, gives a `Calendars` and a `Declared`; what is wrong is a list of diagnostics. A calendar is declared
(for the chronology, for a file, for a source) and never guessed; the nearest declaration counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from chrono import dates
from chrono.core.declared import SPANS, of_kinds
from chrono.core.diagnostics import Advice, Diagnostic, advise, replacement
from chrono.dates.relative.date import Reigns
from chrono.loading.nodes import Node, Scalar, scalars, words
from chrono.loading.sections import Sections

if TYPE_CHECKING:
    from chrono.dates.relative.counting import Reckoning


@dataclass(frozen=True, slots=True)
class Calendars:
    """The calendar of dates that name none: of the source they cite, else of their file, else of the chronology."""

    default: str = "gregorian"
    files: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)

    def of(self, file: str, source: str | None = None) -> str:
        """The calendar of a date in a file: that of the source it is taken from, of the file, or of the chronology."""
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
        fixes = tuple(replacement(node.place, mend) for mend in error.mends)
        found.append(Diagnostic("calendar", error.message, node.place, error.help, fixes))
        return ""
    return node.line_of_text


def declared(sections: Sections, unit: str) -> tuple[dates.Declared, list[Diagnostic]]:
    """Every dated entry by id, the periods by name, and how their years are counted where they say so."""
    found: list[Diagnostic] = []
    reigns = Reigns()
    reckonings: dict[str, tuple[Reckoning, ...]] = {}
    epochs: dict[str, str] = {}
    rows: set[str] = set()
    for key, record in sections.tables["periods"]:
        name = words(record.get("name")).casefold()
        # "darius-ii" without a name may be called Darius II.
        name = name or key.text.replace("-", " ").replace("_", " ").casefold()
        for called in {name, name.removeprefix("the ").removeprefix("reign of ")}:
            reigns[called] = (*reigns.get(called, ()), key.text)
        if epoch := _epoch(key, record.get("years-from"), sections, found):
            epochs[key.text] = epoch
        if counted := _reckonings(record.get("reckoning"), found):
            reckonings[key.text] = counted
        if "table" in record.pairs:
            rows.add(key.text)
    return dates.Declared(sections.kinds, reigns, reckonings, unit, epochs, frozenset(rows)), found


def _reckonings(node: Node | None, found: list[Diagnostic]) -> tuple[Reckoning, ...]:
    """How the years of a reign are counted, as it says; several where one of them is right."""
    if node is None:
        return ()
    # What reads these is loaded by the few chronologies that have them.
    from chrono.dates.relative.reading import read_reckoning

    read = []
    for scalar in scalars(node):
        try:
            read.append(read_reckoning(scalar.text))
        except dates.DateError as error:
            place = scalar.place.at(error.column, error.length)
            fixes = tuple(replacement(place, mend) for mend in error.mends)
            found.append(Diagnostic(error.code, error.message, place, error.help, fixes))
    return tuple(dict.fromkeys(read))


def _epoch(reign: Scalar, node: Node | None, sections: Sections, found: list[Diagnostic]) -> str:
    """The entry that the years of a reign are counted from; "" where it names none that is declared."""
    if not isinstance(node, Scalar):
        return ""
    if node.text in sections.kinds and node.text != reign.text:
        return node.text
    known, otherwise = of_kinds(sections.kinds, SPANS), "declare it under events, with its date"
    message, advice = f"nothing dated is called '{node.text}'", advise(node.text, known, node.place, otherwise)
    if node.text == reign.text:
        message = "the years of a reign are counted from its own start"
        advice = Advice("leave it out, or name another entry")
    found.append(Diagnostic("unknown-id", message, node.place, *advice))
    return ""
