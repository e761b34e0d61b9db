"""Closed streams, full disks and names too long: the right exit code, one clear line, never a traceback."""

from __future__ import annotations

import array
import fcntl
import json
import os
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

ANSWERED = (
    ("infer",),
    ("infer", "--format", "json"),
    ("check", "--format", "junit"),
    ("conflicts",),
    ("validate",),
    ("schema",),
    ("date", "1938"),
    ("date", "1938", "--format", "json"),
)
TOLD = (("--help",), ("infer", "--help"), ("--version",), ())
LONG = "a" * 300
PATIENCE = 300
"""Seconds after which what should have come by then never will, however busy the machine is."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    text = "documents: {text: {date: 1938}}\nhypotheses: {h: {claim: end(text) < 1940}}\n"
    (tmp_path / "events.yaml").write_text(text, encoding="utf-8")
    return tmp_path


ELSEWHERE = "send it elsewhere, as with `> FILE`"


def run(
    folder: Path, *words: str, stdout: int | None = subprocess.PIPE, before: Callable[[], None] | None = None
) -> tuple[int, str, str]:
    """Exit code and what stands on both streams."""
    done = subprocess.run(
        # Where no file can be written whole, Python would leave half of what it has compiled for everybody after.
        [sys.executable, "-B", "-m", "chrono", *words],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        preexec_fn=before,
        check=False,
        timeout=PATIENCE,
    )
    return done.returncode, (done.stdout or b"").decode(), done.stderr.decode()


def closing(*numbers: int) -> Callable[[], None]:
    return lambda: [os.close(number) for number in numbers] and None


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
@pytest.mark.parametrize("words", [*ANSWERED, *TOLD])
def test_a_full_disk_is_told_in_one_line(folder: Path, words: tuple[str, ...]) -> None:
    with open("/dev/full", "wb") as full:
        code, _, told = run(folder, *words, stdout=full.fileno())
    assert (code, told) == (3, f"chrono: the answer could not be written: no space left on device; {ELSEWHERE}\n")


@pytest.mark.parametrize("words", ANSWERED)
def test_closed_output_is_told_in_one_line(folder: Path, words: tuple[str, ...]) -> None:
    code, _, told = run(folder, *words, before=closing(1))
    assert (code, told) == (3, f"chrono: the answer could not be written: the stream is closed; {ELSEWHERE}\n")


@pytest.mark.skipif(os.name == "nt", reason="no limit can be set there")
@pytest.mark.parametrize("name", ["answer.json", "answer.csv", "answer.html"])
def test_a_file_that_cannot_be_written_keeps_the_old_one_and_is_no_answer(folder: Path, name: str) -> None:
    import resource

    (folder / name).write_text("old", encoding="utf-8")
    limited = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (20, 20))
    code, out, told = run(folder, "infer", "-o", name, "--force", before=limited)
    assert (code, out) == (3, "")
    assert told == f"Error: nothing was written to '{name}': File too large; name another file with -o\n"
    assert (folder / name).read_text(encoding="utf-8") == "old"
    assert {path.name for path in folder.iterdir()} == {"events.yaml", name}


def test_closed_errors_leave_the_exit_code(folder: Path) -> None:
    assert run(folder, "infer", "nobody", before=closing(2)) == (2, "", "")
    assert run(folder, "infer", before=closing(2))[0] == 0
    assert run(folder, "infer", before=closing(1, 2)) == (3, "", "")


@pytest.mark.parametrize("words", [("date", "-"), ("verify", "-")])
def test_closed_input_is_told_where_it_is_read(folder: Path, words: tuple[str, ...]) -> None:
    code, out, told = run(folder, *words, before=closing(0))
    assert (code, out) == (2, "")
    assert "standard input is closed" in told
    assert "Traceback" not in told
    assert run(folder, "infer", before=closing(0))[0] == 0


@pytest.mark.parametrize("words", [*ANSWERED, *TOLD])
def test_a_reader_that_has_gone_is_no_error(folder: Path, words: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    code, _, told = run(folder, *words, stdout=writing)
    os.close(writing)
    assert (code, told) == (0, "")


@pytest.mark.parametrize(
    "words",
    [
        ("infer", "-C", LONG),
        ("-C", LONG, "infer"),
        ("infer", "--with", f"{LONG}.yaml"),
        ("infer", "--compare", LONG),
        ("explain", f"{LONG}:5"),
        ("diff", LONG),
        ("diff", ".", LONG),
        ("diff", f"{LONG}/{LONG}"),
        ("add", "popes", "-C", LONG),
        ("init", LONG),
        ("verify", LONG),
        ("infer", "-C", "/".join([LONG[:200]] * 40)),
    ],
)
def test_a_name_too_long_cannot_be_asked(folder: Path, words: tuple[str, ...]) -> None:
    code, out, told = run(folder, *words)
    assert (code, out) == (2, "")
    assert "internal error" not in told
    assert "Traceback" not in told
    assert [path.name for path in folder.iterdir()] == ["events.yaml"]


def waiting(process: subprocess.Popen[bytes]) -> int:
    """How many bytes a pipe holds once whoever writes sleeps, because more is taken only when they are read."""
    assert process.stdout is not None
    held, before, until = array.array("i", [0]), -1, time.monotonic() + PATIENCE
    while not (held[0] == before > 0 and asleep(process.pid)):
        assert time.monotonic() < until, "nobody waits"
        before = held[0]
        time.sleep(0.3)
        fcntl.ioctl(process.stdout, termios.FIONREAD, held)
    return held[0]


def asleep(pid: int) -> bool:
    """Whether a process waits for something other than its turn; True where the system does not tell."""
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "S"


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_json_is_whole_where_it_is_interrupted_while_it_is_written(unbuffered: str) -> None:
    command, pipe = [sys.executable, "-m", "chrono", "schema", "--answers"], subprocess.PIPE
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, start_new_session=True, env=environment) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        held = waiting(process)
        process.send_signal(signal.SIGINT)
        time.sleep(0.3)
        written = process.stdout.read()
        assert process.stderr.read().strip() == b"interrupted"
    assert len(written) > held
    assert process.returncode == 130
    assert json.loads(written)["title"] == "The JSON documents of chrono"


def test_dates_interrupted_between_two_lines_end_their_document(folder: Path) -> None:
    command = [sys.executable, "-m", "chrono", "date", "-", "--format", "json"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"1938\n" * 2_000)
        process.stdin.flush()
        written = process.stdout.read(10)
        process.send_signal(signal.SIGINT)
        written += process.stdout.read()
    assert process.returncode == 130
    document = json.loads(written)
    assert document["interrupted"] is True
