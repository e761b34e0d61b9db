"""`chrono lsp` as an editor meets it: a real process, spoken to over its pipes.

Most tests share one server, each with a folder of its own, as an editor has with several chronologies open.
"""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from chrono.answers.infer import Inference
from chrono.core.limits import LimitReached
from chrono.frontends.lsp import features, hovering
from chrono.frontends.lsp.positions import Text
from chrono.frontends.lsp.prose import Prose
from chrono.frontends.lsp.study import Document, Study
from chrono.questions.options import Options
from chrono.questions.session import Session
from tests.editor import PATIENCE, Editor, Refused, RemoteEditor, comes, written

ROOT = Path(__file__).parents[1]
SMALL = """\
chronology: {title: A small one, unit: year}
events:
  flood: {name: the flood, date: 1342}
  plague: {name: the plague, date: 1349}
documents:
  chronicle: {name: the chronicle}
evidence:
  after-the-flood: {holds: start(chronicle) > end(flood)}
  before-the-plague: {holds: end(chronicle) < start(plague)}
"""


MARKDOWN = {"textDocument": {"hover": {"contentFormat": ["markdown", "plaintext"]}}}
ASIDE = ("set-aside", "set-aside")
"""What is marked in the founding case: evidence that is too weak to count."""


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    with Editor(tmp_path_factory.mktemp("open"), capabilities=MARKDOWN) as editor:
        yield editor
        assert editor.end() == 0
        assert editor.complaints == b""


@pytest.fixture
def place(editor: Editor, request: pytest.FixtureRequest) -> Iterator[str]:
    """A folder for one test, by its name below that of the editor; what it has open is closed afterwards."""
    name = f"{len(list(editor.folder.iterdir())):02}-{re.sub('[^a-z]+', '-', request.node.name)}"
    (editor.folder / name).mkdir()
    yield name
    editor.close_all()


def lay_out(editor: Editor, place: str, **files: str) -> None:
    """Files in the folder of a test: `rules__silence` is rules/silence.yaml."""
    for name, text in files.items():
        path = editor.folder / place / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


def founding(editor: Editor, place: str) -> None:
    """The founding case in the folder of a test."""
    for part in ("rules", "rivals"):
        shutil.copytree(ROOT / part, editor.folder / place / part)
    shutil.copy(ROOT / "events.yaml", editor.folder / place)


def mends(editor: Editor, name: str, found: dict[str, Any]) -> list[dict[str, Any]]:
    """The actions that are offered where a mistake is marked."""
    context = {"diagnostics": [found]}
    asked = {"textDocument": editor.document(name), "range": found["range"], "context": context}
    return editor.ask("textDocument/codeAction", asked) or []


def edits_of(action: dict[str, Any], uri: str) -> list[dict[str, Any]]:
    return next(c["edits"] for c in action["edit"]["documentChanges"] if c["textDocument"]["uri"] == uri)


def chrono(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "chrono", *map(str, words)], capture_output=True, text=True, check=False
    )


# -- mistakes


def test_the_founding_case_has_none(editor: Editor, place: str) -> None:
    founding(editor, place)
    editor.open(f"{place}/events.yaml")
    found = editor.wait(f"{place}/events.yaml", *ASIDE)
    assert [d["message"] for d in found] == [
        "'long-pause' is set aside: too weak to count",
        "'told-in-order' is set aside: too weak to count; answered by written-side-by-side",
    ]
    assert [(d["severity"], d["tags"]) for d in found] == [(4, [1]), (4, [1])], "shown dimmed, and as no mistake"


def test_what_is_not_saved_is_marked_and_mended(editor: Editor, place: str) -> None:
    lay_out(editor, place, events=SMALL)
    events = f"{place}/events.yaml"
    editor.open(events)
    editor.wait(events)
    wrong = SMALL.replace("start(plague)", "start(plage)")
    editor.type(events, wrong)
    (found,) = editor.wait(events, "unknown-id")
    line = wrong.splitlines()[found["range"]["start"]["line"]]
    assert line[found["range"]["start"]["character"] : found["range"]["end"]["character"]] == "plage"
    assert found["message"] == "nothing dated is called 'plage'\ndid you mean 'plague'?"
    (action,) = mends(editor, events, found)
    assert action["title"] == "change to 'plague'"
    assert action["isPreferred"]
    (change,) = action["edit"]["documentChanges"]
    assert change["textDocument"] == {"uri": editor.uri(events), "version": 2}
    editor.type(events, written(wrong, change["edits"]))
    editor.wait(events)
    assert (editor.folder / events).read_text() == SMALL, "nothing was written"


def test_the_mistakes_are_those_of_validate(editor: Editor, place: str) -> None:
    wrong = (
        SMALL.replace("date: 1349", "date: soon").replace("holds: start", "hold: start").replace("< start", "< strt")
    )
    lay_out(editor, place, events=wrong)
    told = json.loads(chrono("validate", "-C", editor.folder / place, "--format", "json").stdout)["diagnostics"]
    editor.open(f"{place}/events.yaml")
    marked = editor.wait(f"{place}/events.yaml", *(d["code"] for d in told))
    lines = [(d["range"]["start"]["line"] + 1, d["range"]["start"]["character"] + 1) for d in marked]
    assert sorted(lines) == sorted((d["line"], d["column"]) for d in told)
    assert len(told) > 2


def test_a_file_that_is_not_open_is_marked_too(editor: Editor, place: str) -> None:
    main, others = SMALL.split("evidence:")
    lay_out(editor, place, events=main, evidence__letters=f"evidence:{others}")
    letters = f"{place}/evidence/letters.yaml"
    editor.open(f"{place}/events.yaml")
    editor.wait(f"{place}/events.yaml")
    editor.type(f"{place}/events.yaml", main.replace("plague:", "pest:"))
    editor.wait(f"{place}/events.yaml")
    editor.wait(letters, "unknown-id")
    editor.type(f"{place}/events.yaml", main)
    editor.wait(f"{place}/events.yaml")
    editor.wait(letters)


def test_a_file_that_is_not_saved_yet_is_read(editor: Editor, place: str) -> None:
    lay_out(editor, place, events=SMALL)
    new = f"{place}/evidence/new.yaml"
    editor.open(f"{place}/events.yaml")
    editor.open(new, "evidence:\n  late: {holds: end(chronicl) < 1340}\n")
    editor.wait(new, "unknown-id")
    editor.close(new)
    editor.wait(new)


def test_a_chronology_that_is_nowhere_but_in_the_editor(editor: Editor, place: str) -> None:
    events = f"{place}/events.yaml"
    editor.open(events, SMALL.replace("1349", "1334"))
    editor.wait(events, "contradiction", "contradiction", "contradiction", "contradiction")
    editor.type(events, SMALL)
    editor.wait(events)
    assert not (editor.folder / events).exists()


def test_a_contradiction_is_marked_at_each_of_its_members(editor: Editor, place: str) -> None:
    events = f"{place}/events.yaml"
    lay_out(editor, place, events=SMALL.replace("1349", "1341"))
    editor.open(events)
    found = editor.wait(events, *["contradiction"] * 4)
    assert [d["message"].split("'")[1] for d in found] == [
        "after-the-flood",
        "before-the-plague",
        "flood.date",
        "plague.date",
    ]
    assert len(found[0]["relatedInformation"]) == 3


def test_a_rival_is_marked_in_its_own_text(editor: Editor, place: str) -> None:
    founding(editor, place)
    rival = f"{place}/rivals/letter-of-december-1939.yaml"
    editor.open(rival)
    editor.wait(rival)
    text = (editor.folder / rival).read_text()
    editor.type(rival, text + "nonsense: 1\n")
    editor.wait(rival, "unknown-key")
    assert editor.marked.get(f"{place}/events.yaml", []) == []


def test_a_file_that_is_not_utf8_is_said_to_be_so(editor: Editor, place: str) -> None:
    lay_out(editor, place, events=SMALL)
    latin = editor.folder / place / "evidence/latin.yaml"
    latin.parent.mkdir()
    latin.write_bytes("evidence:\n  k\xf6ln: {holds: start(chronicle) > 1300}\n".encode("latin-1"))
    editor.open(f"{place}/events.yaml")
    editor.wait(f"{place}/evidence/latin.yaml", "not-utf8")
    latin.unlink()
    editor.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": latin.as_uri(), "type": 3}]})
    editor.wait(f"{place}/evidence/latin.yaml")


def test_a_folder_that_vanishes_takes_its_marks_with_it(editor: Editor, place: str) -> None:
    lay_out(editor, place, events=SMALL, evidence__letters="evidence: {late: {holds: end(chronicl) < 1340}}\n")
    letters = f"{place}/evidence/letters.yaml"
    editor.open(letters)
    editor.wait(letters, "unknown-id")
    shutil.rmtree(editor.folder / place)
    editor.type(letters, "evidence: {late: {holds: end(chronic) < 1340}}\n")
    editor.wait_unmarked(letters)


def test_a_text_of_no_chronology_is_let_be(editor: Editor, place: str) -> None:
    other = f"{place}/notes.yaml"
    editor.open(other, "{nothing of ours")
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 5}}
    assert mends(editor, other, {"range": whole, "message": "wrong"}) == []
    assert other not in editor.marked


# -- names

LETTERS = """\
vocabulary:
  dates: {says: "{document} names {event}", slots: {document: document, event: event}}
rules:
  naming:
    when: [$document names $event]
    then: end($document) >= start($event) + pause
    settings: {pause: 0 years}
evidence:
  named: {says: chronicle names plague, source: "annals, 3", note: plague and flood}
  later: {says: chronicle names flood, settings: {naming.pause: 1 year}, against: [named]}
"""
ANNALS = "sources: {annals: {title: Annals}}\n"
RIVAL = "without: [plague.date, source:annals]\nevidence: {other: {holds: start(plague) > 1300}}\n"


def named(editor: Editor, place: str) -> tuple[str, str]:
    """A chronology in which the plague is named in three files, with two of them open."""
    lay_out(editor, place, events=SMALL + ANNALS, evidence__letters=LETTERS, rivals__other=RIVAL)
    events, letters = f"{place}/events.yaml", f"{place}/evidence/letters.yaml"
    editor.open(events)
    editor.open(letters)
    return events, letters


def position(text: str, word: str, number: int = 0) -> tuple[int, int]:
    """Line and character of a word in a text, where it stands for the nth time."""
    at = -1
    for _ in range(number + 1):
        at = text.index(word, at + 1)
    return text.count("\n", 0, at), at - (text.rfind("\n", 0, at) + 1)


def text_at(editor: Editor, location: dict[str, Any], **unsaved: str) -> str:
    """What stands where an answer points to."""
    name = location["uri"].removeprefix(f"{editor.folder.as_uri()}/")
    line = (editor.folder / name).read_text(encoding="utf-8").split("\n")[location["range"]["start"]["line"]]
    return line[location["range"]["start"]["character"] : location["range"]["end"]["character"]]


@pytest.mark.parametrize(
    ("word", "number", "defined"),
    [
        ("plague", 0, "events.yaml:3"),
        ("chronicle names", 0, "events.yaml:5"),
        ("naming.pause", 0, "evidence/letters.yaml:3"),
        ("annals", 0, "events.yaml:9"),
        ("named]", 0, "evidence/letters.yaml:8"),
        ("names plague", 0, "evidence/letters.yaml:1"),
        ("names $event", 0, "evidence/letters.yaml:1"),
    ],
)
def test_definitions(editor: Editor, place: str, word: str, number: int, defined: str) -> None:
    _, letters = named(editor, place)
    line, character = position(LETTERS, word, number)
    found = editor.ask("textDocument/definition", editor.at(letters, line, character))
    name = found["uri"].removeprefix(f"{editor.folder.as_uri()}/{place}/")
    assert f"{name}:{found['range']['start']['line']}" == defined


def test_nothing_is_defined_where_no_id_stands(editor: Editor, place: str) -> None:
    _, letters = named(editor, place)
    for word in ("note:", "plague and", "vocabulary"):
        at = editor.at(letters, *position(LETTERS, word))
        assert editor.ask("textDocument/definition", at) is None
        assert editor.ask("textDocument/prepareRename", at) is None


def test_references(editor: Editor, place: str) -> None:
    events, letters = named(editor, place)
    at = editor.at(letters, *position(LETTERS, "plague"))
    found = editor.ask("textDocument/references", {**at, "context": {"includeDeclaration": True}})
    files = [location["uri"].rpartition(f"/{place}/")[2] for location in found]
    assert files == ["events.yaml", "events.yaml", "evidence/letters.yaml", "rivals/other.yaml", "rivals/other.yaml"]
    assert {text_at(editor, location) for location in found} == {"plague"}
    fewer = editor.ask("textDocument/references", {**at, "context": {"includeDeclaration": False}})
    assert fewer == [location for location in found if location["range"]["start"] != {"line": 3, "character": 2}]
    lit = editor.ask("textDocument/documentHighlight", editor.at(events, 3, 4))
    assert [(each["range"]["start"]["line"], each["kind"]) for each in lit] == [(3, 3), (8, 2)]


@pytest.mark.parametrize(
    ("word", "new"), [("plague", "black-death"), ("naming", "telling"), ("annals,", "annales"), ("chronicle", "chron")]
)
def test_a_new_name_stands_wherever_the_old_one_did(editor: Editor, place: str, word: str, new: str) -> None:
    _, letters = named(editor, place)
    at = editor.at(letters, *position(LETTERS, word))
    old = editor.ask("textDocument/prepareRename", at)["placeholder"]
    edit = editor.ask("textDocument/rename", {**at, "newName": new})
    changed = {}
    for change in edit["documentChanges"]:
        path = editor.folder / change["textDocument"]["uri"].removeprefix(f"{editor.folder.as_uri()}/")
        path.write_text(written(path.read_text(), change["edits"]))
    for name, text in (("events", SMALL + ANNALS), ("evidence/letters", LETTERS), ("rivals/other", RIVAL)):
        # Prose is no place where an id stands: "the plague", and what a note says.
        expected = re.sub(rf"(?<!the )(?<![\w-]){old}(?![\w-]| and)", new, text)
        changed[name] = expected != text
        assert (editor.folder / place / f"{name}.yaml").read_text() == expected
    assert changed["evidence/letters"]
    assert chrono("validate", "-C", editor.folder / place, "--with", "rivals/other.yaml").returncode == 0


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ("flood", "'flood' is the name of something else: events.yaml:3"),
        ("named", "'named' is the name of something else: evidence/letters.yaml:9"),
        ("black death", "'black death' cannot be an id: begin with a letter, go on with letters, digits, - and _"),
        ("", "'' cannot be an id: begin with a letter, go on with letters, digits, - and _"),
        ("start", "'start' would not do: events.yaml:4: 'start' is a word of the expression language"),
    ],
)
def test_a_name_that_would_not_do_is_refused(editor: Editor, place: str, new: str, why: str) -> None:
    _, letters = named(editor, place)
    with pytest.raises(Refused) as refused:
        editor.ask("textDocument/rename", {**editor.at(letters, *position(LETTERS, "plague")), "newName": new})
    assert refused.value.error == {"code": -32803, "message": why}


def test_nothing_is_renamed_while_the_files_have_mistakes(editor: Editor, place: str) -> None:
    events, letters = named(editor, place)
    editor.type(events, SMALL + ANNALS + "people: {x: {nam: X}}\n")
    with pytest.raises(Refused, match=r"mend the files first.* events.yaml:11: unknown key 'nam'"):
        editor.ask("textDocument/rename", {**editor.at(letters, *position(LETTERS, "plague")), "newName": "pest"})


def test_a_name_of_many_rows_is_refused(editor: Editor, place: str) -> None:
    (editor.folder / place / "acts.csv").write_text("no,year\n1,1340\n2,1350\n")
    rows = "  acts: {table: acts.csv, id: act-$no, date: $year}\nevidence:\n  one: {holds: end(act-1) < 1341}\n"
    text = SMALL.replace("evidence:\n", rows) + "  two: {says: act-2 names plague}\n"
    lay_out(editor, place, events=text, evidence__letters=LETTERS)
    editor.open(f"{place}/events.yaml")
    for word, line in (("act-1)", 1), ("act-2", 2)):
        at = editor.at(f"{place}/events.yaml", *position(text, word))
        found = editor.ask("textDocument/definition", at)
        assert (found["uri"], found["range"]["start"]["line"]) == (editor.uri(f"{place}/acts.csv"), line)
    with pytest.raises(Refused, match="'act-2' is made of the rows of a table: rename it there"):
        editor.ask("textDocument/rename", {**at, "newName": "first"})


# -- answers


def hints(editor: Editor, name: str) -> dict[int, str]:
    """What is shown behind the lines of a text, counted from 1."""
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 10_000, "character": 0}}
    found = editor.ask("textDocument/inlayHint", {"textDocument": editor.document(name), "range": whole})
    return {hint["position"]["line"] + 1: hint["label"] for hint in found or ()}


def pointed(editor: Editor, name: str, text: str, word: str, number: int = 0) -> str | None:
    """What is told of a word; where that takes longer than a pointer waits, it is pointed at again."""
    while True:
        found = editor.ask("textDocument/hover", editor.at(name, *position(text, word, number)))
        told = found["contents"]["value"] if found else None
        if told is None or "point at it again" not in told:
            return told


HYPOTHESES = """\
hypotheses:
  before-1349: {claim: end(chronicle) < 1349, expect: entailed}
  before-1345: {claim: end(chronicle) < 1345, expect: entailed, why: A guess}
"""


def test_windows_stand_behind_what_does_not_state_them(editor: Editor, place: str) -> None:
    lay_out(editor, place, events=SMALL + HYPOTHESES)
    events = f"{place}/events.yaml"
    editor.open(events)
    assert hints(editor, events) == {
        6: "begun 1343 – 1348, finished 1343 – 1348",
        11: "entailed, as expected",
        12: "undetermined, expected entailed",
    }
    windows = json.loads(chrono("infer", "--windows", "-C", editor.folder / place, "--format", "json").stdout)
    assert (windows["results"][0]["start"]["earliest"], windows["results"][0]["end"]["latest"]) == ("1343", "1348")
    (found,) = editor.wait(events, "not-as-expected")
    assert found["severity"] == 1
    assert found["message"].startswith("'before-1345': end(chronicle) < 1345 is undetermined, expected entailed")
    wider = SMALL.replace("1349", "1360")
    editor.type(events, wider)
    assert hints(editor, events) == {6: "begun 1343 – 1359, finished 1343 – 1359"}
    editor.type(events, SMALL.replace("date: 1349", "date: 12 years after flood"))
    assert hints(editor, events)[4] == "1354", "a date that is counted from another is shown"


def test_while_there_is_a_mistake_the_last_answers_are_shown_as_such(editor: Editor, place: str) -> None:
    lay_out(editor, place, events=SMALL)
    events = f"{place}/events.yaml"
    editor.open(events)
    assert hints(editor, events) == {6: "begun 1343 – 1348, finished 1343 – 1348"}
    wrong = "# a line above\n" + SMALL.replace("< start(plague)", "< strt(plague)")
    editor.type(events, wrong)
    assert hints(editor, events) == {7: "(begun 1343 – 1348, finished 1343 – 1348)"}
    told = pointed(editor, events, wrong, "chronicle:")
    assert told is not None
    assert told.endswith("As of the last texts without mistakes.")
    assert "finished 1343 – 1348" in told
    editor.type(events, wrong.replace("strt", "[") + "{")
    assert hints(editor, events) == {}, "of a text that is no YAML it is not known where its ids stand"


def test_contradictory_evidence_is_answered_under_a_repair_and_says_so(editor: Editor, place: str) -> None:
    """Behind the lines, above them, where one points, and where a verdict is not as expected."""
    text = SMALL.replace("1349}", "1341}\n  fair: {date: 1300}") + (
        "hypotheses:\n"
        "  firm: {claim: end(fair) < 1342}\n"
        "  hangs: {claim: start(chronicle) > end(flood)}\n"
        "  meant: {claim: start(flood) > 1300, expect: inconsistent}\n"
    )
    lay_out(editor, place, events=text)
    events = f"{place}/events.yaml"
    editor.open(events)
    marked = editor.wait(events, *["contradiction"] * 4, "not-as-expected")
    (verdict,) = (d["message"] for d in marked if d["code"] == "not-as-expected")
    given_up = "under the preferred repair, without after-the-flood"
    assert verdict.startswith("'hangs': start(chronicle) > end(flood) is refuted, expected entailed")
    assert verdict.endswith(given_up)
    lines = text.split("\n")
    assert hints(editor, events) == {
        lines.index("  chronicle: {name: the chronicle}")
        + 1: "begun … – 1340, finished … – 1340, under the preferred repair",
        len(lines) - 3: "entailed, as expected",
        len(lines) - 2: "refuted, expected entailed, under the preferred repair",
        len(lines) - 1: "inconsistent, as expected",
    }
    for id, stands in (
        ("chronicle:", "Hangs on what is given up"),
        ("flood:", "Firm"),
        ("hangs:", "Hangs"),
        ("firm:", "Firm"),
    ):
        told = pointed(editor, events, text, id)
        assert told is not None
        assert f"The evidence contradicts itself: what follows is told {given_up}." in told
        assert stands in told
    assert "**Without it**\n\nCompared without after-the-flood" in (
        pointed(editor, events, text, "before-the-plague:") or ""
    )


def test_a_relation_that_is_pointed_at_says_what_it_compares(editor: Editor, place: str) -> None:
    text = SMALL + "  named: {holds: not (flood starts before end of plague), note: before the plague}\n"
    lay_out(editor, place, events=text.replace("not (", "("))
    events = f"{place}/events.yaml"
    text = text.replace("not (", "(")
    editor.open(events)
    told = pointed(editor, events, text, "before end")
    assert told == r"**a starts before end of b** · relation" + "\n\n" + r"- start(a) \< end(b)"
    assert pointed(editor, events, text, "before the plague}") is None


def test_what_is_pointed_at_is_told_with_reasons(editor: Editor, place: str) -> None:
    founding(editor, place)
    events = f"{place}/events.yaml"
    editor.open(events)
    text = (editor.folder / events).read_text()
    span = pointed(editor, events, text, "manuscript:")
    assert span is not None
    assert span.startswith(
        "**Stalin** · document manuscript\n\n- begun 7 Nov 1894 – 23 Aug 1939\n- finished 1 Jan 1938"
    )
    why = span.split("**Why finished not later than 23 Aug 1939**\n\n")[1].split("\n\n")
    answer = json.loads(chrono("infer", "manuscript", "-C", ROOT, "--format", "json").stdout)
    reason = answer["results"][0]["end"]["because"]["latest"]
    assert [line.split(":")[0].removeprefix("- ") for line in why[0].splitlines()] == [
        id.replace("rule:", "rule ") for id in reason
    ]
    assert f"{editor.folder.as_uri()}/{place}/events.yaml#L" in why[0]
    assert why[1] == "hangs on nothing-after-1938; with strong evidence alone finished not later than 20 Aug 1940"
    evidence = pointed(editor, events, text, "nothing-after-1938:")
    assert evidence is not None
    assert "**Without it**" in evidence
    assert "- manuscript finished Jan 1938 – May 1940, not 1 Jan 1938 – 23 Aug 1939" in evidence
    assert "- before-the-war: undetermined, not entailed" in evidence
    aside = pointed(editor, events, text, "told-in-order:")
    assert aside is not None
    assert "set aside: too weak to count; answered by written-side-by-side" in aside
    assert aside.endswith("It changes nothing: every window and every verdict is the same without it.")
    verdict = pointed(editor, events, text, "before-the-war:")
    assert verdict is not None
    assert verdict.startswith("**before-the-war** · expected entailed\n\nend(manuscript) \\< start(war)")
    assert "**entailed**\n\n- nothing-after-1938: " in verdict
    source = pointed(editor, events, text, "riddell-2017,")
    assert source is not None
    assert source.startswith("**riddell-2017** · source\n\n- author: John Riddell")
    date = pointed(editor, events, text, "1939-08-23")
    assert date is not None
    assert date.startswith("1939-08-23: 23 Aug 1939 · 1939-08-23 · JDN 2429499 · Julian 10 Aug 1939 · day")
    sentence = pointed(editor, events, text, "is silent about")
    assert sentence is not None
    assert "rule silence rests on it" in sentence
    assert pointed(editor, events, text, "What the answer hangs on") is None


def test_an_editor_that_shows_no_markdown_is_told_plain_words(tmp_path: Path) -> None:
    (tmp_path / "events.yaml").write_text(SMALL.replace("the chronicle", "the *chronicle*"))
    with Editor(tmp_path) as editor:
        editor.open("events.yaml")
        found = editor.ask("textDocument/hover", editor.at("events.yaml", 5, 3))
        assert found["contents"]["kind"] == "plaintext"
        told = pointed(editor, "events.yaml", SMALL, "chronicle:")
        assert told is not None
        assert told.startswith("the *chronicle* · document chronicle\n\n- begun 1343")


def test_what_is_written_by_others_stays_words(editor: Editor, place: str) -> None:
    name = "<img src=x> **bold** [link](http://x) `code`"
    lay_out(editor, place, events=SMALL.replace("the chronicle", f'"{name}"'))
    editor.open(f"{place}/events.yaml")
    told = pointed(editor, f"{place}/events.yaml", SMALL, "chronicle:")
    assert told is not None
    heading = told.splitlines()[0]
    assert heading.startswith(r"**\<img src=x\> \*\*bold\*\* \[link\](http://x) \`code\`**")


# -- what can be written


def offered(editor: Editor, name: str, text: str) -> dict[str, str]:
    """What is offered at the mark `¦` of a text, by what it is called, as it would be put there."""
    offset = text.index("¦")
    bare = text.replace("¦", "")
    editor.type(name, bare)
    line, character = text.count("\n", 0, offset), offset - (text.rfind("\n", 0, offset) + 1)
    found = editor.ask("textDocument/completion", editor.at(name, line, character))
    for item in found["items"] if found else ():
        assert item["textEdit"]["range"]["end"] == {"line": line, "character": character}
    return {
        item["label"]: written(bare, [item["textEdit"]]).split("\n")[line].strip()
        for item in (found or {"items": ()})["items"]
    }


WRITING = SMALL + ANNALS + LETTERS.replace("evidence:\n", "hypotheses:\n  guess: {claim: end(chronicle) < 1345}\n", 1)
WRITING = WRITING[: WRITING.index("  named: {")]


@pytest.mark.parametrize(
    ("begun", "label", "line"),
    [
        ("peo¦", "people", "people:"),
        ("people:\n  x:\n    bo¦", "born", "born: "),
        ("people:\n  x:\n    ¦\n    name: X", "died", "died: "),
        ("people:\n  x: {name: X, di¦", "died", "people"),
        ("periods:\n  x:\n    certainty: st¦", "strong", "certainty: strong"),
        ("periods:\n  x: {name: X, certainty: ¦}", "weak", "x: {name: X, certainty: weak}"),
        ("periods:\n  x:\n    source: an¦", "annals", "source: annals"),
        ("chronology:\n  calendar: jul¦", "julian", "calendar: julian"),
        ("chronology: {conventions: wide st¦", "strict", "chronology: {conventions: wide strict"),
        ("chronology:\n  languages: [de, ¦", "ru", "languages: [de, ru"),
        (
            "periods:\n  x:\n    reckoning: [calendar-year, acc¦",
            "accession-year",
            "reckoning: [calendar-year, accession-year",
        ),
        ("periods:\n  x:\n    years-from: ¦", "flood", "years-from: flood"),
        ("sequences:\n  - [flood, ¦", "plague", "- [flood, plague"),
        ("sequences:\n  - of: [flood,\n         pl¦", "plague", "plague"),
        ("  more:\n    against: [¦", "after-the-flood", "against: [after-the-flood"),
        ("  more:\n    says: ¦", "{document} names {event}", "says: ${1:document} names ${2:event}"),
        ("  more:\n    says: chronicle ¦", "{document} names {event}", "says: chronicle names ${1:event}"),
        ("  more:\n    says: chronicle na¦", "{document} names {event}", "says: chronicle names ${1:event}"),
        ("  more:\n    says: names¦", "{document} names {event}", "says: ${1:document} names ${2:event}"),
        ("  more:\n    says: chronicle names fl¦", "flood", "says: chronicle names flood"),
        (
            "  more:\n    says: [chronicle names flood, chronicle names ¦",
            "plague",
            "says: [chronicle names flood, chronicle names plague",
        ),
        ("  more:\n    says: 'chronicle names ¦'", "plague", "says: 'chronicle names plague'"),
        ("  more:\n    says:\n    - chronicle names ¦", "plague", "- chronicle names plague"),
        ("  more:\n    settings: {¦", "naming.pause", "settings: {naming.pause: "),
        ("  more:\n    settings:\n      pau¦", "pause", "pause: "),
        ("  more: {holds: ¦", "end(…)", "more: {holds: end(${1:id})"),
        ("  more: {holds: end(ch¦", "chronicle", "more: {holds: end(chronicle"),
        ("  more: {holds: known(¦", "flood", "more: {holds: known(flood"),
        ("  more: {holds: flood ¦", "contemporary with", "more: {holds: flood contemporary with"),
        ("rules:\n  x:\n    when:\n    - $d names $e\n    - $¦", "$d", "- $d"),
        ("rules:\n  x:\n    when: $d names $e\n    settings: {pause: 1 year}\n    then: end($¦", "$e", "then: end($e"),
        ("rules:\n  x:\n    when: $a ¦", "{document} names {event}", r"when: \$a names ${1:\$event}"),
        ("vocabulary:\n  x:\n    says: '{a} met {b}'\n    slots: {a: ¦", "person", "slots: {a: person"),
        ("hypotheses:\n  x:\n    expect: ¦", "refuted", "expect: refuted"),
        ("hypotheses:\n  x:\n    relies-on: ¦", "plague.date", "relies-on: plague.date"),
        ("hypotheses:\n  x:\n    must-not-rely-on: [rule¦", "rule:naming", "must-not-rely-on: [rule:naming"),
        ("hypotheses:\n  x:\n    under: {with: ¦", "rivals/other.yaml", "under: {with: rivals/other.yaml"),
    ],
)
def test_what_can_be_written(writer: Editor, begun: str, label: str, line: str) -> None:
    before = (
        WRITING.replace("evidence:\n", f"evidence:\n{begun}\n", 1) if begun.startswith("  ") else f"{WRITING}{begun}"
    )
    found = offered(writer, "events.yaml", before)
    assert label in found
    if line != "people":
        assert found[label] == line.rstrip()


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor in which a chronology is written that was without mistakes a moment ago."""
    folder = tmp_path_factory.mktemp("written")
    (folder / "events.yaml").write_text(WRITING, encoding="utf-8")
    (folder / "rivals").mkdir()
    (folder / "rivals/other.yaml").write_text(RIVAL)
    snippets = {"textDocument": {"completion": {"completionItem": {"snippetSupport": True}}}}
    with Editor(folder, capabilities=snippets) as editor:
        editor.open("events.yaml")
        editor.wait("events.yaml", "not-as-expected")
        yield editor
        assert editor.end() == 0
        assert editor.complaints == b""


@pytest.mark.parametrize(
    "begun",
    [
        "  more:\n    note: chronicle ¦",
        "  more:\n    # says: ¦",
        "  more:\n    note: a long\n      text that goes on ¦",
        "  more:\n    nothing-of-ours: ¦",
        "  more:\n    says: nothing like it ¦",
    ],
)
def test_where_nothing_is_known_nothing_is_offered(writer: Editor, begun: str) -> None:
    assert offered(writer, "events.yaml", WRITING.replace("evidence:\n", f"evidence:\n{begun}\n", 1)) == {}


def test_a_slot_takes_ids_of_its_type_alone(writer: Editor) -> None:
    text = WRITING.replace("evidence:\n", "evidence:\n  more:\n    says: chronicle names ¦\n", 1)
    assert [id for id in offered(writer, "events.yaml", text) if "{" not in id] == ["flood", "plague"]


def test_keys_that_stand_there_already_are_not_offered(writer: Editor) -> None:
    found = offered(writer, "events.yaml", f"{WRITING}people:\n  x:\n    name: X\n    ¦\n    born: 1300\n")
    assert {"died", "note", "source"} <= set(found)
    assert not {"name", "born", "says", "reckoning"} & set(found)


def test_an_editor_without_snippets_gets_words(editor: Editor, place: str) -> None:
    lay_out(editor, place, events=WRITING)
    editor.open(f"{place}/events.yaml")
    text = WRITING.replace("evidence:\n", "evidence:\n  more:\n    says: chronicle ¦\n", 1)
    found = offered(editor, f"{place}/events.yaml", text)
    assert found["{document} names {event}"] == "says: chronicle names {event}"


# -- colours


def test_ids_have_the_colour_of_what_they_stand_for(editor: Editor, place: str) -> None:
    _, letters = named(editor, place)
    legend = editor.initialized["capabilities"]["semanticTokensProvider"]["legend"]
    text = LETTERS.replace("plague and flood", "𒀀 $no-variable").replace("evidence:", "# $none\nevidence:")
    editor.type(letters, text)
    numbers = editor.ask("textDocument/semanticTokens/full", {"textDocument": editor.document(letters)})["data"]
    found, line, character = [], 0, 0
    for down, across, length, kind, declares in zip(*[iter(numbers)] * 5, strict=True):
        line, character = line + down, across if down else character + across
        units = text.split("\n")[line].encode("utf-16-le")[character * 2 : (character + length) * 2]
        found.append((units.decode("utf-16-le"), legend["tokenTypes"][kind], declares))
    assert found[:6] == [
        ("naming", "function", 1),
        ("$document", "typeParameter", 0),
        ("$event", "typeParameter", 0),
        ("$document", "typeParameter", 0),
        ("$event", "typeParameter", 0),
        ("named", "variable", 1),
    ]
    assert found[6:] == [
        ("chronicle", "class", 0),
        ("plague", "event", 0),
        ("annals", "namespace", 0),
        ("$no-variable", "typeParameter", 0),
        ("later", "variable", 1),
        ("chronicle", "class", 0),
        ("flood", "event", 0),
        ("naming", "function", 0),
        ("named", "variable", 0),
    ]


# -- outlines


def names_of(symbols: list[dict[str, Any]]) -> dict[str, list[str]]:
    return {each["name"]: [child["name"] for child in each.get("children", ())] for each in symbols}


def test_outlines(editor: Editor, place: str) -> None:
    events, letters = named(editor, place)
    asked = {"textDocument": editor.document(letters)}
    found = editor.ask("textDocument/documentSymbol", asked)
    assert names_of(found) == {"vocabulary": ["dates"], "rules": ["naming"], "evidence": ["named", "later"]}
    assert found[2]["children"][0]["detail"] == "chronicle names plague"
    assert (found[1]["range"]["start"]["line"], found[1]["range"]["end"]["line"]) == (2, 6)
    broken = LETTERS.replace("says: chronicle names flood", "says: [chronicle names flood")
    editor.type(letters, broken)
    assert names_of(editor.ask("textDocument/documentSymbol", asked)) == names_of(found)
    editor.type(events, SMALL + "sequences:\n- [flood, plague]\n- of: [plague, flood]\n  gaps: allowed\n")
    told = names_of(editor.ask("textDocument/documentSymbol", {"textDocument": editor.document(events)}))
    assert told["sequences"] == ["flood → plague", "plague → flood"]


def test_sections_and_entries_can_be_folded(editor: Editor, place: str) -> None:
    _, letters = named(editor, place)
    asked = {"textDocument": editor.document(letters)}
    lines = LETTERS.split("\n")
    found = [(each["startLine"], each["endLine"]) for each in editor.ask("textDocument/foldingRange", asked)]
    assert all(lines[first].strip() and lines[last].strip() for first, last in found), "from a line to a line"
    told = [lines[first].strip() for first, _ in found]
    assert {"rules:", "naming:", "evidence:"} <= set(told)
    assert (2, 6) in found, "as in the outline"
    editor.type(letters, LETTERS.replace("says: chronicle names flood", "says: [chronicle names flood"))
    again = [(each["startLine"], each["endLine"]) for each in editor.ask("textDocument/foldingRange", asked)]
    assert (2, 6) in again


# -- commands


def command(editor: Editor, name: str, *arguments: Any) -> Any:
    return editor.ask("workspace/executeCommand", {"command": name, "arguments": list(arguments)})


def test_above_a_hypothesis_its_verdict_leads_to_the_page(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    text = (ROOT / "events.yaml").read_text(encoding="utf-8")
    (tmp_path / "events.yaml").write_text(text, encoding="utf-8")
    shows = {"window": {"showDocument": {"support": True}}, "workspace": {"codeLens": {"refreshSupport": True}}}
    with Editor(tmp_path, capabilities=shows) as editor:
        editor.open("events.yaml")
        assert comes(lambda: "workspace/codeLens/refresh" in editor.requests)
        found = editor.ask("textDocument/codeLens", {"textDocument": editor.document("events.yaml")})
        lines = text.split("\n")
        above = {lines[lens["range"]["start"]["line"]].strip(): lens["command"] for lens in found}
        checked = json.loads(chrono("check", "-C", tmp_path, "--format", "json").stdout)["results"]
        assert set(above) == {f"{one['id']}:" for one in checked}
        for one in checked:
            count = len(one["because"])
            rests = f" · rests on {count} thing{'' if count == 1 else 's'}" if count else ""
            assert above[f"{one['id']}:"]["title"] == f"{one['verdict']}, as expected{rests}"
        # The lens opens the page of the chronology at its hypothesis, for whoever has the address.
        lens = above["before-the-war:"]
        address = command(editor, lens["command"], *lens["arguments"])
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/start\?token=\S+#chosen=before-the-war&view=hypotheses", address)
        assert "window/showDocument" in editor.requests
        port, start = re.search(r":(\d+)(/start\S+)#", address).groups()  # type: ignore[union-attr]
        connection = HTTPConnection("127.0.0.1", int(port), timeout=PATIENCE)
        connection.request("GET", start)
        assert connection.getresponse().status == 303
        another = command(editor, lens["command"], editor.uri("events.yaml"), "")
        assert f":{port}/" in another, "one page for a folder"
        assert "#" not in another
        editor.end()
    with pytest.raises(ConnectionRefusedError):
        HTTPConnection("127.0.0.1", int(port), timeout=PATIENCE).request("GET", "/")


def test_what_moves_without_a_thing_is_told(editor: Editor, place: str) -> None:
    founding(editor, place)
    name = f"{place}/events.yaml"
    editor.open(name)
    told = command(editor, "chrono.whatif", editor.uri(name), "nothing-after-1938")
    printed = chrono("whatif", "--without", "nothing-after-1938", "-C", editor.folder / place).stdout
    assert told.split("\n")[:3] == printed.split("\n")[:3]
    assert " → May 1940 " in told
    lines = (editor.folder / place / "events.yaml").read_text(encoding="utf-8").split("\n")
    line = next(n for n, each in enumerate(lines) if each.startswith("  nothing-after-1938:"))
    assert command(editor, "chrono.whatif", editor.uri(name), {"line": line, "character": 6}) == told
    for arguments in ([editor.uri(name), "nobody"], [editor.uri(name), {"line": -1}], ["file:///nowhere.yaml", "x"]):
        assert command(editor, "chrono.whatif", *arguments) is None
    for wrong in (["chrono.whatif"], ["chrono.nothing", "x"]):
        with pytest.raises(Refused):
            command(editor, *wrong)


def test_symbols_of_the_whole_chronology(editor: Editor, place: str) -> None:
    named(editor, place)
    found = editor.ask("workspace/symbol", {"query": "THE pl"})
    assert [(s["name"], s["containerName"], s["location"]["uri"].rpartition("/")[2]) for s in found] == [
        ("plague", "the plague", "events.yaml")
    ]
    every = {symbol["name"] for symbol in editor.ask("workspace/symbol", {"query": ""})}
    assert every >= {"flood", "plague", "chronicle", "after-the-flood", "named", "rule:naming", "source:annals"}


# -- places


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "utf-32"])
def test_places_beyond_the_first_plane_are_counted_as_the_editor_counts(encoding: str, tmp_path: Path) -> None:
    name = "𒀀𒀀 e\u0301 é \u2028 ab\u0085 𒁀"
    wrong = SMALL.replace("{holds: end(chronicle)", f"{{note: {name}, holds: end(chronicel)").replace("\n", "\r\n", 3)
    (tmp_path / "events.yaml").write_text(wrong, encoding="utf-8", newline="")
    with Editor(tmp_path, encodings=[encoding]) as editor:
        assert editor.initialized["capabilities"]["positionEncoding"] == encoding
        editor.open("events.yaml", wrong)
        (found,) = editor.wait("events.yaml", "unknown-id")
        (action,) = mends(editor, "events.yaml", found)
        mended = written(wrong, edits_of(action, editor.uri("events.yaml")), encoding)
        assert mended == wrong.replace("chronicel", "chronicle")
        editor.type("events.yaml", mended)
        editor.wait("events.yaml")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "utf-32"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_places_there_and_back(encoding: str, mark: str) -> None:
    bare = "a𒀀e\u0301\r\n\u0085b\u2028c\n\n\tx\ré𒁀"
    text = Text(mark + bare, encoding)
    for offset in range(len(bare) + 1):
        assert text.offset(*text.place(offset)) in (offset, offset - 1)
        if bare[offset - 1 : offset + 1] != "\r\n":
            assert text.at(text.position(offset)) == offset
    units = {"utf-16": 1 + 2 + 2, "utf-8": 1 + 4 + 3, "utf-32": 1 + 1 + 2}[encoding]
    of_mark = {"utf-16": 1, "utf-8": 3, "utf-32": 1}[encoding] if mark else 0
    assert text.position(4).character == units + of_mark
    assert (text.position(len(bare)).line, text.position(len(bare)).character) == (
        4,
        {"utf-16": 3, "utf-8": 6, "utf-32": 2}[encoding],
    )


# -- what is newer


def test_the_newest_text_wins(editor: Editor, place: str) -> None:
    founding(editor, place)
    events = f"{place}/events.yaml"
    text = (editor.folder / events).read_text()
    editor.open(events)
    for number in range(30):
        editor.type(events, text.replace("died: 1940-08-21", f"died: nonsense-{number}"))
    editor.type(events, text)
    editor.wait(events, *ASIDE)
    asked = editor.ask(
        "textDocument/codeAction",
        {
            "textDocument": editor.document(events),
            "range": {"start": {"line": 0, "character": 0}, "end": {"line": 999, "character": 0}},
            "context": {"diagnostics": []},
        },
    )
    assert asked == []


def test_a_newer_text_ends_an_older_question(tmp_path: Path) -> None:
    (tmp_path / "events.yaml").write_text(SMALL)
    ended, begun = [], threading.Event()

    def endless(session: Session, options: Options) -> str:
        assert options.limit is not None
        begun.set()
        try:
            while True:
                for _ in options.limit.within(range(1000)):
                    pass
        except LimitReached:
            ended.append(options.limit.interrupted)
        return "an answer about what is no longer there"

    async def write() -> tuple[str | None, str | None]:
        study = Study(tmp_path, ThreadPoolExecutor(1), ThreadPoolExecutor(1))
        study.change({"events.yaml": Document("file:///events.yaml", SMALL, 1)})
        older = asyncio.create_task(study.answer(await study.reading(), endless, 600))
        waiting = asyncio.create_task(study.answer(await study.reading(), endless, 600))
        await asyncio.to_thread(begun.wait, PATIENCE)
        study.change({"events.yaml": Document("file:///events.yaml", SMALL + "\n", 2)})
        newer = await study.answer(await study.reading(), lambda session, options: "the answer", 600)
        assert await waiting is None
        return await older, newer

    assert asyncio.run(write()) == (None, "the answer")
    assert ended == [True]


def test_a_question_ends_when_its_time_is_up(tmp_path: Path) -> None:
    (tmp_path / "events.yaml").write_text(SMALL)

    def long(session: Session, options: Options) -> str:
        assert options.limit is not None
        while not options.limit.ended():
            pass
        return "what is known by then"

    async def wait() -> str | None:
        study = Study(tmp_path, ThreadPoolExecutor(1), ThreadPoolExecutor(1))
        study.change({"events.yaml": Document("file:///events.yaml", SMALL, 1)})
        return await study.answer(await study.reading(), long, 0.1)

    assert asyncio.run(wait()) == "what is known by then"


def test_who_points_waits_a_moment_and_finds_the_answer_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "events.yaml").write_text(SMALL)
    real, asked, go = hovering.span, [], threading.Event()

    def slow(session: Session, options: Options, id: str) -> Inference:
        asked.append(id)
        go.wait(PATIENCE)
        return real(session, options, id)

    slow.__name__ = "span"
    monkeypatch.setattr(hovering, "span", slow)
    monkeypatch.setattr(features, "WAIT", 0.05)

    async def point() -> tuple[str, str]:
        study = Study(tmp_path, ThreadPoolExecutor(1), ThreadPoolExecutor(1))
        study.change({"events.yaml": Document("file:///events.yaml", SMALL, 1)})
        reading = await study.reading()

        async def told() -> str:
            page = Prose(markdown=False, uri=str)
            await features.tell(features.server(PATIENCE), study, reading, "chronicle", page)
            return page.content().value

        first = await told()
        go.set()
        await asyncio.gather(*reading.asked.values())
        monkeypatch.setattr(features, "WAIT", PATIENCE)
        return first, await told()

    first, later = asyncio.run(point())
    assert first.endswith("Its windows take longer to find than a pointer waits: point at it again.")
    assert "begun 1343 – 1348" in later
    assert asked == ["chronicle"], "worked out once"


# -- the protocol


def raw(*messages: bytes) -> subprocess.CompletedProcess[bytes]:
    """What a server says to bytes, and how it ends."""
    return subprocess.run(
        [sys.executable, "-m", "chrono", "lsp", "--stdio"], input=b"".join(messages), capture_output=True, check=False
    )


def message(**fields: Any) -> bytes:
    body = json.dumps({"jsonrpc": "2.0", **fields}).encode()
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


BEGIN = message(id=1, method="initialize", params={"processId": None, "rootUri": None, "capabilities": {}})
END = (message(id=9, method="shutdown"), message(method="exit"))


def test_what_cannot_be_understood_is_answered_and_the_next_is_read() -> None:
    wrong = (b"Content-Length: 5\r\n\r\nnoise", b"content-length:2\r\nContent-Type: x\r\n\r\n[]")
    hover = {"textDocument": {"uri": "file:///x"}, "position": {"line": "none"}}
    bad = message(id=2, method="textDocument/hover", params=hover)
    ended = raw(BEGIN, *wrong, bad, message(id=3, method="chrono/nothing", params={}), *END)
    assert ended.returncode == 0
    assert ended.stderr == b""
    told = [json.loads(body) for body in re.findall(rb"\r\n\r\n(\{.*?\})(?=Content-Length|$)", ended.stdout, re.DOTALL)]
    assert [(each.get("id"), each.get("error", {}).get("code")) for each in told] == [
        (1, None),
        (None, -32700),
        (None, -32600),
        (2, -32602),
        (3, -32601),
        (9, None),
    ]


def test_how_it_ends() -> None:
    assert raw(BEGIN, message(method="exit")).returncode == 1, "without a shutdown, as the protocol has it"
    assert raw(BEGIN, *END).returncode == 0
    assert raw(BEGIN, b"Content-Length: 1000\r\n\r\n{").returncode == 0, "the editor is gone in the middle of a word"
    typed = raw(b"hello\r\n")
    assert typed.returncode == 2
    assert typed.stderr == (b"chrono lsp: what arrives is not the language server protocol; an editor starts this\n")


@pytest.fixture
def listening(request: pytest.FixtureRequest) -> Iterator[int]:
    """A server at a free port; the port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "chrono", "lsp", "--timeout", str(PATIENCE), *request.param],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    where = process.stderr.readline()
    try:
        yield int(where.rpartition(":")[2])
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


@pytest.mark.parametrize("listening", [["--tcp", "0"]], indirect=True)
def test_editors_at_a_port_have_each_a_server_of_their_own(listening: int, tmp_path: Path) -> None:
    (tmp_path / "events.yaml").write_text(SMALL)
    one, other = RemoteEditor(tmp_path, listening), RemoteEditor(tmp_path, listening)
    one.open("events.yaml", SMALL.replace("start(plague)", "start(plage)"))
    other.open("events.yaml", SMALL)
    one.wait("events.yaml", "unknown-id")
    other.wait("events.yaml")
    one.ask("shutdown", None)
    one.tell("exit", None)
    assert hints(other, "events.yaml") == {6: "begun 1343 – 1348, finished 1343 – 1348"}
    one.leave()
    other.leave()


@pytest.mark.parametrize("listening", [["--tcp", "0"]], indirect=True)
def test_a_page_reaches_no_port(listening: int) -> None:
    with socket.create_connection(("127.0.0.1", listening), timeout=PATIENCE) as page:
        page.sendall(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 300\r\n\r\n" + BEGIN)
        assert page.recv(1000) == b"", "cut off without a word"


@pytest.mark.parametrize("listening", [["--ws", "0", "--origin", "http://localhost:8000"]], indirect=True)
def test_a_page_of_a_named_origin_speaks_over_websocket(listening: int, tmp_path: Path) -> None:
    from websockets.sync.client import connect

    uri = (tmp_path / "events.yaml").as_uri()
    document = {"uri": uri, "languageId": "yaml", "version": 1, "text": SMALL.replace("start(plague)", "start(plage)")}
    with connect(f"ws://localhost:{listening}", origin="http://localhost:8000") as page:
        page.send(json.dumps(json.loads(BEGIN.partition(b"\r\n\r\n")[2])))
        begun = page.recv(timeout=PATIENCE)
        assert isinstance(begun, str), "a frame of text"
        assert json.loads(begun)["result"]["serverInfo"]["name"] == "chrono"
        page.send(json.dumps({"jsonrpc": "2.0", "method": "initialized", "params": {}}))
        opened = {"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": document}}
        page.send(json.dumps(opened))
        told = json.loads(page.recv(timeout=PATIENCE))
        assert [d["code"] for d in told["params"]["diagnostics"]] == ["unknown-id"]


@pytest.mark.parametrize("listening", [["--ws", "0", "--origin", "http://localhost:8000"]], indirect=True)
@pytest.mark.parametrize(
    ("origin", "host"),
    [("http://evil.example", "127.0.0.1"), ("null", "127.0.0.1"), ("http://localhost:8000", "rebind.example")],
)
def test_no_other_page_reaches_it(listening: int, origin: str, host: str) -> None:
    with socket.create_connection(("127.0.0.1", listening), timeout=PATIENCE) as page:
        asked = (
            f"GET / HTTP/1.1\r\nHost: {host}:{listening}\r\nOrigin: {origin}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        page.sendall(asked.encode())
        assert page.recv(1000).startswith(b"HTTP/1.1 403")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--tcp", "1", "--ws", "2"], "--stdio, --tcp and --ws: one of them"),
        (["--origin", "http://x"], "--origin goes with --ws: a page reaches nothing else"),
        (["--timeout", "0"], "Invalid value for '--timeout'"),
    ],
)
def test_options_that_do_not_go_together(options: list[str], said: str) -> None:
    ended = chrono("lsp", *options)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert said in ended.stderr


def test_a_port_that_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for option in ("--tcp", "--ws"):
            ended = chrono("lsp", option, port)
            assert ended.returncode == 2
            assert ended.stderr.startswith(f"Error: port {port} cannot be opened: ")


# -- the command


def test_it_ends_when_the_editor_is_gone(tmp_path: Path) -> None:
    with Editor(tmp_path) as editor:
        assert editor.process.stdin
        editor.process.stdin.close()
        assert editor.process.wait(PATIENCE) == 0


def test_without_what_it_is_built_on_it_says_what_to_install() -> None:
    code = "import sys\nsys.modules['pygls'] = None\nfrom chrono.frontends.cli import main\nmain(['lsp'])"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == (
        "Error: the language server is built on pygls, which is not installed: pip install 'chrono-dating[lsp]'\n"
    )


def test_no_other_command_loads_it() -> None:
    code = (
        "import sys\nfrom chrono.frontends.cli import main\n"
        "try:\n    main(['infer', '-C', sys.argv[1]])\nexcept SystemExit as end:\n    assert not end.code\n"
        "heavy = ('pygls', 'lsprotocol', 'attrs', 'cattrs', 'chrono.frontends.lsp')\n"
        "print([m for m in heavy if m in sys.modules], file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", code, str(ROOT)], capture_output=True, text=True, check=False)
    assert ended.stdout
    assert ended.stderr == "[]\n"
