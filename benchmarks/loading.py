"""From files to constraints: loading, weighing, grounding the rules and encoding, by the size of the chronology.

`python -m benchmarks.loading [entries ...]`, 1,000, 10,000 and 50,000 by default: the chronologies of
benchmarks/chronologies.py, some 0.6 pieces of evidence to an entry, most of them rows of tables. CPU seconds of this
process, medians; the ratio is of all stages to reading the same files with PyYAML's C parser and Python's csv, and
nothing else. The memory is the most that the process ever had, and so belongs to the largest chronology yet.
"""

from __future__ import annotations

import csv
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from math import log
from pathlib import Path
from statistics import median
from typing import TypeVar

import yaml

from benchmarks.chronologies import write
from chrono import loading
from chrono.core.gc_pause import uncollected
from chrono.grounding import argumentation, encoding, rules
from chrono.language.sentences import Vocabulary

T = TypeVar("T")
"""What a stage gives."""
STAGES = ("load", "weigh", "ground", "encode")


def timed(run: Callable[[], T], spent: list[float]) -> T:
    """What a stage gives, its CPU seconds added to a list."""
    with uncollected():
        started = time.process_time()
        result = run()
        spent.append(time.process_time() - started)
    return result


def parsed(folder: Path) -> None:
    """All files read by nothing but their parsers."""
    for path in sorted(folder.rglob("*.*")):
        with path.open(encoding="utf-8") as file:
            list(csv.reader(file)) if path.suffix == ".csv" else yaml.load(file, yaml.CSafeLoader)


def staged(folder: Path, spent: dict[str, list[float]]) -> tuple[int, int, int]:
    """Every stage once, with its time; how many pieces of evidence, instances of rules and constraints there are."""
    loaded = timed(lambda: loading.load(folder), spent["load"])
    chronology = loaded.chronology
    assert chronology is not None, "\n".join(map(str, loaded.diagnostics[:3]))
    words, _ = Vocabulary.of(chronology.wordings, {e.id: e.kind for e in chronology.entries})
    admit = chronology.admit
    weighed = timed(lambda: argumentation.weigh(chronology, words.wordings, words.author, admit), spent["weigh"])
    applied = timed(lambda: rules.apply(chronology, words, weighed.statements, {}, admit), spent["ground"])
    network = timed(lambda: encoding.encode(chronology, weighed.holdings, applied.instances, admit), spent["encode"])
    return len(chronology.evidence), len(applied.instances), len(network.constraints)


def measure(sizes: tuple[int, ...] = (1_000, 10_000, 50_000)) -> list[str]:
    """The lines of a table."""
    lines = [
        "| entries | pieces of evidence | instances of rules | constraints | "
        + " | ".join(f"{stage}, s" for stage in STAGES)
        + " | all, s | parsers alone, s | ratio | memory, MB |",
        "|---" * 12 + "|",
    ]
    whole: list[float] = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            write(Path(name), size)
            spent: dict[str, list[float]] = {stage: [] for stage in STAGES}
            floor: list[float] = []
            for _ in range(5 if size <= 10_000 else 3):
                timed(lambda name=name: parsed(Path(name)), floor)
                counts = staged(Path(name), spent)
        each = [median(spent[stage]) for stage in STAGES]
        whole.append(sum(each))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        lines.append(
            f"| {size:,} | {' | '.join(f'{n:,}' for n in counts)} | {' | '.join(f'{s:.2f}' for s in each)} "
            f"| {whole[-1]:.2f} | {median(floor):.2f} | {whole[-1] / median(floor):.1f} | {memory:.0f} |"
        )
        print(lines[-1], flush=True)
    if len(sizes) > 1:
        exponent = log(whole[-1] / whole[0]) / log(sizes[-1] / sizes[0])
        lines += ["", f"Growth from {sizes[0]:,} to {sizes[-1]:,} entries: exponent {exponent:.2f}."]
    return lines


if __name__ == "__main__":
    given = tuple(int(word) for word in sys.argv[1:])
    print("\n".join(measure(*[given] if given else [])))
