"""Harris matrices: units of stratification, which lies above which, and which are the same.

Two forms are read. LST, as BASP Harris, ArchEd and Stratify write it: a unit at the beginning of a line, its relations
on lines of their own below, as `above: 27, 1`, which lists the units above it. And CSV with a column for the unit and
columns `above`, `below`, `equal`, whose cells list units likewise, or with two columns `above` and `below` (`younger`
and `older`) and one relation a row. What lies above was laid down later: `end(lower) <= start(upper)`. E. C. Harris,
Principles of Archaeological Stratigraphy, 2nd ed. 1989.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from chrono.core.diagnostics import Diagnostic, did_you_mean
from chrono.exchange.imported import AskedOf, Foreign, Ids, Imported, Sections, Unreadable, lost, read_as, source

KEY = "matrix"
"""The key of the file under `sources`; of further files with their number."""
_ATTRIBUTE = re.compile(r"\s+([A-Za-z][\w ()/.-]*?)\s*:\s*(.*?)\s*")
_RELATIONS = {
    "above": "above",
    "below": "below",
    "equal to": "equal",
    "equal": "equal",
    "equals": "equal",
    "same as": "equal",
    "contemporary with": "contemporary",
    "contemporary": "contemporary",
}
_UNITS = ("context", "unit", "name", "id", "layer", "stratum")
_PAIRS = {"younger": "older", "later": "earlier", "above": "below"}
"""Columns of a table with one relation a row: the upper unit, then the lower."""


# A rule and not bare constraints, so that a circle is a contradiction though each of its units took no time.
_WORDING = {
    "says": "{upper} is stratigraphically above {lower}",
    "slots": {"upper": "span", "lower": "span"},
}
_RULE = {
    "title": "What lies above was laid down after what lies below it",
    "when": ["$upper is stratigraphically above $lower"],
    "then": "end($lower) <= start($upper)",
    "order": ["$lower", "$upper"],
    "certainty": "certain",
    "because": "{upper} lies above {lower}",
    "source": "Harris 1989, the law of superposition",
}


@dataclass(slots=True)
class _Unit:
    name: str
    line: int
    relations: list[tuple[str, str, int]] = field(default_factory=list)
    """Kind, the other unit, and the line that says so."""
    notes: list[str] = field(default_factory=list)
    declared: bool = True


def sniffs(file: Foreign) -> bool:
    """Whether a file is a matrix: lines `above:` below names, or a table with the columns of one."""
    start = file.text()[:20_000]
    if re.search(r"^\S.*\n\s+(?:above|below|contemporary with|equal to)\s*:", start, re.MULTILINE):
        return True
    return _columns(start.partition("\n")[0]) is not None


def read(files: Sequence[Foreign], asked: AskedOf) -> Imported:
    """All files as one matrix; raises `Unreadable` with every mistake in them."""
    reading = _Reading(asked)
    for number, file in enumerate(files):
        reading.file(file, KEY if len(files) == 1 else f"{KEY}-{number + 1}")
    return reading.imported()


class _Reading:
    def __init__(self, asked: AskedOf) -> None:
        self.certainty = asked.certainty or "moderate"
        self.units: dict[str, _Unit] = {}
        self.said: dict[tuple[str, str, str], str] = {}
        """A relation, as `above`, upper, lower, and where it stands."""
        self.sources: dict[str, dict[str, str]] = {}
        self.wrong: list[Diagnostic] = []
        self.losses: list[Diagnostic] = []

    def file(self, file: Foreign, key: str) -> None:
        """Reads one file into the matrix."""
        text = file.text()
        title = next((line for line in text.splitlines() if line.strip()), "").strip()
        is_table = _columns(text.partition("\n")[0]) is not None
        self.sources[key] = source(file, file.name if is_table else title, "Harris matrix")
        if not file.is_utf8:
            self.losses.append(read_as("the file is not UTF-8 and is read as Latin-1", file.place()))
        found = [*(self.rows(text, file) if is_table else self.listed(text, file))]
        for unit in found:
            known = self.units.setdefault(unit.name, unit)
            if known is not unit:
                if known.declared and unit.declared:
                    self.wrong.append(
                        Diagnostic("import", f"the unit '{unit.name}' is given twice", file.place(unit.line))
                    )
                known.declared |= unit.declared
                known.notes += unit.notes
            for kind, other, line in unit.relations:
                self.relate(kind, unit.name, other, f"{key}, line {line}")
        if not is_table:
            self.undeclared(found, file)

    def undeclared(self, found: Sequence[_Unit], file: Foreign) -> None:
        for unit in found:
            for _, other, line in unit.relations:
                if other not in self.units:
                    help = did_you_mean(other, self.units)
                    message = f"'{unit.name}' names the unit '{other}', which is nowhere in the list"
                    self.wrong.append(Diagnostic("import", message, file.place(line), help))

    def relate(self, kind: str, one: str, other: str, at: str) -> None:
        """Notes a relation once, whichever of the two units it is said of: under `above` stand the units above."""
        if kind in ("above", "below"):
            upper, lower = (other, one) if kind == "above" else (one, other)
            self.said.setdefault(("above", upper, lower), at)
        else:
            first, second = sorted((one, other))
            self.said.setdefault((kind, first, second), at)

    def listed(self, text: str, file: Foreign) -> Iterator[_Unit]:
        """The units of an LST."""
        unit: _Unit | None = None
        ignored: dict[str, int] = {}
        lines = text.splitlines()
        # The list begins after the heading of its column; a list without one begins with its first unit.
        start = next((n + 1 for n, line in enumerate(lines) if line.strip().casefold() == "name"), 0)
        for number, line in enumerate(lines[start:], start + 1):
            if not line.strip():
                continue
            if not line[0].isspace():
                if unit is not None:
                    yield unit
                unit = _Unit(line.strip(), number)
                continue
            attribute = _ATTRIBUTE.fullmatch(line)
            if unit is None or attribute is None:
                if unit is not None:
                    self.wrong.append(Diagnostic("import", f"'{line.strip()[:60]}' is no relation", file.place(number)))
                continue
            name, value = attribute[1], attribute[2]
            kind = _RELATIONS.get(name.casefold())
            if kind is not None:
                unit.relations += [(kind, other, number) for other in _names(value)]
            elif value:
                unit.notes.append(f"{name}: {value}")
                ignored[name] = ignored.get(name, 0) + 1
        if unit is not None:
            yield unit
        for name, count in sorted(ignored.items()):
            message = f"'{name}' of {count} unit{'s' if count > 1 else ''} stands in their notes"
            self.losses.append(lost(message, file.place(), bears=False))

    def rows(self, text: str, file: Foreign) -> Iterator[_Unit]:
        """The units of a table; those that are only named in a cell are units as well."""
        reader = csv.reader(io.StringIO(text))
        found = _columns(text.partition("\n")[0])
        assert found is not None
        unit_at, relations = found
        seen: dict[str, _Unit] = {}
        heads: list[str] = []
        try:
            heads = [head.strip().casefold() for head in next(reader)]
            for row in reader:
                line = reader.line_num
                if not any(cell.strip() for cell in row):
                    continue
                if len(row) < len(heads):
                    row = [*row, *[""] * (len(heads) - len(row))]
                names = _names(row[unit_at])
                if len(names) != 1:
                    message = "a row has no unit" if not names else f"a row is of several units: {', '.join(names)}"
                    self.wrong.append(Diagnostic("import", message, file.place(line)))
                    continue
                unit = seen.setdefault(names[0], _Unit(names[0], line))
                for kind, at in relations:
                    others = _names(row[at])
                    unit.relations += [(kind, other, line) for other in others]
                    for other in others:
                        seen.setdefault(other, _Unit(other, line, declared=False))
        except csv.Error as error:
            self.wrong.append(Diagnostic("import", f"this is no CSV: {error}", file.place(reader.line_num)))
        kept = {unit_at, *(at for _, at in relations)}
        for at, head in enumerate(heads):
            if at not in kept and head:
                self.losses.append(lost(f"the column '{head}'", file.place(1), bears="date" in head or "error" in head))
        yield from seen.values()

    # -- as a chronology

    def imported(self) -> Imported:
        """The matrix, or `Unreadable`."""
        if self.wrong:
            raise Unreadable(self.wrong)
        if not self.units:
            raise Unreadable([Diagnostic("import", "there is no unit in it")])
        ids = Ids("unit")
        sections: Sections = {
            "chronology": {"title": next(iter(self.sources.values()))["title"], "unit": "year"},
            "sources": self.sources,
            "periods": {ids.of(unit.name): self.entry(unit) for unit in self.units.values()},
        }
        if any(kind == "above" for kind, _, _ in self.said):
            sections |= {"vocabulary": {"stratigraphically-above": _WORDING}, "rules": {"superposition": _RULE}}
        evidence = {}
        for number, ((kind, one, other), at) in enumerate(self.said.items(), 1):
            states, note = _stated(kind, ids.of(one), ids.of(other))
            told = {"certainty": self.certainty, "source": at, "note": f"{one} {note} {other}"}
            evidence[f"relation-{number}"] = {**states, **told}
        return Imported(sections | ({"evidence": evidence} if evidence else {}), tuple(self.losses))

    def entry(self, unit: _Unit) -> dict[str, str]:
        return {"name": unit.name} | ({"note": ". ".join(unit.notes)} if unit.notes else {})


def _stated(kind: str, a: str, b: str) -> tuple[dict[str, object], str]:
    """What a piece of evidence states of two units, and in words."""
    match kind:
        case "above":
            return {"says": f"{a} is stratigraphically above {b}"}, "lies above"
        case "equal":
            return {"holds": [f"start({a}) = start({b})", f"end({a}) = end({b})"]}, "is the same as"
        case _:
            return {"holds": [f"end({a}) >= start({b})", f"end({b}) >= start({a})"]}, "is contemporary with"


def _names(cell: str) -> list[str]:
    return [name for part in re.split(r"[,;]", cell) if (name := part.strip())]


def _columns(head: str) -> tuple[int, list[tuple[str, int]]] | None:
    """Where the unit stands in a table, and which relation each other column gives; None where it is no matrix."""
    try:
        heads = [name.strip().casefold() for name in next(csv.reader([head]), [])]
    except csv.Error:
        return None
    if len(heads) != len({*heads} - {""}) + heads.count(""):
        return None
    for upper, lower in _PAIRS.items():
        if upper in heads and lower in heads and not any(unit in heads for unit in _UNITS):
            return heads.index(upper), [("below", heads.index(lower))]
    unit = next((heads.index(name) for name in _UNITS if name in heads), None)
    relations = [(_RELATIONS[name], at) for at, name in enumerate(heads) if name in _RELATIONS]
    return None if unit is None or not relations else (unit, relations)
