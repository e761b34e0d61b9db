"""`chrono import table`: columns that the user names become entries, and what cannot be read is told with its cell."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono import Chronology, dates
from chrono.exchange import AskedOf, Foreign, Imported, Unreadable, read
from chrono.exchange.told import text
from chrono.frontends.cli import main
from tests.campaigns.foreign import sheet_of, spreadsheet

COLUMNS = {"id": "Shelfmark", "name": "Title", "date": "Dated", "author": "By", "note": "Remarks"}
CATALOGUE = """Shelfmark;Title;Dated;By;Remarks
MS 1;Annals;c. 1150;Bede the Younger; Anon;first
MS 2;Homilies;s. XII;;
MS 3;Psalter;1150-03-02;Bede the Younger;
"""
CATALOGUE = CATALOGUE.replace("Bede the Younger; Anon", '"Bede the Younger; Anon"')


def imported(content: str | bytes, columns: Mapping[str, str] = COLUMNS, name: str = "a.csv", **asked: str) -> Imported:
    file = Foreign(name, content if isinstance(content, bytes) else content.encode())
    return read("table", [file], AskedOf(columns=columns, **asked))  # type: ignore[arg-type]


def chronology(found: Imported) -> Chronology:
    return Chronology.loads(text(found, "table", [Foreign("a.csv", b"")]))


def test_rows_are_documents_with_their_authors() -> None:
    found = imported(CATALOGUE)
    assert found.sections["people"] == {"bede-the-younger": {"name": "Bede the Younger"}, "anon": {"name": "Anon"}}
    assert found.sections["documents"]["ms-1"] == {
        "name": "Annals",
        "date": "c. 1150",
        "author": ["bede-the-younger", "anon"],
        "certainty": "moderate",
        "source": "table, line 2",
        "note": "first",
    }
    assert [*found.sections["documents"]] == ["ms-1", "ms-2", "ms-3"]
    assert not found.loses_dates
    (result,) = chronology(found).windows("ms-3").results
    assert dates.iso(result.end.least) == "1150-03-02"


def test_lives_are_people_and_the_kind_may_be_said() -> None:
    body = "name,b,d\nBede,[0672..0673],0735\n"
    columns = {"name": "name", "born": "b", "died": "d"}
    found = imported(body, columns)
    assert found.sections["people"]["bede"]["born"] == "[0672..0673]"
    events = imported("what,when\nsiege,1099\n", {"name": "what", "date": "when"}, kind="event")
    assert [*events.sections["events"]] == ["siege"]


@pytest.mark.parametrize(
    ("cell", "years", "expected"),
    [
        ("-2", "historical", (-1, -1)),
        ("-1", "historical", (0, 0)),
        ("-1", "astronomical", (-1, -1)),
        ("-0001", "", (-1, -1)),
        ("-0001", "historical", (0, 0)),
        ("0000", "", (0, 0)),
        ("0001", "historical", (1, 1)),
        ("44 BC", "", (-43, -43)),
        ("-0002/0002", "", (-2, 2)),
        ("2 BC - AD 2", "historical", (-1, 2)),
    ],
)
def test_years_around_the_era(cell: str, years: str, expected: tuple[int, int]) -> None:
    found = chronology(imported(f"n,d\na,{cell}\n", {"name": "n", "date": "d"}, years=years))
    (result,) = found.windows("a").results
    year = dates.Scale("year").step_of
    assert (year(result.start.hull[0] or 0), year(result.end.hull[1] or 0)) == expected


def test_a_leap_day_of_a_bce_year() -> None:
    (result,) = chronology(imported("n,d\na,-0044-02-29\n", {"name": "n", "date": "d"})).windows("a").results
    assert dates.iso(result.start.least) == "-0044-02-29"


def test_cells_that_are_no_date_are_told_with_their_place() -> None:
    found = imported("n,d\na,-43\nb,soon\nc,n.d.\n", {"name": "n", "date": "d"})
    told = [(loss.place.line, loss.place.column, loss.message) for loss in found.losses if loss.severity == "warning"]
    assert told == [
        (2, 3, "date '-43' in the column 'd': a negative year is counted in two ways"),
        (3, 3, "date 'soon' in the column 'd': 'soon' is not read as a date"),
    ]
    assert found.sections["documents"]["b"]["note"] == "date: soon"
    assert "date" not in found.sections["documents"]["c"]


def test_the_calendar_of_dates_that_name_none() -> None:
    found = chronology(imported("n,d\na,1066-10-14\n", {"name": "n", "date": "d"}, calendar="julian"))
    (result,) = found.windows("a").results
    assert dates.iso(found.value.scale.first_day(result.end.least or 0)) == "1066-10-20"


@pytest.mark.parametrize(
    ("content", "columns", "said"),
    [
        ("a,b\n1,2\n", {"nam": "a"}, "'nam' is no field"),
        ("a,b\n1,2\n", {"date": "a"}, "which column has the id"),
        ("a,b\n1,2\n", {"id": "c"}, "no column 'c' for id"),
        ("a,a\n1,2\n", {"id": "a"}, "two columns are called 'a'"),
        ("a,b\n", {"id": "a"}, "no rows below"),
        ("a,b\n1,2,3\n", {"id": "a"}, "this row has 3 cells"),
        ("a,b\nx,sure\n", {"id": "a", "certainty": "b"}, "'sure' is no certainty"),
        (b"PK\x03\x04nothing", {"id": "a"}, "no spreadsheet"),
    ],
)
def test_what_a_table_cannot_be(content: str | bytes, columns: dict[str, str], said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        imported(content, columns)


def test_rows_that_are_called_alike_stay_apart() -> None:
    found = imported("n,d\na,1100\na,1200\n", {"name": "n", "date": "d"})
    assert [*found.sections["documents"]] == ["a", "a-2"]
    assert "1 row called as one before" in found.losses[-1].message


def test_a_spreadsheet_is_read_as_text_is() -> None:
    cells = [["Shelfmark", "Dated"], ["MS 1", "1150-03-02"]]
    found = imported(spreadsheet(sheet_of(cells)), {"id": "Shelfmark", "date": "Dated"}, "a.xlsx")
    assert found.sections["documents"]["ms-1"]["date"] == "1150-03-02"


@given(st.binary(max_size=300))
@settings(deadline=None)
def test_no_bytes_give_anything_but_a_chronology_or_mistakes(content: bytes) -> None:
    try:
        chronology(imported(b"id,date\n" + content, {"id": "id", "date": "date"}))
    except Unreadable as mistakes:
        if not mistakes.diagnostics:
            raise


# -- the command


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["import", *words])


def test_who_died_before_being_born_is_told_with_the_row(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name,b,d\nBede,0672,0735\nAnon,1300,1250\nNo,1400,1390\n")
    columns, target = "name=name,born=b,died=d", str(tmp_path / "a.yaml")
    found = run("table", str(tmp_path / "a.csv"), "--columns", columns, "-o", target)
    assert found.exit_code == 1
    assert not (tmp_path / "a.yaml").exists()
    assert "'anon' ends before it begins: it starts in 1300 and ends in 1250\n  --> a.csv:3" in found.stderr
    assert "'no' ends before it begins: it starts in 1400 and ends in 1390\n  --> a.csv:4" in found.stderr


def test_columns_tell_that_it_is_a_table(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(CATALOGUE)
    found = run(str(tmp_path / "a.csv"), "--columns", 'id=Shelfmark, "name=Title", date=Dated')
    assert found.exit_code == 0
    assert "  ms-1:\n    name: Annals" in found.stdout
    assert "columns that no field was named for: By, Remarks" in found.stderr
    assert run("table", str(tmp_path / "a.csv")).exit_code == 2
    assert run(str(tmp_path / "a.csv"), "--columns", "id").exit_code == 2
    assert run("gedcom", str(tmp_path / "a.csv"), "--columns", "id=x").exit_code == 2
    assert "gedcom says itself" in run("gedcom", str(tmp_path / "a.csv"), "--years", "historical").stderr


def test_a_folder_is_made_and_nothing_in_it_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(CATALOGUE)
    words = (str(tmp_path / "a.csv"), "--columns", "id=Shelfmark,date=Dated", "--into", str(tmp_path / "new"))
    assert run(*words).exit_code == 0
    written = (tmp_path / "new" / "events.yaml").read_bytes()
    again = run(*words, "--force")
    assert again.exit_code != 0
    assert "never overwritten" in again.stderr
    rules = tmp_path / "new" / "rules" / "silence.yaml"
    assert rules.is_file()
    (tmp_path / "new" / "events.yaml").unlink()
    rules.write_text("rules: {}\n")
    assert "would overwrite" in run(*words).stderr
    assert rules.read_text() == "rules: {}\n"
    rules.unlink()
    assert run(*words).exit_code == 0
    assert (tmp_path / "new" / "events.yaml").read_bytes() == written
    assert CliRunner().invoke(main, ["infer", "ms-3", "-C", str(tmp_path / "new")]).exit_code == 0
    assert run(*words, "-o", str(tmp_path / "x.yaml")).exit_code == 2
