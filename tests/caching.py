"""A small chronology, a cache of its own, and the command `chrono` run with it, for tests of kept answers."""

from __future__ import annotations

import gc
import io
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from chrono.__main__ import main
from chrono.frontends.cache.run import VARIABLE, Run

ROOT = Path(__file__).parents[1]
RULES = """
vocabulary: {silent: {says: "{text} passes over {event}", slots: {text: document, event: event}}}
rules: {silence: {when: $text passes over $event, then: end($text) <= known($event) + delay, settings: {delay: 0 days}}}
"""
FILES = {
    "events.yaml": """
chronology: {title: A letter}
events: {pact: {date: 1939-08-23}, war: {date: 1939-09-01}}
documents: {letter: {name: the letter, start: 1938}}
evidence:
  silence: {table: rows.csv, says: letter passes over $event}
  limit: {holds: end(letter) <= 1940-05}
  guess: {holds: end(letter) <= 1939-10, certainty: weak}
hypotheses:
  by-june: {claim: end(letter) < 1940-06}
  under: {claim: end(letter) < 1940-06, under: {with: rivals/later.yaml}}
""",
    "rules/silence.yaml": RULES,
    "rows.csv": "event\nwar\n",
    "rivals/chances.yaml": "chances: {prior: [{of: end(letter), even: 1938-02-15..1940-08-20}]}\n",
    "rivals/later.yaml": "evidence: {later: {holds: end(letter) >= 1938-03}}\n",
}
"""Rules that a default pattern finds, a table, and a file that a hypothesis lays over."""


def written(folder: Path, files: Mapping[str, str] = FILES) -> Path:
    """The folder with these files in it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


class Answer(NamedTuple):
    """What a command wrote, and its exit code."""

    out: bytes
    err: bytes
    code: int


class Cache:
    """A cache below a folder, and commands that use it, run in this process and in this folder."""

    def __init__(self, above: Path) -> None:
        self.above = above
        self.folder = above / "chrono" / "answers"
        self.kept = False
        """Whether the last answer was one that had been kept."""

    def entries(self) -> list[Path]:
        return sorted(self.folder.glob("*.answer")) if self.folder.is_dir() else []

    def ask(self, *words: str) -> Answer:
        """Run with the cache."""
        told, found = Run.told, []

        def spied(run: Run) -> int | None:
            found.append(told(run))
            return found[-1]

        Run.told = spied  # type: ignore[method-assign]
        try:
            with environment({"XDG_CACHE_HOME": str(self.above)}, without=(VARIABLE,)):
                answer = run(words)
        finally:
            Run.told = told  # type: ignore[method-assign]
        self.kept = found[-1:] != [] and found[-1] is not None
        return answer

    def ask_apart(self, *words: str, code: str = "", **more: str) -> Answer:
        """Run with the cache in a process of its own, which runs some code first."""
        outside = {key: value for key, value in os.environ.items() if key != VARIABLE}
        outside |= {"XDG_CACHE_HOME": str(self.above), "PYTHONPATH": str(ROOT / "src"), **more}
        command = [sys.executable, "-c", f"{code}\nfrom chrono.__main__ import main\nmain()", *words]
        done = subprocess.run(command, env=outside, capture_output=True, check=False, stdin=subprocess.DEVNULL)
        return Answer(done.stdout, done.stderr, done.returncode)


@contextmanager
def collecting() -> Iterator[None]:
    """This process goes on after a command: what it let go is not kept, and the next test is no test of what it set."""
    often = gc.get_threshold()
    try:
        yield
    finally:
        gc.set_threshold(*often)
        gc.unfreeze()


def run(words: tuple[str, ...]) -> Answer:
    """The command as pyproject.toml declares it."""
    streams = sys.argv, sys.stdin, sys.stdout, sys.stderr
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n") for _ in range(2))
    sys.argv, sys.stdin, sys.stdout, sys.stderr = ["chrono", *words], io.StringIO(), out, err
    code: object = 0
    try:
        with collecting():
            main()
    except SystemExit as end:
        code = end.code
    finally:
        sys.argv, sys.stdin, sys.stdout, sys.stderr = streams
    out.flush()
    err.flush()
    assert isinstance(code, int)
    return Answer(out.buffer.getvalue(), err.buffer.getvalue(), code)  # type: ignore[attr-defined]


@contextmanager
def environment(more: Mapping[str, str], without: tuple[str, ...] = ()) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(more)
    for name in without:
        os.environ.pop(name, None)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
