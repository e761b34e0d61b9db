"""`chrono infer`: the windows of spans, with reasons, levels of certainty and comparisons."""

from __future__ import annotations

from dataclasses import replace

from chrono import dates, results
from chrono.constraints import Constraint, no_later
from chrono.model import Certainty, Chronology, Entry
from chrono.project.base import Base
from chrono.project.options import AS_WRITTEN, Options, Unanswerable, unknown
from chrono.project.proving import check_bound, check_conflict, proven_window
from chrono.solving import Answer, Distance


def infer(chronology: Chronology, ids: tuple[str, ...] = (), options: Options = AS_WRITTEN) -> results.Inference:
    """The windows of the named spans (default: every document), each bound with its reason."""
    base = Base(chronology, options)
    entries = chosen(base.chronology, ids)
    status, conflicts = base.status()
    for conflict in conflicts:
        check_conflict(base, conflict)
    answers = tuple(_span(base, e) for e in entries) if status != "inconsistent" else ()
    if any(not w.proven for a in answers for w in (a.start.window, a.end.window, a.duration)):
        status = "unknown"
    answer = results.Inference(base.asked, status, answers, conflicts, base.weighing)
    if not conflicts:
        return answer
    from chrono.project.conflicting import first_repairs  # what only a contradiction needs

    return replace(answer, repairs=first_repairs(base, conflicts))


def chosen(chronology: Chronology, ids: tuple[str, ...]) -> tuple[Entry, ...]:
    """The spans that are asked about: those named, by default every document; raises `Unanswerable`."""
    by_id = {e.id: e for e in chronology.entries}
    if not ids:
        return tuple(e for e in chronology.entries if e.kind == "document")
    wrong = [unknown(id, by_id, "person, event, period or document") for id in ids if id not in by_id]
    if wrong:
        raise Unanswerable(wrong)
    return tuple(by_id[id] for id in dict.fromkeys(ids))


def _span(base: Base, entry: Entry) -> results.SpanResult:
    start, end = f"start({entry.id})", f"end({entry.id})"
    levels = tuple(
        results.Level(
            level,
            proven_window(base, Distance(start), base.network.at_least(level)),
            proven_window(base, Distance(end), base.network.at_least(level)),
        )
        for level in sorted(Certainty, reverse=True)
        if level >= base.admitted
    )
    ended = _bound(base, end)
    return results.SpanResult(
        entry.id,
        entry.kind,
        entry.name,
        tuple(base.chronology.names.get(a, a) for a in entry.authors),
        _bound(base, start),
        ended,
        proven_window(base, Distance(end, start)),
        levels,
        tuple(_compare(base, end, ended.window, to) for to in entry.compare),
    )


def _bound(base: Base, point: str) -> results.Bound:
    distance = Distance(point)
    window = proven_window(base, distance)
    if not window.proven:
        return results.Bound(window)
    earliest = None if window.least is None else base.explainer.bound(distance, least=window.least)
    latest = None if window.most is None else base.explainer.bound(distance, most=window.most)
    check_bound(base, distance, window, earliest, latest)
    return results.Bound(window, earliest, latest)


def _compare(base: Base, end: str, ended: results.Window, to: str) -> results.Comparison:
    first, last = f"start({to})", f"end({to})"
    unit = base.chronology.unit
    from_day = proven_window(base, Distance(first)).least
    to_day = proven_window(base, Distance(last)).most
    least = None if ended.most is None or from_day is None else from_day - ended.most
    most = None if ended.most is None or to_day is None else to_day - ended.most

    def said(day: int | None) -> str:
        if day is None or ended.most is None:
            return ""
        return dates.gap(min(day, ended.most), max(day, ended.most), unit)

    overlapping = base.solver.consistent(also=[Constraint(no_later(first, end))])
    not_after = base.solver.consistent(also=[Constraint(no_later(end, last))])
    verdict = "before" if overlapping is Answer.NO else "after" if not_after is Answer.NO else "possible"
    name = base.chronology.names.get(to, to)
    return results.Comparison(to, name, verdict, least, most, said(from_day), said(to_day))  # type: ignore[arg-type]
