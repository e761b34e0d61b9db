"""`chrono infer --compare`: rival readings side by side, each file laid over the evidence by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from chrono.answers.rivals import Reading, Rivals
from chrono.arguments import judgement
from chrono.core.limits import LimitReached
from chrono.model.chronology import Chronology
from chrono.questions.base import Base
from chrono.questions.choice import chosen, spans
from chrono.questions.conflicts import standings_of
from chrono.questions.options import AS_WRITTEN, Options, named
from chrono.questions.session import Session, opened
from chrono.questions.windows import taking
from chrono.questions.workers import Jobs, Workers


def rivals(
    of: Chronology | Session,
    ids: tuple[str, ...],
    files: Sequence[Path],
    options: Options = AS_WRITTEN,
    jobs: Jobs = 1,
    repair: int | None = 1,
) -> Rivals:
    """The windows of the named spans (default: every document) and all verdicts, as the evidence stands and with each
    file laid over by itself, in so many processes; of a contradictory reading under its preferred repair, or where
    `repair` is None the contradiction alone. Raises `Unanswerable` where a file has mistakes."""
    options = options.begun()
    with opened(of, options) as session:
        names = tuple(named(session.chronology, file) for file in files)
        found = _compared(
            session.base(options, spans(ids, (1 + len(files)) / 2)), ids, files, jobs, strict=repair is None
        )
    return found.asking(ids=ids, rivals=names, **taking(repair))


def _compared(base: Base, ids: tuple[str, ...], files: Sequence[Path], jobs: Jobs, *, strict: bool) -> Rivals:
    asked_of = chosen(base.chronology, ids)
    wanted = tuple(e.id for e in asked_of)
    first = _reading(base, wanted, "as it stands", strict=strict)
    with Workers(base, jobs) as workers:
        others = workers.spread(_laid_over, files, (wanted, strict), "readings")
    idle = tuple(reading.label for reading in others if replace(reading, label=first.label) == first)
    known = () if first.status == "unknown" else idle
    return Rivals(replace(base.asked, idle=known), (first, *others))


def _laid_over(base: Base, files: Sequence[Path], given: tuple[tuple[str, ...], bool]) -> Iterator[Reading]:
    """The reading with each of some files laid over."""
    wanted, strict = given
    for file in files:
        label = named(base.whole, file)
        try:
            changed = base.varied(base.given.laying((*base.given.overlays, file)))
        except LimitReached:
            yield Reading(label, "unknown", (), ())
        else:
            yield _reading(changed, wanted, label, strict=strict)


def _reading(base: Base, wanted: tuple[str, ...], label: str, *, strict: bool) -> Reading:
    """A reading, with what it admits where that is another certainty than its files say."""
    found = _told(base, wanted, label, strict=strict)
    return replace(found, admitted=base.admitted) if base.whole.laid.at_least else found


def _told(base: Base, wanted: tuple[str, ...], label: str, *, strict: bool) -> Reading:
    status, conflicts = base.status()
    if status != "consistent":
        contradicting = Reading(label, status, (), (), conflicts[0].ids if conflicts else ())
        if strict or status == "unknown":
            return contradicting
        from chrono.questions import repaired  # what only a contradiction needs

        found = repaired.repaired(base)
        if found is None:
            return contradicting
        left = _told(found.left, wanted, label, strict=True)
        return replace(contradicting, windows=left.windows, verdicts=left.verdicts, repaired=found.given_up)
    entries = {e.id: e for e in base.chronology.entries}
    windows = tuple(standings_of(base.explainer, [entries[id] for id in wanted if id in entries]))
    verdicts = []
    for hypothesis in base.chronology.hypotheses:
        claim, denial = base.claim(hypothesis.claim.claim)
        verdicts.append((hypothesis.id, judgement.verdict(base.solver, claim, denial)))
    proven = all(w.start.proven and w.end.proven for w in windows)
    known = proven and all(verdict != "unknown" for _, verdict in verdicts)
    return Reading(label, "consistent" if known else "unknown", windows, tuple(verdicts))
