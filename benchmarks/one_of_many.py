"""What is asked of one document among many that hang together, against `validate`: time and memory.

`python -m benchmarks.one_of_many [entries]`, 50,000 by default: a chronology of benchmarks/chronologies.py, most of
whose points hang together, so that it cannot be asked part by part. CPU seconds and the most megabytes of each command;
the ratios count. The goals: `infer` of one takes at most 3 times the time of `validate`, and 2 times its memory.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.chronologies import write
from benchmarks.parts import measured

TIMES = 3
"""Documents that are asked about."""


def measure(entries: int = 50_000) -> list[str]:
    """The lines of a table."""
    lines = ["| entries | command | CPU s | ratio | MB | ratio |", "|---|---|---|---|---|---|"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, entries)
        floor, (least, *_), _ = measured(("validate",), folder)
        lines.append(f"| {entries:,} | `validate` | {floor:.1f} | | {least:,} | |")
        documents = entries - 3 * (entries // 4)
        for number in range(TIMES):
            one = f"document-{number * (documents // TIMES)}"
            spent, (peak, *_), _ = measured(("infer", one), folder)
            lines.append(
                f"| {entries:,} | `infer {one}` | {spent:.1f} | {spent / floor:.2f} | {peak:,} | {peak / least:.2f} |"
            )
    return lines


if __name__ == "__main__":
    print("\n".join(measure(*(int(word) for word in sys.argv[1:2]))))
