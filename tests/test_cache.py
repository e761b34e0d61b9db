"""Answers that are kept: the same bytes as one that is worked out, never those of other files, words or code."""

from __future__ import annotations

import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from chrono.frontends.cache import dependence, folder
from chrono.frontends.cache.entries import FORM, Entry, decoded, encoded
from chrono.frontends.cache.run import COMMANDS, OPTION, VARIABLE
from chrono.frontends.cache.watched import Watched
from chrono.frontends.cli import main
from tests.caching import FILES, ROOT, Answer, Cache, environment, run, written

HERE = Path(__file__).parent
INFER = ("infer", "letter")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cache:
    """A cache with nothing in it, in the folder of a chronology."""
    place = tmp_path / "letter"
    place.mkdir()
    monkeypatch.chdir(written(place))
    above = tmp_path / "cache"
    above.mkdir(mode=0o700)
    return Cache(above)


def worked_out(*words: str) -> Answer:
    """What the command says without any cache."""
    assert os.environ[VARIABLE]
    return run(words)


def again(cache: Cache, *words: str) -> Answer:
    """The second of two answers, which was kept from the first."""
    first = cache.ask(*words)
    assert not cache.kept
    second = cache.ask(*words)
    assert cache.kept
    assert first == second
    return second


# -- the same bytes


@pytest.mark.parametrize(
    "words",
    [
        INFER,
        ("infer", "--format", "json"),
        ("infer", "--format", "csv"),
        ("infer", "--format", "mermaid"),
        ("infer", "--vary", "5"),
        ("infer", "letter", "--compare", "rivals/later.yaml"),
        ("infer", "letter", "--with", "rivals/later.yaml", "--timeout", "600"),
        ("explain", "letter"),
        ("explain", "rows.csv:2"),
        ("check",),
        ("check", "--format", "junit"),
        ("check", "--format", "github"),
        ("conflicts",),
        ("suggest", "letter"),
        ("timeline", "--format", "svg"),
        ("validate",),
        ("weigh", "by-june", "--with", "rivals/chances.yaml"),
        ("whatif", "--without", "limit"),
        ("whatif", "--with", "rivals/later.yaml"),
        ("rules",),
        ("vocabulary",),
        ("-C", ".", "infer"),
    ],
    ids=" ".join,
)
def test_an_answer_is_written_again_byte_for_byte(cache: Cache, words: tuple[str, ...]) -> None:
    assert again(cache, *words) == worked_out(*words)


def test_what_is_wrong_is_told_again_on_the_stream_it_was_told_on(cache: Cache) -> None:
    Path("events.yaml").write_text(FILES["events.yaml"].replace("end(letter) <= 1940-05", "end(leter) <= 1940-05"))
    answer = again(cache, "validate")
    assert answer == worked_out("validate")
    assert answer.code == 1
    assert answer.err
    assert not answer.out


def test_a_contradiction_is_kept_with_its_exit_code(cache: Cache) -> None:
    Path("evidence").mkdir()
    Path("evidence/more.yaml").write_text("evidence: {later: {holds: end(letter) >= 1950}}\n")
    assert again(cache, *INFER).code == 1


def test_names_that_are_no_unicode_and_bytes_are_kept(cache: Cache) -> None:
    shutil.copy("rivals/later.yaml", b"rivals/l\xe4ter.yaml")
    words = ("infer", "letter", "--with", os.fsdecode(b"rivals/l\xe4ter.yaml"))
    assert again(cache, *words) == worked_out(*words)
    pytest.importorskip("xlsxwriter")
    assert again(cache, "infer", "--format", "xlsx").out.startswith(b"PK")


def test_a_kept_answer_loads_neither_the_solver_nor_the_readers(cache: Cache) -> None:
    telling = "import atexit, sys; atexit.register(lambda: print(*sorted(sys.modules), file=sys.stderr))"
    first = cache.ask_apart(*INFER, code=telling)
    second = cache.ask_apart(*INFER, code=telling)
    assert first.out == second.out
    loaded = set(second.err.decode().split())
    assert {"click", "yaml"} <= set(first.err.decode().split())
    assert not loaded & {
        "z3",
        "yaml",
        "click",
        "rich",
        "chrono.dates",
        "chrono.frontends.cli",
        "chrono.loading.loading",
    }


# -- what an answer depends on


def same_size_and_time() -> None:
    path = Path("rows.csv")
    before = path.stat()
    path.write_text("event\nwax\n")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size


def replaced(name: str, old: str, new: str) -> Callable[[], None]:
    def replace() -> None:
        text = Path(name).read_text()
        assert old in text
        Path(name).write_text(text.replace(old, new))

    return replace


def added(name: str, text: str) -> Callable[[], None]:
    return lambda: written(Path(), {name: text}) and None


def linked_elsewhere() -> None:
    os.rename("rivals", "others")
    os.symlink("others", "rivals")
    written(Path("third"), {"later.yaml": "evidence: {later: {holds: end(letter) >= 1938-04}}\n"})
    os.unlink("rivals")
    os.symlink("third", "rivals")


@pytest.mark.parametrize(
    ("words", "change"),
    [
        (INFER, replaced("events.yaml", "war: {date: 1939-09-01}", "war: {date: 1939-08-01}")),
        (INFER, replaced("events.yaml", "start: 1938", "start: 1937")),
        (INFER, replaced("rules/silence.yaml", "delay: 0 days", "delay: 9 days")),
        (INFER, replaced("rows.csv", "war", "pact")),
        (INFER, same_size_and_time),
        (INFER, added("evidence/more.yaml", "evidence: {more: {holds: end(letter) <= 1939-02}}\n")),
        (INFER, added("evidence/more.yml", "evidence: {more: {holds: end(letter) <= 1939-02}}\n")),
        (INFER, lambda: os.unlink("rules/silence.yaml")),
        (INFER, lambda: os.unlink("rows.csv")),
        (INFER, lambda: os.unlink("events.yaml")),
        (INFER, lambda: os.rename("rules/silence.yaml", "rules/.silence.yaml")),
        (INFER, lambda: Path("rules/folder.yaml").mkdir()),
        (INFER, lambda: os.symlink("nowhere.yaml", "rules/link.yaml")),
        (INFER, lambda: os.symlink("/etc/hosts", "rules/link.yaml")),
        (("check",), replaced("rivals/later.yaml", "1938-03", "1941-03")),
        (("check",), lambda: os.unlink("rivals/later.yaml")),
        ((*INFER, "--with", "rivals/later.yaml"), replaced("rivals/later.yaml", "1938-03", "1939-03")),
        ((*INFER, "--with", "rivals/later.yaml"), lambda: os.unlink("rivals/later.yaml")),
        ((*INFER, "--with", "rivals/later.yaml"), linked_elsewhere),
        (("infer", "--compare", "rivals/later.yaml"), replaced("rivals/later.yaml", "1938-03", "1939-03")),
        (("explain", "rows.csv:2"), replaced("rows.csv", "war", "pact")),
        (("check", "--format", "junit"), replaced("events.yaml", "  by-june", "\n  by-june")),
    ],
)
def test_changed_files_are_answered_anew(cache: Cache, words: tuple[str, ...], change: Callable[[], None]) -> None:
    before = again(cache, *words)
    change()
    after = cache.ask(*words)
    assert not cache.kept
    assert after == worked_out(*words)
    assert after != before


def test_a_file_found_from_here_comes_before_that_of_the_folder(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("..")
    words = ("-C", "letter", *INFER, "--with", "rivals/later.yaml")
    before = again(cache, *words)
    written(Path(), {"rivals/later.yaml": "evidence: {later: {holds: end(letter) >= 1939-03}}\n"})
    after = cache.ask(*words)
    assert not cache.kept
    assert after == worked_out(*words) != before


def test_the_same_files_again_are_answered_from_the_cache(cache: Cache) -> None:
    before = again(cache, *INFER)
    for path in (Path("events.yaml"), Path("rows.csv")):
        path.write_bytes(path.read_bytes())
    Path("notes.txt").write_text("nothing that anybody reads")
    assert cache.ask(*INFER) == before
    assert cache.kept


@pytest.mark.parametrize(
    "words",
    [("infer",), ("infer", "letter", "--quiet"), (*INFER, "--at-least", "weak"), (*INFER, "--set", "delay=1 day")],
)
def test_other_words_are_another_question(cache: Cache, words: tuple[str, ...]) -> None:
    again(cache, *INFER)
    assert cache.ask(*words) == worked_out(*words)
    assert not cache.kept


def test_another_folder_is_another_question(cache: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    again(cache, *INFER)
    other = tmp_path / "other"
    written(other, {**FILES, "events.yaml": FILES["events.yaml"].replace("1938", "1937")})
    monkeypatch.chdir(other)
    assert cache.ask(*INFER) == worked_out(*INFER)
    assert not cache.kept


@pytest.mark.parametrize("variable", ["COLUMNS", "NO_COLOR", "TERM", "LC_ALL", "PYTHONIOENCODING", "GITHUB_WORKSPACE"])
def test_another_environment_is_another_question(cache: Cache, variable: str) -> None:
    again(cache, *INFER)
    with environment({variable: "61"}):
        assert cache.ask(*INFER) == worked_out(*INFER)
    assert not cache.kept


def test_every_variable_that_the_code_reads_is_part_of_the_question() -> None:
    import rich.console

    read = re.compile(r"(?:environ(?:\.get\(|\[)|getenv\()\s*\"(\w+)\"")
    files = [*(ROOT / "src" / "chrono").rglob("*.py"), Path(rich.console.__file__)]
    named = {name for path in files for name in read.findall(path.read_text(encoding="utf-8"))}
    assert {"COLUMNS", "CHRONO_DEBUG", "GITHUB_WORKSPACE", "FORCE_COLOR"} <= named
    # Where answers are kept changes none of them.
    known = dependence.VARIABLES | {"XDG_CACHE_HOME", "LOCALAPPDATA"}
    assert {name for name in named if name not in known and not name.startswith(dependence.FAMILIES)} == set()


def test_a_terminal_is_answered_as_a_terminal(cache: Cache) -> None:
    pty = pytest.importorskip("pty")

    def shown(columns: int) -> bytes:
        import fcntl
        import struct
        import termios

        above, below = pty.openpty()
        fcntl.ioctl(below, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        outside = {k: v for k, v in os.environ.items() if k not in (VARIABLE, "COLUMNS", "NO_COLOR")}
        outside |= {"XDG_CACHE_HOME": str(cache.above), "TERM": "xterm-256color"}
        command = [sys.executable, "-m", "chrono", *INFER]
        with subprocess.Popen(command, stdin=below, stdout=below, stderr=subprocess.DEVNULL, env=outside):
            os.close(below)
            text = b""
            while True:
                try:
                    piece = os.read(above, 65536)
                except OSError:
                    break
                if not piece:
                    break
                text += piece
        os.close(above)
        return text

    wide = shown(120)
    assert b"\x1b[" in wide
    assert shown(120) == wide
    assert len(cache.entries()) == 1
    narrow = shown(60)
    assert narrow != wide
    assert shown(60) == narrow
    assert cache.ask(*INFER) == worked_out(*INFER)
    assert len(cache.entries()) == 3


def test_changed_code_answers_anew(cache: Cache, tmp_path: Path) -> None:
    package = tmp_path / "code" / "chrono"
    shutil.copytree(ROOT / "src" / "chrono", package, ignore=shutil.ignore_patterns("__pycache__"))
    path = {"PYTHONPATH": str(package.parent)}
    first = cache.ask_apart(*INFER, **path)
    assert cache.ask_apart(*INFER, **path) == first
    screen = package / "answers" / "wording.py"
    text = screen.read_text(encoding="utf-8")
    assert "not earlier than" in text
    before = screen.stat()
    screen.write_text(text.replace("not earlier than", "not before than"), encoding="utf-8")
    os.utime(screen, ns=(before.st_atime_ns, before.st_mtime_ns + 1_000_000_000))
    second = cache.ask_apart(*INFER, **path)
    assert second.out == first.out.replace(b"not earlier than", b"not before than")
    assert second.out != first.out


def test_what_would_answer_differs_by_files_distributions_and_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    seen = {dependence.answering()}
    (tmp_path / "z3_solver-4.13.0.dist-info").mkdir()
    seen.add(dependence.answering())
    (tmp_path / "z3_solver-4.13.0.dist-info").rename(tmp_path / "z3_solver-4.14.0.dist-info")
    seen.add(dependence.answering())
    monkeypatch.setattr(sys, "version", "3.99")
    seen.add(dependence.answering())
    assert len(seen) == 4
    assert "" not in seen


# -- what is not kept


@pytest.mark.parametrize(
    "words",
    [
        ("infer", "nobody"),
        ("infer", "--no-such-option"),
        (*INFER, "--timeout", "0.000001"),
        (*INFER, OPTION),
        (*INFER, "-o", "windows.csv", "--force"),
        ("infer", "--vary", "3", "--keep-runs", "runs.txt"),
        ("infer", "--help"),
        ("date", "1938"),
        ("export", "oxcal"),
        ("schema",),
        ("diff", "."),
        ("-C", "nowhere", "infer"),
    ],
    ids=" ".join,
)
def test_what_is_no_whole_printed_answer_is_not_kept(cache: Cache, words: tuple[str, ...]) -> None:
    for _ in range(2):
        cache.ask(*words)
        assert not cache.kept
    assert cache.entries() == []


def test_a_limit_that_kept_something_back_is_not_kept(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    from chrono.core.limits import Limit

    answered = Limit.answered

    def short(limit: Limit) -> None:
        limit.note("steps")
        answered(limit)

    monkeypatch.setattr(Limit, "answered", short)
    cache.ask(*INFER)
    assert cache.entries() == []


def test_an_interrupted_answer_is_not_kept(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    from chrono.core.limits import Limit

    tell, pressed = Limit.tell, []

    def press(limit: Limit, *told: object) -> None:
        tell(limit, *told)
        if limit.begun and not pressed:
            pressed.append(told)
            limit.interrupt()  # type: ignore[arg-type]

    monkeypatch.setattr(Limit, "tell", press)
    assert cache.ask(*INFER).code == 130
    assert cache.entries() == []


def test_a_summary_is_written_each_time(cache: Cache, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    with environment({"GITHUB_STEP_SUMMARY": str(summary)}):
        cache.ask("check")
        once = summary.read_text()
        cache.ask("check")
    assert once
    assert summary.read_text() == once * 2


def test_a_reader_that_has_gone_keeps_nothing(cache: Cache) -> None:
    closing = "import os; reading, writing = os.pipe(); os.dup2(writing, 1); os.close(reading); os.close(writing)"
    assert cache.ask_apart(*INFER, code=closing).code == 0
    assert cache.entries() == []


PRESSED_ONCE = """
import os, signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever began the tests may have it ignored
from chrono.frontends import streams
put, pressed = streams._put, []
def pressing(*given):
    done = put(*given)
    if not pressed:
        pressed.append(os.kill(os.getpid(), signal.SIGINT))
    return done
streams._put = pressing
"""


def test_a_kept_answer_is_written_whole_where_it_is_interrupted(cache: Cache) -> None:
    words = ("infer", "--format", "json")
    first = cache.ask_apart(*words, code="from chrono.reports import json; json.AT_ONCE = 100")
    assert len(cache.entries()) == 1
    assert cache.ask_apart(*words, code=PRESSED_ONCE) == (first.out, b"interrupted\n", 130)


@pytest.mark.parametrize(
    ("out", "why"),
    [
        ("os.dup2(os.open('/dev/full', os.O_WRONLY), 1)", b"no space left on device"),
        ("import sys; sys.stdout = None", b"the stream is closed"),
    ],
)
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
def test_a_kept_answer_that_cannot_be_written_is_none(cache: Cache, out: str, why: bytes) -> None:
    cache.ask_apart(*INFER)
    assert len(cache.entries()) == 1
    told = b"chrono: the answer could not be written: " + why + b"; send it elsewhere, as with `> FILE`\n"
    assert cache.ask_apart(*INFER, code=f"import os; {out}") == (b"", told, 3)
    assert len(cache.entries()) == 1


def test_files_that_change_while_they_are_read_are_not_believed(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    from chrono.loading.sources import Folder

    read, later = Folder.read, FILES["events.yaml"].replace("1938", "1937")

    def overtaken(source: Folder, name: str, most: int) -> bytes:
        data = read(source, name, most)
        if name == "events.yaml":
            Path(name).write_text(later)
        return data

    with monkeypatch.context() as patched:
        patched.setattr(Folder, "read", overtaken)
        before = cache.ask(*INFER)
    after = cache.ask(*INFER)
    assert not cache.kept
    assert after == worked_out(*INFER) != before


def test_a_question_with_two_answers_in_one_run_keeps_nothing(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    from chrono.loading.sources import Folder

    read, times = Folder.read, []

    def changing(source: Folder, name: str, most: int) -> bytes:
        times.append(name)
        return read(source, name, most) + b"\n" * times.count(name)

    monkeypatch.setattr(Folder, "read", changing)
    cache.ask("whatif", "--with", "rivals/later.yaml")
    assert times.count("events.yaml") == 2
    assert cache.entries() == []


@pytest.fixture
def shared_at_once(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other processes are started for the smallest question, and get a part of it."""
    monkeypatch.setattr("chrono.questions.workers.PAYS", 0)
    laid = {f"rivals/{n}.yaml": f"evidence: {{later: {{holds: end(letter) >= 1938-0{n}}}}}\n" for n in range(3, 9)}
    asked = [f"  h{n}: {{claim: end(letter) < 1940-06, under: {{with: rivals/{n}.yaml}}}}\n" for n in range(3, 9)]
    written(Path(), {**laid, "hypotheses/laid.yaml": "hypotheses:\n" + "".join(asked)})
    written(Path(), {f"evidence/{n}.yaml": f"documents: {{letter-{n}: {{start: 1938}}}}\n" for n in range(4)})


@pytest.mark.parametrize(
    "words",
    [
        ("check", "-j", "2"),
        ("infer", "-j", "2"),
        ("infer", "-j", "2", "--sensitivity"),
        ("infer", "-j", "2", "--vary", "9"),
        ("infer", "-j", "2", "--compare", "rivals/later.yaml", "rivals/3.yaml"),
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("shared_at_once")
def test_an_answer_that_processes_have_shared_in_is_kept(cache: Cache, words: tuple[str, ...]) -> None:
    assert again(cache, *words) == worked_out(*words)


@pytest.mark.usefixtures("shared_at_once")
def test_what_other_processes_read_decides_as_well(cache: Cache) -> None:
    """Each file that a hypothesis lays over is read by the process that judges it."""
    before = again(cache, "check", "-j", "2")
    for number in range(3, 9):
        path = Path(f"rivals/{number}.yaml")
        text = path.read_text()
        path.write_text(text.replace("1938", "1941"))
        after = cache.ask("check", "-j", "2")
        assert not cache.kept
        assert after == worked_out("check")
        assert after != before
        path.write_text(text)
        assert cache.ask("check", "-j", "2") == before


@pytest.mark.usefixtures("shared_at_once")
def test_what_a_process_has_not_told_of_is_not_kept(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where it ends in a mistake: of what it had read by then nobody knows."""
    monkeypatch.setattr(Watched, "returned", lambda source, asked: None)
    cache.ask("check", "-j", "2")
    assert cache.entries() == []


def test_the_commands_that_are_kept_are_those_that_offer_to_do_without() -> None:
    offered = {name for name, command in main.commands.items() for p in command.params if OPTION in p.opts}
    assert offered == COMMANDS


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_a_kept_command_looks_at_nothing_that_is_not_noted(cache: Cache, command: str) -> None:
    """Whatever it opens, lists or asks about belongs to Python and what is installed, or is asked through `Watched`."""
    words = {
        "check": ("check", "--format", "github"),
        "explain": ("explain", "letter", "--with", "rivals/later.yaml"),
        "infer": ("infer", "letter", "--compare", "rivals/later.yaml"),
        "suggest": ("suggest", "letter"),
        "whatif": ("whatif", "--with", "rivals/later.yaml"),
    }.get(command, (command,))
    code = (HERE / "data" / "cache" / "looking.py").read_text(encoding="utf-8")
    answer = cache.ask_apart(*words, code=code)
    told = answer.err.decode().splitlines()
    assert [line for line in told if line.startswith("looked:")] == []
    assert any(line.startswith("asked: events.yaml") for line in told)
    assert answer.out == worked_out(*words).out


# -- a cache that something is wrong with


def unharmed(cache: Cache) -> None:
    """The answer is the right one, and was not taken from the cache."""
    assert cache.ask(*INFER) == worked_out(*INFER)
    assert not cache.kept


def the_entry(cache: Cache) -> Path:
    again(cache, *INFER)
    (entry,) = cache.entries()
    return entry


def test_what_is_kept_is_private(cache: Cache) -> None:
    entry = the_entry(cache)
    assert stat.S_IMODE(entry.stat().st_mode) == 0o600
    assert stat.S_IMODE(cache.folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("cut", [0, 1, len(FORM), len(FORM) + 30, -1, -100])
def test_a_truncated_entry_is_none(cache: Cache, cut: int) -> None:
    entry = the_entry(cache)
    entry.write_bytes(entry.read_bytes()[:cut])
    unharmed(cache)
    assert cache.ask(*INFER) == worked_out(*INFER)
    assert cache.kept


def test_no_byte_of_an_entry_can_change_unnoticed(cache: Cache) -> None:
    entry = the_entry(cache)
    content = entry.read_bytes()
    assert decoded(content) is not None
    for at in range(0, len(content), 7):
        assert decoded(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]) is None


@pytest.mark.parametrize(
    "rest",
    [
        b"",
        b"[]",
        b"[1, 2, 3, 4]\n",
        b'["", 0, [[1, true, 99]], []]\n',
        b'["", 0, [[1]], []]\n',
        b"[" * 100_000,
        b"\xff",
    ],
)
def test_garbage_with_a_digest_of_its_own_is_none(rest: bytes) -> None:
    from hashlib import sha256

    assert decoded(FORM + sha256(rest).hexdigest().encode() + b"\n" + rest) is None


def test_an_entry_is_what_was_written_down() -> None:
    noted = [(".", "read", ["a\udce4", 3], ["holds", 1, "0"]), (".", "leaves", ["a"], False)]
    entry = Entry("called", "digest", noted, 1, [(1, "text \udce4\n"), (2, ""), (1, b"\x00\xff\n")])  # type: ignore[arg-type]
    assert decoded(encoded(entry)) == entry


def in_place_of_the_folder(make: Callable[[Path], object]) -> Callable[[Cache], None]:
    def broken(cache: Cache) -> None:
        cache.folder.rename(cache.above / "moved")
        make(cache.folder)

    return broken


def in_place_of_the_entry(make: Callable[[Path], object]) -> Callable[[Cache], None]:
    def broken(cache: Cache) -> None:
        (entry,) = cache.entries()
        entry.rename(cache.above / "moved")
        make(entry)

    return broken


BROKEN: dict[str, Callable[[Cache], object]] = {
    "a folder that is a link": in_place_of_the_folder(lambda path: path.symlink_to(path.parents[1] / "moved")),
    "a folder that is a file": in_place_of_the_folder(lambda path: path.write_text("nothing")),
    "an entry that is a link": in_place_of_the_entry(lambda path: path.symlink_to(path.parents[2] / "moved")),
    "an entry that is a folder": in_place_of_the_entry(lambda path: path.mkdir()),
    "an entry that is a pipe": in_place_of_the_entry(os.mkfifo),
    "an entry others can write": lambda cache: cache.entries()[0].chmod(0o666),
    "an entry that is vast": lambda cache: os.truncate(cache.entries()[0], 3 * 1024**3),
    "an entry of noise": lambda cache: cache.entries()[0].write_bytes(os.urandom(5000)),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_cache_that_cannot_be_trusted_is_not_read(cache: Cache, broken: Callable[[Cache], object]) -> None:
    the_entry(cache)
    broken(cache)
    unharmed(cache)
    assert cache.ask(*INFER) == worked_out(*INFER)


@pytest.mark.parametrize("mode", [0o777, 0o755, 0o710])
def test_a_folder_that_others_can_use_is_told_of_and_not_used(cache: Cache, mode: int) -> None:
    the_entry(cache)
    cache.folder.chmod(mode)
    why = f"others can use the folder {cache.folder}: `chmod 700` mends that"
    told = f"the answer is not kept: {why}, or set {VARIABLE}=1\n"
    for _ in range(2):
        assert cache.ask(*INFER) == worked_out(*INFER)._replace(err=told.encode())
        assert not cache.kept
    cache.folder.chmod(0o700)
    cache.ask(*INFER)
    assert cache.kept


def test_an_entry_under_the_name_of_another_is_none(cache: Cache) -> None:
    the_entry(cache)
    cache.ask("infer", "letter", "--quiet")
    one, other = cache.entries()
    shutil.copy(one, cache.above / "one")
    os.replace(other, one)
    os.replace(cache.above / "one", other)
    unharmed(cache)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
@pytest.mark.parametrize("of", ["folder", "entry", "above"])
def test_what_belongs_to_somebody_else_is_neither_read_nor_written(cache: Cache, of: str) -> None:
    if of == "above":
        os.chown(cache.above, 12345, 12345)
        assert cache.ask(*INFER) == worked_out(*INFER)
        assert not (cache.above / "chrono").exists()
        return
    entry = the_entry(cache)
    os.chown(cache.folder if of == "folder" else entry, 12345, 12345)
    unharmed(cache)


@pytest.mark.parametrize(
    "outside",
    [
        {"XDG_CACHE_HOME": "/proc/nowhere"},
        {"XDG_CACHE_HOME": "/dev/null/below"},
        {"XDG_CACHE_HOME": "", "HOME": "/nowhere/at/all"},
        {"XDG_CACHE_HOME": "relative", "HOME": "relative"},
        {"XDG_CACHE_HOME": "/" + "long" * 2000},
    ],
    ids=str,
)
def test_a_missing_home_is_no_matter(cache: Cache, outside: dict[str, str]) -> None:
    expected = worked_out(*INFER)
    for _ in range(2):
        assert cache.ask_apart(*INFER, **outside) == expected
    assert not Path("relative").exists()


def test_a_relative_folder_of_caches_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert folder.folder() == str(tmp_path / ".cache" / "chrono" / "answers")
    monkeypatch.setenv("HOME", "relative")
    assert folder.folder() == ""
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert folder.folder() == str(tmp_path / "Library" / "Caches" / "chrono" / "answers")


def test_a_full_disk_is_no_matter(cache: Cache) -> None:
    resource = pytest.importorskip("resource")
    assert resource
    # Without the second, Python would leave half of what it has compiled for everybody after.
    full = "import resource, sys; sys.dont_write_bytecode = True; resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))"
    expected = worked_out(*INFER)
    told = f"the answer is not kept: {cache.folder}: file too large; make room, or set {VARIABLE}=1\n"
    assert cache.ask_apart(*INFER, code=full) == expected._replace(err=told.encode())
    assert cache.ask_apart(*INFER, "--quiet", code=full) == worked_out(*INFER, "--quiet")
    assert [*cache.folder.iterdir()] == []


def test_a_run_that_is_killed_while_it_writes_leaves_nothing_to_believe(cache: Cache) -> None:
    killed = "import os, signal; os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)"
    answer = cache.ask_apart(*INFER, code=killed)
    assert answer.code == -signal.SIGKILL
    assert answer.out == worked_out(*INFER).out
    (left,) = cache.folder.iterdir()
    unharmed(cache)
    # It may still be written by a run that goes on; after an hour it is not.
    assert left.exists()
    os.utime(left, (time.time() - 4000, time.time() - 4000))
    cache.ask("validate")
    assert not left.exists()
    assert len(cache.entries()) == 2


def test_many_at_once_answer_alike(cache: Cache) -> None:
    expected = worked_out(*INFER)
    with ThreadPoolExecutor(4) as pool:
        answers = [*pool.map(lambda _: cache.ask_apart(*INFER), range(8))]
    assert answers == [expected] * 8
    assert len([*cache.folder.iterdir()]) == 1
    assert cache.ask_apart(*INFER) == expected


def test_a_cache_that_is_deleted_is_filled_again(cache: Cache) -> None:
    the_entry(cache)
    shutil.rmtree(cache.above)
    cache.above.mkdir(mode=0o700)
    the_entry(cache)


def test_of_many_answers_the_oldest_go(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "MOST_ANSWERS", 2)
    asked = [("infer", "letter", "--set", f"delay={days} days") for days in (1, 2, 3)]
    strange = cache.folder / "notes.answer"
    for words in asked[:2]:
        cache.ask(*words)
    strange.write_text("somebody's own")
    for age, entry in enumerate(sorted(cache.entries()[:2], key=lambda entry: entry.stat().st_mtime_ns)):
        os.utime(entry, (1_000 + age, 1_000 + age))
    cache.ask(*asked[0])
    assert cache.kept
    cache.ask(*asked[2])
    # The second was of use longest ago.
    for words, kept in zip(asked, (True, False, True), strict=True):
        if kept:
            cache.ask(*words)
            assert cache.kept
    assert strange.exists()
    cache.ask(*asked[1])
    assert not cache.kept


def test_all_answers_together_have_a_limit(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    the_entry(cache)
    monkeypatch.setattr(folder, "MOST_TOGETHER", cache.entries()[0].stat().st_size + 10)
    cache.ask("infer", "letter", "--quiet")
    assert len(cache.entries()) == 1
    monkeypatch.setattr(folder, "MOST", 50)
    cache.ask("infer", "letter", "--windows")
    assert len(cache.entries()) == 1


def test_the_variable_does_without(cache: Cache) -> None:
    with environment({"XDG_CACHE_HOME": str(cache.above)}):
        run(INFER)
    assert not cache.folder.exists()
