"""`chrono export vega-lite`: a drawing that Vega-Lite's own schema accepts, with the windows as they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono import Chronology
from chrono.exchange import Inexpressible
from tests.test_exporting import chronologies

BODY = """
chronology: {unit: year, title: Gaps}
periods:
  a: {name: Twice, start: "[-0043..]", end: "[..0010]"}
  b: {name: Twice, start: "[-0020..-0010,0001..0005]", end: 0020}
  c: {name: Unbounded}
"""


def drawing(body: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Chronology.loads(body).export("vega-lite").content)
    return found


@given(st.sampled_from(["year", "month", "day"]).flatmap(chronologies))
@settings(deadline=None, max_examples=8)
def test_every_drawing_is_one_of_the_schema(body: str) -> None:
    altair = pytest.importorskip("altair")
    jsonschema = pytest.importorskip("jsonschema")
    folder = Path(altair.__file__).parent / "vegalite" / "v6" / "schema"
    schema = json.loads((folder / "vega-lite-schema.json").read_text(encoding="utf-8"))
    try:
        found = drawing(body)
    except Inexpressible:
        return
    jsonschema.validators.validator_for(schema)(schema).validate(found)


def test_bars_are_the_windows_with_their_gaps_and_open_ends() -> None:
    found = drawing(BODY)
    told = [(row["id"], row["edge"], row["earliest"], row["latest"]) for row in found["data"]["values"]]
    assert told == [
        ("a", "begun", "-0043", "0010"),
        ("a", "finished", "-0043", "0010"),
        ("b", "begun", "-0020", "-0010"),
        ("b", "begun", "0001", "0005"),
        ("b", "finished", "0020", "0020"),
        ("c", "begun", None, None),
        ("c", "finished", None, None),
    ]
    low, high = found["encoding"]["x"]["scale"]["domain"]
    assert all(low <= row["from"] < row["to"] <= high for row in found["data"]["values"])
    open_ends = [row["id"] for row in found["data"]["values"] if row["open_from"] or row["open_to"]]
    assert open_ends == ["c", "c"]
    assert {row["span"] for row in found["data"]["values"]} == {"Twice (a)", "Twice (b)", "Unbounded"}


@pytest.mark.parametrize(
    ("date", "steps", "words"),
    [
        ("-0001", (-1, 0), "2 BCE"),
        ("0000", (0, 1), "1 BCE"),
        ("0001", (1, 2), "1 CE"),
        ("[-0001..0001]", (-1, 2), "2 BCE – 1 CE"),
    ],
)
def test_years_around_the_era(date: str, steps: tuple[int, int], words: str) -> None:
    row = drawing(f"chronology: {{unit: year}}\nevents: {{e: {{date: '{date}', duration: 0 years}}}}")["data"][
        "values"
    ][0]
    assert (row["from"], row["to"]) == steps
    assert row["words"] == words


def test_a_leap_day_of_a_bce_year() -> None:
    row = drawing("events: {e: {date: -0044-02-29}}")["data"]["values"][0]
    assert (row["earliest"], row["latest"], row["to"] - row["from"]) == ("-0044-02-29", "-0044-02-29", 1)


def test_labels_of_the_axis_are_words() -> None:
    axis = drawing(BODY)["encoding"]["x"]["axis"]
    assert '"-19": "20 BCE"' in axis["labelExpr"]
    assert axis["labelExpr"].endswith("[datum.value]")
    assert axis["values"]


def test_nothing_is_drawn_of_what_nothing_bounds() -> None:
    with pytest.raises(Inexpressible, match="that anything bounds"):
        drawing("periods: {a: {}}")
