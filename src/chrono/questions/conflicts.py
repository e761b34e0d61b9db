"""`chrono conflicts`: where the evidence contradicts itself, and what would have to go.

Gives every smallest conflict and every smallest repair, the cheapest first, with the windows that follow from each
repair; where all are too many, as many as the caps allow, and says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from chrono.answers.common import Repair, Standing
from chrono.answers.conflicts import Conflicts
from chrono.answers.contradictions import Cluster
from chrono.answers.reasons import Premise, Reason
from chrono.arguments.explainer import Explainer
from chrono.arguments.grains import Grain
from chrono.core.limits import LimitReached
from chrono.core.points import end_of, span_of, start_of
from chrono.engine.hitting_sets import Caps, Lines
from chrono.engine.intervals import Window
from chrono.engine.outcomes import Answer, Distance, FailedCheck, Status
from chrono.model.chronology import Certainty, Chronology, Entry
from chrono.questions.base import Base
from chrono.questions.choice import each
from chrono.questions.grains import at_grain
from chrono.questions.options import AS_WRITTEN, Options
from chrono.questions.remainders import Remainders
from chrono.questions.session import Session, opened

if TYPE_CHECKING:
    from chrono.engine.exchanges import Exchanges

CAPS = Caps(losses=100)
"""How many repairs are looked for before it is said that there may be more."""
MOST_CLUSTERS = 20
"""Of more clusters the conflicts are told that are known, and one repair of the whole: there are more than could be
gone through (each cluster can be mended by itself, in two ways at least), and a search for the cheapest comes to
none."""
MOST_LATE = 10
"""Of so many conflicts that are known when a limit is reached the reasons are still told: a screen of them."""
FIRST_REPAIRS = 5
"""How many repairs are shown where a contradiction was met on the way to another answer."""


def conflicts(
    of: Chronology | Session,
    ids: tuple[str, ...] = (),
    options: Options = AS_WRITTEN,
    grain: Grain = "evidence",
    caps: Caps = CAPS,
) -> Conflicts:
    """Every smallest conflict and repair; after each repair the windows of the named spans (default: the documents that
    the conflicts touch and the repairs leave different)."""
    with opened(of, options) as session:
        return _contradicting(session.base(options, each(ids)), ids, grain, caps).asking(ids=ids)


def _contradicting(base: Base, ids: tuple[str, ...], grain: Grain, caps: Caps) -> Conflicts:
    by_id = {e.id: e for e in base.chronology.entries}
    asked_of = tuple(by_id[id] for id in dict.fromkeys(ids))
    consistent = base.solver.shown()
    if consistent is not Answer.NO:
        status: Status = "consistent" if consistent is Answer.YES else "unknown"
        level = base.admitted if consistent is Answer.YES else None
        known = status == "consistent"
        return Conflicts(base.asked, status, grain, known, 0, level, known, base.weighing)
    return _conflicts(base, asked_of, grain, caps)


def first_repairs(base: Base, conflicts: Sequence[Reason], asked_of: Sequence[Entry] = ()) -> tuple[Repair, ...]:
    """The cheapest repairs of contradictory evidence, each with the windows that follow, of the same spans as for
    `conflicts`; none where nothing conflicts."""
    if not conflicts:
        return ()
    explainer = base.explainer
    caps, remainders = Caps(losses=FIRST_REPAIRS, steps=2000), base.remainders
    found = explainer.lines((), caps=caps)
    losses = found.losses if remainders.plain else remainders.losses(lambda _: (), caps)[0]
    return _repairs(base, remainders, losses, explainer.reasons(found.lines, ()), asked_of)


def _conflicts(base: Base, asked_of: tuple[Entry, ...], grain: Grain, caps: Caps) -> Conflicts:
    from chrono.questions.repaired import told_first  # which asks for the cheapest repairs here

    # First of all: where time runs out, what to look at first is worth more than all repairs.
    clusters, repaired, culprits = told_first(base) if grain == "evidence" else ((), (), ())
    explainer = at_grain(base, grain)
    crowd = len(clusters) > MOST_CLUSTERS
    found = _of_clusters(clusters, repaired) if crowd else explainer.lines((), caps=caps)
    reasons = explainer.reasons(found.lines, ())
    if base.limit.ended():
        met = [*base.unabridged.clashes, *(conflict for cluster in clusters for conflict in cluster.conflicts)]
        reasons = _late(base, explainer, reasons, found.lines, met if grain == "evidence" else ())
    remainders = Remainders(base, grain)
    losses, whole = found.losses, True
    if not (crowd or remainders.plain):
        losses, whole = remainders.losses(lambda _: (), caps)
    repairs = _repairs(base, remainders, losses, reasons, asked_of)
    return Conflicts(
        base.asked,
        "inconsistent",
        grain,
        found.complete and whole and (len(reasons), len(repairs)) == (len(found.lines), len(losses)),
        _disjoint(explainer),
        *_level(base),
        base.weighing,
        culprits,
        conflicts=reasons,
        repairs=repairs,
        clusters=clusters,
        repaired=repaired,
    )


def _of_clusters(clusters: Iterable[Cluster], repaired: tuple[str, ...]) -> Lines:
    """The conflicts of many clusters, and what is given up to mend them all."""
    lines = {tuple(sorted(conflict)) for cluster in clusters for conflict in cluster.conflicts}
    return Lines(tuple(sorted(lines, key=lambda line: (len(line), line))), (repaired,), complete=False)


def _late(
    base: Base,
    explainer: Explainer,
    reasons: Sequence[Reason],
    lines: Iterable[tuple[str, ...]],
    met: Iterable[tuple[str, ...]],
) -> tuple[Reason, ...]:
    """The reasons proven in time, with some more of the conflicts that were known by then: of the lines, and of what
    was met on the way to a repair. Where none was, the first that plain bounds show, if any."""
    told = {tuple(sorted(reason.ids)): reason for reason in reasons}
    own = dict.fromkeys(line for line in lines if line not in told)
    others = dict.fromkeys(conflict for conflict in met if conflict not in told and conflict not in own)
    more = chain(explainer.late(own), base.unabridged.explainer.late(others))
    told |= {tuple(sorted(reason.ids)): reason for reason in islice(more, MOST_LATE)}
    if not told and (first := explainer.conflict()) is not None:
        return (first,)
    return tuple(told[ids] for ids in sorted(told, key=lambda ids: (len(ids), ids)))


def _disjoint(explainer: Explainer) -> int:
    try:
        return len(explainer.disjoint(()))
    except LimitReached:
        return 0


def _level(base: Base) -> tuple[Certainty | None, bool]:
    """The least certainty at which all evidence can be true, and whether that is known."""
    for level in sorted(level for level in Certainty if level >= base.admitted):
        shown = base.solver.shown(ids=base.network.at_least(level))
        if shown is not Answer.NO:
            return (level, True) if shown is Answer.YES else (None, False)
    return None, True


def _repairs(
    base: Base,
    remainders: Remainders,
    losses: Sequence[tuple[str, ...]],
    reasons: Sequence[Reason],
    asked_of: Sequence[Entry],
) -> tuple[Repair, ...]:
    # Of one repair there is nothing to tell apart.
    touched = asked_of or (_touched(base, reasons) if len(losses) > 1 else ())
    proven, standings = [], []
    known: tuple[Exchanges, list[Standing]] | None = None
    for lost in losses:
        try:
            other = None if known is None or remainders.anew(lost) else _exchanged(*known, lost)
            if other is not None:
                standings.append(other)
                proven.append(lost)
                continue
            rest = remainders.without(lost)
        except LimitReached:
            continue
        if rest.explainer.overturns(lost, ()):
            proven.append(lost)
            standings.append(standings_of(rest.explainer, touched, rest.ids))
            if known is None and not remainders.anew(lost):
                # The others are much like the first one.
                windows = [window for s in standings[-1] for window in (s.start, s.end)]
                exchanges = rest.explainer.solver.exchanges(rest.ids) if all(w.proven for w in windows) else None
                if exchanges is not None:
                    exchanges.prepare(edge(s.id) for s in standings[-1] for edge in (start_of, end_of))
                    known = exchanges, standings[-1]
    telling = [
        number
        for number in range(len(touched))
        if asked_of or len({(s[number].start, s[number].end) for s in standings}) > 1
    ]
    return tuple(
        Repair(
            lost,
            tuple(premise for id in lost for premise in _premise(id, reasons) or remainders.said(id)),
            tuple(found[number] for number in telling),
            sum(remainders.standing(id)[1] for id in lost),
        )
        for lost, found in zip(proven, standings, strict=True)
    )


def _exchanged(exchanges: Exchanges, standings: Sequence[Standing], lost: Sequence[str]) -> list[Standing] | None:
    """The windows of spans under another repair, proven, by what moves from those under the first; None where that does
    not tell. Raises `LimitReached`."""
    if exchanges.solver.ended():
        raise LimitReached
    moves = exchanges.instead(lost)
    if moves is None:
        return None
    if not moves.histories():
        raise FailedCheck(f"without {', '.join(sorted(lost))} the others leave no history")
    found: list[Standing] = []
    for standing in standings:
        windows = []
        for point, was in ((start_of(standing.id), standing.start), (end_of(standing.id), standing.end)):
            # What stays rests on what is accepted under both, and is proven by that once more.
            window = moves.proven(point) if moves.tells(point) else None
            if window is None:
                return None
            if point not in moves.moved and window.intervals != was.intervals:
                raise FailedCheck(f"the window of {point} is another")
            windows.append(window if point in moves.moved else was)
        found.append(replace(standing, start=windows[0], end=windows[1]))
    return found


def _touched(base: Base, reasons: Sequence[Reason]) -> tuple[Entry, ...]:
    """The documents that the conflicts are about; where they are about none, whatever they are about."""
    points = {point for reason in reasons for point in reason.points}
    spans = {span_of(point) for point in points}
    about = [e for e in base.chronology.entries if e.id in spans]
    return tuple(e for e in about if e.kind == "document") or tuple(about)


def _premise(id: str, reasons: Sequence[Reason]) -> list[Premise]:
    """What a member of a repair says in the first conflict it is part of, of those whose reason is known."""
    return [p for reason in reasons for p in reason.premises if p.id == id][:1]


def standings_of(explainer: Explainer, entries: Sequence[Entry], ids: Collection[str] | None = None) -> list[Standing]:
    """The windows of spans where these ids (default: all) are accepted, proven; the ids must agree with each other."""
    solver = explainer.solver
    solver.prepare([edge(e.id) for e in entries for edge in (start_of, end_of)], ids)

    def window(point: str) -> Window:
        distance = Distance(point)
        return solver.certified(distance, solver.window(distance, ids), ids)

    return [Standing(e.id, e.kind, e.name, window(start_of(e.id)), window(end_of(e.id))) for e in entries]
