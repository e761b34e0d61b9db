"""Leaving out means one thing: every repair, fall, move and loss told is what the files without the piece give.

Random bases with attacks, denials, exceptions in sentences and on dates, `known`, selections by date, exhaustive parts
and sources; what is told of them is set against the same question with `--without`, which reads the files as if the
piece were not there.
"""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chrono.answers.sensitivity import Subject
from chrono.arguments import judgement
from chrono.core.ids import is_rule, source_id
from chrono.core.points import point_of
from chrono.engine.outcomes import Answer, Distance
from chrono.model.chronology import Chronology
from chrono.model.omission import omissible
from chrono.questions.base import Base
from chrono.questions.conflicts import conflicts
from chrono.questions.explain import explain
from chrono.questions.options import Options
from chrono.questions.sensitivity import sensitivity
from tests.small import read

MORE = int(os.environ.get("CHRONO_FUZZ", "1"))
SOME = settings(max_examples=60 * MORE, deadline=None, suppress_health_check=[HealthCheck.too_slow])

VOCABULARY = """
vocabulary:
  silent: {says: "{document} is silent on {event}", slots: {document: document, event: event}}
  tells: {says: "{document} tells of {event}", slots: {document: document, event: event}}
  lost: {says: "pages of {document} on {event} are lost", slots: {document: document, event: event}}
  covers: {says: "{document} covers {coverage}", slots: {document: document, coverage: span}}
rules:
  silence:
    when: $d is silent on $e
    unless:
      - pages of $d on $e are lost
      - [$d covers $coverage, end($coverage) < start($e)]
    then: end($d) <= known($e)
    certainty: strong
  told:
    when: $d tells of $e
    unless: [[start($e) > 1105, start($e) < 1109]]
    then: end($d) >= start($e)
    certainty: strong
  early: {when: $d covers $coverage, then: start($d) <= end($coverage), certainty: moderate, source: s1}
hypotheses:
  h1: {claim: end(d0) <= 1106}
  h2: {claim: start(d1) > end(e0)}
sources: {s0: {}, s1: {}}
"""


@st.composite
def bases(draw: st.DrawFn) -> str:
    """A chronology of years as a historian would write it."""
    year = st.integers(1100, 1112)
    lines = [f"chronology: {{unit: {draw(st.sampled_from(['year', 'year', 'month']))}}}", "events:"]

    def cited() -> str:
        return draw(st.sampled_from(["", "", ", source: s0", ", source: s1"]))

    for event in ("e0", "e1"):
        stated = draw(st.sampled_from(["date: {}", "start: {}", "date: {}", "", "end: {}"])).format(draw(year))
        if draw(st.integers(0, 2)) == 0:
            stated += f", known: {draw(year)}"
        lines.append(f"  {event}: {{{(stated + cited()).strip(', ')}, topics: [t]}}".replace("{, ", "{"))
    lines.append("documents:")
    parts = draw(st.sampled_from(["", "parts: [d1, d2]", "parts: [d1, d2], exhaustive: true"]))
    lines += [
        f"  d0: {{{parts}}}",
        "  d1: {}",
        f"  d2: {{{draw(st.sampled_from(['', 'date: 1104/1108']))}}}",
        "evidence:",
    ]
    count = draw(st.integers(2, 6))
    for number in range(count):
        document, event = draw(st.sampled_from(["d0", "d1", "d2"])), draw(st.sampled_from(["e0", "e1"]))
        selected = f"for: {{e: {{{draw(st.sampled_from(['after', 'before']))}: {draw(year)}}}}}"
        said = draw(
            st.sampled_from(
                [
                    f"says: {document} is silent on {event}",
                    f"says: {document} is silent on $e, {selected}",
                    f"says: {document} tells of {event}",
                    f"says: {document} tells of $e, {selected}",
                    f"says: pages of {document} on {event} are lost",
                    f"says: pages of {document} on $e are lost, {selected}",
                    f"says: {document} covers {event}",
                    f"holds: end({document}) >= {draw(year)}",
                    f"holds: end({document}) <= {draw(year)}",
                    f"holds: start({document}) >= {draw(year)}",
                    f"holds: known({event}) <= {draw(year)}",
                    f"holds: end({document}) <= start({event}) or start({document}) >= {draw(year)}",
                    f"denies: {document} is silent on {event}",
                    f"denies: {document} tells of $e, {selected}",
                ]
            )
        )
        extra = draw(st.sampled_from(["", "", ", certainty: strong", ", certainty: certain"])) + cited()
        if number and draw(st.integers(0, 2)) == 0:
            extra += f", against: [q{draw(st.integers(0, number - 1))}]"
        lines.append(f"  q{number}: {{{said}{extra}}}")
    return "\n".join(lines) + VOCABULARY


def without(chronology: Chronology, *ids: str) -> Base:
    return Base(chronology, Options(without=ids))


def pieces(base: Base) -> list[str]:
    """What can be left out, less the entries themselves, tags and sources."""
    entries = {e.id for e in base.chronology.entries}
    return sorted(
        id for id in omissible(base.chronology) if id not in entries and not id.startswith(("tag:", "source:"))
    )


def at(base: Base, subject: Subject) -> Subject:
    """The same bound or verdict on another base."""
    if subject.edge is None:
        claim = next(h for h in base.chronology.hypotheses if h.id == subject.id).claim.claim
        return replace(subject, verdict=judgement.verdict(base.solver, *base.claim(claim)))
    window = base.solver.window(Distance(point_of(subject.edge, subject.id)))
    return replace(subject, at=window.most if subject.side == "latest" else window.least)


@SOME
@given(bases())
def test_what_is_told_is_what_the_files_without_it_give(text: str) -> None:
    chronology = read(text)
    base = Base(chronology, Options())
    if base.solver.consistent() is Answer.YES:
        _consistent(chronology, base)
    else:
        for grain in ("evidence", "source", "rule"):
            _repairs(chronology, base, grain)


def _repairs(chronology: Chronology, base: Base, grain: str) -> None:
    found = conflicts(chronology, ("d0", "d1", "d2"), Options(), grain)  # type: ignore[arg-type]
    assert found.known
    told = {frozenset(repair.given_up) for repair in found.repairs}
    for repair in found.repairs:
        left = without(chronology, *repair.given_up)
        assert left.solver.consistent() is Answer.YES, repair.given_up
        for standing in repair.windows:
            assert standing.start == left.solver.window(Distance(f"start({standing.id})")), repair.given_up
            assert standing.end == left.solver.window(Distance(f"end({standing.id})")), repair.given_up
        for id in repair.given_up:
            less = [other for other in repair.given_up if other != id]
            assert without(chronology, *less).solver.consistent() is Answer.NO, (repair.given_up, id)
    items = {
        "evidence": [*pieces(base)],
        "source": [source_id("s0"), source_id("s1")],
        "rule": [id for id in pieces(base) if is_rule(id)],
    }[grain]
    for size in (1, 2):
        for ids in map(frozenset, combinations(items, size)):
            if not any(smaller <= ids for smaller in told):
                assert without(chronology, *ids).solver.consistent() is Answer.NO, sorted(ids)


def _consistent(chronology: Chronology, base: Base) -> None:
    found = sensitivity(chronology, ("d0", "d1")).sensitivity
    assert found is not None
    assert found.known
    subjects = [one.subject for one in found.robustness]
    told = {leaving.id: leaving for leaving in found.leaving}
    for id in pieces(base):
        left = without(chronology, id)
        if left.solver.consistent() is Answer.NO:
            assert told[id].contradiction
            continue
        moved = {(s, now) for s in subjects if (now := at(left, s)) != s}
        assert moved == (set(told[id].moved) if id in told else set()), id
    for one in found.robustness:
        if one.sources.fewest:
            left = without(chronology, *one.sources.fewest)
            assert left.solver.consistent() is Answer.YES
            assert at(left, one.subject) != one.subject
        elif one.known and one.sources.fewest is None:
            everything = without(chronology, source_id("s0"), source_id("s1"))
            if everything.solver.consistent() is Answer.YES:
                assert _no_wider(one.subject, at(everything, one.subject))
    for id in ("d0", "h1", "h2"):
        for told_of in explain(chronology, id).explanations:
            if told_of.reason is None:
                continue
            subject = (
                Subject(id, "hypothesis", verdict=told_of.verdict)
                if told_of.edge is None
                else Subject(id, "document", told_of.edge, told_of.side, told_of.at)
            )
            for fall in told_of.falls:
                now = at(without(chronology, fall.id), subject)
                assert (now.at, now.verdict) == (fall.bound, fall.verdict), (id, fall)
            for lost in told_of.overturned_by:
                assert not _no_wider(subject, at(without(chronology, *lost), subject)), (id, lost)
            for loss in told_of.overturned:
                now = at(without(chronology, *loss.ids), subject)
                assert (now.at, now.verdict) == (loss.bound, loss.verdict), (id, loss)
            hinges = set(told_of.hinges)
            for piece in pieces(base):
                left = without(chronology, piece)
                if left.solver.consistent() is Answer.YES:
                    assert (piece in hinges) is not _no_wider(subject, at(left, subject)), (id, piece)


def _no_wider(was: Subject, now: Subject) -> bool:
    """Whether what was excluded still is."""
    if was.edge is None:
        return now.verdict == was.verdict
    if now.at is None or was.at is None:
        return False
    return now.at <= was.at if was.side == "latest" else now.at >= was.at
