"""Many cartularies in one chronology: what their windows cost, and the most memory that each process had.

`python -m benchmarks.parts [cartularies ...]`, 10 and 100 by default, each of 100 charters, none of which has anything
to do with another. CPU seconds of all processes of a command, and the peak of each by /proc (Linux), which is looked at
five times a second. 1,000 cartularies are 100,000 charters: some minutes, and 4 GB for whoever reads them.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.cartularies import cartularies

CHARTERS = 100
COMMANDS = (
    ("validate",),
    ("infer", "--windows", "--format", "json"),
    ("infer", "--windows", "--format", "json", "--jobs", "2"),
    ("infer", "--format", "json", "--jobs", "2"),
)


def processes(pid: int) -> Iterator[int]:
    """A process and all that it started."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text().split():
            yield from processes(int(child))


def measured(words: tuple[str, ...], folder: Path) -> tuple[float, list[int], bytes]:
    """CPU seconds, the most megabytes of each process, and what the command printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    peaks: dict[int, int] = {}
    command = [sys.executable, "-m", "chrono", *words, "-C", str(folder)]
    if words[0] in ("infer", "timeline"):
        command.append("--no-cache")
    with tempfile.TemporaryFile() as out, subprocess.Popen(command, stdout=out) as process:
        while process.poll() is None:
            try:
                for pid in processes(process.pid):
                    status = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
                    peaks[pid] = max(peaks.get(pid, 0), int(status.get("VmHWM", "0 kB").split()[0]))
            except OSError:
                pass  # it ended while it was looked at
            time.sleep(0.2)
        assert process.returncode == 0, words
        out.seek(0)
        said = out.read()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent, sorted((peak // 1024 for peak in peaks.values()), reverse=True), said


def measure(counts: tuple[int, ...] = (10, 100)) -> list[str]:
    """The lines of a table."""
    lines = ["| cartularies | command | CPU s | MB of each process |", "|---|---|---|---|"]
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            cartularies(count, CHARTERS).write(folder)
            told: dict[bool, bytes] = {}
            for words in COMMANDS:
                spent, peaks, said = measured(words, folder)
                if "--windows" in words:
                    told["--jobs" in words] = said
                large = [f"{peak:,}" for peak in peaks if peak > 20]
                lines.append(f"| {count:,} | `{' '.join(words)}` | {spent:.1f} | {', '.join(large)} |")
                print(lines[-1], flush=True)
            assert told[True] == told[False], "the same whatever the processes"
    return lines


if __name__ == "__main__":
    given = tuple(int(word) for word in sys.argv[1:])
    measure(*[given] if given else [])
