"""Which points have stated days, from which months, reigns and feasts can be counted exactly.

Takes a chronology's own statements, gives for each point the days it is stated to lie within, with the ids that state
them. Never looks at what evidence says: a reason must show every statement that it was worked out from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from chrono import dates
from chrono.core.points import end_of, point_of, start_of
from chrono.dates import Relative
from chrono.model.chronology import Certainty, Chronology, Stated, expansion

Ids = tuple[str, ...]


class Anchor(NamedTuple):
    """The days a point is stated to lie within (None: open on that side), and the ids that state either side."""

    first: int | None = None
    last: int | None = None
    first_by: Ids = ()
    last_by: Ids = ()

    @property
    def ids(self) -> Ids:
        """The entries that the two ends rest on, sorted."""
        return tuple(sorted({*self.first_by, *self.last_by}))


Anchors = Mapping[str, Anchor]


class Closed(NamedTuple):
    """An anchor with both sides."""

    first: int
    last: int
    ids: Ids


def closed(anchors: Anchors, point: str) -> Closed | None:
    """The stated days of a point; None where either side is open or they contradict each other."""
    return common([anchors.get(point, Anchor())])


def common(known: list[Anchor]) -> Closed | None:
    """The days that points have in common which all lie within one unknown day."""
    firsts = [(a.first, a.first_by) for a in known if a.first is not None]
    lasts = [(a.last, a.last_by) for a in known if a.last is not None]
    if not firsts or not lasts:
        return None
    (first, first_by), (last, last_by) = max(firsts), min(lasts)
    return None if first > last else Closed(first, last, tuple(sorted({*first_by, *last_by})))


def stated_points(chronology: Chronology, admitted: Certainty) -> dict[str, Anchor]:
    """The points whose days are stated, those of relative dates by way of the points that they are counted from."""
    found: dict[str, Anchor] = {}
    waiting: dict[str, list[tuple[str, Stated, Relative]]] = {}
    for entry in chronology.entries:
        for stated in entry.stated:
            value = stated.value
            if stated.certainty < admitted or isinstance(value, dates.Spell):
                continue
            if isinstance(value, Relative):
                waiting.setdefault(value.point, []).append((entry.id, stated, value))
                continue
            ids = tuple(id for id in (stated.id, expansion(stated.id, value)) if id)
            if stated.key == "date":
                _narrow(found, start_of(entry.id), (c.start for c in value.choices), ids)
                _narrow(found, end_of(entry.id), (c.end for c in value.choices), ids)
            elif stated.key in ("start", "end"):
                _narrow(found, point_of(stated.key, entry.id), value.runs, ids)
    ready = [point for point in waiting if closed(found, point)]
    while ready:
        base = closed(found, point := ready.pop())
        for id, stated, relative in waiting.pop(point, ()) if base else ():
            for told in (point_of(edge, id) for edge in ("start", "end") if stated.key in ("date", edge)):
                if base and (days := image_of(relative, base)):
                    _narrow(found, told, days, (*base.ids, stated.id))
                    ready += [told] if told in waiting else []
    return found


def _narrow(found: dict[str, Anchor], point: str, days: Iterable[dates.Run], ids: Ids) -> None:
    """Adds a statement about a point: on either side the one that says more counts."""
    runs = list(days)
    if len(runs) == 1 and point not in found:
        # Most points are stated once, and lie within one stretch of days.
        first, last = runs[0].first, runs[0].last
        if first is not None or last is not None:
            found[point] = Anchor(first, last, () if first is None else ids, () if last is None else ids)
        return
    firsts = [r.first for r in runs if r.first is not None]
    lasts = [r.last for r in runs if r.last is not None]
    known = found.get(point, Anchor())
    if len(firsts) == len(runs) and (known.first is None or min(firsts) > known.first):
        known = known._replace(first=min(firsts), first_by=ids)
    if len(lasts) == len(runs) and (known.last is None or max(lasts) < known.last):
        known = known._replace(last=max(lasts), last_by=ids)
    if known.ids:
        found[point] = known


def image_of(relative: Relative, base: Closed) -> tuple[dates.Run, ...] | None:
    """The days that a relative date can mean when its base lies in `base`; None where they are without end."""
    # Loaded by the chronologies that have such dates.
    from chrono.dates.relative.days import image

    return image(relative.counting, base.first, base.last)
