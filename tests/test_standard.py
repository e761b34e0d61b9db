"""What `init` writes: all or nothing even where it is killed, and a workflow that installs chrono from where it is."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from chrono.frontends.cli import main
from chrono.standard import MAIN, WORKFLOW, Occupied, contents, write_into
from chrono.standard.source import cloned_from, install_command, installed_from, reachable
from chrono.standard.writing import ABANDONED

FILES = contents("chrono-dating")
TIMES = 60
"""At least so many lines are gone through while it writes."""
SOME = 5
"""Of so many folders that were not completed one is completed by the next run."""


def tree(folder: Path) -> dict[Path, bytes]:
    """The files of a folder, but for what a killed run may leave under a name of its own."""
    return {
        path.relative_to(folder): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not any(".chrono-init-" in part for part in path.parts)
    }


KILLED = """
import os, signal, sys
from pathlib import Path
from chrono.standard import write_into, writing

def dying(line):
    # Ends the process, as SIGKILL does, before the nth line of what writes.
    met = 0
    def trace(frame, event, argument):
        nonlocal met
        if frame.f_code.co_filename != writing.__file__:
            return None
        if event == "line":
            met += 1
            if met > line:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace
    return trace

above, prepared, line = Path(sys.argv[1]), sys.argv[2] == "there", 0
while True:
    folder = above / str(line) / "new" / "one"
    (folder if prepared else folder.parents[1]).mkdir(parents=True)
    if prepared:
        (folder / "mine.txt").write_bytes(b"mine")
    child = os.fork()
    if child == 0:
        sys.settrace(dying(line))
        write_into(folder, "chrono-dating")
        os._exit(0)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
        break
    line += 3
"""
"""Writes into one folder after another, each time killed three lines later, until it is through."""


def killed_everywhere(above: Path, *, prepared: bool) -> list[Path]:
    """Folders into which a run was writing when it was killed, at every third line it comes to; the last was not."""
    words = [sys.executable, "-c", KILLED, str(above), "there" if prepared else "new"]
    subprocess.run(words, check=True)
    found = sorted(above.iterdir(), key=lambda path: int(path.name))
    assert len(found) > TIMES
    return [path / "new" / "one" for path in found]


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_new_folder_is_there_whole_or_not_at_all_when_the_writer_is_killed(tmp_path: Path) -> None:
    seen = []
    for folder in killed_everywhere(tmp_path, prepared=False):
        seen.append(whole := os.path.lexists(folder.parent))
        assert tree(folder) == (FILES if whole else {})
        if not whole and len(seen) % SOME == 0:
            write_into(folder, "chrono-dating")
            assert tree(folder) == FILES
    assert set(seen) == {True, False}
    assert seen == sorted(seen), "once there, it stays there"


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_folder_that_exists_holds_no_chronology_until_all_is_there(tmp_path: Path) -> None:
    """Killed before `events.yaml`, which comes last, the next run completes it; nothing of the user's is touched."""
    seen = []
    for folder in killed_everywhere(tmp_path, prepared=True):
        found = tree(folder)
        assert found.pop(Path("mine.txt")) == b"mine"
        assert found.items() <= FILES.items()
        seen.append(MAIN in found)
        if MAIN in found:
            assert found == FILES
        elif len(seen) % SOME == 0:
            write_into(folder, "chrono-dating")
            assert tree(folder) == FILES | {Path("mine.txt"): b"mine"}
    assert set(seen) == {True, False}
    assert seen == sorted(seen), "once there, it stays there"


def test_what_a_killed_run_left_is_taken_away_once_it_is_old(tmp_path: Path) -> None:
    old, new = tmp_path / ".chrono-init-old", tmp_path / ".chrono-init-new"
    for left in (old, new):
        (left / "rules").mkdir(parents=True)
    os.utime(old, (0, time.time() - ABANDONED - 60))
    write_into(tmp_path, None)
    assert (old.exists(), new.exists()) == (False, True)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    write_into(tmp_path, "chrono-dating")
    with pytest.raises(Occupied) as twice:
        write_into(tmp_path, "chrono-dating")
    assert set(twice.value.paths) == {tmp_path / path for path in FILES}
    (tmp_path / MAIN).unlink()
    (tmp_path / "rules" / "silence.yaml").write_text("rules: {}", encoding="utf-8")
    with pytest.raises(Occupied) as changed:
        write_into(tmp_path, "chrono-dating")
    assert changed.value.paths == (tmp_path / "rules" / "silence.yaml",)


# -- where it is installed from

GIT = "https://git.example.org/chrono"


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ({"url": "file:///home/ada/chrono.whl", "archive_info": {}}, None),
        ({"url": "file:///nowhere/at/all", "dir_info": {"editable": True}}, None),
        ({"url": "file:///srv/chrono.git", "vcs_info": {"vcs": "git", "commit_id": "a1"}}, None),
        ({"url": "ssh://git@git.example.org/chrono", "vcs_info": {"vcs": "git", "commit_id": "a1"}}, None),
        ({"url": GIT, "vcs_info": {"vcs": "git", "commit_id": "a1"}}, f"chrono-dating @ git+{GIT}@a1"),
        (
            {"url": GIT, "vcs_info": {"vcs": "git", "commit_id": "a1"}, "subdirectory": "py"},
            f"chrono-dating @ git+{GIT}@a1#subdirectory=py",
        ),
        ({"url": f"{GIT}.whl", "archive_info": {}}, f"chrono-dating @ {GIT}.whl"),
    ],
)
def test_the_record_of_the_installer_as_a_requirement(written: dict[str, object], source: str | None) -> None:
    assert reachable(written) == source


def git(folder: Path, *words: str) -> str:
    names = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    done = subprocess.run(["git", "-C", folder, *names, *words], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def test_a_clone_counts_as_the_place_it_was_cloned_from(tmp_path: Path) -> None:
    assert cloned_from(str(tmp_path)) is None
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "commit", "--quiet", "--allow-empty", "--message", "one")
    git(tmp_path, "remote", "add", "origin", "https://ada:secret@git.example.org/chrono")
    assert cloned_from(str(tmp_path)) == f"chrono-dating @ git+{GIT}"
    git(tmp_path, "update-ref", "refs/remotes/origin/main", "HEAD")
    assert cloned_from(str(tmp_path)) == f"chrono-dating @ git+{GIT}@{git(tmp_path, 'rev-parse', 'HEAD')}"
    record = {"url": tmp_path.as_uri(), "dir_info": {"editable": True}}
    assert reachable(record) == cloned_from(str(tmp_path))
    git(tmp_path, "remote", "set-url", "origin", "/srv/chrono.git")
    assert reachable(record) is None


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("chrono-dating==0.1.0", ["chrono-dating==0.1.0"]),
        (f"git+{GIT}", [f"git+{GIT}"]),
        (f"chrono-dating @ git+{GIT}@a1", [f"chrono-dating @ git+{GIT}@a1"]),
        ("vendor/chrono", ["./vendor/chrono"]),
        ("chrono-0.1.whl", ["./chrono-0.1.whl"]),
        ("/srv/chrono", ["/srv/chrono"]),
        ('it\'s: a "path" #1/$(x)', ['./it\'s: a "path" #1/$(x)']),
    ],
)
def test_the_workflow_installs_from_the_place_named(source: str, words: list[str]) -> None:
    workflow = yaml.safe_load(contents(source)[WORKFLOW])
    *_, install, check = workflow["jobs"]["check"]["steps"]
    assert shlex.split(install["run"]) == ["pip", "install", *words]
    assert check == {"run": "chrono check --format github"}
    assert install_command(source) in contents(source)[WORKFLOW].decode()


def test_no_workflow_is_written_that_could_only_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert WORKFLOW not in contents(None)
    assert (installed_from() or "chrono-dating").startswith("chrono-dating")
    monkeypatch.setattr("chrono.standard.source.installed_from", lambda: None)
    told = CliRunner().invoke(main, ["init", str(tmp_path)]).output
    assert "no workflow was written" in told
    assert "--from" in told
    assert not (tmp_path / WORKFLOW).exists()
