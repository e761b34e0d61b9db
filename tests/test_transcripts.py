"""Every ```console block of README.md and docs/*.md is replayed and must print what it shows, byte for byte.

A block is lines `$ command` with the output below each. `$ chrono ...` is run, in a copy of the project's chronology,
at a width of 100; `$ cat > FILE <<'END'` writes the lines up to END; `$ cat FILE` shows a file, and makes it where it
is new. A line `...` stands for any lines. Blocks marked ```console no-test are not run here. `python
tests/test_transcripts.py` writes outputs anew (not those with `...`).
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted(
    path for path in (ROOT / "README.md", *ROOT.glob("docs/*.md"), *ROOT.glob("docs/exchange/*.md")) if path.exists()
)
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)

WRITES = re.compile(r"cat > (\S+) <<'END'")


@dataclass(frozen=True)
class Step:
    """A command and the output shown below it."""

    command: str
    shown: str


def steps(block: str) -> Iterator[Step]:
    """The commands of a block, each with its output."""
    first, *rest = re.split(r"^\$ ", block, flags=re.MULTILINE)
    assert not first.strip(), f"a block begins with a command, not with {first!r}"
    for piece in rest:
        command, _, shown = piece.partition("\n")
        yield Step(command.strip(), shown)


def run(step: Step, folder: Path) -> str:
    """What a command prints, run in a folder."""
    program, *words = shlex.split(step.command)
    if written := WRITES.fullmatch(step.command):
        text, end, rest = step.shown.partition("END\n")
        assert (end, rest) == ("END\n", ""), f"the lines of `{step.command}` end with END"
        (folder / written.group(1)).write_text(text, encoding="utf-8")
        return step.shown
    if program == "cat":
        path = folder / words[0]
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step.shown, encoding="utf-8")
        return path.read_text(encoding="utf-8")
    assert program == "chrono", f"mark the block no-test: `{step.command}` cannot be replayed"
    assert not {"|", "<", ">", "&&", ";"} & set(words), f"mark the block no-test: `{step.command}` needs a shell"
    from chrono.frontends.cli import main

    before = Path.cwd()
    os.chdir(folder)
    try:
        return CliRunner().invoke(main, words, env={"COLUMNS": "100", "NO_COLOR": "1"}).output
    finally:
        os.chdir(before)


def agrees(shown: str, printed: str) -> bool:
    """Whether an output is the one shown, with `...` for any lines."""
    pattern = "".join(r"(?:.*\n)*" if line.strip() == "..." else re.escape(f"{line}\n") for line in shown.splitlines())
    return re.fullmatch(pattern, printed) is not None


def workspace(folder: Path) -> Path:
    """A copy of the project's own chronology."""
    shutil.copy(ROOT / "events.yaml", folder)
    for name in ("rules", "rivals", "evidence", "hypotheses"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name)
    return folder


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_transcripts(document: Path, tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    for block in BLOCK.findall(document.read_text(encoding="utf-8")):
        for step in steps(block):
            printed = run(step, folder)
            if not agrees(step.shown, printed):
                assert printed == step.shown, f"$ {step.command}"
                pytest.fail(f"$ {step.command}: the lines around `...` differ from\n{printed}")


def test_the_replay_can_fail() -> None:
    assert agrees("a\n...\nd\n", "a\nb\nc\nd\n")
    assert agrees("a\n...\n", "a\n")
    assert not agrees("a\n", "a\nb\n")
    assert not agrees("a\n...\nd\n", "a\nb\n")
    assert [s.command for s in steps("$ chrono rules\nx\n$ cat f\ny\n")] == ["chrono rules", "cat f"]


def rewritten(text: str, folder: Path) -> str:
    """A document with the outputs of its blocks as they are now."""

    def block(found: re.Match[str]) -> str:
        told = []
        for step in steps(found.group(1)):
            printed = run(step, folder)
            kept = re.search(r"^\.\.\.$", step.shown, re.MULTILINE)
            told.append(f"$ {step.command}\n{step.shown if kept else printed}")
        return "```console\n" + "".join(told) + "```"

    return BLOCK.sub(block, text)


if __name__ == "__main__":
    for document in DOCUMENTS:
        with tempfile.TemporaryDirectory() as place:
            document.write_text(
                rewritten(document.read_text(encoding="utf-8"), workspace(Path(place))), encoding="utf-8"
            )
