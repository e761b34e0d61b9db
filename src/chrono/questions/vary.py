"""`chrono infer --vary`: how steady windows are, by runs that each leave out evidence at random.

In each run every piece of evidence and every date is left out with a chance by its certainty, what is certain never.
What a run leaves out depends on the seed and its number alone: so counts are the same in any order, and in any number
of processes. A bound holds in a run if what is left forces as much; where the rest contradicts itself nothing holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

from chrono.answers.vary import Chance, Holds, Runs, Steadiness
from chrono.core.limits import LimitReached
from chrono.core.points import end_of, start_of
from chrono.engine.intervals import Window
from chrono.engine.outcomes import Answer, Distance
from chrono.model.chronology import Certainty, Chronology, Entry
from chrono.questions.base import Base
from chrono.questions.choice import chosen
from chrono.questions.kept_runs import Kept, Run
from chrono.questions.options import AS_WRITTEN, Options
from chrono.questions.proven import proven_window
from chrono.questions.session import Session, opened
from chrono.questions.workers import Jobs, Workers

PERCENT = {Certainty.CERTAIN: 0, Certainty.STRONG: 5, Certainty.MODERATE: 20, Certainty.WEAK: 50}
"""The chance in a hundred that something of this certainty is left out of a run."""


@dataclass(frozen=True, slots=True)
class Varying:
    """How runs are drawn, and the bounds they are held against: earliest and latest of each point, in its order."""

    seed: int
    points: tuple[str, ...]
    hulls: tuple[tuple[int | None, int | None], ...]


def vary(
    of: Chronology | Session,
    ids: tuple[str, ...] = (),
    options: Options = AS_WRITTEN,
    runs: int = 100,
    seed: int = 0,
    jobs: Jobs = 1,
    kept: Path | None = None,
) -> Runs:
    """In how many of so many runs each bound of the named spans (default: every document) holds; what is done is kept
    in a file, and taken from there. Raises `Unanswerable` for words that stand for no span, and for a file of other
    runs."""
    with opened(of, options) as session:
        return _varied(session.base(options), ids, runs, seed, jobs, kept).asking(ids=ids)


def _varied(base: Base, ids: tuple[str, ...], runs: int, seed: int, jobs: Jobs, path: Path | None) -> Runs:
    entries = chosen(base.chronology, ids)
    status, conflicts = base.status()
    chances = tuple(Chance(level, PERCENT[level]) for level in base.levels)
    nothing = Runs(base.asked, status, runs, seed, 0, 0, len(_omissible(base)), chances, (), conflicts, base.weighing)
    if status != "consistent":
        from chrono.questions.conflicts import first_repairs  # what only a contradiction needs

        return (
            replace(nothing, repairs=first_repairs(base, conflicts, entries if ids else ())) if conflicts else nothing
        )
    base.whole_at_once()
    points = tuple(point for entry in entries for point in (start_of(entry.id), end_of(entry.id)))
    windows = {point: proven_window(base, Distance(point)) for point in points}
    known = all(window.proven for window in windows.values())
    varying = Varying(seed, points, tuple(windows[point].hull for point in points))
    asked = base.asked
    of = (asked.inputs, asked.laid_over, asked.without, asked.settings, asked.admitted.name, ids, varying)
    done: dict[int, Run] = {}
    file = None
    if path is not None and known:
        file = Kept(path, of)
        done = {number: run for number, run in file.done.items() if number < runs}

    def keep(numbers: Sequence[int], found: Sequence[tuple[bool, Run]]) -> None:
        for number, (ended, run) in zip(numbers, found, strict=True):
            if ended:
                done[number] = run
                if file is not None:
                    file.add(number, run)

    if known:
        with Workers(base, jobs) as workers:
            workers.spread(_runs, [n for n in range(runs) if n not in done], varying, "runs", keep)
    return replace(
        nothing,
        status="consistent" if known and len(done) == runs else "unknown",
        done=len(done),
        contradictory=sum(run is None for run in done.values()),
        results=tuple(_steadiness(entry, windows, varying, [*done.values()]) for entry in entries),
    )


def _steadiness(entry: Entry, windows: dict[str, Window], varying: Varying, runs: Sequence[Run]) -> Steadiness:
    def holds(point: str) -> Holds:
        at = varying.points.index(point)
        sides = (sum(run is not None and run[2 * at + side] for run in runs) for side in (0, 1))
        return Holds(*(None if end is None else held for end, held in zip(varying.hulls[at], sides, strict=True)))

    start, end = start_of(entry.id), end_of(entry.id)
    return Steadiness(entry.id, entry.kind, entry.name, windows[start], windows[end], holds(start), holds(end))


def _omissible(base: Base) -> list[tuple[str, int]]:
    """What may be left out of a run, and its chance, by id."""
    chronology = base.chronology
    stated = {s.id: s.certainty for entry in chronology.entries for s in entry.stated}
    found = {e.id: e.certainty for e in chronology.evidence} | stated
    return [(id, PERCENT[at]) for id, at in sorted(found.items()) if at >= base.admitted and PERCENT[at]]


def _runs(base: Base, part: Sequence[int], varying: Varying) -> Iterator[tuple[bool, Run]]:
    """Whether each run of a part came to an end, and what it found."""
    omissible = _omissible(base)
    for number in part:
        left_out = tuple(id for id, percent in omissible if _drawn(varying.seed, number, id) < percent)
        try:
            yield True, _run(base, left_out, varying)
        except LimitReached:
            yield False, None


def _drawn(seed: int, number: int, id: str) -> int:
    """0 to 99, alike for all ids whatever else there is, on any machine and version of Python: a hash, no generator."""
    return int.from_bytes(blake2b(f"{seed}:{number}:{id}".encode(), digest_size=8).digest()) % 100


def _run(base: Base, left_out: tuple[str, ...], varying: Varying) -> Run:
    """What holds without some of the evidence; raises `LimitReached`."""
    if base.limit.ended():
        raise LimitReached
    other = base.varied(replace(base.given, without=(*base.given.without, *left_out))) if left_out else base
    consistent = other.shown()
    if consistent is Answer.UNKNOWN:
        raise LimitReached
    if consistent is Answer.NO:
        return None
    other.whole_at_once()
    held = []
    for point, told in zip(varying.points, varying.hulls, strict=True):
        window = proven_window(other, Distance(point))
        if not window.proven:
            raise LimitReached
        (least, most), (first, last) = window.hull, told
        held.append(first is None or (least is not None and least >= first))
        held.append(last is None or (most is not None and most <= last))
    return tuple(held)
