"""`chrono infer --vary`: how steady windows are, by runs that each vary evidence at random.

In each run every piece of evidence, every date and every step of a sequence is varied with a chance by its certainty,
what is certain never: it is left out, moved within its own uncertainty, or turned round (chrono.model.alteration). What
a run varies depends on the seed and its number alone: so counts are the same in any order, and in any number of
processes. A bound holds in a run if what there is then forces as much. What cannot be true as it is moved or turned,
beside all that is not, is left out of the run; a run that contradicts itself all the same counts for no bound.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import blake2b
from pathlib import Path

from chrono.answers.vary import WAYS, Chance, Holds, Runs, Steadiness, Varied, Way
from chrono.core.ids import is_link, link_id
from chrono.core.limits import LimitReached
from chrono.core.points import end_of, start_of
from chrono.engine.intervals import Window
from chrono.engine.outcomes import Answer, Distance
from chrono.model.alteration import alterable, altered, restated
from chrono.model.chronology import Certainty, Chronology, Entry
from chrono.model.omission import omit
from chrono.questions.base import Base
from chrono.questions.choice import chosen, spans
from chrono.questions.kept_runs import Kept, Run
from chrono.questions.options import AS_WRITTEN, Options
from chrono.questions.proven import proven_window
from chrono.questions.session import Session, opened
from chrono.questions.windows import taking
from chrono.questions.workers import Jobs, Workers

PERCENT = {Certainty.CERTAIN: 0, Certainty.STRONG: 5, Certainty.MODERATE: 20, Certainty.WEAK: 50}
"""The chance in a hundred that something of this certainty is varied in a run."""
Task = tuple[Way, int]
"""A run: how it varies, and its number."""


@dataclass(frozen=True, slots=True)
class Varying:
    """How runs are drawn, and the bounds they are held against: earliest and latest of each point, in its order."""

    seed: int
    by: tuple[Way, ...]
    points: tuple[str, ...]
    hulls: tuple[tuple[int | None, int | None], ...]

    @property
    def ways(self) -> tuple[Way, ...]:
        """All ways together, where there are several, then each by itself."""
        return ("together", *self.by) if len(self.by) > 1 else self.by


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that may be varied: how often in a hundred runs, and how."""

    id: str
    percent: int
    by: tuple[Way, ...]


def vary(
    of: Chronology | Session,
    ids: tuple[str, ...] = (),
    options: Options = AS_WRITTEN,
    runs: int = 100,
    seed: int = 0,
    jobs: Jobs = 1,
    kept: Path | None = None,
    by: Collection[Way] = WAYS,
    repair: int | None = 1,
) -> Runs:
    """In how many of so many runs of each way each bound of the named spans (default: every document) holds; what is
    done is kept in a file, and taken from there.

    Of contradictory evidence what a repair leaves is varied, by its number (1: the preferred one); None: the
    contradictions alone are told. Raises `Unanswerable` for words that stand for no span, and for a file of other runs;
    `ValueError` for no way or another.
    """
    ways = tuple(way for way in WAYS if way in by)
    if not ways or not {*by} <= {*WAYS}:
        raise ValueError(f"evidence is varied by {', '.join(WAYS)}, or some of them")
    with opened(of, options) as session:
        base = session.base(options, spans(ids))
        answer = _told(base, ids, runs, seed, jobs, kept, ways, repair)
    return answer.asking(ids=ids, **taking(repair))


def again(of: Chronology, ids: tuple[str, ...], options: Options, answer: Runs, repair: int | None) -> Runs:
    """The answer of the same question asked anew: as many runs, drawn alike and varied in the same ways."""
    return vary(of, ids, options, answer.runs, answer.seed, by=answer.vary_by, repair=repair)


def _told(
    base: Base,
    ids: tuple[str, ...],
    runs: int,
    seed: int,
    jobs: Jobs,
    path: Path | None,
    by: tuple[Way, ...],
    repair: int | None,
) -> Runs:
    entries = chosen(base.chronology, ids)
    if base.consistency == "consistent":
        return _varied(base, ids, runs, seed, jobs, path, by)
    nothing = Runs(base.asked, base.consistency, runs, seed, by, (), _chances(base), (), base.weighing)
    if base.consistency == "unknown":
        return nothing
    from chrono.questions import repaired  # what only a contradiction needs

    found = None if repair is None else repaired.repaired(base, repair)
    if found is not None:
        nothing = replace(
            _varied(found.left, ids, runs, seed, jobs, path, by), asked=base.asked, weighing=base.weighing
        )
    return repaired.answered(base, nothing, found, entries if ids else ())


def _chances(base: Base) -> tuple[Chance, ...]:
    return tuple(Chance(level, PERCENT[level]) for level in base.levels)


def _varied(
    base: Base, ids: tuple[str, ...], runs: int, seed: int, jobs: Jobs, path: Path | None, by: tuple[Way, ...]
) -> Runs:
    """The runs of evidence that can be true."""
    entries = chosen(base.chronology, ids)
    base.whole_at_once()
    points = tuple(point for entry in entries for point in (start_of(entry.id), end_of(entry.id)))
    windows = {point: proven_window(base, Distance(point)) for point in points}
    known = all(window.proven for window in windows.values())
    varying = Varying(seed, by, points, tuple(windows[point].hull for point in points))
    asked = base.asked
    of = (asked.inputs, asked.laid_over, asked.without, asked.settings, asked.admitted.name, ids, varying)
    tasks: list[Task] = [(way, number) for way in varying.ways for number in range(runs)]
    done: dict[Task, Run] = {}
    file = None
    if path is not None and known:
        file = Kept(path, of)
        done = {task: file.done[task] for task in tasks if task in file.done}

    def keep(made: Sequence[Task], found: Sequence[tuple[bool, Run]]) -> None:
        for task, (ended, run) in zip(made, found, strict=True):
            if ended:
                done[task] = run
                if file is not None:
                    file.add(task, run)

    if known:
        with Workers(base, jobs) as workers:
            workers.spread(_runs, [task for task in tasks if task not in done], varying, "runs", keep)
    pieces, made = _pieces(base, by), {way: [run for (w, _), run in done.items() if w == way] for way in varying.ways}
    return Runs(
        base.asked,
        "consistent" if known and len(done) == len(tasks) else "unknown",
        runs,
        seed,
        by,
        tuple(
            Varied(
                way,
                sum(way == "together" or way in piece.by for piece in pieces),
                len(found),
                sum(excluded for excluded, _ in found),
                sum(moved is None for _, moved in found),
            )
            for way, found in made.items()
        ),
        _chances(base),
        tuple(_steadiness(entry, windows, varying, made) for entry in entries),
        base.weighing,
    )


def _steadiness(
    entry: Entry, windows: Mapping[str, Window], varying: Varying, made: Mapping[Way, Sequence[Run]]
) -> Steadiness:
    def holds(point: str, side: int) -> tuple[Holds, ...]:
        at = varying.points.index(point)
        told = varying.hulls[at][side]
        if told is None:
            return ()
        offsets = {way: [run[2 * at + side] for _, run in runs if run is not None] for way, runs in made.items()}
        return tuple(_holds(way, told, side, found) for way, found in offsets.items())

    start, end = start_of(entry.id), end_of(entry.id)
    bounds = (holds(point, side) for point in (start, end) for side in (0, 1))
    return Steadiness(entry.id, entry.kind, entry.name, windows[start], windows[end], *bounds)


def _holds(way: Way, told: int, side: int, offsets: Sequence[int | None]) -> Holds:
    """What runs make of one bound: the earliest of a point (side 0) or its latest (1)."""
    known = sorted(offset for offset in offsets if offset is not None)
    open_ = len(offsets) - len(known)
    # An open earliest bound lies before all others, an open latest one after them.
    ordered = [None] * open_ + known if side == 0 else [*known, *[None] * open_]
    least, median, most = (
        None if offset is None else told + offset
        for offset in ((ordered[0], ordered[(len(ordered) - 1) // 2], ordered[-1]) if ordered else (None,) * 3)
    )
    held = sum(offset >= 0 if side == 0 else offset <= 0 for offset in known)
    return Holds(way, held, least, median, most, open_)


def _pieces(base: Base, by: Collection[Way]) -> list[Piece]:
    """What may be varied in these ways, by id."""
    chronology = base.chronology
    found = {link_id(*link): s.certainty for s in chronology.sequences for link in s.links}
    found |= {e.id: e.certainty for e in chronology.evidence}
    found |= {s.id: s.certainty for entry in chronology.entries for s in entry.stated}
    drawn = {id: PERCENT[at] for id, at in found.items() if at >= base.admitted and PERCENT[at]}
    moved, turned = alterable(chronology) if {*by} - {"leaving-out"} else (frozenset[str](), frozenset[str]())
    ways: dict[Way, Collection[str]] = {"leaving-out": drawn, "perturbing": moved, "swapping": turned}
    pieces = (
        Piece(id, percent, tuple(way for way in WAYS if way in by and id in ways[way]))
        for id, percent in sorted(drawn.items())
    )
    return [piece for piece in pieces if piece.by]


def _runs(base: Base, part: Sequence[Task], varying: Varying) -> Iterator[tuple[bool, Run]]:
    """Whether each run of a part came to an end, and what it found."""
    pieces = _pieces(base, varying.by)
    for task in part:
        try:
            yield True, _run(base, pieces, task, varying)
        except LimitReached:
            yield False, (0, None)


def _drawn(seed: int, number: int, name: str, below: int = 100) -> int:
    """0 to `below` - 1, alike for all names whatever else there is, on any machine and version of Python: a hash, no
    generator."""
    return int.from_bytes(blake2b(f"{seed}:{number}:{name}".encode(), digest_size=8).digest()) % below


def _hit(pieces: Sequence[Piece], task: Task, seed: int) -> dict[Way, list[str]]:
    """What a run varies, and how: of the ways that go with a piece each as often as the others."""
    way, number = task
    found: dict[Way, list[str]] = {way: [] for way in WAYS}
    for piece in pieces:
        if (way == "together" or way in piece.by) and _drawn(seed, number, piece.id) < piece.percent:
            own = way
            if way == "together":
                own = piece.by[_drawn(seed, number, f"{piece.id}:way", len(piece.by))]
            found[own].append(piece.id)
    return found


def _run(base: Base, pieces: Sequence[Piece], task: Task, varying: Varying) -> Run:
    """Where the bounds lie with some of the evidence varied; raises `LimitReached`."""
    if base.limit.ended():
        raise LimitReached
    other, excluded = _possible(base, _hit(pieces, task, varying.seed), partial(_drawn, varying.seed, task[1]))
    if other is None:
        return excluded, None
    other.whole_at_once()
    moved: list[int | None] = []
    for point, told in zip(varying.points, varying.hulls, strict=True):
        window = proven_window(other, Distance(point))
        if not window.proven:
            raise LimitReached
        for bound, before in zip(window.hull, told, strict=True):
            moved.append(0 if before is None else None if bound is None else bound - before)
    return excluded, tuple(moved)


def _possible(base: Base, hit: Mapping[Way, Sequence[str]], draw: partial[int]) -> tuple[Base | None, int]:
    """The base with evidence varied, and how much of it had to be left out because it cannot be so varied; None where
    the evidence contradicts itself all the same."""
    other = _with(base, hit, draw)
    if _true(other):
        return other, 0
    steps = [id for id in hit["swapping"] if is_link(id)]
    drawn = sorted(
        (id for id in (*hit["perturbing"], *hit["swapping"]) if not is_link(id)),
        key=lambda id: (draw(f"{id}:turn", 2**32), id),
    )
    rest = frozenset(other.network.ids).difference(drawn)
    if not _true(other, rest):
        if not steps:
            return None, 0
        found, more = _possible(base, _without(hit, steps), draw)
        return found, more + len(steps)
    kept = _fitting(other, rest, drawn)
    excluded = [id for id in drawn if id not in kept]
    if other.derived:
        left = _with(base, _without(hit, excluded), draw)
    else:
        left = other.varied(replace(other.given, without=(*other.given.without, *excluded)))
    return (left if _true(left) else None), len(excluded)


def _without(hit: Mapping[Way, Sequence[str]], excluded: Collection[str]) -> dict[Way, list[str]]:
    """What a run varies where some of it has to be left out instead."""
    found = {way: [id for id in ids if id not in excluded] for way, ids in hit.items()}
    return {**found, "leaving-out": [*found["leaving-out"], *excluded]}


def _fitting(base: Base, accepted: frozenset[str], drawn: Sequence[str]) -> frozenset[str]:
    """What is accepted where one after the other is added, if it can be true with what was accepted before; many at
    once where all of them can."""
    known = frozenset(base.network.ids)
    if _true(base, accepted | known.intersection(drawn)):
        return accepted.union(drawn)
    if len(drawn) == 1:
        return accepted
    half = len(drawn) // 2
    return _fitting(base, _fitting(base, accepted, drawn[:half]), drawn[half:])


def _true(base: Base, ids: frozenset[str] | None = None) -> bool:
    """Whether what is accepted (default: all) can be true; raises `LimitReached`. Of a part it is asked as of one part
    of contradictory evidence after another; what is answered by it is proven as a whole."""
    if ids is not None:
        return not base.solver.oracle.refuted(ids.intersection(base.network.ids), ())
    answer = base.shown()
    if answer is Answer.UNKNOWN or base.limit.ended():
        raise LimitReached
    return answer is Answer.YES


def _with(base: Base, hit: Mapping[Way, Sequence[str]], draw: partial[int]) -> Base:
    """The base with evidence varied: where it is only left out, or nothing but dates of entries are moved or read in
    one way, from what is encoded already."""
    left_out, moved, turned = hit["leaving-out"], hit["perturbing"], hit["swapping"]
    if not moved and not turned:
        return base.varied(replace(base.given, without=(*base.given.without, *left_out))) if left_out else base
    statements = restated(base.whole, moved, turned, lambda name, below: draw(name, below))
    if len(statements) == len({*moved, *turned}):
        other = base.restated(statements, left_out)
        if other is not None:
            return other
    # Steps of sequences are called by what they join: those that are left out go before others are turned round.
    asked, laid = base.given.without, base.whole.laid.without
    links = {id for id in (*asked, *laid) if is_link(id)}
    whole = altered(omit(base.whole, (*links, *left_out))[0], moved, turned, lambda name, below: draw(name, below))
    whole = replace(whole, laid=replace(whole.laid, without=tuple(id for id in laid if not is_link(id))))
    options = replace(base.given, without=tuple(id for id in asked if not is_link(id)), limit=base.limit)
    return Base(whole, options, further=True, above=base, laying=base.laid_over)
