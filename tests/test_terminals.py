"""What a person types or a file holds never steers the terminal that a message is shown on."""

from __future__ import annotations

import fcntl
import os
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from click.testing import CliRunner

from chrono.frontends.cli import main

STEERING = "\x1b[31mx"


@pytest.mark.parametrize(
    "words",
    [
        (command, *words)
        for command, *several in (
            ("infer", (STEERING,), ("--without", STEERING), ("--set", f"{STEERING}=1 day"), ("--with", STEERING)),
            ("infer", ("--timeout", STEERING), ("--compare", STEERING), ("--at-least", STEERING), (f"--{STEERING}",)),
            ("check", (STEERING,)),
            ("explain", (STEERING,), (f"{STEERING}:5",), ("letter", "--setting", STEERING)),
            ("conflicts", (STEERING,), ("--by", STEERING)),
            ("whatif", (STEERING, "--without", "letter")),
            ("diff", (STEERING,)),
            ("suggest", (STEERING,)),
            ("verify", (STEERING,)),
            ("rules", (STEERING,)),
            ("vocabulary", (STEERING,)),
            ("schema", (STEERING,)),
            ("date", (STEERING,)),
            ("add", (STEERING,)),
            ("init", (STEERING,)),
            (STEERING, ()),
        )
        for words in several
    ],
)
def test_nothing_typed_reaches_a_terminal_raw(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("events.yaml").write_text("documents: {letter: {}}\n", encoding="utf-8")
    found = CliRunner().invoke(main, list(words))
    assert "\x1b" not in found.output
    assert found.output.strip()


def test_what_is_wider_than_the_terminal_goes_on_after_a_whole_word(tmp_path: Path) -> None:
    rows = "".join(f"{number},Grant of ten acres of meadow in {'Ellerby and ' * 9},31 June 1244\n" for number in (1, 2))
    (tmp_path / "charters.csv").write_text(f"no,name,date\n{rows},,\n", encoding="utf-8")
    entry = "documents: {charters: {table: charters.csv, id: act-$no, name: $name, date: $date, note: $remark}}\n"
    (tmp_path / "events.yaml").write_text(entry, encoding="utf-8")
    ours, theirs = os.openpty()
    try:
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 60, 0, 0))
        command = [sys.executable, "-m", "chrono", "validate", "-C", tmp_path]
        assert subprocess.run(command, stderr=theirs, check=False).returncode == 1
        told = os.read(ours, 100_000).decode().replace("\r\n", "\n")
        piped = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    finally:
        os.close(ours)
        os.close(theirs)
    assert max(map(len, told.splitlines())) <= 80
    assert " ".join(told.split()) == " ".join(piped.split())
    assert len(told.splitlines()) > len(piped.splitlines())
