"""What is common to the measurements of an editor and of a page: the files, and the command that both are set against.

Takes a folder and a number of documents, writes a chronology there; gives how long somebody waits and how long a
processor works meanwhile, both in seconds. On a machine that does other things too the latter alone can be compared.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.inferring import text

ROOT = Path(__file__).parents[1]
SIZES = (0, 200, 2_000)
"""Documents; 0 stands for the founding case."""


def lay_out(folder: Path, size: int) -> None:
    """Writes the chronology."""
    if size:
        (folder / "events.yaml").write_text(text(size, 20), encoding="utf-8")
    else:
        shutil.copytree(ROOT / "rules", folder / "rules")
        shutil.copy(ROOT / "events.yaml", folder)


def called(size: int) -> str:
    """The number of documents as a table has it."""
    return f"{size:,}" if size else "founding case"


def commanded(folder: Path, span: str) -> tuple[float, float]:
    """How long `chrono infer --windows` takes for a span, started anew, and how long it works; `*` for all."""
    command = [sys.executable, "-m", "chrono", "infer", "--windows", span, "-C", str(folder)]
    before = os.times()
    wall = waited(lambda: subprocess.run(command, capture_output=True, check=True))
    after = os.times()
    return wall, after.children_user + after.children_system - before.children_user - before.children_system


def worked(process: int) -> float:
    """How long a process that runs has worked, all its threads together; as the clock tells it where the system does
    not."""
    try:
        tasks = [*Path(f"/proc/{process}/task").iterdir()]
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9
    except (OSError, ValueError, IndexError):
        return time.perf_counter()


def waited(run: Callable[[], Any]) -> float:
    """How long it takes."""
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun
