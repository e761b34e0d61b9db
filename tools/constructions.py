"""How many solvers, graphs and searches one command constructs: what it costs the engine, in numbers that never vary.

Takes the words of a command line, gives counts by name, a copy of a graph being one more. Reads the chronology in the
working directory, as the command does. `python -m tools.constructions infer manuscript` prints the counts, and below
them where each is constructed. Counts for as long as the process lives: it is for a process of its own.
"""

from __future__ import annotations

import sys
import traceback
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from chrono.engine.graph import Graph
from chrono.engine.search import Search
from chrono.engine.solver import Solver
from chrono.frontends.cli import main

COUNTED: tuple[type[Any], ...] = (Solver, Graph, Search)
CALLS = 4
"""How many calls are told of the way to a construction."""


def constructed(words: Sequence[str]) -> Counter[tuple[str, str]]:
    """How often a command constructs each, by its name and the calls that led there; raises `RuntimeError` where the
    command fails."""
    found: Counter[tuple[str, str]] = Counter()

    def new(cls: type[Any], *_: object, **__: object) -> object:
        frames = [f for f in traceback.extract_stack()[:-1] if "chrono" in Path(f.filename).parts]
        calls = [f"{Path(f.filename).stem}.{f.name}" for f in reversed(frames) if f.name != "__init__"]
        found[cls.__name__, " < ".join(calls[:CALLS])] += 1
        return object.__new__(cls)

    for counted in COUNTED:
        counted.__new__ = new  # type: ignore[assignment]
    result = CliRunner().invoke(main, list(words))
    if result.exit_code != 0:
        raise RuntimeError(f"chrono {' '.join(words)} ended with {result.exit_code}: {result.output}")
    return found


if __name__ == "__main__":
    ways = constructed(sys.argv[1:])
    for counted in COUNTED:
        print(counted.__name__, sum(n for (name, _), n in ways.items() if name == counted.__name__))
    for (name, way), times in sorted(ways.items(), key=lambda item: (item[0][0], -item[1], item[0][1])):
        print(f"{times:6} {name} {way}")
