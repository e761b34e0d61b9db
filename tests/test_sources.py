"""Where a chronology is read from: the same files give the same chronology from a folder, from memory and from git."""

from __future__ import annotations

import os
import pickle
import subprocess
from pathlib import Path

import pytest

from chrono import Chronology
from chrono.core.sources import Source
from chrono.loading import Folder, Loaded, Memory, Overlay, load
from chrono.loading.git import GitTree, NoRevision
from chrono.loading.sources import names_like
from chrono.questions.options import Unanswerable

FILES = {
    "events.yaml": (
        "chronology: {title: Letters}\n"
        "events: {pact: {date: 1939-08-23}}\n"
        "documents: {letter: {name: a letter}}\n"
        "evidence:\n"
        "  late: {holds: start(letter) >= end(pact)}\n"
        "  witnesses: {table: data/witnesses.csv, holds: end(letter) <= $by}\n"
        "hypotheses:\n"
        "  early:\n"
        "    claim: end(letter) <= 1941\n"
        "    under: {with: rivals/earlier.yaml, without: [[late]]}\n"
    ),
    "evidence/more.yaml": "evidence: {lived: {holds: end(letter) <= 1945}}\n",
    "data/witnesses.csv": "by,who\n1941,A\n1942,B\n",
    "rivals/earlier.yaml": "evidence: {earlier: {holds: end(letter) <= 1940-02}}\n",
    "notes.txt": "read by nobody\n",
}


def lay_out(folder: Path) -> Path:
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def committed(folder: Path) -> Path:
    """The files in a folder of a repository that has another one beside it."""
    lay_out(folder / "letters")
    (folder / "other.yaml").write_text("events: {}\n")
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", "all")
    return folder / "letters"


def git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)


def said(found: Loaded) -> list[str]:
    return [f"{d.code} {d.place.file}:{d.place.line} {d.message}" for d in found.diagnostics]


@pytest.fixture(params=["folder", "memory", "overlay", "git"])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Source:
    match request.param:
        case "folder":
            return Folder(lay_out(tmp_path))
        case "memory":
            return Memory(FILES)
        case "overlay":
            lay_out(tmp_path)
            (tmp_path / "events.yaml").write_text("events: {pact: {date: 1900}}\n")
            (tmp_path / "evidence" / "more.yaml").unlink()
            return Overlay(Folder(tmp_path), {name: FILES[name] for name in ("events.yaml", "evidence/more.yaml")})
        case _:
            return GitTree.of("HEAD", committed(tmp_path))


def test_every_source_gives_the_same_chronology_and_the_same_digest(source: Source) -> None:
    expected = load(Memory(FILES)).chronology
    found = load(source).chronology
    assert found is not None
    assert found == expected
    assert found.inputs == expected.inputs
    assert pickle.loads(pickle.dumps(found)) == found


def test_every_source_lays_its_own_files_over_and_others_from_anywhere(
    source: Source, tmp_path_factory: pytest.TempPathFactory
) -> None:
    chronology = Chronology.load(source)
    (result,) = chronology.check().results
    assert [(v.said, v.verdict) for v in result.variations] == [
        ("without late", "entailed"),
        ("rivals/earlier.yaml laid over", "entailed"),
    ]
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "sooner.yaml"
    elsewhere.write_text("evidence: {sooner: {holds: end(letter) <= 1939-12}}\n")
    answer = chronology.whatif(overlays=[source.overlay("rivals/earlier.yaml"), elsewhere])
    assert answer.asked is not None
    assert answer.asked.laid_over == ("rivals/earlier.yaml", elsewhere.as_posix())
    # Read where it stands already, a file is not laid over itself.
    same = Chronology.load(source, [source.overlay("evidence/more.yaml")])
    assert same.value.inputs == chronology.value.inputs


def test_what_was_read_from_texts_stays_askable() -> None:
    stated = Chronology.loads(FILES)
    assert all(result.ok for result in stated.check().results)
    moved = stated.whatif(overlays=["rivals/earlier.yaml"])
    assert {(shift.id, shift.edge) for shift in moved.windows} == {("letter", "end"), ("letter", "start")}


def test_texts_read_no_file_that_they_do_not_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(tmp_path)
    monkeypatch.chdir(tmp_path)
    found = load(Memory({"events.yaml": FILES["events.yaml"]}))
    assert [line.partition(" ")[0] for line in said(found)] == ["table", "unreadable"]
    assert "there is no file 'data/witnesses.csv'" in said(found)[0]


def test_an_editor_sees_its_unsaved_text_in_place(tmp_path: Path) -> None:
    lay_out(tmp_path)
    unsaved = FILES["events.yaml"].replace("start(letter)", "start(leter)")
    found = load(Overlay(Folder(tmp_path), {"events.yaml": unsaved}))
    assert said(found) == ["unknown-id events.yaml:5 nothing dated is called 'leter'"]
    assert load(Overlay(Folder(tmp_path), {"rules/new.yaml": "rules: {}\n"})).chronology is not None


def test_a_revision_is_what_was_committed(tmp_path: Path) -> None:
    folder = committed(tmp_path)
    (folder / "events.yaml").write_text("events: {}\n")
    (folder / "evidence" / "link.yaml").symlink_to("../rivals/earlier.yaml")
    (folder / "evidence" / "gone.yaml").symlink_to("nowhere.yaml")
    (folder / "evidence" / "out.yaml").symlink_to("../../other.yaml")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "-m", "links")
    assert load(GitTree.of("HEAD~1", folder)).chronology == load(Memory(FILES)).chronology
    assert said(load(GitTree.of("HEAD", folder))) == said(load(folder)) != []
    for revision in ("nowhere", "-x", "--help"):
        with pytest.raises(NoRevision):
            GitTree.of(revision, folder)


@pytest.mark.parametrize(
    "pattern",
    [
        "*.yaml",
        "**/*.yaml",
        "evidence/*",
        "*/*.yaml",
        "evidence/more.yaml",
        "data/w?tnesses.csv",
        "[!d]*/*.yaml",
        "**/m*",
    ],
)
def test_patterns_mean_in_memory_what_they_mean_in_a_folder(pattern: str, tmp_path: Path) -> None:
    files = [match.name for match in Folder(lay_out(tmp_path)).matching(pattern)]
    assert names_like(FILES, pattern) == files
    assert files


# -- evidence that is there and cannot be read


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda at: (at / "x.yaml").symlink_to("nowhere"), "evidence/x.yaml cannot be read: the link leads nowhere"),
        (lambda at: (at / "x.yaml").mkdir(), "evidence/x.yaml cannot be read: it is a folder"),
        (lambda at: os.mkfifo(at / "x.yaml"), "evidence/x.yaml cannot be read: it is neither a file nor a folder"),
        (lambda at: (at / "x.yml").touch(), "evidence/x.yml is not read: only files that end in .yaml are"),
        (
            lambda at: Path(os.fsdecode(os.fsencode(at) + b"/caf\xe9.yaml")).touch(),
            "the name of evidence/caf\ufffd.yaml has characters that cannot be printed",
        ),
        (
            lambda at: (at / "two\nlines.yaml").touch(),
            "the name of evidence/two\ufffdlines.yaml has characters that cannot be printed",
        ),
    ],
)
def test_evidence_that_cannot_be_read_is_a_mistake(make: object, expected: str, tmp_path: Path) -> None:
    lay_out(tmp_path)
    assert callable(make)
    make(tmp_path / "evidence")
    found = load(tmp_path)
    assert [d.message for d in found.diagnostics] == [expected]
    assert found.diagnostics[0].place.file.startswith("evidence/")


def test_a_folder_that_cannot_be_listed_is_a_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(tmp_path)
    listing = os.scandir

    def refused(path: str | os.PathLike[str]) -> object:
        if Path(path).name == "evidence":
            raise PermissionError(13, "Permission denied", str(path))
        return listing(path)

    monkeypatch.setattr(os, "scandir", refused)
    messages = [d.message for d in load(tmp_path).diagnostics]
    assert messages == ["evidence cannot be read: the folder cannot be listed: permission denied"]


def test_a_name_may_hold_a_colon(tmp_path: Path) -> None:
    lay_out(tmp_path)
    (tmp_path / "evidence" / "12:30.yaml").write_text("evidence: {noon: {holds: end(letter) <= 1944}}\n")
    found = load(tmp_path).chronology
    assert found is not None
    assert "noon" in {e.id for e in found.evidence}


@pytest.mark.parametrize(
    ("include", "expected"),
    [
        (".", "'.' names no file"),
        ("./", "'./' names no file"),
        ("evidence", "evidence cannot be read: it is a folder"),
        ("x" * 300, f"no file matches '{'x' * 300}'"),
        ("a\\0b", "no file matches"),
        ("C:/x.yaml", "'C:/x.yaml' leaves the folder"),
    ],
)
def test_what_an_include_cannot_name(include: str, expected: str, tmp_path: Path) -> None:
    lay_out(tmp_path)
    (tmp_path / "events.yaml").write_text(f'chronology: {{include: ["{include}"]}}\nevents: {{pact: {{}}}}\n')
    (first, *rest) = load(tmp_path).diagnostics
    assert (first.message.startswith(expected), rest) == (True, [])
    assert (first.place.file, first.place.line) == ("events.yaml", 1)


@pytest.mark.parametrize("name", ["x" * 5000, "x\\ny.csv", "a/" * 3000])
def test_a_table_of_an_impossible_name(name: str, tmp_path: Path) -> None:
    text = f'events: {{pact: {{}}}}\nevidence: {{rows: {{table: "{name}", holds: end(pact) <= $by}}}}\n'
    (tmp_path / "events.yaml").write_text(text)
    (only,) = load(tmp_path).diagnostics
    assert only.code == "table"
    assert len(only.message) <= 510
    assert "\n" not in only.message


def test_a_difference_is_taken_between_revisions(tmp_path: Path) -> None:
    from chrono.questions.diff import diff

    folder = committed(tmp_path)
    (folder / "evidence" / "more.yaml").write_text("evidence: {lived: {holds: end(letter) <= 1940}}\n")
    found = diff("HEAD", str(folder), folder)
    assert {(shift.id, shift.edge) for shift in found.windows} == {("letter", "end"), ("letter", "start")}
    with pytest.raises(Unanswerable):
        diff("nowhere", str(folder), folder)


# -- what files may hold


def rows(cells: str) -> list[str]:
    """What is said of a table with one column, whose cells end the letter."""
    events = "documents: {letter: {}}\nevidence: {rows: {table: t.csv, holds: end(letter) <= $by}}\n"
    return said(load(Memory({"events.yaml": events, "t.csv": f"by\n{cells}\n"})))


@pytest.mark.parametrize(
    "cell",
    [
        "1067 or start(letter) >= 0001",
        "1067 and 1066",
        "1067) or (1 = 1",
        "start(letter) + 3 days",
        "1067 + 3 years",
        "$x",
    ],
)
def test_a_cell_is_no_part_of_an_expression(cell: str) -> None:
    (only,) = rows(cell)
    assert only == f"table t.csv:2 the cell '{cell}' of by is more than one value"


@pytest.mark.parametrize(
    "cell", ["1067", "1067-03-02", "-0043", "1066/1067", "c. 1150", "[1067..1070]", "letter-b", "18th century"]
)
def test_a_cell_is_any_one_value(cell: str) -> None:
    assert "more than one value" not in " ".join(rows(cell))


def test_a_nul_in_a_table_is_refused() -> None:
    assert rows("10\x0067") == ["control-character t.csv:2 the control character U+0000 stands here"]


def test_an_entry_does_not_end_before_it_begins() -> None:
    found = load(Memory({"events.yaml": "events:\n  e: {start: 1160, end: 1159}\n  f: {start: 1159-06, end: 1159}\n"}))
    assert said(found) == [
        "interval-reversed events.yaml:2 'e' ends before it begins: it starts in 1160 and ends in 1159"
    ]


def test_many_mistakes_of_a_kind_are_counted() -> None:
    text = "events:\n" + "".join(f"  e{n}: {{date: 19x{n}}}\n" for n in range(250)) + "people: {p: {dtae: 1}}\n"
    found = said(load(Memory({"events.yaml": text})))
    assert len(found) == 102
    (counted,) = (line for line in found if "more of this kind" in line)
    assert counted == f"{found[0].partition(' ')[0]} events.yaml:102 150 more of this kind from here on"
    assert found[-1].startswith("unknown-key events.yaml:252 ")


def test_a_file_holds_so_many_values(monkeypatch: pytest.MonkeyPatch) -> None:
    from chrono.loading import yaml

    monkeypatch.setattr(yaml, "MOST_NODES", 40)
    text = "events:\n" + "".join(f"  e{n}: {{}}\n" for n in range(100))
    (only,) = said(load(Memory({"events.yaml": text})))
    assert only.startswith("too-large events.yaml:")


# -- every question, of what was read from texts


def test_every_question_of_the_commands_can_be_asked_in_python() -> None:
    import chrono

    texts = Chronology.loads(FILES)
    (result,) = texts.infer("letter").results
    assert texts.conflicts().conflicts == ()
    assert texts.suggest("letter").id == "letter"
    assert texts.sensitivity("letter").results == (result,)
    rivals = texts.rivals(["rivals/earlier.yaml"], "letter")
    assert [reading.label for reading in rivals.readings] == ["as it stands", "rivals/earlier.yaml"]
    other = Chronology.loads({**FILES, "evidence/more.yaml": "evidence: {lived: {holds: end(letter) <= 1940}}\n"})
    assert {(shift.id, shift.edge) for shift in other.diff(texts).windows} == {("letter", "end"), ("letter", "start")}
    assert texts.effect("events.yaml:5").ids == ("late",)
    for asked in (lambda: texts.effect("letter"), lambda: texts.infer("leter"), lambda: texts.verify({"schema": "x"})):
        with pytest.raises(chrono.Unanswerable):
            asked()
