"""How long `chrono infer manuscript` takes from a cold start, over importing the libraries that any such tool must
load.

Both are started in turn in fresh processes; the CPU seconds of each process are told as medians, and their ratio.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
LIBRARIES = ["-c", "import z3, yaml, click"]
INFER = ["-m", "chrono", "-C", str(ROOT), "infer", "manuscript"]


def cpu_seconds(arguments: list[str], **variables: str) -> float:
    """User and system time of one Python process that must end well, with these variables in its environment."""
    before = os.times()
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **variables}
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, env=environment)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def measure(times: int = 9) -> tuple[float, float]:
    """Median CPU seconds of the libraries alone and of the command, taken in turn."""
    pairs = [(cpu_seconds(LIBRARIES), cpu_seconds(INFER)) for _ in range(times + 1)][1:]
    return median(libraries for libraries, _ in pairs), median(command for _, command in pairs)


if __name__ == "__main__":
    libraries, command = measure()
    print(f"libraries {libraries:.3f} s, chrono infer manuscript {command:.3f} s: {command / libraries:.2f} times")
