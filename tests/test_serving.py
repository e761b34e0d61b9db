"""`chrono serve` over HTTP: the documents of the commands byte for byte, states of the files, news of them, and what is
refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from time import sleep
from typing import Any

import pytest

pytest.importorskip("uvicorn", reason="the extra `serve` is not installed")

from tests.asking import ask, founding_case, run
from tests.serving import PATIENCE, Events, Served, put

LETTER = "rivals/letter-of-december-1939.yaml"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return founding_case(tmp_path_factory.mktemp("case"))


@pytest.fixture(scope="module")
def served(case: Path) -> Iterator[Served]:
    found = Served(case).enter()
    yield found
    assert found.end() == 0
    assert "Traceback" not in found.said


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Served]:
    """A server whose files a test may change."""
    found = Served(founding_case(tmp_path)).enter()
    yield found
    found.process.kill()
    found.process.wait()


# -- the documents of the commands

ASKED: list[tuple[str, dict[str, Any], str]] = [
    ("infer", {}, "infer"),
    ("infer", {"ids": ["manuscript"], "sensitivity": True}, "infer manuscript --sensitivity"),
    ("infer", {"without": ["nothing-after-1938"]}, "infer --without nothing-after-1938"),
    ("infer", {"set": {"silence.delay": "9 days"}}, "infer --set silence.delay=9_days"),
    ("infer", {"at_least": "certain"}, "infer --at-least certain"),
    ("infer", {"with": [LETTER]}, f"infer --with {LETTER}"),
    ("infer", {"ids": ["nobody"]}, "infer nobody"),
    ("infer", {"without": ["nothing"]}, "infer --without nothing"),
    ("infer", {"set": {"silence.dela": "9 days"}}, "infer --set silence.dela=9_days"),
    ("windows", {}, "infer --windows"),
    ("windows", {"ids": ["*"], "without": ["pact.date"]}, "infer * --windows --without pact.date"),
    ("windows", {"with": [LETTER]}, f"infer --windows --with {LETTER}"),
    ("timeline", {}, "timeline"),
    ("timeline", {"windows": True, "all": True}, "timeline --windows --all"),
    ("timeline", {"from": "1937", "to": "1940", "dates": ["1940-05"]}, "timeline --from 1937 --to 1940 --at 1940-05"),
    ("timeline", {"with": [LETTER], "windows": True}, f"timeline --windows --with {LETTER}"),
    ("timeline", {"with": [LETTER], "strict": True}, f"timeline --strict --with {LETTER}"),
    ("timeline", {"from": "1940", "to": "1937"}, "timeline --from 1940 --to 1937"),
    ("explain", {"id": "manuscript"}, "explain manuscript"),
    ("explain", {"id": "manuscript", "edges": ["end"], "sides": ["latest"]}, "explain manuscript --end --latest"),
    (
        "explain",
        {"id": "manuscript", "edges": ["end"], "sides": ["latest"], "windows": True},
        "explain manuscript --end --latest --windows",
    ),
    (
        "explain",
        {"id": "manuscript", "edges": ["end"], "sides": ["latest"], "windows": True, "preferred": True},
        "explain manuscript --end --latest --windows --preferred",
    ),
    (
        "explain",
        {"id": "before-the-war", "settings": ["silence.delay"]},
        "explain before-the-war --setting silence.delay",
    ),
    ("explain", {"id": "events.yaml:58"}, "explain events.yaml:58"),
    ("explain", {"id": "nobody"}, "explain nobody"),
    ("check", {}, "check"),
    ("check", {"set": {"silence.delay": "9 days"}}, "check --set silence.delay=9_days"),
    ("conflicts", {}, "conflicts"),
    ("conflicts", {"with": [LETTER]}, f"conflicts --with {LETTER}"),
    ("conflicts", {"with": [LETTER], "by": "source"}, f"conflicts --by source --with {LETTER}"),
    ("whatif", {"without": ["nothing-after-1938"]}, "whatif --without nothing-after-1938"),
    ("whatif", {"with": [LETTER]}, f"whatif --with {LETTER}"),
    ("whatif", {}, "whatif"),
    ("suggest", {"id": "manuscript", "most": 3}, "suggest manuscript --most 3"),
    ("rivals", {"compare": [LETTER]}, f"infer --compare {LETTER}"),
]


@pytest.mark.parametrize(("name", "body", "words"), ASKED, ids=[words for _, _, words in ASKED])
def test_answers_are_the_documents_of_the_commands(
    case: Path, served: Served, name: str, body: dict[str, Any], words: str
) -> None:
    found = run(case, *(word.replace("_", " ") for word in words.split()), "--format", "json")
    reply = served.post(name, **body)
    assert reply.text == found.stdout
    assert reply.headers["content-type"].startswith("application/json")
    assert reply.headers["chrono-state"] == "1"
    answered = json.loads(found.stdout)["status"] != "invalid"
    assert reply.status == (200 if answered else 400)


def test_pictures_and_screens_are_those_of_the_commands(case: Path, served: Served) -> None:
    for name, body, words in (
        ("explain", {"id": "manuscript", "format": "svg"}, ("explain", "manuscript", "--format", "svg")),
        ("timeline", {"format": "svg"}, ("timeline", "--format", "svg")),
        ("conflicts", {"format": "text", "with": [LETTER]}, ("conflicts", "--with", LETTER)),
    ):
        assert served.post(name, **body).text == run(case, *words).stdout


def test_mistakes_are_told_as_validate_tells_them(own: Served, tmp_path: Path) -> None:
    assert own.ask("GET", "/api/mistakes").text == run(tmp_path, "validate", "--format", "json").stdout
    events = Events(own)
    events.next("changed")
    with (tmp_path / "events.yaml").open("a") as file:
        file.write("  oops: [\n")
    assert events.next("mistakes")["n"] == 2
    told = own.ask("GET", "/api/mistakes")
    assert (told.status, told.text) == (200, run(tmp_path, "validate", "--format", "json").stdout)
    assert own.post("infer").text == run(tmp_path, "infer", "--format", "json").stdout
    # What could be read last is there as long as nothing newer can be.
    assert own.post("infer", state=1).status == 200
    events.close()


def test_what_can_be_switched_is_listed(case: Path, served: Served) -> None:
    things = served.ask("GET", "/api/things").json
    pieces = {piece["id"]: piece for piece in things["evidence"]}
    assert pieces["nothing-after-1938"]["at"].startswith("events.yaml:")
    assert LETTER in things["overlays"]
    assert {"id": "silence.delay", "value": "0 days"} in [s for rule in things["rules"] for s in rule["settings"]]
    # Each can be left out.
    ids = [*pieces, things["rules"][0]["id"], things["sources"][0]["id"], things["tags"][0]]
    for id in ids:
        assert served.post("timeline", without=[id], windows=True).status == 200


def test_ticks_are_told_for_any_stretch(served: Served) -> None:
    found = served.post("axis", first=2428900, last=2429700, room=6).json["ticks"]
    assert "1938" in {tick["label"] for tick in found}
    for body in ({}, {"first": 5, "last": 1, "room": 3}, {"first": 1, "last": 10**9, "room": 3}):
        assert served.post("axis", **body).status == 400


# -- states and news


def test_a_save_is_news_and_another_state(own: Served, tmp_path: Path) -> None:
    events = Events(own)
    first = events.next("changed")
    assert (first["n"], first["good"], first["mistakes"]) == (1, 1, 0)
    path = tmp_path / "events.yaml"
    os.utime(path)
    put(path, path.read_text().replace("1939-08-23", "1939-08-24"))
    second = events.next("changed")
    assert (second["n"], second["changed"]) == (2, ["events.yaml"])
    reply = own.post("infer")
    assert reply.headers["chrono-state"] == "2"
    assert reply.text == run(tmp_path, "infer", "--format", "json").stdout
    # The older one is gone, and never told as if it were the newer.
    assert own.post("infer", state=1).status == 409
    events.close()
    again = Events(own, last=second["id"])
    put(path, path.read_text().replace("1939-08-24", "1939-08-25"))
    assert again.next("changed")["n"] == 3
    again.close()


def test_readings_change_too(own: Served, tmp_path: Path) -> None:
    events = Events(own)
    events.next("changed")
    before = own.post("timeline", windows=True, **{"with": [LETTER]}).text
    put(tmp_path / LETTER, "evidence: {more: {holds: end(manuscript) >= 1939-12-31, certainty: strong}}\n")
    events.next("changed")
    after = own.post("timeline", windows=True, **{"with": [LETTER]})
    assert after.text != before
    assert after.text == run(tmp_path, "timeline", "--windows", "--format", "json", "--with", LETTER).stdout
    events.close()


def test_fifty_saves_two_pages_and_a_command(own: Served, tmp_path: Path) -> None:
    """The last state is told in the end, and no answer of an older one under a newer number."""
    path, wrong, ended = tmp_path / "events.yaml", [], threading.Event()
    told: dict[str, set[str]] = {}

    def page() -> None:
        while not ended.is_set():
            reply = own.post("infer", ids=["manuscript"])
            if reply.status == 200:
                told.setdefault(reply.headers["chrono-state"], set()).add(reply.json["inputs"])
            elif reply.status not in (400, 409, 503):
                wrong.append(reply)

    pages = [threading.Thread(target=page, daemon=True) for _ in range(2)]
    for one in pages:
        one.start()
    day = "1939-08-23"
    for number in range(50):
        new = f"1939-08-{1 + number % 22:02}"
        put(path, path.read_text().replace(day, new))
        day = new
        sleep(0.1)
        if number == 25:
            run(tmp_path, "infer", "--format", "json")
    inputs = ask(tmp_path, "infer")["inputs"]
    own.until(inputs)
    ended.set()
    for one in pages:
        one.join(PATIENCE)
    assert wrong == []
    assert all(len(inputs) == 1 for inputs in told.values())
    assert own.post("infer").json["inputs"] == inputs


def test_a_folder_that_vanishes_comes_back(tmp_path: Path) -> None:
    case = tmp_path / "case"
    case.mkdir()
    own = Served(founding_case(case)).enter()
    events = Events(own)
    events.next("changed")
    case.rename(tmp_path / "away")
    gone = events.next("mistakes")
    assert gone["good"] == 1
    assert own.post("infer", state=1).status == 200
    (tmp_path / "away").rename(case)
    assert events.next("changed")["mistakes"] == 0
    assert own.post("infer").text == run(case, "infer", "--format", "json").stdout
    events.close()
    assert own.end() == 0


def test_a_limit_is_told_as_one(tmp_path: Path) -> None:
    own = Served(founding_case(tmp_path), "--timeout", "0.000001").enter()
    reply = own.post("infer")
    assert (reply.status, reply.headers["retry-after"]) == (503, "1")
    assert reply.json["status"] == "unknown"
    assert "time-up" in {d["code"] for d in reply.json["diagnostics"]}
    assert own.end() == 0


# -- what cannot be asked


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("infer", "[]", "the body is no object"),
        ("infer", "{", "the body is no JSON"),
        ("infer", '{"withuot": ["x"]}', "unknown field 'withuot'"),
        ("infer", '{"without": "x"}', "'without' is a list of texts"),
        ("infer", '{"set": {"a": 1}}', "'set' is an object of texts"),
        ("infer", '{"at_least": "surely"}', "'at_least' cannot be 'surely'"),
        ("infer", '{"state": "1"}', "'state' is the number of a state"),
        ("infer", '{"with": ["../secret.yaml"]}', "'../secret.yaml' is no file that can be laid over"),
        ("infer", '{"with": ["/etc/passwd"]}', "'/etc/passwd' is no file that can be laid over"),
        ("infer", '{"format": "svg"}', "the answer is not to be had as svg"),
        ("timeline", '{"width": true}', "'width' is a whole number"),
        ("timeline", '{"width": 0}', "'width' is a number from 1 to 10000"),
    ],
)
def test_what_no_command_takes_is_refused(served: Served, name: str, body: str, said: str) -> None:
    reply = served.ask("POST", f"/api/{name}", body)
    assert (reply.status, said in reply.json["diagnostics"][0]["message"]) == (400, True), reply


def test_a_port_that_is_taken_is_told(served: Served, case: Path) -> None:
    found = run(case, "serve", "--no-open", "--port", str(served.port))
    assert (found.exit_code, f"port {served.port} cannot be listened to" in found.stderr) == (2, True)


def test_other_commands_load_nothing_of_it(case: Path) -> None:
    code = (
        "import sys\nfrom chrono.frontends.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit as end:\n    assert not end.code\n"
        "heavy = ('starlette', 'uvicorn', 'watchfiles', 'jinja2', 'anyio', 'websockets', 'chrono.frontends.serving')\n"
        "print([name for name in heavy if name in sys.modules], file=sys.stderr)"
    )
    for words in (("infer", "manuscript"), ("serve", "--help"), ("watch", "--help")):
        found = subprocess.run(
            [sys.executable, "-c", code, *words], cwd=case, capture_output=True, text=True, check=False
        )
        assert found.stdout
        assert found.stderr == "[]\n"
