"""`chrono report`: everything that a page about a chronology tells, asked in one session."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from chrono.answers.check import Check
from chrono.answers.infer import Inference
from chrono.answers.listing import RuleTold
from chrono.answers.reasons import Reason
from chrono.answers.report import Cited, Report, SourceTold
from chrono.answers.wanted import Wanted
from chrono.core.diagnostics import Diagnostic, Place
from chrono.core.ids import rule_of
from chrono.core.limits import LimitReached
from chrono.model.chronology import Chronology, Citation
from chrono.questions import check, explain, listing, rivals, sensitivity, timeline
from chrono.questions.choice import chosen, spans
from chrono.questions.infer import infer
from chrono.questions.options import AS_WRITTEN, Options, Unanswerable
from chrono.questions.session import Session, opened
from chrono.questions.workers import Jobs

WIDTH = 900
"""Of its pictures in pixels: on a page of A4 their letters are then as large as those of a footnote."""
MOST_ARGUED = 24
"""Of no more spans than this each bound is argued at length, every line of argument and what it hinges on, and it is
told what moves if any one thing is left out."""


TELLING = 3
"""So many times as long as a table of spans takes a page with a table, verdicts and a picture: measured as in
`choice.telling`, two times and a half."""


def report(
    of: Chronology | Session,
    ids: tuple[str, ...] = (),
    options: Options = AS_WRITTEN,
    files: Sequence[Path] = (),
    jobs: Jobs = 1,
) -> Report:
    """A report of the named spans (default: every document), with rival readings laid over one by one, worked out in so
    many processes."""
    with opened(of, options) as session:
        base = session.base(options, spans(ids, TELLING + len(files) / 2))
        asked_of = chosen(base.chronology, ids)
        if not asked_of and not session.base(options).chronology.hypotheses:
            help = "name people, events or periods, such as '*', or declare documents or hypotheses"
            raise Unanswerable([Diagnostic("nothing-to-report", "there is nothing to report: no document", help=help)])
        few = len(asked_of) <= MOST_ARGUED
        answer = (sensitivity.sensitivity if few else infer)(session, ids, options, jobs=jobs)
        named = tuple(result.id for result in answer.results)
        argued = explain.arguments(session.base(options), named if few else (), jobs)
        checked = _checked(session, answer, options, jobs)
        compared = rivals.rivals(session, named, list(files), options, jobs) if files else None
        try:
            drawn = timeline.timeline(session, ids, options, Wanted(width=WIDTH), jobs=jobs)
        except (Unanswerable, LimitReached):
            drawn = None
        chronology = session.base(options).chronology
        reasons = [*_reasons(answer), *(r.reason for r in checked.results if r.reason)]
        return Report(
            answer,
            checked,
            argued,
            compared,
            drawn,
            _sources(chronology),
            tuple(_as_asked(chronology, answer, _rules(reasons))),
        )


def _as_asked(chronology: Chronology, answer: Inference, ids: set[str]) -> Iterable[RuleTold]:
    """These rules as they are written, with the settings that were asked for."""
    given = dict(answer.asked.settings)
    for rule in listing.rules(chronology).results:
        if rule.id in ids:
            settings = tuple((name, given.get(f"{rule.id}.{name}", said)) for name, said in rule.settings)
            yield replace(rule, settings=settings)


def _checked(session: Session, answer: Inference, options: Options, jobs: Jobs) -> Check:
    """What `check` answers; where there is no hypothesis, which it refuses, an answer without any."""
    base = session.base(options)
    if base.chronology.hypotheses or answer.status == "inconsistent":
        return check.check(session, (), options, jobs)
    return check.tested(base, (), jobs, 1)


def _reasons(answer: Inference) -> Iterable[Reason]:
    yield from answer.conflicts
    for result in answer.results:
        for bound in (result.start, result.end):
            yield from (reason for reason in (bound.earliest, bound.latest) if reason is not None)


def _rules(reasons: Iterable[Reason]) -> set[str]:
    return {rule for reason in reasons for id in reason.ids if (rule := rule_of(id)) is not None}


def _sources(chronology: Chronology) -> tuple[SourceTold, ...]:
    """Every source with what cites it, by id; what is cited in words alone has no entry here."""
    citing: dict[str, list[Cited]] = {id: [] for id, _ in chronology.sources}

    def note(id: str, citation: Citation, place: Place) -> None:
        if citation.source in citing:
            citing[citation.source].append(Cited(id, citation.text, place))

    for entry in chronology.entries:
        note(entry.id, entry.citation, entry.place)
        for stated in entry.stated:
            note(stated.id, stated.citation, stated.place)
    for piece in chronology.evidence:
        note(piece.id, piece.citation, piece.place)
    for rule in chronology.rules:
        note(f"rule:{rule.id}", rule.citation, rule.place)
    for hypothesis in chronology.hypotheses:
        note(hypothesis.id, hypothesis.citation, hypothesis.place)
    return tuple(
        SourceTold(id, fields, tuple(sorted(citing[id], key=lambda one: (one.place.file, one.place.line, one.id))))
        for id, fields in chronology.sources
    )
