"""The forms in which Harris matrices are kept: lists of BASP Harris, tables, Phaser's JSON, GraphML.

Takes a file, gives its units with their relations, dates and where each is said; mistakes and losses are collected.
What a form does not tell of itself, whether an edge of GraphML points downwards, whoever imports says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from chrono.core.diagnostics import Diagnostic
from chrono.exchange.imported import Foreign, Mistakes, Unreadable, lost, read_as
from chrono.exchange.table import is_sheet, sheet_of
from chrono.exchange.xml import Node, parsed
from chrono.loading import delimited

GRAPHML = "http://graphml.graphdrawing.org/xmlns"
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


@dataclass(slots=True)
class Unit:
    """A unit of a matrix as a file gives it."""

    name: str
    line: int
    relations: list[tuple[str, str, int]] = field(default_factory=list)
    """Kind, the other unit, and the line that says so: under `above` stand the units that lie above this one."""
    notes: list[str] = field(default_factory=list)
    declared: bool = True
    label: str = ""
    """How it is called, where that is not its name in the file."""
    tags: list[str] = field(default_factory=list)
    within: list[tuple[str, int]] = field(default_factory=list)
    """Phases and groups that enclose it, with the line."""
    least: int | None = None
    most: int | None = None
    """The first and last year that are given for it, without a year 0."""
    finds: list[tuple[str, int | None, int | None, int]] = field(default_factory=list)
    """What was found in it, with the first and last year it can have been made in, and the line."""


@dataclass(slots=True)
class Form:
    """One file being read: what it is called, its units and what was found wrong or lost."""

    title: str
    units: list[Unit]
    closed: bool = False
    """Whether all units are listed, so that one that is only named is a mistake."""
    edge: str = "line"
    """What the number of a relation counts, by which its place is cited."""
    node: str = "line"
    """And that of a unit."""


class Forms:
    """Reads files in any of the forms."""

    def __init__(self, edges: str = "", years: str = "", sheet: str = "") -> None:
        self.edges, self.counted, self.sheet = edges, years, sheet
        self.wrong = Mistakes()
        self.losses: list[Diagnostic] = []

    def form(self, file: Foreign) -> Form:
        """The units of a file, by whichever form its content is in."""
        kind = kind_of(file)
        if kind == "graphml":
            return self.graph(file)
        if kind == "phaser":
            return self.phaser(file)
        if not (file.is_utf8 or is_sheet(file)):
            self.losses.append(read_as("the file is not UTF-8 and is read as Latin-1", file.place()))
        if kind == "table" or is_sheet(file):
            return Form(file.name, [*self.rows(file)])
        text = file.text()
        if not kind and not _HEADING.search(text[:20_000]):
            help = "it may be an LST, a CSV with columns of units above and below, Phaser's JSON, GraphML"
            raise Unreadable([Diagnostic("import", "this is no Harris matrix in a known form", file.place(), help)])
        title = next((line for line in text.splitlines() if line.strip()), "").strip()
        return Form(title, [*self.listed(text, file)], closed=True)

    def listed(self, text: str, file: Foreign) -> Iterator[Unit]:
        """The units of an LST."""
        unit: Unit | None = None
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
                unit = Unit(line.strip(), number)
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

    def rows(self, file: Foreign) -> Iterator[Unit]:
        """The units of a table; those that are only named in a cell are units as well."""
        mistaken: list[Diagnostic] = []
        if is_sheet(file):
            rows = sheet_of(file, self.sheet, mistaken) or []
        else:
            rows = delimited.rows_of(file.text(), file.name, mistaken) or []
        heads = [name.casefold() for name in rows[0].texts] if rows else []
        found = _columns(heads)
        if found is None:
            help = "its first line names a unit and what lies above and below it"
            wrong = mistaken or [Diagnostic("import", "this table is no Harris matrix", file.place(), help)]
            raise Unreadable([Diagnostic("import", one.message, one.place, one.help) for one in wrong])
        unit_at, relations = found
        seen: dict[str, Unit] = {}
        if len(rows) > delimited.MOST_ROWS:
            mistaken.append(Diagnostic("import", f"a matrix has {delimited.MOST_ROWS:,} rows at most", file.place()))
        self.wrong += [Diagnostic("import", one.message, one.place, one.help) for one in mistaken]
        for row in rows[1:]:
            line = row.line
            cells = (*row.texts, *[""] * (len(heads) - len(row.texts)))
            names = _names(cells[unit_at])
            if len(names) != 1:
                message = "a row has no unit" if not names else f"a row is of several units: {', '.join(names)}"
                self.wrong.append(Diagnostic("import", message, file.place(line)))
                continue
            unit = seen.setdefault(names[0], Unit(names[0], line))
            for kind, at in relations:
                others = _names(cells[at])
                unit.relations += [(kind, other, line) for other in others]
                for other in others:
                    seen.setdefault(other, Unit(other, line, declared=False))
        kept = {unit_at, *(at for _, at in relations)}
        for at, head in enumerate(heads):
            if at not in kept and head:
                self.losses.append(lost(f"the column '{head}'", file.place(1), bears="date" in head or "error" in head))
        yield from seen.values()

    # -- graphs

    def phaser(self, file: Foreign) -> Form:
        """The units of a matrix of Phaser, the software of the project The Matrix: nodes and edges of Cytoscape."""
        found = _json(file)
        elements = found.get("elements", found) if isinstance(found, dict) else {}
        nodes, edges = (self.data(elements, key, file) for key in ("nodes", "edges"))
        units: dict[str, Unit] = {}
        finds = 0
        for number, node in enumerate(nodes):
            id, kind = str(node.get("id") or ""), str(node.get("class") or "context")
            if not id:
                self.wrong.append(Diagnostic("import", f"/elements/nodes/{number}: a node has no id", file.place()))
            elif kind != "dating":
                least, most = self.years(node, f"/elements/nodes/{number}", file)
                label = str(node.get("label") or id)
                note = [str(node["description"])] if node.get("description") else []
                units[id] = Unit(id, number, notes=note, label=label, tags=[kind], least=least, most=most)
        for number, node in enumerate(nodes):
            parent, id = str(node.get("parent") or ""), str(node.get("id") or "")
            if not parent:
                continue
            if parent not in units:
                message = f"/elements/nodes/{number}: no node is called '{parent}'"
                self.wrong.append(Diagnostic("import", message, file.place()))
            elif node.get("class") != "dating":
                units[id].within.append((parent, number))
            elif node.get("included") is not False and node.get("include") is not False:
                least, most = self.years(node, f"/elements/nodes/{number}", file)
                what = " ".join(str(node[key]) for key in ("type", "label") if node.get(key))
                units[parent].finds.append((what or "a find", least, most, number))
                finds += most is not None
        for number, edge in enumerate(edges):
            ends = [str(edge.get(key) or "") for key in ("source", "target")]
            relation = _RELATIONS.get(str(edge.get("type") or "above").casefold())
            if relation is None or any(end not in units for end in ends):
                message = f"/elements/edges/{number}: its ends or its type are not known"
                self.wrong.append(Diagnostic("import", message, file.place()))
                continue
            # "source above target": the source stands among the units above the target.
            units[ends[1]].relations.append((relation, ends[0], number))
        if finds:
            message = f"the last year of {finds} find{'s' if finds > 1 else ''}"
            help = (
                "it may be older than its layer: its first year is a terminus post quem, counted with --at-least weak"
            )
            self.losses.append(lost(message, file.place(), bears=True, help=help))
        if any(unit.least is not None or unit.most is not None for unit in units.values()):
            message = "years before 1 are read as historians count them, -50 as 50 BCE"
            self.losses += [] if self.counted else [read_as(message, file.place())]
        self.losses.append(lost(f"the layout of the drawing: {len(nodes)} positions", file.place(), bears=False))
        return Form(file.name, [*units.values()], closed=True, edge="edge", node="node")

    def data(self, elements: Any, key: str, file: Foreign) -> list[dict[str, Any]]:
        """What each node or edge of Cytoscape says."""
        listed = elements.get(key) if isinstance(elements, dict) else None
        if not isinstance(listed, list):
            self.wrong.append(Diagnostic("import", f"/elements/{key} is no list", file.place()))
            return []
        found = []
        for number, one in enumerate(listed):
            data = one.get("data") if isinstance(one, dict) else None
            if isinstance(data, dict):
                found.append(data)
            else:
                self.wrong.append(Diagnostic("import", f"/elements/{key}/{number} has no data", file.place()))
        return found

    def years(self, node: dict[str, Any], at: str, file: Foreign) -> tuple[int | None, int | None]:
        """The first and last year of a node, as far apart as its tolerances allow."""
        dating = node.get("dating")
        if not isinstance(dating, dict):
            return None, None
        found: list[int | None] = []
        for key, sign in (("minYear", -1), ("maxYear", 1)):
            text = str(dating.get(key) if dating.get(key) is not None else "").strip()
            tolerance = dating.get(f"{key}TolValue") or 0
            if not text:
                found.append(None)
                continue
            astronomical = self.counted == "astronomical"
            if not re.fullmatch(r"-?[0-9]{1,6}", text, re.ASCII) or not (int(text) or astronomical):
                message = f"{at}/dating/{key}: {text[:20]!r} is no year"
                self.wrong.append(Diagnostic("import", message, file.place(), "1 BCE is -1: there is no year 0"))
                found.append(None)
                continue
            year = int(text) + (int(text) < 0 and not astronomical)
            if (
                isinstance(tolerance, int)
                and 0 <= tolerance < 100_000
                and dating.get(f"{key}TolUnit") in (None, "years")
            ):
                year += sign * tolerance
                found.append(year if year > 0 else year - 1)
            else:
                self.losses.append(
                    lost(f"{at}/dating/{key}, whose tolerance is not in years", file.place(), bears=True)
                )
                found.append(None)
        return found[0], found[1]

    def graph(self, file: Foreign) -> Form:
        """The units of GraphML: a node each, and edges that point to what lies below, or above."""
        root = parsed(file, GRAPHML)
        if root.name != "graphml":
            raise Unreadable([Diagnostic("import", f"the root is '{root.name}' and no GraphML", root.place(file))])
        keys = {key.get("id"): key.get("attr.name").casefold() for key in root.below("key")}
        units: dict[str, Unit] = {}
        for node in root.below("node"):
            if node.get("id") in units or not node.get("id"):
                message = f"the node '{node.get('id')}' is given twice" if node.get("id") else "a node has no id"
                self.wrong.append(Diagnostic("import", message, node.place(file)))
            said = _data(node, keys)
            label = said.get("label") or said.get("name") or _drawn(node) or node.get("id")
            units[node.get("id")] = Unit(node.get("id"), node.line, label=label)
        guessed = False
        for edge in root.below("edge"):
            ends = [edge.get("source"), edge.get("target")]
            if any(end not in units for end in ends):
                message = f"an edge names a node that is not there: {', '.join(ends)}"
                self.wrong.append(Diagnostic("import", message, edge.place(file)))
                continue
            told = _data(edge, keys).get("relation", "")
            kind = _RELATIONS.get(told.casefold()) or self.edges or "above"
            guessed |= not told and not self.edges
            units[ends[1]].relations.append((kind, ends[0], edge.line))
        if guessed:
            message = "an edge is read as from the upper unit to the lower one; --edges below turns that round"
            self.losses.append(read_as(message, file.place()))
        return Form(file.name, [*units.values()], closed=True)


_HEADING = re.compile(r"^\s*name\s*$", re.MULTILINE | re.IGNORECASE)
"""Above the units of an LST, which may have no relations."""


def kind_of(file: Foreign) -> str:
    """The form of a file: `graphml`, `phaser`, `list`, `table`; "" for none of them."""
    start = file.content[:20_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        return "graphml" if GRAPHML.encode() in start else ""
    if start.startswith(b"{"):
        return "phaser" if b'"nodes"' in file.content and b'"edges"' in file.content else ""
    if is_sheet(file):
        return "table" if _columns(_heads_of_sheet(file)) is not None else ""
    text = file.text()[:20_000]
    if re.search(r"^\S.*\n\s+(?:above|below|contemporary with|equal to)\s*:", text, re.MULTILINE):
        return "list"
    return "table" if _columns(_heads(text)) is not None else ""


def _json(file: Foreign) -> Any:
    try:
        return json.loads(file.text())
    except ValueError as error:
        line = getattr(error, "lineno", 0)
        raise Unreadable([Diagnostic("import", f"this is no JSON: {error}", file.place(line))]) from None
    except RecursionError:
        raise Unreadable([Diagnostic("import", "it is nested too deeply", file.place())]) from None


def _data(node: Node, keys: dict[str, str]) -> dict[str, str]:
    """What is said of a node or an edge, by the names of the keys."""
    return {keys.get(child.get("key"), ""): child.text() for child in node.children if child.name == "data"}


def _drawn(node: Node) -> str:
    """The label that yEd draws."""
    labels = (child for child in node.walk() if child.name.endswith("}NodeLabel") or child.name == "NodeLabel")
    return next((label.text() for label in labels if label.text()), "")


def _names(cell: str) -> list[str]:
    return [name for part in re.split(r"[,;]", cell) if (name := part.strip())]


def _heads(text: str) -> list[str]:
    """The names of the columns of a table, in small letters."""
    lines = StringIO(text, newline="")
    first = lines.readline()
    rows = delimited.rows_of(first, "", []) or delimited.rows_of(first + lines.readline(), "", []) or []
    return [name.casefold() for name in rows[0].texts] if rows else []


def _heads_of_sheet(file: Foreign) -> list[str]:
    """The names of the columns of a spreadsheet of one sheet, in small letters; none where it cannot be read."""
    with suppress(Unreadable):
        rows = sheet_of(file, "", [])
        return [name.casefold() for name in rows[0].texts] if rows else []
    return []


def _columns(heads: list[str]) -> tuple[int, list[tuple[str, int]]] | None:
    """Where the unit stands in a table, and which relation each other column gives; None where it is no matrix."""
    if len(heads) != len({*heads} - {""}) + heads.count(""):
        return None
    for upper, lower in _PAIRS.items():
        if upper in heads and lower in heads and not any(unit in heads for unit in _UNITS):
            return heads.index(upper), [("below", heads.index(lower))]
    unit = next((heads.index(name) for name in _UNITS if name in heads), None)
    relations = [(_RELATIONS[name], at) for at, name in enumerate(heads) if name in _RELATIONS]
    return None if unit is None or not relations else (unit, relations)
