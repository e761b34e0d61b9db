"""Strategies that change the evidence: some of it left out, dates moved, something added.

Each draws chronologies whose printed form says what was changed, and shrinks to no change at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from hypothesis import strategies as st

from chrono import dates
from chrono.api import Chronology
from chrono.core.points import point_of
from chrono.dates import Choice, Date, Run
from chrono.engine.formulas import Point
from chrono.model.chronology import Certainty, Evidence, Stated
from chrono.testing.histories import History, space_of, within
from chrono.testing.space import Space


def subsets(
    chronology: Chronology, max_dropped: int = 1, among: Iterable[str] | None = None
) -> st.SearchStrategy[Chronology]:
    """The chronology with up to so many pieces of evidence left out; `among` names others (`rule:silence`, `pact.date`,
    `tag:internal`)."""
    names = sorted(e.id for e in chronology.value.evidence) if among is None else sorted(among)
    if not names:
        return st.just(chronology)
    dropped = st.lists(st.sampled_from(names), max_size=max_dropped, unique=True)
    return dropped.map(lambda ids: chronology.varied(without=sorted(ids)))


def perturbed(
    chronology: Chronology, days: int = 0, among: Iterable[str] | None = None
) -> st.SearchStrategy[Chronology]:
    """The chronology with stated dates made exact, at days that can all be true together: within what each leaves
    open, and with `days` up to so many days outside. `among` names the statements (`pact.date`; default: all).

    Rules may read moved dates otherwise (an event that is now certainly later than another), so a chronology so drawn
    can contradict itself; nothing else makes it.
    """
    wanted = None if among is None else set(among)
    movable = [
        s
        for e in chronology.value.entries
        for s in e.stated
        if isinstance(s.value, Date) and (s.id in wanted if wanted is not None else days or _open(s.value))
    ]
    if not movable:
        return st.just(chronology)
    moved = st.lists(st.sampled_from(movable), unique_by=lambda s: s.id).map(lambda s: sorted(s, key=lambda s: s.id))
    if days:
        return moved.flatmap(lambda chosen: _drawn(chronology, space_of(_wide(chronology, chosen, days)), chosen))
    return st.deferred(lambda: _within_what_is_open(chronology, space_of(chronology), moved))


def with_added(
    chronology: Chronology, claims: st.SearchStrategy[str] | Sequence[str] | None = None, certainty: str = "certain"
) -> st.SearchStrategy[Chronology]:
    """The chronology with one more piece of evidence that holds a claim: one of those given (a strategy, or a list), or
    a bound on a point that some history of it meets, so that the evidence stays consistent."""
    if claims is None:
        drawn = st.deferred(lambda: _bounds(chronology, space_of(chronology)))
    else:
        drawn = claims if isinstance(claims, st.SearchStrategy) else st.sampled_from(claims)
    return drawn.map(lambda claim: added(chronology, claim, certainty))


def added(chronology: Chronology, claim: str, certainty: str = "certain") -> Chronology:
    """The chronology with a piece of evidence that holds a claim; raises `InvalidEvidence` for one that is none."""
    value = chronology.value
    id = next(
        id for n in range(1, len(value.evidence) + 2) if (id := f"added-{n}") not in {e.id for e in value.evidence}
    )
    piece = Evidence(id, holds=(chronology.read_claim(claim),), certainty=Certainty.named(certainty))
    evidence = tuple(sorted((*value.evidence, piece), key=lambda e: e.id))
    return _told(replace(chronology, value=replace(value, evidence=evidence)), f"{id}: {claim}")


# -- how dates are moved


def _open(date: Date) -> bool:
    return date.first is None or date.first != date.last


def _within_what_is_open(
    chronology: Chronology, space: Space, moved: st.SearchStrategy[list[Stated]]
) -> st.SearchStrategy[Chronology]:
    return moved.flatmap(lambda chosen: _drawn(chronology, space, chosen))


def _drawn(chronology: Chronology, space: Space, moved: Sequence[Stated]) -> st.SearchStrategy[Chronology]:
    points = tuple(dict.fromkeys(point for s in moved for point in _points(s)))
    return within(space, chronology, points).map(lambda history: _moved(chronology, moved, history))


def _wide(chronology: Chronology, moved: Iterable[Stated], days: int) -> Chronology:
    return _restated(chronology, {s.id: _widened(s, days) for s in moved})


def _moved(chronology: Chronology, moved: Iterable[Stated], history: History) -> Chronology:
    texts = {s.id: "/".join(dict.fromkeys(history.date(point) for point in _points(s))) for s in moved}
    changed = _restated(chronology, {s.id: replace(s, value=dates.read(texts[s.id]), text=texts[s.id]) for s in moved})
    told = [f"{s.id} = {texts[s.id]} (was {s.text})" for s in moved if texts[s.id] != s.text]
    return _told(changed, *told)


def _points(stated: Stated) -> tuple[Point, ...]:
    entry = stated.id.rpartition(".")[0]
    return tuple(point_of(edge, entry) for edge in (("start", "end") if stated.key == "date" else (stated.key,)))


def _restated(chronology: Chronology, by_id: dict[str, Stated]) -> Chronology:
    entries = tuple(replace(e, stated=tuple(by_id.get(s.id, s) for s in e.stated)) for e in chronology.value.entries)
    return replace(chronology, value=replace(chronology.value, entries=entries))


def _widened(stated: Stated, days: int) -> Stated:
    date = stated.value
    assert isinstance(date, Date)
    # A date of one day stays one day, wherever it is moved.
    choices = tuple(
        Choice(
            _wider(c.start, days), _wider(c.end, days), c.instant or (c.start == c.end and c.start.first == c.end.last)
        )
        for c in date.choices
    )
    return replace(stated, value=replace(date, runs=tuple(_wider(run, days) for run in date.runs), choices=choices))


def _wider(run: Run, days: int) -> Run:
    return Run(None if run.first is None else run.first - days, None if run.last is None else run.last + days)


# -- what is added


@st.composite
def _bounds(draw: st.DrawFn, chronology: Chronology, space: Space) -> str:
    """A bound on one point that a history meets, some years wide at most."""
    point = draw(st.sampled_from(space.network.points))
    history = draw(within(space, chronology, (point,)))
    beyond = draw(st.integers(0, {"day": 1_000, "month": 30, "year": 3}[chronology.value.unit]))
    later = draw(st.booleans())
    step = history[point] + (beyond if later else -beyond)
    return f"{point} {'<=' if later else '>='} {dates.iso(step, chronology.value.scale)}"


def _told(chronology: Chronology, *told: str) -> Chronology:
    return replace(chronology, told=", ".join(said for said in (chronology.told, *told) if said))
