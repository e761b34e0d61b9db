"""The language server while texts are cut, garbled and typed at random: it always answers, and in the end rightly.

What is marked at last is what reading the same files tells. Each text is one that an editor could hold for a moment.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chrono.frontends.lsp.cursor import cursor_at
from chrono.frontends.lsp.outline import outline
from chrono.frontends.lsp.positions import Text
from chrono.loading import Memory, load
from tests.editor import Editor, comes

ROOT = Path(__file__).parents[1]
CASE = ROOT / "examples" / "julius-caesar"
EVENTS = (CASE / "events.yaml").read_text(encoding="utf-8")
OTHERS = {path.relative_to(CASE).as_posix(): path.read_text() for path in sorted((CASE / "rules").glob("*.yaml"))}
ANSWERED = {"set-aside", "contradiction", "not-as-expected"}
"""What is marked after solving, and reading does not tell."""
WORDS = ["{", "}", "[", "- ", ": ", "\n", "  ", "'", '"', "#", "$x", "𒀀", "\t", "\ufeff", "&a", "|\n", "says: ", "\r"]


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    folder = tmp_path_factory.mktemp("garbled") / "case"
    shutil.copytree(CASE, folder)
    with Editor(folder) as editor:
        editor.open("events.yaml")
        yield editor
        assert editor.end() == 0
        assert editor.complaints == b""


def asked(editor: Editor, text: str, random: Random) -> None:
    """Puts a question of every kind about a place at random; each is answered with something or nothing."""
    lines = text.split("\n")
    line = random.randrange(len(lines))
    at: dict[str, Any] = editor.at("events.yaml", line, random.randrange(len(lines[line]) + 3))
    document = {"textDocument": at["textDocument"]}
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": len(lines), "character": 0}}
    questions: list[tuple[str, dict[str, Any]]] = [
        ("textDocument/completion", at),
        ("textDocument/documentSymbol", document),
        ("textDocument/codeAction", {**document, "range": whole, "context": {"diagnostics": []}}),
        ("textDocument/hover", at),
        ("textDocument/definition", at),
        ("textDocument/references", {**at, "context": {"includeDeclaration": True}}),
        ("textDocument/prepareRename", at),
        ("textDocument/inlayHint", {**document, "range": whole}),
        ("textDocument/semanticTokens/full", document),
    ]
    for number in [editor.begin(*question) for question in random.sample(questions, 4)]:
        editor.result(number)


def right_in_the_end(editor: Editor, text: str) -> None:
    """Whether what is marked is what reading the files tells."""
    told = load(Memory({"events.yaml": text, **OTHERS})).diagnostics
    expected = sorted((d.code, d.place.line - 1) for d in told if d.place.file == "events.yaml")

    def marked() -> list[tuple[str, int]]:
        found = [d for d in editor.marked.get("events.yaml", []) if d["code"] not in ANSWERED]
        return sorted((d["code"], d["range"]["start"]["line"]) for d in found)

    assert comes(lambda: editor.up_to_date("events.yaml") and marked() == expected), (marked(), expected)


def test_five_hundred_cuts(editor: Editor) -> None:
    random = Random("cuts")
    for number in range(500):
        cut = EVENTS[: random.randrange(len(EVENTS))] + (EVENTS[random.randrange(len(EVENTS)) :] if number % 2 else "")
        editor.type("events.yaml", cut)
        if number % 5 == 0:
            asked(editor, cut, random)
    right_in_the_end(editor, cut)
    editor.type("events.yaml", EVENTS)
    right_in_the_end(editor, EVENTS)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(EVENTS)), st.integers(0, 40), st.one_of(st.sampled_from(WORDS), st.text(max_size=5))
        ),
        min_size=1,
        max_size=8,
    )
)
def test_edits_at_random(editor: Editor, edits: list[tuple[int, int, str]]) -> None:
    text = EVENTS
    for at, length, put in edits:
        # What no text of an editor holds: half of a character.
        text = text[:at] + put.encode("utf-8", "replace").decode() + text[at + length :]
        editor.type("events.yaml", text)
    asked(editor, text, Random(len(text)))
    right_in_the_end(editor, text)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), max_size=40), st.integers(0, 200))
def test_any_text_has_a_cursor_and_an_outline(words: list[str], at: int) -> None:
    text = "".join(words)
    found = cursor_at(text, min(at, len(text)))
    assert found is None or 0 <= found.began <= min(at, len(text))
    for symbol in outline(Text(text), "events.yaml"):
        for each in (symbol, *(symbol.children or ())):
            assert each.range.start <= each.selection_range.start
            assert each.selection_range.end <= each.range.end


def test_folders_that_come_and_go(editor: Editor) -> None:
    """A folder is taken away and put back while its text is open and asked about."""
    random = Random("folders")
    for _ in range(10):
        moved = editor.folder.rename(editor.folder.with_name("away"))
        editor.type("events.yaml", EVENTS + "# gone\n")
        asked(editor, EVENTS, random)
        moved.rename(editor.folder)
        editor.type("events.yaml", EVENTS)
        asked(editor, EVENTS, random)
    right_in_the_end(editor, EVENTS)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"\x00" * 100, b"evidence: {", b"a" * 100_000])
def test_a_file_beside_that_holds_anything(editor: Editor, content: bytes) -> None:
    beside = editor.folder / "evidence" / "new.yaml"
    beside.parent.mkdir(exist_ok=True)
    beside.write_bytes(content)
    editor.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": beside.as_uri(), "type": 1}]})
    asked(editor, EVENTS, Random(0))
    if content:
        assert comes(lambda: editor.marked.get("evidence/new.yaml", []) != [])
    beside.unlink()
    editor.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": beside.as_uri(), "type": 3}]})
    editor.wait_unmarked("evidence/new.yaml")


def test_a_server_that_nobody_asks_does_nothing(editor: Editor) -> None:
    """It waits for messages, and for nothing else: idle, it uses no time of the processor."""
    status = Path(f"/proc/{editor.process.pid}/stat")
    if not status.exists():
        pytest.skip("this system does not tell what a process used")

    def used() -> int:
        fields = status.read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])

    editor.type("events.yaml", EVENTS)
    right_in_the_end(editor, EVENTS)

    def idle() -> bool:
        before = used()
        time.sleep(2)
        return used() == before

    assert comes(idle)
