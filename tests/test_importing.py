"""`chrono import`: what other tools wrote gives the windows that are known for it, and what is lost is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono import Chronology
from chrono.core.diagnostics import Diagnostic, Place
from chrono.exchange import AskedOf, Foreign, Unreadable, read, sniffed
from chrono.exchange.imported import Ids, Mistakes, Names
from chrono.exchange.told import text
from chrono.frontends.cli import main

SAMPLES = Path(__file__).parent / "data" / "exchange"
Ends = tuple[int | None, int | None]


def sample(name: str) -> Foreign:
    return Foreign(name, (SAMPLES / name).read_bytes())


def chronology(file: Foreign, format: str = "") -> Chronology:
    format = format or sniffed(file)
    return Chronology.loads(text(read(format, [file]), format, [file]))


def windows(found: Chronology, *ids: str) -> dict[str, tuple[Ends, Ends]]:
    """The hulls of spans in astronomical years."""
    answer = found.infer(*ids)
    assert answer.status == "consistent"
    return {r.id: (r.start.window.hull, r.end.window.hull) for r in answer.results}


def clog(**model: Any) -> Foreign:
    return Foreign("model.clog", json.dumps({"chronolog-version": "3.0.0", "name": "Made", **model}).encode())


def lst(body: str) -> Foreign:
    return Foreign("units.lst", f"Stratigraphic Dataset test\n\n  Name\n{body}".encode())


# -- names and mistakes


def test_names_are_kept_apart_also_from_names_with_numbers() -> None:
    names = Names()
    assert [names.of(name) for name in ("a", "a 2", "a", "a", "b", "a 2")] == ["a", "a 2", "a 3", "a 4", "b", "a 2 2"]


def test_after_a_thousand_mistakes_nothing_more_is_read() -> None:
    mistakes = Mistakes()
    for number in range(999):
        mistakes.append(Diagnostic("import", "wrong", Place("file", number + 1)))
    with pytest.raises(Unreadable) as refused:
        mistakes.append(Diagnostic("import", "wrong", Place("file", 1000)))
    assert refused.value.diagnostics[-1].message == "900 more of this kind from here on"


# -- ChronoLog


def test_the_naive_model_of_sellopoulo_gives_its_windows() -> None:
    """Levy, Piasetzky and Fantalkin 2021, tomb 4 at Sellopoulo: LM III A1 by 1352 BCE and not before 1390."""
    assert windows(chronology(sample("1-Sellopoulo-naive.clog")), "amenophis-iii", "lm-lh-iii-a1") == {
        "amenophis-iii": ((-1389, -1389), (-1351, -1351)),
        "lm-lh-iii-a1": ((None, -1351), (-1389, None)),
    }


def test_the_model_of_dynasty_26_gives_the_published_reigns() -> None:
    """Levy and others 2021, figure 2a, after Kitchen 2000."""
    reigns = {
        "psammetichus-i": (-664, -610),
        "necho-ii": (-610, -595),
        "psammetichus-ii": (-595, -589),
        "apries": (-589, -570),
        "amasis": (-570, -526),
        "psammetichus-iii": (-526, -525),
    }
    found = windows(chronology(sample("Egyptian-Dyn-26-CLOG3.clog")), *reigns)
    # Historical years before Christ are one less in astronomical counting.
    assert found == {id: ((first + 1, first + 1), (last + 1, last + 1)) for id, (first, last) in reigns.items()}


@pytest.mark.parametrize(
    ("low", "high", "hull"),
    [
        (-2, -2, (-1, -1)),
        (-1, -1, (0, 0)),
        (1, 1, (1, 1)),
        (-3, 2, (-2, 2)),
        (None, -44, (None, -43)),
        (-12001, -9001, (-12000, -9000)),
    ],
)
def test_years_around_the_era(low: int | None, high: int | None, hull: Ends) -> None:
    model = clog(lonePeriods=[{"name": "P", "startDateLB": low, "startDateUB": high}])
    assert windows(chronology(model), "p")["p"][0] == hull


def test_that_a_model_crosses_the_era_is_said() -> None:
    model = clog(lonePeriods=[{"name": "P", "startDateLB": -3, "endDateUB": 2}])
    assert [d.code for d in read("chronolog", [model]).losses] == ["read-as"]


@pytest.mark.parametrize(
    ("way", "most_least", "hull"),
    [
        ("a", "e", (115, 115)),
        ("a", "l", (115, None)),
        ("a", "m", (None, 115)),
        ("b", "e", (85, 85)),
        ("b", "l", (None, 85)),
        ("b", "m", (85, None)),
    ],
)
def test_delays(way: str, most_least: str, hull: Ends) -> None:
    """`boundary1 of period1` lies so many years after (a) or before (b) `boundary2 of period2`."""
    model = clog(
        lonePeriods=[{"name": "Fixed", "endDateLB": 100, "endDateUB": 100}, {"name": "Loose"}],
        synchronisms=[
            {
                "type": "Delay synchronism",
                "period1": "Loose",
                "period2": "Fixed",
                "boundary1": "s",
                "boundary2": "e",
                "beforeAfter": way,
                "mostLeast": most_least,
                "delay": 15,
            }
        ],
    )
    assert windows(chronology(model), "loose")["loose"][0] == hull


FIXED = {"name": "B", "startDateLB": 100, "startDateUB": 100, "endDateLB": 200, "endDateUB": 200}


@pytest.mark.parametrize(
    ("kind", "start", "end"),
    [
        ("Equals", (100, 100), (200, 200)),
        ("Included in", (100, 200), (100, 200)),
        ("Contemporary with", (None, 200), (100, None)),
        ("Starts during", (100, 200), (100, None)),
        ("Ends during", (None, 200), (100, 200)),
        ("Starts with", (100, 100), (100, None)),
        ("Ends with", (None, 200), (200, 200)),
        ("Meets", (None, 100), (100, 100)),
        ("Met by", (200, 200), (200, None)),
        ("Begins", (100, 100), (100, 200)),
        ("Ends", (100, 200), (200, 200)),
        ("Overlaps before", (None, 100), (100, 200)),
        ("Overlaps after", (100, 200), (200, None)),
        ("Ends after start of", (None, None), (100, None)),
        ("Ends strictly after start of", (None, None), (101, None)),
        ("Starts before end of", (None, 200), (None, None)),
    ],
)
def test_synchronisms(kind: str, start: Ends, end: Ends) -> None:
    model = clog(lonePeriods=[{"name": "A"}, FIXED], synchronisms=[{"type": kind, "period1": "A", "period2": "B"}])
    assert windows(chronology(model), "a")["a"] == (start, end)


def test_radiocarbon_is_kept_beside_and_told() -> None:
    model = clog(lonePeriods=[{"name": "P"}], C14PhaseDatesForExport={"P": ['R_Date("x", 3000, 30);']})
    found = read("chronolog", [model])
    assert found.loses_dates
    assert "R_Date" in found.sections["periods"]["p"]["note"]
    assert found.sections["periods"]["p"]["tags"] == ["c14"]


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ({"lonePeriods": [{"name": "P", "startDateLB": 0}]}, "/lonePeriods/0/startDateLB: there is no year 0"),
        ({"synchronisms": [{"type": "Equals", "period1": "A", "period2": "B"}]}, "no period is called 'A'"),
        ({"imports": ["other"]}, "/imports: other models are imported"),
        ({"lonePeriods": [{"name": "P"}, {"name": "P"}]}, "two periods are called 'P'"),
        (
            {
                "lonePeriods": [{"name": "P"}, {"name": "Q"}],
                "synchronisms": [{"type": "Resembles", "period1": "P", "period2": "Q"}],
            },
            "'Resembles' is no synchronism",
        ),
    ],
)
def test_what_a_model_cannot_say(model: dict[str, Any], said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read("chronolog", [clog(**model)])


STRATA = """Sequence;Period;Input Earliest Start;Input Latest Start;Input Earliest End;Input Latest End;\
Input Min. Duration;Input Max. Duration
Strata;Upper;?;?;?;?;20;?
Strata;Lower;?;?;?;?;20;?
Kings;First;1200;?;?;?;0;10
Kings;Second;?;?;?;1300;35;?
""".replace("\\\n", "")
MET = """Sequence 1 ;Period 1;Synchronism type;Sequence 2;Period 2;Synchronism details
Strata;Upper;Starts during;Kings;First;
Strata;Lower;Ends during;Kings;Second;
"""


def tables(*texts: str) -> list[Foreign]:
    return [Foreign(f"t-{number}.csv", body.encode()) for number, body in enumerate(texts)]


def test_the_two_tables_of_a_model_give_its_windows() -> None:
    """Two kings and two strata as in the paper of Geeraerts, Levy and Pluquet (TIME 2017)."""
    files = tables(STRATA, MET)
    assert {sniffed(file) for file in files} == {"chronolog"}
    found = Chronology.loads(text(read("chronolog", files), "chronolog", files))
    assert windows(found, "upper", "lower", "first", "second") == {
        "first": ((1200, 1260), (1200, 1265)),
        "second": ((1200, 1265), (1240, 1300)),
        "lower": ((1220, 1280), (1240, 1300)),
        "upper": ((1200, 1260), (1220, 1280)),
    }
    assert [key for key, _ in found.value.sources] == ["chronolog", "chronolog-1"]


def test_a_table_of_windows_comes_back() -> None:
    files = tables(STRATA, MET)
    found = Chronology.loads(text(read("chronolog", files), "chronolog", files))
    again = tables(found.export("chronolog-csv").content.decode())
    back = Chronology.loads(text(read("chronolog", again), "chronolog", again))
    names = ("upper", "lower", "first", "second")
    assert windows(back, *names) == windows(found, *names)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ((MET,), "one of sequences"),
        ((STRATA, STRATA), "one of sequences"),
        ((STRATA.replace("1200", "twelve"),), "'twelve' is no number of years"),
        ((STRATA, MET.replace("Starts during;Kings;First;", "Delay;Kings;First;a 5 years")), "is not read"),
        ((STRATA, MET.replace("First", "Third")), "no period is called 'Third'"),
    ],
)
def test_what_tables_of_a_model_cannot_say(texts: tuple[str, ...], said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read("chronolog", tables(*texts))


# -- Harris matrices


def test_the_matrix_of_bonn_has_its_units_and_relations() -> None:
    found = read("harris", [sample("bonn.lst")])
    assert (len(found.sections["periods"]), len(found.sections["evidence"]), found.losses) == (19, 26, ())
    assert {"plus", "minus"} <= found.sections["periods"].keys()
    assert chronology(sample("bonn.lst")).infer("unit-1").status == "consistent"


def test_the_matrix_of_twelve_relations_has_the_windows_of_its_network() -> None:
    """The same strata with the dates of three: windows as in the published network of them."""
    file = sample("harris12.csv")
    dates = """
evidence:
  lo-1: {holds: "start(unit-1) >= 1900"}
  hi-1: {holds: "end(unit-1) <= 1950"}
  lo-5: {holds: "start(unit-5) >= 1500"}
  hi-5: {holds: "end(unit-5) <= 1600"}
  lo-9: {holds: "start(unit-9) >= 1000"}
  hi-9: {holds: "end(unit-9) <= 1400"}
"""
    imported = text(read("harris", [file]), "harris", [file])
    files = {"events.yaml": imported.replace("unit: year", "unit: year\n  include: d.yaml"), "d.yaml": dates}
    expected = json.loads((SAMPLES / "harris12-windows.json").read_text(encoding="utf-8"))["spans"]
    names = {f"unit-{n}": f"c{n}" for n in range(1, 10)} | {"natural": "natural"}
    for id, (start, end) in windows(Chronology.loads(files), *names).items():
        told = expected[names[id]]
        for hull, written in ((start, told["start"]), (end, told["end"])):
            assert [None if step is None else f"{step:04}" for step in hull] == [*written], id


def test_what_both_units_say_is_one_relation() -> None:
    found = read("harris", [lst("1\n   below: 2\n2\n   above: 1\n")])
    (piece,) = found.sections["evidence"].values()
    assert piece["says"] == "unit-1 is stratigraphically above unit-2"


def test_a_circle_is_a_contradiction_with_its_lines() -> None:
    found = chronology(lst("1\n   below: 2\n2\n   below: 3\n3\n   below: 1\n"))
    (conflict,) = found.conflicts().conflicts
    told = {premise.citation for premise in conflict.premises if premise.id.startswith("relation")}
    assert told == {"matrix, line 5", "matrix, line 7", "matrix, line 9"}


def test_a_table_of_pairs() -> None:
    found = read("harris", [Foreign("pairs.csv", b"younger,older\na,b\nb,c\n")])
    said = [piece["says"] for piece in found.sections["evidence"].values()]
    assert said == ["a is stratigraphically above b", "b is stratigraphically above c"]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (lst("1\n   below: 3\n2\n"), "names the unit '3', which is nowhere in the list"),
        (lst("1\n   below: 2\n2\n   above: 1\n1\n   below: 2\n"), "the unit '1' is given twice"),
        (lst("1\n   below: 2\n   and so on\n2\n   above: 1\n"), "is no relation"),
        (Foreign("m.csv", b"context,above,below\n,1,2\n"), "a row has no unit"),
    ],
)
def test_what_a_matrix_cannot_say(file: Foreign, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read("harris", [file])


# -- all of them


def carried(format: str, file: Foreign) -> None:
    """The file is read, and what is made of it loads; or it is refused with mistakes."""
    try:
        text(read(format, [file], AskedOf("weak")), format, [file])
    except Unreadable as mistakes:
        if not mistakes.diagnostics:
            raise


@given(st.binary(max_size=300), st.sampled_from(["chronolog", "harris"]))
@settings(deadline=None)
def test_no_bytes_give_anything_but_a_chronology_or_mistakes(content: bytes, format: str) -> None:
    carried(format, Foreign("x", content))


@given(st.sampled_from(["1-Sellopoulo-naive.clog", "bonn.lst", "harris12.csv"]), st.data())
@settings(deadline=None)
def test_a_mutated_file_gives_a_chronology_or_mistakes(name: str, data: st.DataObject) -> None:
    content = bytearray(sample(name).content)
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
    carried("chronolog" if name.endswith("clog") else "harris", Foreign(name, bytes(content)))


@given(st.lists(st.text(min_size=1, max_size=8), unique=True, max_size=20))
@settings(deadline=None)
def test_every_name_has_an_id_of_its_own(names: list[str]) -> None:
    ids = Ids("unit")
    given_ids = [ids.of(name) for name in names]
    assert len({*given_ids}) == len(names)
    assert given_ids == [ids.of(name) for name in names]
    Chronology.loads("events:\n" + "".join(f"  {id}: {{}}\n" for id in given_ids) if given_ids else "events: {a: {}}")


# -- the command


def run(*args: str) -> Result:
    return CliRunner().invoke(main, ["import", *args])


def test_a_file_is_written_once_and_names_what_is_lost(tmp_path: Path) -> None:
    target = tmp_path / "events.yaml"
    ran = run(str(SAMPLES / "1-Sellopoulo-naive.clog"), "-o", str(target))
    assert ran.exit_code == 0, ran.output
    assert "the layout of the drawing: 21 values" in ran.stderr
    assert "# - the layout of the drawing: 21 values" in target.read_text(encoding="utf-8")
    again = run(str(SAMPLES / "bonn.lst"), "-o", str(target))
    assert again.exit_code != 0
    assert "is there already" in again.stderr


def test_strict_fails_where_dates_are_lost(tmp_path: Path) -> None:
    model = tmp_path / "model.clog"
    model.write_bytes(clog(lonePeriods=[{"name": "P"}], C14StartDatesForExport={"P": ["R_Date(1)"]}).content)
    assert run(str(model), "--strict").exit_code == 1
    assert run(str(SAMPLES / "1-Sellopoulo-naive.clog"), "--strict").exit_code == 0


def test_the_document(tmp_path: Path) -> None:
    document = json.loads(run("harris", str(SAMPLES / "bonn.lst"), "--format", "json").stdout)
    assert document["schema"] == "chrono.import/1"
    assert document["counts"] == {"sources": 1, "periods": 19, "vocabulary": 1, "rules": 1, "evidence": 26}
    assert Chronology.loads(document["yaml"]).infer("unit-1").status == "consistent"


def test_what_is_in_no_known_format(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("nothing of the kind")
    ran = run(str(tmp_path / "x.txt"))
    assert ran.exit_code != 0
    assert "is in no format that is known here" in ran.stderr
    assert run(str(tmp_path / "nowhere.lst")).exit_code != 0


def test_mistakes_come_with_their_place(tmp_path: Path) -> None:
    (tmp_path / "x.lst").write_bytes(lst("1\n   below: 3\n   above:\n2\n").content)
    ran = run(str(tmp_path / "x.lst"))
    assert ran.exit_code == 1
    assert "x.lst:5" in ran.stderr
