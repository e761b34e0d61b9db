"""Ctrl-C: what is known by then is printed and true, nothing else is claimed, and the exit code is 130."""

from __future__ import annotations

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from click.testing import CliRunner, Result

from chrono.core.limits import Limit
from chrono.engine.formulas import Constraint, Network, at_least, at_most
from chrono.engine.outcomes import Answer
from chrono.engine.solver import Solver
from chrono.frontends.cli import main
from chrono.frontends.cli.progress import Progress
from chrono.loading import Memory
from chrono.questions.base import Base
from chrono.questions.options import Options
from chrono.questions.session import Session
from chrono.questions.workers import Workers

ROOT = Path(__file__).parents[1]
POINTS = (0, 1, 7, 40, 150, 600, 2500)
"""After how many looks at the limit it is interrupted: from nothing known to nearly everything."""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    for name in ("events.yaml", "rules", "rivals"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    return tmp_path


def chrono(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(w) for w in words], env={"COLUMNS": "100"})


@contextmanager
def interrupted(after: int) -> Iterator[None]:
    """An interrupt at the so-manyth look at the limit, as a signal would have it."""
    looks = 0
    ended = Limit.ended

    def looked(limit: Limit) -> bool:
        nonlocal looks
        looks += 1
        if looks > after and limit.begun and not limit.interrupted:
            limit.interrupt()
        return ended(limit)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Limit, "ended", looked)
        yield


def asked(case: Path, *words: str | Path, after: int | None = None) -> tuple[dict[str, Any], int]:
    """The document of a command and its exit code, interrupted or not."""
    if after is None:
        result = chrono(*words, "-C", case, "--format", "json")
    else:
        with interrupted(after):
            result = chrono(*words, "-C", case, "--format", "json")
    assert result.stderr == ""
    return json.loads(result.stdout), result.exit_code


def told(document: dict[str, Any]) -> bool:
    return "interrupted" in {d["code"] for d in document["diagnostics"]}


def windows(document: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {(r["id"], edge): r[edge] for r in document["results"] for edge in ("start", "end") if edge in r}


def holds(outer: list[str | None], inner: list[str | None]) -> bool:
    """Whether a window of ISO dates holds another; a missing end is open."""
    least, most = outer
    return (least is None or (inner[0] is not None and least <= inner[0])) and (
        most is None or (inner[1] is not None and inner[1] <= most)
    )


@pytest.mark.parametrize("words", [("infer", "manuscript", "chapters-1-7"), ("explain", "manuscript")])
def test_windows_shown_are_true_whenever_it_is_interrupted(words: tuple[str, ...], case: Path) -> None:
    whole, _ = asked(case, *words)
    exact = windows(whole)
    known = set()
    for after in POINTS:
        document, code = asked(case, *words, after=after)
        if not told(document):
            assert (document, code) == (whole, 0)
            continue
        assert code == 130
        for key, window in windows(document).items():
            bounds, true = ([w["earliest"], w["latest"]] for w in (window, exact[key]))
            if window.get("proven", True):
                assert bounds == true
                known.add(key)
            else:
                assert holds(bounds, true)
                assert document["status"] == "unknown"
    assert known


def test_verdicts_shown_are_true_whenever_it_is_interrupted(case: Path) -> None:
    whole, _ = asked(case, "check")
    verdicts = {r["id"]: r["verdict"] for r in whole["results"]}
    found = set()
    for after in POINTS:
        document, code = asked(case, "check", after=after)
        if told(document):
            assert code == 130
        for result in document["results"]:
            assert result["verdict"] in (verdicts[result["id"]], "unknown")
            found.add(result["verdict"])
            # A variation not tried in time is no pass.
            assert all(v["ok"] is False for v in result["variations"] if v["verdict"] == "unknown")
    assert "unknown" in found
    assert len(found) > 1


def test_conflicts_and_repairs_shown_are_true_whenever_it_is_interrupted(case: Path) -> None:
    words = ("conflicts", "--with", case / "rivals" / "letter-of-december-1939.yaml")
    whole, _ = asked(case, *words)
    for after in POINTS:
        document, code = asked(case, *words, after=after)
        if not told(document):
            continue
        assert code == 130
        assert document["status"] in ("inconsistent", "unknown")
        assert all(conflict in whole["conflicts"] for conflict in document["conflicts"])
        assert all(repair in whole["repairs"] for repair in document["repairs"])
        assert not document["complete"] or document["conflicts"] == whole["conflicts"]


def test_what_moves_is_not_told_before_it_is_known(case: Path) -> None:
    words = ("infer", "manuscript", "--sensitivity")
    whole, _ = asked(case, *words)
    moved = {one["without"]: one for one in whole["sensitivity"]}
    cut = 0
    for after in POINTS:
        document, code = asked(case, *words, after=after)
        if not told(document):
            continue
        assert code == 130
        cut += not document["sensitivity_complete"]
        if document["status"] == "consistent":
            assert all(one == moved[one["without"]] for one in document["sensitivity"])
        assert document["sensitivity_complete"] is False or len(document["sensitivity"]) == len(moved)
    assert cut


@pytest.mark.parametrize(
    "words",
    [
        ("whatif", "--without", "nothing-after-1938"),
        ("explain", "events.yaml:250"),
        ("diff", "{case}"),
    ],
)
def test_what_one_side_does_not_know_is_not_told_to_differ(words: tuple[str, ...], case: Path) -> None:
    asking = [word.format(case=case) for word in words]
    whole, _ = asked(case, *asking)

    def moves(document: dict[str, Any]) -> list[dict[str, Any]]:
        found = document["without"] if "without" in document and document["schema"] == "chrono.explain/1" else document
        return [*found["windows"], *found["verdicts"]] if found else []

    def plain(move: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in move.items() if key in ("id", "edge", "before", "after")}

    for after in POINTS:
        document, code = asked(case, *asking, after=after)
        if told(document):
            assert code == 130
            assert all(plain(move) in [plain(true) for true in moves(whole)] for move in moves(document))


def test_readings_and_suggestions_not_reached_are_unknown(case: Path) -> None:
    rival = case / "rivals" / "letter-of-december-1939.yaml"
    document, code = asked(case, "infer", "manuscript", "--compare", rival, after=0)
    assert (code, {r["status"] for r in document["readings"]}) == (130, {"unknown"})
    whole, _ = asked(case, "suggest", "manuscript", "--most", "1000")
    cut = {(s["sentence"], s["certain"]) for s in whole["suggestions"]}
    for after in POINTS:
        document, code = asked(case, "suggest", "manuscript", "--most", "1000", after=after)
        if told(document):
            assert (code, document["status"]) == (130, "unknown")
            assert {(s["sentence"], s["certain"]) for s in document["suggestions"]} <= cut


@pytest.mark.parametrize(
    "words",
    [
        ("infer",),
        ("infer", "--sensitivity"),
        ("check",),
        ("conflicts",),
        ("explain", "manuscript"),
        ("explain", "before-the-war"),
        ("suggest", "manuscript"),
        ("whatif", "--without", "nothing-after-1938"),
    ],
)
def test_the_screen_says_that_it_was_interrupted(words: tuple[str, ...], case: Path) -> None:
    with interrupted(0):
        result = chrono(*words, "-C", case)
    assert result.exit_code == 130
    assert "interrupted: what is shown as known was proven by then" in result.stdout
    assert result.stderr == ""


def test_what_no_paths_were_asked_in_time_is_no_verdict() -> None:
    network = Network(("a",), (Constraint(at_least("a", 5)), Constraint(at_most("a", 9))), {})
    beyond = [Constraint(at_most("a", 4))]
    assert Solver(network).refutes((), beyond) is Answer.YES
    assert Solver(network, Limit(0)).refutes((), beyond) is Answer.UNKNOWN


# -- real signals

SCRIPT = """
import sys, time
from chrono import loading
from chrono.core import limits
from chrono.frontends import cli
from chrono.questions import infer as inferring

def ready():
    print("ready", file=sys.stderr, flush=True)
{body}
cli.main(sys.argv[1:])
"""
AT_THE_SECOND_SPAN = """
spans, met = inferring._span, []
def waiting(base, *rest):
    met.append(rest)
    if len(met) == 2:
        ready()
        while not base.limit.ended():
            time.sleep(0.01)
    return spans(base, *rest)
inferring._span = waiting
"""
DEAF = """
def deaf(base, *rest):
    ready()
    while not base.limit.interrupted:
        time.sleep(0.01)
    ready()
    while True:
        time.sleep(0.01)
inferring._span = deaf
"""
WHILE_READING = """
def reading(*_):
    ready()
    time.sleep(600)
loading.load = reading
"""


def run(code: str, *words: str | Path, signals: int = 1) -> tuple[int, str, str]:
    """Code in a process of its own, interrupted each time it says that it is ready: exit code and what was printed."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "100"},
    )
    assert process.stderr is not None
    with process:
        for _ in range(signals):
            assert process.stderr.readline() == "ready\n"
            process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=300)
    return process.returncode, out, err


def test_a_signal_leaves_what_is_known(case: Path) -> None:
    words = ("infer", "chapters-1-7", "manuscript", "-C", case)
    code, out, err = run(SCRIPT.format(body=AT_THE_SECOND_SPAN), *words)
    assert (code, err) == (130, "")
    first = chrono("infer", "chapters-1-7", "-C", case).stdout
    assert first.splitlines()[2] in out.splitlines()
    assert "A limit was reached before the answer was complete; what is known so far:" in out
    assert out.rstrip().endswith("hold but may be narrower in fact")


def test_a_second_signal_ends_it_at_once(case: Path) -> None:
    code, out, err = run(SCRIPT.format(body=DEAF), "infer", "manuscript", "-C", case, signals=2)
    assert (code, out) == (130, "")
    assert "interrupted" in err


def test_while_nothing_can_be_known_one_signal_is_enough(case: Path) -> None:
    code, out, err = run(SCRIPT.format(body=WHILE_READING), "infer", "-C", case)
    assert (code, out) == (130, "")
    assert "interrupted" in err


WHILE_LOADING = """
import signal, sys
class Waiting:
    def find_spec(self, name, *given):
        if name == "click":
            print("ready", file=sys.stderr, flush=True)
            signal.pause()
sys.meta_path.insert(0, Waiting())
from chrono.__main__ import main
main()
"""


def test_while_the_command_itself_is_loaded_too() -> None:
    assert run(WHILE_LOADING, "infer") == (130, "", "interrupted\n")


HARD = """
import sys
from chrono.engine.formulas import Constraint, Linear, Network, either
from chrono.core.limits import Limit
from chrono.engine.solver import Solver
points = tuple(f"p{n}" for n in range(16))
apart = [either(Linear((a,), (b,), -1), Linear((b,), (a,), -1)) for a in points for b in points if a < b]
within = [Linear((p,), (), 14) for p in points] + [Linear((), (p,), 0) for p in points]
solver = Solver(Network(points, tuple(map(Constraint, [*apart, *within])), {}), limit := Limit(keeps=%s))
limit.begun = True
solver._told
import signal
signal.signal(signal.SIGINT, lambda *_: limit.interrupt())
print("ready", file=sys.stderr, flush=True)
print(solver.history(), limit.interrupted)
"""
"""Sixteen different dates in fifteen days: minutes of work for Z3, which need not have begun when the signal comes."""


def test_a_search_of_z3_is_interrupted_too() -> None:
    assert run(HARD % True) == (0, "None True\n", "")


def test_without_anybody_to_keep_an_answer_z3_lets_the_interrupt_through() -> None:
    code, out, err = run(HARD % False)
    assert (code in (1, -signal.SIGINT), out) == (True, "")
    assert "KeyboardInterrupt" in err


# -- several processes


def until_ended(base: Base, part: Sequence[int], given: None) -> Iterator[int]:
    """An answer that is there only once it is interrupted."""
    while not base.limit.ended():
        sleep(0.01)
    yield from part


def test_an_interrupt_reaches_every_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chrono.questions.workers.PAYS", 0)
    limit = Limit(keeps=True)
    base = Base(Session.read(Memory({"events.yaml": "events: {a: {date: 1900}}"})).chronology, Options(limit=limit))
    threading.Timer(1, limit.interrupt).start()
    with Workers(base, 3) as workers:
        assert workers.spread(until_ended, range(20), None, "things") == [*range(20)]


# -- how far it is

SLOW = """
load = loading.load
def slow(*given):
    time.sleep(3)
    return load(*given)
loading.load = slow
"""


UNTIL_SHOWN = """
import threading
load = loading.load
def slow(*given):
    from rich.progress import Progress
    refresh, shown = Progress.refresh, threading.Event()
    def refreshing(line):
        refresh(line)
        shown.set()
    Progress.refresh = refreshing
    shown.wait(300)
    return load(*given)
loading.load = slow
"""
"""Reads once somebody has been told that it does."""


def on_a_terminal(code: str, *words: str | Path) -> str:
    """What a terminal gets, on both streams."""
    process, terminal = pty.fork()
    if process == 0:
        os.environ |= {"PYTHONPATH": str(ROOT / "src"), "TERM": "xterm", "COLUMNS": "100"}
        os.execv(sys.executable, [sys.executable, "-c", code, *map(str, words)])
    got = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # how Linux says that nobody writes any more
            break
        if not piece:
            break
        got += piece
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0
    return got.decode()


def test_a_terminal_is_told_how_far_it_is_and_left_clean(case: Path) -> None:
    shown = on_a_terminal(SCRIPT.format(body=UNTIL_SHOWN), "validate", "-C", case)
    assert "reading" in shown
    line, _, answer = shown.rpartition("\x1b[2K")
    assert "reading" in line
    assert "reading" not in answer
    assert "no mistakes" in answer
    assert shown.count("\x1b[?25l") == shown.count("\x1b[?25h")


def drawing() -> int:
    """How many threads draw a line."""
    return sum("_draw" in thread.name for thread in threading.enumerate())


def test_nobody_else_is(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(body=SLOW), "validate", "-C", str(case)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        check=True,
    )
    assert result.stderr == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with Progress(shown=True).line():
        assert drawing() == 1
    with Progress(shown=False).line():
        assert drawing() == 0
    monkeypatch.setenv("TERM", "dumb")
    with Progress(shown=True).line():
        assert drawing() == 0
