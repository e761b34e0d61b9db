"""An excavation: every window with every reason, against reading the files.

`python -m benchmarks.contexts [contexts]`, 705 by default. Contexts each of which lies above one or two of those before
it, a few of them dated, as in a Harris matrix: most ends are open, and what dates one dates all above or below it. CPU
seconds of whole commands, to nobody; the ratio to `validate` is what counts.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from random import Random

from benchmarks.parts import measured

NEAR = 10
"""Of how many contexts before it one lies above one or two."""
DATED = 3
COMMANDS = (
    ("infer", "kind:period", "--windows"),
    ("infer", "kind:period", "--format", "csv"),
    ("infer", "kind:period", "--format", "json"),
    ("timeline", "kind:period"),
)


def excavation(folder: Path, contexts: int, seed: int = 1) -> None:
    """Writes the files; all of it is true of contexts that follow each other by number."""
    drawn = Random(seed)
    lines = ["chronology: {title: Excavation, unit: year}", "periods:"]
    lines += [f"  c{number}: {{}}" for number in range(contexts)]
    lines.append("evidence:")
    for number in sorted(drawn.sample(range(contexts // 2, contexts), DATED)):
        lines.append(f'  lo-{number}: {{holds: "start(c{number}) >= {-6700 + number // 10}", certainty: certain}}')
        lines.append(f'  hi-{number}: {{holds: "end(c{number}) <= {-6400 + number // 10}", certainty: certain}}')
    lines.append('  strat: {table: rel.csv, holds: "end($lower) <= start($upper)", certainty: strong}')
    (folder / "events.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = ["upper,lower"]
    for number in range(1, contexts):
        below = range(max(0, number - NEAR), number)
        rows += [
            f"c{number},c{one}" for one in sorted(drawn.sample(below, min(len(below), drawn.choice((1, 1, 1, 2)))))
        ]
    (folder / "rel.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def measure(contexts: int = 705) -> list[str]:
    """The lines of a table."""
    lines = ["| contexts | command | CPU s | times `validate` | MB |", "|---|---|---|---|---|"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        excavation(folder, contexts)
        reading = min(measured(("validate",), folder)[0] for _ in range(3))
        lines.append(f"| {contexts} | `validate` | {reading:.2f} | 1 | |")
        for words in COMMANDS:
            spent, peaks, said = min(measured(words, folder) for _ in range(3))
            assert said
            lines.append(
                f"| {contexts} | `{' '.join(words)}` | {spent:.2f} | {spent / reading:.1f} | {max(peaks, default=0)} |"
            )
    return lines


if __name__ == "__main__":
    print("\n".join(measure(*map(int, sys.argv[1:]))))
