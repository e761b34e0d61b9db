"""The language server as an editor waits for it, against `chrono infer --windows` of the same files.

`python -m benchmarks.editing [documents ...]`: the founding case, 200 and 2,000 documents by default. What is measured
is how long an editor waits, over pipes: wall time, medians of several rounds, each with a text that is new. The ratios
to one run of the command, started anew in the same rounds, are what counts.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

from tests.editor import Editor

from benchmarks.inferring import text
from chrono.frontends.lsp.server import PAUSE

ROOT = Path(__file__).parents[1]
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


def measure(sizes: tuple[int, ...] = (0, 200, 2_000)) -> list[str]:
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
    if size:
        (folder / "events.yaml").write_text(text(size, 20), encoding="utf-8")
    else:
        shutil.copytree(ROOT / "rules", folder / "rules")
        shutil.copy(ROOT / "events.yaml", folder)
    span, word = ("letter-1", "letter-1") if size else ("manuscript", "manuscript")
    written = (folder / "events.yaml").read_text(encoding="utf-8")
    command = [sys.executable, "-m", "chrono", "infer", "--windows", span, "-C", str(folder)]
    spent: dict[str, list[float]] = {name: [] for name in (*QUESTIONS, "command", "start")}
    for _ in range(3):
        spent["start"].append(_waited(lambda: _started(folder)))
    with Editor(folder) as editor:
        editor.open("events.yaml")
        _settled(editor)
        for number in range(ROUNDS):
            spent["command"].append(_waited(lambda: subprocess.run(command, capture_output=True, check=True)))
            for name, seconds in _round(editor, f"{written}# {number}\n", word):
                spent[name].append(seconds)
        editor.end()
    one = median(spent["command"])
    told = " | ".join(f"{median(spent[name]) / one:.3f}" for name in ("start", *QUESTIONS))
    return f"| {size or 'founding case'} | {one:.3f} | {told} |"


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

    hinted = _waited(asking("inlayHint", {**document, "range": whole}))
    yield "windows", hinted
    yield "reasons", _waited(asking("hover", at))
    yield "again", _waited(asking("hover", at))
    yield "completion", _waited(asking("completion", editor.at("events.yaml", line, 2)))
    yield "definition", _waited(asking("definition", at))


def _settled(editor: Editor) -> None:
    """Waits until the newest text is read and what is wrong with it is marked."""
    while not editor.up_to_date("events.yaml"):
        time.sleep(0.001)


def _started(folder: Path) -> None:
    with Editor(folder) as editor:
        editor.end()


def _waited(run: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


if __name__ == "__main__":
    print("\n".join(measure(tuple(int(n) for n in sys.argv[1:]) or (0, 200, 2_000))))
