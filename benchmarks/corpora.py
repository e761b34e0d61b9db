"""What is asked of a cartulary of many charters, command by command, against `validate` and against `infer` of all.

`python -m benchmarks.corpora [charters]`, 2,000 by default: the cartularies of benchmarks/cartularies.py without errors
in them, and 500 hypotheses about their charters. CPU seconds of one process for each command; the ratios count. What is
asked again is answered from the cache (docs/commands.md); everything else without it.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from pathlib import Path
from random import Random
from statistics import median

from benchmarks.cartularies import FIRST, YEARS, cartulary
from benchmarks.cold import LIBRARIES, cpu_seconds

HYPOTHESES = 500
LIBRARIES_ALONE, AGAIN = "import z3, yaml, click", "infer of one, again"
TIMES = 9
"""Runs whose median counts, of what takes less than a second."""
GOALS = {
    AGAIN: (LIBRARIES_ALONE, 2),
    "infer of all": ("validate", 4),
    "check": ("infer of all", 3),
    "infer --sensitivity of one": ("infer of all", 2),
    "suggest of one": ("infer of all", 2),
}
"""What each may cost at most, as so many times another."""


def hypotheses(charters: int, seed: int = 7) -> str:
    """Claims about the order and the dates of charters drawn at random, of which none need be true."""
    drawn, lines = Random(seed), ["hypotheses:\n"]
    for number in range(HYPOTHESES):
        one, other = drawn.sample(range(1, charters + 1), 2)
        year = drawn.randint(FIRST, FIRST + YEARS)
        claims = (
            f"end(act-{one}) <= start(act-{other})",
            f"start(act-{one}) >= {year}",
            f"act-{one} before act-{other}",
            f"end(act-{one}) <= {year}",
        )
        lines.append(f"  h-{number}: {{claim: {claims[number % 4]}, severity: warn}}\n")
    return "".join(lines)


def measure(charters: int = 2_000) -> list[str]:
    """The lines of a table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cartulary(charters).write(folder)
        undated = [row["no"] for row in csv.DictReader((folder / "charters.csv").open()) if not row["date"]]
        one = f"act-{undated[len(undated) // 2]}"

        def command(*words: str) -> float:
            return cpu_seconds(["-m", "chrono", *words, "-C", name])

        spent = {
            LIBRARIES_ALONE: median(cpu_seconds(LIBRARIES) for _ in range(TIMES)),
            "validate": command("validate"),
            "infer of one": command("infer", one),
            "infer of all": command("infer", "--format", "json"),
            "infer --sensitivity of one": command("infer", one, "--sensitivity"),
            "suggest of one": command("suggest", one),
        }
        with tempfile.TemporaryDirectory() as cache:
            kept = {"CHRONO_NO_CACHE": "", "XDG_CACHE_HOME": cache}
            asked = [cpu_seconds(["-m", "chrono", "infer", one, "-C", name], **kept) for _ in range(TIMES + 1)]
            spent["infer of one, kept"], spent[AGAIN] = asked[0], median(asked[1:])
        (folder / "hypotheses").mkdir()
        (folder / "hypotheses" / "drawn.yaml").write_text(hypotheses(charters), encoding="utf-8")
        spent["check"] = command("check")
    lines = ["| command | CPU s | ratio | goal |", "|---|---|---|---|"]
    for said, seconds in spent.items():
        to, most = GOALS.get(said, ("validate", 0))
        goal = f"{most}" if most else "–"
        lines.append(f"| {said} | {seconds:.2f} | {seconds / spent[to]:.2f} times `{to}` | {goal} |")
    return lines


if __name__ == "__main__":
    print("\n".join(measure(*(int(word) for word in sys.argv[1:2]))))
