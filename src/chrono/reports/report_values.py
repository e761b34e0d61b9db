"""What a report says, part by part, in the words that its templates lay out.

Takes a `Report`, gives plain values: texts, and pictures drawn of them where they are asked for. Every word of a report
is worded here; the templates only lay out, and what may act in HTML is escaped there.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from chrono.answers.check import Checked
from chrono.answers.common import Shown, Standing
from chrono.answers.explain import Explanation
from chrono.answers.infer import SpanResult
from chrono.answers.reasons import Case, Reason
from chrono.answers.report import Report
from chrono.answers.rivals import Rivals
from chrono.answers.sensitivity import Sensitivity
from chrono.answers.thresholds import Threshold
from chrono.answers.wanted import PLAIN
from chrono.core.version import __version__
from chrono.dates import Scale
from chrono.dates.durations import read_duration
from chrono.documents.embedded import embedded
from chrono.drawing import side_by_side, stairs, svg, turns
from chrono.drawing.side_by_side import Supposed
from chrono.reports import sensitivity, words
from chrono.reports.page import SECTIONS, Page
from chrono.reports.text import thresholds

SIDES = (("end", "latest"), ("end", "earliest"), ("start", "latest"), ("start", "earliest"))
Values = dict[str, Any]
"""What a part of a template is filled with."""


def report_values(report: Report, page: Page, *, pictures: bool) -> Values:
    """All that the templates of a report are filled with, by its name there."""
    asked = report.asked
    return {
        "title": asked.chronology or "A chronology without a title",
        "chronology": asked.chronology or "A chronology without a title",
        "home": "",
        "sections": page.sections,
        "index": [],
        "counts": [words.plural(asked.events, "event"), words.pieces(asked.evidence)],
        "status": report.status,
        "asked": list(_question(report)),
        "command": _command(report, page),
        "made": [f"chrono {__version__}", f"files sha256:{asked.inputs}"],
        "calendar": f"{asked.calendar} {asked.unit}s",
        "cut": words.cut_short(report),
        "picture": svg.draw(report.timeline, _width(report)) if pictures and report.timeline else "",
        "rows": [(row.name, row.kind, row.said) for row in (report.timeline.rows if report.timeline else ())],
        "spans": [_span(result, report, pictures=pictures) for result in report.results],
        "hypotheses": [_hypothesis(result, report, pictures=pictures) for result in report.check.results],
        "summary": words.summary(report.check),
        "conflicts": [_premises(reason) for reason in report.inference.conflicts],
        "repairs": [
            {"of": [words.named(id) for id in repair.given_up], "windows": [*_standing(repair.windows, report)]}
            for repair in report.inference.repairs
        ],
        "repaired": _given_up(report.inference.repaired) if report.inference.repaired else "",
        "rivals": rival_readings(report, pictures=pictures),
        "sensitivity": _sensitivity(report.inference.sensitivity, report.asked.scale),
        "set_aside": [
            {
                "id": words.named(one.id),
                "said": one.sentence,
                "place": str(one.place),
                "why": words.set_aside(one.why, [words.named(id) for id in one.by]),
            }
            for one in report.inference.weighing.set_aside
        ],
        "undercut": [
            {"id": words.named(one.by[0]) if one.by else one.rule, "said": one.sentence, "place": str(one.place)}
            for one in report.inference.weighing.undercut
        ],
        "open": [one.sentence for one in report.inference.weighing.open_questions],
        "sources": [
            {
                "id": source.id,
                "fields": source.fields,
                "cited": [(words.named(one.id), one.words, str(one.place), "") for one in source.cited_by],
                "ids": [one.id.partition(".")[0] for one in source.cited_by],
            }
            for source in report.sources
        ],
        "rules": [
            {
                "id": rule.id,
                "title": rule.title,
                "certainty": str(rule.certainty),
                "because": rule.because,
                "settings": rule.settings,
                "place": str(rule.place),
            }
            for rule in report.rules
        ],
        "answers": list(answers_held(report)) if pictures else [],
    }


def _command(report: Report, page: Page) -> str:
    """The command that makes this page again, as it is typed."""
    asked = report.asked
    said = [*asked.ids, *(f"--without={id}" for id in asked.without), *(f"--with={name}" for name in asked.laid_over)]
    said += [f"--set={name}={value}" for name, value in asked.settings]
    said += [f"--compare={name}" for name in (report.rivals.asked.rivals if report.rivals else ())]
    if asked.admitted != asked.declared_admitted:
        said.append(f"--at-least={asked.admitted}")
    if set(page.sections) == {*SECTIONS} - {"sources"}:
        said.append("--no-sources")
    elif page.sections != SECTIONS:
        said.append(f"--sections={','.join(page.sections)}")
    return shlex.join(["chrono", "report", *said])


def _width(report: Report) -> int:
    """How wide pictures are: as the timeline, whose axis was made for that."""
    drawn = report.timeline.asked.drawn if report.timeline else None
    return (drawn or PLAIN).width


def _question(report: Report) -> Iterator[str]:
    asked = report.asked
    yield f"counts what is at least {asked.admitted}"
    yield from (f"with {name}" for name in asked.laid_over)
    yield from (f"without {words.named(id)}" for id in asked.without)
    yield from (f"{name} = {value}" for name, value in asked.settings)


def _span(result: SpanResult, report: Report, *, pictures: bool) -> Values:
    scale = report.asked.scale
    verbs = words.points(result.kind)
    windows = [(verb, words.short(b.window, scale)) for verb, b in zip(verbs, (result.start, result.end), strict=True)]
    lasted = words.duration(result.duration, scale)
    return {
        "id": result.id,
        "name": result.name,
        "kind": result.kind,
        "by": words.listed(result.authors) if result.authors else "",
        "windows": [*windows, *([(words.lasted(result.kind), lasted)] if lasted else [])],
        "bounds": [*_bounds(result, report, pictures=pictures)],
        "stands": _standing_under(result, report),
        "against": [(one.name, words.comparison(one)) for one in result.comparisons],
        **_firm(result, report, pictures=pictures),
        "verbs": verbs,
    }


def _standing_under(result: SpanResult, report: Report) -> list[str]:
    """What the windows are told without, and what they are if something else is given up; nothing where there is no
    contradiction."""
    if not result.stands:
        return []
    said = [f"Told without {_given_up(report.inference.repaired)}."]
    if result.stands != "hangs":
        said.append(f"{words.STANDS[result.stands]}.")
    instead = {other.number: other.given_up for cluster in report.inference.clusters for other in cluster.others}
    scale, (start, end) = report.asked.scale, words.points(result.kind)
    for other in result.under:
        windows = f"{start} {words.short(other.start, scale)}, {end} {words.short(other.end, scale)}"
        it = "It hangs on that: if" if result.stands == "hangs" else "But if"
        said.append(f"{it} {_given_up(instead[other.repair])} is given up instead, {windows}.")
    return said


def _given_up(ids: Iterable[str]) -> str:
    return words.listed([words.named(id) for id in ids])


def _firm(result: SpanResult, report: Report, *, pictures: bool) -> Values:
    """The windows by certainty; a sentence where the most certain evidence forces all there is; nothing of no bound,
    and where a limit kept back all of them: bounds that may be narrower are no more firm for that."""
    scale = report.asked.scale
    windows = [window for level in result.levels for window in (level.start, level.end)]
    rows = [
        (str(level.at_least), words.short(level.start, scale), words.short(level.end, scale)) for level in result.levels
    ]
    known = all(window.proven for window in windows)
    if not any(window.proven for window in windows) or all(said == "…" for said in rows[-1][1:]):
        return {"levels": [], "firm": "", "firmness": ""}
    if known and len(rows) > 1 and len({row[1:] for row in rows}) == 1:
        return {"levels": [], "firm": f"{rows[0][0]} evidence alone forces all of this", "firmness": ""}
    names = [f"with what is {level.at_least}" for level in result.levels]
    names[0] = f"{result.levels[0].at_least} evidence alone"
    supposed = [
        Supposed(name, result.kind, level.start, level.end) for name, level in zip(names, result.levels, strict=True)
    ]
    title = f"{result.name}: how firm"
    drawn = side_by_side.draw(supposed, report.asked, title, _width(report)) if pictures else ""
    return {"levels": rows, "firm": "", "firmness": drawn}


def _bounds(result: SpanResult, report: Report, *, pictures: bool) -> Iterator[Values]:
    """Each bound with its argument; where both ends of a span have a bound for the same reason, once for both."""
    scale = report.asked.scale
    verbs = dict(zip(("start", "end"), words.points(result.kind), strict=True))
    found: dict[tuple[Any, ...], list[str]] = {}
    for edge, side in SIDES:
        bound = getattr(result, edge)
        reason, window = getattr(bound, side), bound.window
        if reason is not None:
            at = words.bounds(window)[side == "latest"]
            found.setdefault((side, reason.ids, at), []).append(edge)
    for (side, _, at), edges in found.items():
        bound = getattr(result, edges[0])
        say = words.not_earlier if side == "earliest" else words.not_later
        heading = f"{words.listed([verbs[edge] for edge in sorted(edges, reverse=True)])} {say(at, scale)}"
        reason = getattr(bound, side)
        argued = next(
            (one for one in report.explanations if (one.id, one.edge, one.side) == (result.id, edges[0], side)), None
        )
        title = f"{result.name}, {heading}"
        yield {
            "anchors": [f"{result.id}.{edge}.{side}" for edge in edges],
            "heading": heading,
            "premises": _premises(reason),
            "picture": stairs.alone(reason, report.asked, title, _width(report)) if pictures else "",
            "steps": [*_steps(reason)],
            **_argued(argued, report),
        }


def _argued(found: Explanation | None, report: Report) -> Values:
    """What an explanation adds to a bound: what it hinges on, other lines of argument, exceptions nobody claimed."""
    if found is None:
        return {"hinges": [], "others": [], "unmet": [], "alone": False}
    say = words.not_earlier if found.side == "earliest" else words.not_later
    return {
        "hinges": [(words.named(fall.id), say(fall.bound, report.asked.scale)) for fall in found.falls],
        "others": [[words.named(id) for id in reason.ids] for reason in found.others],
        "unmet": [(words.named(f"rule:{one.rule}"), one.sentence, str(one.place)) for one in found.unmet],
        "alone": not found.others and found.known,
    }


def _premises(reason: Reason | None) -> list[Values]:
    return [
        {
            "id": words.named(premise.id),
            "said": premise.sentence,
            "citation": premise.citation,
            "place": str(premise.place) if premise.place.file else "",
            "certainty": str(premise.certainty) if premise.certainty is not None else "",
        }
        for premise in (reason.premises if reason else ())
    ]


def _steps(one: Reason | Case) -> Iterator[Values]:
    """The steps in words, each case of an either/or below its supposition."""
    yield from ({"said": step.words, "steps": []} for step in one.chain)
    for case in one.cases:
        yield {"said": f"{case.of}: supposing {case.supposing}", "steps": [*_steps(case)]}


def _hypothesis(result: Checked, report: Report, *, pictures: bool) -> Values:
    values = {f"{rule.id}.{name}": said for rule in report.rules for name, said in rule.settings}
    told = [
        (thresholds.verdict(found, result.verdict), _turns(found, result, values) if pictures else "")
        for found in result.thresholds
    ]
    # What is told exactly by a threshold need not be told by the values tried.
    known = {found.setting for found in result.thresholds if found.known}
    tried = [one for one in result.variations if not one.ok or words.changed(one.condition) not in known]
    return {
        "thresholds": [one for one in told if one[0]],
        "id": result.id,
        "claim": result.claim,
        "why": result.why,
        "verdict": str(result.verdict),
        "expect": str(result.expect),
        "ok": result.ok,
        "place": str(result.place),
        "variations": [(said, str(run[0].verdict), run[0].ok) for said, run in words.runs(tried)],
        "premises": _premises(result.reason),
    }


def _turns(found: Threshold, result: Checked, values: Mapping[str, str]) -> str:
    """At which values of a setting the verdict is which, as a picture; `values` has each setting as it stands."""
    now = None
    if found.setting in values:
        (count, unit), *more = read_duration(values[found.setting]).parts
        now = count if unit == found.unit and not more else None
    return turns.draw(found, now, f"{result.id} is {thresholds.verdict(found, result.verdict)}", 720)


def _standing(windows: Iterable[Standing], report: Report) -> Iterator[tuple[str, str, str]]:
    scale = report.asked.scale
    yield from ((one.name, words.short(one.start, scale), words.short(one.end, scale)) for one in windows)


def rival_readings(report: Report, *, pictures: bool) -> Values:
    """One row a reading; what is not as it stands is marked."""
    if report.rivals is None:
        return {"readings": [], "spans": [], "claims": [], "picture": ""}
    scale = report.asked.scale
    first = report.rivals.readings[0]
    spans = [window.name for window in first.windows]
    as_it_stands = {window.id: _said(window, scale) for window in first.windows}
    verdicts = dict(first.verdicts)
    rows = []
    for reading in report.rivals.readings:
        here = {window.id: _said(window, scale) for window in reading.windows}
        told = dict(reading.verdicts)
        rows.append(
            {
                "label": reading.label,
                "conflict": [words.named(id) for id in reading.conflict],
                "windows": [(here.get(id, "–"), here.get(id) != was) for id, was in as_it_stands.items()],
                "verdicts": [(str(told.get(id, "–")), told.get(id) != was) for id, was in verdicts.items()],
            }
        )
    drawn = _beside(report.rivals, report) if pictures else ""
    return {"readings": rows, "spans": spans, "claims": list(verdicts), "picture": drawn}


def _beside(found: Rivals, report: Report) -> str:
    """The windows of each span under each reading that does not contradict itself, below each other."""
    kinds = {result.id: result.kind for result in report.results}
    ids = [window.id for window in found.readings[0].windows]
    supposed = [
        Supposed(reading.label, kinds[id], window.start, window.end, window.name if len(ids) > 1 else "")
        for id in ids
        for reading in found.readings
        for window in reading.windows
        if window.id == id
    ]
    return side_by_side.draw(supposed, report.asked, "Rival readings", _width(report))


def _sensitivity(found: Sensitivity | None, scale: Scale) -> Values | None:
    """What moves, by what is left out; and how much each answer can lose. None where it was not asked."""
    if found is None:
        return None
    groups: list[tuple[str, list[tuple[str, str]]]] = []
    for id, what, then in sensitivity.moves(found, scale):
        if id:
            groups.append((id, []))
        groups[-1][1].append((what, then))
    losses = sensitivity.losses(found, scale)
    return {
        "moves": groups,
        "moves_title": sensitivity.MOVES,
        "moves_notes": [note for note, _ in sensitivity.moves_notes(found)],
        "losses": losses,
        "losses_title": sensitivity.LOSSES,
        "grains": sensitivity.GRAINS,
        "losses_notes": [note for note, _ in sensitivity.losses_notes(found, losses)],
    }


def _said(window: Standing, scale: Scale) -> str:
    started, ended = words.short(window.start, scale), words.short(window.end, scale)
    return started if started == ended else f"{started}; {ended}"


def answers_held(report: Report) -> Iterator[tuple[str, str]]:
    """The answers as data: their documents, in which no character can end the element that holds them."""
    answers: list[tuple[str, Shown]] = [("answer", report.inference)]
    # Without a hypothesis `check` answers of contradictory evidence alone, so that nothing else could be asked again.
    if report.check.results or report.check.status == "inconsistent":
        answers.append(("answer-check", report.check))
    if report.rivals is not None:
        answers.append(("answer-rivals", report.rivals))
    for name, answer in answers:
        text = json.dumps(answer.document(), ensure_ascii=False)
        yield name, embedded(text)
