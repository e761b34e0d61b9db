"""Harris matrices: the forms beside lists and tables, units with two numbers, and matrices written."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono import Chronology
from chrono.exchange import AskedOf, Foreign, Imported, Unreadable, read, sniffed
from chrono.exchange.told import text

SAMPLES = Path(__file__).parent / "data" / "exchange"


def imported(file: Foreign, **asked: str) -> Imported:
    return read("harris", [file], AskedOf(**asked))


def chronology(file: Foreign, **asked: str) -> Chronology:
    return Chronology.loads(text(imported(file, **asked), "harris", [file]))


def table(*rows: str) -> Foreign:
    return Foreign("m.csv", "\n".join(("context,above,below,equal", *rows, "")).encode())


def relations(found: Imported) -> list[str]:
    """What is said of units, in the words of the notes."""
    pieces = found.sections.get("evidence", {}).items()
    return sorted(piece["note"] for name, piece in pieces if name.startswith("relation"))


@pytest.mark.parametrize("separator", [";", "\t", ","])
@pytest.mark.parametrize("before", ["", "\ufeff", "sep={}\r\n", '"sep={}"\r\n'])
def test_a_table_is_read_as_spreadsheets_write_it(separator: str, before: str) -> None:
    rows = [["Context", "Above", "Below", "Equal"], ["1", "", '"2, 3"', ""], ["2", "1", "", '"3"'], ["3"], ["", "", ""]]
    text = before.format(separator) + "".join(separator.join(row) + "\r\n" for row in rows)
    file = Foreign("m.csv", text.encode())
    found = imported(file)
    assert sniffed(file) == "harris"
    assert relations(found) == ["1 lies above 2", "1 lies above 3", "2 is the same as 3"]
    assert [said["source"] for said in found.sections["evidence"].values()][-1].endswith(f"line {3 + bool(before[1:])}")


def book(**sheets: list[list[Any]]) -> Foreign:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return Foreign("m.xlsx", content.getvalue())


def test_a_matrix_in_a_spreadsheet_is_read_as_in_a_table() -> None:
    rows: list[list[Any]] = [["Context", "Above", "Below", "Equal"], [1, None, "2, 3"], [2, 1, None, 3]]
    said = ["1 lies above 2", "1 lies above 3", "2 is the same as 3"]
    one, several = book(Matrix=rows), book(Notes=[["to do"]], Matrix=rows)
    assert (sniffed(one), relations(imported(one))) == ("harris", said)
    assert relations(imported(several, sheet="Matrix")) == said
    with pytest.raises(Unreadable, match="has 2 sheets") as which:
        imported(several)
    assert "`--sheet Notes`" in which.value.diagnostics[0].help
    with pytest.raises(Unreadable, match="this table is no Harris matrix"):
        imported(book(Matrix=[["Context", "Date"], [1, 1150]]))
    with pytest.raises(Unreadable, match="no spreadsheet that can be read"):
        imported(Foreign("m.xlsx", b"PK\x03\x04"))
    assert sniffed(Foreign("m.xlsx", b"PK\x03\x04")) == ""


# -- one unit with two numbers


def test_what_lies_above_a_unit_lies_above_its_other_number() -> None:
    found = chronology(table("1,,2,", "2,1,,3", "3,,4,2", "4,3,,"))
    assert found.verdict("end(unit-4) <= start(unit-1)") == "entailed"


@pytest.mark.parametrize("chain", [2, 3, 4, 6])
def test_a_circle_through_a_unit_with_several_numbers_is_a_contradiction(chain: int) -> None:
    same = [
        f"{n},{'x' if n == chain else ''},{'x' if n == 1 else ''},{n + 1 if n < chain else ''}"
        for n in range(1, chain + 1)
    ]
    # x lies above the last number and below the first.
    found = chronology(table(*same, "x,,,"))
    conflicts = found.conflicts().conflicts
    assert conflicts
    for conflict in conflicts:
        cited = {premise.citation for premise in conflict.premises if premise.id.startswith("relation")}
        assert {"matrix, line 2", f"matrix, line {chain + 1}"} <= cited


def test_a_matrix_without_order_needs_no_rule() -> None:
    found = imported(table("1,,,2", "2,,,1"))
    assert "rules" not in found.sections
    assert relations(found) == ["1 is the same as 2"]


# -- GraphML


def graph(edges: str, nodes: str = '<node id="a"/><node id="b"><data key="d0">Pit</data></node>') -> Foreign:
    key = '<key id="d0" for="node" attr.name="label" attr.type="string"/>'
    body = f'<graphml xmlns="http://graphml.graphdrawing.org/xmlns">{key}<graph>{nodes}{edges}</graph></graphml>'
    return Foreign("m.graphml", body.encode())


def test_an_edge_comes_from_the_upper_unit_unless_said_otherwise() -> None:
    file = graph('<edge source="a" target="b"/>')
    assert sniffed(file) == "harris"
    found = imported(file)
    assert relations(found) == ["a lies above Pit"]
    assert any("--edges below" in loss.message for loss in found.losses)
    turned = imported(file, edges="below")
    assert (relations(turned), turned.losses) == (["Pit lies above a"], ())


def test_labels_as_yed_draws_them() -> None:
    node = (
        '<node id="n0"><data key="d5"><y:ShapeNode xmlns:y="http://www.yworks.com/xml/graphml"><y:NodeLabel>12'
        "</y:NodeLabel></y:ShapeNode></data></node>"
    )
    assert imported(graph("", node)).sections["periods"]["n0"]["name"] == "12"


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (graph('<edge source="a" target="c"/>'), "names a node that is not there"),
        (graph("", '<node id="a"/><node id="a"/>'), "given twice"),
        (graph("", ""), "no unit"),
        (Foreign("m.graphml", b'<svg xmlns:g="http://graphml.graphdrawing.org/xmlns"/>'), "no GraphML"),
        (
            Foreign(
                "m.graphml", b'<!DOCTYPE g [<!ENTITY a "b">]><graphml xmlns="http://graphml.graphdrawing.org/xmlns"/>'
            ),
            "entities",
        ),
    ],
)
def test_what_a_graph_cannot_say(file: Foreign, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        imported(file)


# -- Phaser


def dating(least: object, most: object, tolerance: int = 0) -> dict[str, object]:
    return {
        **{"minYear": least, "maxYear": most, "minYearTolValue": tolerance, "maxYearTolValue": tolerance},
        **{"minYearTolUnit": "years", "maxYearTolUnit": "years", "label": ""},
    }


def phaser(nodes: list[dict[str, Any]], edges: list[tuple[str, str]] = []) -> Foreign:  # noqa: B006
    elements = {
        "nodes": [{"data": node, "position": {"x": 0, "y": 0}} for node in nodes],
        "edges": [{"data": {"id": f"{a}-{b}", "source": a, "target": b, "type": "above"}} for a, b in edges],
    }
    return Foreign("m.json", json.dumps({"elements": elements}).encode())


PHASES: list[dict[str, Any]] = [
    {"id": "phase-1", "class": "phase", "label": "Iron Age", "dating": dating("-50", "43")},
    {"id": "group-1", "class": "group", "label": "1", "parent": "phase-1", "dating": dating("", "")},
    {"id": "context-1", "class": "context", "label": "1", "parent": "group-1"},
    {"id": "context-2", "class": "context", "label": "2", "parent": "group-1"},
    {
        "id": "dating-1",
        "class": "dating",
        "parent": "context-1",
        "type": "Coin",
        "label": "A",
        "dating": dating("10", "20"),
    },
    {"id": "dating-2", "class": "dating", "parent": "context-1", "included": False, "dating": dating("10", "20")},
]


def test_a_matrix_of_phaser() -> None:
    file = phaser(PHASES, [("context-1", "context-2")])
    assert sniffed(file) == "harris"
    found = imported(file)
    assert relations(found) == ["1 lies above 2"]
    assert found.sections["periods"]["context-1"] == {"name": "1", "tags": ["context"]}
    windows = {r.id: (r.start.hull, r.end.hull) for r in chronology(file).windows("*").results}
    assert windows["context-1"] == windows["phase-1"] == ((-49, 43), (-49, 43))


def test_a_find_is_weak_evidence_for_the_end_of_its_layer() -> None:
    found = chronology(phaser(PHASES))
    (result,) = found.windows("context-1", at_least="weak").results
    assert result.end.hull == (10, 43)
    assert any("the last year of 1 find" in loss.message for loss in imported(phaser(PHASES)).losses)


@pytest.mark.parametrize(
    ("years", "hull"),
    [
        (dating("-2", "-2"), (-1, -1)),
        (dating("-1", "1"), (0, 1)),
        (dating("1", "1", 1), (0, 2)),
        (dating(-44, None), (-43, None)),
    ],
)
def test_years_of_phaser_are_historical(years: dict[str, object], hull: tuple[int | None, int | None]) -> None:
    found = chronology(phaser([{"id": "p", "class": "phase", "dating": years}]))
    (result,) = found.windows("p").results
    assert (result.start.least, result.end.most) == hull


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (phaser([{"id": "p", "class": "phase", "dating": dating("0", "1")}]), "is no year"),
        (phaser([{"id": "p", "class": "phase", "dating": dating("soon", "1")}]), "is no year"),
        (phaser([{"id": "p", "parent": "q"}]), "no node is called 'q'"),
        (phaser([{"id": "p"}], [("p", "q")]), "its ends or its type"),
        (Foreign("m.json", b'{"elements": {"nodes": 3, "edges": [7]}}'), "is no list"),
        (Foreign("m.json", b'{"nodes": ' + b"[" * 200_000 + b'"edges"'), "nested too deeply|no JSON"),
    ],
)
def test_what_phaser_cannot_say(file: Foreign, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        imported(file)


# -- out


@st.composite
def matrices(draw: st.DrawFn) -> Foreign:
    """A matrix without circles, some of its units the same as the next."""
    count = draw(st.integers(2, 8))
    rows = []
    for n in range(count):
        below = draw(st.sets(st.integers(n + 1, count - 1), max_size=3)) if n + 1 < count else set()
        rows.append(f'u{n},,"{", ".join(f"u{m}" for m in sorted(below))}",')
    return table(*rows)


@given(matrices(), st.sampled_from(["harris", "lst", "graphml"]))
@settings(deadline=None)
def test_a_matrix_that_is_written_reads_back_to_the_same(file: Foreign, format: str) -> None:
    made = chronology(file).export(format)
    assert relations(imported(Foreign("again", made.content), edges="above")) == relations(imported(file))


@pytest.mark.parametrize("format", ["harris", "lst", "graphml"])
def test_the_samples_come_back(format: str) -> None:
    for name in ("harris12.csv", "bonn.lst"):
        file = Foreign(name, (SAMPLES / name).read_bytes())
        made = chronology(file).export(format)
        assert relations(imported(Foreign("again", made.content))) == relations(imported(file))


DATED = """
chronology: {unit: year}
periods: {floor: {name: 'Floor "A"', end: "[..1500]"}, pit: {start: "[1400..]"}, hearth: {}}
evidence: {above: {holds: start(floor) >= end(pit)}, met: {holds: hearth contemporary with pit}}
"""


def test_windows_stand_at_the_nodes() -> None:
    found = Chronology.loads(DATED)
    graphml = found.export("graphml").content.decode()
    assert '<node id="pit"><data key="n0">pit</data><data key="n1">1400</data><data key="n2">1500</data>' in graphml
    assert '<edge source="floor" target="pit"><data key="e0">above</data></edge>' in graphml
    drawn = found.export("dot").content.decode()
    assert r'"floor" [label="Floor \"A\"\n1400 – 1500"];' in drawn
    assert '"hearth" -> "pit" [dir=none, style=dotted];' in drawn


def test_what_a_table_of_units_cannot_hold_is_told() -> None:
    made = Chronology.loads(DATED).export("harris")
    assert [loss.message for loss in made.losses] == ["relations of units (contemporary): 1", "the windows of 3 units"]
    assert made.content.decode().splitlines()[1:] == ["floor,,pit,", "hearth,,,", "pit,floor,,"]


@given(st.sampled_from(["harris12.csv", "phaser", "graph"]), st.data())
@settings(deadline=None)
def test_a_mutated_matrix_gives_a_chronology_or_mistakes(name: str, data: st.DataObject) -> None:
    given_files = {
        "phaser": phaser(PHASES, [("context-1", "context-2")]),
        "graph": graph('<edge source="a" target="b"/>'),
    }
    file = given_files.get(name) or Foreign(name, (SAMPLES / name).read_bytes())
    content = bytearray(file.content)
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
    mutated = Foreign(name, bytes(content))
    try:
        text(imported(mutated), "harris", [mutated])
    except Unreadable as mistakes:
        if not mistakes.diagnostics:
            raise
