"""Runs that vary evidence at random: exact counts, alike in any number of processes, none lost or doubled."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.loading import Memory
from chrono.model.chronology import Certainty
from chrono.questions.infer import infer
from chrono.questions.kept_runs import Kept
from chrono.questions.options import Options, Unanswerable
from chrono.questions.session import Session
from chrono.questions.vary import PERCENT, _drawn, _fitting, _holds, vary
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
    answer = vary(read(), runs=RUNS, seed=3, by=["leaving-out"])
    (letter,) = answer.results
    told = (*letter.start.hull, *letter.end.hull)
    found: list[list[int | None]] = [[], [], [], []]
    for number in range(RUNS):
        left_out = tuple(id for id, at in IDS.items() if _drawn(3, number, id) < PERCENT[at])
        (result,) = infer(read(), (), Options(without=left_out)).results
        for at, bound in enumerate((*result.start.window.hull, *result.end.window.hull)):
            found[at].append(bound)
    counted = (letter.start_earliest, letter.start_latest, letter.end_earliest, letter.end_latest)
    for side, (holds,), before, bounds in zip((0, 1, 0, 1), counted, told, found, strict=True):
        assert before is not None
        known = sorted(bound for bound in bounds if bound is not None)
        assert holds.held == sum(bound >= before if side == 0 else bound <= before for bound in known)
        assert 0 < holds.held < RUNS
        assert holds.open == RUNS - len(known) > 0
        if side == 0:
            assert (holds.least, holds.most) == (None, known[-1])
        else:
            assert (holds.least, holds.most) == (known[0], None)
    assert (answer.varied[0].done, answer.varied[0].contradictory, answer.varied[0].pieces) == (RUNS, 0, 5)
    assert answer.status == "consistent"


@pytest.mark.parametrize(
    ("seen", "side", "expected"),
    [
        ([0, 0, 0, -3], 0, (3, 97, 100, 100, 0)),
        ([0, 1, 2, 3, 4], 0, (5, 100, 102, 104, 0)),
        ([0, 1, 2, 3, 4], 1, (1, 100, 102, 104, 0)),
        ([5, -5, None, None, None], 0, (1, None, None, 105, 3)),
        ([5, -5, None, None, None], 1, (1, 95, None, None, 3)),
        ([2, -2], 1, (1, 98, 98, 102, 0)),
        ([], 1, (0, None, None, None, 0)),
    ],
)
def test_where_a_bound_lies_in_runs(seen: list[int | None], side: int, expected: tuple[int | None, ...]) -> None:
    """The median of an even number is the lower one; an open bound lies before or after all others."""
    found = _holds("perturbing", 100, side, seen)
    assert (found.held, found.least, found.median, found.most, found.open) == expected


MOVING = """\
chronology: {admit: weak, unit: year}
events:
  siege: {date: "[1200..1210]", certainty: weak}
  flood: {date: 1250, certainty: weak}
  fire: {date: "[1240..1260]"}
periods: {one: {}, two: {end: 1215}}
documents:
  letter: {}
evidence:
  after-siege: {holds: start(letter) >= end(siege), certainty: certain}
  before-flood: {holds: end(letter) <= start(flood), certainty: certain}
  order: {holds: one before siege, certainty: moderate}
"""


def test_moved_runs_are_those_of_dates_written_so() -> None:
    answer = vary(read(MOVING), ("letter",), runs=RUNS, seed=1, by=["perturbing"])
    (letter,) = answer.results
    bounds = []
    for number in range(RUNS):
        by = 0
        if _drawn(1, number, "siege.date") < PERCENT[Certainty.WEAK]:
            by = _drawn(1, number, "siege.date", 20) - 10
            by += by >= 0
        (found,) = infer(read(MOVING.replace("[1200..1210]", f"[{1200 + by}..{1210 + by}]")), ("letter",)).results
        bounds.append(found.start.window.hull[0] or 0)
    (holds,) = letter.start_earliest
    assert holds.held == sum(bound >= 1200 for bound in bounds)
    assert (holds.least, holds.most) == (min(bounds), max(bounds))
    assert holds.median == sorted(bounds)[(RUNS - 1) // 2]
    assert 1190 <= min(bounds) < 1200 < max(bounds) <= 1210
    assert answer.varied[0].pieces == 1
    # A year to the year is not moved.
    assert letter.end_latest[0].held == RUNS


def test_turned_runs_are_those_of_orders_written_so() -> None:
    answer = vary(read(MOVING), ("one",), runs=RUNS, by=["swapping"])
    turned = [n for n in range(RUNS) if _drawn(0, n, "order") < 20 and _drawn(0, n, "siege.date") >= 50]
    assert 0 < len(turned) < RUNS
    (one,) = answer.results
    # Read the other way round, nothing says when it had ended.
    assert (
        sum(_drawn(0, n, "order") < 20 for n in range(RUNS)) == one.end_latest[0].open == RUNS - one.end_latest[0].held
    )


def test_what_cannot_be_true_as_it_is_varied_is_left_out() -> None:
    text = """\
chronology: {admit: weak, unit: year}
events: {siege: {date: "[1200..1210]", certainty: weak}, fire: {}}
evidence:
  late: {holds: start(siege) >= 1208, certainty: certain}
  first: {holds: end(siege) <= 1215, certainty: certain}
  order: {holds: fire before siege, certainty: weak}
  known: {holds: end(fire) <= 1190, certainty: certain}
"""
    answer = vary(read(text), ("siege",), runs=RUNS, by=["perturbing", "swapping"])
    by = {}
    for number in range(RUNS):
        if _drawn(0, number, "siege.date") < 50:
            drawn = _drawn(0, number, "siege.date", 20) - 10
            by[number] = drawn + (drawn >= 0)
    early = [number for number, steps in by.items() if 1210 + steps < 1208]
    (_, perturbed, _) = answer.results[0].start_latest
    assert 0 < len(early) < len(by)
    # Nothing but that it was over by 1215 is left of it then.
    kept = [min(1215, 1210 + steps) for number, steps in by.items() if number not in early]
    assert perturbed.held == RUNS - len(early) - sum(latest > 1210 for latest in kept)
    assert perturbed.most == 1215
    turned = sum(_drawn(0, number, "order") < 50 for number in range(RUNS))
    assert [v.excluded for v in answer.varied[1:]] == [len(early), turned]
    assert [v.contradictory for v in answer.varied] == [0, 0, 0]


def test_steps_of_sequences_that_cannot_be_turned_are_left_out() -> None:
    text = """\
chronology: {admit: weak, unit: year}
periods: {a: {date: 1100}, b: {}, c: {date: 1200}}
sequences: [{of: [a, b, c], gaps: allowed, certainty: weak}]
"""
    answer = vary(read(text), ("b",), runs=RUNS, by=["swapping"])
    first, second = ({n for n in range(RUNS) if _drawn(0, n, f"sequence:{step}") < 50} for step in ("a,b", "b,c"))
    # a, b, c read as b, a, c leaves b before 1100; all three the other way round cannot be, and is left out.
    assert answer.varied[0].excluded == 2 * len(first & second)
    assert answer.varied[0].contradictory == 0
    (latest,) = answer.results[0].end_latest
    assert (latest.least, latest.most) == (1100, None)
    assert latest.open == len(second)


def test_together_each_piece_is_varied_in_one_way() -> None:
    both, out, moved = (
        vary(read(MOVING), ("letter",), runs=RUNS, by=by)
        for by in (["leaving-out", "perturbing"], ["leaving-out"], ["perturbing"])
    )
    assert [v.by for v in both.varied] == ["together", "leaving-out", "perturbing"]
    assert both.results[0].start_earliest[1:] == (*out.results[0].start_earliest, *moved.results[0].start_earliest)
    (together,) = (h for h in both.results[0].start_earliest if h.by == "together")
    hit = [n for n in range(RUNS) if _drawn(0, n, "siege.date") < 50]
    gone = [n for n in hit if _drawn(0, n, "siege.date:way", 2) == 0]
    assert 0 < len(gone) < len(hit)
    assert together.open == len(gone)


def test_what_is_certain_is_never_varied() -> None:
    certain = MOVING.replace("certainty: weak", "certainty: certain").replace("moderate", "certain")
    answer = vary(read(certain), ("letter", "one"), runs=20)
    assert {v.pieces for v in answer.varied} == {0}
    for found in answer.results:
        for bound in (found.start_earliest, found.start_latest, found.end_earliest, found.end_latest):
            assert {(h.held, h.open) for h in bound} <= {(20, 0)}


def test_steps_of_sequences_are_left_out_and_turned(tmp_path: Path) -> None:
    """Also where another of their steps is left out by name, whose name another order has not."""
    text = """\
chronology: {admit: weak, unit: year}
periods: {a: {date: 1100}, b: {}, c: {}, d: {date: 1200, certainty: weak}}
sequences: [{of: [a, b, c, d], gaps: allowed, certainty: weak}]
"""
    answer = vary(read(text), ("b", "c"), Options(without=("sequence:c,d",)), runs=RUNS, by=["leaving-out", "swapping"])
    assert [v.pieces for v in answer.varied] == [3, 3, 2]
    assert all(v.done == RUNS for v in answer.varied)
    b, c = answer.results
    turned = [n for n in range(RUNS) if _drawn(0, n, "sequence:a,b") < 50]
    # a, b, c read as b, a, c: nothing says any more that b is no earlier than 1100.
    assert b.start_earliest[2].open == len(turned)
    assert 0 < c.start_earliest[2].held < RUNS


def test_draws_are_as_often_as_said() -> None:
    drawn = [_drawn(0, number, "a") for number in range(20_000)]
    assert set(drawn) == set(range(100))
    assert abs(sum(at < 20 for at in drawn) - 4_000) < 300


def test_the_same_seed_and_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chrono.questions.workers.PAYS", 0)
    alone, shared, other = vary(read(), runs=RUNS), vary(read(), runs=RUNS, jobs=2), vary(read(), runs=RUNS, seed=1)
    assert alone == shared
    assert {v.by for v in alone.varied} == {"together", "leaving-out", "perturbing", "swapping"}
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
    answer = vary(read(text), runs=200, by=["leaving-out"])
    dropped = [n for n in range(200) if _drawn(0, n, "answered") < 5 and _drawn(0, n, "late") >= 20]
    assert dropped
    assert answer.varied[0].contradictory == len(dropped)
    assert answer.results[0].start_earliest[0].held == 200 - len(dropped)


def test_contradictory_evidence_is_varied_under_a_repair(tmp_path: Path) -> None:
    """The counts are those of asking without what is given up."""
    (tmp_path / "events.yaml").write_text(TEXT + "  wrong: {holds: end(letter) < 1150}\n", encoding="utf-8")
    words = ["infer", "--vary", "20", "--seed", "1"]
    strict = ask(tmp_path, *words, "--strict", code=1)
    assert (strict["results"], strict["varied"], strict["status"]) == ([], [], "inconsistent")
    for repair in ((), ("--repair", "2")):
        told = ask(tmp_path, *words, *repair, code=1)
        left_out = [word for id in told["repaired"] for word in ("--without", id)]
        other = ask(tmp_path, *words, *left_out)
        assert told["repaired"]
        assert [told[key] for key in ("results", "varied", "chances")] == [
            other[key] for key in ("results", "varied", "chances")
        ]
        (tmp_path / "saved").write_text(json.dumps(told), encoding="utf-8")
        assert run(tmp_path, "verify", str(tmp_path / "saved")).exit_code == 0
    screen = run(tmp_path, *words).stdout
    assert "contradictions: " in screen or "cannot all be true" in screen
    assert "20 runs of each kind" in screen


# -- kept and gone on from


def test_runs_are_gone_on_from(tmp_path: Path) -> None:
    file = tmp_path / "runs"
    vary(read(), runs=20, kept=file)
    lines = file.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + 4 * 20
    # As a kill leaves it: one line twice, the last one cut off.
    file.write_text("\n".join([*lines[:10], lines[5], lines[10][:3]]), encoding="utf-8")
    assert vary(read(), runs=RUNS, kept=file) == vary(read(), runs=RUNS)
    tasks = [tuple(json.loads(line)[:2]) for line in file.read_text(encoding="utf-8").splitlines()[1:]]
    assert len({*tasks}) == 4 * RUNS
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


def test_runs_varied_in_other_ways_or_kept_by_an_earlier_version_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "runs"
    vary(read(), runs=3, kept=file, by=["swapping"])
    with pytest.raises(Unanswerable, match="the runs of another question"):
        vary(read(), runs=3, kept=file, by=["perturbing"])
    head, *lines = file.read_text(encoding="utf-8").splitlines()
    older = {key: value for key, value in json.loads(head).items() if key != "lines"}
    file.write_text("\n".join([json.dumps(older), *lines, ""]), encoding="utf-8")
    with pytest.raises(Unanswerable, match="the runs of another question"):
        vary(read(), runs=3, kept=file, by=["swapping"])


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
        kept.add(("swapping", 0), (0, None))


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
        process.communicate(timeout=300)
    assert process.returncode == {"INT": 130, "KILL": -signal.SIGKILL}[by]
    kept = file.read_text(encoding="utf-8").splitlines()
    assert 1 < len(kept) < 4 * 3_000
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
        ["--vary-by", "swapping"],
        ["--vary", "3", "--vary-by", "guessing"],
        ["--vary", "3", "--vary-by", "swapping,swapping"],
        ["--vary", "3", "--vary-by", ""],
    ],
)
def test_what_does_not_go_with_it(tmp_path: Path, words: list[str]) -> None:
    assert run(founding_case(tmp_path), "infer", *words).exit_code == 2


@pytest.mark.parametrize("words", [[], ["--vary-by", "perturbing", "--seed", "4"]])
def test_verify_proves_the_windows_and_makes_the_runs_again(tmp_path: Path, words: list[str]) -> None:
    folder, saved = founding_case(tmp_path), tmp_path / "saved.json"
    document = ask(folder, "infer", "manuscript", "--vary", "20", *words)
    saved.write_text(json.dumps(document), encoding="utf-8")
    assert run(folder, "verify", str(saved)).exit_code == 0
    bound = document["results"][0]["end_latest"][0]
    for key, other in {"held": bound["held"] - 1, "median": "1940-01-01", "open": bound["open"] + 1}.items():
        bound[key], before = other, bound[key]
        saved.write_text(json.dumps(document), encoding="utf-8")
        told = run(folder, "verify", str(saved))
        assert (told.exit_code, "end_latest" in told.stdout) == (1, True)
        bound[key] = before
    document["results"][0]["end"]["latest"] = "1938-01-01"
    saved.write_text(json.dumps(document), encoding="utf-8")
    assert run(folder, "verify", str(saved)).exit_code == 1


# -- what fits


class Pieces:
    """A base of pieces of which some sets cannot all be true."""

    def __init__(self, ids: set[str], conflicts: list[set[str]]) -> None:
        self.conflicts, self.network, self.solver, self.oracle = conflicts, self, self, self
        self.ids = ids

    def refuted(self, ids: frozenset[str], also: tuple[()]) -> bool:
        return any(conflict <= ids for conflict in self.conflicts)


@given(st.data())
def test_by_halves_is_as_one_after_the_other(data: st.DataObject) -> None:
    ids = [f"p{n}" for n in range(data.draw(st.integers(1, 12)))]
    conflicts = data.draw(st.lists(st.sets(st.sampled_from([*ids, "rest"]), min_size=1, max_size=4), max_size=6))
    conflicts = [conflict for conflict in conflicts if conflict != {"rest"}]
    drawn = data.draw(st.permutations(ids))
    expected = {"rest"}
    for id in drawn:
        if not any(conflict <= expected | {id} for conflict in conflicts):
            expected.add(id)
    base: Any = Pieces({*ids, "rest"}, conflicts)
    assert _fitting(base, frozenset({"rest"}), drawn) == expected


def test_varied_under_a_repair_it_is_the_same_in_any_number_of_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chrono.questions.workers.PAYS", 0)
    text = MOVING + "  wrong: {holds: end(letter) < 1150}\n  tight: {holds: start(siege) >= 1206, certainty: certain}\n"
    alone, shared = (vary(read(text), ("letter", "one"), runs=20, jobs=jobs) for jobs in (1, 2))
    assert alone == shared
    assert alone.repaired
    assert any(varied.excluded for varied in alone.varied)
