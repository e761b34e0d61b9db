"""Questions shared with the workers of a scheduler: the same answers as in one process, whatever becomes of them.

A real scheduler and two workers, on the loopback address.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from benchmarks.inferring import text

from chrono.core.limits import Limit
from chrono.documents import dumps, encode
from chrono.questions import check, infer, parted, rivals, sensitivity, vary, windows
from chrono.questions.base import Base
from chrono.questions.options import Options, Unanswerable
from chrono.questions.session import Session
from chrono.questions.workers import Workers
from tests.asking import founding_case, run
from tests.small import read as small
from tests.test_workers import LETTERS, PATIENCE, read

pytest.importorskip("distributed")

ROOT = Path(__file__).parent.parent


class Scheduler(NamedTuple):
    """Where a scheduler answers, and how one more worker of it is started."""

    address: str
    port: int

    @contextmanager
    def worker(self, folder: Path = ROOT) -> Iterator[subprocess.Popen[bytes]]:
        words = ["worker", f"tcp://127.0.0.1:{self.port}", "--nthreads", "1", "--no-nanny", "--no-dashboard"]
        with started(*words, folder=folder) as process:
            yield process


@contextmanager
def started(*words: str, folder: Path = ROOT) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-m", "dask", *words], cwd=folder, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def scheduling() -> Iterator[Scheduler]:
    # It takes a port that is free by then, and tells in a file which.
    with TemporaryDirectory() as folder:
        told = Path(folder) / "scheduler.json"
        words = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(told)]
        with started("scheduler", *words) as process:
            until = time.monotonic() + PATIENCE
            while not (found := re.search(r'"address": "tcp://127\.0\.0\.1:(\d+)"', read_text(told))):
                assert process.poll() is None, "the scheduler ended"
                assert time.monotonic() < until, "the scheduler does not say where it is"
                time.sleep(0.05)
            yield Scheduler(f"dask://127.0.0.1:{found[1]}", int(found[1]))


def read_text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


@pytest.fixture(scope="module")
def alone() -> Iterator[Scheduler]:
    """A scheduler that has no workers but those that a test starts."""
    with scheduling() as scheduler:
        answering(scheduler)
        yield scheduler


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    with scheduling() as scheduler, scheduler.worker(), scheduler.worker():
        answering(scheduler, workers=2)
        yield scheduler.address


def answering(scheduler: Scheduler, workers: int = 0) -> None:
    """Waits until a scheduler answers and has so many workers."""
    from distributed import Client

    with Client(f"tcp://127.0.0.1:{scheduler.port}", timeout=PATIENCE, set_as_default=False) as client:
        if workers:
            client.wait_for_workers(workers, timeout=PATIENCE)


@pytest.fixture(autouse=True)
def shared_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Others get a part of the smallest question."""
    monkeypatch.setattr("chrono.questions.workers.PAYS", 0)


# -- the same answers


def test_every_question_is_answered_alike(cluster: str, tmp_path: Path) -> None:
    founding = Session.read(founding_case(tmp_path))
    files = sorted((tmp_path / "rivals").glob("*.yaml"))
    for question in (
        lambda jobs: infer.infer(read(LETTERS), ("kind:document",), jobs=jobs),
        lambda jobs: sensitivity.sensitivity(founding, ("*",), jobs=jobs),
        lambda jobs: rivals.rivals(founding, (), files, jobs=jobs),
        lambda jobs: check.check(founding, jobs=jobs),
        lambda jobs: vary.vary(founding, ("manuscript",), Options(), 20, 7, jobs),
    ):
        assert dumps(encode(question(cluster))) == dumps(encode(question(1)))


def test_the_commands_take_the_address(cluster: str, tmp_path: Path) -> None:
    founding = founding_case(tmp_path)
    for words in (["infer"], ["check"]):
        assert run(founding, *words, "--executor", cluster).output == run(founding, *words).output


def test_workers_get_the_parts_of_a_large_chronology(cluster: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = range(40)
    lines = [f"  d{n}: {{start: {1100 + n}}}\n  f{n}: {{date: {1140 + n}}}\n" for n in pairs]
    orders = [f"  - [d{n}, f{n}]\n" for n in pairs]
    chronology = small("".join(["documents:\n", *lines, "sequences:\n", *orders]))
    questions = (infer.infer, windows.windows)
    whole = [dumps(encode(question(chronology))) for question in questions]
    monkeypatch.setattr(parted, "LEAST", 1)
    monkeypatch.setattr(infer, "LARGE", 0)
    monkeypatch.setattr(windows, "LARGE", 0)
    monkeypatch.setattr("chrono.questions.session.Session.base", None)  # the whole cannot be asked
    assert [dumps(encode(question(chronology, jobs=cluster))) for question in questions] == whole


def test_the_workers_do_a_part_and_so_does_whoever_asks(cluster: str, tmp_path: Path) -> None:
    with Workers(read(LETTERS).base(), cluster) as workers:
        assert workers.jobs == 3
        found = workers.spread(where, range(96), (os.getpid(), tmp_path), "things")
    assert len(set(found)) == 3
    assert os.getpid() in found


HERE = {
    "events.yaml": """\
documents: {letter: {}}
events: {war: {date: 1914}, peace: {date: 1918}}
evidence: {before: {holds: end(letter) <= 1912}}
hypotheses:
  early: {claim: end(letter) < 1913, under: {with: [rivals/late.yaml]}}
  dated: {claim: start(letter) > 1900, expect: undetermined, under: {with: [rivals/early.yaml]}}
""",
    "rivals/late.yaml": "evidence: {late: {holds: start(letter) >= 1910}}\n",
    "rivals/early.yaml": "evidence: {first: {holds: start(letter) >= 1890}}\n",
    "more.yaml": "evidence: {more: {holds: end(letter) <= 1911}}\n",
}
"""Laid over each other they go together."""
COMMANDS = (
    ("infer", "--compare", "rivals/late.yaml", "--compare", "rivals/early.yaml"),
    ("check",),
    ("check", "--with", "more.yaml"),
)


@pytest.mark.parametrize("there", ["nothing", "other files"])
def test_what_is_laid_over_is_read_where_it_was_asked(
    alone: Scheduler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: str
) -> None:
    here, elsewhere = tmp_path / "here", tmp_path / "elsewhere"
    for name, content in HERE.items():
        for folder in (here, elsewhere):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_text(content, encoding="utf-8")
        if there == "other files":
            (elsewhere / name).write_text(content.replace("19", "18"), encoding="utf-8")
    if there == "nothing":
        (elsewhere / "events.yaml").write_text(HERE["events.yaml"], encoding="utf-8")
    monkeypatch.chdir(here)
    expected = [run(Path(), *words).output for words in COMMANDS]
    assert "error" not in "".join(expected)
    with alone.worker(elsewhere), alone.worker(elsewhere):
        answering(alone, workers=2)
        assert [run(Path(), *words, "--executor", alone.address).output for words in COMMANDS] == expected


def test_what_a_worker_refuses_is_asked_here(cluster: str) -> None:
    with Workers(read(LETTERS).base(), cluster) as workers:
        assert workers.spread(refused_elsewhere, range(50), os.getpid(), "things") == [*range(50)]


def test_the_time_is_kept(cluster: str) -> None:
    answer = infer.infer(read(text(2000, 4)), (), Options(limit=Limit(2)), jobs=cluster)
    assert len(answer.results) == 2000
    assert answer.status == "unknown"


# -- what becomes of them


def test_workers_that_are_lost_lose_nothing(alone: Scheduler) -> None:
    with alone.worker(), alone.worker():
        answering(alone, workers=2)
        with Workers(read(LETTERS).base(), alone.address) as workers:
            assert workers.spread(dying_elsewhere, range(60), os.getpid(), "things") == [*range(60)]


def test_a_scheduler_that_is_lost_loses_nothing() -> None:
    with scheduling() as scheduler, scheduler.worker():
        answering(scheduler, workers=1)
        pid = scheduler_pid(scheduler)
        with Workers(read(LETTERS).base(), scheduler.address) as workers:
            assert workers.spread(ending_the_scheduler, range(60), pid, "things") == [*range(60)]


def test_what_cannot_be_reached_is_said_with_the_mend(
    alone: Scheduler, cluster: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    founding = founding_case(tmp_path)
    with socket.socket() as silent, monkeypatch.context() as hurried:
        hurried.setattr("chrono.questions.cluster.PATIENCE", 1)
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        said = run(founding, "infer", "--executor", f"dask://127.0.0.1:{port}")
    assert said.exit_code == 2
    assert f"no scheduler answers at dask://127.0.0.1:{port}" in said.stderr
    assert f"dask scheduler --port {port}" in said.stderr

    said = run(founding, "infer", "--executor", alone.address)
    assert said.exit_code == 2
    assert f"the scheduler at {alone.address} has no workers" in said.stderr
    assert f"dask worker tcp://127.0.0.1:{alone.port}" in said.stderr

    monkeypatch.setattr("chrono.questions.cluster.__version__", "0.0.1")
    said = run(founding, "infer", "--executor", cluster)
    assert said.exit_code == 2
    assert "and here is chrono 0.0.1" in said.stderr
    assert "install the same versions" in said.stderr


def test_without_the_library_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "chrono.questions.cluster", raising=False)
    said = run(founding_case(tmp_path), "infer", "--executor", "dask://127.0.0.1:1")
    assert said.exit_code == 2
    assert 'pip install "chrono-dating[cluster]"' in said.stderr


@pytest.mark.parametrize("address", ["dask://", "tcp://127.0.0.1:8786", "dask://host", "dask://a b:1", ""])
def test_what_is_no_address_is_refused(address: str, tmp_path: Path) -> None:
    said = run(founding_case(tmp_path), "infer", "--executor", address)
    assert said.exit_code == 2
    assert "write dask://HOST:PORT" in said.stderr


def test_processes_or_a_scheduler(tmp_path: Path) -> None:
    said = run(founding_case(tmp_path), "check", "--executor", "dask://127.0.0.1:1", "-j", "2")
    assert said.exit_code == 2
    assert "give one of the two" in said.stderr


# -- what is asked


def where(base: Base, part: Sequence[int], given: tuple[int, Path]) -> Iterator[int]:
    """Each waits until all three have begun."""
    _, begun = given
    (begun / str(os.getpid())).touch()
    until = time.monotonic() + PATIENCE
    while len([*begun.iterdir()]) < 3:
        assert time.monotonic() < until, "the others do not begin"
        time.sleep(0.01)
    for _ in part:
        yield os.getpid()


def refused_elsewhere(base: Base, part: Sequence[int], asking: int) -> Iterator[int]:
    if os.getpid() != asking:
        raise Unanswerable([], invalid=True)
    time.sleep(0.05)
    yield from part


def dying_elsewhere(base: Base, part: Sequence[int], asking: int) -> Iterator[int]:
    if os.getpid() != asking:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.2)
    yield from part


def ending_the_scheduler(base: Base, part: Sequence[int], scheduler: int) -> Iterator[int]:
    if part[0] > 10:
        with suppress(ProcessLookupError):
            os.kill(scheduler, signal.SIGKILL)
    yield from part


def scheduler_pid(scheduler: Scheduler) -> int:
    from distributed import Client

    with Client(f"tcp://127.0.0.1:{scheduler.port}", set_as_default=False) as client:
        pid: int = client.run_on_scheduler(os.getpid)
    return pid
