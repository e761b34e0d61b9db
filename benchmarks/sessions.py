"""Leaving one piece out in a session that has answered already, against reading the files anew without it.

`python -m benchmarks.sessions [documents ...]`, 200 and 2,000 by default, on the chronologies of inferring.py. What is
asked are the windows of every span, each proven. CPU seconds, medians over pieces; the ratios are what counts. The
windows are the same ones.
"""

from __future__ import annotations

import sys
from random import Random
from statistics import median
from typing import Any

from benchmarks.inferring import spent, text
from chrono.loading import Memory
from chrono.questions.infer import infer
from chrono.questions.options import Options
from chrono.questions.session import Session
from chrono.questions.windows import windows

PIECES = 7
EVERY = ("*",)


def measure(sizes: tuple[int, ...] = (200, 2_000)) -> list[str]:
    """The lines of a table."""
    lines = [
        "| documents | reading and windows, s | windows again, ratio | one piece left out: encoding anew, s "
        "| from what was read, ratio | in the session, ratio | to encoding anew | windows first, then reasons of one, "
        "to the windows |",
        "|---" * 8 + "|",
    ]
    # What is loaded when it is first asked for is no part of it.
    infer(Session.read(Memory({"events.yaml": text(10, 2)})))
    for documents in sizes:
        source = Memory({"events.yaml": text(documents, 20)})
        session: Session
        whole, session = spent(lambda source=source: _read(source))  # type: ignore[misc]
        again = median(spent(lambda session=session: windows(session, EVERY))[0] for _ in range(5))  # type: ignore[misc]
        reasons, _ = spent(lambda session=session: infer(session, ("letter-1",)))  # type: ignore[misc]
        anew, read, kept = [], [], []
        pieces = [e.id for e in session.chronology.evidence]
        for id in Random(0).sample(pieces, PIECES):
            options = Options(without=(id,))
            seconds, truth = spent(lambda source=source, options=options: _anew(source, options))  # type: ignore[misc]
            anew.append(seconds)
            seconds, same = spent(lambda s=session, o=options: windows(s.chronology, EVERY, o))  # type: ignore[misc]
            read.append(seconds)
            seconds, found = spent(lambda s=session, o=options: windows(s, EVERY, o))  # type: ignore[misc]
            kept.append(seconds)
            assert found == truth == same
        one = median(anew)
        lines.append(
            f"| {documents:,} | {whole:.3f} | {again / whole:.3f} | {one:.3f} | {median(read) / one:.2f} "
            f"| {median(kept) / one:.2f} | {median(kept) / median(read):.2f} | {reasons / whole:.2f} |"
        )
        print(lines[-1], flush=True)
    return lines


def _read(source: Memory) -> Session:
    session = Session.read(source)
    windows(session, EVERY)
    return session


def _anew(source: Memory, options: Options) -> Any:
    return windows(Session.read(source), EVERY, options)


if __name__ == "__main__":
    print("\n".join(measure(tuple(int(n) for n in sys.argv[1:]) or (200, 2_000))))
