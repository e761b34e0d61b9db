"""What a person types or a file holds never steers the terminal that a message is shown on."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from chrono.frontends.cli import main

STEERING = "\x1b[31mx"


@pytest.mark.parametrize(
    "words",
    [
        (command, *words)
        for command, *several in (
            ("infer", (STEERING,), ("--without", STEERING), ("--set", f"{STEERING}=1 day"), ("--with", STEERING)),
            ("infer", ("--timeout", STEERING), ("--compare", STEERING), ("--at-least", STEERING), (f"--{STEERING}",)),
            ("check", (STEERING,)),
            ("explain", (STEERING,), (f"{STEERING}:5",), ("letter", "--setting", STEERING)),
            ("conflicts", (STEERING,), ("--by", STEERING)),
            ("whatif", (STEERING, "--without", "letter")),
            ("diff", (STEERING,)),
            ("suggest", (STEERING,)),
            ("verify", (STEERING,)),
            ("rules", (STEERING,)),
            ("vocabulary", (STEERING,)),
            ("schema", (STEERING,)),
            ("date", (STEERING,)),
            ("add", (STEERING,)),
            ("init", (STEERING,)),
            (STEERING, ()),
        )
        for words in several
    ],
)
def test_nothing_typed_reaches_a_terminal_raw(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("events.yaml").write_text("documents: {letter: {}}\n", encoding="utf-8")
    found = CliRunner().invoke(main, list(words))
    assert "\x1b" not in found.output
    assert found.output.strip()
