"""`chrono serve --edit`: files written whole or not at all, over nothing but what was edited, and no file else."""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

pytest.importorskip("uvicorn", reason="the extra `serve` is not installed")

from chrono.frontends.writing import replace_file
from tests.asking import founding_case, run
from tests.serving import PATIENCE, Events, Reply, Served


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    (tmp_path / "secret.yaml").write_text("# outside\n")
    case = tmp_path / "case"
    case.mkdir()
    founding_case(case)
    found = Served(case, "--edit").enter()
    yield found
    assert found.end() == 0
    assert "Traceback" not in found.said


def put(served: Served, name: str, text: str, digest: str) -> Reply:
    return served.ask("PUT", "/api/file", json.dumps({"name": name, "text": text, "digest": digest}))


def get(served: Served, name: str) -> Reply:
    return served.ask("GET", f"/api/file?name={name}")


def test_a_text_is_written_over_what_it_was_made_from(served: Served, tmp_path: Path) -> None:
    path = tmp_path / "case" / "events.yaml"
    assert {"events.yaml", "rules/silence.yaml"} <= set(served.ask("GET", "/api/files").json["files"])
    told = get(served, "events.yaml").json
    assert told["text"] == path.read_text()
    assert told["digest"] == f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
    text = told["text"].replace("1939-08-23", "1939-08-24")
    reply = put(served, "events.yaml", text, told["digest"])
    assert (reply.status, path.read_text()) == (200, text)
    # Meanwhile another program has written it.
    path.write_text(text + "# by somebody else\n")
    late = put(served, "events.yaml", text + "# mine\n", reply.json["digest"])
    assert (late.status, late.json["text"]) == (409, text + "# by somebody else\n")
    assert path.read_text() == text + "# by somebody else\n"
    assert put(served, "events.yaml", text, late.json["digest"]).status == 200


def test_what_was_written_is_drawn(served: Served, tmp_path: Path) -> None:
    events = Events(served)
    events.next("changed")
    told = get(served, "events.yaml").json
    assert put(served, "events.yaml", told["text"].replace("1939-08-23", "1939-08-24"), told["digest"]).status == 200
    assert events.next("changed")["changed"] == ["events.yaml"]
    assert served.post("infer").text == run(tmp_path / "case", "infer", "--format", "json").stdout
    events.close()


@pytest.mark.parametrize(
    "name",
    [
        "../secret.yaml",
        "secret.yaml",
        "/etc/passwd",
        "rivals/../events.yaml",
        "./events.yaml",
        "events.yaml%00",
        "",
        "rivals/link.yaml",
        "rules",
        ".hidden.yaml",
    ],
)
def test_no_other_file_is_told_or_written(served: Served, tmp_path: Path, name: str) -> None:
    (tmp_path / "case" / "rivals" / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    (tmp_path / "case" / ".hidden.yaml").write_text("# hidden\n")
    assert get(served, name).status == 404
    for digest in (f"sha256:{hashlib.sha256(b'# outside' + bytes([10])).hexdigest()}", ""):
        assert put(served, name.replace("%00", "\0"), "x: 1\n", digest).status == 404
    assert (tmp_path / "secret.yaml").read_text() == "# outside\n"


@pytest.mark.parametrize("mode", [0o644, 0o600, 0o664])
def test_mode_mark_and_line_ends_stay(served: Served, tmp_path: Path, mode: int) -> None:
    path = tmp_path / "case" / "rules" / "silence.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    path.chmod(mode)
    before = path.read_bytes()
    told = get(served, "rules/silence.yaml").json
    assert "\r" not in told["text"]
    assert "\ufeff" not in told["text"]
    assert put(served, "rules/silence.yaml", told["text"] + "# ende – ß 𒀀\n", told["digest"]).status == 200
    assert path.read_bytes() == before + "# ende – ß 𒀀\r\n".encode()
    assert path.stat().st_mode & 0o7777 == mode


@pytest.mark.parametrize("content", [b"people: {\xff}\n", b"a: 1\r\nb: 2\n", b"a: 1\rb: 2\r", b"x" * 950_000])
def test_what_would_be_changed_in_passing_is_not_edited(served: Served, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "case" / "rules" / "silence.yaml"
    path.write_bytes(content)
    reply = get(served, "rules/silence.yaml")
    assert (reply.status, reply.json["diagnostics"][0]["code"]) == (400, "uneditable")
    assert path.read_bytes() == content


def test_halves_of_characters_are_refused(served: Served, tmp_path: Path) -> None:
    path = tmp_path / "case" / "events.yaml"
    before = path.read_bytes()
    digest = get(served, "events.yaml").json["digest"]
    body = f'{{"name": "events.yaml", "text": "a: \\ud800", "digest": "{digest}"}}'
    assert served.ask("PUT", "/api/file", body).status == 400
    assert served.ask("PUT", "/api/file", "{}").status == 400
    assert served.ask("PUT", "/api/file", body, {"Content-Type": "text/plain"}).status == 415
    assert served.ask("PUT", "/api/file", body, {"Sec-Fetch-Site": "cross-site"}).status == 403
    assert served.ask("PUT", "/api/file", body, {"Origin": "http://evil.example"}).status == 403
    assert path.read_bytes() == before


def test_a_file_that_cannot_be_written_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("old")

    def fail() -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        replace_file(path, b"new", fail)
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("a.yaml", "old")]


def test_killed_before_the_end_the_old_file_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("old")
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom chrono.frontends.writing import replace_file\n"
        "replace_file(Path(sys.argv[1]), b'new' * 1000, lambda: os.kill(os.getpid(), 9))"
    )
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == -9
    assert path.read_text() == "old"
    assert all(one.name.startswith(".") for one in tmp_path.iterdir() if one != path)


# -- whatever becomes of the files while it serves


def test_five_hundred_cuts_leave_it_serving(tmp_path: Path) -> None:
    """Files cut anywhere, half of a character left, bytes that are none: it answers, and in the end rightly."""
    served = Served(founding_case(tmp_path), "--edit").enter()
    paths = sorted(
        [tmp_path / "events.yaml", *(tmp_path / "rules").glob("*.yaml"), *(tmp_path / "rivals").glob("*.yaml")]
    )
    whole = {path: path.read_bytes() for path in paths}
    drawn = random.Random(17)
    for number in range(500):
        path = drawn.choice(paths) if number % 2 else paths[0]
        cut = whole[path][: drawn.randrange(len(whole[path]))]
        path.write_bytes(cut + (b"\xff" if number % 5 == 0 else b""))
        if number % 10 == 0:
            reply = served.post("timeline", windows=True)
            assert reply.status in (200, 400, 409, 503), reply
            assert served.ask("GET", "/api/mistakes").status in (200, 409)
            assert get(served, path.relative_to(tmp_path).as_posix()).status in (200, 400, 404)
        if number % 3 == 0:
            path.write_bytes(whole[path])
    for path in paths:
        beside = path.with_suffix(".tmp")
        beside.write_bytes(whole[path])
        os.replace(beside, path)
    expected = run(tmp_path, "infer", "--format", "json").stdout
    deadline = monotonic() + PATIENCE
    while served.post("infer").text != expected:
        assert monotonic() < deadline
        sleep(0.05)
    assert served.end() == 0
    assert "Traceback" not in served.said
