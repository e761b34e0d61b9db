"""`chrono watch`, and what it shares with `chrono serve`: what is told when files are saved, and when nothing is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from time import monotonic, sleep
from typing import Any

import pytest

pytest.importorskip("watchfiles", reason="the extra `serve` is not installed")

from chrono import loading
from chrono.frontends.cli.live import CLEAR
from chrono.frontends.watching import states as watched
from chrono.frontends.watching.contents import Contents
from chrono.frontends.watching.states import State, states
from tests.asking import ask, founding_case, run, tell
from tests.serving import put

PATIENCE = 300
"""Seconds after which what should have come by then never will, however busy the machine is."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "case").mkdir()
    return founding_case(tmp_path / "case")


def change(folder: Path, old: str, new: str, name: str = "events.yaml") -> None:
    """Saves a file with something put in place of what stands in it."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    put(path, text.replace(old, new))


# -- what a folder holds


def test_contents_tell_what_is_new_gone_or_else(folder: Path) -> None:
    contents = Contents(folder)
    assert "events.yaml" in contents.look()
    first = contents.digest
    os.utime(folder / "events.yaml")
    (folder / "rules" / "silence.yaml").write_bytes((folder / "rules" / "silence.yaml").read_bytes())
    assert (contents.look(), contents.digest) == ((), first)
    change(folder, "1939-08-23", "1939-08-24")  # as long as before
    (folder / "evidence").mkdir()
    (folder / "evidence" / "more.yaml").write_text("")
    (folder / "rules" / "silence.yaml").unlink()
    assert contents.look() == ("events.yaml", "evidence/more.yaml", "rules/silence.yaml")
    assert contents.digest != first


@pytest.mark.parametrize("name", [".events.yaml.swp", "#events.yaml#", "events.yaml~", ".git/x.yaml", "4913", "a.py"])
def test_what_editors_leave_is_no_evidence(folder: Path, name: str) -> None:
    contents = Contents(folder)
    contents.look()
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("people:")
    assert contents.look() == ()


def test_files_laid_over_are_looked_at_wherever_they_are(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere.yaml"
    contents = Contents(folder, [other])
    contents.look()
    other.write_text("people: {}")
    assert contents.look() == (other.as_posix(),)


# -- one state after another


class Followed:
    """The states of a folder, as they come."""

    def __init__(self, folder: Path, overlays: tuple[Path, ...] = (), poll: float | None = None) -> None:
        self.stop, self.came = Event(), Queue[State]()

        def follow() -> None:
            for state in states(folder, overlays, stop=self.stop, poll=poll):
                self.came.put(state)

        self.thread = Thread(target=follow, daemon=True)
        self.thread.start()

    def next(self) -> State:
        return self.came.get(timeout=PATIENCE)

    def until(self, digest: str) -> State:
        """The state in which the files are those of a digest."""
        while (state := self.next()).contents != digest:
            pass
        return state


@pytest.fixture
def followed(folder: Path) -> Iterator[Followed]:
    found = Followed(folder)
    yield found
    found.stop.set()
    found.thread.join(PATIENCE)
    assert not found.thread.is_alive()


def now(folder: Path) -> str:
    contents = Contents(folder)
    contents.look()
    return contents.digest


def test_each_save_is_a_state(folder: Path, followed: Followed) -> None:
    first = followed.next()
    assert (first.number, first.session is None, first.changed) == (1, False, ())
    change(folder, "1939-08-23", "1939-08-24")
    second = followed.next()
    assert (second.number, second.changed) == (2, ("events.yaml",))
    (folder / "evidence").mkdir()
    new = folder / "evidence" / "new.yaml"
    new.write_text("events: {coronation: {name: the coronation, date: 1937-05-12}}\n")
    third = followed.until(now(folder))
    assert third.session is not None
    assert "coronation" in {entry.id for entry in third.session.chronology.entries}
    new.unlink()
    fourth = followed.until(now(folder))
    assert fourth.session is not None
    assert "coronation" not in {entry.id for entry in fourth.session.chronology.entries}


def test_what_is_touched_is_no_new_state(folder: Path, followed: Followed) -> None:
    followed.next()
    os.utime(folder / "events.yaml")
    sleep(0.3)
    change(folder, "1939-08-23", "1939-08-24")
    assert followed.next().number == 2


def test_mistakes_and_vanished_folders_are_states(folder: Path, followed: Followed) -> None:
    followed.next()
    whole = (folder / "events.yaml").read_bytes()
    (folder / "events.yaml").write_bytes(b"people: {\xff")
    broken = followed.until(now(folder))
    assert broken.session is None
    assert "not-utf8" in {d.code for d in broken.diagnostics}
    away = folder.with_name("away")
    folder.rename(away)
    gone = followed.next()
    while gone.missing is False:
        gone = followed.next()
    assert gone.session is None
    (away / "events.yaml").write_bytes(whole)
    away.rename(folder)
    assert followed.until(now(folder)).session is not None


def test_fifty_saves_end_in_the_last(folder: Path, followed: Followed) -> None:
    followed.next()
    day = "1939-08-23"
    for number in range(50):
        new = f"1939-08-{1 + number % 22:02}"
        change(folder, day, new)
        day = new
        sleep(0.1)
    last = followed.until(now(folder))
    assert last.session is not None
    assert ask(folder, "infer")["inputs"] == f"sha256:{last.session.chronology.inputs}"


def test_what_is_saved_while_the_last_try_reads_is_told_next(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    days, load = ["1939-08-24"], loading.load

    def saved_meanwhile(*told: Any) -> loading.Loaded:
        loaded = load(*told)
        if days:
            change(folder, "1939-08-23", days.pop())
        return loaded

    monkeypatch.setattr(watched, "TRIES", 1)
    monkeypatch.setattr(loading, "load", saved_meanwhile)
    followed = Followed(folder, poll=0.05)
    first, second = followed.next(), followed.next()
    followed.stop.set()
    assert second.contents == now(folder) != first.contents
    assert second.changed == ("events.yaml",)
    assert first.session is not None
    assert second.session is not None
    assert second.session.chronology.inputs != first.session.chronology.inputs


def test_polling_tells_the_same(folder: Path) -> None:
    found = Followed(folder, poll=0.05)
    found.next()
    change(folder, "1939-08-23", "1939-08-24")
    assert found.next().changed == ("events.yaml",)
    found.stop.set()
    found.thread.join(PATIENCE)


# -- the command


class Watching:
    """`chrono watch` in a process of its own, and what it has written."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.wrote = ""
        # Whoever runs the tests in the background has Ctrl-C ignored.
        code = "from signal import *; signal(SIGINT, default_int_handler); from chrono.__main__ import main; main()"
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, "watch", "-C", str(folder), *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "COLUMNS": "100"},
        )
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        while piece := os.read(self.process.stdout.fileno(), 65536):
            self.wrote += piece.decode("utf-8", "replace")

    def until(self, *texts: str) -> str:
        """What was written since the last time, as soon as all of this is in it."""
        deadline = monotonic() + PATIENCE
        while not all(text in self.wrote for text in texts):
            assert monotonic() < deadline, self.wrote
            assert self.process.poll() is None, self.wrote
            sleep(0.02)
        sleep(0.1)
        found, self.wrote = self.wrote, ""
        return found


@pytest.fixture
def watching(folder: Path) -> Iterator[Watching]:
    found = Watching(folder, "manuscript")
    yield found
    found.process.kill()
    found.process.wait()


def test_watch_tells_what_moved(folder: Path, watching: Watching) -> None:
    told = tell(folder, "infer", "manuscript")
    assert watching.until(told) == told
    change(folder, "1939-08-23", "1939-08-30")
    told = tell(folder, "infer", "manuscript")
    moved = watching.until(told, "after    events.yaml saved", "7 days later", "Why now")
    assert moved.startswith(told)
    assert "not later than 23 Aug 1939 → 30 Aug 1939 7 days later" in " ".join(moved.split())
    assert CLEAR not in moved


def test_watch_keeps_what_was_known_before_a_mistake(folder: Path, watching: Watching) -> None:
    known = watching.until(tell(folder, "infer", "manuscript"))
    change(folder, "nothing-after-1938:", "nothing-after-1938: oops")
    mistaken = watching.until("error[")
    assert mistaken.startswith("This holds of the files as they stood before")
    assert known in mistaken
    change(folder, "nothing-after-1938: oops", "nothing-after-1938:")
    assert "nothing moves" in watching.until("moves")


def test_ctrl_c_ends_it_well(watching: Watching) -> None:
    watching.until("How firm")
    watching.process.send_signal(signal.SIGINT)
    assert watching.process.wait(PATIENCE) == 0


def test_what_is_missing_is_told_in_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chrono.frontends.cli.live.find_spec", lambda name: None)
    found = run(folder, "watch")
    assert (found.exit_code, found.stdout) == (2, "")
    assert "watchfiles is not installed: pip install 'chrono-dating[serve]'" in found.stderr


@pytest.mark.parametrize("command", ["watch", "serve"])
def test_a_folder_that_is_not_there_is_refused(tmp_path: Path, command: str) -> None:
    found = run(tmp_path / "missing", command)
    assert (found.exit_code, found.stdout) == (2, "")
    (line,) = found.stderr.splitlines()
    assert line.startswith(f"Error: there is no folder {(tmp_path / 'missing').as_posix()}; -C names the folder")


def test_a_chronology_that_is_not_there_yet_is_waited_for(tmp_path: Path) -> None:
    folder = tmp_path / "later"
    folder.mkdir()
    found = Watching(folder)
    assert "error[no-chronology]" in found.until("= ")
    founding_case(folder)
    assert "The date of Trotsky" in found.until("consistent")
    found.process.kill()
    found.process.wait()
