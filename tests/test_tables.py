"""Entries from tables: each row an entry, whatever a spreadsheet makes of the file, and every mistake at its cell."""

from __future__ import annotations

import gc
import itertools
import os
import subprocess
import sys
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import xlsxwriter

from chrono.core.limits import Limit
from chrono.dates import Date
from chrono.loading import Loaded, Memory, load
from chrono.loading.delimited import rows_of as delimited_rows
from chrono.loading.expansion import expand
from chrono.loading.files import gather
from chrono.loading.nodes import Fields
from chrono.loading.rows import fit_for_id
from chrono.loading.sections import merge
from chrono.loading.sources import CHANGED, Folder, start_of_file
from chrono.loading.spreadsheets import letters
from chrono.model.chronology import Certainty, Chronology, Entry
from chrono.model.omission import omit

EVENTS = """
people: {henry: {name: Henry II}, louis: {}}
documents:
  charters:
    table: charters.csv
    id: rav-$no
    name: $title
    date: $date
    author: $issuer
    tags: [charter, $archive]
    certainty: $sure
    note: "$archive, box ${box number}"
    where: {kind: charter}
"""
HEAD = "no,kind,title,date,issuer,archive,sure,box number\n"


def table(rows: str, events: str = EVENTS, head: str = HEAD) -> Loaded:
    return load(Memory({"events.yaml": events, "charters.csv": head + rows}))


def read(loaded: Loaded) -> Chronology:
    assert loaded.chronology is not None, [str(d) for d in loaded.diagnostics]
    return loaded.chronology


def entries(loaded: Loaded) -> dict[str, Entry]:
    return {e.id: e for e in read(loaded).entries if e.kind == "document"}


def told(loaded: Loaded) -> list[str]:
    return [f"{d.code} {d.place.file}:{d.place.line}:{d.place.column} {d.message}" for d in loaded.diagnostics]


def test_each_row_that_fits_is_an_entry() -> None:
    made = read(table("12 a,charter,Gift,1139,henry,Kew,strong,3\n7,Charter,,,henry; louis,,,\n8,letter,x,1140,,,,\n"))
    first, second = (e for e in made.entries if e.kind == "document")
    assert (first.id, first.name, first.authors, first.tags) == (
        "rav-12-a",
        "Gift",
        ("henry",),
        {"charter", "Kew", "charters"},
    )
    assert (first.certainty, first.note, first.table, first.row) == (
        Certainty.STRONG,
        "Kew, box 3",
        "charters",
        "charters.csv:2",
    )
    (stated,) = first.stated
    assert (stated.id, str(stated.place), stated.text) == ("rav-12-a.date", "charters.csv:2", "1139")
    assert (second.id, second.name, second.authors, second.stated) == ("rav-7", "rav-7", ("henry", "louis"), ())
    assert second.tags == {"charter", "charters"}


@pytest.mark.parametrize("word", ["", "n.d.", "s.d.", "undated"])
def test_what_says_that_there_is_no_date_gives_none(word: str) -> None:
    assert entries(table(f"1,charter,,{word},,,,\n"))["rav-1"].stated == ()


@pytest.mark.parametrize(
    "written",
    [
        "\ufeffno,date\n1,1139\n2,\n",
        "sep=;\r\nno;date\r\n1;1139\r\n2\r\n",
        '"sep=;"\nno;date\n1;1139\n2;\n',
        "no;date;;\r\n1;1139;;\r\n2;;;\r\n;;;\r\n",
        "no\tdate\r\n1\t1139\r\n2\r\n",
        'no,date\n"1","1139"\n2\n\n',
        'no,date,note\n="1","=""1139""","a\n""b"", c"\n2\n',
        " no , date \n 1\xa0, 1139 \n2,\n",
        "no,date\r1,1139\r2,\r",
    ],
)
def test_what_spreadsheets_write_is_one_table(written: str) -> None:
    events = "documents: {charters: {table: charters.csv, id: d-$no, date: $date}}"
    made = entries(table(written, events, ""))
    assert {id: [s.text for s in e.stated] for id, e in made.items()} == {"d-1": ["1139"], "d-2": []}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            "1,charter,,1139-13,henri,,,\n2,charter,,42036,,,strng,\n3,charter,,1139,,,,,x\n",
            [
                "no-such-date charters.csv:2:17",
                "unknown-id charters.csv:2:20",
                "serial-date charters.csv:3:12",
                "unknown-word charters.csv:3:20",
                "table charters.csv:4:21",
            ],
        ),
        ("1 a,charter,,,,,,\n1-a,charter,,,,,,\n", ["duplicate-id charters.csv:3:1"]),
        (",charter,,,,,,\n", ["id charters.csv:2:1"]),
        ("Ωμ,charter,,,,,,\n", ["id charters.csv:2:1"]),
        ("1,letter,,,,,,\n", ["table events.yaml:13:12"]),
        ("", ["table events.yaml:5:12"]),
    ],
)
def test_a_mistake_is_told_at_its_cell(rows: str, expected: list[str]) -> None:
    assert [line.rsplit(" ", line.count(" ") - 1)[0] for line in told(table(rows))] == expected


def test_a_mistake_in_a_cell_names_its_column() -> None:
    (said,) = table("1,charter,Gift of land,1139-13,,,,\n").diagnostics
    assert said.message.endswith("(column 'date')")
    assert said.snippet == "1,charter,Gift of land,1139-13,,,,"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("id: rav-$nr", "unbound-variable 'charters.csv' has no column 'nr'"),
        ("id: $no-a", "unbound-variable 'charters.csv' has no column 'no-a'"),
        ("id: rav", "id every row would be called 'rav'"),
        ("id: $no", "id '1' cannot be an id (column 'no')"),
        ("id: rav-$no, where: {knd: x}", "unbound-variable 'charters.csv' has no column 'knd'"),
        ("id: rav-$no, sheet: x", "table 'charters.csv' is text and has no sheets"),
        ("name: x", "missing-key 'charters' needs 'id'"),
        ("id: rav-$no, nmae: x", "unknown-key unknown key 'nmae' in 'charters'"),
        (
            "id: rav-$no, date: $date/$archive",
            "table the cell of 'archive' is empty, and `date: $date/$archive` needs it",
        ),
    ],
)
def test_a_mistake_in_what_stands_for_the_rows(said: str, expected: str) -> None:
    loaded = table("1,charter,,1139,,,,\n", f"documents: {{charters: {{table: charters.csv, {said}}}}}")
    assert expected in [f"{d.code} {d.message}" for d in loaded.diagnostics]


def test_a_variable_before_more_letters_is_written_in_braces() -> None:
    (said,) = table("1,,,,,,,\n", "documents: {charters: {table: charters.csv, id: d-$no-x}}").diagnostics
    assert said.help == "write ${no} where more letters, digits or - follow"
    made = table("1,,,,,,,\n", 'documents: {charters: {table: charters.csv, id: "d-${no}-x"}}')
    assert [*entries(made)] == ["d-1-x"]


def test_columns_are_found_by_their_names_made_fit_for_an_id() -> None:
    events = "documents: {charters: {table: charters.csv, id: d-$no, note: $Box-Number}}"
    assert entries(table("1,,,,,,,9\n", events))["d-1"].note == "9"


def test_entries_and_evidence_may_come_from_one_table() -> None:
    events = (
        EVENTS
        + """
evidence:
  seen:
    table: charters.csv
    where: {kind: charter}
    holds: ["end(rav-$no) <= $title", "start(rav-$no) >= $date"]
"""
    )
    made = read(table("1 b,charter,1190,1139,,,,\n2,charter,1190,,,,,\n3,letter,,,,,,\n", events))
    assert [(e.id, [w.text for w in e.holds]) for e in made.evidence] == [
        ("charters.csv:2", ["end(rav-1-b) <= 1190", "start(rav-1-b) >= 1139"]),
        ("charters.csv:3", ["end(rav-2) <= 1190"]),
    ]
    (said,) = table("1,charter,,,,,,\n", events).diagnostics
    assert said.message == "this row says nothing, as its cell of 'title' is empty"


def test_the_rows_of_a_table_are_left_out_together_or_one_by_one() -> None:
    made = read(table("1,charter,,1139,,,,\n2,charter,,1140,,,,\n"))
    left = {id: [e.id for e in omit(made, [id])[0].entries] for id in ("charters", "charters.csv:2", "tag:charter")}
    assert left == {
        "charters": ["henry", "louis"],
        "charters.csv:2": ["henry", "louis", "rav-2"],
        "tag:charter": ["henry", "louis"],
    }
    assert omit(made, ["charters", "charters.csv:2"])[1] == ()


def test_the_id_of_the_table_is_taken_and_no_entry() -> None:
    doubled = EVENTS.replace("henry: {", "charters: {}, henry: {")
    assert "duplicate-id" in {d.code for d in table("1,charter,,,,,,\n", doubled).diagnostics}
    named = EVENTS + "evidence: {x: {holds: end(charters) <= 1190}}"
    assert "unknown-id" in {d.code for d in table("1,charter,,,,,,\n", named).diagnostics}


def test_what_the_rows_of_an_unread_table_are_called_is_not_reported() -> None:
    named = EVENTS + "evidence: {x: {holds: end(rav-1) <= 1190}}"
    loaded = load(Memory({"events.yaml": named}))
    assert told(loaded) == ["table events.yaml:5:12 there is no file 'charters.csv'"]
    beside = load(Memory({"events.yaml": named, "Charters.csv": "No.\n", "witnesses.csv": "No.\n"})).diagnostics
    assert [d.help for d in beside] == ["did you mean 'Charters.csv'?"]
    glob = load(Memory({"events.yaml": EVENTS.replace("charters.csv", "ch*.csv")})).diagnostics
    assert [d.help for d in glob] == ["a table is one file: give each an entry of its own, or put them into one"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_what_is_saved_with_two_bytes_a_letter_is_told_as_that(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "events.yaml").write_text(EVENTS, encoding="utf-8")
    (tmp_path / "charters.csv").write_text("no,title\n1,Étienne\n", encoding=encoding)
    (mistake,) = load(tmp_path).diagnostics
    assert (mistake.code, mistake.message) == ("not-utf8", "this file is UTF-16, not UTF-8")
    assert "CSV UTF-8" in mistake.help
    assert "no,title" in str(mistake)


def test_the_rows_that_speak_of_an_unread_table_are_no_reason_to_stop_reading() -> None:
    said = "evidence: {w: {table: witnesses.csv, holds: end(rav-$act) <= 1190}}"
    witnesses = "act\n" + "".join(f"{number}\n" for number in range(1, 1_200)) + "1190-13\n"
    loaded = load(Memory({"events.yaml": EVENTS + said, "witnesses.csv": witnesses}))
    assert told(loaded) == ["table events.yaml:5:12 there is no file 'charters.csv'"]


@pytest.mark.parametrize(
    ("text", "id", "lost"),
    [
        ("12 a", "12-a", ""),
        ("Étienne de Blois", "Etienne-de-Blois", ""),
        ("Łódź/7", "Lodz-7", ""),
        ("St. Ægidius (I)", "St-Aegidius-I", ""),
        ("沙門", "", "沙"),
        ("--", "", ""),
    ],
)
def test_a_cell_is_made_fit_for_an_id(text: str, id: str, lost: str) -> None:
    assert fit_for_id(text) == (id, lost)


# -------------------------------------------------------------------------------------------------------- spreadsheets

SHEET = """
documents: {charters: {table: c.xlsx, sheet: Charters, id: d-$no, name: $title, date: $date}}
people: {kings: {table: c.xlsx, sheet: Kings, id: k-$name, born: $born}}
"""


def xlsx(**sheets: list[list[Any]]) -> bytes:
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"default_date_format": "d mmmm yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return made.getvalue()


def ods(rows: list[list[str]]) -> bytes:
    cells = ["".join(f"<table:table-cell{cell}</table:table-cell>" for cell in row) for row in rows]
    lines = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<office:document-content xmlns:office="{names}office:1.0" xmlns:table="{names}table:1.0" '
        f'xmlns:text="{names}text:1.0"><office:body><office:spreadsheet><table:table table:name="Sheet1">'
        f"{lines}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{names}manifest:1.0"/>')
        packed.writestr("content.xml", content)
    return made.getvalue()


def test_the_sheets_of_a_workbook_are_tables() -> None:
    book = xlsx(
        Charters=[["no", "title", "date"], [1, "Gift", 1139], [], ["2 a", None, "1140-05"]],
        Kings=[["name", "born"], ["Henry", 1133.0]],
    )
    made = read(load(Memory({"events.yaml": SHEET, "c.xlsx": book})))
    stated = {e.id: [(s.text, str(s.place)) for s in e.stated] for e in made.entries}
    assert stated == {
        "d-1": [("1139", "c.xlsx#Charters:2")],
        "d-2-a": [("1140-05", "c.xlsx#Charters:4")],
        "k-Henry": [("1133", "c.xlsx#Kings:2")],
    }
    (value,) = (s.value for e in made.entries if e.id == "d-1" for s in e.stated)
    assert isinstance(value, Date)


def test_days_that_a_spreadsheet_counts_are_refused_where_they_would_be_read() -> None:
    events = "documents: {charters: {table: c.xlsx, id: d-$no, note: $seen, date: $date}}"
    book = xlsx(S=[["no", "seen", "date"], [1, date(2020, 1, 1), date(1938, 5, 1)], [2, None, 14001]])
    loaded = load(Memory({"events.yaml": events, "c.xlsx": book}))
    assert told(loaded) == [
        "serial-date c.xlsx:2:18 the cell holds the day 1938-05-01, and not what was written there (column 'date')",
        "serial-date c.xlsx:3:8 '14001' is how a spreadsheet counts 1938-05-01, and no date (column 'date')",
    ]
    assert loaded.diagnostics[0].snippet == "1 | 2020-01-01 | 1938-05-01"


@pytest.mark.parametrize("title", [["Cartulary"], [None, "Cartulary"], ["ed. 1890"]])
@pytest.mark.parametrize("between", [[], [[]], [["draft"]]])
def test_a_title_above_the_names_of_the_columns_is_told_as_one(title: list[Any], between: list[list[Any]]) -> None:
    events = "documents: {charters: {table: c.xlsx, id: d-$no, date: $date}}"
    book = xlsx(S=[title, *between, ["no", "date"], [1, 1139], [2, 1140]])
    (said,) = load(Memory({"events.yaml": events, "c.xlsx": book})).diagnostics
    line = len(between) + 2
    assert said.message == f"the columns are named in line {line}, and a title stands above them in line 1"
    # An empty row above them is none.
    read(load(Memory({"events.yaml": events, "c.xlsx": xlsx(S=[[], ["no", "date"], [1, 1139]])})))


def test_rows_are_taken_whose_cell_is_filled_or_empty() -> None:
    events = """
documents: {acts: {table: charters.csv, id: d-$no, where: {office: "%s"}}}
evidence: {seen: {table: charters.csv, where: {office: "*"}, holds: end(d-$no) <= $office}}
"""
    rows = "no,office\n1,1139\n2,\n3\n4,1140\n"
    made = read(table(rows, events % "*", ""))
    assert ([e.id for e in made.entries], [e.id for e in made.evidence]) == (
        ["d-1", "d-4"],
        ["charters.csv:2", "charters.csv:5"],
    )
    only = (events % "").partition("evidence")[0]
    assert [*entries(table(rows, only, ""))] == ["d-2", "d-3"]
    # What says so is what a row without the cell is told.
    (first, *_) = table(rows, (events % "*").replace('where: {office: "*"}, holds', "holds"), "").diagnostics
    assert first.help == (
        "fill it (merged cells hold their text in the first row alone), "
        'or read the rows alone that have it: `where: {office: "*"}`'
    )


def test_a_column_without_a_name_is_no_title() -> None:
    events = "documents: {charters: {table: charters.csv, id: d-$no}}"
    assert told(table("no\n1,x\n", events, "")) == [
        "table charters.csv:2:3 this row has 2 cells, and the first line names 1 column"
    ]


@pytest.mark.parametrize("cell", ["1139.0", '"1139,0"', "1139.5"])
def test_a_year_that_was_written_as_a_number_with_decimals_is_told_as_one(cell: str) -> None:
    (said,) = table(f"1,charter,,{cell},,,,\n").diagnostics
    assert said.message.endswith("is a number with decimals, and no date (column 'date')")
    assert said.help.startswith("format the column as text")


def test_an_ods_file_is_a_table() -> None:
    def text(said: str) -> str:
        return f' office:value-type="string"><text:p>{said}</text:p>'

    day = ' office:value-type="date" office:date-value="1938-05-01"><text:p>May 38</text:p>'
    book = ods([[text("no"), text("date")], [text("1"), text("1139")], [text("2"), day]])
    events = "documents: {charters: {table: c.ods, id: d-$no, date: $date}}"
    loaded = load(Memory({"events.yaml": events, "c.ods": book}))
    assert [d.code for d in loaded.diagnostics] == ["serial-date"]
    good = load(Memory({"events.yaml": events, "c.ods": ods([[text("no"), text("date")], [text("1"), text("1139")]])}))
    assert [s.text for s in entries(good)["d-1"].stated] == ["1139"]


@pytest.mark.parametrize(
    ("book", "message"),
    [
        (xlsx(Charters=[["no"]], Other=[["x"]]), "'c.xlsx' has no sheet 'Kings'"),
        (b"no,title\n1,x\n", "'c.xlsx' is no spreadsheet that can be read"),
        (xlsx(Charters=[["no", "title", "date"]], Kings=[["name", "born"]]), "'c.xlsx#Charters' has no rows"),
        (xlsx(Charters=[["no", "no"], [1, 2]], Kings=[["name"]]), "two columns are called 'no'"),
    ],
)
def test_a_spreadsheet_that_is_not_what_was_asked_for(book: bytes, message: str) -> None:
    assert message in [d.message for d in load(Memory({"events.yaml": SHEET, "c.xlsx": book})).diagnostics]


def test_a_workbook_with_several_sheets_must_be_told_which() -> None:
    events = "documents: {charters: {table: c.xlsx, id: d-$no}}"
    (said,) = load(Memory({"events.yaml": events, "c.xlsx": xlsx(A=[["no"], [1]], B=[[1]])})).diagnostics
    assert (said.message, said.help) == ("'c.xlsx' has 2 sheets", "say which, as in `sheet: A`: they are A, B")


def test_a_cell_far_away_does_not_take_all_memory() -> None:
    made = BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        sheet.write("A1", "no")
        sheet.write("XFD1048576", "x")
    events = "documents: {charters: {table: c.xlsx, id: d-$no}}"
    (said,) = load(Memory({"events.yaml": events, "c.xlsx": made.getvalue()})).diagnostics
    assert said.code == "too-large"


def test_values_that_are_not_in_the_file_are_not_taken_for_empty_cells() -> None:
    made = BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["no", "date"])
        sheet.write_row(1, 0, [1])
        sheet.write_formula("B2", "=1/0", value="#DIV/0!")
        sheet.write_formula("B3", "=A2", value="")
    events = "documents: {charters: {table: c.xlsx, id: d-$no, date: $date}}"
    said = load(Memory({"events.yaml": events, "c.xlsx": made.getvalue()})).diagnostics
    assert [d.message for d in said] == [
        "c.xlsx has formulas that were never calculated",
        "the cell B2 of c.xlsx holds an error of its formula",
    ]


def test_cells_that_were_merged_are_told_and_not_read_as_empty() -> None:
    made = BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["no", "witness"])
        sheet.merge_range("A2:A3", "1")
        sheet.write_row(1, 1, ["john"])
        sheet.write_row(2, 1, ["walter"])
    events = "documents: {charters: {table: c.xlsx, id: d-$no}}"
    (said,) = load(Memory({"events.yaml": events, "c.xlsx": made.getvalue()})).diagnostics
    assert (said.code, said.place.line) == ("id", 3)
    assert "merged cells hold their text in the first row alone" in said.help


@pytest.mark.parametrize("begins", [xlsx(Charters=[["no"]]), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)])
def test_a_spreadsheet_that_is_called_csv_is_told_as_what_it_is(begins: bytes, tmp_path: Path) -> None:
    (tmp_path / "events.yaml").write_text(EVENTS, encoding="utf-8")
    (tmp_path / "charters.csv").write_bytes(begins)
    (said,) = load(Folder(tmp_path)).diagnostics
    assert (said.code, said.message) == ("table", "'charters.csv' is a spreadsheet, and no text, whatever it is called")
    assert ".xlsx or .ods" in said.help


def test_columns_are_called_as_spreadsheets_call_them() -> None:
    assert [letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_without_what_reads_spreadsheets_there_is_one_line_with_the_mend(tmp_path: Path) -> None:
    (tmp_path / "events.yaml").write_text(SHEET, encoding="utf-8")
    (tmp_path / "c.xlsx").write_bytes(xlsx(Charters=[["no"]]))
    code = "import sys; sys.modules['python_calamine'] = None; from chrono.__main__ import main; main()"
    ran = subprocess.run([sys.executable, "-c", code, "validate", "-C", str(tmp_path)], capture_output=True, text=True)
    assert ran.returncode == 2
    assert ran.stderr.count("error[") == 1
    assert "pip install 'chrono-dating[spreadsheets]'" in ran.stderr


def test_a_table_that_changes_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "t.csv"
    path.write_text("no\n1\n", encoding="utf-8")
    seen = itertools.count()
    stat = os.fstat

    def touched(number: int) -> Any:
        real = stat(number)
        return SimpleNamespace(st_size=real.st_size, st_mtime_ns=real.st_mtime_ns + next(seen))

    monkeypatch.setattr(os, "fstat", touched)
    with pytest.raises(OSError, match=CHANGED):
        start_of_file(path, 100)


def test_a_table_that_vanishes_is_told(tmp_path: Path) -> None:
    class Vanishing(Folder):
        def read(self, name: str, most: int) -> bytes:
            if name == "charters.csv":
                (self.path / name).unlink()
            return super().read(name, most)

    (tmp_path / "events.yaml").write_text(EVENTS, encoding="utf-8")
    (tmp_path / "charters.csv").write_text(HEAD, encoding="utf-8")
    loaded = load(Vanishing(tmp_path))
    assert told(loaded) == ["unreadable charters.csv:0:0 charters.csv cannot be read: there is no such file"]


def test_a_file_laid_over_changes_the_fields_of_a_row() -> None:
    rival = "changes: {rav-1: {date: 1150}, rav-2: {date: null}}\nwithout: [charters.csv:4]\n"
    files = {"charters.csv": HEAD + "1,charter,,1139,,,,\n2,charter,,1140,,,,\n3,charter,,,,,,\n", "rival.yaml": rival}
    made = read(load(Memory({"events.yaml": EVENTS, **files}), (Path("rival.yaml"),)))
    assert {e.id: [s.text for s in e.stated] for e in made.entries if e.kind == "document"} == {
        "rav-1": ["1150"],
        "rav-2": [],
        "rav-3": [],
    }
    assert made.laid.without == ("charters.csv:4",)


def test_mentions_are_found_in_the_rows_that_where_takes() -> None:
    events = """
documents: {c1: {}, c2: {}}
evidence: {seen: {table: t.csv, where: {kind: x}, holds: "start(${the act}) >= $since"}}
"""
    loaded = load(Memory({"events.yaml": events, "t.csv": "sep=,\nthe act,since,kind\nc1,1139,x\nc2,1140,y\n"}))
    read(loaded)
    found = {(m.of, m.place.line, m.place.column) for m in loaded.mentions().all if m.place.file == "t.csv"}
    assert found == {("c1", 3, 1)}


@pytest.mark.parametrize("row", ["\x85act,\x85act", "act,\u2028act", "act\x85,act,act"])
def test_a_row_with_what_breaks_lines_elsewhere_is_read_or_refused(row: str) -> None:
    text = "events: {a: {}}\nevidence: {x: {table: rows.csv, says: x}}\n"
    found = load(Memory({"events.yaml": text, "rows.csv": f"{row}\n1,2\n"})).diagnostics
    assert any("two columns" in d.message for d in found)


@pytest.mark.parametrize("kind", ["folder", "link to a folder", "dead link"])
def test_what_is_no_file_is_named_with_what_to_do_about_it(tmp_path: Path, kind: str) -> None:
    (tmp_path / "events.yaml").write_text("documents: {a: {table: sheets, id: $no}}\nhypotheses: {h: {with: sheets}}\n")
    if kind == "folder":
        (tmp_path / "sheets").mkdir()
    else:
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / "sheets").symlink_to("elsewhere" if kind == "link to a folder" else "nowhere")
    dead = kind == "dead link"
    message = f"'sheets' cannot be read: {'the link leads nowhere' if dead else 'it is a folder'}"
    help = "name the file itself, or link to one that is there" if dead else "name one file that is in it"
    found = {(d.message, d.help) for d in load(Folder(tmp_path)).diagnostics if "sheets" in d.message}
    assert found == {(message, help)}


@pytest.mark.parametrize("section", ["documents", "evidence"])
def test_rows_are_written_out_one_at_a_time(section: str) -> None:
    """Written out they take several times as much room as what is made of them: of many none is kept."""
    reads = {
        "documents": "{table: t.csv, id: act-$no, name: $no}",
        "evidence": "{table: t.csv, holds: start(a) >= $no}",
    }
    rows = "".join(f"{1000 + number}\n" for number in range(200))
    source = Memory(
        {"events.yaml": f"events: {{a: {{}}}}\n{section}: {{t: {reads[section]}}}\n", "t.csv": "no\n" + rows}
    )

    def kept() -> int:
        gc.collect()
        return sum(isinstance(one, Fields) for one in gc.get_objects())

    merged = merge(gather(source, ())[0])
    before = kept()
    entries = expand(merged, source, Limit()).sections.tables[section]
    assert len(entries) == 200
    assert kept() == before
    for number, (_, record) in enumerate(entries):
        assert record.pairs
        if number == 150:
            assert kept() == before + 1


def test_cells_that_are_alike_are_one() -> None:
    _, *rows = delimited_rows("act,witness\nact-17,walter\nact-18,walter\nact-18,ralf\n", "t.csv", []) or []
    assert rows[0].texts[1] is rows[1].texts[1]
    assert rows[0].columns is rows[1].columns
