"""What stands on the command line never reaches a terminal raw, in any argument of any command, and ends none badly."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from chrono.core.text import displayed, escaped, harmless, printable
from chrono.frontends.cli import main

STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
HOSTILE = (
    "\x1b[31mred",
    "a\x1b]0;title\x07",
    "\x9b31m",
    "over\rwritten",
    "\u202etxet",
    "\u2066a\u2069",
    "two\x85lines",
    "\u2028",
    "nul\x00nul",
    "\udcff",
)
EVENTS = "events: {pact: {date: 1939-08-23}}\nhypotheses: {h: {claim: end(pact) < 1940}}\n"
# What an argument is given where another one is being tried.
FILLED = {"id": "pact", "old": ".", "answer": "events.yaml", "texts": "1938", "names": "popes", "claims": "h"}
SHAPES = {
    "settings": ("{}=7 days", "silence.delay={}"),
    "without": ("{}", "rule:{}", "tag:{}"),
    "id": ("{}", "events.yaml{}:3", "{}:3"),
    "folder": ("{}",),
}


LIVE = {"lsp", "serve", "watch"}
"""Commands that go on until they are ended: of these only what is refused before they begin is tried here."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own within one: `chrono init ..` writes there as well."""
    here = tmp_path / "here"
    here.mkdir()
    (here / "events.yaml").write_text(EVENTS, encoding="utf-8")
    monkeypatch.chdir(here)
    return here


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words), prog_name="chrono", env={"COLUMNS": "100"})


def lines() -> Iterator[tuple[str, str, list[str]]]:
    """Each parameter of each command that takes a text, with the words that give it one."""
    for name, command in sorted(main.commands.items()):
        needed = [p for p in command.params if isinstance(p, click.Argument) and p.required]
        for parameter in command.params:
            if isinstance(parameter, click.Option) and parameter.is_flag:
                continue
            if isinstance(parameter.type, click.IntRange | click.FloatRange | click.Choice):
                shapes: tuple[str, ...] = ("{}",)
            elif name in LIVE:
                continue
            else:
                shapes = SHAPES.get(str(parameter.name), ("{}",))
            for shape in shapes:
                words = [name, *(FILLED.get(str(a.name), "pact") for a in needed if a is not parameter)]
                if isinstance(parameter, click.Option):
                    words += [parameter.opts[0], shape]
                else:
                    words.append(shape)
                yield name, str(parameter.name), words


LINES = list(lines())


def test_every_command_is_tried() -> None:
    assert {command for command, _, _ in LINES} | LIVE == set(main.commands)
    assert len(LINES) > 80


@pytest.mark.parametrize("words", [words for _, _, words in LINES], ids=[" ".join(words) for _, _, words in LINES])
def test_no_argument_steers_the_terminal(folder: Path, words: list[str]) -> None:
    for hostile in HOSTILE:
        given = [word.replace("{}", hostile) for word in words]
        result = run(*given)
        assert result.exit_code in (0, 1, 2, 3), (given, result.stdout, result.stderr)
        for stream in (result.stdout, result.stderr):
            assert not STEERING.search(stream), (given, stream)
        assert "internal error" not in result.stderr


ODD = ("", " ", "nan", "inf", "-inf", "1e400", "-1", "9" * 40, "0x10", "..")
"""What an unset variable or a slip leaves in the place of an argument."""


@pytest.mark.parametrize("words", [words for _, _, words in LINES], ids=[" ".join(words) for _, _, words in LINES])
def test_no_odd_argument_is_an_internal_error(folder: Path, words: list[str]) -> None:
    for odd in ODD:
        given = [word.replace("{}", odd) for word in words]
        result = run(*given)
        assert result.exit_code in (0, 1, 2, 3), (given, result.stdout, result.stderr)
        assert "internal error" not in result.stderr, given


@pytest.mark.parametrize("words", [["infer", ""], ["timeline", ""], ["timeline", "--from", ""], ["report", ""]])
def test_an_argument_with_nothing_in_it_is_not_all(folder: Path, words: list[str]) -> None:
    """As of a variable of the shell that is not set; nothing is asked in its place."""
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.parametrize("option", [["--without"], ["--with"], ["--set"], ["-C"]])
def test_json_has_them_as_escapes(folder: Path, option: list[str]) -> None:
    for hostile in HOSTILE[:-2]:
        result = run("infer", *option, f"{hostile}=1" if option == ["--set"] else hostile, "--format", "json")
        assert not STEERING.search(result.stdout)
        if result.stdout:
            assert json.loads(result.stdout)["status"] == "invalid"


def test_what_names_a_folder_with_such_a_name_still_finds_it(folder: Path) -> None:
    hidden = folder / "a\x1b[31mb"
    hidden.mkdir()
    (hidden / "events.yaml").write_text("events: {pact: {dat: 1939}}", encoding="utf-8")
    result = run("validate", "-C", str(hidden))
    assert result.exit_code == 1
    assert "unknown key 'dat'" in result.stderr


def test_what_is_left_of_a_text() -> None:
    text = "a\x1b[1mb\r\nc\td\u202ee\x85"
    assert harmless(text) == "a[1mb\r\nc\tde\x85"
    assert displayed(text) == "a\ufffd[1mb\ufffd\nc\td\ufffde\ufffd"
    assert printable("a\nb") == "a\ufffdb"
    assert json.loads(escaped(json.dumps({"a": text}, ensure_ascii=False))) == {"a": text}
    assert displayed("plain ä 𒀀") == harmless("plain ä 𒀀") == "plain ä 𒀀"
