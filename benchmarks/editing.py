"""The language server as an editor waits for it, against `chrono infer --windows` of the same files.

`python -m benchmarks.editing [documents ...]`: the founding case, 200 and 2,000 documents by default. What is measured
is how long an editor waits, over pipes: wall time, medians of several rounds, each with a text that is new. The ratios
to one run of the command, started anew in the same rounds, are what counts.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from tests.editor import Editor

from benchmarks.waiting import SIZES, called, commanded, lay_out, waited
from chrono.frontends.lsp.server import PAUSE

ROUNDS = 7
QUESTIONS = ("marks", "windows", "reasons", "again", "completion", "definition")
HEADINGS = {
    "marks": "change to marks",
    "windows": "to windows",
    "reasons": "reasons of a span",
    "again": "the same again",
    "completion": "completion",
    "definition": "definition",
}


def measure(sizes: tuple[int, ...] = SIZES) -> list[str]:
    """The lines of a table; 0 documents stands for the founding case."""
    lines = [
        f"| documents | `infer --windows`, s | start, ratio | {', ratio | '.join(HEADINGS.values())}, ratio |",
        "|---" * (3 + len(HEADINGS)) + "|",
    ]
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            lines.append(_row(Path(name), size))
        print(lines[-1], flush=True)
    return lines


def _row(folder: Path, size: int) -> str:
    lay_out(folder, size)
    span, word = ("letter-1", "letter-1") if size else ("manuscript", "manuscript")
    written = (folder / "events.yaml").read_text(encoding="utf-8")
    spent: dict[str, list[float]] = {name: [] for name in (*QUESTIONS, "command", "start")}
    for _ in range(3):
        spent["start"].append(waited(lambda: _started(folder)))
    with Editor(folder) as editor:
        editor.open("events.yaml")
        _settled(editor)
        for number in range(ROUNDS):
            spent["command"].append(commanded(folder, span)[0])
            for name, seconds in _round(editor, f"{written}# {number}\n", word):
                spent[name].append(seconds)
        editor.end()
    one = median(spent["command"])
    told = " | ".join(f"{median(spent[name]) / one:.3f}" for name in ("start", *QUESTIONS))
    return f"| {called(size)} | {one:.3f} | {told} |"


def _round(editor: Editor, changed: str, word: str) -> Iterator[tuple[str, float]]:
    """One change and what is asked after it. The pause in which another change could follow is not counted."""
    begun = time.perf_counter()
    editor.type("events.yaml", changed)
    _settled(editor)
    yield "marks", time.perf_counter() - begun - PAUSE
    lines = changed.split("\n")
    line = next(number for number, each in enumerate(lines) if each.lstrip().startswith(f"{word}:"))
    at = editor.at("events.yaml", line, lines[line].index(word) + 1)
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": len(lines), "character": 0}}
    document = {"textDocument": at["textDocument"]}

    def asking(method: str, params: dict[str, Any]) -> Callable[[], Any]:
        return lambda: editor.ask(f"textDocument/{method}", params)

    hinted = waited(asking("inlayHint", {**document, "range": whole}))
    yield "windows", hinted
    yield "reasons", waited(asking("hover", at))
    yield "again", waited(asking("hover", at))
    yield "completion", waited(asking("completion", editor.at("events.yaml", line, 2)))
    yield "definition", waited(asking("definition", at))


def _settled(editor: Editor) -> None:
    """Waits until the newest text is read and what is wrong with it is marked."""
    while not editor.up_to_date("events.yaml"):
        time.sleep(0.001)


def _started(folder: Path) -> None:
    with Editor(folder) as editor:
        editor.end()


if __name__ == "__main__":
    print("\n".join(measure(tuple(int(n) for n in sys.argv[1:]) or SIZES)))
