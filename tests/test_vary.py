"""Runs that leave out evidence at random: exact counts, alike in any number of processes, none lost or doubled."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from chrono.loading import Memory
from chrono.model.chronology import Certainty
from chrono.questions.infer import infer
from chrono.questions.kept_runs import Kept
from chrono.questions.options import Options, Unanswerable
from chrono.questions.session import Session
from chrono.questions.vary import PERCENT, _drawn, vary
from tests.asking import ask, founding_case, run

TEXT = """\
chronology: {admit: weak}
events:
  siege: {date: 1200, certainty: strong}
  flood: {date: 1250, certainty: certain}
  fire: {date: 1190, certainty: weak}
documents:
  letter: {}
evidence:
  after-siege: {holds: start(letter) >= end(siege), certainty: moderate}
  after-fire: {holds: start(letter) >= end(fire), certainty: strong}
  before-flood: {holds: end(letter) <= start(flood), certainty: weak}
"""
IDS = {
    "after-siege": Certainty.MODERATE,
    "after-fire": Certainty.STRONG,
    "before-flood": Certainty.WEAK,
    "siege.date": Certainty.STRONG,
    "fire.date": Certainty.WEAK,
}
RUNS = 60


def read(text: str = TEXT) -> Session:
    return Session.read(Memory({"events.yaml": text}))


def test_counts_are_those_of_asking_one_by_one() -> None:
    answer = vary(read(), runs=RUNS, seed=3)
    (letter,) = answer.results
    told = letter.start.hull, letter.end.hull
    counts = [0, 0, 0, 0]
    for number in range(RUNS):
        left_out = tuple(id for id, at in IDS.items() if _drawn(3, number, id) < PERCENT[at])
        (found,) = infer(read(), (), Options(without=left_out)).results
        for edge, (window, (least, most)) in enumerate(zip((found.start.window, found.end.window), told, strict=True)):
            first, last = window.hull
            counts[2 * edge] += least is not None and first is not None and first >= least
            counts[2 * edge + 1] += most is not None and last is not None and last <= most
    holds = letter.start_holds, letter.end_holds
    assert [holds[0].earliest, holds[0].latest, holds[1].earliest, holds[1].latest] == counts
    assert all(0 < count < RUNS for count in counts)
    assert (answer.done, answer.contradictory, answer.varied, answer.status) == (RUNS, 0, 5, "consistent")


def test_draws_are_as_often_as_said() -> None:
    drawn = [_drawn(0, number, "a") for number in range(20_000)]
    assert set(drawn) == set(range(100))
    assert abs(sum(at < 20 for at in drawn) - 4_000) < 300


def test_the_same_seed_and_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chrono.questions.workers.PAYS", 0)
    alone, shared, other = vary(read(), runs=RUNS), vary(read(), runs=RUNS, jobs=2), vary(read(), runs=RUNS, seed=1)
    assert alone == shared
    assert alone.results != other.results


def test_what_contradicts_itself_in_a_run_is_counted_apart() -> None:
    """Without what answers it, the attacked piece stands, and cannot be true beside the date."""
    text = """\
documents:
  letter: {date: 1200, certainty: certain}
evidence:
  late: {holds: start(letter) >= 1300, certainty: moderate}
  answered: {against: late, certainty: strong}
"""
    answer = vary(read(text), runs=200)
    dropped = [n for n in range(200) if _drawn(0, n, "answered") < 5 and _drawn(0, n, "late") >= 20]
    assert dropped
    assert answer.contradictory == len(dropped)
    assert answer.results[0].start_holds.earliest == 200 - len(dropped)


def test_contradictory_evidence_has_no_windows_to_vary(tmp_path: Path) -> None:
    (tmp_path / "events.yaml").write_text(TEXT + "  wrong: {holds: end(letter) < 1150}\n", encoding="utf-8")
    document = ask(tmp_path, "infer", "--vary", "5", code=1)
    assert (document["results"], document["done"], document["status"]) == ([], 0, "inconsistent")
    assert "cannot all be true" in run(tmp_path, "infer", "--vary", "5").stdout


# -- kept and gone on from


def test_runs_are_gone_on_from(tmp_path: Path) -> None:
    file = tmp_path / "runs"
    vary(read(), runs=20, kept=file)
    lines = file.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 21
    # As a kill leaves it: one line twice, the last one cut off.
    file.write_text("\n".join([*lines[:10], lines[5], lines[10][:3]]), encoding="utf-8")
    assert vary(read(), runs=RUNS, kept=file) == vary(read(), runs=RUNS)
    assert len({json.loads(line)[0] for line in file.read_text(encoding="utf-8").splitlines()[1:]}) == RUNS
    assert vary(read(), runs=20, kept=file) == vary(read(), runs=20)


def test_runs_kept_are_taken_and_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = vary(read(), runs=RUNS, kept=tmp_path / "runs")
    monkeypatch.setattr("chrono.questions.vary._run", lambda *_: pytest.fail("it was done"))
    assert vary(read(), runs=RUNS, kept=tmp_path / "runs") == whole


@pytest.mark.parametrize(
    ("text", "seed", "ids", "options"),
    [
        (TEXT.replace("1250", "1251"), 0, (), Options()),
        (TEXT, 1, (), Options()),
        (TEXT, 0, ("siege",), Options()),
        (TEXT, 0, (), Options(without=("after-fire",))),
        (TEXT, 0, (), Options(at_least=Certainty.MODERATE)),
    ],
)
def test_other_runs_are_refused(tmp_path: Path, text: str, seed: int, ids: tuple[str, ...], options: Options) -> None:
    vary(read(), runs=3, kept=tmp_path / "runs")
    before = (tmp_path / "runs").read_bytes()
    with pytest.raises(Unanswerable, match="the runs of another question"):
        vary(read(text), ids, options, runs=3, seed=seed, kept=tmp_path / "runs")
    assert (tmp_path / "runs").read_bytes() == before


@pytest.mark.parametrize("content", [b"hello\n", b"\xff\xfe\n", b"[]\n", b"{}\n"])
def test_a_file_of_something_else_is_left_alone(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "notes").write_bytes(content)
    with pytest.raises(Unanswerable):
        vary(read(), runs=3, kept=tmp_path / "notes")
    assert (tmp_path / "notes").read_bytes() == content
    with pytest.raises(Unanswerable):
        vary(read(), runs=3, kept=tmp_path / "no" / "runs")


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Kept(tmp_path / "runs", "these")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Kept, "_append", full)
    with pytest.raises(Unanswerable, match="no space left on device"):
        kept.add(0, None)


def test_a_device_is_never_read() -> None:
    with pytest.raises(Unanswerable, match="it is no file"):
        Kept(Path(os.devnull), "these")


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("by", ["INT", "KILL"])
def test_ctrl_c_and_a_kill_lose_no_run_that_is_done(tmp_path: Path, by: str) -> None:
    folder, file = founding_case(tmp_path), tmp_path / "runs.jsonl"
    words = ["infer", "manuscript", "--vary", "3000", "--keep-runs", str(file)]
    command = [sys.executable, "-m", "chrono", *words, "-C", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        while not file.exists() or file.stat().st_size < 2_000:
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(getattr(signal, f"SIG{by}"))
        process.communicate(timeout=60)
    assert process.returncode == {"INT": 130, "KILL": -signal.SIGKILL}[by]
    kept = file.read_text(encoding="utf-8").splitlines()
    assert 1 < len(kept) < 3001
    few = len(kept) + 50
    whole = ask(folder, "infer", "manuscript", "--vary", str(few))
    assert ask(folder, "infer", "manuscript", "--vary", str(few), "--keep-runs", str(file)) == whole


# -- the command


@pytest.mark.parametrize(
    "words",
    [
        ["--vary", "0"],
        ["--vary", "3", "--windows"],
        ["--vary", "3", "--sensitivity"],
        ["--vary", "3", "--top", "1"],
        ["--vary", "3", "--format", "csv"],
        ["--keep-runs", "runs"],
    ],
)
def test_what_does_not_go_with_it(tmp_path: Path, words: list[str]) -> None:
    assert run(founding_case(tmp_path), "infer", *words).exit_code == 2


def test_verify_says_that_it_does_not_take_counts(tmp_path: Path) -> None:
    folder = founding_case(tmp_path)
    (tmp_path / "saved.json").write_text(
        run(folder, "infer", "--vary", "3", "--format", "json").stdout, encoding="utf-8"
    )
    told = run(folder, "verify", str(tmp_path / "saved.json"))
    assert told.exit_code == 2
    assert "runs are counted, not proven" in told.output
