"""Questions shared among processes: the same answers as in one process, whatever becomes of the others."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from multiprocessing import active_children, parent_process
from pathlib import Path

import pytest
from benchmarks.inferring import text

from chrono.core.diagnostics import Diagnostic
from chrono.core.limits import Limit
from chrono.documents import dumps, encode
from chrono.loading import Memory
from chrono.questions import check, explain, infer, report, rivals, sensitivity, timeline
from chrono.questions.base import Base
from chrono.questions.options import Options, Unanswerable
from chrono.questions.session import Session
from chrono.questions.workers import Workers
from tests.asking import founding_case, run

PATIENCE = 300
"""Seconds after which what should have come by then never will, however busy the machine is."""
LETTERS = text(40, 4)
CONTRADICTION = LETTERS + "  wrong: {holds: end(letter-3) < start(letter-3)}\n"


@pytest.fixture
def shared_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other processes are started for the smallest question, and get a part of it."""
    monkeypatch.setattr("chrono.questions.workers.PAYS", 0)


def read(chronology: str) -> Session:
    return Session.read(Memory({"events.yaml": chronology}))


@pytest.mark.usefixtures("shared_at_once")
@pytest.mark.parametrize("chronology", [LETTERS, CONTRADICTION], ids=["true", "contradictory"])
def test_windows_and_reasons_are_the_same(chronology: str) -> None:
    told = [dumps(encode(infer.infer(read(chronology), ("kind:document",), jobs=jobs))) for jobs in (1, 2, 3)]
    assert told[0] == told[1] == told[2]


@pytest.mark.usefixtures("shared_at_once")
def test_what_rests_on_what_is_the_same(tmp_path: Path) -> None:
    founding = Session.read(founding_case(tmp_path))
    told = [dumps(encode(sensitivity.sensitivity(founding, ("*",), jobs=jobs))) for jobs in (1, 2)]
    assert told[0] == told[1]
    assert json.loads(told[0])["sensitivity"]


@pytest.mark.usefixtures("shared_at_once")
def test_rival_readings_and_verdicts_are_the_same(tmp_path: Path) -> None:
    founding = Session.read(founding_case(tmp_path))
    files = sorted((tmp_path / "rivals").glob("*.yaml"))
    assert len(files) > 1
    compared = [dumps(encode(rivals.rivals(founding, (), files, jobs=jobs))) for jobs in (1, 2)]
    checked = [dumps(encode(check.check(founding, jobs=jobs))) for jobs in (1, 2)]
    assert compared[0] == compared[1]
    assert checked[0] == checked[1]


@pytest.mark.usefixtures("shared_at_once")
@pytest.mark.parametrize("chronology", [LETTERS, CONTRADICTION], ids=["true", "contradictory"])
def test_arguments_pictures_and_reports_are_the_same(chronology: str) -> None:
    session = read(chronology)
    argued = [dumps(encode(explain.explain(session, "letter-7", jobs=jobs))) for jobs in (1, 2)]
    drawn = [dumps(encode(timeline.timeline(session, jobs=jobs))) for jobs in (1, 2)]
    assert argued[0] == argued[1]
    assert json.loads(argued[0])["explanations"]
    assert drawn[0] == drawn[1]
    some = ("letter-3", "letter-7", "letter-11")
    told = [report.report(session, some, jobs=jobs) for jobs in (1, 2)]
    assert told[0] == told[1]
    assert told[0].explanations


@pytest.mark.usefixtures("shared_at_once")
def test_why_a_search_gave_up_is_told_as_well(tmp_path: Path) -> None:
    """What only another process knows of is in the answer."""
    base = read(LETTERS).base()
    with Workers(base, 2) as workers:
        workers.spread(giving_up_elsewhere, range(20), tmp_path / "others", "things")
    assert base.limit.noted == {"steps"}


@pytest.mark.parametrize(
    "words", [["infer"], ["infer", "--sensitivity"], ["check"], ["timeline"], ["explain", "fragments"]]
)
def test_the_commands_take_jobs(tmp_path: Path, words: list[str]) -> None:
    founding = founding_case(tmp_path)
    assert run(founding, *words, "-j", "2").output == run(founding, *words).output
    assert run(founding, *words, "--jobs", "0").exit_code == 2


def test_a_report_takes_jobs(tmp_path: Path) -> None:
    founding = founding_case(tmp_path)
    pages = [tmp_path / "one.html", tmp_path / "two.html"]
    for page, jobs in zip(pages, ("1", "2"), strict=True):
        assert run(founding, "report", "fragments", "-o", str(page), "-j", jobs).exit_code == 0
    assert pages[0].read_bytes() == pages[1].read_bytes()


# -- whether it pays


def test_what_is_soon_answered_starts_no_process() -> None:
    with Workers(read(LETTERS).base(), 4) as workers:
        assert workers.spread(where, range(100), None, "things") == [True] * 100


def test_when_the_time_is_up_all_that_is_left_is_told_at_once() -> None:
    base = read(LETTERS).base()
    with Workers(base, 4) as workers:
        counted: list[int] = []
        assert workers.spread(ending_after_three, range(100), counted, "things") == [*range(100)]
    assert sum(counted) == 100
    assert len(counted) == 4, "three parts, and the rest"


@pytest.mark.usefixtures("shared_at_once")
def test_others_do_a_part_and_so_does_whoever_asks(tmp_path: Path) -> None:
    with Workers(read(LETTERS).base(), 2) as workers:
        assert set(workers.spread(slowly_where, range(64), tmp_path / "others", "things")) == {True, False}
    assert not active_children()


# -- what becomes of the others


@pytest.mark.usefixtures("shared_at_once")
def test_a_process_that_dies_loses_nothing(tmp_path: Path) -> None:
    with Workers(read(LETTERS).base(), 3) as workers:
        assert workers.spread(dying_elsewhere, range(50), tmp_path / "others", "things") == [*range(50)]


@pytest.mark.usefixtures("shared_at_once")
def test_a_refusal_arrives_whole(tmp_path: Path) -> None:
    with Workers(read(LETTERS).base(), 2) as workers, pytest.raises(Unanswerable) as refused:
        workers.spread(refusing_elsewhere, range(50), tmp_path / "others", "things")
    assert refused.value.diagnostics == (Diagnostic("under", "it cannot be asked", help="ask otherwise"),)
    assert refused.value.invalid
    assert not active_children()


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize(("command", "twice"), [("infer", False), ("infer", True), ("timeline --all", False)])
def test_ctrl_c_keeps_what_is_known_and_leaves_nobody_behind(tmp_path: Path, command: str, twice: bool) -> None:
    (tmp_path / "events.yaml").write_text(text(500, 5), encoding="utf-8")
    words = [sys.executable, "-c", MARKED, *command.split(), "-C", str(tmp_path), "--format", "json", "-j", "2"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "others work\n"
        others = children(process.pid)
        process.send_signal(signal.SIGINT)
        if twice:
            time.sleep(0.05)
            process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    if not twice:
        document = json.loads(out)
        assert "interrupted" in {d["code"] for d in document["diagnostics"]}
        assert len(document["results" if command == "infer" else "rows"]) >= 500
    assert others
    assert not [pid for pid in others if alive(pid)]


def test_the_time_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chrono.questions.workers.PAYS", 0)
    answer = infer.infer(read(text(2000, 4)), (), Options(limit=Limit(2)), jobs=2)
    assert len(answer.results) == 2000
    assert answer.status == "unknown"


MARKED = """
import sys
from chrono.frontends.cli import main
from chrono.questions import sharing, workers
workers.PAYS = 0
wait = sharing.wait
def waited(*given, **more):
    sharing.wait = wait
    print("others work", file=sys.stderr, flush=True)
    return wait(*given, **more)
if __name__ == "__main__":
    sharing.wait = waited
    main()
"""


def children(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False).stdout
    return [int(word) for word in found.split()]


def alive(pid: int) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.05)
    return True


# -- what is asked


def elsewhere() -> bool:
    return parent_process() is not None


def where(base: Base, part: Sequence[int], given: None) -> Iterator[bool]:
    yield from [not elsewhere() for _ in part]


def met(others: Path) -> bool:
    """Whether this is one of the others; whoever asks waits until one of them has begun."""
    if elsewhere():
        others.touch()
        return True
    until = time.monotonic() + PATIENCE
    while not others.exists():
        assert time.monotonic() < until, "nobody else begins"
        time.sleep(0.01)
    return False


def slowly_where(base: Base, part: Sequence[int], others: Path) -> Iterator[bool]:
    """Of the others each takes a moment, so that they do not do all of it."""
    if met(others):
        time.sleep(0.01)
    yield from where(base, part, None)


def ending_after_three(base: Base, part: Sequence[int], counted: list[int]) -> Iterator[int]:
    """Notes how many it is asked of each time; the third time it is interrupted."""
    counted.append(len(part))
    base.limit.interrupted = len(counted) >= 3
    yield from part


def giving_up_elsewhere(base: Base, part: Sequence[int], others: Path) -> Iterator[bool]:
    if met(others):
        base.limit.note("steps")
    yield from where(base, part, None)


def dying_elsewhere(base: Base, part: Sequence[int], others: Path) -> Iterator[int]:
    if met(others):
        os.kill(os.getpid(), signal.SIGKILL)
    yield from part


def refusing_elsewhere(base: Base, part: Sequence[int], others: Path) -> Iterator[bool]:
    if met(others):
        raise Unanswerable([Diagnostic("under", "it cannot be asked", help="ask otherwise")], invalid=True)
    yield from where(base, part, None)
