"""Many spans: selected by what can be named, sorted, a row each, and the same as a table for spreadsheets."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from chrono import Chronology
from chrono.answers.overview import width
from chrono.answers.windows import SpanWindows
from chrono.dates import Scale
from chrono.engine.intervals import Window
from chrono.frontends.cli import main
from chrono.loading import Memory, load
from chrono.questions.choice import chosen, span
from chrono.questions.options import Unanswerable
from chrono.reports import words
from chrono.reports.page import Page
from chrono.reports.text import overview
from tests.asking import run, written
from tests.small import ROOT

EVENTS = """
chronology: {title: A cartulary, unit: year}
sources: {book: {title: The book}}
people: {henry: {born: 1133, died: 1189}}
periods:
  abbot-hugh: {start: 1150, end: 1160, tags: abbot}
  abbot-john: {start: 1160, end: 1171, tags: abbot, source: "book, p. 3"}
documents:
  charters: {table: charters.csv, id: rav-$no, name: $title, date: $date, duration: 0 years, tags: $archive}
  roll: {start: 1150..1160, end: 1170}
  loose: {}
"""
CHARTERS = 'no,title,date,archive\n1,Gift,1157,Kew\n2,=Lease,[1152..1154],Kew\n3,Sale,"[1158,1163]",\n4,,,\n'


def folder(path: Path) -> Path:
    return written(path, {"events.yaml": EVENTS, "charters.csv": CHARTERS}, rules=False)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), ["loose", "rav-1", "rav-2", "rav-3", "rav-4", "roll"]),
        (("charters",), ["rav-1", "rav-2", "rav-3", "rav-4"]),
        (("abbot-*", "henry", "abbot-hugh"), ["abbot-hugh", "abbot-john", "henry"]),
        (("rav-[12]", "rav-?"), ["rav-1", "rav-2", "rav-3", "rav-4"]),
        (("tag:abbot", "kind:person"), ["abbot-hugh", "abbot-john", "henry"]),
        (("source:book",), ["abbot-john"]),
    ],
)
def test_what_can_be_named_can_be_selected(words: tuple[str, ...], expected: list[str]) -> None:
    read = load(Memory({"events.yaml": EVENTS, "charters.csv": CHARTERS})).chronology
    assert read is not None
    assert [e.id for e in chosen(read, words)] == expected


def test_words_that_stand_for_nothing_are_told_all_at_once() -> None:
    read = load(Memory({"events.yaml": EVENTS, "charters.csv": CHARTERS})).chronology
    assert read is not None
    with pytest.raises(Unanswerable) as found:
        chosen(read, ("abot-*", "tag:abot", "source:boook", "kind:book", "henri"))
    assert [d.help for d in found.value.diagnostics] == [
        "`*` stands for any letters of an id, `?` for one; put the pattern in quotes",
        "did you mean 'abbot'?",
        "did you mean 'book'?",
        "the kinds are: document, person, event, period",
        "did you mean 'henry'?",
    ]
    with pytest.raises(Unanswerable):
        span(read, "abbot-*")


def test_of_more_than_five_spans_there_is_a_row_each(tmp_path: Path) -> None:
    said = run(folder(tmp_path), "infer").stdout
    assert said == (
        "A cartulary                                                0 events · 0 pieces of evidence · consistent\n"
        "\n"
        "                 begun          finished   how wide   not earlier because of   not later because of\n"
        "roll             1150 – 1160    1170       0 years    roll.start               roll.end\n"
        "rav-2   =Lease   1152 – 1154               2 years    rav-2.date               rav-2.date\n"
        "rav-1   Gift     1157                      0 years    rav-1.date               rav-1.date\n"
        "rav-3   Sale     1158 or 1163              5 years    rav-3.date               rav-3.date\n"
        "loose            …              …          open\n"
        "rav-4            …                         open\n"
    ).replace("A cartulary   ", "A cartulary", 1)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--sort", "end", "--top", "2"), ["rav-2", "rav-1"]),
        (("--sort", "width"), ["rav-1", "roll", "rav-2", "rav-3", "loose", "rav-4"]),
        (("--sort", "name"), ["rav-2", "rav-1", "loose", "rav-4", "roll", "rav-3"]),
        (("--sort", "file"), ["rav-1", "rav-2", "rav-3", "rav-4", "roll", "loose"]),
        ((), ["roll", "rav-2", "rav-1", "rav-3", "loose", "rav-4"]),
    ],
)
def test_the_order_of_the_rows(options: tuple[str, ...], expected: list[str], tmp_path: Path) -> None:
    said = run(folder(tmp_path), "infer", "--format", "csv", *options).stdout
    assert [row["id"] for row in csv.DictReader(io.StringIO(said))] == expected


def test_a_row_of_the_table_says_what_the_screen_says(tmp_path: Path) -> None:
    said = run(folder(tmp_path), "infer", "rav-3", "--format", "csv").stdout
    (row,) = csv.DictReader(io.StringIO(said))
    assert row == {
        "id": "rav-3",
        "kind": "document",
        "name": "Sale",
        "begun": "1158 or 1163",
        "finished": "1158 or 1163",
        "begun_earliest": "1158",
        "begun_latest": "1163",
        "begun_gaps": "1158/1158; 1163/1163",
        "finished_earliest": "1158",
        "finished_latest": "1163",
        "finished_gaps": "1158/1158; 1163/1163",
        "width": "5",
        "begun_earliest_because": "rav-3.date",
        "begun_latest_because": "rav-3.date",
        "finished_earliest_because": "rav-3.date",
        "finished_latest_because": "rav-3.date",
        "certainty": "certain",
        "file": "charters.csv",
        "line": "4",
    }


def test_a_row_of_the_table_says_days_in_the_chronology_s_calendar_as_well(tmp_path: Path) -> None:
    here = written(
        tmp_path, {"events.yaml": "chronology: {calendar: julian}\ndocuments: {act: {date: 1148}}\n"}, rules=False
    )
    (row,) = csv.DictReader(io.StringIO(run(here, "infer", "--format", "csv").stdout))
    assert (row["begun"], row["begun_earliest"], row["begun_latest"]) == ("1148", "1148-01-08", "1149-01-07")


def test_the_screen_of_many_says_days_in_the_chronology_s_calendar_alone(tmp_path: Path) -> None:
    text = "chronology: {calendar: julian}\ndocuments:\n"
    text += "".join(f"  act-{n}: {{date: 1148-05-0{n}, duration: 0 days}}\n" for n in range(1, 7))
    said = run(written(tmp_path, {"events.yaml": text}, rules=False), "infer").stdout
    assert "act-1   1 May 1148   0 days" in said
    assert "Days of the julian calendar" in said
    assert "(" not in said


def test_the_ending_of_the_file_tells_the_format(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    here = folder(tmp_path / "in")
    for name in ("one.xlsx", "two.xlsx", "one.csv"):
        assert run(here, "infer", "-o", str(tmp_path / name)).exit_code == 0
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    rows = CalamineWorkbook.from_path(tmp_path / "one.xlsx").get_sheet_by_index(0).to_python()
    told = list(csv.reader(io.StringIO((tmp_path / "one.csv").read_text(encoding="utf-8"))))
    assert [[str(int(c)) if isinstance(c, float) else c for c in row] for row in rows] == told
    assert "=Lease" in {row[2] for row in rows}
    assert "--force" in run(here, "infer", "-o", str(tmp_path / "one.csv")).stderr
    assert "end it in one of" in run(here, "infer", "-o", str(tmp_path / "one.doc")).stderr


def test_many_spans_in_full_say_how_many_lines_they_are(tmp_path: Path) -> None:
    rows = "no,title,date,archive\n" + "".join(f"{n},,1150,\n" for n in range(1001))
    here = written(tmp_path, {"events.yaml": EVENTS, "charters.csv": rows}, rules=False)
    asked = run(here, "infer", "--long", "--top", "1001")
    assert asked.stderr == "1,001 spans in full are some 20,020 lines; without --long there is a row each\n"
    few = run(here, "infer", "--long", "--top", "3")
    assert (few.stdout.count("\n") < 60, few.stderr) == (True, "")


def test_what_many_spans_would_take_is_said_before_it_is_worked_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "no,title,date,archive\n" + "".join(f"{n},,1150,\n" for n in range(1001))
    here = written(tmp_path, {"events.yaml": EVENTS, "charters.csv": rows}, rules=False)

    def asked(*_: object, **__: object) -> None:
        raise RuntimeError("it is asked only afterwards")

    monkeypatch.setattr("chrono.questions.infer.infer", asked)
    told = run(here, "infer", "--long")
    assert told.stderr.startswith("1,003 spans in full are some 20,060 lines")
    told = run(here, "infer", "--long", "--without", "charters")
    assert not told.stderr.startswith("1,")


def test_in_a_terminal_many_spans_are_printed_only_if_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "no,title,date,archive\n" + "".join(f"{n},,1150,\n" for n in range(1001))
    here = written(tmp_path, {"events.yaml": EVENTS, "charters.csv": rows}, rules=False)
    terminal = SimpleNamespace(isatty=lambda: True)
    monkeypatch.setattr("chrono.frontends.cli.windows.sys", SimpleNamespace(stdin=terminal, stdout=terminal))
    told = CliRunner().invoke(main, ["infer", "--long", "-C", str(here)], input="n\n")
    assert (told.exit_code, told.stdout) == (0, "")
    assert told.stderr.endswith("nothing was worked out; without --long there is a row each\n")


def test_contradictory_evidence_says_in_a_table_what_is_firm(tmp_path: Path) -> None:
    text = """
documents: {text: {date: 1150}, a: {}}
evidence: {one: {holds: end(a) <= 1139}, two: {holds: start(a) >= 1140}}
"""
    here = written(tmp_path, text, rules=False)
    asked = run(here, "infer", "--format", "csv")
    assert asked.exit_code == 1
    rows = {row["id"]: row for row in csv.DictReader(asked.stdout.splitlines())}
    assert (rows["text"]["firm"], rows["text"]["hangs_on"]) == ("yes", "")
    assert (rows["a"]["firm"], rows["a"]["hangs_on"]) == ("no", "2")
    assert rows["a"]["begun_earliest"] == "1140-01-01"
    assert "these windows are what it says without one. The columns firm and hangs_on" in asked.stderr
    other = run(here, "infer", "--format", "csv", "--repair", "2")
    rows = {row["id"]: row for row in csv.DictReader(other.stdout.splitlines())}
    assert (rows["a"]["finished_latest"], rows["a"]["hangs_on"]) == ("1139-12-31", "1")
    none = run(here, "infer", "--repair", "3")
    assert none.exit_code == 2
    assert "there is no repair 3 of 2" in none.stderr
    needless = run(here, "infer", "--repair", "3", "--without", "one", "--format", "csv")
    assert needless.exit_code == 0
    assert "the evidence does not contradict itself: --repair 3 gives up nothing" in needless.stderr
    strict = run(here, "infer", "--format", "csv", "--strict")
    assert strict.exit_code == 1
    assert len(strict.stdout.splitlines()) == 1
    assert "`chrono conflicts` tells in what" in strict.stderr


def test_without_what_writes_spreadsheets_there_is_one_line_with_the_mend(tmp_path: Path) -> None:
    here, to = folder(tmp_path), tmp_path / "out.xlsx"
    code = "import sys; sys.modules['xlsxwriter'] = None; from chrono.__main__ import main; main()"
    words = [sys.executable, "-c", code, "infer", "-C", str(here), "-o", str(to)]
    ran = subprocess.run(words, capture_output=True, text=True)
    assert ran.returncode == 2
    assert "pip install 'chrono-dating[spreadsheets]'" in ran.stderr
    assert not to.exists()


@pytest.mark.parametrize("options", [(), ("--windows",)])
def test_the_overview_is_a_page_as_well(tmp_path: Path, options: tuple[str, ...]) -> None:
    """The rows of the terminal, none of their cells cut, in the same order."""
    here, to = folder(tmp_path), tmp_path / "out.html"
    assert run(here, "infer", *options, "-o", str(to)).exit_code == 0
    page = to.read_text(encoding="utf-8")
    rows = [re.sub(r"</t[hd]>", "|", row) for row in page.partition("<tbody>")[2].split("</tr>")]
    told = [re.sub(r"<[^>]*>|\n", "", row).rstrip("|").split("|") for row in rows if "<td>" in row]
    shown = run(here, "infer", *options, "--sort", "start").stdout
    ids = [row[0] for row in told]
    assert sorted(ids) == ["loose", "rav-1", "rav-2", "rav-3", "rav-4", "roll"]
    assert sorted(ids, key=lambda id: shown.index(f"\n{id} ")) == ids
    (lease,) = (row for row in told if row[0] == "rav-2")
    assert lease[1:5] == ["=Lease", "1152 – 1154", "1152 – 1154" if options else "", "2 years"]
    if not options:
        assert lease[5:] == ["rav-2.date", "rav-2.date", "certain", "charters.csv:3"]


def test_a_column_that_would_say_one_thing_or_nothing_is_left_out_of_the_page(tmp_path: Path) -> None:
    acts = ", ".join(f"a{n}: {{date: {n} May 1152, duration: 0 days}}" for n in range(1, 8))
    text = f"chronology: {{calendar: julian}}\ndocuments: {{{acts}}}\npeople: {{c: {{born: 1100}}}}\n"
    (tmp_path / "events.yaml").write_text(text, encoding="utf-8")
    of_both = []
    for ids in (["a*"], ["a*", "c"]):
        assert (
            run(tmp_path, "infer", *ids, "--format", "html", "-o", str(tmp_path / "p.html"), "--force").exit_code == 0
        )
        page = (tmp_path / "p.html").read_text(encoding="utf-8")
        assert "Days of the julian calendar" in page
        assert "Gregorian)" not in page
        of_both.append(re.findall(r'<th scope="col">([^<]*)', page)[:-4])
    assert of_both == [["id", "name", "date", "how wide"], ["id", "name", "kind", "began", "ended", "how wide"]]


def test_how_wide_a_window_is_that_is_not_known_is_said_from_without() -> None:
    """A bound was found at both ends of 1110 to 1120, and outside 1100 to 1130 there is nothing."""
    scale = Scale("year")
    end = Window(((1110, 1120),), proven=False, outer=(1100, 1130))
    found = SpanWindows("a", "document", "A", (), end, end)
    assert words.overview(found, scale)[2] == "at most 30 years"
    assert width(found) is None
    known = Window(((1110, 1120),))
    assert words.overview(SpanWindows("a", "document", "A", (), known, known), scale)[2] == "10 years"


@pytest.mark.parametrize("columns", [60, 80, 100, 120, 180, 200])
def test_in_a_terminal_the_rows_fit_and_no_date_is_cut(columns: int) -> None:
    answer = Chronology.load(ROOT).infer()
    dates = [words.short(one.end.window, Scale()) for one in answer.results]
    lines = overview.screen(answer, Page(columns, bounded=True)).splitlines()
    assert max(map(len, lines)) <= max(columns, 72)
    assert all(any(date in line for line in lines) for date in dates)
    screen = "\n".join(lines)
    assert ("the finish" in screen) == (columns >= 100)
    assert ("1 year 7 months 22 days" in screen) == (columns >= 120)
    assert ("not earlier" in screen) == (columns >= 180)
    assert (overview.ELSEWHERE in screen) == (60 < columns < 180)
    assert len(max(overview.screen(answer, Page(columns)).splitlines(), key=len)) > 120
