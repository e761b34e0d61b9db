"""What the commands on the founding case construct of the engine: bounds that may only fall."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.small import ROOT

MOST = {
    "infer manuscript": {"Solver": 2, "Graph": 6, "Search": 6},
    "check": {"Solver": 3, "Graph": 4, "Search": 4},
}
"""At most so many. Whoever constructs fewer writes the smaller number here."""


@pytest.mark.parametrize("command", MOST)
def test_a_command_constructs_just_as_many_as_is_known(command: str) -> None:
    words = [sys.executable, "-m", "tools.constructions", *command.split()]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    run = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    found = {
        name: int(count) for name, count in (line.split() for line in run.stdout.splitlines()[: len(MOST[command])])
    }
    assert all(found[name] <= most for name, most in MOST[command].items()), run.stdout
    assert found == MOST[command], "fewer than before: write these numbers here"
