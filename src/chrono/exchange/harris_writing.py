"""Harris matrices written: which span lies above which, as CSV, LST, GraphML or DOT, the last two with windows.

What lies above is what the inferences say came later: `end(lower) <= start(upper)`; the same unit, what begins and ends
together; contemporary, what certainly met. What only follows from several inferences together is not written.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from chrono import dates
from chrono.answers.infer import SpanResult
from chrono.answers.material import Material, hull, is_hull_alone
from chrono.core.diagnostics import Diagnostic
from chrono.core.points import end_of, point_of, start_of
from chrono.core.text import harmless
from chrono.exchange import harris
from chrono.exchange.exported import Choices, Exported, Inexpressible, asked_in_words, lost
from chrono.exchange.harris_forms import GRAPHML
from chrono.exchange.imported import AskedOf, Foreign
from chrono.exchange.inferences import bounds

Relation = tuple[str, str, str]
"""`above`, `equal` or `contemporary`, and two units: of `above` the upper one first."""


def table(material: Material, choices: Choices) -> Exported:
    """CSV: a unit a row, with the units above, below and equal to it."""
    matrix = _Matrix(material)
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(("context", "above", "below", "equal"))
    for id, name in matrix.names.items():
        writer.writerow((name, *(", ".join(matrix.of(id, kind)) for kind in ("above", "below", "equal"))))
    return matrix.exported(made.getvalue(), unsaid=("contemporary",))


def listed(material: Material, choices: Choices) -> Exported:
    """LST, as BASP Harris, ArchEd and Stratify read it."""
    matrix = _Matrix(material)
    lines = [f"Stratigraphic Dataset {matrix.title}", "", "  Name"]
    words = {"above": "above", "contemporary": "contemporary with", "equal": "equal to", "below": "below"}
    for id, name in matrix.names.items():
        lines.append(name)
        lines += [f"            {said}: {', '.join(matrix.of(id, kind))}" for kind, said in words.items()]
    return matrix.exported("\n".join([*lines, ""]))


def graphml(material: Material, choices: Choices) -> Exported:
    """GraphML: windows as data of the nodes; an edge from the upper unit to the lower one."""
    matrix = _Matrix(material)
    return matrix.exported("\n".join([*_graphml(matrix), ""]), windows=True)


def _graphml(matrix: _Matrix) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<graphml xmlns="{GRAPHML}">'
    yield from (f"<!-- {escape(words).replace('--', '- -')} -->" for words in asked_in_words(matrix.material))
    for number, key in enumerate(_DATA):
        yield f'<key id="n{number}" for="node" attr.name="{key}" attr.type="string"/>'
    yield '<key id="e0" for="edge" attr.name="relation" attr.type="string"/>'
    yield '<graph id="matrix" edgedefault="directed">'
    for result in matrix.results:
        said = (result.name, *matrix.window(result))
        data = (f'<data key="n{n}">{escape(text)}</data>' for n, text in enumerate(said) if text)
        yield f"<node id={quoteattr(result.id)}>{''.join(data)}</node>"
    for kind, one, other in matrix.relations:
        ends = f"source={quoteattr(one)} target={quoteattr(other)}"
        yield f'<edge {ends}><data key="e0">{kind}</data></edge>'
    yield "</graph></graphml>"


_DATA = ("label", "start_earliest", "start_latest", "end_earliest", "end_latest")


def dot(material: Material, choices: Choices) -> Exported:
    """DOT, for Graphviz: the upper units on top, each with its window."""
    matrix = _Matrix(material)
    lines = [f"// {' '.join(harmless(words).split())}" for words in asked_in_words(material)]
    lines += ["digraph matrix {", "  node [shape=box];"]
    for result in matrix.results:
        least, _ = hull(result.start.window)
        _, most = hull(result.end.window)
        said = "" if least is None and most is None else dates.say_bounds(least, most, material.asked.scale, alone=True)
        label = "\\n".join(_escaped(word) for word in (result.name, said) if word)
        lines.append(f'  "{_escaped(result.id)}" [label="{label}"];')
    styles = {"above": "", "equal": " [dir=none, style=bold]", "contemporary": " [dir=none, style=dotted]"}
    for kind, one, other in matrix.relations:
        lines.append(f'  "{_escaped(one)}" -> "{_escaped(other)}"{styles[kind]};')
    return matrix.exported("\n".join([*lines, "}", ""]), read_again=False, windows=True)


class _Matrix:
    """The named spans as units, with what is said of two of them."""

    def __init__(self, material: Material) -> None:
        if not material.results:
            raise Inexpressible(Diagnostic("empty-selection", "there is no span to write"))
        self.material, self.results = material, material.results
        self.names = _names(self.results)
        self.relations = tuple(sorted(_relations(material, set(self.names))))
        self._of: dict[tuple[str, str], list[str]] = {}
        for kind, one, other in self.relations:
            mirrored = "below" if kind == "above" else kind
            # The lower unit has the upper one under `above`, the upper one the lower under `below`.
            self._of.setdefault((other, kind), []).append(self.names[one])
            self._of.setdefault((one, mirrored), []).append(self.names[other])

    @property
    def title(self) -> str:
        """The title of the chronology on one line."""
        return " ".join(harmless(self.material.asked.chronology).split())

    def of(self, unit: str, kind: str) -> list[str]:
        """The names of the units that lie so to a unit."""
        return sorted(self._of.get((unit, kind), ()))

    def window(self, result: SpanResult) -> Iterator[str]:
        """The window of a unit, "" for what is open."""
        for side in (result.start.window, result.end.window):
            yield from (dates.iso(step, self.material.asked.scale) or "" for step in hull(side))

    def exported(
        self, text: str, *, unsaid: tuple[str, ...] = (), read_again: bool = True, windows: bool = False
    ) -> Exported:
        """The text, read again, with what it does not hold."""
        losses: list[Diagnostic] = []
        if read_again:
            harris.read([Foreign("written", text.encode())], AskedOf(edges="above"))
        counts = [(kind, sum(relation[0] == kind for relation in self.relations)) for kind in unsaid]
        losses += [lost(f"relations of units ({kind}): {count}", bears=True) for kind, count in counts if count]
        if not windows:
            bounded = sum(
                any(step is not None for side in (r.start, r.end) for step in side.window.hull) for r in self.results
            )
            if bounded:
                losses.append(lost(f"the windows of {bounded} units", bears=True, help="graphml and dot have them"))
        elif gaps := sum(not is_hull_alone(side.window) for r in self.results for side in (r.start, r.end)):
            losses.append(lost(f"the gaps of {gaps} windows", bears=True))
        return Exported(text.encode(), tuple(losses))


def _relations(material: Material, units: set[str]) -> Iterator[Relation]:
    """What the inferences say of two units."""
    points = [point_of(edge, entry) for entry in material.entries for edge in ("start", "end")]
    found = bounds(material.binding, points).by_pair

    def holds(later: str, earlier: str) -> bool:
        bound = found.get((later, earlier))
        return bound is not None and bound.most <= 0

    seen: set[Relation] = set()
    for later, earlier in found:
        if not later or not earlier:
            continue
        for one in (later, earlier):
            other = earlier if one is later else later
            a, b = one.partition("(")[2].removesuffix(")"), other.partition("(")[2].removesuffix(")")
            if a == b or a not in units or b not in units:
                continue
            first, second = min(a, b), max(a, b)
            alike = all(holds(p(a), p(b)) and holds(p(b), p(a)) for p in (start_of, end_of))
            if alike:
                seen.add(("equal", first, second))
            elif holds(end_of(b), start_of(a)):
                seen.add(("above", a, b))
            elif holds(start_of(a), end_of(b)) and holds(start_of(b), end_of(a)):
                seen.add(("contemporary", first, second))
    yield from seen


def _names(results: tuple[SpanResult, ...]) -> dict[str, str]:
    """A name for each unit that a list of names can hold, each once; else its id."""
    counts: dict[str, int] = {}
    for result in results:
        counts[result.name] = counts.get(result.name, 0) + 1
    plain = {r.id: " ".join(r.name.split()) for r in results}
    ids = set(plain)
    return {
        r.id: r.id
        if counts[r.name] > 1 or not plain[r.id] or set(plain[r.id]) & set(',;:"') or plain[r.id] in ids - {r.id}
        else plain[r.id]
        for r in results
    }


def _escaped(text: str) -> str:
    return " ".join(harmless(text).split()).replace("\\", "\\\\").replace('"', '\\"')
