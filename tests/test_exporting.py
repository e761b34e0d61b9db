"""`chrono export`: what is known, in the formats of other tools; read back, the windows are the same or wider."""

from __future__ import annotations

import csv
import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono import Chronology, dates
from chrono.exchange import WRITTEN, Choices, Foreign, Inexpressible, read
from chrono.exchange.inferences import ZERO, bounds
from chrono.exchange.told import text
from chrono.frontends.cli import main
from chrono.networks import apart, at_least, at_most, because, either
from chrono.testing.histories import space_of

Ends = tuple[int | None, int | None]
SAMPLES = Path(__file__).parent / "data" / "exchange"
MODEL = Choices(model=True)
CONTRADICTION = "periods: {a: {start: 1900}}\nevidence: {e: {holds: start(a) < 1800}}\n"


def again(content: bytes, format: str = "chronolog") -> Chronology:
    file = Foreign("written", content)
    return Chronology.loads(text(read(format, [file]), format, [file]))


def windows(found: Chronology) -> dict[str, tuple[Ends, Ends]]:
    """The hulls of every span by its name, in steps."""
    answer = found.windows("*")
    assert answer.status == "consistent"
    return {r.name: (r.start.hull, r.end.hull) for r in answer.results}


def inside(narrow: Ends, wide: Ends) -> bool:
    (low, high), (least, most) = narrow, wide
    return (least is None or (low is not None and low >= least)) and (
        most is None or (high is not None and high <= most)
    )


# -- chronologies to export: everything said is true of a planted history


@st.composite
def chronologies(draw: st.DrawFn, unit: str = "year") -> str:
    """A consistent chronology of a few spans, on both sides of the era."""
    count = draw(st.integers(1, 5))
    first = {"year": 0, "month": 0, "day": 0}[unit]
    truth = {}
    for n in range(count):
        start = draw(st.integers(first - 30, first + 30))
        truth[f"p{n}"] = start, start + draw(st.integers(0, 12))
    points = {f"{edge}({id})": truth[id][edge == "end"] for id in truth for edge in ("start", "end")}
    slack = st.integers(0, 4)
    word = {"year": "year", "month": "months", "day": "days"}[unit]

    def dated(step: int) -> str:
        return str(dates.iso(step, dates.Scale("year"))) if unit == "year" else f"2000-03-{step + 40:02}"

    periods: dict[str, dict[str, str]] = {id: {} for id in truth}
    for id, (start, end) in truth.items():
        if unit == "year" and draw(st.booleans()):
            periods[id]["start"] = f"[{dated(start - draw(slack))}..{dated(start + draw(slack))}]"
        if unit == "year" and draw(st.booleans()):
            periods[id]["end"] = f"[..{dated(end + draw(slack))}]"
        if draw(st.booleans()):
            length = end - start
            periods[id]["duration"] = f"{max(0, length - draw(slack))}..{length + draw(slack)} {word}s".replace(
                "ss", "s"
            )
    evidence: dict[str, dict[str, str]] = {}
    for n in range(draw(st.integers(0, 5))):
        a, b = draw(st.sampled_from(sorted(points))), draw(st.sampled_from(sorted(points)))
        far = points[a] - points[b] + draw(slack)
        sign = "+" if far >= 0 else "-"
        evidence[f"e{n}"] = {"holds": f"{a} <= {b} {sign} {abs(far)} {word}s".replace("ss", "s")}
    if unit == "day":
        evidence["anchor"] = {"holds": f"start(p0) >= {'2000-01-01'}"}
    sections: dict[str, Any] = {"chronology": {"unit": unit, "title": "Made"}, "periods": periods}
    return json.dumps(sections | ({"evidence": evidence} if evidence else {}))


# -- the inferences as bounds


def test_a_point_that_no_format_speaks_of_is_worked_out() -> None:
    found = bounds(
        [because(apart("known(e)", "end(d)", most=5), "a"), because(apart("start(e)", "known(e)", 1, 3), "b")],
        ["start(e)", "end(d)"],
    )
    (bound,) = found.by_pair.values()
    assert (bound.later, bound.earlier, bound.most, bound.ids) == ("end(d)", "start(e)", 8, ("a", "b"))


def test_what_all_alternatives_share_is_kept_of_an_either_or() -> None:
    choice = either(at_most("x", 3), at_most("x", 9))
    found = bounds([because(choice, "a"), because(at_least("x", 0), "b")], ["x"])
    assert {pair: bound.most for pair, bound in found.by_pair.items()} == {("x", ZERO): 9, (ZERO, "x"): 0}
    assert len(found.either_ors) == 1


# -- ChronoLog


@pytest.mark.parametrize("name", ["1-Sellopoulo-naive.clog", "Egyptian-Dyn-26-CLOG3.clog"])
def test_a_model_of_chronolog_comes_back_with_equal_windows(name: str) -> None:
    found = Chronology.imported(SAMPLES / name)
    made = found.export("chronolog", choices=MODEL)
    assert not made.loses_dates
    assert windows(again(made.content)) == windows(found)


@given(chronologies())
@settings(deadline=None)
def test_any_model_in_years_comes_back_with_equal_windows(body: str) -> None:
    found = Chronology.loads(body)
    made = found.export("chronolog", choices=MODEL)
    assert not made.loses_dates
    assert windows(again(made.content)) == windows(found)


@given(chronologies())
@settings(deadline=None)
def test_windows_alone_come_back_as_they_are(body: str) -> None:
    found = Chronology.loads(body)
    back = windows(again(found.export("chronolog").content))
    assert back == windows(found)


@given(chronologies("day"))
@settings(deadline=None)
def test_days_are_rounded_outward_to_years(body: str) -> None:
    found = Chronology.loads(body)
    made = found.export("chronolog", choices=MODEL)
    assert made.loses_dates
    year = dates.Scale("year").step_of
    back = windows(again(made.content))
    for name, sides in windows(found).items():
        for (low, high), wide in zip(sides, back[name], strict=True):
            assert inside((None if low is None else year(low), None if high is None else year(high)), wide)


@pytest.mark.parametrize(
    ("date", "bounds"),
    [
        ("-0001", (-2, -2)),
        ("0000", (-1, -1)),
        ("0001", (1, 1)),
        ("[-0002..0002]", (-3, 2)),
        ("-0043", (-44, -44)),
    ],
)
def test_years_are_written_as_historians_count_them(date: str, bounds: Ends) -> None:
    found = Chronology.loads(f"chronology: {{unit: year}}\nperiods: {{p: {{start: '{date}'}}}}")
    (period,) = json.loads(found.export("chronolog").content)["lonePeriods"]
    assert (period["startDateLB"], period["startDateUB"]) == bounds


def test_the_leap_day_of_a_bce_year_lies_in_it() -> None:
    found = Chronology.loads("events: {e: {date: -0043-03-01, duration: 0 days}, f: {date: -0044-02-29}}")
    assert found.export("edtf").content.decode().splitlines()[-2:] == [
        "e\t-0043-03-01\t-0043-03-01",
        "f\t-0044-02-29\t-0044-02-29",
    ]
    made = json.loads(found.export("chronolog").content)
    assert made["events"][0]["dateLB"] == -44
    assert made["lonePeriods"][0]["startDateLB"] == -45


def test_what_a_model_cannot_say_is_told_with_its_place() -> None:
    body = """
chronology: {unit: year}
periods: {a: {}, b: {}, c: {}}
evidence:
  either: {holds: "end(a) <= 0100 or end(a) <= 0200"}
  sum: {holds: "duration(a) + duration(b) <= 5 years"}
"""
    made = Chronology.loads(body).export("chronolog", choices=MODEL)
    assert [(loss.severity, loss.place.line) for loss in made.losses] == [("warning", 5), ("warning", 6)]
    assert json.loads(made.content)["lonePeriods"][0]["endDateUB"] == 200


def test_when_an_event_was_known_of_is_worked_into_the_model() -> None:
    body = """
chronology: {unit: year}
events: {e: {date: 0100, known: "[0110..0120]"}}
documents: {d: {}}
evidence: {k: {holds: "start(d) >= known(e) + 2 years"}}
"""
    found = Chronology.loads(body)
    made = found.export("chronolog", choices=MODEL)
    assert windows(again(made.content))["d"] == windows(found)["d"] == ((112, None), (112, None))


def test_spans_that_are_called_alike_keep_apart() -> None:
    found = Chronology.loads("chronology: {unit: year}\nperiods: {a: {name: P}, b: {name: P}}")
    made = json.loads(found.export("chronolog").content)
    assert [period["name"] for period in made["lonePeriods"]] == ["P (a)", "P (b)"]


def test_what_contradicts_itself_is_not_written() -> None:
    found = Chronology.loads(CONTRADICTION)
    with pytest.raises(Inexpressible, match="inconsistent"):
        found.export("chronolog")


# -- EDTF


@given(chronologies())
@settings(deadline=None)
def test_lines_of_edtf_read_back_to_the_windows(body: str) -> None:
    found = Chronology.loads(body)
    scale = found.value.scale
    lines = [line for line in found.export("edtf").content.decode().splitlines() if not line.startswith("#")]
    known = windows(found)
    assert len(lines) == len(known)
    for line in lines:
        id, *sides = line.split("\t")
        for side, hull in zip(sides, known[id], strict=True):
            read = dates.read(side) if side else None
            steps = (read and read.first, read and read.last)
            assert tuple(None if day is None else scale.step_of(day) for day in steps) == hull


def test_gaps_are_left_out_of_a_set() -> None:
    found = Chronology.loads(
        "chronology: {unit: year}\nevents: {e: {duration: 0 years}}\n"
        "evidence: {g: {holds: 'start(e) = 0670 or start(e) = 0671 or start(e) = 0681'}}"
    )
    assert found.export("edtf", "e").content.decode().splitlines()[-1] == "e\t[0670..0671,0681]\t[0670..0671,0681]"


def test_years_of_another_calendar_are_written_as_its_days() -> None:
    found = Chronology.loads("chronology: {unit: year, calendar: julian}\nevents: {e: {date: '1000'}}")
    line = found.export("edtf", "e").content.decode().splitlines()[-1]
    assert line == "e\t[1000-01-06..1001-01-06]\t[1000-01-06..1001-01-06]"


# -- OxCal

UNIFORM = re.compile(r'Date\("([^"]+)", U\(([-.0-9]+),([-.0-9]+)\)\);')
DIFFERENCE = re.compile(r'Difference\("[^"]+","([^"]+)","([^"]+)",U\(([-.0-9]+),([-.0-9]+)\)\);')
OUTER = Choices(outer=(dates.read("-5000").first, dates.read("5000").last))


def test_days_stand_on_the_scale_of_oxcal() -> None:
    """By its manual AD(1066) is 1066.5, the middle of that year, and the start of 2 BC is -1."""
    found = Chronology.loads(
        "events: {a: {date: 1066-07-02, duration: 0 days}, b: {date: -0001-01-01, duration: 0 days}}\n"
    )
    numbers = {
        name: (float(low), float(high)) for name, low, high in UNIFORM.findall(found.export("oxcal").content.decode())
    }
    assert numbers["a"] == pytest.approx((1066.5, 1066.5), abs=0.005)
    assert numbers["b"] == pytest.approx((-1, -1), abs=0.005)


def test_gaps_are_told_as_weighed_and_open_bounds_need_years() -> None:
    found = Chronology.loads(
        "chronology: {unit: year}\nevents: {e: {duration: 0 years}, f: {start: '0100'}}\n"
        "evidence: {g: {holds: 'start(e) = 0670 or start(e) = 0681'}}"
    )
    made = found.export("oxcal", "e")
    assert 'Date("e", U(669.9' in made.content.decode()
    assert "|U(681.0" in made.content.decode()
    assert [loss.message[:30] for loss in made.losses] == [
        "e is one of several stretches,",
        "OxCal holds each date as likel",
    ]
    with pytest.raises(Inexpressible, match="nothing bounds: end"):
        found.export("oxcal", "f")


@given(chronologies(), st.randoms(), st.booleans())
@settings(deadline=None)
def test_every_history_is_one_of_the_model_of_oxcal(body: str, random: Random, late: bool) -> None:
    """The moments at which the steps of a history begin, or end, keep all that the commands say."""
    found = Chronology.loads(body)
    text = found.export("oxcal", choices=replace(OUTER, model=True)).content.decode()
    scale, space = found.value.scale, space_of(found)
    history = space.history(lambda count: random.randrange(count), space.network.points)
    moments = {
        f"{edge} {id}": ((scale.last_day(step) + 1 if late else scale.first_day(step)) - 1721426) / 365.2425 + 1
        for id in found.value.names
        for edge in ("start", "end")
        for step in [history[f"{edge}({id})"]]
    }
    said = [(low, moments[name], high) for name, low, high in UNIFORM.findall(text)]
    said += [(low, moments[one] - moments[other], high) for one, other, low, high in DIFFERENCE.findall(text)]
    assert len(said) >= len(moments)
    for low, moment, high in said:
        assert float(low) - 1e-9 <= moment <= float(high) + 1e-9


# -- the command


def run(*args: str) -> Result:
    return CliRunner().invoke(main, ["export", *args])


@pytest.fixture
def folder(tmp_path: Path) -> str:
    (tmp_path / "events.yaml").write_text(
        "chronology: {unit: year, title: Made}\nperiods: {a: {start: '0100', end: '[0120..0130]'}, b: {}}\n"
        "evidence: {order: {holds: start(b) >= end(a), certainty: weak}}\n"
    )
    return str(tmp_path)


def test_the_ending_tells_the_format(folder: str, tmp_path: Path) -> None:
    for ending in (".clog", ".edtf", ".csv", ".xlsx", ".ods"):
        ran = run("-C", folder, "-o", str(tmp_path / f"out{ending}"))
        assert ran.exit_code == 0, ran.output
        assert f"written: {tmp_path / f'out{ending}'}" in ran.stderr
    assert (
        (tmp_path / "out.csv").read_text().splitlines()[1].startswith("a,period,a,100,120 – 130,0100,0100,,0120,0130")
    )
    assert (tmp_path / "out.xlsx").read_bytes()[:2] == b"PK"
    again = run("-C", folder, "-o", str(tmp_path / "out.csv"))
    assert again.exit_code == 2
    no_years = run("oxcal", "-C", folder)
    assert no_years.exit_code == 2
    assert "--outer 0400..0700" in no_years.stderr
    assert run("oxcal", "-C", folder, "--outer", "0001..0900").exit_code == 0
    assert run("oxcal", "-C", folder, "--outer", "soon").exit_code == 2
    assert "is there already" in again.stderr


def test_a_spreadsheet_has_the_rows_of_the_table(folder: str, tmp_path: Path) -> None:
    calamine = pytest.importorskip("python_calamine")
    table = list(csv.reader(run("csv", "-C", folder).stdout.splitlines()))
    for ending in ("xlsx", "ods"):
        made = tmp_path / f"windows.{ending}"
        assert run("-C", folder, "-o", str(made)).exit_code == 0
        sheet = calamine.CalamineWorkbook.from_path(str(made)).get_sheet_by_index(0).to_python()
        read = [[str(int(cell)) if isinstance(cell, float) else str(cell) for cell in row] for row in sheet]
        assert read == table
        assert run("-C", folder, "-o", str(made), "--force").exit_code == 0
        again = made.read_bytes()
        run("-C", folder, "-o", str(made), "--force")
        assert made.read_bytes() == again


def test_a_spreadsheet_of_excel_needs_its_extra(folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    ran = run("-C", folder, "-o", str(tmp_path / "x.xlsx"))
    assert ran.exit_code == 2
    assert "pip install 'chrono-dating[spreadsheets]'" in ran.stderr


def test_what_was_asked_stands_in_the_file(folder: str) -> None:
    ran = run("edtf", "b", "-C", folder, "--at-least", "weak", "--without", "a.end")
    assert ran.stdout.splitlines()[2:] == ["# only evidence at least weak", "# without: a.end", "b\t[0100..]\t[0100..]"]
    assert "what was asked" in run("csv", "b", "-C", folder, "--without", "a.end").stderr


def test_a_document_of_an_export(folder: str) -> None:
    told = json.loads(run("edtf", "a", "-C", folder, "--format", "json").stdout)
    assert (told["schema"], told["status"], told["loses_dates"]) == ("chrono.export/1", "consistent", False)
    assert told["content"].endswith("a\t0100\t[0120..0130]\n")


def test_strict_fails_where_dates_are_lost(tmp_path: Path) -> None:
    (tmp_path / "events.yaml").write_text("events: {e: {date: 1939-08-23}}\n")
    assert run("chronolog", "-C", str(tmp_path)).exit_code == 0
    strict = run("chronolog", "-C", str(tmp_path), "--strict")
    assert strict.exit_code == 1
    assert "rounded outward to years" in strict.stderr


def test_what_cannot_be_exported(folder: str, tmp_path: Path) -> None:
    assert run("-C", folder).exit_code == 2
    assert "name the FORMAT first:\n  chronolog " in run("-C", folder).stderr
    assert run("edtf", "nowhere", "-C", folder).exit_code == 2
    assert run("edtf", "--model", "-C", folder).exit_code == 2
    (tmp_path / "events.yaml").write_text(CONTRADICTION)
    ran = run("edtf", "-C", str(tmp_path))
    assert ran.exit_code == 1
    assert "contradicts itself" in ran.stderr
    assert not ran.stdout


def test_the_same_files_give_the_same_bytes(folder: str) -> None:
    for format in WRITTEN:
        assert run(format, "-C", folder).stdout_bytes == run(format, "-C", folder).stdout_bytes


ERA = """
chronology: {title: Both sides of the era}
events:
  leap: {date: -0004-02-29}
  eve: {date: 0000-12-31}
  first: {date: 0001-01-01}
"""


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("edtf", ["-0004-02-29", "0000-12-31", "0001-01-01"]),
        ("oxcal", ["U(-3.84062,-3.83788)", "U(0.99726,1)", "U(1,1.00274)"]),
        ("periodo", ['"year": "-0004"', '"year": "0000"', '"year": "0001"']),
        ("linked-places", ['"in": "-0004-02-29"', '"in": "0000-12-31"', '"in": "0001-01-01"']),
        ("linked-art", ['"-0004-02-29T00:00:00Z"', '"0000-12-31T00:00:00Z"', '"0001-01-01T00:00:00Z"']),
        ("cidoc-crm", ['"value": "-0004-02-29"', '"value": "0000-12-31"', '"value": "0001-01-01"']),
        ("tei", ['when="-0005-02-29"', 'when="-0001-12-31"', 'when="0001-01-01"']),
        ("csv", ["29 Feb 5 BCE,29 Feb 5 BCE,-0004-02-29", "0000-12-31", "0001-01-01"]),
    ],
)
def test_days_on_both_sides_of_the_era_are_those_of_each_format(form: str, expected: list[str], tmp_path: Path) -> None:
    """29 February of 5 BCE, a leap year; the eve of the era; its first day."""
    (tmp_path / "events.yaml").write_text(ERA, encoding="utf-8")
    for id, told in zip(("leap", "eve", "first"), expected, strict=True):
        assert told in run("-C", str(tmp_path), form, id).stdout
