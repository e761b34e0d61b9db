"""The lists that `chrono add` writes: they load, agree with tables made by others, and overwrite nothing.

The tables are in tests/data/reigns, with what each is. A reign that two of them confirm bears no tag; `checked-once`
and `unchecked` must be true as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from chrono import dates
from chrono.dates.relative.days import image
from chrono.frontends.cli import main
from chrono.loading import load
from chrono.model.chronology import Chronology, Entry
from chrono.questions.infer import infer
from chrono.standard import lists, writing

ROOT = Path(__file__).parents[1]
DATA = Path(__file__).parent / "data" / "reigns"
LISTS = lists.available()
LEVELS = ("checked-once", "unchecked")


def chrono(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], prog_name="chrono")


def rows(name: str) -> Iterator[dict[str, str]]:
    lines = [line for line in (DATA / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    keys = lines[0].split("\t")
    for line in lines[1:]:
        yield dict(zip(keys, line.split("\t"), strict=True))


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Chronology:
    """A chronology of nothing but the lists."""
    folder = tmp_path_factory.mktemp("lists")
    (folder / "events.yaml").write_text("documents: {charter: {}}\n", encoding="utf-8")
    lists.add(folder, LISTS)
    loaded = load(folder)
    assert loaded.diagnostics == ()
    assert loaded.chronology is not None
    return loaded.chronology


@pytest.fixture(scope="session")
def reigns(everything: Chronology) -> dict[str, Entry]:
    return {entry.id: entry for entry in everything.entries if entry.kind == "period"}


def days(entry: Entry, key: str) -> set[int]:
    """Every day that a reign can begin or end with."""
    (date,) = (s.value for s in entry.stated if s.key == key)
    assert isinstance(date, dates.Date)
    return {day for run in date.runs for day in range(run.first or 0, (run.last or 0) + 1)}


def calendar_of(id: str) -> str:
    """The calendar that the list of an id names for its days."""
    path = next(path for path in lists.HERE.glob("*.yaml") if f"\n  {id}:\n" in path.read_text(encoding="utf-8"))
    found = re.search(r"^calendar: (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("listed", LISTS, ids=lambda listed: listed.name)
def test_each_list_alone_makes_a_chronology_that_is_consistent(listed: lists.Listed, tmp_path: Path) -> None:
    (tmp_path / "events.yaml").write_text("documents: {charter: {}}\n", encoding="utf-8")
    lists.add(tmp_path, (listed,))
    loaded = load(tmp_path)
    assert loaded.diagnostics == ()
    assert loaded.chronology is not None
    assert infer(loaded.chronology).status == "consistent"
    for entry in loaded.chronology.entries:
        assert entry.kind == "document" or entry.citation.source == listed.name
        assert entry.kind != "period" or entry.note, entry.id


def test_what_bears_no_tag_is_confirmed_by_two_tables_and_what_bears_one_is_not(reigns: dict[str, Entry]) -> None:
    confirmed: dict[tuple[str, str], set[str]] = {}
    for row in rows("reigns.tsv"):
        calendar = calendar_of(row["id"])
        for key in ("start", "end"):
            if not row[key]:
                continue
            given = dates.read(row[key], calendar=calendar)
            said = {day for run in given.runs for day in range(run.first or 0, (run.last or 0) + 1)}
            if said <= days(reigns[row["id"]], key):
                confirmed.setdefault((row["id"], key), set()).add(row["table"])
    for id, reign in reigns.items():
        fewest = min(len(confirmed.get((id, key), ())) for key in ("start", "end"))
        level = "" if fewest >= 2 else "checked-once" if fewest == 1 else "unchecked"
        assert [tag for tag in reign.tags if tag in LEVELS] == ([level] if level else []), id


def test_a_table_that_differs_is_named(reigns: dict[str, Entry]) -> None:
    """Not one difference from the tables is passed over in silence."""
    for row in rows("reigns.tsv"):
        calendar = calendar_of(row["id"])
        for key, verb in (("start", "begins"), ("end", "ends")):
            if row[key]:
                given = dates.read(row[key], calendar=calendar)
                said = {day for run in given.runs for day in range(run.first or 0, (run.last or 0) + 1)}
                mine = days(reigns[row["id"]], key)
                if not said & mine:
                    assert f"{verb} it {row[key]}" in " ".join(reigns[row["id"]].note.split()), row


def test_regnal_years_agree_with_tables_of_single_years(tmp_path: Path, reigns: dict[str, Entry]) -> None:
    """337 years, among them all of John's, which begin with a feast that moves."""
    table = list(rows("regnal-years.tsv"))
    dated = "".join(f"  r{at}: {{date: {row['year']} {row['id']}}}\n" for at, row in enumerate(table))
    (tmp_path / "events.yaml").write_text(f"documents:\n{dated}", encoding="utf-8")
    lists.add(tmp_path, LISTS)
    loaded = load(tmp_path)
    # Henry VI was king again in his 49th year, which is warned of in the list of his first reign.
    assert [(d.code, "49 england-henry-vi" in d.message) for d in loaded.diagnostics] == [("past-reign", True)]
    assert loaded.chronology is not None
    entries = {entry.id: entry for entry in loaded.chronology.entries}
    for at, row in enumerate(table):
        (said,) = (stated.value for stated in entries[f"r{at}"].stated)
        assert isinstance(said, dates.Relative)
        base = entries[said.of]
        (day,) = days(base, "start" if base.kind == "period" else "date")
        (run,) = image(said.counting, day, day) or ()
        first, last = (dates.read(row[key], calendar="switch:1752-09-14").first for key in ("start", "end"))
        # The last year of a table ends with the reign; the year itself is counted on.
        cut = last in days(reigns[row["id"]], "end")
        # 49 Henry VI of the table is the time of the readeption alone.
        readeption = row["id"] == "england-henry-vi" and row["year"] == "49"
        assert run.first == first or readeption, row
        assert run.last == last or ((cut or readeption) and last < run.last), row
    assert len(table) >= 330


def test_the_page_counts_the_checks(reigns: dict[str, Entry]) -> None:
    page = (ROOT / "docs" / "lists.md").read_text(encoding="utf-8")
    for listed in LISTS:
        tags = [entry.tags for entry in reigns.values() if entry.citation.source == listed.name]
        counts = [
            sum(1 for t in tags if not t & set(LEVELS)),
            *(sum(1 for t in tags if level in t) for level in LEVELS),
        ]
        cells = " | ".join(str(count) for count in counts)
        assert re.search(rf"\| `{listed.name}` \|.*\| {re.escape(cells)} \|\n", page), (listed.name, counts)


@pytest.mark.parametrize("listed", LISTS, ids=lambda listed: listed.name)
def test_what_a_list_says_can_be_written_is_read(listed: lists.Listed, tmp_path: Path) -> None:
    head = listed.read().decode().partition("\n\n")[0].replace("\n# ", " ")
    shown = head.partition("Use: ")[2].partition(". A day")[0]
    examples = [text.removeprefix("date: ") for text in re.findall("`([^`]+)`", shown)]
    assert examples
    dated = "".join(f"  d{at}: {{date: {text}}}\n" for at, text in enumerate(examples))
    (tmp_path / "events.yaml").write_text(f"documents:\n{dated}", encoding="utf-8")
    lists.add(tmp_path, (listed,))
    assert load(tmp_path).diagnostics == ()


# -- the command


def test_without_a_name_the_lists_are_shown(tmp_path: Path) -> None:
    result = chrono("add", "-C", tmp_path)
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines() if line and line[0] not in "` "] == [
        listed.name for listed in LISTS
    ]
    assert "(here already)" not in result.stdout


def test_a_list_is_written_once(tmp_path: Path) -> None:
    assert chrono("init", tmp_path).exit_code == 0
    result = chrono("add", "english-reigns", "-C", tmp_path)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "written: evidence/english-reigns.yaml" in result.stdout
    written = tmp_path / "evidence" / "english-reigns.yaml"
    assert written.read_bytes() == (lists.HERE / "english-reigns.yaml").read_bytes()
    assert chrono("validate", "-C", tmp_path).exit_code == 0
    here = chrono("add", "-C", tmp_path).stdout.partition("(here already)")[0]
    assert [line.split()[0] for line in here.splitlines() if line[0] != " "][-1] == "english-reigns"
    written.write_text("calendar: julian\n", encoding="utf-8")
    again = chrono("add", "popes", "english-reigns", "-C", tmp_path)
    assert (again.exit_code, again.stdout) == (2, "")
    assert (
        "already here: evidence/english-reigns.yaml" in again.stderr or "evidence/english-reigns.yaml" in again.stderr
    )
    assert written.read_text(encoding="utf-8") == "calendar: julian\n"
    assert not (tmp_path / "evidence" / "popes.yaml").exists()


def test_init_writes_lists_as_well(tmp_path: Path) -> None:
    result = chrono("init", tmp_path / "new", "--with", "popes", "--with", "english-reigns")
    assert result.exit_code == 0
    assert {"popes.yaml", "english-reigns.yaml"} <= {path.name for path in (tmp_path / "new" / "evidence").iterdir()}
    assert "evidence/popes.yaml" in result.stdout
    assert chrono("validate", "-C", tmp_path / "new").exit_code == 0
    wrong = chrono("init", tmp_path / "other", "--with", "bishops")
    assert wrong.exit_code == 2
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize(
    ("name", "said"), [("english-reign", "did you mean 'english-reigns'?"), ("bishops", "the lists are: byzantine-")]
)
def test_a_list_that_does_not_exist_is_refused_with_the_nearest(name: str, said: str, tmp_path: Path) -> None:
    assert chrono("init", tmp_path).exit_code == 0
    result = chrono("add", name, "popes", "-C", tmp_path)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not (tmp_path / "evidence" / "popes.yaml").exists()


def test_there_must_be_a_chronology(tmp_path: Path) -> None:
    result = chrono("add", "popes", "-C", tmp_path)
    assert result.exit_code == 2
    assert "there is no events.yaml" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_ids_that_are_taken_are_refused(tmp_path: Path) -> None:
    (tmp_path / "events.yaml").write_text("periods: {england-john: {}, england-jane: {}}\n", encoding="utf-8")
    result = chrono("add", "english-reigns", "-C", tmp_path)
    assert result.exit_code == 2
    assert "england-jane, england-john" in result.stderr
    assert not (tmp_path / "evidence").exists()


def test_a_file_that_include_leaves_out_is_said_to_be_unread(tmp_path: Path) -> None:
    (tmp_path / "more.yaml").write_text("documents: {charter: {}}\n", encoding="utf-8")
    (tmp_path / "events.yaml").write_text("chronology: {include: more.yaml}\n", encoding="utf-8")
    result = chrono("add", "popes", "-C", tmp_path)
    assert result.exit_code == 0
    assert "leaves evidence/popes.yaml out" in result.stderr


def test_all_lists_are_written_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "events.yaml").write_text("documents: {charter: {}}\n", encoding="utf-8")
    real, calls = writing._move, []

    def failing(path: Path, to: Path) -> None:
        calls.append(path)
        if len(calls) == 3:
            raise OSError(28, "No space left on device", str(to))
        real(path, to)

    monkeypatch.setattr(writing, "_move", failing)
    result = chrono("add", *(listed.name for listed in LISTS), "-C", tmp_path)
    assert result.exit_code == 2
    assert "No space left on device" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["events.yaml"]
