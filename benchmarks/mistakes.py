"""Planted errors: how many of them the preferred repair gives up, or names in its place, and what that costs.

`python -m benchmarks.mistakes [doubts] [charters]`. The cartularies of benchmarks/cartularies.py with a share of
their pieces falsified, with `doubts` those with either/ors. An error that contradicts nothing cannot be found by
contradictions, so those are counted apart that cannot be true beside all that is right. The cost is of reading the
files and the windows of every document, in CPU seconds, and as a ratio to the same cartulary without errors.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.cartularies import cartulary
from chrono.api import Chronology

SHARES = (0.01, 0.03, 0.05)


@dataclass(frozen=True)
class Found:
    """Of planted errors how many there are, how many contradict something, and how many of them are named."""

    planted: int
    clashing: int
    """Without the others the piece cannot be true beside all that is right."""
    given_up: int
    """Of the clashing."""
    named: int
    """Of these, by the preferred repair or another that is told."""
    of_all: int
    """Named of all that were planted."""
    right: int
    """Pieces given up by the preferred repair that were not falsified."""
    seconds: float


def windows_of(folder: Path) -> tuple[float, Chronology, object]:
    """The CPU seconds of reading a folder and of the windows of every document."""
    started = time.process_time()
    chronology = Chronology.load(folder)
    answer = chronology.windows()
    return time.process_time() - started, chronology, answer


def ids_of(planted: Iterable[str], chronology: Chronology) -> frozenset[str]:
    """The ids of falsified rows: those of tables are named by the line they stand in."""
    by_place = {f"{e.place.file}:{e.place.line}": e.id for e in chronology.value.evidence}
    return frozenset(by_place.get(one, one) for one in planted)


def searched(charters: int, share: float, seed: int = 1, *, doubts: bool = False) -> Found:
    """What is found of the errors of one cartulary."""
    made = cartulary(charters, share, seed, doubts=doubts)
    with TemporaryDirectory() as folder:
        made.write(Path(folder))
        seconds, chronology, answer = windows_of(Path(folder))
        planted = ids_of(made.planted, chronology)
        clusters = answer.clusters  # type: ignore[attr-defined]
        given_up = frozenset(answer.repaired)  # type: ignore[attr-defined]
        named = given_up.union(*(other.given_up for cluster in clusters for other in cluster.others))
        clashing = contradicting(chronology, planted)
    return Found(
        len(planted),
        len(clashing),
        len(clashing & given_up),
        len(clashing & named),
        len(planted & named),
        len(given_up - planted),
        seconds,
    )


def contradicting(chronology: Chronology, planted: frozenset[str]) -> frozenset[str]:
    """Those of the errors that cannot be true beside all that is right."""
    from chrono.engine.incremental import Remaining
    from chrono.questions.options import Options
    from chrono.questions.session import Session

    session = Session(chronology.value)
    options = Options().begun()
    with session.asking(options):
        base = session.base(options)
        remaining = Remaining(base.solver, {id: n for n, id in enumerate(base.network.ids)})
        assert remaining.clash(planted) is None, "all that is right can be true"
        return frozenset(id for id in sorted(planted) if remaining.clash(planted - {id}) is not None)


def measure(
    sizes: tuple[int, ...] = (200, 1_000), shares: tuple[float, ...] = SHARES, *, doubts: bool = False
) -> list[str]:
    """The lines of a table."""
    lines = [
        "| charters | errors | planted | contradict the rest | of these given up | or named in its place "
        "| of all planted named | right ones given up | windows, s | ratio to none |",
        "|---" * 10 + "|",
    ]
    for charters in sizes:
        with TemporaryDirectory() as folder:
            cartulary(charters, doubts=doubts).write(Path(folder))
            once, _, _ = windows_of(Path(folder))
        for share in shares:
            found = searched(charters, share, doubts=doubts)
            clashing = max(1, found.clashing)
            lines.append(
                f"| {charters:,} | {share:.0%} | {found.planted} | {found.clashing} | {found.given_up / clashing:.0%} "
                f"| {found.named / clashing:.0%} | {found.of_all / max(1, found.planted):.0%} | {found.right} "
                f"| {found.seconds:.1f} | {found.seconds / once:.1f} |"
            )
            print(lines[-1], flush=True)
    return lines


if __name__ == "__main__":
    named = [word for word in sys.argv[1:] if word != "doubts"]
    print("\n".join(measure(tuple(map(int, named)) or (200, 1_000), doubts="doubts" in sys.argv[1:])))
